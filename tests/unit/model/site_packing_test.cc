#include "model/site_packing.h"

#include <memory>
#include <string>

#include "site_maker.h"

namespace herald::model {
namespace {

/// Lends the pages of another site.
class Lender final : public Texts {
 public:
  explicit Lender(const Site& site) : site_(site) {}
  bool read(const ParsedPage&, PageText&) const override { return false; }
  const ParsedPage& page(PageId id) const override { return site_.parsed(id); }

 private:
  const Site& site_;
};

/// Two years, one of them with all that a site may have.
DrawnSite full_site() {
  SiteDrawing drawing;
  drawing.config = R"({"name": "云桥", "redirects": {"old.html": "2026/notices/a.md",
    "far.html": "https://example.org/"}})";
  drawing.pages = {
      {"2025/notices/z.md", "---\ntitle: 去年\npublished: 2025-05-01\n---\n去年的事。"},
      {"2026/_index.md", "---\ntitle: 今年\n---\n"},
      {"2026/notices/a.md", "---\ntitle: 甲\npublished: 2026-05-01\ntags: [防汛, 用电]\n---\n见[乙](b.md)。"},
      {"2026/notices/b.md",
       "---\ntitle: 乙\npublished: 2026-05-02\ntags: 防汛\nsupersedes: a.md\n---\n[表](t.xlsx)"},
      {"2026/notices/c.md", "---\ntitle: 丙\ndraft: true\n---\n还没有好。"},
      {"2026/notices/d.md", "---\ntitle: 丁\npublished: 2026-05-03\nstatus: withdrawn\n---\n收回。"},
      {"about.md", "---\ntitle: 关于\naliases: [us.html]\n---\n我们。"}};
  drawing.files = {"2026/notices/t.xlsx", "2026/notices/unused.pdf"};
  drawing.templates = {"term.html", "terms.html", "editions.html"};
  return draw(drawing);
}

std::string packed(const Site& site) {
  base::Packer packer;
  pack_site(site, packer);
  return packer.bytes();
}

}  // namespace

TEST_CASE("a site that was unpacked is the one that was packed") {
  const DrawnSite drawn = full_site();
  REQUIRE(drawn.site.pages.size() == 7);
  REQUIRE(!drawn.site.terms.empty());
  REQUIRE(!drawn.site.redirects.empty());
  const std::string bytes = packed(drawn.site);

  Site site;
  site.texts = std::make_shared<Lender>(drawn.site);
  base::Unpacker unpacker(bytes);
  unpack_site(unpacker, site);
  REQUIRE(!unpacker.failed());
  CHECK(unpacker.at_end());
  CHECK(packed(site) == bytes);
  CHECK(site.page_by_path == drawn.site.page_by_path);
  CHECK(site.section_by_path == drawn.site.section_by_path);
  CHECK(site.file_by_path == drawn.site.file_by_path);
  const PageId a = site.page_by_path.find("2026/notices/a.md");
  CHECK(&site.parsed(a) == &drawn.site.parsed(a));
  CHECK(site.pages[a].superseded_by == site.page_by_path.find("2026/notices/b.md"));
  CHECK(site.pages[site.page_by_path.find("2026/notices/c.md")].hiding == Hiding::Draft);
}

TEST_CASE("a site that was cut anywhere is not unpacked") {
  const DrawnSite drawn = full_site();
  const std::string bytes = packed(drawn.site);
  for (size_t size = 0; size < bytes.size(); size++) {
    Site site;
    site.texts = std::make_shared<Lender>(drawn.site);
    base::Unpacker unpacker(std::string_view(bytes).substr(0, size));
    unpack_site(unpacker, site);
    CHECK(unpacker.failed());
  }
}

}  // namespace herald::model
