#include "campaign/kinds.h"
#include "helpers.h"

namespace herald::campaign::test {
namespace {

void check_title(std::string path, std::string_view text, std::string_view title, std::string_view body) {
  CAPTURE(text);
  const auto page = parse(std::move(path), text);
  CHECK(page->title == title);
  CHECK(page->text->body.html == body);
}

void check_summary(std::string_view text, std::string_view summary) {
  CAPTURE(text);
  CHECK(parse("a.md", text)->summary == summary);
}

void check_kind(std::string path, std::string_view head, model::Kind kind,
                std::string_view diagnostics = "") {
  CAPTURE(path);
  CAPTURE(head);
  const auto page =
      parse(std::move(path), "---\ntitle: 题\n" + std::string(head) +
                                 "---\n\n1. 甲\n\n| 日期 | 活动 |\n|---|---|\n| 6月1日 | （　）次 |\n");
  CHECK(page->kind == kind);
  CHECK(codes(page->diagnostics) == diagnostics);
}

void check_field(std::string path, std::string_view head, std::string_view key, std::string_view expected,
                 std::string_view diagnostics = "") {
  CAPTURE(head);
  const auto page = parse(std::move(path), "---\ntitle: 题\n" + std::string(head) + "---\n");
  CHECK(json(page->fields.get(key)) == expected);
  CHECK(codes(page->diagnostics) == diagnostics);
}

}  // namespace

TEST_CASE("the title is stated, or the first heading, or the file's name") {
  check_title("a.md", "---\ntitle: 甲\n---\n## 乙\n", "甲", "<h2 id=\"乙\">乙</h2>\n");
  check_title("a.md", "# 甲\n\n文。\n", "甲", "<p>文。</p>\n");
  check_title("a.md", "文。\n\n# 甲\n", "甲", "<p>文。</p>\n");
  check_title("2026/notices/guan-yu.md", "文。\n", "guan-yu", "<p>文。</p>\n");
  check_title("2026/notices/防汛/index.md", "文。\n", "防汛", "<p>文。</p>\n");
  check_title("a.md", "---\ntitle: 甲\n---\n# 甲\n\n文。\n", "甲", "<p>文。</p>\n");
  check_title("a.md", "", "a", "");
}

TEST_CASE("the highest heading below the title is printed as the second level") {
  check_title("a.md", "---\ntitle: 题\n---\n# 甲\n\n## 乙\n", "题",
              "<h2 id=\"甲\">甲</h2>\n<h3 id=\"乙\">乙</h3>\n");
  check_title("a.md", "---\ntitle: 题\n---\n### 甲\n\n#### 乙\n", "题",
              "<h2 id=\"甲\">甲</h2>\n<h3 id=\"乙\">乙</h3>\n");
  const auto page = parse("a.md", "# 题\n\n## 甲\n\n### 乙\n");
  REQUIRE(page->text->headings.size() == 2);
  CHECK(int{page->text->headings[0].level} == 2);
  CHECK(int{page->text->headings[1].level} == 3);
}

TEST_CASE("the summary is stated or the beginning of the text") {
  check_summary("---\nsummary: 一句话。\n---\n文。\n", "一句话。");
  check_summary("# 题\n\n文一。\n\n文二。\n", "文一。文二。");
  check_summary("各有关单位：\n\n文一。\n", "文一。");
  check_summary("第{{ campaign.ordinal }}个。\n\n文二。\n", "文二。");
  check_summary("一、目标\n\n文一。\n", "文一。");
  check_summary("没有标点的一段\n", "没有标点的一段");
  check_summary("链接：https://pan.baidu.com/s/1a 提取码：ab12\n\n贴在楼道里。\n", "贴在楼道里。");
  check_summary("贴在楼道里。链接：https://pan.baidu.com/s/1a 提取码：ab12\n", "贴在楼道里。");
  check_summary("通过百度网盘分享的文件：海报.zip\n链接: https://pan.baidu.com/s/1a?pwd=ab12 提取码: ab12\n",
                "");
  check_summary("| 甲 |\n|---|\n| 乙 |\n", "");
  check_summary("", "");
}

TEST_CASE("a long text's summary is cut at a stop") {
  std::string text;
  for (int i = 0; i < 20; i++) text += "这一句正好十个汉字长。";
  const std::string summary = parse("a.md", text)->summary;
  CHECK(summary.size() <= 120 / 2 * 3 + 3);
  CHECK(summary.starts_with("这一句正好十个汉字长。"));
}

TEST_CASE("of an empty file this alone is told") {
  for (const std::string_view text : {"", "\n", " \n　\n", "\xEF\xBB\xBF\n"}) {
    CAPTURE(text);
    CHECK(codes(parse("2026/notices/a.md", text, true)->diagnostics) == "0:0 empty-page");
    CHECK(codes(parse("2026/news/a/index.md", text, true)->diagnostics) == "0:0 empty-page");
    CHECK(codes(parse("about.md", text, false)->diagnostics).empty());
    CHECK(codes(parse("2026/news/_index.md", text, true)->diagnostics).empty());
  }
}

TEST_CASE("a head that was never opened is read, and told where it begins with a field") {
  const auto draft = parse("about.md", "标题：关于\n状态：草稿\n---\n文\n");
  CHECK(codes(draft->diagnostics) == "1:1 front-matter-unopened");
  CHECK(draft->draft);
  CHECK(draft->title == "关于");
  CHECK(codes(parse("about.md", "说明：关于\n---\n文\n")->diagnostics).empty());
}

TEST_CASE("the ending of a file's name may be in capitals") {
  CHECK(parse("通知.MD", "文\n")->title == "通知");
}

TEST_CASE("the kind is stated, or given by the folder") {
  check_kind("2026/notices/a.md", "", model::Kind::Notice);
  check_kind("2026/notices/a/index.md", "", model::Kind::Notice);
  check_kind("2026/schedule.md", "", model::Kind::Schedule);
  check_kind("about.md", "", model::Kind::Page);
  check_kind("about.md", "kind: slogans\n", model::Kind::Slogans);
  check_kind("about.md", "kind: 统计表\n", model::Kind::Form);
  check_kind("about.md", "类型: 标语\n", model::Kind::Slogans);
  check_kind("2026/notices/_index.md", "", model::Kind::Page);
  check_kind("2026/notices/_index.md", "kind: notice\n", model::Kind::Page);
}

TEST_CASE("an unknown kind is an error at its place, the page is what its folder says") {
  check_kind("2026/slogans/a.md", "kind: notise\n", model::Kind::Slogans, "3:7 kind-unknown");
  const auto page = parse("a.md", "---\nkind: notise\n---\n");
  REQUIRE(page->diagnostics.all()[0].notes.size() == 1);
  CHECK(page->diagnostics.all()[0].notes[0].arguments[0] == "notice");
}

TEST_CASE("type is not kind") {
  check_kind("2026/slogans/a.md", "type: notice\n", model::Kind::Slogans, "3:1 type-is-kind");
  check_field("2026/materials/a.md", "kind: poster\n", "material_type", "\"poster\"",
              "3:7 kind-material-type");
}

TEST_CASE("Chinese labels are keys") {
  check_field("2026/notices/a.md", "发文字号: 云桥办〔2026〕12号\n", "doc_number", "\"云桥办〔2026〕12号\"");
  check_field("2026/notices/a.md", "主送机关: [甲, 乙]\n", "recipients", "[\"甲\",\"乙\"]");
  check_field("2026/notices/a.md", "成文日期: 2026年5月22日\n", "dated", "\"2026-05-22\"");
  check_field("2026/notices/a.md", "信息提供日期: 2026-05-22\n", "published", "\"2026-05-22\"");
  check_field("2026/materials/a.md", "资料类型: 海报\n", "material_type", "\"poster\"");
  check_field("2026/events/a.md", "日期: 6月16日\n", "start", "\"2026-06-16\"");
}

TEST_CASE("objects may be written as one text") {
  check_field("2026/events/a.md", "venue: 市民广场\n", "venue", "{\"name\":\"市民广场\"}");
  check_field("2026/plans/a.md", "period: 6月1日至30日\n", "period",
              "{\"start\":\"2026-06-01\",\"end\":\"2026-06-30\"}");
  check_field("2026/notices/a.md", "basis: 上级通知\n", "basis", "[{\"title\":\"上级通知\"}]");
  check_field("2026/materials/a.md", "files: [a.pdf]\n", "files", "[{\"src\":\"a.pdf\"}]");
  check_field("2026/events/a.md", "registration: 否\n", "registration", "{\"required\":false}");
}

TEST_CASE("fields that files name are kept for the site to resolve") {
  const auto page = parse("2026/notices/a.md",
                          "---\ntitle: 题\nattachments:\n  - file: a.docx\nissues: ../plans/a.md\n---\n");
  REQUIRE(page->references.size() == 2);
  CHECK(page->references[0].target == "a.docx");
  CHECK(page->references[1].target == "../plans/a.md");
}

TEST_CASE("the sponsor is the source of a page that names none") {
  ParseContext context;
  context.default_source = "街道";
  CHECK(parse_page({"content/a.md", "文。"}, "a.md", context)->fields.get("source").as_text() == "街道");
  CHECK(parse_page({"content/a.md", "---\n来源: 应急办\n---\n"}, "a.md", context)
            ->fields.get("source")
            .as_text() == "应急办");
}

TEST_CASE("starred fields are asked for when there is a site.json") {
  CHECK(codes(parse("2026/notices/a.md", "---\ntitle: 题\n---\n", true)->diagnostics) ==
        "1:1 missing-field 1:1 missing-field 1:1 missing-expected-field");
  CHECK(codes(parse("2026/notices/a.md", "---\ntitle: 题\n---\n", false)->diagnostics) == "");
  CHECK(codes(parse("2026/news/a.md", "---\ntitle: 题\n---\n", true)->diagnostics) ==
        "1:1 missing-expected-field");
  CHECK(codes(parse("2026/notices/_index.md", "---\ntitle: 题\n---\n", true)->diagnostics) == "");
  CHECK(codes(parse("2026/events/a.md", "---\ntitle: 题\nstart: 2026-06-16\norganiser: 街道\n---\n", true)
                  ->diagnostics) == "");
}

TEST_CASE("an edition's index holds the campaign") {
  const auto page = parse(
      "2026/_index.md",
      "---\ntitle: 题\nordinal: 25\ntheme: 多看一眼\nperiod: {start: 2026-06-01, end: 2026-06-30}\n---\n",
      true);
  CHECK(codes(page->diagnostics) == "");
  CHECK(page->fields.get("year").as_int() == 2026);
  CHECK(page->fields.get("ordinal").as_int() == 25);
  CHECK(codes(parse("_index.md", "---\ntheme: 多看一眼\n---\n", true)->diagnostics) == "");
  CHECK(codes(parse("2026/news/_index.md", "---\ntheme: 多看一眼\n---\n", true)->diagnostics) ==
        "2:1 unknown-key");
}

TEST_CASE("drafts are drafts by state or by name") {
  CHECK(parse("a.md", "---\nstatus: draft\n---\n")->draft);
  CHECK(parse("a.md", "---\nstatus: 审核中\n---\n")->draft);
  CHECK(parse("a.md", "---\ndraft: true\n---\n")->draft);
  CHECK(!parse("a.md", "---\nstatus: published\n---\n")->draft);
  CHECK(!parse("a.md", "文。")->draft);
}

TEST_CASE("moments are read from their fields") {
  const auto page = parse("a.md", "---\npublished: 2026-05-25 09:00\nupdated: 2026-05-26\n---\n");
  CHECK(base::iso(page->published) == "2026-05-25T09:00");
  CHECK(base::iso(page->updated) == "2026-05-26");
}

TEST_CASE("an event that ends before it begins is an error") {
  check_field("2026/events/a.md", "start: 2026-06-16 14:00\nend: 2026-06-16 11:30\n", "mode", "null",
              "4:6 event-order");
  check_field("2026/events/a.md", "start: 2026-06-16 14:00\nend: 2026-06-16\n", "mode", "null");
  check_field("2026/events/a.md", "start: 2026-06-16\nend: 2026-06-15\n", "mode", "null", "4:6 event-order");
}

TEST_CASE("a time that an event does not know is likely its beginning") {
  const auto page = parse("2026/events/a.md", "---\ntitle: 题\n时间：2026-06-16 9:00\n---\n");
  REQUIRE(codes(page->diagnostics) == "3:1 unknown-key");
  CHECK(page->diagnostics.all()[0].notes.at(0).arguments.at(0) == "开始时间");
}

TEST_CASE("a head without any line around it is told as that") {
  const auto told = [](std::string_view text) {
    return codes(parse("2026/events/a.md", std::string(text), true)->diagnostics);
  };
  CHECK(told("标题：讲座\n开始时间：6月18日\n\n欢迎。\n") == "1:1 front-matter-unopened");
  CHECK(told("title: Talk\nstart: 2026-06-18\n") == "1:1 front-matter-unopened");
  CHECK(told("标题：讲座\n\n欢迎。\n").find("missing-field") != std::string::npos);
  CHECK(told("主题：讲座\n时间：6月18日\n").find("missing-field") != std::string::npos);
  CHECK(told("标题：讲座\n这一行没有冒号\n").find("missing-field") != std::string::npos);
}

TEST_CASE("a week or period that ends before it begins, and a key day that stands twice, are told") {
  const auto told = [](std::string_view head) {
    return codes(parse("2026/_index.md", "---\ntitle: 周\n" + std::string(head) + "---\n")->diagnostics);
  };
  CHECK(told("各周:\n  - {n: 1, start: 2026-05-31, end: 2026-05-25}\n") == "4:36 event-order");
  CHECK(told("各周:\n  - {n: 1, start: 2026-05-25, end: 2026-05-31}\n") == "");
  const std::string_view kFirst = "key_days:\n  - {date: 2026-06-16, name: 甲}\n";
  CHECK(told(std::string(kFirst) + "  - {date: 2026-06-17, name: 甲}\n") == "5:30 listed-twice");
  CHECK(told(std::string(kFirst) + "  - {date: 2026-06-16, name: 甲}\n") == "5:30 listed-twice");
  CHECK(told(std::string(kFirst) + "  - {date: 2026-06-17, name: 乙}\n") == "");
  CHECK(told(std::string(kFirst) + "  - {date: 2026-06-16, name: 乙}\n") == "");
  CHECK(told("period: {start: 2026-06-30, end: 2026-06-01}\n") == "3:34 event-order");
}

TEST_CASE("weekdays are checked in head and text of every page") {
  CHECK(codes(parse("2026/news/a.md", "---\ntitle: 题\nsummary: 6月16日（周三）\n---\n6月17日（星期三）\n")
                  ->diagnostics) == "3:16 weekday-wrong");
}

TEST_CASE("shares are found on pages of any kind") {
  const auto page =
      parse("2026/notices/a.md", "---\ntitle: 题\n---\n链接：https://pan.baidu.com/s/1a 提取码：ab12\n");
  CHECK(rows(page->records.get("shares"), {"url", "access_code", "line"}) ==
        "https://pan.baidu.com/s/1a|ab12|4");
}

TEST_CASE("shares in directives are shares, and asked for their code") {
  struct Row {
    std::string_view text, shares, diagnostics;
  };
  const Row rows[] = {
      {":网盘[海报]{链接=https://pan.baidu.com/s/1abc 提取码=7k3m 有效期=6月30日}",
       "https://pan.baidu.com/s/1abc|7k3m", ""},
      {":::网盘{链接=https://pan.baidu.com/s/1abc?pwd=7k3m}\n:::",
       "https://pan.baidu.com/s/1abc?pwd=7k3m|7k3m", ""},
      {":网盘[海报]{链接=https://pan.baidu.com/s/1abc}", "https://pan.baidu.com/s/1abc|",
       "1:1 share-no-code"},
      {":网盘[海报]{链接=https://files.example.cn/s/1abc}", "https://files.example.cn/s/1abc|", ""},
      {":网盘[海报]{链接=../materials/poster.md}", "no list", ""},
      {":网盘[甲]{链接=https://pan.baidu.com/s/1a 提取码=aaaa}\n\n链接：https://pan.baidu.com/s/1b "
       "提取码：bbbb\n\n"
       ":网盘[甲]{链接=https://pan.baidu.com/s/1a 提取码=aaaa}",
       "https://pan.baidu.com/s/1a|aaaa / https://pan.baidu.com/s/1b|bbbb", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto page = parse("a.md", row.text);
    CHECK(test::rows(page->records.is(value::Type::Map) ? page->records.get("shares") : value::Value(),
                     {"url", "access_code"}) == row.shares);
    CHECK(codes(page->diagnostics) == row.diagnostics);
  }
}

TEST_CASE("only kinds that are taken apart have an introduction and a rest") {
  CHECK(parse("2026/notices/a.md", "甲。\n\n1. 乙\n")->text->intro.html.empty());
  CHECK(parse("2026/slogans/a.md", "甲。\n\n1. 乙\n")->text->intro.html == "<p>甲。</p>\n");
}

TEST_CASE("footnotes of a page that is taken apart are kept") {
  const auto page = parse("2026/slogans/a.md", "甲[^1]。\n\n1. 乙\n\n后。\n\n[^1]: 注。\n");
  CHECK(page->text->rest.html.find("注。") != std::string::npos);
  CHECK(page->text->intro.html.find("footnote") != std::string::npos);
}

TEST_CASE("numbers that are out of order are told of, whatever the kind") {
  struct Row {
    std::string_view text, diagnostics;
  };
  const Row rows[] = {
      {"一、甲\n\n正文。\n\n二、乙\n\n正文。\n", ""},
      {"一、甲\n\n正文。\n\n三、乙\n\n正文。\n", "5:1 numbering-gap"},
      {"## 一、甲\n\n## 一、乙\n", "3:1 numbering-double"},
      {"1.甲。文。\n\n2.乙。文。\n\n附件：1.表\n\n　　　　　2.标语\n", ""},
      {"一、甲\n\n1. 乙。文。\n\n附件：1. 表\n\n2. 标语\n", ""},
      {"## 二、甲\n\n## 一、乙\n", "1:1 numbering-order 3:1 numbering-order"},
      {"一、甲\n\n1. 子。正文。\n2. 丑。正文。\n\n二、乙\n\n4. 寅。正文。\n", "8:4 numbering-order"},
      {"步骤：\n\n1. 子\n2. 丑\n4. 寅\n", "5:1 list-number"},
      {"步骤：\n\n1. 子\n1. 丑\n1. 寅\n", ""},
      {"1) 子\n3) 丑\n\n- 甲\n\n  3. 子\n  5. 丑\n", "2:1 list-number 7:3 list-number"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(codes(parse("a.md", row.text)->diagnostics) == row.diagnostics);
  }
}

TEST_CASE("any bytes give a page") {
  for (const std::string_view text :
       {"---", "---\n", "---\n---", "{", "{}\n", "---\n: :\n---\n", "\xff\xfe", "|", "1.", "#", "# ", "[^1]",
        "{{", "（", "□", "---\ntitle: [\n---\n", "---\nkind: {}\n---\n", "---\nkind:\n---\n"}) {
    for (const char* path :
         {"2026/notices/a.md", "2026/slogans/a.md", "2026/schedule.md", "2026/events/a.md",
          "2026/materials/a.md", "2026/forms/a.md", "2026/contacts/a.md", "2026/_index.md", "a.md"}) {
      CAPTURE(text);
      const auto page = parse(path, text, true);
      CHECK(!page->title.empty());
      CHECK(page->fields.is(value::Type::Map));
      CHECK(page->records.is(value::Type::Map));
    }
  }
}

TEST_CASE("the first block and the paragraphs that sign are kept as plain text") {
  const auto ends = [](std::string_view body) {
    const auto page =
        parse("2026/notices/a.md", "---\ntitle: 通知\ndated: 2026-05-20\n---\n" + std::string(body));
    return page->text->opening + "|" + page->text->closing;
  };
  CHECK(ends("各**社区**：\n\n文。\n\n云桥街道办事处\n\n2026年5月20日\n") ==
        "各社区：|云桥街道办事处\n2026年5月20日");
  CHECK(ends("各社区：\n\n文。\n\n云桥街道办事处　2026年5月20日\n") ==
        "各社区：|云桥街道办事处　2026年5月20日");
  CHECK(ends("各社区：\n\n文。\n\n二〇二六年五月二十日\n\n（此件公开发布）\n") ==
        "各社区：|二〇二六年五月二十日");
  // Dates in every form that is read, emphasis that stayed text, full-width digits.
  for (const std::string_view date :
       {"2026-05-20", "5月20日", "２０２６年５月２０日", "二〇二六年五月廿日", "2026年5月20日（星期三）"}) {
    CAPTURE(date);
    CHECK(ends("文。\n\n街道办\n\n" + std::string(date) + "\n") == "文。|街道办\n" + std::string(date));
  }
  CHECK(ends("文。\n\n街道办２０２６年５月２０日\n") == "文。|街道办２０２６年５月２０日");
  CHECK(ends("文。\n\n街道办2026年5月20日＊ \\*\n") == "文。|街道办2026年5月20日＊ *");
  CHECK(ends("文。\n\n街道办2026年5月20日前\n") == "文。|");
  // What a notice issues may follow, signed or not.
  CHECK(ends("各社区：\n\n文。\n\n街道办\n\n2026年5月20日\n\n活动方案\n\n一、主题\n\n2026年5月20日\n") ==
        "各社区：|街道办\n2026年5月20日");
  CHECK(ends("# 通知\n\n只有一段。\n") == "只有一段。|");
  CHECK(ends("2026年5月20日\n\n文。\n") == "2026年5月20日|");           // a date above the text
  CHECK(ends("文。\n\n办公室\n\n2026年5月21日\n\n完。\n") == "文。|");  // another day
  CHECK(ends("文。\n\n报名截止2026年5月20日。\n\n完。\n") == "文。|");  // a sentence
  CHECK(ends("") == "|");
}

TEST_CASE("paragraphs that sign are marked in the text") {
  const auto page =
      parse("2026/notices/a.md",
            "---\ntitle: 通知\ndated: 2026-05-20\n---\n文。\n\n街道办\n\n2026年5月20日\n\n方案\n");
  CHECK(page->text->body.html ==
        "<p>文。</p>\n<p class=\"sign-off\">街道办</p>\n<p "
        "class=\"sign-off\">2026年5月20日</p>\n<p>方案</p>\n");
}

TEST_CASE("a signature as Word lays it out is one, a line each") {
  const std::string wide = "　　　　　　　　　　　　　　　　　　　　", blanks(40, ' ');
  for (const std::string& lines :
       {wide + "云桥街道办事处\n" + wide + "2026年5月20日",
        wide + "云桥街道办事处\n\n" + wide + "2026年5月20日",
        blanks + "云桥街道办事处\n" + blanks + "2026年5月20日",
        blanks + "云桥街道办事处\n\n" + blanks + "2026年5月20日",
        std::string("云桥街道办事处\n2026年5月20日"), std::string("云桥街道办事处  \n2026年5月20日")}) {
    CAPTURE(lines);
    const auto page =
        parse("2026/notices/a.md", "---\ntitle: 通知\ndated: 2026-05-20\n---\n文。\n\n" + lines + "\n");
    CHECK(page->text->closing == "云桥街道办事处\n2026年5月20日");
    const bool is_two = page->text->body.html ==
                        "<p>文。</p>\n<p class=\"sign-off\">云桥街道办事处</p>\n<p "
                        "class=\"sign-off\">2026年5月20日</p>\n";
    if (!is_two)
      CHECK(page->text->body.html ==
            "<p>文。</p>\n<p class=\"sign-off\">云桥街道办事处<br>\n2026年5月20日</p>\n");
    CHECK(codes(page->diagnostics) == "");
  }
  const auto numerals = parse(
      "2026/notices/a.md", "---\ntitle: 通知\ndated: 2026-05-06\n---\n文。\n\n街道办\n二〇二六年五月六日\n");
  CHECK(numerals->text->closing == "街道办\n二〇二六年五月六日");
  const auto code =
      parse("2026/notices/a.md",
            "---\ntitle: 通知\ndated: 2026-05-20\n---\n文。\n\n```\n街道办\n2026年5月20日\n```\n");
  CHECK(code->text->closing == "");
}

TEST_CASE("what is glued to a signature does not hide it") {
  const auto check_body = [](std::string_view body, std::string_view html) {
    CAPTURE(body);
    const auto page =
        parse("2026/notices/a.md", "---\ntitle: 通知\ndated: 2026-05-20\n---\n文。\n\n" + std::string(body));
    CHECK(page->text->body.html == "<p>文。</p>\n" + std::string(html));
    CHECK(codes(page->diagnostics) == "");
  };
  check_body("街道办\n2026年5月20日\n联系人：张三\n",
             "<p class=\"sign-off\">街道办<br>\n2026年5月20日</p>\n<p>联系人：张三</p>\n");
  check_body("街道办\n2026年5月20日\n（此件公开发布）\n（2026年6月2日修订）\n",
             "<p class=\"sign-off\">街道办<br>\n2026年5月20日</p>\n"
             "<p>（此件公开发布）<br>\n（2026年6月2日修订）</p>\n");
  check_body("街道办\n（代章）\n2026年5月20日\n",
             "<p class=\"sign-off\">街道办<br>\n（代章）<br>\n2026年5月20日</p>\n");
  check_body("街道办\n\n2026年5月20日\n联系人：张三\n",
             "<p class=\"sign-off\">街道办</p>\n"
             "<p class=\"sign-off\">2026年5月20日</p>\n<p>联系人：张三</p>\n");
  check_body("街道办\n2026年5月20日\n 街道办\n活动方案\n",
             "<p class=\"sign-off\">街道办<br>\n2026年5月20日</p>\n<p>街道办<br>\n活动方案</p>\n");
}

TEST_CASE("a notice that is signed on another day than it is dated is told") {
  const auto check_day = [](std::string_view path, std::string_view body, std::string_view closing,
                            std::string_view diagnostics) {
    CAPTURE(body);
    const auto page =
        parse(std::string(path), "---\ntitle: 通知\ndated: 2026-05-06\n---\n" + std::string(body));
    CHECK(page->text->closing == closing);
    CHECK(codes(page->diagnostics) == diagnostics);
  };
  check_day("2026/notices/a.md", "文。\n\n街道办\n\n2026年5月7日\n", "街道办\n2026年5月7日",
            "9:1 sign-date-differs");
  check_day("2026/notices/a.md", "文。\n\n街道办\n2026年5月7日\n\n（此件公开发布）\n", "街道办\n2026年5月7日",
            "8:1 sign-date-differs");
  // In the middle of the text it is no signature, nor on a page that is signed by nobody.
  check_day("2026/notices/a.md", "文。\n\n活动时间\n\n2026年5月7日\n\n活动地点。\n", "", "");
  check_day("2026/plans/a.md", "文。\n\n街道办\n\n2026年5月7日\n", "", "");
  // A day that the text names at its end is none either.
  for (const std::string_view above : {"二、报名截止时间", "二、报名", "（二）决赛", "2.决赛", "活动时间",
                                       "报名截止", "本通知自下列日期起施行", "文化广场", "启动仪式"}) {
    check_day("2026/notices/a.md", "文。\n\n" + std::string(above) + "\n\n2026年6月10日\n", "", "");
    check_day("2026/notices/a.md", "文。\n\n" + std::string(above) + "\n2026年6月10日\n", "", "");
  }
  check_day("2026/notices/a.md", "文。\n\n二、活动时间\n\n2026年5月6日\n", "", "");
  check_day("2026/notices/a.md", "文。\n\n决赛　2026年6月10日\n", "", "");
  check_day("2026/notices/a.md", "文。\n\n桥头社区\n\n2026年6月10日\n\n老街社区\n\n2026年6月11日\n", "", "");
  check_day("2026/notices/a.md", "文。\n\n特此通知\n\n2026年5月6日\n", "2026年5月6日", "");
  // In bold, in one line, of an office that the page names.
  check_day("2026/notices/a.md", "文。\n\n**街道办**\n\n**2026年5月7日**\n", "街道办\n2026年5月7日",
            "9:3 sign-date-differs");
  check_day("2026/notices/a.md", "文。\n\n**街道办**\n**2026年5月7日**\n", "街道办\n2026年5月7日",
            "8:3 sign-date-differs");
  check_day("2026/notices/a.md", "文。\n\n街道办　　2026年5月7日\n", "街道办　　2026年5月7日",
            "7:6 sign-date-differs");
  check_day("2026/notices/a.md", "文。\n\n街道办二〇二五年五月六日\n", "街道办二〇二五年五月六日",
            "7:4 sign-date-differs");
  // What may stand below a signature.
  for (const std::string_view below :
       {"　　（此件公开发布）", "（联系人：张三）", "抄送：区应急局。", "联系人：张三，电话：55501234",
        "---\n\n抄送：区应急局。", "街道党政办　2026年5月8日印发", "附件\n\n## 自查表\n\n填表。",
        "## 附件1\n\n填表。", "**附件1**\n\n| 楼栋 |\n|---|\n| 1 |\n\n填表。",
        "（此件公开发布）\n\n附件：自查表\n\n填表。"}) {
    check_day("2026/notices/a.md", "文。\n\n街道办\n\n2026年5月7日\n\n" + std::string(below) + "\n",
              "街道办\n2026年5月7日", "9:1 sign-date-differs");
  }
  check_day("2026/notices/a.md", "文。\n\n街道办\n\n2026年5月6日\n\n方案\n\n街道办\n\n2026年5月7日\n",
            "街道办\n2026年5月6日", "");
}

TEST_CASE("where lines of the title may end is found with the page") {
  const auto breaks = [](std::string_view text) {
    return parse("2026/notices/a.md", "---\ntitle: " + std::string(text) + "\n---\n")->text->title_breaks;
  };
  CHECK(breaks("关于6月16日活动的通知") == std::vector<uint32_t>{6, 15, 21, 24, 30});
  CHECK(breaks("通知") == std::vector<uint32_t>{6});
  CHECK(breaks("").back() == parse("2026/notices/a.md", "---\ntitle:\n---\n")->title.size());
}

TEST_CASE("a message names a field as the editor wrote it, also where one part stands for the whole") {
  const auto named = [](std::string_view path, std::string_view line) {
    const auto page = parse(std::string(path), "---\ntitle: 甲\n" + std::string(line) + "\n---\n文。\n");
    std::string all;
    for (const base::Diagnostic& diagnostic : page->diagnostics.all())
      all += std::string(base::text_of(diagnostic.code).name) + " " + diagnostic.arguments.at(0) + "; ";
    return all;
  };
  CHECK(named("2026/events/a.md", "规模: 很多人") == "wrong-type 规模; ");
  CHECK(named("2026/events/a.md", "报名: 也许") == "wrong-type 报名; ");
  CHECK(named("2026/events/a.md", "registration: 也许") == "wrong-type registration; ");
  CHECK(named("2026/events/a.md", "报名: {需要报名: 也许}").starts_with("wrong-type 需要报名; "));
  CHECK(named("2026/notices/a.md", "期限: 6月31日") == "wrong-date 期限; ");
  CHECK(named("2026/notices/a.md", "期限: [6月30日, 6月31日]") == "wrong-date 期限; ");
}

TEST_CASE("a period may be written in words, within a group and with a fuzzy end as well") {
  const auto page =
      parse("2026/_index.md",
            "---\n活动时间: 6月上旬至6月30日\n专项活动:\n  - {名称: 万里行, 时间: 6月1日至12月底}\n---\n");
  CHECK(codes(page->diagnostics) == "");
  CHECK(json(page->fields.get("period")) ==
        R"({"start":{"text":"6月上旬","earliest":"2026-06-01","latest":"2026-06-10"},"end":"2026-06-30"})");
  CHECK(json(page->fields.get("subcampaigns").items()[0].get("period")) ==
        R"({"start":"2026-06-01","end":{"text":"12月底","earliest":"2026-12-21","latest":"2026-12-31"}})");
  CHECK(
      codes(parse("2026/_index.md", "---\n专项活动:\n  - {名称: 万里行, 时间: 夏天}\n---\n")->diagnostics) ==
      "3:19 wrong-type");
}

TEST_CASE("the genre of a document is what its title ends in") {
  CHECK(genre_of("关于印发《方案》的通知") == "通知");
  CHECK(genre_of("关于安全生产的通告（试行）") == "通告");
  CHECK(genre_of("关于增加经费的请示 ") == "请示");
  CHECK(genre_of("活动方案") == "");
  CHECK(genre_of("") == "");
}

TEST_CASE("a period whose end is no day is told as a date") {
  const auto told = [](std::string_view period) {
    return codes(parse("2026/_index.md", "---\n活动时间: " + std::string(period) + "\n---\n")->diagnostics);
  };
  CHECK(told("6月1日至30日") == "");
  CHECK(told("11月1日至次年3月31日") == "");
  CHECK(told("6月1日至6月31日") == "2:7 wrong-date");
  CHECK(told("6月1日至下一年3月31日") == "2:7 wrong-date");
  CHECK(told("6月30日至6月1日") == "2:7 event-order");
  // The end is not missed as well.
  const auto plan =
      parse("2026/plans/a.md", "---\n标题: 题\n发布日期: 2026-05-20\n活动时间: 6月1日至6月31日\n---\n文。\n");
  CHECK(codes(plan->diagnostics) == "4:7 wrong-date");
  CHECK(told("整个六月前后") == "2:7 wrong-type");
}

}  // namespace herald::campaign::test
