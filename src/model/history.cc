#include "model/history.h"

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
  const Value sequence = entry.get("sequence");
  if (sequence.is(Type::Int) && sequence.as_int() >= 0 && sequence.as_int() <= kSequenceMax)
    read.sequence = static_cast<int>(sequence.as_int());
  return read;
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

}  // namespace herald::model
