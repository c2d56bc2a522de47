#include "value/front_matter.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "value/json.h"
#include "value/json_scan.h"
#include "value/yaml.h"
#include "value/yaml_lines.h"

namespace herald::value {

using base::Code;
using base::Span;

namespace {

enum class Fence : uint8_t { None, Plain, Odd };

uint32_t size_of(const base::Source& source) { return static_cast<uint32_t>(source.text.size()); }

/// The line that begins at `begin`, without its end.
Span line_at(const base::Source& source, uint32_t begin) {
  size_t end = std::min(source.text.find('\n', begin), source.text.size());
  return {begin, static_cast<uint32_t>(end)};
}

uint32_t next_line(const base::Source& source, Span line) { return std::min(line.end + 1, size_of(source)); }

bool is_blank(const base::Source& source, Span line) {
  return skip_blanks(source.text, line.begin, line.end) == line.end;
}

/// How many blanks may stand before a fence that was meant; four are Markdown's indented code.
constexpr size_t kFenceIndentMax = 3;
/// How many dashes a fence has when they were miscounted.
constexpr size_t kDashesMin = 2, kDashesMax = 6;

/// `---`, or what only can be meant by it: too many or too few dashes, blanks before them, and dashes as Word
/// and Chinese input methods make them: `－－－`, `———`, `—-`.
Fence fence_of(const base::Source& source, Span line) {
  const uint32_t end = trim_end(source.text, line.begin, line.end);
  if (source.view({line.begin, end}) == "---") return Fence::Plain;
  const uint32_t begin = skip_blanks(source.text, line.begin, end);
  const std::string_view indent = source.view({line.begin, begin});
  if (indent.find('\t') != std::string_view::npos || base::count_code_points(indent) > kFenceIndentMax)
    return Fence::None;
  const std::string_view text = source.view({begin, end});
  size_t count = 0;
  for (size_t at = 0; at < text.size(); ++count) {
    char32_t c = base::next_code_point(text, at);
    bool wide =
        c == U'－' || c == U'—' || c == U'–' || c == U'―' || c == U'─' || c == U'‐' || c == U'‑' || c == U'−';
    if (!wide && c != U'-') return Fence::None;
  }
  return count >= kDashesMin && count <= kDashesMax ? Fence::Odd : Fence::None;
}

/// Where the YAML head lies, and the lines of dashes around it.
struct Fenced {
  Span opening;
  Fence opening_fence = Fence::None;
  Span head;
  uint32_t body = 0;
  std::optional<Span> closing;
  Fence closing_fence = Fence::None;
};

/// Reads on as long as lines look like YAML: where the head of a file ends that never says so.
uint32_t end_of_open_head(const base::Source& source, uint32_t begin) {
  uint32_t at = begin;
  while (at < size_of(source)) {
    Span line = line_at(source, at);
    if (fence_of(source, line) != Fence::None) break;
    uint32_t content = skip_blanks(source.text, line.begin, line.end);
    bool item = content < line.end && source.text[content] == '-' && blank_at(source.text, content + 1) > 0;
    bool key = find_separator(source.text, content, line.end, Tight::Yes).kind != SeparatorKind::None;
    if (content == line.end || (!item && !key && content == line.begin)) break;
    at = next_line(source, line);
  }
  return at;
}

/// Whether a fence can begin with this byte: a dash or the first of a wide one, a blank or the first of one.
bool may_begin_fence(char c) {
  return c == '-' || c == ' ' || c == '\xE2' || c == '\xE3' || c == '\xEF' || c == '\xC2';
}

/// Whether the text of a field over several lines begins behind this line: an indented `---` is part of it.
bool opens_block(const base::Source& source, Span line) {
  const std::string_view text = source.view({line.begin, trim_end(source.text, line.begin, line.end)});
  const size_t header = text.find_last_of("|>");
  return header != std::string_view::npos && is_block_header(text.substr(header));
}

bool has_key(const base::Source& source, Span line) {
  return find_separator(source.text, line.begin, line.end, Tight::Yes).kind != SeparatorKind::None;
}

/// Tells of the lines behind a fence that opens a head whether they became the page's text: then the next
/// fence is a rule across the page. That is so when a line behind an empty one is neither a field nor part of
/// one, no field follows it, and the fence stands behind an empty line, as rules do.
class TextFinder {
 public:
  explicit TextFinder(const base::Source& source) : source_(source) {}

  void add(Span line) {
    const bool was_blank = std::exchange(is_blank_, is_blank(source_, line));
    if (is_blank_ || (!was_blank && !found_)) return;
    constexpr std::string_view kOfYaml = "-#[]{}\"'&*!|>%@`?";
    const bool may_be_text = blank_at(source_.text, line.begin) == 0 &&
                             kOfYaml.find(source_.text[line.begin]) == std::string_view::npos;
    if (has_key(source_, line)) {
      found_ = false;
    } else if (may_be_text && was_blank) {
      found_ = true;
    }
  }
  bool found() const { return found_ && is_blank_; }

 private:
  const base::Source& source_;
  bool is_blank_ = false;
  bool found_ = false;
};

Fenced find_fences(const base::Source& source, Span first) {
  Fenced found;
  found.opening = first;
  found.opening_fence = fence_of(source, first);
  uint32_t begin = next_line(source, first);
  bool block = false;
  TextFinder text(source);
  for (uint32_t at = begin; at < size_of(source);) {
    Span line = line_at(source, at);
    Fence fence = may_begin_fence(source.text[at]) ? fence_of(source, line) : Fence::None;
    const bool of_block = block && blank_at(source.text, at) > 0;
    if (fence != Fence::None && !of_block && text.found()) break;
    if (fence != Fence::None && !of_block) {
      found.closing = line;
      found.closing_fence = fence;
      found.head = {begin, line.begin};
      found.body = next_line(source, line);
      return found;
    }
    block = block || opens_block(source, line);
    text.add(line);
    at = next_line(source, line);
  }
  found.head = {begin, end_of_open_head(source, begin)};
  found.body = found.head.end;
  return found;
}

void report_fence(const base::Source& source, Fence fence, Span line, base::Diagnostics& diagnostics) {
  if (fence != Fence::Odd) return;
  Span dashes = {line.begin, trim_end(source.text, line.begin, line.end)};
  diagnostics.add(Code::FrontMatterFence, source, dashes, {std::string(source.view(dashes))});
}

FrontMatter without_head(const base::Source& source, uint32_t begin) {
  return {Value::map({}), {begin, begin}, {begin, size_of(source)}};
}

bool begins_with_key(const base::Source& source, Span head) {
  uint32_t begin = skip_blanks(source.text, head.begin, head.end);
  Span line = line_at(source, begin);
  return find_separator(source.text, begin, line.end, Tight::Yes).kind != SeparatorKind::None;
}

FrontMatter read_yaml(const base::Source& source, Span first, Arena& arena, base::Diagnostics& diagnostics) {
  Fenced found = find_fences(source, first);
  // A line of other dashes may be an ornament of the text: it opens a head only around what looks like one.
  bool ornament =
      found.opening_fence == Fence::Odd && (!found.closing || !begins_with_key(source, found.head));
  if (ornament) return without_head(source, first.begin);
  report_fence(source, found.opening_fence, found.opening, diagnostics);
  if (!found.closing) {
    diagnostics.add(Code::FrontMatterUnclosed, source,
                    {first.begin, trim_end(source.text, first.begin, first.end)});
  }
  Value fields = parse_yaml(source, found.head, arena, diagnostics);
  if (found.closing) report_fence(source, found.closing_fence, *found.closing, diagnostics);
  return {fields, found.head, {found.body, size_of(source)}};
}

/// The first line that is not blank, from `line` on; the last of a file of blank ones.
Span written_line(const base::Source& source, Span line) {
  while (is_blank(source, line) && next_line(source, line) < size_of(source))
    line = line_at(source, next_line(source, line));
  return line;
}

/// A head that stands behind blank lines, as pasting leaves it: the line that opens it. Only where the head
/// is closed and begins with a key; else `---` is Markdown's own.
std::optional<Span> fence_behind_blank_lines(const base::Source& source, Span first) {
  const Span line = written_line(source, first);
  if (line.begin == first.begin || fence_of(source, line) == Fence::None) return std::nullopt;
  const Fenced found = find_fences(source, line);
  if (!found.closing || !begins_with_key(source, found.head)) return std::nullopt;
  return line;
}

/// The name of the field that stands in `line`; empty where none does.
std::string_view field_in(const base::Source& source, Span line, IsField is_field) {
  const uint32_t begin = skip_blanks(source.text, line.begin, line.end);
  const Separator separator = find_separator(source.text, begin, line.end, Tight::Yes);
  if (separator.kind == SeparatorKind::None) return {};
  const std::string_view key = source.view({begin, separator.key_end});
  return is_field != nullptr && is_field(key) ? key : std::string_view();
}

/// A head without its first fence.
struct Unopened {
  Span head;
  size_t fields = 0;            ///< How many of its lines are known fields.
  std::optional<Span> closing;  ///< The fence at its end.
};

/// Reads on from `first`, which is a field, over empty lines as well where a field follows.
Unopened find_unopened(const base::Source& source, Span first, IsField is_field) {
  Unopened found;
  found.head = {first.begin, first.begin};
  while (found.head.end < size_of(source)) {
    const Span line = written_line(source, line_at(source, found.head.end));
    const bool goes_on = line.begin == found.head.end || !field_in(source, line, is_field).empty();
    const bool closes = fence_of(source, line) != Fence::None;
    if (closes && (line.begin == found.head.end || found.fields > 1)) found.closing = line;
    const uint32_t end = goes_on && !closes ? end_of_open_head(source, line.begin) : line.begin;
    if (end == line.begin) break;
    for (Span of_head = line; of_head.begin < end; of_head = line_at(source, next_line(source, of_head)))
      if (!field_in(source, of_head, is_field).empty()) found.fields++;
    found.head.end = end;
  }
  return found;
}

/// Reads a head that was never opened, if it begins with one of the fields and is closed, or has several:
/// Markdown alone would make its lines a heading or a text that the public reads.
std::optional<FrontMatter> read_unopened(const base::Source& source, Span first, Arena& arena,
                                         base::Diagnostics& diagnostics, IsField is_field) {
  first = written_line(source, first);
  const std::string_view key = field_in(source, first, is_field);
  if (key.empty()) return std::nullopt;
  const Unopened found = find_unopened(source, first, is_field);
  if (!found.closing && found.fields < 2) return std::nullopt;
  const auto begin = static_cast<uint32_t>(key.data() - source.text.data());
  const Span place = {begin, begin + static_cast<uint32_t>(key.size())};
  diagnostics.add(Code::FrontMatterUnopened, source, place);
  if (!found.closing) diagnostics.add(Code::FrontMatterUnclosed, source, place);
  const uint32_t body = found.closing ? next_line(source, *found.closing) : found.head.end;
  return FrontMatter{parse_yaml(source, found.head, arena, diagnostics), found.head, {body, size_of(source)}};
}

/// Whether a text that begins with a brace means JSON by it, and not `{{ campaign.theme }}` or prose.
bool begins_json(const base::Source& source, uint32_t begin) {
  size_t next = source.text.find_first_not_of(" \t\n", begin + 1);
  if (next == std::string::npos) return false;
  char c = source.text[next];
  return c == '"' || c == '}' || c == '\'' || c == '/' || source.text[begin + 1] == '\n';
}

FrontMatter read_json(const base::Source& source, uint32_t begin, Arena& arena,
                      base::Diagnostics& diagnostics) {
  std::optional<uint32_t> end = matching_bracket(source.text, begin);
  if (!end) {
    diagnostics.add(Code::FrontMatterUnclosed, source, {begin, begin + 1});
    size_t blank = std::min(source.text.find("\n\n", begin), source.text.size() - 1);
    Span head = {begin, static_cast<uint32_t>(blank + 1)};
    return {Value::map({}), head, {head.end, size_of(source)}};
  }
  Span rest = line_at(source, *end);
  uint32_t body = next_line(source, rest);
  bool several_lines = source.view({begin, *end}).find('\n') != std::string_view::npos;
  bool apart = body == size_of(source) || is_blank(source, line_at(source, body)) || several_lines;
  if (!is_blank(source, rest) || !apart) return without_head(source, begin);
  Span head = {begin, *end};
  Value fields = parse_json(source, head, arena, diagnostics);
  return {fields.is(Type::Map) ? fields : Value::map({}).at_position(begin), head, {body, size_of(source)}};
}

}  // namespace

FrontMatter parse_front_matter(const base::Source& source, Arena& arena, base::Diagnostics& diagnostics,
                               IsField is_field) {
  uint32_t begin = std::string_view(source.text).starts_with("\xEF\xBB\xBF") ? 3 : 0;
  if (begin == size_of(source)) return without_head(source, begin);
  Span first = line_at(source, begin);
  if (std::optional<Span> late = fence_behind_blank_lines(source, first)) {
    return read_yaml(source, *late, arena, diagnostics);
  }
  if (fence_of(source, first) != Fence::None) return read_yaml(source, first, arena, diagnostics);
  if (source.text[begin] == '{' && begins_json(source, begin))
    return read_json(source, begin, arena, diagnostics);
  if (std::optional<FrontMatter> read = read_unopened(source, first, arena, diagnostics, is_field))
    return *read;
  return without_head(source, begin);
}

}  // namespace herald::value
