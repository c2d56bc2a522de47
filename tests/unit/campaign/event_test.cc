#include "helpers.h"

namespace herald::campaign::test {
namespace {

std::unique_ptr<model::ParsedPage> parse_event(std::string_view body) {
  return parse("2026/events/a.md",
               "---\ntitle: 咨询日\nstart: 2026-06-16 09:00\norganiser: 街道\n---\n" + std::string(body));
}

void check_event(std::string_view body, std::string_view key, std::initializer_list<std::string_view> fields,
                 std::string_view expected) {
  CAPTURE(body);
  const auto page = parse_event(body);
  CHECK(rows(page->records.get(key), fields) == expected);
  CHECK(codes(page->diagnostics) == "");
}

void check_programme(std::string_view body, std::string_view expected) {
  check_event(body, "programme", {"time", "title", "place", "by"}, expected);
}

void check_online(std::string_view body, std::string_view expected) {
  check_event(body, "online", {"kind", "platform", "time", "url", "text"}, expected);
}

constexpr std::string_view kProgrammeTable =
    "| 时间 | 项目 | 地点 | 负责 |\n|---|---|---|---|\n| 9:00—9:10 | 开场 | 台上 | 街道 |\n";

}  // namespace

TEST_CASE("a programme is the table below 议程, at any level and with any number") {
  for (const std::string_view heading :
       {"## 议程", "### 议程", "## 一、议程", "## （一）活动议程", "### 1. 活动流程", "#### 议 程"}) {
    check_programme(std::string(heading) + "\n\n" + std::string(kProgrammeTable), "9:00—9:10|开场|台上|街道");
  }
}

TEST_CASE("a programme may be a list") {
  check_programme("## 议程\n\n- 9:00—9:10 开场\n- 9:10 演示\n- 自由参观\n",
                  "9:00—9:10|开场|| / 9:10|演示|| / |自由参观||");
}

TEST_CASE("a table of times and items is the programme where no heading says so") {
  check_programme("### 讲什么\n\n| 时间 | 内容 | 讲课人 |\n|---|---|---|\n| 19:30 | 插座 | 师傅 |\n",
                  "19:30|插座||师傅");
  check_programme("### 请配合\n\n| 时间 | 请您 |\n|---|---|\n| 18:30后 | 搬走 |\n", "");
}

TEST_CASE("stands are a table or a list") {
  check_event("## 咨询展台\n\n| 展台 | 单位 | 咨询内容 |\n|---|---|---|\n| 3 | 供电站 | 插座 |\n", "booths",
              {"number", "unit", "topic"}, "3|供电站|插座");
  check_event("## 一、展台安排\n\n- 供电站：插座、线路\n- 燃气站\n", "booths", {"number", "unit", "topic"},
              "1|供电站|插座、线路 / 2|燃气站|");
  check_event("## 咨询台\n\n- 3号展台：供电站（插座）\n", "booths", {"number", "unit", "topic"},
              "3|供电站|插座");
}

TEST_CASE("online parts are headings with labels") {
  check_online(
      "## 线上活动\n\n### 云直播\n\n全程直播。\n\n- 平台：直播间\n- 时间：9:00\n- "
      "地址：<https://live.example/1>\n",
      "云直播|直播间|9:00|https://live.example/1|全程直播。");
  check_online("## 一、线上活动\n\n### （一）云直播\n\n平台：直播间\n时间：9:00\n", "云直播|直播间|9:00||");
  check_online("## 云科普\n\n平台：小课堂\n", "云科普|小课堂|||");
  check_online("## 云体验\n\n- 地址：[逛展](https://vr.example/)\n", "云体验|||https://vr.example/|");
}

TEST_CASE("online parts may be paragraphs that begin with their word") {
  check_online("## 线上活动\n\n云直播：主持人带您看。\n\n云互动:找茬游戏。\n\n别的话。\n",
               "云直播||||主持人带您看。 / 云互动||||找茬游戏。");
  check_online("2.线上活动\n\n云科普：走进现场。\n", "云科普||||走进现场。");
  check_online("## 线上活动\n\n**云直播：** 看[直播](https://live.example/)。\n",
               "云直播|||https://live.example/|看直播。");
}

TEST_CASE("online parts may be a list or a table") {
  check_online("## 线上活动\n\n- 云直播：9点开始\n- 隐患打卡：拍照上传\n",
               "云直播||||9点开始 / 隐患打卡||||拍照上传");
  check_online(
      "## 线上活动\n\n| 形式 | 平台 | 时间 | 地址 |\n|---|---|---|---|\n| 云直播 | 直播间 | 9:00 | "
      "<https://a.example/> |\n",
      "云直播|直播间|9:00|https://a.example/|");
}

TEST_CASE("an activity of another name counts below 线上活动 when it says where") {
  check_online("## 线上活动\n\n### 隐患打卡\n\n- 平台：随手拍\n\n## 其他\n\n### 抽奖\n\n- 平台：随手拍\n",
               "隐患打卡|随手拍|||");
  check_online(
      "## 线上活动\n\n### 云体验\n\n先看说明。\n\n| 平台 | 时间 |\n|---|---|\n| 逃生屋 | 全天 |\n| 展馆 | "
      "9:00 |\n",
      "云体验||||先看说明。 / 云体验|逃生屋|全天|| / 云体验|展馆|9:00||");
  check_online("## 云体验\n\n| 平台 | 链接 |\n|---|---|\n| 逃生屋 | https://a.example/ |\n",
               "云体验|逃生屋||https://a.example/|");
  check_online("## 线上活动\n\n### 名单\n\n| 姓名 | 单位 |\n|---|---|\n| 王某 | 社区 |\n", "");
  check_online("## 线上活动\n\n### 说明\n\n都不用注册。\n", "");
}

TEST_CASE("a mailbox or a mini-program among the hotlines is kept") {
  check_event(
      "## 咨询热线\n\n| 名称 | 号码 |\n|---|---|\n| 火警 | 119 |\n| 随手拍 | 微信小程序“随手拍” |\n| 信箱 | "
      "a@b.example |\n",
      "hotlines", {"name", "number", "channel", "email"},
      "火警|119|| / 随手拍||微信小程序“随手拍”| / 信箱|||a@b.example");
  check_event("## 咨询热线\n\n- 值班电话：0000-5550112\n- 留言板：https://a.example/ly/\n", "hotlines",
              {"name", "number", "link"}, "值班电话|0000-5550112| / 留言板||https://a.example/ly/");
}

TEST_CASE("hotlines are a table or a list of numbers") {
  check_event("## 咨询热线\n\n| 名称 | 号码 | 什么时候打 |\n|---|---|---|\n| 火警 | 119 | 着火 |\n",
              "hotlines", {"name", "number", "note"}, "火警|119|着火");
  check_event("## 咨询热线\n\n- 值班电话：0000-5550112（24小时）\n- 火警：119\n", "hotlines",
              {"name", "number", "note"}, "值班电话|0000-5550112|24小时 / 火警|119|");
}

TEST_CASE("things to take along keep link and remark") {
  check_event("## 请带走\n\n- [折页](../materials/a.md)，每户一份\n- 清单\n", "take_along",
              {"title", "link", "note"}, "折页|../materials/a.md|每户一份 / 清单||");
}

TEST_CASE("the way is a text; with links in it it stays in the rest") {
  auto page = parse_event("## 怎么来\n\n公交12路。\n\n门口有坡道。\n");
  CHECK(page->records.get("travel").as_text() == "公交12路。\n门口有坡道。");
  CHECK(page->text->rest.html.empty());
  page = parse_event("## 交通\n\n公交12路，见[通告](../notices/a.md)。\n");
  CHECK(page->records.get("travel").as_text() == "");
  CHECK(page->text->rest.html.find("通告") != std::string::npos);
}

TEST_CASE("a word within another is no heading") {
  check_event("## 交通安全知识竞赛\n\n公交站旁。\n", "take_along", {"title"}, "");
  const auto page = parse_event("## 交通安全知识竞赛\n\n公交站旁。\n");
  CHECK(page->records.get("travel").as_text() == "");
}

TEST_CASE("headings whose text is not all data stay in the rest with it") {
  const auto page = parse_event(
      "先说一句。\n\n## 线上活动\n\n都不用注册。\n\n### 云直播\n\n平台：直播间\n\n## 咨询展台\n\n- "
      "供电站：插座\n");
  CHECK(page->text->intro.html == "<p>先说一句。</p>\n");
  CHECK(page->text->rest.html == "<h2 id=\"线上活动\">线上活动</h2>\n<p>都不用注册。</p>\n");
}

TEST_CASE("an image keeps its own alternative text when blocks behind it are taken") {
  const auto page = parse_event("## 现场\n\n![平面图](a.svg)\n\n## 议程\n\n" + std::string(kProgrammeTable));
  CHECK(page->text->rest.html.find("alt=\"平面图\"") != std::string::npos);
}

TEST_CASE("an empty page and headings without anything below are no error") {
  check_programme("", "");
  check_programme("## 议程\n\n## 线上活动\n", "");
  check_online("## 云直播\n", "云直播||||");
}

TEST_CASE("columns of other names are kept under their own headers") {
  check_event("## 议程\n\n| 时间 | 项目 | 主讲嘉宾 |\n|---|---|---|\n| 9:00 | 开场 | 张某 |\n", "programme",
              {"title", "extra"}, "开场|[\"主讲嘉宾：张某\"]");
  check_event("## 咨询展台\n\n| 展台 | 单位 | 电话 |\n|---|---|---|\n| 1 | 供电所 | 0000-5550101 |\n",
              "booths", {"unit", "extra"}, "供电所|[\"电话：0000-5550101\"]");
  check_event(
      "## 线上活动\n\n| 形式 | 平台 | 地址 | 主播 |\n|---|---|---|---|\n| 云直播 | 甲台 | 搜甲 | 李某 |\n",
      "online", {"kind", "extra"}, "云直播|[\"地址：搜甲\",\"主播：李某\"]");
  check_event(
      "## 咨询热线\n\n| 名称 | 电话 | 服务时间 | 语种 |\n|---|---|---|---|\n| 热线 | 12350 | 24小时 | 中文 "
      "|\n",
      "hotlines", {"name", "number", "extra"}, "热线|12350|[\"24小时\",\"语种：中文\"]");
}

}  // namespace herald::campaign::test
