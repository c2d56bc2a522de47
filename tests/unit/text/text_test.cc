#include "text/text.h"

#include <doctest/doctest.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/utf8.h"

namespace base = herald::base;
namespace text = herald::text;

namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : " ") + part;
  return out;
}

/// Cuts `whole` at its breaks and joins the pieces by '|'.
std::string broken(std::string_view whole) {
  std::string out;
  size_t before = 0;
  for (const size_t at : text::word_breaks(whole)) {
    out += std::string(whole.substr(before, at - before)) + '|';
    before = at;
  }
  return out + std::string(whole.substr(before));
}

}  // namespace

TEST_CASE("punctuation, letters and blanks are those of the Unicode tables, for every code point") {
  for (UChar32 c = 0; c <= 0x10FFFF; ++c) {
    const auto mask = U_GET_GC_MASK(c);
    const auto point = static_cast<char32_t>(c);
    if (text::is_punctuation(point) != ((mask & (U_GC_P_MASK | U_GC_S_MASK)) != 0)) FAIL("punctuation ", c);
    if (text::is_alphanumeric(point) != ((mask & (U_GC_L_MASK | U_GC_N_MASK)) != 0)) FAIL("alphanumeric ", c);
    if (text::is_space(point) != (u_isUWhiteSpace(c) != 0)) FAIL("space ", c);
  }
  CHECK_FALSE(text::is_punctuation(0x110000));
  CHECK_FALSE(text::is_alphanumeric(0xFFFFFFFF));
}

TEST_CASE("the folded widths of base are those of the Unicode tables for what texts hold") {
  for (UChar32 c = 0x20; c <= 0x10FFFF; ++c) {
    const auto mask = U_GET_GC_MASK(c);
    if ((mask & (U_GC_CN_MASK | U_GC_CC_MASK | U_GC_CF_MASK | U_GC_MN_MASK | U_GC_ME_MASK)) != 0) continue;
    if (c >= 0x1160 && c <= 0x11FF) continue;  // join the syllable before them
    const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    const int expected = width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
    if (base::display_width(static_cast<char32_t>(c)) != expected) FAIL("width of ", c);
  }
}

TEST_CASE(
    "Chinese, kana and full-width forms are set without spaces; Latin, Hangul and curly quotes are not") {
  for (const char32_t c :
       {U'安', U'〇', U'々', U'あ', U'ア', U'ㄅ', U'，', U'。', U'《', U'！', U'Ａ', U'㎡', U'𠮷', U'　'}) {
    CAPTURE(static_cast<uint32_t>(c));
    CHECK(text::is_cjk(c));
  }
  for (const char32_t c : {U'a', U'1', U'é', U'한', U'“', U'…', U' ', U'😀', U'Я'}) {
    CAPTURE(static_cast<uint32_t>(c));
    CHECK_FALSE(text::is_cjk(c));
  }
}

TEST_CASE("lower case is that of any script") {
  CHECK(text::lower("ABC安全ÉΣЯ") == "abc安全éσя");
  CHECK(text::lower("安全、Ab") == "安全、ab");
  CHECK(text::lower("ＡＢ") == "ａｂ");
  CHECK(text::lower("İ") == "i\u0307");
  CHECK(text::lower("").empty());
  CHECK(text::lower("A\xFF") == "a\xFF");
}

TEST_CASE("pinyin reads names of places and words of the field as people do") {
  const auto check = [](std::string_view han, std::string_view expected) {
    CAPTURE(han);
    CHECK(joined(text::pinyin(han)) == expected);
  };
  check("厦门大厦", "xia men da sha");
  check("长沙市长效机制", "chang sha shi chang xiao ji zhi");
  check("重庆重点重建", "chong qing zhong dian chong jian");
  check("银行行长", "yin hang hang zhang");
  check("六安蚌埠台州乐清丽水", "lu an beng bu tai zhou yue qing li shui");
  check("朝阳长治", "chao yang chang zhi");
  check("女绿旅律虐略", "nv lv lv lv nve lve");
  check("集中行动", "ji zhong xing dong");
  check("推行长效管理", "tui xing chang xiao guan li");
  check("学校对口帮扶", "xue xiao dui kou bang fu");
  check("局长讲安全", "ju zhang jiang an quan");
  check("调查研究和调整", "diao cha yan jiu he tiao zheng");
  check("人人讲安全、个个会应急", "ren ren jiang an quan ge ge hui ying ji");
  check("堵塞消防通道", "du se xiao fang tong dao");
  check("第25个全国“安全生产月”", "di 25 ge quan guo an quan sheng chan yue");
  check("〇", "ling");
  check("㐀", "qiu");
}

TEST_CASE("runs of ASCII are one part, forms of ASCII letters become ASCII, all else separates") {
  const auto check = [](std::string_view whole, std::string_view expected) {
    CAPTURE(whole);
    CHECK(joined(text::pinyin(whole)) == expected);
  };
  check("COVID19防控v2.1", "COVID19 fang kong v2 1");
  check("Ａ１座", "A1 zuo");
  check("Café Übung", "Cafe Ubung");
  check("work-safety_month", "work safety month");
  check("あア한😀", "");
  check("\xFF安\xE5\x85", "an");
  check("", "");
}

TEST_CASE("every exception has as many syllables as characters") {
  for (const std::string_view words :
       {"厦门", "长辛店", "都江堰", "系安全带", "取长补短", "两重", "第六", "会计划"}) {
    CHECK(text::pinyin(words).size() == base::count_code_points(words));
  }
}

TEST_CASE("a slug is pinyin and words joined by hyphens, cut between parts at 60 bytes") {
  CHECK(text::slug("关于印发《2026年“安全生产月”活动方案》的通知") ==
        "guan-yu-yin-fa-2026-nian-an-quan-sheng-chan-yue-huo-dong");
  CHECK(text::slug("Work Safety Month") == "work-safety-month");
  CHECK(text::slug("opening-report") == "opening-report");
  CHECK(text::slug("！？") == "page");
  CHECK(text::slug("") == "page");
  CHECK(text::slug("あ") == "page");
  CHECK(text::slug(std::string(100, 'X')) == std::string(60, 'x'));
  CHECK(text::slug("a " + std::string(100, 'x')) == "a");
  for (const std::string_view title :
       {"安全生产月安全生产月安全生产月安全生产月安全生产月", "a安b全c生d产e月"}) {
    const std::string slug = text::slug(title);
    CHECK(slug.size() <= 60);
    CHECK_FALSE(slug.ends_with('-'));
    CHECK_FALSE(slug.starts_with('-'));
  }
}

TEST_CASE("titles are ordered by pinyin, then by character, numbers by value") {
  // What begins with marks, digits and letters stands before Chinese.
  CHECK(text::sort_key("《安全》") < text::sort_key("1"));
  CHECK(text::sort_key("9") < text::sort_key("10"));
  CHECK(text::sort_key("10") < text::sort_key("a"));
  CHECK(text::sort_key("Alpha") < text::sort_key("beta"));
  CHECK(text::sort_key("a2") < text::sort_key("a10"));
  CHECK(text::sort_key("zoo") < text::sort_key("安"));
  CHECK(text::sort_key("a") != text::sort_key("A"));
  CHECK(text::sort_key("做") < text::sort_key("𠮷"));  // no reading known
  const std::vector<std::string> expected = {
      "",       "（一）", "安",   "安全",   "安全生产", "安装", "北京", "长沙", "重庆", "第2期", "第010期",
      "第10期", "第11期", "西安", "西安路", "厦门",     "先锋", "银行", "张三", "张四", "章二",  "长辈"};
  std::vector<std::string> sorted(expected.rbegin(), expected.rend());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return text::sort_key(a) < text::sort_key(b); });
  CHECK(joined(sorted) == joined(expected));
}

TEST_CASE("a text that fits is not cut") {
  CHECK(text::cut("安全生产", 8) == "安全生产");
  CHECK(text::cut("", 0).empty());
  CHECK(text::cut("abc", 3) == "abc");
}

TEST_CASE("a long text is cut behind a sentence, else at a comma, else between characters") {
  const auto check = [](std::string_view whole, size_t columns, std::string_view expected) {
    CAPTURE(whole);
    CAPTURE(columns);
    const std::string cut = text::cut(whole, columns);
    CHECK(cut == expected);
    CHECK(base::display_width(cut) <= columns);
  };
  check("安全第一。预防为主。综合治理。", 22, "安全第一。预防为主。");
  check("他说：“安全第一。”大家同意。", 20, "他说：“安全第一。”");
  check("安全第一，预防为主，综合治理", 18, "安全第一…");
  check("安全第一，预防为主，综合治理", 20, "安全第一，预防为主…");
  check("消防车通道、疏散通道、安全出口", 23, "消防车通道、疏散通道…");
  check("安全生产月活动方案", 11, "安全生产月…");
  check("安全生产月活动方案", 10, "安全生产…");
  check("好。安全生产月活动方案在全区开展宣传教育", 21, "好。安全生产月活动方…");
  check("拨打热线12350举报", 12, "拨打热线…");
  check("拨打12350举报热线", 10, "拨打12350…");
  check("共有1,234.5万元投入", 8, "共有…");
  check("学习safety-first理念", 12, "学习…");
  check("Safety first. Then speed.", 20, "Safety first.");
  check("Work safety month", 12, "Work safety…");
  check("超过85%的企业", 7, "超过…");
  check("方案（2026年修订）公布", 8, "方案…");
  check("123456789012345", 8, "1234567…");
  check("e\u0301e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301…");
  check("安全", 1, "…");
  check("安全", 0, "");
  check("安\xFF全\xFF生产月", 6, "安\xFF全…");
}

TEST_CASE("numbers are spelled in Chinese up to 99,999,999") {
  const auto check = [](int64_t n, std::string_view expected) {
    CAPTURE(n);
    CHECK(text::chinese_number(n) == expected);
    if (n >= 0 && n <= 99'999'999) CHECK(text::parse_number(expected) == n);
  };
  check(0, "零");
  check(5, "五");
  check(10, "十");
  check(12, "十二");
  check(20, "二十");
  check(25, "二十五");
  check(100, "一百");
  check(101, "一百零一");
  check(110, "一百一十");
  check(111, "一百一十一");
  check(1001, "一千零一");
  check(1010, "一千零一十");
  check(1100, "一千一百");
  check(10000, "一万");
  check(10010, "一万零一十");
  check(12345, "一万二千三百四十五");
  check(100000, "十万");
  check(120000, "十二万");
  check(1000000, "一百万");
  check(1000001, "一百万零一");
  check(12003400, "一千二百万三千四百");
  check(12000400, "一千二百万零四百");
  check(99999999, "九千九百九十九万九千九百九十九");
  check(100000000, "100000000");
  check(-1, "-1");
}

TEST_CASE("every spelled number is read back") {
  for (int64_t n = 0; n < 100'000'000; n += n < 21'000 ? 1 : 98'573) {
    if (text::parse_number(text::chinese_number(n)) != n) FAIL(n, " is ", text::chinese_number(n));
  }
}

TEST_CASE("numbers are read in Arabic, full-width and Chinese digits, and nothing else is a number") {
  CHECK(text::parse_number("25") == 25);
  CHECK(text::parse_number("２５") == 25);
  CHECK(text::parse_number(" 25 ") == 25);
  CHECK(text::parse_number("廿五") == 25);
  CHECK(text::parse_number("卅") == 30);
  CHECK(text::parse_number("二〇二六") == 2026);
  CHECK(text::parse_number("两百") == 200);
  CHECK(text::parse_number("贰拾伍") == 25);
  CHECK(text::parse_number("三亿零五百万") == 305'000'000);
  CHECK(text::parse_number("007") == 7);
  for (const std::string_view bad :
       {"", " ", "安", "二十五个", "-5", "1.5", "1,200", "一百二", "百", "十百", "一百零", "二十十",
        "一零零百", "万", "一万万", "2十", "十2", "99999999999999999999", "\xFF"}) {
    CAPTURE(bad);
    CHECK_FALSE(text::parse_number(bad).has_value());
  }
}

TEST_CASE("dates are written in words") {
  const base::Date day{2026, 6, 16};
  CHECK(text::long_date(day) == "2026年6月16日");
  CHECK(text::short_date(day) == "6月16日");
  CHECK(text::formal_date(day) == "二〇二六年六月十六日");
  CHECK(text::formal_date({2010, 10, 30}) == "二〇一〇年十月三十日");
  CHECK(text::weekday_name(day) == "星期二");
  CHECK(text::weekday_name({2026, 6, 21}) == "星期日");
  CHECK(text::long_date({}).empty());
  CHECK(text::formal_date({}).empty());
  CHECK(text::weekday_name({}).empty());
}

TEST_CASE("a period leaves out what both ends share") {
  CHECK(text::period({2026, 6, 1}, {2026, 6, 30}, false) == "6月1日至30日");
  CHECK(text::period({2026, 6, 1}, {2026, 6, 30}, true) == "2026年6月1日至30日");
  CHECK(text::period({2026, 6, 1}, {2026, 7, 3}, false) == "6月1日至7月3日");
  CHECK(text::period({2025, 12, 1}, {2026, 1, 5}, false) == "2025年12月1日至2026年1月5日");
  CHECK(text::period({2026, 6, 16}, {2026, 6, 16}, false) == "6月16日");
  CHECK(text::period({2026, 6, 16}, {}, true) == "2026年6月16日");
  CHECK(text::period({}, {2026, 6, 16}, false) == "6月16日");
  CHECK(text::period({}, {}, true).empty());
}

TEST_CASE("GB18030 becomes UTF-8, and what is malformed nothing") {
  CHECK(text::from_gb18030("\xB0\xB2\xC8\xAB\xC9\xFA\xB2\xFA abc") == "安全生产 abc");
  CHECK(text::from_gb18030("") == "");
  CHECK(text::from_gb18030("\x95\x32\x82\x36") == "𠀀");
  CHECK(text::from_gb18030("\xA1\xB6\xA1\xB7") == "《》");
  for (const std::string_view bad :
       {"\xB0", "\xB0\xB2\xC8", "\xFF\xFF", "a\x80", "\x95\x32\x82", "\xB0\x20", "\x84\x39\xFF\x31"}) {
    CAPTURE(bad);
    CHECK_FALSE(text::from_gb18030(bad).has_value());
  }
}

TEST_CASE("time zones tell their offset at an instant, unknown ones nothing") {
  constexpr int64_t kJune2026 = 1781568000;  // 2026-06-16T00:00:00Z
  CHECK(text::utc_offset_minutes("Asia/Shanghai", kJune2026) == 480);
  CHECK(text::utc_offset_minutes("Asia/Urumqi", kJune2026) == 360);
  CHECK(text::utc_offset_minutes("UTC", kJune2026) == 0);
  CHECK(text::utc_offset_minutes("America/St_Johns", kJune2026) == -150);
  CHECK(text::utc_offset_minutes("Europe/Berlin", kJune2026) == 120);
  CHECK(text::utc_offset_minutes("Europe/Berlin", kJune2026 - 180 * 86400) == 60);
  CHECK(text::utc_offset_minutes("Asia/Shanghai", 0) == 480);
  for (const std::string zone :
       {"", "Asia/Shangai", "asia/shanghai", "GMT+8", "Etc/Unknown", "北京", "Asia/Shanghai "}) {
    CAPTURE(zone);
    CHECK_FALSE(text::utc_offset_minutes(zone, kJune2026).has_value());
  }
}

TEST_CASE("a title breaks between words, never inside dates and numbers or before closing marks") {
  CHECK(broken("关于《安全生产月活动方案》的通知") == "关于|《安全|生产|月|活动|方案》|的|通知");
  CHECK(broken("6月16日咨询日") == "6月16日|咨询|日");
  CHECK(broken("第25个安全生产月") == "第25个|安全|生产|月");
  CHECK(broken("“6·16”咨询日") == "“6·16”|咨询|日");
  CHECK(broken("热线0000-5550112") == "热线|0000-5550112");
  CHECK(broken("平安·家") == "平安·|家");
  CHECK(broken("超过85%的企业") == "超过|85%|的|企业");
  CHECK(broken("Work safety") == "Work |safety");
  CHECK(broken("安全") == "安全");
  CHECK(broken("").empty());
}

TEST_CASE("names of hosts are made ASCII, and what is none is nothing") {
  CHECK(text::ascii_host("WWW.Example.cn") == "www.example.cn");
  CHECK(text::ascii_host("安全.中国") == "xn--15qt0w.xn--fiqs8s");
  CHECK(text::ascii_host("xn--15qt0w.xn--fiqs8s") == "xn--15qt0w.xn--fiqs8s");
  CHECK(text::ascii_host("straße.example") == "xn--strae-oqa.example");
  for (const std::string_view bad : {"", ".", "a..b", "a b", "a/b", "a:80", "安 全.cn", "安全。cn", "ａ.cn",
                                     "xn--.cn", "-安.cn", "\xff.cn"}) {
    CAPTURE(bad);
    CHECK(!text::ascii_host(bad).has_value());
  }
  CHECK(!text::ascii_host(std::string(300, 'a')).has_value());
}
