// Bold beside Chinese punctuation. CommonMark's flanking rule asks for a blank or punctuation outside of
// `**“字”**字`, which Chinese does not write, so 21 of 24 ordinary samples stay literal asterisks. A rare
// punctuation mark on the letter's side makes such a run both-flanking; the parser then pairs it as a reader
// would. The mark is taken out of every text again, so that inside code, links and raw HTML it undoes itself.

#include <algorithm>
#include <array>
#include <cstring>

#include "base/utf8.h"
#include "markdown/internal.h"
#include "text/text.h"

namespace herald::markdown::internal {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

using base::next_code_point;
using base::previous_code_point;

// Brahmi punctuation (U+11047 to U+1104D): category P since Unicode 6, four bytes each, and of no living
// script.
constexpr std::array<std::string_view, 7> kMarkers = {
    "\xF0\x91\x81\x8D", "\xF0\x91\x81\x8C", "\xF0\x91\x81\x8B", "\xF0\x91\x81\x8A",
    "\xF0\x91\x81\x89", "\xF0\x91\x81\x88", "\xF0\x91\x81\x87"};

/// How far around a run a Han character makes “ ” — … Chinese.
constexpr size_t kNeighbourhood = 200;

struct Range {
  uint32_t first, last;
};

// Category P outside of ASCII, as far as it can stand beside Chinese. Symbols (× ￥ ★ ＋) are letters to the
// parser.
constexpr Range kMarks[] = {
    {0xA1, 0xA1},     {0xA7, 0xA7},     {0xAB, 0xAB},     {0xB6, 0xB7},     {0xBB, 0xBB},
    {0xBF, 0xBF},     {0x2010, 0x2027}, {0x2030, 0x2043}, {0x2045, 0x2051}, {0x2053, 0x205E},
    {0x2308, 0x230B}, {0x2329, 0x232A}, {0x2768, 0x2775}, {0x27E6, 0x27EF}, {0x2E00, 0x2E4F},
    {0x3001, 0x3003}, {0x3008, 0x3011}, {0x3014, 0x301F}, {0x3030, 0x3030}, {0x303D, 0x303D},
    {0x30A0, 0x30A0}, {0x30FB, 0x30FB}, {0xFE10, 0xFE19}, {0xFE30, 0xFE52}, {0xFE54, 0xFE61},
    {0xFE63, 0xFE63}, {0xFE68, 0xFE68}, {0xFE6A, 0xFE6B}, {0xFF01, 0xFF03}, {0xFF05, 0xFF0A},
    {0xFF0C, 0xFF0F}, {0xFF1A, 0xFF1B}, {0xFF1F, 0xFF20}, {0xFF3B, 0xFF3D}, {0xFF3F, 0xFF3F},
    {0xFF5B, 0xFF5B}, {0xFF5D, 0xFF5D}, {0xFF5F, 0xFF65}};

bool is_ascii_mark(char32_t c) {
  return (c >= 0x21 && c <= 0x2F) || (c >= 0x3A && c <= 0x40) || (c >= 0x5B && c <= 0x60) ||
         (c >= 0x7B && c <= 0x7E);
}

bool is_blank(char32_t c) { return c <= 0x20 || (c >= 0xA0 && text::is_space(c)); }

// What may stand inside of a lone asterisk beside a letter. Round brackets may not: they are arithmetic.
bool opens(char32_t c) { return std::u32string_view(U"“‘《〈「『【〔").find(c) != std::u32string_view::npos; }
bool closes(char32_t c) {
  return std::u32string_view(U"”’》〉」』】〕，。、；：？！…").find(c) != std::u32string_view::npos;
}

bool has_han_near(std::string_view body, size_t at) {
  size_t begin = at > kNeighbourhood ? at - kNeighbourhood : 0;
  size_t end = std::min(body.size(), at + kNeighbourhood);
  if (size_t line = body.substr(begin, at - begin).rfind('\n'); line != std::string_view::npos)
    begin += line + 1;
  if (size_t line = body.substr(at, end - at).find('\n'); line != std::string_view::npos) end = at + line;
  for (size_t i = begin; i < end;) {
    if (base::is_han(next_code_point(body, i))) return true;
  }
  return false;
}

/// Where a marker belongs for the run [begin, end), or npos.
size_t marker_place(std::string_view body, size_t begin, size_t end, char delimiter) {
  size_t left = begin;
  size_t right = end;
  if (delimiter == '*') {  // The parser looks through tildes when it judges asterisks.
    while (left > 0 && body[left - 1] == '~') --left;
    while (right < body.size() && body[right] == '~') ++right;
  }
  if (left == 0 || right == body.size()) return std::string_view::npos;
  auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (is_ascii(body[left - 1]) && is_ascii(body[right])) return std::string_view::npos;
  char32_t before = previous_code_point(body, left);
  size_t after_at = right;
  char32_t after = next_code_point(body, after_at);
  if (is_blank(before) || is_blank(after)) return std::string_view::npos;
  bool mark_before = is_mark(before);
  bool mark_after = is_mark(after);
  if (mark_before == mark_after) return std::string_view::npos;
  char32_t mark = mark_before ? before : after;
  char32_t letter = mark_before ? after : before;
  if (end - begin == 1 && !(base::is_han(letter) && (mark_before ? closes(mark) : opens(mark)))) {
    return std::string_view::npos;  // else 2*（3+4）*5 is italic
  }
  bool chinese = text::is_cjk(letter) || (text::is_cjk(mark) && !is_shared_mark(mark)) ||
                 (is_shared_mark(mark) && has_han_near(body, begin));
  if (!chinese) return std::string_view::npos;
  return mark_before ? end : begin;
}

bool is_escaped(std::string_view body, size_t at) {
  size_t backslashes = 0;
  while (backslashes < at && body[at - backslashes - 1] == '\\') ++backslashes;
  return backslashes % 2 == 1;
}

std::string_view free_marker(std::string_view body) {
  for (std::string_view marker : kMarkers) {
    if (body.find(marker) == std::string_view::npos) return marker;
  }
  return {};
}

/// The runs of one delimiter that want a marker, rising.
void find_places(std::string_view body, char delimiter, std::vector<uint32_t>& places) {
  size_t at = 0;
  while (at < body.size()) {
    const void* found = std::memchr(body.data() + at, delimiter, body.size() - at);
    if (!found) return;
    size_t begin = static_cast<size_t>(static_cast<const char*>(found) - body.data());
    size_t end = begin + 1;
    while (end < body.size() && body[end] == delimiter) ++end;
    at = end;
    if (delimiter == '~' && end - begin != 2) continue;  // One is no strikethrough, three are a fence.
    if (is_escaped(body, begin)) continue;
    size_t place = marker_place(body, begin, end, delimiter);
    if (place != std::string_view::npos) places.push_back(static_cast<uint32_t>(place));
  }
}

}  // namespace

bool is_mark(char32_t c) {
  if (c < 0x80) return is_ascii_mark(c);
  auto range = std::upper_bound(std::begin(kMarks), std::end(kMarks), c,
                                [](char32_t value, const Range& r) { return value < r.first; });
  return range != std::begin(kMarks) && c <= std::prev(range)->last;
}

bool is_shared_mark(char32_t c) {
  return c == 0xB7 || (c >= 0x2013 && c <= 0x2015) || (c >= 0x2018 && c <= 0x201F) || c == 0x2025 ||
         c == 0x2026;
}

bool ends_address(char32_t c) {
  bool is_marker = c >= 0x11047 && c <= 0x1104D;
  return c >= 0x80 && (is_marker || is_shared_mark(c) || text::is_cjk(c));
}

void replace_nuls(Marked& marked, std::string& scratch) {
  if (marked.text.find('\0') == std::string_view::npos) return;
  std::string made;
  for (const char c : marked.text) {
    if (c == '\0') marked.nuls.push_back(static_cast<uint32_t>(made.size()));
    made.append(c == '\0' ? kReplacement : std::string_view(&c, 1));
  }
  scratch = std::move(made);  // `text` may lie in it
  marked.text = scratch;
}

uint32_t Marked::without_replacements(uint32_t offset) const {
  // The bytes of the replacement behind its first are all the NUL.
  constexpr auto kLonger = static_cast<uint32_t>(kReplacement.size()) - 1;
  const auto before = std::lower_bound(nuls.begin(), nuls.end(), offset) - nuls.begin();
  const uint32_t within = before > 0 ? offset - nuls[static_cast<size_t>(before) - 1] : kLonger + 1;
  offset -= static_cast<uint32_t>(before) * kLonger;
  return within <= kLonger ? offset + kLonger + 1 - within : offset;
}

size_t Marked::markers_before(uint32_t offset) const {
  constexpr int kSteps = 8;
  size_t at = near;
  for (int step = 0; step < kSteps && at > 0 && insertions[at - 1] >= offset; ++step) --at;
  for (int step = 0; step < kSteps && at < insertions.size() && insertions[at] < offset; ++step) ++at;
  const bool found =
      (at == 0 || insertions[at - 1] < offset) && (at == insertions.size() || insertions[at] >= offset);
  if (found) return at;
  return static_cast<size_t>(std::lower_bound(insertions.begin(), insertions.end(), offset) -
                             insertions.begin());
}

Marked mark_emphasis(std::string_view body, std::string& scratch) {
  Marked marked{body, {}, {}, 0};
  std::vector<uint32_t>& places = marked.insertions;
  find_places(body, '*', places);
  size_t asterisks = places.size();
  find_places(body, '~', places);
  if (places.empty()) return marked;
  marked.marker = free_marker(body);
  if (marked.marker.empty()) {
    places.clear();
    return marked;
  }
  std::inplace_merge(places.begin(), places.begin() + static_cast<ptrdiff_t>(asterisks), places.end());
  scratch.clear();
  scratch.reserve(body.size() + places.size() * kMarkerSize);
  size_t done = 0;
  for (uint32_t& place : places) {
    scratch.append(body, done, place - done);
    done = place;
    place = static_cast<uint32_t>(scratch.size());
    scratch += marked.marker;
  }
  scratch.append(body, done);
  marked.text = scratch;
  return marked;
}

// A delimiter row is all of '|', '-', ':' and blanks. Only long ones matter, so that ordinary texts cost a
// look at the last byte of each long line. The parser takes the square of the columns (10,000 of them: 8
// seconds).
std::vector<uint32_t> find_wide_tables(std::string_view text, const std::vector<uint32_t>& lines) {
  constexpr size_t kLongLine = 40;
  auto in_row = [](char c) { return c == '|' || c == '-' || c == ':' || c == ' ' || c == '\t'; };
  std::vector<uint32_t> ends;
  for (size_t i = 0; i < lines.size(); ++i) {
    size_t begin = lines[i];
    size_t end = i + 1 < lines.size() ? lines[i + 1] - 1 : text.size() - (text.back() == '\n');
    if (end < begin + kLongLine || !in_row(text[end - 1])) continue;
    size_t columns = 1;
    size_t dashes = 0;
    for (size_t at = end; at > begin && in_row(text[at - 1]); --at) {
      columns += text[at - 1] == '|';
      dashes += text[at - 1] == '-';
    }
    bool wide = columns > kTableColumnsMax + 2 || columns * (lines.size() - i) > kTableCellsMax;
    if (dashes > 0 && wide) ends.push_back(static_cast<uint32_t>(end));
  }
  return ends;
}

}  // namespace herald::markdown::internal
