#include "campaign/values.h"

#include <algorithm>

namespace herald::campaign {
namespace {

constexpr std::string_view kValues[] = {
    "campaign.ordinal", "campaign.series", "campaign.series_en", "campaign.summary",
    "campaign.theme",   "campaign.year",   "site.domain",        "site.name",
    "site.name_en",     "site.operator",   "site.sponsor",
};

}  // namespace

std::span<const std::string_view> content_values() { return kValues; }

bool is_content_value(std::string_view name) {
  return std::binary_search(std::begin(kValues), std::end(kValues), name);
}

}  // namespace herald::campaign
