// Flat nodes out of what the parser reports: texts joined, line breaks between Chinese characters dropped,
// values, e-mail addresses, blanks and boxes found.

#include <algorithm>
#include <array>
#include <cstring>

#include "base/utf8.h"
#include "markdown/blanks.h"
#include "markdown/internal.h"
#include "markdown/telephones.h"
#include "text/text.h"

namespace herald::markdown::internal {
namespace {

constexpr size_t npos = std::string_view::npos;
/// What {{ … }} may hold at most, in bytes; longer is no name.
constexpr size_t kValueNameMax = 100;

bool is_alnum(char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

/// True for a dotted name: parts of letters, digits, '_' and '-', none empty. Han letters are let through, so
/// that whoever fills values can say that there is none of that name.
bool is_value_name(std::string_view name) {
  bool in_part = false;
  for (char c : name) {
    if (c == '.') {
      if (!in_part) return false;
      in_part = false;
    } else if (is_alnum(c) || c == '_' || c == '-' || is_high(c)) {
      in_part = true;
    } else {
      return false;
    }
  }
  return in_part;
}

bool is_id_byte(char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.' || c == ':' || is_high(c); }

/// The bytes that a value, an address, a number or a place of a form may begin with, or contain: '@' has its
/// name before it. Most of any text is none of them.
constexpr std::array<bool, 256> kSpecial = [] {
  std::array<bool, 256> special{};
  for (const char c : std::string_view("{@([_\xEF\xE2")) special[static_cast<unsigned char>(c)] = true;
  for (char c = '0'; c <= '9'; ++c) special[static_cast<unsigned char>(c)] = true;
  return special;
}();

/// The first of them from `at` on, or the end.
size_t next_special(std::string_view run, size_t at) {
  while (at < run.size() && !kSpecial[static_cast<unsigned char>(run[at])]) ++at;
  return at;
}

/// Whether another line than the first begins with a full-width blank.
bool has_indented_line(std::string_view text) {
  for (size_t at = 0; (at = text.find('\n', at)) != npos;) {
    at = std::min(text.find_first_not_of(" \t>", at + 1), text.size());
    if (text.substr(at).starts_with("　")) return true;
  }
  return false;
}

bool has_han(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (base::is_han(base::next_code_point(text, at))) return true;
  }
  return false;
}

}  // namespace

Builder::Builder(const base::Source& source, base::Span body, const ParseOptions& options,
                 std::string_view marker, base::Diagnostics& diagnostics)
    : source_(source),
      diagnostics_(diagnostics),
      marker_(marker),
      has_nul_(source.view(body).find('\0') != npos),
      body_end_(body.end),
      herald_(options.dialect == Dialect::Herald),
      html_(herald_ ? options.html : std::span<const HtmlRule>()) {
  std::string_view text = source.view(body);
  may_have_values_ = herald_ && text.find("{{") != npos;
  may_have_mail_ = herald_ && text.find('@') != npos;
  may_have_blanks_ = herald_ && may_have_blanks(text);
  may_have_spaced_ = herald_ && may_have_spaced_address(text);
  target_bytes_left_ = text.size() + kTargetBytesMax;
  may_have_ids_ = herald_ && text.find("{#") != npos;
  document_.nodes.reserve(16 + text.size() / 24);
  room(text.size() + 64);
}

std::string& Builder::room(size_t size) {
  if (!chunk_ || chunk_->capacity() - chunk_->size() < size) {
    constexpr size_t kFurtherChunk = 4096;
    auto chunk = std::make_unique<std::string>();
    chunk->reserve(chunk_ ? std::max(size + run_size_, kFurtherChunk) : size);
    if (run_size_ > 0) chunk->append(*chunk_, run_begin_, run_size_);  // A run stays in one piece.
    run_begin_ = 0;
    chunk_ = chunk.get();
    document_.storage.push_back(std::move(chunk));
  }
  return *chunk_;
}

std::string_view Builder::keep(std::string_view text) {
  if (text.empty()) return {};
  std::string& chunk = room(text.size());
  size_t begin = chunk.size();
  for (size_t at = 0; !marker_.empty();) {
    size_t found = text.find(marker_, at);
    if (found == npos) {
      text.remove_prefix(at);
      break;
    }
    chunk.append(text, at, found - at);
    at = found + marker_.size();
  }
  chunk += text;
  return std::string_view(chunk).substr(begin);
}

std::string_view Builder::keep_target(std::string_view text) {
  if (text.size() > target_bytes_left_) return {};
  target_bytes_left_ -= text.size();
  return keep(text);
}

NodeId Builder::open(NodeKind kind, base::Span span) {
  flush();
  if (kind < NodeKind::Text) last_ = 0;
  if (kind == NodeKind::Link || kind == NodeKind::Image) ++links_open_;
  NodeId id = static_cast<NodeId>(document_.nodes.size());
  Node& node = document_.nodes.emplace_back();
  node.kind = kind;
  node.span = span;
  if (!open_.empty()) {
    Open& parent = open_.back();
    if (kind == NodeKind::Table) blocks_.above_tables.push_back(parent.last_child);
    if (kind < NodeKind::Text) {
      in_mark_line_ = kind == NodeKind::Paragraph && parent.last_child == kNoNode &&
                      document_.nodes[parent.id].kind == NodeKind::BlockQuote;
    }
    node.parent = parent.id;
    (parent.last_child == kNoNode ? document_.nodes[parent.id].first_child
                                  : document_.nodes[parent.last_child].next) = id;
    parent.last_child = id;
  }
  if (kind == NodeKind::Heading) document_.headings.emplace_back().node = id;
  if (kind == NodeKind::Link || kind == NodeKind::Image) document_.links.emplace_back().node = id;
  if (kind == NodeKind::Table) document_.tables.push_back(id);
  if (kind == NodeKind::BlockQuote && herald_) blocks_.quotes.push_back(id);
  open_.push_back({id, kNoNode});
  return id;
}

void Builder::close() {
  flush();
  Open done = open_.back();
  open_.pop_back();
  Node& node = document_.nodes[done.id];
  if (node.kind == NodeKind::Link || node.kind == NodeKind::Image) --links_open_;
  if (node.kind == NodeKind::Heading && may_have_ids_ && done.last_child != kNoNode) {
    take_heading_id(node, document_.headings.back());
  }
  if (node.kind < NodeKind::Text) last_ = 0;
}

// `{#id}` at the end of a heading is its id. It is the end of the heading's last node, which is then the last
// of all.
void Builder::take_heading_id(Node& heading, Heading& entry) {
  NodeId last = static_cast<NodeId>(document_.nodes.size() - 1);
  Node& node = document_.nodes[last];
  if (node.kind != NodeKind::Text || node.parent != entry.node) return;
  std::string_view text = base::trim(node.text);
  size_t begin = text.rfind("{#");
  if (begin == npos || text.back() != '}') return;
  std::string_view id = text.substr(begin + 2, text.size() - begin - 3);
  if (id.empty() || !std::all_of(id.begin(), id.end(), is_id_byte)) return;
  entry.id = id;
  std::string_view rest = node.text.substr(0, static_cast<size_t>(text.data() - node.text.data()) + begin);
  size_t end = rest.find_last_not_of(" \t");
  node.text = rest.substr(0, end == npos ? 0 : end + 1);
  if (!node.text.empty()) return;
  if (heading.first_child == last) {
    heading.first_child = kNoNode;
  } else {
    NodeId before = heading.first_child;
    while (document_.nodes[before].next != last) before = document_.nodes[before].next;
    document_.nodes[before].next = kNoNode;
  }
  document_.nodes.pop_back();
}

NodeId Builder::leaf(NodeKind kind, std::string_view text, base::Span span) {
  NodeId id = static_cast<NodeId>(document_.nodes.size());
  Node& node = document_.nodes.emplace_back();
  node.kind = kind;
  node.text = text;
  node.span = span;
  Open& parent = open_.back();
  node.parent = parent.id;
  (parent.last_child == kNoNode ? document_.nodes[parent.id].first_child
                                : document_.nodes[parent.last_child].next) = id;
  parent.last_child = id;
  return id;
}

void Builder::append_run(std::string_view literal, uint32_t source) {
  if (literal.empty()) return;
  std::string& chunk = room(literal.size());
  if (run_size_ == 0) run_begin_ = chunk.size();
  pieces_.push_back({static_cast<uint32_t>(run_size_), source});
  chunk += literal;
  run_size_ += literal.size();
}

void Builder::text(std::string_view literal, uint32_t source) {
  while (!marker_.empty()) {
    size_t found = literal.find(marker_);
    if (found == npos) break;
    source = append_text(literal.substr(0, found), source);  // In the source there is no marker.
    literal.remove_prefix(found + marker_.size());
  }
  append_text(literal, source);
}

/// Appends what has no marker in it; returns where the source goes on. A NUL is one byte there and three of
/// the parser's text, so that a stretch ends behind it.
uint32_t Builder::append_text(std::string_view literal, uint32_t source) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
  for (size_t found = 0; has_nul_ && (found = literal.find(kReplacement)) != npos;) {
    const size_t size = found + kReplacement.size();
    append_run(literal.substr(0, size), source);
    source += static_cast<uint32_t>(found);
    source += source < source_.text.size() && source_.text[source] == '\0' ? 1 : 3;
    literal.remove_prefix(size);
  }
  append_run(literal, source);
  return source + static_cast<uint32_t>(literal.size());
}

base::Span Builder::span_of(size_t begin, size_t end) const {
  auto source_at = [&](size_t at) {
    auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), at,
                                  [](size_t value, const Piece& p) { return value < p.at; });
    --piece;
    return piece->source + static_cast<uint32_t>(at - piece->at);
  };
  // The last byte of a NUL's replacement lies behind the NUL.
  uint32_t first = std::min(source_at(begin), body_end_);
  return {first, std::clamp(source_at(end - 1) + 1, first, body_end_)};
}

void Builder::text_part(std::string_view run, size_t begin, size_t end) {
  if (begin < end) leaf(NodeKind::Text, run.substr(begin, end - begin), span_of(begin, end));
}

// The character that a line break behind `run` is judged by: a value counts as Chinese, and ” or — behind
// Chinese too.
char32_t Builder::last_of(std::string_view run) const {
  if (may_have_values_ && run.ends_with("}}")) return U'值';
  char32_t last = base::previous_code_point(run, run.size());
  constexpr int kMarksMax = 4;
  char32_t c = last;
  for (int i = 0; i < kMarksMax && is_shared_mark(c); ++i) {
    size_t bytes = c < 0x800 ? 2 : 3;
    run.remove_suffix(bytes);
    c = base::previous_code_point(run, run.size());
  }
  return text::is_cjk(c) ? c : last;
}

void Builder::flush() {
  if (run_size_ == 0) return;
  const char first = (*chunk_)[run_begin_];
  if (herald_ && first == '{') take_image_attributes();
  if (herald_ && (first == '\xE3' || first == '\xC2' || first == '\xE2')) drop_indent();
  if (run_size_ == 0) return pieces_.clear();  // No more than an indent, before **bold** words.
  std::string_view run = std::string_view(*chunk_).substr(run_begin_, run_size_);
  run_size_ = 0;
  if (may_have_spaced_ && links_open_ == 0) tell_spaced_addresses(run);
  const bool has_name = (may_have_values_ || may_have_mail_) && run.find_first_of("{@") != npos;
  if (has_name || may_have_blanks_ || (herald_ && links_open_ == 0 && may_have_telephones(run))) {
    split_run(run);
  } else {
    text_part(run, 0, run.size());
  }
  last_ = last_of(run);
  pieces_.clear();
}

// {width=50%} directly behind a picture.
void Builder::take_image_attributes() {
  const NodeId before = open_.back().last_child;
  if (before == kNoNode || document_.nodes[before].kind != NodeKind::Image) return;
  const std::string_view run = std::string_view(*chunk_).substr(run_begin_, run_size_);
  drop_front(read_image_attributes(run, at(before), source_, span_of(0, 1).begin, diagnostics_));
}

// 　　 before a paragraph or a heading, as Word and other editors indent: the theme does that. What is set
// farther to the right was put there, lines that are all indented are verse, and blanks alone are a paragraph
// of their own.
void Builder::drop_indent() {
  constexpr int kIndentColumnsMax = 8;
  const Node& parent = document_.nodes[open_.back().id];
  const bool is_line = parent.kind == NodeKind::Paragraph || parent.kind == NodeKind::Heading;
  if (!is_line || open_.back().last_child != kNoNode) return;
  const std::string_view run = std::string_view(*chunk_).substr(run_begin_, run_size_);
  size_t size = 0;
  for (size_t next = 0; next < run.size() && is_filling(base::next_code_point(run, next));) size = next;
  const bool is_far = base::display_width(run.substr(0, size)) > kIndentColumnsMax;
  const bool is_all = size == run.size() && base::trim(source_.view(parent.span)).empty();
  if (is_all || is_far || has_indented_line(source_.view(parent.span))) return;
  drop_front(size);
}

// Takes bytes from the beginning of the run.
void Builder::drop_front(size_t size) {
  if (size == 0) return;
  run_begin_ += size;
  run_size_ -= size;
  std::vector<Piece> rest;
  for (const Piece& piece : pieces_) {
    if (piece.at >= size) {
      rest.push_back({piece.at - static_cast<uint32_t>(size), piece.source});
    } else {  // The last of these is the one that the rest begins in.
      rest = {{0, piece.source + static_cast<uint32_t>(size) - piece.at}};
    }
  }
  pieces_ = std::move(rest);
}

void Builder::split_run(std::string_view run) {
  size_t done = 0;
  for (size_t at = next_special(run, 0); at < run.size(); at = next_special(run, at)) {
    size_t end = 0;
    switch (run[at]) {
      case '{':
        end = value_at(run, at, done);
        break;
      case '@':
        end = mail_at(run, at, done);
        break;
      case '(':
      case '\xEF':
        end = place_at(run, at, done);
        if (end == 0) end = telephone_at(run, at, done);
        break;
      case '[':
      case '_':
      case '\xE2':
        end = place_at(run, at, done);
        break;
      default:
        end = telephone_at(run, at, done);  // A digit.
        break;
    }
    if (end > at) done = end;
    at = std::max(at + 1, end);
  }
  text_part(run, done, run.size());
}

// A blank or a box of a form, as the two above.
size_t Builder::place_at(std::string_view run, size_t at, size_t done) {
  if (!may_have_blanks_ || links_open_ > 0) return 0;
  size_t end = at;
  const char32_t first = base::next_code_point(run, end);
  const bool box = is_box(first);
  if (!box) {
    auto blank = blank_at(run, at);
    if (!blank) return 0;
    end = at + blank->size;
  }
  text_part(run, done, at);
  NodeId id = leaf(box ? NodeKind::Box : NodeKind::Blank, run.substr(at, end - at), span_of(at, end));
  if (box) document_.nodes[id].checkbox = first == U'☑' ? Checkbox::Done : Checkbox::Open;
  return end;
}

// {{ name }}: adds what stands before it and the value; returns its end, or 0 when there is no value.
size_t Builder::value_at(std::string_view run, size_t at, size_t done) {
  if (!may_have_values_ || at + 1 >= run.size() || run[at + 1] != '{') return 0;
  size_t close = run.substr(0, std::min(run.size(), at + kValueNameMax)).find("}}", at + 2);
  if (close == npos) return 0;
  std::string_view name = base::trim(run.substr(at + 2, close - at - 2));
  if (!is_value_name(name)) return 0;
  base::Span span = span_of(at, close + 2);
  bool behind_backslash = span.begin > 0 && source_.text[span.begin - 1] == '\\';
  if (behind_backslash && (at == 0 || span_of(at - 1, at).begin + 1 != span.begin)) return 0;  // \{{ is text.
  text_part(run, done, at);
  leaf(NodeKind::Value, name, span);
  return close + 2;
}

// name@host.tld as GFM's extended autolinks have it: ASCII alone, so that it ends before Chinese by itself.
size_t Builder::mail_at(std::string_view run, size_t at, size_t done) {
  if (!may_have_mail_ || links_open_ > 0) return 0;
  size_t begin = at;
  while (begin > done && (is_alnum(run[begin - 1]) || std::memchr(".+-_", run[begin - 1], 4))) --begin;
  size_t end = at + 1;
  size_t dots = 0;
  for (; end < run.size(); ++end) {
    if (run[end] == '.' && end + 1 < run.size() && is_alnum(run[end + 1])) {
      ++dots;
    } else if (!is_alnum(run[end]) && run[end] != '-' && run[end] != '_') {
      break;
    }
  }
  if (begin == at || dots == 0 || !is_letter(run[end - 1])) return 0;
  if (end < run.size() && run[end] == '@') return 0;
  text_part(run, done, begin);
  const std::string_view address = run.substr(begin, end - begin);
  bare_link("mailto:", address, address, span_of(begin, end));
  return end;
}

// A telephone number, as the two above.
size_t Builder::telephone_at(std::string_view run, size_t at, size_t done) {
  if (!herald_ || links_open_ > 0) return 0;
  const auto found = markdown::telephone_at(run, at);
  if (!found) return 0;
  text_part(run, done, at);
  bare_link("tel:", found->digits, run.substr(at, found->size), span_of(at, at + found->size));
  return at + found->size;
}

// A link that was written as its address alone.
void Builder::bare_link(std::string_view scheme, std::string_view address, std::string_view text,
                        base::Span span) {
  NodeId link = leaf(NodeKind::Link, {}, span);
  document_.links.emplace_back().node = link;
  std::string& chunk = room(scheme.size() + address.size());
  size_t target = chunk.size();
  chunk.append(scheme).append(address);
  document_.nodes[link].target = std::string_view(chunk).substr(target);
  open_.push_back({link, kNoNode});
  leaf(NodeKind::Text, text, span);
  open_.pop_back();
}

void Builder::code(std::string_view literal, base::Span span) {
  flush();
  NodeId id = leaf(NodeKind::Code, keep(literal), span);
  std::string_view text = at(id).text;
  last_ = base::previous_code_point(text, text.size());
}

void Builder::hard_break(base::Span span) {
  flush();
  leaf(NodeKind::LineBreak, {}, span);
  last_ = U'\n';
}

/// Whether the paragraph begins with the mark of a callout, whose line is the callout's title.
bool Builder::begins_with_mark() const {
  const NodeId first = document_.at(open_.back().id).first_child;
  return begins_mark(first == kNoNode ? std::string_view(*chunk_).substr(run_begin_, run_size_)
                                      : document_.at(first).text);
}

void Builder::soft_break(char32_t next, base::Span span) {
  const bool ends_mark_line = in_mark_line_ && document_.at(open_.back().id).kind == NodeKind::Paragraph;
  if (ends_mark_line) in_mark_line_ = false;
  if (herald_ && !(ends_mark_line && begins_with_mark())) {
    if (run_size_ > 0) last_ = last_of(std::string_view(*chunk_).substr(run_begin_, run_size_));
    if (last_ == U'\n') return;  // Behind <br>.
    bool before = text::is_cjk(last_) && !is_shared_mark(last_);
    bool after = text::is_cjk(next) && !is_shared_mark(next);
    if ((before && (after || is_shared_mark(next))) || (after && is_shared_mark(last_))) return;
  }
  flush();
  leaf(NodeKind::SoftBreak, {}, span);
}

void Builder::footnote_reference(uint32_t number, base::Span span) {
  flush();
  at(leaf(NodeKind::FootnoteReference, {}, span)).start = number;
}

void Builder::add_directive(NodeId id, DirectiveUse use, const std::vector<base::Span>& spans) {
  use.node = id;
  at(id).start = static_cast<uint32_t>(document_.directives.size());
  for (size_t i = 0; use.definition && i < use.values.size(); ++i) {
    const SettingDefinition& setting = use.definition->settings[i];
    const bool is_file = setting.type == SettingType::File;
    if ((is_file || setting.type == SettingType::Link) && !use.values[i].empty())
      document_.links.push_back({id, use.values[i], {}, is_file, spans[i]});
    if (setting.name == use.definition->text_setting) at(id).title = keep(use.values[i]);
  }
  document_.directives.push_back(std::move(use));
}

void Builder::directive(std::string_view header, uint32_t place, DirectiveTable table, base::Span span) {
  const NodeId id = open(NodeKind::Directive, span);
  std::vector<base::Span> spans;
  DirectiveUse use = read_directive(header, place, true, source_, table, spans, diagnostics_);
  add_directive(id, std::move(use), spans);
}

void Builder::inline_directive(std::string_view header, DirectiveTable table, base::Span span) {
  flush();
  header =
      keep(header);  // The parser's bytes: where a NUL stands in it, the place behind is only about right.
  const uint32_t place = std::min(span.begin + 1, span.end);
  std::vector<base::Span> spans;
  DirectiveUse use;  // None stands in a link.
  if (links_open_ == 0) use = read_directive(header, place, false, source_, table, spans, diagnostics_);
  if (!use.definition) {
    text(":", span.begin);
    return text(header, place);
  }
  add_directive(leaf(NodeKind::InlineDirective, {}, span), std::move(use), spans);
  last_ = U'值';
}

Document Builder::finish() {
  flush();
  if (herald_) {
    const std::string_view text = source_.text;
    if (!blocks_.quotes.empty()) find_callouts(source_, blocks_, has_han(text), document_, diagnostics_);
    if (!document_.tables.empty()) {
      find_captions(blocks_, document_);
      if (text.find("^^") != npos || text.find("<<") != npos) merge_cells(source_, document_, diagnostics_);
    }
  }
  if (has_allowed_tags_) pair_tags(source_, document_, diagnostics_);
  if (herald_) judge_inline_pictures();
  if (!document_.directives.empty()) check_directive_content(source_, document_, diagnostics_);
  name_headings(document_);
  return std::move(document_);
}

}  // namespace herald::markdown::internal
