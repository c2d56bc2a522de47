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
  context.read(graph::Aspect::Field, page, "url");
  return url_value(context, context.site().pages[page].output, anchor);
}

Value title_of(const Context& context, model::PageId page) {
  if (page == model::kNone) return empty_text();
  context.read(graph::Aspect::Field, page, "title");
  return text_value(context.site().parsed(page).title);
}

struct EventObject final : TableObject<EventObject> {
  EventObject(const Context* c, const EventView* e) : context(c), event(e) {}
  const Context* context;
  const EventView* event;

  bool own_page() const {
    return event->page != model::kNone && !context->site().pages[event->page].output.empty();
  }
  static std::string_view name() { return "event"; }
  static std::span<const Attribute<EventObject>> table();
};

std::string event_time(const EventView& event) {
  if (!event.time_text.empty()) return event.time_text;
  if (event.start_minute < 0) return "";
  std::string text = clock_text(event.start_minute);
  if (event.end_minute >= 0) text += "—" + clock_text(event.end_minute);
  return text;
}

constexpr auto kEventTable = sorted(std::array{
    Attribute<EventObject>{"id", [](const EventObject& o, Arena&) { return text_value(o.event->id); }},
    Attribute<EventObject>{"title", [](const EventObject& o, Arena&) { return text_value(o.event->title); }},
    Attribute<EventObject>{"url", [](const EventObject& o, Arena&) {
      return o.own_page() ? anchored_url(*o.context, o.event->page, {}) : anchored_url(*o.context, o.event->schedule, o.event->anchor);
    }},
    Attribute<EventObject>{"own_page", [](const EventObject& o, Arena&) { return Value::boolean(o.own_page()); }},
    Attribute<EventObject>{"anchor", [](const EventObject& o, Arena&) { return text_value(o.event->anchor); }},
    Attribute<EventObject>{"date", [](const EventObject& o, Arena& a) { return made_text(a, base::iso(o.event->date)); }},
    Attribute<EventObject>{"end_date", [](const EventObject& o, Arena& a) { return made_text(a, base::iso(o.event->end_date)); }},
    Attribute<EventObject>{"day", [](const EventObject& o, Arena&) { return Value::integer(o.event->date.day); }},
    Attribute<EventObject>{"month", [](const EventObject& o, Arena&) { return Value::integer(o.event->date.month); }},
    Attribute<EventObject>{"year", [](const EventObject& o, Arena&) { return Value::integer(o.event->date.year); }},
    Attribute<EventObject>{"weekday", [](const EventObject& o, Arena& a) { return short_weekday(o.event->date, a); }},
    Attribute<EventObject>{"start", [](const EventObject& o, Arena& a) { return o.event->start_minute < 0 ? empty_text() : made_text(a, base::clock(o.event->start_minute)); }},
    Attribute<EventObject>{"end", [](const EventObject& o, Arena& a) { return o.event->end_minute < 0 ? empty_text() : made_text(a, base::clock(o.event->end_minute)); }},
    Attribute<EventObject>{"all_day", [](const EventObject& o, Arena&) { return Value::boolean(o.event->all_day); }},
    Attribute<EventObject>{"time_text", [](const EventObject& o, Arena& a) { return made_text(a, event_time(*o.event)); }},
    Attribute<EventObject>{"date_text", [](const EventObject& o, Arena& a) { return made_text(a, text::period(o.event->date, o.event->end_date, false)); }},
    Attribute<EventObject>{"mode", [](const EventObject& o, Arena&) { return text_value(o.event->mode); }},
    Attribute<EventObject>{"status", [](const EventObject& o, Arena&) { return text_value(o.event->status); }},
    Attribute<EventObject>{"venue", [](const EventObject& o, Arena&) { return text_value(o.event->venue); }},
    Attribute<EventObject>{"address", [](const EventObject& o, Arena&) { return text_value(o.event->address); }},
    Attribute<EventObject>{"organiser", [](const EventObject& o, Arena&) { return text_value(o.event->organiser); }},
    Attribute<EventObject>{"co_organisers", [](const EventObject& o, Arena& a) { return text_list(o.event->co_organisers, a); }},
    Attribute<EventObject>{"audience", [](const EventObject& o, Arena& a) { return text_list(o.event->audience, a); }},
    Attribute<EventObject>{"note", [](const EventObject& o, Arena&) { return text_value(o.event->note); }},
    Attribute<EventObject>{"key_day", [](const EventObject& o, Arena&) { return text_value(o.event->key_day); }},
    Attribute<EventObject>{"page", [](const EventObject& o, Arena&) { return o.own_page() ? page_value(*o.context, o.event->page) : Value::null(); }},
    Attribute<EventObject>{"state", [](const EventObject& o, Arena&) { return text_value(event_state(*o.context, *o.event)); }},
});
std::span<const Attribute<EventObject>> EventObject::table() { return kEventTable; }

struct SloganObject final : TableObject<SloganObject> {
  SloganObject(const Context* c, const SloganView* s) : context(c), slogan(s) {}
  const Context* context;
  const SloganView* slogan;
  static std::string_view name() { return "slogan"; }
  static std::span<const Attribute<SloganObject>> table();
};
constexpr auto kSloganTable = sorted(std::array{
    Attribute<SloganObject>{"text", [](const SloganObject& o, Arena&) { return text_value(o.slogan->text); }},
    Attribute<SloganObject>{"number",
                            [](const SloganObject& o, Arena&) { return Value::integer(o.slogan->number); }},
    Attribute<SloganObject>{"group",
                            [](const SloganObject& o, Arena&) { return text_value(o.slogan->group); }},
    Attribute<SloganObject>{
        "characters", [](const SloganObject& o, Arena&) { return Value::integer(o.slogan->characters); }},
    Attribute<SloganObject>{"anchor",
                            [](const SloganObject& o, Arena&) { return text_value(o.slogan->anchor); }},
    Attribute<SloganObject>{"url",
                            [](const SloganObject& o, Arena&) {
                              return anchored_url(*o.context, o.slogan->page, o.slogan->anchor);
                            }},
});
std::span<const Attribute<SloganObject>> SloganObject::table() { return kSloganTable; }

struct DeadlineObject final : TableObject<DeadlineObject> {
  DeadlineObject(const Context* c, const DeadlineView* d) : context(c), deadline(d) {}
  const Context* context;
  const DeadlineView* deadline;
  static std::string_view name() { return "deadline"; }
  static std::span<const Attribute<DeadlineObject>> table();
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
std::span<const Attribute<DeadlineObject>> DeadlineObject::table() { return kDeadlineTable; }

struct ContactObject final : TableObject<ContactObject> {
  ContactObject(const Context* c, const ContactView* v) : context(c), contact(v) {}
  const Context* context;
  const ContactView* contact;
  static std::string_view name() { return "contact"; }
  static std::span<const Attribute<ContactObject>> table();
};
constexpr auto kContactTable = sorted(std::array{
    Attribute<ContactObject>{"name",
                             [](const ContactObject& o, Arena&) { return text_value(o.contact->name); }},
    Attribute<ContactObject>{"number",
                             [](const ContactObject& o, Arena&) { return text_value(o.contact->number); }},
    Attribute<ContactObject>{"tel",
                             [](const ContactObject& o, Arena&) { return text_value(o.contact->tel); }},
    Attribute<ContactObject>{"email",
                             [](const ContactObject& o, Arena&) { return text_value(o.contact->email); }},
    Attribute<ContactObject>{"role",
                             [](const ContactObject& o, Arena&) { return text_value(o.contact->role); }},
    Attribute<ContactObject>{"purpose",
                             [](const ContactObject& o, Arena&) { return text_value(o.contact->purpose); }},
    Attribute<ContactObject>{"hours",
                             [](const ContactObject& o, Arena&) { return text_value(o.contact->hours); }},
    Attribute<ContactObject>{"area",
                             [](const ContactObject& o, Arena&) { return text_value(o.contact->area); }},
    Attribute<ContactObject>{"kind",
                             [](const ContactObject& o, Arena&) { return text_value(o.contact->kind); }},
    Attribute<ContactObject>{"anonymous",
                             [](const ContactObject& o, Arena&) {
                               return o.contact->anonymous < 0 ? Value::null()
                                                               : Value::boolean(o.contact->anonymous == 1);
                             }},
    Attribute<ContactObject>{
        "url", [](const ContactObject& o, Arena&) { return anchored_url(*o.context, o.contact->page, {}); }},
});
std::span<const Attribute<ContactObject>> ContactObject::table() { return kContactTable; }

}  // namespace

std::string_view event_state(const Context& context, const EventView& event) {
  context.read_day();
  const base::DateTime& now = context.site().time.now;
  if (event.status == "cancelled" || event.status == "postponed")
    return event.end_date < now.date ? "past" : "upcoming";
  if (event.end_date < now.date) return "past";
  if (event.date > now.date) return "upcoming";
  bool one_day = event.date == event.end_date;
  if (one_day && event.end_minute >= 0) context.read_minute();
  if (one_day && event.end_minute >= 0 && now.minute > event.end_minute) return "past";
  return one_day ? "today" : "running";
}

Value event_value(const Context& context, const EventView& event) {
  return Value::object(context.arena->make<EventObject>(&context, &event));
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
