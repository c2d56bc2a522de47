// Maps that were JSON from the start. How values become JSON stands in print.cc.

#include "tmpl/json.h"

#include <limits>

#include "tmpl/operations.h"
#include "value/json.h"

namespace herald::tmpl {

using value::Value;

void append_json(std::string& out, Value value, value::Arena& arena) {
  Work work(arena);
  work.steps_left = std::numeric_limits<uint64_t>::max();
  work.bytes_left = std::numeric_limits<size_t>::max();
  const size_t before = out.size();
  append_tojson(out, value, -1, work);
  if (!work.failed) return;
  out.resize(before);
  out += "null";
}

Value PrintedMap::plain() const {
  if (!plain_.is_undefined()) return plain_;
  const base::Source source{"", std::string(json_)};
  base::Diagnostics diagnostics;
  plain_ = value::parse_json(source, {0, static_cast<uint32_t>(json_.size())}, arena_, diagnostics);
  return plain_;
}

void PrintedMap::names(std::vector<std::string_view>& out) const {
  const Value map = plain();
  if (!map.is(value::Type::Map)) return;
  for (const value::Entry& entry : map.entries()) out.push_back(entry.key);
}

const PrintedMap* as_printed_map(Value value) {
  if (!value.is(value::Type::Object)) return nullptr;
  const value::Object* object = value.as_object();
  return object->type_name().data() == PrintedMap::kName ? static_cast<const PrintedMap*>(object) : nullptr;
}

}  // namespace herald::tmpl
