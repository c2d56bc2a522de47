// iCalendar: RFC 5545 with RFC 7986's NAME and REFRESH-INTERVAL. Lines end in CRLF and are folded at 75
// octets, never within a character. UIDs come from page ids and DTSTAMP from the pages' dates, so that equal
// input gives equal bytes.

#include <fmt/format.h>

#include "base/utf8.h"
#include "render/feeds.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"

namespace herald::render {
namespace {

using campaign::DeadlineView;
using campaign::EventView;
using model::kNone;

constexpr size_t kLineOctetsMax = 75;  // RFC 5545 §3.1

/// Appends one content line, folded.
void line(std::string& out, std::string_view text) {
  size_t room = kLineOctetsMax;
  while (text.size() > room) {
    size_t cut = room;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) cut--;
    out.append(text.substr(0, cut)).append("\r\n ");
    text.remove_prefix(cut);
    room = kLineOctetsMax - 1;
  }
  out.append(text).append("\r\n");
}

/// A TEXT value (RFC 5545 §3.3.11).
std::string escaped_text(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
    }
  }
  return out;
}

std::string day(base::Date date) { return fmt::format("{:04}{:02}{:02}", date.year, date.month, date.day); }
std::string moment(base::Date date, int minute) {
  return fmt::format("{}T{:02}{:02}00", day(date), minute / 60 % 24, minute % 60);
}

std::string offset_text(int minutes) {
  return fmt::format("{}{:02}{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
}

/// CST of China; elsewhere the offset names the zone.
std::string zone_name(const model::Site& site) {
  return site.config.timezone == "Asia/Shanghai" ? "CST" : "UTC" + offset_text(site.time.utc_offset_minutes);
}

void begin(const Context& context, std::string_view name, std::string& out) {
  const model::Site& site = context.site();
  line(out, "BEGIN:VCALENDAR");
  line(out, "VERSION:2.0");
  line(out, "PRODID:-//herald//campaign portal//ZH");
  line(out, "CALSCALE:GREGORIAN");
  line(out, "METHOD:PUBLISH");
  line(out, "NAME:" + escaped_text(name));
  line(out, "X-WR-CALNAME:" + escaped_text(name));
  line(out, "X-WR-TIMEZONE:" + site.config.timezone);
  line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT12H");
  line(out, "X-PUBLISHED-TTL:PT12H");
  const std::string source = model::absolute_url(site.config, context.output->path);
  if (!source.empty()) line(out, "SOURCE;VALUE=URI:" + source);  // RFC 7986 §5.8
  line(out, "BEGIN:VTIMEZONE");
  line(out, "TZID:" + site.config.timezone);
  line(out, "BEGIN:STANDARD");
  line(out, "DTSTART:19700101T000000");
  line(out, fmt::format("TZNAME:{}", zone_name(site)));
  line(out, "TZOFFSETFROM:" + offset_text(site.time.utc_offset_minutes));
  line(out, "TZOFFSETTO:" + offset_text(site.time.utc_offset_minutes));
  line(out, "END:STANDARD");
  line(out, "END:VTIMEZONE");
}

/// When the page that the entry comes from last changed, in UTC (RFC 5545 §3.8.7.2 wants UTC).
std::string stamp(const Context& context, model::PageId page) {
  base::DateTime changed{{2000, 1, 1}, 0};
  if (page != kNone) {
    const model::ParsedPage& parsed = context.metadata_of(page);
    if (parsed.published) changed = parsed.published;
    if (parsed.updated) changed = parsed.updated;
    const model::Remembered* before = context.site().history.find(context.site().pages[page].id);
    if (before != nullptr && before->changed > changed) changed = before->changed;
  }
  int64_t minutes = base::days_of(changed.date) * 1440 + std::max<int>(changed.minute, 0) -
                    context.site().time.utc_offset_minutes;
  int64_t days = minutes >= 0 ? minutes / 1440 : (minutes - 1439) / 1440;
  return moment(base::date_of_days(days), static_cast<int>(minutes - days * 1440)) + "Z";
}

std::string uid(const Context& context, std::string_view id) {
  const std::string& domain = context.site().config.domain;
  return base::url_path(id) + "@" + (domain.empty() ? "localhost" : domain);
}

/// How often the event's time or place has changed since it was first published.
int sequence(const Context& context, std::string_view id) {
  const model::Remembered* before = context.site().history.find(id);
  return before == nullptr ? 0 : before->sequence;
}

void times(const Context& context, const EventView& event, std::string& out) {
  const std::string& zone = context.site().config.timezone;
  if (event.all_day || event.start_minute < 0) {
    line(out, "DTSTART;VALUE=DATE:" + day(event.date));
    line(out, "DTEND;VALUE=DATE:" + day(base::add_days(event.end_date, 1)));  // exclusive
    return;
  }
  line(out, fmt::format("DTSTART;TZID={}:{}", zone, moment(event.date, event.start_minute)));
  int end = event.end_minute >= 0 ? event.end_minute : event.start_minute + 60;
  base::Date end_date = end >= 1440 ? base::add_days(event.end_date, 1) : event.end_date;
  line(out, fmt::format("DTEND;TZID={}:{}", zone, moment(end_date, end)));
}

void append_event(const Context& context, const EventView& event, std::string& out) {
  const model::Site& site = context.site();
  bool own = event.page != kNone && !site.pages[event.page].output.empty();
  model::PageId page = own ? event.page : event.schedule;
  line(out, "BEGIN:VEVENT");
  line(out, "UID:" + uid(context, event.id));
  line(out, "DTSTAMP:" + stamp(context, page));
  line(out, fmt::format("SEQUENCE:{}", sequence(context, event.id)));
  times(context, event, out);
  line(out, "SUMMARY:" + escaped_text(event.title));
  std::string place = event.venue;
  if (!event.address.empty()) place += (place.empty() ? "" : "，") + event.address;
  if (!place.empty()) line(out, "LOCATION:" + escaped_text(place));
  if (!event.note.empty()) line(out, "DESCRIPTION:" + escaped_text(event.note));
  std::string url = page == kNone ? "" : model::absolute_url(site.config, site.pages[page].output);
  if (!url.empty())
    line(out, "URL:" + url + (own || event.anchor.empty() ? "" : "#" + base::url_path(event.anchor)));
  const bool postponed = event.status == "postponed";
  line(out, event.status == "cancelled" ? "STATUS:CANCELLED"
            : postponed                 ? "STATUS:TENTATIVE"
                                        : "STATUS:CONFIRMED");
  // A whole day of a campaign does not make anybody busy.
  if (event.all_day || event.start_minute < 0) line(out, "TRANSP:TRANSPARENT");
  line(out, "END:VEVENT");
}

void append_deadline(const Context& context, const DeadlineView& deadline, size_t number, std::string& out) {
  const model::Site& site = context.site();
  std::string what;
  for (const std::string& part : deadline.what) what += (what.empty() ? "" : "、") + part;
  std::string id =
      fmt::format("{}#deadline-{}", deadline.page == kNone ? "site" : site.pages[deadline.page].id, number);
  line(out, "BEGIN:VEVENT");
  line(out, "UID:" + uid(context, id));
  line(out, "DTSTAMP:" + stamp(context, deadline.page));
  line(out, fmt::format("SEQUENCE:{}", sequence(context, id)));
  line(out, "DTSTART;VALUE=DATE:" + day(deadline.due));
  line(out, "DTEND;VALUE=DATE:" + day(base::add_days(deadline.due, 1)));
  if (what.empty() && deadline.page != kNone) what = context.metadata_of(deadline.page).title;
  line(out, "SUMMARY:" + escaped_text("截止：" + what));
  std::string details = deadline.who;
  if (!deadline.to.empty()) details += (details.empty() ? "报送：" : "，报送：") + deadline.to;
  if (!deadline.via.empty()) details += "（" + deadline.via + "）";
  if (!details.empty()) line(out, "DESCRIPTION:" + escaped_text(details));
  std::string url =
      deadline.page == kNone ? "" : model::absolute_url(site.config, site.pages[deadline.page].output);
  if (!url.empty()) line(out, "URL:" + url);
  line(out, "STATUS:CONFIRMED");
  line(out, "TRANSP:TRANSPARENT");
  line(out, "BEGIN:VALARM");
  line(out, "ACTION:DISPLAY");
  line(out, "TRIGGER:-P3D");
  line(out, "DESCRIPTION:" + escaped_text(what));
  line(out, "END:VALARM");
  line(out, "END:VEVENT");
}

std::string calendar_name(const Context& context, model::EditionId edition) {
  const model::Site& site = context.site();
  model::PageId index = site.editions[edition].index;
  return index == kNone ? site.config.name : context.metadata_of(index).title;
}

}  // namespace

void append_calendar(const Context& context, model::EditionId edition, std::string& out) {
  context.read(graph::Aspect::Members, list_subject(ListName::Events, edition));
  begin(context, calendar_name(context, edition), out);
  if (const campaign::EditionView* view = context.edition_view(edition)) {
    for (const EventView& event : view->events) append_event(context, event, out);
  }
  line(out, "END:VCALENDAR");
}

void append_deadlines(const Context& context, model::EditionId edition, std::string& out) {
  context.read(graph::Aspect::Members, list_subject(ListName::Deadlines, edition));
  begin(context, calendar_name(context, edition) + " · 报送期限", out);
  if (const campaign::EditionView* view = context.edition_view(edition)) {
    size_t number = 0;
    for (const DeadlineView& deadline : view->deadlines) append_deadline(context, deadline, ++number, out);
  }
  line(out, "END:VCALENDAR");
}

void append_event_calendar(const Context& context, model::PageId page, std::string& out) {
  const EventView* event = event_of_page(context, page);
  begin(context, context.metadata_of(page).title, out);
  if (event != nullptr) append_event(context, *event, out);
  line(out, "END:VCALENDAR");
}

}  // namespace herald::render
