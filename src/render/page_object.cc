// The page as templates see it: promised attributes by table, every other field of its kind by name.

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "campaign/kinds.h"
#include "model/page_packing.h"
#include "render/archives.h"
#include "render/body.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"
#include "render/workspace.h"

namespace herald::render {
namespace {

using model::kNone;
using value::Arena;
using value::Value;

struct PageObject final : TableObject<PageObject> {
  PageObject(const Context* c, model::PageId p) : context(c), id(p) {
    if (p != c->page || c->workspace == nullptr) return;
    index = &c->workspace->fields;
    fields = parsed().fields;
  }
  const Context* context;
  model::PageId id;
  FieldIndex* index = nullptr;  ///< of the page that is rendered, for its `fields`
  Value fields;
  /// Once they were asked for: themes ask for them several times.
  mutable Value toc, published, updated;

  const model::Page& page() const { return context->site().pages[id]; }
  const model::ParsedPage& parsed() const { return context->site().parsed(id); }
  /// Inlined, so that where a literal stands is found when herald is compiled.
  [[gnu::always_inline]] Value field(std::string_view key) const {
    return field_at(key, key.empty() ? 0 : slot_of_name(key));
  }
  Value field_at(std::string_view key, size_t slot) const {
    if (index == nullptr || key.empty()) return field_of(*context, id, key);
    context->read_metadata(id);
    return index->get(fields, key, slot);
  }
  Value record(std::string_view key) const {
    context->read(graph::Aspect::Body, id);
    return parsed().records.get(key);
  }

  static std::string_view name() { return "page"; }
  static AttributeView<PageObject> table();

  /// A field of the kind: none when it is defined and absent, Undefined when the kind has no such field.
  Value other(std::string_view key, Arena&) const {
    if (key.empty()) return field(key);
    const size_t slot = slot_of_name(key);
    const Value value = field_at(key, slot);
    if (!value.is_undefined()) return value;
    const bool known = context->shared->fields[static_cast<size_t>(parsed().kind)].contains(key, slot);
    return known || own_field(key) != nullptr ? Value::null() : Value();
  }
  /// Those that site.json adds to the kind: the kind's own, then those of the kind it extends.
  template <class With>
  void each_own_field(With with) const {
    const model::KindTable& kinds = context->site().config.kinds;
    if (parsed().own_kind < kinds.own.size()) {
      for (const model::FieldDefinition& field : kinds.own[parsed().own_kind].fields) with(field);
    }
    for (const model::FieldDefinition& field : kinds.further[static_cast<size_t>(parsed().kind)]) with(field);
  }
  const model::FieldDefinition* own_field(std::string_view key) const {
    const model::FieldDefinition* found = nullptr;
    each_own_field([&](const model::FieldDefinition& field) {
      if (field.key == key) found = &field;
    });
    return found;
  }
  void other_names(std::vector<std::string_view>& out) const {
    each_own_field([&](const model::FieldDefinition& field) { out.push_back(field.key); });
    for (const auto& field : campaign::definition_of(parsed().kind).fields) out.push_back(field.key);
    for (const auto& field : campaign::common_fields()) out.push_back(field.key);
  }
};

using Row = Attribute<PageObject>;

/// A promised text field: an empty text when absent.
template <size_t N>
struct Key {
  char text[N];
  constexpr Key(const char (&s)[N]) { std::copy_n(s, N, text); }
  constexpr std::string_view view() const { return {text, N - 1}; }
};
template <Key key>
Value text_field(const PageObject& o, Arena&) {
  return or_empty(o.field(key.view()));
}
template <Key key>
Value list_field(const PageObject& o, Arena& a) {
  return as_list(o.field(key.view()), a);
}
template <Key key>
Value record_list(const PageObject& o, Arena& a) {
  return as_list(o.record(key.view()), a);
}
template <Key key>
Value record_list_with_url(const PageObject& o, Arena&) {
  return each_with_url(*o.context, o.id, o.record(key.view()), "link");
}
/// What the text says, else what the head says.
template <Key key>
Value record_or_field(const PageObject& o, Arena& a) {
  const Value records = as_list(o.record(key.view()), a);
  if (!records.items().empty()) return records;
  return with_keys(*o.context, o.field(key.view()),
                   {"time", "title", "place", "by", "number", "unit", "topic"});
}
template <Key key>
Value page_field(const PageObject& o, Arena&) {
  return linked_page(*o.context, o.id, o.field(key.view()));
}

/// As a field states it, else as a section of the text does.
template <Key key>
Value field_or_record(const PageObject& o, Arena&) {
  const Value stated = o.field(key.view());
  return or_empty(stated.is_nothing() ? o.record(key.view()) : stated);
}

Value page_supersedes(const PageObject& o, Arena&) {
  o.context->read(graph::Aspect::Members, list_subject(ListName::Versions, o.id));
  return page_value(*o.context, o.page().supersedes);
}

Value page_superseded_by(const PageObject& o, Arena&) {
  o.context->read(graph::Aspect::Members, list_subject(ListName::Versions, o.id));
  return page_value(*o.context, o.page().superseded_by);
}

Value page_url(const PageObject& o, Arena&) {
  o.context->read_address(o.id);
  return url_value(*o.context, output_of_page(o.context->site(), o.id));
}

Value page_absolute_url(const PageObject& o, Arena& a) {
  o.context->read_address(o.id);
  if (o.id == o.context->page && o.context->output->kind == model::OutputKind::Page)
    return canonical_url(*o.context);
  std::string& address = *o.context->making;
  address.clear();
  model::append_absolute_url(address, o.context->site().config, output_of_page(o.context->site(), o.id));
  return made_text(a, address);
}

Value page_title(const PageObject& o, Arena&) {
  o.context->read_metadata(o.id);
  return text_value(o.parsed().title);
}

Value page_opening(const PageObject& o, Arena&) { return text_value(o.context->text_of(o.id).opening); }

Value page_closing(const PageObject& o, Arena&) { return text_value(o.context->text_of(o.id).closing); }

Value page_summary(const PageObject& o, Arena&) {
  o.context->read_metadata(o.id);
  return text_value(o.parsed().summary);
}

Value page_published(const PageObject& o, Arena& a) {
  o.context->read_metadata(o.id);
  if (o.published.is_undefined())
    o.published = o.parsed().published ? moment_value(a, o.parsed().published) : empty_text();
  return o.published;
}

Value page_updated(const PageObject& o, Arena& a) {
  o.context->read_metadata(o.id);
  if (o.updated.is_undefined())
    o.updated = o.parsed().updated ? moment_value(a, o.parsed().updated) : empty_text();
  return o.updated;
}

Value page_modified(const PageObject& o, Arena& a) {
  const base::DateTime moment = modified(*o.context, o.id);
  return moment ? moment_value(a, moment) : empty_text();
}

Value neighbour(const PageObject& o, model::PageId page) {
  o.context->read(graph::Aspect::Members, list_subject(ListName::Neighbours, o.id));
  return page_value(*o.context, page);
}

Value page_files(const PageObject& o, Arena&) {
  value::ListBuilder files;
  for (model::FileId file : files_to_take(*o.context, o.id)) files.add(file_value(*o.context, file));
  return files.build(*o.context->arena);
}

Value page_event(const PageObject& o, Arena&) {
  const campaign::EventView* event = event_of_page(*o.context, o.id);
  return event == nullptr ? Value::null() : event_value(*o.context, *event);
}

Value page_numbered(const PageObject& o, Arena& a) {
  return as_list(model::sections_of(o.context->text_of(o.id), a), a);
}

Value page_records(const PageObject& o, Arena& a) {
  const Value records = o.parsed().records;
  const Value sections = model::sections_of(o.context->text_of(o.id), a);
  if (sections.is_undefined()) return records.is_undefined() ? Value::map({}) : records;
  MapMaker all(a);
  if (records.is(value::Type::Map)) {
    for (const value::Entry& entry : records.entries()) all.set(entry.key, entry.value);
  }
  return all.set("sections", sections).build();
}

Value page_events(const PageObject& o, Arena& a) {
  const campaign::EditionView* view = o.context->edition_view(o.page().edition);
  return view == nullptr ? no_items() : event_list(*o.context, view->events, o.page().edition, a);
}

Value page_absolute_preview(const PageObject& o, Arena&) {
  if (o.context->site().config.url.empty()) return empty_text();
  Context away = *o.context;
  away.absolute = true;
  return preview_url(away, o.id);
}

Value page_contact_rows(const PageObject& o, Arena& a) {
  value::ListBuilder rows;
  for (const campaign::EditionView& view : o.context->shared->views->editions) {
    for (const campaign::ContactView& contact : view.contacts) {
      if (contact.page == o.id) rows.add(contact_value(*o.context, contact));
    }
  }
  o.context->read(graph::Aspect::Body, o.id);
  return rows.build(a);
}

Value page_deadlines(const PageObject& o, Arena& a) {
  value::ListBuilder rows;
  const campaign::EditionView* view = o.context->edition_view(o.page().edition);
  if (view == nullptr) return no_items();
  o.context->read(graph::Aspect::Field, o.id, "deadlines");
  for (const campaign::DeadlineView& deadline : view->deadlines) {
    const std::vector<model::PageId>& others = deadline.repeated_on;
    if (deadline.page == o.id || std::find(others.begin(), others.end(), o.id) != others.end())
      rows.add(deadline_value(*o.context, deadline));
  }
  return rows.build(a);
}

/// A file beside a form that can be filled in ("statistics.csv"), or an empty text.
template <Key ending>
Value form_file_url(const PageObject& o, Arena&) {
  o.context->read_address(o.id);
  o.context->read(graph::Aspect::Body, o.id);
  if (o.parsed().kind != model::Kind::Form || !model::is_fillable(o.parsed()) || o.page().output.empty())
    return empty_text();
  return url_value(*o.context, o.page().folder + std::string(ending.view()));
}

/// [{title, number, level, url, page}]: `page` is the page of ours that a document relied on is, or none; it
/// may rely on others in its turn.
Value page_basis(const PageObject& o, Arena& a) {
  value::ListBuilder list;
  for (const Value& item :
       with_keys(*o.context, o.field("basis"), {"title", "number", "level", "url"}).items()) {
    const std::string_view link = item.get("url").text_or_empty();
    const model::LinkTarget target =
        link.empty() ? model::LinkTarget{} : model::resolve_link(o.context->site(), o.id, link);
    const bool ours = target.type == model::LinkTarget::Type::Page && target.id != o.id;
    value::MapBuilder map;
    for (const value::Entry& entry : item.entries()) map.set(entry.key, entry.value);
    map.set("url", link.empty() ? empty_text() : target_url(*o.context, target));
    map.set("page", ours ? page_value(*o.context, target.id) : Value::null());
    list.add(map.build(a));
  }
  return list.build(a);
}

/// [{title, short, number, status, expected, url}] of documents that the text speaks of.
Value page_references(const PageObject& o, Arena& a) {
  value::ListBuilder list;
  for (const Value& item :
       with_keys(*o.context, o.field("references"), {"title", "short", "number", "status", "expected", "url"})
           .items()) {
    const std::string_view link = item.get("url").text_or_empty();
    value::MapBuilder map;
    for (const value::Entry& entry : item.entries()) map.set(entry.key, entry.value);
    map.set("url", link.empty() ? empty_text()
                                : target_url(*o.context, model::resolve_link(o.context->site(), o.id, link)));
    list.add(map.build(a));
  }
  return list.build(a);
}

/// What the document is by its form: as stated, else what its title ends in.
Value page_genre(const PageObject& o, Arena&) {
  const Value stated = o.field("genre");
  if (!stated.is_nothing()) return stated;
  if (o.parsed().kind != model::Kind::Notice) return empty_text();
  o.context->read_metadata(o.id);
  if (o.id != o.context->page || o.context->workspace == nullptr)
    return text_value(campaign::genre_of(o.parsed().title));
  Value& genre = o.context->workspace->genre;
  if (genre.is_undefined()) genre = text_value(campaign::genre_of(o.parsed().title));
  return genre;
}

/// What the kind is called here: 通知, or 安全故事 of the site's own.
Value page_kind_label(const PageObject& o, Arena&) {
  o.context->read(graph::Aspect::Config, 0, "kinds");
  const model::KindTable& kinds = o.context->site().config.kinds;
  const model::ParsedPage& page = o.parsed();
  if (page.own_kind < kinds.own.size()) return text_value(kinds.own[page.own_kind].label);
  const std::string_view here = kinds.labels[static_cast<size_t>(page.kind)];
  return text_value(here.empty() ? campaign::definition_of(page.kind).label : here);
}

/// The word that an editor chose of a field's choices: the Chinese one.
Value shown_choice(const model::FieldDefinition& field, Value value) {
  for (const std::string_view choice : field.choices) {
    const auto names = base::split(choice, '|');
    if (names.size() > 1 && names[0] == value.text_or_empty()) return text_value(names[1]);
  }
  return value;
}

/// [{key, label, type, value}] of what the page says under the site's own fields: for themes to print as
/// facts.
Value page_own_fields(const PageObject& o, Arena& a) {
  o.context->read(graph::Aspect::Config, 0, "kinds");
  value::ListBuilder list;
  o.each_own_field([&](const model::FieldDefinition& field) {
    Value value = o.field(field.key);
    if (value.is_nothing()) return;
    if (field.type == model::FieldType::Choice && !field.list) value = shown_choice(field, value);
    value::MapBuilder map;
    map.set("key", text_value(field.key)).set("value", value);
    map.set("label", text_value(field.label.substr(0, field.label.find('|'))));
    list.add(map.build(a));
  });
  return list.build(a);
}

Value page_toc(const PageObject& o, Arena&) {
  if (o.toc.is_undefined()) o.toc = table_of_contents(*o.context, o.id);
  return o.toc;
}

constexpr auto kTable = sorted(std::array{
    Row{"url", &page_url},
    Row{"absolute_url", &page_absolute_url},
    Row{"kind", [](const PageObject& o, Arena&) { return text_value(o.context->site().kind_name(o.id)); }},
    Row{"base_kind", [](const PageObject& o, Arena&) { return text_value(model::name_of(o.parsed().kind)); }},
    Row{"kind_label", &page_kind_label},
    Row{"own_fields", &page_own_fields},
    Row{"terms", [](const PageObject& o, Arena&) { return terms_of_page(*o.context, o.id); }},
    Row{"withdrawn", [](const PageObject& o, Arena&) { o.field("status"); return Value::boolean(o.page().withdrawn); }},
    Row{"path", [](const PageObject& o, Arena&) { return text_value(o.parsed().path); }},
    Row{"title", &page_title},
    Row{"short_title", &text_field<"short_title">},
    Row{"opening", &page_opening},
    Row{"closing", &page_closing},
    Row{"summary", &page_summary},
    Row{"summary_stated", [](const PageObject& o, Arena&) { return Value::boolean(!o.field("summary").is_nothing()); }},
    Row{"source", [](const PageObject& o, Arena&) { return source_of(*o.context, o.id); }},
    Row{"author", &text_field<"author">},
    Row{"published", &page_published},
    Row{"updated", &page_updated},
    Row{"modified", &page_modified},
    Row{"draft", [](const PageObject& o, Arena&) { return Value::boolean(o.parsed().draft); }},
    Row{"body", [](const PageObject& o, Arena&) { return fill(*o.context, o.id, o.context->text_of(o.id).body); }},
    Row{"intro", [](const PageObject& o, Arena&) { return fill(*o.context, o.id, o.context->text_of(o.id).intro); }},
    Row{"rest", [](const PageObject& o, Arena&) { return fill(*o.context, o.id, o.context->text_of(o.id).rest); }},
    Row{"toc", &page_toc},
    Row{"section", [](const PageObject& o, Arena&) { return section_value(*o.context, o.page().section); }},
    Row{"edition", [](const PageObject& o, Arena&) { return edition_value(*o.context, o.page().edition); }},
    Row{"previous", [](const PageObject& o, Arena&) { return neighbour(o, o.page().previous); }},
    Row{"next", [](const PageObject& o, Arena&) { return neighbour(o, o.page().next); }},
    Row{"files", &page_files},
    Row{"attachments", [](const PageObject& o, Arena&) { return attachments(*o.context, o.id, o.field("attachments")); }},
    Row{"tags", &list_field<"tags">},
    Row{"audience", &list_field<"audience">},
    Row{"records", &page_records},
    Row{"basis", &page_basis},
    Row{"references", &page_references},
    Row{"genre", &page_genre},
    Row{"contacts", [](const PageObject& o, Arena&) { return with_keys(*o.context, o.field("contacts"), {"role", "name", "tel", "email", "label", "number"}); }},
    Row{"deadlines", &page_deadlines},
    Row{"related", [](const PageObject& o, Arena&) { return linked_pages(*o.context, o.id, o.field("related")); }},
    Row{"slogans", &record_list<"slogans">},
    Row{"events", &page_events},
    Row{"days", [](const PageObject& o, Arena&) { return event_days(*o.context, o.page().edition); }},
    Row{"months", [](const PageObject& o, Arena&) { return event_months(*o.context, o.page().edition); }},
    Row{"event", &page_event},
    Row{"programme", &record_or_field<"programme">},
    Row{"booths", &record_or_field<"booths">},
    Row{"online", [](const PageObject& o, Arena&) { return online_parts(*o.context, o.record("online"), o.field("online")); }},
    Row{"hotlines", &record_list<"hotlines">},
    Row{"take_along", &record_list_with_url<"take_along">},
    Row{"travel", [](const PageObject& o, Arena&) { return or_empty(o.record("travel")); }},
    Row{"ics_url", [](const PageObject& o, Arena&) { return event_calendar_url(*o.context, o.id); }},
    Row{"sources", [](const PageObject& o, Arena&) { return share_sources(*o.context, o.field("sources"), o.parsed().records); }},
    Row{"items", &record_list_with_url<"items">},
    Row{"absolute_preview", &page_absolute_preview},
    Row{"preview", [](const PageObject& o, Arena&) { return preview_url(*o.context, o.id); }},
    Row{"main_file", [](const PageObject& o, Arena&) { return main_file(*o.context, o.id); }},
    Row{"form", [](const PageObject& o, Arena&) {
      Value groups = o.record("groups");
      return groups.is_nothing() || groups.items().empty() ? Value::null() : o.parsed().records;
    }},
    Row{"id", [](const PageObject& o, Arena&) { return text_value(o.page().id); }},
    Row{"form_schema_url", &form_file_url<".schema.json">},
    Row{"form_table_url", &form_file_url<".csv">},
    Row{"archives", [](const PageObject& o, Arena&) { return archives_of_page(*o.context, o.id); }},
    Row{"contact_rows", &page_contact_rows},
    Row{"numbered", &page_numbered},
    Row{"theme", &field_or_record<"theme">},
    Row{"period", &field_or_record<"period">},
    Row{"supersedes", &page_supersedes},
    Row{"superseded_by", &page_superseded_by},
    Row{"issues", &page_field<"issues">},
    Row{"parent_notice", &page_field<"parent_notice">},
});
AttributeView<PageObject> PageObject::table() { return kTable; }

}  // namespace

Value page_value(const Context& context, model::PageId id) {
  if (id != kNone) context.read(graph::Aspect::Field, id);
  return id == kNone ? Value::null() : Value::object(context.arena->make<PageObject>(&context, id));
}

}  // namespace herald::render
