// Threads, hostile texts, sizes.

#include <ctime>
#include <functional>

#include "base/parallel.h"
#include "base/utf8.h"
#include "helpers.h"

namespace herald::markdown::test {
namespace {

/// Text made of a fixed set of fragments by a fixed generator, the same on every machine.
class Fragments {
 public:
  explicit Fragments(uint64_t seed) : state_(seed * 2 + 1) {}

  size_t below(size_t limit) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<size_t>(state_ >> 33) % limit;
  }
  std::string text(size_t count) {
    static constexpr std::string_view kParts[] = {
        "安全生产月",
        "活动",
        "**",
        "*",
        "~~",
        "“",
        "”",
        "（",
        "）",
        "。",
        "，",
        "字",
        " ",
        "\n",
        "\n\n",
        "\n- ",
        "\n1. ",
        "\n> ",
        "\n# ",
        "\n## ",
        "[链](a.md)",
        "![图](b.png \"题\")",
        "http://x.cn/a",
        "www.y.cn",
        "a@b.cn",
        "`码`",
        "`",
        "{{ campaign.theme }}",
        "[^1]",
        "\n\n[^1]: 注\n\n",
        "\n\n| 甲 | 乙 |\n|---|---|\n| 一 | **“二”**三 |\n\n",
        "<br>",
        "<b>",
        "<!-- 注 -->",
        "\\*",
        "&amp;",
        "word ",
        "\n\n```\n码\n```\n\n",
        "\n\n一、",
        "\n\n（一）",
        "\n\n2.",
        "（　）",
        "＿＿＿",
        "□",
        "\n> [!提示] ",
        "【注意】",
        "\n\n表1 名\n\n| 甲 | 乙 |\n|---|---|\n| 一 | << |\n| ^^ | ^^ |\n\n",
        "^^",
        "<<",
        "{width=50%}",
        "{align=x}",
        "[x] ",
        "_",
        "{#id}",
        "\n    ",
        "|",
        "\n:::图集 {列数=2}\n",
        "\n::::方框\n",
        "\n:::数据[甲]\n- 乙：丙\n",
        "\n:::\n",
        ":热线[x]{号码=12345}",
        ":下载{文件=a.pdf",
        "  \n"};
    std::string text;
    for (size_t i = 0; i < count; ++i) text += kParts[below(std::size(kParts))];
    return text;
  }

 private:
  uint64_t state_;
};

std::string everything(std::string_view text, Dialect dialect) {
  Parsed parsed = parse_text(text, dialect);
  HtmlOptions options;
  options.strict = dialect == Dialect::Strict;
  const Outline outline = outline_of(parsed.document);
  options.outline = &outline;
  std::string out = html_of(parsed.document, options);
  out += plain_text(parsed.document, 0);
  for (const Node& node : parsed.document.nodes)
    out += std::to_string(node.span.begin) + "-" + std::to_string(node.span.end) + " ";
  for (const Heading& heading : parsed.document.headings) out += heading.id + heading.html;
  for (const Link& link : parsed.document.links) out += link.target + link.text;
  for (const base::Diagnostic& d : parsed.diagnostics.all()) out += base::text_of(d.code).name;
  return out;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr size_t kDocuments = 2'000;
#else
constexpr size_t kDocuments = 20'000;
#endif

TEST_CASE("20,000 documents on 2, 4 and 8 threads are those of one, byte for byte, in both dialects") {
  std::vector<uint64_t> one(kDocuments);
  const auto hash_of = [](size_t i) {
    const Dialect dialect = i % 8 == 7 ? Dialect::Strict : Dialect::Herald;
    return static_cast<uint64_t>(std::hash<std::string>()(everything(Fragments(i).text(25), dialect)));
  };
  base::parallel_for(kDocuments, 1, [&](size_t i, unsigned) { one[i] = hash_of(i); });
  for (const unsigned threads : {2u, 4u, 8u}) {
    CAPTURE(threads);
    std::vector<uint64_t> several(kDocuments);
    base::parallel_for(kDocuments, threads, [&](size_t i, unsigned) { several[i] = hash_of(i); });
    size_t different = 0;
    for (size_t i = 0; i < kDocuments; ++i) different += one[i] != several[i];
    CHECK(different == 0);
  }
}

TEST_CASE("any text gives a tree whose spans lie in the body and whose views lie in the document") {
  for (uint64_t seed = 0; seed < 1500; ++seed) {
    std::string body = Fragments(seed + 5000).text(1 + seed % 50);
    CAPTURE(body);
    base::Source source{"a.md", "---\na: 1\n---\n" + body};
    base::Diagnostics diagnostics;
    base::Span span{13, static_cast<uint32_t>(source.text.size())};
    Document document = parse(source, span, {}, diagnostics);
    source.text.assign(source.text.size(), '?');  // The document does not look into the source.
    for (const Node& node : document.nodes) {
      CHECK(node.span.begin >= span.begin);
      CHECK(node.span.begin <= node.span.end);
      CHECK(node.span.end <= span.end);
    }
    CHECK(!base::find_invalid_utf8(html_of(document)));
    CHECK(!base::find_invalid_utf8(plain_text(document, 0)));
  }
}

TEST_CASE("bytes that are no UTF-8 and control characters do no harm") {
  Fragments random(7);
  for (int i = 0; i < 500; ++i) {
    std::string text;
    for (size_t n = random.below(80); n > 0; --n) {
      text += random.below(3) ? std::string(1, static_cast<char>(random.below(256))) : random.text(1);
    }
    html_of(text);
    strict_html(text);
  }
}

std::string repeated(std::string_view part, size_t count) {
  std::string text;
  text.reserve(part.size() * count);
  for (size_t i = 0; i < count; ++i) text += part;
  return text;
}

struct Hostile {
  std::string_view name;
  std::string text;
};

// Each was quadratic somewhere once, here or in a peer. The limit is generous, so that a slow machine passes
// and a quadratic walk does not.
TEST_CASE("hostile texts take time linear in their size") {
  const Hostile kTexts[] = {
      {"open brackets", repeated("[", 50'000)},
      {"images", repeated("![", 50'000)},
      {"links", repeated("[a](u", 20'000)},
      {"quotes in quotes", repeated(">", 10'000) + " 字"},
      {"lists in lists", repeated("- ", 5'000) + "字"},
      {"a long line", repeated("安全生产月活动", 50'000)},
      {"bold", repeated("字**“重点”**字", 20'000)},
      {"bold that never closes", repeated("字**“", 20'000)},
      {"tildes", repeated("~~“a", 20'000)},
      {"schemes", repeated("http://", 20'000)},
      {"www behind Chinese", repeated("字www.", 20'000)},
      {"at signs", repeated("a@", 50'000)},
      {"braces", repeated("{{", 50'000)},
      {"values that never close", repeated("{{ a ", 20'000)},
      {"raw HTML", repeated("<b>", 20'000)},
      {"comments that never close", repeated("字 <!--", 20'000)},
      {"soft breaks", repeated("字\n", 20'000)},
      {"equal headings", repeated("# 标题\n\n", 10'000)},
      {"references", "[a]: u\n\n" + repeated("[a] ", 20'000)},
      {"one long address many times", "[a]: /" + repeated("u", 100'000) + "\n\n" + repeated("[a]", 2'000)},
      {"a footnote many times", repeated("[^1] ", 10'000) + "\n\n[^1]: 注\n"},
      {"5,000 rows", "|a|b|c|\n|-|-|-|\n" + repeated("|甲|乙|丙|\n", 5'000)},
      {"10,000 columns", repeated("|a", 10'000) + "|\n" + repeated("|-", 10'000) + "|\n"},
      {"delimiter rows", "a\n" + repeated("|-|-|\n", 5'000)},
      {"entities", repeated("&amp;", 20'000)},
      {"escapes", repeated("\\*", 20'000)},
      {"10 MB in one line", repeated("安全", 1'700'000)},
      {"numbered paragraphs", repeated("（一）学习。正文。\n\n", 10'000)},
      {"numbers in a paragraph", "（一）" + repeated("（一）；一、", 50'000)},
      {"school years", repeated("一、二年级。\n\n", 10'000)},
      {"open blanks", repeated("（　", 50'000)},
      {"one open blank", "（" + repeated("　", 50'000)},
      {"writing lines", repeated("a_", 50'000) + repeated("_", 50'000) + "a"},
      {"boxes", repeated("□", 50'000)},
      {"callouts", repeated("> [!TIP] 甲\n> 乙\n\n", 5'000)},
      {"callouts in callouts", repeated("> ", 2'000) + "[!TIP]\n"},
      {"unknown callouts", repeated("> [!X]\n\n", 5'000)},
      {"marks that never close", "> " + repeated("[!", 20'000)},
      {"5,000 rows of joined cells", "|a|b|c|\n|-|-|-|\n|甲|<<|丙|\n" + repeated("|^^|^^|^^|\n", 5'000)},
      {"captions", repeated("表1 甲\n\n|a|\n|-|\n\n", 5'000)},
      {"settings of pictures", repeated("![a](b){width=5% ", 10'000)},
      {"directives in directives", repeated(":::方框\n", 50'000)},
      {"directives with colons of their own", repeated("::::方框\n", 5) + repeated(":::\n", 50'000)},
      {"directives one by one", repeated(":::步骤\n1. 甲\n:::\n", 10'000)},
      {"directives in quotes", repeated("> ", 3'000) + ":::方框\n" + repeated("> ", 3'000) + ":::\n"},
      {"unknown directives", repeated(":::步聚\n:::\n", 2'000)},
      {"colons", repeated(":", 100'000)},
      {"wide colons in lines", repeated("：：：\n", 20'000)},
      {"directives in a line", repeated(":热线[x]{号码=12345}", 20'000)},
      {"directives in a line that never end", repeated(":热线[", 50'000)},
      {"settings that never end", repeated(":热线{a=\"", 50'000)},
      {"pictures with settings", repeated("![a](b){width=50%}", 10'000)},
  };
  for (const Hostile& hostile : kTexts) {
    CAPTURE(std::string(hostile.name));
    const std::clock_t begin =
        std::clock();  // Of the processor: what else runs on the machine does not count.
    Parsed parsed = parse_text(hostile.text);
    const Outline outline = outline_of(parsed.document);
    HtmlOptions options;
    options.outline = &outline;
    std::string html = html_of(parsed.document, options);
    std::string plain = plain_text(parsed.document, 0);
    sections(parsed.document);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    CHECK(seconds < 10.0);
    CHECK(html.size() < hostile.text.size() * 60 + 3'000'000);
  }
}

TEST_CASE("a table too wide to be parsed is text and a warning at its delimiter row") {
  std::string text = "字\n\n" + repeated("|a", 200) + "|\n" + repeated("|-", 200) + "|\n";
  Parsed parsed = parse_text(text);
  CHECK(parsed.document.tables.empty());
  REQUIRE(parsed.diagnostics.all().size() == 1);
  CHECK(parsed.diagnostics.all()[0].code == base::Code::TableTooWide);
  CHECK(parsed.diagnostics.all()[0].place.line == 4);
  std::string wide = repeated("|a", 100) + "|\n" + repeated("|-", 100) + "|\n";
  CHECK(parse_text(wide).diagnostics.empty());
}

}  // namespace
}  // namespace herald::markdown::test
