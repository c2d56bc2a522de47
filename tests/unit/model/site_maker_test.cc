#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <utility>

#include "markdown/parse.h"
#include "site_maker.h"
#include "value/front_matter.h"

namespace herald::model {
namespace {

using value::Value;

constexpr std::array kAttachmentFields = {
    FieldDefinition{.key = "title", .label = "标题"},
    FieldDefinition{.key = "file", .label = "文件", .type = FieldType::File},
};

constexpr std::array kFields = {
    FieldDefinition{.key = "id", .label = "编号"},
    FieldDefinition{.key = "kind", .label = "类别"},
    FieldDefinition{.key = "title", .label = "标题"},
    FieldDefinition{.key = "slug", .label = "网址名"},
    FieldDefinition{.key = "aliases", .label = "旧网址", .list = true},
    FieldDefinition{.key = "status", .label = "状态"},
    FieldDefinition{.key = "draft", .label = "草稿", .type = FieldType::Boolean},
    FieldDefinition{.key = "published", .label = "发布日期", .type = FieldType::DateTime},
    FieldDefinition{.key = "expires", .label = "失效日期", .type = FieldType::Date},
    FieldDefinition{.key = "date", .label = "日期", .type = FieldType::Date},
    FieldDefinition{.key = "weight", .label = "次序", .type = FieldType::Integer},
    FieldDefinition{.key = "deadlines", .label = "期限", .type = FieldType::Any},
    FieldDefinition{.key = "related", .label = "相关", .type = FieldType::PageLink, .list = true},
    FieldDefinition{.key = "link", .label = "链接", .type = FieldType::Address},
    FieldDefinition{.key = "attachments",
                    .label = "附件",
                    .type = FieldType::Object,
                    .list = true,
                    .fields = kAttachmentFields},
};

Kind kind_called(std::string_view name, Kind fallback) {
  for (size_t i = 0; i < kKindCount; ++i) {
    if (name_of(static_cast<Kind>(i)) == name) return static_cast<Kind>(i);
  }
  return fallback;
}

std::unique_ptr<ParsedPage> make_page(const std::string& path, const std::string& text) {
  auto page = std::make_unique<ParsedPage>();
  page->text = std::make_unique<PageText>();
  page->path = path;
  page->source_head = {"content/" + path, text};
  const base::Source& source = page->source_head;
  const value::FrontMatter head = value::parse_front_matter(source, page->arena, page->diagnostics);
  const FieldContext context{.source = &source,
                             .whole = head.head,
                             .year = year_of_path(path),
                             .kind = "page",
                             .references = &page->references};
  page->fields = read_fields(kFields, head.fields, context, page->arena, page->diagnostics);
  page->kind = kind_called(page->fields.get("kind").text_or_empty(), kind_of_path(path).kind);
  const Value draft = page->fields.get("draft");
  page->draft = draft.is(value::Type::Bool) && draft.as_bool();
  page->published =
      base::parse_iso_date_time(page->fields.get("published").text_or_empty()).value_or(base::DateTime{});
  markdown::Document document = markdown::parse(source, head.body, {}, page->diagnostics);
  page->text->headings = document.headings;
  keep_links(*page, document.links);
  collect_anchors(*page);
  return page;
}

}  // namespace

PageId DrawnSite::page(const std::string& path) const { return site.page_by_path.find(path); }

std::string DrawnSite::members(const std::string& section) const {
  std::string out;
  for (const PageId id : site.sections[site.section_by_path.find(section)].pages) {
    if (!out.empty()) out += ' ';
    out += site.parsed(id).path.substr(section.size() + 1);
  }
  return out;
}

DrawnSite draw(const SiteDrawing& drawing) {
  DrawnSite drawn;
  SiteInput input;
  input.config = drawing.config.empty() ? default_config("site")
                                        : parse_config({"site.json", drawing.config}, drawn.diagnostics);
  input.time.now = base::parse_iso_date_time(drawing.now).value_or(base::DateTime{});
  input.drafts = drawing.drafts;
  // Backwards, since assemble must not count on an order.
  for (auto at = drawing.pages.rbegin(); at != drawing.pages.rend(); ++at) {
    input.pages.push_back(make_page(at->first, at->second));
  }
  for (auto at = drawing.files.rbegin(); at != drawing.files.rend(); ++at) {
    input.files.push_back(ContentFile{.path = *at, .size = 1, .sha256 = "", .owner = kNone, .output = ""});
  }
  input.assets = drawing.assets;
  for (const std::string& name : drawing.templates) input.theme.templates.push_back({name, {}});
  if (!drawing.history.empty()) {
    input.history = parse_history({"content/history.json", drawing.history}, drawn.diagnostics);
  }
  drawn.site = assemble(std::move(input), drawn.diagnostics);
  return drawn;
}

std::vector<std::string> lines_of(const base::Diagnostics& diagnostics) {
  const auto line_of = [](const base::Diagnostic& diagnostic) {
    std::string line;
    const base::Place& place = diagnostic.place;
    if (place.line != 0) {
      line = fmt::format("{}:{}:{} ", place.path, place.line, place.column);
    } else if (!place.path.empty()) {
      line = place.path + " ";
    }
    line += base::text_of(diagnostic.code).name;
    line += '(';
    for (size_t i = 0; i < diagnostic.arguments.size(); ++i) {
      if (i > 0) line += '|';
      line += diagnostic.arguments[i];
    }
    return line + ')';
  };
  std::vector<std::string> lines;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) {
    lines.push_back(line_of(diagnostic));
    for (const base::Diagnostic& note : diagnostic.notes) lines.back() += " + " + line_of(note);
  }
  return lines;
}

std::vector<std::string> paths_of(const OutputPlan& plan) {
  std::vector<std::string> paths;
  for (const Output& output : plan.outputs) paths.push_back(output.path);
  return paths;
}

TEST_CASE("a drawn site has the pages of the drawing") {
  const DrawnSite drawn =
      draw({.pages = {{"2026/a.md", "---\ntitle: A\n---\n[b](b.md)\n"}, {"2026/b.md", "# B\n"}}});
  CHECK(lines_of(drawn.diagnostics).empty());
  CHECK(drawn.site.pages.size() == 2);
  CHECK(drawn.site.parsed(drawn.page("2026/a.md")).links.size() == 1);
}

}  // namespace herald::model
