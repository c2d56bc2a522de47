#include "build/settings.h"

#include <algorithm>
#include <string>

#include "base/hash.h"
#include "base/packing.h"

namespace herald::build {
namespace {

using model::kNone;
using model::OutputKind;

uint64_t hash_of(const base::Packer& packer) { return base::hash64(packer.bytes()); }

uint64_t options_of(const model::Site& site) {
  base::Packer packer;
  packer.number(site.drafts ? 1 : 0);
  packer.signed_number(site.time.utc_offset_minutes);
  return hash_of(packer);
}

uint64_t theme_of(const model::Theme& theme) {
  base::Packer packer;
  packer.text(theme.name);
  packer.number(theme.templates.size());
  for (const auto& entry : theme.templates) packer.text(entry.name);
  for (const auto& strings : theme.strings) packer.text(strings.language);
  for (const auto& asset : theme.assets) packer.text(asset.path);
  return hash_of(packer);
}

void pack_page(const model::Site& site, model::PageId id, base::Packer& packer) {
  packer.text(id == kNone ? std::string_view() : std::string_view(site.parsed(id).path));
}

uint64_t layout_of(const model::Site& site, const campaign::Views& views,
                   std::span<const model::EditionNeeds> needs) {
  base::Packer packer;
  for (const model::Section& section : site.sections) {
    packer.text(section.path);
    packer.number(static_cast<uint64_t>(section.kind));
    packer.text(section.output);
    packer.number(section.edition);
    pack_page(site, section.index, packer);
  }
  for (const model::Edition& edition : site.editions) {
    packer.text(edition.name);
    packer.text(edition.output);
    pack_page(site, edition.index, packer);
    for (const std::string& list : edition.term_lists) packer.text(list);
  }
  packer.text(site.years);
  packer.number(site.current);
  for (const model::EditionNeeds& edition : needs) {
    for (const bool is_held : edition.held) packer.number(is_held ? 1 : 0);
  }
  for (const campaign::EditionView& view : views.editions) pack_page(site, view.schedule, packer);
  pack_page(site, views.report, packer);
  for (const model::Column& column : site.config.columns)
    packer.text(model::output_of(site, model::resolve_link(site, kNone, column.to)));
  return hash_of(packer);
}

/// Whether an output is made with a look at how often the history says that an event changed. When a page
/// changed is a fact of the page.
bool looks_at_history(OutputKind kind) {
  switch (kind) {
    case OutputKind::Calendar:
    case OutputKind::Deadlines:
    case OutputKind::EventCalendar:
      return true;
    default:
      return false;
  }
}

void pack_redirect(const model::Redirect& redirect, base::Packer& packer) {
  packer.text(redirect.from);
  packer.text(redirect.to);
  packer.text(redirect.fragment);
  packer.text(redirect.address);
}

}  // namespace

std::vector<uint64_t> settings_of(const model::Site& site, const campaign::Views& views,
                                  std::span<const model::EditionNeeds> needs) {
  base::Packer config;
  config.text(site.config.name);  // of a folder without site.json: its own
  config.text(site.config.source.text);
  return {options_of(site), hash_of(config), theme_of(site.theme), layout_of(site, views, needs)};
}

Recipes::Recipes(const model::Site& site, std::span<const uint64_t> asset_stamps)
    : site_(site), asset_stamps_(asset_stamps) {
  // Unordered: the sum does not depend on the order.
  for (const auto& [id, entry] : site.history.entries) {
    base::Packer packer;
    packer.text(id);
    packer.text(entry.address);
    packer.text(base::iso(entry.published));
    packer.text(base::iso(entry.changed));
    packer.signed_number(entry.sequence);
    history_ += hash_of(packer);
  }
  base::Packer redirects;
  for (const model::Redirect& redirect : site.redirects) pack_redirect(redirect, redirects);
  redirects_ = hash_of(redirects);
}

uint64_t Recipes::of(const model::Output& output) const {
  base::Packer packer;
  packer.number(static_cast<uint64_t>(output.kind));
  packer.number(output.number);
  if (looks_at_history(output.kind)) packer.fixed(history_);
  switch (output.kind) {
    case OutputKind::ThemeAsset:
      packer.fixed(base::hash64(site_.theme.assets[output.subject].bytes));
      break;
    case OutputKind::SiteAsset:
      packer.text(site_.assets[output.subject]);
      packer.fixed(output.subject < asset_stamps_.size() ? asset_stamps_[output.subject] : 0);
      break;
    case OutputKind::Attachment:
      packer.text(site_.files[output.subject].path);
      packer.text(site_.files[output.subject].sha256);
      break;
    case OutputKind::Page:
    case OutputKind::EventCalendar:
    case OutputKind::FormSchema:
    case OutputKind::FormTable:
      packer.text(site_.parsed(output.subject).path);
      break;
    case OutputKind::SectionList:
    case OutputKind::SectionAtom:
    case OutputKind::SectionFeed:
      packer.text(site_.sections[output.subject].path);
      break;
    case OutputKind::Term:
    case OutputKind::TermAtom:
    case OutputKind::TermFeed: {
      const model::Term& term = site_.terms[output.subject];
      packer.text(site_.editions[term.edition].name);
      packer.number(static_cast<uint64_t>(term.taxonomy));
      packer.text(term.name);
      break;
    }
    case OutputKind::Redirect:
      pack_redirect(site_.redirects[output.subject], packer);
      break;
    case OutputKind::RedirectTable:
      packer.fixed(redirects_);
      break;
    default:
      // Of an edition, or of the whole site: editions are part of the layout.
      packer.number(output.subject);
      break;
  }
  return hash_of(packer);
}

}  // namespace herald::build
