#include "model/config.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/utf8.h"
#include "model/addresses.h"
#include "model/field_types.h"
#include "model/identity.h"
#include "text/text.h"
#include "value/json.h"

namespace herald::model {
namespace {

using base::Code;
using value::Type;
using value::Value;

/// Norms of government sites allow so many.
constexpr size_t kColoursMax = 3;

constexpr std::array kContactFields = {
    FieldDefinition{.key = "name",
                    .label = "名称|联系部门",
                    .example = "云桥街道应急管理办公室",
                    .help_zh = "由谁负责答复。",
                    .help_en = "Who answers."},
    FieldDefinition{.key = "tel",
                    .label = "电话|联系电话",
                    .type = FieldType::Telephone,
                    .example = "0000-5550112",
                    .help_zh = "办公电话，每页页脚显示。",
                    .help_en = "The office's telephone number, shown at the foot of each page."},
    FieldDefinition{.key = "email",
                    .label = "邮箱|电子邮箱",
                    .type = FieldType::Email,
                    .example = "office@example.cn",
                    .help_zh = "办公邮箱。",
                    .help_en = "The office's mail address."},
    FieldDefinition{.key = "address",
                    .label = "地址",
                    .example = "云桥路18号一楼",
                    .help_zh = "办公地址。",
                    .help_en = "Where the office is."},
    FieldDefinition{.key = "postcode",
                    .label = "邮编|邮政编码",
                    .example = "100000",
                    .help_zh = "邮政编码。",
                    .help_en = "The postal code."},
    FieldDefinition{.key = "hours",
                    .label = "办公时间|服务时间",
                    .example = "工作日9:00—17:30",
                    .help_zh = "什么时候有人接听。",
                    .help_en = "When somebody answers."},
};

constexpr std::array kColumnFields = {
    FieldDefinition{.key = "name",
                    .label = "栏目名称",
                    .need = Need::Required,
                    .example = "通知公告",
                    .help_zh = "导航上显示的名称。",
                    .help_en = "The name in the menu."},
    FieldDefinition{.key = "to",
                    .label = "指向|路径",
                    .need = Need::Required,
                    .example = "2026/notices/",
                    .help_zh = "content 下面的文件夹或 .md 文件，也可以是完整的网址。",
                    .help_en = "A folder or .md file below content, or a whole address."},
    FieldDefinition{.key = "column_type",
                    .label = "栏目类别",
                    .example = "信息公开",
                    .help_zh = "政府网站检查所用的栏目类别。",
                    .help_en = "The type of the column, as inspections of government sites name it."},
    FieldDefinition{.key = "description",
                    .label = "栏目说明",
                    .type = FieldType::LongText,
                    .example = "街道办事处发出的通知，附件随文下载。",
                    .help_zh = "一句话说明栏目的内容。",
                    .help_en = "What the column holds, in a sentence."},
    FieldDefinition{.key = "keywords",
                    .label = "关键词",
                    .list = true,
                    .example = "通知、公告",
                    .help_zh = "供检查和检索使用的关键词。",
                    .help_en = "Keywords, for inspections and search engines."},
};

constexpr std::array kLinkFields = {
    FieldDefinition{.key = "label",
                    .label = "文字|名称",
                    .need = Need::Required,
                    .example = "关于本站",
                    .help_zh = "链接显示的文字。",
                    .help_en = "The text of the link."},
    FieldDefinition{.key = "to",
                    .label = "指向|路径",
                    .need = Need::Required,
                    .example = "about.md",
                    .help_zh = "content 下面的文件夹或 .md 文件，也可以是完整的网址。",
                    .help_en = "A folder or .md file below content, or a whole address."},
};

constexpr std::string_view kTagPlaces[] = {"all|全部", "home|首页", "column|栏目页|列表页",
                                           "article|文章页|内容页", "none|都不用"};

constexpr std::array kPageTagFields = {
    FieldDefinition{.key = "name",
                    .label = "名称|标签",
                    .need = Need::Required,
                    .example = "Author",
                    .help_zh = "标签的名称，大小写照规定；规定以外的标签也可以写。",
                    .help_en = "The tag's name, capitals as they are prescribed; others may be added."},
    FieldDefinition{
        .key = "on",
        .label = "页面|用在",
        .type = FieldType::Choice,
        .list = true,
        .choices = kTagPlaces,
        .example = "article",
        .help_zh = "写在哪些页面上；不写则照惯例，规定以外的标签写在文章页。",
        .help_en = "The pages that carry it; where absent as usual, and for further tags articles."},
    FieldDefinition{.key = "field",
                    .label = "字段",
                    .example = "editor",
                    .help_zh = "取页面的哪个字段，英文名、中文名都可以。",
                    .help_en = "The field of the page that it says, by its key or its Chinese label."},
    FieldDefinition{.key = "value",
                    .label = "内容",
                    .example = "zh-CN",
                    .help_zh = "固定的内容；同时写了字段的，页面没有填那个字段时才用它。",
                    .help_en = "What it always says; with a field, where the page lacks that one."},
};

constexpr std::array kConfigFields = {
    FieldDefinition{.key = "name",
                    .label = "网站名称|名称",
                    .need = Need::Required,
                    .example = "云桥街道安全生产月",
                    .help_zh = "网站的全称，每页都显示。",
                    .help_en = "The full name of the site, shown on each page."},
    FieldDefinition{.key = "name_en",
                    .label = "英文名称",
                    .example = "Yunqiao Work Safety Month",
                    .help_zh = "英文名称，没有就不写。",
                    .help_en = "The English name, if there is one."},
    FieldDefinition{.key = "url",
                    .label = "网址",
                    .type = FieldType::Text,
                    .example = "https://www.example.cn/",
                    .help_zh = "首页的完整网址，订阅和站点地图要用。",
                    .help_en = "The whole address of the home page, for feeds and the site map."},
    FieldDefinition{.key = "domain",
                    .label = "域名",
                    .example = "www.example.cn",
                    .help_zh = "页脚显示的域名。",
                    .help_en = "The host's name as the footer shows it."},
    FieldDefinition{.key = "language",
                    .label = "语言",
                    .example = "zh-CN",
                    .help_zh = "网页的语言，默认 zh-CN。",
                    .help_en = "The language of the pages; zh-CN when not given."},
    FieldDefinition{.key = "timezone",
                    .label = "时区",
                    .example = "Asia/Shanghai",
                    .help_zh = "日期和时刻所用的时区，默认 Asia/Shanghai。",
                    .help_en = "The time zone of dates and times; Asia/Shanghai when not given."},
    FieldDefinition{.key = "edition",
                    .label = "当前年度|年度",
                    .example = "2026",
                    .help_zh = "首页显示哪一年的活动，默认最近的一年。",
                    .help_en = "The year that the home page shows; the latest when not given."},
    FieldDefinition{.key = "theme",
                    .label = "主题",
                    .example = "default",
                    .help_zh = "themes 下面的文件夹名，默认 default。",
                    .help_en = "A folder below themes; default when not given."},
    FieldDefinition{.key = "sponsor",
                    .label = "主办单位",
                    .need = Need::Expected,
                    .example = "岚川市云桥街道办事处",
                    .help_zh = "网站的主办单位，页脚显示；页面没有写来源时也用它。",
                    .help_en = "Who runs the site; also the source of pages that name none."},
    FieldDefinition{.key = "operator",
                    .label = "承办单位",
                    .example = "云桥街道应急管理办公室",
                    .help_zh = "网站的承办单位。",
                    .help_en = "Who operates the site for the sponsor."},
    FieldDefinition{.key = "site_id_code",
                    .label = "网站标识码|政府网站标识码",
                    .example = "0000000000",
                    .help_zh = "政府网站标识码，十位数字。",
                    .help_en = "The ten-digit code of a government web site."},
    FieldDefinition{.key = "icp",
                    .label = "ICP备案号|备案号",
                    .example = "岚ICP备00000000号-1",
                    .help_zh = "ICP 备案号，页脚显示。",
                    .help_en = "The ICP record number, shown in the footer."},
    FieldDefinition{.key = "police_record",
                    .label = "公安备案号|公网安备",
                    .example = "岚公网安备00000000000000号",
                    .help_zh = "公安备案号，页脚显示。",
                    .help_en = "The record number of the public security office."},
    FieldDefinition{.key = "footer_notes",
                    .label = "页脚说明|版权说明",
                    .list = true,
                    .example = "岚川市云桥街道办事处 版权所有",
                    .help_zh = "页脚里原样显示的话，例如版权说明、支持 IPv6。程序自己不作任何声明。",
                    .help_en = "Sentences shown in the footer as they are, such as a copyright line. The "
                               "program states nothing itself."},
    FieldDefinition{.key = "contact",
                    .label = "联系方式",
                    .type = FieldType::Object,
                    .fields = kContactFields,
                    .example = "{\"tel\": \"0000-5550112\"}",
                    .help_zh = "页脚显示的联系方式。",
                    .help_en = "How to reach the office; shown in the footer."},
    FieldDefinition{.key = "footer_links",
                    .label = "页脚链接",
                    .type = FieldType::Object,
                    .list = true,
                    .fields = kLinkFields,
                    .example = "[{\"label\": \"关于本站\", \"to\": \"about.md\"}]",
                    .help_zh = "页脚的链接。",
                    .help_en = "The links in the footer."},
    FieldDefinition{.key = "trail",
                    .label = "上级栏目",
                    .type = FieldType::Object,
                    .list = true,
                    .fields = kLinkFields,
                    .example = "[{\"label\": \"首页\", \"to\": \"https://www.example.cn/\"}]",
                    .help_zh = "本站放在大网站的一个栏目里时，“当前位置”前面的各级，从大网站的首页写起。",
                    .help_en = "When the site is a part of a larger one: the steps before it in the "
                               "breadcrumb, from the larger one's home page on."},
    FieldDefinition{.key = "columns",
                    .label = "栏目",
                    .type = FieldType::Object,
                    .list = true,
                    .fields = kColumnFields,
                    .example = "[{\"name\": \"通知公告\", \"to\": \"2026/notices/\"}]",
                    .help_zh = "导航上的栏目，按所写的顺序。",
                    .help_en = "The columns of the menu, in their order."},
    FieldDefinition{.key = "page_tags",
                    .label = "页面标签|网页标签",
                    .type = FieldType::Object,
                    .list = true,
                    .fields = kPageTagFields,
                    .example = "[{\"name\": \"Author\", \"field\": \"editor\"}]",
                    .help_zh = "政府网站的页面标签与惯例不同的地方：多写、少写哪些，内容取自哪里。",
                    .help_en =
                        "Where the page tags of government sites differ from what is usual: which there "
                        "are, and what they say."},
    FieldDefinition{.key = "tone",
                    .label = "主色",
                    .list = true,
                    .example = "#a3171e",
                    .help_zh = "网页的主色，最多三种。",
                    .help_en = "The colours of the site, at most three."},
    FieldDefinition{.key = "tags",
                    .label = "标签",
                    .type = FieldType::Any,
                    .example = "{\"充电安全\": \"charging\"}",
                    .help_zh = "标签与网址中所用词的对照。",
                    .help_en = "Tags, and the words that stand for them in addresses."},
    FieldDefinition{
        .key = "kinds",
        .label = "页面类别",
        .type = FieldType::Any,
        .example = "{\"story\": {\"label\": \"安全故事\", \"folder\": \"stories\", \"extends\": \"news\"}}",
        .help_zh = "本站自己的页面类别，给自带类别增加的字段，以及它们在本站的叫法。",
        .help_en = "Kinds of pages of the site's own, further fields of the built-in ones, and "
                   "what they are called here."},
    FieldDefinition{.key = "audiences",
                    .label = "面向人群|受众",
                    .list = true,
                    .example = "企业、社区、学校、家庭",
                    .help_zh = "页面可以面向的人群，按所写的顺序列出；不写则是 "
                               "企业、机关、社区、农村、学校、家庭、公众。",
                    .help_en = "The audiences that pages may be for, in the order of their lists; "
                               "企业、机关、社区、农村、学校、家庭、公众 when not given."},
    FieldDefinition{.key = "redirects",
                    .label = "转向",
                    .type = FieldType::Any,
                    .example = "{\"old.html\": \"2026/schedule.md\"}",
                    .help_zh = "旧网址与新页面的对照；右边也可以是其他网站的完整网址。",
                    .help_en = "Old addresses, and the pages that took their place, or whole addresses of "
                               "other sites."},
    FieldDefinition{.key = "html",
                    .label = "允许的 HTML",
                    .type = FieldType::Any,
                    .example = "{\"sub\": [], \"abbr\": [\"title\"]}",
                    .help_zh = "正文里可以直接写的 HTML 元素，和每个元素可以有的属性。不写就一个也不允许。",
                    .help_en =
                        "The elements that texts may hold as raw HTML, and the attributes of each. None "
                        "where it is not given."},
    FieldDefinition{.key = "publish",
                    .label = "发布",
                    .type = FieldType::Any,
                    .example = "{\"office\": \"davs://www.example.cn/anquan/\"}",
                    .help_zh = "发布的目的地：名称和地址，不写密码。",
                    .help_en = "Where the site is published to: names and addresses, no passwords."},
};

std::string text_of(Value values, std::string_view key, std::string_view fallback = {}) {
  const Value value = values.get(key);
  return std::string(value.is_text() ? value.as_text() : fallback);
}

/// Texts of a list, joined by ','.
std::string joined_texts(Value list) {
  std::string out;
  if (!list.is(Type::List)) return out;
  for (const Value& item : list.items()) {
    if (!out.empty()) out += ',';
    out += item.text_or_empty();
  }
  return out;
}

/// The site's address with a '/' at its end; empty, with a diagnostic, when it is none.
std::string read_url(const Config& config, const FieldContext& context, base::Diagnostics& diagnostics) {
  const Value value = config.values.get("url");
  if (!value.is_text()) return {};
  std::string url(value.as_text());
  if (!is_web_address(url) || url.find_first_of("?#") != std::string::npos) {
    diagnostics.add(Code::WrongUrl, config.source, span_of(value, context),
                    {"url", url, "https://www.example.cn/"});
    return {};
  }
  const std::string scheme = base::lower_ascii(scheme_of(url));
  url.replace(0, scheme.size(), scheme);
  if (url.ends_with("/index.html")) url.resize(url.size() - std::string_view("index.html").size());
  if (!url.ends_with('/')) url += '/';
  return url;
}

void read_timezone(Config& config, const FieldContext& context, base::Diagnostics& diagnostics) {
  const Value value = config.values.get("timezone");
  if (!value.is_text()) return;
  if (text::utc_offset_minutes(std::string(value.as_text()), 0)) {
    config.timezone = value.as_text();
    return;
  }
  diagnostics.add(Code::UnknownTimezone, config.source, span_of(value, context),
                  {std::string(value.as_text())});
}

std::vector<LabelledLink> labelled_links(Value links, const FieldContext& context) {
  std::vector<LabelledLink> read;
  for (const Value& link : links.is(Type::List) ? links.items() : std::span<const Value>()) {
    const Value to = link.get("to");
    if (!to.is_text() || !link.get("label").is_text()) continue;
    read.push_back(LabelledLink{text_of(link, "label"), std::string(to.as_text()), span_of(to, context)});
  }
  return read;
}

void read_links(Config& config, const FieldContext& context) {
  const Value columns = config.values.get("columns");
  for (const Value& column : columns.is(Type::List) ? columns.items() : std::span<const Value>()) {
    const Value to = column.get("to");
    if (!to.is_text() || !column.get("name").is_text()) continue;
    config.columns.push_back(Column{text_of(column, "name"), std::string(to.as_text()), span_of(to, context),
                                    text_of(column, "column_type"), text_of(column, "description"),
                                    joined_texts(column.get("keywords"))});
  }
  config.footer_links = labelled_links(config.values.get("footer_links"), context);
  config.trail = labelled_links(config.values.get("trail"), context);
}

std::string joined_names(std::span<const std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) out += (out.empty() ? "" : "、") + std::string(name);
  return out;
}

bool is_among(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Reads `html`: {"abbr": ["title"]}. Adds `html-forbidden` for what may never be allowed.
void read_html(Config& config, const FieldContext& context, base::Diagnostics& diagnostics) {
  const Value rules = config.values.get("html");
  const auto forbid = [&](Value at, std::string_view name, std::span<const std::string_view> allowable) {
    diagnostics.add(Code::HtmlForbidden, config.source, span_of(at, context),
                    {std::string(name), joined_names(allowable)});
  };
  if (!rules.is(Type::Map)) return;
  for (const value::Entry& entry : rules.entries()) {
    markdown::HtmlRule rule{base::lower_ascii(entry.key), {}};
    if (!is_among(rule.element, markdown::allowable_elements())) {
      forbid(entry.value, entry.key, markdown::allowable_elements());
      continue;
    }
    const auto attributes = entry.value.is(Type::List) ? entry.value.items() : std::span<const Value>();
    for (const Value& attribute : attributes) {
      const std::string name = base::lower_ascii(attribute.text_or_empty());
      if (is_among(name, markdown::allowable_attributes())) {
        rule.attributes.push_back(name);
      } else {
        forbid(attribute, name, markdown::allowable_attributes());
      }
    }
    config.html.push_back(std::move(rule));
  }
}

/// BCP 47 as far as pages use it: letters, then parts of letters and digits behind hyphens.
bool is_language(std::string_view code) {
  size_t number = 0;
  for (const std::string_view part : base::split(code, '-')) {
    const bool letters = part.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
                         std::string_view::npos;
    const bool first = number++ == 0;
    if (first ? part.size() < 2 || part.size() > 3 || !letters : part.size() < 2 || part.size() > 8)
      return false;
    if (!std::all_of(part.begin(), part.end(), [](unsigned char c) { return std::isalnum(c) != 0; }))
      return false;
  }
  return true;
}

void read_language(Config& config, const FieldContext& context, base::Diagnostics& diagnostics) {
  const Value value = config.values.get("language");
  if (!value.is_text()) return;
  if (is_language(value.as_text())) {
    config.language = value.as_text();
    return;
  }
  diagnostics.add(Code::WrongLanguage, config.source, span_of(value, context),
                  {std::string(value.as_text())});
}

/// "#a3171e" or "#a12".
bool is_colour(std::string_view text) {
  return (text.size() == 4 || text.size() == 7) && text.starts_with('#') &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

void check_tone(const Config& config, const FieldContext& context, base::Diagnostics& diagnostics) {
  const Value tone = config.values.get("tone");
  if (!tone.is(Type::List)) return;
  for (const Value& colour : tone.items()) {
    if (is_colour(colour.text_or_empty())) continue;
    diagnostics.add(Code::WrongColour, config.source, span_of(colour, context),
                    {std::string(colour.text_or_empty())});
  }
  if (tone.items().size() > kColoursMax) {
    diagnostics.add(Code::TooManyColours, config.source, span_of(tone.items()[kColoursMax], context),
                    {std::to_string(tone.items().size())});
  }
}

/// What is kept as it is for others to read has to be a map all the same, and some of it a map of texts.
void check_maps(const Config& config, const FieldContext& context, base::Diagnostics& diagnostics) {
  value::Arena arena;
  const FieldReading reading{context, arena, diagnostics};
  for (const FieldDefinition& field : kConfigFields) {
    if (field.type != FieldType::Any) continue;
    const Value map = config.values.get(field.key);
    if (map.is_nothing()) continue;
    if (!map.is(Type::Map)) {
      FieldDefinition group = field;
      group.type = FieldType::Object;
      add_wrong_type(group, map, reading);
      continue;
    }
    if (field.key != "tags" && field.key != "redirects") continue;
    const FieldDefinition word{.key = field.key, .label = field.label, .example = field.example};
    for (const value::Entry& entry : map.entries()) {
      if (!entry.value.is_text()) add_wrong_type(word, entry.value, reading);
    }
  }
}

void read_texts(Config& config) {
  config.name = text_of(config.values, "name");
  config.name_en = text_of(config.values, "name_en");
  config.edition = text_of(config.values, "edition");
  config.theme = text_of(config.values, "theme", config.theme);
  config.sponsor = text_of(config.values, "sponsor");
  config.operator_name = text_of(config.values, "operator");
}

/// Where a missing field is told: the first line.
base::Span first_line(std::string_view text) {
  const size_t end = std::min(text.find('\n'), text.size());
  return {0, static_cast<uint32_t>(end)};
}

}  // namespace

std::span<const FieldDefinition> config_fields() { return kConfigFields; }

Config parse_config(base::Source source, base::Diagnostics& diagnostics) {
  Config config;
  config.present = true;
  config.source = std::move(source);
  config.source.may_hold_secrets = true;  // of `publish`
  const base::Span all{0, static_cast<uint32_t>(config.source.text.size())};
  const size_t before = diagnostics.count(base::Severity::Error);
  Value raw = value::parse_json(config.source, all, config.arena, diagnostics);
  const bool readable = diagnostics.count(base::Severity::Error) == before || raw.is(Type::Map);
  FieldContext context{.source = &config.source,
                       .whole = first_line(config.source.text),
                       .ask_for_missing = readable,
                       .kind = "site",
                       .as_json = true};
  if (!raw.is(Type::Map) && !raw.is_undefined()) {
    constexpr FieldDefinition kWhole{
        .key = "site.json", .label = "", .type = FieldType::Object, .example = "{}"};
    add_wrong_type(kWhole, raw, FieldReading{context, config.arena, diagnostics});
    context.ask_for_missing = false;
  }
  config.values = read_fields(kConfigFields, raw, context, config.arena, diagnostics);
  read_texts(config);
  config.url = read_url(config, context, diagnostics);
  read_timezone(config, context, diagnostics);
  read_language(config, context, diagnostics);
  check_tone(config, context, diagnostics);
  check_maps(config, context, diagnostics);
  read_page_tags(config, context, diagnostics);
  read_domain(config, context, diagnostics);
  check_records(config, context, diagnostics);
  read_links(config, context);
  read_html(config, context, diagnostics);
  return config;
}

Config default_config(std::string_view folder_name) {
  Config config;
  config.source.path = "site.json";
  config.name = folder_name;
  value::MapBuilder values;
  values.set("name", Value::string(config.arena.copy(folder_name)));
  config.values = values.build(config.arena);
  return config;
}

}  // namespace herald::model
