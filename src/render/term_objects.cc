// Taxonomies and their terms as templates see them.

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/utf8.h"
#include "render/objects.h"
#include "render/objects_internal.h"

namespace herald::render {
namespace {

using model::kNone;
using model::Taxonomy;
using value::Arena;
using value::Value;

uint32_t terms_subject(model::EditionId edition, Taxonomy taxonomy) {
  return list_subject(ListName::Terms, edition * static_cast<uint32_t>(model::kTaxonomyCount) +
                                           static_cast<uint32_t>(taxonomy));
}

/// The words of the string table under `key`, or others.
Value word(const Context& context, std::string_view key, std::string_view otherwise) {
  const Value text = string_of(context, key);
  return text.is_undefined() ? text_value(otherwise) : text;
}

std::string_view title_of(Taxonomy taxonomy) {
  switch (taxonomy) {
    case Taxonomy::Audiences:
      return "对象";
    case Taxonomy::Topics:
      return "专题";
    case Taxonomy::Weeks:
      return "各周";
    case Taxonomy::Tags:
      return "标签";
  }
  return "";
}

struct TermObject final : TableObject<TermObject> {
  TermObject(const Context* c, model::TermId t) : context(c), id(t) {}
  const Context* context;
  model::TermId id;
  const model::Term& term() const { return context->site().terms[id]; }
  void read_members() const { context->read(graph::Aspect::Members, list_subject(ListName::Term, id)); }
  static std::string_view name() { return "term"; }
  static AttributeView<TermObject> table();
};

/// What a week of the campaign is about.
Value term_topic(const TermObject& o, Arena&) {
  if (o.term().taxonomy != Taxonomy::Weeks) return empty_text();
  const model::PageId index = o.context->site().editions[o.term().edition].index;
  const Value weeks = index == kNone ? Value() : field_of(*o.context, index, "weeks");
  for (const Value& week : weeks.is(value::Type::List) ? weeks.items() : std::span<const Value>()) {
    const Value number = week.get("n");
    if (number.is(value::Type::Int) && std::to_string(number.as_int()) == o.term().name)
      return or_empty(week.get("topic"));
  }
  return empty_text();
}

Value term_title(const TermObject& o, Arena& a) {
  if (o.term().taxonomy != Taxonomy::Weeks) return text_value(o.term().name);
  const Value pattern = word(*o.context, "week.n", "第{n}周");
  const std::string_view topic = term_topic(o, a).text_or_empty();
  std::string title = base::replace_all(pattern.text_or_empty(), "{n}", o.term().name);
  if (!topic.empty()) title += "　" + std::string(topic);
  return made_text(a, title);
}

constexpr char kXml[] = ".xml", kJson[] = ".json";

template <const char* ending>
Value term_feed(const TermObject& o, Arena&) {
  o.read_members();
  const model::Site& site = o.context->site();
  const bool left_out = std::string_view(ending) == kJson && !model::has_whole_addresses(site.config);
  return model::has_feed(site, o.term()) && !left_out
             ? url_value(*o.context, model::feed_path(o.term(), ending))
             : empty_text();
}
/// The events of tables that name the word; those with a page are among the pages. Audiences are the one word
/// that rows have.
Value term_events(const TermObject& o, Arena& a) {
  if (o.term().taxonomy != Taxonomy::Audiences) return no_items();
  o.context->read(graph::Aspect::Members, list_subject(ListName::Events, o.term().edition));
  value::ListBuilder list;
  const campaign::EditionView* view = o.context->edition_view(o.term().edition);
  for (const campaign::EventView& event :
       view == nullptr ? std::span<const campaign::EventView>() : std::span(view->events)) {
    const bool named =
        std::find(event.audience.begin(), event.audience.end(), o.term().name) != event.audience.end();
    if (named && event.page == kNone) list.add(event_value(*o.context, event));
  }
  return list.build(a);
}

constexpr auto kTermTable = sorted(std::array{
    Attribute<TermObject>{"name", [](const TermObject& o, Arena&) { return text_value(o.term().name); }},
    Attribute<TermObject>{"title", &term_title},
    Attribute<TermObject>{"topic", &term_topic},
    Attribute<TermObject>{"taxonomy", [](const TermObject& o,
                                         Arena&) { return text_value(model::name_of(o.term().taxonomy)); }},
    Attribute<TermObject>{"url",
                          [](const TermObject& o, Arena&) {
                            return o.term().output.empty() ? empty_text()
                                                           : known_url_value(*o.context, o.term().output);
                          }},
    Attribute<TermObject>{"count",
                          [](const TermObject& o, Arena&) {
                            o.read_members();
                            return Value::integer(static_cast<int64_t>(o.term().pages.size()));
                          }},
    Attribute<TermObject>{"pages",
                          [](const TermObject& o, Arena&) {
                            return page_list(*o.context, o.term().pages, list_subject(ListName::Term, o.id));
                          }},
    Attribute<TermObject>{"events", &term_events},
    Attribute<TermObject>{"feed_url", &term_feed<kXml>},
    Attribute<TermObject>{"json_feed_url", &term_feed<kJson>},
    Attribute<TermObject>{
        "edition", [](const TermObject& o, Arena&) { return edition_value(*o.context, o.term().edition); }},
});
AttributeView<TermObject> TermObject::table() { return kTermTable; }

struct TaxonomyObject final : TableObject<TaxonomyObject> {
  TaxonomyObject(const Context* c, model::EditionId e, Taxonomy t) : context(c), edition(e), taxonomy(t) {}
  const Context* context;
  model::EditionId edition;
  Taxonomy taxonomy;
  const model::Edition& of() const { return context->site().editions[edition]; }
  static std::string_view name() { return "taxonomy"; }
  static AttributeView<TaxonomyObject> table();
};

Value taxonomy_title(const TaxonomyObject& o, Arena&) {
  return word(*o.context, fmt::format("taxonomy.{}", model::name_of(o.taxonomy)), title_of(o.taxonomy));
}

Value taxonomy_terms(const TaxonomyObject& o, Arena& a) {
  o.context->read(graph::Aspect::Members, terms_subject(o.edition, o.taxonomy));
  value::ListBuilder terms;
  for (const model::TermId term : o.of().terms[static_cast<size_t>(o.taxonomy)])
    terms.add(term_value(*o.context, term));
  return terms.build(a);
}

constexpr auto kTaxonomyTable = sorted(std::array{
    Attribute<TaxonomyObject>{
        "name", [](const TaxonomyObject& o, Arena&) { return text_value(model::name_of(o.taxonomy)); }},
    Attribute<TaxonomyObject>{"title", &taxonomy_title},
    Attribute<TaxonomyObject>{"url",
                              [](const TaxonomyObject& o, Arena&) {
                                return url_value(*o.context,
                                                 o.of().term_lists[static_cast<size_t>(o.taxonomy)]);
                              }},
    Attribute<TaxonomyObject>{"terms", &taxonomy_terms},
});
AttributeView<TaxonomyObject> TaxonomyObject::table() { return kTaxonomyTable; }

}  // namespace

Value term_value(const Context& context, model::TermId id) {
  return id == kNone ? Value::null() : Value::object(context.arena->make<TermObject>(&context, id));
}

Value terms_of_page(const Context& context, model::PageId page) {
  context.read(graph::Aspect::Members, list_subject(ListName::PageTerms, page));
  ListMaker list(*context.arena);
  for (const model::TermId id : context.site().pages[page].terms) list.add(term_value(context, id));
  return list.build();
}

Value taxonomy_value(const Context& context, model::EditionId id, Taxonomy taxonomy) {
  // Whether there is a page of all its terms is a setting of the site's layout, which needs no read.
  if (context.site().editions[id].term_lists[static_cast<size_t>(taxonomy)].empty()) return Value::null();
  return Value::object(context.arena->make<TaxonomyObject>(&context, id, taxonomy));
}

Value taxonomies_of(const Context& context, model::EditionId id) {
  value::ListBuilder list;
  for (size_t i = 0; i < model::kTaxonomyCount; i++) {
    const Value taxonomy = taxonomy_value(context, id, static_cast<Taxonomy>(i));
    if (!taxonomy.is(value::Type::Null)) list.add(taxonomy);
  }
  return list.build(*context.arena);
}

}  // namespace herald::render
