// The names that every template is rendered with, and the campaign.

#include <fmt/format.h>
#include <algorithm>

#include "campaign/kinds.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"
#include "render/page_tags.h"
#include "render/structured_data.h"
#include "render/workspace.h"

namespace herald::render {
namespace {

using model::kNone;
using model::OutputKind;
using value::Arena;
using value::Value;

struct CampaignObject final : TableObject<CampaignObject> {
  CampaignObject(const Context* c, model::EditionId e) : context(c), id(e) {}
  const Context* context;
  model::EditionId id;
  Value field(std::string_view key) const {
    if (id == kNone || context->site().editions[id].index == kNone) return {};
    return field_of(*context, context->site().editions[id].index, key);
  }
  static std::string_view name() { return "campaign"; }
  static AttributeView<CampaignObject> table();
  Value other(std::string_view key, Arena& arena) const {
    Value value = field(key);
    if (!value.is_undefined()) return value;
    const model::FieldDefinition* known = model::find_field(campaign::campaign_fields(), key);
    if (known == nullptr || known->key != key) return {};
    if (known->list) return as_list({}, arena);
    return known->type == model::FieldType::Object ? Value::null() : empty_text();
  }
  void other_names(std::vector<std::string_view>& out) const {
    for (const auto& known : campaign::campaign_fields()) out.push_back(known.key);
  }
};

Value campaign_title(const CampaignObject& o, Arena&) {
  if (o.id == kNone || o.context->site().editions[o.id].index == kNone) return empty_text();
  o.context->read_metadata(o.context->site().editions[o.id].index);
  return text_value(o.context->site().parsed(o.context->site().editions[o.id].index).title);
}

constexpr auto kCampaignTable = sorted(std::array{
    Attribute<CampaignObject>{"title", &campaign_title},
    Attribute<CampaignObject>{"summary",
                              [](const CampaignObject& o, Arena&) { return or_empty(o.field("summary")); }},
    Attribute<CampaignObject>{"theme",
                              [](const CampaignObject& o, Arena&) { return or_empty(o.field("theme")); }},
    Attribute<CampaignObject>{"ordinal",
                              [](const CampaignObject& o, Arena&) { return or_empty(o.field("ordinal")); }},
    Attribute<CampaignObject>{"period",
                              [](const CampaignObject& o, Arena&) { return or_none(o.field("period")); }},
});
AttributeView<CampaignObject> CampaignObject::table() { return kCampaignTable; }

std::string_view output_kind_name(OutputKind kind) {
  switch (kind) {
    case OutputKind::Page:
      return "page";
    case OutputKind::SectionList:
      return "list";
    case OutputKind::NotFound:
      return "404";
    case OutputKind::DeadlineBoard:
      return "deadlines";
    case OutputKind::Term:
      return "term";
    case OutputKind::TermList:
      return "terms";
    case OutputKind::Years:
      return "editions";
    default:
      return "home";
  }
}

struct OutputObject final : TableObject<OutputObject> {
  explicit OutputObject(const Context* c) : context(c) {}
  const Context* context;
  static std::string_view name() { return "output"; }
  static AttributeView<OutputObject> table();
};

constexpr auto kOutputTable = sorted(std::array{
    Attribute<OutputObject>{"path",
                            [](const OutputObject& o, Arena&) {
                              o.context->vary();
                              return text_value(o.context->output->path);
                            }},
    Attribute<OutputObject>{
        "kind",
        [](const OutputObject& o, Arena&) { return text_value(output_kind_name(o.context->output->kind)); }},
    Attribute<OutputObject>{"canonical",
                            [](const OutputObject& o, Arena&) {
                              o.context->vary();
                              return canonical_url(*o.context);
                            }},
});
AttributeView<OutputObject> OutputObject::table() { return kOutputTable; }

Value link_map(const Context& context, Value name, Value url) {
  return map_of(*context.arena, entry("name", name), entry("url", url));
}

Value word(const Context& context, std::string_view key, std::string_view otherwise) {
  Value text = string_of(context, key);
  return text.is_undefined() ? text_value(otherwise) : text;
}

/// The steps of the larger site that this one is a part of.
void add_trail(const Context& context, ListMaker& list) {
  context.read(graph::Aspect::Config, 0, "trail");
  for (const model::LabelledLink& step : context.site().config.trail) {
    const Value url = target_url(context, model::resolve_link(context.site(), kNone, step.to));
    list.add(link_map(context, text_value(step.label), url));
  }
}

/// The sections around one, from the outermost on, and it itself.
void add_sections(const Context& context, model::SectionId id, bool last, ListMaker& list) {
  const model::Site& site = context.site();
  std::string path = site.sections[id].path;
  for (size_t slash = path.rfind('/'); slash != std::string::npos; slash = path.rfind('/')) {
    path.resize(slash);
    const model::SectionId above = site.section_by_path.find(path);
    if (above == kNone) continue;
    if (!site.sections[above].output.empty()) add_sections(context, above, false, list);
    break;
  }
  const Value section = section_value(context, id);
  list.add(link_map(context, section.as_object()->attribute("title", *context.arena),
                    last ? empty_text() : section.as_object()->attribute("url", *context.arena)));
}

/// The pages of one page of a list.
template <class Of>
Value list_pages(const Context& context, const Of& of, uint32_t number) {
  const uint32_t subject = context.term != kNone ? list_subject(ListName::Term, context.term)
                                                 : list_subject(ListName::Section, context.section);
  context.read(graph::Aspect::Members, subject);
  value::ListBuilder pages;
  auto [begin, end] = model::list_range(of, number);
  for (size_t i = begin; i < end; i++) pages.add(page_value(context, of.pages[i]));
  return pages.build(*context.arena);
}

/// Materials by their type, types in the order of their definition.
Value material_groups(const Context& context) {
  const model::Section& section = context.site().sections[context.section];
  if (section.kind != model::Kind::Material) return no_items();
  const model::FieldDefinition* type =
      model::find_field(campaign::definition_of(model::Kind::Material).fields, "material_type");
  std::vector<std::string_view> names;
  if (type != nullptr) {
    for (std::string_view choice : type->choices) names.push_back(choice.substr(0, choice.find('|')));
  }
  names.push_back("");
  value::ListBuilder groups;
  for (std::string_view name : names) {
    value::ListBuilder pages;
    for (model::PageId page : section.pages) {
      if (field_of(context, page, "material_type").text_or_empty() == name)
        pages.add(page_value(context, page));
    }
    if (pages.size() == 0) continue;
    value::MapBuilder group;
    group.set("name", text_value(name)).set("pages", pages.build(*context.arena));
    groups.add(group.build(*context.arena));
  }
  return groups.build(*context.arena);
}

/// The steps that have nothing to do with the output itself, unless it is a list or a home.
void add_steps(const Context& context, ListMaker& list) {
  const bool home = output_kind_name(context.output->kind) == "home";
  const model::Config& config = context.site().config;
  add_trail(context, list);
  list.add(link_map(context,
                    config.trail.empty() ? word(context, "nav.home", "首页") : text_value(config.name),
                    home ? empty_text() : url_value(context, "index.html")));
  const bool old_edition = context.edition != kNone && context.edition != context.site().current;
  if (old_edition && !home) {
    const model::Edition& edition = context.site().editions[context.edition];
    list.add(link_map(context, text_value(edition.name), url_value(context, edition.output)));
  }
  if (context.section != kNone)
    add_sections(context, context.section, context.output->kind == OutputKind::SectionList, list);
}

/// An attribute of a lazy object, or an empty text of anything else.
Value attribute_of(Value object, std::string_view name, Arena& arena) {
  return object.is(value::Type::Object) ? object.as_object()->attribute(name, arena) : empty_text();
}

/// The taxonomy that the output is of.
Value taxonomy_of_output(const Context& context) {
  const bool of_list = context.output->kind == OutputKind::TermList;
  if (!of_list && context.term == kNone) return Value::null();
  const auto taxonomy = of_list ? static_cast<model::Taxonomy>(context.output->number)
                                : context.site().terms[context.term].taxonomy;
  return taxonomy_value(context, context.edition, taxonomy);
}

/// `of` is the section or the term that the output lists.
template <class Of>
Value list_map(const Context& context, const Of& of) {
  uint32_t total = static_cast<uint32_t>(of.pages.size());
  uint32_t count = model::list_count(of);
  uint32_t number = context.output->number;
  value::ListBuilder urls;
  for (uint32_t i = 1; i <= count; i++) {
    // First, last and the neighbours: a long list's pager must not grow with it.
    if (i != 1 && i != count && (i + 3 < number || i > number + 3)) continue;
    value::MapBuilder url;
    url.set("number", Value::integer(i))
        .set("url", url_value(context, model::list_path(of, i)))
        .set("current", Value::boolean(i == number));
    urls.add(url.build(*context.arena));
  }
  value::MapBuilder map;
  map.set("pages", list_pages(context, of, number));
  map.set("number", Value::integer(number))
      .set("count", Value::integer(count))
      .set("total", Value::integer(total));
  map.set("previous_url", number > 1 ? url_value(context, model::list_path(of, number - 1)) : empty_text());
  map.set("next_url", number < count ? url_value(context, model::list_path(of, number + 1)) : empty_text());
  map.set("urls", urls.build(*context.arena));
  map.set("groups", context.section == kNone ? no_items() : material_groups(context));
  return map.build(*context.arena);
}

Value title_of_output(const Context& context) {
  Arena& arena = *context.arena;
  if (context.page != kNone) return text_value(context.metadata_of(context.page).title);
  if (context.section != kNone)
    return section_value(context, context.section).as_object()->attribute("title", arena);
  if (context.output->kind == OutputKind::NotFound) return word(context, "404.title", "页面不存在");
  if (context.output->kind == OutputKind::DeadlineBoard) return word(context, "deadlines.board", "报送一览");
  if (context.term != kNone) return term_value(context, context.term).as_object()->attribute("title", arena);
  if (context.output->kind == OutputKind::TermList)
    return attribute_of(taxonomy_of_output(context), "title", arena);
  if (context.output->kind == OutputKind::Years) return word(context, "editions.title", "历年活动");
  bool old_edition = context.edition != kNone && context.edition != context.site().current;
  return old_edition ? edition_value(context, context.edition).as_object()->attribute("title", arena)
                     : text_value(context.site().config.name);
}

Value description_of_output(const Context& context) {
  Arena& arena = *context.arena;
  if (context.page != kNone) {
    const model::ParsedPage& page = context.metadata_of(context.page);
    if (context.site().pages[context.page].withdrawn) return empty_text();  // it must not be read on
    return text_value(page.summary);
  }
  if (context.section != kNone)
    return section_value(context, context.section).as_object()->attribute("summary", arena);
  if (context.output->kind == OutputKind::DeadlineBoard) return word(context, "deadlines.lead", "");
  const OutputKind kind = context.output->kind;
  if (context.term != kNone || kind == OutputKind::TermList || kind == OutputKind::Years) return empty_text();
  return campaign_value(context, context.edition).as_object()->attribute("summary", arena);
}

/// The term and the output itself.
void add_last_steps(const Context& context, ListMaker& list) {
  const Value taxonomy = taxonomy_of_output(context);
  if (taxonomy.is(value::Type::Object)) {
    const bool last = context.term == kNone;
    list.add(link_map(context, attribute_of(taxonomy, "title", *context.arena),
                      last ? empty_text() : attribute_of(taxonomy, "url", *context.arena)));
    if (!last) list.add(link_map(context, title_of_output(context), empty_text()));
  }
  const OutputKind kind = context.output->kind;
  const bool alone = kind == OutputKind::DeadlineBoard || kind == OutputKind::Years;
  if (context.page != kNone || alone) list.add(link_map(context, title_of_output(context), empty_text()));
}

Value section_of_output(const Context& context) { return section_value(context, context.section); }

/// The root names, made when a template asks for them.
struct RootObject final : TableObject<RootObject> {
  explicit RootObject(const Context* c) : context(c) {}
  const Context* context;
  static std::string_view name() { return "template"; }
  static AttributeView<RootObject> table();
};

constexpr auto kRootTable = sorted(std::array{
    Attribute<RootObject>{"site", [](const RootObject& o, Arena&) { return site_value(*o.context); }},
    Attribute<RootObject>{"campaign", [](const RootObject& o,
                                         Arena&) { return campaign_value(*o.context, o.context->edition); }},
    Attribute<RootObject>{
        "edition", [](const RootObject& o, Arena&) { return edition_value(*o.context, o.context->edition); }},
    Attribute<RootObject>{
        "page", [](const RootObject& o, Arena&) { return page_value(*o.context, o.context->page); }},
    Attribute<RootObject>{"section",
                          [](const RootObject& o, Arena&) { return section_of_output(*o.context); }},
    Attribute<RootObject>{"list",
                          [](const RootObject& o, Arena&) {
                            const model::Site& site = o.context->site();
                            if (o.context->output->kind == OutputKind::SectionList)
                              return list_map(*o.context, site.sections[o.context->section]);
                            return o.context->term == kNone
                                       ? Value::null()
                                       : list_map(*o.context, site.terms[o.context->term]);
                          }},
    Attribute<RootObject>{
        "term", [](const RootObject& o, Arena&) { return term_value(*o.context, o.context->term); }},
    Attribute<RootObject>{"taxonomy",
                          [](const RootObject& o, Arena&) { return taxonomy_of_output(*o.context); }},
    Attribute<RootObject>{"now",
                          [](const RootObject& o, Arena&) {
                            o.context->read_minute();
                            return text_value(o.context->shared->now);
                          }},
    Attribute<RootObject>{
        "lang", [](const RootObject& o, Arena&) { return text_value(o.context->site().config.language); }},
    Attribute<RootObject>{"output",
                          [](const RootObject& o, Arena&) {
                            return Value::object(o.context->arena->make<OutputObject>(o.context));
                          }},
    Attribute<RootObject>{"home_url",
                          [](const RootObject& o, Arena&) { return url_value(*o.context, "index.html"); }},
    Attribute<RootObject>{"breadcrumb", [](const RootObject& o, Arena&) { return breadcrumb(*o.context); }},
    Attribute<RootObject>{"json_ld", [](const RootObject& o, Arena&) { return json_ld(*o.context); }},
    Attribute<RootObject>{"page_tags", [](const RootObject& o, Arena&) { return page_tags(*o.context); }},
    Attribute<RootObject>{"title", [](const RootObject& o, Arena&) { return title_of_output(*o.context); }},
    Attribute<RootObject>{"description",
                          [](const RootObject& o, Arena&) { return description_of_output(*o.context); }},
});
AttributeView<RootObject> RootObject::table() { return kRootTable; }

}  // namespace

bool has_shared_steps(const Context& context) {
  const std::vector<model::LabelledLink>& trail = context.site().config.trail;
  return context.output->kind == OutputKind::Page && context.workspace != nullptr &&
         std::none_of(trail.begin(), trail.end(),
                      [](const model::LabelledLink& step) { return step.to.find('#') != std::string::npos; });
}

Trail& shared_steps(const Context& context) {
  Trail& trail = context.workspace->trails[context.absolute ? 1 : 0];
  std::string_view folder;
  if (!context.absolute || context.site().config.url.empty()) {
    folder = context.output->path;
    folder = folder.substr(0, std::min(folder.rfind('/') + 1, folder.size()));
  }
  const bool known = !trail.steps.is_undefined() && trail.section == context.section &&
                     trail.edition == context.edition && trail.folder == folder;
  if (!known) {
    graph::Reads reads;
    Context apart = context;
    apart.reads = &reads;
    ListMaker list(*context.arena);
    add_steps(apart, list);
    trail.arena.reset();
    trail.section = context.section;
    trail.edition = context.edition;
    trail.folder = folder;
    trail.steps = value::deep_copy(list.build(), trail.arena);
    trail.json.clear();
    trail.reads = reads.take();
  }
  context.reads->add_all(trail.reads);
  return trail;
}

Value breadcrumb(const Context& context) {
  ListMaker list(*context.arena);
  if (has_shared_steps(context)) {
    for (const Value& step : shared_steps(context).steps.items()) list.add(step);
    list.add(link_map(context, title_of_output(context), empty_text()));
  } else {
    add_steps(context, list);
    add_last_steps(context, list);
  }
  return list.build();
}

Value canonical_url(const Context& context) {
  const model::Output& output = *context.output;
  Value own;
  Value& made = context.workspace == nullptr ? own : context.workspace->canonical;
  if (!made.is_undefined()) return made;
  if (output.kind == OutputKind::NotFound) return made = empty_text();
  std::string& address = *context.making;
  address.clear();
  model::append_absolute_url(
      address, context.site().config,
      output.kind == OutputKind::RootHome ? context.site().editions[output.subject].output : output.path);
  return made = made_text(*context.arena, address);
}

Value campaign_value(const Context& context, model::EditionId id) {
  return Value::object(context.arena->make<CampaignObject>(&context, id));
}

Value root_value(const Context& context) { return Value::object(context.arena->make<RootObject>(&context)); }

}  // namespace herald::render
