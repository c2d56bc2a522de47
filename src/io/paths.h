#pragma once
// What both disks do with paths. For this module alone.

#include <string>
#include <string_view>
#include <vector>

#include "io/files.h"

namespace herald::io {

/// `name` in the folder `folder`; the name alone in the current folder ("" or ".").
std::string joined(std::string_view folder, std::string_view name);

/// The folder of `path`, empty when it has none.
std::string_view folder_of(std::string_view path);

/// True when `path` is `folder` or below it; both normalised.
bool is_within(std::string_view path, std::string_view folder);

/// The paths that an entry of a walk's `skip` may mean, normalised.
std::vector<std::string> skipped_paths(const std::string& root, const std::vector<std::string>& skip);

/// Sorts by path, bytewise.
void sort_by_path(Listing& listing);

}  // namespace herald::io
