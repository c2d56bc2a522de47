#include "tmpl/context.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

namespace herald::tmpl {
namespace {

/// Short names of the answers, for tables.
std::string shown(Escape escape) {
  static constexpr std::string_view kNames[] = {
      "none",          "html",  "xml",          "attribute",       "rcdata",         "url-start",
      "url-path",      "query", "url-data",     "srcset",          "script",         "script-attribute",
      "script-string", "style", "style-string", "style-url-start", "style-url-path", "style-query",
      "attributes"};
  return std::string(kNames[static_cast<size_t>(escape)]);
}

std::string shown(Refusal refusal) {
  static constexpr std::string_view kNames[] = {
      "",          "name",   "unquoted", "comment", "declaration", "cdata",          "raw",
      "directive", "srcdoc", "address",  "delay",   "script",      "script-comment", "template",
      "regexp",    "style",  "loop"};
  return "no: " + std::string(kNames[static_cast<size_t>(refusal)]);
}

/// What the machine answers at each `|` of `text`; what stands between two is one piece, and each `|` a
/// value.
std::string answers(std::string text, Escape mode, size_t* faults_count = nullptr) {
  PageContext context = context_of(mode);
  std::vector<ContextFault> faults;
  std::string out;
  while (true) {
    size_t bar = text.find('|');
    context = step(context, text.substr(0, bar), faults);
    if (bar == std::string::npos) break;
    Answer answer = escape_in(context);
    if (!out.empty()) out += ", ";
    out += answer.refusal == Refusal::None ? shown(answer.escape) : shown(answer.refusal);
    context = behind_value(context);
    text.erase(0, bar + 1);
  }
  if (faults_count != nullptr) *faults_count = faults.size();
  return out;
}

struct Row {
  std::string text;
  std::string answers;
};

void check_rows(const std::vector<Row>& rows, Escape mode = Escape::Html) {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(answers(row.text, mode) == row.answers);
  }
}

TEST_CASE("tags and what stands between them") {
  check_rows({{"|", "html"},
              {"a < b && c > d |", "html"},
              {"<p>|</p>|", "html, html"},
              {"<|", "no: name"},
              {"</|", "no: name"},
              {"<p|", "no: name"},
              {"<p |", "no: name"},
              {"<p a|", "no: name"},
              {"<p a=|", "no: unquoted"},
              {"<p a= |", "no: unquoted"},
              {"<p a=b|", "no: unquoted"},
              {"<p a=b>|", "html"},
              {"<p a='|' b=\"|\">|", "attribute, attribute, html"},
              {"<p a = '|'>|", "attribute, html"},
              {"<p a>|", "html"},
              {"<p a= >|", "html"},
              {"<p a=\"'>\">|", "html"},
              {"<p a='x'b='|'>", "attribute"},
              {"<br/>|<br a='|'/>|", "html, attribute, html"},
              {"<a/href='|'>", "url-start"},
              {"</p title='|'>|", "attribute, html"},
              {"</p href='|' onclick='|'>|", "attribute, attribute, html"},
              {"<!-- | -->|", "no: comment, html"},
              {"<!-->|", "html"},
              {"<!--->|", "html"},
              {"<!-- --!>|", "html"},
              {"<!-- -- > |", "no: comment"},
              {"<!doctype |>|", "no: declaration, html"},
              {"<?php | ?>|", "no: declaration, html"},
              {"</ |>|", "no: declaration, html"},
              {"<![CDATA[ |", "no: declaration"},
              {"<1 |", "html"},
              {"< p title='|'", "html"},
              {"<my-element title='|'>|</my-element>", "attribute, html"}});
}

TEST_CASE("elements whose text has no tags") {
  check_rows({{"<title>a <b> |</title>|", "rcdata, html"},
              {"<TITLE\n>|</Title >|", "rcdata, html"},
              {"<title>|</titles>|</title>|", "rcdata, rcdata, html"},
              {"<title></title/>|", "html"},
              {"<textarea>| </title> | </textarea>|", "rcdata, rcdata, html"},
              {"<iframe>|</iframe>|", "no: raw, html"},
              {"<xmp><p title='|'></xmp>|", "no: raw, html"},
              {"<noembed>|", "no: raw"},
              {"<noframes>|", "no: raw"},
              {"<plaintext></plaintext>|", "no: raw"},
              {"<noscript><p title='|'>|", "attribute, html"},
              {"<script>|</script>|", "script, html"},
              {"<style>|</style>|", "style, html"},
              {"<script src='|'></script>|", "url-start, html"},
              {"</script>|", "html"},
              {"<scripts>|", "html"}});
}

TEST_CASE("attributes") {
  check_rows({{"<a href='|'>", "url-start"},
              {"<a HREF='|'>", "url-start"},
              {"<a xlink:href='|'>", "url-start"},
              {"<a data-href='|'>", "attribute"},
              {"<a title='|' class='a | b'>", "attribute, attribute"},
              {"<a onclick='|'>", "script-attribute"},
              {"<a ONMOUSEOVER=\"f('|')\">", "script-string"},
              {"<a svg:onload='|'>", "script-attribute"},
              {"<a style='a: |'>", "style"},
              {"<img srcset='|' sizes='|'>", "srcset, attribute"},
              {"<iframe srcdoc='|'>", "no: srcdoc"},
              {"<script type='|'>", "no: directive"},
              {"<style type='|'>", "attribute"},
              {"<meta http-equiv='|'>", "no: directive"},
              {"<meta content='|' name='a'>", "attribute"},
              {"<meta http-equiv=refresh content='|'>", "no: delay"},
              {"<meta HTTP-EQUIV='Refresh' content='0; URL = |'>", "url-start"},
              {"<meta http-equiv='refresh' content='0; url=\"/a|'>", "url-path"},
              {"<meta http-equiv='refresh'><meta content='|'>", "attribute"},
              {"<meta http-equiv='content-language' content='|'>", "attribute"},
              {"<div content='|'>", "attribute"},
              {"<set attributeName='|' to='|'>", "no: directive, url-start"},
              {"<p to='|'>", "attribute"}});
}

TEST_CASE("addresses") {
  check_rows({{"<a href=' |'>", "url-start"},
              {"<a href='||'>", "url-start, url-start"},
              {"<a href='/|'>", "url-path"},
              {"<a href='|/|?|&amp;b=|#|'>", "url-start, url-path, query, query, url-path"},
              {"<a href='a|'>", "url-start"},
              {"<a href='a/|'>", "url-path"},
              {"<a href='?|'>", "query"},
              {"<a href='#|?|'>", "url-path, url-path"},
              {"<a href='https:|'>", "url-path"},
              {"<a href='tel:|'>", "url-path"},
              {"<a href='&#104;ttps&colon;|'>", "url-path"},
              {"<a href='javascript:|'>", "no: address"},
              {"<a href='JAVA&#x09;script&#58;|'>", "no: address"},
              {"<a href='vbscript:|'>", "no: address"},
              {"<a href='data:|'>", "no: address"},
              {"<a href='data:text/html,|'>", "no: address"},
              {"<a href='data:image/png;base64,|'>", "query"},
              {"<a href='data:image/svg+xml,|'>", "url-data"},
              {"<a href='data:image/svg+xml;base64,|'>", "no: address"},
              {"<a href='data:image/xml,|'>", "no: address"},
              {"<a href='?a=b:c|'>", "query"}});
}

TEST_CASE("scripts") {
  check_rows({{"<script>a = '|' + \"|\" + |;</script>", "script-string, script-string, script"},
              {"<script>'\\'|'</script>", "script-string"},
              {"<script>'\\|'</script>", "no: script"},
              {"<script>'a\n|'</script>", "no: script"},
              {"<script>`|`</script>", "no: template"},
              {"<script>`a` + |</script>", "script"},
              {"<script>`${a}` + |</script>|", "no: script, html"},
              {"<script>// |\n|</script>", "no: script-comment, script"},
              {"<script>/* ' | */ |</script>", "no: script-comment, script"},
              {"<script><!-- | \n|</script>", "no: script-comment, script"},
              {"<script>--> ' \n|</script>", "script"},
              {"<script>a-->b; '|'</script>", "script-string"},
              {"<script>x = /'/; |</script>", "script"},
              {"<script>x = /a|/</script>", "no: regexp"},
              {"<script>x = /[/|]/</script>", "no: regexp"},
              {"<script>x = /[/]'/; |</script>", "script"},
              {"<script>x = /\\/'/; |</script>", "script"},
              {"<script>return /'/ + |</script>", "script"},
              {"<script>a.return / 2 + '|'</script>", "script-string"},
              {"<script>(a) / 2 + '|' / 3</script>", "script-string"},
              {"<script>a[0] / b / '|'</script>", "script-string"},
              {"<script>5 / |</script>", "script"},
              {"<script>5 /|</script>", "no: script"},
              {"<script>5 / a + |</script>", "script"},
              {"<script>| / a + '|'</script>", "script, script-string"},
              {"<script>a++ /b/ |</script>", "no: script"},
              {"<script>{} /'/ |</script>", "no: script"},
              {"<script>'</script>|", "html"},
              {"<script>'</scripts>|'</script>|", "script-string, html"},
              {"<script>\"</SCRIPT >|", "html"},
              {"<script type='module'>|", "script"},
              {"<script type=\"TEXT/JAVASCRIPT; charset=utf-8\">|", "script"},
              {"<script type=application/json>|", "script"},
              {"<script type='application/ld+json'>\"|\"", "script-string"},
              {"<script type='application/ld+json'>'|", "no: script"},
              {"<script type='application/json'>// |", "no: script"},
              {"<script type='text/template'>|</script>|", "no: raw, html"},
              {"<script type='importmap'>|", "script"},
              {"<a onclick='f(&quot;|&quot;, |)'>|", "script-string, script-attribute, html"},
              {"<a onclick=\"// it's |\">", "no: script-comment"}});
}

TEST_CASE("style sheets") {
  check_rows({{"<style>a { b: |; c: '|' \"|\" }</style>", "style, style-string, style-string"},
              {"<style>a { b: '\\'|' }</style>", "style-string"},
              {"<style>a { b: '\\|", "no: style"},
              {"<style>a { b: '\n| }</style>", "style"},
              {"<style>/* ' | */ |</style>", "no: comment, style"},
              {"<style>/*/ | */ |</style>", "no: comment, style"},
              {"<style>url(|) |</style>", "style-url-start, style"},
              {"<style>URL( '|' ) |</style>", "style-url-start, style"},
              {"<style>url(\"/a|?b=|\")</style>", "style-url-path, style-query"},
              {"<style>url(\"a\"|)</style>", "no: style"},
              {"<style>url(javascript:|)</style>", "no: address"},
              {"<style>my-url(|)</style>", "style"},
              {"<style>@import '|'; a { b: '|' }</style>", "no: style, style-string"},
              {"<style>@IMPORT url(|);</style>", "no: style"},
              {"<style>'</style>|", "html"},
              {"<p style=\"a: &quot;|&quot;; b: |\">|", "style-string, style, html"},
              {"<p style='a: url(|)'>", "style-url-start"}});
}

TEST_CASE("XML") {
  check_rows({{"<a b='|' href=\"|\" onclick='|'>|</a>", "attribute, attribute, attribute, xml"},
              {"<script>|</script>", "xml"},
              {"<title><b c='|'/></title>", "attribute"},
              {"<?xml version='|'?>|", "no: declaration, xml"},
              {"<?xml > | ?>", "no: declaration"},
              {"<![CDATA[ > |]]>|", "no: cdata, xml"},
              {"<!-- > | -->|", "no: comment, xml"},
              {"<!--> | -->|", "no: comment, xml"},
              {"<中 a='|'>|", "attribute, xml"},
              {"<a b=|>", "no: unquoted"}},
             Escape::Xml);
}

TEST_CASE("other files have no places") { check_rows({{"<a b=|>'|", "none, none"}}, Escape::None); }

TEST_CASE("what a value cuts in two is a fault") {
  auto faults = [](const std::string& text) {
    size_t count = 0;
    answers(text, Escape::Html, &count);
    return count;
  };
  for (std::string_view text :
       {"<!-|", "<script>'</|", "<script>'</scr|", "<script>'<|", "<script>'<!-|", "<title><|", "<title></t|",
        "<a onclick='&|", "<a onclick='&#3|", "<p style='&am|", "<a href='&#10|",
        "<a href='|:", "<a href='a|b:", "<script type='a|'", "<meta content='|' http-equiv=refresh",
        "<script><!-- <script>"}) {
    CAPTURE(text);
    CHECK(faults(std::string(text)) > 0);
  }
  for (std::string_view text :
       {"<script>if (a <|", "<script>'<p>|'", "<title>a &am|", "<p title='&am|'", "<a href='/?a&b|'",
        "<a href='|/a:b'", "<a href='?a:|'", "<script>'<script>|'", "<style>a > b {c: |}"}) {
    CAPTURE(text);
    CHECK(faults(std::string(text)) == 0);
  }
}

TEST_CASE("two ways join when they lead to the same place") {
  auto behind = [](std::string_view text) {
    std::vector<ContextFault> faults;
    return step(context_of(Escape::Html), text, faults);
  };
  auto joined = [&](std::string_view a, std::string_view b) -> std::string {
    PageContext both, other;
    bool good = join(behind(a), behind(b), both);
    CHECK(good == join(behind(b), behind(a), other));
    if (!good) return "differ";
    CHECK(both == other);
    Answer answer = escape_in(both);
    return answer.refusal == Refusal::None ? shown(answer.escape) : shown(answer.refusal);
  };
  CHECK(joined("<p>", "") == "html");
  CHECK(joined("<p", "<p title='a'") == "no: name");
  CHECK(joined("<p ", "<p") == "no: name");
  CHECK(joined("<p", "") == "differ");
  CHECK(joined("<p", "<script") == "differ");
  CHECK(joined("<p title='", "<p title=\"") == "differ");
  CHECK(joined("<p title='", "<p href='") == "differ");
  CHECK(joined("<a href='", "<a href='/a?") == "url-start");
  CHECK(joined("<a href='/a", "<a href='/a?") == "url-start");
  CHECK(joined("<a href='/a", "<a href='javascript:") == "no: address");
  CHECK(joined("<script>a = ", "<script>a") == "script");
  CHECK(joined("<script>'", "<script>") == "no: script");
  CHECK(joined("<style>'", "<style>") == "no: style");
  CHECK(joined("<style>@import '", "<style>'") == "no: style");
  CHECK(joined("<meta http-equiv='refresh'", "<meta") == "no: name");
  CHECK(joined("<script type='module'", "<script") == "no: name");
  CHECK(joined("<script type='application/json'", "<script") == "differ");
  CHECK(joined("<title>", "<textarea>") == "differ");
}

// Templates cut texts at their tags. Wherever that is, the machine must be where it would be without the cut,
// or know that it does not know.
TEST_CASE("a text in pieces leads where the whole leads, or is refused") {
  static constexpr std::string_view kWords[] = {"<",
                                                ">",
                                                "</",
                                                "/",
                                                "=",
                                                "\"",
                                                "'",
                                                " ",
                                                "\n",
                                                "`",
                                                "\\",
                                                "a",
                                                "script",
                                                "<script",
                                                "</script",
                                                "<style>",
                                                "</style>",
                                                "title",
                                                "<title>",
                                                "href",
                                                "onclick",
                                                "style",
                                                "type",
                                                "module",
                                                "application/json",
                                                "<!--",
                                                "-->",
                                                "<!",
                                                "--",
                                                "&",
                                                "&#",
                                                "34;",
                                                "quot;",
                                                "&colon;",
                                                "javascript",
                                                ":",
                                                "http:",
                                                "data:",
                                                "image/svg+xml,",
                                                "?",
                                                "#",
                                                "//",
                                                "/*",
                                                "*/",
                                                "(",
                                                ")",
                                                "url(",
                                                "{",
                                                "}",
                                                "[",
                                                "]",
                                                "@import",
                                                ";",
                                                "$",
                                                "${",
                                                "return",
                                                "1",
                                                "+",
                                                "++",
                                                ",",
                                                "<meta",
                                                "http-equiv",
                                                "content",
                                                "refresh",
                                                "url=",
                                                "<a",
                                                "<p ",
                                                "srcset",
                                                "<textarea>",
                                                "</textarea>",
                                                "]]>",
                                                "<![CDATA[",
                                                "<?",
                                                "?>"};
  uint32_t seed = 1;
  auto random = [&](size_t below) {
    seed = seed * 1664525 + 1013904223;
    return static_cast<size_t>(seed >> 8) % below;
  };
  for (int round = 0; round < 60'000; ++round) {
    std::string text;
    size_t words = 1 + random(14);
    for (size_t i = 0; i < words; ++i) text += kWords[random(std::size(kWords))];
    Escape mode = round % 8 == 0 ? Escape::Xml : Escape::Html;
    size_t cut = random(text.size() + 1);
    std::vector<ContextFault> whole_faults, faults;
    PageContext whole = step(context_of(mode), text, whole_faults);
    PageContext first = step(context_of(mode), text.substr(0, cut), faults);
    PageContext pieces = step(first, text.substr(cut), faults);
    if (!faults.empty() || pieces == whole) continue;
    Answer expected = escape_in(whole), answer = escape_in(pieces);
    // --> begins a comment at the front of a line: a value in it has no line break, and is harmless.
    if (whole.script == Script::LineComment && text.find("-->") < text.size()) continue;
    if (answer.refusal != Refusal::None && pieces.place == whole.place) continue;
    // What is more careful than the whole is good as well.
    PageContext joined;
    if (join(whole, pieces, joined) && joined == pieces) continue;
    CAPTURE(text.substr(0, cut));
    CAPTURE(text.substr(cut));
    CHECK(shown(answer.escape) + shown(answer.refusal) == shown(expected.escape) + shown(expected.refusal));
    CHECK(name_of(pieces).en == name_of(whole).en);
  }
}

TEST_CASE("character references are read") {
  auto read = [](std::string_view text) {
    std::string out;
    bool whole = read_references(text, out);
    return whole ? out : out + " …";
  };
  CHECK(read("a&#97;&#x61;&#X61;&amp;&AMP;&lt;&colon;&Tab;") == "aaaa&&<:\t");
  CHECK(read("&lt &unknown; &#; &#x; & ") == "< &unknown; &#; &#x; & ");
  CHECK(read("&#20013;") == "中");
  CHECK(read("&lt=&colon ") == "&lt=&colon ");
  CHECK(read("a&") == "a& …");
  CHECK(read("a&#3") == "a&#3 …");
  CHECK(read("a&lt") == "a&lt …");
}

}  // namespace
}  // namespace herald::tmpl
