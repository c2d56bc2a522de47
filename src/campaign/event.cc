// Events: what stands below the headings 议程, 咨询展台, 线上活动, 云直播, 咨询热线, 请带走, 怎么来, at any
// level and with any numbering; a paragraph that is nothing but such a word is a heading too, as is
// "云直播：…" at its beginning.

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "campaign/reading.h"
#include "campaign/times.h"
#include "markdown/numbering.h"

namespace herald::campaign {
namespace {

using markdown::kNoNode;
using markdown::NodeKind;
using value::Value;

/// Levels of paragraphs that act as headings: below all real ones.
constexpr int kPseudoLevel = 10;

/// A longer heading is compared as a whole only: "交通安全知识竞赛" is no way to get there.
constexpr size_t kInsideNameMin = 12;   // bytes: four Chinese characters
constexpr size_t kInsideExtraMax = 24;  // bytes that may be around it

/// A heading, or a paragraph that acts as one, and the blocks below it.
struct Part {
  NodeId heading = kNoNode;  ///< kNoNode for what stands before the first.
  int level = 0;
  std::string title;  ///< Without numbering.
  const Word* word = nullptr;
  std::vector<NodeId> blocks;
};

/// One online activity.
struct Online {
  std::string kind, text, platform, time, url;
  std::vector<std::string> extra;
};

const Word* find_heading(std::string_view title) {
  if (const Word* word = find_word(WordUse::EventHeading, title)) return word;
  const std::string plain = squeezed(title);
  const Word* inside = find_inside(WordUse::EventHeading, plain);
  if (inside == nullptr) return nullptr;
  size_t longest = 0;
  for (const std::string_view name : base::split(inside->names, '|')) {
    if (plain.find(name) != std::string::npos) longest = std::max(longest, name.size());
  }
  return longest >= kInsideNameMin && plain.size() <= longest + kInsideExtraMax ? inside : nullptr;
}

/// The word that "云直播：主持人带您看" begins with, and what follows the colon.
const Word* find_run_in(std::string_view text, Labelled& labelled) {
  labelled = read_label(markdown::without_numbering(text));
  if (!labelled.found || labelled.label.size() > 40) return nullptr;
  return find_word(WordUse::EventHeading, trim_marks(labelled.label));
}

bool is_item(const Word* word) { return word != nullptr && word->field == "online_item"; }

class EventReader {
 public:
  explicit EventReader(Reading& reading) : reading_(reading) {}

  Value read() {
    collect_parts();
    for (const Part& part : parts_) read_part(part);
    if (programme_.size() == 0) find_programme();
    reading_.take_headings();
    value::MapBuilder records;
    value::Arena& arena = reading_.arena();
    records.set("programme", programme_.build(arena));
    records.set("booths", booths_.build(arena));
    records.set("online", online_.build(arena));
    records.set("hotlines", hotlines_.build(arena));
    records.set("take_along", take_along_.build(arena));
    records.set("travel", reading_.text(travel_));
    return records.build(arena);
  }

 private:
  const markdown::Document& document() const { return reading_.document(); }
  NodeKind kind_of(NodeId block) const { return document().at(block).kind; }

  void collect_parts() {
    parts_.emplace_back();
    for (const NodeId block : reading_.blocks()) {
      const markdown::Node& node = document().at(block);
      if (node.kind == NodeKind::Heading) {
        const std::string text = markdown::plain_text(document(), block);
        const std::string title(markdown::without_numbering(text));
        parts_.push_back({block, node.level, title, find_heading(title), {}});
        continue;
      }
      if (node.kind == NodeKind::Paragraph && add_pseudo_heading(block)) continue;
      if (node.kind != NodeKind::FootnoteDefinition) parts_.back().blocks.push_back(block);
    }
  }

  /// "2.线上活动" as a paragraph of its own.
  bool add_pseudo_heading(NodeId block) {
    const std::string text = markdown::plain_text(document(), block);
    if (text.size() > 60 || text.find('\n') != std::string::npos) return false;
    const std::string title(trim_marks(markdown::without_numbering(text)));
    const Word* word = find_word(WordUse::EventHeading, title);
    if (word == nullptr) return false;
    parts_.push_back({block, is_item(word) ? kPseudoLevel + 1 : kPseudoLevel, title, word, {}});
    return true;
  }

  void read_part(const Part& part) {
    if (online_level_ > 0 && part.heading != kNoNode && part.level <= online_level_) online_level_ = 0;
    const bool is_online_child = online_level_ > 0 && part.level > online_level_ && part.word == nullptr;
    if (is_item(part.word) || is_online_child) {
      read_online_item(part);
    } else if (part.word == nullptr) {
      read_run_ins(part);
    } else if (part.word->field == "programme") {
      read_programme(part);
    } else if (part.word->field == "booths") {
      read_booths(part);
    } else if (part.word->field == "online") {
      online_level_ = std::max(part.level, 1);
      read_online_group(part);
    } else if (part.word->field == "hotlines") {
      read_hotlines(part);
    } else if (part.word->field == "take_along") {
      read_take_along(part);
    } else if (part.word->field == "travel") {
      read_travel(part);
    } else {
      read_run_ins(part);
    }
    take_pseudo(part);
  }

  /// A paragraph that acted as a heading goes when all below it went; Reading knows only of real headings.
  void take_pseudo(const Part& part) {
    if (part.heading == kNoNode || kind_of(part.heading) == NodeKind::Heading || part.blocks.empty()) return;
    const bool all = std::all_of(part.blocks.begin(), part.blocks.end(),
                                 [&](NodeId block) { return reading_.is_taken(block); });
    if (all) reading_.take(part.heading);
  }

  // Programme.

  bool read_programme_table(NodeId block) {
    const Table table = reading_.table(block, WordUse::Programme);
    if (table.column("time") == SIZE_MAX || table.column("title") == SIZE_MAX) return false;
    reading_.take(block);
    for (size_t row = 1; row < table.rows.size(); row++) {
      if (table.empty_row(row)) continue;
      add_programme(table.cell(row, "time"), table.cell(row, "title"), table.cell(row, "place"),
                    table.cell(row, "by"), reading_.extra(table, row));
    }
    return true;
  }

  void add_programme(std::string_view time, std::string_view title, std::string_view place,
                     std::string_view by, const std::vector<std::string>& extra) {
    value::MapBuilder row;
    row.set("time", reading_.text(time)).set("title", reading_.text(title));
    row.set("place", reading_.text(is_blank_cell(place) ? "" : place))
        .set("by", reading_.text(is_blank_cell(by) ? "" : by));
    set_extra(row, extra, reading_.arena());
    programme_.add(row.build(reading_.arena()));
  }

  void read_programme(const Part& part) {
    for (const NodeId block : part.blocks) {
      if (kind_of(block) == NodeKind::Table) read_programme_table(block);
      if (kind_of(block) != NodeKind::List) continue;
      reading_.take(block);
      for (const Item& item : reading_.items(block)) {
        const size_t size = time_prefix(item.text);
        const std::string_view text = item.text;
        add_programme(trim_marks(text.substr(0, size)), trim_marks(text.substr(size)), "", "", {});
      }
    }
  }

  /// How much of the text is a time: up to the last character that times are made of.
  static size_t time_prefix(std::string_view text) {
    constexpr std::u32string_view kOfTimes =
        U"0123456789:：∶—–-~～至到 时点分半０１２３４５６７８９上下中晚早午";
    size_t at = 0;
    while (at < text.size()) {
      size_t next = at;
      if (kOfTimes.find(base::next_code_point(text, next)) == std::u32string_view::npos) break;
      at = next;
    }
    return read_times(text.substr(0, at)).start >= 0 ? at : 0;
  }

  /// A page without the word 议程: the first table of times and items is the programme.
  void find_programme() {
    for (const NodeId block : reading_.blocks()) {
      if (kind_of(block) == NodeKind::Table && !reading_.is_taken(block) && read_programme_table(block))
        return;
    }
  }

  // Stands.

  void add_booth(std::string_view number, std::string_view unit, std::string_view topic,
                 const std::vector<std::string>& extra = {}) {
    const std::string counted = fmt::format("{}", booths_.size() + 1);
    value::MapBuilder row;
    row.set("number", reading_.text(is_blank_cell(number) ? counted : number));
    row.set("unit", reading_.text(unit)).set("topic", reading_.text(is_blank_cell(topic) ? "" : topic));
    set_extra(row, extra, reading_.arena());
    booths_.add(row.build(reading_.arena()));
  }

  void read_booths(const Part& part) {
    for (const NodeId block : part.blocks) {
      if (kind_of(block) == NodeKind::Table) {
        const Table table = reading_.table(block, WordUse::Booth);
        if (table.column("unit") == SIZE_MAX && table.column("topic") == SIZE_MAX) continue;
        reading_.take(block);
        for (size_t row = 1; row < table.rows.size(); row++) {
          if (!table.empty_row(row))
            add_booth(table.cell(row, "number"), table.cell(row, "unit"), table.cell(row, "topic"),
                      reading_.extra(table, row));
        }
      } else if (kind_of(block) == NodeKind::List) {
        reading_.take(block);
        for (const Item& item : reading_.items(block)) add_booth_item(item);
      }
    }
  }

  /// "3号展台：供电服务站（插座、线路）", "供电服务站：插座、线路" or the unit alone.
  void add_booth_item(const Item& item) {
    Labelled labelled = read_label(item.text);
    if (!labelled.found) return add_booth("", item.text, "");
    size_t digits = 0;
    while (digits < labelled.label.size() && labelled.label[digits] >= '0' && labelled.label[digits] <= '9')
      digits++;
    const bool numbered = digits > 0 && labelled.label.find("展") != std::string_view::npos;
    if (!numbered) return add_booth("", labelled.label, labelled.value);
    const size_t open = labelled.value.find("（");
    const std::string_view topic =
        open == std::string_view::npos ? std::string_view() : labelled.value.substr(open + 3);
    const size_t close = topic.rfind("）");
    add_booth(labelled.label.substr(0, digits), base::trim(labelled.value.substr(0, open)),
              topic.substr(0, close));
  }

  // Online.

  void add_online(const Online& online) {
    value::MapBuilder row;
    row.set("kind", reading_.text(online.kind)).set("text", reading_.text(base::trim(online.text)));
    row.set("platform", reading_.text(online.platform)).set("time", reading_.text(online.time));
    row.set("url", reading_.text(online.url));
    set_extra(row, online.extra, reading_.arena());
    online_.add(row.build(reading_.arena()));
  }

  /// Below "线上活动" itself: a table, a list of run-ins, or run-in paragraphs.
  void read_online_group(const Part& part) {
    for (const NodeId block : part.blocks) {
      if (kind_of(block) == NodeKind::Table) {
        for (const Online& online : take_online_table(block, "")) add_online(online);
      }
      if (kind_of(block) == NodeKind::List) read_online_list(block);
    }
    read_run_ins(part);
  }

  /// What a table lists. Below a heading that says what it is about, `kind`, no column has to.
  std::vector<Online> take_online_table(NodeId block, const std::string& kind) {
    const Table table = reading_.table(block, WordUse::Online);
    std::vector<Online> all;
    if ((table.column("kind") == SIZE_MAX && kind.empty()) ||
        (table.column("platform") == SIZE_MAX && table.column("url") == SIZE_MAX))
      return all;
    reading_.take(block);
    for (size_t row = 1; row < table.rows.size(); row++) {
      if (table.empty_row(row)) continue;
      Online online;
      online.kind = table.cell(row, "kind");
      if (online.kind.empty()) online.kind = kind;
      online.text = table.cell(row, "text");
      online.platform = table.cell(row, "platform");
      online.time = table.cell(row, "time");
      online.url = reading_.first_link(table.cell_node(row, "url"));
      if (online.url.empty()) online.url = find_address(table.cell(row, "url"));
      online.extra = online.url.empty() ? reading_.extra(table, row, {"url"}) : reading_.extra(table, row);
      if (online.url.empty()) online.url = reading_.first_link(table.cell_node(row, "kind"));
      all.push_back(std::move(online));
    }
    return all;
  }

  void read_online_list(NodeId block) {
    const std::vector<Item> items = reading_.items(block);
    const bool all = std::all_of(items.begin(), items.end(), [](const Item& item) {
      const Labelled labelled = read_label(item.text);
      return labelled.found && labelled.label.size() <= 40;
    });
    if (items.empty() || !all) return;
    reading_.take(block);
    for (const Item& item : items) {
      const Labelled labelled = read_label(item.text);
      Online online;
      online.kind = trim_marks(markdown::without_numbering(labelled.label));
      online.text = labelled.value;
      online.url = item.link;
      add_online(online);
    }
  }

  /// Paragraphs "云直播：…", wherever they stand.
  void read_run_ins(const Part& part) {
    for (const NodeId block : part.blocks) {
      if (kind_of(block) != NodeKind::Paragraph || reading_.is_taken(block)) continue;
      const std::string text = markdown::plain_text(document(), block);
      Labelled labelled;
      const Word* word = find_run_in(text, labelled);
      if (!is_item(word)) continue;
      reading_.take(block);
      Online online;
      online.kind = trim_marks(labelled.label);
      online.text = labelled.value;
      online.url = reading_.first_link(block);
      add_online(online);
    }
  }

  void read_online_item(const Part& part) {
    Online online;
    online.kind = part.title;
    std::vector<NodeId> used;
    std::vector<Online> rows;
    for (const NodeId block : part.blocks) {
      if (kind_of(block) == NodeKind::Table) {
        const std::vector<Online> listed = take_online_table(block, part.title);
        rows.insert(rows.end(), listed.begin(), listed.end());
      } else if (kind_of(block) == NodeKind::Paragraph && !has_image(block)) {
        read_online_paragraph(block, online);
        used.push_back(block);
      } else if (kind_of(block) == NodeKind::List && read_online_labels(block, online)) {
        used.push_back(block);
      }
    }
    // An unknown heading below 线上活动 is an activity only if it says where or when.
    const bool says_where = !online.platform.empty() || !online.time.empty() || !online.url.empty();
    if (!is_item(part.word) && !says_where && rows.empty()) return;
    for (const NodeId block : used) reading_.take(block);
    if (part.blocks.empty()) reading_.take(part.heading);
    if (says_where || !online.text.empty() || rows.empty()) add_online(online);
    for (const Online& row : rows) add_online(row);
  }

  void read_online_paragraph(NodeId block, Online& online) {
    const std::string link = reading_.first_link(block);
    bool labels = false;
    for (const std::string& line : reading_.lines(block)) {
      const Labelled labelled = read_label(line);
      const Word* word = labelled.found ? find_word(WordUse::Online, labelled.label) : nullptr;
      if (word == nullptr || word->field == "kind" || word->field == "text") continue;
      set_online(online, word->field, labelled.value, link);
      labels = true;
    }
    if (!labels) online.text += (online.text.empty() ? "" : "\n") + markdown::plain_text(document(), block);
    if (online.url.empty()) online.url = link;
  }

  bool read_online_labels(NodeId block, Online& online) {
    const std::vector<Item> items = reading_.items(block);
    size_t known = 0;
    for (const Item& item : items) {
      const Labelled labelled = read_label(item.text);
      if (labelled.found && find_word(WordUse::Online, labelled.label) != nullptr) known++;
    }
    if (known * 2 < items.size() || known == 0) return false;
    for (const Item& item : items) {
      const Labelled labelled = read_label(item.text);
      const Word* word = labelled.found ? find_word(WordUse::Online, labelled.label) : nullptr;
      if (word == nullptr) {
        online.text += (online.text.empty() ? "" : " ") + item.text;
      } else {
        set_online(online, word->field, labelled.value, item.link);
      }
    }
    return true;
  }

  static void set_online(Online& online, std::string_view field, std::string_view text,
                         const std::string& link) {
    if (field == "platform") online.platform = text;
    if (field == "time") online.time = text;
    if (field == "text") online.text += (online.text.empty() ? "" : " ") + std::string(text);
    if (field == "url") online.url = link.empty() ? std::string(find_address(text)) : link;
    if (online.url.empty() && !link.empty()) online.url = link;
  }

  // Telephone numbers, things to take along, the way.

  void add_hotline(Value contact) {
    value::MapBuilder row;
    row.set("name", contact.get("name"));
    bool reachable = false;
    for (const std::string_view way : {"number", "email", "channel", "link"}) {
      if (contact.get(way).is_undefined()) continue;
      row.set(way, contact.get(way));
      reachable = true;
    }
    const Value extra = contact.get("extra");
    if (!reachable && extra.is_undefined()) return;
    if (!contact.get("purpose").is_undefined()) row.set("note", contact.get("purpose"));
    value::ListBuilder more;
    for (const std::string_view key : {"hours", "area", "address"})
      if (!contact.get(key).is_undefined()) more.add(contact.get(key));
    if (extra.is(value::Type::List))
      for (const Value& text : extra.items()) more.add(text);
    if (more.size() != 0) row.set("extra", more.build(reading_.arena()));
    hotlines_.add(row.build(reading_.arena()));
  }

  void read_hotlines(const Part& part) {
    for (const NodeId block : part.blocks) {
      if (kind_of(block) == NodeKind::Table) {
        const Table table = reading_.table(block, WordUse::Contact);
        if (!is_contact_table(table)) continue;
        reading_.take(block);
        for (size_t row = 1; row < table.rows.size(); row++)
          for (const Value contact : contacts_of_row(reading_, table, row)) add_hotline(contact);
      } else if (kind_of(block) == NodeKind::List) {
        std::vector<Value> found;
        size_t read = 0;
        const std::vector<Item> items = reading_.items(block);
        for (const Item& item : items) {
          const std::vector<Value> contacts = contacts_of_item(reading_, item);
          if (contacts.empty()) break;
          read++;
          found.insert(found.end(), contacts.begin(), contacts.end());
        }
        if (read != items.size()) continue;
        reading_.take(block);
        for (const Value contact : found) add_hotline(contact);
      }
    }
  }

  void read_take_along(const Part& part) {
    for (const NodeId block : part.blocks) {
      if (kind_of(block) != NodeKind::List) continue;
      reading_.take(block);
      for (const Item& item : reading_.items(block)) {
        const bool linked_first = !item.link_text.empty() && item.text.starts_with(item.link_text);
        value::MapBuilder row;
        row.set("title", reading_.text(linked_first ? item.link_text : item.text));
        if (!item.link.empty()) row.set("link", reading_.text(item.link));
        const std::string_view note =
            linked_first ? trim_marks(std::string_view(item.text).substr(item.link_text.size())) : "";
        if (!note.empty()) row.set("note", reading_.text(note));
        take_along_.add(row.build(reading_.arena()));
      }
    }
  }

  /// As plain text. With links in it the section stays in the page's rest, since a text cannot hold them.
  void read_travel(const Part& part) {
    const bool plain = std::all_of(part.blocks.begin(), part.blocks.end(), [&](NodeId block) {
      return kind_of(block) == NodeKind::Paragraph && !has_markup(block);
    });
    if (!plain) return;
    for (const NodeId block : part.blocks) {
      if (!travel_.empty()) travel_ += '\n';
      travel_ += markdown::plain_text(document(), block);
      reading_.take(block);
    }
  }

  bool has_image(NodeId block) const {
    for (NodeId id = document().at(block).first_child; id != kNoNode; id = document().at(id).next) {
      if (kind_of(id) == NodeKind::Image) return true;
    }
    return false;
  }

  bool has_markup(NodeId block) const {
    for (NodeId id = document().at(block).first_child; id != kNoNode; id = document().at(id).next) {
      const NodeKind kind = kind_of(id);
      const bool is_text = kind == NodeKind::Text || kind == NodeKind::SoftBreak ||
                           kind == NodeKind::LineBreak || kind == NodeKind::Blank || kind == NodeKind::Box;
      if (!is_text) return true;
    }
    return false;
  }

  Reading& reading_;
  std::vector<Part> parts_;
  int online_level_ = 0;  ///< The level of 线上活动 while its parts are read, else 0.
  value::ListBuilder programme_, booths_, online_, hotlines_, take_along_;
  std::string travel_;
};

}  // namespace

Value read_event(Reading& reading) { return EventReader(reading).read(); }

}  // namespace herald::campaign
