#pragma once
// Names in content as parts of addresses (DESIGN section 2, "Addresses"). The addresses of outputs are asked
// for in site.h.

#include <string>
#include <string_view>

namespace herald::model {

/// One part of an address: ASCII names (letters, digits, '-', '_', '.') in lower case, all else through
/// text::slug.
std::string slug_of(std::string_view name);

/// The name or path of a page's file without its ending .md, in any case.
std::string_view without_md(std::string_view name);

/// Whether the file at `path` is called `name` (in lower case), which people and systems write in any case.
bool is_file_named(std::string_view path, std::string_view name);

/// A file's name in the output: its stem as slug_of, its ending in lower case.
std::string file_slug(std::string_view name);

/// Each part of a folder's path as slug_of.
std::string folder_slug(std::string_view folder);

}  // namespace herald::model
