#include "campaign/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/packing.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "campaign/directives.h"
#include "campaign/head.h"
#include "campaign/kinds.h"
#include "campaign/reading.h"
#include "campaign/records.h"
#include "campaign/shares.h"
#include "campaign/sign_off.h"
#include "campaign/times.h"
#include "campaign/values.h"
#include "campaign/words.h"
#include "markdown/outline.h"
#include "markdown/parse.h"
#include "model/urls.h"
#include "text/text.h"
#include "value/packing.h"

namespace herald::campaign {
namespace {

using markdown::Document;
using markdown::kNoNode;
using markdown::Node;
using markdown::NodeId;
using markdown::NodeKind;
using model::Kind;
using model::ParsedPage;

constexpr size_t kSummaryColumns = 120;

bool contains(const std::vector<NodeId>& rising, NodeId node) {
  return std::binary_search(rising.begin(), rising.end(), node);
}

/// The heading that is the page's title: the first, when no title is stated; or the first block, when it
/// repeats the stated one. kNoNode for none.
NodeId find_title_heading(const Document& document, std::string_view stated) {
  const NodeId first = document.at(0).first_child;
  for (const markdown::Heading& heading : document.headings) {
    if (document.at(heading.node).parent != 0) continue;
    const bool repeats = heading.node == first && squeezed(heading.text) == squeezed(stated);
    return stated.empty() || repeats ? heading.node : kNoNode;
  }
  return kNoNode;
}

/// "云桥" for "2026/notices/云桥.md" and "2026/notices/云桥/index.md".
std::string_view file_stem(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (model::is_file_named(name, "index.md") || model::is_file_named(name, "_index.md")) {
    if (path.size() <= name.size()) return "index";
    path.remove_suffix(name.size() + 1);
    return path.substr(path.rfind('/') + 1);
  }
  return model::without_md(name);
}

std::string title_of(const ParsedPage& page, const Document& document, NodeId title_heading) {
  const std::string_view stated = page.fields.get("title").text_or_empty();
  if (!base::trim(stated).empty()) return std::string(base::trim(stated));
  if (title_heading != kNoNode) {
    const std::string text = markdown::plain_text(document, title_heading);
    if (!base::trim(text).empty()) return std::string(base::trim(text));
  }
  return std::string(file_stem(page.path));
}

/// True for inline content that is filled at render, which a summary cannot show.
bool has_value(const Document& document, NodeId paragraph) {
  const NodeId end = document.at(paragraph).next == kNoNode ? static_cast<NodeId>(document.nodes.size())
                                                            : document.at(paragraph).next;
  for (NodeId id = paragraph + 1; id < end; id++) {
    if (document.at(id).kind == NodeKind::Value) return true;
  }
  return false;
}

/// Appends a block's text, parted from the one before unless that ends in a Chinese mark.
void append_block(std::string& text, std::string_view block) {
  constexpr std::string_view kMarks[] = {"。", "！", "？", "；", "：", "，", "、", "”", "）", "》", "…"};
  const bool ends = std::any_of(std::begin(kMarks), std::end(kMarks),
                                [&](std::string_view mark) { return text.ends_with(mark); });
  if (!text.empty() && !block.empty() && !ends) text += ' ';
  text += block;
}

/// The beginning of the text: its first paragraphs of sentences, or of anything where there are none; without
/// values, and without what a netdisk says of a share.
std::string summary_of(const Document& document, NodeId title_heading, const std::vector<NodeId>& taken) {
  std::string text, other;
  for (NodeId id = document.at(0).first_child; id != kNoNode; id = document.at(id).next) {
    if (document.at(id).kind != NodeKind::Paragraph || id == title_heading || contains(taken, id)) continue;
    if (has_value(document, id)) continue;
    const std::string paragraph = without_shares(markdown::plain_text(document, id));
    const std::string_view trimmed = base::trim(paragraph);
    append_block(is_prose(trimmed) ? text : other, trimmed);
    if (base::display_width(text) >= kSummaryColumns) break;
  }
  if (text.empty()) text = std::move(other);
  return text::cut(base::replace_all(text, "\n", " "), kSummaryColumns);
}

/// The plain text of the first block, and of those that sign.
void keep_ends(const Document& document, NodeId title_heading, const std::vector<markdown::SignOff>& sign_off,
               ParsedPage& page) {
  NodeId first = document.at(0).first_child;
  if (first != kNoNode && first == title_heading) first = document.at(first).next;
  if (first == kNoNode) return;
  page.text->opening = base::trim(markdown::plain_text(document, first));
  const auto add = [&](std::string_view line) {
    page.text->closing += (page.text->closing.empty() ? "" : "\n") + std::string(base::trim(line));
  };
  for (const markdown::SignOff& block : sign_off) {
    if (block.lines.empty()) add(markdown::plain_text(document, block.node));
    for (const std::string& line : block.lines) add(line);
  }
}

/// Words are looked for here, so that who prints the title in a new place need not do it again.
void keep_title_breaks(ParsedPage& page) {
  for (const size_t at : text::word_breaks(page.title)) {
    if (at < page.title.size()) page.text->title_breaks.push_back(static_cast<uint32_t>(at));
  }
  page.text->title_breaks.push_back(static_cast<uint32_t>(page.title.size()));
}

/// How many levels deeper headings are printed, so that the highest below the page's h1 is an h2.
int heading_offset(const Document& document, NodeId title_heading) {
  int top = 0;
  for (const markdown::Heading& heading : document.headings) {
    if (heading.node == title_heading) continue;
    if (top == 0 || heading.level < top) top = heading.level;
  }
  return top == 0 ? 0 : 2 - top;
}

/// Prints the top-level blocks that `keep` says. The others stand aside as empty texts for that long: their
/// places stay taken, because the order of nodes tells where a block ends.
template <class Keep>
void append_blocks(Document& document, const std::vector<NodeId>& blocks,
                   const markdown::HtmlOptions& options, markdown::Fragment& out, Keep keep) {
  std::vector<std::pair<NodeId, Node>> aside;
  for (const NodeId id : blocks) {
    if (keep(id)) continue;
    Node& node = document.nodes[id];
    aside.emplace_back(id, node);
    node.kind = NodeKind::Text;
    node.text = {};
    node.first_child = kNoNode;
  }
  if (aside.size() < blocks.size()) markdown::append_html(document, 0, options, out);
  for (const auto& [id, node] : aside) document.nodes[id] = node;
}

/// Kinds whose page is put together from records, what stands before them and what is left.
bool is_taken_apart(Kind kind) {
  return kind == Kind::Slogans || kind == Kind::Schedule || kind == Kind::Event || kind == Kind::Material ||
         kind == Kind::Form || kind == Kind::Contact;
}

/// The first block that is no introduction any more.
NodeId end_of_intro(const Document& document, const std::vector<NodeId>& blocks, NodeId title_heading,
                    const std::vector<NodeId>& taken, Kind kind) {
  const bool until_heading = kind == Kind::Event || kind == Kind::Material;
  for (const NodeId id : blocks) {
    if (id == title_heading) continue;
    const NodeKind block = document.at(id).kind;
    if (block == NodeKind::Heading) return id;
    const bool is_data = block == NodeKind::List || block == NodeKind::Table || contains(taken, id);
    if (!until_heading && is_data) return id;
  }
  return kNoNode;
}

void make_html(Document& document, const markdown::Outline& outline, NodeId title_heading,
               const std::vector<NodeId>& taken, std::vector<markdown::SignOff> sign_off, ParsedPage& page) {
  const std::vector<NodeId> blocks = markdown::children(document, 0);
  markdown::HtmlOptions options;
  options.heading_offset = heading_offset(document, title_heading);
  options.sign_off = std::move(sign_off);
  if (!is_taken_apart(page.kind)) options.outline = &outline;
  append_blocks(document, blocks, options, page.text->body, [&](NodeId id) { return id != title_heading; });
  if (!is_taken_apart(page.kind)) return;
  const NodeId end = end_of_intro(document, blocks, title_heading, taken, page.kind);
  const auto is_left = [&](NodeId id) { return id != title_heading && !contains(taken, id); };
  const auto is_note = [&](NodeId id) { return document.at(id).kind == NodeKind::FootnoteDefinition; };
  append_blocks(document, blocks, options, page.text->intro,
                [&](NodeId id) { return id < end && is_left(id) && !is_note(id); });
  append_blocks(document, blocks, options, page.text->rest,
                [&](NodeId id) { return is_note(id) || (id >= end && is_left(id)); });
}

/// The headings, and between them the paragraphs that are headings by their numbers.
void keep_headings(Document& document, const markdown::Outline& outline, NodeId title_heading,
                   ParsedPage& page) {
  const int offset = heading_offset(document, title_heading);
  size_t entry = 0;  // of the outline; headings in quotes and lists are not in it
  const auto keep = [&](markdown::Heading heading, int level) {
    heading.level = static_cast<uint8_t>(std::clamp(level + offset, 1, 6));
    if (heading.node != title_heading) page.text->headings.push_back(std::move(heading));
  };
  const auto keep_paragraphs = [&](NodeId until) {
    for (; entry < outline.entries.size() && outline.entries[entry].node < until; entry++) {
      const markdown::OutlineEntry& found = outline.entries[entry];
      if (found.id.empty() || is_taken_apart(page.kind)) continue;
      keep({found.node, found.level, found.id, found.text, base::escaped(found.text), found.span},
           found.level);
    }
  };
  for (markdown::Heading& heading : document.headings) {
    keep_paragraphs(heading.node);
    const bool is_entry = entry < outline.entries.size() && outline.entries[entry].node == heading.node;
    const int level = is_entry ? outline.entries[entry++].level : heading.level;
    keep(std::move(heading), level);
  }
  keep_paragraphs(kNoNode);
}

/// Tells of numbers that are out of order.
void tell_numbering(const base::Source& source, const markdown::Outline& outline,
                    base::Diagnostics& diagnostics) {
  using Finding = markdown::NumberingFinding::Kind;
  for (const markdown::NumberingFinding& finding : outline.findings) {
    const markdown::OutlineEntry& entry = outline.entries[finding.entry];
    const base::Code code = finding.kind == Finding::Gap      ? base::Code::NumberingGap
                            : finding.kind == Finding::Double ? base::Code::NumberingDouble
                                                              : base::Code::NumberingOrder;
    const uint32_t first_line_end =
        static_cast<uint32_t>(std::min<size_t>(source.text.find('\n', entry.span.begin), entry.span.end));
    diagnostics.add(code, source, {entry.span.begin, first_line_end},
                    {entry.numbering.number, markdown::number_text(entry.numbering.level, finding.expected)});
  }
}

/// Adds `unknown-value` for each {{ name }} that is none of the few that exist.
void check_values(const base::Source& source, const Document& document, base::Diagnostics& diagnostics) {
  for (const Node& node : document.nodes) {
    if (node.kind != NodeKind::Value || is_content_value(node.text)) continue;
    std::string names;
    for (const std::string_view name : content_values())
      names += (names.empty() ? "" : "、") + std::string(name);
    base::Diagnostic& added =
        diagnostics.add(base::Code::UnknownValue, source, node.span, {std::string(node.text), names});
    const std::string_view near = base::nearest(node.text, content_values());
    if (!near.empty()) added.notes.push_back({base::Code::DidYouMean, {}, {std::string(near)}, {}});
  }
}

/// What the incremental build compares.
void keep_hashes(const ParseContext& context, ParsedPage& page) {
  base::Packer shown;
  for (const markdown::HtmlRule& rule : context.html) {  // What of it is shown as HTML.
    shown.text(rule.element);
    for (const std::string& attribute : rule.attributes) shown.text(attribute);
  }
  page.body_hash = base::hash64(page.source_head.text, base::hash64(shown.bytes()));
  base::Packer metadata;
  metadata.number(static_cast<uint64_t>(page.kind));
  metadata.fixed(value::hash_of(page.fields));
  metadata.text(page.title);
  metadata.text(page.summary);
  metadata.text(base::iso(page.published));
  metadata.text(base::iso(page.updated));
  metadata.number(page.draft ? 1 : 0);
  page.metadata_hash = base::hash64(metadata.bytes());
}

/// Moves the sections from the records to the text.
void put_sections_aside(ParsedPage& page) {
  constexpr std::string_view kSections = "sections";
  const value::Value sections = page.records.get(kSections);
  if (sections.is_undefined()) return;
  base::Packer packer;
  value::pack(sections, packer);
  page.text->sections = packer.bytes();
  value::MapBuilder others;
  for (const value::Entry& entry : page.records.entries()) {
    if (entry.key != kSections) others.set(entry.key, entry.value);
  }
  page.records = others.build(page.arena);
}

/// Slogans are read line by line, however Markdown joins the lines.
void keep_diagnostics(base::Diagnostics found, ParsedPage& page) {
  for (const base::Diagnostic& diagnostic : found.all()) {
    if (diagnostic.code == base::Code::GluedLines && page.kind == Kind::Slogans) continue;
    page.diagnostics.add(diagnostic);
  }
}

/// Whether a file holds nothing; of most the first character says no.
bool is_blank(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return base::trim(text).empty();
}

/// That a file is empty says more than that each of its fields is missing.
std::unique_ptr<ParsedPage> parse_empty_page(base::Source source, std::string content_path,
                                             const ParseContext& context) {
  ParseContext asking_nothing = context;
  asking_nothing.ask_for_missing = false;
  const base::Place place = base::place_of_file(source.path);
  auto page = parse_page(std::move(source), std::move(content_path), asking_nothing);
  page->diagnostics.add(base::Code::EmptyPage, place);
  return page;
}

/// What stands before the colon of the first line of `text`, if it is as short as names of fields are.
std::string_view key_of_line(std::string_view text) {
  constexpr size_t kCharactersMax = 12;
  const std::string_view line = text.substr(0, text.find('\n'));
  const size_t colon = std::min(line.find(':'), line.find("："));
  const std::string_view key = colon == std::string_view::npos ? "" : base::trim(line.substr(0, colon));
  return base::count_code_points(key) <= kCharactersMax ? key : std::string_view();
}

/// The name of the title in a text that begins as heads do, with a title and another field, and has no line
/// `---` at all; else an empty span.
base::Span title_of_bare_head(std::string_view text) {
  const std::string_view key = key_of_line(text);
  const model::FieldDefinition* field = key.empty() ? nullptr : model::find_field(common_fields(), key);
  if (field == nullptr || field->key != "title") return {};
  if (key_of_line(text.substr(std::min(text.find('\n'), text.size() - 1) + 1)).empty()) return {};
  const auto begin = static_cast<uint32_t>(key.data() - text.data());
  return {begin, begin + static_cast<uint32_t>(key.size())};
}

bool is_common_field(std::string_view key) { return model::find_field(common_fields(), key) != nullptr; }

}  // namespace

std::unique_ptr<ParsedPage> parse_page(base::Source source, std::string content_path,
                                       const ParseContext& context) {
  if (context.ask_for_missing && is_blank(source.text) && !model::is_file_named(content_path, "_index.md"))
    return parse_empty_page(std::move(source), std::move(content_path), context);
  auto page = std::make_unique<ParsedPage>();
  page->text = std::make_unique<model::PageText>();
  page->path = std::move(content_path);
  page->source_head = std::move(source);
  const base::Source& text = page->source_head;
  const value::FrontMatter front =
      value::parse_front_matter(text, page->arena, page->diagnostics, is_common_field);
  const bool has_head = front.head.size() > 0 || !context.ask_for_missing;
  const base::Span bare = has_head ? base::Span() : title_of_bare_head(text.text);
  if (bare.size() > 0) {  // That says more than that each of its fields is missing.
    page->diagnostics.add(base::Code::FrontMatterUnopened, text, bare);
    ParseContext asking_nothing = context;
    asking_nothing.ask_for_missing = false;
    read_head(front, asking_nothing, *page);
  } else {
    read_head(front, context, *page);
  }

  base::Diagnostics found;
  Document document =
      markdown::parse(text, front.body, {markdown::Dialect::Herald, directives(), context.html}, found);
  keep_diagnostics(std::move(found), *page);
  const markdown::Outline outline = markdown::outline_of(document);
  check_values(text, document, page->diagnostics);
  tell_numbering(text, outline, page->diagnostics);
  const NodeId title_heading =
      find_title_heading(document, base::trim(page->fields.get("title").text_or_empty()));
  page->title = title_of(*page, document, title_heading);
  keep_title_breaks(*page);

  const std::vector<base::Span> code = markdown::code_spans(document);
  ReadInput input{&text,      &document, &outline,     page->fields, model::year_of_path(page->path),
                  front.body, code,      title_heading};
  const bool is_index = model::is_file_named(page->path, "_index.md");
  ReadResult result = read_records(is_index ? Kind::Page : page->kind, input, page->arena, page->diagnostics);
  page->records = result.records;
  check_weekdays(text, input.year, code, page->diagnostics);

  page->summary = page->fields.get("summary").text_or_empty();
  if (page->summary.empty()) page->summary = summary_of(document, title_heading, result.taken);
  SignOffs sign_off = find_sign_off(document, title_heading, *page);
  tell_other_day(text, sign_off, *page);
  keep_ends(document, title_heading, sign_off.blocks, *page);
  make_html(document, outline, title_heading, result.taken, std::move(sign_off.blocks), *page);
  keep_headings(document, outline, title_heading, *page);
  model::keep_links(*page, document.links);
  keep_hashes(context, *page);
  model::collect_anchors(*page);
  put_sections_aside(*page);
  return page;
}

}  // namespace herald::campaign
