// Items, attributes, slices and keys of values.

#include <algorithm>
#include <limits>

#include "base/utf8.h"
#include "tmpl/operations.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using base::Code;
using value::Entry;
using value::Type;
using value::Value;

std::span<const Value> characters_of(std::string_view text, Work& work) {
  size_t count = base::count_code_points(text);
  if (!work.spend(count) || !work.spend_bytes(count * sizeof(Value))) return {};
  auto* items = work.arena.array<Value>(count);
  size_t filled = 0;
  for (size_t at = 0; at < text.size();) {
    size_t begin = at;
    base::next_code_point(text, at);
    new (items + filled++) Value(Value::string(text.substr(begin, at - begin)));
  }
  return {items, filled};
}

std::optional<Sequence> of_span(std::span<const Value> items) {
  static constexpr Value* kNone = nullptr;
  // An empty span may have no address, but a Sequence with `items` must have one.
  static const Value kEmpty;
  return Sequence{items.data() == kNone ? &kEmpty : items.data(), nullptr, items.size()};
}

std::span<const Value> keys_of(Value mapping, Work& work) {
  std::vector<Value> keys;
  if (mapping.is(Type::Map)) {
    for (const Entry& entry : mapping.entries()) keys.push_back(Value::string(entry.key));
  } else if (const auto* dict = as<Dict>(mapping)) {
    for (const Pair& pair : dict->pairs) keys.push_back(pair.key);
  } else {
    for (std::string_view name : names_of(mapping)) keys.push_back(Value::string(work.arena.copy(name)));
  }
  Value list = work.list(keys);
  return list.is(Type::List) ? list.items() : std::span<const Value>();
}

std::optional<Sequence> sequence_of_object(Value value, Work& work) {
  if (const auto* tuple = as<Tuple>(value)) return of_span(tuple->items);
  int64_t size = value.as_object()->size();
  if (size >= 0) return Sequence{nullptr, value.as_object(), static_cast<size_t>(size)};
  if (!is_mapping(value)) return std::nullopt;
  return of_span(keys_of(value, work));
}

/// Counts a negative index from the end; -1 when there is no such item.
int64_t settle_index(int64_t index, size_t size) {
  auto count = static_cast<int64_t>(size);
  if (index < 0) index += count;
  return index >= 0 && index < count ? index : -1;
}

Value character_at(Value text, int64_t index) {
  std::string_view bytes = text.as_text();
  bool ascii =
      std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
  size_t size = ascii ? bytes.size() : base::count_code_points(bytes);
  int64_t at = settle_index(index, size);
  if (at < 0) return {};
  size_t begin = ascii ? static_cast<size_t>(at) : offset_of(bytes, static_cast<size_t>(at));
  size_t end = begin;
  base::next_code_point(bytes, end);
  std::string_view character = bytes.substr(begin, end - begin);
  return text.is(Type::Html) ? Value::html(character) : Value::string(character);
}

struct SliceRange {
  int64_t begin, end, step;
};

/// Python's rules for absent, negative and too large bounds.
std::optional<SliceRange> settle_slice(std::span<const Value> parts, size_t size, Work& work) {
  for (Value part : parts) {
    if (part.is_nothing() && !(part.is_undefined() && part.has_position())) continue;
    if (!part.is(Type::Int)) {
      work.fail_type("[:]", part);
      return std::nullopt;
    }
  }
  auto count = static_cast<int64_t>(size);
  int64_t step = parts[2].is(Type::Int) ? parts[2].as_int() : 1;
  if (step == 0 || step == std::numeric_limits<int64_t>::min()) {
    work.fail(Code::TemplateZeroDivision, {"[:]"});
    return std::nullopt;
  }
  int64_t least = step > 0 ? 0 : -1, most = step > 0 ? count : count - 1;
  auto settle = [&](Value part, int64_t absent) {
    if (!part.is(Type::Int)) return absent;
    int64_t at = part.as_int() < 0 ? std::max<int64_t>(part.as_int(), -count - 1) + count : part.as_int();
    return std::clamp(at, least, most);
  };
  return SliceRange{settle(parts[0], step > 0 ? 0 : count - 1), settle(parts[1], step > 0 ? count : -1),
                    step};
}

std::vector<int64_t> indexes_of(const SliceRange& range) {
  std::vector<int64_t> out;
  int64_t step = range.step;
  for (int64_t i = range.begin; step > 0 ? i < range.end : i > range.end;) {
    out.push_back(i);
    int64_t left = step > 0 ? range.end - i : i - range.end;
    if (left <= (step > 0 ? step : -step)) break;
    i += step;
  }
  return out;
}

/// The bounds that are counted from the front: [:120], [5:7]. Most are, and for these nobody has to know how
/// long the text is.
struct FrontSlice {
  size_t begin = 0;
  std::optional<size_t> end;
};

std::optional<FrontSlice> front_slice(std::span<const Value> parts) {
  auto is_absent = [](Value part) {
    return part.is(Type::Null) || (part.is_undefined() && !part.has_position());
  };
  auto is_count = [](Value part) { return part.is(Type::Int) && part.as_int() >= 0; };
  if (!is_absent(parts[2]) && !(parts[2].is(Type::Int) && parts[2].as_int() == 1)) return std::nullopt;
  if (!(is_absent(parts[0]) || is_count(parts[0])) || !(is_absent(parts[1]) || is_count(parts[1])))
    return std::nullopt;
  FrontSlice slice;
  if (is_count(parts[0])) slice.begin = static_cast<size_t>(parts[0].as_int());
  if (is_count(parts[1])) slice.end = static_cast<size_t>(parts[1].as_int());
  return slice;
}

/// Where the last `count` characters of `text` begin. Nothing when one of them is not ASCII and not of three
/// bytes, which few are: the text is then counted from its front.
std::optional<size_t> back_offset(std::string_view text, uint64_t count) {
  const auto byte = [text](size_t at) { return static_cast<unsigned char>(text[at]); };
  size_t at = text.size();
  for (; count > 0 && at > 0; --count) {
    if (byte(at - 1) < 0x80) {
      --at;
      continue;
    }
    const bool triple = at >= 3 && byte(at - 3) > 0xE0 && byte(at - 3) < 0xED &&
                        (byte(at - 2) & 0xC0) == 0x80 && (byte(at - 1) & 0xC0) == 0x80;
    if (!triple) return std::nullopt;
    at -= 3;
  }
  return at;
}

/// [-60:]: likewise for the end.
std::optional<size_t> back_slice(std::string_view text, std::span<const Value> parts) {
  const bool from_end = parts[0].is(Type::Int) && parts[0].as_int() < 0 && parts[1].is(Type::Undefined) &&
                        !parts[1].has_position() && parts[2].is(Type::Undefined) && !parts[2].has_position();
  if (!from_end) return std::nullopt;
  return back_offset(text, -static_cast<uint64_t>(parts[0].as_int()));
}

Value slice_text(Value text, std::span<const Value> parts, Work& work) {
  std::string_view bytes = text.as_text();
  if (const std::optional<FrontSlice> front = front_slice(parts)) {
    bytes.remove_prefix(offset_of(bytes, front->begin));
    if (front->end)
      bytes = bytes.substr(0, offset_of(bytes, *front->end - std::min(*front->end, front->begin)));
    return text.is(Type::Html) ? Value::html(bytes) : Value::string(bytes);
  }
  if (const std::optional<size_t> begin = back_slice(bytes, parts)) {
    bytes.remove_prefix(*begin);
    return text.is(Type::Html) ? Value::html(bytes) : Value::string(bytes);
  }
  auto range = settle_slice(parts, base::count_code_points(bytes), work);
  if (!range) return {};
  bool html = text.is(Type::Html);
  if (range->step == 1) {
    size_t begin = offset_of(bytes, static_cast<size_t>(range->begin));
    auto length = static_cast<size_t>(std::max<int64_t>(range->end - range->begin, 0));
    std::string_view part = bytes.substr(begin, offset_of(bytes.substr(begin), length));
    return html ? Value::html(part) : Value::string(part);
  }
  std::span<const Value> characters = characters_of(bytes, work);
  if (work.failed) return {};
  work.scratch.clear();
  for (int64_t i : indexes_of(*range)) work.scratch += characters[static_cast<size_t>(i)].as_text();
  return html ? work.html(work.scratch) : work.text(work.scratch);
}

}  // namespace

std::optional<Sequence> sequence_of(Value value, Work& work) {
  switch (value.type()) {
    case Type::List:
      return of_span(value.items());
    case Type::Object:
      return sequence_of_object(value, work);
    case Type::String:
    case Type::Html:
      return of_span(characters_of(value.as_text(), work));
    case Type::Map:
      return of_span(keys_of(value, work));
    case Type::Undefined:
      if (undefined::is_quiet(value)) return of_span({});
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

Sequence need_sequence(std::string_view what, Value value, Work& work) {
  std::optional<Sequence> sequence = sequence_of(value, work);
  if (sequence) return *sequence;
  work.fail_type(what, value);
  return *of_span({});
}

int64_t length_of(Value value) {
  switch (value.type()) {
    case Type::List:
      return static_cast<int64_t>(value.items().size());
    case Type::Map:
      return static_cast<int64_t>(value.entries().size());
    case Type::String:
    case Type::Html:
      return static_cast<int64_t>(base::count_code_points(value.as_text()));
    case Type::Undefined:
      return undefined::is_quiet(value) ? 0 : -1;
    case Type::Object:
      break;
    default:
      return -1;
  }
  if (const auto* dict = as<Dict>(value)) return static_cast<int64_t>(dict->pairs.size());
  int64_t size = value.as_object()->size();
  return size < 0 && is_mapping(value) ? static_cast<int64_t>(names_of(value).size()) : size;
}

Value attribute_of(Value value, std::string_view name, Work& work) {
  if (value.is(Type::Map)) return value.get(name);
  if (value.is(Type::Object)) return value.as_object()->attribute(name, work.arena);
  return {};
}

Value item_of(Value value, Value key, Work& work) {
  if (undefined::is_loud(key)) return work.fail_undefined(key);
  if (const auto* dict = as<Dict>(value)) {
    for (const Pair& pair : dict->pairs)
      if (equal(pair.key, key, work)) return pair.value;
    return {};
  }
  if (key.is_text()) return attribute_of(value, key.as_text(), work);
  if (!key.is(Type::Int)) return {};
  if (value.is_text()) return character_at(value, key.as_int());
  if (value.is(Type::List)) {
    int64_t at = settle_index(key.as_int(), value.items().size());
    return at < 0 ? Value() : value.items()[static_cast<size_t>(at)];
  }
  if (!value.is(Type::Object) || value.as_object()->size() < 0) return {};
  int64_t at = settle_index(key.as_int(), static_cast<size_t>(value.as_object()->size()));
  return at < 0 ? Value() : value.as_object()->item(static_cast<size_t>(at), work.arena);
}

Value slice_of(Value value, std::span<const Value> parts, Work& work) {
  if (value.is_text()) return slice_text(value, parts, work);
  if (!is_sequence(value)) return work.fail_type("[:]", value);
  Sequence sequence = need_sequence("[:]", value, work);
  auto range = settle_slice(parts, sequence.size, work);
  if (!range) return {};
  if (const auto* numbers = as<Range>(value)) {
    auto step = std::clamp(range->step, -numbers->count - 1, numbers->count + 1);
    return Value::object(work.arena.make<Range>(numbers->begin + range->begin * numbers->step,
                                                numbers->begin + range->end * numbers->step,
                                                numbers->step * step));
  }
  std::vector<Value> items;
  for (int64_t i : indexes_of(*range)) items.push_back(sequence.at(static_cast<size_t>(i), work.arena));
  return as<Tuple>(value) != nullptr ? tuple_of(items, work) : work.list(items);
}

bool is_mapping(Value value) {
  if (value.is(Type::Map)) return true;
  if (!value.is(Type::Object)) return false;
  const Native* native = as_native(value);
  if (native != nullptr) return native->kind() == NativeKind::Dict;
  return value.as_object()->size() < 0;
}

bool is_sequence(Value value) {
  if (value.is(Type::List)) return true;
  return value.is(Type::Object) && value.as_object()->size() >= 0;
}

std::vector<Pair> pairs_of(Value mapping, Work& work) {
  std::vector<Pair> pairs;
  if (mapping.is(Type::Map)) {
    pairs.reserve(mapping.entries().size());
    for (const Entry& entry : mapping.entries()) pairs.push_back({Value::string(entry.key), entry.value});
  } else if (const auto* dict = as<Dict>(mapping)) {
    pairs.assign(dict->pairs.begin(), dict->pairs.end());
  } else if (is_mapping(mapping)) {
    for (std::string_view name : names_of(mapping))
      pairs.push_back(
          {Value::string(work.arena.copy(name)), mapping.as_object()->attribute(name, work.arena)});
  }
  work.spend(pairs.size());
  return pairs;
}

Value tuple_of(std::span<const Value> items, Work& work, bool group) {
  if (!work.spend_bytes(items.size() * sizeof(Value) + sizeof(Tuple))) return {};
  auto* copy = work.arena.array<Value>(items.size());
  std::uninitialized_copy(items.begin(), items.end(), copy);
  return Value::object(work.arena.make<Tuple>(std::span<const Value>(copy, items.size()), group));
}

Value make_dict(std::span<const Pair> pairs, Work& work) {
  if (!work.spend(pairs.size()) || !work.spend_bytes(pairs.size() * sizeof(Pair))) return {};
  bool plain = std::all_of(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.key.is_text(); });
  if (plain) {
    value::MapBuilder map;
    for (const Pair& pair : pairs) map.set(pair.key.as_text(), pair.value);
    return map.build(work.arena);
  }
  std::vector<Pair> unique;
  for (const Pair& pair : pairs) {
    if (length_of(pair.key) >= 0 && !pair.key.is_text() && as<Tuple>(pair.key) == nullptr)
      return work.fail_type("{}", pair.key);
    if (!work.spend(unique.size())) return {};
    auto same = [&](const Pair& other) { return equal(other.key, pair.key, work); };
    auto found = std::find_if(unique.begin(), unique.end(), same);
    if (work.failed) return {};
    if (found != unique.end()) {
      found->value = pair.value;
    } else {
      unique.push_back(pair);
    }
  }
  auto* copy = work.arena.array<Pair>(unique.size());
  std::uninitialized_copy(unique.begin(), unique.end(), copy);
  return Value::object(work.arena.make<Dict>(std::span<const Pair>(copy, unique.size())));
}

std::vector<std::string_view> names_of(Value value) {
  std::vector<std::string_view> names;
  if (value.is(Type::Map)) {
    for (const Entry& entry : value.entries()) names.push_back(entry.key);
  } else if (value.is(Type::Object)) {
    value.as_object()->names(names);
  }
  return names;
}

}  // namespace herald::tmpl
