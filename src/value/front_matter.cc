#include "value/front_matter.h"

#include <algorithm>
#include <optional>

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

Fenced find_fences(const base::Source& source, Span first) {
  Fenced found;
  found.opening = first;
  found.opening_fence = fence_of(source, first);
  uint32_t begin = next_line(source, first);
  bool block = false;
  for (uint32_t at = begin; at < size_of(source);) {
    Span line = line_at(source, at);
    Fence fence = may_begin_fence(source.text[at]) ? fence_of(source, line) : Fence::None;
    const bool of_block = block && blank_at(source.text, at) > 0;
    if (fence != Fence::None && !of_block) {
      found.closing = line;
      found.closing_fence = fence;
      found.head = {begin, line.begin};
      found.body = next_line(source, line);
      return found;
    }
    block = block || opens_block(source, line);
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

/// A head that stands behind blank lines, as pasting leaves it: the line that opens it. Only where the head
/// is closed and begins with a key; else `---` is Markdown's own.
std::optional<Span> fence_behind_blank_lines(const base::Source& source, Span first) {
  Span line = first;
  while (is_blank(source, line) && next_line(source, line) < size_of(source)) {
    line = line_at(source, next_line(source, line));
  }
  if (line.begin == first.begin || fence_of(source, line) == Fence::None) return std::nullopt;
  const Fenced found = find_fences(source, line);
  if (!found.closing || !begins_with_key(source, found.head)) return std::nullopt;
  return line;
}

/// Reads a head that is closed and was never opened, if it begins with one of the fields: Markdown alone
/// would make its lines a heading.
std::optional<FrontMatter> read_unopened(const base::Source& source, Span first, Arena& arena,
                                         base::Diagnostics& diagnostics, IsField is_field) {
  const uint32_t begin = skip_blanks(source.text, first.begin, first.end);
  const Separator separator = find_separator(source.text, begin, first.end, Tight::Yes);
  if (separator.kind == SeparatorKind::None) return std::nullopt;
  if (is_field == nullptr || !is_field(source.view({begin, separator.key_end}))) return std::nullopt;
  const Span head = {first.begin, end_of_open_head(source, first.begin)};
  if (head.end >= size_of(source)) return std::nullopt;
  const Span closing = line_at(source, head.end);
  if (fence_of(source, closing) == Fence::None) return std::nullopt;
  diagnostics.add(Code::FrontMatterUnopened, source, {begin, separator.key_end});
  return FrontMatter{
      parse_yaml(source, head, arena, diagnostics), head, {next_line(source, closing), size_of(source)}};
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
