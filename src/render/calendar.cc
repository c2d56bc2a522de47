// iCalendar: RFC 5545 with RFC 7986's NAME and REFRESH-INTERVAL. Lines end in CRLF and are folded at 75
// octets, never within a character. UIDs come from what an entry is (the id of its page; day and title of a
// row; what is owed) and DTSTAMP from the pages' dates, so that equal input gives equal bytes.

#include <fmt/format.h>

#include <utility>

#include "base/utf8.h"
#include "campaign/deadline_ids.h"
#include "markdown/telephones.h"
#include "render/feeds.h"
#include "render/objects.h"
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
    if (const base::DateTime moment = last_change(context, page)) changed = moment;
  }
  int64_t minutes = base::days_of(changed.date) * 1440 + std::max<int>(changed.minute, 0) -
                    context.site().time.utc_offset_minutes;
  int64_t days = minutes >= 0 ? minutes / 1440 : (minutes - 1439) / 1440;
  return moment(base::date_of_days(days), static_cast<int>(minutes - days * 1440)) + "Z";
}

std::string uid(const Context& context, std::string_view id) {
  return (base::url_path(id) + "@").append(model::host_name(context.site().config));
}

/// How often the time or place of an event, or the day of a deadline, has changed since it was first
/// published.
int sequence(const Context& context, std::string_view id) {
  const model::Remembered* before = context.site().history.find(id);
  return before == nullptr ? 0 : before->sequence;
}

/// When one entry of the calendar takes place: an event, or one of its sessions.
struct Times {
  base::Date date, end_date;
  bool fuzzy;
  base::Date sure_until;
  int start_minute, end_minute;
  bool all_day;
  std::string_view date_text, time_text;

  /// Whether whole days are all that can be said.
  bool has_days_alone() const { return all_day || start_minute < 0 || fuzzy; }
  std::string words() const {
    return std::string(date_text).append(time_text.empty() ? "" : " ").append(time_text);
  }
};

Times times_of(const EventView& event, const campaign::SessionView* session) {
  if (session == nullptr)
    return {event.date,       event.end_date, event.fuzzy,     event.sure_until, event.start_minute,
            event.end_minute, event.all_day,  event.date_text, event.time_text};
  return {session->date,
          session->end_date,
          session->fuzzy,
          session->sure_until,
          session->start_minute,
          session->end_minute,
          session->start_minute < 0,
          session->date_text,
          session->time_text};
}

void append_times(const Context& context, const Times& times, std::string& out) {
  const std::string& zone = context.site().config.timezone;
  if (times.has_days_alone()) {
    line(out, "DTSTART;VALUE=DATE:" + day(times.date));
    line(out, "DTEND;VALUE=DATE:" + day(base::add_days(times.end_date, 1)));  // exclusive
    return;
  }
  line(out, fmt::format("DTSTART;TZID={}:{}", zone, moment(times.date, times.start_minute)));
  if (times.end_minute >= 0) {
    const bool over_midnight =
        times.end_minute >= 1440 || (times.date == times.end_date && times.end_minute < times.start_minute);
    const base::Date end_date = over_midnight ? base::add_days(times.end_date, 1) : times.end_date;
    line(out, fmt::format("DTEND;TZID={}:{}", zone, moment(end_date, times.end_minute)));
  } else if (times.end_date != times.date) {  // to the end of the last day
    line(out, fmt::format("DTEND;TZID={}:{}", zone, moment(base::add_days(times.end_date, 1), 0)));
  }  // Nobody knows when it ends: RFC 5545 §3.6.1 lets DTEND be left out.
}

/// A word for an event that is not as it was announced. Calendars show titles; of what STATUS says some show
/// nothing, and for most of it STATUS has no value.
std::string_view standing(const EventView& event) {
  if (event.status == "postponed") return "延期";
  if (event.status == "moved-online") return "改为线上";
  return event.status == "cancelled" ? "取消" : "";
}

/// RFC 5545 §3.8.1.11. What was put off, or has no day yet, is not certain to be on the days of its entry.
std::string_view status(const EventView& event, const Times& times) {
  if (event.status == "cancelled") return "CANCELLED";
  return event.status == "postponed" || !campaign::is_day_known(times) ? "TENTATIVE" : "CONFIRMED";
}

/// One line of "标签：内容" a fact, for calendars that show nothing else of an event.
class Details {
 public:
  void add(std::string_view text) {
    if (!text.empty()) text_ += (text_.empty() ? "" : "\n") + std::string(text);
  }
  void add(std::string_view label, std::string_view text) {
    if (!text.empty()) add(label.empty() ? std::string(text) : fmt::format("{}：{}", label, text));
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string_view text_at(value::Value map, std::string_view key) { return map.get(key).text_or_empty(); }

std::span<const value::Value> items_of(value::Value list) {
  return list.is(value::Type::List) ? list.items() : std::span<const value::Value>();
}

/// What the event's own page says: programme, registration, how many.
void add_page_details(const Context& context, const EventView& event, value::Value page, Details& details) {
  const auto attribute = [&](std::string_view name) {
    return page.as_object()->attribute(name, *context.arena);
  };
  if (event.capacity > 0) details.add("规模", fmt::format("约{}人", event.capacity));
  const value::Value registration = attribute("registration");
  if (registration.is(value::Type::Map)) {
    const value::Value required = registration.get("required");
    const bool asked = required.is(value::Type::Bool) && required.as_bool();
    const value::Value deadline = registration.get("deadline");
    const bool words = deadline.is(value::Type::Map);
    std::string until(words ? text_at(deadline, "text") : deadline.text_or_empty());
    until = base::replace_all(until, "T", " ");
    std::string text = asked ? "需要报名" : "不用报名";
    if (asked && !until.empty())
      text += words ? fmt::format("，截止：{}", until) : fmt::format("，{} 前", until);
    if (asked)
      details.add("报名", fmt::format("{}{}{}", text, text_at(registration, "url").empty() ? "" : " ",
                                      text_at(registration, "url")));
    else
      details.add("报名", text);
  }
  for (const value::Value& row : items_of(attribute("programme")))
    details.add(fmt::format("{}{}{}", text_at(row, "time"), text_at(row, "time").empty() ? "" : " ",
                            text_at(row, "title")));
  for (const value::Value& part : items_of(attribute("online"))) {
    const std::string_view platform = text_at(part, "platform"), url = text_at(part, "url");
    details.add(text_at(part, "kind"),
                fmt::format("{}{}{}", platform, platform.empty() || url.empty() ? "" : " ", url));
  }
  const value::Value weather = attribute("weather_plan");
  details.add("天气", weather.text_or_empty());
}

/// What can be done at a conference (RFC 7986 §6.4), by words of its kind; the first row that has one counts.
struct Feature {
  std::string_view words, feature;
};
constexpr Feature kFeatures[] = {
    {"电话|热线", "PHONE"},
    {"图文|公众号|微博|话题|专栏|专题", "FEED"},
    {"直播|会议|视频|连线|课堂|课程|公开课|微课|讲座|培训", "AUDIO,VIDEO"},
    {"广播|音频", "AUDIO"},
    {"问答|答疑|聊天|留言|在线咨询", "CHAT"},
};

/// The features that `text` names; empty when it names none, and for what has no value: an exhibition, a
/// game.
std::string_view feature_of(std::string_view text) {
  for (const Feature& row : kFeatures) {
    for (const std::string_view word : base::split(row.words, '|')) {
      if (text.find(word) != std::string_view::npos) return row.feature;
    }
  }
  return {};
}

/// The first telephone number in `text`, its digits alone; empty when there is none.
std::string telephone_in(std::string_view text) {
  constexpr size_t kDigitsMin = 5;  // 12350; a year or a room has fewer
  constexpr int kNumbersMax = 16;
  auto found = markdown::stated_telephone(text);
  for (int i = 0; found && i < kNumbersMax; ++i) {
    if (found->digits.size() >= kDigitsMin) return std::move(found->digits);
    found = markdown::stated_telephone(text, found->begin + found->size);
  }
  return {};
}

/// A parameter's value in quotation marks, which cannot hold one, nor control characters (RFC 5545 §3.2).
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) continue;
    out += c == '"' ? '\'' : c;
  }
  return out + '"';
}

/// RFC 7986 §5.11: where an online part is held.
void append_conference(value::Value part, std::string& out) {
  const std::string_view kind = text_at(part, "kind"), platform = text_at(part, "platform");
  std::string_view feature = feature_of(kind);
  if (feature.empty()) feature = feature_of(platform);
  std::string address(text_at(part, "url"));
  if (address.starts_with("tel:")) feature = "PHONE";
  if (feature == "PHONE" && !address.starts_with("tel:")) {
    std::string number = telephone_in(platform);
    if (number.empty()) number = telephone_in(text_at(part, "text"));
    if (number.empty()) {
      feature = {};
    } else {
      address = "tel:" + number;
    }
  }
  if (!address.starts_with("http") && !address.starts_with("tel:")) return;
  std::string text = "CONFERENCE;VALUE=URI";
  if (!feature.empty()) text.append(";FEATURE=").append(feature);
  const std::string_view label = kind.empty() ? platform : kind;
  if (!label.empty()) text.append(";LABEL=").append(quoted(label));
  line(out, text + ":" + address);
}

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : std::string(separator)) + text;
  return all;
}

void append_entry(const Context& context, const EventView& event, const campaign::SessionView* session,
                  std::string& out);

/// An event, once a session. Each has a UID of its own, which stays when others are added or moved.
void append_event(const Context& context, const EventView& event, std::string& out) {
  if (event.sessions.empty()) return append_entry(context, event, nullptr, out);
  for (const campaign::SessionView& session : event.sessions) append_entry(context, event, &session, out);
}

/// What became of an event that is not as it was announced, and the words of a vague time.
void add_standing(const EventView& event, const Times& times, Details& details) {
  if (event.status == "postponed") {
    details.add(standing(event), "公布过的时间是" + times.words());
  } else if (!event.former_venue.empty()) {
    details.add(standing(event), "原定地点是" + event.former_venue);
  } else if (!standing(event).empty()) {
    details.add(fmt::format("活动{}", standing(event)));
  }
  if (times.fuzzy && event.status != "postponed") details.add("时间", times.words());
}

void append_entry(const Context& context, const EventView& event, const campaign::SessionView* session,
                  std::string& out) {
  const model::Site& site = context.site();
  const std::string id = session == nullptr ? event.id : event.id + "#" + session->key;
  bool own = event.page != kNone && !site.pages[event.page].output.empty();
  model::PageId page = own ? event.page : event.schedule;
  line(out, "BEGIN:VEVENT");
  line(out, "UID:" + uid(context, id));
  line(out, "DTSTAMP:" + stamp(context, page));
  line(out, fmt::format("SEQUENCE:{}", sequence(context, id)));
  const Times times = times_of(event, session);
  append_times(context, times, out);
  const std::string mark = standing(event).empty() ? "" : fmt::format("【{}】", standing(event));
  line(out, "SUMMARY:" + escaped_text(mark + event.title));
  std::string place = session == nullptr || session->venue.empty() ? event.venue : session->venue;
  if (!event.address.empty()) place += (place.empty() ? "" : "，") + event.address;
  if (!place.empty()) line(out, "LOCATION:" + escaped_text(place));
  Details details;
  add_standing(event, times, details);
  details.add(event.note);
  if (session != nullptr && session->note != event.note) details.add(session->note);
  for (const std::string& text : session == nullptr || session->extra.empty() ? event.extra : session->extra)
    details.add(text);
  details.add("主办", event.organiser);
  details.add("协办", joined(event.co_organisers, "、"));
  details.add("对象", joined(event.audience, "、"));
  const value::Value own_page = own ? page_value(context, event.page) : value::Value();
  if (own) add_page_details(context, event, own_page, details);
  if (!details.text().empty()) line(out, "DESCRIPTION:" + escaped_text(details.text()));
  if (!event.audience.empty()) {
    std::string categories;
    for (const std::string& audience : event.audience)
      categories += (categories.empty() ? "" : ",") + escaped_text(audience);
    line(out, "CATEGORIES:" + categories);
  }
  for (const value::Value& part : own ? items_of(own_page.as_object()->attribute("online", *context.arena))
                                      : std::span<const value::Value>())
    append_conference(part, out);
  std::string url = page == kNone ? "" : model::absolute_url(site.config, site.pages[page].output);
  if (!url.empty())
    line(out, "URL:" + url + (own || event.anchor.empty() ? "" : "#" + base::url_path(event.anchor)));
  line(out, fmt::format("STATUS:{}", status(event, times)));
  // A whole day of a campaign does not make anybody busy, nor does what was put off.
  if (times.has_days_alone() || event.status == "postponed") line(out, "TRANSP:TRANSPARENT");
  line(out, "END:VEVENT");
}

/// What the day of the entry, the last one, does not say: the document's words, the time of day.
std::string due_words(const DeadlineView& deadline) {
  const std::string clock = deadline.minute < 0 ? "" : base::clock(deadline.minute);
  if (deadline.due_text.empty()) return clock.empty() ? "" : clock + "前";
  const bool told = clock.empty() || deadline.due_text.find(clock) != std::string::npos;
  return told ? deadline.due_text : deadline.due_text + " " + clock;
}

void append_deadline(const Context& context, const DeadlineView& deadline, std::string_view id,
                     std::string& out) {
  const model::Site& site = context.site();
  std::string what;
  for (const std::string& part : deadline.what) what += (what.empty() ? "" : "、") + part;
  line(out, "BEGIN:VEVENT");
  line(out, "UID:" + uid(context, id));
  line(out, "DTSTAMP:" + stamp(context, deadline.page));
  line(out, fmt::format("SEQUENCE:{}", sequence(context, id)));
  line(out, "DTSTART;VALUE=DATE:" + day(deadline.due));
  line(out, "DTEND;VALUE=DATE:" + day(base::add_days(deadline.due, 1)));
  if (what.empty() && deadline.page != kNone) what = context.metadata_of(deadline.page).title;
  line(out, "SUMMARY:" + escaped_text("截止：" + what));
  Details details;
  details.add("期限", due_words(deadline));
  std::string people = deadline.who;
  if (!deadline.to.empty()) people += (people.empty() ? "报送：" : "，报送：") + deadline.to;
  if (!deadline.via.empty()) people += "（" + deadline.via + "）";
  details.add(people);
  if (!details.text().empty()) line(out, "DESCRIPTION:" + escaped_text(details.text()));
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
    const std::vector<std::string> ids = campaign::deadline_ids(context.site(), view->deadlines);
    for (size_t i = 0; i < ids.size(); i++) append_deadline(context, view->deadlines[i], ids[i], out);
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
