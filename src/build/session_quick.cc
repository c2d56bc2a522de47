// The quick way of a session: see session_state.h.
#include <algorithm>
#include <utility>

#include "build/memory.h"
#include "build/session_state.h"
#include "build/shape.h"

namespace herald::build {

using base::Diagnostics;
using model::OutputKind;
using model::PageId;
using render::FactKind;

namespace {

/// The facts that the quick way may change, by group.
constexpr FactKind kOwnFacts[] = {FactKind::Body, FactKind::Metadata, FactKind::Minute};

}  // namespace

/// Whether all that was told of the page's file was told when it was read.
bool Session::State::is_only_teller(PageId id) const {
  const model::ParsedPage& page = site.parsed(id);
  const std::string path = folders.content_prefix + page.path;
  size_t here = 0;
  for (const base::Diagnostic& one : told.all()) {
    if (one.place.path == path) {
      here++;
      continue;
    }
    for (const base::Diagnostic& note : one.notes) {
      if (note.place.path == path) return false;
    }
  }
  return here == page.diagnostics.all().size();
}

/// Whether the pages can take the places of those that are there.
bool Session::State::keeps_shape(const std::vector<ReadPage>& pages) const {
  return std::all_of(pages.begin(), pages.end(), [&](const ReadPage& one) {
    const PageId id = site.page_by_path.find(one.path);
    return one.page != nullptr && id != model::kNone && !one.page->diagnostics.has_errors() &&
           !site.pages[id].section_index && same_shape(site.parsed(id), *one.page) && is_only_teller(id);
  });
}

/// Brings the site's clock up to date. False when pages may come or go with it, or it is another day.
bool Session::State::move_clock() {
  const model::BuildTime time = build_time(options, site.config);
  const base::DateTime then = site.time.now;
  if (time.utc_offset_minutes != site.time.utc_offset_minutes || time.now.date != then.date ||
      time.now < then || time.now.minute >= until)
    return false;
  if (time.now == then) return true;
  site.time = time;
  facts->renew_clock(site);
  renderer = std::make_unique<render::Renderer>(site, views, templates);
  return true;
}

/// Puts the pages in the places of those of their paths.
void Session::State::exchange(std::vector<ReadPage>& pages) {
  for (ReadPage& one : pages) {
    const PageId id = site.page_by_path.find(one.path);
    const std::string path = folders.content_prefix + one.path;
    Diagnostics all;
    for (const base::Diagnostic& other : told.all()) {
      if (other.place.path != path) all.add(other);
    }
    for (const base::Diagnostic& found : one.page->diagnostics.all()) all.add(found);
    told = std::move(all);
    resident += site.parsed(id).text_size != 0 ? 1 : 0;
    site.pages[id].parsed = std::move(one.page);
    facts->renew_page(site, id);
  }
}

/// 1 for each fact that is not what the log says.
std::vector<uint8_t> Session::State::changed_facts() const {
  const graph::FactSet& now = facts->set();
  std::vector<uint8_t> changed(now.size(), 0);
  for (const FactKind kind : kOwnFacts) {
    const auto group = static_cast<size_t>(kind);
    const std::vector<uint64_t>&values = now.groups[group].values, &before = log.facts.groups[group].values;
    for (uint32_t i = 0; i < values.size(); i++) changed[now.id(group, i)] = values[i] != before[i] ? 1 : 0;
  }
  return changed;
}

/// The record of an output of the plan. The log has all of them but the checksums, in the same order.
graph::Made& Session::State::record_of(uint32_t output) {
  return log.made[output - (output > checksums ? 1 : 0)];
}

/// The outputs that read what has changed, and the first such fact of each.
std::vector<uint32_t> Session::State::readers_of(const std::vector<uint8_t>& changed,
                                                 std::vector<graph::FactId>& why) {
  std::vector<uint32_t> readers;
  // Lists of facts rise: behind the last one that has changed there is nothing to find.
  const auto last_one = std::find(changed.rbegin(), changed.rend(), 1);
  if (last_one == changed.rend()) return readers;
  const auto end = static_cast<graph::FactId>(changed.rend() - last_one);
  for (uint32_t i = 0; i < plan.outputs.size(); i++) {
    if (plan.outputs[i].kind == OutputKind::Checksums) continue;
    graph::for_each_fact(record_of(i).facts, [&](graph::FactId fact) {
      if (fact >= end) return false;
      if (changed[fact] == 0) return true;
      readers.push_back(i);
      why.push_back(fact);
      return false;
    });
  }
  return readers;
}

bool Session::State::quick(std::vector<ReadPage>& pages, Writer& writer, Report& report) {
  if (!good || report.diagnostics.has_errors() || log.made.size() + 1 != plan.outputs.size() ||
      !keeps_shape(pages) || !move_clock())
    return false;
  exchange(pages);
  std::vector<graph::FactId> why;
  const std::vector<uint32_t> to_make = readers_of(changed_facts(), why);
  report.diagnostics = told;
  report.pages = last.pages;
  report.hidden = last.hidden;
  report.outputs = plan.outputs.size();

  writer.expect_again(plan, std::move(sha256));
  const Making making{disk, folders, options, site, plan, *renderer, writer};
  std::vector<Diagnostics> found(plan.outputs.size());
  std::vector<graph::Made> fresh(to_make.size());
  const auto note = [&](uint32_t output, const auto& reads, const auto& was_told) {
    const auto at = std::lower_bound(to_make.begin(), to_make.end(), output) - to_make.begin();
    fresh[static_cast<size_t>(at)].facts = pack_reads(*facts, reads);
    fresh[static_cast<size_t>(at)].notes = pack_told(was_told);
  };
  render_outputs(making, to_make, note, found, report);
  tell_again(to_make, found, report);
  const bool is_written = to_make.empty() || write(writer, report);
  sha256 = writer.take_sha256();
  saved = false;
  if (is_written) keep_records(to_make, why, fresh);
  return true;
}

/// Adds what was told while the outputs were made: of those that were made now it is in `found`.
void Session::State::tell_again(const std::vector<uint32_t>& made_now, std::vector<Diagnostics>& found,
                                Report& report) {
  for (uint32_t i = 0, next = 0; i < plan.outputs.size(); i++) {
    if (plan.outputs[i].kind == OutputKind::Checksums) continue;
    const bool is_made = next < made_now.size() && made_now[next] == i;
    if (is_made) next++;
    if (!is_made) unpack_told(record_of(i).notes, found[i]);
    report.diagnostics.append(std::move(found[i]));
  }
}

/// Takes down what was made, and that the facts are as they are now.
void Session::State::keep_records(const std::vector<uint32_t>& made_now,
                                  const std::vector<graph::FactId>& why, std::vector<graph::Made>& fresh) {
  for (size_t i = 0; i < made_now.size(); i++) {
    const std::string& path = plan.outputs[made_now[i]].path;
    graph::Made& record = record_of(made_now[i]);
    const auto file = disk.stat(folders.output + "/" + path);
    if (!file) loaded = false;  // Somebody took it away: everything is looked at next time.
    record.facts = std::move(fresh[i].facts);
    record.notes = std::move(fresh[i].notes);
    record.sha256 = sha256[made_now[i]];
    record.size = file ? file->size : 0;
    record.stamp = file ? file->bytes_stamp : 0;
    note_made(path, {path,
                     graph::Cause::Fact,
                     {},
                     render::Facts::kind_of(log.facts, why[i]),
                     std::string(log.facts.name_of(why[i]))});
  }
  for (const FactKind kind : kOwnFacts) {
    const auto group = static_cast<size_t>(kind);
    log.facts.groups[group].values = facts->set().groups[group].values;
  }
}

}  // namespace herald::build
