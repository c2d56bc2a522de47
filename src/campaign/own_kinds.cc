// `kinds` of site.json: what a site calls the built-in kinds, the fields that it adds to them, and kinds of
// its own. The definitions of these definitions are tables like all others, so the reader of fields checks
// them.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/suggest.h"
#include "base/utf8.h"
#include "campaign/kinds.h"
#include "campaign/kinds_tables.h"

namespace herald::campaign {
namespace {

using enum FieldType;
using enum Need;
using base::Code;
using model::Kind;
using model::OwnKind;
using value::Entry;
using value::Type;
using value::Value;

/// All fields of one kind together; the reader of fields has room for 128.
constexpr size_t kFieldsMax = 110;

constexpr std::string_view kTypes[] = {"text|文字",      "long-text|长文字", "integer|整数|数字",
                                       "boolean|是否",   "date|日期",        "date-time|日期时间|时间",
                                       "choice|选项",    "telephone|电话",   "email|邮箱",
                                       "address|网址",   "file|文件",        "page|页面",
                                       "object|一组字段"};
constexpr std::array<FieldType, std::size(kTypes)> kTypeValues = {
    Text,      LongText, Integer, Boolean, Date,     DateTime, Choice,
    Telephone, Email,    Address, File,    PageLink, Object};

constexpr std::string_view kNeeds[] = {"optional|选填", "expected|应填", "required|必填"};

// A macro, because the parts of a group have all of a field's own keys but `fields`, and a table is a
// constant.
#define HERALD_FIELD_KEYS                                                                                    \
  {.key = "key",                                                                                             \
   .label = "键|字段",                                                                                       \
   .need = Required,                                                                                         \
   .example = "urgency",                                                                                     \
   .help_zh = "字段的英文名，模板和数据文件里用它。",                                                        \
   .help_en = "Its name in templates and data files."},                                                      \
      {.key = "label",                                                                                       \
       .label = "名称|叫法",                                                                                 \
       .need = Required,                                                                                     \
       .example = "紧急程度",                                                                                \
       .help_zh = "编辑写的中文名；几个名称用 | 隔开。",                                                     \
       .help_en = "What editors write; several names are parted by |."},                                     \
      {.key = "type",                                                                                        \
       .label = "类型",                                                                                      \
       .type = Choice,                                                                                       \
       .choices = kTypes,                                                                                    \
       .example = "text",                                                                                    \
       .help_zh = "写什么样的内容；不写则是一行文字。",                                                      \
       .help_en = "What it holds; a line of text when absent."},                                             \
      {.key = "list",                                                                                        \
       .label = "多项",                                                                                      \
       .type = Boolean,                                                                                      \
       .help_zh = "可以写几项。",                                                                            \
       .help_en = "Whether there may be several."},                                                          \
      {.key = "need",                                                                                        \
       .label = "要求",                                                                                      \
       .type = Choice,                                                                                       \
       .choices = kNeeds,                                                                                    \
       .example = "required",                                                                                \
       .help_zh = "必填的缺了是错误，应填的缺了是提醒。",                                                    \
       .help_en = "Whether its absence is an error or a warning."},                                          \
      {.key = "choices",                                                                                     \
       .label = "选项",                                                                                      \
       .list = true,                                                                                         \
       .example = "[\"high|特急\", \"low|平急\"]",                                                           \
       .help_zh = "选项：英文|中文|…；文字的选项是常用的写法，写别的只提醒。",                               \
       .help_en = "Of a choice: key|Chinese|…. Of a text the usual words: others are a warning."},           \
      {.key = "min",                                                                                         \
       .label = "最小|最少",                                                                                 \
       .type = Integer,                                                                                      \
       .help_zh = "整数最小是多少，文字最少几个字。",                                                        \
       .help_en = "The least number, or characters of a text."},                                             \
      {.key = "max",                                                                                         \
       .label = "最大|最多",                                                                                 \
       .type = Integer,                                                                                      \
       .help_zh = "整数最大是多少，文字最多几个字。",                                                        \
       .help_en = "The greatest number, or characters of a text."},                                          \
      {.key = "example", .label = "例子|示例", .help_zh = "例子。", .help_en = "An example."},               \
      {.key = "help_zh", .label = "说明", .help_zh = "一句中文说明。", .help_en = "A sentence in Chinese."}, \
  {                                                                                                          \
    .key = "help_en", .label = "英文说明", .help_zh = "一句英文说明。", .help_en = "A sentence in English."  \
  }

constexpr FieldDefinition kPartKeys[] = {HERALD_FIELD_KEYS};
constexpr FieldDefinition kFieldKeys[] = {HERALD_FIELD_KEYS,
                                          {.key = "fields",
                                           .label = "各部分",
                                           .type = Object,
                                           .list = true,
                                           .fields = kPartKeys,
                                           .help_zh = "一组字段的各个部分。",
                                           .help_en = "The parts of a group."}};
#undef HERALD_FIELD_KEYS

/// Names that mean something else on every page in a template.
constexpr std::string_view kTemplateNames[] = {"url",          "absolute_url", "path",
                                               "opening",      "closing",      "summary_stated",
                                               "body",         "intro",        "rest",
                                               "toc",          "section",      "edition",
                                               "previous",     "next",         "files",
                                               "records",      "deadlines",    "events",
                                               "days",         "months",       "event",
                                               "ics_url",      "items",        "form",
                                               "preview",      "main_file",    "numbered",
                                               "terms",        "hotlines",     "own_fields",
                                               "base_kind",    "kind_label",   "absolute_preview",
                                               "contact_rows", "travel",       "take_along",
                                               "references",   "genre",        "modified"};

class Reader {
 public:
  Reader(model::Config& config, base::Diagnostics& diagnostics)
      : config_(config), diagnostics_(diagnostics) {}

  void read() {
    const Value kinds = config_.values.get("kinds");
    if (!kinds.is(Type::Map)) return;
    for (const Entry& entry : kinds.entries()) read_kind(entry);
  }

 private:
  const base::Source& source() const { return config_.source; }

  base::Span span_at(uint32_t begin, size_t size) const {
    const size_t all = source().text.size();
    if (begin >= all) return {};
    if (source().text[begin] == '"') begin++;
    return {begin, static_cast<uint32_t>(std::min(all, begin + std::max<size_t>(size, 1)))};
  }
  base::Span span_of(Value value) const {
    return value.has_position() ? span_at(value.position(), value.text_or_empty().size()) : base::Span{};
  }
  base::Span span_of_key(const Entry& entry) const {
    return entry.key_position == 0 ? base::Span{} : span_at(entry.key_position - 1, entry.key.size());
  }
  void add(Code code, base::Span span, std::vector<std::string> arguments) {
    diagnostics_.add(code, source(), span, std::move(arguments));
  }

  /// Small letters, digits and `joint`, beginning with a letter.
  static bool is_usable(std::string_view name, char joint) {
    const bool begins = !name.empty() && name.front() >= 'a' && name.front() <= 'z';
    return begins && std::all_of(name.begin(), name.end(), [&](char c) {
             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == joint;
           });
  }

  void read_kind(const Entry& entry) {
    const KindDefinition* built_in_kind = nullptr;
    for (const KindDefinition& kind : kinds()) {
      if (kind.name == entry.key) built_in_kind = &kind;
    }
    if (entry.value.is(Type::String)) {  // "notice": "通知公告"
      if (built_in_kind != nullptr) return set_label(*built_in_kind, entry.value);
    }
    if (built_in_kind == nullptr && !is_usable(entry.key, '-'))
      return add(Code::NameUnusable, span_of_key(entry), {std::string(entry.key), "-", "safety-story"});
    const FieldDefinition whole{.key = entry.key,
                                .label = "",
                                .type = Object,
                                .fields = definition_fields(),
                                .example = "{\"label\": \"安全故事\"}"};
    model::FieldContext context{.source = &source(), .whole = span_of_key(entry), .kind = "kinds"};
    const Entry raw{entry.key, entry.value, entry.key_position};
    const Value read =
        model::read_fields({&whole, 1}, Value::map({&raw, 1}), context, config_.arena, diagnostics_)
            .get(entry.key);
    if (!read.is(Type::Map)) return;
    if (built_in_kind != nullptr) return extend(*built_in_kind, read);
    define(entry, read);
  }

  static std::span<const FieldDefinition> definition_fields();

  std::string_view text(Value map, std::string_view key) { return base::trim(map.get(key).text_or_empty()); }

  void set_label(const KindDefinition& kind, Value label) {
    if (is_taken_label(label, &kind)) return;
    config_.kinds.labels[static_cast<size_t>(kind.kind)] = base::trim(label.text_or_empty());
  }

  void extend(const KindDefinition& kind, Value read) {
    for (const std::string_view key : {"folder", "extends", "headings"}) {
      const Value value = read.get(key);
      if (!value.is_undefined())
        add(Code::KindFixed, span_of(value), {std::string(kind.name), std::string(key)});
    }
    if (!read.get("label").is_undefined()) set_label(kind, read.get("label"));
    const std::span<const FieldDefinition> known = all_fields(kind.kind);
    std::vector<FieldDefinition>& further = config_.kinds.further[static_cast<size_t>(kind.kind)];
    add_fields(read.get("fields"), kind.name, {known.begin(), known.end()}, further);
  }

  void define(const Entry& entry, Value read) {
    OwnKind kind;
    kind.name = entry.key;
    const Value label = read.get("label");
    if (label.is_undefined()) {
      const FieldDefinition* asked = model::find_field(definition_fields(), "label");
      return add(
          Code::MissingField, span_of_key(entry),
          {"label", std::string(asked->label.substr(0, asked->label.find('|'))), "\"label\": \"安全故事\""});
    }
    if (is_taken_label(label, nullptr) || is_taken_folder(read.get("folder"))) return;
    kind.label = text(read, "label");
    kind.label_en = text(read, "label_en");
    kind.folder = text(read, "folder");
    kind.help_zh = text(read, "help_zh");
    kind.help_en = text(read, "help_en");
    if (const KindDefinition* base_kind = find_kind(text(read, "extends"))) kind.extends = base_kind->kind;
    const Value headings = read.get("headings");
    for (const Value& heading : headings.is(Type::List) ? headings.items() : std::span<const Value>())
      kind.headings.push_back(base::trim(heading.text_or_empty()));
    const std::span<const FieldDefinition> base_fields = all_fields(kind.extends);
    std::vector<FieldDefinition> known(base_fields.begin(), base_fields.end());
    const auto& further = config_.kinds.further[static_cast<size_t>(kind.extends)];
    known.insert(known.end(), further.begin(), further.end());
    add_fields(read.get("fields"), kind.name, std::move(known), kind.fields);
    config_.kinds.own.push_back(std::move(kind));
  }

  /// Tells when another kind is called so; `own` may keep its name.
  bool is_taken_label(Value label, const KindDefinition* own) {
    const std::string_view name = base::trim(label.text_or_empty());
    const KindDefinition* known = find_kind(name);
    const auto same = [&](const OwnKind& kind) { return kind.label == name || kind.name == name; };
    const auto of_site = std::find_if(config_.kinds.own.begin(), config_.kinds.own.end(), same);
    const bool taken = (known != nullptr && known != own) || of_site != config_.kinds.own.end();
    if (!taken) return false;
    const std::string_view by = known != nullptr ? known->name : of_site->name;
    add(Code::NameTaken, span_of(label),
        {std::string(name), fmt::format("种类 `{}` 的名称", by), fmt::format("a name of the kind `{}`", by)});
    return true;
  }

  bool is_taken_folder(Value folder) {
    if (folder.is_undefined()) return false;
    const std::string_view name = base::trim(folder.text_or_empty());
    if (!is_usable(name, '-')) {
      add(Code::NameUnusable, span_of(folder), {std::string(name), "-", "stories"});
      return true;
    }
    std::string_view by;
    for (const KindDefinition& kind : kinds()) {
      if (kind.folder == name) by = kind.name;
    }
    for (const OwnKind& kind : config_.kinds.own) {
      if (kind.folder == name) by = kind.name;
    }
    if (by.empty()) return false;
    add(Code::NameTaken, span_of(folder),
        {std::string(name), fmt::format("种类 `{}` 的文件夹", by),
         fmt::format("the folder of the kind `{}`", by)});
    return true;
  }

  void add_fields(Value list, std::string_view kind, std::vector<FieldDefinition> known,
                  std::vector<FieldDefinition>& out) {
    if (!list.is(Type::List)) return;
    for (const Value& item : list.items()) {
      if (known.size() >= kFieldsMax)
        return add(Code::TooManyFields, span_of(item), {std::string(kind), std::to_string(kFieldsMax)});
      const std::optional<FieldDefinition> field = read_field(item, known);
      if (!field) continue;
      known.push_back(*field);
      out.push_back(*field);
    }
  }

  std::optional<FieldDefinition> read_field(Value item, const std::vector<FieldDefinition>& known) {
    const Value key = item.get("key"), label = item.get("label");
    if (!key.is_text() || !label.is_text()) return std::nullopt;  // the missing one was told
    FieldDefinition field;
    field.key = base::trim(key.as_text());
    field.label = base::trim(label.as_text());
    if (!is_usable(field.key, '_')) {
      add(Code::NameUnusable, span_of(key), {std::string(field.key), "_", "contact_hours"});
      return std::nullopt;
    }
    if (is_taken(field, key, label, known)) return std::nullopt;
    for (size_t i = 0; i < std::size(kTypes); i++) {
      if (kTypes[i].substr(0, kTypes[i].find('|')) == item.get("type").text_or_empty())
        field.type = kTypeValues[i];
    }
    const std::string_view need = item.get("need").text_or_empty();
    field.need = need == "required" ? Required : need == "expected" ? Expected : Optional;
    field.list = item.get("list").is(Type::Bool) && item.get("list").as_bool();
    field.example = text(item, "example");
    field.help_zh = text(item, "help_zh");
    field.help_en = text(item, "help_en");
    read_limits(item, field);
    if (field.type == Choice || field.type == Text) field.choices = choices_of(item.get("choices"));
    if (field.type == Object) field.fields = parts_of(item.get("fields"));
    const bool incomplete =
        (field.type == Choice && field.choices.empty()) || (field.type == Object && field.fields.empty());
    if (!incomplete) return field;
    const bool choice = field.type == Choice;
    add(Code::FieldIncomplete, span_of(key),
        {std::string(field.key), choice ? "choices" : "fields",
         choice ? "\"choices\": [\"high|高\", \"low|低\"]"
                : "\"fields\": [{\"key\": \"name\", \"label\": \"名称\"}]"});
    return std::nullopt;
  }

  /// Sets min and max where they hold anything.
  void read_limits(Value item, FieldDefinition& field) {
    const Value least = item.get("min"), greatest = item.get("max");
    if (!least.is(Type::Int) && !greatest.is(Type::Int)) return;
    const base::Span place = span_of(least.is(Type::Int) ? least : greatest);
    if (field.type != Integer && field.type != Text && field.type != LongText)
      return add(
          Code::LimitUnusable, place,
          {std::string(field.key), "只有整数和文字有大小", "whole numbers and texts alone have a size"});
    const int64_t min = least.is(Type::Int) ? least.as_int() : field.min;
    const int64_t max = greatest.is(Type::Int) ? greatest.as_int() : field.max;
    if (min > max)
      return add(Code::LimitUnusable, place,
                 {std::string(field.key), fmt::format("最小 {} 大于最大 {}", min, max),
                  fmt::format("the least, {}, is above the greatest, {}", min, max)});
    field.min = min;
    field.max = max;
  }

  bool is_taken(const FieldDefinition& field, Value key, Value label,
                const std::vector<FieldDefinition>& known) {
    const auto taken = [&](std::string_view name, Value at) {
      const FieldDefinition* other = model::find_field(known, name);
      const bool reserved =
          std::find(std::begin(kTemplateNames), std::end(kTemplateNames), name) != std::end(kTemplateNames);
      if (other == nullptr && !reserved) return false;
      if (other != nullptr) {
        add(Code::NameTaken, span_of(at),
            {std::string(name), fmt::format("字段 `{}` 的名称", other->key),
             fmt::format("a name of the field `{}`", other->key)});
      } else {
        add(Code::NameTaken, span_of(at), {std::string(name), "模板里的名称", "a name in templates"});
      }
      return true;
    };
    if (taken(field.key, key)) return true;
    for (const std::string_view name : base::split(field.label, '|')) {
      if (taken(name, label)) return true;
    }
    return false;
  }

  std::span<const std::string_view> choices_of(Value list) {
    if (!list.is(Type::List)) return {};
    const std::span<const Value> items = list.items();
    auto* choices = config_.arena.array<std::string_view>(items.size());
    for (size_t i = 0; i < items.size(); i++) choices[i] = base::trim(items[i].text_or_empty());
    return {choices, items.size()};
  }

  std::span<const FieldDefinition> parts_of(Value list) {
    std::vector<FieldDefinition> parts;
    if (list.is(Type::List)) {
      for (const Value& item : list.items()) {
        if (const auto part = read_field(item, parts)) parts.push_back(*part);
      }
    }
    auto* kept = config_.arena.array<FieldDefinition>(parts.size());
    std::uninitialized_copy(parts.begin(), parts.end(), kept);
    return {kept, parts.size()};
  }

  model::Config& config_;
  base::Diagnostics& diagnostics_;
};

/// The keys of a kind's definition.
std::span<const FieldDefinition> Reader::definition_fields() {
  static const FieldDefinition* const kKind = model::find_field(common_fields(), "kind");
  static const FieldDefinition table[] = {
      {.key = "label",
       .label = "名称|叫法",
       .example = "安全故事",
       .help_zh = "编辑写的中文名。",
       .help_en = "What editors write."},
      {.key = "label_en",
       .label = "英文名称",
       .example = "Story",
       .help_zh = "英文名称。",
       .help_en = "Its name in English."},
      {.key = "folder",
       .label = "文件夹",
       .example = "stories",
       .help_zh = "放在哪个文件夹里的页面是这一种。",
       .help_en = "The folder whose pages are of this kind."},
      {.key = "extends",
       .label = "相当于|基于",
       .type = Choice,
       .choices = kKind->choices,
       .example = "news",
       .help_zh = "按哪一种自带的页面处理；不写则是一般的页面。",
       .help_en = "The built-in kind that it is treated as; a plain page when absent."},
      {.key = "headings",
       .label = "小标题",
       .list = true,
       .example = "[\"经过\", \"教训\"]",
       .help_zh = "新建页面时写好的小标题。",
       .help_en = "The headings of a new page."},
      {.key = "help_zh", .label = "说明", .help_zh = "一句中文说明。", .help_en = "A sentence in Chinese."},
      {.key = "help_en",
       .label = "英文说明",
       .help_zh = "一句英文说明。",
       .help_en = "A sentence in English."},
      {.key = "fields",
       .label = "字段",
       .type = Object,
       .list = true,
       .fields = kFieldKeys,
       .help_zh = "增加的字段。",
       .help_en = "The fields that it adds."},
  };
  return table;
}

}  // namespace

void read_own_kinds(model::Config& config, base::Diagnostics& diagnostics) {
  Reader(config, diagnostics).read();
}

}  // namespace herald::campaign
