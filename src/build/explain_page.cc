#include "build/explain_page.h"

#include <algorithm>
#include <set>

#include "base/suggest.h"
#include "base/utf8.h"
#include "build/inputs.h"
#include "build/load.h"
#include "campaign/kinds.h"
#include "campaign/views.h"
#include "model/page_packing.h"
#include "model/plan.h"
#include "render/renderer.h"

namespace herald::build {
namespace {

using model::kNone;
using model::OutputKind;
using model::PageId;

/// `path` from the folder of the content on, however much of the way to it was written.
std::string path_in_content(const Folders& folders, std::string path) {
  path = io::normalise_path(path);
  const std::string prefix = folders.site == "." ? "" : io::normalise_path(folders.site) + "/";
  for (const std::string& front : {prefix + folders.content_prefix, folders.content_prefix, prefix}) {
    if (front.empty() || !path.starts_with(front)) continue;
    path.erase(0, front.size());
    break;
  }
  return path;
}

/// The page of that path, which may lack its ending.
PageId find_page(const model::Site& site, const std::string& path) {
  for (PageId id = 0; id < site.pages.size(); id++) {
    const std::string& known = site.parsed(id).path;
    if (known == path || known == path + ".md" || known == path + "/index.md") return id;
  }
  return kNone;
}

PageAccount::KindFrom kind_from(const model::ParsedPage& page) {
  if (page.kind_stated) return PageAccount::KindFrom::Page;
  if (page.own_kind != model::kNotOwn) return PageAccount::KindFrom::Folder;
  if (page.kind == model::Kind::Page) return PageAccount::KindFrom::Nobody;
  return page.kind == model::Kind::Schedule ? PageAccount::KindFrom::File : PageAccount::KindFrom::Folder;
}

bool is_of_page(const model::Site& site, const model::Output& output, PageId page) {
  if (output.kind == OutputKind::Page || output.kind == OutputKind::EventCalendar ||
      output.kind == OutputKind::FormSchema || output.kind == OutputKind::FormTable)
    return output.subject == page;
  if (output.kind == OutputKind::Redirect) return site.redirects[output.subject].page == page;
  return output.kind == OutputKind::Attachment && site.files[output.subject].owner == page;
}

void count_records(const model::Site& site, PageId id, PageAccount& account) {
  const auto count = [&](std::string_view name, value::Value list) {
    if (list.is(value::Type::List) && !list.items().empty())
      account.records.push_back({std::string(name), list.items().size()});
  };
  const value::Value records = site.parsed(id).records;
  if (records.is(value::Type::Map)) {
    for (const value::Entry& entry : records.entries()) count(entry.key, entry.value);
  }
  model::PageText read;
  value::Arena arena;
  if (const model::PageText* text = model::text_of(site, id, read))
    count("sections", model::sections_of(*text, arena));
}

/// Sorts the reads of the page's own output under what they are.
void keep_reads(const model::Site& site, PageId page, const std::vector<graph::Read>& reads,
                PageAccount& account) {
  std::set<std::string> templates, pages;
  for (const graph::Read& read : reads) {
    if (read.aspect == graph::Aspect::Template) templates.insert(site.theme.templates[read.subject].name);
    if (read.aspect == graph::Aspect::Now) account.reads_now = true;
    const bool of_page = read.aspect == graph::Aspect::Body || read.aspect == graph::Aspect::Field;
    if (of_page && read.subject != page && read.subject < site.pages.size())
      pages.insert("content/" + site.parsed(read.subject).path);
  }
  account.templates.assign(templates.begin(), templates.end());
  account.pages.assign(pages.begin(), pages.end());
}

bool reads_page(const std::vector<graph::Read>& reads, PageId page) {
  return std::any_of(reads.begin(), reads.end(), [&](const graph::Read& read) {
    return (read.aspect == graph::Aspect::Body || read.aspect == graph::Aspect::Field) &&
           read.subject == page;
  });
}

/// That there is no page at `said`, which is `path` below the content; with the nearest one.
base::Diagnostic unknown_page(const model::Site& site, const Folders& folders, const std::string& said,
                              const std::string& path) {
  std::vector<std::string_view> known;
  for (const model::Page& page : site.pages) known.push_back(page.parsed->path);
  base::Diagnostic failure = base::failure(base::Code::PageUnknown, "", {said});
  const std::string_view near = base::nearest(path, known);
  if (!near.empty())
    failure.notes.push_back(
        base::failure(base::Code::DidYouMean, "", {folders.content_prefix + std::string(near)}));
  return failure;
}

}  // namespace

base::Result<PageAccount> explain_page(const io::Disk& disk, const Options& options,
                                       const std::string& path) {
  Report report;
  const Folders folders = find_folders(disk, options, report.diagnostics);
  if (report.diagnostics.has_errors()) return report.diagnostics.all().front();
  const model::Site site = load_site(disk, folders, list_inputs(disk, folders, options), options, report);
  const std::string inner = path_in_content(folders, path);
  const PageId id = find_page(site, inner);
  if (id == kNone) return unknown_page(site, folders, path, inner);
  const campaign::Views views = campaign::gather(site, report.diagnostics);
  const model::OutputPlan plan =
      model::plan_outputs(site, report.diagnostics, campaign::edition_needs(views));
  const render::Renderer renderer(site, views, report.diagnostics);

  const model::Page& page = site.pages[id];
  const HiddenPage hidden = hidden_page(page, folders);
  PageAccount account;
  account.path = hidden.path;
  account.id = page.id;
  account.title = page.parsed->title;
  account.kind = page.parsed->kind;
  account.kind_name = site.kind_name(id);
  account.kind_label =
      campaign::Definitions(site.config.kinds).label({page.parsed->kind, page.parsed->own_kind});
  account.kind_from = kind_from(*page.parsed);
  account.hiding = page.hiding;
  account.moment = hidden.moment;
  if (!page.section_index) account.template_name = renderer.template_of_page(id);
  count_records(site, id, account);

  render::Scratch scratch;
  render::Rendered rendered;
  for (const model::Output& output : plan.outputs) {
    if (output.kind == OutputKind::Checksums) continue;
    const bool own = is_of_page(site, output, id);
    if (own) account.makes.push_back(output.path);
    renderer.render(output, scratch, rendered, report.diagnostics);
    if (own && output.kind == OutputKind::Page) keep_reads(site, id, rendered.reads, account);
    if (!own && reads_page(rendered.reads, id)) account.read_by.push_back(output.path);
  }
  for (const base::Diagnostic& diagnostic : report.diagnostics.all()) {
    if (!diagnostic.place.path.ends_with(account.path)) continue;
    account.errors += diagnostic.severity() == base::Severity::Error ? 1 : 0;
    account.warnings += diagnostic.severity() == base::Severity::Warning ? 1 : 0;
  }
  return account;
}

}  // namespace herald::build
