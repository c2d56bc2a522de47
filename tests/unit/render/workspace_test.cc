// What a worker keeps from output to output changes nothing: each output is the same, and reads the same, as
// with nothing kept.

#include <doctest/doctest.h>

#include <tuple>

#include "render/field_index.h"
#include "site_maker.h"

using namespace herald;
using namespace herald::render_test;

namespace {

/// Pages of two sections and two editions that lead to each other, to themselves and away, with the same
/// words.
std::map<std::string, std::string> many_pages() {
  std::map<std::string, std::string> pages = kPages;
  pages["2025/_index.md"] = "---\ntitle: 旧活动\nyear: 2025\n---\n";
  const std::string head = "published: 2026-06-01 09:00\ntags: [用电, 安全]\n---\n";
  const std::string text =
      "见[零](p0.md)、[一](p1.md)、[一](p1.md)、[处](p0.md#a)、[别处](https://b.example/?a=1&b=2)、[首页](/"
      ")、"
      "[无](none.md)、[甲](/2026/news/a.md)、<tel:12345>。\n\n## A\n\n## B\n";
  for (const std::string folder : {"2026/news/", "2026/notices/", "2025/news/", "2026/news/sub/"}) {
    for (int i = 0; i < 4; i++)
      pages[folder + "p" + std::to_string(i) + ".md"] =
          "---\ntitle: 页" + std::to_string(i) + "\n" + (i == 1 ? "author: 人\n" : "") + head + text;
  }
  return pages;
}

/// All outputs in their order, with one scratch for all of them or with one for each.
std::vector<Output> render_all(Made& made, bool keeps) {
  const render::Renderer renderer(made.site, made.views, made.diagnostics);
  auto scratch = std::make_unique<render::Scratch>();
  std::vector<Output> outputs;
  for (const model::Output& output : made.plan.outputs) {
    if (output.kind == model::OutputKind::Checksums) continue;
    if (!keeps) scratch = std::make_unique<render::Scratch>();
    for (size_t ahead = 1; keeps && ahead <= render::Renderer::kAhead; ahead++)
      if (&output + ahead <= &made.plan.outputs.back()) renderer.expect(*(&output + ahead), ahead, *scratch);
    render::Rendered result;
    renderer.render(output, *scratch, result, made.diagnostics);
    std::sort(result.reads.begin(), result.reads.end(), [](const graph::Read& a, const graph::Read& b) {
      return std::tie(a.aspect, a.subject, a.detail) < std::tie(b.aspect, b.subject, b.detail);
    });
    outputs.push_back({result.bytes, result.reads, result.ok});
  }
  return outputs;
}

}  // namespace

TEST_CASE("an output is the same, and reads the same, whatever its worker has made before") {
  const std::string page =
      "{% for s in breadcrumb %}{{ s.name }}={{ s.url }} {% endfor %}{{ page.body }}{{ page.section.url }}"
      "{% for term in page.terms %}<a href=\"{{ term.url }}\">{{ term.title }}</a>{% endfor %}"
      "{{ page.author }}{{ page.genre }}{{ page.absolute_url|qr }}{{ output.canonical }}{{ output.canonical "
      "}}"
      "{% for tag in page_tags %}{{ tag.name }}={{ tag.content }} {% endfor %}<script>{{ json_ld }}</script>"
      "{{ page.toc|length }}{% for entry in page.toc %}{{ entry.text }}{% endfor %}{{ site.name }}{{ lang }}";
  auto templates = with_template("news.html", page);
  templates["notice.html"] = page;
  templates["notice-list.html"] = "{{ title }}{% for s in breadcrumb %}{{ s.name }}={{ s.url }} {% endfor %}";
  templates["term.html"] = templates["terms.html"] = templates["editions.html"] =
      templates["notice-list.html"];
  // Steps above the site: none, one away, one that is a place on a page of its own.
  for (const std::string step : {"", "https://b.example/", "2026/news/p1.md", "2026/news/p1.md#a"}) {
    Made made = make(many_pages(), templates);
    if (!step.empty()) made.site.config.trail = {{"上", step, {}}};
    CAPTURE(step);
    const std::vector<Output> kept = render_all(made, true), fresh = render_all(made, false);
    REQUIRE(kept.size() == fresh.size());
    size_t pages = 0;
    for (size_t i = 0; i < kept.size(); i++) {
      CAPTURE(made.plan.outputs[i].path);
      CHECK(kept[i].ok == fresh[i].ok);
      CHECK(kept[i].bytes == fresh[i].bytes);
      CHECK(kept[i].reads == fresh[i].reads);
      pages += kept[i].bytes.find("<svg") != std::string::npos ? 1 : 0;
    }
    CHECK(pages == 18);
  }
}

TEST_CASE("fields are found by their names, as many as there are") {
  value::Arena arena;
  std::vector<std::string> names;
  for (int i = 0; i < 60; i++) names.push_back("field_" + std::to_string(i));
  for (size_t count = 0; count <= names.size(); count++) {
    value::MapBuilder map;
    for (size_t i = 0; i < count; i++) map.set(names[i], value::Value::integer(static_cast<int64_t>(i)));
    const value::Value fields = map.build(arena);
    render::FieldIndex index;
    const render::NameSet set({names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count)});
    for (size_t i = 0; i < names.size(); i++) {
      const value::Value found = index.get(fields, names[i]);
      CHECK(found.is_undefined() == (i >= count));
      CHECK(set.contains(names[i]) == (i < count));
      if (i < count) CHECK(found.as_int() == static_cast<int64_t>(i));
    }
    CHECK(index.get(fields, "").is_undefined());
    CHECK_FALSE(set.contains(""));
  }
  render::FieldIndex index;
  CHECK(index.get({}, "a").is_undefined());
}
