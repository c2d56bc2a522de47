#include "value/packing.h"

#include <bit>

#include "base/hash.h"

namespace herald::value {
namespace {

constexpr uint64_t kTypes = static_cast<uint64_t>(Type::Object) + 1;

/// Whether it counts where values stood.
enum class Positions { Kept, Left };

void pack_below(Value value, Positions positions, base::Packer& packer, int depth) {
  const Type type = depth == 0 || value.is(Type::Object) ? Type::Undefined : value.type();
  // Position and type in one number: most values have a small one.
  const uint64_t position =
      positions == Positions::Kept && value.has_position() ? uint64_t{value.position()} + 1 : 0;
  packer.number(position * kTypes + static_cast<uint64_t>(type));
  switch (type) {
    case Type::Undefined:
    case Type::Null:
    case Type::Object:
      return;
    case Type::Bool:
      return packer.number(value.as_bool() ? 1 : 0);
    case Type::Int:
      return packer.signed_number(value.as_int());
    case Type::Float:
      return packer.fixed(std::bit_cast<uint64_t>(value.as_double()));
    case Type::String:
    case Type::Html:
      return packer.text(value.as_text());
    case Type::List:
      packer.number(value.items().size());
      for (const Value& item : value.items()) pack_below(item, positions, packer, depth - 1);
      return;
    case Type::Map:
      packer.number(value.entries().size());
      for (const Entry& entry : value.entries()) {
        packer.text(entry.key);
        packer.number(positions == Positions::Kept ? entry.key_position : 0);
        pack_below(entry.value, positions, packer, depth - 1);
      }
      return;
  }
}

Value unpack_below(base::Unpacker& bytes, Arena& arena, int depth);

Value unpack_list(base::Unpacker& bytes, Arena& arena, int depth) {
  const uint32_t size = bytes.size();
  Value* items = arena.array<Value>(size);
  for (uint32_t i = 0; i < size; i++) items[i] = unpack_below(bytes, arena, depth - 1);
  return Value::list({items, size});
}

Value unpack_map(base::Unpacker& bytes, Arena& arena, int depth) {
  const uint32_t size = bytes.size();
  Entry* entries = arena.array<Entry>(size);
  for (uint32_t i = 0; i < size; i++) {
    const std::string_view key = bytes.text();
    const uint32_t position = bytes.count(UINT32_MAX);
    entries[i] = {key, unpack_below(bytes, arena, depth - 1), position};
  }
  if (size <= kLinearMax) return Value::map({entries, size});
  return make_map({entries, size}, arena);
}

Value unpack_below(base::Unpacker& bytes, Arena& arena, int depth) {
  const uint64_t head = bytes.number();
  const auto with_position = [&](Value value) {
    const uint64_t position = head / kTypes;
    return position == 0 ? value : value.at_position(static_cast<uint32_t>(position - 1));
  };
  if (depth == 0) bytes.fail();
  if (bytes.failed()) return {};
  switch (static_cast<Type>(head % kTypes)) {
    case Type::Undefined:
    case Type::Object:
      return with_position({});
    case Type::Null:
      return with_position(Value::null());
    case Type::Bool:
      return with_position(Value::boolean(bytes.number() != 0));
    case Type::Int:
      return with_position(Value::integer(bytes.signed_number()));
    case Type::Float:
      return with_position(Value::number(std::bit_cast<double>(bytes.fixed())));
    case Type::String:
      return with_position(Value::string(bytes.text()));
    case Type::Html:
      return with_position(Value::html(bytes.text()));
    case Type::List:
      return with_position(unpack_list(bytes, arena, depth));
    case Type::Map:
      return with_position(unpack_map(bytes, arena, depth));
  }
  return {};
}

}  // namespace

void pack(Value value, base::Packer& packer) { pack_below(value, Positions::Kept, packer, kDepthMax); }

uint64_t hash_of(Value value) {
  base::Packer packer;
  pack_below(value, Positions::Left, packer, kDepthMax);
  return base::hash64(packer.bytes());
}

Value unpack(base::Unpacker& bytes, Arena& arena) { return unpack_below(bytes, arena, kDepthMax + 1); }

}  // namespace herald::value
