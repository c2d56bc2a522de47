// Holds the short way through simple heads against libyaml: whatever the text, both give the same values at
// the same places and the same diagnostics.

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>

#include "support.h"
#include "value/yaml_internal.h"

namespace herald::value {
namespace {

constexpr std::array<std::string_view, 24> kKeys = {
    "title", "标题",   "a",      "发文字号", "\"quoted\"", "'q'",  "x y", "a-b",
    "k ",    "标题　", "-x",     "?y",       ":z",         "null", "~",   "1",
    "a:b",   "c#d",    "（一）", "http",     "[k]",        "@k",   "a.b", "很长的一个名称"};
constexpr std::array<std::string_view, 6> kSeparators = {": ", ": ", ":\t", "：", ":", ":　"};
constexpr std::array<std::string_view, 48> kValues = {"安全生产月",
                                                      "关于：通知",
                                                      "2026-06-01 09:30",
                                                      "\"双引\"",
                                                      "'单引'",
                                                      "\"安全\"活动",
                                                      "[a, b]",
                                                      "[重要] 关于",
                                                      "[]",
                                                      "[甲,乙 , 丙]",
                                                      "['a', \"b\"]",
                                                      "a # c",
                                                      "a #c",
                                                      "# 注",
                                                      "#签",
                                                      "",
                                                      "null",
                                                      "~",
                                                      "true",
                                                      "a: b",
                                                      "如下:",
                                                      "@x",
                                                      "*重要*",
                                                      "*alias",
                                                      "&anchor",
                                                      "!!str 5",
                                                      "{a: 1}",
                                                      "{{ x }}好",
                                                      "- 横",
                                                      "-",
                                                      "-5",
                                                      "\"未关",
                                                      "[未关",
                                                      "it's",
                                                      "''",
                                                      "\"\"",
                                                      "\"a\\tb\"",
                                                      "'it''s'",
                                                      "值　",
                                                      "　值",
                                                      "https://a/b:c",
                                                      "a\tb",
                                                      "[[a, b], [c]]",
                                                      "[a,]",
                                                      "[ ]",
                                                      "[a: b]",
                                                      "[#x#, b]",
                                                      "\"a\" # c"};
constexpr std::array<std::string_view, 10> kBlocks = {
    "|\n  块\n  二",     ">\n  折\n\n  叠",          "\n  - 甲\n  - 乙",
    "\n- 甲\n-",         "\n  start: 1\n  end: 2\n", "\n  - name: x\n    tel: 1\n  - name: y",
    "第一行\n  第二行",  "\"第一行\n  第二行\"",     "[a,\n  b]",
    "\n  - - x\n    - y"};
constexpr std::array<std::string_view, 12> kNoise = {"\n",         " ",      "\t", "　", "  x: 1\n", "# 注\n",
                                                     "没有冒号\n", "- 项\n", "\"", "[",  "：",       "\x01"};

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  std::string head() {
    std::string out;
    size_t lines = below(7) + 1;
    for (size_t i = 0; i < lines; ++i) add_line(out);
    if (below(4) == 0 && !out.empty()) out.pop_back();
    return out;
  }

 private:
  size_t below(size_t n) { return random_() % n; }
  template <size_t n>
  std::string_view any(const std::array<std::string_view, n>& from) {
    return from[below(n)];
  }

  void add_line(std::string& out) {
    size_t kind = below(20);
    if (kind == 0) out += any(kNoise);
    if (kind == 1) out += std::string(below(4), ' ');
    out += any(kKeys);
    out += any(kSeparators);
    if (kind < 6) {
      out += any(kBlocks);
    } else {
      out += any(kValues);
    }
    if (kind == 7) out += ' ';
    out += '\n';
  }

  std::mt19937 random_;
};

std::string read(YamlPath path, const base::Source& source, bool* shortened = nullptr) {
  Arena arena;
  base::Diagnostics diagnostics;
  Value value = parse_yaml_by(path, source, whole(source), arena, diagnostics, shortened);
  return with_places(source, value) + " | " + codes_of(diagnostics);
}

TEST_CASE("the short way and libyaml read the same") {
  size_t shortened_count = 0;
  constexpr uint32_t kHeads = 20000;
  for (uint32_t seed = 0; seed < kHeads; ++seed) {
    base::Source source{"x.md", Generator(seed).head()};
    bool shortened = false;
    std::string short_way = read(YamlPath::Shortest, source, &shortened);
    if (!shortened) continue;
    ++shortened_count;
    std::string long_way = read(YamlPath::Libyaml, source);
    if (short_way != long_way) {
      INFO(seed, "\n", source.text);
      CHECK(short_way == long_way);
    }
  }
  // The comparison means nothing if the short way is never taken.
  CHECK(shortened_count > kHeads / 8);
}

}  // namespace
}  // namespace herald::value
