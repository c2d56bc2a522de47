// Filters of texts. All count code points; SafeHtml stays SafeHtml where Jinja2's Markup does.

#include <algorithm>
#include <vector>

#include "base/utf8.h"
#include "tmpl/builtins.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Type;
using value::Value;

Invocation& of(Call& call) { return invocation_of(call); }

/// The result in the sort of text that `subject` is.
Value like(Value subject, std::string_view text, Invocation& call) {
  return subject.is(Type::Html) ? call.work.html(text) : call.work.text(text);
}

using Append = void (*)(std::string& out, std::string_view text);

template <Append append>
Value each_character(Call& call, std::span<const Value> arguments) {
  std::string_view text = string_of(arguments[0], of(call).work);
  std::string out;
  append(out, text);
  return like(arguments[0], out, of(call));
}

/// Words begin behind blanks, hyphens and opening brackets.
void append_title(std::string& out, std::string_view text) {
  bool begins = true;
  for (size_t at = 0; at < text.size();) {
    char32_t c = base::next_code_point(text, at);
    bool separator = c == '-' || c == '(' || c == '{' || c == '[' || c == '<' || is_blank_character(c);
    base::append_utf8(out, begins ? to_upper(c) : to_lower(c));
    begins = separator;
  }
}

/// Markup becomes text: a reference like &amp; is none any more.
Value title(Call& call, std::span<const Value> arguments) {
  std::string out;
  append_title(out, string_of(arguments[0], of(call).work));
  return of(call).work.text(out);
}

Value string(Call& call, std::span<const Value> arguments) {
  if (arguments[0].is_text()) return arguments[0];
  return Value::string(string_of(arguments[0], of(call).work));
}

Value trim(Call& call, std::span<const Value> arguments) {
  std::string_view text = string_of(arguments[0], of(call).work);
  if (!arguments[1].is_text()) {
    text = strip_blanks_right(strip_blanks_left(text));
  } else {
    text = strip_characters(text, arguments[1].as_text(), true, true);
  }
  return arguments[0].is(Type::Html) ? Value::html(text) : Value::string(text);
}

Value center(Call& call, std::span<const Value> arguments) {
  Invocation& c = of(call);
  std::string_view text = string_of(arguments[0], c.work);
  int64_t width = c.count(arguments[1], "width", -1);
  int64_t missing = width - static_cast<int64_t>(base::count_code_points(text));
  if (missing <= 0 || c.failed()) return arguments[0].is_text() ? arguments[0] : Value::string(text);
  // Python puts the odd blank to the left only when the width is odd as well.
  int64_t left = missing / 2 + (missing & width & 1);
  std::string out(static_cast<size_t>(left), ' ');
  out += text;
  out.append(static_cast<size_t>(missing - left), ' ');
  return like(arguments[0], out, c);
}

Value replace(Call& call, std::span<const Value> arguments) {
  Invocation& c = of(call);
  Value subject = arguments[0], from = arguments[1], to = arguments[2];
  bool markup =
      c.escape != Escape::None && (from.is(Type::Html) || to.is(Type::Html) || subject.is(Type::Html));
  int64_t limit = arguments[3].is_nothing() ? -1 : c.integer(arguments[3], "count");
  if (c.failed()) return {};
  if (!markup) return replace_text(Value::string(string_of(subject, c.work)), from, to, limit, c.work);
  if (!subject.is(Type::Html) && (from.is(Type::Html) || to.is(Type::Html)))
    subject = escaped(subject, c.work);
  return replace_text(subject, from, to, limit, c.work);
}

Value truncate(Call& call, std::span<const Value> arguments) {
  Invocation& c = of(call);
  Value subject = arguments[0];
  if (!subject.is_text()) subject = Value::string(string_of(subject, c.work));
  std::string_view text = subject.as_text();
  std::string_view end = string_of(arguments[3], c.work);
  auto end_size = static_cast<int64_t>(base::count_code_points(end));
  int64_t length = c.count(arguments[1], "length", end_size);
  int64_t leeway = c.count(arguments[4], "leeway", 0);
  bool kill_words = truth(arguments[2], c.work);
  if (c.failed()) return {};
  if (static_cast<int64_t>(base::count_code_points(text)) <= length + leeway) return subject;
  std::string_view kept = text.substr(0, offset_of(text, static_cast<size_t>(length - end_size)));
  if (!kill_words) {
    size_t blank = kept.rfind(' ');
    if (blank != std::string_view::npos) kept = kept.substr(0, blank);
  }
  Value head = subject.is(Type::Html) ? Value::html(kept) : Value::string(kept);
  return join_texts(head, arguments[3].is_text() ? arguments[3] : Value::string(end), c.work);
}

Value wordcount(Call& call, std::span<const Value> arguments) {
  std::string_view text = string_of(arguments[0], of(call).work);
  int64_t words = 0;
  bool inside = false;
  for (size_t at = 0; at < text.size();) {
    bool word = is_word_character(base::next_code_point(text, at));
    words += word && !inside;
    inside = word;
  }
  return Value::integer(words);
}

Value indent(Call& call, std::span<const Value> arguments) {
  Invocation& c = of(call);
  std::string_view text = string_of(arguments[0], c.work);
  std::string blanks;
  if (arguments[1].is_text()) {
    blanks = arguments[1].as_text();
  } else {
    blanks.assign(static_cast<size_t>(c.count(arguments[1], "width")), ' ');
  }
  bool first = truth(arguments[2], c.work), blank = truth(arguments[3], c.work);
  if (c.failed()) return {};
  if (arguments[0].is(Type::Html) && arguments[1].is(Type::String)) {
    std::string safe;
    append_markup(safe, blanks);
    blanks = safe;
  }
  std::string out;
  std::vector<std::string_view> lines = split_lines(text);
  if (text.empty() || text.ends_with('\n')) lines.emplace_back();
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out += '\n';
    if (i == 0 ? first : blank || !lines[i].empty()) out += blanks;
    out += lines[i];
    if (out.size() > c.work.bytes_left) return c.work.spend_bytes(out.size()), Value();
  }
  return like(arguments[0], out, c);
}

/// Breaks one line into lines of at most `width` characters, as Python's textwrap does.
class Wrapper {
 public:
  Wrapper(size_t width, bool break_long, bool break_hyphens)
      : width_(width), break_long_(break_long), break_hyphens_(break_hyphens) {}

  std::vector<std::string> wrap(std::string_view line) {
    std::vector<std::string> chunks = chunks_of(line);
    std::reverse(chunks.begin(), chunks.end());
    std::vector<std::string> lines;
    while (!chunks.empty()) {
      if (!lines.empty() && is_blank(chunks.back())) chunks.pop_back();
      // A line is made of chunks, of which the last is dropped when it is blank; a long word of which nothing
      // fits any more counts as the last, and the blanks before it stay.
      std::vector<std::string> taken;
      size_t used = take_fitting(chunks, taken);
      if (!chunks.empty() && base::count_code_points(chunks.back()) > width_)
        break_chunk(chunks, taken, used);
      if (!taken.empty() && is_blank(taken.back())) taken.pop_back();
      std::string out;
      for (const std::string& chunk : taken) out += chunk;
      if (!taken.empty()) lines.push_back(std::move(out));
    }
    return lines;
  }

 private:
  static bool is_blank(std::string_view chunk) { return strip_blanks_left(chunk).empty(); }

  size_t take_fitting(std::vector<std::string>& chunks, std::vector<std::string>& taken) const {
    size_t used = 0;
    while (!chunks.empty()) {
      size_t size = base::count_code_points(chunks.back());
      if (used + size > width_) break;
      taken.push_back(chunks.back());
      used += size;
      chunks.pop_back();
    }
    return used;
  }

  /// A word longer than a line: as much as fits, or the whole word on a line of its own.
  void break_chunk(std::vector<std::string>& chunks, std::vector<std::string>& taken, size_t used) const {
    std::string& chunk = chunks.back();
    if (break_long_) {
      size_t cut = offset_of(chunk, std::max<size_t>(width_ - used, used == 0 ? 1 : 0));
      if (break_hyphens_) {
        size_t hyphen = std::string_view(chunk).substr(0, cut).rfind('-');
        bool splits =
            hyphen != std::string::npos && hyphen > 0 &&
            std::string_view(chunk).substr(0, hyphen).find_first_not_of('-') != std::string_view::npos;
        if (splits) cut = hyphen + 1;
      }
      taken.push_back(chunk.substr(0, cut));
      chunk.erase(0, cut);
    } else if (taken.empty()) {
      taken.push_back(chunk);
      chunks.pop_back();
    }
  }

  /// Words and the blanks between them; words also end behind a hyphen between letters.
  std::vector<std::string> chunks_of(std::string_view line) const {
    std::vector<std::string> chunks;
    bool in_blanks = false;
    for (size_t at = 0; at < line.size();) {
      size_t begin = at;
      char32_t c = base::next_code_point(line, at);
      bool blank = c == ' ' || (c >= 9 && c <= 13);
      if (chunks.empty() || blank != in_blanks || (!blank && hyphen_before(line, begin)))
        chunks.emplace_back();
      chunks.back() += line.substr(begin, at - begin);
      in_blanks = blank;
    }
    return chunks;
  }

  bool hyphen_before(std::string_view line, size_t at) const {
    if (!break_hyphens_ || at < 2 || line[at - 1] != '-') return false;
    size_t next = at;
    char32_t behind = base::next_code_point(line, next), before = base::previous_code_point(line, at - 1);
    return is_letter(behind) && is_letter(before);
  }

  size_t width_;
  bool break_long_, break_hyphens_;
};

Value wordwrap(Call& call, std::span<const Value> arguments) {
  Invocation& c = of(call);
  std::string_view text = string_of(arguments[0], c.work);
  auto width = static_cast<size_t>(c.count(arguments[1], "width", 1));
  std::string_view separator = arguments[3].is_nothing() ? "\n" : string_of(arguments[3], c.work);
  Wrapper wrapper(width, truth(arguments[2], c.work), truth(arguments[4], c.work));
  if (c.failed() || !c.work.spend(text.size())) return {};
  std::string out;
  bool first = true;
  for (std::string_view line : split_lines(text)) {
    if (!first) out += separator;
    first = false;
    std::vector<std::string> wrapped = wrapper.wrap(line);
    for (size_t i = 0; i < wrapped.size(); ++i) {
      if (i > 0) out += separator;
      out += wrapped[i];
      if (out.size() > c.work.bytes_left) return c.work.spend_bytes(out.size()), Value();
    }
  }
  return c.work.text(out);  // A tag may have been cut, so it is no markup any more.
}

Value format(Call& call, std::span<const Value> arguments) {
  Invocation& c = of(call);
  Value pattern = arguments[0].is_text() ? arguments[0] : Value::string(string_of(arguments[0], c.work));
  return format_percent(pattern, c.extra, c.keywords, c.work);
}

}  // namespace

void add_text_filters(CallableTable& filters) {
  auto add = [&](std::string_view name, Function function, std::vector<Parameter> parameters,
                 std::string_view zh, std::string_view en, uint8_t flags = 0) {
    filters.add({name, function, std::move(parameters), zh, en}, flags);
  };
  add("upper", each_character<append_upper>, {}, "全部转为大写。", "The text in upper case.");
  add("lower", each_character<append_lower>, {}, "全部转为小写。", "The text in lower case.");
  add("capitalize", each_character<append_capitalized>, {}, "首字母大写，其余小写。",
      "The first letter in upper case, the others in lower case.");
  add("title", title, {}, "每个单词首字母大写。", "Each word with a capital.");
  add("string", string, {}, "转为文本。", "The value as text.");
  add("trim", trim, {optional("chars")}, "去掉首尾空白或指定字符。",
      "Without blanks, or the given characters, at both ends.");
  add("center", center, {optional("width", Value::integer(80))}, "在给定宽度内居中。",
      "Centred in a field of the width.");
  add("replace", replace, {required("old"), required("new"), optional("count")}, "替换文本。",
      "Each `old` replaced by `new`, at most `count` times.");
  add("truncate", truncate,
      {optional("length", Value::integer(255)), optional("killwords", Value::boolean(false)),
       optional("end", Value::string("...")), optional("leeway", Value::integer(5))},
      "截断到给定字数。", "Cut to `length` characters, at a blank unless `killwords` is true.");
  add("wordcount", wordcount, {}, "单词数。", "The number of words.");
  add("indent", indent,
      {optional("width", Value::integer(4)), optional("first", Value::boolean(false)),
       optional("blank", Value::boolean(false))},
      "各行缩进（首行默认除外）。", "Lines indented, the first one and empty ones only on demand.");
  add("wordwrap", wordwrap,
      {optional("width", Value::integer(79)), optional("break_long_words", Value::boolean(true)),
       optional("wrapstring"), optional("break_on_hyphens", Value::boolean(true))},
      "按宽度折行。", "Broken into lines of at most `width` characters.");
  add("format", format, {}, "按 % 格式填入参数。", "The text as a %-pattern, filled with the arguments.",
      kVariadic);
}

}  // namespace herald::tmpl
