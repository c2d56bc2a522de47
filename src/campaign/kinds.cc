#include "campaign/kinds.h"

#include <algorithm>
#include <vector>

#include "base/same_text.h"
#include "base/utf8.h"
#include "campaign/kinds_tables.h"

namespace herald::campaign {
namespace {

using enum FieldType;
using enum Need;
using model::Kind;

constexpr std::string_view kKindChoices[] = {"page|页面",
                                             "notice|通知",
                                             "plan|方案|活动方案",
                                             "slogans|标语|宣传标语",
                                             "schedule|日程|活动日程",
                                             "event|活动",
                                             "material|资料|宣传资料",
                                             "form|表格|统计表",
                                             "contact|联系方式|热线",
                                             "news|动态|工作动态"};

constexpr std::string_view kStatuses[] = {"draft|草稿", "review|审核中|待审", "published|已发布",
                                          "withdrawn|已撤下|撤回", "superseded|已被替代"};

constexpr FieldDefinition kCover[] = {
    {.key = "src",
     .label = "图片|文件",
     .type = File,
     .example = "cover.jpg",
     .help_zh = "图片文件。",
     .help_en = "The picture."},
    {.key = "alt", .label = "替代文字|文字说明", .help_zh = "图上有什么。", .help_en = "What it shows."},
};

constexpr FieldDefinition kAttachment[] = {
    {.key = "label",
     .label = "附件说明|序号",
     .example = "附件1",
     .help_zh = "附件1、附件2……",
     .help_en = "Its label in the text."},
    {.key = "title", .label = "标题|名称", .help_zh = "附件的名称。", .help_en = "What it is called."},
    {.key = "file",
     .label = "文件",
     .type = File,
     .need = Expected,
     .example = "统计表.docx",
     .help_zh = "页面旁边的文件，或另一页的路径。",
     .help_en = "A file beside the page, or another page."},
    {.key = "format",
     .label = "格式",
     .help_zh = "格式；不写则自动取得。",
     .help_en = "Its format; found by itself."},
    {.key = "bytes",
     .label = "大小",
     .type = Integer,
     .help_zh = "字节数；不写则自动取得。",
     .help_en = "Its size; found by itself."},
    {.key = "sha256", .label = "校验值", .help_zh = "SHA-256校验值。", .help_en = "Its SHA-256."},
    {.key = "pages", .label = "页数", .type = Integer, .help_zh = "页数。", .help_en = "How many pages."},
    {.key = "language", .label = "语言", .help_zh = "语言。", .help_en = "The language."},
};

constexpr FieldDefinition kReview[] = {
    {.key = "first", .label = "初审", .help_zh = "谁初审。", .help_en = "The first reviewer."},
    {.key = "second", .label = "复审", .help_zh = "谁复审。", .help_en = "The second reviewer."},
    {.key = "final", .label = "终审", .help_zh = "谁终审。", .help_en = "The final reviewer."},
    {.key = "date",
     .label = "日期|审核日期",
     .type = Date,
     .help_zh = "审完的日期。",
     .help_en = "The day of the last review."},
};

constexpr FieldDefinition kCommon[] = {
    {.key = "id",
     .label = "标识",
     .example = "2026/notices/issue-plan",
     .help_zh = "页面的标识，站内不重复；不写则用文件路径。",
     .help_en = "Names the page; the file's path when absent."},
    {.key = "kind",
     .label = "类型|页面类型",
     .type = Choice,
     .choices = kKindChoices,
     .example = "notice",
     .help_zh = "页面的种类；不写则由所在的文件夹决定。",
     .help_en = "The kind of page; by its folder when absent."},
    {.key = "title",
     .label = "标题|题目|名称|活动名称",
     .example = "关于开展充电安全自查的通知",
     .help_zh = "标题；不写则用正文的第一个标题。",
     .help_en = "The title; the first heading when absent."},
    {.key = "short_title",
     .label = "短标题|简称",
     .help_zh = "在列表里用的短标题。",
     .help_en = "A shorter one for lists."},
    {.key = "summary",
     .label = "摘要|简介|导语",
     .type = LongText,
     .help_zh = "一句话说清这一页；不写则取正文开头。",
     .help_en = "The page in a sentence; the text's beginning when absent."},
    {.key = "slug",
     .label = "网址名|网址",
     .example = "issue-plan",
     .help_zh = "网址的最后一段；不写则用文件名。",
     .help_en = "The last part of the address; the file's name when absent."},
    {.key = "column", .label = "栏目", .help_zh = "所属栏目。", .help_en = "The column it belongs to."},
    {.key = "column_type",
     .label = "栏目类别",
     .example = "公告通知",
     .help_zh = "写在文件夹的 `_index.md` 里：这个栏目的类别，政府网站检查要看。",
     .help_en = "In the `_index.md` of a folder: what sort of column it is, for inspections."},
    {.key = "published",
     .label = "发布日期|发布时间|信息提供日期|公开日期",
     .type = DateTime,
     .example = "2026-05-25 09:00",
     .help_zh = "上网的日期和时间，发布后不要改。",
     .help_en = "When it went online; never changed afterwards."},
    {.key = "updated",
     .label = "更新日期|更新时间|修改日期",
     .type = DateTime,
     .help_zh = "内容最后一次改动的时间。",
     .help_en = "When the text last changed."},
    {.key = "source",
     .label = "来源|信息来源|文章来源",
     .help_zh = "来源；不写则用主办单位。",
     .help_en = "The source; the sponsor when absent."},
    {.key = "topic",
     .label = "主题分类|分类",
     .example = "安全生产",
     .help_zh = "信息公开的主题分类。",
     .help_en = "The topic under public disclosure."},
    {.key = "author", .label = "作者", .help_zh = "作者。", .help_en = "The author."},
    {.key = "editor", .label = "责任编辑|编辑", .help_zh = "责任编辑。", .help_en = "The editor in charge."},
    {.key = "status",
     .label = "状态|发布状态",
     .type = Choice,
     .choices = kStatuses,
     .example = "draft",
     .help_zh = "草稿和审核中的页面不会发布。",
     .help_en = "Drafts and pages in review are not published."},
    {.key = "draft",
     .label = "草稿",
     .type = Boolean,
     .help_zh = "写“是”等同于状态为草稿。",
     .help_en = "The same as the status draft."},
    {.key = "supersedes",
     .label = "替代|取代",
     .type = PageLink,
     .help_zh = "这一页替代了哪一页。",
     .help_en = "The page it replaces."},
    {.key = "superseded_by",
     .label = "被替代|被取代",
     .type = PageLink,
     .help_zh = "被哪一页替代。",
     .help_en = "The page that replaces it."},
    {.key = "expires",
     .label = "失效日期|到期|下线日期",
     .type = Date,
     .help_zh = "过了这一天就不再显示。",
     .help_en = "After this day it is not shown."},
    {.key = "tags", .label = "标签|关键词", .list = true, .help_zh = "标签。", .help_en = "Tags."},
    {.key = "audience",
     .label = "对象|面向对象|受众",
     .list = true,
     .example = "[企业, 社区]",
     .help_zh = "写给谁看。",
     .help_en = "Whom it is for."},
    {.key = "campaign",
     .label = "年度|活动年度",
     .example = "2026",
     .help_zh = "属于哪一年的活动。",
     .help_en = "The edition it belongs to."},
    {.key = "cover",
     .label = "封面|题图",
     .type = Object,
     .fields = kCover,
     .help_zh = "题图。",
     .help_en = "The picture of the page."},
    {.key = "attachments",
     .label = "附件",
     .type = Object,
     .list = true,
     .fields = kAttachment,
     .help_zh = "附件；只写文件名也可以。",
     .help_en = "Attachments; names alone are enough."},
    {.key = "related",
     .label = "相关页面|相关",
     .type = PageLink,
     .list = true,
     .help_zh = "相关的页面。",
     .help_en = "Related pages."},
    {.key = "aliases",
     .label = "旧网址|别名",
     .list = true,
     .example = "2025/notices/a.html",
     .help_zh = "以前的网址，从网站首页算起，会转到这一页。",
     .help_en = "Earlier addresses, counted from the home page; they lead to this page."},
    {.key = "review",
     .label = "三审|审核",
     .type = Object,
     .fields = kReview,
     .help_zh = "三审记录。",
     .help_en = "The record of review."},
    {.key = "disclosure",
     .label = "公开属性|公开方式",
     .example = "主动公开",
     .help_zh = "主动公开、依申请公开等。",
     .help_en = "How it is disclosed."},
    {.key = "lang",
     .label = "语言",
     .example = "zh-CN",
     .help_zh = "与全站不同时填写。",
     .help_en = "Where it differs from the site's."},
    {.key = "weight",
     .label = "排序|权重",
     .type = Integer,
     .example = "10",
     .help_zh = "在列表里的次序，小的在前。",
     .help_en = "Its place in lists; small ones first."},
};

constexpr FieldDefinition kKeyDay[] = {
    {.key = "date",
     .label = "日期",
     .type = Date,
     .need = Expected,
     .example = "2026-06-16",
     .help_zh = "哪天。",
     .help_en = "The day."},
    {.key = "name",
     .label = "名称",
     .need = Expected,
     .example = "全国安全宣传咨询日",
     .help_zh = "叫什么。",
     .help_en = "What it is called."},
};
constexpr FieldDefinition kWeek[] = {
    {.key = "n", .label = "周次|第几周", .type = Integer, .help_zh = "第几周。", .help_en = "Its number."},
    {.key = "start",
     .label = "开始|开始日期",
     .type = Date,
     .help_zh = "第一天。",
     .help_en = "The first day."},
    {.key = "end",
     .label = "结束|结束日期",
     .type = Date,
     .help_zh = "最后一天。",
     .help_en = "The last day."},
    {.key = "topic", .label = "专题|主题", .help_zh = "这一周讲什么。", .help_en = "What it is about."},
};
constexpr FieldDefinition kParent[] = {
    {.key = "name",
     .label = "名称",
     .help_zh = "上级网站的名称。",
     .help_en = "The name of the portal above."},
    {.key = "url", .label = "网址", .type = Address, .help_zh = "网址。", .help_en = "Its address."},
    {.key = "feed", .label = "订阅地址", .type = Address, .help_zh = "订阅地址。", .help_en = "Its feed."},
};
constexpr FieldDefinition kSetting[] = {
    {.key = "place",
     .label = "场所|进",
     .example = "社区",
     .help_zh = "进哪里。",
     .help_en = "Which setting."},
    {.key = "focus",
     .label = "重点",
     .type = LongText,
     .help_zh = "重点做什么。",
     .help_en = "What it is about there."},
    {.key = "scope",
     .label = "范围",
     .example = "只在北片三个村",
     .help_zh = "只在一部分地方开展的，写在哪里。",
     .help_en = "Where, when it is not everywhere."},
};

/// Tables that hold others of kinds_documents.cc are made at the first use.
const auto& subcampaign_table() {
  static const FieldDefinition table[] = {
      {.key = "name",
       .label = "名称",
       .need = Expected,
       .help_zh = "名称。",
       .help_en = "What it is called."},
      {.key = "local_name", .label = "本地名称", .help_zh = "本地叫什么。", .help_en = "Its local name."},
      {.key = "period",
       .label = "时间|活动时间",
       .type = Object,
       .fields = period_fields(),
       .help_zh = "起止日期。",
       .help_en = "From when to when."},
      {.key = "formats",
       .label = "形式",
       .list = true,
       .help_zh = "区域行、专题行、网上行等。",
       .help_en = "Its forms."},
  };
  return table;
}

const auto& campaign_table() {
  static const FieldDefinition table[] = {
      {.key = "year",
       .label = "年份",
       .type = Integer,
       .example = "2026",
       .help_zh = "年份；不写则用文件夹的名称。",
       .help_en = "The year; the folder's name when absent."},
      {.key = "series",
       .label = "活动系列|系列",
       .example = "安全生产月",
       .help_zh = "年年办的这项活动叫什么。",
       .help_en = "The campaign's name through the years."},
      {.key = "series_en",
       .label = "英文名称",
       .example = "Work Safety Month",
       .help_zh = "英文名称。",
       .help_en = "Its name in English."},
      {.key = "ordinal",
       .label = "届次|届",
       .type = Integer,
       .need = Expected,
       .example = "25",
       .help_zh = "第几个。",
       .help_en = "The how-manieth it is."},
      {.key = "base_year",
       .label = "起算年份",
       .type = Integer,
       .example = "2001",
       .help_zh = "届次 = 年份 − 起算年份。",
       .help_en = "ordinal = year − base_year."},
      {.key = "theme",
       .label = "主题|活动主题",
       .need = Expected,
       .help_zh = "今年的主题，标点照官方写法。",
       .help_en = "This year's theme, exactly as issued."},
      {.key = "theme_en", .label = "英文主题", .help_zh = "主题的英文。", .help_en = "The theme in English."},
      {.key = "hashtags", .label = "话题", .list = true, .help_zh = "网络话题。", .help_en = "Hashtags."},
      {.key = "period",
       .label = "活动时间|时间",
       .type = Object,
       .need = Expected,
       .fields = period_fields(),
       .help_zh = "活动起止日期。",
       .help_en = "From when to when."},
      {.key = "key_days",
       .label = "重点日|重要日子",
       .type = Object,
       .list = true,
       .fields = kKeyDay,
       .help_zh = "咨询日等重点日子。",
       .help_en = "Days such as the consultation day."},
      {.key = "weeks",
       .label = "各周|周",
       .type = Object,
       .list = true,
       .fields = kWeek,
       .help_zh = "每周的专题。",
       .help_en = "The topics of the weeks."},
      {.key = "subcampaigns",
       .label = "专项活动|子活动",
       .type = Object,
       .list = true,
       .fields = subcampaign_table(),
       .help_zh = "万里行等专项活动。",
       .help_en = "Campaigns within the campaign."},
      {.key = "parent",
       .label = "上级网站|上级",
       .type = Object,
       .fields = kParent,
       .help_zh = "上级的活动网站。",
       .help_en = "The portal above."},
      {.key = "settings",
       .label = "五进",
       .type = Object,
       .list = true,
       .fields = kSetting,
       .help_zh = "进企业、进社区……",
       .help_en = "Where the campaign goes."},
      {.key = "organisation",
       .label = "组织机构|组织领导",
       .type = Object,
       .fields = organisation_fields(),
       .help_zh = "领导小组或组委会。",
       .help_en = "The leading group."},
  };
  return table;
}

const std::array<KindDefinition, model::kKindCount>& table() {
  static const std::array<KindDefinition, model::kKindCount> kinds = {{
      {Kind::Page,
       "page",
       "页面",
       "",
       {},
       "一般的页面，例如关于本站。",
       "Any page, for example about the site."},
      {Kind::Notice, "notice", "通知", "notices", notice_fields(), "正式印发的通知、通告。",
       "A notice as it was issued."},
      {Kind::Plan, "plan", "方案", "plans", plan_fields(), "活动方案。", "The plan of the campaign."},
      {Kind::Slogans, "slogans", "标语", "slogans", slogans_fields(), "宣传标语，正文里写成有序列表。",
       "Slogans, as an ordered list of the text."},
      {Kind::Schedule, "schedule", "日程", "", schedule_fields(),
       "活动日程，正文里写成表格，表头有日期和活动。",
       "The events, as a table with the headers 日期 and 活动."},
      {Kind::Event, "event", "活动", "events", event_fields(),
       "一场活动，例如咨询日：议程、展台、线上活动写成标题和表格。",
       "One event: programme, stands and online parts are headings with tables and lists."},
      {Kind::Material, "material", "资料", "materials", material_fields(), "海报、短片、课件等宣传资料。",
       "Posters, films, slides and the like."},
      {Kind::Form, "form", "表格", "forms", form_fields(), "要填的表，正文里写成带空格（　）和方框□的表格。",
       "A form, as a table with blanks （　） and boxes □."},
      {Kind::Contact, "contact", "联系方式", "contacts", contact_fields(),
       "热线和办公电话，正文里写成表格或列表。", "Hotlines and offices, as a table or list."},
      {Kind::News, "news", "动态", "news", news_fields(), "工作动态。", "What happened."},
  }};
  return kinds;
}

/// The fields of a kind and those of every page, the kind's own first and winning.
std::vector<FieldDefinition> joined(std::span<const FieldDefinition> own) {
  std::vector<FieldDefinition> all(own.begin(), own.end());
  for (const FieldDefinition& field : kCommon) {
    const bool overridden =
        std::any_of(own.begin(), own.end(), [&](const auto& o) { return o.key == field.key; });
    if (!overridden) all.push_back(field);
  }
  return all;
}

}  // namespace

std::span<const KindDefinition> kinds() { return table(); }

const KindDefinition& definition_of(Kind kind) { return table()[static_cast<size_t>(kind)]; }

std::span<const FieldDefinition> common_fields() { return kCommon; }

std::span<const FieldDefinition> campaign_fields() { return campaign_table(); }

std::span<const FieldDefinition> all_fields(Kind kind) {
  static const auto tables = [] {
    std::array<std::vector<FieldDefinition>, model::kKindCount> made;
    for (const KindDefinition& definition : table())
      made[static_cast<size_t>(definition.kind)] = joined(definition.fields);
    return made;
  }();
  return tables[static_cast<size_t>(kind)];
}

std::span<const FieldDefinition> all_campaign_fields() {
  static const std::vector<FieldDefinition> made = joined(campaign_table());
  return made;
}

std::string_view genre_of(std::string_view title) {
  static constexpr std::string_view kGenres[] = {"决议", "决定", "命令", "公报", "公告", "通告", "意见",
                                                 "通知", "通报", "报告", "请示", "批复", "议案", "纪要"};
  static constexpr std::string_view kLetter = "函";
  title = base::trim(title);
  if (title.ends_with("）")) title = base::trim(title.substr(0, title.rfind("（")));
  if (title.ends_with(kLetter)) return kLetter;
  const std::string_view last = title.substr(title.size() - std::min(title.size(), kGenres[0].size()));
  const auto* genre = std::find_if(std::begin(kGenres), std::end(kGenres),
                                   [last](std::string_view one) { return base::same_text(one, last); });
  return genre == std::end(kGenres) ? std::string_view() : *genre;
}

const KindDefinition* find_kind(std::string_view name) {
  for (size_t i = 0; i < model::kKindCount; i++) {
    std::string_view names = kKindChoices[i];
    while (!names.empty()) {
      const size_t bar = std::min(names.find('|'), names.size());
      if (names.substr(0, bar) == name) return &table()[i];
      names.remove_prefix(std::min(bar + 1, names.size()));
    }
  }
  return nullptr;
}

}  // namespace herald::campaign
