// Any bytes as the answer of a host, as a file of passwords, as the record of a host: no crash, names that
// stay in their folder, and a record that is written as it was read.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "publish/listing.h"
#include "publish/record.h"
#include "publish/s3_answers.h"
#include "publish/target.h"

namespace {

using namespace herald;
using namespace herald::publish;

void require(bool condition) {
  if (!condition) std::abort();
}

void check_entries(const std::vector<HostEntry>& entries) {
  for (const HostEntry& entry : entries)
    require(!entry.name.empty() && entry.name.find('/') == std::string::npos);
}

void read_lists(const std::string& text) {
  for (const char* folder : {"", "/web"}) {
    if (const auto entries = read_multistatus(text, folder)) check_entries(*entries);
  }
  check_entries(read_ftp_list(text));
  for (const char* prefix : {"", "web/"}) {
    if (const auto page = read_s3_page(text, prefix)) check_entries(page->entries);
  }
  const S3Error error = read_s3_error(text);
  require(!base::find_invalid_utf8(error.message) && !base::find_invalid_utf8(error.code));
  require(error.message.size() <= 200 && error.message.find('\n') == std::string::npos);
}

void read_record(const std::string& text) {
  const auto record = parse_record(text);
  if (!record) return;
  for (const auto& [path, entry] : record->files) require(is_safe_path(path) && entry.sha256.size() == 64);
  for (const std::string& path : record->pending) require(is_safe_path(path));
  const std::string written = record_text(*record);
  const auto again = parse_record(written);
  require(again && record_text(*again) == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_lists(text);
  read_record(text);
  (void)read_netrc(text, "a.example", "");
  (void)read_netrc(text, "a.example", "li");
  return 0;
}
