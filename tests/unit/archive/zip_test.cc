// ZIP archives, read again here by the fields that the format names; by programs that are not ours in
// tests/e2e.

#include "archive/zip.h"

#include <doctest/doctest.h>

#include <vector>

using namespace herald;
using archive::Entry;

namespace {

uint32_t number(std::string_view bytes, size_t at, size_t size) {
  uint32_t value = 0;
  for (size_t i = 0; i < size; i++)
    value |= static_cast<uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

/// A whole archive of files given as name and bytes.
std::string archive_of(const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<Entry> entries;
  std::string out;
  for (const auto& [name, bytes] : files) {
    entries.push_back({name, bytes.size(), archive::crc32(bytes), {{2026, 6, 16}, 9 * 60 + 30}});
    out += archive::local_header(entries.back()) + bytes;
  }
  out += archive::directory(entries);
  CHECK_EQ(out.size(), archive::size_of(entries));
  return out;
}

}  // namespace

TEST_CASE("the checksum is that of ISO 3309, whole or in pieces") {
  CHECK_EQ(archive::crc32(""), 0);
  CHECK_EQ(archive::crc32("123456789"), 0xcbf43926);
  CHECK_EQ(archive::crc32("The quick brown fox jumps over the lazy dog"), 0x414fa339);
  const std::string text = "多看一眼，平安到家。多看一眼，平安到家。";
  for (size_t cut = 0; cut <= text.size(); cut++)
    CHECK_EQ(archive::crc32(text.substr(cut), archive::crc32(text.substr(0, cut))), archive::crc32(text));
}

TEST_CASE("the directory says where each file begins") {
  const std::string bytes =
      archive_of({{"海报.svg", "<svg/>"}, {"折页.pdf", std::string(300, 'x')}, {"空.txt", ""}});
  const size_t end = bytes.size() - 22;
  CHECK_EQ(number(bytes, end, 4), 0x06054b50);
  CHECK_EQ(number(bytes, end + 10, 2), 3);
  size_t at = number(bytes, end + 16, 4);
  CHECK_EQ(at + number(bytes, end + 12, 4), end);
  for (const std::string_view name : {"海报.svg", "折页.pdf", "空.txt"}) {
    CHECK_EQ(number(bytes, at, 4), 0x02014b50);
    CHECK_EQ(number(bytes, at + 8, 2), 1 << 11);  // names are UTF-8
    CHECK_EQ(number(bytes, at + 10, 2), 0);       // stored
    CHECK_EQ(std::string_view(bytes).substr(at + 46, number(bytes, at + 28, 2)), name);
    const size_t local = number(bytes, at + 42, 4);
    CHECK_EQ(number(bytes, local, 4), 0x04034b50);
    CHECK_EQ(std::string_view(bytes).substr(local + 30, number(bytes, local + 26, 2)), name);
    CHECK_EQ(number(bytes, local + 14, 4), number(bytes, at + 16, 4));
    at += 46 + name.size();
  }
}

TEST_CASE("times are those of the entry, and 1980 where ZIP has none") {
  const auto stamp = [](base::DateTime moment) {
    return number(archive::local_header({"a", 0, 0, moment}), 10, 4);
  };
  CHECK_EQ(stamp({{2026, 6, 16}, 9 * 60 + 30}), 0x5cd04bc0);
  CHECK_EQ(stamp({{2026, 6, 16}, -1}), 0x5cd00000);
  CHECK_EQ(stamp({}), 0x00210000);
  CHECK_EQ(stamp({{1979, 12, 31}, 60}), 0x00210000);
}

TEST_CASE("an archive of nothing is its directory") {
  CHECK_EQ(archive::size_of({}), 22);
  CHECK_EQ(archive::directory({}).size(), 22);
}

TEST_CASE("names are those that every system takes") {
  const std::pair<const char*, const char*> kCases[] = {
      {"海报.pdf", "海报.pdf"},
      {"海报.PDF", "海报.pdf"},
      {"问：怎么办？.docx", "问：怎么办？.docx"},
      {"a/b\\c:d*e?f\"g<h>i|j.txt", "a／b＼c：d＊e？f＂g＜h＞i｜j.txt"},
      {"../../etc/passwd", "／..／etc／passwd"},
      {"  空白 .txt", "空白.txt"},
      {"名称...", "名称"},
      {"a\tb\n.txt", "ab.txt"},
      {"", "file"},
      {"...", "file"},
      {"con.txt", "con_.txt"},
      {"COM1", "COM1_"},
      {"康.txt", "康.txt"},
      {"第1.5版", "第1.5版"},
  };
  for (const auto& [name, expected] : kCases) CHECK_EQ(archive::safe_name(name), expected);
  std::string longest;
  for (int i = 0; i < 100; i++) longest += "长";
  CHECK_EQ(archive::safe_name(longest + ".pdf").size(), 60 * 3 + 4);
}

TEST_CASE("equal names are told apart, capitals or not") {
  std::vector<std::string> names = {"海报.pdf", "海报.pdf", "a.TXT", "A.txt", "海报-2.pdf", "无", "无"};
  archive::make_unique(names);
  CHECK_EQ(names, std::vector<std::string>{"海报.pdf", "海报-2.pdf", "a.TXT", "A-2.txt", "海报-2-2.pdf", "无",
                                           "无-2"});
}
