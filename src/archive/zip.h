#pragma once
// ZIP files, written piece by piece (PKWARE APPNOTE 6.3.10). The files in one are stored as they are, not
// compressed: what campaigns hand out (PDF, JPEG, MP4, DOCX) is compressed already, and so the size is known
// before a byte is read, no archive is ever held in memory, and equal files give equal bytes. Names are UTF-8
// and say so (bit 11), which is what makes Chinese names right in Windows Explorer, unzip and Python.
//
// An archive is: for each file local_header() and its bytes; then directory(). Pure; knows no disk.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/date.h"

namespace herald::archive {

/// One file of an archive.
struct Entry {
  std::string name;    ///< UTF-8, '/'-separated, relative, at most kNameBytesMax bytes; unique_names().
  uint64_t size = 0;   ///< Bytes.
  uint32_t crc32 = 0;  ///< Of its bytes.
  base::DateTime
      modified;  ///< Without a zone, as ZIP has it; no date and what is before 1980: 1 January 1980.
};

/// The largest archive, and so the largest file: 2 GiB, well below where ZIP needs its 64-bit forms.
inline constexpr uint64_t kBytesMax = uint64_t{2} << 30;
/// The most files of an archive (16 bits count them).
inline constexpr size_t kEntriesMax = 65535;
/// The longest name.
inline constexpr size_t kNameBytesMax = 1024;

/// CRC-32 (ISO 3309, as ZIP and PNG use it) of `bytes`; `before` is that of the bytes before them.
uint32_t crc32(std::string_view bytes, uint32_t before = 0);

/// What stands before the bytes of `entry`.
std::string local_header(const Entry& entry);

/// What stands behind the last file: the directory of all `entries`, in the order in which they are stored.
std::string directory(std::span<const Entry> entries);

/// The bytes of the whole archive.
uint64_t size_of(std::span<const Entry> entries);

/// `name` as a file may be called on Windows, Linux and macOS: the characters \ / : * ? " < > | as their
/// full-width forms, no control characters, blanks or points at its ends, no device of DOS (con, nul), at
/// most 60 characters before its ending. "file" when nothing is left.
std::string safe_name(std::string_view name);

/// Makes names differ, also for systems that do not tell capitals apart: the second "海报.pdf" becomes
/// "海报-2.pdf".
void make_unique(std::span<std::string> names);

}  // namespace herald::archive
