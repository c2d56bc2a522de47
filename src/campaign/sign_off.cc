#include "campaign/sign_off.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "base/date.h"
#include "base/utf8.h"
#include "campaign/words.h"
#include "markdown/numbering.h"
#include "text/text.h"

namespace herald::campaign {
namespace {

using markdown::Document;
using markdown::kNoNode;
using markdown::Node;
using markdown::NodeId;
using markdown::NodeKind;
using model::Kind;
using model::ParsedPage;

/// A name or date that signs a document is no longer than this, and its paragraph, in bytes, than that.
constexpr size_t kSignatureColumnsMax = 60, kSignatureBytesMax = 300;
/// Likewise with the blanks that move it to the right.
constexpr size_t kIndentedBytesMax = 900;

/// Words of a line that says when something is, or until when: the date below it signs nothing.
bool tells_time(std::string_view text) {
  for (const std::string_view word : {"时间", "日期", "截止", "截至", "期限", "施行"}) {
    if (text.find(word) != std::string_view::npos) return true;
  }
  return false;
}

/// Whether `text` says whom to ask, or who gets a copy.
bool tells_whom(std::string_view text) {
  for (const std::string_view word : {"抄送", "抄报", "分送", "报送：", "联系人", "联系电话", "附注"}) {
    if (text.starts_with(word)) return true;
  }
  return text.ends_with("印发");
}

/// Whether `text`, the source of a block, adds something to a signature above it: also （此件公开发布）.
bool is_remark(std::string_view text) {
  text = base::trim(text);
  return text.starts_with("（") || text.starts_with('(') || tells_whom(text);
}

/// A line of a signature is short and no sentence, and no heading.
bool is_signature_line(std::string_view text) {
  return !text.empty() && base::display_width(text) <= kSignatureColumnsMax && !is_prose(text) &&
         !text.ends_with("：") && !text.ends_with(':') && !tells_time(text) && !tells_whom(text) &&
         !text.starts_with("特此") && !markdown::read_numbering(text);
}

/// Whether `name` is an office's, by its last word: what stands above a day of the text may be any line.
bool is_office(std::string_view name) {
  const std::string plain = squeezed(name);
  for (const std::string_view end :
       {"办",   "处",   "室",   "局",   "厅",   "部",   "委",   "府",   "院",   "校",   "站",   "所",
        "队",   "组",   "司",   "厂",   "科",   "村",   "镇",   "乡",   "街道", "社区", "中心", "指挥部",
        "集团", "员会", "委会", "协会", "学会", "工会", "商会", "合会", "金会", "馆",   "）",   ")"}) {
    if (plain.ends_with(end)) return true;
  }
  return false;
}

/// Whether an annex begins with the block whose source is `text`: 附件, ## 附件1, **附件：**.
bool begins_annex(std::string_view text) {
  while (!text.empty() && (text.front() == '#' || text.front() == '*' || text.front() == ' '))
    text.remove_prefix(1);
  text = base::trim(text);
  return text.starts_with("附件") || text.starts_with("附表") || text.starts_with("附：");
}

/// Whether a date of a day can stand at the beginning of `text`: of most paragraphs the first character says
/// no.
bool may_begin_date(std::string_view text) {
  constexpr std::u32string_view kHanNumerals = U"〇零一二三四五六七八九十廿卅";
  size_t at = 0;
  const char32_t first = text.empty() ? U' ' : base::next_code_point(text, at);
  return !base::is_han(first) || kHanNumerals.find(first) != std::u32string_view::npos;
}

/// `line`, which is trimmed, without the marks of emphasis around it.
std::string_view without_emphasis(std::string_view line) {
  while (line.size() > 2 && line.front() == line.back() && (line.front() == '*' || line.front() == '_'))
    line = base::trim(line.substr(1, line.size() - 2));
  return line;
}

/// And without those that stayed text behind it.
std::string_view without_marks(std::string_view line) {
  line = without_emphasis(line);
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view mark : {"*", "＊"}) {
      if (!line.ends_with(mark)) continue;
      line = base::trim(line.substr(0, line.size() - mark.size()));
      again = true;
    }
  }
  return line;
}

/// A block that may sign, line by line.
struct SignLines {
  std::vector<std::string> lines;  // trimmed
  std::string text;                // all of it as one, trimmed
  bool is_layout = false;          // what the source lays out by lines and blanks would be lost in the HTML
};

/// The lines of a short block; none of another. Word moves a signature to the right by blanks: full-width
/// ones stretch the line, ordinary ones make it code.
SignLines sign_lines(const base::Source& source, const Document& document, NodeId id) {
  const Node& node = document.at(id);
  const std::string_view written = source.view(node.span);
  const bool is_fenced = base::trim(written).starts_with("```") || base::trim(written).starts_with("~~~");
  const bool is_code = node.kind == NodeKind::CodeBlock && !is_fenced;
  if (node.kind != NodeKind::Paragraph && !is_code) return {};
  const bool is_indented = is_code || written.starts_with("　　　");
  if (written.size() > (is_indented ? kIndentedBytesMax : kSignatureBytesMax)) return {};
  SignLines sign;
  sign.text = is_code ? std::string(node.text) : markdown::plain_text(document, id);
  const auto take_lines = [&](std::string_view text) {
    sign.lines.clear();
    for (const std::string_view line : base::split(text, '\n')) {
      if (!base::trim(line).empty()) sign.lines.emplace_back(without_emphasis(base::trim(line)));
    }
  };
  take_lines(written);  // The tree has no line breaks between Chinese characters.
  const bool is_plain = squeezed(written) == squeezed(sign.text);
  sign.is_layout = is_plain && (is_indented || sign.lines.size() > 1);
  if (!is_plain) take_lines(sign.text);
  sign.text = base::trim(sign.text);
  return sign;
}

/// The day that `text` is and nothing else.
std::optional<base::Date> whole_date(std::string_view text, int year) {
  const auto written = may_begin_date(text) ? text::read_date(text, year) : std::nullopt;
  return written && written->size == text.size() && !written->fuzzy ? std::optional(written->latest)
                                                                    : std::nullopt;
}

/// A line that ends with a day.
struct DayLine {
  std::string_view name;   // what stands before the day; often nothing
  std::string_view words;  // those of the day
  base::Date day;
};

/// Reads 2026年5月29日 alone, or with a name before it: 某某办公室　2026年5月29日.
std::optional<DayLine> read_day_line(std::string_view line, int year) {
  const std::string_view text = without_marks(line);
  if (const auto day = whole_date(line, year)) return DayLine{{}, line, *day};
  if (const auto day = whole_date(text, year)) return DayLine{{}, text, *day};
  if (!text.ends_with("日") || !is_signature_line(text)) return std::nullopt;
  constexpr int kYearDigits = 4, kBlanksMax = 2;
  size_t at = std::min(text.rfind("年"), text.size());
  for (int i = 0; i < kYearDigits + kBlanksMax && at > 0; i++) {
    std::string before;
    base::append_utf8(before, base::previous_code_point(text, at));
    at -= std::min(at, before.size());
    const std::string_view words = text.substr(at);
    const auto day = i + 1 < kYearDigits ? std::nullopt : whole_date(words, year);
    if (day && at > 0) return DayLine{base::trim(text.substr(0, at)), words, *day};
  }
  return std::nullopt;
}

/// Whether a line of a paragraph can end with a date: of most none does, and they are not looked at closer.
bool may_end_date(std::string_view text) {
  if (text.size() > kIndentedBytesMax) return false;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = base::trim(text.substr(at, end - at));
    at = end + 1;
    if (line.empty()) continue;
    const char last = line.back();
    if ((last >= '0' && last <= '9') || last == '*' || last == '_' || last == ')' || line.ends_with("日") ||
        line.ends_with("）") || line.ends_with("＊"))
      return true;
  }
  return false;
}

/// What signs with a date in `id`; `above` is the block before.
class SignOffReader {
 public:
  SignOffReader(const Document& document, const ParsedPage& page, base::Date day)
      : document_(document),
        source_(page.source_head),
        names_{squeezed(page.fields.get("issuer").text_or_empty()),
               squeezed(page.fields.get("signatory").text_or_empty())},
        day_(day) {}

  /// The blocks of one signature; none when there is none in `id`. `other_day` says that its day is another.
  SignOffs read(NodeId above, NodeId id) const {
    const base::Span span = document_.at(id).span;
    if (!may_end_date(source_.view(span))) return {};
    SignLines sign = sign_lines(source_, document_, id);
    size_t at = 0;
    std::optional<DayLine> dated;
    for (; !dated && at < sign.lines.size() && at <= kNamesMax; at++)
      dated = read_day_line(sign.lines[at], day_.year);
    if (!dated) return {};
    std::vector<std::string> names(sign.lines.begin(), sign.lines.begin() + static_cast<ptrdiff_t>(at) - 1);
    if (!dated->name.empty()) names.emplace_back(dated->name);
    SignLines name_above = names.empty() ? sign_lines(source_, document_, above) : SignLines();
    const bool is_above = names.empty();
    if (is_above) names = name_above.lines;
    if (!names.empty() && tells_time(names.back())) return {};
    const bool is_other = dated->day != day_;
    const bool is_named = are_names(names) && (!is_other || are_offices(names));
    const std::span behind = std::span(sign.lines).subspan(at);
    if (!is_named && (is_other || !is_above || !behind.empty())) return {};
    if (!may_stand_behind(behind, sign, is_other)) return {};

    SignOffs found;
    if (is_other) set_other_day(*dated, span, found);
    if (is_above && is_named) found.blocks.push_back(block(above, std::move(name_above), SIZE_MAX));
    found.blocks.push_back(block(id, std::move(sign), at));
    return found;
  }

 private:
  /// Whether the lines below the date may stand there: what was glued to a signature on the document's day,
  /// and remarks.
  static bool may_stand_behind(std::span<const std::string> lines, const SignLines& sign, bool is_other) {
    if (lines.empty()) return true;
    return sign.is_layout && (!is_other || std::all_of(lines.begin(), lines.end(),
                                                       [](const auto& line) { return is_remark(line); }));
  }

  /// Whether each name is an office's, or that of who issues the document.
  bool are_offices(const std::vector<std::string>& names) const {
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
      return is_office(name) || std::find(names_.begin(), names_.end(), squeezed(name)) != names_.end();
    });
  }

  void set_other_day(const DayLine& dated, base::Span span, SignOffs& found) const {
    found.other_day = dated.words;
    const size_t at = source_.view(span).rfind(dated.words);
    const auto begin = span.begin + static_cast<uint32_t>(at == std::string_view::npos ? 0 : at);
    found.span = {begin, begin + static_cast<uint32_t>(dated.words.size())};
  }

  static bool are_names(const std::vector<std::string>& lines) {
    return !lines.empty() && lines.size() <= kNamesMax &&
           std::all_of(lines.begin(), lines.end(), [](const auto& line) { return is_signature_line(line); });
  }

  /// `signing` is how many of the lines sign.
  static markdown::SignOff block(NodeId id, SignLines sign, size_t signing) {
    if (!sign.is_layout) return {id};
    markdown::SignOff made{id, std::move(sign.lines)};
    for (size_t i = signing; i < made.lines.size(); i++) made.behind.push_back(std::move(made.lines[i]));
    made.lines.resize(std::min(made.lines.size(), signing));
    return made;
  }

  static constexpr size_t kNamesMax = 4;  // several offices sign together

  const Document& document_;
  const base::Source& source_;
  std::array<std::string, 2> names_;  // of who issues it and who signs, squeezed
  base::Date day_;
};

}  // namespace

bool is_prose(std::string_view text) {
  if (text.ends_with("：") || text.ends_with(':')) return false;
  for (const std::string_view stop : {"。", "！", "？", "；", ". "}) {
    if (text.find(stop) != std::string_view::npos) return true;
  }
  return text.ends_with('.');
}

SignOffs find_sign_off(const Document& document, NodeId title_heading, const ParsedPage& page) {
  const auto day = base::parse_iso_date(page.fields.get("dated").text_or_empty());
  if (!day) return {};
  const SignOffReader reader(document, page, *day);
  NodeId above = kNoNode;
  SignOffs at_end;  // of another day
  bool is_over = false;
  int others = 0;  // several names with days are a list
  for (NodeId id = document.at(0).first_child; id != kNoNode; id = document.at(id).next) {
    if (id == title_heading) continue;
    SignOffs found = above == kNoNode ? SignOffs() : reader.read(above, id);
    if (!found.blocks.empty() && found.other_day.empty()) return found;
    const std::string_view written = page.source_head.view(document.at(id).span);
    is_over = is_over || (!at_end.blocks.empty() && begins_annex(written));
    const NodeKind kind = document.at(id).kind;
    const bool adds =
        kind == NodeKind::FootnoteDefinition || kind == NodeKind::ThematicBreak || is_remark(written);
    if (!is_over && !adds) {
      others += found.blocks.empty() ? 0 : 1;
      at_end = std::move(found);
    }
    above = id;
  }
  return page.kind == Kind::Notice && others < 2 ? at_end : SignOffs();
}

void tell_other_day(const base::Source& source, const SignOffs& sign_off, ParsedPage& page) {
  if (sign_off.other_day.empty()) return;
  const base::Date day = *base::parse_iso_date(page.fields.get("dated").text_or_empty());
  page.diagnostics.add(base::Code::SignDateDiffers, source, sign_off.span,
                       {sign_off.other_day, fmt::format("{}年{}月{}日", day.year, day.month, day.day)});
}

}  // namespace herald::campaign
