#include "base/program.h"

#include <elf.h>
#include <link.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "base/hash.h"

namespace herald::base {
namespace {

/// The build id among the notes of a segment, or an empty text. A note is its three numbers, its name and its
/// content, each filled up to four bytes.
std::string_view build_id_in(const char* notes, size_t size) {
  const auto filled = [](size_t bytes) { return (bytes + 3) & ~size_t{3}; };
  for (size_t at = 0; at + sizeof(ElfW(Nhdr)) <= size;) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes + at, sizeof note);
    const size_t name = at + sizeof note, content = name + filled(note.n_namesz);
    if (content + note.n_descsz > size) break;
    const bool is_gnu = std::string_view(notes + name, note.n_namesz) == std::string_view("GNU", 4);
    if (is_gnu && note.n_type == NT_GNU_BUILD_ID) return {notes + content, note.n_descsz};
    at = content + filled(note.n_descsz);
  }
  return {};
}

/// Called for the program itself first, then for its libraries: the first call ends the walk.
int look_at_object(dl_phdr_info* info, size_t, void* id) {
  for (ElfW(Half) i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr)& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const std::string_view found =
        build_id_in(reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr), segment.p_memsz);
    if (!found.empty()) *static_cast<uint64_t*>(id) = std::max<uint64_t>(hash64(found), 1);
  }
  return 1;
}

}  // namespace

uint64_t program_id() {
  uint64_t id = 1;
  dl_iterate_phdr(&look_at_object, &id);
  return id;
}

}  // namespace herald::base
