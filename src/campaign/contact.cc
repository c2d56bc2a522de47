// Contacts: tables with a column of numbers, mailboxes or other channels, and lists or lines of
// "名称：号码（说明）".

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "base/utf8.h"
#include "campaign/contact_numbers.h"
#include "campaign/reading.h"
#include "markdown/telephones.h"

namespace herald::campaign {
namespace {

using markdown::NodeKind;
using value::Value;

/// Numbers of at most so many digits are hotlines: 119, 12350, 96119.
constexpr size_t kHotlineDigitsMax = 6;

/// A longer line that has a colon is a sentence. In bytes.
constexpr size_t kLineMax = 120;

/// What names a channel is shorter, in bytes; longer texts are sentences.
constexpr size_t kChannelMax = 90;

/// Likewise what names somebody before a number.
constexpr size_t kNameMax = 45;

/// One way to reach somebody.
struct Contact {
  std::string name, number, email, role, purpose, hours, area, address, channel, link;
  int anonymous = -1;
  std::vector<std::string> extra;
  base::Span span;
};

/// What sort of channel a text names; null for none. What it is found under says more than what it is called.
const Word* channel_word(std::string_view channel, std::string_view name) {
  const Word* word = find_inside(WordUse::ChannelName, base::lower_ascii(channel));
  return word != nullptr ? word : find_inside(WordUse::ChannelName, base::lower_ascii(name));
}

std::string_view kind_of_channel(const Contact& contact) {
  if (contact.channel.empty() && contact.link.empty()) return "office";
  const Word* word = channel_word(contact.channel, contact.name);
  return word == nullptr ? "website" : word->field;
}

/// 12345, 119（24小时）, 24小时热线12350, 400-800-1234: a short number, or one that is free to call.
bool is_hotline_number(std::string_view text) {
  const auto number = markdown::stated_telephone(text);
  if (!number) return false;
  const std::string_view digits = number->digits;
  return digits.size() <= kHotlineDigitsMax || digits.starts_with("400") || digits.starts_with("800");
}

std::string_view kind_of(const Contact& contact) {
  if (contact.number.empty()) return contact.email.empty() ? kind_of_channel(contact) : "mailbox";
  if (is_hotline_number(contact.number)) return "hotline";
  return find_inside(WordUse::HotlineName, contact.name) != nullptr ? "hotline" : "office";
}

Value value_of(Reading& reading, const Contact& contact) {
  if (const std::string_view number = markdown::number_with_letters(contact.number); !number.empty())
    reading.add(base::Code::TelephoneLetter, contact.span, {std::string(number)});
  value::MapBuilder map;
  const auto set = [&](std::string_view key, std::string_view text) {
    if (!is_blank_cell(text)) map.set(key, reading.text(text));
  };
  map.set("name",
          reading.text(contact.name.empty() ? contact.role : contact.name).at_position(contact.span.begin));
  set("number", contact.number);
  set("tel", markdown::dialled(contact.number));
  set("email", contact.email);
  set("role", contact.role);
  set("purpose", contact.purpose);
  set("hours", contact.hours);
  set("area", contact.area);
  set("address", contact.address);
  set("channel", contact.channel);
  set("link", contact.link);
  if (contact.anonymous >= 0) map.set("anonymous", Value::boolean(contact.anonymous == 1));
  map.set("kind", Value::string(kind_of(contact)));
  set_extra(map, contact.extra, reading.arena());
  return map.build(reading.arena());
}

int anonymous_of(std::string_view text) {
  if (text.empty()) return -1;
  if (find_word(WordUse::Yes, text) != nullptr) return 1;
  return find_word(WordUse::No, text) != nullptr ? 0 : -1;
}

/// The contact, once for each of `numbers` when there are several.
std::vector<Value> values_of(Reading& reading, Contact contact, const std::vector<std::string>& numbers) {
  if (numbers.empty()) return {value_of(reading, contact)};
  std::vector<Value> values;
  for (const std::string& number : numbers) {
    contact.number = number;
    values.push_back(value_of(reading, contact));
  }
  return values;
}

bool has_channel(const Contact& contact) { return !contact.channel.empty() || !contact.link.empty(); }

/// `text` names a channel, by words or by an address; `link` is where a Markdown link in it leads.
void set_channel(Contact& contact, std::string_view text, std::string_view link) {
  if (is_blank_cell(text)) return;
  const std::string_view address = find_address(text);
  contact.link = find_address(link).empty() ? address : link;
  const std::string without = address.empty() ? std::string(text) : base::replace_all(text, address, "");
  contact.channel = trim_marks(without);
}

/// What a labelled part says of a contact. What is none of its sort (电话：内线6012) is kept as it stands.
void set_part(Contact& contact, const Word& word, const Labelled& part) {
  const std::string_view value = part.value;
  const auto keep = [&](bool is_read) {
    if (is_read || is_blank_cell(value)) return;
    contact.extra.push_back(extra_text(part.label, value, {}));
  };
  if (word.field == "number") contact.number = shown_number(value);
  if (word.field == "number") keep(!contact.number.empty());
  if (word.field == "email") contact.email = find_mail(narrowed(value));
  if (word.field == "email") keep(!contact.email.empty());
  if (word.field == "role") contact.role = value;
  if (word.field == "name") contact.name = value;
  if (word.field == "hours") contact.hours = value;
  if (word.field == "area") contact.area = value;
  if (word.field == "address") contact.address = value;
  if (word.field == "purpose" || word.field == "duties") contact.purpose = value;
  if (word.field == "channel") set_channel(contact, value, {});
  if (word.field == "anonymous") contact.anonymous = anonymous_of(value);
  if (word.field == "anonymous") keep(contact.anonymous >= 0);
}

/// The bytes of the blank at `at`, of any width; 0 for none.
size_t blank_at(std::string_view text, size_t at) {
  for (const std::string_view blank : {" ", "\t", "　", "\u00A0"}) {
    if (text.substr(at).starts_with(blank)) return blank.size();
  }
  return 0;
}

/// `text` with a line break for each blank behind a value that the label of another part follows:
/// "联 系 人：李四　电话：…" has two parts, for all its blanks.
std::string parted_at_labels(std::string_view text) {
  std::string parted;
  bool has_label = false;  // in the part so far
  for (size_t at = 0; at < text.size();) {
    const size_t blank = blank_at(text, at);
    if (blank == 0) {
      has_label = text[at] != '\n' && (has_label || text[at] == ':' || text.substr(at).starts_with("："));
      parted += text[at++];
      continue;
    }
    const Labelled next = has_label ? read_label(text.substr(at + blank)) : Labelled();
    const bool is_label = next.found && find_word(WordUse::Contact, next.label) != nullptr;
    if (is_label) has_label = false;
    parted += is_label ? "\n" : text.substr(at, blank);
    at += blank;
  }
  return parted;
}

/// 联 系 人：值班人员，电话：0000-5550112，邮箱：…: a line of which each part says what it is. Without a
/// number and a mailbox it is something else.
Contact contact_of_parts(std::string_view text) {
  std::string parted(text);
  for (const std::string_view mark : {"，", "；", ";", ","}) parted = base::replace_all(parted, mark, "\n");
  Contact contact;
  size_t known = 0;
  parted = parted_at_labels(parted);
  for (const std::string_view part : base::split(parted, '\n')) {
    if (base::trim(part).empty()) continue;
    const Labelled labelled = read_label(part);
    const Word* word = labelled.found ? find_word(WordUse::Contact, labelled.label) : nullptr;
    if (word == nullptr) return {};
    set_part(contact, *word, {labelled.label, trim_marks(labelled.value), true});
    known++;
  }
  return known < 2 ? Contact() : contact;
}

/// Lines that stand one below the other in a paragraph, each as the item of a list.
std::vector<Item> lines_as_items(const Reading& reading, NodeId paragraph) {
  std::vector<Item> items;
  for (const std::string& line : reading.lines(paragraph)) {
    Item item;
    item.node = paragraph;
    item.text = base::trim(line);
    item.span = reading.span_of(paragraph);
    if (!item.text.empty()) items.push_back(std::move(item));
  }
  return items;
}

/// "随手拍：微信小程序“清波随手拍”（拍照上传）", "曝光台：https://…"; nothing for a line of another sort.
std::vector<Value> channel_of_item(Reading& reading, const Item& item) {
  const Labelled labelled = read_label(item.text);
  if (!labelled.found || labelled.label.empty() || labelled.value.empty()) return {};
  std::string_view value = labelled.value;
  Contact contact;
  contact.span = item.span;
  contact.name = trim_marks(labelled.label);
  const size_t open = value.rfind("（");
  if (open != std::string_view::npos && open > 0 && value.ends_with("）")) {
    contact.purpose = value.substr(open + 3, value.size() - open - 6);
    value = base::trim(value.substr(0, open));
  }
  const bool named = channel_word(value, contact.name) != nullptr;
  const bool is_sentence = value.size() > kChannelMax || value.find("。") != std::string_view::npos;
  const bool linked = !find_address(item.link).empty() || !find_address(value).empty();
  if (is_sentence || (!named && !linked)) return {};
  set_channel(contact, value, item.link);
  return {value_of(reading, contact)};
}

/// A cell that is a number and what may stand behind it.
bool begins_with_number(std::string_view cell) {
  const std::string plain = narrowed(cell);
  const std::string_view number = find_number(plain);
  return !number.empty() && number.data() == plain.data();
}

/// Whether a line is nothing but a label and what belongs to it: the label is one of a contact, or a number
/// or mailbox follows at once. "生产的事：打12350" is a sentence.
bool is_contact_line(const Item& item) {
  const Labelled labelled = read_label(item.text);
  if (!labelled.found || item.text.size() > kLineMax) return false;
  if (find_word(WordUse::Contact, labelled.label) != nullptr) return true;
  const std::string value = narrowed(labelled.value);
  return begins_with_number(labelled.value) ||
         (!find_mail(value).empty() && value.starts_with(find_mail(value)));
}

/// "桥头社区 0571-55503333": a name, a blank, a number and perhaps a remark. "请拨打 12350" is a sentence.
bool is_name_and_number(std::string_view text) {
  constexpr std::string_view kSentence[] = {",", ";", "、", "。", "!", "?", "拨", "打 ", "致电"};
  const std::string plain = narrowed(text);
  const std::string_view number = find_number(plain);
  if (number.empty()) return false;
  const auto at = static_cast<size_t>(number.data() - plain.data());
  const std::string_view name = std::string_view(plain).substr(0, at);
  const std::string_view rest = std::string_view(plain).substr(at + number.size());
  if (base::trim(name).empty() || name.size() > kNameMax) return false;
  if (name.back() != ' ' && name.back() != '\t') return false;
  if (!rest.empty() && rest.front() != '(' && rest.front() != ' ') return false;
  return std::none_of(std::begin(kSentence), std::end(kSentence),
                      [&](std::string_view mark) { return name.find(mark) != std::string_view::npos; });
}

class ContactReader {
 public:
  explicit ContactReader(Reading& reading) : reading_(reading) {}

  Value read() {
    const std::vector<NodeId>& blocks = reading_.blocks();
    const auto kind = [&](size_t at) { return reading_.document().at(blocks[at]).kind; };
    for (size_t at = 0; at < blocks.size(); at++) {
      if (kind(at) == NodeKind::Table) read_table(blocks[at]);
      if (kind(at) == NodeKind::List) read_list(blocks[at]);
      if (kind(at) != NodeKind::Paragraph) continue;
      size_t end = at + 1;
      while (end < blocks.size() && kind(end) == NodeKind::Paragraph) end++;
      read_paragraphs({blocks.data() + at, end - at});
      at = end - 1;
    }
    tell_lost_tables();
    reading_.take_headings();
    return value::MapBuilder().set("contacts", list_.build(reading_.arena())).build(reading_.arena());
  }

 private:
  void read_table(NodeId block) {
    const Table table = reading_.table(block, WordUse::Contact);
    if (!is_contact_table(table)) return;
    reading_.take(block);
    for (size_t row = 1; row < table.rows.size(); row++) {
      for (const Value contact : contacts_of_row(reading_, table, row)) list_.add(contact);
    }
  }

  /// Tells of paragraphs in a row of which the first line has the headers of a table, or two lines and more a
  /// name and a number, parted by tabs or wide blanks.
  void tell_lost_tables() {
    size_t rows = 0;
    NodeId first = markdown::kNoNode;
    const auto end_run = [&] {
      if (rows > 1) reading_.add(base::Code::ContactNoTable, reading_.span_of(first));
      rows = 0;
    };
    for (const NodeId block : reading_.blocks()) {
      const bool is_text =
          reading_.document().at(block).kind == NodeKind::Paragraph && !reading_.is_taken(block);
      const size_t more = is_text ? rows_of_lost_table(block) : 0;
      if (more == 0) end_run();
      if (more > 0 && rows == 0) first = block;
      rows += more;
    }
    end_run();
  }

  /// The lines of a paragraph that are rows of a table, headers for two; 0 when one is none.
  size_t rows_of_lost_table(NodeId paragraph) const {
    size_t rows = 0;
    for (std::string& line : reading_.lines(paragraph)) {
      for (const std::string_view blank : {"　", "  "}) line = base::replace_all(line, blank, "\t");
      Table table;
      std::vector<std::string_view> cells;
      for (const std::string_view cell : base::split(line, '\t')) {
        table.columns.push_back(base::trim(cell).empty() ? nullptr : find_word(WordUse::Contact, cell));
        if (!base::trim(cell).empty()) cells.push_back(base::trim(cell));
      }
      if (rows == 0 && is_contact_table(table)) return 2;
      const bool has_number =
          cells.size() > 1 && std::any_of(cells.begin() + 1, cells.end(), begins_with_number);
      if (!has_number) return 0;
      rows++;
    }
    return rows;
  }

  /// Paragraphs in a row that are nothing but "联系电话：0000-5550112": lines pasted from a letter. A
  /// sentence among them is text, and so is all that stands with it.
  void read_paragraphs(std::span<const NodeId> paragraphs) {
    std::vector<Item> run;  // lines of contacts so far
    size_t begin = 0;
    for (size_t at = 0; at <= paragraphs.size(); at++) {
      std::vector<Item> items;
      if (at < paragraphs.size()) items = lines_as_items(reading_, paragraphs[at]);
      const bool is_lines =
          at < paragraphs.size() && std::all_of(items.begin(), items.end(), is_contact_line);
      if (is_lines) {
        run.insert(run.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
        continue;
      }
      if (at > begin) read_lines(paragraphs.subspan(begin, at - begin), run);
      run.clear();
      begin = at + 1;
    }
  }

  void read_lines(std::span<const NodeId> paragraphs, const std::vector<Item>& items) {
    std::vector<Value> found;
    if (!read_labels(items, paragraphs.front())) {
      for (const Item& item : items) {
        const std::vector<Value> contacts = contacts_of_item(reading_, item);
        if (contacts.empty()) return;
        found.insert(found.end(), contacts.begin(), contacts.end());
      }
    }
    for (const NodeId paragraph : paragraphs) reading_.take(paragraph);
    for (const Value contact : found) list_.add(contact);
  }

  void read_list(NodeId block) {
    const std::vector<Item> items = reading_.items(block);
    if (read_labels(items, block)) {
      reading_.take(block);
      return;
    }
    std::vector<std::vector<Value>> found;
    for (const Item& item : items) {
      const bool may_be_one = read_label(item.text).found || is_name_and_number(item.text);
      found.push_back(may_be_one ? contacts_of_item(reading_, item) : std::vector<Value>());
    }
    const auto known = static_cast<size_t>(
        std::count_if(found.begin(), found.end(), [](const auto& contacts) { return !contacts.empty(); }));
    if (known * 2 <= items.size()) return;  // a list of something else that names a number
    reading_.take(block);
    for (size_t i = 0; i < items.size(); i++) {
      if (found[i].empty()) found[i].push_back(unreachable(items[i]));
      for (const Value contact : found[i]) list_.add(contact);
    }
  }

  /// A line among those of contacts that says of no way to reach anybody: told, and shown as it stands.
  Value unreachable(const Item& item) {
    const Labelled labelled = read_label(item.text);
    Contact contact;
    contact.span = item.span;
    contact.name = trim_marks(labelled.found ? labelled.label : std::string_view(item.text));
    contact.purpose = labelled.value;
    reading_.add(base::Code::ContactNoNumber, item.span, {contact.name});
    return value_of(reading_, contact);
  }

  /// A list that describes one contact: 电话：…, 邮箱：…, 地址：… below its name as a heading.
  bool read_labels(const std::vector<Item>& items, NodeId block) {
    std::vector<std::string> lines;
    for (const Item& item : items) {
      const std::string parted = parted_at_labels(item.text);
      for (const std::string_view line : base::split(parted, '\n')) lines.emplace_back(base::trim(line));
    }
    if (!is_one_contact(lines)) return false;
    Contact contact;
    std::string numbers;
    for (const std::string& line : lines) {
      const Labelled labelled = read_label(line);
      const Word* word = labelled.found ? find_word(WordUse::Contact, labelled.label) : nullptr;
      if (word == nullptr) {
        const std::string text =
            labelled.found ? extra_text(labelled.label, labelled.value, {}) : extra_text({}, line, {});
        if (!text.empty()) contact.extra.push_back(text);
        continue;
      }
      if (word->field == "number") numbers = narrowed(labelled.value);
      set_part(contact, *word, labelled);
    }
    if (contact.number.empty() && contact.email.empty() && !has_channel(contact)) return false;
    if (contact.name.empty()) contact.name = reading_.heading_text(reading_.heading_above(block));
    contact.span = reading_.span_of(block);
    for (const Value value : values_of(reading_, std::move(contact), several_numbers(numbers)))
      list_.add(value);
    return true;
  }

  /// Whether most of the lines are the parts of one contact. Not where a list has several ways, each under
  /// its own name: then each item is a contact. 微信小程序 is such a name, unless all the others are parts of
  /// one contact as well.
  static bool is_one_contact(const std::vector<std::string>& lines) {
    std::vector<std::string_view> fields;
    for (const std::string& line : lines) {
      const Labelled labelled = read_label(line);
      const Word* word = labelled.found ? find_word(WordUse::Contact, labelled.label) : nullptr;
      if (word == nullptr) continue;
      const std::string value = narrowed(labelled.value);
      if (!find_number(value).empty() && !find_mail(value).empty()) return false;  // a whole one in a line
      if (std::find(fields.begin(), fields.end(), word->field) != fields.end()) return false;
      fields.push_back(word->field);
    }
    const bool has_way = std::find(fields.begin(), fields.end(), "channel") != fields.end();
    if (fields.size() < 2 || fields.size() * 2 <= lines.size()) return false;
    return !has_way || fields.size() == lines.size();
  }

  Reading& reading_;
  value::ListBuilder list_;
};

/// a@b.cn, 邮箱：a@b.cn; not 李某 a@b.cn, or two of them.
bool is_mail_alone(std::string_view text, std::string_view mail) {
  const std::string rest = base::replace_all(text, mail, "");
  const Word* word = find_word(WordUse::Contact, trim_marks(rest));
  return rest.size() < text.size() &&
         (trim_marks(rest).empty() || (word != nullptr && word->field == "email"));
}

/// What a row says beside the fields of a contact; a cell of numbers without a number (见公告栏) is such a
/// thing.
std::vector<std::string> extra_of_row(const Reading& reading, const Table& table, size_t row,
                                      const Contact& contact) {
  const bool reachable = !contact.number.empty() || !contact.email.empty() || has_channel(contact);
  const auto is_unread = [&](std::string_view field) {
    const std::string_view cell = table.cell(row, field);
    if (!reachable) return true;
    if (is_blank_cell(cell) || cell == contact.channel || !find_address(cell).empty()) return false;
    const std::string plain = narrowed(cell);
    if (field == "number" && !find_number(plain).empty()) return false;
    return contact.email.empty() || !is_mail_alone(plain, contact.email);
  };
  const std::string_view number = is_unread("number") ? "number" : std::string_view();
  const std::string_view email = is_unread("email") ? "email" : std::string_view();
  const std::string_view anonymous = contact.anonymous < 0 ? "anonymous" : std::string_view();
  const bool both = !table.cell(row, "purpose").empty();  // the purpose is shown where a row has both
  const std::string_view duties = both ? "duties" : std::string_view();
  return reading.extra(table, row, {number, email, anonymous, duties});
}

/// What a row begins with: its name where the columns have none.
std::string first_text(const Table& table, size_t row) {
  for (const markdown::TableCellView& cell : table.rows[row]) {
    if (!is_blank_cell(cell.text)) return std::string(cell.text);
  }
  return {};
}

/// "应急办 李某 0571-55501234" in the first cell of a row: pasted, with tabs for the strokes.
bool is_pasted_row(const Table& table, size_t row) {
  const auto& cells = table.rows[row];
  const bool alone =
      std::all_of(cells.begin() + 1, cells.end(), [](const auto& cell) { return cell.text.empty(); });
  return alone && !find_number(narrowed(cells.front().text)).empty();
}

/// The contact, once for each of `parts`, numbers of `written` from the byte `from` of it on, when it is
/// narrowed. A remark is also for the numbers before it that have none: 119、96119（着火）.
std::vector<Value> contacts_of_parts(Reading& reading, Contact contact, const std::vector<NumberPart>& parts,
                                     std::string_view written, size_t from) {
  std::vector<Value> values;
  for (size_t i = 0; i < parts.size(); i++) {
    const auto own = std::find_if(parts.begin() + static_cast<std::ptrdiff_t>(i), parts.end(),
                                  [](const NumberPart& part) { return part.remark > 0; });
    contact.number = parts[i].number;
    contact.purpose.clear();
    if (own != parts.end()) {
      const size_t begin = written_size(written, from + own->remark);
      const size_t end = written_size(written, from + own->remark + own->remark_size);
      contact.purpose = written.substr(begin, end - begin);
    }
    values.push_back(value_of(reading, contact));
  }
  return values;
}

}  // namespace

bool is_contact_table(const Table& table) {
  const bool reachable = table.column("number") != SIZE_MAX || table.column("email") != SIZE_MAX ||
                         table.column("channel") != SIZE_MAX;
  return reachable && (table.column("name") != SIZE_MAX || table.column("role") != SIZE_MAX);
}

std::vector<Value> contacts_of_row(Reading& reading, const Table& table, size_t row) {
  if (table.empty_row(row)) return {};
  Contact contact;
  contact.name = table.cell(row, "name");
  contact.role = table.cell(row, "role");
  contact.number = shown_number(table.cell(row, "number"));
  const std::string mail = narrowed(table.cell(row, "email"));
  contact.email = find_mail(mail);
  const std::string number = narrowed(table.cell(row, "number"));
  if (contact.email.empty()) contact.email = find_mail(number);
  contact.purpose = table.cell(row, "purpose");
  if (contact.purpose.empty()) contact.purpose = table.cell(row, "duties");
  contact.hours = table.cell(row, "hours");
  contact.area = table.cell(row, "area");
  contact.address = table.cell(row, "address");
  const std::string_view channel = table.cell(row, "channel");
  const bool is_number = contact.number.empty() && find_number(channel) == channel;
  if (is_number) contact.number = channel;  // 12350 among mini-programs and sites
  if (!is_number) set_channel(contact, channel, reading.first_link(table.cell_node(row, "channel")));
  const std::string_view in_place =
      table.cell(row, "number");  // 微信小程序“清波随手拍” where a number is wanted
  if (contact.number.empty() && contact.email.empty() && !has_channel(contact) &&
      (channel_word(in_place, {}) != nullptr || !find_address(in_place).empty()))
    set_channel(contact, in_place, reading.first_link(table.cell_node(row, "number")));
  contact.anonymous = anonymous_of(table.cell(row, "anonymous"));
  contact.extra = extra_of_row(reading, table, row, contact);
  const NodeId node = table.rows[row].front().node;
  contact.span = reading.span_of(node == markdown::kNoNode ? table.node : node);
  if (contact.number.empty() && contact.email.empty() && !has_channel(contact)) {
    if (is_pasted_row(table, row)) {
      reading.add(base::Code::ContactNoTable, contact.span);
    } else {
      const std::string& who = contact.name.empty() ? contact.role : contact.name;
      reading.add(base::Code::ContactNoNumber, contact.span, {who.empty() ? first_text(table, row) : who});
    }
  }
  return values_of(reading, std::move(contact), several_numbers(number));
}

std::vector<Value> contacts_of_item(Reading& reading, const Item& item) {
  Contact parts = contact_of_parts(item.text);
  if (!parts.number.empty() || !parts.email.empty()) {
    parts.span = item.span;
    const std::vector<std::string> numbers = several_numbers(parts.number);
    return values_of(reading, std::move(parts), numbers);
  }
  const Labelled labelled = read_label(item.text);
  const std::string_view written = labelled.found ? labelled.value : std::string_view(item.text);
  const std::string line = narrowed(item.text);  // with the label: QQ群 says that 123456789 is none
  const size_t begin = line.size() - narrowed(written).size();
  const std::string_view value = std::string_view(line).substr(begin);
  const std::string_view number = find_number(line, begin), mail = find_mail(value);
  if (number.empty() && mail.empty()) return channel_of_item(reading, item);
  Contact contact;
  contact.span = item.span;
  contact.email = mail;
  const std::string_view found = number.empty() ? mail : number;
  const auto at = static_cast<size_t>(found.data() - value.data());
  const std::string_view before = trim_marks(value.substr(0, at));
  contact.name = labelled.found ? trim_marks(labelled.label) : before;
  if (const std::vector<NumberPart> numbers = number_parts(value.substr(labelled.found ? 0 : at));
      !numbers.empty())
    return contacts_of_parts(reading, std::move(contact), numbers, written, labelled.found ? 0 : at);
  const std::string_view rest = written.substr(written_size(written, at + found.size()));
  contact.number = number;
  const std::string behind = narrowed(rest);
  const std::string_view said = read_label(behind).found ? read_label(behind).value : base::trim(behind);
  if (said != mail) contact.purpose = remark_of(rest);  // 12350 邮箱：a@b.cn
  if (!labelled.found || before.empty()) return values_of(reading, std::move(contact), {});
  if (number.empty() || before.size() > kNameMax || before.find("，") != std::string_view::npos) {
    contact.purpose = written;
  } else {
    contact.number = base::trim(value.substr(0, at + found.size()));  // 王主任 0571-55501234
  }
  return values_of(reading, std::move(contact), {});
}

Value read_contact(Reading& reading) { return ContactReader(reading).read(); }

}  // namespace herald::campaign
