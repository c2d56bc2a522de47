// The hash of plain data: packed into bytes, type by type, then hashed at once.
#include "base/hash.h"
#include "base/packing.h"
#include "value/value.h"

#include <bit>

namespace herald::value {
namespace {

void pack(Value value, base::Packer& packer, int depth) {
  packer.number(static_cast<uint64_t>(value.type()));
  if (depth == 0) return;
  switch (value.type()) {
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
      for (const Value& item : value.items()) pack(item, packer, depth - 1);
      return;
    case Type::Map:
      packer.number(value.entries().size());
      for (const Entry& entry : value.entries()) {
        packer.text(entry.key);
        pack(entry.value, packer, depth - 1);
      }
      return;
  }
}

}  // namespace

uint64_t hash_of(Value value) {
  base::Packer packer;
  pack(value, packer, kDepthMax);
  return base::hash64(packer.bytes());
}

}  // namespace herald::value
