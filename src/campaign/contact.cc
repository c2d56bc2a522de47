// Contacts: tables with a column of numbers, mailboxes or other channels, and lists or lines of
// "名称：号码（说明）".

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "base/utf8.h"
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

/// One way to reach somebody.
struct Contact {
  std::string name, number, email, role, purpose, hours, area, address, channel, link;
  int anonymous = -1;
  std::vector<std::string> extra;
  base::Span span;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The first number anywhere in `text`, or what was meant as one but has letters in it.
std::string_view find_number(std::string_view text) {
  const auto found = markdown::stated_telephone(text);
  return found ? text.substr(found->begin, found->size) : markdown::number_with_letters(text);
}

bool is_mail_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
         c == '-' || c == '+';
}

std::string_view find_mail(std::string_view text) {
  for (size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    size_t begin = at, end = at + 1;
    while (begin > 0 && is_mail_character(text[begin - 1])) begin--;
    while (end < text.size() && is_mail_character(text[end])) end++;
    while (end > at + 1 && text[end - 1] == '.') end--;
    const std::string_view domain = text.substr(at + 1, end - at - 1);
    if (begin < at && domain.find('.') != std::string_view::npos) return text.substr(begin, end - begin);
  }
  return {};
}

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

/// 12345, 12345转3, 119（24小时）, 400-800-1234: a short number, or one that is free to call, and no word
/// that it is part of.
bool is_hotline_number(std::string_view text) {
  const auto number = markdown::stated_telephone(text);
  if (!number || number->begin > 0) return false;
  if (number->digits.starts_with("400") || number->digits.starts_with("800")) return true;
  if (number->digits.size() > kHotlineDigitsMax) return false;
  const std::string_view rest = text.substr(number->size);
  constexpr std::string_view kEnds[] = {" ", "转", "(", "（", ",", "，", "、", ";", "；", "/", "或"};
  return rest.empty() || std::any_of(std::begin(kEnds), std::end(kEnds),
                                     [&](std::string_view end) { return rest.starts_with(end); });
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

/// The number of a cell as it is shown: what was written, when a number is in it.
std::string shown_number(std::string_view cell) {
  const std::string plain = narrowed(cell);
  const std::string_view number = find_number(plain);
  if (number.empty()) return "";
  const std::string_view trimmed = base::trim(plain);
  const bool is_first = trimmed.starts_with(number);
  return std::string(is_first && trimmed.find('@') == std::string_view::npos ? trimmed : number);
}

/// The numbers of "119、96119", "0571-55501234/55501235" (the second in the same area) or two with a blank
/// between; none when `text` is one number, or has words in it.
std::vector<std::string> several_numbers(std::string_view text) {
  constexpr std::string_view kBetween[] = {" ", "\t", "\n", "/", "、", ",", ";", "，", "；", "或者", "或"};
  constexpr size_t kLocalMin = 7, kPartMax = 4;
  std::vector<std::string> numbers;
  std::string_view area;
  size_t at = 0;
  const auto skip = [&] {
    const size_t begin = at;
    for (bool again = true; again;) {
      again = false;
      for (const std::string_view mark : kBetween) {
        if (!text.substr(at).starts_with(mark)) continue;
        at += mark.size();
        again = true;
      }
    }
    return at > begin;
  };
  for (skip(); at < text.size();) {
    const auto found = markdown::stated_telephone(text, at);
    if (!found || found->begin != at) return {};
    const bool is_long = found->digits.size() >= kLocalMin;
    const bool is_ending = found->digits.size() == kPartMax && !numbers.empty();  // 55501234/1235
    if (is_ending) return {};
    const std::string_view number = text.substr(at, found->size);
    if (found->area_size > 0) area = number.substr(0, found->area_size);
    const bool is_local = is_long && found->digits.size() <= kLocalMin + 1 && found->area_size == 0;
    numbers.push_back((is_local ? std::string(area) : "") + std::string(number));
    at += found->size;
    if (!skip() && at < text.size()) return {};
  }
  if (numbers.size() < 2) numbers.clear();
  return numbers;
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

/// What a labelled part says of a contact.
void set_part(Contact& contact, const Word& word, std::string_view value) {
  if (word.field == "number") contact.number = shown_number(value);
  if (word.field == "email") contact.email = find_mail(narrowed(value));
  if (word.field == "role") contact.role = value;
  if (word.field == "name") contact.name = value;
  if (word.field == "hours") contact.hours = value;
  if (word.field == "area") contact.area = value;
  if (word.field == "address") contact.address = value;
  if (word.field == "purpose" || word.field == "duties") contact.purpose = value;
  if (word.field == "channel") set_channel(contact, value, {});
  if (word.field == "anonymous") contact.anonymous = anonymous_of(value);
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
    set_part(contact, *word, trim_marks(labelled.value));
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

/// What stands behind a number or mailbox: the brackets in `written`, with its own widths, else `rest`.
std::string remark_of(std::string_view written, std::string_view rest, std::string_view mail) {
  const size_t open = written.find("（");
  const size_t close = written.rfind("）");
  rest = base::trim(rest);
  if (rest.starts_with('(') && rest.ends_with(')')) rest = rest.substr(1, rest.size() - 2);
  rest = trim_marks(rest);
  if (rest == mail) return "";
  const bool bracketed = open != std::string_view::npos && close != std::string_view::npos && close > open;
  return std::string(bracketed ? written.substr(open + 3, close - open - 3) : rest);
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

/// Whether a line is nothing but a label and what belongs to it: the label is one of a contact, or a number
/// or mailbox follows at once. "生产的事：打12350" is a sentence.
bool is_contact_line(const Item& item) {
  const Labelled labelled = read_label(item.text);
  if (!labelled.found || item.text.size() > kLineMax) return false;
  if (find_word(WordUse::Contact, labelled.label) != nullptr) return true;
  const std::string value = narrowed(labelled.value);
  const std::string_view number = find_number(value), mail = find_mail(value);
  return (!number.empty() && number.data() == value.data()) || (!mail.empty() && mail.data() == value.data());
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
    for (const NodeId block : blocks) tell_lost_table(block);
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

  /// Tells of a paragraph whose first line has the headers of a table, parted by tabs or wide blanks.
  void tell_lost_table(NodeId block) {
    if (reading_.is_taken(block) || reading_.document().at(block).kind != NodeKind::Paragraph) return;
    std::string header = reading_.lines(block).front();
    for (const std::string_view blank : {"　", "  "}) header = base::replace_all(header, blank, "\t");
    Table table;
    for (const std::string_view cell : base::split(header, '\t'))
      table.columns.push_back(base::trim(cell).empty() ? nullptr : find_word(WordUse::Contact, cell));
    if (is_contact_table(table)) reading_.add(base::Code::ContactNoTable, reading_.span_of(block));
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
    for (const Item& item : items)
      found.push_back(read_label(item.text).found ? contacts_of_item(reading_, item) : std::vector<Value>());
    const auto known = static_cast<size_t>(
        std::count_if(found.begin(), found.end(), [](const auto& contacts) { return !contacts.empty(); }));
    if (known * 2 <= items.size()) return;  // a list of something else that names a number
    reading_.take(block);
    for (size_t i = 0; i < items.size(); i++) {
      if (found[i].empty()) {
        reading_.add(base::Code::ContactNoNumber, items[i].span,
                     {std::string(trim_marks(read_label(items[i].text).label))});
      }
      for (const Value contact : found[i]) list_.add(contact);
    }
  }

  /// A list that describes one contact: 电话：…, 邮箱：…, 地址：… below its name as a heading.
  bool read_labels(const std::vector<Item>& items, NodeId block) {
    Contact contact;
    size_t known = 0;
    std::string numbers;
    for (const Item& item : items) {
      const Labelled labelled = read_label(item.text);
      const Word* word = labelled.found ? find_word(WordUse::Contact, labelled.label) : nullptr;
      if (word == nullptr) continue;
      const std::string value = narrowed(labelled.value);
      if (!find_number(value).empty() && !find_mail(value).empty()) return false;  // a whole one in a line
      known++;
      if (word->field == "number") numbers = narrowed(labelled.value);
      set_part(contact, *word, labelled.value);
    }
    const bool reachable = !contact.number.empty() || !contact.email.empty() || has_channel(contact);
    if (known < 2 || known * 2 <= items.size() || !reachable) return false;
    if (!is_one_contact(items)) return false;
    if (contact.name.empty()) contact.name = reading_.heading_text(reading_.heading_above(block));
    contact.span = reading_.span_of(block);
    for (const Value value : values_of(reading_, std::move(contact), several_numbers(numbers)))
      list_.add(value);
    return true;
  }

  /// False when a list has several ways, each under its own name: then each item is a contact. 微信小程序 is
  /// such a name, unless all the others are parts of one contact as well.
  static bool is_one_contact(const std::vector<Item>& items) {
    size_t numbers = 0, channels = 0, known = 0;
    for (const Item& item : items) {
      const Labelled labelled = read_label(item.text);
      const Word* word = labelled.found ? find_word(WordUse::Contact, labelled.label) : nullptr;
      if (word == nullptr) continue;
      const std::string value = narrowed(labelled.value);
      if (!find_number(value).empty() && !find_mail(value).empty()) return false;  // a whole one in a line
      known++;
      if (word->field == "number") numbers++;
      if (word->field == "channel") channels++;
    }
    return numbers <= 1 && channels <= 1 && (channels == 0 || known == items.size());
  }

  Reading& reading_;
  value::ListBuilder list_;
};

/// What a row says beside the fields of a contact; a cell of numbers without a number (见公告栏) is such a
/// thing.
std::vector<std::string> extra_of_row(const Reading& reading, const Table& table, size_t row,
                                      const Contact& contact) {
  const bool reachable = !contact.number.empty() || !contact.email.empty() || has_channel(contact);
  const std::string_view number = reachable ? std::string_view() : "number";
  const std::string_view email = reachable ? std::string_view() : "email";
  const std::string_view anonymous = contact.anonymous < 0 ? "anonymous" : std::string_view();
  const bool both = !table.cell(row, "purpose").empty();  // the purpose is shown where a row has both
  const std::string_view duties = both ? "duties" : std::string_view();
  return reading.extra(table, row, {number, email, anonymous, duties});
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
  if (contact.email.empty() && contact.number.empty()) contact.email = find_mail(table.cell(row, "number"));
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
    reading.add(base::Code::ContactNoNumber, contact.span,
                {contact.name.empty() ? contact.role : contact.name});
  }
  return values_of(reading, std::move(contact), several_numbers(narrowed(table.cell(row, "number"))));
}

std::vector<Value> contacts_of_item(Reading& reading, const Item& item) {
  Contact parts = contact_of_parts(item.text);
  if (!parts.number.empty() || !parts.email.empty()) {
    parts.span = item.span;
    const std::vector<std::string> numbers = several_numbers(parts.number);
    return values_of(reading, std::move(parts), numbers);
  }
  const Labelled labelled = read_label(item.text);
  const std::string plain = narrowed(labelled.found ? labelled.value : std::string_view(item.text));
  Contact contact;
  contact.span = item.span;
  std::string_view value = plain;
  const std::string_view number = find_number(value);
  const std::string_view mail = find_mail(value);
  if (number.empty() && mail.empty()) return channel_of_item(reading, item);
  contact.number = number;
  contact.email = mail;
  const std::string_view found = number.empty() ? mail : number;
  const auto at = static_cast<size_t>(found.data() - value.data());
  contact.name = labelled.found ? trim_marks(labelled.label) : trim_marks(value.substr(0, at));
  const size_t bracket = std::min(value.find('(', at + found.size()), value.size());
  const std::vector<std::string> numbers = several_numbers(value.substr(at, bracket - at));
  contact.purpose = remark_of(labelled.found ? labelled.value : std::string_view(item.text),
                              value.substr(numbers.empty() ? at + found.size() : bracket), mail);
  return values_of(reading, std::move(contact), numbers);
}

Value read_contact(Reading& reading) { return ContactReader(reading).read(); }

}  // namespace herald::campaign
