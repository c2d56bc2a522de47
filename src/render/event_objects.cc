// Events, slogans, deadlines and contacts as templates see them.

#include <fmt/format.h>

#include "base/utf8.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "text/text.h"

namespace herald::render {
namespace {

using campaign::ContactView;
using campaign::DeadlineView;
using campaign::EventView;
using campaign::SloganView;
using value::Arena;
using value::Value;

Value short_weekday(base::Date date, Arena& arena) {
  std::string name = text::weekday_name(date);
  size_t last = name.size();
  base::previous_code_point(name, last);
  return made_text(arena, "周" + name.substr(name.size() - 3));
}

std::string clock_text(int minute) { return fmt::format("{}:{:02}", minute / 60, minute % 60); }

/// The address of a view that has a page of its own, or an anchor in another.
Value anchored_url(const Context& context, model::PageId page, std::string_view anchor) {
  if (page == model::kNone || context.site().pages[page].output.empty()) return empty_text();
  context.read_address(page);
  return url_value(context, context.site().pages[page].output, anchor);
}

Value title_of(const Context& context, model::PageId page) {
  if (page == model::kNone) return empty_text();
  context.read_metadata(page);
  return text_value(context.site().parsed(page).title);
}

/// When and where: of an event, or of one of its sessions.
struct When {
  base::Date date, end_date;
  bool fuzzy;
  base::Date sure_until;
  int start_minute, end_minute;
  bool all_day;
  std::string_view date_text, time_text, venue, note;
  const std::vector<std::string>* extra;
};

When when_of(const EventView& event, uint32_t session) {
  if (session >= event.sessions.size())
    return {event.date,         event.end_date,   event.fuzzy,   event.sure_until,
            event.start_minute, event.end_minute, event.all_day, event.date_text,
            event.time_text,    event.venue,      event.note,    &event.extra};
  const campaign::SessionView& one = event.sessions[session];
  return {one.date,
          one.end_date,
          one.fuzzy,
          one.sure_until,
          one.start_minute,
          one.end_minute,
          one.start_minute < 0,
          one.date_text,
          one.time_text,
          one.venue.empty() ? std::string_view(event.venue) : std::string_view(one.venue),
          one.note.empty() ? std::string_view(event.note) : std::string_view(one.note),
          one.extra.empty() ? &event.extra : &one.extra};
}

struct EventObject final : TableObject<EventObject> {
  EventObject(const Context* c, const EventView* e, uint32_t s) : context(c), event(e), session(s) {}
  const Context* context;
  const EventView* event;
  uint32_t session;

  bool own_page() const {
    return event->page != model::kNone && !context->site().pages[event->page].output.empty();
  }
  When when() const { return when_of(*event, session); }
  /// The id of its card in a list by day: sessions behind the first have their own.
  std::string anchor() const {
    const bool further = session != 0 && session < event->sessions.size();
    return further ? event->anchor + "-" + event->sessions[session].key : event->anchor;
  }
  static std::string_view name() { return "event"; }
  static AttributeView<EventObject> table();
};

Value event_time(const EventObject& o, Arena& a) {
  const When when = o.when();
  if (!when.time_text.empty()) return text_value(when.time_text);
  if (when.start_minute < 0) return empty_text();
  std::string text = clock_text(when.start_minute);
  if (when.end_minute >= 0) text += "—" + clock_text(when.end_minute);
  return made_text(a, text);
}

Value minute_value(int minute, Arena& a) {
  return minute < 0 ? empty_text() : made_text(a, base::clock(minute));
}

/// Whether the first day is known, be it vaguely: of 6月20日前 it is not.
bool has_first_day(const When& when) { return campaign::is_day_known(when) || when.date != when.end_date; }

/// The day or minute that it begins or is over at, as the script of the pages compares it. Empty where the
/// last day alone is known.
Value event_from(const EventObject& o, Arena& a) {
  const When when = o.when();
  if (!has_first_day(when)) return empty_text();
  std::string text = base::iso(when.date);
  if (when.start_minute >= 0 && campaign::is_day_known(when)) text += "T" + base::clock(when.start_minute);
  return made_text(a, text);
}
Value event_until(const EventObject& o, Arena& a) {
  const When when = o.when();
  const bool over_midnight = when.date == when.end_date && when.end_minute < when.start_minute;
  std::string text =
      base::iso(over_midnight && when.end_minute >= 0 ? base::add_days(when.end_date, 1) : when.end_date);
  if (when.end_minute >= 0 && !when.fuzzy) text += "T" + base::clock(when.end_minute);
  return made_text(a, text);
}

Value event_sessions(const EventObject& o, Arena& a) {
  value::ListBuilder list;
  if (o.session != model::kNone) return list.build(a);
  for (uint32_t i = 0; i < o.event->sessions.size(); i++) list.add(event_value(*o.context, *o.event, i));
  return list.build(a);
}

Value event_url(const EventObject& o, Arena&) {
  if (o.own_page()) return anchored_url(*o.context, o.event->page, {});
  return anchored_url(*o.context, o.event->schedule, o.anchor());
}

constexpr auto kEventTable = sorted(std::array{
    Attribute<EventObject>{"id", [](const EventObject& o, Arena&) { return text_value(o.event->id); }},
    Attribute<EventObject>{"title", [](const EventObject& o, Arena&) { return text_value(o.event->title); }},
    Attribute<EventObject>{"url", &event_url},
    Attribute<EventObject>{"own_page",
                           [](const EventObject& o, Arena&) { return Value::boolean(o.own_page()); }},
    Attribute<EventObject>{"anchor", [](const EventObject& o, Arena& a) { return made_text(a, o.anchor()); }},
    Attribute<EventObject>{
        "date", [](const EventObject& o, Arena& a) { return made_text(a, base::iso(o.when().date)); }},
    Attribute<EventObject>{"end_date", [](const EventObject& o,
                                          Arena& a) { return made_text(a, base::iso(o.when().end_date)); }},
    Attribute<EventObject>{"from", &event_from},
    Attribute<EventObject>{"until", &event_until},
    Attribute<EventObject>{"sessions", &event_sessions},
    Attribute<EventObject>{"day",
                           [](const EventObject& o, Arena&) { return Value::integer(o.when().date.day); }},
    Attribute<EventObject>{"month",
                           [](const EventObject& o, Arena&) { return Value::integer(o.when().date.month); }},
    Attribute<EventObject>{"year",
                           [](const EventObject& o, Arena&) { return Value::integer(o.when().date.year); }},
    Attribute<EventObject>{"weekday",
                           [](const EventObject& o, Arena& a) { return short_weekday(o.when().date, a); }},
    Attribute<EventObject>{
        "start", [](const EventObject& o, Arena& a) { return minute_value(o.when().start_minute, a); }},
    Attribute<EventObject>{
        "end", [](const EventObject& o, Arena& a) { return minute_value(o.when().end_minute, a); }},
    Attribute<EventObject>{"all_day",
                           [](const EventObject& o, Arena&) { return Value::boolean(o.when().all_day); }},
    Attribute<EventObject>{"time_text", &event_time},
    Attribute<EventObject>{"date_text",
                           [](const EventObject& o, Arena&) { return text_value(o.when().date_text); }},
    Attribute<EventObject>{"fuzzy",
                           [](const EventObject& o, Arena&) { return Value::boolean(o.when().fuzzy); }},
    Attribute<EventObject>{
        "day_known",
        [](const EventObject& o, Arena&) { return Value::boolean(campaign::is_day_known(o.when())); }},
    Attribute<EventObject>{"sure_until",
                           [](const EventObject& o, Arena& a) {
                             const base::Date day = o.when().sure_until;
                             return day ? made_text(a, base::iso(day)) : empty_text();
                           }},
    Attribute<EventObject>{"former_venue",
                           [](const EventObject& o, Arena&) { return text_value(o.event->former_venue); }},
    Attribute<EventObject>{"mode", [](const EventObject& o, Arena&) { return text_value(o.event->mode); }},
    Attribute<EventObject>{"status",
                           [](const EventObject& o, Arena&) { return text_value(o.event->status); }},
    Attribute<EventObject>{"venue", [](const EventObject& o, Arena&) { return text_value(o.when().venue); }},
    Attribute<EventObject>{"address",
                           [](const EventObject& o, Arena&) { return text_value(o.event->address); }},
    Attribute<EventObject>{"organiser",
                           [](const EventObject& o, Arena&) { return text_value(o.event->organiser); }},
    Attribute<EventObject>{
        "co_organisers", [](const EventObject& o, Arena& a) { return text_list(o.event->co_organisers, a); }},
    Attribute<EventObject>{"audience",
                           [](const EventObject& o, Arena& a) { return text_list(o.event->audience, a); }},
    Attribute<EventObject>{
        "capacity",
        [](const EventObject& o,
           Arena&) { return o.event->capacity < 0 ? Value::null() : Value::integer(o.event->capacity); }},
    Attribute<EventObject>{"extra",
                           [](const EventObject& o, Arena& a) { return text_list(*o.when().extra, a); }},
    Attribute<EventObject>{"note", [](const EventObject& o, Arena&) { return text_value(o.when().note); }},
    Attribute<EventObject>{"key_day",
                           [](const EventObject& o, Arena&) { return text_value(o.event->key_day); }},
    Attribute<EventObject>{
        "page", [](const EventObject& o,
                   Arena&) { return o.own_page() ? page_value(*o.context, o.event->page) : Value::null(); }},
    Attribute<EventObject>{"state",
                           [](const EventObject& o,
                              Arena&) { return text_value(event_state(*o.context, *o.event, o.session)); }},
});
AttributeView<EventObject> EventObject::table() { return kEventTable; }

struct SloganObject final : TableObject<SloganObject> {
  SloganObject(const Context* c, const SloganView* s) : context(c), slogan(s) {}
  const Context* context;
  const SloganView* slogan;
  static std::string_view name() { return "slogan"; }
  static AttributeView<SloganObject> table();
};
constexpr auto kSloganTable = sorted(std::array{
    Attribute<SloganObject>{"text", [](const SloganObject& o, Arena&) { return text_value(o.slogan->text); }},
    Attribute<SloganObject>{"number",
                            [](const SloganObject& o, Arena&) { return Value::integer(o.slogan->number); }},
    Attribute<SloganObject>{"group",
                            [](const SloganObject& o, Arena&) { return text_value(o.slogan->group); }},
    Attribute<SloganObject>{"kind", [](const SloganObject& o, Arena&) { return text_value(o.slogan->kind); }},
    Attribute<SloganObject>{
        "characters", [](const SloganObject& o, Arena&) { return Value::integer(o.slogan->characters); }},
    Attribute<SloganObject>{"anchor",
                            [](const SloganObject& o, Arena&) { return text_value(o.slogan->anchor); }},
    Attribute<SloganObject>{"url",
                            [](const SloganObject& o, Arena&) {
                              return anchored_url(*o.context, o.slogan->page, o.slogan->anchor);
                            }},
});
AttributeView<SloganObject> SloganObject::table() { return kSloganTable; }

struct DeadlineObject final : TableObject<DeadlineObject> {
  DeadlineObject(const Context* c, const DeadlineView* d) : context(c), deadline(d) {}
  const Context* context;
  const DeadlineView* deadline;
  static std::string_view name() { return "deadline"; }
  static AttributeView<DeadlineObject> table();
};

Value deadline_is_past(const DeadlineObject& o, Arena&) {
  o.context->read_day();
  return Value::boolean(o.deadline->due && o.deadline->due < o.context->site().time.now.date);
}

constexpr auto kDeadlineTable = sorted(std::array{
    Attribute<DeadlineObject>{"due",
                              [](const DeadlineObject& o, Arena& a) {
                                return o.deadline->due ? made_text(a, base::iso(o.deadline->due))
                                                       : empty_text();
                              }},
    Attribute<DeadlineObject>{"due_text",
                              [](const DeadlineObject& o, Arena& a) {
                                return !o.deadline->due_text.empty()
                                           ? text_value(o.deadline->due_text)
                                           : made_text(a, text::short_date(o.deadline->due));
                              }},
    Attribute<DeadlineObject>{
        "fuzzy", [](const DeadlineObject& o, Arena&) { return Value::boolean(o.deadline->fuzzy); }},
    Attribute<DeadlineObject>{"minute_text",
                              [](const DeadlineObject& o, Arena& a) {
                                return o.deadline->minute < 0 ? empty_text()
                                                              : made_text(a, clock_text(o.deadline->minute));
                              }},
    Attribute<DeadlineObject>{"weekday",
                              [](const DeadlineObject& o, Arena& a) {
                                return o.deadline->due ? short_weekday(o.deadline->due, a) : empty_text();
                              }},
    Attribute<DeadlineObject>{"who",
                              [](const DeadlineObject& o, Arena&) { return text_value(o.deadline->who); }},
    Attribute<DeadlineObject>{
        "what", [](const DeadlineObject& o, Arena& a) { return text_list(o.deadline->what, a); }},
    Attribute<DeadlineObject>{"to",
                              [](const DeadlineObject& o, Arena&) { return text_value(o.deadline->to); }},
    Attribute<DeadlineObject>{"via",
                              [](const DeadlineObject& o, Arena&) { return text_value(o.deadline->via); }},
    Attribute<DeadlineObject>{"url", [](const DeadlineObject& o,
                                        Arena&) { return anchored_url(*o.context, o.deadline->page, {}); }},
    Attribute<DeadlineObject>{
        "title", [](const DeadlineObject& o, Arena&) { return title_of(*o.context, o.deadline->page); }},
    Attribute<DeadlineObject>{"spec",
                              [](const DeadlineObject& o, Arena&) { return text_value(o.deadline->spec); }},
    Attribute<DeadlineObject>{
        "page", [](const DeadlineObject& o, Arena&) { return page_value(*o.context, o.deadline->page); }},
    Attribute<DeadlineObject>{
        "form", [](const DeadlineObject& o, Arena&) { return page_value(*o.context, o.deadline->form); }},
    Attribute<DeadlineObject>{"past", &deadline_is_past},
});
AttributeView<DeadlineObject> DeadlineObject::table() { return kDeadlineTable; }

struct ContactObject final : TableObject<ContactObject> {
  ContactObject(const Context* c, const ContactView* v) : context(c), contact(v) {}
  const Context* context;
  const ContactView* contact;
  static std::string_view name() { return "contact"; }
  static AttributeView<ContactObject> table();
};
constexpr auto kContactTable =
    sorted(
        std::array{
            Attribute<ContactObject>{
                "name", [](const ContactObject& o, Arena&) { return text_value(o.contact->name); }},
            Attribute<ContactObject>{
                "number", [](const ContactObject& o, Arena&) { return text_value(o.contact->number); }},
            Attribute<ContactObject>{
                "tel", [](const ContactObject& o, Arena&) { return text_value(o.contact->tel); }},
            Attribute<ContactObject>{
                "email", [](const ContactObject& o, Arena&) { return text_value(o.contact->email); }},
            Attribute<ContactObject>{
                "role", [](const ContactObject& o, Arena&) { return text_value(o.contact->role); }},
            Attribute<ContactObject>{
                "purpose", [](const ContactObject& o, Arena&) { return text_value(o.contact->purpose); }},
            Attribute<ContactObject>{
                "hours", [](const ContactObject& o, Arena&) { return text_value(o.contact->hours); }},
            Attribute<ContactObject>{
                "area", [](const ContactObject& o, Arena&) { return text_value(o.contact->area); }},
            Attribute<ContactObject>{
                "address", [](const ContactObject& o, Arena&) { return text_value(o.contact->address); }},
            Attribute<ContactObject>{
                "extra", [](const ContactObject& o, Arena& a) { return text_list(o.contact->extra, a); }},
            Attribute<ContactObject>{
                "kind", [](const ContactObject& o, Arena&) { return text_value(o.contact->kind); }},
            Attribute<ContactObject>{
                "channel", [](const ContactObject& o, Arena&) { return text_value(o.contact->channel); }},
            Attribute<ContactObject>{
                "link", [](const ContactObject& o, Arena&) { return text_value(o.contact->link); }},
            Attribute<ContactObject>{
                "anonymous",
                [](const ContactObject& o, Arena&) {
                  return o.contact->anonymous < 0 ? Value::null() : Value::boolean(o.contact->anonymous == 1);
                }},
            Attribute<ContactObject>{
                "url",
                [](const ContactObject& o, Arena&) { return anchored_url(*o.context, o.contact->page, {}); }},
        });
AttributeView<ContactObject> ContactObject::table() { return kContactTable; }

}  // namespace

std::string_view event_state(const Context& context, const EventView& event, uint32_t session) {
  context.read_day();
  const base::DateTime& now = context.site().time.now;
  const When when = when_of(event, session);
  if (event.status == "cancelled" || event.status == "postponed")
    return when.end_date < now.date ? "past" : "upcoming";
  if (when.end_date < now.date) return "past";
  if (when.date > now.date && has_first_day(when)) return "upcoming";
  // Nobody can tell of a day within vague words whether it is the one.
  if (when.fuzzy && when.sure_until < now.date) return "open";
  const bool one_day = when.date == when.end_date;
  if (!one_day) return "running";
  const bool timed = when.start_minute >= 0 && when.end_minute > when.start_minute && now.has_time();
  if (timed) context.read_minute();
  if (timed && now.minute > when.end_minute) return "past";
  return timed && now.minute >= when.start_minute ? "running" : "today";
}

Value event_value(const Context& context, const EventView& event, uint32_t session) {
  return Value::object(context.arena->make<EventObject>(&context, &event, session));
}
Value slogan_value(const Context& context, const SloganView& slogan) {
  return Value::object(context.arena->make<SloganObject>(&context, &slogan));
}
Value deadline_value(const Context& context, const DeadlineView& deadline) {
  return Value::object(context.arena->make<DeadlineObject>(&context, &deadline));
}
Value contact_value(const Context& context, const ContactView& contact) {
  return Value::object(context.arena->make<ContactObject>(&context, &contact));
}

}  // namespace herald::render
