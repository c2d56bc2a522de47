// Full-width signs where Markdown's own were meant. A Chinese keyboard gives them, they look the same on the
// screen, and the text silently stays a paragraph: so they are named, with what to type instead.

#include <algorithm>
#include <array>
#include <string_view>

#include "base/utf8.h"
#include "markdown/internal.h"
#include "markdown/numbering.h"
#include "text/text.h"

namespace herald::markdown::internal {
namespace {

constexpr size_t npos = std::string_view::npos;

struct LookAlike {
  std::string_view seen;
  std::string_view meant;
};

// At the beginning of a line, with a blank behind (the number sign: also without).
constexpr std::array<LookAlike, 6> kLineBeginnings = {
    {{"＃", "#"}, {"－", "-"}, {"＊", "*"}, {"＋", "+"}, {"＞", ">"}, {"｜", "|"}}};

/// Walks the lines of a body, outside of fenced code.
class Finder {
 public:
  Finder(const base::Source& source, base::Span body, base::Diagnostics& diagnostics)
      : source_(source), body_(body), diagnostics_(diagnostics) {}

  void run() {
    std::string_view text = source_.view(body_);
    may_have_links_ = text.find("]（") != npos || text.find("】(") != npos || text.find("】（http") != npos;
    for (size_t at = 0; at < text.size();) {
      size_t end = std::min(text.find('\n', at), text.size());
      line(text.substr(at, end - at), at);
      at = end + 1;
    }
  }

 private:
  void line(std::string_view line, size_t begin);
  void glued(std::string_view line, std::string_view rest, size_t at);
  void beginning(std::string_view rest, size_t at);
  void heading(std::string_view rest, size_t at);
  void table_rule(std::string_view rest, size_t at);
  void links(std::string_view line, size_t begin);
  void warn(size_t at, std::string_view seen, std::string_view meant) {
    uint32_t place = body_.begin + static_cast<uint32_t>(at);
    diagnostics_.add(base::Code::FullWidthSyntax, source_,
                     {place, place + static_cast<uint32_t>(seen.size())},
                     {std::string(seen), std::string(meant)});
  }

  const base::Source& source_;
  base::Span body_;
  base::Diagnostics& diagnostics_;
  bool may_have_links_ = false;
  std::string_view fence_;   // "```" or "~~~" inside of fenced code
  std::string_view before_;  // the line before, when it may be of the same paragraph
};

void Finder::line(std::string_view line, size_t begin) {
  size_t first = line.find_first_not_of(" \t>");
  const std::string_view above = before_;
  before_ = {};
  if (first == npos) return;
  std::string_view rest = line.substr(first);
  if (rest.starts_with("```") || rest.starts_with("~~~")) {
    if (fence_.empty()) {
      fence_ = rest.substr(0, 3);
    } else if (rest.starts_with(fence_)) {
      fence_ = {};
    }
    return;
  }
  if (!fence_.empty()) return;
  if (rest[0] == '#') {
    heading(rest, begin + first);
  } else if (rest[0] == '\xEF') {
    beginning(rest, begin + first);
  }
  if (rest[0] == '|' || rest[0] == '-' || rest[0] == ':' || rest[0] == '\xEF')
    table_rule(rest, begin + first);
  if (may_have_links_) links(line, begin);
  if (fence_.empty() && first == 0) {
    if (!above.empty()) glued(above, rest, begin);
    const bool breaks = line.ends_with("  ") || line.ends_with('\\') || line.ends_with("<br>");
    if (!breaks) before_ = line;
  }
}

/// （一）…… and （二）…… in the next line: two paragraphs, as Word has them.
void Finder::glued(std::string_view above, std::string_view line, size_t at) {
  if (!may_begin_numbering(above) || !may_begin_numbering(line)) return;
  const auto first = read_numbering(above);
  const auto second = first ? read_numbering(line) : std::nullopt;
  if (!second || first->level != second->level || second->value != first->value + 1) return;
  if (first->level > 2) return;  // 1、 and （1） line by line may be a list of slogans, which is read so.
  const uint32_t place = body_.begin + static_cast<uint32_t>(at);
  diagnostics_.add(base::Code::GluedLines, source_, {place, place + static_cast<uint32_t>(second->size)}, {});
}

void Finder::beginning(std::string_view rest, size_t at) {
  for (const LookAlike& sign : kLineBeginnings) {
    if (!rest.starts_with(sign.seen)) continue;
    std::string_view behind = rest.substr(sign.seen.size());
    if (sign.meant == "#") {
      while (behind.starts_with(sign.seen)) behind.remove_prefix(sign.seen.size());
      if (behind.find(sign.seen) == npos && !behind.empty())
        warn(at, sign.seen, sign.meant);  // ＃话题＃ is none.
    } else if (sign.meant == "|") {
      if (behind.find(sign.seen) != npos) warn(at, sign.seen, sign.meant);
    } else if (behind.starts_with(' ') || behind.starts_with("　")) {
      warn(at, sign.seen, sign.meant);
    }
  }
}

/// |：---|---：|: below the head of a table, its rule.
void Finder::table_rule(std::string_view rest, size_t at) {
  constexpr std::array<LookAlike, 3> kSigns = {{{"：", ":"}, {"－", "-"}, {"｜", "|"}}};
  const LookAlike* wrong = nullptr;
  size_t wrong_at = 0;
  constexpr int kDashesMin = 3;  // Cells of one sign are text.
  int dashes = 0;
  bool has_bar = false;
  for (size_t i = 0; i < rest.size();) {
    const auto sign = std::find_if(kSigns.begin(), kSigns.end(), [&](const LookAlike& one) {
      return rest.substr(i).starts_with(one.seen);
    });
    if (sign == kSigns.end() && std::string_view("|:- \t").find(rest[i]) == npos) return;
    const char meant = sign == kSigns.end() ? rest[i] : sign->meant[0];
    dashes += meant == '-' ? 1 : 0;
    has_bar = has_bar || meant == '|';
    if (sign != kSigns.end() && wrong == nullptr) {
      wrong = &*sign;
      wrong_at = i;
    }
    i += sign == kSigns.end() ? 1 : sign->seen.size();
  }
  if (wrong != nullptr && dashes >= kDashesMin && has_bar) warn(at + wrong_at, wrong->seen, wrong->meant);
}

// `#标题`: no heading without a blank. `#话题#` is meant as it is.
void Finder::heading(std::string_view rest, size_t at) {
  size_t signs = rest.find_first_not_of('#');
  if (signs == npos || signs > 6 || rest.find('#', signs) != npos) return;
  std::string_view behind = rest.substr(signs);
  size_t next = 0;
  if (!text::is_cjk(base::next_code_point(behind, next))) return;
  uint32_t place = body_.begin + static_cast<uint32_t>(at);
  diagnostics_.add(base::Code::HeadingSpace, source_, {place, place + static_cast<uint32_t>(signs)},
                   {std::string(rest.substr(0, signs))});
}

/// [文字]（address）, 【文字】(address) and 【文字】（address）.
void Finder::links(std::string_view line, size_t begin) {
  constexpr size_t kNear = 300;  // bytes; also keeps a hostile line from costing its square
  auto before = [&](size_t at) { return line.substr(at > kNear ? at - kNear : 0, std::min(at, kNear)); };
  for (size_t at = 0; (at = line.find("]（", at)) != npos; at += 4) {
    std::string_view behind = line.substr(at + 4, kNear);
    std::string_view address = behind.substr(0, behind.find("）"));
    bool is_address = address.starts_with("http") || address.starts_with("www.") ||
                      address.ends_with(".md") || address.find(".md#") != npos;
    if (is_address && before(at).find('[') != npos) warn(begin + at + 1, "（", "(");
  }
  for (size_t at = 0; (at = line.find("】(", at)) != npos; at += 4) {
    std::string_view address = line.substr(at + 4, kNear);
    bool is_address = address.starts_with("http") || address.starts_with("www.");
    size_t open = before(at).rfind("【");
    if (is_address && open != npos) warn(begin + (at > kNear ? at - kNear : 0) + open, "【", "[");
  }
  for (size_t at = 0; (at = line.find("】（http", at)) != npos; at += 4) {
    const size_t open = before(at).rfind("【");
    if (open != npos) warn(begin + (at > kNear ? at - kNear : 0) + open, "【", "[");
  }
}

}  // namespace

void find_lookalikes(const base::Source& source, base::Span body, base::Diagnostics& diagnostics) {
  Finder(source, body, diagnostics).run();
}

}  // namespace herald::markdown::internal
