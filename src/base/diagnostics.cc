#include "base/diagnostics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <tuple>

#include "base/utf8.h"

namespace herald::base {
namespace {

constexpr std::array kTexts = {
#define HERALD_CODE(name, text, severity, zh, en, zh_hint, en_hint, zh_explain, en_explain) \
  CodeText{text, Severity::severity, {en, zh}, {en_hint, zh_hint}, {en_explain, zh_explain}},
#include "base/codes/all.def"
#undef HERALD_CODE
    CodeText{"no-code", Severity::Error, {"", ""}, {"", ""}, {"", ""}},
};
static_assert(kTexts.size() == static_cast<size_t>(Code::Count) + 1);

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kReset = "\x1b[0m";

size_t index_of(Language language) { return static_cast<size_t>(language); }

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::Note:
      return "note";
    case Severity::Warning:
      return "warning";
    case Severity::Error:
      break;
  }
  return "error";
}

/// ANSI: bold red, magenta and cyan, as compilers have them.
std::string_view colour_of(Severity severity) {
  switch (severity) {
    case Severity::Note:
      return "\x1b[1;36m";
    case Severity::Warning:
      return "\x1b[1;35m";
    case Severity::Error:
      break;
  }
  return "\x1b[1;31m";
}

std::string location_of(const Place& place) {
  if (place.path.empty()) return "";
  if (place.line == 0) return fmt::format("{}: ", place.path);
  return fmt::format("{}:{}:{}: ", place.path, place.line, place.column);
}

/// Writes diagnostics as text for a terminal.
class Writer {
 public:
  Writer(Language language, Colour colour) : language_(language), colour_(colour) {}

  void write(const Diagnostic& diagnostic, std::string_view indent) {
    const Severity severity = diagnostic.severity();
    out_ += indent;
    paint(kBold, without_controls(location_of(diagnostic.place)));
    paint(colour_of(severity), fmt::format("{}: ", name_of(severity)));
    paint(kBold, without_controls(message_of(diagnostic, language_)));
    out_ += fmt::format(" [{}]\n", text_of(diagnostic.code).name);
    write_excerpt(diagnostic.place, severity, indent);
    write_hint(diagnostic, indent);
  }

  std::string take() { return std::move(out_); }

 private:
  void paint(std::string_view style, std::string_view text) {
    if (text.empty()) return;
    if (colour_ == Colour::No) {
      out_ += text;
    } else {
      out_ += fmt::format("{}{}{}", style, text, kReset);
    }
  }

  void write_excerpt(const Place& place, Severity severity, std::string_view indent) {
    if (place.excerpt.empty()) return;
    out_ += fmt::format("{}{}\n{}", indent, without_controls(place.excerpt), indent);
    out_.append(place.caret, ' ');
    paint(colour_of(severity), '^' + std::string(std::max(place.width, 1U) - 1, '~'));
    out_ += '\n';
  }

  void write_hint(const Diagnostic& diagnostic, std::string_view indent) {
    const std::string hint = without_controls(hint_of(diagnostic, language_));
    if (hint.empty()) return;
    out_ += fmt::format("{}  {}{}\n", indent, language_ == Language::Chinese ? "提示：" : "hint: ", hint);
  }

  Language language_;
  Colour colour_;
  std::string out_;
};

auto order_key(const Diagnostic& diagnostic) {
  const Place& place = diagnostic.place;
  return std::tie(place.path, place.line, place.column, diagnostic.code);
}

/// Whether both tell the same. Notes do not count: one mistake in a template is met by every page it makes,
/// and each tells of it with another note.
bool same(const Diagnostic& a, const Diagnostic& b) {
  return a.code == b.code && a.place == b.place && a.arguments == b.arguments;
}

}  // namespace

const CodeText& text_of(Code code) { return kTexts[std::min(static_cast<size_t>(code), kTexts.size() - 1)]; }

Code find_code(std::string_view name) {
  for (size_t i = 0; i + 1 < kTexts.size(); ++i) {
    if (kTexts[i].name == name) return static_cast<Code>(i);
  }
  return Code::Count;
}

Diagnostic& Diagnostics::add(Code code, const Source& source, Span span, std::vector<std::string> arguments) {
  return add(code, place_of(source, span), std::move(arguments));
}

Diagnostic& Diagnostics::add(Code code, Place place, std::vector<std::string> arguments) {
  list_.push_back(Diagnostic{code, std::move(place), std::move(arguments), {}});
  return list_.back();
}

void Diagnostics::add(Diagnostic diagnostic) { list_.push_back(std::move(diagnostic)); }

void Diagnostics::append(Diagnostics&& other) {
  list_.insert(list_.end(), std::make_move_iterator(other.list_.begin()),
               std::make_move_iterator(other.list_.end()));
  other.list_.clear();
}

bool Diagnostics::has_errors() const { return count(Severity::Error) > 0; }

size_t Diagnostics::count(Severity severity) const {
  const auto has_it = [&](const Diagnostic& diagnostic) { return diagnostic.severity() == severity; };
  return static_cast<size_t>(std::count_if(list_.begin(), list_.end(), has_it));
}

void Diagnostics::sort() {
  const auto before = [](const Diagnostic& a, const Diagnostic& b) { return order_key(a) < order_key(b); };
  std::stable_sort(list_.begin(), list_.end(), before);
  // Doubles have equal keys, but something else with the same key may stand between them.
  std::vector<Diagnostic> kept;
  kept.reserve(list_.size());
  size_t group = 0;
  for (Diagnostic& diagnostic : list_) {
    if (group < kept.size() && order_key(kept[group]) != order_key(diagnostic)) group = kept.size();
    const auto is_same = [&](const Diagnostic& other) { return same(other, diagnostic); };
    if (std::any_of(kept.begin() + static_cast<std::ptrdiff_t>(group), kept.end(), is_same)) continue;
    kept.push_back(std::move(diagnostic));
  }
  list_ = std::move(kept);
}

std::string fill(std::string_view pattern, const std::vector<std::string>& arguments) {
  std::string out;
  for (size_t at = 0; at < pattern.size();) {
    size_t number = 0;
    const char* end = pattern.data() + pattern.size();
    const auto [last, error] = std::from_chars(pattern.data() + at + 1, end, number);
    if (pattern[at] == '{' && error == std::errc() && last != end && *last == '}' &&
        number < arguments.size()) {
      out += arguments[number];
      at = static_cast<size_t>(last - pattern.data()) + 1;
    } else {
      out += pattern[at++];
    }
  }
  return out;
}

std::string message_of(const Diagnostic& diagnostic, Language language) {
  return fill(text_of(diagnostic.code).message[index_of(language)], diagnostic.arguments);
}

std::string hint_of(const Diagnostic& diagnostic, Language language) {
  return fill(text_of(diagnostic.code).hint[index_of(language)], diagnostic.arguments);
}

std::string format_text(const Diagnostic& diagnostic, Language language, Colour colour) {
  Writer writer(language, colour);
  writer.write(diagnostic, "");
  for (const Diagnostic& note : diagnostic.notes) writer.write(note, "  ");
  return writer.take();
}

Diagnostic failure(Code code, std::string_view path, std::vector<std::string> arguments) {
  return Diagnostic{code, place_of_file(path), std::move(arguments), {}};
}

}  // namespace herald::base
