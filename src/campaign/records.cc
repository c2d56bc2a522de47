#include "campaign/records.h"

#include <algorithm>

#include "campaign/reading.h"
#include "campaign/shares.h"

namespace herald::campaign {
namespace {

using model::Kind;
using value::Value;

Value read_kind(Kind kind, Reading& reading) {
  switch (kind) {
    case Kind::Slogans:
      return read_slogans(reading);
    case Kind::Schedule:
      return read_schedule(reading);
    case Kind::Event:
      return read_event(reading);
    case Kind::Material:
      return read_material(reading);
    case Kind::Form:
      return read_form(reading);
    case Kind::Contact:
      return read_contact(reading);
    case Kind::Notice:
    case Kind::Plan:
      return read_numbered(reading);
    case Kind::Page:
      return read_answers(reading);
    case Kind::News:
      break;
  }
  return Value::map({});
}

Value share_list(Reading& reading, const std::vector<Share>& shares) {
  value::ListBuilder list;
  for (const Share& share : shares) {
    value::MapBuilder map;
    map.set("url", reading.text(share.url).at_position(share.span.begin));
    map.set("access_code", reading.text(share.access_code));
    map.set("line", Value::integer(reading.line_of(share.span)));
    list.add(map.build(reading.arena()));
  }
  return list.build(reading.arena());
}

/// The same as front matter's `sources` are.
Value source_list(Reading& reading, const std::vector<Share>& shares) {
  value::ListBuilder list;
  for (const Share& share : shares) {
    value::MapBuilder map;
    map.set("kind", Value::string("netdisk"));
    map.set("url", reading.text(share.url).at_position(share.span.begin));
    map.set("access_code", reading.text(share.access_code)).set("platform", reading.text(share.platform));
    const ShareEnd end = read_share_end(share.expires, reading.year(), reading.arena());
    if (!end.day.is_nothing()) map.set("expires", end.day);
    list.add(map.build(reading.arena()));
  }
  return list.build(reading.arena());
}

/// Values stand for text that is known when the page is printed; records are plain data and cannot hold them.
void check_values(Reading& reading, const std::vector<markdown::NodeId>& taken) {
  const markdown::Document& document = reading.document();
  for (const markdown::NodeId block : taken) {
    const markdown::NodeId next = document.at(block).next;
    const auto end = next == markdown::kNoNode ? static_cast<markdown::NodeId>(document.nodes.size()) : next;
    for (markdown::NodeId id = block; id < end; id++) {
      const markdown::Node& node = document.at(id);
      if (node.kind != markdown::NodeKind::Value) continue;
      const base::Span span = node.span.size() != 0 ? node.span : reading.span_of(block);
      reading.add(base::Code::ValueInData, span, {std::string(node.text)});
    }
  }
}

/// The value of a directive's setting; an empty text for none.
std::string setting_of(const markdown::DirectiveUse& use, std::string_view name) {
  const auto settings = use.definition->settings;
  for (size_t i = 0; i < settings.size() && i < use.values.size(); i++) {
    if (settings[i].name == name) return use.values[i];
  }
  return {};
}

/// What find_shares passes over: code, and the lists of materials, whose reader has told of their shares.
std::vector<base::Span> without_share_text(const Reading& reading) {
  std::vector<base::Span> lists;
  for (const markdown::NodeId block : reading.taken()) lists.push_back(reading.span_of(block));
  std::vector<base::Span> all = lists;
  for (const base::Span& code : reading.input().code) {
    if (!markdown::lies_in(lists, code.begin)) all.push_back(code);
  }
  std::sort(all.begin(), all.end(), [](base::Span a, base::Span b) { return a.begin < b.begin; });
  return all;
}

/// Adds the shares that stand in directives (:网盘[…]{…}), in their places among those of the text.
void add_directive_shares(const ReadInput& input, std::vector<Share>& shares,
                          base::Diagnostics& diagnostics) {
  for (const markdown::DirectiveUse& use : input.document->directives) {
    if (use.definition == nullptr || use.definition->name != "share") continue;
    Share share{.url = setting_of(use, "link"),
                .access_code = setting_of(use, "code"),
                .platform = {},
                .expires = setting_of(use, "until"),
                .span = input.document->at(use.node).span};
    if (!share.url.starts_with("http")) continue;
    share.platform = netdisk_of(share.url);
    if (share.access_code.empty()) share.access_code = code_in_url(share.url);
    if (share.access_code.empty() && wants_code(share.url))
      diagnostics.add(base::Code::ShareNoCode, *input.source, share.span);
    const auto has_its_url = [&](const Share& other) { return other.url == share.url; };
    if (std::none_of(shares.begin(), shares.end(), has_its_url)) shares.push_back(std::move(share));
  }
  std::stable_sort(shares.begin(), shares.end(),
                   [](const Share& a, const Share& b) { return a.span.begin < b.span.begin; });
}

/// Takes the paragraphs that say nothing but where the shares are, which the page shows as buttons. Where
/// other blocks stand between them or a heading above, these say which share is which: then all are left.
void take_share_paragraphs(Reading& reading, const std::vector<Share>& shares) {
  std::vector<std::string> urls;
  for (const Share& share : shares) urls.push_back(share.url);
  std::sort(urls.begin(), urls.end());
  std::vector<markdown::NodeId> found;
  bool is_behind = false;  // the block before says where a share is
  bool is_under_heading = false;
  for (const markdown::NodeId block : reading.blocks()) {
    const markdown::Node& node = reading.document().at(block);
    const std::string_view text = reading.source().view(reading.span_of(block));
    const bool is_share =
        node.kind == markdown::NodeKind::Paragraph &&
        (is_behind || text.find("http") != std::string_view::npos || !code_in_text(text).empty()) &&
        words_beside_shares(text, urls).empty();
    if (is_share && (is_under_heading || (!is_behind && !found.empty()))) return;
    if (is_share) found.push_back(block);
    is_behind = is_share;
    is_under_heading = node.kind == markdown::NodeKind::Heading;
  }
  for (const markdown::NodeId block : found) reading.take(block);
}

}  // namespace

ReadResult read_records(Kind kind, const ReadInput& input, value::Arena& arena,
                        base::Diagnostics& diagnostics) {
  Reading reading(input, arena, diagnostics);
  ReadResult result;
  result.records = read_kind(kind, reading);
  const std::vector<base::Span> lists =
      kind == Kind::Material ? without_share_text(reading) : std::vector<base::Span>();
  std::vector<Share> shares =
      find_shares(*input.source, input.body, lists.empty() ? input.code : lists, diagnostics);
  if (kind == Kind::Material && !shares.empty()) take_share_paragraphs(reading, shares);
  add_directive_shares(input, shares, diagnostics);
  if (!shares.empty() || kind == Kind::Material) {
    value::MapBuilder records;
    for (const value::Entry& entry : result.records.entries()) records.set(entry.key, entry.value);
    if (kind == Kind::Material) records.set("sources", source_list(reading, shares));
    if (!shares.empty()) records.set("shares", share_list(reading, shares));
    result.records = records.build(arena);
  }
  result.taken = reading.taken();
  check_values(reading, result.taken);
  return result;
}

}  // namespace herald::campaign
