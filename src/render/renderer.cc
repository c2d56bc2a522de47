#include "render/renderer.h"

#include <fmt/format.h>

#include "base/suggest.h"
#include "campaign/kinds.h"
#include "render/archives.h"
#include "render/context.h"
#include "render/data_files.h"
#include "render/feeds.h"
#include "render/fetch.h"
#include "render/forms.h"
#include "render/kept_parts.h"
#include "render/objects.h"
#include "render/structured_data.h"
#include "render/workspace.h"

namespace herald::render {

using base::Code;
using model::kNone;
using model::Output;
using model::OutputKind;

struct Templates::State {
  tmpl::Environment environment;
  base::Diagnostics told;
};

struct Renderer::State {
  Shared shared;
  std::shared_ptr<const Templates> templates;

  const tmpl::Environment& environment() const { return *shared.environment; }
};

namespace {

Shared make_shared_lookups(const model::Site& site, const campaign::Views& views) {
  Shared shared;
  shared.site = &site;
  shared.views = &views;
  for (uint32_t i = 0; i < site.theme.assets.size(); i++) shared.asset_by_path[site.theme.assets[i].path] = i;
  for (uint32_t i = 0; i < site.theme.templates.size(); i++)
    shared.template_by_name[site.theme.templates[i].name] = i;
  shared.strings = strings_of(site);
  for (size_t kind = 0; kind < model::kKindCount; kind++) {
    std::vector<std::string_view> keys;
    for (const auto& field : campaign::definition_of(static_cast<model::Kind>(kind)).fields)
      keys.push_back(field.key);
    for (const auto& field : campaign::common_fields()) keys.push_back(field.key);
    shared.fields.emplace_back(std::move(keys));
  }
  shared.files_of_page.resize(site.pages.size());
  for (model::FileId i = 0; i < site.files.size(); i++) {
    if (site.files[i].owner != kNone && !site.files[i].output.empty())
      shared.files_of_page[site.files[i].owner].push_back(i);
  }
  for (const campaign::EditionView& edition : views.editions) {
    for (const campaign::EventView& event : edition.events) {
      if (event.page != kNone) shared.event_of_page.emplace(event.page, &event);
    }
  }
  for (const model::Column& column : site.config.columns) {
    model::LinkTarget target = model::resolve_link(site, kNone, column.to);
    std::string output = model::output_of(site, target);
    shared.columns.push_back({std::move(target), std::move(output)});
  }
  shared.archive_bytes = sizes_of_archives(site, views);
  shared.now = base::iso(site.time.now);
  shared.site_nodes = make_site_nodes(shared);
  return shared;
}

/// The template of a kind: its own where there is one, else that of the kind that it extends.
std::string template_of_kind(const tmpl::Environment& environment, std::string_view own, model::Kind extends,
                             std::string_view ending) {
  std::string name(own);
  name += ending;
  if (environment.find(name) != nullptr) return name;
  return fmt::format("{}{}", model::name_of(extends), ending);
}

constexpr std::string_view kWithdrawn = "withdrawn.html";

/// The template that makes `output`; empty for outputs that need none.
std::string template_of(const model::Site& site, const tmpl::Environment& environment, const Output& output) {
  switch (output.kind) {
    case OutputKind::Page:
      if (site.pages[output.subject].withdrawn && environment.find(kWithdrawn) != nullptr)
        return std::string(kWithdrawn);
      return template_of_kind(environment, site.kind_name(output.subject), site.parsed(output.subject).kind,
                              ".html");
    case OutputKind::SectionList:
      return template_of_kind(environment, site.kind_name(site.sections[output.subject]),
                              site.sections[output.subject].kind, "-list.html");
    case OutputKind::Term:
      return "term.html";
    case OutputKind::TermList:
      return "terms.html";
    case OutputKind::Years:
      return "editions.html";
    case OutputKind::EditionHome:
    case OutputKind::RootHome:
      return "home.html";
    case OutputKind::DeadlineBoard:
      return "deadlines.html";
    case OutputKind::NotFound:
      return "404.html";
    default:
      return "";
  }
}

Context context_for(const Shared& shared, const Output& output, Scratch& scratch,
                    base::Diagnostics& diagnostics) {
  const model::Site& site = *shared.site;
  Context context;
  context.shared = &shared;
  context.output = &output;
  context.reads = &scratch.reads;
  context.arena = &scratch.arena;
  context.texts = &scratch.texts;
  context.making = &scratch.making;
  context.workspace = scratch.workspace.get();
  context.diagnostics = &diagnostics;
  context.edition = site.current;
  if (output.kind == OutputKind::Page) {
    context.page = output.subject;
    context.section = site.pages[output.subject].section;
    if (site.pages[output.subject].edition != kNone) context.edition = site.pages[output.subject].edition;
  } else if (output.kind == OutputKind::SectionList) {
    context.section = output.subject;
    if (site.sections[output.subject].edition != kNone)
      context.edition = site.sections[output.subject].edition;
  } else if (output.kind == OutputKind::Term || output.kind == OutputKind::TermAtom ||
             output.kind == OutputKind::TermFeed) {
    context.term = output.subject;
    context.edition = site.terms[output.subject].edition;
  } else if (output.kind == OutputKind::EditionHome || output.kind == OutputKind::RootHome ||
             output.kind == OutputKind::TermList || output.kind == OutputKind::DeadlineBoard) {
    context.edition = output.subject;
  }
  context.column = column_of_output(context);
  return context;
}

/// What the notes of an error call the output: the content file it is of, or its own path.
std::string subject_of(const model::Site& site, const Output& output) {
  if (output.kind == OutputKind::Page) return "content/" + site.parsed(output.subject).path;
  return output.path;
}

bool append_template(const Shared& shared, const tmpl::Environment& environment, Context& context,
                     Scratch& scratch, std::string& out, base::Diagnostics& diagnostics) {
  std::string name = template_of(*shared.site, environment, *context.output);
  const tmpl::Program* program = environment.find(name);
  if (program == nullptr) return false;  // The constructor has said so.
  tmpl::RenderInput input;
  input.root = root_value(context);
  input.context = const_cast<Context*>(&context);
  input.subject = subject_of(*shared.site, *context.output);
  input.profile = scratch.profile;
  if (scratch.keeps_parts) {
    if (scratch.groups == nullptr) scratch.groups = std::make_unique<KeptGroups>();
    input.parts = scratch.groups->enter(context);
  }
  input.used = [&](std::string_view used) {
    auto at = shared.template_by_name.find(used);
    if (at != shared.template_by_name.end()) context.read(graph::Aspect::Template, at->second);
  };
  return tmpl::render(environment, *program, input, scratch.arena, out, diagnostics);
}

/// A kind that is shown needs its templates: said once a template, with the names that exist.
void check_templates(const model::Site& site, const tmpl::Environment& environment,
                     const std::vector<std::string>& needed, base::Diagnostics& diagnostics) {
  std::vector<std::string_view> names = environment.template_names();
  for (const std::string& name : needed) {
    if (environment.find(name) != nullptr) continue;
    bool broken = std::find(names.begin(), names.end(), name) != names.end();
    if (broken) continue;  // It is there and did not compile.
    diagnostics.add(Code::MissingTemplate,
                    base::place_of_file(fmt::format("themes/{}/templates/{}", site.theme.name, name)),
                    {name, site.theme.name});
  }
}

std::vector<std::string> templates_needed(const model::Site& site, const tmpl::Environment& environment) {
  std::vector<std::string> needed = {"home.html", "404.html"};
  auto need = [&](std::string name) {
    if (std::find(needed.begin(), needed.end(), name) == needed.end()) needed.push_back(std::move(name));
  };
  for (const model::Page& page : site.pages) {
    const bool own = page.parsed->own_kind != model::kNotOwn;  // may have one, and need not
    if (own && environment.find(fmt::format(
                   "{}.html",
                   model::name_of(site.config.kinds, {page.parsed->kind, page.parsed->own_kind}))) != nullptr)
      continue;
    if (!page.hidden && !page.output.empty()) need(fmt::format("{}.html", model::name_of(page.parsed->kind)));
  }
  for (const model::Section& section : site.sections) {
    if (section.own_kind != model::kNotOwn &&
        environment.find(fmt::format("{}-list.html", site.kind_name(section))) != nullptr)
      continue;
    if (!section.output.empty() && !section.pages.empty())
      need(fmt::format("{}-list.html", model::name_of(section.kind)));
  }
  return needed;
}

}  // namespace

Templates::Templates(const model::Theme& theme) : state_(std::make_unique<State>()) {
  register_callables(state_->environment);
  add_steady_names(state_->environment);
  for (const model::Theme::Template& entry : theme.templates)
    state_->environment.add_template(entry.name, entry.source);
  state_->environment.compile(state_->told);
}

Templates::~Templates() = default;

Renderer::Renderer(const model::Site& site, const campaign::Views& views, base::Diagnostics& diagnostics)
    : Renderer(site, views, std::make_shared<Templates>(site.theme), diagnostics) {}

Renderer::Renderer(const model::Site& site, const campaign::Views& views,
                   std::shared_ptr<const Templates> templates)
    : state_(std::make_unique<State>()) {
  state_->shared = make_shared_lookups(site, views);
  state_->shared.environment = &templates->state_->environment;
  state_->templates = std::move(templates);
}

Renderer::Renderer(const model::Site& site, const campaign::Views& views,
                   std::shared_ptr<const Templates> templates, base::Diagnostics& diagnostics)
    : Renderer(site, views, std::move(templates)) {
  for (const base::Diagnostic& told : state_->templates->state_->told.all()) diagnostics.add(told);
  check_templates(site, state_->environment(), templates_needed(site, state_->environment()), diagnostics);
}

Renderer::~Renderer() = default;

Scratch::Scratch() : workspace(std::make_unique<Workspace>()) {}
Scratch::~Scratch() = default;

std::string Renderer::template_of_page(model::PageId page) const {
  return template_of(*state_->shared.site, state_->environment(), {"", OutputKind::Page, page, 0});
}

void Renderer::expect(const Output& output, size_t ahead, Scratch& scratch) const {
  scratch.workspace->fetcher.fetch(*state_->shared.site, output, ahead);
}

void Renderer::render(const Output& output, Scratch& scratch, Rendered& result,
                      base::Diagnostics& diagnostics) const {
  const Shared& shared = state_->shared;
  const model::Site& site = *shared.site;
  result.bytes.clear();
  result.copy_of.clear();
  result.parts.clear();
  result.ok = true;
  scratch.arena.reset();
  scratch.reads.clear();
  scratch.texts.clear();
  scratch.workspace->begin();
  scratch.workspace->fetcher.fetch(site, output, 0);
  Context context = context_for(shared, output, scratch, diagnostics);
  if (context.page != kNone) scratch.reads.add(graph::Aspect::Field, context.page);  // See read_metadata.
  switch (output.kind) {
    case OutputKind::ThemeAsset:
      result.bytes = site.theme.assets[output.subject].bytes;
      break;
    case OutputKind::SiteAsset:
      result.copy_of = "assets/" + site.assets[output.subject];
      break;
    case OutputKind::Attachment:
      result.copy_of = "content/" + site.files[output.subject].path;
      break;
    case OutputKind::Page:
    case OutputKind::SectionList:
    case OutputKind::EditionHome:
    case OutputKind::RootHome:
    case OutputKind::DeadlineBoard:
    case OutputKind::NotFound:
    case OutputKind::Term:
    case OutputKind::TermList:
    case OutputKind::Years:
      result.ok = append_template(shared, state_->environment(), context, scratch, result.bytes, diagnostics);
      break;
    case OutputKind::Sitemap:
      append_sitemap(context, result.bytes);
      break;
    case OutputKind::Robots:
      append_robots(context, result.bytes);
      break;
    case OutputKind::AtomFeed:
    case OutputKind::SectionAtom:
    case OutputKind::TermAtom:
      append_atom(context, result.bytes);
      break;
    case OutputKind::JsonFeed:
    case OutputKind::SectionFeed:
    case OutputKind::TermFeed:
      append_json_feed(context, result.bytes);
      break;
    case OutputKind::DataJson:
      append_data_json(context, output.subject, static_cast<model::DataList>(output.number), result.bytes);
      break;
    case OutputKind::DataCsv:
      append_data_csv(context, output.subject, static_cast<model::DataList>(output.number), result.bytes);
      break;
    case OutputKind::Archive:
      append_archive(context, output.subject, output.number, result.parts);
      break;
    case OutputKind::FormSchema:
      append_form_schema(context, output.subject, result.bytes);
      break;
    case OutputKind::FormTable:
      append_form_table(context, output.subject, result.bytes);
      break;
    case OutputKind::Portal:
      append_portal(context, result.bytes);
      break;
    case OutputKind::Redirect:
      append_redirect_page(context, site.redirects[output.subject], result.bytes);
      break;
    case OutputKind::RedirectTable:
      append_redirect_table(context, result.bytes);
      break;
    case OutputKind::Calendar:
      append_calendar(context, output.subject, result.bytes);
      break;
    case OutputKind::Deadlines:
      append_deadlines(context, output.subject, result.bytes);
      break;
    case OutputKind::EventCalendar:
      append_event_calendar(context, output.subject, result.bytes);
      break;
    case OutputKind::SlogansText:
      append_slogans_text(context, output.subject, result.bytes);
      break;
    case OutputKind::Checksums:
      result.ok = false;
      break;  // The driver's affair: it needs all other outputs.
  }
  if (scratch.groups != nullptr) scratch.groups->leave();
  scratch.reads.take(result.reads);
}

struct NoSite::State {
  model::Site site;
  campaign::Views views;
  Shared shared;
  graph::Reads reads;
  value::Arena arena;
  std::string making;
  Workspace workspace;
  Context context;
};

NoSite::NoSite(base::DateTime now) : state_(std::make_unique<State>()) {
  state_->site.time.now = now;
  state_->shared.site = &state_->site;
  state_->shared.views = &state_->views;
  state_->context.shared = &state_->shared;
  state_->context.reads = &state_->reads;
  state_->context.arena = &state_->arena;
  state_->context.making = &state_->making;
  state_->context.workspace = &state_->workspace;
}

NoSite::~NoSite() = default;

void* NoSite::context() { return &state_->context; }

}  // namespace herald::render
