#include "model/identity.h"

#include <algorithm>
#include <array>

#include "base/suggest.h"
#include "base/utf8.h"
#include "model/addresses.h"
#include "model/field_types.h"
#include "text/text.h"

namespace herald::model {
namespace {

using base::Code;
using value::Type;
using value::Value;

constexpr auto bit(TagPlace place) { return static_cast<uint8_t>(place); }
constexpr uint8_t kHome = bit(TagPlace::Home), kColumn = bit(TagPlace::Column),
                  kArticle = bit(TagPlace::Article), kPages = kHome | kColumn | kArticle,
                  kAll = kPages | bit(TagPlace::Other);

constexpr std::array<UsualTag, 15> kUsualTags = {{
    {KnownTag::SiteName, "SiteName", kAll},
    {KnownTag::SiteDomain, "SiteDomain", kAll},
    {KnownTag::SiteIdCode, "SiteIDCode", kAll},
    {KnownTag::ColumnName, "ColumnName", kPages},
    {KnownTag::ColumnDescription, "ColumnDescription", kPages},
    {KnownTag::ColumnKeywords, "ColumnKeywords", kPages},
    {KnownTag::ColumnType, "ColumnType", kPages},
    {KnownTag::ArticleTitle, "ArticleTitle", kArticle},
    {KnownTag::PubDate, "PubDate", kArticle},
    {KnownTag::ContentSource, "ContentSource", kArticle},
    {KnownTag::Author, "Author", kArticle},
    {KnownTag::Keywords, "Keywords", kArticle},
    {KnownTag::Description, "Description", 0},  // a page says so under the name that everybody reads
    {KnownTag::Image, "Image", kArticle},
    {KnownTag::Url, "Url", kArticle},
}};

const UsualTag* find_tag(std::string_view name) {
  const auto at = std::find_if(kUsualTags.begin(), kUsualTags.end(),
                               [&](const UsualTag& tag) { return tag.name == name; });
  return at == kUsualTags.end() ? nullptr : &*at;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes `count` digits, or as many as there are when it is 0, from the beginning of `text`; false when it
/// has fewer.
bool take_digits(std::string_view& text, size_t count) {
  size_t found = 0;
  while (found < text.size() && is_digit(text[found]) && (count == 0 || found < count)) found++;
  if (found == 0 || found < count) return false;
  text.remove_prefix(found);
  return true;
}

bool take(std::string_view& text, std::string_view words) {
  if (!text.starts_with(words)) return false;
  text.remove_prefix(words.size());
  return true;
}

/// The character that stands for a province: 京, 沪, 粤.
bool take_province(std::string_view& text) {
  size_t next = 0;
  if (text.empty()) return false;
  const char32_t c = base::next_code_point(text, next);
  if (c < 0x4E00 || c > 0x9FFF) return false;
  text.remove_prefix(next);
  return true;
}

/// 4403000081; bm29000002 of a ministry.
bool is_site_code(std::string_view text) {
  const bool of_ministry = take(text, "bm");
  return take_digits(text, of_ministry ? 8 : 10) && text.empty();
}

/// 粤ICP备19041158号-1; since 2020 with the year in front, of ten digits.
bool is_icp_record(std::string_view text) {
  if (!take_province(text) || !take(text, "ICP备") || !take_digits(text, 8)) return false;
  if (!text.empty() && is_digit(text[0]) && !take_digits(text, 2)) return false;
  if (!take(text, "号")) return false;
  return text.empty() || (take(text, "-") && take_digits(text, 0) && text.empty());
}

/// 粤公网安备 44030402003002号
bool is_police_record(std::string_view text) {
  if (!take_province(text) || !take(text, "公网安备")) return false;
  text = base::trim(text);
  return take_digits(text, 14) && text == "号";
}

struct Record {
  std::string_view key;
  bool (*is_good)(std::string_view text);
  std::string_view form_zh, form_en, example;
};

constexpr std::array<Record, 3> kRecords = {{
    {"site_id_code", &is_site_code, "网站标识码（十位数字）", "the code of a site (ten digits)",
     "0000000000"},
    {"icp", &is_icp_record, "ICP 备案号", "an ICP record", "岚ICP备00000000号-1"},
    {"police_record", &is_police_record, "公安备案号（十四位数字）",
     "a record of the public security office (fourteen digits)", "岚公网安备00000000000000号"},
}};

/// The host of an address, without a port.
std::string_view host_of(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return url.substr(0, url.find_first_of(":/?#"));
}

/// Whether `name` is written as the tags of others are, and not as those of the guide: verify-v1, keywords.
bool is_of_others(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '_' || c == ':';
  });
}

void check_name(const Config& config, Value name, const FieldContext& context,
                base::Diagnostics& diagnostics) {
  const std::string_view text = name.as_text();
  if (find_tag(text) != nullptr) return;
  std::vector<std::string_view> names;
  std::string all;
  for (const UsualTag& tag : kUsualTags) {
    names.push_back(tag.name);
    all.append(all.empty() ? "" : "、").append(tag.name);
  }
  const std::string_view near = base::nearest(text, names);
  if (near.empty() && is_of_others(text)) return;
  base::Diagnostic& told = diagnostics.add(Code::UnknownTag, config.source, span_of(name, context),
                                           {std::string(text), std::move(all)});
  if (!near.empty()) told.notes.push_back(base::failure(Code::DidYouMean, "", {std::string(near)}));
}

uint8_t places_of(Value list, const UsualTag* usual) {
  if (!list.is(Type::List)) return usual != nullptr && usual->places != 0 ? usual->places : kArticle;
  uint8_t places = 0;
  for (const Value& place : list.items()) {
    const std::string_view text = place.text_or_empty();
    if (text == "all") places |= kAll;
    if (text == "home") places |= kHome;
    if (text == "column") places |= kColumn;
    if (text == "article") places |= kArticle;
  }
  return places;
}

}  // namespace

std::span<const UsualTag> usual_page_tags() { return kUsualTags; }

bool wants_page_tags(const Config& config) {
  return !base::trim(config.values.get("site_id_code").text_or_empty()).empty() || !config.page_tags.empty();
}

void read_domain(Config& config, const FieldContext& context, base::Diagnostics& diagnostics) {
  const Value value = config.values.get("domain");
  const std::string_view written = value.text_or_empty();
  if (written.empty()) {
    config.host = text::ascii_host(host_of(config.url)).value_or("");
    if (!config.host.empty() || !context.ask_for_missing || !wants_page_tags(config)) return;
    diagnostics.add(Code::MissingExpectedField, config.source, context.whole,
                    {"domain", "域名", "\"domain\": \"www.example.cn\""});
    return;
  }
  if (const auto host = text::ascii_host(written)) {
    config.domain = written;
    config.host = *host;
    return;
  }
  // An address was meant as its host.
  const std::string_view inside = host_of(written);
  const bool is_meant = inside != written && text::ascii_host(inside).has_value();
  diagnostics.add(Code::WrongDomain, config.source, span_of(value, context),
                  {std::string(written), std::string(is_meant ? inside : "www.example.cn")});
}

void check_records(const Config& config, const FieldContext& context, base::Diagnostics& diagnostics) {
  for (const Record& record : kRecords) {
    const Value value = config.values.get(record.key);
    const std::string_view text = base::trim(value.text_or_empty());
    if (text.empty() || record.is_good(text)) continue;
    diagnostics.add(Code::WrongRecord, config.source, span_of(value, context),
                    {std::string(record.key), std::string(record.form_zh), std::string(text),
                     std::string(record.form_en), std::string(record.example)});
  }
}

void read_page_tags(Config& config, const FieldContext& context, base::Diagnostics& diagnostics) {
  const Value tags = config.values.get("page_tags");
  for (const Value& entry : tags.is(Type::List) ? tags.items() : std::span<const Value>()) {
    const Value name = entry.get("name"), field = entry.get("field");
    if (!name.is_text()) continue;  // that it is missing was told
    check_name(config, name, context, diagnostics);
    PageTag tag;
    tag.name = name.as_text();
    tag.value = entry.get("value").text_or_empty();
    tag.places = places_of(entry.get("on"), find_tag(tag.name));
    tag.field = field.text_or_empty();
    if (!tag.field.empty()) tag.field_span = span_of(field, context);
    config.page_tags.push_back(std::move(tag));
  }
}

}  // namespace herald::model
