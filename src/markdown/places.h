#pragma once
// From the parser's lines, columns and literals to offsets in the source. Private to the parser's door.

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "markdown/cmark.h"
#include "markdown/internal.h"

namespace herald::markdown::internal {

/// The lines of the parser's text, and the way from there to the source.
struct Ground {
  const Marked& marked;
  const std::vector<uint32_t>& lines;  // where each begins in marked.text
  uint32_t body_begin;                 // of the body in the source

  /// Where a line ends in the parser's text, without its line break.
  size_t line_end(size_t line) const {
    if (line + 1 < lines.size()) return lines[line + 1] - 1;
    size_t size = marked.text.size();
    return size > 0 && marked.text[size - 1] == '\n' ? size - 1 : size;
  }
  uint32_t source(size_t offset) const {
    return body_begin + marked.original(static_cast<uint32_t>(std::min(offset, marked.text.size())));
  }
  /// The source offset of a line and column of the parser's, both from 1.
  size_t offset(int line, int column) const {
    if (line < 1 || lines.empty()) return 0;
    size_t index = std::min(static_cast<size_t>(line) - 1, lines.size() - 1);
    return std::min(lines[index] + static_cast<size_t>(std::max(column, 1) - 1), line_end(index));
  }
  base::Span span(const cmark_node* node) const {
    size_t begin = offset(node->start_line, node->start_column);
    size_t end = offset(node->end_line, node->end_column + 1);
    while (end > begin && marked.text[end - 1] == '\n') --end;
    return {source(begin), source(std::max(begin, end))};
  }
};

/// Where the content of one block (its lines without markers) stands. The parser's columns of inlines are
/// wrong in several cases; the bytes of a text lie in the content, and each content line is found in its
/// line.
class ContentMap {
 public:
  explicit ContentMap(const Ground& ground) : ground_(ground) {}

  /// Begins with the content of another block.
  void begin(const cmark_node* block);
  /// The offset in the parser's text of a byte of the content.
  size_t place(size_t content_offset);
  /// The content offset of a literal that is a part of the content, or npos.
  size_t offset_of(const cmark_chunk& literal) const {
    const unsigned char* data = literal.data;
    bool inside = data >= content_ && data < content_ + size_;
    return inside ? static_cast<size_t>(data - content_) : std::string_view::npos;
  }
  /// The content offset that the parser's line and column mean.
  size_t offset_of(int line, int column) const;
  unsigned char byte_at(size_t content_offset) const {
    return content_offset < size_ ? content_[content_offset] : 0;
  }
  /// The bytes of the character reference at `content_offset`, from '&' to ';', or 0.
  size_t reference_at(size_t content_offset) const;
  bool stands_at(size_t content_offset, std::string_view bytes) const {
    return size_ - std::min(size_, content_offset) >= bytes.size() &&
           std::equal(bytes.begin(), bytes.end(), reinterpret_cast<const char*>(content_ + content_offset));
  }
  /// The end of the stretch that `content_offset` is in.
  size_t stretch_end(size_t content_offset) {
    place(content_offset);
    return at_ + 1 < stretches_.size() ? stretches_[at_ + 1].content : size_;
  }
  base::Span span(size_t begin, size_t end) {
    uint32_t first = ground_.source(place(begin));
    if (end <= begin) return {first, first};
    return {first, std::clamp(ground_.source(place(end - 1)) + 1, first,
                              ground_.source(ground_.marked.text.size()))};
  }

 private:
  struct Line {
    size_t content;  // offset of a stretch of the content …
    size_t place;    // … and where it begins in the parser's text
  };
  size_t map_line(std::string_view line, size_t guess, const cmark_node* block);
  void map_pipes(std::string_view cell, size_t place);

  const Ground& ground_;
  const unsigned char* content_ = nullptr;
  size_t size_ = 0;
  int first_line_ = 1;
  int indent_ = 0;
  size_t cursor_ = 0;      // line to search from
  size_t at_ = 0;          // index of the stretch used last
  size_t line_count_ = 0;  // stretches that begin a line; they come first
  std::vector<Line> stretches_;
};

}  // namespace herald::markdown::internal
