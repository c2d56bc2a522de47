// Names of files to save, the ZIPs of an edition, and links that have ended.

#include "campaign/archives.h"

#include <vector>

#include "campaign/views.h"
#include "helpers.h"

namespace herald::campaign::test {
namespace {

struct Input {
  std::vector<std::pair<std::string, std::string>> pages;  ///< Path below 2026/materials/, and the text.
  std::vector<std::pair<std::string, uint64_t>> files;     ///< Likewise, and bytes.
};

struct Made {
  model::Site site;
  Views views;
  base::Diagnostics diagnostics;
};

Made make(const Input& input, base::Date today = {2026, 6, 10}) {
  model::SiteInput site;
  site.config = model::default_config("site");
  site.time.now = {today, 720};
  for (const auto& [path, text] : input.pages) site.pages.push_back(parse("2026/materials/" + path, text));
  for (const auto& [path, bytes] : input.files) {
    model::ContentFile file;
    file.path = "2026/materials/" + path;
    file.size = bytes;
    site.files.push_back(file);
  }
  base::Diagnostics assembling;
  Made made;
  made.site = model::assemble(std::move(site), assembling);
  made.views = gather(made.site, made.diagnostics);
  return made;
}

/// "all: a.pdf b.pdf / topic(专题): a.pdf"
std::string shown(const Made& made) {
  std::string out;
  for (const ArchiveView& view : made.views.editions.at(0).archives) {
    out += (out.empty() ? "" : " / ") + view.name + (view.topic.empty() ? "" : "(" + view.topic + ")") + ":";
    for (const ArchivedFile& file : view.files) out += " " + file.name;
  }
  return out;
}

std::string page(std::string_view title, std::string_view head, std::string_view body = "文。\n") {
  return "---\ntitle: " + std::string(title) + "\n" + std::string(head) + "---\n" + std::string(body);
}

}  // namespace

TEST_CASE("a file is called what the table of its page calls it") {
  const Made made =
      make({{{"a.md", page("资料", "", "| 资料 | 链接 |\n|---|---|\n| 中文海报 | [下载](a.txt) |\n")}},
            {{"a.txt", 5}}});
  CHECK(shown(made) == "all: 中文海报.txt");
}

TEST_CASE("there is an archive of all files and one a topic") {
  const Made made = make({{{"a/index.md", page("折页", "files: [zheye.pdf]\ntopics: [充电安全]\n")},
                           {"b/index.md", page("海报", "files: [haibao.svg]\ntopics: [充电安全, 燃气]\n")},
                           {"c.md", page("网课", "topics: [燃气]\n")}},
                          {{"a/zheye.pdf", 10}, {"b/haibao.svg", 20}}});
  CHECK(shown(made) ==
        "all: 折页.pdf 海报.svg / chong-dian-an-quan(充电安全): 折页.pdf 海报.svg / ran-qi(燃气): 海报.svg");
  CHECK(codes(made.diagnostics).empty());
}

TEST_CASE("without files there is no archive") {
  CHECK(shown(make({{{"c.md", page("网课", "topics: [燃气]\n")}}, {}})).empty());
}

TEST_CASE("files that nobody names, and covers, are not in it") {
  CHECK(shown(make({{{"a/index.md", page("折页", "files: [a.pdf]\ncover: {src: cover.jpg, alt: 封面}\n")}},
                    {{"a/a.pdf", 10}, {"a/cover.jpg", 5}, {"a/draft.pdf", 5}}})) == "all: 折页.pdf");
}

TEST_CASE("what is saved is called by its title, its Chinese name or the material") {
  const std::pair<const char*, const char*> kCases[] = {
      {"files: [a.pdf]\n", "all: 充电折页.pdf"},
      {"files: [{src: a.pdf, title: 打印版}]\n", "all: 打印版.pdf"},
      {"files: [{src: a.pdf, title: 打印版.PDF}]\n", "all: 打印版.pdf"},
      {"files: [{src: a.pdf, title: '问/答: <一>'}]\n", "all: 问／答： ＜一＞.pdf"},
      {"files: [折页原文.pdf]\n", "all: 折页原文.pdf"},
      {"files: [a.pdf, b.txt]\n", "all: 充电折页.pdf b.txt"},
      {"attachments: [{label: 附件, file: a.pdf, title: 附件名}]\n", "all: 附件名.pdf"},
  };
  for (const auto& [head, expected] : kCases) {
    CAPTURE(head);
    CHECK(shown(make({{{"a/index.md", page("充电折页", head)}},
                      {{"a/a.pdf", 1}, {"a/b.txt", 1}, {"a/折页原文.pdf", 1}}})) == expected);
  }
}

TEST_CASE("equal names get a number, and topics of one pinyin too") {
  CHECK(shown(make({{{"a/index.md", page("海报", "files: [a.svg]\ntopics: [事实]\n")},
                     {"b/index.md", page("海报", "files: [b.svg]\ntopics: [实时]\n")},
                     {"c/index.md", page("海报", "files: [c.svg]\ntopics: [all]\n")}},
                    {{"a/a.svg", 1}, {"b/b.svg", 1}, {"c/c.svg", 1}}})) ==
        "all: 海报.svg 海报-2.svg 海报-3.svg / shi-shi(事实): 海报.svg / shi-shi-2(实时): 海报.svg / "
        "all-2(all): 海报.svg");
}

TEST_CASE("an archive that is too large is told and left out") {
  const Made made = make({{{"a/index.md", page("片一", "files: [a.mp4]\ntopics: [演练]\n")},
                           {"b/index.md", page("片二", "files: [b.mp4]\n")}},
                          {{"a/a.mp4", uint64_t{3} << 29}, {"b/b.mp4", uint64_t{3} << 29}}});
  CHECK(shown(made) == "yan-lian(演练): 片一.mp4");
  REQUIRE(made.diagnostics.all().size() == 1);
  CHECK(made.diagnostics.all()[0].code == base::Code::ArchiveTooLarge);
  CHECK(made.diagnostics.all()[0].arguments == std::vector<std::string>{"all.zip", "3.2"});
}

TEST_CASE("a link whose last day is over is told, wherever it stands") {
  const auto told = [](const std::string& text, base::Date today) {
    return codes(make({{{"a.md", text}}, {}}, today).diagnostics);
  };
  const std::string head =
      page("片", "sources:\n  - url: https://pan.example/s/1\n    expires: 2026-06-30\n");
  CHECK(told(head, {2026, 6, 30}).empty());
  CHECK(told(head, {2026, 7, 1}) == "5:14 share-expired");
  const std::string body =
      page("片", "", "链接：https://pan.example/s/1 提取码：ab12 有效期至：2026年6月30日\n");
  CHECK(told(body, {2026, 6, 30}).empty());
  CHECK(told(body, {2026, 7, 1}) == "4:4 share-expired");
  const std::string fuzzy = page("片", "sources:\n  - {url: 'https://pan.example/s/1', expires: 6月底}\n");
  CHECK(told(fuzzy, {2026, 6, 30}).empty());
  CHECK(told(fuzzy, {2026, 7, 1}).ends_with("share-expired"));
  const std::string table = page("片", "",
                                 "| 资料 | 链接 | 提取码 | 有效期 |\n|---|---|---|---|\n| 片 | "
                                 "https://pan.example/s/1 | ab12 | 6月30日 |\n");
  CHECK(told(table, {2026, 6, 30}).empty());
  CHECK(told(table, {2026, 7, 1}).ends_with("share-expired"));
  CHECK(told(page("片", "", "链接：https://pan.example/s/1 提取码：ab12 有效期：永久有效\n"), {2030, 1, 1})
            .empty());
}

}  // namespace herald::campaign::test
