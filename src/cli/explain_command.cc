// herald explain CODE, herald explain PAGE.

#include <fmt/format.h>

#include <ctime>

#include "base/suggest.h"
#include "base/utf8.h"
#include "build/explain_page.h"
#include "cli/commands.h"
#include "cli/nearby.h"
#include "io/files.h"

namespace herald::cli {
namespace {

using base::Code;

int explain_code(Code code, const Voice& voice) {
  const base::CodeText& text = base::text_of(code);
  const int language = static_cast<int>(voice.language);
  static constexpr const char* kSeverities[] = {"note", "warning", "error"};
  std::string out = fmt::format("{} ({})\n\n{}\n", text.name, kSeverities[static_cast<int>(text.severity)],
                                text.explanation[language]);
  if (!text.hint[language].empty())
    out += fmt::format("\n{}{}\n", voice.language == base::Language::Chinese ? "提示：" : "hint: ",
                       base::fill(text.hint[language], std::vector<std::string>(10, "…")));
  return write_stdout(out) ? kDone : kDisk;
}

/// How many entries of a long list are shown.
constexpr size_t kListShown = 20;

/// Says what there is to say of a page, a line each.
class AccountText {
 public:
  AccountText(const build::PageAccount& account, base::Language language)
      : account_(account), chinese_(language == base::Language::Chinese) {}

  std::string text() {
    line("页面", "page", account_.path);
    line("标题", "title", account_.title);
    line("编号", "id", account_.id);
    line("种类", "kind", kind());
    if (!account_.template_name.empty()) line("模板", "template", account_.template_name);
    line("显示", "shown", shown());
    for (const build::PageAccount::Count& count : account_.records)
      line("读出的数据", "data read", fmt::format("{} {}", count.name, count.size));
    list("生成", "makes", account_.makes);
    list("用到的模板", "templates", account_.templates);
    list("用到的页面", "reads pages", account_.pages);
    if (account_.reads_now)
      line("日期", "date", chinese_ ? "有内容随生成那天变化" : "shows something relative to the day");
    list("出现在", "used in", account_.read_by);
    if (account_.errors + account_.warnings != 0)
      line("问题", "problems",
           fmt::format(fmt::runtime(chinese_ ? "错误 {}，提醒 {}" : "{} errors, {} warnings"),
                       account_.errors, account_.warnings));
    return std::move(out_);
  }

 private:
  void line(std::string_view zh, std::string_view en, std::string_view value) {
    const std::string label(chinese_ ? zh : en);
    constexpr size_t kColumn = 12;
    const size_t width = base::display_width(label);
    out_ += label + std::string(width < kColumn ? kColumn - width : 1, ' ') + base::without_controls(value) +
            "\n";
  }

  void list(std::string_view zh, std::string_view en, const std::vector<std::string>& values) {
    for (size_t i = 0; i < std::min(values.size(), kListShown); i++)
      line(i == 0 ? zh : "", i == 0 ? en : "", values[i]);
    if (values.size() > kListShown)
      line("", "", fmt::format(fmt::runtime(chinese_ ? "……共 {} 个" : "… {} in all"), values.size()));
  }

  std::string kind() const {
    using From = build::PageAccount::KindFrom;
    const std::string name =
        chinese_ ? fmt::format("{} {}", account_.kind_label, account_.kind_name) : account_.kind_name;
    switch (account_.kind_from) {
      case From::Page:
        return name + (chinese_ ? "（页面里写明）" : " (as the page says)");
      case From::File:
        return name + (chinese_ ? "（由文件名决定）" : " (as the file's name says)");
      case From::Folder:
        return name + (chinese_ ? "（由文件夹决定）" : " (as the folder says)");
      case From::Nobody:
        break;
    }
    return name;
  }

  std::string shown() const {
    if (account_.hiding == model::Hiding::None) return chinese_ ? "是" : "yes";
    const std::string why = hiding_text(account_.hiding, account_.moment,
                                        chinese_ ? base::Language::Chinese : base::Language::English);
    if (account_.hiding == model::Hiding::Withdrawn) return why;
    return (chinese_ ? "否：" : "no: ") + why;
  }

  const build::PageAccount& account_;
  bool chinese_;
  std::string out_;
};

/// Says that `name` is no code; with the nearest one.
int unknown_code(const std::string& name, const Voice& voice) {
  std::vector<std::string_view> names;
  for (int i = 0; i < static_cast<int>(Code::Count); i++)
    names.push_back(base::text_of(static_cast<Code>(i)).name);
  base::Diagnostics diagnostics;
  base::Diagnostic& unknown = diagnostics.add(Code::UnknownCode, base::Place{}, {name});
  const std::string_view near = base::nearest(name, names);
  if (!near.empty()) unknown.notes.push_back({Code::DidYouMean, {}, {std::string(near)}, {}});
  print(diagnostics, voice);
  return kUsage;
}

int explain_page(const Invocation& invocation, const Voice& voice) {
  base::Diagnostics diagnostics;
  build::Options options;
  options.site_folder = invocation.get("directory", ".");
  options.drafts = invocation.has("drafts");
  options.unix_now = std::time(nullptr);
  options.as_of = as_of_of(invocation, diagnostics);
  if (diagnostics.has_errors()) {
    print(diagnostics, voice);
    return kUsage;
  }
  const std::unique_ptr<io::Disk> disk = io::real_disk();
  const auto account = build::explain_page(*disk, options, invocation.arguments[0]);
  if (!account) {
    base::Diagnostic failed = account.error();
    if (auto nearby = site_nearby(options.site_folder)) failed.notes.push_back(*std::move(nearby));
    diagnostics.add(std::move(failed));
    print(diagnostics, voice);
    return kUsage;
  }
  return write_stdout(AccountText(*account, voice.language).text()) ? kDone : kDisk;
}

}  // namespace

int run_explain(const Invocation& invocation, const Voice& voice) {
  const std::string& word = invocation.arguments[0];
  std::string name = base::lower_ascii(word);
  if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
  if (const Code code = base::find_code(name); code != Code::Count) return explain_code(code, voice);
  const bool is_path = word.find('/') != std::string::npos || word.ends_with(".md");
  return is_path ? explain_page(invocation, voice) : unknown_code(name, voice);
}

}  // namespace herald::cli
