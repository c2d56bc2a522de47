#include "render/data_files.h"

#include <fmt/format.h>

#include <span>

#include "base/utf8.h"
#include "render/archives.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"
#include "value/json.h"

namespace herald::render {
namespace {

using model::DataList;
using model::kNone;
using value::Type;
using value::Value;

/// A column of a list: its name in the file, and where that is another, of the attribute that it shows.
struct Column {
  std::string_view name, attribute;
  constexpr Column(const char* n) : name(n), attribute(n) {}
  constexpr Column(const char* n, const char* a) : name(n), attribute(a) {}
};

constexpr Column kEventColumns[] = {
    "id",        "title",         "url",       "date",    "end_date", "date_text", "fuzzy",   "start",
    "end",       "all_day",       "time_text", "mode",    "status",   "venue",     "address", "former_venue",
    "organiser", "co_organisers", "audience",  "key_day", "note",     "capacity",  "extra"};
/// Of a session, and of an event's own page.
constexpr Column kSessionColumns[] = {"date", "end_date",  "date_text", "fuzzy", "start",
                                      "end",  "time_text", "venue",     "note",  "extra"};
constexpr Column kEventPageColumns[] = {"registration", "programme",  "booths", "online",
                                        "weather_plan", "main_venue", "result"};
constexpr Column kSloganColumns[] = {"number", "text", "group", "characters", "url", "kind"};
constexpr Column kContactColumns[] = {"name",      "number",  "tel",  "email",   "role",
                                      "purpose",   "hours",   "area", "kind",    "url",
                                      "anonymous", "channel", "link", "address", "extra"};
constexpr Column kDeadlineColumns[] = {
    "due", "due_text", "fuzzy", {"time", "minute_text"}, "who", "what", "to", "via", "spec", "title", "url"};
/// Of a page; `id` is the page's own.
constexpr Column kMaterialColumns[] = {"id",        "title",     "url",     "material_type", "summary",
                                       "published", "issued_by", "licence", "credit",        "series",
                                       "audience",  "topics",    "weeks"};
/// Of a material's main file.
constexpr Column kFileColumns[] = {
    {"file", "url"}, "format", {"media_type", "media_type"}, "bytes", "sha256", "width", "height", "pages"};
constexpr Column kFormColumns[] = {"id", "title", "url",           "purpose",  "version",  "due",
                                   "to", "via",   "seal_required", "audience", "published"};

/// `value` as data: what is absent in any way is null, and a date written as 12月底 is its latest day.
Value plain(Value value) {
  if (value.is_nothing() || (value.is_text() && value.as_text().empty())) return Value::null();
  if (value.is(Type::Html)) return Value::string(value.as_text());
  if (value.is(Type::Map) && !value.get("latest").is_undefined()) return value.get("latest");
  return value;
}

void set_columns(value::MapBuilder& row, Value of, std::span<const Column> columns, value::Arena& arena) {
  const value::Object* object = of.is(Type::Object) ? of.as_object() : nullptr;
  for (const Column& column : columns) {
    row.set(column.name,
            object == nullptr ? Value::null() : plain(object->attribute(column.attribute, arena)));
  }
}

void set_page(const Context& context, value::MapBuilder& row, model::PageId id,
              std::span<const Column> columns) {
  set_columns(row, page_value(context, id), columns, *context.arena);
  row.set("id", text_value(context.site().pages[id].id));
}

/// A picture has a width, a PDF has pages: 0 is no answer.
void drop_zeroes(value::MapBuilder& row, Value file, value::Arena& arena) {
  for (const std::string_view key : {"width", "height", "pages"}) {
    const Value number = file.is(Type::Object) ? file.as_object()->attribute(key, arena) : Value();
    row.set(key, number.is(Type::Int) && number.as_int() != 0 ? number : Value::null());
  }
}

/// Where a material can be had: the shares of its page and, of its table or list, what lies elsewhere.
Value sources_of(Value page, value::Arena& arena) {
  value::ListBuilder all;
  for (const Value& source : page.as_object()->attribute("sources", arena).items()) all.add(source);
  for (const Value& item : page.as_object()->attribute("items", arena).items()) {
    const bool elsewhere = item.get("file").is_undefined() && !item.get("url").text_or_empty().empty();
    if (!elsewhere) continue;
    value::MapBuilder source;
    for (const std::string_view key : {"title", "url", "access_code", "expires"})
      source.set(key, item.get(key).is_undefined() ? empty_text() : item.get(key));
    all.add(source.set("kind", empty_text()).set("platform", empty_text()).build(arena));
  }
  return all.build(arena);
}

Value material_row(const Context& context, model::PageId id) {
  value::Arena& arena = *context.arena;
  value::MapBuilder row;
  set_page(context, row, id, kMaterialColumns);
  const Value file = main_file(context, id);
  set_columns(row, file, kFileColumns, arena);
  drop_zeroes(row, file, arena);
  value::ListBuilder files;
  context.read(graph::Aspect::Members, list_subject(ListName::PageFiles, id));
  for (const model::FileId own : context.shared->files_of_page[id]) {
    context.read(graph::Aspect::File, own);
    files.add(url_value(context, context.site().files[own].output));
  }
  row.set("files", files.build(arena));
  row.set("sources", sources_of(page_value(context, id), arena));
  return row.build(arena);
}

Value page_row(const Context& context, model::PageId id, std::span<const Column> columns) {
  value::MapBuilder row;
  set_page(context, row, id, columns);
  return row.build(*context.arena);
}

Value event_row(const Context& context, const campaign::EventView& event) {
  value::Arena& arena = *context.arena;
  value::MapBuilder row;
  const Value of = event_value(context, event);
  set_columns(row, of, kEventColumns, arena);
  value::ListBuilder sessions;
  for (uint32_t i = 0; i < event.sessions.size(); i++) {
    value::MapBuilder session;
    set_columns(session, event_value(context, event, i), kSessionColumns, arena);
    sessions.add(session.build(arena));
  }
  row.set("sessions", sessions.build(arena));
  const bool own = event.page != kNone && !context.site().pages[event.page].output.empty();
  set_columns(row, own ? page_value(context, event.page) : Value(), kEventPageColumns, arena);
  return row.build(arena);
}

template <class View>
void add_rows(const Context& context, const std::vector<View>& views,
              Value (*make)(const Context&, const View&), std::span<const Column> columns,
              value::ListBuilder& rows) {
  for (const View& view : views) {
    value::MapBuilder row;
    set_columns(row, make(context, view), columns, *context.arena);
    rows.add(row.build(*context.arena));
  }
}

ListName list_name(DataList list) {
  switch (list) {
    case DataList::Events:
      return ListName::Events;
    case DataList::Slogans:
      return ListName::Slogans;
    case DataList::Materials:
      return ListName::Materials;
    case DataList::Contacts:
      return ListName::Contacts;
    case DataList::Deadlines:
      return ListName::Deadlines;
    case DataList::Forms:
      return ListName::Forms;
  }
  return ListName::Pages;
}

/// The text of a value in one cell: lists joined by "；", the parts of a map by a blank.
void append_text(std::string& out, Value value) {
  if (value.is_text()) {
    out += value.as_text();
  } else if (value.is(Type::Int)) {
    out += std::to_string(value.as_int());
  } else if (value.is(Type::Float)) {
    out += fmt::format("{}", value.as_double());
  } else if (value.is(Type::Bool)) {
    out += value.as_bool() ? "true" : "false";
  } else if (value.is(Type::List)) {
    bool first = true;
    for (const Value& item : value.items()) {
      if (!first) out += "；";
      first = false;
      append_text(out, item);
    }
  } else if (value.is(Type::Map)) {
    bool first = true;
    for (const value::Entry& entry : value.entries()) {
      std::string part;
      append_text(part, entry.value);
      if (part.empty()) continue;
      if (!first) out += ' ';
      first = false;
      out += part;
    }
  }
}

}  // namespace

Value data_rows(const Context& context, model::EditionId edition, DataList list) {
  context.read(graph::Aspect::Members, list_subject(list_name(list), edition));
  const campaign::EditionView* view = context.edition_view(edition);
  if (view == nullptr) return no_items();
  Context away = context;  // These files are read far from where they lie.
  away.absolute = true;
  value::ListBuilder rows;
  switch (list) {
    case DataList::Events:
      for (const campaign::EventView& event : view->events) rows.add(event_row(away, event));
      break;
    case DataList::Slogans:
      add_rows(away, view->slogans, &slogan_value, kSloganColumns, rows);
      break;
    case DataList::Materials:
      for (const model::PageId id : view->materials) rows.add(material_row(away, id));
      break;
    case DataList::Contacts:
      add_rows(away, view->contacts, &contact_value, kContactColumns, rows);
      break;
    case DataList::Deadlines:
      add_rows(away, view->deadlines, &deadline_value, kDeadlineColumns, rows);
      break;
    case DataList::Forms:
      for (const model::PageId id : view->forms) rows.add(page_row(away, id, kFormColumns));
      break;
  }
  return rows.build(*context.arena);
}

Value data_links(const Context& context, model::EditionId edition, DataList list) {
  const campaign::EditionView* view = context.edition_view(edition);
  if (view == nullptr) return Value::null();
  context.read(graph::Aspect::Members, list_subject(list_name(list), edition));
  if (!campaign::held_lists(*view)[static_cast<size_t>(list)]) return Value::null();
  const std::string path = model::data_path(context.site().editions[edition], list);
  value::MapBuilder links;
  links.set("name", text_value(model::name_of(list)));
  links.set("json_url", url_value(context, path + ".json"));
  links.set("csv_url", url_value(context, path + ".csv"));
  return links.build(*context.arena);
}

std::optional<DataList> data_list_of(model::Kind kind) {
  switch (kind) {
    case model::Kind::Event:
    case model::Kind::Schedule:
      return DataList::Events;
    case model::Kind::Slogans:
      return DataList::Slogans;
    case model::Kind::Material:
      return DataList::Materials;
    case model::Kind::Contact:
      return DataList::Contacts;
    case model::Kind::Form:
      return DataList::Forms;
    default:
      return std::nullopt;
  }
}

void append_data_json(const Context& context, model::EditionId edition, DataList list, std::string& out) {
  value::MapBuilder file;
  file.set("version", Value::integer(1)).set("items", data_rows(context, edition, list));
  if (list == DataList::Materials) {
    Context away = context;
    away.absolute = true;
    file.set("archives", archive_list(away, edition));
  }
  value::append_json(out, file.build(*context.arena), value::JsonStyle::Pretty, *context.arena);
  out += '\n';
}

void append_csv_cell(std::string& out, std::string_view text) {
  constexpr std::string_view kFormula = "=+-@\t\r\n";
  std::string cell;
  if (!text.empty() && kFormula.find(text.front()) != std::string_view::npos) cell += '\'';
  cell += text;
  if (cell.find_first_of(",\"\r\n") == std::string::npos && base::trim(cell).size() == cell.size()) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_data_csv(const Context& context, model::EditionId edition, DataList list, std::string& out) {
  const Value rows = data_rows(context, edition, list);
  out += "\xEF\xBB\xBF";
  bool first = true;
  for (const Value& row : rows.items()) {
    const auto entries = row.entries();
    for (size_t i = 0; first && i < entries.size(); i++) out.append(i == 0 ? "" : ",").append(entries[i].key);
    if (first) out += "\r\n";
    first = false;
    for (size_t i = 0; i < entries.size(); i++) {
      if (i != 0) out += ',';
      std::string text;
      append_text(text, entries[i].value);
      // A number is none of an editor's words: -5 is no formula.
      if (entries[i].value.is_number()) {
        out += text;
      } else {
        append_csv_cell(out, text);
      }
    }
    out += "\r\n";
  }
}

}  // namespace herald::render
