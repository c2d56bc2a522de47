#include "campaign/words.h"

#include <array>
#include <vector>

#include "base/utf8.h"

namespace herald::campaign {
namespace {

using enum WordUse;

// clang-format off
constexpr Word kWords[] = {
    {Schedule, "date", "日期|活动日期|起止日期|举办日期|日期时间|date", "哪天：6月16日、6月8日至12日、2026-06-16、6月中旬；空着表示与上一行同一天。", "The day or days; empty means the day of the row above."},
    {Schedule, "time", "时间|活动时间|起止时间|具体时间|time", "几点：9:30—11:00、上午9:30、全天。没有日期一列时，也可以写日期和时间。", "The time of day; without a column of dates it may hold both."},
    {Schedule, "weekday", "星期|周", "星期几，会与日期核对。", "The weekday; held against the date."},
    {Schedule, "title", "活动|活动名称|活动内容|名称|内容|项目|活动项目|主题|事项|title", "活动叫什么；写成链接就连到它自己的页面。", "What the event is called; a link leads to its own page."},
    {Schedule, "venue", "地点|活动地点|举办地点|场地|地址|venue", "在哪里；线上活动写“线上”。", "Where; 线上 for an online event."},
    {Schedule, "organiser", "主办|主办单位|主办方|牵头单位|责任单位|组织单位|organiser", "主办单位。", "Who holds it."},
    {Schedule, "co_organisers", "协办|协办单位|承办|承办单位|参与单位|配合单位|co_organisers", "协办单位，用顿号隔开。", "Who helps, parted by 、."},
    {Schedule, "audience", "对象|参加对象|面向对象|参加人员|参与对象|受众|audience", "谁来参加，用顿号隔开。", "Whom it is for, parted by 、."},
    {Schedule, "mode", "方式|形式|活动形式|举办方式|mode", "线下、线上，或线上线下。", "On site, online, or both."},
    {Schedule, "status", "状态|活动状态|status", "照常、延期、改为线上、取消、已结束。", "Whether it takes place as planned."},
    {Schedule, "note", "备注|说明|注|note", "备注。", "A remark."},
    {Schedule, "id", "编号|标识|id", "活动的标识，与活动页面的标识相同时合为一个活动。", "Names the event; equal to a page's id, both are one event."},

    {Programme, "time", "时间|时段|时刻", "几点到几点。", "From when to when."},
    {Programme, "title", "项目|内容|环节|议程|议题|节目|活动|事项|课程|讲座", "做什么。", "What happens."},
    {Programme, "place", "地点|位置|场地|区域", "在哪里。", "Where."},
    {Programme, "by", "负责|负责单位|主持|主持人|讲课人|主讲|主讲人|单位|责任单位|主办|演示单位", "由谁。", "By whom."},

    {Booth, "number", "展台|展位|台号|展台号|编号|序号|号", "展台号；不写则依次编号。", "The number of the stand; counted when absent."},
    {Booth, "unit", "单位|参加单位|参展单位|设台单位|咨询单位|部门|名称", "哪个单位。", "Who stands there."},
    {Booth, "topic", "咨询内容|内容|主题|咨询主题|可以问|业务|服务内容", "可以问什么。", "What can be asked."},

    {EventHeading, "on_site", "现场活动|线下活动|主会场活动|现场安排", "现场部分的总标题，下面可以有议程和展台。", "The part on site."},
    {EventHeading, "programme", "议程|活动议程|日程|活动流程|流程|现场流程|节目单|会议议程|活动安排|议程安排|时间安排", "下面写表格（时间、项目、地点、负责）或列表。", "Followed by a table or a list."},
    {EventHeading, "booths", "咨询展台|展台|咨询台|展台安排|咨询展台安排|现场咨询|宣传咨询台|咨询服务台", "下面写表格（展台、单位、咨询内容）或列表。", "Followed by a table or a list of stands."},
    {EventHeading, "online", "线上活动|网上活动|云上活动|线上安排|网络活动|线上部分", "线上部分的总标题，下面每样线上活动一个小标题。", "The online part; each of its activities has a heading."},
    {EventHeading, "online_item", "云直播|线上直播|网络直播|直播|视频直播", "写平台、时间、地址。", "A live show: platform, time, address."},
    {EventHeading, "online_item", "云互动|线上互动|网络互动|互动游戏|线上答题", "写平台、时间、地址。", "Interaction."},
    {EventHeading, "online_item", "云科普|线上科普|网络科普|云课堂|网络课堂", "写平台、时间、地址。", "Popular science."},
    {EventHeading, "online_item", "云体验|线上体验|网上展厅|云展厅|云逛展", "写平台、时间、地址。", "Experience."},
    {EventHeading, "hotlines", "咨询热线|热线|咨询电话|热线电话|联系电话|咨询方式", "下面写电话的表格或列表。", "Followed by telephone numbers."},
    {EventHeading, "take_along", "请带走|可以带走|资料领取|领取资料|带走的资料|发放资料", "下面列出可以带走的资料。", "Followed by a list of what can be taken along."},
    {EventHeading, "travel", "怎么来|交通|交通指引|交通方式|怎么去|到达方式|乘车路线|路线|如何到达|交通与停车", "下面写怎么到。", "How to get there."},

    {Online, "kind", "形式|活动|线上活动|项目|名称|类型", "哪样线上活动。", "Which online activity."},
    {Online, "platform", "平台|直播平台|活动平台|渠道|账号", "在哪个平台。", "On which platform."},
    {Online, "time", "时间|开放时间|直播时间|活动时间|起止时间", "什么时候。", "When."},
    {Online, "url", "地址|链接|网址|活动地址|直播地址|观看地址|入口|活动链接", "网址。", "The address."},
    {Online, "text", "内容|说明|介绍|简介|备注", "说明。", "What it is."},

    {Material, "title", "资料|名称|资料名称|材料|材料名称|标题|素材|题目|片名", "资料叫什么。", "What the material is called."},
    {Material, "type", "类型|种类|类别|资料类型|格式|规格", "什么资料、什么格式。", "Its sort or format."},
    {Material, "url", "链接|下载|下载地址|下载链接|地址|网址|文件|附件|网盘|网盘链接|百度网盘", "文件或网盘的链接。", "The link to a file or a netdisk."},
    {Material, "access_code", "提取码|访问码|密码|提取密码|取件码|验证码", "网盘的提取码；没有写“—”。", "The extraction code; — for none."},
    {Material, "expires", "有效期|有效期至|有效期到|有效期限|到期|到期日|到期时间|失效日期|截止|截止日期", "链接到哪天有效。", "Until when the link works."},
    {Material, "size", "大小|时长|页数|尺寸", "大小、时长或页数。", "Its size or length."},
    {Material, "note", "备注|说明|用途|简介|内容", "备注。", "A remark."},

    {Share, "url", "链接|地址|网址|下载地址|下载链接|网盘链接|分享链接|网盘地址", "网盘的链接。", "The link of a share."},
    {Share, "expires", "有效期至|有效期到|有效期|到期日|到期时间|失效日期", "到哪天失效；“永久有效”可以不写。", "The day on which the link ends."},
    {Share, "access_code", "提取码|访问码|提取密码|访问密码|密码|取件码", "网盘的提取码，四到八位。", "The extraction code, four to eight letters and digits."},

    {Contact, "name", "名称|热线|热线名称|单位|联系单位|部门|机构|项目|事项|科室", "打给谁。", "Whom it reaches."},
    {Contact, "role", "岗位|职务|联系人|联络人|负责人|姓名|岗位职务", "哪个岗位。", "The post."},
    {Contact, "number", "号码|电话|联系电话|电话号码|办公电话|热线电话|咨询电话|值班电话|固定电话|传真电话|tel", "电话号码，写上区号。", "The telephone number."},
    {Contact, "email", "邮箱|电子邮箱|工作邮箱|邮件|电子邮件|报送邮箱|email", "工作邮箱。", "The mailbox."},
    {Contact, "channel", "渠道|途径|入口|举报渠道|举报途径|反映渠道|小程序|微信小程序|公众号|微信公众号|微信|微博|账号|平台|网站|网址|链接|channel", "不打电话的办法：小程序、公众号、曝光台的名称或网址。", "Another way than the telephone: the name or address of a mini-program, an account, a site."},
    {Contact, "purpose", "用途|什么时候打|受理内容|受理范围|咨询内容|业务范围|说明|备注|内容", "什么事打这个电话。", "What it is for."},
    {Contact, "duties", "职责|工作职责|负责事项|负责内容", "负责什么。", "What the post does."},
    {Contact, "hours", "服务时间|时间|接听时间|工作时间|受理时间|办公时间", "什么时候有人接。", "When somebody answers."},
    {Contact, "anonymous", "可否匿名|匿名|是否可匿名|能否匿名|是否匿名", "可否不留姓名。", "Whether names may be left out."},
    {Contact, "area", "范围|区域|服务范围|管辖范围|服务区域", "管哪里。", "The area it serves."},
    {Contact, "address", "地址|办公地址|地点|联系地址", "地址。", "The address."},

    {FormHeader, "unit", "填报单位|报送单位|单位|单位名称|填表单位|申报单位|参加单位|承诺单位", "填表的单位。", "The unit that fills it in."},
    {FormHeader, "contact", "联系人|填表人|填报人|经办人|联络员|姓名", "联系人。", "The person to ask."},
    {FormHeader, "tel", "电话|联系电话|联系方式|办公电话|手机", "电话。", "The telephone."},
    {FormHeader, "date", "填报日期|填表日期|日期|报送日期|填报时间|填表时间", "填报日期。", "The day of filling in."},
    {FormHeader, "email", "邮箱|电子邮箱", "邮箱。", "The mailbox."},
    {FormHeader, "head", "负责人|单位负责人|主要负责人|审核人|审核|审批人|签发人|领导签字", "审核或负责的人。", "Who is responsible."},
    {FormHeader, "seal", "盖章|单位盖章|公章|签章", "盖章的地方。", "The place of the seal."},
    {FormHeader, "number", "编号|表号", "编号。", "The number."},

    {FormColumn, "number", "序号|编号|序", "序号。", "The number of the row."},
    {FormColumn, "group", "类别|分类|大类|项目类别|板块|一级指标", "几行合为一组的名称。", "The name of several rows."},
    {FormColumn, "title", "活动项目|项目|活动|活动名称|工作内容|工作项目|事项|指标|统计项目|内容|任务|二级指标", "填什么。", "What the row is about."},
    {FormColumn, "requirement", "内容要求|要求|活动内容|活动要求|标准|填报要求|填报说明|具体内容|主要内容|说明", "怎样才算。", "What is asked for."},
    {FormColumn, "answer", "进展情况|完成情况|开展情况|填报内容|落实情况|数量|数据|结果|工作情况|情况|填写|统计数|完成数", "带空格（　）和方框□的一列。", "The column with blanks and boxes."},
    {FormColumn, "unit", "单位|计量单位", "数量的单位。", "The unit of a number."},
    {FormColumn, "remark", "备注|注", "备注。", "A remark."},

    {Unit, "integer", "人次|场次|条次|部次|台次|批次|户次|家次|车次|册次|次|场|人|名|部|个|条|篇|份|张|块|处|户|栋|件|家|期|套|幅|本|册|台|辆|项|起|组|支|队|天|期次|类|把|只|批|具|座|站|门|节|点|面|枚|盒|盘|袋|封|段|集|版|种|页|字|所|间|层|年|月|周|日|分", "整数的单位。", "Units of whole numbers."},
    {Unit, "decimal", "万元|亿元|元|%|％|小时|学时|公里|千米|平方米|米|吨|公斤|千克|亩|分钟", "可以有小数的单位。", "Units that may have decimals."},

    {TextBlank, "text", "等形式|等方式|形式|方式|活动|等活动|等平台|等媒体|等", "空格里填文字。", "The blank is for words."},

    {Yes, "yes", "可以|可|是|能|可匿名|支持|允许|可以匿名|不需要留名|不需要|不用留名|无需留名|无需|不限|yes", "可以不留姓名。", "Names may be left out."},
    {No, "no", "不可以|不可|否|不能|须实名|需实名|实名|需要留名|需要|不支持|不允许|no", "要留姓名。", "A name is asked for."},

    {Mode, "mixed", "线上线下|线上线下结合|线下线上|线上+线下|线下+线上|线上、线下|线下、线上|混合|mixed", "线上线下同时办。", "Both."},
    {Mode, "online", "线上|网上|网络|直播|网络直播|线上直播|腾讯会议|视频会议|云直播|online", "只在线上。", "Online alone."},
    {Mode, "offline", "线下|现场|实地|offline", "只在现场。", "On site alone."},

    {Status, "scheduled", "照常|如期|正常|已安排|按期|scheduled", "照常举行。", "As planned."},
    {Status, "postponed", "延期|改期|推迟|暂缓|postponed", "日期改了。", "Another day."},
    {Status, "moved-online", "改为线上|转为线上|改线上|转线上|moved-online", "改到线上。", "Online instead."},
    {Status, "cancelled", "取消|已取消|停办|cancelled", "不办了。", "Does not take place."},
    {Status, "done", "已结束|结束|已举办|已举行|已完成|完成|done", "办完了。", "Over."},

    {Aside, "aside", "使用说明|使用要求|使用提示|说明|填表说明|填报说明|注意事项|有关要求|制作要求|要求|备注|怎么用|使用办法|位置|事项|制作单位|印制单位|设计单位|发布单位|责任单位|联系单位", "这些标题和以这些词结尾的标题（悬挂要求）下的列表是说明，不是数据。", "Lists below these headings, and below others that end with these words, are explanations."},

    {HotlineName, "hotline", "热线|举报|投诉|抢修|急救|报警|火警|救援|值班电话|匪警", "名称里有这些词的号码算作热线。", "A number with such a name is a hotline."},

    {ChannelName, "miniapp", "小程序", "小程序。", "A mini-program."},
    {ChannelName, "account", "公众号|服务号|订阅号|视频号|微信|微博|抖音|快手|qq|官方账号", "平台上的账号。", "An account on a platform."},
    {ChannelName, "website", "网站|网页|平台|曝光台|随手拍|信箱|留言|app|客户端|二维码|扫码", "网站或应用。", "A site or an application."},

    {PlanHeading, "theme", "活动主题|主题|年度主题", "下面只有一行主题时，就是方案的“主题”，不用再写一遍。", "Followed by the theme in a line of its own: then it need not be stated again."},
    {PlanHeading, "period", "活动时间|活动期限|起止时间|时间", "下面只写起止日期时，就是方案的“活动时间”。", "Followed by the first and last day alone: the plan's period."},

    {ThemeSlogan, "theme", "主题|活动主题|年度主题|主题标语|主题口号|今年的主题", "这些标题下的标语是活动主题。", "Slogans below these headings are the campaign's theme."},
};
// clang-format on

constexpr std::array<UseText, 21> kUses = {{
    {"日程表的表头", "headers of a schedule"},
    {"议程表的表头", "headers of a programme"},
    {"展台表的表头", "headers of a table of stands"},
    {"活动页面的标题", "headings of an event"},
    {"线上活动的标签", "labels of an online part"},
    {"资料表的表头", "headers of a table of materials"},
    {"网盘分享的标签", "labels of a netdisk share"},
    {"联系方式的表头", "headers and labels of contacts"},
    {"统计表表头上方的标签", "labels above a form"},
    {"统计表的表头", "headers of a form"},
    {"空格后面的单位", "units behind a blank"},
    {"填文字的空格", "blanks for words"},
    {"可以匿名", "names may be left out"},
    {"不可匿名", "names are asked for"},
    {"举办方式", "how an event is held"},
    {"活动状态", "whether an event takes place"},
    {"说明性的标题", "headings of explanations"},
    {"热线的名称", "names of hotlines"},
    {"电话以外的渠道", "ways other than the telephone"},
    {"方案的标题", "headings of a plan"},
    {"活动主题的标题", "headings of the theme"},
}};

/// Calls `with` for each name of `word`.
template <class With>
void each_name(const Word& word, With with) {
  std::string_view names = word.names;
  while (true) {
    const size_t bar = names.find('|');
    with(names.substr(0, bar));
    if (bar == std::string_view::npos) return;
    names.remove_prefix(bar + 1);
  }
}

/// Where the rows of each use begin: they stand together in the table.
constexpr std::array<size_t, kUses.size()> kFirstRows = [] {
  std::array<size_t, kUses.size()> first{};
  for (size_t row = std::size(kWords); row > 0; row--)
    first[static_cast<size_t>(kWords[row - 1].use)] = row - 1;
  return first;
}();

/// The rows of one use.
std::span<const Word> rows_of(WordUse use) {
  const size_t begin = kFirstRows[static_cast<size_t>(use)];
  size_t end = begin;
  while (end < std::size(kWords) && kWords[end].use == use) end++;
  return std::span(kWords).subspan(begin, end - begin);
}

const Word* find_exact(WordUse use, std::string_view text) {
  const Word* found = nullptr;
  for (const Word& word : rows_of(use)) {
    each_name(word, [&](std::string_view name) {
      if (found == nullptr && name == text) found = &word;
    });
    if (found != nullptr) break;
  }
  return found;
}

bool remove_suffix(std::string_view& text, std::string_view suffix) {
  if (text.size() <= suffix.size() || !text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

}  // namespace

std::span<const Word> words() { return kWords; }

UseText text_of(WordUse use) { return kUses[static_cast<size_t>(use)]; }

std::string squeezed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = base::next_code_point(text, at);
    if (c == ' ' || c == '\t' || c == '\n' || c == '*' || c == 0x3000 || c == 0xA0) continue;
    out.append(text.substr(begin, at - begin));
  }
  return out;
}

const Word* find_word(WordUse use, std::string_view text) {
  const std::string plain = base::lower_ascii(squeezed(text));
  std::string_view word = plain;
  while (remove_suffix(word, "：") || remove_suffix(word, ":")) {
  }
  if (const Word* found = find_exact(use, word)) return found;
  for (const std::string_view open : {"（", "("}) {  // a remark at the end
    const size_t at = word.find(open);
    if (at == 0 || at == std::string_view::npos) continue;
    if (const Word* found = find_exact(use, word.substr(0, at))) return found;
  }
  for (const std::string_view stroke : {"/", "／", "、", "及", "和"}) {  // the first of two: 主办/协办
    const size_t at = word.find(stroke);
    if (at == 0 || at == std::string_view::npos) continue;
    if (const Word* found = find_exact(use, word.substr(0, at))) return found;
  }
  return nullptr;
}

const Word* find_prefix(WordUse use, std::string_view text, size_t& size) {
  const Word* found = nullptr;
  size = 0;
  for (const Word& word : rows_of(use)) {
    each_name(word, [&](std::string_view name) {
      if (name.size() <= size || !text.starts_with(name)) return;
      size = name.size();
      found = &word;
    });
  }
  return found;
}

const Word* find_suffix(WordUse use, std::string_view text) {
  if (const Word* found = find_word(use, text)) return found;
  const std::string plain = squeezed(text);
  std::string_view heading = plain;
  heading = heading.substr(0, std::min(heading.find("（"), heading.find('(')));
  while (remove_suffix(heading, "：") || remove_suffix(heading, ":")) {
  }
  const Word* found = nullptr;
  for (const Word& word : rows_of(use)) {
    each_name(word, [&](std::string_view name) {
      if (heading.ends_with(name)) found = &word;
    });
  }
  return found;
}

const Word* find_inside(WordUse use, std::string_view text) {
  const Word* found = nullptr;
  size_t size = 0;
  for (const Word& word : rows_of(use)) {
    each_name(word, [&](std::string_view name) {
      if (name.size() <= size || text.find(name) == std::string_view::npos) return;
      size = name.size();
      found = &word;
    });
  }
  return found;
}

}  // namespace herald::campaign
