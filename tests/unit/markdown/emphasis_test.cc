// Bold, italic and struck-out text beside Chinese, and that English stays as GFM has it.

#include "helpers.h"

namespace herald::markdown::test {
namespace {

constexpr Case kChinese[] = {
    {"**“中文”**字", "<strong>“中文”</strong>字"},
    {"**注意：**请", "<strong>注意：</strong>请"},
    {"**《安全生产法》**宣传", "<strong>《安全生产法》</strong>宣传"},
    {"开展**（一）**项", "开展<strong>（一）</strong>项"},
    {"**100%**完成", "<strong>100%</strong>完成"},
    {"**[链接](u)**字", R"x(<strong><a href="u">链接</a></strong>字)x"},
    {"~~“旧”~~新", "<del>“旧”</del>新"},
    {"这是**重点。**后文", "这是<strong>重点。</strong>后文"},
    {"这是**“安全生产月”**专栏", "这是<strong>“安全生产月”</strong>专栏"},
    {"字**“甲”**、**“乙”**字", "字<strong>“甲”</strong>、<strong>“乙”</strong>字"},
    {"**甲**，**乙**。", "<strong>甲</strong>，<strong>乙</strong>。"},
    {"**甲，**乙**丙**", "<strong>甲，</strong>乙<strong>丙</strong>"},
    {"使用**C++**语言", "使用<strong>C++</strong>语言"},
    {"按照**GB/T 33000—2016**标准", "按照<strong>GB/T 33000—2016</strong>标准"},
    {"**“A”**B中文", "<strong>“A”</strong>B中文"},
    {"中文**“A”**B", "中文<strong>“A”</strong>B"},
    {"**Note：**请", "<strong>Note：</strong>请"},
    {"**注意:**请看", "<strong>注意:</strong>请看"},
    {"**第一、**第二", "<strong>第一、</strong>第二"},
    {"**（二）**做好", "<strong>（二）</strong>做好"},
    {"一是**加强领导，**二是**落实责任，**三是**严格考核。**",
     "一是<strong>加强领导，</strong>二是<strong>落实责任，</strong>三是<strong>严格考核。</strong>"},
    {"**时间**：6月16日", "<strong>时间</strong>：6月16日"},
    {"**时间：**6月16日", "<strong>时间：</strong>6月16日"},
    {"**时间**:6月16日", "<strong>时间</strong>:6月16日"},
    {"***“重点”***字", "<em><strong>“重点”</strong></em>字"},
    {"字***（重点）***字", "字<em><strong>（重点）</strong></em>字"},
    {"**外*“内”*外**字", "<strong>外<em>“内”</em>外</strong>字"},
    {"**《*法*》**字", "<strong>《<em>法</em>》</strong>字"},
    {"*“斜体”*", "<em>“斜体”</em>"},
    {"2**（3+4）**5", "2<strong>（3+4）</strong>5"},
    {"~~（旧）~~新", "<del>（旧）</del>新"},
    {"**~~“旧”~~**新", "<strong><del>“旧”</del></strong>新"},
    {"~~**“旧”**~~新", "<del><strong>“旧”</strong></del>新"},
    {"新**~~“旧”~~**", "新<strong><del>“旧”</del></strong>"},
    {"[**“甲”**字](u)", R"x(<a href="u"><strong>“甲”</strong>字</a>)x"},
    {"[甲](u**“乙”**丙)", R"x(<a href="u**“乙”**丙">甲</a>)x"},
    {"**甲**乙", "<strong>甲</strong>乙"},
    {"甲**乙**丙", "甲<strong>乙</strong>丙"},
    {"甲 **乙** 丙", "甲 <strong>乙</strong> 丙"},
    {"**—甲—**乙", "<strong>—甲—</strong>乙"},
    {"**甲……**乙", "<strong>甲……</strong>乙"},
    {"**甲·乙**丙", "<strong>甲·乙</strong>丙"},
    {"甲**·乙**", "甲<strong>·乙</strong>"},
    {"**①甲**乙", "<strong>①甲</strong>乙"},
    {"**甲￥**乙", "<strong>甲￥</strong>乙"},
    {"**甲→**乙", "<strong>甲→</strong>乙"},
    {"**℃**度", "<strong>℃</strong>度"},
    {"**12350！**举报", "<strong>12350！</strong>举报"},
    {"拨打**12350**举报", "拨打<strong>12350</strong>举报"},
    {"**【通知】**各单位", "<strong>【通知】</strong>各单位"},
    {"**〔2026〕**12号", "<strong>〔2026〕</strong>12号"},
    {"安委办**〔2026〕**12号", "安委办<strong>〔2026〕</strong>12号"},
    {"__甲__ 字", "<strong>甲</strong> 字"},
    {"**甲**“乙", "<strong>甲</strong>“乙"},
    {"**“甲”**“乙”", "<strong>“甲”</strong>“乙”"},
    {"（**甲**）", "（<strong>甲</strong>）"},
    {"“**甲**”是", "“<strong>甲</strong>”是"},
    {"**甲**（乙）", "<strong>甲</strong>（乙）"},
    {"**甲（乙）**丙", "<strong>甲（乙）</strong>丙"},
    {"**甲（乙）** 丙", "<strong>甲（乙）</strong> 丙"},
    {"**甲：**<b>乙", "<strong>甲：</strong>&lt;b&gt;乙"},
    {"**甲：**`乙`", "<strong>甲：</strong><code>乙</code>"},
    {"**`甲`**乙", "<strong><code>甲</code></strong>乙"},
    {"**甲**`乙`", "<strong>甲</strong><code>乙</code>"},
    {"**{{ campaign.theme }}**活动", "<strong>⟦campaign.theme⟧</strong>活动"},
    {"**http://x.cn**详见", R"x(<strong><a href="http://x.cn">http://x.cn</a></strong>详见)x"},
    {"**http://x.cn/**详见", R"x(<strong><a href="http://x.cn/">http://x.cn/</a></strong>详见)x"},
    {"**见http://x.cn。**详见", R"x(<strong>见<a href="http://x.cn">http://x.cn</a>。</strong>详见)x"},
    {"~~5~10~~元", "<del>5~10</del>元"},
    {"~~甲~~，~~乙~~", "<del>甲</del>，<del>乙</del>"},
    {"甲~~乙~~丙", "甲<del>乙</del>丙"},
    {"**甲**~~乙~~**丙**", "<strong>甲</strong><del>乙</del><strong>丙</strong>"},
    {R"x(**甲：**\*乙\*)x", "<strong>甲：</strong>*乙*"},
    {"**“甲**”字", "<strong>“甲</strong>”字"},
    {"𑁍**“甲”**字", "𑁍<strong>“甲”</strong>字"},
    {"***甲*，**乙", "<strong><em>甲</em>，</strong>乙"},
    {"**甲，*乙*。**丙", "<strong>甲，<em>乙</em>。</strong>丙"},
    {"*重点。*后文", "<em>重点。</em>后文"},
    {"*“甲”*字", "<em>“甲”</em>字"},
    {"字*《甲》*字", "字<em>《甲》</em>字"},
    {"**见http://x.cn/a**，详见", R"x(<strong>见<a href="http://x.cn/a">http://x.cn/a</a></strong>，详见)x"},
    {"*甲*“乙”", "<em>甲</em>“乙”"},
    {"**一**、**二**、**三**", "<strong>一</strong>、<strong>二</strong>、<strong>三</strong>"},
    {"根据**《中华人民共和国安全生产法》（2021年修正）**第二十一条",
     "根据<strong>《中华人民共和国安全生产法》（2021年修正）</strong>第二十一条"},
    {"**（一）宣传教育。**各单位要", "<strong>（一）宣传教育。</strong>各单位要"},
    {"请于**6月10日（周三）17:00前**报送", "请于<strong>6月10日（周三）17:00前</strong>报送"},
    {"联系**12350**（**24小时**）", "联系<strong>12350</strong>（<strong>24小时</strong>）"},
    {"**注意！**（一）甲；**警告？**（二）乙",
     "<strong>注意！</strong>（一）甲；<strong>警告？</strong>（二）乙"},
    {"**“一把手”**讲**安全、**讲**责任。**",
     "<strong>“一把手”</strong>讲<strong>安全、</strong>讲<strong>责任。</strong>"},
    {"English **（bold）**中文", "English <strong>（bold）</strong>中文"},
    {"中文**（bold）**English", "中文<strong>（bold）</strong>English"},
    {"**Win10/11**用户", "<strong>Win10/11</strong>用户"},
    {"**A、B**两类", "<strong>A、B</strong>两类"},
    {"（**注：**甲）", "（<strong>注：</strong>甲）"},
    {"**甲——**乙", "<strong>甲——</strong>乙"},
    {"**﹁甲﹂**乙", "<strong>﹁甲﹂</strong>乙"},
    {"**甲︰**乙", "<strong>甲︰</strong>乙"},
    {"**＂甲＂**乙", "<strong>＂甲＂</strong>乙"},
    {"~~原定6月10日。~~改为6月12日", "<del>原定6月10日。</del>改为6月12日"},
    {"**甲\n乙。**丙", "<strong>甲乙。</strong>丙"},
};

// What GFM leaves as it is, and what must not become emphasis.
constexpr Case kUntouched[] = {
    {"**a**b", "<strong>a</strong>b"},
    {R"x(**"a"**b)x", R"x(**"a"**b)x"},
    {R"x("**a**")x", R"x("<strong>a</strong>")x"},
    {"**a.**b", "**a.**b"},
    {"**“a”**b", "**“a”**b"},
    {"2*（3+4）*5", "2*（3+4）*5"},
    {"~甲~", "~甲~"},
    {"5~10元，3~6天", "5~10元，3~6天"},
    {"__“甲”__字", "__“甲”__字"},
    {"** 甲**", "** 甲**"},
    {"**甲", "**甲"},
    {R"x(\**“甲”**字)x", "**“甲”**字"},
    {"**“甲” **乙", "**“甲” **乙"},
    {"长*（宽+高）*系数", "长*（宽+高）*系数"},
    {"3*“4”*5", "3*“4”*5"},
    {"foo**(bar)**", "foo**(bar)**"},
    {"*(*foo*)*", "<em>(<em>foo</em>)</em>"},
    {"**foo, **bar", "**foo, **bar"},
    {"a**“b”**c", "a**“b”**c"},
    {"`**“甲”**字`", "<code>**“甲”**字</code>"},
    {"**Gomphocarpus (*G. physocarpus*)**", "<strong>Gomphocarpus (<em>G. physocarpus</em>)</strong>"},
};

TEST_CASE("emphasis beside Chinese punctuation opens and closes as a reader expects") {
  for (const Case& c : kChinese) check_paragraph(c);
}

TEST_CASE("English emphasis and lone asterisks stay as GFM has them") {
  for (const Case& c : kUntouched) check_paragraph(c);
}

TEST_CASE("a text that holds the markers of the parser keeps every character") {
  // U+1104D to U+11047 are the candidates; with all of them taken, none is set.
  std::string all = "\U0001104D\U0001104C\U0001104B\U0001104A\U00011049\U00011048\U00011047";
  CHECK(html_of("\U0001104D**“甲”**字") == "<p>\U0001104D<strong>“甲”</strong>字</p>");
  CHECK(html_of(all + "**“甲”**字") == "<p>" + all + "**“甲”**字</p>");
}

TEST_CASE("markers never reach code, addresses, titles, raw HTML or info strings") {
  for (std::string_view text :
       {"```甲**“乙\n字**“甲”**字\n```", "    字**“甲”**字", "[字**“甲”**字](u**“甲”**字 \"字**“甲”**字\")",
        "<b title=\"字**“甲”**字\">", "<div>\n字**“甲”**字\n</div>", "字**“甲”**字[^1]\n\n[^1]: 字**“甲”**字",
        "| 字**“甲”**字 |\n|--|\n| 字**“甲”**字 |", "# 字**“甲”**字 {#甲}",
        "[字**“甲”**字]: u\n\n[字**“甲”**字]"}) {
    CAPTURE(std::string(text));
    Parsed parsed = parse_text(text);
    CHECK(html_of(parsed.document).find("\xF0\x91\x81") == std::string::npos);
    CHECK(plain_text(parsed.document, 0).find("\xF0\x91\x81") == std::string::npos);
  }
}

}  // namespace
}  // namespace herald::markdown::test
