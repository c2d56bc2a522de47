// Blocks as HTML, and the holes in it.

#include "helpers.h"

namespace herald::markdown::test {
namespace {

constexpr Case kBlocks[] = {
    {"# 标题\n\n正文", R"x(<h1 id="标题">标题</h1>
<p>正文</p>)x"},
    {R"x(标题
==

小
--)x",
     R"x(<h1 id="标题">标题</h1>
<h2 id="小">小</h2>)x"},
    {"## 一、总体要求", R"x(<h2 id="一总体要求">一、总体要求</h2>)x"},
    {"### A & B's  C", R"x(<h3 id="a-bs-c">A &amp; B's  C</h3>)x"},
    {"# 甲 {#a-1}", R"x(<h1 id="a-1">甲</h1>)x"},
    {"# 甲 {#}", R"x(<h1 id="甲">甲 {#}</h1>)x"},
    {"# 甲 {#a b}", R"x(<h1 id="甲-a-b">甲 {#a b}</h1>)x"},
    {"# {#a}", R"x(<h1 id="a"></h1>)x"},
    {"# **甲** {#乙}", R"x(<h1 id="乙"><strong>甲</strong></h1>)x"},
    {"# `甲` {#a}\n# 乙 {#a}\n# a", R"x(<h1 id="a"><code>甲</code></h1>
<h1 id="a-2">乙</h1>
<h1 id="a-3">a</h1>)x"},
    {"# 甲\n# 甲\n# 甲", R"x(<h1 id="甲">甲</h1>
<h1 id="甲-2">甲</h1>
<h1 id="甲-3">甲</h1>)x"},
    {"# a\n# a\n# a-2", R"x(<h1 id="a">a</h1>
<h1 id="a-2">a</h1>
<h1 id="a-2-2">a-2</h1>)x"},
    {"# 甲 {#x} 乙", R"x(<h1 id="甲-x-乙">甲 {#x} 乙</h1>)x"},
    {"甲 {#x}", "<p>甲 {#x}</p>"},
    {"# ！？", R"x(<h1 id="section">！？</h1>)x"},
    {"# 甲 [乙](u)[^1]\n\n[^1]: 注",
     R"x(<h1 id="甲-乙">甲 <a href="u">乙</a><sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup></h1>
<section class="footnotes" role="doc-endnotes">
<ol>
<li id="fn-1">
<p>注 <a href="#fnref-1" role="doc-backlink">↩</a></p>
</li>
</ol>
</section>)x"},
    {"###### 甲\n####### 乙", R"x(<h6 id="甲">甲</h6>
<p>####### 乙</p>)x"},
    {"#甲", "<p>#甲</p>"},
    {"> 引用\n>\n> 二", R"x(<blockquote>
<p>引用</p>
<p>二</p>
</blockquote>)x"},
    {"- 一\n- 二", R"x(<ul>
<li>一</li>
<li>二</li>
</ul>)x"},
    {"1. 一\n2. 二", R"x(<ol>
<li>一</li>
<li>二</li>
</ol>)x"},
    {"3) 三\n4) 四", R"x(<ol start="3">
<li>三</li>
<li>四</li>
</ol>)x"},
    {"1．不是列表", "<p>1．不是列表</p>"},
    {"- 一\n\n- 二", R"x(<ul>
<li>
<p>一</p>
</li>
<li>
<p>二</p>
</li>
</ul>)x"},
    {"- 一\n  - 二", R"x(<ul>
<li>一
<ul>
<li>二</li>
</ul>
</li>
</ul>)x"},
    {"- [ ] 甲\n- [x] 乙\n- [X] 丙 [x]", R"x(<ul>
<li class="task"><label><input type="checkbox" disabled> 甲</label></li>
<li class="task"><label><input type="checkbox" disabled checked> 乙</label></li>
<li class="task"><label><input type="checkbox" disabled checked> 丙 [x]</label></li>
</ul>)x"},
    {"- [ ] 甲 [x]", R"x(<ul>
<li class="task"><label><input type="checkbox" disabled> 甲 [x]</label></li>
</ul>)x"},
    {R"x(- [ ] 甲

  乙
- [x] 丙)x",
     R"x(<ul>
<li class="task">
<p><label><input type="checkbox" disabled> 甲</label></p>
<p>乙</p>
</li>
<li class="task">
<p><label><input type="checkbox" disabled checked> 丙</label></p>
</li>
</ul>)x"},
    {"- [ ] # 甲", R"x(<ul>
<li class="task"><label><input type="checkbox" disabled> # 甲</label></li>
</ul>)x"},
    {"1. [x] 甲", R"x(<ol>
<li class="task"><label><input type="checkbox" disabled checked> 甲</label></li>
</ol>)x"},
    {"***", "<hr>"},
    {"    代码 <b>", R"x(<pre tabindex="0"><code>代码 &lt;b&gt;
</code></pre>)x"},
    {"```cpp\nint a;\n```", R"x(<pre tabindex="0"><code class="language-cpp">int a;
</code></pre>)x"},
    {"```\n*a*\n```", R"x(<pre tabindex="0"><code>*a*
</code></pre>)x"},
    {"```c++ x y\n```", R"x(<pre tabindex="0"><code class="language-c++"></code></pre>)x"},
    {"~~~\n甲", R"x(<pre tabindex="0"><code>甲
</code></pre>)x"},
    {"a  \nb", "<p>a<br>\nb</p>"},
    {R"x(a\
b)x",
     "<p>a<br>\nb</p>"},
    {"`` a`b ``", "<p><code>a`b</code></p>"},
    {"![图](a.png)", R"x(<p><img src="a.png" alt="图" loading="lazy" decoding="async"></p>)x"},
    {R"x(![图](a.png "题注"))x",
     R"x(<figure><img src="a.png" alt="图" loading="lazy" decoding="async"><figcaption>题注</figcaption></figure>)x"},
    {R"x(![图](a.png "题注") 字)x",
     R"x(<p><img src="a.png" alt="图" title="题注" loading="lazy" decoding="async"> 字</p>)x"},
    {R"x(- ![图](a.png "题注"))x", R"x(<ul>
<li><img src="a.png" alt="图" title="题注" loading="lazy" decoding="async"></li>
</ul>)x"},
    {R"x(> ![图](a.png "题注 *a* <b>"))x", R"x(<blockquote>
<figure><img src="a.png" alt="图" loading="lazy" decoding="async"><figcaption>题注 *a* &lt;b&gt;</figcaption></figure>
</blockquote>)x"},
    {"![*甲* `b` [c](d)](a.png)",
     R"x(<p><img src="a.png" alt="甲 b c" loading="lazy" decoding="async"></p>)x"},
    {R"x(![](a.png "题"))x",
     R"x(<figure><img src="a.png" alt="" loading="lazy" decoding="async"><figcaption>题</figcaption></figure>)x"},
    {R"x([![图](a.png "题")](u))x",
     R"x(<p><a href="u"><img src="a.png" alt="图" title="题" loading="lazy" decoding="async"></a></p>)x"},
    {"[甲](u)", R"x(<p><a href="u">甲</a></p>)x"},
    {R"x([甲](u "题"))x", R"x(<p><a href="u" title="题">甲</a></p>)x"},
    {R"x([甲][r]

[r]: ../forms/a.md#due "题")x",
     R"x(<p><a href="../forms/a.md#due" title="题">甲</a></p>)x"},
    {"[甲]\n\n[甲]: u", R"x(<p><a href="u">甲</a></p>)x"},
    {"[甲][乙]", "<p>[甲][乙]</p>"},
    {R"x(字[^1]和[^1]，[^b]

[^1]: 注一
[^b]: 注二

    第二段)x",
     R"x(<p>字<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup>和<sup class="footnote-ref"><a href="#fn-1" id="fnref-1-2" role="doc-noteref">1</a></sup>，<sup class="footnote-ref"><a href="#fn-2" id="fnref-2" role="doc-noteref">2</a></sup></p>
<section class="footnotes" role="doc-endnotes">
<ol>
<li id="fn-1">
<p>注一 <a href="#fnref-1" role="doc-backlink">↩</a> <a href="#fnref-1-2" role="doc-backlink">↩<sup>2</sup></a></p>
</li>
<li id="fn-2">
<p>注二</p>
<p>第二段 <a href="#fnref-2" role="doc-backlink">↩</a></p>
</li>
</ol>
</section>)x"},
    {"字[^1]\n\n[^1]: - 列表",
     R"x(<p>字<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup></p>
<section class="footnotes" role="doc-endnotes">
<ol>
<li id="fn-1">
<ul>
<li>列表</li>
</ul>
<p><a href="#fnref-1" role="doc-backlink">↩</a></p>
</li>
</ol>
</section>)x"},
    {"字[^无]", "<p>字[^无]</p>"},
    {"[^1]: 没有用到", ""},
    {R"x(a<b & c>d "e" 'f')x", R"x(<p>a&lt;b &amp; c&gt;d "e" 'f'</p>)x"},
    {"~~删~~", "<p><del>删</del></p>"},
    {"*a _b_ **c***", "<p><em>a <em>b</em> <strong>c</strong></em></p>"},
};

constexpr Case kTables[] = {
    {"| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", R"x(<div class="table" tabindex="0" role="region"><table>
<thead>
<tr>
<th scope="col">甲</th>
<th scope="col">乙</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
<td>2</td>
</tr>
</tbody>
</table></div>)x"},
    {"| 甲 | 乙 | 丙 | 丁 |\n|:--|--:|:-:|---|\n| 1 | 2 | 3 | 4 |",
     R"x(<div class="table" tabindex="0" role="region"><table>
<thead>
<tr>
<th scope="col" style="text-align:left">甲</th>
<th scope="col" style="text-align:right">乙</th>
<th scope="col" style="text-align:center">丙</th>
<th scope="col">丁</th>
</tr>
</thead>
<tbody>
<tr>
<td style="text-align:left">1</td>
<td style="text-align:right">2</td>
<td style="text-align:center">3</td>
<td>4</td>
</tr>
</tbody>
</table></div>)x"},
    {R"x(| 甲 | 乙 |
|---|---|
| 1 |
| 1 | 2 | 3 |)x",
     R"x(<div class="table" tabindex="0" role="region"><table>
<thead>
<tr>
<th scope="col">甲</th>
<th scope="col">乙</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
<td></td>
</tr>
<tr>
<td>1</td>
<td>2</td>
</tr>
</tbody>
</table></div>)x"},
    {"| | |\n|---|---|\n| 甲 | 乙 |", R"x(<div class="table" tabindex="0" role="region"><table>
<tbody>
<tr>
<td>甲</td>
<td>乙</td>
</tr>
</tbody>
</table></div>)x"},
    {"| 甲 | |\n|---|---|\n| | 乙 |", R"x(<div class="table" tabindex="0" role="region"><table>
<thead>
<tr>
<th scope="col">甲</th>
<td></td>
</tr>
</thead>
<tbody>
<tr>
<td></td>
<td>乙</td>
</tr>
</tbody>
</table></div>)x"},
    {"| 甲 |\n|---|", R"x(<div class="table" tabindex="0" role="region"><table>
<thead>
<tr>
<th scope="col">甲</th>
</tr>
</thead>
</table></div>)x"},
    {R"x(| a\|b | `c\|d` |
|---|---|)x",
     R"x(<div class="table" tabindex="0" role="region"><table>
<thead>
<tr>
<th scope="col">a|b</th>
<th scope="col"><code>c|d</code></th>
</tr>
</thead>
</table></div>)x"},
    {"|甲|\n|---|\n|**“一”**二<br>三|", R"x(<div class="table" tabindex="0" role="region"><table>
<thead>
<tr>
<th scope="col">甲</th>
</tr>
</thead>
<tbody>
<tr>
<td><strong>“一”</strong>二<br>
三</td>
</tr>
</tbody>
</table></div>)x"},
    {R"x(甲 | 乙
--- | ---
1 | 2

后)x",
     R"x(<div class="table" tabindex="0" role="region"><table>
<thead>
<tr>
<th scope="col">甲</th>
<th scope="col">乙</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
<td>2</td>
</tr>
</tbody>
</table></div>
<p>后</p>)x"},
    {R"x(文字
| 甲 | 乙 |
|---|---|
| 1 | 2 |)x",
     R"x(<p>文字</p>
<div class="table" tabindex="0" role="region"><table>
<thead>
<tr>
<th scope="col">甲</th>
<th scope="col">乙</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
<td>2</td>
</tr>
</tbody>
</table></div>)x"},
    {"> | 甲 |\n> |---|\n> | 1 |", R"x(<blockquote>
<div class="table" tabindex="0" role="region"><table>
<thead>
<tr>
<th scope="col">甲</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
</tr>
</tbody>
</table></div>
</blockquote>)x"},
    {"- | 甲 |\n  |---|\n  | 1 |", R"x(<ul>
<li>
<div class="table" tabindex="0" role="region"><table>
<thead>
<tr>
<th scope="col">甲</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
</tr>
</tbody>
</table></div>
</li>
</ul>)x"},
    {"| 甲 | 乙 |\n|---|\n", "<p>| 甲 | 乙 |\n|---|</p>"},
    {"| | |\n|-|-|", R"x(<div class="table" tabindex="0" role="region"><table>
</table></div>)x"},
};

TEST_CASE("blocks become semantic HTML") {
  for (const Case& c : kBlocks) check_html(c);
}

TEST_CASE("tables stand in a region that scrolls, with header cells of scope") {
  for (const Case& c : kTables) check_html(c);
}

TEST_CASE("a link has a hole for its address and one for further attributes") {
  Fragment fragment;
  append_html(parse_text("[甲](../a.md#b \"题\")").document, 0, {}, fragment);
  CHECK(fragment.html == "<p><a href=\"\" title=\"题\">甲</a></p>\n");
  REQUIRE(fragment.holes.size() == 2);
  REQUIRE(fragment.targets.size() == 1);
  CHECK(fragment.targets[0] == "../a.md#b");
  CHECK(fragment.holes[0].kind == Hole::Kind::LinkTarget);
  CHECK(fragment.html.substr(fragment.holes[0].offset).starts_with("\" title="));
  CHECK(fragment.holes[1].kind == Hole::Kind::LinkClass);
  CHECK(fragment.html.substr(fragment.holes[1].offset).starts_with(">甲</a>"));
}

TEST_CASE("an image has a hole for its address and one for its size") {
  Fragment fragment;
  append_html(parse_text("![图](a.png)").document, 0, {}, fragment);
  CHECK(fragment.html == "<p><img src=\"\" alt=\"图\" loading=\"lazy\" decoding=\"async\"></p>\n");
  REQUIRE(fragment.holes.size() == 2);
  CHECK(fragment.holes[0].kind == Hole::Kind::ImageTarget);
  CHECK(fragment.html.substr(fragment.holes[0].offset).starts_with("\" alt="));
  CHECK(fragment.holes[1].kind == Hole::Kind::ImageSize);
  CHECK(fragment.html.substr(fragment.holes[1].offset) == "></p>\n");
}

TEST_CASE("holes rise, and an address of another scheme has none") {
  Fragment fragment;
  append_html(parse_text("[a](u){{ v.w }}![b](i)[c](javascript:x)[d](w)").document, 0, {}, fragment);
  CHECK(fragment.targets == std::vector<std::string>{"u", "v.w", "i", "w"});
  CHECK(fragment.holes.size() == 7);
  for (size_t i = 1; i < fragment.holes.size(); ++i)
    CHECK(fragment.holes[i - 1].offset <= fragment.holes[i].offset);
}

TEST_CASE("append_html adds to what is there, and writes parts of a document") {
  Parsed parsed = parse_text("甲\n\n[乙](u)\n\n| a |\n|---|");
  Fragment fragment;
  std::vector<NodeId> blocks = children(parsed.document, 0);
  append_html(parsed.document, blocks[1], {}, fragment);
  append_html(parsed.document, blocks[0], {}, fragment);
  CHECK(filled(fragment) == "<p><a href=\"u\">乙</a></p>\n<p>甲</p>\n");
  append_html(parsed.document, 9999, {}, fragment);
  CHECK(filled(fragment) == "<p><a href=\"u\">乙</a></p>\n<p>甲</p>\n");
}

TEST_CASE("headings move down by the offset and stop at six") {
  HtmlOptions options;
  options.heading_offset = 2;
  Fragment fragment;
  append_html(parse_text("# a\n##### b").document, 0, options, fragment);
  CHECK(fragment.html == "<h3 id=\"a\">a</h3>\n<h6 id=\"b\">b</h6>\n");
}

TEST_CASE("footnotes of two documents differ by their prefix") {
  HtmlOptions options;
  options.footnote_prefix = "n2";
  Fragment fragment;
  append_html(parse_text("a[^x]\n\n[^x]: y").document, 0, options, fragment);
  CHECK(fragment.html.find("id=\"n2-1\"") != std::string::npos);
  CHECK(fragment.html.find("href=\"#n2-1\" id=\"n2ref-1\"") != std::string::npos);
  CHECK(fragment.html.find("href=\"#n2ref-1\"") != std::string::npos);
}

TEST_CASE("the strict dialect prints what the reference prints") {
  CHECK(strict_html("# 标题\n\n- [x] a\n\n| a |\n|:-:|\n\n<b>x</b>\n") ==
        "<h1>标题</h1>\n<ul>\n<li><input type=\"checkbox\" checked=\"\" disabled=\"\" /> a</li>\n</ul>\n"
        "<table>\n<thead>\n<tr>\n<th align=\"center\">a</th>\n</tr>\n</thead>\n</table>\n<p><b>x</b></p>\n");
  CHECK(strict_html("<script>\na\n</script>\n") == "&lt;script>\na\n&lt;/script>\n");
  CHECK(strict_html("[a](/b c 'd')\n") == "<p>[a](/b c 'd')</p>\n");
  CHECK(strict_html("~a~ 中\n文 **“a”**文") == "<p><del>a</del> 中\n文 **“a”**文</p>\n");
}

TEST_CASE("an empty text is an empty document") {
  for (std::string_view text : {"", "\n", "   \n\n", "<!-- a -->"}) {
    Parsed parsed = parse_text(text);
    CHECK(parsed.document.nodes.size() == 1);
    CHECK(html_of(parsed.document) == "");
    CHECK(plain_text(parsed.document, 0) == "");
    CHECK(sections(parsed.document).empty());
  }
}

}  // namespace
}  // namespace herald::markdown::test
