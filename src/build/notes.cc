#include "build/notes.h"

#include <utility>

#include "base/packing.h"

namespace herald::build {
namespace {

/// Notes of notes are never made; what is deeper is damage.
constexpr int kDepthMax = 4;

void pack(const base::Diagnostic& diagnostic, base::Packer& packer) {
  packer.text(base::text_of(diagnostic.code).name);
  packer.text(diagnostic.place.path);
  packer.number(diagnostic.place.line);
  packer.number(diagnostic.place.column);
  packer.text(diagnostic.place.excerpt);
  packer.number(diagnostic.place.caret);
  packer.number(diagnostic.place.width);
  packer.number(diagnostic.arguments.size());
  for (const std::string& argument : diagnostic.arguments) packer.text(argument);
  packer.number(diagnostic.notes.size());
  for (const base::Diagnostic& note : diagnostic.notes) pack(note, packer);
}

base::Diagnostic unpack(base::Unpacker& bytes, int depth) {
  base::Diagnostic diagnostic;
  diagnostic.code = base::find_code(bytes.text());
  diagnostic.place.path = bytes.text();
  diagnostic.place.line = bytes.count(UINT32_MAX);
  diagnostic.place.column = bytes.count(UINT32_MAX);
  diagnostic.place.excerpt = bytes.text();
  diagnostic.place.caret = bytes.count(UINT32_MAX);
  diagnostic.place.width = bytes.count(UINT32_MAX);
  for (uint32_t left = bytes.size(); left > 0 && !bytes.failed(); left--)
    diagnostic.arguments.emplace_back(bytes.text());
  if (depth == kDepthMax) bytes.fail();
  for (uint32_t left = bytes.size(); left > 0 && !bytes.failed(); left--)
    diagnostic.notes.push_back(unpack(bytes, depth + 1));
  if (diagnostic.code == base::Code::Count) bytes.fail();
  return diagnostic;
}

}  // namespace

std::string pack_diagnostics(const base::Diagnostics& diagnostics) {
  base::Packer packer;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) pack(diagnostic, packer);
  return packer.bytes();
}

void unpack_diagnostics(std::string_view packed, base::Diagnostics& diagnostics) {
  base::Unpacker bytes(packed);
  while (!bytes.at_end()) {
    base::Diagnostic diagnostic = unpack(bytes, 0);
    if (bytes.failed()) return;
    diagnostics.add(std::move(diagnostic));
  }
}

}  // namespace herald::build
