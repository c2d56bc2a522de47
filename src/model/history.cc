#include "model/history.h"

#include <algorithm>
#include <span>

#include "value/arena.h"
#include "value/json.h"
#include "value/value.h"

namespace herald::model {
namespace {

using value::Type;
using value::Value;

Remembered read_entry(Value entry) {
  constexpr int64_t kSequenceMax = 2'147'483'647;  // RFC 5545 §3.3.8
  Remembered read;
  read.address = entry.get("address").text_or_empty();
  read.published =
      base::parse_iso_date_time(entry.get("published").text_or_empty()).value_or(base::DateTime());
  read.changed = base::parse_iso_date_time(entry.get("changed").text_or_empty()).value_or(base::DateTime());
  read.hash = entry.get("hash").text_or_empty();
  read.when = entry.get("when").text_or_empty();
  const Value earlier = entry.get("earlier");
  for (const Value& address : earlier.is(Type::List) ? earlier.items() : std::span<const Value>()) {
    if (address.is_text()) read.earlier.emplace_back(address.as_text());
  }
  const Value sequence = entry.get("sequence");
  if (sequence.is(Type::Int) && sequence.as_int() >= 0 && sequence.as_int() <= kSequenceMax)
    read.sequence = static_cast<int>(sequence.as_int());
  return read;
}

void append_text(std::string& out, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  out += out.back() == '{' ? "\"" : ", \"";
  out += key;
  out += "\": ";
  value::append_json_string(out, text);
}

void append_entry(std::string& out, const Remembered& entry) {
  out += '{';
  append_text(out, "address", entry.address);
  append_text(out, "published", entry.published ? base::iso(entry.published) : "");
  append_text(out, "changed", entry.changed ? base::iso(entry.changed) : "");
  append_text(out, "hash", entry.hash);
  append_text(out, "when", entry.when);
  if (!entry.earlier.empty()) {
    out += out.back() == '{' ? "\"earlier\": [" : ", \"earlier\": [";
    for (size_t i = 0; i < entry.earlier.size(); i++) {
      if (i != 0) out += ", ";
      value::append_json_string(out, entry.earlier[i]);
    }
    out += ']';
  }
  if (entry.sequence != 0)
    out += (out.back() == '{' ? "\"sequence\": " : ", \"sequence\": ") + std::to_string(entry.sequence);
  out += '}';
}

}  // namespace

History parse_history(const base::Source& source, base::Diagnostics& diagnostics) {
  value::Arena arena;
  History history;
  const base::Span all{0, static_cast<uint32_t>(source.text.size())};
  const Value file = value::parse_json(source, all, arena, diagnostics);
  const Value pages = file.is(Type::Map) ? file.get("pages") : Value();
  if (!pages.is(Type::Map)) return history;
  for (const value::Entry& entry : pages.entries()) {
    if (entry.value.is(Type::Map)) history.entries.emplace(entry.key, read_entry(entry.value));
  }
  return history;
}

std::string history_text(const History& history) {
  std::vector<const std::string*> ids;
  for (const auto& [id, entry] : history.entries) ids.push_back(&id);
  std::sort(ids.begin(), ids.end(), [](const std::string* a, const std::string* b) { return *a < *b; });
  std::string out = "{\"version\": 1, \"pages\": {";
  for (size_t i = 0; i < ids.size(); i++) {
    out += i == 0 ? "\n" : ",\n";
    value::append_json_string(out, *ids[i]);
    out += ": ";
    append_entry(out, history.entries.at(*ids[i]));
  }
  return out + "\n}}\n";
}

}  // namespace herald::model
