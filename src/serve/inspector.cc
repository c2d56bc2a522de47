#include "serve/inspector.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "base/utf8.h"
#include "serve/client.h"
#include "serve/files.h"
#include "serve/inspector_words.h"

namespace herald::serve {
namespace {

using base::escaped;
using base::Language;

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light}
body{margin:0;font:15px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1a1a1a;background:#fafaf9}
header{background:#1f2937;color:#fff;padding:10px 16px;display:flex;flex-wrap:wrap;gap:4px 20px;align-items:baseline}
header h1{font-size:18px;margin:0}header a{color:#bfdbfe}
main{max-width:1200px;margin:0 auto;padding:8px 16px 40px}
h2{font-size:17px;margin:24px 0 8px}
a{color:#1d4ed8}
.wide{overflow-x:auto;background:#fff;border:1px solid #ddd;border-radius:6px}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:5px 10px;border-top:1px solid #e7e5e4;overflow-wrap:anywhere}
th{background:#f5f5f4;border-top:0;white-space:nowrap}
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:8px 0}dt{color:#57534e}dd{margin:0;overflow-wrap:anywhere}
form{display:flex;flex-wrap:wrap;gap:8px;margin:12px 0}input{font:inherit;padding:5px 8px;flex:1 1 12em;min-width:0;border:1px solid #a8a29e;border-radius:6px}
button{font:inherit;padding:5px 14px;border:1px solid #a8a29e;border-radius:6px;background:#fff}
.reads td:first-child{width:12em}
.good{color:#166534}
@media (max-width:640px){
table.cards thead{display:none}table.cards tr{display:block;border-top:1px solid #d6d3d1;padding:6px 0}
table.cards td{display:block;border:0;padding:1px 10px;text-align:left!important}
table.cards td.n{display:inline-block}
table.cards td[data-l]:not(:empty)::before{content:attr(data-l) " ";color:#78716c}
dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 6px}
}
)css";

/// The words of a page in one language.
struct Speech {
  bool is_chinese = false;
  std::string_view operator()(std::string_view zh, std::string_view en) const { return is_chinese ? zh : en; }
};

std::string page(const Speech& say, std::string_view title, std::string_view main,
                 std::string_view head = {}) {
  return fmt::format(
      "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><title>{}</title>{}<style>{}{}</style></head><body>"
      "<header><h1>herald serve</h1><a href=\"/_herald/\">{}</a><a href=\"/_herald/outputs\">{}</a><a "
      "href=\"/\">{}</a></header><main>{}</main></body></html>",
      say("zh-CN", "en"), title, head, kStyle, problem_style(), say("生成情况", "builds"),
      say("全部文件", "files"), say("打开网站", "to the site"), main);
}

/// A cell; on a narrow screen its label stands in front.
std::string cell(std::string_view label, std::string_view html, bool is_number = false) {
  return fmt::format("<td{} data-l=\"{}\">{}</td>", is_number ? " class=\"n\"" : "", escaped(label), html);
}

std::string ms(double seconds) { return fmt::format("{:.1f}", seconds * 1000); }

/// The address of the page about an output.
std::string about(std::string_view path) {
  std::string query;
  for (const char c : path) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          c == '/' || c == '-' || c == '_' || c == '.';
    if (is_plain) {
      query += c;
    } else {
      query += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return "/_herald/output?path=" + query;
}

/// What made a build that no file made.
std::string_view cause_words(const Speech& say, const BuildLine& line) {
  return line.number == 1 ? say("首次生成", "first build") : say("时间到了", "time has passed");
}

std::string builds_table(const Speech& say, const std::vector<BuildLine>& lines) {
  const std::string_view labels[] = {
      say("改动", "change"),  say("解析", "parsed"), say("重做", "made"),
      say("写入", "written"), say("读取", "read"),   say("组合", "assemble"),
      say("渲染", "render"),  say("写盘", "write"),  say("共（毫秒）", "all, ms")};
  std::string out = "<div class=\"wide\"><table class=\"cards\"><thead><tr><th class=\"n\">#</th>";
  for (size_t i = 0; i < std::size(labels); i++)
    out += fmt::format("<th{}>{}</th>", i == 0 ? "" : " class=\"n\"", labels[i]);
  out += "</tr></thead><tbody>";
  for (const BuildLine& line : lines) {
    std::string cause = escaped(line.cause.empty() ? cause_words(say, line) : std::string_view(line.cause));
    if (line.errors != 0)
      cause +=
          fmt::format(" <b>{}</b>", fmt::format(fmt::runtime(say("错误 {}", "errors: {}")), line.errors));
    out += "<tr>" + cell("#", std::to_string(line.number), true) + cell("", cause);
    const std::string values[] = {std::to_string(line.parsed),  std::to_string(line.rendered),
                                  std::to_string(line.written), ms(line.timings.load_and_parse),
                                  ms(line.timings.assemble),    ms(line.timings.render),
                                  ms(line.timings.write),       ms(line.seconds)};
    for (size_t i = 0; i < std::size(values); i++) out += cell(labels[i + 1], values[i], true);
    out += "</tr>";
  }
  return out + "</tbody></table></div>";
}

bool is_wanted(const build::OutputAccount& output, std::string_view wanted) {
  return output.path.find(wanted) != std::string::npos || output.title.find(wanted) != std::string::npos ||
         output.source.find(wanted) != std::string::npos;
}

/// "page · notice": what a file is, and of which kind of page.
std::string what(const build::OutputAccount& output, Language language) {
  std::string words(words_of(output.kind, language));
  if (output.page_kind.empty()) return words;
  return words + " · " + escaped(language == Language::Chinese ? output.page_label : output.page_kind);
}

/// How many files there are of each kind, and pages of each of theirs; the most frequent first.
std::string kinds_line(const std::vector<build::OutputAccount>& outputs, Language language) {
  std::map<std::string, size_t> counts;
  for (const build::OutputAccount& output : outputs) {
    const bool is_page = output.kind == model::OutputKind::Page;
    counts[is_page ? what(output, language) : std::string(words_of(output.kind, language))]++;
  }
  std::vector<std::pair<size_t, std::string>> sorted;
  for (const auto& [words, count] : counts) sorted.emplace_back(count, words);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string out;
  for (const auto& [count, words] : sorted)
    out += fmt::format("{}{} {}",
                       out.empty()                     ? ""
                       : language == Language::Chinese ? "，"
                                                       : ", ",
                       words, count);
  return out;
}

/// While the session is somebody else's.
Response busy(const Speech& say) {
  return html_response(503, page(say, say("正在生成", "building"),
                                 fmt::format("<p>{}</p>", say("正在生成，稍等……", "building, one moment …")),
                                 "<meta http-equiv=\"refresh\" content=\"1\">"));
}

}  // namespace

Response Inspector::overview() const {
  const Speech say{language == Language::Chinese};
  std::string main = fmt::format("<h2>{}</h2>", say("问题", "What is wrong"));
  const std::string problems = status.problems();
  main += problems.empty() ? fmt::format("<p class=\"good\">{}</p>",
                                         say("没有错误，也没有提醒。", "No errors and no warnings."))
                           : problems;
  main += fmt::format("<h2>{}</h2>", say("最近的生成", "The last builds"));
  main += builds_table(say, status.lines());
  return html_response(200, page(say, say("预览详情", "about this preview"), main));
}

Response Inspector::outputs(const std::string& wanted) const {
  const Speech say{language == Language::Chinese};
  std::unique_lock lock(session_mutex, std::try_to_lock);
  if (!lock) return busy(say);
  const std::vector<build::OutputAccount> all = session.outputs();
  lock.unlock();
  std::string main = fmt::format("<h2>{}</h2><p>{}</p>",
                                 fmt::format(fmt::runtime(say("全部文件：{} 个", "Files: {}")), all.size()),
                                 kinds_line(all, language));
  main += fmt::format(
      "<form><input name=\"q\" value=\"{}\" aria-label=\"{}\" placeholder=\"{}\"><button>{}</button></form>",
      escaped(wanted), say("查找", "search"),
      say("路径、标题或来源里的字", "part of a path, a title or a source"), say("查找", "search"));
  const std::string_view labels[] = {say("文件", "file"),   say("是什么", "what"),  say("标题", "title"),
                                     say("来源", "source"), say("第几次", "build"), say("为什么", "why")};
  main += "<div class=\"wide\"><table class=\"cards\"><thead><tr>";
  for (const std::string_view label : labels) main += fmt::format("<th>{}</th>", label);
  main += "</tr></thead><tbody>";
  size_t shown = 0, left = 0;
  for (const build::OutputAccount& output : all) {
    if (!is_wanted(output, wanted)) continue;
    if (shown == kOutputsShown) {
      left++;
      continue;
    }
    shown++;
    main += "<tr>" + cell("", fmt::format("<a href=\"{}\">{}</a>", about(output.path), escaped(output.path)));
    main += cell(labels[1], what(output, language)) + cell(labels[2], escaped(output.title));
    main += cell(labels[3], escaped(output.source));
    main += cell(labels[4], output.build == 0 ? "" : std::to_string(output.build), true);
    main += cell(labels[5], output.build == 0 ? "" : escaped(reason_words(output.reason))) + "</tr>";
  }
  main += "</tbody></table></div>";
  if (left != 0)
    main += fmt::format(
        "<p>{}</p>",
        fmt::format(fmt::runtime(say("……还有 {} 个，请查找", "… and {} more: search for them")), left));
  return html_response(200, page(say, say("全部文件", "files"), main));
}

Response Inspector::output(const std::string& path) const {
  const Speech say{language == Language::Chinese};
  std::unique_lock lock(session_mutex, std::try_to_lock);
  if (!lock) return busy(say);
  const std::vector<build::OutputAccount> all = session.outputs();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.path == path; });
  const std::vector<build::FactAccount> reads = session.reads_of(path);
  lock.unlock();
  if (found == all.end())
    return html_response(
        404, page(say, "404",
                  fmt::format("<h2>404</h2><p>{}</p>", say("没有这个文件。", "There is no such file."))));
  std::string main = fmt::format("<h2>{}</h2><dl>", escaped(path));
  const auto row = [&](std::string_view zh, std::string_view en, std::string_view html) {
    if (!html.empty()) main += fmt::format("<dt>{}</dt><dd>{}</dd>", say(zh, en), html);
  };
  row("是什么", "what", what(*found, language));
  row("标题", "title", escaped(found->title));
  row("来源", "source", escaped(found->source));
  row("第几次生成", "made by build", found->build == 0 ? "" : std::to_string(found->build));
  row("为什么", "why", found->build == 0 ? "" : escaped(reason_words(found->reason)));
  row("打开", "open",
      fmt::format("<a href=\"{0}\">{0}</a>", escaped(base::url_path(status.base_path() + path))));
  main += "</dl>";
  std::map<std::string_view, std::vector<std::string>> by_kind;
  for (const build::FactAccount& read : reads) by_kind[words_of(read.kind, language)].push_back(read.subject);
  main += fmt::format(
      "<h2>{}</h2>",
      fmt::format(fmt::runtime(say("用到了什么：{} 项", "What it was made from: {}")), reads.size()));
  main += "<div class=\"wide\"><table class=\"cards reads\"><tbody>";
  for (auto& [words, subjects] : by_kind) {
    std::sort(subjects.begin(), subjects.end());
    std::string list;
    constexpr size_t kLinesMax = 12;  // More of them stand behind one another.
    const std::string_view between = subjects.size() > kLinesMax ? " · " : "<br>";
    for (const std::string& subject : subjects) {
      if (!subject.empty()) list += fmt::format("{}{}", list.empty() ? "" : between, escaped(subject));
    }
    main += "<tr>" + cell("", fmt::format("<b>{}</b>", words)) + cell("", list) + "</tr>";
  }
  return html_response(200, page(say, escaped(path), main + "</tbody></table></div>"));
}

std::string waiting_page(Language language, size_t done, size_t total, const Status& status) {
  const Speech say{language == Language::Chinese};
  std::string main, title(say("正在生成", "building"));
  if (status.number() == 0) {
    const std::string count = total == 0 ? "" : fmt::format(" {}/{}", done, total);
    main = fmt::format("<h2>{}{}</h2><p>{}</p>", title, count,
                       say("好了以后这一页会自己变成网站。", "This page becomes the site when it is done."));
  } else {
    title = say("还不能生成", "not built yet");
    main = fmt::format(
        "<h2>{}</h2><p>{}</p>{}", say("还不能生成网站", "The site cannot be built yet"),
        say("改好以后，这一页会自己变成网站。", "When this is mended, this page becomes the site."),
        status.problems());
  }
  // Asks a few times a second; without scripts the browser loads the page again every second.
  std::string head = "<noscript><meta http-equiv=\"refresh\" content=\"1\"></noscript>";
  main += fmt::format(
      "<script>(function look(){{fetch('/_herald/state',{{cache:'no-store'}}).then(function(r){{return "
      "r.json()}}).then(function(s){{if(s.build>{}||s.run!=='{}')location.reload();else "
      "setTimeout(look,200)}}).catch(function(){{setTimeout(look,1000)}})}})()</script>",
      status.number(), status.run());
  return page(say, title, main, head);
}

}  // namespace herald::serve
