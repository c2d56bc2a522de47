#include "base/diagnostics_packing.h"

#include <utility>

namespace herald::base {
namespace {

/// Notes of notes are never made; what is deeper is damage.
constexpr int kDepthMax = 4;

void pack_one(const Diagnostic& diagnostic, Packer& packer) {
  packer.text(text_of(diagnostic.code).name);
  packer.text(diagnostic.place.path);
  packer.number(diagnostic.place.line);
  packer.number(diagnostic.place.column);
  packer.text(diagnostic.place.excerpt);
  packer.number(diagnostic.place.caret);
  packer.number(diagnostic.place.width);
  packer.number(diagnostic.place.pending.begin);
  packer.number(diagnostic.place.pending.end);
  packer.number(diagnostic.arguments.size());
  for (const std::string& argument : diagnostic.arguments) packer.text(argument);
  packer.number(diagnostic.notes.size());
  for (const Diagnostic& note : diagnostic.notes) pack_one(note, packer);
}

Diagnostic unpack_one(Unpacker& bytes, int depth) {
  Diagnostic diagnostic;
  diagnostic.code = find_code(bytes.text());
  diagnostic.place.path = bytes.text();
  diagnostic.place.line = bytes.count(UINT32_MAX);
  diagnostic.place.column = bytes.count(UINT32_MAX);
  diagnostic.place.excerpt = bytes.text();
  diagnostic.place.caret = bytes.count(UINT32_MAX);
  diagnostic.place.width = bytes.count(UINT32_MAX);
  diagnostic.place.pending.begin = bytes.count(UINT32_MAX);
  diagnostic.place.pending.end = bytes.count(UINT32_MAX);
  for (uint32_t left = bytes.size(); left > 0 && !bytes.failed(); left--)
    diagnostic.arguments.emplace_back(bytes.text());
  if (depth == kDepthMax) bytes.fail();
  for (uint32_t left = bytes.size(); left > 0 && !bytes.failed(); left--)
    diagnostic.notes.push_back(unpack_one(bytes, depth + 1));
  if (diagnostic.code == Code::Count) bytes.fail();
  return diagnostic;
}

}  // namespace

void pack(const Diagnostics& diagnostics, Packer& packer) {
  packer.number(diagnostics.all().size());
  for (const Diagnostic& diagnostic : diagnostics.all()) pack_one(diagnostic, packer);
}

void unpack(Unpacker& bytes, Diagnostics& diagnostics) {
  for (uint32_t left = bytes.size(); left > 0 && !bytes.failed(); left--) {
    Diagnostic diagnostic = unpack_one(bytes, 0);
    if (!bytes.failed()) diagnostics.add(std::move(diagnostic));
  }
}

}  // namespace herald::base
