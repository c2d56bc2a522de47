// Slogans: ordered lists, and lines that begin with a number as Word leaves them; bullets below a heading
// where there are neither. Headings are those of Markdown and lines such as 一、通用类 above slogans.

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "campaign/reading.h"
#include "markdown/numbering.h"

namespace herald::campaign {
namespace {

using markdown::ListType;
using markdown::NodeKind;
using value::Value;

/// Characters that are printed: all but blanks.
uint32_t count_characters(std::string_view text) {
  return static_cast<uint32_t>(base::count_code_points(squeezed(text)));
}

/// No name of a group has more characters.
constexpr size_t kNameMax = 20;
/// A line with fewer characters was not broken by the width of a page.
constexpr size_t kBrokenLineMin = 20;

enum class Role { Slogan, Group, Other };

/// A line of a paragraph without its number.
struct Line {
  Role role = Role::Other;
  std::string text;
};

/// What stands below a heading. The first part, without a name, is the introduction.
struct Part {
  NodeId begin = 0;  ///< Of the heading.
  std::string name;
  bool is_numbered = false;  ///< Has slogans with numbers: bullets beside them say something else.
};

bool is_bracketed(std::string_view line) { return line.starts_with("（") || line.starts_with("("); }

/// The name in a line such as 一、通用类, 【消防】 or 横幅：, or an empty text where the line is no name.
std::string name_of(std::string_view line) {
  std::string_view name = markdown::without_numbering(line);
  if (name.starts_with("【") && name.ends_with("】")) {
    constexpr size_t kBracket = std::string_view("【").size();
    name = name.substr(kBracket, name.size() - 2 * kBracket);
  }
  const bool is_sentence = name.ends_with("。") || name.ends_with("；") || name.ends_with("！");
  if (is_sentence || is_bracketed(name) || base::count_code_points(name) > kNameMax) return {};
  return std::string(trim_marks(name));
}

/// The line without its number. `last` is the number of the line before and becomes that of this one: what
/// counts on is a number also before a digit, as in 3、24小时值守.
std::optional<std::string> numbered_text(std::string_view line, int& last) {
  const auto numbering = markdown::read_numbering(line);
  if (numbering && numbering->level >= 3) {
    last = numbering->value;
    return std::string(base::trim(line.substr(numbering->size)));
  }
  const std::string next = fmt::format("{}、", last + 1);
  if (last == 0 || !line.starts_with(next)) return std::nullopt;
  last++;
  return std::string(base::trim(line.substr(next.size())));
}

/// Whether `line`, which has no number, goes on with the line `before`.
bool goes_on(std::string_view line, std::string_view before) {
  return base::count_code_points(before) >= kBrokenLineMin && !before.ends_with("。") &&
         !is_bracketed(line) && !line.starts_with("【") && line.find("：") == std::string_view::npos &&
         !markdown::read_numbering(line);
}

/// The lines of a paragraph most of which begin with a number; none for another.
std::vector<Line> numbered_lines(const std::vector<std::string>& written) {
  std::vector<Line> lines;
  std::string_view before;  // the line before
  int last = 0;
  size_t slogans = 0;
  for (const std::string& whole : written) {
    const std::string_view text = base::trim(whole);
    if (auto slogan = numbered_text(text, last)) {
      if (!lines.empty() && lines.back().role == Role::Other) {
        const std::string name = name_of(lines.back().text);
        if (!name.empty()) lines.back() = {Role::Group, name};
      }
      lines.push_back({Role::Slogan, std::move(*slogan)});
      slogans++;
    } else if (!lines.empty() && lines.back().role == Role::Slogan && goes_on(text, before)) {
      lines.back().text += text;
    } else {
      lines.push_back({Role::Other, std::string(text)});
    }
    before = text;
  }
  const size_t others = lines.size() - slogans;
  if (others != 0 && slogans <= others) return {};
  return lines;
}

class SloganReader {
 public:
  explicit SloganReader(Reading& reading) : reading_(reading) {}

  Value read() {
    find_parts();
    const std::vector<NodeId>& blocks = reading_.blocks();
    for (const NodeId block : blocks) {
      const bool is_read = is_list(block) ? has_slogans(block) : is_numbered_lines(block);
      if (!is_read || is_explanation(block)) continue;
      if (is_list(block))
        read_list(block);
      else
        read_lines(block);
      const NodeId heading = part_of(block).begin;
      if (heading != 0 && node(heading).kind == NodeKind::Paragraph) reading_.take(heading);
    }
    reading_.take_headings();
    if (list_.size() == 0) add_empty();
    return value::MapBuilder().set("slogans", list_.build(reading_.arena())).build(reading_.arena());
  }

 private:
  bool is_explanation(NodeId block) const {
    return find_suffix(WordUse::Aside, part_of(block).name) != nullptr;
  }

  const markdown::Node& node(NodeId block) const { return reading_.document().at(block); }
  bool is_list(NodeId block) const { return node(block).kind == NodeKind::List; }
  bool is_ordered(NodeId block) const { return is_list(block) && node(block).list_type == ListType::Ordered; }

  /// Paragraphs whose lines begin with a number: "1、…" is no list in Markdown, but means one. A single such
  /// line above a list that does not count on is its heading.
  bool is_numbered_lines(NodeId block) const {
    if (node(block).kind != NodeKind::Paragraph) return false;
    const std::vector<std::string> lines = reading_.lines(block);
    const NodeId next = node(block).next;
    if (lines.size() == 1 && next != markdown::kNoNode && is_list(next)) {
      const auto numbering = markdown::read_numbering(lines.front());
      const bool counts_on =
          numbering && is_ordered(next) && node(next).start == static_cast<uint32_t>(numbering->value) + 1;
      if (!counts_on) return false;
    }
    return !numbered_lines(lines).empty();
  }

  /// A paragraph that is the heading of the slogans below it: 一、通用类.
  bool is_heading_line(NodeId block) const {
    if (node(block).kind != NodeKind::Paragraph) return false;
    const NodeId next = node(block).next;
    if (next == markdown::kNoNode || !(is_list(next) || is_numbered_lines(next))) return false;
    const std::vector<std::string> lines = reading_.lines(block);
    const auto numbering = markdown::read_numbering(lines.front());
    return lines.size() == 1 && numbering && numbering->level <= 2 && !name_of(lines.front()).empty();
  }

  /// Finds the parts, and which of them have numbered slogans.
  void find_parts() {
    size_t heading = 0;  // the part of the last heading of Markdown
    for (const NodeId block : reading_.blocks()) {
      if (node(block).kind == NodeKind::Heading) {
        const std::string_view text = reading_.heading_text(reading_.heading_above(block + 1));
        heading = parts_.size();
        parts_.push_back({block, std::string(markdown::without_numbering(text))});
      } else if (is_heading_line(block)) {
        parts_.push_back({block, name_of(reading_.lines(block).front())});
      } else if ((is_ordered(block) || is_numbered_lines(block)) && !is_explanation(block)) {
        parts_[heading].is_numbered = parts_.back().is_numbered = any_numbered_ = true;
      }
    }
  }

  const Part& part_of(NodeId block) const {
    const auto behind = std::upper_bound(parts_.begin() + 1, parts_.end(), block,
                                         [](NodeId at, const Part& part) { return at < part.begin; });
    return *std::prev(behind);
  }

  bool has_slogans(NodeId list) const {
    if (is_ordered(list) || !any_numbered_) return true;
    const Part& part = part_of(list);
    return part.begin != 0 && !part.is_numbered;
  }

  void read_list(NodeId block) {
    reading_.take(block);
    for (const Item& item : reading_.items(block)) add(item.text, part_of(block).name, item.span);
  }

  /// A paragraph with lines that are neither slogans nor their headings stays in the text as well.
  void read_lines(NodeId block) {
    std::string group = part_of(block).name;
    bool is_all_read = true;
    bool is_aside = false;
    for (const Line& line : numbered_lines(reading_.lines(block))) {
      if (line.role == Role::Group) {
        group = line.text;
        is_aside = find_suffix(WordUse::Aside, group) != nullptr;
      }
      if (line.role == Role::Other || is_aside) {
        is_all_read = false;
      } else if (line.role == Role::Slogan) {
        add(line.text, group, reading_.span_of(block));
      }
    }
    if (is_all_read) reading_.take(block);
  }

  void add(std::string text, std::string_view group, base::Span span) {
    text = base::trim(base::replace_all(text, "\n", ""));
    if (text.empty()) {
      reading_.add(base::Code::SloganBlank, span, {fmt::format("{}", list_.size() + 1)});
      return;
    }
    const auto number = static_cast<int64_t>(list_.size()) + 1;
    value::MapBuilder slogan;
    slogan.set("number", Value::integer(number));
    slogan.set("text", reading_.text(text).at_position(span.begin));
    slogan.set("group", reading_.text(group));
    const bool is_theme = !group.empty() && find_word(WordUse::ThemeSlogan, group) != nullptr;
    slogan.set("kind", Value::string(is_theme ? "theme" : "general"));
    slogan.set("characters", Value::integer(count_characters(text)));
    slogan.set("id", reading_.text(fmt::format("slogan-{}", number)));
    list_.add(slogan.build(reading_.arena()));
  }

  void add_empty() {
    const auto& blocks = reading_.blocks();
    const base::Span body = reading_.input().body;
    reading_.add(base::Code::SloganEmpty,
                 blocks.empty() ? base::Span{body.begin, body.begin} : reading_.span_of(blocks.front()));
  }

  Reading& reading_;
  value::ListBuilder list_;
  std::vector<Part> parts_ = std::vector<Part>(1);
  bool any_numbered_ = false;
};

}  // namespace

Value read_slogans(Reading& reading) { return SloganReader(reading).read(); }

}  // namespace herald::campaign
