#include "render/kept_parts.h"

#include <doctest/doctest.h>

namespace herald::render {

TEST_CASE("a part that was not kept has read nothing, whatever its number") {
  const GroupParts parts;
  CHECK_FALSE(parts.has_part(0));
  CHECK_FALSE(parts.has_part(1000));
}

}  // namespace herald::render
