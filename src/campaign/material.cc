// Materials: tables and lists of links, with the codes that open them.

#include <algorithm>

#include "base/utf8.h"
#include "campaign/reading.h"
#include "campaign/shares.h"

namespace herald::campaign {
namespace {

using markdown::NodeKind;
using value::Value;

/// One thing to download.
struct Entry {
  std::string title, link, written_link, access_code, type, note, expires;
  std::vector<std::string> extra;
  base::Span span;
};

/// A link of a cell or an item: what it is called there, and its code.
struct NamedLink {
  std::string target, name, access_code;
};
/// The links of a text, and what it says besides them, their names and codes, as a remark.
struct LinkedText {
  std::vector<NamedLink> links;
  std::string words;
};

/// Whether `name` tells the link to `target` from another: 下载 does not, nor does PDF of a.pdf.
bool is_name(std::string_view name, std::string_view target) {
  const size_t dot = target.rfind('.');
  const bool is_ending =
      dot != std::string_view::npos && base::lower_ascii(name) == base::lower_ascii(target.substr(dot + 1));
  return !name.empty() && !is_ending && find_word(WordUse::Material, name) == nullptr;
}

/// What stands directly before a link: 竖版 of "横版：… 提取码：ab12；竖版：".
std::string_view name_before(std::string_view gap) {
  const std::string_view code = code_in_text(gap);
  if (!code.empty()) gap.remove_prefix(static_cast<size_t>(code.end() - gap.begin()));
  gap = trim_marks(gap);
  for (const std::string_view mark : {"；", ";", "，", "\n", "：", ":", "。"}) {
    const size_t at = gap.rfind(mark);
    if (at != std::string_view::npos) gap.remove_prefix(at + mark.size());
  }
  return base::trim(gap);
}

/// Reads `text`, whose links are `links`; `title` in it is told elsewhere.
LinkedText read_links(std::string_view text, const std::vector<TextLink>& links, std::string_view title) {
  LinkedText read;
  std::string around;  // the text without its links
  size_t begin = 0;
  bool is_code_first = false;
  const auto is_told = [&](std::string_view words) {
    return title.empty() || title.find(words) != std::string_view::npos ||
           words.find(title) != std::string_view::npos;
  };
  for (const TextLink& link : links) {
    const size_t at = std::min(text.find(link.text, begin), text.size());
    const std::string_view gap = text.substr(begin, at - begin);
    const bool is_bare = link.text.find("://") != std::string::npos;
    const std::string_view written = is_bare ? name_before(gap) : std::string_view(link.text);
    const bool is_named = is_name(written, link.target);
    if (&link == &links.front()) is_code_first = !code_in_text(gap).empty();
    std::string before(gap);
    if (is_bare && links.size() > 1 && is_named) before.erase(before.rfind(written), written.size());
    around += before + "\n";
    if (!is_bare && links.size() == 1 && is_named && !is_told(written)) around += link.text + "\n";
    begin = std::min(at + link.text.size(), text.size());
    const size_t next = &link == &links.back() ? text.size() : text.find((&link + 1)->text, begin);
    const std::string_view behind = text.substr(begin, std::min(next, text.size()) - begin);
    read.links.push_back({link.target, std::string(is_named ? written : netdisk_of(link.target)),
                          std::string(code_in_text(is_code_first ? gap : behind))});
  }
  around += text.substr(begin);
  const size_t at = title.empty() ? std::string::npos : around.find(title);
  if (at != std::string::npos) around.replace(at, title.size(), "\n");
  read.words = base::replace_all(words_beside_shares(around, {}), "\n", "；");
  return read;
}

class MaterialReader {
 public:
  explicit MaterialReader(Reading& reading) : reading_(reading) {}

  Value read() {
    for (const NodeId block : reading_.blocks()) {
      const NodeKind kind = reading_.document().at(block).kind;
      if (kind == NodeKind::Table) read_table(block, reading_.table(block, WordUse::Material));
      if (kind == NodeKind::Paragraph) read_table(block, pasted_table(block));
      if (kind == NodeKind::List) read_list(block);
    }
    reading_.take_headings();
    check_sources();
    return value::MapBuilder().set("items", items_.build(reading_.arena())).build(reading_.arena());
  }

 private:
  /// The table of a paragraph whose lines are rows of cells parted by tabs, as spreadsheets paste them; no
  /// columns for another paragraph.
  Table pasted_table(NodeId block) const {
    Table table;
    table.node = block;
    if (reading_.source().view(reading_.span_of(block)).find('\t') == std::string_view::npos) return table;
    for (const std::string& line : reading_.lines(block)) {
      auto& row = table.rows.emplace_back();
      for (const std::string_view cell : base::split(line, '\t'))
        row.push_back({markdown::kNoNode, std::string(base::trim(cell)), false});
      if (row.size() < 2) return table;
    }
    for (const auto& cell : table.rows.front())
      table.columns.push_back(cell.text.empty() ? nullptr : find_word(WordUse::Material, cell.text));
    return table;
  }

  void read_table(NodeId block, const Table& table) {
    const bool has_link_column = table.column("url") != SIZE_MAX;
    if (!has_link_column && table.column("access_code") == SIZE_MAX) return;
    reading_.take(block);
    for (size_t row = 1; row < table.rows.size(); row++) {
      if (!table.empty_row(row)) add_row(table, row);
    }
  }

  /// The links in the column of links, also where they are no links of Markdown.
  std::vector<TextLink> links_of_row(const Table& table, size_t row) const {
    std::vector<TextLink> links = reading_.links(table.cell_node(row, "url"));
    if (!links.empty()) return links;
    std::string_view rest = table.cell(row, "url");
    for (std::string_view url = find_address(rest); !url.empty(); url = find_address(rest)) {
      links.push_back({std::string(url), std::string(url)});
      rest.remove_prefix(static_cast<size_t>(url.end() - rest.begin()));
    }
    return links;
  }

  void add_row(const Table& table, size_t row) {
    const Entry entry = entry_of_row(table, row);
    const std::vector<TextLink> links = links_of_row(table, row);
    if (links.empty()) return add(entry);
    LinkedText text = read_links(table.cell(row, "url"), links, entry.title);
    const std::vector<std::string> codes = codes_of_cell(table.cell(row, "access_code"));
    for (size_t i = 0; links.size() > 1 && i < links.size() && codes.size() == links.size(); i++)
      text.links[i].access_code = codes[i];
    add_each(entry, text);
  }

  /// The words of letters and digits in a cell of codes: ab12/cd34, 百度 ab12 夸克 cd34.
  static std::vector<std::string> codes_of_cell(std::string_view cell) {
    std::vector<std::string> codes;
    bool is_open = false;
    for (const char c : cell) {
      const char lower = static_cast<char>(c | 0x20);
      const bool is_code = (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z');
      if (is_code && !is_open) codes.emplace_back();
      if (is_code) codes.back() += c;
      is_open = is_code;
    }
    return codes;
  }

  /// Adds what `entry` is at each of its links.
  void add_each(const Entry& entry, const LinkedText& text) {
    for (const NamedLink& link : text.links) {
      Entry each = entry;
      each.link = link.target;
      if (!link.access_code.empty()) each.access_code = link.access_code;
      if (each.title.empty()) {
        each.title = link.name;
      } else if (text.links.size() > 1 && !link.name.empty()) {
        each.title += "（" + link.name + "）";
      }
      if (!text.words.empty()) each.note += (each.note.empty() ? "" : "；") + text.words;
      add(each);
    }
  }

  Entry entry_of_row(const Table& table, size_t row) {
    Entry entry;
    entry.title = table.cell(row, "title");
    entry.type = table.cell(row, "type");
    entry.note = table.cell(row, "note");
    const std::string_view size = table.cell(row, "size");
    if (!is_blank_cell(size)) entry.type += (entry.type.empty() ? "" : "，") + std::string(size);
    const std::string_view expires = table.cell(row, "expires");
    if (is_blank_cell(entry.note)) entry.note.clear();
    const std::string_view url = table.cell(row, "url");
    entry.written_link = url;
    entry.expires = is_blank_cell(expires) ? expiry_in_text(url) : expires;
    entry.link = reading_.first_link(table.cell_node(row, "url"));
    const bool is_one_link = links_of_row(table, row).size() < 2;
    if (entry.link.empty()) entry.link = reading_.first_link(table.cell_node(row, "title"));
    if (entry.link.empty()) entry.link = find_address(url);
    const std::string_view code = table.cell(row, "access_code");
    entry.access_code = code_of_cell(code);
    const bool is_other_code = entry.access_code.empty() && !is_no_code(code);  // 见群公告
    if (entry.access_code.empty() && is_one_link) entry.access_code = code_in_text(url);
    const bool is_unread = entry.link.empty() && !entry.title.empty();  // 见群文件, where a link is wanted
    entry.extra = reading_.extra(table, row, {is_unread ? "url" : "", is_other_code ? "access_code" : ""});
    if (entry.title.empty() && is_one_link) entry.title = url;
    const NodeId node = table.rows[row].front().node;
    entry.span = reading_.span_of(node == markdown::kNoNode ? table.node : node);
    return entry;
  }

  /// The code in a cell of codes: with its label or without; none where the cell has other words.
  static std::string code_of_cell(std::string_view cell) {
    if (is_blank_cell(cell)) return {};
    const std::string narrow = narrowed(cell);
    const std::string_view labelled = code_in_text(narrow);
    if (!labelled.empty()) return std::string(labelled);
    const bool is_ascii = std::all_of(narrow.begin(), narrow.end(), [](char c) { return c > 0; });
    return is_ascii ? squeezed(narrow) : std::string();
  }

  /// Whether a cell says that there is no code: empty, —, 无需提取码, 不需要, 免密.
  static bool is_no_code(std::string_view cell) {
    constexpr std::string_view kNone[] = {"无", "不", "免", "没有"};
    return is_blank_cell(cell) || std::any_of(std::begin(kNone), std::end(kNone),
                                              [&](std::string_view word) { return cell.starts_with(word); });
  }

  /// A list is of materials when each of its items has a link to something other than a page, and no list
  /// of its own.
  void read_list(NodeId block) {
    const std::vector<Item> items = reading_.items(block);
    const bool all_linked = std::all_of(items.begin(), items.end(), [&](const Item& item) {
      return !(item.link.empty() ? find_address(item.text) : std::string_view(item.link)).empty() &&
             !is_page(item.link) && !has_list(item.node);
    });
    if (items.empty() || !all_linked) return;
    reading_.take(block);
    for (const Item& item : items) add_item(item);
  }

  void add_item(const Item& item) {
    std::vector<TextLink> links = reading_.links(item.node);
    std::erase_if(links, [](const TextLink& link) { return is_page(link.target); });
    Entry entry = entry_of_item(item);
    if (links.empty()) return add(entry);
    if (links.size() > 1) {
      const std::string_view before = std::string_view(item.text).substr(0, item.text.find(links[0].text));
      const Labelled labelled = read_label(before);
      entry.title = trim_marks(labelled.found ? labelled.label : before);
      entry.access_code.clear();
    }
    add_each(entry, read_links(item.text, links, entry.title));
  }

  bool has_list(NodeId item) const {
    const auto children = markdown::children(reading_.document(), item);
    return std::any_of(children.begin(), children.end(),
                       [&](NodeId child) { return reading_.document().at(child).kind == NodeKind::List; });
  }

  /// A page or a section of this site: no material.
  static bool is_page(std::string_view link) {
    if (link.find("://") != std::string_view::npos) return false;
    link = link.substr(0, link.find('#'));
    return link.ends_with(".md") || link.ends_with('/');
  }

  static Entry entry_of_item(const Item& item) {
    Entry entry;
    entry.expires = expiry_in_text(item.text);
    entry.span = item.span;
    entry.link = item.link.empty() ? std::string(find_address(item.text)) : item.link;
    entry.access_code = code_in_text(item.text);
    const bool bare = item.link_text.empty() || item.link_text.find("://") != std::string::npos;
    const Labelled labelled = read_label(item.text);
    const bool generic = find_word(WordUse::Material, item.link_text) != nullptr;
    if (!bare && !generic) {
      entry.title = item.link_text;
    } else if (labelled.found && !labelled.label.empty()) {
      entry.title = trim_marks(labelled.label);
    } else {
      const size_t at = item.text.find(bare ? std::string_view("http") : std::string_view(item.link_text));
      entry.title = trim_marks(std::string_view(item.text).substr(0, std::min(at, item.text.size())));
    }
    if (entry.title.empty()) entry.title = item.link_text;
    return entry;
  }

  void tell_no_link(const Entry& entry) {
    base::Diagnostic& told = reading_.add(base::Code::MaterialNoLink, entry.span, {entry.title});
    std::string meant = meant_address(entry.written_link);
    if (!meant.empty()) told.notes.push_back({base::Code::DidYouMean, {}, {std::move(meant)}, {}});
  }

  void add(Entry entry) {
    if (entry.link.empty()) tell_no_link(entry);
    if (entry.access_code.empty()) entry.access_code = code_in_url(entry.link);
    if (entry.access_code.empty() && wants_code(entry.link))
      reading_.add(base::Code::ShareNoCode, entry.span);
    value::MapBuilder item;
    item.set("title", reading_.text(entry.title).at_position(entry.span.begin));
    if (!entry.link.empty()) item.set("link", reading_.text(entry.link));
    item.set("url", reading_.text(entry.link));
    item.set("access_code", reading_.text(entry.access_code));
    item.set("type", reading_.text(is_blank_cell(entry.type) ? "" : entry.type));
    const ShareEnd end = read_share_end(entry.expires, reading_.year(), reading_.arena());
    // 长期有效, 7天: words that are no day
    if ((end.day.is_nothing() || end.says_more) && entry.note.find(entry.expires) == std::string::npos)
      entry.note += (entry.note.empty() ? "有效期：" : "；有效期：") + entry.expires;
    item.set("note", reading_.text(is_blank_cell(entry.note) ? "" : entry.note));
    if (!end.day.is_nothing()) item.set("expires", end.day);
    set_extra(item, entry.extra, reading_.arena());
    items_.add(item.build(reading_.arena()));
  }

  /// Front matter's sources are shares as well.
  void check_sources() {
    const Value sources = reading_.input().fields.get("sources");
    if (!sources.is(value::Type::List)) return;
    for (const Value& source : sources.items()) {
      const Value url = source.is(value::Type::Map) ? source.get("url") : Value();
      const std::string_view text = url.text_or_empty();
      if (!wants_code(text) || !source.get("access_code").text_or_empty().empty()) continue;
      const uint32_t begin = url.has_position() ? url.position() : 0;
      reading_.add(base::Code::ShareNoCode, {begin, begin + static_cast<uint32_t>(text.size())});
    }
  }

  Reading& reading_;
  value::ListBuilder items_;
};

}  // namespace

Value read_material(Reading& reading) { return MaterialReader(reading).read(); }

}  // namespace herald::campaign
