#include "campaign/skeleton.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace herald::campaign {
namespace {

using model::FieldDefinition;
using model::FieldType;
using model::Kind;
using model::Need;

/// The text below the head, by kind. {md} is a day as 6月16日.
struct Body {
  Kind kind;
  std::string_view text;
};
constexpr Body kBodies[] = {
    {Kind::Page, "在这里写正文。小标题写成 `## 小标题`，要点每行以 `- ` 开头。\n"},
    {Kind::Notice,
     "为了做好这项工作，现将有关事项通知如下。\n\n"
     "## 一、工作安排\n\n"
     "（一）写明做什么。谁来做、做到什么程度，一条一件事。\n\n"
     "（二）写明什么时候做。日期写全，例如{md}。\n\n"
     "## 二、有关要求\n\n"
     "（一）加强领导。各单位明确一名联络员。\n\n"
     "（二）按时报送。写明交什么、交给谁、什么时候交。\n"},
    {Kind::Plan,
     "## 一、指导思想\n\n写明根据什么、为了什么。\n\n"
     "## 二、活动主题\n\n{{ campaign.theme }}\n\n"
     "## 三、活动时间\n\n写明从哪天到哪天。\n\n"
     "## 四、组织机构\n\n写明谁牵头、办公室设在哪里。\n\n"
     "## 五、活动安排\n\n"
     "（一）搞好学习。写明谁来学、学什么。\n\n"
     "（二）办好咨询日。写明时间、地点、做什么。\n\n"
     "（三）查找隐患。写明查哪里、怎么查、怎么改。\n\n"
     "## 六、有关要求\n\n"
     "（一）加强领导。写明责任。\n\n"
     "（二）注重实效。写明怎样算做好。\n\n"
     "（三）按时报送。写明交什么、什么时候交。\n"},
    {Kind::Slogans, "1. 第一条标语\n2. 第二条标语\n3. 第三条标语\n"},
    {Kind::Schedule,
     "| 日期 | 时间 | 活动 | 地点 | 主办 |\n|---|---|---|---|---|\n"
     "| {md} | 9:00—11:30 | 活动的名称 | 在哪里 | 谁主办 |\n"},
    {Kind::Event,
     "用两三句话说明：有什么、谁可以来、要不要报名。\n\n"
     "## 现场活动\n\n"
     "### 议程\n\n| 时间 | 项目 | 地点 | 负责 |\n|---|---|---|---|\n| 9:00—9:10 | 开场 | 演示区 | 谁负责 "
     "|\n\n"
     "### 咨询展台\n\n| 展台 | 单位 | 咨询内容 |\n|---|---|---|\n| 1 | 哪个单位 | 可以问什么 |\n\n"
     "## "
     "线上活动\n\n没有线上活动的，删去这一节；有的，在下面写“云直播”“云互动”这样的小标题和平台、时间、地址。"
     "\n"},
    {Kind::Material,
     "用一两句话说明：讲什么、给谁看、贴在或放在哪里。\n\n"
     "文件放在这个页面旁边，写成 `[下载](文件名.pdf)`；放在网盘的，写上链接和提取码。\n"},
    {Kind::Form,
     "填报单位（盖章）：　　　　　　　　填报日期：　　　　　\n\n"
     "| 活动项目 | 内容要求 | 进展情况 |\n|---|---|---|\n"
     "| 学习 | 各单位组织专题学习 | 安排专题学习（　　）次，参与（　　）人次 |\n"
     "| 排查 | 把隐患找出来、改到位 | 排查隐患（　　）处；是否全部整改：□是 □否 |\n"},
    {Kind::Contact,
     "| 名称 | 号码 | 用途 | 服务时间 |\n|---|---|---|---|\n"
     "| 安全生产举报投诉 | 12350 | 举报安全隐患和违法行为 | 24小时 |\n"},
    {Kind::News, "第一段写清什么时候、在哪里、谁做了什么。\n\n第二段写细节：做法、数字、听到的话。\n"},
};

std::string_view body_of(Kind kind) {
  for (const Body& body : kBodies)
    if (body.kind == kind) return body.text;
  return "";
}

bool is_one_of(std::string_view key, std::initializer_list<std::string_view> keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// `text` as a value of YAML: in quotes where it would be read as something else.
std::string scalar(std::string_view text) {
  const bool plain = !text.empty() &&
                     text.find_first_of(":#{}[]&*!|>'\"%@`,\\\n") == std::string_view::npos &&
                     text.front() != '-' && text.front() != '?' && base::trim(text).size() == text.size();
  if (plain) return std::string(text);
  return "\"" + base::replace_all(base::replace_all(text, "\\", "\\\\"), "\"", "\\\"") + "\"";
}

std::string value_of(const FieldDefinition& field, const SkeletonInput& input) {
  const std::string day = base::iso(input.today);
  if (field.key == "published") return day;
  if (is_one_of(field.key, {"dated", "due"})) return day;
  if (field.key == "start") return day + " 09:00";
  if (is_one_of(field.key, {"issuer", "organiser"}) && !input.sponsor.empty()) return scalar(input.sponsor);
  return model::example_of(field);
}

class Head {
 public:
  Head(const Definitions& definitions, model::KindRef kind, const SkeletonInput& input)
      : definitions_(definitions), kind_(kind), input_(input) {}

  std::string text() {
    append(field("title"), scalar(input_.title));
    if (input_.state_kind)
      append(field("kind"), std::string(is_chinese() ? definitions_.label(kind_) : name()));
    for (const FieldDefinition& definition : fields()) {
      if (definition.need == Need::Optional || is_one_of(definition.key, {"title", "kind"})) continue;
      append(definition, value_of(definition, input_));
    }
    return "---\n" + head_ + optional_fields() + "---\n";
  }

 private:
  std::span<const FieldDefinition> fields() const { return definitions_.fields(kind_); }
  std::string_view name() const { return model::name_of(definitions_.table(), kind_); }
  bool is_chinese() const { return input_.language == base::Language::Chinese; }

  const FieldDefinition& field(std::string_view key) const { return *model::find_field(fields(), key); }

  std::string_view name_of(const FieldDefinition& definition) const {
    return is_chinese() ? definition.label.substr(0, definition.label.find('|')) : definition.key;
  }

  void append(const FieldDefinition& definition, const std::string& value) {
    head_ += fmt::format("{}: {}\n", name_of(definition), value);
  }

  /// A comment that names what else the kind may say.
  std::string optional_fields() const {
    std::string names;
    for (const FieldDefinition& definition : fields()) {
      const FieldDefinition* common = model::find_field(common_fields(), definition.key);
      const bool of_every_page = common != nullptr && common->help_zh.data() == definition.help_zh.data();
      if (definition.need != Need::Optional || of_every_page) continue;
      names += names.empty() ? "" : is_chinese() ? "、" : ", ";
      names += name_of(definition);
    }
    if (names.empty()) return "";
    return fmt::format("# {}{}\n", is_chinese() ? "还可以写：" : "more keys: ", names);
  }

  const Definitions& definitions_;
  model::KindRef kind_;
  const SkeletonInput& input_;
  std::string head_;
};

}  // namespace

std::string skeleton(const Definitions& definitions, model::KindRef kind, const SkeletonInput& input) {
  std::string text = Head(definitions, kind, input).text();
  const auto& own = definitions.table().own;
  if (kind.own < own.size() && !own[kind.own].headings.empty()) {
    bool first = true;
    for (const std::string_view heading : own[kind.own].headings) {
      text += fmt::format("{}## {}\n\n在这里写正文。\n", first ? "" : "\n", heading);
      first = false;
    }
    return text;
  }
  const std::string short_day = fmt::format("{}月{}日", input.today.month, input.today.day);
  return text + base::replace_all(body_of(kind.kind), "{md}", short_day);
}

}  // namespace herald::campaign
