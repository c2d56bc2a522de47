#include "campaign/deadline_ids.h"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

#include "base/hash.h"
#include "campaign/words.h"

namespace herald::campaign {
namespace {

std::string id_of(const model::Site& site, const DeadlineView& deadline) {
  std::string words = squeezed(deadline.who);
  for (const std::string& what : deadline.what) words += "\n" + squeezed(what);
  const std::string_view page = deadline.page == model::kNone
                                    ? std::string_view("site")
                                    : std::string_view(site.pages[deadline.page].id);
  return fmt::format("{}#deadline-{}", page, base::sha256_hex(words).substr(0, 8));
}

}  // namespace

std::vector<std::string> deadline_ids(const model::Site& site, const std::vector<DeadlineView>& deadlines) {
  std::vector<std::string> ids;
  std::unordered_map<std::string, int> counts;
  for (const DeadlineView& deadline : deadlines) counts[ids.emplace_back(id_of(site, deadline))]++;
  std::unordered_set<std::string> taken;
  for (size_t i = 0; i < ids.size(); i++) {
    if (counts[ids[i]] > 1) ids[i] += "-" + base::iso(deadlines[i].due);
    std::string unique = ids[i];
    for (int n = 2; !taken.insert(unique).second; n++) unique = fmt::format("{}-{}", ids[i], n);
    ids[i] = std::move(unique);
  }
  return ids;
}

}  // namespace herald::campaign
