// The links of a page, and the places that links can lead to.
#include <algorithm>

#include "base/hash.h"
#include "model/site.h"

namespace herald::model {
namespace {

void add_ids_of_html(std::string_view html, std::vector<uint32_t>& anchors) {
  constexpr std::string_view kId = "id=\"";
  for (size_t at = html.find(kId); at != std::string_view::npos; at = html.find(kId, at)) {
    at += kId.size();
    const size_t end = html.find('"', at);
    if (end == std::string_view::npos) return;
    anchors.push_back(anchor_hash(html.substr(at, end - at)));
  }
}

/// The `id` of records, however deep the reader put them.
void add_ids_of_records(value::Value records, std::vector<uint32_t>& anchors, int depth = 0) {
  constexpr int kDepthMax = 8;
  if (depth > kDepthMax) return;
  if (records.is(value::Type::List)) {
    for (const value::Value& item : records.items()) add_ids_of_records(item, anchors, depth + 1);
  }
  if (!records.is(value::Type::Map)) return;
  for (const value::Entry& entry : records.entries()) {
    if (entry.key == "id" && entry.value.is_text()) anchors.push_back(anchor_hash(entry.value.as_text()));
    add_ids_of_records(entry.value, anchors, depth + 1);
  }
}

}  // namespace

void keep_links(ParsedPage& page, std::span<const markdown::Link> links) {
  PageLink* const kept = page.arena.array<PageLink>(links.size());
  for (size_t i = 0; i < links.size(); i++)
    new (&kept[i]) PageLink{page.arena.copy(links[i].target), links[i].span, links[i].image};
  page.links = {kept, links.size()};
}

uint32_t anchor_hash(std::string_view id) { return static_cast<uint32_t>(base::hash64(id)); }

void collect_anchors(ParsedPage& page) {
  page.anchors.clear();
  if (page.text != nullptr) {
    for (const markdown::Heading& heading : page.text->headings)
      page.anchors.push_back(anchor_hash(heading.id));
    add_ids_of_html(page.text->body.html, page.anchors);
  }
  add_ids_of_records(page.records, page.anchors);
  std::sort(page.anchors.begin(), page.anchors.end());
  page.anchors.erase(std::unique(page.anchors.begin(), page.anchors.end()), page.anchors.end());
}

bool has_anchor(const ParsedPage& page, std::string_view id) {
  return std::binary_search(page.anchors.begin(), page.anchors.end(), anchor_hash(id));
}

const PageText* text_of(const Site& site, PageId id, PageText& read) {
  const ParsedPage& page = site.parsed(id);
  if (page.text != nullptr) return page.text.get();
  if (page.text_size == 0) return &read;  // There is none.
  return site.texts != nullptr && site.texts->read(page, read) ? &read : nullptr;
}

}  // namespace herald::model
