#include "build/costs.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>

namespace herald::build {
namespace {

using model::OutputKind;

constexpr double kTicksASecond = 1e9;

uint64_t nanoseconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

std::string_view output_name(OutputKind kind) {
  switch (kind) {
    case OutputKind::ThemeAsset:
      return "theme files";
    case OutputKind::SiteAsset:
      return "assets";
    case OutputKind::Attachment:
      return "attachments";
    case OutputKind::Page:
      return "page";
    case OutputKind::SectionList:
      return "list";
    case OutputKind::EditionHome:
    case OutputKind::RootHome:
      return "home";
    case OutputKind::NotFound:
      return "404.html";
    case OutputKind::Sitemap:
      return "sitemap.xml";
    case OutputKind::Robots:
      return "robots.txt";
    case OutputKind::AtomFeed:
      return "feed.xml";
    case OutputKind::JsonFeed:
      return "feed.json";
    case OutputKind::Calendar:
      return "calendar.ics";
    case OutputKind::Deadlines:
      return "deadlines.ics";
    case OutputKind::EventCalendar:
      return "events/*.ics";
    case OutputKind::SlogansText:
      return "slogans.txt";
    case OutputKind::DataJson:
      return "*.json";
    case OutputKind::DataCsv:
      return "*.csv";
    case OutputKind::Archive:
      return "materials/*.zip";
    case OutputKind::DeadlineBoard:
      return "deadlines.html";
    case OutputKind::FormSchema:
      return "form.schema.json";
    case OutputKind::FormTable:
      return "form.csv";
    case OutputKind::SectionAtom:
      return "*/feed.xml";
    case OutputKind::SectionFeed:
      return "*/feed.json";
    case OutputKind::Term:
      return "term";
    case OutputKind::TermAtom:
      return "terms/*.xml";
    case OutputKind::TermFeed:
      return "terms/*.json";
    case OutputKind::TermList:
      return "terms";
    case OutputKind::Years:
      return "editions.html";
    case OutputKind::Portal:
      return "portal.json";
    case OutputKind::Redirect:
      return "redirects";
    case OutputKind::RedirectTable:
      return "_redirects";
    case OutputKind::Checksums:
      return "manifest.sha256";
  }
  return "";
}

void sort_costs(std::vector<Cost>& costs) {
  std::stable_sort(costs.begin(), costs.end(),
                   [](const Cost& a, const Cost& b) { return a.seconds > b.seconds; });
}

}  // namespace

Costs::Costs(unsigned jobs) {
  workers_.reserve(jobs);
  for (unsigned i = 0; i < jobs; i++) workers_.emplace_back(&nanoseconds);
}

size_t Costs::slot_of(const model::Site& site, const model::Output& output) {
  const auto by_kind = [&](size_t half, model::Kind kind) {
    return kOutputKinds + half * model::kKindCount + static_cast<size_t>(kind);
  };
  if (output.kind == OutputKind::Page) return by_kind(0, site.parsed(output.subject).kind);
  if (output.kind == OutputKind::SectionList) return by_kind(1, site.sections[output.subject].kind);
  return static_cast<size_t>(output.kind);
}

std::string Costs::name_of(size_t slot) {
  if (slot < kOutputKinds) return std::string(output_name(static_cast<OutputKind>(slot)));
  const size_t of_kind = slot - kOutputKinds;
  const auto kind = static_cast<model::Kind>(of_kind % model::kKindCount);
  const OutputKind output = of_kind < model::kKindCount ? OutputKind::Page : OutputKind::SectionList;
  return fmt::format("{} {}", output_name(output), model::name_of(kind));
}

void Costs::report(Report& report) const {
  if (workers_.empty()) return;
  tmpl::Profile all(&nanoseconds);
  std::array<Sum, kSums> kinds{};
  for (const Worker& worker : workers_) {
    all.add(worker.templates);
    for (size_t i = 0; i < kSums; i++) {
      kinds[i].runs += worker.kinds[i].runs;
      kinds[i].ticks += worker.kinds[i].ticks;
    }
  }
  for (const tmpl::Profile::Entry& entry : all.entries()) {
    std::string name(entry.template_name);
    if (!entry.kind.empty()) name += fmt::format(" {}", entry.kind);
    if (!entry.name.empty()) name += fmt::format(" {}", entry.name);
    report.template_costs.push_back(
        {std::move(name), entry.runs, static_cast<double>(entry.ticks) / kTicksASecond});
  }
  for (size_t i = 0; i < kSums; i++) {
    if (kinds[i].runs == 0) continue;
    report.kind_costs.push_back(
        {name_of(i), kinds[i].runs, static_cast<double>(kinds[i].ticks) / kTicksASecond});
  }
  sort_costs(report.kind_costs);
}

Costs::Lap::Lap(Costs& costs, unsigned worker, const model::Site& site, const model::Output& output) {
  if (costs.workers_.empty()) return;
  sum_ = &costs.workers_[worker].kinds[slot_of(site, output)];
  begin_ = nanoseconds();
}

Costs::Lap::~Lap() {
  if (sum_ == nullptr) return;
  sum_->runs++;
  sum_->ticks += nanoseconds() - begin_;
}

}  // namespace herald::build
