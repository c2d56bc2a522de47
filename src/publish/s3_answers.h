#pragma once
// What an object store answers, read: pages of a list (ListObjectsV2), errors. Pure functions of text. For
// this module alone.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "publish/host.h"

namespace herald::publish {

/// A part of a list.
struct S3Page {
  std::vector<HostEntry> entries;
  std::string next;  ///< The token that the following part is asked for with; empty when this is the last.
};

/// Reads a part of the list of all keys that begin with `prefix` ("" or ending in '/'), asked for with the
/// delimiter '/'. The prefix itself, which stores keep as the "folder", is left out. Nothing when it is no
/// list.
std::optional<S3Page> read_s3_page(std::string_view xml, std::string_view prefix);

/// Why a request was refused.
struct S3Error {
  std::string code;     ///< "AccessDenied"; empty when the answer names none.
  std::string message;  ///< In the store's words, on one line and not too long.
};
S3Error read_s3_error(std::string_view xml);

/// What an answer means. `code` is that of S3Error; without one the status alone counts.
Trouble s3_trouble(long status, std::string_view code);

/// How long browsers and caches may keep an object: "for good" of the theme's files, whose names change with
/// their bytes, a minute of all else.
std::string s3_cache_control(std::string_view path);

}  // namespace herald::publish
