#pragma once
// Diagnostics as HTML: what the overlay and the inspector show, in the words of the terminal. Everything that
// comes out of files is escaped: a title with <script> in a message is text.

#include <string>
#include <string_view>

#include "base/diagnostics.h"

namespace herald::serve {

/// How many are shown; of the rest only the number.
inline constexpr size_t kProblemsMax = 50;

/// A text of ours with the parts between backticks as <code>; escaped.
std::string words_html(std::string_view text);

/// One diagnostic with its excerpt, hint and notes, as an <article>. The place that the terminal's caret
/// points to is a <mark>, which is right in any font.
std::string problem_html(const base::Diagnostic& diagnostic, base::Language language);

/// The errors first, then the warnings, kProblemsMax in all; an empty text when there are none.
std::string problems_html(const base::Diagnostics& diagnostics, base::Language language);

}  // namespace herald::serve
