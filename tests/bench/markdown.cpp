// What the Markdown of pages costs beside cmark-gfm's own: parse and render, in memory, the same texts.
//
//     bench_markdown FOLDER [ROUNDS] [--only herald|cmark]
//
// FOLDER holds .md files (the notices of generate.py); what stands before the second "---" is left out. Each
// round measures the two one after the other, each in a process of its own: cmark-gfm's extensions and ours
// around them must not meet in one (src/markdown/cmark.h). Figures are the processor's seconds, so that
// others on the machine disturb them little; ratios are taken round by round, and their median is printed.
// Then ours with the outline that pages are rendered with, and on two threads, by the clock.

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "markdown/html.h"
#include "markdown/parse.h"

namespace {

using herald::base::Source;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::vector<Source> read_bodies(const char* folder) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".md") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Source> bodies;
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(file)), {});
    if (text.starts_with("---\n")) {
      const size_t end = text.find("\n---\n");
      if (end != std::string::npos) text.erase(0, end + 5);
    }
    bodies.push_back({path, std::move(text)});
  }
  return bodies;
}

/// The sum of the bytes made, so that nothing is optimised away.
size_t run_cmark(const std::vector<Source>& bodies) {
  cmark_gfm_core_extensions_ensure_registered();
  std::array<cmark_syntax_extension*, 4> all{};
  constexpr std::array<const char*, 4> kNames = {"table", "strikethrough", "autolink", "tasklist"};
  for (size_t i = 0; i < all.size(); ++i) all[i] = cmark_find_syntax_extension(kNames[i]);
  size_t bytes = 0;
  for (const Source& body : bodies) {
    cmark_parser* parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    for (cmark_syntax_extension* extension : all) cmark_parser_attach_syntax_extension(parser, extension);
    cmark_parser_feed(parser, body.text.data(), body.text.size());
    cmark_node* document = cmark_parser_finish(parser);
    char* html = cmark_render_html(document, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser));
    bytes += std::string_view(html).size();
    std::free(html);
    cmark_node_free(document);
    cmark_parser_free(parser);
  }
  return bytes;
}

enum class With : uint8_t { Html, Outline };

size_t run_one(const Source& body, With with) {
  namespace markdown = herald::markdown;
  herald::base::Diagnostics diagnostics;
  const auto end = static_cast<uint32_t>(body.text.size());
  const markdown::Document document = markdown::parse(body, {0, end}, {}, diagnostics);
  markdown::HtmlOptions options;
  markdown::Outline outline;
  if (with == With::Outline) {
    outline = markdown::outline_of(document);
    options.outline = &outline;
  }
  markdown::Fragment fragment;
  markdown::append_html(document, 0, options, fragment);
  return fragment.html.size();
}

size_t run_herald(const std::vector<Source>& bodies, With with) {
  size_t bytes = 0;
  for (const Source& body : bodies) bytes += run_one(body, with);
  return bytes;
}

size_t run_threads(const std::vector<Source>& bodies, unsigned count) {
  std::atomic<size_t> next{0}, bytes{0};
  auto work = [&] {
    for (size_t i = next++; i < bodies.size(); i = next++) bytes += run_one(bodies[i], With::Html);
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < count; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return bytes;
}

/// Runs `work` twice in a child process; returns the seconds of the second time by `clock`.
double in_child(const std::function<size_t()>& work, double (*clock)()) {
  int ends[2];
  if (pipe(ends) != 0) std::exit(3);
  const pid_t child = fork();
  if (child == 0) {
    size_t bytes = work();
    const double begin = clock();
    bytes += work();
    const double seconds = bytes > 0 ? clock() - begin : 0;
    _exit(write(ends[1], &seconds, sizeof seconds) == sizeof seconds ? 0 : 3);
  }
  double seconds = 0;
  if (read(ends[0], &seconds, sizeof seconds) != sizeof seconds) std::exit(3);
  close(ends[0]);
  close(ends[1]);
  int status = 0;
  waitpid(child, &status, 0);
  return seconds;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_markdown FOLDER [ROUNDS] [--only herald|cmark]\n");
    return 2;
  }
  const std::vector<Source> bodies = read_bodies(argv[1]);
  const int rounds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 11;
  if (argc > 4) {  // for a profiler
    const std::string_view which = argv[4];
    for (int i = 0; i < rounds; ++i)
      which == "cmark" ? run_cmark(bodies)
                       : run_herald(bodies, which == "outline" ? With::Outline : With::Html);
    return 0;
  }
  size_t bytes = 0;
  for (const Source& body : bodies) bytes += body.text.size();
  std::vector<double> cmark, herald, outline, ratios, outline_ratios, gains;
  for (int i = 0; i < rounds; ++i) {
    cmark.push_back(in_child([&] { return run_cmark(bodies); }, processor_seconds));
    herald.push_back(in_child([&] { return run_herald(bodies, With::Html); }, processor_seconds));
    outline.push_back(in_child([&] { return run_herald(bodies, With::Outline); }, processor_seconds));
    ratios.push_back(herald.back() / cmark.back());
    outline_ratios.push_back(outline.back() / cmark.back());
    const double one = in_child([&] { return run_threads(bodies, 1); }, wall_seconds);
    gains.push_back(one / in_child([&] { return run_threads(bodies, 2); }, wall_seconds));
  }
  const double megabytes = static_cast<double>(bytes) / 1e6;
  std::printf("%zu texts, %.1f MB, medians of %d rounds\n", bodies.size(), megabytes, rounds);
  std::printf("  cmark-gfm            %8.1f ms  %6.1f MB/s\n", median(cmark) * 1e3,
              megabytes / median(cmark));
  std::printf("  herald               %8.1f ms  %6.1f MB/s   %.2f of cmark-gfm\n", median(herald) * 1e3,
              megabytes / median(herald), median(ratios));
  std::printf("  herald with outline  %8.1f ms  %6.1f MB/s   %.2f of cmark-gfm\n", median(outline) * 1e3,
              megabytes / median(outline), median(outline_ratios));
  std::printf("  two threads          %.2f times one (best %.2f)\n", median(gains),
              *std::max_element(gains.begin(), gains.end()));
  return 0;
}
