// Law 6: incremental output equals clean output, byte for byte, after any sequence of edits. This
// repository's own site, with a theme of its own, lies on a disk in memory; an editor who knows no mercy
// changes it 300 times; after each change what an incremental build left in public/ is held against a build
// from nothing. So is what a session leaves there, which is told the names of the files that were touched.
//
// The edits come from a seed, so that a failure can be seen again; HERALD_SEED and HERALD_EDITS give others.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "build/build.h"
#include "build/session.h"
#include "build/theme.h"
#include "io/files.h"

namespace fs = std::filesystem;
using namespace herald;

namespace {

using Files = std::map<std::string, std::string>;

void add_folder(const fs::path& folder, const std::string& name, Files& files) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files[name + "/" + fs::relative(entry.path(), folder).generic_string()] =
        std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
}

Files own_site() {
  const fs::path root = HERALD_SOURCE_DIR;
  Files files;
  add_folder(root / "content", "content", files);
  add_folder(root / "assets", "assets", files);
  for (const build::EmbeddedFile& file : build::embedded_theme())
    files["themes/mine/" + std::string(file.path)] = file.bytes;
  std::ifstream in(root / "site.json", std::ios::binary);
  std::string config{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  config = base::replace_all(config, "\"theme\": \"default\"", "\"theme\": \"mine\"");
  files["site.json"] = config;
  return files;
}

Files below(const io::Disk& disk, std::string_view folder) {
  Files found;
  for (auto& [path, bytes] : io::files_of(disk)) {
    if (path.starts_with(folder)) found[path] = bytes;
  }
  return found;
}

/// Everything but what builds made.
Files inputs_of(const io::Disk& disk) {
  Files inputs = io::files_of(disk);
  std::erase_if(inputs, [](const auto& file) {
    return file.first.starts_with("public/") || file.first.starts_with(".herald/");
  });
  return inputs;
}

/// Says where two folders differ; an empty text when they do not.
std::string difference(const Files& got, const Files& wanted) {
  for (const auto& [path, bytes] : wanted) {
    const auto at = got.find(path);
    if (at == got.end()) return path + " is missing";
    if (at->second == bytes) continue;
    size_t i = 0;
    while (i < bytes.size() && i < at->second.size() && bytes[i] == at->second[i]) i++;
    const size_t from = i < 80 ? 0 : i - 80;
    return path + " differs at byte " + std::to_string(i) +
           "\n  incremental: " + at->second.substr(from, 160) + "\n  clean:       " + bytes.substr(from, 160);
  }
  for (const auto& [path, bytes] : got) {
    if (!wanted.contains(path)) return path + " should not be there";
  }
  return {};
}

/// Who changes the site.
class Editor {
 public:
  Editor(io::Disk& disk, uint64_t seed) : disk_(disk), random_(seed) {
    options_.as_of = base::parse_iso_date_time("2026-06-10T09:00");
  }

  build::Options options() const { return options_; }
  void take_back(const build::Options& options) { options_ = options; }

  /// One edit; says what it was.
  std::string edit() {
    static const std::vector<std::pair<int, std::string (Editor::*)()>> kEdits = {
        {8, &Editor::change_body},       {6, &Editor::change_title},  {4, &Editor::change_date},
        {5, &Editor::add_field},         {5, &Editor::add_page},      {4, &Editor::delete_page},
        {3, &Editor::rename_page},       {3, &Editor::touch},         {4, &Editor::change_template},
        {2, &Editor::change_string},     {3, &Editor::change_config}, {2, &Editor::change_asset},
        {3, &Editor::change_attachment}, {5, &Editor::move_clock},    {1, &Editor::toggle_drafts},
        {3, &Editor::spoil_output},      {2, &Editor::damage_log},    {1, &Editor::change_history},
        {2, &Editor::remove_field},      {4, &Editor::change_table},  {4, &Editor::wait_a_minute}};
    int sum = 0;
    for (const auto& [weight, how] : kEdits) sum += weight;
    int at = static_cast<int>(random_() % static_cast<unsigned>(sum));
    for (const auto& [weight, how] : kEdits) {
      at -= weight;
      if (at < 0) return (this->*how)();
    }
    return {};
  }

 private:
  size_t below(size_t count) { return count == 0 ? 0 : random_() % count; }

  std::string pick(const std::function<bool(const std::string&)>& is_wanted) {
    std::vector<std::string> paths;
    for (const auto& [path, bytes] : io::files_of(disk_)) {
      if (is_wanted(path)) paths.push_back(path);
    }
    return paths.empty() ? std::string() : paths[below(paths.size())];
  }
  std::string pick_page() {
    return pick(
        [](const std::string& path) { return path.starts_with("content/") && path.ends_with(".md"); });
  }
  std::string read(const std::string& path) { return *disk_.read(path); }
  void write(const std::string& path, const std::string& bytes) { REQUIRE(disk_.write(path, bytes)); }

  /// Replaces the line of the head that begins with `key`, or adds it.
  void set_field(const std::string& path, const std::string& key, const std::string& value) {
    std::string text = read(path);
    const size_t end = text.starts_with("---\n") ? text.find("\n---", 3) : std::string::npos;
    if (end == std::string::npos) {
      write(path, "---\n" + key + ": " + value + "\n---\n" + text);
      return;
    }
    const size_t line = text.find("\n" + key + ":");
    if (line != std::string::npos && line < end) {
      const size_t after = text.find('\n', line + 1);
      text.replace(line + 1, after - line - 1, key + ": " + value);
    } else {
      text.insert(end, "\n" + key + ": " + value);
    }
    write(path, text);
  }

  std::string change_body() {
    const std::string path = pick_page();
    write(path, read(path) + "\n补充第" + std::to_string(++counter_) + "条：请各单位知悉。\n");
    return "body of " + path;
  }
  std::string change_title() {
    const std::string path = pick_page();
    set_field(path, "title", "新的标题" + std::to_string(++counter_));
    return "title of " + path;
  }
  std::string change_date() {
    const std::string path = pick_page();
    const std::string key = below(3) == 0 ? "updated" : "published";
    set_field(path, key, "2026-0" + std::to_string(4 + below(4)) + "-" + std::to_string(10 + below(19)));
    return key + " of " + path;
  }
  std::string add_field() {
    static const std::vector<std::pair<std::string, std::string>> kFields = {
        {"draft", "true"},
        {"draft", "false"},
        {"expires", "2026-06-15"},
        {"weight", "3"},
        {"tags", "[消防, 培训]"},
        {"audience", "[企业]"},
        {"summary", "摘要一句。"},
        {"purpose", "report"},
        {"slug", "new-name"},
        {"status", "draft"},
        {"short_title", "简称"},
        {"kind", "news"},
        {"status", "withdrawn"},
        {"weeks", "[1, 2]"},
        {"topics", "[消防, 用电]"},
        {"tags", "培训"},
        {"audience", "[社区, 家庭]"},
        {"sessions", "[6月8日 9:30—11:00, 6月10日 14:00]"},
        {"venue", "新的会场"},
        {"key_day", "咨询日"},
        {"start", "6月中旬"},
        {"end", "6月底"},
        {"event_status", "moved-online"},
        {"event_status", "postponed"},
        {"mode", ""},
        {"cover", "cover.png"},
        {"topic", "消防"}};
    const std::string path = pick_page();
    const auto& [key, value] = kFields[below(kFields.size())];
    set_field(path, key, value);
    return key + ": " + value + " in " + path;
  }
  std::string change_table() {
    const std::string path = "content/2026/events/rows" + std::to_string(below(2)) + ".csv";
    if (disk_.stat(path) && below(4) == 0) {
      REQUIRE(disk_.remove(path, "content"));
      return "without " + path;
    }
    std::string text = "日期,时间,活动,地点,编号\n";
    for (size_t i = 0; i <= below(3); i++) {
      const std::string number = std::to_string(below(4));
      const std::string day = below(4) == 0 ? "上旬至中旬" : std::to_string(8 + below(4)) + "日";
      text += "6月" + day + "," + std::to_string(9 + below(3)) + ":00,活动" + number + ",地点" +
              std::to_string(below(3)) + "," + (below(3) == 0 ? "id" + number : "") + "\n";
    }
    write(path, text);
    return "rows of " + path;
  }
  std::string remove_field() {
    const std::string path = pick_page();
    std::string text = read(path);
    const size_t end = text.starts_with("---\n") ? text.find("\n---", 3) : std::string::npos;
    if (end == std::string::npos) return "nothing";
    std::vector<size_t> lines;
    for (size_t at = 3; at < end; at = text.find('\n', at + 1)) lines.push_back(at);
    const size_t line = lines[below(lines.size())];
    const std::string gone = text.substr(line + 1, text.find('\n', line + 1) - line - 1);
    text.erase(line, gone.size() + 1);
    write(path, text);
    return "without `" + gone + "` in " + path;
  }
  std::string add_page() {
    const std::string from = pick_page();
    const std::string to = from.substr(0, from.rfind('/') + 1) + "new-" + std::to_string(++counter_) + ".md";
    write(to, read(from));
    set_field(to, "id", "new-" + std::to_string(counter_));
    return "copy of " + from + " as " + to;
  }
  std::string delete_page() {
    const std::string path = pick_page();
    REQUIRE(disk_.remove(path, "content"));
    return "without " + path;
  }
  std::string rename_page() {
    const std::string from = pick_page();
    const std::string to =
        from.substr(0, from.rfind('/') + 1) + "named-" + std::to_string(++counter_) + ".md";
    write(to, read(from));
    REQUIRE(disk_.remove(from, "content"));
    return from + " renamed to " + to;
  }
  std::string touch() {
    const std::string path =
        pick([](const std::string& p) { return !p.starts_with("public/") && !p.starts_with(".herald/"); });
    const std::string bytes = read(path);
    REQUIRE(disk_.remove(path, ""));
    write(path, bytes);
    return "touched " + path;
  }
  std::string change_template() {
    const std::string path =
        pick([](const std::string& p) { return p.starts_with("themes/mine/templates/"); });
    write(path,
          read(path) + "{# " + std::to_string(++counter_) + " #}" + (below(2) == 0 ? "<!-- x -->" : ""));
    return "template " + path;
  }
  std::string change_string() {
    const std::string path = pick([](const std::string& p) { return p.starts_with("themes/mine/strings/"); });
    std::string text = read(path);
    size_t at = text.find("\": \"", below(text.size()));
    if (at == std::string::npos) at = text.find("\": \"");
    if (below(4) == 0) {
      const size_t line = text.rfind('\n', at), next = text.find('\n', at);
      if (text[next - 1] == ',') text.erase(line, next - line);  // a string less
    } else {
      text.insert(at + 4, "新");
    }
    write(path, text);
    return "string table " + path;
  }
  std::string change_config() {
    std::string text = read("site.json");
    const size_t at = text.find("\"name\": \"");
    text.insert(at + 9, std::to_string(++counter_));
    write("site.json", text);
    return "site.json";
  }
  std::string change_asset() {
    const std::string path = pick([](const std::string& p) {
      return p.starts_with("themes/mine/assets/") || p.starts_with("assets/");
    });
    write(path, read(path) + "\n/* " + std::to_string(++counter_) + " */\n");
    return "asset " + path;
  }
  std::string change_attachment() {
    const std::string path =
        pick([](const std::string& p) { return p.starts_with("content/") && !p.ends_with(".md"); });
    if (path.empty() || path.ends_with(".json")) return "nothing";
    write(path, read(path) + "x");
    return "attachment " + path;
  }
  std::string move_clock() {
    static const std::vector<std::string> kMoments = {
        "2026-05-01T00:00", "2026-05-31T23:59", "2026-06-01T00:00", "2026-06-10T09:00", "2026-06-10T09:01",
        "2026-06-16T10:00", "2026-06-16T18:00", "2026-06-30T12:00", "2026-07-15T08:00", "2027-01-01T00:00"};
    const std::string& moment = kMoments[below(kMoments.size())];
    options_.as_of = base::parse_iso_date_time(moment);
    return "as of " + moment;
  }
  /// As people work: the clock goes on while they do.
  std::string wait_a_minute() {
    if (options_.as_of->minute < 1439) options_.as_of->minute++;
    return "a minute later";
  }
  std::string toggle_drafts() {
    options_.drafts = !options_.drafts;
    return options_.drafts ? "with drafts" : "without drafts";
  }
  std::string spoil_output() {
    const std::string path = pick([](const std::string& p) { return p.starts_with("public/"); });
    if (path.empty() || path == "public/manifest.sha256") return "nothing";
    if (below(2) == 0) {
      REQUIRE(disk_.remove(path, "public"));
      return "output gone: " + path;
    }
    write(path, "spoiled " + std::to_string(++counter_));
    return "output spoiled: " + path;
  }
  std::string damage_log() {
    const std::string path = pick([](const std::string& p) { return p.starts_with(".herald/"); });
    if (path.empty()) return "nothing";
    std::string bytes = read(path);
    if (bytes.empty()) return "nothing";
    if (below(2) == 0) bytes.resize(below(bytes.size()));
    if (!bytes.empty()) bytes[below(bytes.size())] ^= 0x55;
    write(path, bytes);
    return "damaged " + path;
  }
  std::string change_history() {
    const std::string id = "2026/notices/" + std::to_string(below(3));
    std::string page =
        pick([](const std::string& p) { return p.starts_with("content/2026/") && p.ends_with(".md"); });
    if (!page.empty()) page = page.substr(8, page.size() - 11);
    const std::string changed =
        "2026-0" + std::to_string(4 + below(6)) + (below(2) == 0 ? "-11" : "-11T09:30");
    write("content/history.json", "{\"version\": 1, \"pages\": {\"" + id + "\": {\"address\": \"old-" +
                                      std::to_string(++counter_) + ".html\", \"sequence\": 2}, \"" + page +
                                      "\": {\"changed\": \"" + changed + "\"}}}\n");
    return "history.json";
  }

  io::Disk& disk_;
  std::mt19937_64 random_;
  build::Options options_;
  int counter_ = 0;
};

int number_of(const char* name, int usual) {
  const char* text = std::getenv(name);
  return text == nullptr ? usual : std::atoi(text);
}

/// Follows `edits` edits. What makes the site wrong is taken back, after a look that nothing was written.
void follow(uint64_t seed, unsigned jobs, int edits) {
  const std::unique_ptr<io::Disk> disk = io::memory_disk(own_site());
  Editor editor(*disk, seed);
  std::vector<std::string> done;
  size_t refused = 0, skipped = 0, outputs = 0, quick = 0;
  for (int i = 0; i <= edits; i++) {
    const Files inputs = inputs_of(*disk), built = below(*disk, "public/");
    const build::Options before = editor.options();
    done.push_back(i == 0 ? "first build" : editor.edit());
    build::Options options = editor.options();
    options.jobs = jobs;
    CAPTURE(i);
    CAPTURE(done.back());
    const Files spoiled = below(*disk, "public/");
    const build::Report report = build::build(*disk, options);
    const std::unique_ptr<io::Disk> fresh = io::memory_disk(inputs_of(*disk));
    const build::Report clean = build::build(*fresh, options);
    REQUIRE(report.outcome == clean.outcome);
    REQUIRE(report.diagnostics.all().size() == clean.diagnostics.all().size());
    if (report.outcome != build::Outcome::Done) {
      REQUIRE_MESSAGE(i > 0, base::format_text(report.diagnostics.all().front(), base::Language::English,
                                               base::Colour::No));
      REQUIRE(difference(below(*disk, "public/"), spoiled) == "");
      refused++;
      editor.take_back(before);
      for (const auto& [path, bytes] : inputs_of(*disk)) {
        if (!inputs.contains(path)) REQUIRE(disk->remove(path, ""));
      }
      for (const auto& [path, bytes] : inputs) REQUIRE(disk->write(path, bytes));
      continue;
    }
    REQUIRE(difference(below(*disk, "public/"), below(*fresh, "public/")) == "");
    skipped += report.outputs - report.rendered;
    outputs += report.outputs;
    quick += report.rendered > 0 && report.metadata_read + report.files_parsed < report.pages ? 1 : 0;
  }
  MESSAGE("refused edits: " << refused << " of " << edits << ", outputs left as they were: " << skipped
                            << " of " << outputs << ", builds that read few pages: " << quick);
  CHECK(refused * 2 < static_cast<size_t>(edits));
  CHECK(skipped * 3 > outputs);
  CHECK((quick > 0 || edits < 300));
}

/// The paths of files that only one of the two has, or that differ.
std::vector<std::string> touched(const Files& before, const Files& now) {
  std::vector<std::string> paths;
  for (const auto& [path, bytes] : now) {
    const auto at = before.find(path);
    if (at == before.end() || at->second != bytes) paths.push_back(path);
  }
  for (const auto& [path, bytes] : before) {
    if (!now.contains(path)) paths.push_back(path);
  }
  return paths;
}

/// The clock that shows the editor's moment where the site is.
int64_t clock_of(const build::Options& options) {
  constexpr int kShanghai = 480;
  return (base::days_of(options.as_of->date) * 1440 + options.as_of->minute - kShanghai) * 60;
}

/// Follows a session through `builds` builds, each after a few edits. Now and then somebody ends it and
/// begins another one, builds beside it, or spoils what it has made: of that it is not told, but asked to
/// look at everything.
void follow_session(uint64_t seed, unsigned jobs, int builds) {
  const std::unique_ptr<io::Disk> disk = io::memory_disk(own_site());
  Editor editor(*disk, seed);
  std::mt19937_64 random(seed + 1);
  const auto one_in = [&](unsigned count) { return random() % count == 0; };
  const auto options_now = [&] {
    build::Options options = editor.options();
    options.unix_now = clock_of(options);
    options.as_of.reset();
    options.jobs = jobs;
    return options;
  };
  auto session = std::make_unique<build::Session>(*disk, options_now());
  bool with_drafts = false;
  Files seen, right = inputs_of(*disk), left;
  build::Options right_options = editor.options();
  size_t refused = 0, skipped = 0, outputs = 0, parsed = 0;
  for (int i = 0; i <= builds; i++) {
    std::string done;
    for (uint64_t edits = i == 0 ? 0 : 1 + random() % 2; edits > 0; edits--) done += editor.edit() + "; ";
    const bool is_spoiled = below(*disk, "public/") != left;
    const build::Options options = options_now();
    if (options.drafts != with_drafts || one_in(40)) {
      with_drafts = options.drafts;
      session = std::make_unique<build::Session>(*disk, options);
      done += "another session";
    } else if (one_in(25)) {
      (void)build::build(*disk, options);
      done += "another process";
    } else if (one_in(15)) {
      session->save();
      done += "saved";
    }
    CAPTURE(i);
    CAPTURE(done);
    const Files now = inputs_of(*disk), spoiled = below(*disk, "public/");
    std::optional<std::vector<std::string>> paths = touched(seen, now);
    if (is_spoiled || one_in(20)) paths.reset();
    const build::Report report = session->build(paths, options.unix_now, 0);
    const std::unique_ptr<io::Disk> fresh = io::memory_disk(now);
    const build::Report clean = build::build(*fresh, options);
    REQUIRE(report.outcome == clean.outcome);
    REQUIRE(report.diagnostics.all().size() == clean.diagnostics.all().size());
    seen = now;
    left = below(*disk, "public/");
    if (report.outcome != build::Outcome::Done) {
      REQUIRE(i > 0);
      REQUIRE(difference(left, spoiled) == "");
      refused++;
      editor.take_back(right_options);
      for (const auto& [path, bytes] : now) {
        if (!right.contains(path)) REQUIRE(disk->remove(path, ""));
      }
      for (const auto& [path, bytes] : right) REQUIRE(disk->write(path, bytes));
      continue;
    }
    REQUIRE(difference(left, below(*fresh, "public/")) == "");
    REQUIRE(report.pages == clean.pages);
    REQUIRE(report.hidden.size() == clean.hidden.size());
    std::vector<std::string> changed = report.changed;
    changed.insert(changed.end(), report.gone.begin(), report.gone.end());
    std::vector<std::string> differing = touched(spoiled, left);
    for (std::string& path : differing) path.erase(0, std::string_view("public/").size());
    std::sort(changed.begin(), changed.end());
    std::sort(differing.begin(), differing.end());
    REQUIRE(changed == differing);
    right = now;
    right_options = editor.options();
    skipped += report.outputs - report.rendered;
    outputs += report.outputs;
    parsed += report.files_parsed;
  }
  MESSAGE("refused: " << refused << " of " << builds << ", outputs left as they were: " << skipped << " of "
                      << outputs << ", files parsed: " << parsed);
  CHECK(refused * 2 < static_cast<size_t>(builds));
  CHECK(skipped * 3 > outputs);
}

}  // namespace

TEST_CASE("after any edit an incremental build on one thread equals a clean one") {
  follow(static_cast<uint64_t>(number_of("HERALD_SEED", 20260616)), 1, number_of("HERALD_EDITS", 300));
}

TEST_CASE("after any edit an incremental build on two threads equals a clean one") {
  follow(static_cast<uint64_t>(number_of("HERALD_SEED", 20260616)) + 1, 2, number_of("HERALD_EDITS", 300));
}

TEST_CASE("after any edits what a session on one thread leaves equals a clean build") {
  follow_session(static_cast<uint64_t>(number_of("HERALD_SEED", 20260616)) + 2, 1,
                 number_of("HERALD_EDITS", 300));
}

TEST_CASE("after any edits what a session on two threads leaves equals a clean build") {
  follow_session(static_cast<uint64_t>(number_of("HERALD_SEED", 20260616)) + 3, 2,
                 number_of("HERALD_EDITS", 300));
}
