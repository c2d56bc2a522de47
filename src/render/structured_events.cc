#include "render/structured_events.h"

#include "render/page_parts.h"

namespace herald::render {

using campaign::EventView;
using model::kNone;
using value::Type;
using value::Value;

namespace {

std::string_view attendance(const EventView& event) {
  if (event.mode == "online") return "https://schema.org/OnlineEventAttendanceMode";
  return event.mode == "mixed" ? "https://schema.org/MixedEventAttendanceMode"
                               : "https://schema.org/OfflineEventAttendanceMode";
}

std::string_view status(const EventView& event) {
  if (event.status == "cancelled") return "https://schema.org/EventCancelled";
  if (event.status == "postponed") return "https://schema.org/EventPostponed";
  if (event.status == "moved-online") return "https://schema.org/EventMovedOnline";
  return "https://schema.org/EventScheduled";
}

}  // namespace

void EventNodes::set_time(std::string_view key, base::Date date, int minute, bool all_day) const {
  if (all_day || minute < 0) return json_.set(key, base::iso(date));
  base::DateTime moment{minute >= 1440 ? base::add_days(date, 1) : date, static_cast<int16_t>(minute % 1440)};
  json_.set(key, base::rfc3339(moment, site().time.utc_offset_minutes));
}

/// A vague time is told in its words: the days of the node are the first and the last that they may mean.
void EventNodes::say_description(std::string_view words, Value description) const {
  if (words.empty()) return json_.say("description", description);
  std::string text = "时间：" + std::string(words);
  if (!is_empty(description)) text.append("。").append(description.text_or_empty());
  json_.set("description", text);
}

template <class View>
void EventNodes::set_start(const View& view, bool all_day) const {
  if (!campaign::is_day_known(view) && view.date == view.end_date) return;  // 6月20日前
  set_time("startDate", view.date, view.start_minute, all_day || !campaign::is_day_known(view));
}

template <class View>
void EventNodes::set_end(const View& view, bool all_day) const {
  if (view.end_minute >= 0 || view.end_date != view.date || view.fuzzy)
    set_time("endDate", view.end_date, view.end_minute, all_day || view.fuzzy);
}

void EventNodes::write(const EventView& event, std::string_view name, Value description) const {
  if (name.empty()) {
    open("Event");
  } else {
    open("Event", page_id(name));
  }
  say_audience(event);
  say_description(event.fuzzy ? event.date_text : std::string_view(),
                  is_empty(description) ? text_value(event.note) : description);
  set_end(event, event.all_day);
  json_.set("eventAttendanceMode", attendance(event));
  json_.set("eventStatus", status(event));
  say_location(event, event.venue);
  if (event.capacity > 0) json_.set("maximumAttendeeCapacity", Value::integer(event.capacity));
  json_.say("name", event.title);
  say_offers(event);
  say_named("organizer", "Organization", text_value(event.organiser));
  set_start(event, event.all_day);
  say_sessions(event);
  if (context_.edition != kNone) set_reference("superEvent", campaign_id());
  const bool own = event.page != kNone && !site().pages[event.page].output.empty();
  if (own) set_address("url", {site().pages[event.page].output, {}});
  close();
}

/// How to register, where the event's page says so; an office asks for no money.
void EventNodes::say_offers(const EventView& event) const {
  if (event.page == kNone) return;
  const Value registration = attribute(page_value(context_, event.page), "registration");
  if (!registration.is(Type::Map)) return;
  json_.key("offers");
  open("Offer");
  json_.set("price", Value::integer(0));
  json_.set("priceCurrency", "CNY");
  json_.say("url", registration.get("url"));
  const Value deadline = registration.get("deadline");
  json_.say("validThrough", deadline.is(Type::Map) ? deadline.get("latest") : deadline);
  close();
}

void EventNodes::say_audience(const EventView& event) const {
  json_.say_list("audience", [&] {
    for (const std::string& name : event.audience) {
      open("Audience");
      json_.set("audienceType", name);
      close();
    }
  });
}

/// Each time that it is held, as an event of its own.
void EventNodes::say_sessions(const EventView& event) const {
  json_.say_list("subEvent", [&] {
    for (const campaign::SessionView& session : event.sessions) {
      open("Event");
      say_description(session.fuzzy ? session.date_text : std::string_view(), text_value(session.note));
      const bool all_day = session.start_minute < 0;
      set_end(session, all_day);
      json_.set("eventAttendanceMode", attendance(event));
      json_.set("eventStatus", status(event));
      say_location(event, session.venue.empty() ? event.venue : session.venue);
      json_.set("name", event.title);
      set_start(session, all_day);
      close();
    }
  });
}

/// One place as it is, several as a list.
void EventNodes::say_location(const EventView& event, std::string_view venue) const {
  const bool online_alone = event.mode == "online";
  size_t bracket = 0;
  int places = 0;
  json_.say_list("location", [&] {
    bracket = json_.size() - 1;
    if (!online_alone && (!venue.empty() || !event.address.empty())) {
      open("Place");
      json_.say("address", event.address);
      json_.say("name", venue);
      close();
      places++;
    }
    if (event.page != kNone && (online_alone || event.mode == "mixed")) places += write_online(event.page);
  });
  if (places == 1) json_.unwrap(bracket);
}

/// The online parts that say where they are held, and how many they are.
int EventNodes::write_online(model::PageId page) const {
  int places = 0;
  const Value parts = attribute(page_value(context_, page), "online");
  for (const Value& part : parts.is(Type::List) ? parts.items() : std::span<const Value>()) {
    if (is_empty(part.get("url")) && is_empty(part.get("platform"))) continue;
    open("VirtualLocation");
    json_.say("name", part.get("platform"));
    json_.say("url", part.get("url"));
    close();
    places++;
  }
  return places;
}

}  // namespace herald::render
