#include "serve/inspector_words.h"

#include <array>

namespace herald::serve {
namespace {

/// By base::Language.
using Words = std::array<std::string_view, 2>;

constexpr std::array<Words, static_cast<size_t>(model::OutputKind::Checksums) + 1> kOutputs = {{
    {"file of the theme", "主题文件"},
    {"file of assets/", "assets/ 的文件"},
    {"attachment", "附件"},
    {"page", "页面"},
    {"list of a section", "栏目列表"},
    {"home page of an edition", "年度首页"},
    {"home page", "首页"},
    {"page for what is not there", "找不到时的页面"},
    {"list for search engines", "站点地图"},
    {"rules for robots", "搜索规则"},
    {"feed", "订阅源"},
    {"feed", "订阅源"},
    {"calendar", "日历"},
    {"calendar of deadlines", "期限日历"},
    {"calendar of an event", "活动日历"},
    {"slogans as text", "标语文本"},
    {"data", "数据"},
    {"table", "表格数据"},
    {"archive", "压缩包"},
    {"deadlines", "报送期限"},
    {"schema of a form", "表格结构"},
    {"table of a form", "表格表头"},
    {"feed of a section", "栏目订阅源"},
    {"feed of a section", "栏目订阅源"},
    {"pages of a term", "分类列表"},
    {"feed of a term", "分类订阅源"},
    {"feed of a term", "分类订阅源"},
    {"list of terms", "分类目录"},
    {"list of editions", "历年目录"},
    {"card of the site", "网站名片"},
    {"redirect", "转向页"},
    {"table of redirects", "转向表"},
    {"checksums", "校验和"},
}};

constexpr std::array<Words, render::kFactKindCount> kFacts = {{
    {"text", "正文"},
    {"title and fields", "标题和开头各项"},
    {"address", "网址"},
    {"what replaces it", "取代它的页面"},
    {"neighbours", "前后篇"},
    {"files beside it", "附件"},
    {"event", "活动信息"},
    {"deadlines", "报送期限"},
    {"audiences, topics, weeks and tags", "对象、专题、周次和标签"},
    {"list of the section", "栏目里有哪些页面"},
    {"whether the section has a feed", "栏目有没有订阅源"},
    {"notices", "通知列表"},
    {"plans", "方案列表"},
    {"news", "动态列表"},
    {"slogans", "标语"},
    {"materials", "资料列表"},
    {"forms", "表格列表"},
    {"contacts", "联系方式"},
    {"events", "活动列表"},
    {"deadlines", "报送期限列表"},
    {"hotlines", "热线"},
    {"archives", "压缩包"},
    {"pages of the edition", "年度里有哪些页面"},
    {"which pages there are", "网站有哪些页面"},
    {"editions", "年度"},
    {"pages of a term", "分类里有哪些页面"},
    {"terms", "分类"},
    {"day of the build", "生成的日期"},
    {"minute of the build", "生成的时刻"},
    {"template", "模板"},
    {"theme file", "主题文件"},
    {"file", "文件"},
    {"text of the theme", "主题里的文字"},
}};

}  // namespace

std::string_view words_of(model::OutputKind kind, base::Language language) {
  return kOutputs[static_cast<size_t>(kind)][static_cast<size_t>(language)];
}

std::string_view words_of(render::FactKind kind, base::Language language) {
  return kFacts[static_cast<size_t>(kind)][static_cast<size_t>(language)];
}

}  // namespace herald::serve
