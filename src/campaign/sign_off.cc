#include "campaign/sign_off.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "base/date.h"
#include "base/utf8.h"
#include "campaign/reading.h"
#include "campaign/words.h"
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

/// A line of a signature is short and no sentence.
bool is_signature_line(std::string_view text) {
  return !text.empty() && base::display_width(text) <= kSignatureColumnsMax && !is_prose(text) &&
         !text.ends_with("：") && !text.ends_with(':');
}

/// Whether a date of a day can stand at the beginning of `text`: of most paragraphs the first character says
/// no.
bool may_begin_date(std::string_view text) {
  constexpr std::u32string_view kHanNumerals = U"〇零一二三四五六七八九十廿卅";
  size_t at = 0;
  const char32_t first = text.empty() ? U' ' : base::next_code_point(text, at);
  return !base::is_han(first) || kHanNumerals.find(first) != std::u32string_view::npos;
}

/// Whether `text` ends with 日, emphasis and blanks aside.
bool ends_with_day(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view mark : {"*", "＊"}) {
      if (!text.ends_with(mark)) continue;
      text = base::trim(text.substr(0, text.size() - mark.size()));
      again = true;
    }
  }
  return text.ends_with("日");
}

/// Whether `text`, which is trimmed, is a name with the date `day`: 某某办公室　2026年5月29日.
bool is_name_and_day(std::string_view text, base::Date day) {
  if (!ends_with_day(text) || !is_signature_line(text)) return false;
  const std::string plain = squeezed(narrowed(text));
  const std::string date = fmt::format("{}年{}月{}日", day.year, day.month, day.day);
  return plain.size() > date.size() && plain.ends_with(date);
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
      if (!base::trim(line).empty()) sign.lines.emplace_back(base::trim(line));
    }
  };
  take_lines(written);  // The tree has no line breaks between Chinese characters.
  const bool is_plain = squeezed(written) == squeezed(sign.text);
  sign.is_layout = is_plain && (is_indented || sign.lines.size() > 1);
  if (!is_plain) take_lines(sign.text);
  sign.text = base::trim(sign.text);
  return sign;
}

bool are_names(std::span<const std::string> lines) {
  return !lines.empty() &&
         std::all_of(lines.begin(), lines.end(), [](const auto& line) { return is_signature_line(line); });
}

/// The day that `text` is and nothing else.
std::optional<base::Date> whole_date(std::string_view text, int year) {
  const auto written = may_begin_date(text) ? text::read_date(text, year) : std::nullopt;
  return written && written->size == text.size() && !written->fuzzy ? std::optional(written->latest)
                                                                    : std::nullopt;
}

/// Whether a paragraph can end with a date: most do not, and are not looked at closer.
bool may_end_date(std::string_view text) {
  text = base::trim(text);
  if (text.empty()) return false;
  const char last = text.back();
  return (last >= '0' && last <= '9') || last == '*' || last == '_' || last == ')' || text.ends_with("日") ||
         text.ends_with("）") || text.ends_with("＊");
}

/// What signs with the date at the end of `id`; `above` is the block before.
class SignOffReader {
 public:
  SignOffReader(const Document& document, const ParsedPage& page, base::Date day)
      : document_(document), source_(page.source_head), day_(day) {}

  /// The blocks of one signature; none when `id` does not end one. `is_other` says that its day is another.
  SignOffs read(NodeId above, NodeId id) const {
    const base::Span span = document_.at(id).span;
    if (!may_end_date(source_.view(span))) return {};
    SignLines sign = sign_lines(source_, document_, id);
    if (sign.lines.empty()) return {};
    const std::string last = sign.lines.back();
    const auto day = whole_date(last, day_.year);
    const bool is_one = sign.lines.size() == 1;
    SignOffs found;
    if (day && *day != day_) {
      found.other_day = last;
      const auto at = source_.view(span).rfind(last);
      const auto begin = span.begin + static_cast<uint32_t>(at == std::string_view::npos ? 0 : at);
      found.span = {begin, begin + static_cast<uint32_t>(last.size())};
    }
    if (day && is_one) {
      SignLines name = sign_lines(source_, document_, above);
      const bool named = name.lines.size() <= kNamesMax && are_names(name.lines);
      if (!named && !found.other_day.empty()) return {};
      if (named) found.blocks.push_back(block(above, std::move(name)));
      found.blocks.push_back(block(id, std::move(sign)));
    } else if (day && sign.lines.size() <= kNamesMax + 1) {
      if (!are_names(std::span(sign.lines).first(sign.lines.size() - 1))) return {};
      found.blocks.push_back(block(id, std::move(sign)));
    } else if (!day && is_one && is_name_and_day(sign.text, day_)) {
      found.blocks.push_back(block(id, std::move(sign)));
    }
    return found;
  }

 private:
  static markdown::SignOff block(NodeId id, SignLines sign) {
    return {id, sign.is_layout ? std::move(sign.lines) : std::vector<std::string>()};
  }

  static constexpr size_t kNamesMax = 4;  // several offices sign together

  const Document& document_;
  const base::Source& source_;
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
  for (NodeId id = document.at(0).first_child; id != kNoNode; id = document.at(id).next) {
    if (id == title_heading) continue;
    SignOffs found = above == kNoNode ? SignOffs() : reader.read(above, id);
    if (!found.blocks.empty() && found.other_day.empty()) return found;
    const bool is_remark = document.at(id).kind == NodeKind::FootnoteDefinition ||
                           page.source_head.view(document.at(id).span).starts_with("（");
    if (!is_remark) at_end = std::move(found);  // （此件公开发布） may follow
    above = id;
  }
  return page.kind == Kind::Notice ? at_end : SignOffs();
}

void tell_other_day(const base::Source& source, const SignOffs& sign_off, ParsedPage& page) {
  if (sign_off.other_day.empty()) return;
  const base::Date day = *base::parse_iso_date(page.fields.get("dated").text_or_empty());
  page.diagnostics.add(base::Code::SignDateDiffers, source, sign_off.span,
                       {sign_off.other_day, fmt::format("{}年{}月{}日", day.year, day.month, day.day)});
}

}  // namespace herald::campaign
