// Which page replaces which: said by either of the two, known to both.

#include "model/site.h"
#include "model/steps.h"

namespace herald::model {
namespace {

/// The shown page that a field of `from` names, or kNone.
PageId page_of_field(const Site& site, PageId from, std::string_view key) {
  const std::string_view target = site.parsed(from).fields.get(key).text_or_empty();
  if (target.empty()) return kNone;
  const LinkTarget found = resolve_link(site, from, target);
  const bool shown = found.type == LinkTarget::Type::Page && !site.pages[found.id].hidden && found.id != from;
  return shown ? found.id : kNone;
}

}  // namespace

void link_versions(Site& site) {
  const auto link = [&](PageId old_page, PageId new_page) {
    if (old_page == kNone || new_page == kNone) return;
    if (site.pages[old_page].superseded_by == kNone) site.pages[old_page].superseded_by = new_page;
    if (site.pages[new_page].supersedes == kNone) site.pages[new_page].supersedes = old_page;
  };
  for (PageId id = 0; id < site.pages.size(); ++id) {
    if (site.pages[id].hidden) continue;
    link(id, page_of_field(site, id, "superseded_by"));
    link(page_of_field(site, id, "supersedes"), id);
  }
}

}  // namespace herald::model
