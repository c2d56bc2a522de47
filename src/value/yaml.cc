#include "value/yaml.h"

#include <yaml.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/utf8.h"
#include "value/prelint.h"
#include "value/tree_builder.h"
#include "value/yaml_internal.h"

// libyaml counts code points, from the beginning of its input, and its input is an edited copy. Here is where
// that becomes byte offsets in the source again.

namespace herald::value {

using base::Code;

namespace {

constexpr size_t kAnchorsToldMax = 20;

bool is_null(std::string_view plain) { return plain.empty() || plain == "~" || plain == "null"; }

/// Wide characters, and the marks of Chinese that a Latin text has as well.
bool is_wide(char32_t c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF01 && c <= 0xFF60) ||
         (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0x2014 && c <= 0x2026) || c == 0xB7;
}

/// Whether two lines of a text are joined as Chinese is, without a blank.
bool joins_without_blank(std::string_view line, std::string_view next) {
  size_t last = line.size() - 1, first = 0;
  while (last > 0 && (line[last] & 0xC0) == 0x80) --last;
  const char32_t before = base::next_code_point(line, last);
  const char32_t after = base::next_code_point(next, first);
  return is_wide(before) && is_wide(after);
}

/// libyaml's parser, with its ends tied.
class Events {
 public:
  explicit Events(std::string_view text) {
    good_ = yaml_parser_initialize(&parser_) != 0;
    if (!good_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;
  ~Events() {
    release();
    yaml_parser_delete(&parser_);
  }

  /// The next event, valid until the next call; null after an error.
  const yaml_event_t* next() {
    release();
    held_ = good_ && yaml_parser_parse(&parser_, &event_) != 0;
    return held_ ? &event_ : nullptr;
  }
  const yaml_parser_t& parser() const { return parser_; }

 private:
  void release() {
    if (held_) yaml_event_delete(&event_);
    held_ = false;
  }

  yaml_parser_t parser_{};
  yaml_event_t event_{};
  bool good_ = false;
  bool held_ = false;
};

/// Turns libyaml's places, which mostly go forward, into offsets of the source.
class Places {
 public:
  Places(const EditedText& edits, std::string_view text, base::Span span)
      : edits_(edits), text_(text), span_(span) {}

  /// The byte of libyaml's input that a mark means.
  size_t byte_of(const yaml_mark_t& mark) {
    if (mark.index < characters_) characters_ = bytes_ = 0;
    for (; characters_ < mark.index && bytes_ < text_.size(); ++characters_) {
      do ++bytes_;
      while (bytes_ < text_.size() && (text_[bytes_] & 0xC0) == 0x80);
    }
    return bytes_;
  }

  /// The offset in the source of a byte of libyaml's input.
  uint32_t offset_of_byte(size_t byte) const {
    size_t inside = std::min(byte, text_.size());
    return std::min(span_.begin + edits_.original_offset(static_cast<uint32_t>(inside)), span_.end);
  }

  std::string_view text() const { return text_; }
  uint32_t offset_of(const yaml_mark_t& mark) { return offset_of_byte(byte_of(mark)); }

 private:
  const EditedText& edits_;
  std::string_view text_;
  base::Span span_;
  size_t characters_ = 0;
  size_t bytes_ = 0;
};

/// One text on its way through libyaml.
class Composer {
 public:
  /// `text` is that of `edits`, perhaps with parts made blank.
  Composer(const base::Source& source, base::Span span, const EditedText& edits, std::string_view text,
           Arena& arena, base::Diagnostics& diagnostics)
      : source_(source),
        span_(span),
        arena_(arena),
        diagnostics_(diagnostics),
        events_(text),
        places_(edits, text, span),
        builder_(source, arena, diagnostics) {}

  /// What could be read up to the first error.
  Value run() {
    size_t documents = 0;
    for (;;) {
      const yaml_event_t* event = events_.next();
      if (event == nullptr) {
        report_error();
        break;
      }
      if (event->type == YAML_STREAM_END_EVENT) break;
      if (event->type == YAML_DOCUMENT_START_EVENT && ++documents > 1) {
        report_syntax(event->start_mark);
        break;
      }
      if (!take(*event)) break;
    }
    return builder_.finish();
  }

  /// Where in the text the first syntax error is, if there is one.
  std::optional<size_t> error_at() const { return error_at_; }

 private:
  bool take(const yaml_event_t& event);
  bool open(Type type, const yaml_event_t& event, const yaml_char_t* anchor);
  void scalar(const yaml_event_t& event);
  std::string unwrapped(const yaml_event_t& event, std::string_view text);
  void report_anchor(uint32_t offset);
  void report_error();
  void report_syntax(const yaml_mark_t& mark) { report_syntax_at(places_.byte_of(mark)); }
  void report_syntax_at(size_t byte);

  const base::Source& source_;
  base::Span span_;
  Arena& arena_;
  base::Diagnostics& diagnostics_;
  Events events_;
  Places places_;
  TreeBuilder builder_;
  size_t anchors_ = 0;
  std::optional<size_t> error_at_;
};

/// Returns false when it makes no sense to go on.
bool Composer::take(const yaml_event_t& event) {
  switch (event.type) {
    case YAML_ALIAS_EVENT: {
      uint32_t offset = places_.offset_of(event.start_mark);
      report_anchor(offset);
      if (builder_.wants_key()) return false;
      builder_.add(Value::null().at_position(offset));
      return true;
    }
    case YAML_SCALAR_EVENT:
      scalar(event);
      return true;
    case YAML_SEQUENCE_START_EVENT:
      return open(Type::List, event, event.data.sequence_start.anchor);
    case YAML_MAPPING_START_EVENT:
      return open(Type::Map, event, event.data.mapping_start.anchor);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      builder_.close();
      return true;
    default:
      return true;
  }
}

bool Composer::open(Type type, const yaml_event_t& event, const yaml_char_t* anchor) {
  uint32_t offset = places_.offset_of(event.start_mark);
  if (anchor != nullptr) report_anchor(offset);
  if (builder_.wants_key()) {
    report_syntax(event.start_mark);
    return false;
  }
  if (builder_.depth() == kNestingMax) {
    diagnostics_.add(Code::YamlTooDeep, source_, {offset, offset + 1}, {std::to_string(kNestingMax)});
    return false;
  }
  builder_.open(type, offset);
  return true;
}

void Composer::scalar(const yaml_event_t& event) {
  const auto& data = event.data.scalar;
  uint32_t offset = places_.offset_of(event.start_mark);
  if (data.anchor != nullptr) report_anchor(offset);
  std::string_view text(reinterpret_cast<const char*>(data.value), data.length);
  if (builder_.wants_key()) {
    builder_.key(arena_.copy(text), offset);
    return;
  }
  bool null = data.style == YAML_PLAIN_SCALAR_STYLE && is_null(text);
  bool folded = event.start_mark.line != event.end_mark.line && data.style != YAML_LITERAL_SCALAR_STYLE;
  Value value = null     ? Value::null()
                : folded ? Value::string(arena_.copy(unwrapped(event, text)))
                         : Value::string(arena_.copy(text));
  builder_.add(value.at_position(offset));
}

/// `text` without the blanks that YAML puts where lines of Chinese were joined. As it is when the lines do
/// not make it, as with escapes.
std::string Composer::unwrapped(const yaml_event_t& event, std::string_view text) {
  const size_t begin = places_.byte_of(event.start_mark), end = places_.byte_of(event.end_mark);
  std::string_view written = places_.text().substr(begin, end - begin);
  const bool quoted = written.starts_with('"') || written.starts_with('\'');
  if (event.data.scalar.style == YAML_FOLDED_SCALAR_STYLE) {
    written.remove_prefix(std::min(written.find('\n'), written.size()));
  } else if (quoted && written.size() > 1) {
    written = written.substr(1, written.size() - 2);
  }
  std::string with_blanks, without;
  size_t empty_lines = 0;
  for (const std::string_view line : base::split(written, '\n')) {
    const std::string_view words = base::trim(line);
    if (words.empty()) {
      empty_lines++;
      continue;
    }
    const bool first = with_blanks.empty();
    const std::string ends(first ? 0 : empty_lines, '\n');
    with_blanks += first || !ends.empty() ? ends : " ";
    without += first || !ends.empty() || joins_without_blank(without, words) ? ends : " ";
    empty_lines = 0;
    with_blanks += words;
    without += words;
  }
  const bool ends_line = text.ends_with('\n');
  if (with_blanks != text.substr(0, text.size() - (ends_line ? 1 : 0))) return std::string(text);
  return ends_line ? without + "\n" : without;
}

void Composer::report_anchor(uint32_t offset) {
  if (anchors_++ >= kAnchorsToldMax) return;
  std::string_view rest = source_.view({offset, span_.end});
  size_t size = std::min(rest.find_first_of(" \t\n,]}"), rest.size());
  diagnostics_.add(Code::YamlAnchor, source_, {offset, static_cast<uint32_t>(offset + size)},
                   {std::string(rest.substr(0, size))});
}

/// What the pre-pass did not see coming.
void Composer::report_error() {
  const yaml_parser_t& parser = events_.parser();
  if (parser.error == YAML_READER_ERROR) return report_syntax_at(parser.problem_offset);
  size_t problem = places_.byte_of(parser.problem_mark);
  std::string_view rest = source_.view({places_.offset_of_byte(problem), span_.end});
  // At the end there is nothing to see; what began and did not end is in the context.
  bool at_end = rest.find_first_not_of(" \t\n") == std::string_view::npos;
  report_syntax_at(at_end && parser.context != nullptr ? places_.byte_of(parser.context_mark) : problem);
}

void Composer::report_syntax_at(size_t byte) {
  error_at_ = byte;
  uint32_t offset = places_.offset_of_byte(byte);
  std::string_view rest = source_.view({offset, span_.end});
  size_t size = 0;
  if (!rest.empty()) base::next_code_point(rest, size);
  bool visible = size > 0 && static_cast<unsigned char>(rest[0]) > 0x20;
  diagnostics_.add(Code::YamlSyntax, source_, {offset, static_cast<uint32_t>(offset + size)},
                   {visible ? std::string(rest.substr(0, size)) : std::string("\xE2\x8F\x8E")});
}

/// The lines around `at` that are one field of the root: from a line as far left as the first one to the next
/// such.
std::pair<size_t, size_t> field_around(std::string_view text, size_t at) {
  size_t first = text.find_first_not_of(" \n");
  if (first == std::string_view::npos) return {0, text.size()};
  size_t column = first - (text.rfind('\n', first) + 1);
  auto begins_field = [&](size_t line) {
    size_t content = text.find_first_not_of(' ', line);
    return content == line + column &&
           std::string_view("\n#-]}").find(text[content]) == std::string_view::npos;
  };
  size_t begin = 0;
  size_t line = 0;
  for (;;) {
    size_t end = text.find('\n', line);
    if (begins_field(line)) {
      if (line > at) return {begin, line};
      begin = line;
    }
    if (end == std::string_view::npos || end + 1 >= text.size()) return {begin, text.size()};
    line = end + 1;
  }
}

/// Reads with libyaml. It stops at its first error; so the field with the error is left out, and it reads
/// again: what stands below must not seem to be missing, and its errors are to be told, too.
Value compose(const EditedText& edits, const base::Source& source, base::Span span, Arena& arena,
              base::Diagnostics& diagnostics) {
  constexpr int kTriesMax = 8;
  std::string text(edits.text());
  for (int tries = 1;; ++tries) {
    base::Diagnostics told;
    Composer composer(source, span, edits, text, arena, told);
    Value root = composer.run();
    std::optional<size_t> error = composer.error_at();
    if (!error || tries == kTriesMax) {
      diagnostics.append(std::move(told));
      return root;
    }
    // The rest will be told by the last try.
    for (const base::Diagnostic& diagnostic : told.all()) {
      if (diagnostic.code == Code::YamlSyntax) diagnostics.add(diagnostic);
    }
    auto [begin, end] = field_around(text, *error);
    for (size_t i = begin; i < end; ++i) {
      if (text[i] != '\n') text[i] = ' ';
    }
  }
}

/// Builds what the pre-pass saw of a simple text.
Value build_simple(const std::vector<SimpleEvent>& events, const base::Source& source, base::Span span,
                   Arena& arena, base::Diagnostics& diagnostics) {
  TreeBuilder builder(source, arena, diagnostics);
  std::string_view text = source.view(span);
  for (const SimpleEvent& event : events) {
    uint32_t position = span.begin + event.position;
    std::string_view part = text.substr(event.begin, event.end - event.begin);
    switch (event.kind) {
      case SimpleEvent::Kind::OpenMap:
        builder.open(Type::Map, position);
        break;
      case SimpleEvent::Kind::OpenList:
        builder.open(Type::List, position);
        break;
      case SimpleEvent::Kind::Close:
        builder.close();
        break;
      case SimpleEvent::Kind::Key:
        builder.key(arena.copy(part), position);
        break;
      case SimpleEvent::Kind::Plain:
        builder.add((is_null(part) ? Value::null() : Value::string(arena.copy(part))).at_position(position));
        break;
      case SimpleEvent::Kind::Quoted:
        builder.add(Value::string(arena.copy(part)).at_position(position));
        break;
    }
  }
  return builder.finish();
}

}  // namespace

Value parse_yaml_by(YamlPath path, const base::Source& source, base::Span span, Arena& arena,
                    base::Diagnostics& diagnostics, bool* shortened) {
  size_t told = diagnostics.all().size();
  Prelinted read = prelint(source, span, diagnostics);
  bool simple = read.simple && path == YamlPath::Shortest;
  if (shortened != nullptr) *shortened = simple;
  Value root;
  if (read.mapping) {
    root = simple ? build_simple(read.events, source, span, arena, diagnostics)
                  : compose(read.text, source, span, arena, diagnostics);
  }
  if (root.is(Type::Map)) return root;
  if (!root.is_nothing() && diagnostics.all().size() == told) {
    uint32_t begin = root.has_position() ? root.position() : span.begin;
    diagnostics.add(Code::FrontMatterNotAMapping, source, {begin, begin + 1});
  }
  return Value::map({}).at_position(span.begin);
}

Value parse_yaml(const base::Source& source, base::Span span, Arena& arena, base::Diagnostics& diagnostics) {
  return parse_yaml_by(YamlPath::Shortest, source, span, arena, diagnostics);
}

}  // namespace herald::value
