#include "base/diagnostics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/utf8.h"

namespace base = herald::base;
using base::Code;
using base::Colour;
using base::Diagnostic;
using base::Language;
using base::Severity;

namespace {

const base::Source kSource{"content/a.md", "---\n标题: 通知\n---\n正文\n"};

base::Span span_of(std::string_view marked) {
  const auto begin = static_cast<uint32_t>(kSource.text.find(marked));
  return {begin, begin + static_cast<uint32_t>(marked.size())};
}

/// The placeholders {0}, {1} … of a message.
std::set<char> placeholders(std::string_view text) {
  std::set<char> found;
  for (size_t at = 0; at + 2 < text.size(); ++at) {
    if (text[at] == '{' && text[at + 2] == '}' && text[at + 1] >= '0' && text[at + 1] <= '9')
      found.insert(text[at + 1]);
  }
  return found;
}

}  // namespace

TEST_CASE("every code has a name of its own, words in both languages and an explanation") {
  std::set<std::string_view> names;
  for (size_t i = 0; i < static_cast<size_t>(Code::Count); ++i) {
    const base::CodeText& text = base::text_of(static_cast<Code>(i));
    CAPTURE(std::string(text.name));
    CHECK(names.insert(text.name).second);
    CHECK(std::all_of(text.name.begin(), text.name.end(),
                      [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }));
    CHECK(base::find_code(text.name) == static_cast<Code>(i));
    for (const size_t language : {size_t{0}, size_t{1}}) {
      CHECK_FALSE(text.message[language].empty());
      CHECK_FALSE(text.explanation[language].empty());
      CHECK_FALSE(text.message[language].ends_with('.'));
      CHECK_FALSE(text.message[language].ends_with("。"));
    }
    // As many, though not the same: a word that differs by language is two arguments.
    CHECK(placeholders(text.message[0]).size() == placeholders(text.message[1]).size());
    CHECK(text.hint[0].empty() == text.hint[1].empty());
  }
}

TEST_CASE("a name that is no code finds Count, and Count has words that do not crash") {
  CHECK(base::find_code("no-such-code") == Code::Count);
  CHECK(base::find_code("no-code") == Code::Count);
  CHECK(base::find_code("") == Code::Count);
  CHECK(base::text_of(Code::Count).severity == Severity::Error);
}

TEST_CASE("fill replaces numbers that have an argument and nothing else") {
  CHECK(base::fill("{0} and {1}", {"a", "b"}) == "a and b");
  CHECK(base::fill("{1}{0}{1}", {"a", "b"}) == "bab");
  CHECK(base::fill("{2}", {"a"}) == "{2}");
  CHECK(base::fill("{{ campaign.theme }} {0", {"a"}) == "{{ campaign.theme }} {0");
  CHECK(base::fill("{0}", {"{1}", "x"}) == "{1}");
  CHECK(base::fill("{", {"a"}) == "{");
  CHECK(base::fill("{99999999999999999999999}", {"a"}) == "{99999999999999999999999}");
  CHECK(base::fill("", {"a"}).empty());
}

TEST_CASE("a diagnostic as text has its place, the source line, a caret by display width and a hint") {
  base::Diagnostics diagnostics;
  diagnostics.add(Code::FileMissing, kSource, span_of("通知"), {"附件.docx"});
  const Diagnostic& diagnostic = diagnostics.all().front();
  CHECK(base::format_text(diagnostic, Language::English, Colour::No) ==
        "content/a.md:2:5: error: there is no `附件.docx` [file-missing]\n"
        "标题: 通知\n"
        "      ^~~~\n"
        "  hint: check how the path is written; capitals count\n");
  CHECK(base::format_text(diagnostic, Language::Chinese, Colour::No) ==
        "content/a.md:2:5: error: 找不到 `附件.docx` [file-missing]\n"
        "标题: 通知\n"
        "      ^~~~\n"
        "  提示：检查路径的写法，大小写也要一致\n");
}

TEST_CASE("notes follow, indented by two") {
  base::Diagnostics diagnostics;
  Diagnostic& diagnostic = diagnostics.add(Code::SymlinkLoop, kSource, span_of("正文"), {"x"});
  diagnostic.notes.push_back(base::failure(Code::SymlinkOutside, "b", {"y"}));
  const std::string text = base::format_text(diagnostic, Language::English, Colour::No);
  CHECK(text.find("\n  b: error: the link `y` leads out of the site and is left out [symlink-outside]\n") !=
        std::string::npos);
  CHECK(text.find("\n    hint: copy") != std::string::npos);
}

TEST_CASE("a diagnostic about a file or about nothing has no line") {
  const auto text = [](std::string_view path) {
    return base::format_text(base::failure(Code::DiskFull, path, {"public/a"}), Language::English,
                             Colour::No);
  };
  CHECK(text("public/a")
            .starts_with("public/a: error: the disk is full: cannot write `public/a` [disk-full]\n"));
  CHECK(text("").starts_with("error: the disk is full"));
}

TEST_CASE("with colour the words are the same between the escapes") {
  base::Diagnostics diagnostics;
  diagnostics.add(Code::FileMissing, kSource, span_of("通知"), {"x"});
  const Diagnostic& diagnostic = diagnostics.all().front();
  const std::string coloured = base::format_text(diagnostic, Language::English, Colour::Yes);
  std::string plain;
  for (size_t at = 0; at < coloured.size(); ++at) {
    if (coloured[at] == '\x1b') {
      at = coloured.find('m', at);
    } else {
      plain += coloured[at];
    }
  }
  CHECK(coloured.find("\x1b[1;31merror: ") != std::string::npos);
  CHECK(plain == base::format_text(diagnostic, Language::English, Colour::No));
}

TEST_CASE("control characters in names and arguments do not reach the terminal") {
  const Diagnostic diagnostic = base::failure(Code::FileMissing, "a\x1b[2J\nb", {"c\x07\u009Bd"});
  const std::string text = base::format_text(diagnostic, Language::English, Colour::No);
  CHECK(text.starts_with("a [2J b: error: there is no `c  d` [file-missing]\n"));
}

TEST_CASE("sorting orders by path, line, column and code, keeps equals in order and drops exact doubles") {
  base::Diagnostics diagnostics;
  const auto add = [&](std::string path, uint32_t line, uint32_t column, Code code, std::string argument) {
    base::Place place = base::place_of_file(path);
    place.line = line;
    place.column = column;
    diagnostics.add(code, place, {std::move(argument)});
  };
  add("b", 1, 1, Code::FileMissing, "1");
  add("a", 2, 1, Code::FileMissing, "2");
  add("a", 1, 9, Code::FileMissing, "3");
  add("a", 1, 9, Code::FileMissing, "4");
  add("a", 1, 9, Code::FileMissing, "3");
  add("a", 1, 9, Code::FileUnreadable, "5");
  add("b", 1, 1, Code::FileMissing, "1");
  diagnostics.sort();
  std::string order;
  for (const Diagnostic& diagnostic : diagnostics.all()) order += diagnostic.arguments[0];
  CHECK(order == "53421");
}

TEST_CASE("diagnostics are counted by severity and appended in order") {
  base::Diagnostics one;
  base::Diagnostics two;
  CHECK(one.empty());
  CHECK_FALSE(one.has_errors());
  two.add(base::failure(Code::FileMissing, "b", {"b"}));
  one.add(base::failure(Code::FileMissing, "a", {"a"}));
  one.append(std::move(two));
  CHECK(one.all().size() == 2);
  CHECK(one.all()[1].place.path == "b");
  CHECK(one.count(Severity::Error) == 2);
  CHECK(one.count(Severity::Warning) == 0);
  CHECK(one.has_errors());
}

TEST_CASE("a result is a value or what went wrong") {
  const base::Result<int> good = 7;
  const base::Result<int> bad = base::failure(Code::FileMissing, "a", {"a"});
  REQUIRE(good);
  CHECK(*good == 7);
  REQUIRE_FALSE(bad);
  CHECK(bad.error().code == Code::FileMissing);
}
