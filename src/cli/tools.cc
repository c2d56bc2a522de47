// The small commands: markdown, template, new, init.

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "base/date.h"
#include "base/utf8.h"
#include "build/init.h"
#include "build/load.h"
#include "build/new_page.h"
#include "campaign/directives.h"
#include "cli/commands.h"
#include "cli/nearby.h"
#include "io/files.h"
#include "markdown/html.h"
#include "markdown/parse.h"
#include "render/renderer.h"
#include "tmpl/tmpl.h"
#include "value/json.h"

namespace herald::cli {
namespace {

using base::Code;
using base::Diagnostics;

int failed(const Diagnostics& diagnostics, const Voice& voice, int status) {
  print(diagnostics, voice);
  return status;
}

/// The present, where nothing says which time zone is meant.
base::DateTime now_in_china() {
  constexpr int kOffsetMinutes = 480;
  return build::local_time(std::time(nullptr), kOffsetMinutes);
}

/// Larger files beside a template are not taken for templates.
constexpr uint64_t kTemplateBytesMax = 4u << 20;

/// A text file by its path; "-" is standard input. Empty with a diagnostic when it cannot be read.
std::optional<base::Source> read_source(const std::string& path, Diagnostics& diagnostics) {
  std::unique_ptr<io::Disk> disk = io::real_disk();
  std::string bytes;
  if (path == "-") {
    bytes = read_stdin();
  } else {
    auto read = disk->read(path);
    if (!read) {
      diagnostics.add(read.error());
      return std::nullopt;
    }
    bytes = std::move(*read);
  }
  std::string name = path == "-" ? "stdin" : path;
  std::string text = build::text_of_bytes(std::move(bytes), name, diagnostics);
  return base::Source{name, std::move(text)};
}

/// Adds all templates of the folder that `path` stands in, named as `path` would name them; `path` itself
/// comes by its file name. They are there to be named: what is wrong in one that is not used is no affair of
/// `herald template`.
bool add_templates(tmpl::Environment& environment, const std::string& path, Diagnostics& diagnostics) {
  std::unique_ptr<io::Disk> disk = io::real_disk();
  size_t slash = path.rfind('/');
  std::string folder = slash == std::string::npos ? "." : path.substr(0, slash);
  std::string own = slash == std::string::npos ? path : path.substr(slash + 1);
  auto source = read_source(path, diagnostics);
  if (!source) return false;
  environment.add_template(own, std::move(*source));
  Diagnostics ignored;
  for (const io::FileInfo& file : disk->walk(folder, {}, ignored).files) {
    bool is_template = file.path.ends_with(".html") || file.path.ends_with(".htm") ||
                       file.path.ends_with(".xml") || file.path.ends_with(".txt") ||
                       file.path.ends_with(".j2");
    if (file.path == own || !is_template || file.size > kTemplateBytesMax) continue;
    auto bytes = disk->read(folder + "/" + file.path);
    if (bytes && !base::find_invalid_utf8(*bytes))
      environment.add_template(file.path, {folder + "/" + file.path, std::move(*bytes)});
  }
  return true;
}

/// The paths of the template at `path` and of all that it reaches by literal names.
std::set<std::string> used_paths(const tmpl::Environment& environment, const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "./" : path.substr(0, slash + 1);
  const std::string own = slash == std::string::npos ? path : path.substr(slash + 1);
  std::set<std::string> paths = {path};
  std::vector<std::string> left = {own};
  while (!left.empty()) {
    const std::string name = std::move(left.back());
    left.pop_back();
    for (const std::string_view other : environment.references(name)) {
      if (other != own && paths.insert(folder + std::string(other)).second) left.emplace_back(other);
    }
  }
  return paths;
}

}  // namespace

int run_markdown(const Invocation& invocation, const Voice& voice) {
  Diagnostics diagnostics;
  auto source = read_source(invocation.arguments.empty() ? "-" : invocation.arguments[0], diagnostics);
  if (!source) return failed(diagnostics, voice, kDisk);
  bool strict = invocation.has("strict");
  markdown::ParseOptions parse_options{strict ? markdown::Dialect::Strict : markdown::Dialect::Herald,
                                       campaign::directives()};
  markdown::HtmlOptions html_options;
  html_options.strict = strict;
  markdown::Document document =
      markdown::parse(*source, {0, static_cast<uint32_t>(source->text.size())}, parse_options, diagnostics);
  markdown::Outline outline;
  if (!strict) outline = markdown::outline_of(document);
  html_options.outline = &outline;
  markdown::Fragment fragment;
  markdown::append_html(document, 0, html_options, fragment);
  print(diagnostics, voice);
  if (!write_stdout(plain_html(fragment))) return kDisk;
  return diagnostics.has_errors() ? kContentErrors : kDone;
}

int run_template(const Invocation& invocation, const Voice& voice) {
  Diagnostics diagnostics;
  const base::DateTime as_of = as_of_of(invocation, diagnostics).value_or(now_in_china());
  if (diagnostics.has_errors()) return failed(diagnostics, voice, kUsage);
  tmpl::Environment environment;
  render::register_callables(environment);
  if (!add_templates(environment, invocation.arguments[0], diagnostics))
    return failed(diagnostics, voice, kDisk);
  const std::string path = invocation.arguments[0];
  const std::string own = path.substr(path.rfind('/') + 1);
  Diagnostics compiled;
  environment.compile(compiled);
  const std::set<std::string> used = used_paths(environment, path);
  for (const base::Diagnostic& diagnostic : compiled.all()) {
    if (used.contains(diagnostic.place.path)) diagnostics.add(diagnostic);
  }
  value::Arena data_arena, arena;
  tmpl::RenderInput input;
  input.root = value::Value::map({});
  base::Source data;
  if (invocation.has("data")) {
    auto read = read_source(invocation.get("data"), diagnostics);
    if (!read) return failed(diagnostics, voice, kDisk);
    data = std::move(*read);
    value::Value root =
        value::parse_json(data, {0, static_cast<uint32_t>(data.text.size())}, data_arena, diagnostics);
    if (root.is(value::Type::Map)) {
      input.root = root;
    } else if (!diagnostics.has_errors()) {
      diagnostics.add(Code::UsageWrongValue, base::Place{}, {"--data", data.path, "{\"…\": …}"});
    }
  }
  render::NoSite no_site(as_of);
  input.context = no_site.context();
  const tmpl::Program* program = environment.find(own);
  std::string out;
  bool ok = program != nullptr && !diagnostics.has_errors() &&
            tmpl::render(environment, *program, input, arena, out, diagnostics);
  print(diagnostics, voice);
  if (!ok) return kContentErrors;
  return write_stdout(out) ? kDone : kDisk;
}

int run_new(const Invocation& invocation, const Voice& voice) {
  Diagnostics diagnostics;
  build::NewPage page;
  page.site_folder = invocation.get("directory", ".");
  page.kind = invocation.arguments[0];
  page.title = base::trim(invocation.arguments[1]);
  page.edition = invocation.get("edition");
  page.today = now_in_china().date;
  page.language = voice.language;
  const bool is_year =
      page.edition.size() == 4 && page.edition.find_first_not_of("0123456789") == std::string::npos;
  if (!page.edition.empty() && !is_year)
    diagnostics.add(Code::UsageWrongValue, base::Place{}, {"--edition", page.edition, "2026"});
  if (page.title.empty())
    diagnostics.add(Code::UsageTooFew, base::Place{}, {"new", "KIND TITLE", "种类 标题"});
  if (diagnostics.has_errors()) return failed(diagnostics, voice, kUsage);
  std::unique_ptr<io::Disk> disk = io::real_disk();
  const std::string path = build::new_page(*disk, page, diagnostics);
  if (auto nearby = site_nearby(page.site_folder)) diagnostics.add(*std::move(nearby));
  print(diagnostics, voice);
  if (path.empty()) {
    const Code code = diagnostics.all().front().code;
    return code == Code::FileUnwritable || code == Code::DiskFull ? kDisk : kUsage;
  }
  if (!voice.quiet) {
    write_stderr(voice.language == base::Language::Chinese
                     ? fmt::format("已新建 {}。打开它，把每一项改成您要写的，再运行 herald build\n", path)
                     : fmt::format("made {}. Open it, fill it in, then run herald build\n", path));
  }
  return kDone;
}

int run_init(const Invocation& invocation, const Voice& voice) {
  std::unique_ptr<io::Disk> disk = io::real_disk();
  Diagnostics diagnostics;
  const std::string& folder = invocation.arguments[0];
  size_t files = build::init(*disk, folder, base::date_of_days(std::time(nullptr) / 86400).year, diagnostics);
  print(diagnostics, voice);
  if (diagnostics.has_errors()) return diagnostics.all().front().code == Code::InitNotEmpty ? kUsage : kDisk;
  bool zh = voice.language == base::Language::Chinese;
  if (!voice.quiet) {
    write_stderr(zh ? fmt::format("已在 {0} 建好 {1} 个文件。下一步：\n  herald build {2}\n然后用浏览器打开 "
                                  "{0}/public/index.html\n",
                                  folder, files, as_word(folder))
                    : fmt::format("made {1} files in {0}. Next:\n  herald build {2}\nthen open "
                                  "{0}/public/index.html in a browser\n",
                                  folder, files, as_word(folder)));
  }
  return kDone;
}

}  // namespace herald::cli
