#include "helpers.h"

namespace herald::campaign::test {
namespace {

void check_contacts(std::string_view body, std::initializer_list<std::string_view> keys,
                    std::string_view expected, std::string_view diagnostics = "") {
  CAPTURE(body);
  const auto page = parse("2026/contacts/a.md", "---\ntitle: 电话\n---\n" + std::string(body));
  CHECK(rows(page->records.get("contacts"), keys) == expected);
  CHECK(codes(page->diagnostics) == diagnostics);
}

}  // namespace

TEST_CASE("a line of which each part says what it is, is one contact") {
  const auto page =
      parse("2026/contacts/a.md",
            "---\ntitle: 联系\n---\n- 联 系 人：值班人员，电话：0000-5550112，邮箱：a@b.example\n- "
            "单位：应急办；电话：12350\n");
  CHECK(rows(page->records.get("contacts"), {"name", "number", "email", "role", "purpose"}) ==
        "值班人员|0000-5550112|a@b.example|值班人员| / 应急办|12350|||");
}

TEST_CASE("blanks part what a line says of a contact, too") {
  constexpr std::string_view kWhole = "李四|0000-5550100|a@x.example|";
  for (const std::string_view line : {"联系人：李四  电话：0000-5550100  邮箱：a@x.example",
                                      "联 系 人：李四　电　话：0000-5550100　邮箱：a@x.example",
                                      "联系人：李四 电话：0000-5550100\t邮箱：a@x.example",
                                      "联　系　人：李四　　电话: 0000-5550100，邮箱：a@x.example"}) {
    check_contacts(std::string(line) + "\n", {"name", "number", "email", "purpose"}, kWhole);
    check_contacts("- " + std::string(line) + "\n", {"name", "number", "email", "purpose"}, kWhole);
  }
  check_contacts("联 系 人：李四　电话：55501234\n", {"name", "number"}, "李四|55501234");
  check_contacts("单位：应急办　地址：云桥路 18号　电话：0571-55501234/55501235\n",
                 {"name", "number", "address"},
                 "应急办|0571-55501234|云桥路 18号 / 应急办|0571-55501235|云桥路 18号");
}

TEST_CASE("a table of contacts that is none in Markdown is told") {
  check_contacts("单位\t电话\n应急办\t0571-55501234\n", {"name"}, "", "4:1 contact-no-table");
  check_contacts("单位　　联系电话　　时间\n应急办　　0571-55501234　　全天\n", {"name"}, "",
                 "4:1 contact-no-table");
  check_contacts("单位和电话都在下面。\n", {"name"}, "");
}

TEST_CASE("a table with numbers is contacts") {
  check_contacts("| 名称 | 号码 | 用途 | 服务时间 |\n|---|---|---|---|\n| 火警 | 119 | 着火 | 24小时 |\n",
                 {"name", "number", "tel", "purpose", "hours", "kind"}, "火警|119|119|着火|24小时|hotline");
  check_contacts(
      "| 岗位 | 电话 | 邮箱 | 职责 |\n|---|---|---|---|\n| 值班员 | 0000-5550112 | a@b.example | 接报 |\n",
      {"name", "role", "number", "tel", "email", "purpose", "kind"},
      "值班员|值班员|0000-5550112|00005550112|a@b.example|接报|office");
  check_contacts("| 联 系 人 | 联系电话 |\n|---|---|\n| 应急办 | ０００－５５５０１１２ |\n",
                 {"name", "number"}, "应急办|000-5550112");
}

TEST_CASE("kinds come from the number and the name") {
  check_contacts(
      "| 名称 | 号码 | 邮箱 |\n|---|---|---|\n| 政务 | 12345 | |\n| 应急办值班电话 | 0000-5550112 | |\n| "
      "应急办 | 0000-5550113 | |\n"
      "| 信箱 | | a@b.example |\n| 客服 | 400-000-0000 | |\n",
      {"kind"}, "hotline / hotline / office / mailbox / hotline");
}

TEST_CASE("whether names may be left out is yes, no or not said") {
  check_contacts(
      "| 名称 | 号码 | 可否匿名 |\n|---|---|---|\n| 甲 | 119 | 可以 |\n| 乙 | 120 | 不需要留名 |\n| 丙 | 110 "
      "| 否 |\n| 丁 | 122 | |\n| 戊 | 12345 | 看情况 |\n",
      {"anonymous"}, "true / true / false /  / ");
}

TEST_CASE("a list of names and numbers is contacts") {
  check_contacts("- 火警：119（着火、被困）\n- 值班电话：0000-5550112\n- 信箱: a@b.example\n",
                 {"name", "number", "email", "purpose"},
                 "火警|119||着火、被困 / 值班电话|0000-5550112|| / 信箱||a@b.example|");
  check_contacts("- 隐患举报：（010）5550112 转 3\n", {"number"}, "(010)5550112");
}

TEST_CASE("a list of labels is one contact under its heading") {
  check_contacts("## 应急办\n\n- 电话：0000-5550112\n- 邮箱：a@b.example\n- 地址：云桥路18号\n",
                 {"name", "number", "email", "address"}, "应急办|0000-5550112|a@b.example|云桥路18号");
}

TEST_CASE("several numbers in one place are several contacts") {
  check_contacts("- 消防举报电话：119、96119（着火）\n", {"name", "number", "tel", "purpose", "kind"},
                 "消防举报电话|119|119|着火|hotline / 消防举报电话|96119|96119|着火|hotline");
  check_contacts("| 名称 | 电话 |\n|---|---|\n| 值班 | 0000-5550112，0000-5550113 |\n",
                 {"name", "number", "tel"}, "值班|0000-5550112|00005550112 / 值班|0000-5550113|00005550113");
  check_contacts("| 名称 | 电话 |\n|---|---|\n| 值班 | 0000-5550112，周末打119 |\n", {"number"},
                 "0000-5550112,周末打119");
}

TEST_CASE("a place for a number is shown as written and calls its first number") {
  const auto check_cell = [](std::string_view cell, std::string_view expected,
                             std::string_view diagnostics = "") {
    const std::string rows = "|---|---|\n| 值班 | " + std::string(cell) + " |\n";
    check_contacts("| 单位 | 电话 |\n" + rows, {"number", "tel", "kind"}, expected, diagnostics);
  };
  for (const std::string_view cell :
       {"0571-55501234/55501235", "0571-55501234 55501235", "0571-55501234、55501235",
        "0571-55501234 或 55501235", "0571-55501234；0571-55501235", "0571-55501234 0571-55501235"}) {
    check_cell(cell, "0571-55501234|057155501234|office / 0571-55501235|057155501235|office");
  }
  check_cell("0571-55501234/12350", "0571-55501234|057155501234|office / 12350|12350|hotline");
  check_cell("13800000000/55501235", "13800000000|13800000000|office / 55501235|55501235|office");
  check_cell("0571-55501234，夜间55501299", "0571-55501234,夜间55501299|057155501234|office");
  check_cell("0571-55501234转8012", "0571-55501234转8012|057155501234|office");
  check_cell("0571-55501234-8012", "0571-55501234-8012|057155501234|office");
  check_cell("0571-55501234/35", "0571-55501234/35|057155501234|office");
  check_cell("0571-55501234/1235", "0571-55501234/1235|057155501234|office");
  check_cell("0571-55501234（8:30—17:30）", "0571-55501234(8:30—17:30)|057155501234|office");
  check_cell("12345转3", "12345转3|12345|hotline");
  check_cell("119（24小时）", "119(24小时)|119|hotline");
  check_cell("119 随时可打", "119 随时可打|119|hotline");
  check_cell("12345 12350", "12345|12345|hotline / 12350|12350|hotline");
  check_cell("555 0112", "555 0112|5550112|office");
  check_cell("+86 571 5550 1234", "+86 571 5550 1234|+8657155501234|office");
  check_cell("（0571） 55501234", "(0571) 55501234|057155501234|office");
  check_cell("8012室", "||office", "6:3 contact-no-number");
}

TEST_CASE("letters in a number are told, and it is neither called nor a hotline") {
  const auto check_cell = [](std::string_view cell, std::string_view expected, std::string_view diagnostics) {
    const std::string rows = "|---|---|\n| 值班 | " + std::string(cell) + " |\n";
    check_contacts("| 单位 | 电话 |\n" + rows, {"number", "tel", "kind"}, expected, diagnostics);
  };
  check_cell("0000-555O101", "0000-555O101||office", "6:3 telephone-letter");
  check_cell("O571-5550100", "O571-5550100||office", "6:3 telephone-letter");
  check_cell("55501O2", "55501O2||office", "6:3 telephone-letter");
  check_cell("9611O", "9611O||office", "6:3 telephone-letter");
  check_cell("2026年", "||office", "6:3 contact-no-number");
  check_cell("wx123456", "||office", "6:3 contact-no-number");
  check_contacts("- 值班室：0000-555O101\n- 火警：119\n", {"name", "number", "tel"},
                 "值班室|0000-555O101| / 火警|119|119", "4:1 telephone-letter");
}

TEST_CASE("lines of labels as a letter has them are contacts") {
  check_contacts("## 应急办\n\n联 系 人：值班员\n\n联系电话：0000-5550112\n\n报送邮箱：a@b.example\n",
                 {"name", "role", "number", "email"}, "应急办|值班员|0000-5550112|a@b.example");
  check_contacts("联系人：值班员\n联系电话：0000-5550112\n", {"name", "number"}, "值班员|0000-5550112");
  check_contacts("举报投诉热线：12350\n消防举报电话：119、96119\n", {"name", "number"},
                 "举报投诉热线|12350 / 消防举报电话|119 / 消防举报电话|96119");
  check_contacts("紧急情况先离开再拨打。\n\n举报投诉热线：12350\n\n谢谢。\n", {"name", "number"},
                 "举报投诉热线|12350");
  check_contacts(
      "请注意：有事拨打12350，也可以到街道办事处一楼的窗口当面说明情况，工作日上午九点到下午五点都有人。\n",
      {"name"}, "");
  check_contacts("生产经营单位的事：车间、工地，打**12350**，二十四小时有人接。\n", {"name"}, "");
  check_contacts("提示：先离开。\n\n说明：再报告。\n", {"name"}, "");
}

TEST_CASE("lists and tables of other things are left") {
  check_contacts("1. 先离开，再拨12350。\n2. 说清单位名称。\n", {"name"}, "");
  check_contacts("| 步骤 | 谁来做 |\n|---|---|\n| 登记 | 街道 |\n", {"name"}, "");
  check_contacts("- 打印：A3\n- 张贴：一米四\n", {"name"}, "");
  check_contacts("", {"name"}, "");
}

TEST_CASE("a contact without number and mailbox is told") {
  check_contacts("| 名称 | 号码 |\n|---|---|\n| 值班 | — |\n", {"name", "number", "kind"}, "值班||office",
                 "6:3 contact-no-number");
  check_contacts("- 火警：119\n- 急救：120\n- 值班：待定\n", {"name", "purpose"}, "火警| / 急救| / 值班|待定",
                 "6:1 contact-no-number");
}

TEST_CASE("what is neither a number nor a mailbox is a channel") {
  check_contacts(
      "| 名称 | 渠道 | 用途 |\n|---|---|---|\n| 举报 | 12350 | 隐患 |\n| 随手拍 | 微信小程序“云桥随手拍” | "
      "拍照 |\n"
      "| 曝光台 | [云桥曝光台](https://a.example/bgt/) | |\n| 云桥应急 | 微信公众号 | |\n",
      {"name", "number", "channel", "link", "kind"},
      "举报|12350|||hotline / 随手拍||微信小程序“云桥随手拍”||miniapp / "
      "曝光台||云桥曝光台|https://a.example/bgt/|website / 云桥应急||微信公众号||account");
  // Where a number is wanted, too; but not any word at all.
  check_contacts("| 名称 | 号码 |\n|---|---|\n| 随手拍 | 微信小程序“云桥随手拍” |\n| 值班 | 待定 |\n",
                 {"name", "channel", "kind"}, "随手拍|微信小程序“云桥随手拍”|miniapp / 值班||office",
                 "7:3 contact-no-number");
}

TEST_CASE("a line names a channel by a word or an address") {
  check_contacts(
      "- 举报热线：12350\n- 随手拍：微信小程序“云桥随手拍”（拍照上传）\n- 曝光台：https://a.example/bgt/\n- "
      "微信公众号：云桥应急\n- 举报信箱：a@b.example\n",
      {"name", "number", "email", "channel", "link", "purpose", "kind"},
      "举报热线|12350|||||hotline / 随手拍|||微信小程序“云桥随手拍”||拍照上传|miniapp / "
      "曝光台||||https://a.example/bgt/||website / 微信公众号|||云桥应急|||account / "
      "举报信箱||a@b.example||||mailbox");
  // All of them parts of one office.
  check_contacts("## 应急办\n\n- 电话：0000-5550112\n- 微信公众号：云桥应急\n- 地址：云桥路18号\n",
                 {"name", "number", "channel", "address"}, "应急办|0000-5550112|云桥应急|云桥路18号");
  // Sentences, and lists of other things.
  check_contacts("- 说明：平台上的留言三天内有人回复。请放心。\n- 提示：不要占线\n", {"name"}, "");
  check_contacts("- 提示：先离开\n- 其次：再打电话\n- 网站：https://a.example/\n", {"name"}, "");
}

TEST_CASE("a masked number in a line is kept masked") {
  check_contacts("联系人：甲\n联系电话：138****1234\n邮箱：**a@b.example**\n", {"number", "email", "extra"},
                 "|a@b.example|[\"联系电话：138****1234\"]");
}

TEST_CASE("the number of the row is no news") {
  check_contacts(
      "| 序 号 | 名称 | 电话 | 编号 |\n|---|---|---|---|\n| 1 | 火警 | 119 | A-3 |\n| 十二 | 急救 | 120 | 4 "
      "|\n",
      {"name", "extra"}, "火警|[\"编号：A-3\"] / 急救|");
}

TEST_CASE("columns of other names, and a number that is none, are kept under their own headers") {
  check_contacts(
      "| 名称 | 电话 | 备用 |\n|---|---|---|\n| 值班 | 0000-5550112 | 0000-5550113 |\n| 应急办 | 见公告栏 | "
      "|\n",
      {"name", "number", "extra"},
      "值班|0000-5550112|[\"备用：0000-5550113\"] / 应急办||[\"电话：见公告栏\"]", "7:3 contact-no-number");
}

TEST_CASE("a cell is shown as written, with the words before its number") {
  const auto check_cell = [](std::string_view cell, std::string_view expected,
                             std::string_view diagnostics = "") {
    const std::string rows = "|---|---|\n| 值班 | " + std::string(cell) + " |\n";
    check_contacts("| 单位 | 电话 |\n" + rows, {"number", "tel", "email", "kind", "extra"}, expected,
                   diagnostics);
  };
  check_cell("工作日55501234，夜间和周末55505678", "工作日55501234,夜间和周末55505678|55501234||office|");
  check_cell("总机0571-55501234转801、802", "总机0571-55501234转801、802|057155501234||office|");
  check_cell("王主任 0571-55501234", "王主任 0571-55501234|057155501234||office|");
  check_cell("工作日 8:30-17:30 88001234", "工作日 8:30-17:30 88001234|88001234||office|");
  check_cell("0571-55501234 a@b.example", "0571-55501234|057155501234|a@b.example|office|");
  check_cell("12345热线", "12345热线|12345||hotline|");
  check_cell("24小时热线12350", "24小时热线12350|12350||hotline|");
  check_cell("400-1234-567", "400-1234-567|4001234567||hotline|");
  check_cell("138****1234", "|||office|[\"电话：138****1234\"]", "6:3 contact-no-number");
  check_cell("内线6012", "|||office|[\"电话：内线6012\"]", "6:3 contact-no-number");
}

TEST_CASE("a cell of numbers without one is kept where there is another way") {
  check_contacts(
      "| 单位 | 电话 | 邮箱 |\n|---|---|---|\n| 甲 | 内线6012 | a@b.example |\n| 乙 | 无 | c@b.example |\n",
      {"name", "number", "email", "extra"}, "甲||a@b.example|[\"电话：内线6012\"] / 乙||c@b.example|");
  check_contacts("| 单位 | 电话 |\n|---|---|\n| 甲 | 李某 a@b.example |\n| 乙 | 邮箱：a@b.example |\n",
                 {"email", "extra"}, "a@b.example|[\"电话：李某 a@b.example\"] / a@b.example|");
  check_contacts("| 单位 | 邮箱 |\n|---|---|\n| 甲 | a@b.example、c@b.example |\n", {"email", "extra"},
                 "a@b.example|[\"邮箱：a@b.example、c@b.example\"]");
  check_contacts("| 单位 | 电话 |\n|---|---|\n| 甲 | QQ群：123456789 |\n", {"number", "channel", "kind"},
                 "|QQ群：123456789|account");
}

TEST_CASE("a line with several numbers keeps each with its remark") {
  const auto check_line = [](std::string_view line, std::string_view expected) {
    check_contacts("- 火警：119\n- " + std::string(line) + "\n", {"name", "number", "purpose"},
                   "火警|119| / " + std::string(expected));
  };
  check_line("供水：96390（24小时） 0571-55509999", "供水|96390|24小时 / 供水|0571-55509999|");
  check_line("派出所：110（报警）、0571-55508888（户籍）", "派出所|110|报警 / 派出所|0571-55508888|户籍");
  check_line("甲：0571-55501234 / 55501235（工作日），0571-55501236（夜间）",
             "甲|0571-55501234|工作日 / 甲|0571-55501235|工作日 / 甲|0571-55501236|夜间");
  check_line("甲：0571-55501234（传真55505678）", "甲|0571-55501234|传真55505678");
  check_line("甲：0571-55501234，节假日照常（不休息）", "甲|0571-55501234|节假日照常（不休息）");
  check_line("社区：王主任 0571-55504444（夜间）", "社区|王主任 0571-55504444|夜间");
  check_line("举报电话：12350 电子邮箱：a@b.example", "举报电话|12350|");
  check_line("消防站：火警119，咨询0571-55507777", "消防站|火警119|咨询0571-55507777");
  check_line("燃气抢修：拨4008-123-456", "燃气抢修|拨4008-123-456|");
  check_line("联系人及电话：李科长 0571-55501234", "联系人及电话|李科长 0571-55501234|");
}

TEST_CASE("a line without a colon among those of contacts is one, or is told and kept") {
  check_contacts("- 文化社区：0571-55501111\n- 桥头社区 0571-55503333\n- 老街社区　119（全天）\n- 另有公告\n",
                 {"name", "number", "purpose"},
                 "文化社区|0571-55501111| / 桥头社区|0571-55503333| / 老街社区|119|全天 / 另有公告||",
                 "7:1 contact-no-number");
  check_contacts("- 先离开，再拨 12350\n- 请拨打 119\n- 说清地点\n", {"name"}, "");
}

TEST_CASE("what a list says of one contact is all kept") {
  check_contacts("联 系 人：李科长　　联系电话：0571-55501234\n\n电子邮箱：a@b.example\n",
                 {"name", "number", "email"}, "李科长|0571-55501234|a@b.example");
  check_contacts("联系人：甲 电话：0571-55501234\n\n联系人：乙 邮箱：a@b.example\n", {"name", "number"},
                 "甲|0571-55501234 / 乙|");
  check_contacts(
      "- 电话：内线6012\n- 邮箱：a@b.example\n- 地址：云桥路18号\n- 来访：周一至周五\n- 请提前预约\n",
      {"number", "email", "extra"}, "|a@b.example|[\"电话：内线6012\",\"来访：周一至周五\",\"请提前预约\"]");
}

TEST_CASE("the names of accounts are no numbers") {
  check_contacts("- 举报电话：12350\n- 抖音号：lo2026001\n- 快手号：IO66666\n- QQ群：123456789\n",
                 {"name", "number", "channel", "kind"},
                 "举报电话|12350||hotline / 抖音号||lo2026001|account / 快手号||IO66666|account / "
                 "QQ群||123456789|account");
}

TEST_CASE("rows pasted into or without a table are told") {
  check_contacts("| 单位 | 联系人 | 电话 |\n|---|---|---|\n应急办\t李某\t0571-55501234\n", {"number"}, "",
                 "6:1 contact-no-table");
  check_contacts(
      "| 序号 | 单位 | 电话 |\n|---|---|---|\n\n1　　应急办　　0571-55501234\n\n2　　城管队　　119\n",
      {"number"}, "", "7:1 contact-no-table");
  check_contacts("应急办\t0571-55501234\n城管队\t119\n", {"number"}, "", "4:1 contact-no-table");
  check_contacts("咨询 0571-55501234\n", {"number"}, "");
}

}  // namespace herald::campaign::test
