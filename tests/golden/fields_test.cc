// Wrong input of every field of every kind and of every key of site.json, and what is told of it: made here
// from the program's own definitions, so that a new field has its diagnostic or fails. Values of another
// type, parts of groups and of groups within groups, names that are nearly right, numbers beyond the limits.
// fields/<kind>.txt and fields/site*.txt hold the diagnostics in both languages; UPDATE_GOLDEN=1 writes them:
// read the difference before you commit it.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "build/build.h"
#include "campaign/kinds.h"
#include "model/config.h"

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
    case FieldType::Occasion:
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

/// How a group's parts stand below its name: how far in, and the mark of a list before the first.
struct Indent {
  size_t depth = 1;
  bool list = false;

  std::string before(bool first) const {
    return std::string(depth * 2, ' ') + (list ? first ? "- " : "  " : "");
  }
};

/// Groups within a group are wrong as a whole, or have wrong parts themselves.
enum class Inner : uint8_t { Whole, Parts };

/// {key: wrong, …} of a group's fields, each on a line of its own.
std::string wrong_group(const FieldDefinition& group, Inner inner, size_t depth = 1) {
  std::string text = "\n";
  bool first = true;
  const Indent indent{depth, group.list};
  for (const FieldDefinition& field : group.fields) {
    const bool parts = inner == Inner::Parts && field.type == FieldType::Object;
    if (inner == Inner::Parts && !parts) continue;
    const std::string value =
        parts ? wrong_group(field, Inner::Whole, depth + (group.list ? 2 : 1)) : wrong_value(field);
    if (value.empty()) continue;
    text += indent.before(first) + std::string(field.key) + ":" + (parts ? "" : " ") + value +
            (parts ? "" : "\n");
    first = false;
  }
  return text;
}

std::string head_of(std::string_view kind) {
  return kind.empty() ? "---\n" : "---\nkind: " + std::string(kind) + "\n";
}

/// Each field with a value of another type.
std::string page_of(std::span<const FieldDefinition> fields, std::string_view kind) {
  std::string text = head_of(kind);
  for (const FieldDefinition& field : fields) {
    const std::string value = wrong_value(field);
    if (!value.empty() && field.key != "kind") text += std::string(field.key) + ": " + value + "\n";
  }
  return text + "---\n正文。\n";
}

bool has_groups(const FieldDefinition& group) {
  return std::any_of(group.fields.begin(), group.fields.end(),
                     [](const FieldDefinition& part) { return part.type == FieldType::Object; });
}

/// Each group with wrong parts; or those with groups in them, whose parts are wrong.
std::string page_of_groups(std::span<const FieldDefinition> fields, std::string_view kind, Inner inner) {
  std::string text = head_of(kind) + "title: 里面\n";
  for (const FieldDefinition& field : fields) {
    if (field.type != FieldType::Object || field.fields.empty()) continue;
    if (inner == Inner::Whole || has_groups(field))
      text += std::string(field.key) + ":" + wrong_group(field, inner);
  }
  return text + "---\n正文。\n";
}

/// Each field under a name that is nearly its own, and a part of each group likewise.
std::string page_of_misspelt(std::span<const FieldDefinition> fields, std::string_view kind) {
  std::string text = head_of(kind) + "title: 错字\n";
  for (const FieldDefinition& field : fields) {
    text += std::string(field.key) + "z: 一\n";
    if (field.type == FieldType::Object && !field.fields.empty())
      text += std::string(field.key) + ":\n" + (field.list ? "  - " : "  ") +
              std::string(field.fields.front().key) + "z: 一\n";
  }
  return text + "---\n正文。\n";
}

/// Each field that has limits, on both sides of them.
std::string page_of_limits(std::span<const FieldDefinition> fields, std::string_view kind, bool below) {
  std::string text = head_of(kind) + "title: 界限\n";
  for (const FieldDefinition& field : fields) {
    const int64_t limit = below ? field.min : field.max;
    if (limit == INT64_MIN || limit == INT64_MAX) continue;
    const int64_t beyond = below ? limit - 1 : limit + 1;
    text += std::string(field.key) + ": ";
    if (field.type == FieldType::Integer) {
      text += std::to_string(beyond) + "\n";
      continue;
    }
    for (int64_t i = 0; i < beyond; i++) text += "字";
    text += "\n";
  }
  return text + "---\n正文。\n";
}

/// What is told of a site with this page; `lines` gets the lines of it that something is told of.
/// `about` is the file that lines are told of.
std::string told_of_site(const std::string& config, const std::string& path, const std::string& page,
                         std::string_view about, std::set<uint32_t>& lines) {
  std::map<std::string, std::string> files = {{"site/site.json", config},
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
    if (one.place.path == about) lines.insert(one.place.line);
    out << base::format_text(one, base::Language::Chinese, base::Colour::No);
    out << "en: " << base::message_of(one, base::Language::English) << "\n";
  }
  return out.str();
}

std::string told(const std::string& path, const std::string& page, std::set<uint32_t>& lines) {
  return told_of_site(R"({"name": "测试站", "domain": "a.example", "sponsor": "某办", "edition": "2026"})",
                      path, page, "content/" + path, lines);
}

/// Whether there is a line beside the fences, `kind` and `title`.
bool says_something(const std::string& page) {
  const std::string_view head = std::string_view(page).substr(0, page.find("---\n正文"));
  return std::count(head.begin(), head.end(), '\n') > std::ptrdiff_t{3};
}

/// Every line of the head but its fences, `kind`, `title` and a group's own key has something told of it.
void check_all_told(const std::string& page, const std::set<uint32_t>& lines) {
  std::istringstream in(page);
  std::string line;
  for (uint32_t number = 1; std::getline(in, line) && (number == 1 || line != "---"); number++) {
    const bool plain = line == "---" || line.starts_with("kind: ") || line == "title: 里面" ||
                       line == "title: 错字" || line == "title: 界限" || line.ends_with(":");
    if (plain) continue;
    CAPTURE(line);
    CHECK(lines.contains(number));
  }
}

void check_golden(std::string_view name, const std::string& actual) {
  const fs::path golden = fs::path(HERALD_GOLDEN_DIR).parent_path() / "fields" / (std::string(name) + ".txt");
  const char* update = std::getenv("UPDATE_GOLDEN");
  if (update != nullptr && *update == '1') {
    std::ofstream(golden, std::ios::binary) << actual;
    return;
  }
  std::ifstream in(golden, std::ios::binary);
  CHECK_EQ(actual, std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()});
}

void check_kind(std::string_view name, std::string_view kind, const std::string& path,
                std::span<const FieldDefinition> fields) {
  CAPTURE(std::string(name));
  std::string actual;
  for (const std::string& page : {page_of(fields, kind), page_of_groups(fields, kind, Inner::Whole),
                                  page_of_groups(fields, kind, Inner::Parts), page_of_misspelt(fields, kind),
                                  page_of_limits(fields, kind, true), page_of_limits(fields, kind, false)}) {
    if (!says_something(page)) continue;
    std::set<uint32_t> lines;
    actual += told(path, page, lines);
    check_all_told(page, lines);
  }
  check_golden(name, actual);
}

// site.json.

/// A value that the type cannot hold, as JSON writes it.
std::string wrong_json(const FieldDefinition& field) {
  switch (field.type) {
    case FieldType::Text:
    case FieldType::LongText:
    case FieldType::Telephone:
    case FieldType::Email:
      return R"({"甲": "乙"})";
    case FieldType::Integer:
      return R"("许多")";
    case FieldType::Boolean:
      return R"("也许")";
    case FieldType::Date:
    case FieldType::DateTime:
    case FieldType::Occasion:
      return R"("2026-06-31")";
    case FieldType::Address:
      return R"j("javascript:alert(1)")j";
    case FieldType::File:
    case FieldType::PageLink:
      return R"("none.md")";
    case FieldType::Choice:
    case FieldType::Object:
    case FieldType::Any:
      return R"("甲")";
  }
  return "";
}

/// Each of `lines` as an entry of an object, in a line of its own.
std::string object_of(const std::vector<std::string>& lines) {
  std::string text = "{\n";
  for (size_t i = 0; i < lines.size(); i++) text += lines[i] + (i + 1 < lines.size() ? ",\n" : "\n");
  return text + "}\n";
}

std::string entry_of(std::string_view key, std::string_view json) {
  return "\"" + std::string(key) + "\": " + std::string(json);
}

/// Each key of site.json, and each part of its groups, with a value of another type.
std::string config_of_wrong_types() {
  std::vector<std::string> lines;
  for (const FieldDefinition& field : model::config_fields())
    lines.push_back(entry_of(field.key, wrong_json(field)));
  return object_of(lines);
}

constexpr std::string_view kSiteBasics = R"("name": "测试站", "sponsor": "某办", "edition": "2026")";

std::string config_of_wrong_parts() {
  std::vector<std::string> lines = {std::string(kSiteBasics)};
  for (const FieldDefinition& field : model::config_fields()) {
    if (field.type != FieldType::Object) continue;
    std::string parts;
    for (const FieldDefinition& part : field.fields)
      parts += (parts.empty() ? "\n" : ",\n") + entry_of(part.key, wrong_json(part));
    lines.push_back(entry_of(field.key, field.list ? "[{" + parts + "\n}]" : "{" + parts + "\n}"));
  }
  return object_of(lines);
}

std::string config_of_misspelt() {
  std::vector<std::string> lines = {std::string(kSiteBasics)};
  for (const FieldDefinition& field : model::config_fields()) {
    lines.push_back(entry_of(std::string(field.key) + "z", R"("一")"));
    if (field.type != FieldType::Object) continue;
    const std::string part = entry_of(std::string(field.fields.front().key) + "z", R"("一")");
    lines.push_back(entry_of(field.key, field.list ? "[{" + part + "}]" : "{" + part + "}"));
  }
  return object_of(lines);
}

/// Values of the right type that are wrong all the same, a line each.
std::string config_of_wrong_values() {
  return object_of({
      std::string(kSiteBasics),
      R"("url": "www.a.example")",
      R"("url": "https://a.example/?x=1")",
      R"("timezone": "北京时间")",
      R"("language": "中文")",
      R"("language": "zh_CN")",
      R"("edition": "1999")",
      R"("theme": "none")",
      R"("tone": ["红"])",
      R"("tone": ["#a3171", "#a3171g"])",
      R"("tone": ["#111111", "#222", "#333333", "#444444"])",
      R"("contact": {"tel": "待定"})",
      R"("contact": {"email": "office"})",
      R"("contact": {"email": "office@a．example"})",
      R"("columns": [{"name": "空"}])",
      R"("columns": [{"to": "2026/"}])",
      R"("columns": [{"name": "无", "to": "2026/none/"}])",
      R"("footer_links": [{"label": "无", "to": "none.md"}])",
      R"j("footer_links": [{"label": "坏", "to": "javascript:alert(1)"}])j",
      R"("trail": [{"label": "首页", "to": "ftp://a.example/"}])",
      R"("tags": {"甲": ["乙"]})",
      R"("redirects": {"old.html": 5})",
      R"("redirects": {"old.html": "none.md"})",
      R"("html": {"script": []})",
      R"("html": {"abbr": ["onclick"]})",
      R"("name": " ")",
  });
}

/// What is told of a site.json; each of its lines but those in `plain` has something told of it.
std::string told_of_config(const std::string& json, std::string_view plain) {
  std::set<uint32_t> lines;
  const std::string out = told_of_site(json, "2026/ok.md", "---\ntitle: 好\n---\n好。\n", "site.json", lines);
  std::istringstream in(json);
  std::string line;
  for (uint32_t number = 1; std::getline(in, line); number++) {
    const bool opens = line.ends_with("{") && line != "{";
    if (line == "{" || line == "}" || line == "}," || line == "}]" || line == "}]," || opens ||
        (!plain.empty() && line.starts_with(plain)))
      continue;
    CAPTURE(line);
    CHECK(lines.contains(number));
  }
  return out;
}

}  // namespace

TEST_CASE("wrong input of every key of site.json is told at its place") {
  check_golden("site", told_of_config(config_of_wrong_types(), "") +
                           told_of_config(config_of_wrong_parts(), kSiteBasics) +
                           told_of_config(config_of_misspelt(), kSiteBasics));
}

TEST_CASE("wrong values of site.json are told, one at a time") {
  // One site each: the later of two equal keys would hide the first.
  std::string actual;
  std::istringstream in(config_of_wrong_values());
  std::string line;
  while (std::getline(in, line)) {
    if (line.ends_with(',')) line.pop_back();
    if (line == "{" || line == "}" || line == kSiteBasics) continue;
    const bool name = line.starts_with("\"name\"");
    const std::string json = object_of({name ? R"("sponsor": "某办")" : std::string(kSiteBasics), line});
    actual += "# " + line + "\n" + told_of_config(json, name ? R"("sponsor")" : kSiteBasics);
  }
  check_golden("site-values", actual);
}

TEST_CASE("wrong input of every field is told at its place") {
  check_kind("common", "page", "2026/a.md", campaign::common_fields());
  check_kind("campaign", "", "2026/_index.md", campaign::campaign_fields());
  for (const campaign::KindDefinition& kind : campaign::kinds()) {
    if (!kind.fields.empty()) check_kind(kind.name, kind.name, "2026/a.md", kind.fields);
  }
}
