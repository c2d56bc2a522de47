#pragma once
// The two ways through parse_yaml, for the test that holds one against the other. Inside this module only.

#include "value/yaml.h"

namespace herald::value {

/// Who reads what the pre-pass found to be simple: the pre-pass's own events, or libyaml like everything
/// else.
enum class YamlPath : uint8_t { Shortest, Libyaml };

/// As parse_yaml. Sets `*shortened`, if given, to whether libyaml was left out.
Value parse_yaml_by(YamlPath path, const base::Source& source, base::Span span, Arena& arena,
                    base::Diagnostics& diagnostics, bool* shortened = nullptr);

}  // namespace herald::value
