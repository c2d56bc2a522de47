#include "publish/record.h"

#include <fmt/format.h>

#include <ranges>

#include "base/utf8.h"
#include "publish/lock.h"
#include "value/arena.h"
#include "value/json.h"

namespace herald::publish {
namespace {

using value::Type;
using value::Value;

constexpr size_t kSha256Digits = 64;

io::FileClass class_of(std::string_view name) {
  for (int i = 0; i < static_cast<int>(io::FileClass::Data); i++) {
    const auto file_class = static_cast<io::FileClass>(i);
    if (io::name_of(file_class) == name) return file_class;
  }
  return io::FileClass::Data;
}

void append_entry(std::string& out, const io::ManifestEntry& entry) {
  value::append_json_string(out, entry.path);
  out += fmt::format(": {{\"size\": {}, \"sha256\": \"{}\", \"media_type\": ", entry.size, entry.sha256);
  value::append_json_string(out, entry.media_type);
  out += fmt::format(", \"class\": \"{}\"", io::name_of(entry.file_class));
  if (!entry.title.empty()) {
    out += ", \"title\": ";
    value::append_json_string(out, entry.title);
  }
  out += '}';
}

}  // namespace

std::string seal_text(std::string_view record_sha256) {
  return fmt::format("{}  {}\n", record_sha256, kRecordPath);
}

std::string sealed_sha256(std::string_view seal) {
  const std::string_view sha256 = seal.substr(0, kSha256Digits);
  const bool is_one =
      sha256.find_first_not_of("0123456789abcdef") == std::string_view::npos && seal == seal_text(sha256);
  return is_one && sha256.size() == kSha256Digits ? std::string(sha256) : std::string();
}

bool is_safe_path(std::string_view path) {
  if (path.empty() || is_record_path(path) || base::find_invalid_utf8(path)) return false;
  for (std::string_view part : base::split(path, '/')) {
    if (part.empty() || part == "." || part == "..") return false;
  }
  if (is_in_lock(path)) return false;
  return path.find_first_of(std::string_view("\0\n\r\\", 4)) == std::string_view::npos;
}

std::optional<Record> parse_record(const std::string& text) {
  base::Source source;
  source.path = kRecordPath;
  source.text = text;
  if (base::find_invalid_utf8(text)) return std::nullopt;
  value::Arena arena;
  base::Diagnostics diagnostics;
  const base::Span all{0, static_cast<uint32_t>(source.text.size())};
  const Value file = value::parse_json(source, all, arena, diagnostics);
  if (diagnostics.has_errors() || !file.is(Type::Map)) return std::nullopt;
  const Value version = file.get("version"), files = file.get("files"), pending = file.get("pending");
  if (!version.is(Type::Int) || version.as_int() != 1 || !files.is(Type::Map)) return std::nullopt;
  Record record;
  for (const value::Entry& one : files.entries()) {
    io::ManifestEntry entry;
    entry.path = one.key;
    const Value size = one.value.is(Type::Map) ? one.value.get("size") : Value();
    if (!is_safe_path(entry.path) || !size.is(Type::Int) || size.as_int() < 0) return std::nullopt;
    entry.size = static_cast<uint64_t>(size.as_int());
    entry.sha256 = one.value.get("sha256").text_or_empty();
    entry.media_type = one.value.get("media_type").text_or_empty();
    entry.file_class = class_of(one.value.get("class").text_or_empty());
    entry.title = one.value.get("title").text_or_empty();
    if (entry.sha256.size() != 64) return std::nullopt;
    record.files.emplace(entry.path, std::move(entry));
  }
  for (const Value& path : pending.is(Type::List) ? pending.items() : std::span<const Value>()) {
    if (!is_safe_path(path.text_or_empty())) return std::nullopt;
    record.pending.emplace(path.as_text());
  }
  record.run = file.get("run").text_or_empty();
  return record;
}

namespace {

/// A record with these entries, in their order.
template <class Entries>
std::string text_of(const Entries& entries, const std::set<std::string>& pending, const std::string& run) {
  std::string out = "{\"version\": 1,\n";
  if (!pending.empty()) {
    out += "\"run\": ";
    value::append_json_string(out, run);
    out += ",\n\"pending\": [";
    std::string_view separator = "\n";
    for (const std::string& path : pending) {
      out += separator;
      value::append_json_string(out, path);
      separator = ",\n";
    }
    out += "],\n";
  }
  out += "\"files\": {";
  std::string_view separator = "\n";
  for (const io::ManifestEntry& entry : entries) {
    out += separator;
    append_entry(out, entry);
    separator = ",\n";
  }
  return out + "\n}}\n";
}

}  // namespace

std::string record_text(const Record& record) {
  return text_of(record.files | std::views::values, record.pending, record.run);
}

std::string record_text(const io::Manifest& site) { return text_of(site.entries, {}, {}); }

Record record_of(const io::Manifest& manifest) {
  Record record;
  for (const io::ManifestEntry& entry : manifest.entries) record.files.emplace(entry.path, entry);
  return record;
}

io::Manifest manifest_of(const Record& record) {
  io::Manifest manifest;
  for (const auto& [path, entry] : record.files) manifest.entries.push_back(entry);
  return manifest;
}

}  // namespace herald::publish
