#pragma once
// Small sites that are built in memory, and their outputs, for the tests of render.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/diagnostics.h"
#include "campaign/parse.h"
#include "campaign/views.h"
#include "model/plan.h"
#include "render/renderer.h"

namespace herald::render_test {

/// A site of Markdown texts and templates, assembled.
struct Made {
  model::Site site;
  campaign::Views views;
  model::OutputPlan plan;
  base::Diagnostics diagnostics;
};

/// Makes it; errors are in `diagnostics`.
inline Made make(const std::map<std::string, std::string>& pages,
                 const std::map<std::string, std::string>& templates) {
  Made made;
  model::SiteInput input;
  input.config = model::parse_config(
      {"site.json",
       R"({"name": "站", "domain": "a.example", "url": "https://a.example/x/", "sponsor": "办", "edition": "2026"})"},
      made.diagnostics);
  input.time.now = {{2026, 6, 10}, 600};
  for (const auto& [path, text] : pages)
    input.pages.push_back(campaign::parse_page({"content/" + path, text}, path, {true, "办"}));
  input.theme.name = "test";
  input.theme.arena = std::make_shared<value::Arena>();
  for (const auto& [name, text] : templates)
    input.theme.templates.push_back({name, {"templates/" + name, text}});
  input.theme.assets.push_back({"css/site.css", "a{}", "theme/site.01234567.css"});
  made.site = model::assemble(std::move(input), made.diagnostics);
  made.views = campaign::gather(made.site, made.diagnostics);
  made.plan = model::plan_outputs(made.site, made.diagnostics, campaign::edition_needs(made.views));
  return made;
}

/// What an output is, and what it was made from.
struct Output {
  std::string bytes;
  std::vector<graph::Read> reads;
  bool ok = false;

  bool has_read(graph::Aspect aspect, uint32_t subject, std::string_view detail = {}) const {
    graph::Read wanted{aspect, subject, detail.empty() ? 0 : graph::detail_of(detail)};
    return std::find(reads.begin(), reads.end(), wanted) != reads.end();
  }
};

/// Renders the output at `path`, which must be planned.
inline Output rendered(Made& made, const std::string& path) {
  render::Renderer renderer(made.site, made.views, made.diagnostics);
  render::Scratch scratch;
  render::Rendered result;
  for (const model::Output& output : made.plan.outputs) {
    if (output.path != path) continue;
    renderer.render(output, scratch, result, made.diagnostics);
    return {result.bytes, result.reads, result.ok};
  }
  FAIL("not planned: ", path);
  return {};
}

/// An edition with two pages of news.
inline const std::map<std::string, std::string> kPages = {
    {"2026/_index.md",
     "---\ntitle: 活动\nyear: 2026\nordinal: 25\ntheme: 多看一眼\nperiod: {start: 2026-06-01, end: "
     "2026-06-30}\n---\n"},
    {"2026/news/a.md",
     "---\ntitle: 甲 <b>\npublished: 2026-06-01 09:00\nsummary: 摘要\n---\n见[乙](b.md)。\n"},
    {"2026/news/b.md",
     "---\ntitle: 乙\npublished: 2026-06-02 09:00\nsummary: 摘要\n---\n主题：{{ campaign.theme }}\n"},
};

/// Templates for all kinds that print a dash, but for one.
inline std::map<std::string, std::string> with_template(const std::string& name, const std::string& text) {
  std::map<std::string, std::string> templates;
  for (const char* other : {"home.html", "404.html", "news.html", "news-list.html", "page.html",
                            "schedule.html", "event.html", "event-list.html"})
    templates[other] = "-";
  templates[name] = text;
  return templates;
}

}  // namespace herald::render_test
