// Which pages the lists show, and in which order.
#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <limits>

#include "base/utf8.h"
#include "model/steps.h"

namespace herald::model {
namespace {

/// True for kinds whose pages stand in an order that the editor chooses.
bool goes_by_weight(Kind kind) {
  switch (kind) {
    case Kind::Slogans:
    case Kind::Material:
    case Kind::Form:
    case Kind::Contact:
    case Kind::Plan:
      return true;
    default:
      return false;
  }
}

/// The `weight` of a page; pages without one come last.
int64_t weight_of(const ParsedPage& page) {
  const value::Value weight = page.fields.get("weight");
  if (weight.is(value::Type::Int)) return weight.as_int();
  const std::string_view text = base::trim(weight.text_or_empty());
  int64_t number = 0;
  const auto [last, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool good = !text.empty() && error == std::errc() && last == text.data() + text.size();
  return good ? number : std::numeric_limits<int64_t>::max();
}

/// Smaller is earlier; what has no moment comes last, whichever way one sorts.
int64_t number_of(const base::DateTime& moment) {
  constexpr int64_t kMinutesMax = 1500;
  return base::days_of(moment.date) * kMinutesMax + moment.minute;
}

/// The first of some fields that has a moment; of a fuzzy day its latest.
base::DateTime first_moment(const ParsedPage& page, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    value::Value value = page.fields.get(key);
    if (value.is(value::Type::Map)) value = value.get("latest");
    if (const auto moment = base::parse_iso_date_time(value.text_or_empty())) return *moment;
  }
  return {};
}

/// The moment a page is sorted by: `published`, else its day.
base::DateTime moment_of(const ParsedPage& page) {
  return page.published ? page.published : first_moment(page, {"date", "start", "dated"});
}

/// Events stand as they will take place; on one day those without a time come first.
int64_t as_they_take_place(const ParsedPage& page) {
  const base::DateTime start = first_moment(page, {"start", "date"});
  return start ? number_of(start) : std::numeric_limits<int64_t>::max();
}

/// Smaller comes first.
int64_t order_of(const ParsedPage& page, Kind kind) {
  if (goes_by_weight(kind)) return weight_of(page);
  return kind == Kind::Event ? as_they_take_place(page) : newest_first(page);
}

void order_section(Site& site, Section& section) {
  struct Entry {
    int64_t order;
    PageId page;
  };
  std::vector<Entry> entries;
  entries.reserve(section.pages.size());
  for (const PageId page : section.pages)
    entries.push_back({order_of(site.parsed(page), section.kind), page});
  // Ids are in path order, so pages of equal order stay by path.
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.order < b.order; });
  for (size_t i = 0; i < entries.size(); ++i) {
    section.pages[i] = entries[i].page;
    Page& page = site.pages[entries[i].page];
    if (i > 0) page.previous = entries[i - 1].page;
    if (i + 1 < entries.size()) page.next = entries[i + 1].page;
  }
}

}  // namespace

int64_t newest_first(const ParsedPage& page) {
  const base::DateTime moment = moment_of(page);
  return moment ? -number_of(moment) : std::numeric_limits<int64_t>::max();
}

void order_pages(Site& site) {
  for (PageId id = 0; id < site.pages.size(); ++id) {
    const Page& page = site.pages[id];
    if (page.hidden || page.section_index || page.withdrawn) continue;
    if (page.section != kNone) site.sections[page.section].pages.push_back(id);
    if (page.edition != kNone) site.editions[page.edition].pages.push_back(id);
  }
  for (Section& section : site.sections) {
    order_section(site, section);
    if (section.pages.empty()) section.output.clear();
  }
}

}  // namespace herald::model
