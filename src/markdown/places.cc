#include "markdown/places.h"

namespace herald::markdown::internal {

void ContentMap::begin(const cmark_node* block) {
  content_ = block->content.ptr;
  size_ = static_cast<size_t>(block->content.size);
  first_line_ = block->start_line;
  indent_ = block->start_column - 1 + block->internal_offset;
  stretches_.clear();
  line_count_ = 0;
  at_ = 0;
  if (size_ == 0) return;
  std::string_view content(reinterpret_cast<const char*>(content_), size_);
  if (content.back() == '\n') content.remove_suffix(1);
  stretches_.push_back({0, 0});
  for (size_t at = 0; (at = content.find('\n', at)) != std::string_view::npos;)
    stretches_.push_back({++at, 0});
  // Counted from the end, since link definitions may have been taken off the beginning.
  size_t count = line_count_ = stretches_.size();
  bool from_end = block->type == CMARK_NODE_PARAGRAPH;
  size_t last =
      static_cast<size_t>(from_end ? std::max(block->end_line, block->start_line) : block->start_line);
  if (block->type == CMARK_NODE_HEADING) last += count - 1;
  size_t line = last >= count ? last - count : 0;  // from 0
  for (size_t i = 0; i < count; ++i, ++line) {
    size_t end = i + 1 < count ? stretches_[i + 1].content - 1 : content.size();
    size_t begin = stretches_[i].content;
    stretches_[i].place = map_line(content.substr(begin, end - begin), line, block);
  }
}

/// Where `line` stands in the parser's text: in line `guess`, or near it.
size_t ContentMap::map_line(std::string_view line, size_t guess, const cmark_node* block) {
  std::string_view text = ground_.marked.text;
  if (block->type != CMARK_NODE_HEADING && block->type != CMARK_NODE_PARAGRAPH) {
    size_t at = std::min(ground_.offset(block->start_line, block->start_column + block->internal_offset),
                         text.size());
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '|')) ++at;
    map_pipes(line, at);
    return at;
  }
  if (guess < ground_.lines.size()) {
    size_t end = ground_.line_end(guess);
    if (end >= ground_.lines[guess] + line.size() && text.substr(end - line.size(), line.size()) == line) {
      cursor_ = guess;
      return end - line.size();
    }
  }
  constexpr size_t kLinesSearched = 64;
  for (size_t i = std::min(cursor_, guess); i < std::min(ground_.lines.size(), guess + kLinesSearched); ++i) {
    size_t found = text.substr(ground_.lines[i], ground_.line_end(i) - ground_.lines[i]).find(line);
    if (found == std::string_view::npos) continue;
    cursor_ = i;
    return ground_.lines[i] + found;
  }
  return ground_.offset(block->start_line, block->start_column);
}

/// In a cell the parser has removed the backslash of each `\|`.
void ContentMap::map_pipes(std::string_view cell, size_t place) {
  size_t removed = 0;
  for (size_t pipe = cell.find('|'); pipe != std::string_view::npos; pipe = cell.find('|', pipe + 1)) {
    stretches_.push_back({pipe, place + pipe + ++removed});
  }
}

size_t ContentMap::place(size_t content_offset) {
  if (stretches_.empty()) return ground_.offset(first_line_, indent_ + 1);
  if (stretches_[at_].content > content_offset) at_ = 0;
  while (at_ + 1 < stretches_.size() && stretches_[at_ + 1].content <= content_offset) ++at_;
  return stretches_[at_].place + (content_offset - stretches_[at_].content);
}

size_t ContentMap::reference_at(size_t content_offset) const {
  constexpr size_t kNameMax = 34;  // "CounterClockwiseContourIntegral" and the two signs
  size_t end = content_offset + 1;
  auto is_name = [](unsigned char c) {
    return c == '#' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  };
  while (end - content_offset < kNameMax && is_name(byte_at(end))) ++end;
  return end > content_offset + 1 && byte_at(end) == ';' ? end + 1 - content_offset : 0;
}

size_t ContentMap::offset_of(int line, int column) const {
  if (line_count_ == 0) return 0;
  size_t index = std::min(static_cast<size_t>(std::max(0, line - first_line_)), line_count_ - 1);
  return std::min(size_, stretches_[index].content + static_cast<size_t>(std::max(0, column - 1 - indent_)));
}

}  // namespace herald::markdown::internal
