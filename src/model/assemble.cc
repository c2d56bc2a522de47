// From parsed pages to a Site. The driver, and the steps that look at one page at a time.
#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/utf8.h"
#include "model/site.h"
#include "model/steps.h"
#include "model/urls.h"

namespace herald::model {
namespace {

using base::Code;

/// What was found in a file stays with it: a session puts the site together more than once.
void tell_again(const ParsedPage& parsed, base::Diagnostics& diagnostics) {
  for (const base::Diagnostic& found : parsed.diagnostics.all()) diagnostics.add(found);
}

void take_pages(Site& site, std::vector<std::unique_ptr<ParsedPage>> pages, base::Diagnostics& diagnostics) {
  std::erase(pages, nullptr);
  std::sort(pages.begin(), pages.end(), [](const auto& a, const auto& b) { return a->path < b->path; });
  site.pages.resize(pages.size());
  site.page_by_path.reserve(pages.size());
  for (PageId id = 0; id < pages.size(); ++id) {
    tell_again(*pages[id], diagnostics);
    site.page_by_path.add(pages[id]->path);
    site.pages[id].parsed = std::move(pages[id]);
  }
}

void take_tables(Site& site, std::vector<std::unique_ptr<ParsedPage>> tables,
                 base::Diagnostics& diagnostics) {
  std::erase(tables, nullptr);
  std::sort(tables.begin(), tables.end(), [](const auto& a, const auto& b) { return a->path < b->path; });
  for (const auto& table : tables) tell_again(*table, diagnostics);
  site.tables = std::move(tables);
}

void take_files(Site& site, std::vector<ContentFile> files, std::vector<std::string> assets) {
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  site.files = std::move(files);
  site.file_by_path.reserve(site.files.size());
  for (FileId id = 0; id < site.files.size(); ++id) {
    site.files[id].owner = kNone;
    site.files[id].output.clear();
    site.file_by_path.add(site.files[id].path);
  }
  std::sort(assets.begin(), assets.end());
  site.assets = std::move(assets);
}

/// Whether `moment` is still to come at `now`. A day alone begins at midnight; a now without a time is the
/// whole day.
bool is_later(base::DateTime moment, base::DateTime now) {
  if (moment.date != now.date) return moment.date > now.date;
  return moment.has_time() && now.has_time() && moment.minute > now.minute;
}

/// Whether `moment` is over at `now`. A day alone lasts until midnight.
bool is_over(base::DateTime moment, base::DateTime now) {
  if (moment.date != now.date) return moment.date < now.date;
  return moment.has_time() && now.has_time() && moment.minute < now.minute;
}

/// What an office has issued or held keeps its address when its time is over (a citizen may hold the link, an
/// inspector looks for it); passing matters go.
bool stays_when_over(Kind kind) { return kind != Kind::Page && kind != Kind::News && kind != Kind::Contact; }

/// The moment at which the page's time is over, as it says.
std::optional<base::DateTime> end_of(const ParsedPage& page) {
  value::Value expires = page.fields.get("expires");
  if (expires.is(value::Type::Map)) expires = expires.get("latest");
  return base::parse_iso_date_time(expires.text_or_empty());
}

Hiding hiding_of(const ParsedPage& page, base::DateTime now) {
  const std::string_view status = page.fields.get("status").text_or_empty();
  if (status == "review") return Hiding::Review;
  if (page.draft || status == "draft") return Hiding::Draft;
  if (page.published && is_later(page.published, now)) return Hiding::NotYet;
  if (status == "withdrawn") return Hiding::Withdrawn;
  if (stays_when_over(page.kind)) return Hiding::None;
  const auto end = end_of(page);
  return end && is_over(*end, now) ? Hiding::Over : Hiding::None;
}

}  // namespace

int next_change_today(const Site& site) {
  int next = 1440;
  const auto look_at = [&](base::DateTime moment) {
    if (moment.date == site.time.now.date && moment.minute >= site.time.now.minute)
      next = std::min<int>(next, moment.minute);
  };
  for (const Page& page : site.pages) {
    look_at(page.parsed->published);
    if (const auto end = end_of(*page.parsed)) look_at(*end);
  }
  return next;
}

base::Diagnostic& add_at(base::Diagnostics& diagnostics, Code code, const ParsedPage& page, base::Span span,
                         std::vector<std::string> arguments) {
  const base::Source& source = page.source_head;
  if (page.text_size != 0)
    return diagnostics.add(code, base::pending_place(source.path, span), std::move(arguments));
  if (source.text.empty()) {
    const std::string_view path = source.path.empty() ? std::string_view(page.path) : source.path;
    return diagnostics.add(code, base::place_of_file(path), std::move(arguments));
  }
  return diagnostics.add(code, source, span, std::move(arguments));
}

base::Span span_in(const ParsedPage& page, value::Value value) {
  const std::string_view text = value.text_or_empty();
  const auto size = static_cast<uint32_t>(text.size());
  if (value.has_position() && page.text_size != 0) return {value.position(), value.position() + size};
  if (!value.has_position() || value.position() >= page.source_head.text.size()) return {};
  const uint32_t quote = page.source_head.text[value.position()] == '"' ? 1 : 0;
  return {value.position() + quote, value.position() + quote + static_cast<uint32_t>(text.size())};
}

void mark_hidden(Site& site) {
  for (Page& page : site.pages) {
    page.hiding = hiding_of(*page.parsed, site.time.now);
    page.withdrawn = page.hiding == Hiding::Withdrawn;
    page.hidden = page.hiding != Hiding::None && !page.withdrawn && !site.drafts;
  }
}

void name_pages(Site& site, base::Diagnostics& diagnostics) {
  std::unordered_map<std::string_view, PageId> taken;
  taken.reserve(site.pages.size());
  for (PageId id = 0; id < site.pages.size(); ++id) {
    Page& page = site.pages[id];
    const ParsedPage& parsed = *page.parsed;
    const value::Value stated = parsed.fields.get("id");
    const std::string_view path = parsed.path;
    const std::string_view by_path = without_md(path);
    page.id = base::trim(stated.text_or_empty());
    if (page.id.empty()) page.id = by_path;
    const auto [first, fresh] = taken.try_emplace(page.id, id);
    if (fresh) continue;
    const ParsedPage& other = site.parsed(first->second);
    base::Diagnostic& diagnostic =
        add_at(diagnostics, Code::DuplicateId, parsed, span_in(parsed, stated), {page.id, other.path});
    base::Diagnostics note;
    diagnostic.notes.push_back(
        add_at(note, Code::FirstHere, other, span_in(other, other.fields.get("id")), {}));
    page.id = by_path;
    taken.try_emplace(page.id, id);
  }
}

Site assemble(SiteInput input, base::Diagnostics& diagnostics) {
  Site site;
  site.config = std::move(input.config);
  site.time = input.time;
  site.drafts = input.drafts;
  site.theme = std::move(input.theme);
  site.history = std::move(input.history);
  site.texts = std::move(input.texts);
  take_pages(site, std::move(input.pages), diagnostics);
  take_tables(site, std::move(input.tables), diagnostics);
  take_files(site, std::move(input.files), std::move(input.assets));
  mark_hidden(site);
  place_pages(site, diagnostics);
  name_pages(site, diagnostics);
  order_pages(site);
  collect_terms(site, diagnostics);
  link_versions(site);
  check_references(site, diagnostics);
  collect_redirects(site, diagnostics);
  return site;
}

}  // namespace herald::model
