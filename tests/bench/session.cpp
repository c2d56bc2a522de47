// What a save costs while a site is kept in memory: edits one page of SITE again and again in several ways,
// and prints what it takes from the save to the written page, in milliseconds. Writes into SITE: give it a
// copy.
//
//     bench_session SITE PAGE [ROUNDS]          PAGE: "content/2026/notices/n000010.md"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "build/session.h"
#include "io/files.h"

namespace herald {
namespace {

using Clock = std::chrono::system_clock;

/// Of all threads.
double cpu_milliseconds() { return static_cast<double>(std::clock()) * 1e3 / CLOCKS_PER_SEC; }

double milliseconds(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

struct Bench {
  io::Disk& disk;
  build::Session& session;
  std::string site, page;

  /// Builds, and prints what it took, the median of `rounds`.
  void time(const char* what, int rounds, const std::function<std::vector<std::string>(int round)>& edit) {
    std::vector<double> times, cpu_times;
    build::Report report;
    for (int round = 0; round < rounds; round++) {
      const std::vector<std::string> paths = edit(round);
      const double cpu = cpu_milliseconds();
      const Clock::time_point begin = Clock::now();
      const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(begin.time_since_epoch()).count();
      report = session.build(paths, ns / 1'000'000'000, ns);
      times.push_back(milliseconds(begin));
      cpu_times.push_back(cpu_milliseconds() - cpu);
      if (report.outcome != build::Outcome::Done) std::exit(1);
    }
    std::sort(times.begin(), times.end());
    std::sort(cpu_times.begin(), cpu_times.end());
    const build::Timings& t = report.timings;
    std::printf("%-22s %8.2f ms, at best %8.2f; cpu %8.2f; %zu parsed, %zu rendered, %zu written\n", what,
                times[times.size() / 2], times.front(), cpu_times[cpu_times.size() / 2], report.files_parsed,
                report.rendered, report.written);
    std::printf("    parse %.2f, assemble %.2f, render %.2f, write %.2f\n", t.load_and_parse * 1e3,
                t.assemble * 1e3, t.render * 1e3, t.write * 1e3);
  }
};

}  // namespace
}  // namespace herald

int main(int count, char** words) {
  using namespace herald;
  if (count < 3) return 2;
  const int rounds = count > 3 ? std::atoi(words[3]) : 20;
  const auto disk = io::real_disk();
  build::Options options;
  options.site_folder = words[1];
  options.jobs = base::default_jobs();
  const auto begin = Clock::now();
  build::Session session(*disk, options);
  const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(begin.time_since_epoch()).count();
  const build::Report first = session.build(std::nullopt, ns / 1'000'000'000, ns);
  std::printf("%-28s %8.2f ms  (%zu pages, %zu outputs, %zu diagnostics)\n", "first build",
              milliseconds(begin), first.pages, first.outputs, first.diagnostics.all().size());
  if (first.outcome != build::Outcome::Done) return 1;
  Bench bench{*disk, session, words[1], words[2]};
  const std::string file = bench.site + "/" + bench.page;
  const std::string text = *disk->read(file);
  const auto save = [&](const std::string& bytes) {
    if (!disk->write(file, bytes)) std::exit(1);
    return std::vector<std::string>{bench.page};
  };
  bench.time("nothing", rounds, [&](int) { return std::vector<std::string>(); });
  bench.time("a text", rounds, [&](int i) { return save(text + "\n补充第" + std::to_string(i) + "条。\n"); });
  const size_t title = text.find("title: ");
  bench.time("a title", rounds, [&](int i) {
    std::string changed = text;
    return save(changed.insert(text.find('\n', title) - 1, std::to_string(i)));
  });
  const size_t head = text.find("\n---", 3);
  bench.time("a field", rounds, [&](int i) {
    std::string changed = text;
    return save(changed.insert(head, "\nweight: " + std::to_string(i)));
  });
  const std::string other = bench.page.substr(0, bench.page.rfind('/')) + "/zzz-new.md";
  bench.time("a page comes or goes", rounds, [&](int i) {
    const std::string path = bench.site + "/" + other;
    if (i % 2 == 0) {
      if (!disk->write(path, text)) std::exit(1);
    } else if (!disk->remove(path, bench.site)) {
      std::exit(1);
    }
    return std::vector<std::string>{other};
  });
  (void)save(text);
  const auto save_begin = Clock::now();
  session.save();
  std::printf("%-28s %8.2f ms\n", "save", milliseconds(save_begin));
  return 0;
}
