#include "archive/zip_read.h"

#include <doctest/doctest.h>

#include "archive/zip.h"

using namespace herald::archive;

namespace {

std::string archive_of(const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<Entry> entries;
  std::string out;
  for (const auto& [name, bytes] : files) {
    entries.push_back({name, bytes.size(), crc32(bytes), {}});
    out += local_header(entries.back()) + bytes;
  }
  return out + directory(entries);
}

/// "name=bytes" of all files, or "none".
std::string read_all(const std::string& archive) {
  const std::string_view whole = archive;
  const std::string_view tail = whole.substr(whole.size() - std::min<size_t>(whole.size(), kTailBytes));
  const auto place = find_directory(tail, whole.size());
  if (!place) return "none";
  const auto files = read_directory(whole.substr(place->offset, place->size), place->count);
  if (!files) return "none";
  std::string out;
  for (const StoredFile& file : *files) {
    const auto begin =
        find_bytes(whole.substr(std::min<size_t>(file.header, whole.size()), kLocalHeaderBytes), file);
    out += file.name + "=" +
           (begin && *begin < whole.size() ? std::string(whole.substr(*begin, file.size)) : "?") + " ";
  }
  return out;
}

}  // namespace

TEST_CASE("what zip.h writes is read back") {
  CHECK(read_all(archive_of({})).empty());
  CHECK(read_all(archive_of({{"a", ""}, {"二/b.html", "text"}, {"c", std::string(300, 'x')}})) ==
        "a= 二/b.html=text c=" + std::string(300, 'x') + " ");
}

TEST_CASE("a comment at the end does no harm") {
  std::string archive = archive_of({{"a", "1"}});
  archive[archive.size() - 2] = 5;
  CHECK(read_all(archive + "12345") == "a=1 ");
  CHECK(read_all(archive + "1234") == "none");
}

TEST_CASE("what is cut, compressed, encrypted or damaged is none") {
  const std::string archive = archive_of({{"a", "bytes"}, {"b", "more"}});
  for (size_t size = 0; size < archive.size(); size++) {
    CAPTURE(size);
    CHECK(read_all(archive.substr(0, size)) == "none");
  }
  const size_t central = archive.find("PK\1\2");
  for (const auto& [at, value] : std::vector<std::pair<size_t, char>>{
           {0, 'X'}, {8, 1}, {8, 8}, {10, 8}, {20, 9}, {28, 0}, {28, 99}, {30, 99}, {32, 99}}) {
    CAPTURE(at);
    std::string other = archive;
    other[central + at] = value;
    CHECK(read_all(other) == "none");
  }
  CHECK(read_all(archive_of({{"a", "1"}, {"a", "2"}})) == "none");
}

TEST_CASE("any byte may be another without a step out of the archive") {
  const std::string archive = archive_of({{"a", "bytes"}, {"b", "more"}});
  for (size_t at = 0; at < archive.size(); at++) {
    for (const int value : {0, 1, 127, 255}) {
      std::string other = archive;
      other[at] = static_cast<char>(value);
      (void)read_all(other);
    }
  }
}
