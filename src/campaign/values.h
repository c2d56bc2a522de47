#pragma once
// The values that editors may use in a text as {{ campaign.theme }}: a short list, so that no text can reach
// further.

#include <span>
#include <string_view>

namespace herald::campaign {

/// The names, sorted: "campaign.theme", "site.name" … The part behind the dot is a field of the edition's
/// _index.md, or a key of site.json.
std::span<const std::string_view> content_values();

/// Whether `name` is one of them.
bool is_content_value(std::string_view name);

}  // namespace herald::campaign
