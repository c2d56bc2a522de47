#include "io/manifest.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace io = herald::io;

namespace {

const std::string kHash(64, 'a');

io::PackedManifest sample(std::string_view title = "通知") {
  io::ManifestPacker packer;
  packer.add({"2026/a.html", kHash, title, 5, io::FileClass::Page});
  packer.add({"feed.xml", kHash, {}, uint64_t{1} << 40, io::FileClass::Feed});
  return std::move(packer).finish();
}

}  // namespace

TEST_CASE("a packed manifest comes back as it was, with the media types of its paths") {
  const io::Manifest manifest = io::unpack(sample());
  REQUIRE(manifest.entries.size() == 2);
  CHECK(manifest.entries[0].path == "2026/a.html");
  CHECK(manifest.entries[0].size == 5);
  CHECK(manifest.entries[0].sha256 == kHash);
  CHECK(manifest.entries[0].media_type == "text/html; charset=utf-8");
  CHECK(manifest.entries[0].file_class == io::FileClass::Page);
  CHECK(manifest.entries[0].title == "通知");
  CHECK(manifest.entries[1].size == uint64_t{1} << 40);
  CHECK(manifest.entries[1].media_type == "application/atom+xml; charset=utf-8");
  CHECK(io::has(sample(), "feed.xml"));
  CHECK_FALSE(io::has(sample(), "feed"));
}

TEST_CASE("the digest of a packed manifest is that of all it says") {
  CHECK(sample().digest == sample().digest);
  CHECK(sample().digest.size() == 32);
  CHECK(sample("公告").digest != sample().digest);
  CHECK(io::ManifestPacker().finish().digest != sample().digest);
}

TEST_CASE("damaged bytes of a manifest name fewer files") {
  const io::PackedManifest whole = sample();
  for (size_t size = 0; size < whole.bytes.size(); size++)
    CHECK(io::entries_of({whole.bytes.substr(0, size), {}}).size() < 2);
  CHECK(io::unpack({"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", {}}).entries.empty());
}

TEST_CASE("file classes have names") {
  CHECK(io::name_of(io::FileClass::Asset) == "asset");
  CHECK(io::name_of(io::FileClass::Data) == "data");
}
