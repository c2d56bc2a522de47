#include "markdown/outline.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"
#include "markdown/internal.h"
#include "text/text.h"

namespace herald::markdown {
namespace {

using internal::subtree_end;

constexpr size_t npos = std::string_view::npos;
/// A first sentence that is wider is no heading any more, in columns (a Han character has two).
constexpr size_t kRunInColumnsMax = 80;
/// A whole line without a stop, and one with it. 各社区要高度重视，切实加强领导。 says all it has to say.
constexpr size_t kOwnLineColumnsMax = 80;
constexpr size_t kOwnSentenceColumnsMax = 48;
/// What stands before a colon is a heading only when it is short: 进企业：…
constexpr size_t kLabelColumnsMax = 40;
/// What is nested deeper is shown as if on this level.
constexpr int kLevelMax = 9;
/// How far a number that begins a section may be from the last of its form in the section before.
constexpr int kStepMax = 2;
/// Lists that begin higher do not number a document.
constexpr uint32_t kListStartMax = 1000;

/// The text of a paragraph, without pictures and values, and the nodes that it came from.
struct Flat {
  struct Part {
    size_t at;
    NodeId node;
  };
  std::string text;
  std::vector<Part> parts;
};

Flat flatten(const Document& document, NodeId paragraph) {
  Flat flat;
  const NodeId end = subtree_end(document, paragraph);
  for (NodeId id = paragraph + 1; id < end; ++id) {
    const Node& node = document.at(id);
    if (node.kind == NodeKind::Image) {
      id = subtree_end(document, id) - 1;
    } else if (node.kind == NodeKind::Text || node.kind == NodeKind::Code ||
               node.kind == NodeKind::HtmlInline || node.kind == NodeKind::Blank ||
               node.kind == NodeKind::Box) {
      flat.parts.push_back({flat.text.size(), id});
      flat.text += node.text;
    } else if (node.kind == NodeKind::SoftBreak || node.kind == NodeKind::LineBreak) {
      flat.text += node.kind == NodeKind::SoftBreak ? ' ' : '\n';
    }
  }
  return flat;
}

/// Whether a paragraph may begin with a number, or with a bookmark and a number.
bool may_be_numbered(const Document& document, NodeId paragraph) {
  NodeId id = document.at(paragraph).first_child;
  while (id != kNoNode && document.at(id).first_child != kNoNode) id = document.at(id).first_child;
  if (id == kNoNode || document.at(id).kind != NodeKind::Text) return false;
  const std::string_view text = document.at(id).text;
  return text.starts_with('[') || may_begin_numbering(text);
}

/// Whether a block is the line that lists the annexes, or begins to: 附件：1.统计表.
bool begins_annexes(const Document& document, NodeId block) {
  const NodeId first =
      document.at(block).kind == NodeKind::Paragraph ? document.at(block).first_child : kNoNode;
  if (first == kNoNode || document.at(first).kind != NodeKind::Text) return false;
  const std::string_view text = document.at(first).text;
  return text.starts_with("附件：") || text.starts_with("附件:");
}

/// Whether a block goes on with that list: 2.宣传标语, which is no heading.
bool goes_on_with_annexes(const Document& document, NodeId block) {
  const Node& node = document.at(block);
  if (node.kind == NodeKind::List) return node.list_type == ListType::Ordered && node.start > 1;
  if (node.kind != NodeKind::Paragraph || !may_be_numbered(document, block)) return false;
  const std::string text = flatten(document, block).text;
  const auto numbering = read_numbering(text);
  return numbering && numbering->level == 3 && text.find("。") == npos;
}

/// Bytes of the "[bookmark: _Hlk…]" that converters leave before a numbered paragraph.
size_t bookmark_size(std::string_view text) {
  if (!text.starts_with("[bookmark:")) return 0;
  const size_t close = text.find(']');
  return close == npos ? 0 : close + 1;
}

/// The first place from `at` on that is no Han character: marks are looked for, and most of a text are none.
size_t behind_han(std::string_view text, size_t at) {
  while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0xE4 &&
         static_cast<unsigned char>(text[at]) <= 0xE9)
    at += 3;
  return std::min(at, text.size());
}

bool is_one_of(char32_t c, std::u32string_view set) { return set.find(c) != npos; }

/// A numbered paragraph before it is known whether its number makes sense.
struct Candidate {
  NodeId node = kNoNode;
  Lead lead = Lead::OwnLine;
  Numbering numbering;
  size_t number_at = 0;      ///< Where the number begins in the text, behind a bookmark.
  size_t end = 0;            ///< Of the heading in the text, before its stop …
  size_t stop = 0;           ///< … and behind it.
  bool doubtful = false;     ///< 一、二年级: a number only when a neighbour says so.
  bool has_text = false;     ///< There is something below it, or in it behind the heading.
  bool in_item = false;      ///< The number is that of a list's item.
  bool begins_list = false;  ///< The first of its list.
  int list_start = 0;        ///< The number that its list begins with.
  bool dropped = false;
  Flat flat;
  std::optional<Numbering>
      heading_number;  ///< Of a heading; it takes part in no list, so not in `numbering`.
};

/// Where the first sentence ends: before and behind its stop. Stops between quotes or brackets end nothing.
void find_lead(Candidate& candidate) {
  const std::string_view text = candidate.flat.text;
  const size_t begin = candidate.number_at + candidate.numbering.size;
  int depth = 0;
  bool has_comma = false;
  candidate.end = candidate.stop = text.size();
  for (size_t at = behind_han(text, begin); at < text.size(); at = behind_han(text, at)) {
    const size_t before = at;
    const char32_t c = base::next_code_point(text, at);
    if (is_one_of(c, U"“‘（《「『【〈(")) ++depth;
    if (is_one_of(c, U"”’）》」』】〉)") && depth > 0) --depth;
    has_comma |= is_one_of(c, U"，；,;");
    const bool ends_label = (c == U'：' || c == ':') && depth == 0 && !has_comma && before > begin &&
                            base::display_width(text.substr(begin, before - begin)) <= kLabelColumnsMax;
    if (c == '\n' || ends_label || (depth == 0 && is_one_of(c, U"。！？"))) {
      candidate.end = before;
      candidate.stop = at;
      return;
    }
    if (before - begin > 4 * kRunInColumnsMax) return;  // Too long already, whatever comes.
  }
}

/// True when the next number of the same form follows in the same paragraph: （一）…；（二）….
bool enumerates(const Candidate& candidate) {
  const std::string_view text = candidate.flat.text;
  for (size_t at = behind_han(text, candidate.number_at + candidate.numbering.size); at < text.size();
       at = behind_han(text, at)) {
    const char32_t c = base::next_code_point(text, at);
    if (!is_one_of(c, U"。；，：、;,:\n")) continue;
    const auto other = read_numbering(text.substr(at));
    if (other && other->level == candidate.numbering.level && other->value == candidate.numbering.value + 1)
      return true;
  }
  return false;
}

/// 一、二年级 and 一、三季度: what follows 一、 is a later numeral.
bool is_doubtful(const Candidate& candidate) {
  if (candidate.numbering.level != 1) return false;
  const std::string_view rest =
      std::string_view(candidate.flat.text).substr(candidate.number_at + candidate.numbering.size);
  constexpr std::array<std::string_view, 10> kDigits = {"一", "二", "三", "四", "五",
                                                        "六", "七", "八", "九", "十"};
  const auto digit =
      std::find_if(kDigits.begin(), kDigits.end(), [&](std::string_view d) { return rest.starts_with(d); });
  return digit != kDigits.end() && digit - kDigits.begin() >= candidate.numbering.value;
}

/// True when the number is only spoken of: （一）和（二）项.
bool is_mention(const Candidate& candidate) {
  const std::string_view rest =
      std::string_view(candidate.flat.text).substr(candidate.number_at + candidate.numbering.size);
  if (rest.empty()) return true;
  size_t at = 0;
  if (is_one_of(base::next_code_point(rest, at), U"、，。；：！？,.;:）)—～~-")) return true;
  for (const std::string_view joint : {"和（", "和(", "至（", "至(", "或（", "到（", "项", "款"}) {
    if (rest.starts_with(joint)) return true;
  }
  return false;
}

/// （一）、 is a common slip: the mark belongs to the number, unless another number follows.
void take_mark(Candidate& candidate) {
  if (candidate.numbering.level != 2 && candidate.numbering.level != 4) return;
  const std::string_view rest =
      std::string_view(candidate.flat.text).substr(candidate.number_at + candidate.numbering.size);
  for (const std::string_view mark : {"、", "．", "."}) {
    if (rest.starts_with(mark) && !read_numbering(rest.substr(mark.size())))
      candidate.numbering.size += mark.size();
  }
}

/// A clause of an enumeration that is spread over paragraphs.
bool is_clause(std::string_view text) {
  for (const std::string_view stop : {"；", "，", "、", ";", ","}) {
    if (text.ends_with(stop)) return true;
  }
  return false;
}

/// Decides how a candidate stands in the text. False when it is none.
bool judge(Candidate& candidate) {
  take_mark(candidate);
  const std::string_view text = base::trim(candidate.flat.text);
  if (is_mention(candidate) || is_clause(text) || (!candidate.in_item && enumerates(candidate))) return false;
  find_lead(candidate);
  const size_t begin = candidate.number_at + candidate.numbering.size;
  const std::string_view flat = candidate.flat.text;
  const std::string_view title = base::trim(flat.substr(begin, candidate.end - begin));
  if (title.empty()) return false;
  const size_t columns = base::display_width(title);
  const bool has_rest = !base::trim(flat.substr(candidate.stop)).empty();
  const bool is_sentence = candidate.stop > candidate.end;
  const size_t columns_max = has_rest      ? kRunInColumnsMax
                             : is_sentence ? kOwnSentenceColumnsMax
                                           : kOwnLineColumnsMax;
  candidate.lead = columns > columns_max ? Lead::Plain : has_rest ? Lead::RunIn : Lead::OwnLine;
  candidate.has_text = has_rest;
  candidate.doubtful = is_doubtful(candidate);
  return true;
}

/// Makes the outline of one document, in the order of the functions below.
class Outliner {
 public:
  explicit Outliner(const Document& document) : document_(document) {}

  Outline run() {
    if (document_.nodes.empty()) return {};
    collect();
    if (candidates_.size() > document_.headings.size()) {
      drop_doubtful();
      find_lists();
    }
    find_top();
    outline_.entries.reserve(candidates_.size());
    below_.reserve(candidates_.size() + 1);
    for (Candidate& candidate : candidates_) {
      if (!candidate.dropped) add(candidate);
    }
    internal::name_outline(document_, outline_);
    return std::move(outline_);
  }

 private:
  void collect();
  bool collect_paragraph(NodeId id);
  void collect_list(NodeId list);
  void drop_doubtful();
  void find_lists();
  void judge_run(const std::vector<size_t>& run);
  void find_top();
  void add(Candidate& candidate);
  bool is_in_order(const Candidate& candidate, size_t parent, NumberingFinding& finding);
  bool encloses(const OutlineEntry& above, const Candidate& below) const;
  size_t level_of(const OutlineEntry& entry) const { return document_.at(entry.node).level; }
  void place_lead(const Candidate& candidate, OutlineEntry& entry) const;
  bool is_heading(const Candidate& candidate) const { return candidate.lead == Lead::Heading; }
  std::optional<Numbering> number_of(NodeId heading);

  const Document& document_;
  Outline outline_;
  std::vector<Candidate> candidates_;  // headings too
  size_t next_heading_ = 0;
  bool official_ = false;  // what is collected stands below 一、 or （一）
  uint8_t top_ = 2;
  std::vector<size_t> open_;                      // entries that the next may stand under
  std::array<int, 6> last_ = {};                  // by level of the number: the last value in the document
  std::vector<std::array<int, 6>> below_ = {{}};  // by entry + 1: the last value directly below it
};

void Outliner::collect() {
  bool in_annexes = false;
  for (NodeId id = document_.at(0).first_child; id != kNoNode; id = document_.at(id).next) {
    const Node& node = document_.at(id);
    if (node.kind == NodeKind::FootnoteDefinition) continue;
    const bool goes_on = in_annexes && goes_on_with_annexes(document_, id);
    in_annexes = goes_on || begins_annexes(document_, id);
    if (goes_on) continue;
    if (node.kind == NodeKind::Heading) {
      Candidate candidate;
      candidate.node = id;
      candidate.lead = Lead::Heading;
      candidate.heading_number = number_of(id);
      official_ = candidate.heading_number && candidate.heading_number->level <= 2;
      candidates_.push_back(std::move(candidate));
    } else if (node.kind == NodeKind::List && node.list_type == ListType::Ordered && official_) {
      collect_list(id);
    } else if (node.kind != NodeKind::Paragraph || !collect_paragraph(id)) {
      if (!candidates_.empty()) candidates_.back().has_text = true;
    }
  }
  next_heading_ = 0;
}

/// The number of a heading. Asked for in document order.
std::optional<Numbering> Outliner::number_of(NodeId heading) {
  while (document_.headings[next_heading_].node != heading) ++next_heading_;
  return read_numbering(document_.headings[next_heading_].text);
}

/// False for a paragraph that is not numbered.
bool Outliner::collect_paragraph(NodeId id) {
  if (!may_be_numbered(document_, id)) return false;
  Candidate candidate;
  candidate.node = id;
  candidate.flat = flatten(document_, id);
  candidate.number_at = bookmark_size(candidate.flat.text);
  auto numbering = read_numbering(std::string_view(candidate.flat.text).substr(candidate.number_at));
  if (!numbering) return false;
  candidate.numbering = std::move(*numbering);
  if (!judge(candidate)) return false;
  official_ = official_ || candidate.numbering.level <= 2;
  // A deeper number is something below the one before it.
  if (!candidates_.empty() && candidates_.back().numbering.level < candidate.numbering.level)
    candidates_.back().has_text = true;
  candidates_.push_back(std::move(candidate));
  return true;
}

/// The items of a list, with the numbers that are shown.
void Outliner::collect_list(NodeId list) {
  if (!candidates_.empty()) candidates_.back().has_text = true;
  const size_t first = candidates_.size();
  const auto start = static_cast<int>(std::min<uint32_t>(document_.at(list).start, kListStartMax));
  int value = start;
  for (NodeId id = document_.at(list).first_child; id != kNoNode; id = document_.at(id).next, ++value) {
    const NodeId paragraph = document_.at(id).first_child;
    if (document_.at(id).checkbox != Checkbox::None || paragraph == kNoNode ||
        document_.at(paragraph).kind != NodeKind::Paragraph)
      continue;
    Candidate candidate;
    candidate.node = paragraph;
    candidate.in_item = true;
    candidate.begins_list = candidates_.size() == first;
    candidate.list_start = start;
    candidate.numbering.level = 3;
    candidate.numbering.value = value;
    candidate.numbering.number = number_text(3, value);
    candidate.flat = flatten(document_, paragraph);
    if (is_clause(base::trim(candidate.flat.text))) {  // Then the list is one sentence.
      candidates_.resize(first);
      return;
    }
    if (!judge(candidate)) continue;
    candidate.has_text = candidate.has_text || document_.at(paragraph).next != kNoNode;
    candidates_.push_back(std::move(candidate));
  }
}

/// Of 一、二年级 nothing is left, unless 二、 follows or the number goes on from the one before.
void Outliner::drop_doubtful() {
  int before = 0;
  for (size_t i = 0; i < candidates_.size(); ++i) {
    Candidate& candidate = candidates_[i];
    if (candidate.numbering.level != 1) continue;
    if (candidate.doubtful && candidate.numbering.value != before + 1) candidate.dropped = true;
    if (candidate.doubtful && candidate.numbering.value == 1) {
      auto next = std::find_if(candidates_.begin() + static_cast<ptrdiff_t>(i) + 1, candidates_.end(),
                               [](const Candidate& c) { return c.numbering.level == 1; });
      candidate.dropped = next == candidates_.end() || next->doubtful || next->numbering.value != 2;
    }
    if (!candidate.dropped) before = candidate.numbering.value;
  }
}

/// Lines one below the other with a number each and nothing between them are a list: slogans, names.
void Outliner::find_lists() {
  std::array<std::vector<size_t>, 6> runs;  // by level of the number
  auto end_runs = [&](size_t from) {
    for (size_t level = from; level < runs.size(); ++level) {
      judge_run(runs[level]);
      runs[level].clear();
    }
  };
  for (size_t i = 0; i < candidates_.size(); ++i) {
    const Candidate& candidate = candidates_[i];
    if (candidate.dropped) continue;
    const size_t level = candidate.numbering.level;
    end_runs(is_heading(candidate) ? 0 : candidate.begins_list ? level : level + 1);
    if (level > 0 && !is_heading(candidate)) runs[level].push_back(i);
  }
  end_runs(0);
}

void Outliner::judge_run(const std::vector<size_t>& run) {
  if (run.size() < 2) {
    for (const size_t i : run) {  // An item of a list needs a text below it.
      if (candidates_[i].in_item && !candidates_[i].has_text) candidates_[i].lead = Lead::Plain;
    }
    return;
  }
  const auto has_text = [&](size_t i) { return candidates_[i].has_text; };
  const auto with_text = static_cast<size_t>(std::count_if(run.begin(), run.end(), has_text));
  const bool last_alone =
      with_text == 1 && has_text(run.back()) && candidates_[run.back()].lead != Lead::RunIn;
  if (!last_alone && with_text * 2 >= run.size()) return;  // What follows the last may be the text's own end.
  for (const size_t i : run) {
    if (candidates_[i].lead == Lead::OwnLine) candidates_[i].lead = Lead::Plain;
  }
}

void Outliner::find_top() {
  uint8_t top = 7;
  for (const Candidate& candidate : candidates_) {
    if (is_heading(candidate)) top = std::min(top, document_.at(candidate.node).level);
  }
  if (top < 7) top_ = top;
}

/// Headings enclose by their level, numbers by their form.
bool Outliner::encloses(const OutlineEntry& above, const Candidate& below) const {
  if (above.lead == Lead::Heading && is_heading(below))
    return level_of(above) < document_.at(below.node).level;
  if (above.lead == Lead::Heading && above.numbering.level == 0) return true;
  return below.numbering.level != 0 && above.numbering.level < below.numbering.level;
}

/// Whether the number makes sense below `parent` (an entry + 1); what is wrong with it otherwise.
bool Outliner::is_in_order(const Candidate& candidate, size_t parent, NumberingFinding& finding) {
  using Kind = NumberingFinding::Kind;
  const size_t level = candidate.numbering.level;
  const int value = candidate.numbering.value;
  const int before = below_[parent][level];
  // A list counts by itself, and several of them may stand below one heading.
  if (candidate.in_item && (value == 1 || value != candidate.list_start)) return true;
  if (before == 0) {
    if (value == 1 || (last_[level] > 0 && value == last_[level] + 1)) return true;
    finding.kind = Kind::BadBeginning;
    finding.expected = last_[level] > 0 && value > last_[level] ? last_[level] + 1 : 1;
    return false;
  }
  if (value == before + 1) return true;
  finding.kind = value == before ? Kind::Double : value < before ? Kind::Backwards : Kind::Gap;
  finding.expected = before + 1;
  return false;
}

void Outliner::add(Candidate& candidate) {
  const Node& node = document_.at(candidate.node);
  OutlineEntry entry;
  entry.node = candidate.node;
  entry.lead = candidate.lead;
  entry.span = node.span;
  if (is_heading(candidate)) {
    while (document_.headings[next_heading_].node != candidate.node) ++next_heading_;
    const Heading& heading = document_.headings[next_heading_];
    entry.text = heading.text;
    entry.id = heading.id;
    if (candidate.heading_number) candidate.numbering = *std::move(candidate.heading_number);
    entry.title = base::trim(std::string_view(heading.text).substr(candidate.numbering.size));
  }
  size_t open = open_.size();  // how many of them stay open
  while (open > 0 && !encloses(outline_.entries[open_[open - 1]], candidate)) --open;
  const size_t above = open > 0 ? open_[open - 1] : SIZE_MAX;
  const size_t parent = above + 1;  // 0 for none
  const size_t level = candidate.numbering.level;
  NumberingFinding finding;
  const bool in_order = level == 0 || is_in_order(candidate, parent, finding);
  if (!is_heading(candidate)) {
    const int value = candidate.numbering.value;
    const bool begins = below_[parent][level] == 0;
    const bool goes_on = last_[level] > 0 && value > last_[level] && value <= last_[level] + kStepMax;
    if (!in_order && begins && !goes_on) return;  // Out of the blue: no heading.
    if (entry.lead != Lead::Plain) place_lead(candidate, entry);
  }
  const int below = open > 0 ? outline_.entries[above].level + 1 : 0;
  const int own = is_heading(candidate) ? node.level : open > 0 ? 0 : top_;
  entry.level = static_cast<uint8_t>(std::max(own, std::min(below, kLevelMax)));
  if (!in_order) {
    finding.entry = outline_.entries.size();
    outline_.findings.push_back(finding);
  }
  if (level > 0) below_[parent][level] = last_[level] = candidate.numbering.value;
  entry.parent = above;
  entry.numbering = std::move(candidate.numbering);
  open_.resize(open);
  open_.push_back(outline_.entries.size());
  below_.emplace_back();
  outline_.entries.push_back(std::move(entry));
}

/// Takes the heading's text, and for a RunIn finds between which nodes its sentence stands.
void Outliner::place_lead(const Candidate& candidate, OutlineEntry& entry) const {
  const std::string_view text = candidate.flat.text;
  entry.in_item = candidate.in_item;
  if (candidate.in_item) entry.text = candidate.numbering.number;
  entry.text += base::trim(text.substr(candidate.number_at, candidate.end - candidate.number_at));
  const size_t begin = candidate.number_at + candidate.numbering.size;
  entry.title = base::trim(text.substr(begin, candidate.end - begin));
  if (entry.lead != Lead::RunIn) return;
  auto part = std::find_if(candidate.flat.parts.rbegin(), candidate.flat.parts.rend(),
                           [&](const Flat::Part& p) { return p.at < candidate.stop; });
  if (part == candidate.flat.parts.rend()) return;
  NodeId last = part->node;
  size_t bytes = candidate.stop - part->at;
  if (bytes >= document_.at(last).text.size()) bytes = SIZE_MAX;
  // Up from the end of the sentence, as long as it is also the end of what it is in; then the sentence must
  // begin where that begins: in the paragraph, or in the bold text that begins it.
  NodeId container = document_.at(last).parent;
  while (bytes == SIZE_MAX && container != candidate.node && document_.at(last).next == kNoNode) {
    last = container;
    container = document_.at(last).parent;
  }
  for (NodeId id = container; id != candidate.node; id = document_.at(id).parent) {
    if (document_.at(document_.at(id).parent).first_child != id) return;
  }
  for (NodeId id = document_.at(candidate.node).first_child; id != kNoNode; id = document_.at(id).next) {
    if (document_.at(id).kind == NodeKind::AllowedTag) return;  // A pair may lie across the sentence's end.
  }
  entry.lead_begin = document_.at(container).first_child;
  entry.lead_end = last;
  entry.lead_bytes = bytes;
}

}  // namespace

Outline outline_of(const Document& document) { return Outliner(document).run(); }

}  // namespace herald::markdown
