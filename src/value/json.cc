#include "value/json.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "value/json_scan.h"
#include "value/tree_builder.h"

// nlohmann/json tells neither where a value stands nor that a key stands twice, and it throws when it is let.
// So its SAX interface is used, a scanner walks along for the places, and parse_json lets no exception out.

namespace herald::value {
namespace {

/// Takes the parser's events. The names of its functions are nlohmann's.
class JsonHandler {
 public:
  JsonHandler(const base::Source& source, base::Span span, Arena& arena, base::Diagnostics& diagnostics)
      : source_(source),
        text_(std::string_view(source.text).substr(0, span.end)),
        arena_(arena),
        diagnostics_(diagnostics),
        builder_(source, arena, diagnostics),
        scanner_(text_, span.begin) {
    progress_.at = scanner_.at();
  }

  bool null() { return scalar(Value::null()); }
  bool boolean(bool b) { return scalar(Value::boolean(b)); }
  bool number_integer(int64_t i) { return scalar(Value::integer(i)); }
  bool number_unsigned(uint64_t i) {
    bool fits = i <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
    return scalar(fits ? Value::integer(static_cast<int64_t>(i)) : Value::number(static_cast<double>(i)));
  }
  bool number_float(double d, const std::string&) { return scalar(Value::number(d)); }
  bool string(const std::string& text) { return scalar(Value::string(arena_.copy(text))); }
  bool binary(const std::vector<uint8_t>&) { return false; }
  bool start_object(size_t) { return open(Type::Map, JsonAfter::OpenObject); }
  bool start_array(size_t) { return open(Type::List, JsonAfter::OpenArray); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(const std::string& text) {
    uint32_t begin = scanner_.to_token();
    take(JsonAfter::Key);
    builder_.key(arena_.copy(text), begin);
    return true;
  }

  template <class Exception>
  bool parse_error(size_t, const std::string&, const Exception&) {
    fault_ = explain_json(text_, progress_);
    return false;
  }

  /// What kept the text from being read, when nothing was told of it yet.
  std::optional<JsonFault> take_fault() { return std::move(fault_); }

  /// The value, when the parser accepted the text; it takes a NUL for the end, which it is not.
  Value finish() {
    if (scanner_.skip_filler() && scanner_.at_end()) return builder_.finish();
    fault_ = explain_json(text_, progress_);
    return {};
  }

 private:
  bool scalar(Value value) {
    uint32_t begin = scanner_.to_token();
    take(JsonAfter::Value);
    builder_.add(value.at_position(begin));
    return true;
  }

  bool open(Type type, JsonAfter after) {
    uint32_t begin = scanner_.to_token();
    if (builder_.depth() == kNestingMax) {
      diagnostics_.add(base::Code::JsonTooDeep, source_, {begin, begin + 1}, {std::to_string(kNestingMax)});
      return false;
    }
    take(after);
    progress_.open.push_back(begin);
    builder_.open(type, begin);
    return true;
  }

  bool close() {
    scanner_.to_token();
    take(JsonAfter::Value);
    progress_.open.pop_back();
    builder_.close();
    return true;
  }

  void take(JsonAfter after) {
    scanner_.skip_token();
    progress_.at = scanner_.at();
    progress_.after = after;
  }

  const base::Source& source_;
  std::string_view text_;
  Arena& arena_;
  base::Diagnostics& diagnostics_;
  TreeBuilder builder_;
  JsonScanner scanner_;
  JsonProgress progress_;
  std::optional<JsonFault> fault_;
};

/// Reads the text once, up to its first fault.
Value read_once(const base::Source& source, base::Span span, Arena& arena, std::optional<JsonFault>& fault,
                base::Diagnostics& diagnostics) {
  fault.reset();
  JsonHandler handler(source, span, arena, diagnostics);
  std::string_view text = source.view(span);
  try {
    bool good =
        nlohmann::json::sax_parse(text.begin(), text.end(), &handler, nlohmann::json::input_format_t::json,
                                  /*strict=*/true, /*ignore_comments=*/true);
    Value value = good ? handler.finish() : Value();
    fault = handler.take_fault();
    return value;
  } catch (const nlohmann::json::exception&) {
    // The SAX interface hands errors over instead of throwing them; should that change, it is still an error.
    diagnostics.add(base::Code::JsonSyntax, source, {span.begin, span.begin},
                    {std::string(text.substr(0, 1))});
    return {};
  }
}

void tell(const JsonFault& fault, const base::Source& source, base::Diagnostics& diagnostics) {
  base::Diagnostic& diagnostic = diagnostics.add(fault.code, source, fault.span, fault.arguments);
  if (!fault.opened) return;
  base::Diagnostic note;
  note.code = base::Code::NotItsPartner;
  note.place = base::place_of(source, {*fault.opened, *fault.opened + 1});
  note.arguments = {std::string(1, source.text[*fault.opened])};
  diagnostic.notes.push_back(std::move(note));
}

/// Does to `text` what the message about `fault` asks for, when that is sure and leaves every other byte
/// where it was. False when it is not.
bool mend(const JsonFault& fault, std::string& text) {
  const uint32_t begin = fault.span.begin;
  switch (fault.code) {
    case base::Code::JsonMissingComma:
      if (std::string_view(" \t\r\n").find(text[begin]) == std::string_view::npos) return false;
      text[begin] = ',';
      return true;
    case base::Code::JsonExtraComma:
      text[begin] = ' ';
      return true;
    case base::Code::JsonFullWidth: {
      const std::string_view ascii = fault.arguments[1];
      const auto at = std::copy(ascii.begin(), ascii.end(), text.begin() + begin);
      std::fill(at, text.begin() + fault.span.end, ' ');
      return true;
    }
    default:
      return false;
  }
}

/// So many faults of one text are told.
constexpr int kFaultsMax = 10;

/// Tells the first fault, and those behind it that show when it is mended: who writes site.json by hand
/// forgets more than one comma.
void tell_faults(std::optional<JsonFault> fault, const base::Source& source, base::Span span,
                 base::Diagnostics& diagnostics) {
  base::Source mended = source;
  for (int told = 1; fault; told++) {
    tell(*fault, source, diagnostics);
    if (told == kFaultsMax || !mend(*fault, mended.text)) return;
    Arena arena;
    base::Diagnostics ignored;
    (void)read_once(mended, span, arena, fault, ignored);
  }
}

}  // namespace

Value parse_json(const base::Source& source, base::Span span, Arena& arena, base::Diagnostics& diagnostics) {
  std::optional<JsonFault> fault;
  const Value value = read_once(source, span, arena, fault, diagnostics);
  if (fault) tell_faults(std::move(fault), source, span, diagnostics);
  return value;
}

}  // namespace herald::value
