#pragma once
// A text with a name, and places in it. Everything that reads text speaks of byte spans; lines and columns
// are made only when a person is told of one. Knows nothing of files: a Source can come from anywhere.

#include <cstdint>
#include <string>
#include <string_view>

namespace herald::base {

/// A half-open range of bytes of one Source. Files over 4 GiB are refused before a Span is made.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  bool operator==(const Span&) const = default;
  uint32_t size() const { return end - begin; }
};

/// A text and the name that diagnostics call it by: its path relative to the site, '/'-separated.
struct Source {
  std::string path;
  std::string text;  ///< UTF-8, lines end in '\n'; see base::normalise_newlines.
  /// Whether somebody may have written a password into it: a line that looks like one is never shown.
  bool may_hold_secrets = false;

  std::string_view view(Span span) const { return std::string_view(text).substr(span.begin, span.size()); }
};

/// A place as a person reads it: lines and columns from 1, columns in code points.
struct Place {
  std::string path;   ///< Empty when the diagnostic is about no file.
  uint32_t line = 0;  ///< 0 when it is about the file as a whole.
  uint32_t column = 0;
  std::string excerpt;  ///< The source line, cut to a readable length around the column; may be empty.
  uint32_t caret =
      0;  ///< Display columns before the caret in `excerpt` (East Asian wide characters count 2).
  uint32_t width = 1;  ///< Display columns that the span covers on that line, at least 1.
  Span pending;  ///< Not empty: the text was not at hand; whoever has it finds the rest (pending_place).

  bool operator==(const Place&) const = default;
};

/// Finds the place of `span` in `text`, which is called `path`. Linear in the text: for diagnostics alone.
Place place_of(std::string_view path, std::string_view text, Span span);

/// The place of `span` in `source`; without the excerpt where that could show a password (secrets.h).
Place place_of(const Source& source, Span span);

/// A place that will be found when the text is at hand: only path and span are known. A span that begins with
/// a quotation mark is then taken to be what stands behind it.
Place pending_place(std::string_view path, Span span);
/// Finds a pending place in the text of its file; a text that is too short gives the file alone.
void find_pending(Place& place, std::string_view text);

/// A place that names a file and nothing in it.
Place place_of_file(std::string_view path);

}  // namespace herald::base
