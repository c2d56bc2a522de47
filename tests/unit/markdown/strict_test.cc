// The strict dialect against the reference: Debian's cmark-gfm is the judge, byte for byte. Without it these
// tests say so and pass; scripts/test installs it.

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "helpers.h"

namespace herald::markdown::test {
namespace {

constexpr char kJudge[] = "cmark-gfm --unsafe -e table -e strikethrough -e autolink -e tagfilter -e tasklist";

/// A file that is removed with it.
class ScratchFile {
 public:
  ScratchFile() {
    const char* folder = std::getenv("TMPDIR");
    path_ = std::string(folder ? folder : "/tmp") + "/herald-markdown-" + std::to_string(getpid()) + ".md";
  }
  ~ScratchFile() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

bool has_judge() { return std::system("cmark-gfm --version >/dev/null 2>&1") == 0; }

std::optional<std::string> judged(std::string_view text, const ScratchFile& file) {
  std::ofstream(file.path(), std::ios::binary) << text;
  FILE* pipe = popen((std::string(kJudge) + " " + file.path()).c_str(), "r");
  if (!pipe) return {};
  std::string html;
  std::array<char, 4096> buffer;
  for (size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) html.append(buffer.data(), n);
  return pclose(pipe) == 0 ? std::optional(html) : std::nullopt;
}

void check_strict(std::string_view text, const ScratchFile& file) {
  CAPTURE(std::string(text));
  std::optional<std::string> html = judged(text, file);
  REQUIRE(html);
  CHECK(strict_html(text) == *html);
}

// Examples of our own for each section of the specifications.
constexpr std::string_view kExamples[] = {
    // tabs
    "\tcode\tmore\n",
    "-\tone\n\n\ttwo\n",
    ">\t\tquoted code\n",
    "1.\tx\n\n\t\tcode\n",
    "#\tHeading\n",
    "*\t*\t*\n",
    // backslash escapes
    "\\*not\\* \\#em \\[x](y) \\<b> \\& \\`c`\n",
    "\\a \\中 \\ \\\n",
    "a\\\nb\n",
    "`\\``\n",
    "[a](\\(b\\) \"\\\"c\\\"\")\n",
    "```a\\+b\nx\n```\n",
    // entities
    "&nbsp;&amp;&copy;&ngE;&#35;&#X22;&#0;\n",
    "&x; &#; &#x; &#12345678; &nosuch;\n",
    "[a](&auml; \"&ouml;\")\n",
    "``` f&ouml;\nx\n```\n",
    "&#42;a&#42;\n",
    // precedence and thematic breaks
    "- `a\n- b`\n",
    "***\n---\n___\n",
    "+++\n",
    "--\n**\n",
    " ***\n    ***\n",
    "- a\n***\n- b\n",
    "a\n***\nb\n",
    "* * *\n- - -x\n",
    // ATX headings
    "# a\n## b\n###### c\n####### d\n",
    "#a\n#\n## \n",
    "# *a* \\#\n",
    "## a ##  \n### b #c\n# d \\#\n",
    "   # a\n    # b\n",
    "a\n# b\nc\n",
    // setext headings
    "a\nb\n===\n",
    "a *b\nc*\n---\n",
    "a\n=\n\nb\n-\n",
    "> a\n---\n",
    "- a\n---\n",
    "a\n= =\n",
    "`a\n----\n`\n",
    "    a\n---\n",
    // indented and fenced code
    "    a\n      b\n\n\n    c\n",
    "a\n    b\n",
    "- a\n\n      b\n",
    "```\n<\n >\n```\n",
    "~~~~ ruby x\n~~~\n~~~~\n",
    "```\n\n",
    "  ```\n  a\n   b\n  ```\n",
    "> ```\n> a\n\nb\n",
    "``` a`b\n",
    "`````\n```\n`````\n",
    // HTML blocks
    "<table>\n<tr>\n</table>\n\na\n",
    "<div>\n*a*\n\n*b*\n</div>\n",
    "<!-- a\n\nb -->\nc\n",
    "<?php\n\na ?>\n",
    "<!A b>\n",
    "<![CDATA[\na\n]]>\nb\n",
    "<script>\na\n\nb\n</script>c\n",
    "<style>\na\n</style>\n",
    "<pre>\n\n*a*</pre>\n",
    "a\n<div>\nb\n",
    "a\n<b>\n",
    "<b>\na\n",
    "<i class=\"a\">*b*</i>\n",
    "<title>x\n",
    "<TEXTAREA>\n<xmp>\n</Xmp >\n<iframe/>\n",
    "<script>x<script-a></plaintext>\n",
    // link reference definitions
    "[a]: /u \"t\"\n\n[a] [A] [ a ]\n",
    "[a]:\n/u\n't\nv'\n\n[a]\n",
    "[a]: <>\n\n[a]\n",
    "[a]: /u 't' x\n\n[a]\n",
    "[a]: /u\n[b]: /v\nc [a][b]\n",
    "a\n[b]: /u\n",
    "[ẞ]: /u\n\n[SS]\n",
    "> [a]: /u\n\n[a]\n",
    "[a]: /u\n===\n[a]\n",
    "[a]: /1\n[a]: /2\n\n[a]\n",
    // paragraphs and blank lines
    "a\n\n\nb\n",
    "  a\n b  \nc\n",
    "a     \nb     \n",
    "\n  \na\n",
    // block quotes
    "> a\nb\n",
    ">a\n>> b\n> c\n",
    "> a\n\n> b\n",
    ">\n> a\n>\n",
    ">     a\n\n>    b\n",
    "> - a\n> - b\n- c\n",
    "> > > a\nb\n",
    // list items and lists
    "- a\n\n  b\n",
    "10) a\n11) b\n",
    "1. a\n- b\n* c\n+ d\n",
    "-a\n1.a\n",
    "- \n  a\n",
    "-\n\n  a\n",
    "- a\n -b\n  - c\n",
    "123456789. a\n1234567890. b\n",
    "a\n14. b\n",
    "a\n1. b\n",
    "- a\n- b\n\n- c\n",
    "- a\n  - b\n\n    c\n- d\n",
    "- a\n- ```\n  b\n\n\n  ```\n- c\n",
    "* a\n  > b\n  >\n* c\n",
    "- a\n\n<!-- -->\n\n- b\n",
    "0. a\n",
    "-    a\n\n     b\n",
    "-     a\n",
    // task lists
    "- [ ] a\n- [x] b\n",
    "1. [X] a\n- [x]b\n- [ ]\n",
    "- [x] a [ ]\n- [ ] b [x]\n",
    "- [ ] a\n  - [x] b\n",
    "[ ] a\n",
    "- [ ] # a\n",
    // tables
    "| a | b |\n|---|:-:|\n| c | d |\n",
    "a | b\n-|-\nc\nd | e | f\n",
    "|a|\n|-|\n",
    "|a|b|\n|-|\n",
    "| a \\| b | `c \\| d` |\n|--|--|\n",
    "|a|\n|-|\n> b\n",
    "|a|\n|-|\n\n|b|\n",
    "x\n|a|\n|-|\n|b|\n",
    "|*a*|[b](c)|\n|:-|-:|\n|**d**|~e~|\n",
    "- |a|\n  |-|\n  |b|\n",
    "|a|\n|-|\n# b\n",
    "||\n|-|\n",
    "|a|\n---\n",
    "|a|b|\n|-|-|\n|中|**“文”**字|\n",
    // code spans
    "`a` `` b`c `` ` `` `\n",
    "`a\nb  c`\n",
    "`` ` ``\n",
    "```a``\n",
    "` a`\n",
    "`  `\n",
    "`<a href=\"`\">`\n",
    "*a`*`\n",
    // emphasis
    "*a* _b_ **c** __d__ ***e*** ___f___\n",
    "a*b*c a_b_c a**b**c a__b__c\n",
    "* a* _ b_ ** c** __ d__\n",
    "*a _b* c_\n",
    "**a *b** c*\n",
    "*a**b*\n",
    "***a** b*\n",
    "***a* b**\n",
    "*a **b***\n",
    "**a*b**c*\n",
    "*(*a*)* _(_a_)_\n",
    "a*\"b\"* _\"c\"_d\n",
    "**“a”**b **《c》**d\n",
    "_中_文 *中*文\n",
    "**** ____ ** __\n",
    "*a [b*](c)\n",
    "*a `b*`\n",
    "**a<a href=\"**\">\n",
    "****a**** *****b*****\n",
    "*a\nb*\n",
    "foo***bar***baz\n",
    "**a**b**c**\n",
    "*£*a **$**b\n",
    // strikethrough
    "~a~ ~~b~~ ~~~c~~~\n",
    "a ~~~d~~~ e\n",
    "~~a~ b~~\n",
    "~a ~~b~ c~~\n",
    "*a ~b* c~\n",
    "~a *b~ c*\n",
    "~~**a**~~ **~~b~~**\n",
    "a~b~c a~~b~~c\n",
    "~~“a”~~b\n",
    "\\~a~ ~\\~b~~\n",
    "~~a\nb~~\n",
    "~ a ~ ~~ b ~~\n",
    "**~a**b~\n",
    // links and images
    "[a](/u \"t\") [a](/u 't') [a](/u (t)) [a](</u v>) []() [a]()\n",
    "[a](b c) [a](b\nc) [a](<b\nc>)\n",
    "[a](b(c)d) [a](b(c) [a](\\))\n",
    "[a [b]](c) [a [b](c)](d) [a](b)(c)\n",
    "[a][b] [a][] [a]\n\n[a]: /u\n[b]: /v\n",
    "[![a](b)](c) ![[a](b)](c)\n",
    "![a *b*](c \"d\") ![a\nb](c) ![](d)\n",
    "[a`](b)`\n",
    "[a<b c=\"](d)\">\n",
    "[*a](b*)\n",
    "[a](javascript:x) [b](\"x)\n",
    "[a](ü?q=%20&r=<s>)\n",
    "[a](#b) [c](?d=e&amp;f)\n",
    "[a]  (b)\n",
    "![a][b] ![b]\n\n[b]: c 'd'\n",
    "[a](b\"c\") [a](b 'c\"d')\n",
    "[link \\[b](/u)\n",
    "[a](<b)c>)\n",
    "[a\\]: /u\n",
    // autolinks
    "<http://a.b/c?d=e&f> <MAILTO:a@b.c> <a+b:c>\n",
    "<a.b> <http://a b> < http://a> <a@b.c> <a\\@b.c>\n",
    "<http://a.b/[\\\\(>\n",
    "<made-up:x,y>\n",
    // extended autolinks
    "http://a.b www.a.b https://a.b/c ftp://a.b\n",
    "(http://a.b/c(d)) (www.a.b/c)) http://a.b/(c\n",
    "www.a.b. www.a.b/c, http://a.b/c?! http://a.b/c;d;\n",
    "http://a.b/c&amp; http://a.b/c&copy;d http://a.b/&x;&y;\n",
    "www.a_b.c www.a.b_c http://a_b\n",
    "a@b.c a.b-c_d+e@f.g. a@b.c- a@b.c_ a@b a@@b.c\n",
    "**www.a.b** *http://a.b/c* _www.a.b_ ~www.a.b~\n",
    "http://a.b/*c*d www.a.b/c_d_e\n",
    "xwww.a.b xhttp://a.b 中http://a.b 中www.a.b\n",
    "http://a.b/中文，c www.中文.cn\n",
    "[http://a.b](c) `http://a.b` <b>http://a.b</b>\n",
    "http:// http://. www. www.. http://a\n",
    "a<http://b.c>d http://b.c<d\n",
    "http://a.b\nwww.c.d\n",
    "mailto:a@b.c xmpp:a@b.c\n",
    "http://a.b'c' http://a.b\"c\" http://a.b:\n",
    // raw HTML
    "<a><b c='d' e=f g/><h-i></j >\n",
    "<33> <a b=\"c> <a\nb>\n",
    "<!-- a --> <!--> a --> <!-- b-- c -->\n",
    "<?a?> <!B c> <![CDATA[d]]>\n",
    "a <title> <Script x> </style> <xmpx>\n",
    "<a href=\"&ouml;\\*\">\n",
    // line breaks and text
    "a  \nb\\\nc\n",
    "a\\\n",
    "a  \n",
    "# a\\\n",
    "*a  \nb*\n",
    "`a  \nb`\n",
    "a \n b\n",
    "中文\n中文\n",
    "$ % ' \" , ; : ? @ ^ { | }\n",
    "a\rb\r\nc\n",
    "\xEF\xBB\xBF# a\n",
    "{{ a.b }} # a {#b}\n",
};

constexpr std::string_view kFragments[] = {"a",
                                           "word",
                                           " ",
                                           " ",
                                           "\n",
                                           "\n",
                                           "\n\n",
                                           "*",
                                           "**",
                                           "***",
                                           "_",
                                           "__",
                                           "~",
                                           "~~",
                                           "~~~",
                                           "`",
                                           "``",
                                           "```\n",
                                           "[",
                                           "]",
                                           "(",
                                           ")",
                                           "![",
                                           "](",
                                           "](/u \"t\")",
                                           "<",
                                           ">",
                                           "http://a.b",
                                           "https://x.org/a_b*c",
                                           "www.x.com",
                                           "w",
                                           ":",
                                           "//",
                                           "@",
                                           "me@x.org",
                                           ".",
                                           "- ",
                                           "\n- ",
                                           "\n1. ",
                                           "\n> ",
                                           "\n# ",
                                           "\t",
                                           "    ",
                                           "|",
                                           "\n|a|b|\n|-|-|\n|c|d|\n",
                                           "|-|\n",
                                           "\n---\n",
                                           "\n===\n",
                                           "\\",
                                           "\\*",
                                           "&amp;",
                                           "&copy",
                                           "&",
                                           "\"",
                                           "'",
                                           "!",
                                           "?",
                                           ",",
                                           ";",
                                           "<b>",
                                           "</b>",
                                           "<div>",
                                           "\n<div>\n",
                                           "<script>",
                                           "<!-- c -->",
                                           "[x] ",
                                           "[ ] ",
                                           "\n- [ ] ",
                                           "[r]",
                                           "\n\n[r]: /u 't'\n",
                                           "中文",
                                           "（",
                                           "“",
                                           "”",
                                           "。",
                                           "é",
                                           "  \n",
                                           "\\\n",
                                           "+",
                                           "mailto:",
                                           "<http://u.v>",
                                           "\xC2\xA0"};

TEST_CASE("the strict dialect equals the reference on examples of every section") {
  if (!has_judge()) {
    MESSAGE("cmark-gfm is not installed: nothing was compared");
    return;
  }
  ScratchFile file;
  for (std::string_view text : kExamples) check_strict(text, file);
}

TEST_CASE("the strict dialect equals the reference on random texts") {
  if (!has_judge()) return;
  ScratchFile file;
  uint64_t state = 20260616;
  auto below = [&](size_t limit) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<size_t>(state >> 33) % limit;
  };
  for (int i = 0; i < 400; ++i) {
    std::string text;
    for (size_t n = 1 + below(40); n > 0; --n) text += kFragments[below(std::size(kFragments))];
    check_strict(text, file);
  }
}

}  // namespace
}  // namespace herald::markdown::test
