#include "model/site.h"

#include <array>

#include "model/addresses.h"
#include "model/steps.h"
#include "model/urls.h"

namespace herald::model {
namespace {

struct KindNames {
  Kind kind;
  std::string_view name;
  std::string_view folder;  ///< Of its section; empty where DESIGN section 2 names none.
};

constexpr std::array<KindNames, kKindCount> kKinds = {{
    {Kind::Page, "page", ""},
    {Kind::Notice, "notice", "notices"},
    {Kind::Plan, "plan", "plans"},
    {Kind::Slogans, "slogans", "slogans"},
    {Kind::Schedule, "schedule", ""},
    {Kind::Event, "event", "events"},
    {Kind::Material, "material", "materials"},
    {Kind::Form, "form", "forms"},
    {Kind::Contact, "contact", "contacts"},
    {Kind::News, "news", "news"},
}};

}  // namespace

std::string_view name_of(Kind kind) { return kKinds[static_cast<size_t>(kind)].name; }

std::string_view name_of(Taxonomy taxonomy) {
  constexpr std::array<std::string_view, kTaxonomyCount> kNames = {"audiences", "topics", "weeks", "tags"};
  return kNames[static_cast<size_t>(taxonomy)];
}

KindRef kind_of_folder(std::string_view folder, const KindTable& table) {
  while (!folder.empty()) {
    const std::string_view name = name_in(folder);
    for (const KindNames& entry : kKinds) {
      if (!entry.folder.empty() && entry.folder == name) return {entry.kind, kNotOwn};
    }
    for (uint32_t i = 0; i < table.own.size(); ++i) {
      if (table.own[i].folder == name) return {table.own[i].extends, i};
    }
    folder = folder_of(folder);
  }
  return {};
}

KindRef kind_of_path(std::string_view content_path, const KindTable& table) {
  if (is_file_named(content_path, "schedule.md")) return {Kind::Schedule, kNotOwn};
  std::string_view folder = folder_of(content_path);
  // The folder of an index.md is the page itself, not a section that it lies in.
  if (is_file_named(content_path, "index.md")) folder = folder_of(folder);
  return kind_of_folder(folder, table);
}

std::string_view edition_name_of(std::string_view content_path) {
  constexpr size_t kYearDigits = 4;
  if (content_path.size() <= kYearDigits || content_path[kYearDigits] != '/') return {};
  const std::string_view name = content_path.substr(0, kYearDigits);
  return name.find_first_not_of("0123456789") == std::string_view::npos ? name : std::string_view();
}

int year_of_path(std::string_view content_path) {
  int year = 0;
  for (const char digit : edition_name_of(content_path)) year = year * 10 + (digit - '0');
  return year;
}

}  // namespace herald::model
