#include "cli/reasons.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "base/utf8.h"

namespace herald::cli {
namespace {

using graph::Cause;
using render::FactKind;

/// A pattern in two languages; {} is the subject.
struct Words {
  std::string_view english, chinese;
};

constexpr std::array<Words, render::kFactKindCount> kFacts = {{
    {"the text of content/{} changed", "content/{} 的正文改了"},
    {"the title or a field of content/{} changed", "content/{} 的标题或开头的某一项改了"},
    {"the address of content/{} changed", "content/{} 的网址变了"},
    {"another page replaces content/{}, or no longer", "取代 content/{} 的页面变了"},
    {"the neighbours of content/{} changed", "content/{} 的前后篇变了"},
    {"the files of content/{} changed", "content/{} 的附件变了"},
    {"the event of content/{} changed", "content/{} 的活动信息变了"},
    {"the deadlines of content/{} changed", "content/{} 的报送期限变了"},
    {"the audiences, topics, weeks or tags of content/{} changed", "content/{} 的对象、专题、周次或标签变了"},
    {"the list of content/{} changed", "content/{} 的列表变了"},
    {"content/{} has a feed now, or no longer", "content/{} 有没有订阅源变了"},
    {"the notices of {} changed", "{} 的通知有增减或换了次序"},
    {"the plans of {} changed", "{} 的方案有增减或换了次序"},
    {"the news of {} changed", "{} 的动态有增减或换了次序"},
    {"the slogans of {} changed", "{} 的标语变了"},
    {"the materials of {} changed", "{} 的资料有增减或换了次序"},
    {"the forms of {} changed", "{} 的表格有增减或换了次序"},
    {"the contacts of {} changed", "{} 的联系方式变了"},
    {"the events of {} changed", "{} 的活动变了"},
    {"the deadlines of {} changed", "{} 的报送期限变了"},
    {"the hotlines of {} changed", "{} 的热线变了"},
    {"the pages of {} changed", "{} 的页面有增减"},
    {"pages came, went or moved", "网站的页面有增减或换了网址"},
    {"the editions changed", "年度有增减"},
    {"the pages of {} changed", "{} 的页面有增减"},
    {"the words of {} changed", "{} 的词有增减"},
    {"it shows something relative to the day of the build", "有内容随生成那天变化"},
    {"it shows something relative to the minute of the build", "有内容随生成的时刻变化"},
    {"template {} changed", "模板 {} 改了"},
    {"theme file {} changed", "主题文件 {} 改了"},
    {"file content/{} changed", "文件 content/{} 变了"},
    {"the theme's text “{}” changed", "主题里的文字“{}”改了"},
}};

constexpr std::array<Words, 4> kSettings = {{
    {"the options of the build changed", "生成时的选项变了"},
    {"site.json changed", "site.json 改了"},
    {"templates, files or languages of the theme came or went", "主题的模板、文件或语言有增减"},
    {"sections, editions or columns changed", "栏目、年度或导航变了"},
}};

constexpr std::array<Words, 7> kCauses = {{
    {"left as it is: nothing that it shows changed", "不用重做：它显示的内容都没有变"},
    {"nothing is known of the last build", "没有上一次生成的记录"},
    {"new", "新增"},
    {"", ""},
    {"it is made of something else now", "它的来源变了"},
    {"", ""},
    {"its file was gone, or changed by somebody else", "它的文件不见了，或者被别人改过"},
}};

std::string_view in(const Words& words, base::Language language) {
  return language == base::Language::Chinese ? words.chinese : words.english;
}

}  // namespace

std::string reason_sentence(const build::Reason& reason, base::Language language) {
  if (reason.cause == Cause::Setting)
    return std::string(in(kSettings[static_cast<size_t>(reason.setting)], language));
  if (reason.cause != Cause::Fact)
    return std::string(in(kCauses[static_cast<size_t>(reason.cause)], language));
  const std::string_view pattern = in(kFacts[static_cast<size_t>(reason.fact)], language);
  return fmt::format(fmt::runtime(pattern), reason.subject);
}

std::string reason_text(const build::Reason& reason, base::Language language) {
  const std::string_view colon = language == base::Language::Chinese ? "：" : ": ";
  const std::string sentence = base::without_controls(reason_sentence(reason, language));
  return fmt::format("{}{}{}\n", reason.output, colon, sentence);
}

std::string reasons_text(const build::Report& report, bool all, base::Language language) {
  std::string text;
  for (const build::Reason& reason : report.reasons) {
    if (all || reason.cause != Cause::Clean) text += reason_text(reason, language);
  }
  return text;
}

}  // namespace herald::cli
