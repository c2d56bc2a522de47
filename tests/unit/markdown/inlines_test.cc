// Bare addresses, line breaks, values and raw HTML.

#include "helpers.h"

namespace herald::markdown::test {
namespace {

constexpr Case kAddresses[] = {
    {"见http://x.cn/a?b=1&c=2。", R"x(见<a href="http://x.cn/a?b=1&c=2">http://x.cn/a?b=1&amp;c=2</a>。)x"},
    {"http://x.cn/（甲）", R"x(<a href="http://x.cn/">http://x.cn/</a>（甲）)x"},
    {"（http://x.cn/a)", R"x(（<a href="http://x.cn/a">http://x.cn/a</a>))x"},
    {"见https://x.cn/a-b_c.html；后",
     R"x(见<a href="https://x.cn/a-b_c.html">https://x.cn/a-b_c.html</a>；后)x"},
    {"“http://x.cn”", R"x(“<a href="http://x.cn">http://x.cn</a>”)x"},
    {"http://x.cn/中文", R"x(<a href="http://x.cn/">http://x.cn/</a>中文)x"},
    {"www.x.cn", R"x(<a href="http://www.x.cn">www.x.cn</a>)x"},
    {"字www.x.cn。", R"x(字<a href="http://www.x.cn">www.x.cn</a>。)x"},
    {"Awww.x.cn", "Awww.x.cn"},
    {"请访问：www.x.cn/a，", R"x(请访问：<a href="http://www.x.cn/a">www.x.cn/a</a>，)x"},
    {"邮箱：a@b.cn；", R"x(邮箱：<a href="mailto:a@b.cn">a@b.cn</a>；)x"},
    {"a@b.cn。", R"x(<a href="mailto:a@b.cn">a@b.cn</a>。)x"},
    {"a@中文.cn", "a@中文.cn"},
    {"甲a.b+c@d-e.cn乙", R"x(甲<a href="mailto:a.b+c@d-e.cn">a.b+c@d-e.cn</a>乙)x"},
    {"ftp://a.b/c、", "ftp://a.b/c、"},
    {"http://例子.cn", "http://例子.cn"},
    {"<http://x.cn/中>", R"x(<a href="http://x.cn/中">http://x.cn/中</a>)x"},
    {"<a@b.cn>", R"x(<a href="mailto:a@b.cn">a@b.cn</a>)x"},
    {"https://x.cn/__init__.py", R"x(<a href="https://x.cn/__init__.py">https://x.cn/__init__.py</a>)x"},
    {"http://x.cn/a*b*c 字", R"x(<a href="http://x.cn/a*b*c">http://x.cn/a*b*c</a> 字)x"},
    {"`http://x.cn`字", "<code>http://x.cn</code>字"},
    {"[http://x.cn](u)字", R"x(<a href="u">http://x.cn</a>字)x"},
    {"[a@b.cn](u)", R"x(<a href="u">a@b.cn</a>)x"},
    {"http://localhost/甲", R"x(<a href="http://localhost/">http://localhost/</a>甲)x"},
    {"http://1.2.3.4:80/甲", R"x(<a href="http://1.2.3.4:80/">http://1.2.3.4:80/</a>甲)x"},
    {"http://x.cn,甲", R"x(<a href="http://x.cn">http://x.cn</a>,甲)x"},
    {"http://x.cn.甲", R"x(<a href="http://x.cn">http://x.cn</a>.甲)x"},
    {"http://x.cn!甲", R"x(<a href="http://x.cn">http://x.cn</a>!甲)x"},
    {"https://x.cn…甲", R"x(<a href="https://x.cn">https://x.cn</a>…甲)x"},
    {"https://x.cn·甲", R"x(<a href="https://x.cn">https://x.cn</a>·甲)x"},
    {"(www.x.cn)甲", R"x((<a href="http://www.x.cn">www.x.cn</a>)甲)x"},
    {"http://x.cn　甲", R"x(<a href="http://x.cn">http://x.cn</a>　甲)x"},
    {"甲http:x", "甲http:x"},
    {"www.甲.cn", "www.甲.cn"},
    {"ａ＠b.cn", "ａ＠b.cn"},
    {"mailto:a@b.cn甲", R"x(mailto:<a href="mailto:a@b.cn">a@b.cn</a>甲)x"},
    {"**http://x.cn/**详见", R"x(<strong><a href="http://x.cn/">http://x.cn/</a></strong>详见)x"},
    {"见http://x.cn/a_b_c、http://y.cn/d。",
     R"x(见<a href="http://x.cn/a_b_c">http://x.cn/a_b_c</a>、<a href="http://y.cn/d">http://y.cn/d</a>。)x"},
    {"电话：12350，网址：http://x.cn", R"x(电话：<a href="tel:12350">12350</a>，网址：<a href="http://x.cn">http://x.cn</a>)x"},
    {"Visit http://example.com/a(b). Then www.example.com/x?y, and me@example.com.",
     R"x(Visit <a href="http://example.com/a(b)">http://example.com/a(b)</a>. Then <a href="http://www.example.com/x?y">www.example.com/x?y</a>, and <a href="mailto:me@example.com">me@example.com</a>.)x"},
    {"https://x.cn/#一", R"x(<a href="https://x.cn/#">https://x.cn/#</a>一)x"},
    {"http://x.cn:8080/a%20b", R"x(<a href="http://x.cn:8080/a%20b">http://x.cn:8080/a%20b</a>)x"},
    {"HTTP://X.CN甲", R"x(<a href="HTTP://X.CN">HTTP://X.CN</a>甲)x"},
    {"xhttp://x.cn", "xhttp://x.cn"},
    {"http://x.cn/~u/甲", R"x(<a href="http://x.cn/~u/">http://x.cn/~u/</a>甲)x"},
    {"a@b", "a@b"},
    {"a@b.c_", "a@b.c_"},
    {"a@b.c-", "a@b.c-"},
    {"a@@b.cn", "a@@b.cn"},
    {"@a.b", "@a.b"},
    {"http://", "http://"},
    {"www.", "www."},
    {"http://x.cn<br>甲", R"x(<a href="http://x.cn">http://x.cn</a><br>
甲)x"},
    {"*http://x.cn*", R"x(<em><a href="http://x.cn">http://x.cn</a></em>)x"},
    {"链接：https://pan.x.cn/s/1abc 提取码：ab12",
     R"x(链接：<a href="https://pan.x.cn/s/1abc">https://pan.x.cn/s/1abc</a> 提取码：ab12)x"},
    {"https://x.cn/a？b", R"x(<a href="https://x.cn/a">https://x.cn/a</a>？b)x"},
    {"{{ site.url }}a@b.cn", R"x(⟦site.url⟧<a href="mailto:a@b.cn">a@b.cn</a>)x"},
};

constexpr Case kSoftBreaks[] = {
    {"中文\n中文", "<p>中文中文</p>"},
    {"中文\nEnglish", "<p>中文\nEnglish</p>"},
    {"English\n中文", "<p>English\n中文</p>"},
    {"English\nEnglish", "<p>English\nEnglish</p>"},
    {"中文。\n“中文”", "<p>中文。“中文”</p>"},
    {"“中文”\n“中文”", "<p>“中文”“中文”</p>"},
    {"“a”\n“b”", "<p>“a”\n“b”</p>"},
    {"中文……\n中文", "<p>中文……中文</p>"},
    {"*中文*\n中文", "<p><em>中文</em>中文</p>"},
    {"**中文\n中文**中文", "<p><strong>中文中文</strong>中文</p>"},
    {"中文\n**中文**", "<p>中文<strong>中文</strong></p>"},
    {"中文\n[中文](u)", R"x(<p>中文<a href="u">中文</a></p>)x"},
    {"[中文\n中文](u)", R"x(<p><a href="u">中文中文</a></p>)x"},
    {"`代码`\n中文", "<p><code>代码</code>中文</p>"},
    {"`code`\n中文", "<p><code>code</code>\n中文</p>"},
    {"中文\n`代码`", "<p>中文<code>代码</code></p>"},
    {R"x(中文[^1]
中文

[^1]: 注)x",
     R"x(<p>中文<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup>中文</p>
<section class="footnotes" role="doc-endnotes">
<ol>
<li id="fn-1">
<p>注 <a href="#fnref-1" role="doc-backlink">↩</a></p>
</li>
</ol>
</section>)x"},
    {"中文\n12项", "<p>中文\n12项</p>"},
    {"12\n项", "<p>12\n项</p>"},
    {"中文  \n中文", "<p>中文<br>\n中文</p>"},
    {R"x(中文\
中文)x",
     "<p>中文<br>\n中文</p>"},
    {"中文<br>\n中文", "<p>中文<br>\n中文</p>"},
    {"中文<!-- 注 -->\n中文", "<p>中文中文</p>"},
    {"中文\n<!-- 注 -->中文", "<p>中文</p>\n<p>中文</p>"},
    {"{{ campaign.theme }}\n中文", "<p>⟦campaign.theme⟧中文</p>"},
    {"中文\n{{ campaign.theme }}", "<p>中文⟦campaign.theme⟧</p>"},
    {"> 中文\n> 中文", "<blockquote>\n<p>中文中文</p>\n</blockquote>"},
    {"- 中文\n  中文", "<ul>\n<li>中文中文</li>\n</ul>"},
    {"中文，\nEnglish", "<p>中文，\nEnglish</p>"},
    {"中文\n（中文）", "<p>中文（中文）</p>"},
    {"カナ\nカナ", "<p>カナカナ</p>"},
    {"中文\n![图](a.png)", R"x(<p>中文
<img src="a.png" alt="图" loading="lazy" decoding="async"></p>)x"},
    {"**中文**\n**中文**", "<p><strong>中文</strong><strong>中文</strong></p>"},
    {"中文—\n—中文", "<p>中文——中文</p>"},
    {"中文\n\n中文", "<p>中文</p>\n<p>中文</p>"},
    {"中文 \n 中文", "<p>中文中文</p>"},
    {"~~中文~~\n中文", "<p><del>中文</del>中文</p>"},
};

constexpr Case kValues[] = {
    {"{{ campaign.theme }}", "<p>⟦campaign.theme⟧</p>"},
    {"{{campaign.theme}}", "<p>⟦campaign.theme⟧</p>"},
    {"主题：{{ campaign.theme }}。", "<p>主题：⟦campaign.theme⟧。</p>"},
    {"{{ 活动.主题 }}", "<p>⟦活动.主题⟧</p>"},
    {"{{ a b }}", "<p>{{ a b }}</p>"},
    {"{{ a. }}", "<p>{{ a. }}</p>"},
    {"{{ .a }}", "<p>{{ .a }}</p>"},
    {"{{}}", "<p>{{}}</p>"},
    {"{{ }}", "<p>{{ }}</p>"},
    {"{ { a } }", "<p>{ { a } }</p>"},
    {"{{ a | upper }}", "<p>{{ a | upper }}</p>"},
    {"{{ a", "<p>{{ a</p>"},
    {"`{{ a }}`", "<p><code>{{ a }}</code></p>"},
    {R"x(\{{ a }})x", "<p>{{ a }}</p>"},
    {R"x(\\{{ a }})x", R"x(<p>\⟦a⟧</p>)x"},
    {R"x({\{ a }})x", "<p>{{ a }}</p>"},
    {R"x(甲\{{ a }}乙)x", "<p>甲{{ a }}乙</p>"},
    {"[{{ a.b }}](u)", R"x(<p><a href="u">⟦a.b⟧</a></p>)x"},
    {"**{{ a.b }}**", "<p><strong>⟦a.b⟧</strong></p>"},
    {"{{ a.b }}{{ c.d }}", "<p>⟦a.b⟧⟦c.d⟧</p>"},
    {"{{ a_b.c-d.e1 }}", "<p>⟦a_b.c-d.e1⟧</p>"},
    {"{{{ a }}}", "<p>{⟦a⟧}</p>"},
    {"{% if a %}", "<p>{% if a %}</p>"},
    {"| {{ a.b }} |\n|---|", R"x(<div class="table" tabindex="0" role="region"><table>
<thead>
<tr>
<th scope="col">⟦a.b⟧</th>
</tr>
</thead>
</table></div>)x"},
    {R"x({{ "x" }})x", R"x(<p>{{ "x" }}</p>)x"},
};

constexpr Case kRawHtml[] = {
    {"甲<b>乙</b>", "<p>甲&lt;b&gt;乙&lt;/b&gt;</p>"},
    {"<div>\n甲\n</div>", "<p>&lt;div&gt;\n甲\n&lt;/div&gt;</p>"},
    {"甲<br>乙", "<p>甲<br>\n乙</p>"},
    {"甲<br/>乙", "<p>甲<br>\n乙</p>"},
    {"甲<BR />乙", "<p>甲<br>\n乙</p>"},
    {"甲<!-- 注 -->乙", "<p>甲乙</p>"},
    {"<!-- 注 -->", ""},
    {"<!-- 注 -->\n\n甲", "<p>甲</p>"},
    {"<!-- 注 --> 甲", "<p>甲</p>"},
    {"<!-- a --><!-- b -->", ""},
    {R"x(<!--
多行
-->
甲)x",
     "<p>甲</p>"},
    {"<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"},
    {"<br>", ""},
    {"甲 <- 乙", "<p>甲 &lt;- 乙</p>"},
    {"1 < 2 > 0", "<p>1 &lt; 2 &gt; 0</p>"},
    {"<http://x.cn>", R"x(<p><a href="http://x.cn">http://x.cn</a></p>)x"},
    {"<?php ?>甲", "<p>&lt;?php ?&gt;甲</p>"},
    {"甲<![CDATA[乙]]>", "<p>甲&lt;![CDATA[乙]]&gt;</p>"},
    {"<!DOCTYPE html>", "<p>&lt;!DOCTYPE html&gt;</p>"},
    {"&lt;b&gt;", "<p>&lt;b&gt;</p>"},
    {"&copy; &#20013;", "<p>© 中</p>"},
    {"`<b>`", "<p><code>&lt;b&gt;</code></p>"},
    {"<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"},
    {"[a](javascript:alert(1))", R"x(<p><a href="#">a</a></p>)x"},
    {"![甲](javascript:alert(1))", "<p>甲</p>"},
    {"[a](data:text/html,x)", R"x(<p><a href="#">a</a></p>)x"},
    {"[a](vbscript:x)", R"x(<p><a href="#">a</a></p>)x"},
    {"[a](&#106;avascript:x)", R"x(<p><a href="#">a</a></p>)x"},
    {"[a]( JaVaScRiPt:x)", R"x(<p><a href="#">a</a></p>)x"},
    {"[a](tel:12350)", R"x(<p><a href="tel:12350">a</a></p>)x"},
    {"[a](mailto:a@b.cn)", R"x(<p><a href="mailto:a@b.cn">a</a></p>)x"},
    {"[a](//x.cn/b)", R"x(<p><a href="//x.cn/b">a</a></p>)x"},
    {"[a](a:b)", R"x(<p><a href="#">a</a></p>)x"},
    {"[a](a/b:c)", R"x(<p><a href="a/b:c">a</a></p>)x"},
    {"[a](#一)", R"x(<p><a href="#一">a</a></p>)x"},
    {"![点](data:image/png;base64,iVBOR)",
     R"x(<p><img src="data:image/png;base64,iVBOR" alt="点" loading="lazy" decoding="async"></p>)x"},
    {"![点](data:image/svg+xml;base64,AA)", "<p>点</p>"},
    {"<javascript:alert(1)>", R"x(<p><a href="#">javascript:alert(1)</a></p>)x"},
    {R"x([a]("x))x", R"x(<p><a href=""x">a</a></p>)x"},
    {"[a](<b c>)", R"x(<p><a href="b c">a</a></p>)x"},
    {R"x(["<&>](u '"<&>'))x", R"x(<p><a href="u" title="&quot;&lt;&amp;&gt;">"&lt;&amp;&gt;</a></p>)x"},
};

TEST_CASE("bare addresses end before Chinese and never stand in links or code") {
  for (const Case& c : kAddresses) check_paragraph(c);
}

TEST_CASE("a line break between Chinese characters leaves no space, and stays one beside Latin") {
  for (const Case& c : kSoftBreaks) check_html(c);
}

TEST_CASE("values are holes, outside of code, and only what is a name is one") {
  for (const Case& c : kValues) check_html(c);
}

TEST_CASE("raw HTML is shown as text, comments vanish, addresses of other schemes lead nowhere") {
  for (const Case& c : kRawHtml) check_html(c);
}

struct Warned {
  std::string_view markdown;
  std::string_view places;  // line:column code, separated by blanks
};

constexpr Warned kWarnings[] = {
    {"甲<b>乙</b>", "1:2:raw-html"},
    {"甲\n\n<div>\n<p>乙</p>\n</div>", "3:1:raw-html"},
    {"甲<br>乙<br/>", ""},
    {"<br>", ""},
    {"甲<!-- 注 -->", ""},
    {"<!-- 注 -->", ""},
    {"<!-- 注\n\n甲", "1:1:unclosed-comment"},
    {"甲\n\n<!-- 注", "3:1:unclosed-comment"},
    {"<!-- a --> <b>x</b>", "1:1:raw-html"},
    {"| a |\n|---|\n| <i>x</i><br>y |", "3:3:raw-html"},
    {"**<i>x</i>**字", "1:3:raw-html"},
    {"字**“甲”**字<u>", "1:10:raw-html"},
    {"`<b>` &lt;b&gt; \\<b>", ""},
    {"＃ 标题", "1:1:full-width-syntax"},
    {"甲\n\n＃＃标题", "3:1:full-width-syntax"},
    {"＃安全生产月＃", ""},
    {"－ 甲\n－ 乙", "1:1:full-width-syntax 2:1:full-width-syntax"},
    {"－－甲", ""},
    {"＊　甲", "1:1:full-width-syntax"},
    {"＞ 甲", "1:1:full-width-syntax"},
    {"｜甲｜乙｜", "1:1:full-width-syntax"},
    {"> ＃ 甲", "1:3:full-width-syntax"},
    {"见[办法]（办法.md）", "1:6:full-width-syntax"},
    {"见[办法]（http://x.cn）", "1:6:full-width-syntax"},
    {"见[办法](办法.md)（试行）", ""},
    {"[1]（见附件）", ""},
    {"见【办法】(http://x.cn)", "1:2:full-width-syntax"},
    {"见【办法】（http://x.cn）", "1:2:full-width-syntax"},
    {"【通知】（第二号）", ""},
    {"|甲|乙|\n|：---|---|\n|1|2|", "2:2:full-width-syntax"},
    {"|甲|乙|\n|---|－－－|\n|1|2|", "2:6:full-width-syntax"},
    {"|甲|乙|\n|---|---|\n|：|－|", ""},
    {"【通知】(2026)", ""},
    {"```\n＃ 标题\n#标题\n```\n＃ 标题", "5:1:full-width-syntax"},
    {"#标题", "1:1:heading-space"},
    {"###标题", "1:1:heading-space"},
    {"#安全生产月#", ""},
    {"#tag", ""},
    {"# 标题", ""},
    {"#######标题", ""},
};

TEST_CASE("raw HTML and full-width signs are warned of at their places") {
  for (const Warned& c : kWarnings) {
    CAPTURE(std::string(c.markdown));
    std::string places;
    Parsed parsed = parse_text(c.markdown);
    for (const base::Diagnostic& d : parsed.diagnostics.all()) {
      if (!places.empty()) places += ' ';
      places += std::to_string(d.place.line) + ":" + std::to_string(d.place.column) + ":" +
                std::string(base::text_of(d.code).name);
    }
    CHECK(places == std::string(c.places));
  }
}

TEST_CASE("a flood of raw HTML ends in fifty warnings") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "<b>";
  CHECK(parse_text(text).diagnostics.all().size() == 50);
}

TEST_CASE("the strict dialect neither warns nor knows values") {
  Parsed parsed = parse_text("<b>{{ a.b }}</b>\n", Dialect::Strict);
  CHECK(parsed.diagnostics.empty());
  CHECK(strict_html("<b>{{ a.b }}</b>\n") == "<p><b>{{ a.b }}</b></p>\n");
}

TEST_CASE("is_safe_address knows relative addresses and four schemes, and sees through blanks") {
  for (std::string_view safe : {"", "a", "a/b.md#c", "/x", "//x.cn", "#a", "?a:b", "http://x", "HTTPS://x",
                                "mailto:a", "tel:1", "./a:b", "一:二", ":a", "1:2"}) {
    CAPTURE(std::string(safe));
    CHECK(is_safe_address(safe));
  }
  for (std::string_view unsafe :
       {"javascript:x", " javascript:x", "java\nscript:x", "\x01javascript:x", "JAVASCRIPT:x",
        "java\tscript\t:x", "data:x", "file:///x", "ftp://x", "a:b", "vbscript:x", "blob:x"}) {
    CAPTURE(std::string(unsafe));
    CHECK_FALSE(is_safe_address(unsafe));
  }
}

}  // namespace
}  // namespace herald::markdown::test
