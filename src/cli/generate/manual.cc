// Writes the pages of docs/reference out of the program's own tables, so that the manual says what the
// program does: `manual DOCS`. `manual DOCS --check` compares instead, names every page that is stale, and
// exits 1. Run by people and tests; no part of herald.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/utf8.h"
#include "campaign/directives.h"
#include "campaign/kinds.h"
#include "campaign/schema.h"
#include "campaign/words.h"
#include "cli/flags.h"
#include "io/files.h"
#include "model/config.h"
#include "render/renderer.h"
#include "tmpl/tmpl.h"
#include "value/json.h"

namespace {

using namespace herald;
using base::Language;
using model::FieldDefinition;
using model::FieldType;
using model::Need;

/// A page of the reference: its file's name, and its text.
struct Page {
  std::string name;
  std::string text;
};

// ---- Markdown ----

/// What the checks of raw text look for in an example, and what keeps a sign from being read as one.
constexpr std::array<std::string_view, 4> kTelltales = {"（周", "pan.baidu.com", "]（", "】("};
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kReferences = {
    {{"周", "&#21608;"}, {"[", "&#91;"}, {"]", "&#93;"}, {"【", "&#12304;"}, {":", "&#58;"}}};

/// The text between backquotes, on one line, fit for a table's cell.
std::string code(std::string_view text) {
  const std::string flat = base::replace_all(base::replace_all(text, "\n", " "), "|", "\\|");
  const bool quoted = flat.find('`') != std::string::npos;
  return quoted ? fmt::format("`` {} ``", flat) : fmt::format("`{}`", flat);
}

/// An example in words instead of a code span: what reads the raw text of a page (weekdays, shares,
/// full-width signs) looks into code as well, and would find the wrong examples of the manual to be wrong.
std::string as_words(std::string_view example) {
  std::string out(example);
  for (const auto& [sign, reference] : kReferences) out = base::replace_all(out, sign, reference);
  return out;
}

bool is_wrong_example(std::string_view example) {
  return std::any_of(kTelltales.begin(), kTelltales.end(), [&](std::string_view telltale) {
    return example.find(telltale) != std::string_view::npos;
  });
}

/// Prose of the tables: Markdown, in which '<' is a character and no tag, and {{ }} no value.
std::string prose(std::string_view text) {
  std::string out;
  const std::vector<std::string_view> parts = base::split(text, '`');  // Every second one is code.
  for (size_t i = 0; i < parts.size(); i++) {
    const bool is_code = i % 2 == 1 && i + 1 < parts.size();
    if (is_code) {
      out += is_wrong_example(parts[i]) ? as_words(parts[i]) : fmt::format("`{}`", parts[i]);
    } else {
      if (i % 2 == 1) out += '`';
      out += base::replace_all(base::replace_all(parts[i], "<", "\\<"), "{{", "\\{{");
    }
  }
  return out;
}

/// Both languages in one cell.
std::string both(std::string_view zh, std::string_view en) {
  const std::string text = zh.empty() || en.empty() ? prose(zh) + prose(en) : prose(zh) + "<br>" + prose(en);
  return base::replace_all(base::replace_all(text, "\n", " "), "|", "\\|");
}

void append_row(std::string& out, std::initializer_list<std::string> cells) {
  for (const std::string& cell : cells) out += cell.empty() ? "| " : fmt::format("| {} ", cell);
  out += "|\n";
}

void append_head(std::string& out, std::initializer_list<std::string> cells) {
  append_row(out, cells);
  for (size_t i = 0; i < cells.size(); i++) out += "|---";
  out += "|\n";
}

/// The names parted by '|' in the tables, joined by `between`.
std::string joined_names(std::string_view names, std::string_view between) {
  std::string out;
  for (std::string_view name : base::split(names, '|')) {
    if (!out.empty()) out += between;
    out += name;
  }
  return out;
}

// ---- fields.md ----

std::string_view type_words(FieldType type) {
  switch (type) {
    case FieldType::Text:
      return "一行文字 text";
    case FieldType::LongText:
      return "一段文字 long text";
    case FieldType::Integer:
      return "整数 whole number";
    case FieldType::Boolean:
      return "是或否 yes or no";
    case FieldType::Date:
      return "日期 date";
    case FieldType::DateTime:
      return "日期和时刻 date and time";
    case FieldType::Occasion:
      return "日期和时刻，可以写旬、月、时段 date and time, also fuzzy";
    case FieldType::Choice:
      return "选一项 choice";
    case FieldType::Telephone:
      return "电话 telephone";
    case FieldType::Email:
      return "邮箱 mail address";
    case FieldType::Address:
      return "网址 address";
    case FieldType::File:
      return "页面旁边的文件 file";
    case FieldType::PageLink:
      return "另一个 .md 文件 page";
    case FieldType::Object:
      return "一组字段 group";
    case FieldType::Any:
      return "不限 anything";
  }
  return "";
}

/// "`draft`（草稿）、`review`（审核中，待审）"
std::string choices_of(const FieldDefinition& field) {
  std::string out;
  for (std::string_view choice : field.choices) {
    const size_t bar = std::min(choice.find('|'), choice.size());
    out += fmt::format("{}`{}`", out.empty() ? "" : "、", choice.substr(0, bar));
    if (bar < choice.size()) out += fmt::format("（{}）", joined_names(choice.substr(bar + 1), "，"));
  }
  return out;
}

/// Writes tables of fields. A group that several kinds share is written once and linked to.
class FieldTables {
 public:
  explicit FieldTables(std::string& out) : out_(out) {}

  /// The table of `fields`, then those of its groups, below headings that begin with `owner`.
  void append(std::span<const FieldDefinition> fields, const std::string& owner) {
    if (fields.empty()) return;
    append_head(out_, {"字段 key", "中文名 labels", "类型 type", "例 example", "说明 help"});
    for (const FieldDefinition& field : fields) append_field(field, owner);
    out_ += '\n';
    for (const FieldDefinition& field : fields) {
      const std::string name = fmt::format("{} / {}", owner, field.key);
      if (field.fields.empty() || written_.at(field.fields.data()) != name) continue;
      out_ += fmt::format("### {}\n\n{}\n\n", name, both(field.help_zh, field.help_en));
      append(field.fields, name);
    }
  }

 private:
  static std::string example_in_table(const FieldDefinition& field) {
    const bool made = field.example.empty() && field.type != model::FieldType::Object;
    return made ? "" : code(model::example_of(field));
  }

  void append_field(const FieldDefinition& field, const std::string& owner) {
    std::string key = code(field.key);
    if (field.need == Need::Required) key += "<br>必填 required";
    if (field.need == Need::Expected) key += "<br>最好写上 expected";
    std::string type(type_words(field.type));
    if (!field.fields.empty()) {
      const auto [group, is_new] =
          written_.emplace(field.fields.data(), fmt::format("{} / {}", owner, field.key));
      type = fmt::format("[{}](#{})", type, base::replace_all(group->second, " / ", "-"));
    }
    if (field.list) type += "<br>可写多项 list";
    std::string help = both(field.help_zh, field.help_en);
    if (!field.choices.empty()) help += "<br>" + choices_of(field);
    append_row(out_, {key, joined_names(field.label, "、"), type, example_in_table(field), help});
  }

  std::string& out_;
  std::map<const FieldDefinition*, std::string> written_;  ///< Each group, and the heading it stands under.
};

Page fields_page() {
  Page page{"fields.md", R"(# 字段 Fields

每个 `.md` 文件开头两行 `---` 之间的内容，一行一个字段。英文名和中文名都可以写：`title: …` 与 `标题：…` 相同。“最好写上”的字段缺少时有警告，“必填”的缺少时是错误；没有 site.json 的文件夹不查这两样。“可写多项”的字段写成 `[甲, 乙]`，只有一项时可以不写方括号。

The head of a page, between two lines of `---`. A key is written in English or by one of its Chinese labels. A missing field that is *expected* is a warning, one that is *required* an error; a folder without site.json is asked for neither. A list of one may be written without brackets.

)"};
  FieldTables tables(page.text);
  page.text += "## 每一页 Every page\n\n";
  tables.append(campaign::common_fields(), "page");
  for (const campaign::KindDefinition& kind : campaign::kinds()) {
    page.text += fmt::format("## {} {}\n\n{}\n\n", kind.name, kind.label, both(kind.help_zh, kind.help_en));
    if (!kind.folder.empty())
      page.text += fmt::format("文件夹 folder：`{}/`　`kind: {}`\n\n", kind.folder, kind.name);
    tables.append(kind.fields, std::string(kind.name));
  }
  page.text +=
      "## campaign 年度活动\n\n年度文件夹里 `_index.md` 的字段。<br>The fields of an edition's "
      "`_index.md`.\n\n";
  tables.append(campaign::campaign_fields(), "campaign");
  page.text += "## site.json\n\n网站的设置，写成 JSON。<br>The settings of a site, as JSON.\n\n";
  tables.append(model::config_fields(), "site");
  return page;
}

// ---- words.md ----

Page words_page() {
  Page page{"words.md", R"(# 正文里认得的词 Words that are read

日程、议程、展台、资料、联系方式、统计表都写成普通的表格和列表，程序按下面这些词认出哪一列是什么。排在前面的是推荐的写法；中间的空格、末尾的冒号和括号里的说明不影响识别，例如“联 系 人：”“时间（北京时间）”。

Schedules, programmes, stands, materials, contacts and forms are ordinary tables and lists; these are the words by which the program knows what is what. The first is the one to recommend. Blanks, a colon at the end and a remark in brackets do not count.
)"};
  const std::span<const campaign::Word> words = campaign::words();
  for (size_t i = 0; i < words.size(); i++) {
    const campaign::Word& word = words[i];
    if (i == 0 || words[i - 1].use != word.use) {
      const campaign::UseText use = campaign::text_of(word.use);
      page.text += fmt::format("\n## {} {}\n\n", use.zh, use.en);
      append_head(page.text, {"含义 field", "写法 words", "说明 help"});
    }
    append_row(page.text,
               {code(word.field), joined_names(word.names, " / "), both(word.help_zh, word.help_en)});
  }
  return page;
}

// ---- directives.md ----

std::string_view type_words(const markdown::SettingDefinition& setting) {
  switch (setting.type) {
    case markdown::SettingType::Text:
      return "文字 text";
    case markdown::SettingType::Number:
      return "数字 number";
    case markdown::SettingType::Phone:
      return "电话 telephone";
    case markdown::SettingType::Link:
      return "页面或网址 page or address";
    case markdown::SettingType::File:
      return "文件或网址 file or address";
  }
  return "";
}

Page directives_page() {
  Page page{"directives.md", R"(# 版块 Directives

版块从 `:::名称 {设置=值}` 一行开始，到只有 `:::` 的一行结束；标着“可写在句子里”的也可以写成 `:名称[文字]{设置=值}`。名称和设置用中文、英文都可以。怎样写见[正文的写法](../markdown.md#版块)。

A directive begins with a line `:::name {setting=value}` and ends with a line of `:::`; those marked so may stand in a line as `:name[text]{setting=value}`. Names and settings may be Chinese or English. See [how they are written](../markdown.md#版块).
)"};
  for (const markdown::DirectiveDefinition& directive : campaign::directives()) {
    page.text += fmt::format("\n## {} {}\n\n{}。<br>{}.\n\n", directive.label, directive.name,
                             directive.help_zh, directive.help_en);
    if (!directive.others.empty())
      page.text += fmt::format("也叫 also: {}\n\n", joined_names(directive.others, "、"));
    if (directive.in_line) page.text += "可写在句子里。 May stand in a line of text.\n\n";
    append_head(page.text, {"设置 setting", "类型 type", "说明 help"});
    for (const markdown::SettingDefinition& setting : directive.settings) {
      const std::string_view need = setting.required ? "（必填 required）" : "";
      append_row(page.text, {fmt::format("{} {}{}", setting.label, code(setting.name), need),
                             std::string(type_words(setting)), both(setting.help_zh, setting.help_en)});
    }
    page.text += fmt::format("\n```\n{}\n```\n", directive.example);
  }
  return page;
}

// ---- messages.md ----

/// The codes of one file of src/base/codes, in its order.
struct CodeGroup {
  std::string_view zh, en;
  std::vector<base::Code> codes;
};

// clang-format off
#define HERALD_CODE(name, text, severity, zh, en, zh_hint, en_hint, zh_explain, en_explain) base::Code::name,
/// All files of codes, in the order of all.def.
std::vector<CodeGroup> code_groups() {
  return {
      {"文件和磁盘", "Files and disks", {
#include "base/codes/system.def"
      }},
      {"文件开头的写法", "YAML and JSON", {
#include "base/codes/yaml.def"
      }},
      {"正文的写法", "Markdown", {
#include "base/codes/markdown.def"
      }},
      {"模板", "Templates", {
#include "base/codes/template.def"
      }},
      {"网站和链接", "Sites and links", {
#include "base/codes/site.def"
      }},
      {"各类页面的内容", "What pages say", {
#include "base/codes/content.def"
      }},
      {"生成网站", "Building", {
#include "base/codes/build.def"
      }},
      {"发布", "Publishing", {
#include "base/codes/publish.def"
#include "base/codes/hosts.def"
      }},
      {"命令行", "The command line", {
#include "base/codes/cli.def"
      }},
  };
}
#undef HERALD_CODE
// clang-format on

/// `pattern` with … for its arguments.
std::string without_arguments(std::string_view pattern) {
  std::string text(pattern);
  for (char digit = '0'; digit <= '9'; digit++)
    text = base::replace_all(text, fmt::format("{{{}}}", digit), "…");
  return text;
}

void append_code(std::string& out, base::Code code) {
  const base::CodeText& text = base::text_of(code);
  static constexpr std::string_view kSeverities[] = {"note 说明", "warning 警告", "error 错误"};
  const auto chinese = static_cast<size_t>(Language::Chinese),
             english = static_cast<size_t>(Language::English);
  out += fmt::format("### {}\n\n> **{}**<br>{}<br>{}\n\n{}\n\n{}\n\n", text.name,
                     kSeverities[static_cast<size_t>(text.severity)],
                     prose(without_arguments(text.message[chinese])),
                     prose(without_arguments(text.message[english])), prose(text.explanation[chinese]),
                     prose(text.explanation[english]));
}

/// False, with a word about it, when a file of codes is not among the groups above.
bool append_groups(std::string& out) {
  size_t count = 0;
  for (const CodeGroup& group : code_groups()) {
    out += fmt::format("## {} {}\n\n", group.zh, group.en);
    for (base::Code code : group.codes) append_code(out, code);
    count += group.codes.size();
  }
  if (count == static_cast<size_t>(base::Code::Count)) return true;
  std::fputs("manual: code_groups() does not name all files of src/base/codes\n", stderr);
  return false;
}

Page messages_page() {
  Page page{"messages.md", R"(# 提示 Messages

每条提示末尾的方括号里是它的名称，例如 `[broken-link]`。下面按名称说明是什么意思、怎样改；命令行里用 `herald explain broken-link` 看同样的内容。有错误时网站不会改动；警告不影响生成。“…”处是具体的文件名、字段名等。

Each message ends with its name in square brackets. An error keeps the site as it was; a warning does not. `herald explain NAME` prints the same text. Where “…” stands, the message names the file, the key and the like.

)"};
  if (!append_groups(page.text)) page.text.clear();
  return page;
}

// ---- templates.md ----

/// "cut(columns)", "date(style="long")", "period([end], with_year=false)".
std::string signature_of(const tmpl::Callable& callable) {
  std::string parameters;
  for (const tmpl::Parameter& parameter : callable.parameters) {
    if (!parameters.empty()) parameters += ", ";
    if (parameter.required) {
      parameters += parameter.name;
    } else if (parameter.fallback.is_undefined()) {
      parameters += fmt::format("[{}]", parameter.name);
    } else {
      value::Arena arena;
      std::string fallback;
      value::append_json(fallback, parameter.fallback, value::JsonStyle::Compact, arena);
      parameters += fmt::format("{}={}", parameter.name, fallback);
    }
  }
  return parameters.empty() ? std::string(callable.name) : fmt::format("{}({})", callable.name, parameters);
}

bool has_name(std::span<const tmpl::Callable> list, std::string_view name) {
  return std::any_of(list.begin(), list.end(), [&](const tmpl::Callable& one) { return one.name == name; });
}

/// The callables of `all` that are, or are not, among the engine's own.
void append_callables(std::string& out, std::span<const tmpl::Callable> all,
                      std::span<const tmpl::Callable> own, bool wanted) {
  const bool any = std::any_of(all.begin(), all.end(), [&](const tmpl::Callable& callable) {
    return has_name(own, callable.name) == wanted;
  });
  if (!any) return;
  out += wanted ? "Jinja 自带的 As in Jinja:\n\n" : "本程序的 Of herald:\n\n";
  append_head(out, {"写法 as written", "说明 help"});
  for (const tmpl::Callable& callable : all) {
    if (has_name(own, callable.name) != wanted) continue;
    append_row(out, {code(signature_of(callable)), both(callable.help_zh, callable.help_en)});
  }
  out += '\n';
}

Page templates_page() {
  Page page{"templates.md", R"(# 模板里可以用的 Filters, tests and functions

主题怎样写见[主题手册](../themes.md)。方括号里的参数可以不写，等号后面是不写时的值。

How themes are written is told [there](../themes.md). A parameter in square brackets may be left out; what stands behind `=` counts when it is. A filter stands behind its subject (`page.dated|date('short')`), a test behind `is`.

)"};
  tmpl::Environment own, all;
  render::register_callables(all);
  page.text += "## 过滤器 Filters\n\n";
  append_callables(page.text, all.filters(), own.filters(), false);
  append_callables(page.text, all.filters(), own.filters(), true);
  page.text += "## 测试 Tests\n\n";
  append_callables(page.text, all.tests(), own.tests(), false);
  append_callables(page.text, all.tests(), own.tests(), true);
  page.text += "## 函数 Functions\n\n";
  append_callables(page.text, all.functions(), own.functions(), false);
  append_callables(page.text, all.functions(), own.functions(), true);
  return page;
}

// ---- commands.md ----

void append_flags(std::string& out, std::span<const cli::Flag> flags) {
  append_head(out, {"选项 option", "说明 help"});
  for (const cli::Flag& flag : flags) {
    std::string name = fmt::format("--{}", flag.name);
    if (!flag.value.empty()) name += fmt::format(" {}", flag.value);
    std::string left = code(name);
    if (flag.letter != 0) left = fmt::format("`-{}`　", flag.letter) + left;
    append_row(out, {left, both(flag.help[static_cast<size_t>(Language::Chinese)],
                                flag.help[static_cast<size_t>(Language::English)])});
  }
  out += '\n';
}

Page commands_page() {
  Page page{"commands.md", R"(# 命令 Commands

`herald --help` 列出命令，`herald 命令 --help` 列出一个命令的选项。选项可以写在命令前面或后面。

`herald --help` lists the commands, `herald COMMAND --help` the options of one. Options may stand before or behind the command.

)"};
  for (const cli::Command& command : cli::commands()) {
    page.text += fmt::format("## herald {}\n\n{}\n\n", command.name,
                             both(command.help[static_cast<size_t>(Language::Chinese)],
                                  command.help[static_cast<size_t>(Language::English)]));
    const auto usage = [&](Language language, std::string_view options) {
      return fmt::format("herald {} {}{}\n", command.name, command.arguments[static_cast<size_t>(language)],
                         command.flags.empty() ? "" : options);
    };
    page.text += "```sh\n" + usage(Language::Chinese, " [选项]") + usage(Language::English, " [OPTIONS]");
    page.text += "```\n\n";
    if (!command.flags.empty()) append_flags(page.text, command.flags);
  }
  page.text += "## 所有命令 All commands\n\n";
  append_flags(page.text, cli::global_flags());
  page.text += "## 退出状态 Exit status\n\n";
  append_head(page.text, {"状态 status", "说明 meaning"});
  append_row(page.text, {"`0`", both("完成，有警告也算。", "Done, warnings included.")});
  append_row(page.text, {"`1`", both("内容有错误，网站没有改动。",
                                     "The content has errors; the site was left as it was.")});
  append_row(page.text,
             {"`2`", both("命令写错了，或 site.json 有错误。", "The command line or site.json is wrong.")});
  append_row(page.text, {"`3`", both("磁盘读写失败。", "The disk could not be read or written.")});
  append_row(page.text, {"`130`", both("按了 Ctrl-C。", "Ctrl-C.")});
  return page;
}

Page index_page() {
  return {"_index.md", R"(# 参考 Reference

这里的页面由程序自己的表格生成，与程序一致。<br>These pages are made from the program's own tables.

- [字段 Fields](fields.md)
- [正文里认得的词 Words that are read](words.md)
- [版块 Directives](directives.md)
- [提示 Messages](messages.md)
- [命令 Commands](commands.md)
- [模板里可以用的 Filters, tests and functions](templates.md)
- 每类页面的 JSON Schema，供编辑器补全和检查 for editors that complete and check: [page](schema/page.schema.json) [notice](schema/notice.schema.json) [plan](schema/plan.schema.json) [slogans](schema/slogans.schema.json) [schedule](schema/schedule.schema.json) [event](schema/event.schema.json) [material](schema/material.schema.json) [form](schema/form.schema.json) [contact](schema/contact.schema.json) [news](schema/news.schema.json) [campaign](schema/campaign.schema.json) [site.json](schema/site.schema.json)
)"};
}

// ---- schemas ----

/// A JSON Schema for each kind, for the campaign and for site.json.
void append_schemas(std::vector<Page>& pages) {
  const auto add = [&](std::string_view name, std::span<const model::FieldDefinition> fields,
                       std::string_view help_zh, std::string_view help_en) {
    pages.push_back({fmt::format("schema/{}.schema.json", name),
                     campaign::json_schema(fields, name, fmt::format("{}\n{}", help_zh, help_en))});
  };
  for (const campaign::KindDefinition& kind : campaign::kinds())
    add(kind.name, campaign::all_fields(kind.kind), kind.help_zh, kind.help_en);
  add("campaign", campaign::all_campaign_fields(), "年度活动：年度文件夹里的 _index.md。",
      "The campaign: the _index.md of an edition.");
  add("site", model::config_fields(), "网站的设置：site.json。", "The settings of the site: site.json.");
}

// ---- writing and comparing ----

std::vector<Page> make_pages() {
  std::vector<Page> pages = {index_page(),    fields_page(),    words_page(),   directives_page(),
                             messages_page(), templates_page(), commands_page()};
  for (Page& page : pages) {
    while (page.text.ends_with("\n\n")) page.text.pop_back();
  }
  append_schemas(pages);
  return pages;
}

int complain(const base::Diagnostic& diagnostic) {
  std::fputs(base::format_text(diagnostic, Language::English, base::Colour::No).c_str(), stderr);
  return 3;
}

int write_pages(io::Disk& disk, const std::string& folder, const std::vector<Page>& pages) {
  for (const Page& page : pages) {
    const auto written = disk.write(folder + "/" + page.name, page.text);
    if (!written) return complain(written.error());
    if (*written) fmt::print("wrote {}/{}\n", folder, page.name);
  }
  return 0;
}

/// Names the pages that are not what the tables say, and pages that no table makes.
int check_pages(const io::Disk& disk, const std::string& docs, const std::vector<Page>& pages) {
  const std::string folder = docs + "/reference";
  size_t stale = 0;
  for (const Page& page : pages) {
    if (disk.holds(folder + "/" + page.name, page.text)) continue;
    fmt::print("stale: {}/{}\n", folder, page.name);
    stale++;
  }
  base::Diagnostics ignored;  // A folder that is missing was told of page by page.
  for (const io::FileInfo& file : disk.walk(folder, {}, ignored).files) {
    const auto makes_it = [&](const Page& page) { return page.name == file.path; };
    if (std::any_of(pages.begin(), pages.end(), makes_it)) continue;
    fmt::print("not made from any table: {}/{}\n", folder, file.path);
    stale++;
  }
  if (stale != 0) fmt::print("`manual {}` writes the pages anew\n", docs);
  return stale == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const bool check = argc == 3 && std::string_view(argv[2]) == "--check";
  if (argc != 2 && !check) {
    std::fputs("usage: manual DOCS [--check]\n", stderr);
    return 2;
  }
  const std::string docs = argv[1];
  const std::vector<Page> pages = make_pages();
  if (std::any_of(pages.begin(), pages.end(), [](const Page& page) { return page.text.empty(); })) return 1;
  const std::unique_ptr<io::Disk> disk = io::real_disk();
  return check ? check_pages(*disk, docs, pages) : write_pages(*disk, docs + "/reference", pages);
}
