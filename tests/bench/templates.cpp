// Times the notice pages of a site through the default theme against appending the same bytes, in the same
// pieces (a tag or the text between two), to a string: what no template engine can beat. Counts allocations.
//
//     bench_templates SITE [ROUNDS]
//
// Where the machine does other things too, instructions say more than times. Of the templates, and of the
// appends:
//
//     valgrind --tool=callgrind --toggle-collect='herald::render::Renderer::render(*' bench_templates SITE 2
//     valgrind --tool=callgrind --toggle-collect='herald::append_pieces(*' bench_templates SITE 2
//
// The first renders each page three times, the second appends it twice.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "build/inputs.h"
#include "build/load.h"
#include "build/theme.h"
#include "campaign/views.h"
#include "io/files.h"
#include "model/plan.h"
#include "render/renderer.h"

static size_t allocations = 0;

void* operator new(size_t size) {
  allocations++;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace herald {

/// The floor: what is already escaped, into a string that has room. Not inlined, so that callgrind can find
/// it.
[[gnu::noinline]] void append_pieces(const std::vector<std::string_view>& pieces, std::string& out);
void append_pieces(const std::vector<std::string_view>& pieces, std::string& out) {
  out.clear();
  for (const std::string_view piece : pieces) out.append(piece);
}

namespace {

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// A page cut before each '<' and behind each '>'.
std::vector<std::string_view> pieces_of(std::string_view page) {
  std::vector<std::string_view> pieces;
  size_t begin = 0;
  for (size_t at = 0; at < page.size(); at++) {
    const bool ends = page[at] == '>' || (at + 1 < page.size() && page[at + 1] == '<');
    if (!ends) continue;
    pieces.push_back(page.substr(begin, at + 1 - begin));
    begin = at + 1;
  }
  if (begin < page.size()) pieces.push_back(page.substr(begin));
  return pieces;
}

model::Site load(const char* folder, base::Diagnostics& diagnostics) {
  const auto disk = io::real_disk();
  build::Options options;
  options.site_folder = folder;
  const build::Folders folders = build::find_folders(*disk, options, diagnostics);
  options.as_of = base::DateTime{{2026, 12, 31}, 0};
  build::Report report;
  model::Site site =
      build::load_site(*disk, folders, build::list_inputs(*disk, folders, options), options, report);
  diagnostics.append(std::move(report.diagnostics));
  return site;
}

int run(const char* folder, int rounds) {
  base::Diagnostics diagnostics;
  const model::Site site = load(folder, diagnostics);
  const campaign::Views views = campaign::gather(site, diagnostics);
  const model::OutputPlan plan = model::plan_outputs(site, diagnostics);
  const render::Renderer renderer(site, views, diagnostics);
  std::vector<const model::Output*> notices;
  for (const model::Output& output : plan.outputs) {
    if (output.kind == model::OutputKind::Page && site.parsed(output.subject).kind == model::Kind::Notice)
      notices.push_back(&output);
  }
  if (notices.empty() || diagnostics.has_errors()) {
    std::fprintf(stderr, "%s: no notices, or errors\n", folder);
    return 1;
  }
  render::Scratch scratch;
  render::Rendered rendered;
  std::vector<std::string> pages;
  std::vector<std::vector<std::string_view>> pieces;
  for (const model::Output* notice : notices) {
    renderer.render(*notice, scratch, rendered, diagnostics);
    pages.push_back(rendered.bytes);
  }
  size_t bytes = 0, count = 0;
  for (const std::string& page : pages) {
    pieces.push_back(pieces_of(page));
    bytes += page.size();
    count += pieces.back().size();
  }
  double best_templates = 1e9, best_appends = 1e9;
  size_t allocated = 0;
  std::string out;
  for (int round = 0; round < rounds; round++) {
    double begin = seconds();
    const size_t before = allocations;
    for (size_t i = 0; i < notices.size(); i++) {
      for (size_t ahead = 1; ahead <= render::Renderer::kAhead && i + ahead < notices.size(); ahead++)
        renderer.expect(*notices[i + ahead], ahead, scratch);  // as a build does
      renderer.render(*notices[i], scratch, rendered, diagnostics);
    }
    allocated = allocations - before;
    const double templates = seconds() - begin;
    begin = seconds();
    size_t sum = 0;
    for (const auto& page : pieces) {
      append_pieces(page, out);
      sum += out.size();
    }
    const double appends = seconds() - begin;
    if (sum != bytes) return 1;
    best_templates = std::min(best_templates, templates);
    best_appends = std::min(best_appends, appends);
  }
  const double n = static_cast<double>(notices.size());
  std::printf("%zu notices, %.0f bytes and %.0f pieces each\n", notices.size(),
              static_cast<double>(bytes) / n, static_cast<double>(count) / n);
  std::printf("templates %8.2f us a page, %.1f allocations\n", best_templates / n * 1e6,
              static_cast<double>(allocated) / n);
  std::printf("appends   %8.2f us a page\n", best_appends / n * 1e6);
  std::printf("ratio     %8.2f (of the best of %d rounds of each)\n", best_templates / best_appends, rounds);
  return 0;
}

}  // namespace
}  // namespace herald

int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr, "usage: bench_templates SITE [ROUNDS]\n");
    return 2;
  }
  return herald::run(words[1], count > 2 ? std::atoi(words[2]) : 20);
}
