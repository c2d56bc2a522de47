#include "campaign/head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "base/suggest.h"
#include "base/utf8.h"
#include "campaign/kinds.h"
#include "campaign/schedule_rows.h"
#include "model/urls.h"
#include "text/text.h"

namespace herald::campaign {
namespace {

using model::FieldDefinition;
using model::FieldType;
using model::Kind;
using model::ParsedPage;
using value::Entry;
using value::Type;
using value::Value;

/// Objects that may be written as one text, and the part that the text is: `venue: 市民广场`.
struct Shorthand {
  std::string_view key, part;
};
constexpr std::array<Shorthand, 9> kShorthands = {{
    {"venue", "name"},
    {"cover", "src"},
    {"registration", "required"},
    {"attachments", "file"},
    {"files", "src"},
    {"basis", "title"},
    {"references", "title"},
    {"sources", "url"},
    {"deadlines", "due"},
}};

constexpr std::string_view kIndex = "_index.md";

bool is_index(std::string_view path) { return model::is_file_named(path, kIndex); }

base::Span span_of_key(const Entry& entry, const base::Source& source) {
  if (entry.key_position == 0 || entry.key_position > source.text.size()) return {};
  const uint32_t begin = entry.key_position - 1;
  const auto size = static_cast<uint32_t>(std::min(entry.key.size(), source.text.size() - begin));
  return {begin, begin + size};
}

base::Span span_of_value(Value value, const base::Source& source) {
  if (!value.has_position() || value.position() >= source.text.size()) return {};
  const uint32_t begin = value.position();
  const auto size = static_cast<uint32_t>(std::min(value.text_or_empty().size(), source.text.size() - begin));
  return {begin, begin + std::max<uint32_t>(size, 1)};
}

base::Span first_line(const base::Source& source) {
  return {0, static_cast<uint32_t>(std::min(source.text.find('\n'), source.text.size()))};
}

/// `text` in a map of one key, both at the text's position.
Value wrapped(std::string_view key, Value text, value::Arena& arena) {
  const Value map = value::MapBuilder().set(key, text).build(arena);
  return text.has_position() ? map.at_position(text.position()) : map;
}

/// Behind the first day of a period, the day that it ends with.
std::string_view behind_joint(std::string_view rest) {
  rest = base::trim(rest);
  bool joined = false;
  for (const std::string_view joint : {"起", "至", "到", "——", "—", "–", "～", "~", "-"}) {
    if (!rest.starts_with(joint)) continue;
    rest = base::trim(rest.substr(joint.size()));
    joined = true;
  }
  return joined ? rest : std::string_view();
}

/// "6月1日至12月底" as {start, end} in the words of the text, where an end is fuzzy; else Undefined.
Value fuzzy_period_of(Value text, int year, value::Arena& arena) {
  const std::string_view written = base::trim(text.as_text());
  const auto first = text::read_date(written, year);
  if (!first || !first->earliest) return {};
  const std::string_view behind = behind_joint(written.substr(first->size));
  const auto last = text::read_date(behind, first->latest.year);
  if (!last || !last->earliest || last->size != behind.size() || !(first->fuzzy || last->fuzzy)) return {};
  if (last->latest < first->earliest) return {};
  const Value map = value::MapBuilder()
                        .set("start", Value::string(arena.copy(written.substr(0, first->size))))
                        .set("end", Value::string(arena.copy(behind)))
                        .build(arena);
  return text.has_position() ? map.at_position(text.position()) : map;
}

/// "6月1日至30日" as {start, end}, 上半年 with its words as well; Undefined when it is no period, and where
/// its end is none.
Value period_of(Value text, int year, value::Arena& arena) {
  const Value fuzzy = fuzzy_period_of(text, year, arena);
  if (!fuzzy.is_undefined()) return fuzzy;
  const std::string_view written = base::trim(text.as_text());
  const auto period = text::read_period(written, year);
  if (!period || !period->earliest) return {};
  const bool has_end = period->earliest != period->latest;
  if (!has_end && !text::is_time_of_day(behind_joint(written.substr(period->size)))) return {};
  const auto date = [&](base::Date day) {
    const Value value = Value::string(arena.copy(base::iso(day)));
    return text.has_position() ? value.at_position(text.position()) : value;
  };
  value::MapBuilder parts;
  parts.set("start", date(period->earliest)).set("end", date(period->latest));
  if (period->fuzzy) parts.set("text", text);
  const Value map = parts.build(arena);
  return text.has_position() ? map.at_position(text.position()) : map;
}

Value widened(const FieldDefinition& field, Value raw, int year, value::Arena& arena);

/// A group whose parts are groups, those in full. As deep as the definitions are, whatever was written.
Value widened_parts(const FieldDefinition& field, Value raw, int year, value::Arena& arena) {
  const auto is_group = [](const FieldDefinition& part) { return part.type == FieldType::Object; };
  if (std::none_of(field.fields.begin(), field.fields.end(), is_group)) return raw;
  Value made;
  if (raw.is(Type::List)) {
    value::ListBuilder list;
    for (const Value& item : raw.items())
      list.add(item.is(Type::Map) ? widened_parts(field, item, year, arena) : item);
    made = list.build(arena);
  } else if (raw.is(Type::Map)) {
    value::MapBuilder map;
    for (const Entry& entry : raw.entries()) {
      const FieldDefinition* part = model::find_field(field.fields, entry.key);
      map.set(entry.key, part == nullptr ? entry.value : widened(*part, entry.value, year, arena),
              entry.key_position);
    }
    made = map.build(arena);
  } else {
    return raw;
  }
  return raw.has_position() ? made.at_position(raw.position()) : made;
}

/// A value as its field's definition wants it, where a shorter way of writing says the same.
Value widened(const FieldDefinition& field, Value raw, int year, value::Arena& arena) {
  if (field.type != FieldType::Object) return raw;
  raw = widened_parts(field, raw, year, arena);
  if (field.key == "period" && raw.is(Type::String)) {
    const Value period = period_of(raw, year, arena);
    return period.is_undefined() ? raw : period;
  }
  const auto shorthand = std::find_if(kShorthands.begin(), kShorthands.end(),
                                      [&](const Shorthand& s) { return s.key == field.key; });
  if (shorthand == kShorthands.end()) return raw;
  if (raw.is(Type::String)) return wrapped(shorthand->part, raw, arena);
  const bool has_texts = raw.is(Type::List) && std::any_of(raw.items().begin(), raw.items().end(),
                                                           [](Value v) { return v.is(Type::String); });
  if (!has_texts) return raw;
  value::ListBuilder list;
  for (const Value& item : raw.items())
    list.add(item.is(Type::String) ? wrapped(shorthand->part, item, arena) : item);
  const Value made = list.build(arena);
  return raw.has_position() ? made.at_position(raw.position()) : made;
}

/// The fields of `definitions` that have a shorter way of writing, under all their names. Few, so that the
/// many other keys of a head cost nothing.
using ShortNames = std::vector<std::pair<std::string_view, const FieldDefinition*>>;

ShortNames short_names(std::span<const FieldDefinition> definitions) {
  ShortNames names;
  for (const FieldDefinition& field : definitions) {
    if (field.type != FieldType::Object) continue;
    names.emplace_back(field.key, &field);
    for (const std::string_view label : base::split(field.label, '|')) names.emplace_back(label, &field);
  }
  return names;
}

/// Those of the built-in fields: a field of the site's own has no shorter way.
const ShortNames& short_names_of(Kind kind, bool campaign) {
  static const auto tables = [] {
    std::array<ShortNames, model::kKindCount + 1> made;
    for (size_t i = 0; i < model::kKindCount; i++) made[i] = short_names(all_fields(static_cast<Kind>(i)));
    made[model::kKindCount] = short_names(all_campaign_fields());
    return made;
  }();
  return tables[campaign ? model::kKindCount : static_cast<size_t>(kind)];
}

/// Decides what kind a page is, and which entries of its head are left to read.
class HeadReader {
 public:
  HeadReader(const value::FrontMatter& front, const ParseContext& context, ParsedPage& page)
      : front_(front),
        context_(context),
        definitions_(context.definitions == nullptr ? built_in() : *context.definitions),
        page_(page),
        year_(model::year_of_path(page.path)) {}

  void read() {
    set_kind(model::kind_of_path(page_.path, definitions_.table()));
    if (front_.fields.is(Type::Map)) find_kind_stated();
    if (is_index(page_.path)) set_kind({});  // it describes a section, whatever lies in it
    const bool campaign = is_edition_index(page_.path);
    const model::KindRef kind{page_.kind, page_.own_kind};
    const auto definitions = campaign ? all_campaign_fields() : definitions_.fields(kind);
    const Value raw = kept_entries(campaign);
    model::FieldContext fields;
    fields.source = &source();
    fields.whole = first_line(source());
    fields.year = year_;
    fields.ask_for_missing =
        context_.ask_for_missing && (!is_index(page_.path) || page_.path.size() != kIndex.size());
    fields.kind = campaign ? "campaign" : model::name_of(definitions_.table(), kind);
    fields.references = &page_.references;
    if (page_.kind == Kind::Event && states(raw, "key_day")) fields.supplied = "start";
    page_.fields = model::read_fields(definitions, raw, fields, page_.arena, page_.diagnostics);
    add_defaults(campaign);
    read_moments();
    if (page_.kind == Kind::Event) check_event();
    check_order(page_.fields.get("period"));
    if (campaign) check_campaign();
    if (page_.kind == Kind::Material && fields.ask_for_missing) check_material(fields.whole);
  }

 private:
  const base::Source& source() const { return page_.source_head; }

  void set_kind(model::KindRef kind) {
    page_.kind = kind.kind;
    page_.own_kind = kind.own;
  }

  static bool names_kind(std::string_view key) {
    static const FieldDefinition* const kField = model::find_field(common_fields(), "kind");
    if (key == kField->key) return true;
    if (static_cast<unsigned char>(key.empty() ? 0 : key[0]) < 0x80) return false;  // all labels are Chinese
    const auto labels = base::split(kField->label, '|');
    return std::find(labels.begin(), labels.end(), key) != labels.end();
  }

  void find_kind_stated() {
    for (const Entry& entry : front_.fields.entries()) {
      if (!names_kind(entry.key) || entry.value.is_nothing()) continue;
      const std::string_view name = base::trim(entry.value.text_or_empty());
      model::KindRef kind;
      if (definitions_.find(name, kind)) {
        page_.kind_stated = true;
        set_kind(kind);
      } else if (is_material_type(name)) {
        set_kind({Kind::Material, model::kNotOwn});
        material_type_ = entry.value;
        page_.diagnostics.add(base::Code::KindMaterialType, source(), span_of_value(entry.value, source()),
                              {std::string(name)});
      } else {
        add_unknown_kind(entry.value, name);
      }
    }
  }

  static bool is_material_type(std::string_view name) {
    const FieldDefinition* field = model::find_field(definition_of(Kind::Material).fields, "material_type");
    for (const std::string_view choice : field->choices) {
      for (const std::string_view part : base::split(choice, '|')) {
        if (part == name) return true;
      }
    }
    return false;
  }

  void add_unknown_kind(Value value, std::string_view name) {
    const base::Span span = value.has_position() ? span_of_value(value, source()) : first_line(source());
    base::Diagnostic unknown = definitions_.unknown_kind(name);
    page_.diagnostics.add(unknown.code, source(), span, unknown.arguments).notes = std::move(unknown.notes);
  }

  /// The entry as the definitions are to read it; Undefined when they are not.
  Value kept_value(const Entry& entry, const ShortNames& names) {
    if (entry.key == "type") {
      page_.diagnostics.add(base::Code::TypeIsKind, source(), span_of_key(entry, source()));
      return {};
    }
    if (names_kind(entry.key)) {
      // A name that only this site knows is none of the definition's choices.
      const bool known = find_kind(base::trim(entry.value.text_or_empty())) != nullptr;
      if (!page_.kind_stated || !known) return {};
    }
    if (!entry.value.is(Type::String) && !entry.value.is(Type::List) && !entry.value.is(Type::Map))
      return entry.value;
    const auto name =
        std::find_if(names.begin(), names.end(), [&](const auto& n) { return n.first == entry.key; });
    if (name == names.end()) return entry.value;
    if (name->second->key == "sessions" && page_.kind == Kind::Event) return sessions_of(entry.value);
    const Value wide = widened(*name->second, entry.value, year_, page_.arena);
    return name->second->key == "period" && wide.is(Type::String) ? unread_period(entry) : wide;
  }

  /// A period whose end is of no use: told as a date that cannot be read, or by its order where the end is
  /// before the beginning. What begins with no date at all is left to be told as what it is not.
  Value unread_period(const Entry& entry) {
    const std::string_view text = base::trim(entry.value.as_text());
    const auto first = text::read_date(text, year_);
    if (!first || !first->earliest) return entry.value;
    const auto last = text::read_date(behind_joint(text.substr(first->size)), first->earliest.year);
    const bool is_backwards = last && last->latest && last->latest < first->earliest;
    if (!is_backwards)
      page_.diagnostics.add(base::Code::WrongDate, source(), span_of_value(entry.value, source()),
                            {std::string(entry.key), std::string(text), "6月1日至30日"});
    const auto date = [&](base::Date day) {
      const Value made = Value::string(page_.arena.copy(base::iso(day)));
      return entry.value.has_position() ? made.at_position(entry.value.position()) : made;
    };
    const Value map = value::MapBuilder()
                          .set("start", date(first->earliest))
                          .set("end", date(is_backwards ? last->latest : first->earliest))
                          .build(page_.arena);
    return entry.value.has_position() ? map.at_position(entry.value.position()) : map;
  }

  /// Sessions that are written as lines, in full: "6月8日 9:30—11:00" as {start, end}.
  Value sessions_of(Value raw) {
    value::ListBuilder list;
    const auto add = [&](Value item) {
      if (item.is(Type::String)) {
        add_sessions(item, list);
      } else {
        list.add(item);
      }
    };
    if (raw.is(Type::List)) {
      for (const Value& item : raw.items()) add(item);
    } else {
      add(raw);
    }
    const Value made = list.build(page_.arena);
    return raw.has_position() ? made.at_position(raw.position()) : made;
  }

  /// `part` lies in the text of `line`, which a quoted or folded value does not show as the file has it.
  void tell_unread_session(Value line, std::string_view part) {
    base::Span span = span_of_value(line, source());
    const size_t at = source().view(span).rfind(part);
    if (at != std::string_view::npos) {
      span.begin += static_cast<uint32_t>(at);
      span.end = span.begin + static_cast<uint32_t>(part.size());
    }
    page_.diagnostics.add(base::Code::SessionUnread, source(), span, {std::string(part)});
  }

  void add_sessions(Value line, value::ListBuilder& list) {
    const std::string_view text = base::trim(line.as_text());
    const WrittenTimes written = read_written_times(text, year_);
    if (written.times.empty() && !text.empty()) tell_unread_session(line, text);
    for (const std::string_view unread : written.unread) tell_unread_session(line, unread);
    for (const WrittenTime& time : written.times) list.add(session_of(time, line));
  }

  /// One time of `line` as the group that says the same.
  Value session_of(const WrittenTime& time, Value line) {
    const auto placed = [&](Value value) {
      return line.has_position() ? value.at_position(line.position()) : value;
    };
    const auto text = [&](std::string_view words) { return placed(Value::string(page_.arena.copy(words))); };
    const auto moment = [&](base::Date day, int minute) {
      return text(base::iso(base::DateTime{day, static_cast<int16_t>(minute)}));
    };
    value::MapBuilder session;
    if (time.date.fuzzy) {
      session.set("start", text(time.words));
    } else {
      session.set("start", moment(time.date.earliest, time.times.start));
      if (time.times.end >= 0 || time.date.latest != time.date.earliest)
        session.set("end", moment(time.date.latest, time.times.end));
    }
    return placed(session.build(page_.arena));
  }

  static bool names_start(std::string_view key) {
    static const FieldDefinition* const kStart =
        model::find_field(definition_of(Kind::Event).fields, "start");
    return model::find_field({kStart, 1}, key) != nullptr;
  }
  bool is_start_of_event(const Entry& entry) const {
    return page_.kind == Kind::Event && entry.value.is(Type::String) && names_start(entry.key);
  }

  /// Whether `fields` has something under one of the names of the event's field `key`.
  static bool states(Value fields, std::string_view key) {
    const FieldDefinition* field = model::find_field(definition_of(Kind::Event).fields, key);
    const auto& entries = fields.entries();
    return std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
      return !entry.value.is_nothing() && model::find_field({field, 1}, entry.key) != nullptr;
    });
  }

  /// The beginning of an event that is written with its end, "6月16日 9:00—11:30", "6月5日至7月5日": both go
  /// to `kept`. False, and nothing kept, for all else.
  bool add_start_and_end(const Entry& entry, value::MapBuilder& kept) {
    const std::string_view written = base::trim(entry.value.text_or_empty());
    const auto date = text::read_occasion(written, year_);
    if (!date || date->fuzzy || states(front_.fields, "end")) return false;
    const std::string_view rest = base::trim(written.substr(std::min(date->size, written.size())));
    const bool one_moment = rest.empty() && date->earliest == date->latest;
    if (one_moment || !text::is_time_of_day(rest)) return false;
    const WrittenTimes all = read_written_times(written, year_);
    if (all.times.size() != 1 || !all.unread.empty() || all.times[0].times.wrong) return false;
    const TimeRange& times = all.times[0].times;
    const auto set = [&](std::string_view key, base::Date day, int minute) {
      const base::DateTime moment{day, static_cast<int16_t>(minute)};
      const Value made = Value::string(page_.arena.copy(base::iso(moment)));
      kept.set(key, entry.value.has_position() ? made.at_position(entry.value.position()) : made,
               entry.key_position);
    };
    set("start", date->earliest, times.start);
    const bool one_day = date->earliest == date->latest;
    const bool over_midnight = one_day && times.start >= 18 * 60 && times.end >= 0 && times.end <= 6 * 60;
    if (!one_day || times.end >= 0)
      set("end", over_midnight ? base::add_days(date->latest, 1) : date->latest, times.end);
    return true;
  }

  /// The first session begins the event that does not say when it does.
  void add_start(value::MapBuilder& kept) {
    bool stated = false;
    for (const Entry& entry : front_.fields.entries()) stated = stated || names_start(entry.key);
    if (stated || !sessions_.is(Type::List) || sessions_.items().empty()) return;
    const Value first = sessions_.items().front().get("start");
    if (!first.is_undefined()) kept.set("start", first);
  }

  /// The entries that the definitions are to read: without `type`, without a `kind` that was dealt with,
  /// objects in full.
  Value kept_entries(bool campaign) {
    if (!front_.fields.is(Type::Map)) return Value::map({});
    const ShortNames& names = short_names_of(page_.kind, campaign);
    value::MapBuilder kept;
    for (const Entry& entry : front_.fields.entries()) {
      const Value value = kept_value(entry, names);
      if (is_start_of_event(entry) && add_start_and_end(entry, kept)) continue;
      if (!value.is_undefined()) kept.set(entry.key, value, entry.key_position);
      const bool sessions = page_.kind == Kind::Event &&
                            (entry.key == "sessions" || entry.key == "场次" || entry.key == "各场时间");
      if (sessions) sessions_ = value;
    }
    if (page_.kind == Kind::Event) add_start(kept);
    if (!material_type_.is_undefined()) kept.set("material_type", material_type_);
    return kept.build(page_.arena);
  }

  void add_defaults(bool campaign) {
    const bool wants_source = page_.fields.get("source").is_undefined() && !context_.default_source.empty();
    const bool wants_year = campaign && year_ != 0 && page_.fields.get("year").is_undefined();
    if (!wants_source && !wants_year) return;
    value::MapBuilder fields;
    for (const Entry& entry : page_.fields.entries()) fields.set(entry.key, entry.value, entry.key_position);
    if (wants_source) fields.set("source", Value::string(page_.arena.copy(context_.default_source)));
    if (wants_year) fields.set("year", Value::integer(year_));
    page_.fields = fields.build(page_.arena);
  }

  base::DateTime moment(std::string_view key) const {
    return base::parse_iso_date_time(page_.fields.get(key).text_or_empty()).value_or(base::DateTime());
  }

  void read_moments() {
    page_.published = moment("published");
    page_.updated = moment("updated");
    const std::string_view status = page_.fields.get("status").text_or_empty();
    const Value draft = page_.fields.get("draft");
    page_.draft = status == "draft" || status == "review" || (draft.is(Type::Bool) && draft.as_bool());
  }

  void check_event() {
    const base::DateTime start = moment("start"), end = moment("end");
    if (!start || !end) return;
    const bool same_day_without_time = start.date == end.date && (!start.has_time() || !end.has_time());
    if (same_day_without_time || !(end < start)) return;
    page_.diagnostics.add(
        base::Code::EventOrder, source(), span_of_value(page_.fields.get("end"), source()),
        {base::replace_all(base::iso(start), "T", " "), base::replace_all(base::iso(end), "T", " ")});
  }

  /// The weeks and the periods of the campaigns within, and key days of one name.
  void check_campaign() {
    check_key_days();
    for (const std::string_view list : {"weeks", "subcampaigns"}) {
      const Value items = page_.fields.get(list);
      if (!items.is(Type::List)) continue;
      for (const Value& item : items.items()) {
        if (item.is(Type::Map)) check_order(list == "weeks" ? item : item.get("period"));
      }
    }
  }

  /// Pages name a key day, so that two of one name cannot be told apart; the first counts.
  void check_key_days() {
    const Value days = page_.fields.get("key_days");
    if (!days.is(Type::List)) return;
    for (size_t i = 1; i < days.items().size(); i++) {
      const Value day = days.items()[i];
      const std::string_view name = day.get("name").text_or_empty(), date = day.get("date").text_or_empty();
      const auto before = days.items().first(i);
      const auto first = std::find_if(before.begin(), before.end(), [&](const Value& other) {
        return !name.empty() && other.get("name").text_or_empty() == name;
      });
      if (first == before.end() || date.empty()) continue;
      const Value known = first->get("date");
      if (known.text_or_empty().empty()) continue;
      const bool is_same = known.text_or_empty() == date;
      const std::string dates =
          (is_same ? "" : std::string(known.text_or_empty()) + "、") + std::string(date);
      base::Diagnostic& diagnostic =
          page_.diagnostics.add(base::Code::ListedTwice, source(), span_of_value(day.get("name"), source()),
                                {std::string(name), dates});
      diagnostic.notes.push_back(
          {base::Code::FirstHere, base::place_of(source(), span_of_value(known, source())), {}, {}});
    }
  }

  /// Of a map with `start` and `end`: the last day must not be before the first.
  void check_order(Value days) {
    if (!days.is(Type::Map)) return;
    const auto start = base::parse_iso_date(days.get("start").text_or_empty());
    const auto end = base::parse_iso_date(days.get("end").text_or_empty());
    if (!start || !end || *start <= *end) return;
    page_.diagnostics.add(base::Code::EventOrder, source(), span_of_value(days.get("end"), source()),
                          {base::iso(*start), base::iso(*end)});
  }

  /// What is seen or heard needs words beside it; a text or a slide show has its own.
  void check_material(base::Span head) {
    static constexpr std::string_view kSeenOrHeard[] = {"poster", "banner", "logo", "film", "audio"};
    const std::string_view type = page_.fields.get("material_type").text_or_empty();
    const bool asks =
        std::find(std::begin(kSeenOrHeard), std::end(kSeenOrHeard), type) != std::end(kSeenOrHeard);
    if (!asks || !base::trim(page_.fields.get("alt").text_or_empty()).empty()) return;
    const FieldDefinition* alt = model::find_field(definition_of(Kind::Material).fields, "alt");
    page_.diagnostics.add(
        base::Code::MissingExpectedField, source(), head,
        {"alt", std::string(alt->label.substr(0, alt->label.find('|'))), "alt: " + model::example_of(*alt)});
  }

  const value::FrontMatter& front_;
  const ParseContext& context_;
  const Definitions& definitions_;
  ParsedPage& page_;
  int year_;
  Value material_type_;
  Value sessions_;  ///< In full, as they are going to be read.
};

}  // namespace

bool is_edition_index(std::string_view content_path) {
  if (!is_index(content_path)) return false;
  if (content_path.size() == kIndex.size()) return true;
  if (content_path.size() != 14) return false;
  return std::all_of(content_path.begin(), content_path.begin() + 4,
                     [](char c) { return c >= '0' && c <= '9'; });
}

void read_head(const value::FrontMatter& front, const ParseContext& context, ParsedPage& page) {
  HeadReader(front, context, page).read();
}

}  // namespace herald::campaign
