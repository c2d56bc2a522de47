#include "io/manifest.h"

#include <doctest/doctest.h>

namespace io = herald::io;

TEST_CASE("file classes have names") {
  CHECK(io::name_of(io::FileClass::Asset) == "asset");
  CHECK(io::name_of(io::FileClass::Data) == "data");
}
