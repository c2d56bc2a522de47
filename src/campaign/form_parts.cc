#include "campaign/form_parts.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "markdown/blanks.h"

namespace herald::campaign {
namespace {

using markdown::is_box;

/// A blank without anything between its brackets is drawn this wide.
constexpr int kWidthDefault = 4;
constexpr int kWidthMin = 2;

bool is_open(char32_t c) { return c == U'（' || c == U'(' || c == U'［' || c == U'['; }
bool is_close(char32_t c) { return c == U'）' || c == U')' || c == U'］' || c == U']'; }
bool ends_option(char32_t c) {
  return markdown::is_filling(c) || is_box(c) || is_open(c) || markdown::is_writing_line(c) ||
         std::u32string_view(U"；;，,。、\n").find(c) != std::u32string_view::npos;
}

char32_t code_point_at(std::string_view text, size_t at) {
  return at < text.size() ? base::next_code_point(text, at) : U'\0';
}

size_t skip_blanks(std::string_view text, size_t at) {
  while (at < text.size()) {
    size_t next = at;
    if (!markdown::is_filling(base::next_code_point(text, next))) break;
    at = next;
  }
  return at;
}

/// The words right before the end of `text`, as the label of what comes: behind the last stop, without a
/// colon.
std::string label_before(std::string_view text) {
  size_t begin = 0;
  for (const std::string_view stop : {"。", "；", "，", ";", ",", "\n"}) {
    const size_t at = text.rfind(stop);
    if (at != std::string_view::npos && at + stop.size() < text.size())
      begin = std::max(begin, at + stop.size());
  }
  return std::string(trim_marks(text.substr(begin)));
}

/// Whether a clause ends where `text` ends: what follows says something new.
bool ends_clause(std::string_view text) {
  text = base::trim(text);
  constexpr std::string_view kStops[] = {"。", "；", "，", ";", ","};
  return text.empty() || std::any_of(std::begin(kStops), std::end(kStops),
                                     [&](std::string_view stop) { return text.ends_with(stop); });
}

/// Where in `word`, the word before the first of two boxes, the answer begins: 是否已建立台账是□ 否□ asks a
/// question without a colon. 0 when all of it is the answer.
size_t answer_begin(std::string_view word, std::string_view other) {
  constexpr std::pair<std::string_view, std::string_view> kAnswers[] = {{"是", "否"}, {"有", "无"}};
  for (const auto& [yes, no] : kAnswers) {
    // One character before it makes another word of it: 均是, 拥有.
    const bool asks = other == no && word.ends_with(yes) && base::count_code_points(word) > 2;
    if (asks) return word.size() - yes.size();
  }
  return 0;
}

class TextParser {
 public:
  explicit TextParser(std::string_view text) : text_(text) {}

  std::vector<FormPart> parse() {
    while (at_ < text_.size()) {
      size_t next = at_;
      const char32_t c = base::next_code_point(text_, next);
      if (c == '\n') {
        flush();
        parts_.push_back({.type = FormPart::Type::Break});
        at_ = skip_blanks(text_, next);
      } else if (const auto blank = markdown::blank_at(text_, at_)) {
        add_blank(*blank);
      } else if (is_box(c)) {
        read_choice();
      } else {
        run_.append(text_.substr(at_, next - at_));
        at_ = next;
      }
    }
    flush();
    return std::move(parts_);
  }

 private:
  void flush() {
    if (!base::trim(run_).empty()) {
      std::string_view text = run_;
      const bool first = parts_.empty() || parts_.back().type == FormPart::Type::Break;
      if (first) text.remove_prefix(static_cast<size_t>(base::trim(text).data() - text.data()));
      parts_.push_back({.type = FormPart::Type::Text, .text = std::string(text)});
    }
    run_.clear();
  }

  /// "观看（　）场，（　）人次": what is between the two is the unit of the first, and both are of 观看.
  std::string label_of_blank() const {
    const FormPart* last = nullptr;
    for (const FormPart& part : parts_) {
      if (part.type == FormPart::Type::Blank) last = &part;
    }
    std::string label = label_before(run_);
    const bool is_unit = last != nullptr && (label.empty() || label == last->unit);
    return is_unit ? last->label : label;
  }

  void add_blank(const markdown::Blank& blank) {
    FormPart part{.type = FormPart::Type::Blank, .label = label_of_blank()};
    part.width = blank.columns == 0 ? kWidthDefault : std::max(blank.columns, kWidthMin);
    const size_t behind = at_ + blank.size;
    const std::string_view rest = text_.substr(skip_blanks(text_, behind));
    size_t unit_size = 0, words_size = 0;
    const Word* unit = find_prefix(WordUse::Unit, rest, unit_size);
    const Word* words = find_prefix(WordUse::TextBlank, rest, words_size);
    if (unit != nullptr && unit_size >= words_size) {
      part.unit = rest.substr(0, unit_size);
      part.kind = unit->field;
    } else if (words != nullptr) {
      part.kind = "text";
    }
    flush();
    parts_.push_back(std::move(part));
    at_ = behind;
  }

  /// □是 □否, or 是□ 否□ when a word stands right before the first box.
  void read_choice() {
    FormPart choice{.type = FormPart::Type::Choice};
    if (box_is_behind()) {
      read_boxes_behind(choice);
    } else {
      read_boxes_before(choice);
    }
    choice.label = label_of_choice();
    if (choice.options.empty()) return;
    flush();
    parts_.push_back(std::move(choice));
  }

  /// "部" in （　）部；□是 □否 is the unit of the blank, and all that stands before the boxes is of another
  /// clause.
  std::string label_of_choice() const {
    if (ends_clause(run_)) return {};
    std::string label = label_before(run_);
    const bool is_unit = !parts_.empty() && parts_.back().type == FormPart::Type::Blank && !label.empty() &&
                         label == parts_.back().unit;
    return is_unit ? std::string() : label;
  }

  /// Behind the unit of the blank that the run follows: of （　）部是□ 否□ the unit is none of the words.
  size_t unit_end() const {
    if (parts_.empty() || parts_.back().type != FormPart::Type::Blank || parts_.back().unit.empty()) return 0;
    const size_t begin = skip_blanks(run_, 0);
    const bool follows = std::string_view(run_).substr(begin).starts_with(parts_.back().unit);
    return follows ? begin + parts_.back().unit.size() : 0;
  }

  bool box_is_behind() const {
    const std::string_view before = run_;
    if (before.empty()) return false;
    const char32_t last = base::previous_code_point(before, before.size());
    if (ends_option(last) || last == U'：' || last == ':' || is_close(last)) return false;
    return !word_follows_last_box();
  }

  /// Whether the last box before the next stop has a word behind it: □是 □否, and not 是□ 否□.
  bool word_follows_last_box() const {
    size_t last = at_;
    for (size_t at = at_; at < text_.size();) {
      const size_t begin = at;
      const char32_t c = base::next_code_point(text_, at);
      if (std::u32string_view(U"；;，,。\n").find(c) != std::u32string_view::npos) break;
      if (is_box(c)) last = begin;
    }
    base::next_code_point(text_, last);
    const size_t behind = skip_blanks(text_, last);
    return behind < text_.size() && !ends_option(code_point_at(text_, behind));
  }

  void read_boxes_before(FormPart& choice) {
    while (is_box(code_point_at(text_, at_))) {
      base::next_code_point(text_, at_);
      size_t end = skip_blanks(text_, at_);
      const size_t begin = end;
      while (end < text_.size() && !ends_option(code_point_at(text_, end))) base::next_code_point(text_, end);
      if (end > begin) choice.options.emplace_back(text_.substr(begin, end - begin));
      at_ = end;
      const size_t next = skip_separators(end);
      if (is_box(code_point_at(text_, next))) at_ = next;
    }
  }

  /// Blanks and 、 between two options.
  size_t skip_separators(size_t at) const {
    at = skip_blanks(text_, at);
    if (text_.substr(at).starts_with("、")) at = skip_blanks(text_, at + std::string_view("、").size());
    return at;
  }

  void read_boxes_behind(FormPart& choice) {
    size_t begin = unit_end();  // of the word before the first box
    if (begin == run_.size()) begin = 0;
    for (size_t at = begin; at < run_.size();) {
      const char32_t c = base::next_code_point(run_, at);
      if (ends_option(c) || c == U'：' || c == ':') begin = at;
    }
    choice.options.emplace_back(run_.substr(begin));
    run_.resize(begin);
    base::next_code_point(text_, at_);
    while (true) {
      const size_t word = skip_separators(at_);
      size_t end = word;
      while (end < text_.size() && !ends_option(code_point_at(text_, end))) base::next_code_point(text_, end);
      if (end == word || !is_box(code_point_at(text_, end))) break;
      choice.options.emplace_back(text_.substr(word, end - word));
      at_ = end;
      base::next_code_point(text_, at_);
    }
    if (choice.options.size() != 2) return;
    std::string& first = choice.options[0];
    const size_t answer = answer_begin(first, choice.options[1]);
    run_.append(first, 0, answer);
    first.erase(0, answer);
  }

  std::string_view text_;
  size_t at_ = 0;
  std::string run_;
  std::vector<FormPart> parts_;
};

bool is_filler(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (const auto blank = markdown::blank_at(text, at)) {
      at += blank->size;
      continue;
    }
    const char32_t c = base::next_code_point(text, at);
    if (!markdown::is_filling(c) && !markdown::is_writing_line(c)) return false;
  }
  return true;
}

/// Where the label at the end of `chunk` begins: behind what was filled in before it. SIZE_MAX when there is
/// no label.
size_t label_begin(std::string_view chunk) {
  size_t at = skip_blanks(chunk, 0);
  while (at < chunk.size()) {
    if (find_word(WordUse::FormHeader, chunk.substr(at)) != nullptr) return at;
    while (at < chunk.size() && !markdown::is_filling(code_point_at(chunk, at)))
      base::next_code_point(chunk, at);
    at = skip_blanks(chunk, at);
  }
  return SIZE_MAX;
}

FormHeaderField field_of(std::string_view label) {
  FormHeaderField field;
  field.id = find_word(WordUse::FormHeader, label)->field;
  field.label = squeezed(label);
  for (const std::string_view seal : {"盖章", "公章", "签章", "盖公章"})
    field.seal = field.seal || field.label.find(seal) != std::string::npos;
  for (const std::string_view open : {"（", "("}) {
    const size_t at = field.label.find(open);
    if (field.seal && at != std::string::npos && at > 0) field.label.resize(at);
  }
  return field;
}

}  // namespace

std::vector<FormPart> parse_form_text(std::string_view text) { return TextParser(text).parse(); }

void check_brackets(Reading& reading, base::Span span) {
  const std::string_view text = reading.source().view(span);
  std::vector<uint32_t> open;
  const auto report = [&](uint32_t at) {
    size_t end = at;
    base::next_code_point(text, end);
    const base::Span place{span.begin + at, span.begin + static_cast<uint32_t>(end)};
    reading.add(base::Code::FormBracket, place, {std::string(reading.source().view(place))});
  };
  for (size_t at = 0; at < text.size();) {
    const auto begin = static_cast<uint32_t>(at);
    const char32_t c = base::next_code_point(text, at);
    if (is_open(c)) {
      open.push_back(begin);
    } else if (is_close(c)) {
      const bool behind_blank = begin > 0 && markdown::is_filling(base::previous_code_point(text, begin));
      if (!open.empty()) {
        open.pop_back();
      } else if (behind_blank) {
        report(begin);
      }
    }
  }
  for (const uint32_t at : open) report(at);
}

std::vector<FormHeaderField> parse_form_header(std::string_view line) {
  std::vector<FormHeaderField> fields;
  bool any_blank = false;
  size_t at = 0;
  while (at < line.size()) {
    const size_t colon = std::min(line.find("：", at), line.find(':', at));
    const std::string_view chunk = line.substr(at, std::min(colon, line.size()) - at);
    if (colon == std::string_view::npos) {
      any_blank = any_blank || is_filler(chunk);
      break;
    }
    const size_t begin = label_begin(chunk);
    if (begin == SIZE_MAX) return {};
    if (!fields.empty()) any_blank = any_blank || is_filler(chunk.substr(0, begin));
    if (fields.empty() && !is_filler(chunk.substr(0, begin))) return {};
    fields.push_back(field_of(chunk.substr(begin)));
    at = colon + (line[colon] == ':' ? 1 : 3);
    if (at >= line.size()) any_blank = true;
  }
  return any_blank ? fields : std::vector<FormHeaderField>();
}

}  // namespace herald::campaign
