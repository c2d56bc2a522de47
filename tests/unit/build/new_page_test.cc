#include "build/new_page.h"

#include <doctest/doctest.h>

#include "build/build.h"

using namespace herald;

namespace {

struct Made {
  std::string path, text;
  base::Diagnostics diagnostics;
  std::string code() const {
    return diagnostics.empty() ? "" : std::string(base::text_of(diagnostics.all()[0].code).name);
  }
};

const std::map<std::string, std::string> kSite = {
    {"s/site.json", R"({"name": "站", "sponsor": "青石街道办事处", "edition": "2026"})"},
    {"s/content/2026/_index.md", "---\ntitle: 年\n---\n"},
    {"s/content/2025/news/a.md", "# 甲\n"}};

Made make(const std::string& kind, const std::string& title, const std::string& edition = "",
          std::map<std::string, std::string> files = kSite) {
  const auto disk = io::memory_disk(std::move(files));
  build::NewPage page;
  page.site_folder = "s";
  page.kind = kind;
  page.title = title;
  page.edition = edition;
  page.today = {2026, 5, 20};
  Made made;
  made.path = build::new_page(*disk, page, made.diagnostics);
  if (!made.path.empty()) made.text = *disk->read("s/" + made.path);
  return made;
}

}  // namespace

TEST_CASE("a new page lies in the folder of its kind in the current edition") {
  CHECK(make("notice", "关于开展自查的通知").path ==
        "content/2026/notices/guan-yu-kai-zhan-zi-cha-de-tong-zhi.md");
  CHECK(make("通知", "自查", "2027").path == "content/2027/notices/zi-cha.md");
  CHECK(make("schedule", "活动日程").path == "content/2026/schedule.md");
  CHECK(make("page", "关于本站").path == "content/guan-yu-ben-zhan.md");
  CHECK(make("page", "说明", "2026").path == "content/2026/shuo-ming.md");
}

TEST_CASE("without site.json the latest year counts, and without years none") {
  CHECK(make("news", "x", "", {{"s/content/2024/a.md", ""}, {"s/content/2025/a.md", ""}}).path ==
        "content/2025/news/x.md");
  CHECK(make("news", "x", "", {{"s/content/a.md", ""}}).path == "content/news/x.md");
  CHECK(make("news", "x", "", {{"s/a.md", ""}}).path == "news/x.md");
}

TEST_CASE("it is filled with what the site knows") {
  const Made made = make("notice", "自查");
  CHECK(made.text.find("发文机关: 青石街道办事处\n") != std::string::npos);
  CHECK(made.text.find("成文日期: 2026-05-20\n") != std::string::npos);
}

TEST_CASE("nothing is overwritten, and an unknown kind is told") {
  auto files = kSite;
  files["s/content/2026/notices/zi-cha.md"] = "x";
  CHECK(make("notice", "自查", "", files).code() == "page-exists");
  files = kSite;
  files["s/content/2026/notices/zi-cha/index.md"] = "x";
  CHECK(make("notice", "自查", "", files).code() == "page-exists");
  const Made unknown = make("notise", "自查");
  CHECK(unknown.code() == "kind-unknown");
  CHECK(unknown.diagnostics.all()[0].notes.size() == 1);
  CHECK(make("notice", "自查", "", {}).code() == "folder-missing");
}
