#include "serve/problems.h"

#include <fmt/format.h>

#include "base/utf8.h"

namespace herald::serve {
namespace {

using base::Diagnostic;
using base::Language;
using base::Severity;

constexpr std::string_view kSeverities[] = {"note", "warning", "error"};

/// The bytes of `text` in front of the display column `column`.
size_t offset_of_column(std::string_view text, size_t column) {
  size_t at = 0, width = 0;
  while (at < text.size() && width < column)
    width += static_cast<size_t>(base::display_width(base::next_code_point(text, at)));
  return at;
}

std::string place_html(const base::Place& place) {
  std::string text = place.path;
  if (place.line != 0) text += fmt::format(":{}:{}", place.line, place.column);
  return base::escaped(text);
}

/// The source line with its place marked.
std::string excerpt_html(const base::Place& place) {
  if (place.excerpt.empty()) return "";
  const std::string_view line = place.excerpt;
  const size_t begin = offset_of_column(line, place.caret);
  size_t end = offset_of_column(line, place.caret + place.width);
  std::string out = "<pre class=\"excerpt\">" + base::escaped(line.substr(0, begin)) + "<mark>";
  // A place behind the end of the line, or of no width, is shown as a blank that is marked.
  if (end <= begin) end = begin;
  out += end == begin ? " " : base::escaped(line.substr(begin, end - begin));
  return out + "</mark>" + base::escaped(line.substr(end)) + "</pre>";
}

/// What a diagnostic and its notes have in common.
std::string body_html(const Diagnostic& diagnostic, Language language) {
  std::string out = "<p class=\"message\">" + words_html(base::message_of(diagnostic, language)) + "</p>";
  out += excerpt_html(diagnostic.place);
  const std::string hint = base::hint_of(diagnostic, language);
  if (!hint.empty())
    out += fmt::format("<p class=\"hint\"><b>{}</b>{}</p>",
                       language == Language::Chinese ? "提示：" : "hint: ", words_html(hint));
  return out;
}

}  // namespace

std::string words_html(std::string_view text) {
  std::string out;
  const auto parts = base::split(text, '`');
  const bool is_paired = parts.size() % 2 == 1;
  for (size_t i = 0; i < parts.size(); i++) {
    const bool is_code = is_paired && i % 2 == 1;
    if (i != 0 && !is_paired) out += '`';
    if (is_code) out += "<code>";
    base::append_escaped(out, parts[i]);
    if (is_code) out += "</code>";
  }
  return out;
}

std::string problem_html(const Diagnostic& diagnostic, Language language) {
  const std::string_view severity = kSeverities[static_cast<int>(diagnostic.severity())];
  std::string out = fmt::format(
      "<article class=\"problem {0}\"><p class=\"where\"><b>{0}</b> <span>{1}</span> <code>{2}</code></p>",
      severity, place_html(diagnostic.place), base::text_of(diagnostic.code).name);
  out += body_html(diagnostic, language);
  for (const Diagnostic& note : diagnostic.notes) {
    out += "<div class=\"note\">";
    if (!note.place.path.empty()) out += "<p class=\"where\"><span>" + place_html(note.place) + "</span></p>";
    out += body_html(note, language) + "</div>";
  }
  return out + "</article>";
}

std::string problems_html(const base::Diagnostics& diagnostics, Language language) {
  std::string out;
  size_t shown = 0, left = 0;
  for (const Severity severity : {Severity::Error, Severity::Warning}) {
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      if (diagnostic.severity() != severity) continue;
      if (shown == kProblemsMax) {
        left++;
        continue;
      }
      out += problem_html(diagnostic, language);
      shown++;
    }
  }
  if (left != 0)
    out += language == Language::Chinese ? fmt::format("<p>……还有 {} 条没有显示</p>", left)
                                         : fmt::format("<p>… and {} more</p>", left);
  return out;
}

}  // namespace herald::serve
