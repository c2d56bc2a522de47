#include "render/structured_events.h"

#include "render/page_parts.h"

namespace herald::render {

using campaign::EventView;
using model::kNone;
using value::Type;
using value::Value;

namespace {

std::string_view attendance(const EventView& event) {
  if (event.mode == "online" || event.status == "moved-online")
    return "https://schema.org/OnlineEventAttendanceMode";
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

Value EventNodes::time_of(base::Date date, int minute, bool all_day) const {
  if (all_day || minute < 0) return made(base::iso(date));
  base::DateTime moment{minute >= 1440 ? base::add_days(date, 1) : date, static_cast<int16_t>(minute % 1440)};
  return made(base::rfc3339(moment, site().time.utc_offset_minutes));
}

MapMaker EventNodes::event(const EventView& event, Value id) const {
  MapMaker node = StructuredNodes::node("Event", id);
  set(node, "name", text_value(event.title));
  node.set("startDate", time_of(event.date, event.start_minute, event.all_day));
  if (event.end_minute >= 0 || event.end_date != event.date)
    node.set("endDate", time_of(event.end_date, event.end_minute, event.all_day));
  node.set("eventAttendanceMode", text_value(attendance(event)));
  node.set("eventStatus", text_value(status(event)));
  set(node, "location", location(event, event.venue));
  set(node, "organizer", named("Organization", text_value(event.organiser)));
  set(node, "description", text_value(event.note));
  if (event.capacity > 0) node.set("maximumAttendeeCapacity", Value::integer(event.capacity));
  set(node, "audience", audience(event));
  set(node, "offers", offers(event));
  set(node, "subEvent", sessions(event));
  const bool own = event.page != kNone && !site().pages[event.page].output.empty();
  if (own) node.set("url", url_value(context_, site().pages[event.page].output));
  if (context_.edition != kNone) node.set("superEvent", reference(campaign_id()));
  return node;
}

/// How to register, where the event's page says so; an office asks for no money.
Value EventNodes::offers(const EventView& event) const {
  if (event.page == kNone) return {};
  const Value registration = attribute(page_value(context_, event.page), "registration");
  if (!registration.is(Type::Map)) return {};
  MapMaker offer = node("Offer");
  offer.set("price", Value::integer(0)).set("priceCurrency", text_value("CNY"));
  set(offer, "url", registration.get("url"));
  const Value deadline = registration.get("deadline");
  set(offer, "validThrough", deadline.is(Type::Map) ? deadline.get("latest") : deadline);
  return offer.build();
}

Value EventNodes::audience(const EventView& event) const {
  ListMaker list(arena_);
  for (const std::string& name : event.audience)
    list.add(node("Audience").set("audienceType", text_value(name)).build());
  return list.build();
}

/// Each time that it is held, as an event of its own.
Value EventNodes::sessions(const EventView& event) const {
  ListMaker list(arena_);
  for (const campaign::SessionView& session : event.sessions) {
    MapMaker one = node("Event");
    one.set("name", text_value(event.title));
    const bool all_day = session.start_minute < 0;
    one.set("startDate", time_of(session.date, session.start_minute, all_day));
    if (session.end_minute >= 0 || session.end_date != session.date)
      one.set("endDate", time_of(session.end_date, session.end_minute, all_day));
    one.set("eventAttendanceMode", text_value(attendance(event)));
    one.set("eventStatus", text_value(status(event)));
    set(one, "location", location(event, session.venue.empty() ? event.venue : session.venue));
    set(one, "description", text_value(session.note));
    list.add(one.build());
  }
  return list.build();
}

Value EventNodes::location(const EventView& event, std::string_view venue) const {
  ListMaker places(arena_);
  const bool online_alone = event.mode == "online" || event.status == "moved-online";
  if (!online_alone && (!venue.empty() || !event.address.empty())) {
    MapMaker place = node("Place");
    set(place, "name", text_value(venue));
    set(place, "address", text_value(event.address));
    places.add(place.build());
  }
  if (event.page != kNone && (online_alone || event.mode == "mixed")) add_online(event.page, places);
  if (places.size() == 0) return {};
  const Value list = places.build();
  return list.items().size() == 1 ? list.items()[0] : list;
}

/// The online parts that say where they are held.
void EventNodes::add_online(model::PageId page, ListMaker& places) const {
  const Value parts = attribute(page_value(context_, page), "online");
  for (const Value& part : parts.is(Type::List) ? parts.items() : std::span<const Value>()) {
    if (is_empty(part.get("url")) && is_empty(part.get("platform"))) continue;
    MapMaker place = node("VirtualLocation");
    set(place, "name", part.get("platform"));
    set(place, "url", part.get("url"));
    places.add(place.build());
  }
}

}  // namespace herald::render
