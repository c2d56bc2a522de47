// Golden tests: a site in a string, built in memory, held against what it must become.
//
// cases/<name>/site.txt holds files, each behind a line `=== path`. Lines `=== option: value` before the
// first file set: `show` (outputs to print, blank-separated, `*` at the end of one for a prefix), `as-of`,
// `drafts`, `select` (only lines of outputs that hold one of these texts, parted by " | "), `with` (a file
// beside cases/ whose files are added: data-theme.txt, which prints what templates are given as data). The
// escape \xNN in a file stands for a byte. cases/<name>/expected.txt is the outcome, the diagnostics in both
// languages, the list of outputs and the outputs that were asked for. UPDATE_GOLDEN=1 writes it: read the
// difference before you commit it.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/diagnostics.h"
#include "base/utf8.h"
#include "build/build.h"
#include "io/files.h"

namespace fs = std::filesystem;
using namespace herald;

namespace {

struct Case {
  std::map<std::string, std::string> files;
  std::map<std::string, std::string> options;
};

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// \xNN in a test's text is that byte: so that files of any encoding can stand in it.
std::string with_bytes(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); i++) {
    if (text.compare(i, 2, "\\x") == 0 && i + 3 < text.size()) {
      out += static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

Case read_case(const std::string& text) {
  Case result;
  std::string path;
  for (std::string_view line : base::split(text, '\n')) {
    if (line.starts_with("=== ")) {
      std::string head(line.substr(4));
      size_t colon = head.find(": ");
      if (path.empty() && colon != std::string::npos) {
        result.options[head.substr(0, colon)] = head.substr(colon + 2);
        continue;
      }
      path = head;
      result.files[path];
    } else if (!path.empty()) {
      result.files[path] += std::string(line) + "\n";
    }
  }
  // split() gives one empty part behind the last newline: each file would end in one newline too many.
  if (!path.empty() && text.ends_with('\n')) result.files[path].pop_back();
  for (auto& [name, bytes] : result.files) bytes = with_bytes(bytes);
  return result;
}

std::string_view name_of(build::Outcome outcome) {
  switch (outcome) {
    case build::Outcome::Done:
      return "done";
    case build::Outcome::ContentErrors:
      return "content errors";
    case build::Outcome::ConfigErrors:
      return "configuration errors";
    case build::Outcome::DiskErrors:
      return "disk errors";
    case build::Outcome::Cancelled:
      return "cancelled";
  }
  return "";
}

bool is_shown(const std::string& path, const std::string& wanted) {
  for (std::string_view one : base::split(wanted, ' ')) {
    if (one == path || (one.ends_with('*') && path.starts_with(one.substr(0, one.size() - 1)))) return true;
  }
  return false;
}

/// Whether `line` holds one of the texts that `select` parts by " | ".
bool is_selected(std::string_view line, std::string_view select) {
  while (!select.empty()) {
    const size_t end = std::min(select.find(" | "), select.size());
    if (line.find(select.substr(0, end)) != std::string_view::npos) return true;
    select.remove_prefix(std::min(end + 3, select.size()));
  }
  return false;
}

void append_output(std::ostringstream& out, const std::string& path, const std::string& bytes,
                   const std::string& select) {
  out << "=== " << path << "\n";
  for (std::string_view line : base::split(bytes, '\n')) {
    std::string_view trimmed = base::trim(line);
    if (trimmed.empty() || (!select.empty() && !is_selected(trimmed, select))) continue;
    if (trimmed.ends_with('\r')) trimmed.remove_suffix(1);
    out << trimmed << "\n";
  }
}

std::string built(Case input) {
  std::map<std::string, std::string> files;
  for (auto& [path, bytes] : input.files) files["site/" + path] = bytes;
  std::unique_ptr<io::Disk> disk = io::memory_disk(files);
  build::Options options;
  options.site_folder = "site";
  options.output_folder = "out";
  options.jobs = 2;
  options.drafts = input.options.count("drafts") != 0;
  options.as_of = base::parse_iso_date_time(input.options.count("as-of") != 0 ? input.options["as-of"]
                                                                              : "2026-06-10T12:00");
  build::Report report = build::build(*disk, options);
  std::ostringstream out;
  out << name_of(report.outcome) << "\n";
  for (const base::Diagnostic& diagnostic : report.diagnostics.all()) {
    out << base::format_text(diagnostic, base::Language::Chinese, base::Colour::No);
    out << "en: " << base::message_of(diagnostic, base::Language::English) << "\n";
  }
  std::map<std::string, std::string> made = io::files_of(*disk);
  std::vector<std::string> shown;
  for (const auto& [path, bytes] : made) {
    if (!path.starts_with("out/")) continue;
    std::string name = path.substr(4);
    // The theme's files are named by their bytes: they would change these goldens with every change of a
    // style sheet.
    if (!name.starts_with("theme/")) out << "-> " << name << "\n";
    if (is_shown(name, input.options["show"])) shown.push_back(name);
  }
  for (const std::string& name : shown)
    append_output(out, name, made["out/" + name], input.options["select"]);
  return out.str();
}

void check_case(const fs::path& folder) {
  CAPTURE(folder.filename().string());
  Case input = read_case(read_file(folder / "site.txt"));
  if (const auto with = input.options.find("with"); with != input.options.end()) {
    const Case more = read_case(read_file(folder.parent_path().parent_path() / with->second));
    input.files.insert(more.files.begin(), more.files.end());
  }
  std::string actual = built(std::move(input));
  const char* update = std::getenv("UPDATE_GOLDEN");
  if (update != nullptr && *update == '1') {
    std::ofstream(folder / "expected.txt", std::ios::binary) << actual;
    return;
  }
  CHECK_EQ(actual, read_file(folder / "expected.txt"));
}

}  // namespace

TEST_CASE("each case's site becomes what its expected.txt says") {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(HERALD_GOLDEN_DIR)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  REQUIRE_GT(folders.size(), 0);
  for (const fs::path& folder : folders) check_case(folder);
}

// inventory.txt lists what the documents of such campaigns hold, a row each: what it is called, the case that
// has it in, and a piece of the case's expected.txt that shows what became of it. Columns are parted by " |
// ".
TEST_CASE("each element of the inventory is in a case that shows what becomes of it") {
  const std::string table = read_file(fs::path(HERALD_GOLDEN_DIR).parent_path() / "inventory.txt");
  std::set<std::string> elements, cases;
  for (std::string_view line : base::split(table, '\n')) {
    if (base::trim(line).empty() || line.starts_with('#')) continue;
    CAPTURE(std::string(line));
    const size_t first = line.find(" | ");
    REQUIRE(first != std::string_view::npos);
    const size_t second = line.find(" | ", first + 3);
    REQUIRE(second != std::string_view::npos);
    const std::string name(line.substr(first + 3, second - first - 3));
    const std::string expected = read_file(fs::path(HERALD_GOLDEN_DIR) / name / "expected.txt");
    CHECK_MESSAGE(expected.find(line.substr(second + 3)) != std::string::npos, "nothing of it in ", name);
    CHECK_MESSAGE(elements.insert(std::string(line.substr(0, first))).second, "twice in the table");
    cases.insert(name);
  }
  CHECK_GE(elements.size(), 140);
  // A case that was made for the inventory and that no row names shows nothing of it.
  for (const auto& entry : fs::directory_iterator(HERALD_GOLDEN_DIR)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("inventory-"))
      CHECK_MESSAGE(cases.contains(name), "no row of the table names ", name);
  }
}
