#include "model/page_packing.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "value/json.h"
#include "value/packing.h"

using namespace herald;
using namespace herald::model;

namespace {

constexpr markdown::SettingDefinition kSettings[] = {{.name = "columns", .label = "列数"}};
constexpr markdown::DirectiveDefinition kTable[] = {
    {.name = "gallery", .label = "图集", .settings = kSettings}, {.name = "steps", .label = "步骤"}};

/// A page with something in every member.
ParsedPage sample() {
  ParsedPage page;
  page.text = std::make_unique<PageText>();
  page.path = "2026/events/a.md";
  page.kind = Kind::Event;
  page.kind_stated = true;
  base::Diagnostics diagnostics;
  static const base::Source source{"x", R"({"title": "甲", "weight": 3, "tags": ["消防", "培训"]})"};
  page.fields =
      value::parse_json(source, {0, static_cast<uint32_t>(source.text.size())}, page.arena, diagnostics);
  page.records = page.fields.get("tags");
  static const markdown::Link links[] = {{3, "../b.md#c", "乙", false, {5, 9}},
                                         {4, "p.png", "", true, {20, 30}}};
  keep_links(page, links);
  page.references = {{FieldType::File, "x.pdf", {1, 4}}};
  page.title = "甲";
  page.summary = "摘要";
  page.published = {{2026, 6, 16}, 570};
  page.updated = {{2026, 6, 17}, -1};
  page.draft = true;
  page.body_hash = 1;
  page.metadata_hash = UINT64_MAX;
  page.anchors = {5, 9, UINT32_MAX};
  page.source_head.path = "content/2026/events/a.md";
  page.diagnostics.add(base::Code::UnknownKey, base::place_of_file("content/2026/events/a.md"), {"colour"});
  page.text->body = {
      "<p>a<a href=\"\">b</a></p>", {{11, 0, markdown::Hole::Kind::LinkTarget}}, {"../b.md"}, {}};
  markdown::DirectivePart steps{&kTable[1], true, {}, {}, {{"一", {"<p>走</p>", {}, {}, {}}}}, {}};
  markdown::DirectivePart gallery{&kTable[0], true, {"2"}, {}, {}, {}};
  gallery.content.html = "<p></p>";
  gallery.content.holes = {{3, 0, markdown::Hole::Kind::Directive}};
  gallery.content.directives = {steps};
  page.text->rest.directives = {gallery};
  page.text->rest.holes = {{0, 0, markdown::Hole::Kind::Directive}};
  page.text->intro.html = "<p>先</p>";
  page.text->rest.html = "<p>后</p>";
  page.text->headings = {{2, 3, "议程", "议程", "<em>议程</em>", {7, 8}}};
  page.text->opening = "各单位：";
  page.text->closing = "街道办\n2026年6月1日";
  page.text->title_breaks = {3, 9, 12};
  base::Packer sections;
  value::pack(page.fields.get("tags"), sections);
  page.text->sections = sections.bytes();
  return page;
}

}  // namespace

TEST_CASE("metadata come back") {
  const ParsedPage before = sample();
  const std::string packed = pack_metadata(before);
  value::Arena arena;
  ParsedPage after;
  REQUIRE(unpack_metadata(packed, arena, after));
  CHECK(after.path == before.path);
  CHECK(after.kind == before.kind);
  CHECK(after.kind_stated);
  CHECK(value::equal(after.fields, before.fields));
  CHECK(value::equal(after.records, before.records));
  REQUIRE(after.links.size() == 2);
  CHECK(after.links[0].target == "../b.md#c");
  CHECK(after.links[0].span == base::Span{5, 9});
  CHECK(after.links[1].target == "p.png");
  CHECK(after.links[1].image);
  REQUIRE(after.references.size() == 1);
  CHECK(after.references[0].target == "x.pdf");
  CHECK(after.title == "甲");
  CHECK(after.summary == "摘要");
  CHECK(after.published == before.published);
  CHECK(after.updated == before.updated);
  CHECK(after.draft);
  CHECK(after.body_hash == 1);
  CHECK(after.metadata_hash == UINT64_MAX);
  CHECK(after.anchors == before.anchors);
  CHECK(after.source_head.path == before.source_head.path);
  REQUIRE(after.diagnostics.all().size() == 1);
  CHECK(after.diagnostics.all()[0].arguments == std::vector<std::string>{"colour"});
  CHECK(pack_metadata(after) == packed);
}

TEST_CASE("a text comes back") {
  const ParsedPage before = sample();
  const std::string packed = pack_text(*before.text);
  PageText after;
  REQUIRE(unpack_text(packed, kTable, after));
  CHECK(after.body.html == before.text->body.html);
  REQUIRE(after.body.holes.size() == 1);
  CHECK(after.body.holes[0].offset == 11);
  CHECK(after.body.targets == before.text->body.targets);
  CHECK(after.intro.html == before.text->intro.html);
  CHECK(after.rest.html == before.text->rest.html);
  REQUIRE(after.rest.directives.size() == 1);
  CHECK(after.rest.directives[0].definition == &kTable[0]);
  CHECK(after.rest.directives[0].values == std::vector<std::string>{"2"});
  REQUIRE(after.rest.directives[0].content.directives.size() == 1);
  CHECK(after.rest.directives[0].content.directives[0].items[0].body.html == "<p>走</p>");
  REQUIRE(after.headings.size() == 1);
  CHECK(after.headings[0].html == "<em>议程</em>");
  CHECK(after.opening == before.text->opening);
  CHECK(after.closing == before.text->closing);
  CHECK(after.title_breaks == before.text->title_breaks);
  value::Arena arena;
  CHECK(value::equal(sections_of(after, arena), before.fields.get("tags")));
  CHECK(pack_text(after) == packed);
}

TEST_CASE("a page without anything comes back too") {
  ParsedPage after;
  value::Arena arena;
  CHECK(unpack_metadata(pack_metadata(ParsedPage()), arena, after));
  CHECK_FALSE(after.published);
  PageText text;
  CHECK(unpack_text(pack_text(PageText()), kTable, text));
}

TEST_CASE("a text that was changed or cut is refused") {
  const std::string packed = pack_text(*sample().text);
  PageText text;
  for (size_t i = 0; i < packed.size(); i++) {
    std::string damaged = packed;
    damaged[i] = static_cast<char>(damaged[i] ^ 4);
    CHECK_FALSE(unpack_text(damaged, kTable, text));
    CHECK_FALSE(unpack_text(packed.substr(0, i), kTable, text));
  }
}
