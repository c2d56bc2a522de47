// What is kept from page to page changes no byte and no read: this repository's own site, made both ways.

#include <doctest/doctest.h>

#include <algorithm>
#include <tuple>

#include "build/inputs.h"
#include "build/load.h"
#include "campaign/views.h"
#include "io/files.h"
#include "model/plan.h"
#include "render/renderer.h"

namespace herald::build {
namespace {

std::vector<graph::Read> in_order(std::vector<graph::Read> reads) {
  std::sort(reads.begin(), reads.end(), [](const graph::Read& a, const graph::Read& b) {
    return std::tie(a.aspect, a.subject, a.detail) < std::tie(b.aspect, b.subject, b.detail);
  });
  return reads;
}

TEST_CASE("an output has the same bytes and the same reads whether parts of other outputs are kept or not") {
  base::Diagnostics diagnostics;
  const auto disk = io::real_disk();
  Options options;
  options.site_folder = HERALD_SOURCE_DIR;
  const Folders folders = find_folders(*disk, options, diagnostics);
  options.as_of = base::DateTime{{2026, 6, 10}, 600};
  Report report;
  const model::Site site = load_site(*disk, folders, list_inputs(*disk, folders, options), options, report);
  const campaign::Views views = campaign::gather(site, diagnostics);
  const model::OutputPlan plan = model::plan_outputs(site, diagnostics, campaign::edition_needs(views));
  const render::Renderer renderer(site, views, diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  REQUIRE_FALSE(report.diagnostics.has_errors());

  render::Scratch keeping, making;
  making.keeps_parts = false;
  render::Rendered kept, made;
  size_t pages = 0;
  // Twice, so that parts are taken from outputs that come behind as well.
  for (int round = 0; round < 2; round++) {
    for (const model::Output& output : plan.outputs) {
      CAPTURE(output.path);
      renderer.render(output, keeping, kept, diagnostics);
      renderer.render(output, making, made, diagnostics);
      REQUIRE(kept.bytes == made.bytes);
      REQUIRE(in_order(kept.reads) == in_order(made.reads));
      if (output.kind == model::OutputKind::Page) pages++;
    }
  }
  CHECK(pages > 40);
}

}  // namespace
}  // namespace herald::build
