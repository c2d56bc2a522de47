#include "helpers.h"

namespace herald::campaign::test {
namespace {

void check_slogans(std::string_view text, std::string_view expected, std::string_view diagnostics = "") {
  CAPTURE(text);
  const auto page = parse("2026/slogans/a.md", text);
  CHECK(rows(page->records.get("slogans"), {"number", "group", "text"}) == expected);
  CHECK(codes(page->diagnostics) == diagnostics);
}

}  // namespace

TEST_CASE("an ordered list is slogans, counted through the page") {
  check_slogans("1. 甲\n2. 乙\n", "1||甲 / 2||乙");
  check_slogans("1. 甲\n1. 乙\n1. 丙\n", "1||甲 / 2||乙 / 3||丙");
  check_slogans("1. 甲\n\n\n2. 乙\n", "1||甲 / 2||乙");
  check_slogans("7. 甲\n8. 乙\n", "1||甲 / 2||乙");
  check_slogans("1) 甲\n2) 乙\n", "1||甲 / 2||乙");
}

TEST_CASE("the nearest heading is the group, without its number") {
  check_slogans("# 标题\n\n## 通用\n\n1. 甲\n\n## 一、横幅\n\n1. 乙\n2. 丙\n",
                "1|通用|甲 / 2|横幅|乙 / 3|横幅|丙");
  check_slogans("## 通用\n\n1. 甲\n", "1||甲");  // the only heading is the page's title
  check_slogans("---\ntitle: 标语\n---\n## 通用\n\n1. 甲\n", "1|通用|甲");
}

TEST_CASE("a slogan over two lines is one, without a blank between Chinese characters") {
  check_slogans("1. 深入开展安全生\n   产行动\n2. 乙\n", "1||深入开展安全生产行动 / 2||乙");
  check_slogans("1. 深入开展安全生\n产行动\n", "1||深入开展安全生产行动");
}

TEST_CASE("bullets count where there is no ordered list") {
  check_slogans("- 甲\n- 乙\n", "1||甲 / 2||乙");
  check_slogans("* 甲\n", "1||甲");
  check_slogans("- 说一句\n\n1. 甲\n", "1||甲");
}

TEST_CASE("lines with a number that Markdown takes for a paragraph are slogans") {
  check_slogans("1、甲\n2、乙\n", "1||甲 / 2||乙");
  check_slogans("１．甲\n２．乙\n", "1||甲 / 2||乙");
  check_slogans("（1）甲\n（2）乙\n", "1||甲 / 2||乙");
}

TEST_CASE("a slogan may begin with a number") {
  check_slogans("1、甲\n2、12350，举报有奖\n3、乙\n", "1||甲 / 2||12350，举报有奖 / 3||乙");
  check_slogans("1、甲\n2、24小时值守\n3、乙\n", "1||甲 / 2||24小时值守 / 3||乙");
}

TEST_CASE("a numbered line above a list that counts on is a slogan as well") {
  check_slogans("1、甲\n\n2. 乙\n\n3. 丙\n", "1||甲 / 2||乙 / 3||丙");
}

TEST_CASE("lines of a Chinese number above slogans are their headings") {
  check_slogans("一、通用类\n\n1、甲\n\n2、乙\n\n二、消防类\n\n3. 丙\n\n三、有关要求\n\n1、不要改字。\n",
                "1|通用类|甲 / 2|通用类|乙 / 3|消防类|丙");
  check_slogans("（一）横幅\n1、甲\n2、乙\n（二）电子屏\n1、丙\n", "1|横幅|甲 / 2|横幅|乙 / 3|电子屏|丙");
  const auto page = parse("2026/slogans/a.md", "一、通用类\n\n1、甲\n\n二、有关要求\n\n1、不要改字。\n");
  CHECK(page->text->rest.html.find("通用类") == std::string::npos);
  CHECK(page->text->intro.html.find("通用类") == std::string::npos);
  CHECK(page->text->rest.html.find("有关要求") != std::string::npos);
  check_slogans("一、安全第一\n\n二、生命至上\n", "", "1:1 slogan-empty");
}

TEST_CASE("a line without a number takes no slogans along") {
  check_slogans("【消防】\n1、甲\n2、乙\n", "1|消防|甲 / 2|消防|乙");
  check_slogans("1、甲\n2、乙\n（以上用于横幅）\n", "1||甲 / 2||乙");
  check_slogans("1、深入开展“安全生产月”系列活动，推动安全生\n产责任落实\n2、乙\n",
                "1||深入开展“安全生产月”系列活动，推动安全生产责任落实 / 2||乙");
  check_slogans("1、甲\n2、乙\n使用说明：\n1、不要改字\n", "1||甲 / 2||乙");
  const auto page = parse("2026/slogans/a.md", "1、甲\n2、乙\n联系人：宣传科\n");
  CHECK((page->text->intro.html + page->text->rest.html).find("宣传科") != std::string::npos);
}

TEST_CASE("each section has its slogans as it writes them") {
  constexpr std::string_view kTheme = "---\ntitle: 标语\n---\n## 活动主题\n\n1. 甲\n\n## 社区用\n\n";
  const auto check_section = [&](std::string_view text, std::string_view expected) {
    check_slogans(std::string(kTheme) + std::string(text), expected);
  };
  constexpr std::string_view kThree = "1|活动主题|甲 / 2|社区用|乙 / 3|社区用|丙";
  check_section("1、乙\n2、丙\n", kThree);
  check_section("1、乙\n\n2、丙\n", kThree);
  check_section("- 乙\n- 丙\n", kThree);
  check_section("- 说一句\n\n1、乙\n2、丙\n", kThree);
  check_section("1. 乙\n\n2、丙\n", kThree);
  check_section("1、社区横幅\n\n1. 乙\n2. 丙\n", kThree);
  check_section("乙\n", "1|活动主题|甲");
  check_slogans("---\ntitle: 标语\n---\n- 说一句\n\n## 通用\n\n1、甲\n\n## 使用说明\n\n1、不要改字\n",
                "1|通用|甲");
}

TEST_CASE("lists of explanations are no slogans") {
  check_slogans("## 标语页\n\n1. 甲\n\n## 使用说明\n\n1. 不要改字\n", "1||甲");
  check_slogans("---\ntitle: 标语\n---\n1. 甲\n\n## 一、注意事项\n\n1. 不要改字\n", "1||甲");
}

TEST_CASE("headings that end as those of explanations do are some") {
  constexpr std::string_view kSlogans = "---\ntitle: 标语\n---\n## 一、横幅类\n\n1. 甲\n\n";
  for (const std::string_view heading :
       {"悬挂要求", "二、张贴位置", "制作单位", "有关事项", "悬挂要求（摘要）"}) {
    check_slogans(std::string(kSlogans) + "## " + std::string(heading) + "\n\n- 乙\n", "1|横幅类|甲");
  }
  check_slogans(std::string(kSlogans) + "## 企事业单位\n\n- 乙\n", "1|横幅类|甲 / 2|企事业单位|乙");
}

TEST_CASE("markup does not enter a slogan") { check_slogans("1. **甲**，[乙](a.md)\n", "1||甲，乙"); }

TEST_CASE("a value in a slogan is told") {
  check_slogans("1. 第{{ campaign.ordinal }}个\n", "1||第个", "1:5 value-in-data");
}

TEST_CASE("characters are counted without blanks") {
  const auto page =
      parse("2026/slogans/a.md", "1. 生命至上 安全第一\n2. 火小快报警，烟大别硬闯\n3. 第25个\n");
  CHECK(rows(page->records.get("slogans"), {"characters", "id"}) == "8|slogan-1 / 11|slogan-2 / 4|slogan-3");
}

TEST_CASE("a page without slogans is told at its first block") {
  check_slogans("", "", "1:1 slogan-empty");
  check_slogans("---\ntitle: 标语\n---\n\n口号一；口号二。\n", "", "5:1 slogan-empty");
  check_slogans("| 甲 |\n|---|\n| 乙 |\n", "", "1:1 slogan-empty");
}

TEST_CASE("an empty slogan is told and does not count") {
  check_slogans("1. 甲\n2.\n3. 丙\n", "1||甲 / 2||丙", "2:1 slogan-blank");
}

TEST_CASE("what is before the list is the introduction, what is behind it the rest") {
  const auto page =
      parse("2026/slogans/a.md", "---\ntitle: 标语\n---\n先说一句。\n\n## 通用\n\n1. 甲\n\n用时不要改字。\n");
  CHECK(page->text->intro.html == "<p>先说一句。</p>\n");
  CHECK(page->text->rest.html.find("用时不要改字") != std::string::npos);
  CHECK(page->text->rest.html.find("<ol") == std::string::npos);
}

TEST_CASE("slogans below a heading of the theme are the theme") {
  const auto page =
      parse("2026/slogans/a.md", "---\ntitle: 标语\n---\n## 一、活动主题\n\n1. 甲\n\n## 通用\n\n1. 乙\n");
  CHECK(rows(page->records.get("slogans"), {"kind", "text"}) == "theme|甲 / general|乙");
}

}  // namespace herald::campaign::test
