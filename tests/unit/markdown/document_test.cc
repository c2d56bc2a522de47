// What is asked of a Document: headings, links, tables, sections, plain text, places.

#include "helpers.h"

namespace herald::markdown::test {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "|") + part;
  return out;
}

struct HeadingCase {
  std::string_view markdown;
  std::string_view ids;    // separated by |
  std::string_view texts;  // likewise
};

constexpr HeadingCase kHeadings[] = {
    {"# 甲\n## 乙", "甲|乙", "甲|乙"},
    {"# 关于开展2026年“安全生产月”活动的通知", "关于开展2026年安全生产月活动的通知",
     "关于开展2026年“安全生产月”活动的通知"},
    {"## （一）总体要求", "一总体要求", "（一）总体要求"},
    {"## 1. About Us", "1-about-us", "1. About Us"},
    {"## A　B", "a-b", "A　B"},
    {"## ÄÖ Éa", "äö-éa", "ÄÖ Éa"},
    {"## a_b-c", "a_b-c", "a_b-c"},
    {"##", "section", ""},
    {"## -", "section", "-"},
    {"## ！\n## ？", "section|section-2", "！|？"},
    {"# 甲\n# 甲\n# 甲-2", "甲|甲-2|甲-2-2", "甲|甲|甲-2"},
    {"# 甲\n# 乙 {#甲}", "甲-2|甲", "甲|乙"},
    {"# 甲 {#x}\n# 乙 {#x}", "x|x-2", "甲|乙"},
    {"# **粗**`code`*斜*~~删~~", "粗code斜删", "粗code斜删"},
    {"# 甲 ![图](a.png) 乙", "甲-图-乙", "甲 图 乙"},
    {"# {{ a.b }}活动", "活动", "活动"},
    {"# 甲[^1]\n\n[^1]: 注", "甲", "甲"},
    {"甲\n乙\n===", "甲乙", "甲乙"},
    {"# 甲 #", "甲", "甲"},
    {"> # 甲\n\n- # 乙", "甲|乙", "甲|乙"},
};

TEST_CASE("headings have ids that keep Han, drop punctuation and differ") {
  for (const HeadingCase& c : kHeadings) {
    CAPTURE(std::string(c.markdown));
    std::vector<std::string> ids, texts;
    Document document = parse_text(c.markdown).document;
    for (const Heading& heading : document.headings) {
      ids.push_back(heading.id);
      texts.push_back(heading.text);
    }
    CHECK(joined(ids) == std::string(c.ids));
    CHECK(joined(texts) == std::string(c.texts));
  }
}

TEST_CASE("a heading's HTML for a table of contents has no links, images and footnotes") {
  Document document = parse_text("## 甲 [**乙**](u) `c<d` ![图](i.png)[^1]\n\n[^1]: 注").document;
  REQUIRE(document.headings.size() == 1);
  CHECK(document.headings[0].html == "甲 <strong>乙</strong> <code>c&lt;d</code> ");
  CHECK(document.headings[0].level == 2);
}

struct TextCase {
  std::string_view markdown;
  std::string_view text;
};

constexpr TextCase kPlainTexts[] = {
    {"甲*乙***丙**`丁`", "甲乙丙丁"},
    {"甲\n乙", "甲乙"},
    {"a\nb", "a b"},
    {"a  \nb", "a\nb"},
    {"甲<br>乙", "甲\n乙"},
    {"# 甲\n\n乙\n\n- 丙\n- 丁", "甲\n乙\n丙\n丁"},
    {"| 甲 | 乙 |\n|--|--|\n| 1 | 2 |", "甲 乙\n1 2"},
    {"> 甲\n\n    码\n\n乙", "甲\n码\n乙"},
    {"[甲](u) ![图](a.png) <http://x.cn>", "甲 图 http://x.cn"},
    {"甲[^1]{{ a.b }}乙\n\n[^1]: 注", "甲乙"},
    {"甲<b>乙</b>", "甲<b>乙</b>"},
    {"&lt;&amp;&copy; \\*", "<&© *"},
    {"**第一、**\n第二", "第一、第二"},
    {"***", ""},
};

TEST_CASE("plain text is what a reader reads") {
  for (const TextCase& c : kPlainTexts) {
    CAPTURE(std::string(c.markdown));
    CHECK(plain_text(parse_text(c.markdown).document, 0) == std::string(c.text));
  }
}

TEST_CASE("plain text of a part is of that part alone") {
  Document document = parse_text("甲 *乙 `丙`* 丁\n\n戊").document;
  NodeId paragraph = children(document, 0)[0];
  CHECK(plain_text(document, paragraph) == "甲 乙 丙 丁");
  CHECK(plain_text(document, children(document, paragraph)[1]) == "乙 丙");
}

TEST_CASE("a table is rows of trimmed texts, the head first, all as wide as it") {
  Document document = parse_text(
                          "| 日期 | 活动 | 地点 |\n|:--|--|--|\n| 6月16日 | **咨询**日<br>上午 | "
                          "[广场](a.md) |\n| 6月17日 |\n\n|x|\n|-|")
                          .document;
  REQUIRE(document.tables.size() == 2);
  std::string out;
  for (const auto& row : table_rows(document, document.tables[0])) {
    for (const TableCellView& cell : row) out += "[" + cell.text + "]";
    out += "\n";
  }
  CHECK(out == "[日期][活动][地点]\n[6月16日][咨询日\n上午][广场]\n[6月17日][][]\n");
  CHECK(table_rows(document, document.tables[1]).size() == 1);
  NodeId cell = table_rows(document, document.tables[0])[0][0].node;
  CHECK(document.at(cell).header);
  CHECK(document.at(cell).alignment == Alignment::Left);
}

TEST_CASE("a cell below a joined one has its text, and a cell beside it none") {
  const Document document =
      parse_text("|日期|活动|地点|\n|-|-|-|\n|6月1日|甲|<<|\n|^^|乙|丙|\n|^^|丁|\n").document;
  std::string out;
  const auto rows = table_rows(document, document.tables[0]);
  for (const auto& row : rows) {
    for (const TableCellView& cell : row) out += "[" + cell.text + (cell.covered ? "]*" : "]");
    out += "\n";
  }
  CHECK(out == "[日期][活动][地点]\n[6月1日][甲][]*\n[6月1日]*[乙][丙]\n[6月1日]*[丁][]\n");
  CHECK(rows[3][0].node == rows[1][0].node);
}

TEST_CASE("links are listed in document order with their texts, images and autolinks among them") {
  Document document =
      parse_text("[甲*乙*](u \"t\") ![图](i.png) http://x.cn。[![内](j.png)](v) a@b.cn [r]\n\n[r]: w")
          .document;
  std::string out;
  for (const Link& link : document.links) {
    out += (link.image ? "!" : "") + link.target + "=" + link.text + "\n";
    CHECK(document.at(link.node).target == link.target);
  }
  CHECK(out == "u=甲乙\n!i.png=图\nhttp://x.cn=http://x.cn\nv=内\n!j.png=内\nmailto:a@b.cn=a@b.cn\nw=r\n");
}

TEST_CASE("an address is listed as written, unescaped") {
  Document document =
      parse_text("[a](<../b c.md#d> 't') [e](f%20g&amp;h\\)) [i](../表格/统计.md#截止)").document;
  REQUIRE(document.links.size() == 3);
  CHECK(document.links[0].target == "../b c.md#d");
  CHECK(document.links[1].target == "f%20g&h)");
  CHECK(document.links[2].target == "../表格/统计.md#截止");
}

TEST_CASE("nodes lie in document order, a parent before its children") {
  Document document = parse_text(
                          "# 甲\n\n- a **b `c`**\n  > d\n\n| e |\n|---|\n| http://x.cn 字 a@b.cn {{ f }} "
                          "|\n\n字[^1]\n\n[^1]: g")
                          .document;
  for (NodeId id = 0; id < document.nodes.size(); ++id) {
    const Node& node = document.at(id);
    if (node.parent != kNoNode) CHECK(node.parent < id);
    if (node.first_child != kNoNode) CHECK(node.first_child == id + 1);
    if (node.next != kNoNode) {
      CHECK(node.next > id);
      CHECK(document.at(node.next).parent == node.parent);
    }
  }
}

std::string describe(const Document& document) {
  std::string out;
  for (const SectionView& section : sections(document)) {
    out += section.heading == SIZE_MAX ? "-" : document.headings[section.heading].text;
    out += section.parent == SIZE_MAX ? "" : "<" + std::to_string(section.parent);
    out += "(" + std::to_string(section.blocks.size()) + ") ";
  }
  return out;
}

TEST_CASE("sections are the blocks under each heading, with the section around them") {
  CHECK(
      describe(parse_text("前\n\n# 一\n\n甲\n\n乙\n\n## 二\n\n丙\n\n### 三\n\n## 四\n\n# 五\n丁").document) ==
      "-(1) 一(2) 二<1(1) 三<2(0) 四<1(0) 五(1) ");
  CHECK(describe(parse_text("### 深\n\n# 浅\n\n### 又深").document) == "深(0) 浅(0) 又深<1(0) ");
  CHECK(describe(parse_text("# 一\n\n> # 引用里的\n\n# 二").document) == "一(1) 二(0) ");
  CHECK(describe(parse_text("# 一\n\n甲[^1]\n\n[^1]: 注").document) == "一(1) ");
  CHECK(describe(parse_text("甲").document) == "-(1) ");
}

TEST_CASE("a moved document keeps its texts") {
  Parsed parsed = parse_text("短 [链](u \"题\")");
  Document moved = std::move(parsed.document);
  Document again = std::move(moved);
  CHECK(html_of(again) == "<p>短 <a href=\"u\" title=\"题\">链</a></p>");
}

struct PlaceCase {
  std::string_view markdown;
  NodeKind kind;
  std::string_view places;  // line:column=bytes of each node of that kind, separated by blanks
};

constexpr PlaceCase kPlaces[] = {
    {"甲\n\n# 乙 #\n\n丙\n==", NodeKind::Heading, "3:1=# 乙 5:1=丙\n=="},
    {"字[甲](u)字", NodeKind::Link, "1:2=[甲](u)"},
    {"**字**[**甲**](u)", NodeKind::Link, "1:6=[**甲**](u)"},
    {"字\n[甲\n乙](u) x", NodeKind::Link, "2:1=[甲\n乙](u)"},
    {"字 [甲][r] [r] <http://x.cn> http://y.cn。\n\n[r]: u", NodeKind::Link,
     "1:3=[甲][r] 1:10=[r] 1:14=<http://x.cn> 1:28=http://y.cn"},
    {"访问www.x.cn，a@b.cn", NodeKind::Link, "1:3=www.x.cn 1:12=a@b.cn"},
    {"\\*甲\\* &amp; a@b.cn", NodeKind::Link, "1:13=a@b.cn"},
    {"字![图](a.png)[![内](b.png)](u)", NodeKind::Image, "1:2=![图](a.png) 1:14=![内](b.png)"},
    {"> - 甲\n>   乙[丙](u)", NodeKind::Link, "2:6=[丙](u)"},
    {"> 甲\n懒[丙](u)", NodeKind::Link, "2:2=[丙](u)"},
    {"[r]: /u\n甲[丙](u)", NodeKind::Link, "2:2=[丙](u)"},
    {"[r]: /u\n[s]: /u\n甲\n乙[r]", NodeKind::Text, "3:1=甲\n乙 4:3=r"},
    {"这是**“安全”**字[甲](u)和**（一）**项[乙](u)", NodeKind::Link, "1:12=[甲](u) 1:27=[乙](u)"},
    {"这是**“安全”**字\n[甲](u)", NodeKind::Link, "2:1=[甲](u)"},
    {"这是**“安全”**字\n\n# 标题**“二”**字 {#a}\n", NodeKind::Heading, "3:1=# 标题**“二”**字 {#a}"},
    {"- 甲\n- 乙\n  - 丙", NodeKind::Item, "1:1=- 甲 2:1=- 乙\n  - 丙 3:3=- 丙"},
    {"| 甲 | 乙 |\n|--|--|\n| 1 | **“二”**字 |", NodeKind::Text, "1:3=甲 1:7=乙 3:3=1 3:9=“二” 3:14=字"},
    {"| a\\|b | c |\n|--|--|\n| d\\|e f | [甲](u) |", NodeKind::Link, "3:12=[甲](u)"},
    {"> | 甲 | 乙 |\n> |--|--|\n> | 1 | 二 |", NodeKind::Text, "1:5=甲 1:9=乙 3:5=1 3:9=二"},
    {"文字\n| 甲 |\n|--|\n| [乙](u) |", NodeKind::Link, "4:3=[乙](u)"},
    {"`a\nb` [甲](u)", NodeKind::Link, "2:4=[甲](u)"},
    {"甲{{ a.b }}乙 {{ c }}", NodeKind::Value, "1:2={{ a.b }} 1:13={{ c }}"},
    {"字[^1]\n\n[^1]: 注", NodeKind::FootnoteReference, "1:2=[^1]"},
    {"字\n\n```\n码\n```", NodeKind::CodeBlock, "3:1=```\n码\n```"},
    {"字 `甲` 乙", NodeKind::Text, "1:1=字  1:6= 乙"},
    {"\t甲\n\n-\t[乙](u)", NodeKind::Link, "3:3=[乙](u)"},
};

TEST_CASE("nodes know their places, also behind Chinese, markers, escapes and prefixes") {
  for (const PlaceCase& c : kPlaces) {
    CAPTURE(std::string(c.markdown));
    Parsed parsed = parse_text(c.markdown);
    std::string places;
    for (const Node& node : parsed.document.nodes) {
      if (node.kind != c.kind) continue;
      base::Place place = base::place_of(parsed.source, node.span);
      if (!places.empty()) places += ' ';
      places += std::to_string(place.line) + ":" + std::to_string(place.column) + "=" +
                std::string(parsed.source.view(node.span));
    }
    CHECK(places == std::string(c.places));
  }
}

TEST_CASE("front matter before the body is counted") {
  std::string text = "---\ntitle: 甲\n---\n# 乙\n\n字**“丙”**丁[戊](u)";
  base::Source source{"a.md", text};
  base::Diagnostics diagnostics;
  Document document =
      parse(source, {static_cast<uint32_t>(text.find("# 乙")), static_cast<uint32_t>(text.size())}, {},
            diagnostics);
  REQUIRE(document.headings.size() == 1);
  CHECK(base::place_of(source, document.headings[0].span).line == 4);
  REQUIRE(document.links.size() == 1);
  base::Place place = base::place_of(source, document.links[0].span);
  CHECK(place.line == 6);
  CHECK(place.column == 10);
}

TEST_CASE("a NUL, which is shown as U+FFFD, moves no place behind it") {
  using std::string_literals::operator""s;
  const std::string text =
      "甲\0乙 [x](a.md) 丙\0\0丁 [y](b.md)\n\n- \0 “甲”**“粗”**乙\0 [z](c.md)\n\n| \0 |\n|--|\n| \0甲 [w](d.md) |\n"s;
  base::Source source{"a.md", text};
  base::Diagnostics diagnostics;
  const Document document = parse(source, {0, static_cast<uint32_t>(text.size())}, {}, diagnostics);
  std::vector<std::string_view> links;
  for (const auto& link : document.links) links.push_back(source.view(link.span));
  CHECK(links == std::vector<std::string_view>{"[x](a.md)", "[y](b.md)", "[z](c.md)", "[w](d.md)"});
  CHECK(plain_text(document, 1) == "甲\uFFFD乙 x 丙\uFFFD\uFFFD丁 y");
}

}  // namespace
}  // namespace herald::markdown::test
