#pragma once
// The definitions of a kind as a JSON Schema (draft 2020-12), for editors that complete and check front
// matter.

#include <span>
#include <string>
#include <string_view>

#include "model/fields.h"

namespace herald::campaign {

/// The schema of a map with `fields`, as indented JSON that ends in a line feed. Each field may stand under
/// its English key or any of its Chinese labels; required ones must stand under one of them; other keys are
/// allowed (herald warns of them, and knows better what was meant).
std::string json_schema(std::span<const model::FieldDefinition> fields, std::string_view title,
                        std::string_view description);

}  // namespace herald::campaign
