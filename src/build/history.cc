#include "build/history.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/hash.h"
#include "campaign/deadline_ids.h"

namespace herald::build {
namespace {

void remember_page(const io::Disk& disk, const Folders& folders, const model::Page& page, base::DateTime now,
                   model::Remembered& entry) {
  if (!entry.address.empty() && entry.address != page.output &&
      std::find(entry.earlier.begin(), entry.earlier.end(), entry.address) == entry.earlier.end())
    entry.earlier.push_back(entry.address);
  std::erase(entry.earlier, page.output);
  entry.address = page.output;
  if (!entry.published) entry.published = page.parsed->published ? page.parsed->published : now;
  const auto text = disk.read((folders.content == "." ? "" : folders.content + "/") + page.parsed->path);
  if (!text) return;
  const std::string hash = base::sha256_hex(*text);
  if (!entry.hash.empty() && entry.hash != hash) entry.changed = now;
  entry.hash = hash;
}

/// Counts a change of `words`, which say when and where an entry of a calendar is.
void remember_when(const std::string& words, model::Remembered& entry) {
  const std::string when = base::sha256_hex(words).substr(0, 16);
  if (!entry.when.empty() && entry.when != when) entry.sequence++;
  entry.when = when;
}

void remember_event(const campaign::EventView& event, model::Remembered& entry) {
  std::string words =
      fmt::format("{} {} {} {} {} {} {}", base::iso(event.date), base::iso(event.end_date),
                  event.start_minute, event.end_minute, event.venue, event.address, event.mode);
  // What was not said of earlier events, so that these have not changed.
  if (event.fuzzy) words += " " + event.date_text;
  if (event.status == "postponed" || event.status == "cancelled") words += " " + event.status;
  remember_when(words, entry);
}

}  // namespace

model::History advanced_history(const io::Disk& disk, const Folders& folders, const model::Site& site,
                                const campaign::Views& views, base::DateTime now) {
  model::History history = site.history;
  for (const model::Page& page : site.pages) {
    if (page.hidden || page.output.empty()) continue;
    remember_page(disk, folders, page, now, history.entries[page.id]);
  }
  for (const campaign::EditionView& edition : views.editions) {
    for (const campaign::EventView& event : edition.events) remember_event(event, history.entries[event.id]);
    const std::vector<std::string> ids = campaign::deadline_ids(site, edition.deadlines);
    for (size_t i = 0; i < ids.size(); i++)
      remember_when(base::iso(edition.deadlines[i].due), history.entries[ids[i]]);
  }
  return history;
}

}  // namespace herald::build
