// Wrong input of every field of every kind, one page a kind, and what is told of it: made here from the
// kinds' own definitions, so that a new field has its diagnostic or fails. fields/<kind>.txt holds the
// diagnostics in both languages; UPDATE_GOLDEN=1 writes it: read the difference before you commit it.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "build/build.h"
#include "campaign/kinds.h"

namespace fs = std::filesystem;
using namespace herald;
using model::FieldDefinition;
using model::FieldType;

namespace {

/// A value that the type cannot hold, as YAML writes it in one line; empty for a type that holds everything.
std::string wrong_value(const FieldDefinition& field) {
  switch (field.type) {
    case FieldType::Text:
    case FieldType::LongText:
    case FieldType::Telephone:
    case FieldType::Email:
      return "{甲: 乙}";
    case FieldType::Integer:
      return "许多";
    case FieldType::Boolean:
      return "也许";
    case FieldType::Date:
    case FieldType::DateTime:
      return "2026-06-31";
    case FieldType::Choice:
      return "没有这一项";
    case FieldType::Address:
      return "'javascript:alert(1)'";
    case FieldType::File:
      return "none.pdf";
    case FieldType::PageLink:
      return "none.md";
    case FieldType::Object:
      return "[[甲]]";  // one line of text is enough for some groups
    case FieldType::Any:
      return "";
  }
  return "";
}

/// {key: wrong, …} of a group's fields, each on a line of its own; inner groups are given as a line of text.
std::string wrong_group(const FieldDefinition& group) {
  std::string text = "\n";
  bool first = true;
  for (const FieldDefinition& field : group.fields) {
    const std::string value = wrong_value(field);
    if (value.empty()) continue;
    text += std::string(group.list && first ? "  - "
                        : group.list        ? "    "
                                            : "  ") +
            std::string(field.key) + ": " + value + "\n";
    first = false;
  }
  return text;
}

std::string page_of(std::span<const FieldDefinition> fields, std::string_view kind) {
  std::string text = "---\n";
  if (!kind.empty()) text += "kind: " + std::string(kind) + "\n";
  for (const FieldDefinition& field : fields) {
    const std::string value = wrong_value(field);
    if (!value.empty() && field.key != "kind") text += std::string(field.key) + ": " + value + "\n";
  }
  return text + "---\n正文。\n";
}

std::string page_of_groups(std::span<const FieldDefinition> fields, std::string_view kind) {
  std::string text = "---\ntitle: 里面\n";
  if (!kind.empty()) text += "kind: " + std::string(kind) + "\n";
  for (const FieldDefinition& field : fields) {
    if (field.type == FieldType::Object && !field.fields.empty())
      text += std::string(field.key) + ":" + wrong_group(field);
  }
  return text + "---\n正文。\n";
}

/// What is told of a site with this page; `lines` gets the lines of it that something is told of.
std::string told(const std::string& path, const std::string& page, std::set<uint32_t>& lines) {
  std::map<std::string, std::string> files = {
      {"site/site.json",
       R"({"name": "测试站", "domain": "a.example", "sponsor": "某办", "edition": "2026"})"},
      {"site/content/2026/ok.md", "---\ntitle: 好\n---\n好。\n"},
      {"site/content/" + path, page}};
  const std::unique_ptr<io::Disk> disk = io::memory_disk(files);
  build::Options options;
  options.site_folder = "site";
  options.output_folder = "out";
  options.as_of = base::parse_iso_date_time("2026-06-10T12:00");
  std::ostringstream out;
  const build::Report report = build::build(*disk, options);
  for (const base::Diagnostic& one : report.diagnostics.all()) {
    if (one.place.path == "content/" + path) lines.insert(one.place.line);
    out << base::format_text(one, base::Language::Chinese, base::Colour::No);
    out << "en: " << base::message_of(one, base::Language::English) << "\n";
  }
  return out.str();
}

/// Every line of the head but its fences, `kind`, `title` and a group's own key has something told of it.
void check_all_told(const std::string& page, const std::set<uint32_t>& lines) {
  std::istringstream in(page);
  std::string line;
  for (uint32_t number = 1; std::getline(in, line) && (number == 1 || line != "---"); number++) {
    const bool plain =
        line == "---" || line.starts_with("kind: ") || line == "title: 里面" || line.ends_with(":");
    if (plain) continue;
    CAPTURE(line);
    CHECK(lines.contains(number));
  }
}

void check_kind(std::string_view name, std::string_view kind, const std::string& path,
                std::span<const FieldDefinition> fields) {
  CAPTURE(std::string(name));
  std::string actual;
  for (const std::string& page : {page_of(fields, kind), page_of_groups(fields, kind)}) {
    std::set<uint32_t> lines;
    actual += told(path, page, lines);
    check_all_told(page, lines);
  }
  const fs::path golden = fs::path(HERALD_GOLDEN_DIR).parent_path() / "fields" / (std::string(name) + ".txt");
  const char* update = std::getenv("UPDATE_GOLDEN");
  if (update != nullptr && *update == '1') {
    std::ofstream(golden, std::ios::binary) << actual;
    return;
  }
  std::ifstream in(golden, std::ios::binary);
  CHECK_EQ(actual, std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()});
}

}  // namespace

TEST_CASE("wrong input of every field is told at its place") {
  check_kind("common", "page", "2026/a.md", campaign::common_fields());
  check_kind("campaign", "", "2026/_index.md", campaign::campaign_fields());
  for (const campaign::KindDefinition& kind : campaign::kinds()) {
    if (!kind.fields.empty()) check_kind(kind.name, kind.name, "2026/a.md", kind.fields);
  }
}
