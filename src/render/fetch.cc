#include "render/fetch.h"

#include <algorithm>
#include <span>
#include <string>

namespace herald::render {
namespace {

using model::PageId;
using model::Site;

constexpr size_t kPagesFew = 256;  // so many lie close by anyway
constexpr size_t kItemsMost = 16;
constexpr size_t kBytesMost = 2048;  // what is behind them the processor fetches itself

// Inlined, as is all that calls nothing else: GCC takes such a function for one that does nothing, and leaves
// it out.

/// Has memory fetched, without waiting for it: for the second level, since what is rendered meanwhile fills
/// the first.
[[gnu::always_inline]] inline void fetch_bytes(const void* first, size_t size) {
  constexpr size_t kLine = 64;
  constexpr int kRead = 0, kSecondLevel = 2;
  const char* bytes = static_cast<const char*>(first);
  size = std::min(size, kBytesMost);
  for (size_t at = 0; at < size; at += kLine) __builtin_prefetch(bytes + at, kRead, kSecondLevel);
}

template <class T>
[[gnu::always_inline]] inline void fetch_object(const T* object) {
  if (object != nullptr) fetch_bytes(object, sizeof(T));
}

template <class List>
[[gnu::always_inline]] inline void fetch_items(const List& items) {
  fetch_bytes(items.data(), items.size() * sizeof(items[0]));
}
[[gnu::always_inline]] inline void fetch_text(std::string_view text) {
  fetch_bytes(text.data(), text.size());
}

/// Of a list whose items lead on.
template <class List>
auto first_of(const List& items) {
  return std::span(items.data(), std::min(items.size(), kItemsMost));
}

using Neighbours = std::array<PageId, 2>;

/// Of the pages before and behind, whose titles and addresses are shown.
[[gnu::always_inline]] inline void fetch_neighbours(const Site& site, const Neighbours& ids, size_t ahead) {
  for (const PageId id : ids) {
    if (id == model::kNone) continue;
    const model::Page& page = site.pages[id];
    if (ahead == 5) fetch_object(&page);
    if (ahead == 4) fetch_text(page.output);
    if (ahead == 4) fetch_object(static_cast<const model::PageMetadata*>(page.parsed.get()));
    if (ahead == 3 && page.parsed != nullptr) fetch_text(page.parsed->title);
  }
}

[[gnu::always_inline]] inline void fetch_metadata(const model::ParsedPage& page) {
  fetch_text(page.title);
  fetch_text(page.summary);
  fetch_items(page.links);
  if (page.fields.is(value::Type::Map)) fetch_items(page.fields.entries());
  fetch_object(page.text.get());
}

[[gnu::always_inline]] inline void fetch_parts(const model::ParsedPage& page) {
  for (const model::PageLink& link : first_of(page.links)) fetch_text(link.target);
  if (page.fields.is(value::Type::Map)) {
    for (const value::Entry& field : first_of(page.fields.entries()))
      if (field.value.is(value::Type::String)) fetch_text(field.value.as_text());
  }
  if (page.text == nullptr) return;
  const model::PageText& text = *page.text;
  fetch_text(text.body.html);
  fetch_items(text.body.holes);
  fetch_items(text.body.targets);
  fetch_items(text.headings);
  fetch_items(text.title_breaks);
  fetch_text(text.opening);
  fetch_text(text.closing);
}

[[gnu::always_inline]] inline void fetch_headings(const model::ParsedPage& page) {
  if (page.text == nullptr) return;
  for (const markdown::Heading& heading : first_of(page.text->headings)) {
    fetch_text(heading.id);
    fetch_text(heading.html);
  }
}

}  // namespace

void Fetcher::expect_linked(const Site& site, PageId id) {
  Linked& linked = linked_[id % linked_.size()];
  linked.from = id;
  linked.count = 0;
  for (const model::PageLink& link : site.pages[id].parsed->links) {
    if (linked.count == linked.expected.size()) break;
    if (const model::NeighbourPath path(site, id, link.target); path)
      linked.expected[linked.count++] = site.page_by_path.expect(path.get());
  }
}

void Fetcher::find_linked(const Site& site, PageId id) {
  Linked& linked = linked_[id % linked_.size()];
  if (linked.from != id) return;
  for (size_t i = 0; i < linked.count; i++) {
    linked.pages[i] = site.page_by_path.likely(linked.expected[i]);
    if (linked.pages[i] != model::kNone) fetch_object(&site.pages[linked.pages[i]]);
  }
}

void Fetcher::fetch_linked(const Site& site, PageId id) {
  const Linked& linked = linked_[id % linked_.size()];
  for (size_t i = 0; linked.from == id && i < linked.count; i++) {
    if (linked.pages[i] == model::kNone) continue;
    fetch_text(site.page_by_path.path(linked.pages[i]));
    fetch_text(site.pages[linked.pages[i]].output);
  }
}

void Fetcher::fetch(const Site& site, const model::Output& output, size_t ahead) {
  if (output.kind != model::OutputKind::Page || site.pages.size() < kPagesFew) return;
  const PageId id = output.subject;
  const model::Page& page = site.pages[id];
  if (page.parsed == nullptr) return;  // its metadata lie elsewhere
  const Neighbours neighbours{page.previous, page.next};
  switch (ahead) {
    case 5:
      fetch_object(page.parsed.get());
      fetch_text(page.output);
      fetch_text(output.path);
      fetch_items(page.terms);
      fetch_neighbours(site, neighbours, 5);
      break;
    case 4:
      fetch_metadata(*page.parsed);
      fetch_neighbours(site, neighbours, 4);
      break;
    case 3:
      fetch_parts(*page.parsed);
      fetch_neighbours(site, neighbours, 3);
      break;
    case 2:
      fetch_headings(*page.parsed);
      expect_linked(site, id);
      break;
    case 1:
      find_linked(site, id);
      break;
    default:
      fetch_linked(site, id);
      break;
  }
}

}  // namespace herald::render
