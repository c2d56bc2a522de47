#pragma once
// What is told to people: codes, their texts in two languages, and the list that stages add to.
// The texts stand in codes/*.def, one line a code, and nowhere else: a message is a code and its arguments,
// made words only when it is shown. `herald explain CODE` prints from the same table.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/source.h"

namespace herald::base {

/// How bad it is: an error keeps the site from being built, a warning does not, a note belongs to another
/// diagnostic.
enum class Severity : uint8_t { Note, Warning, Error };

/// What messages are written in.
enum class Language : uint8_t { English, Chinese };

/// Every code of the program. The enumerator and the kebab-case name come from codes/*.def.
enum class Code : uint16_t {
#define HERALD_CODE(name, text, severity, zh, en, zh_hint, en_hint, zh_explain, en_explain) name,
#include "base/codes/all.def"
#undef HERALD_CODE
  Count
};

/// The words of one code. `message` and `hint` have {0}, {1} … for the arguments; `hint` may be empty. A word
/// that differs by language is two arguments, of which each pattern names its own.
struct CodeText {
  std::string_view name;  ///< kebab-case, the same in both languages
  Severity severity;
  std::string_view message[2];  ///< indexed by Language
  std::string_view hint[2];
  std::string_view explanation[2];  ///< What it means and how to mend it, a paragraph or two; Markdown.
};

/// The words of `code`; those of Code::Count are empty.
const CodeText& text_of(Code code);

/// Finds a code by its kebab-case name; Code::Count when there is none.
Code find_code(std::string_view name);

/// One thing to tell. Self-contained: it outlives the text that it is about.
struct Diagnostic {
  Code code = Code::Count;
  Place place;
  std::vector<std::string> arguments;
  std::vector<Diagnostic> notes;  ///< Further places; their codes are of severity Note.

  Severity severity() const { return text_of(code).severity; }
};

/// The list that a stage adds to. Not for two threads at once: each worker has its own, merged by index.
class Diagnostics {
 public:
  /// Adds a diagnostic at `span` of `source` and returns it, so that notes can be added.
  Diagnostic& add(Code code, const Source& source, Span span, std::vector<std::string> arguments = {});
  Diagnostic& add(Code code, Place place, std::vector<std::string> arguments = {});
  void add(Diagnostic diagnostic);
  /// Moves all of `other` behind what is here.
  void append(Diagnostics&& other);

  const std::vector<Diagnostic>& all() const { return list_; }
  bool empty() const { return list_.empty(); }
  bool has_errors() const;
  size_t count(Severity severity) const;

  /// Orders by path, line, column, code. Of those that tell the same at the same place (whatever their notes) the
  /// first stays. What is equal keeps its order.
  void sort();

 private:
  std::vector<Diagnostic> list_;
};

/// `pattern` with {0}, {1} … replaced by the arguments; a number without an argument stays as it is.
std::string fill(std::string_view pattern, const std::vector<std::string>& arguments);

/// Whether to colour by ANSI escapes.
enum class Colour : uint8_t { No, Yes };

/// The message alone, in `language`.
std::string message_of(const Diagnostic& diagnostic, Language language);
/// The hint, or an empty text.
std::string hint_of(const Diagnostic& diagnostic, Language language);

/// As a terminal shows it: `path:line:column: error: message [code]`, the source line, a caret, hint, notes.
/// Every line ends in '\n'. Control characters are replaced, so that no file name or text steers the
/// terminal.
std::string format_text(const Diagnostic& diagnostic, Language language, Colour colour);

/// A value, or what went wrong with the world outside. The caller adds places and decides.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit on purpose
  Result(Diagnostic error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT
  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() { return std::get<0>(state_); }
  const T& operator*() const { return std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const Diagnostic& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Diagnostic> state_;
};

/// Done, or what went wrong.
struct Done {};
using Status = Result<Done>;

/// A diagnostic without a place in a file's text: about `path` as a whole, or about nothing.
Diagnostic failure(Code code, std::string_view path, std::vector<std::string> arguments = {});

}  // namespace herald::base
