#pragma once
// Media types by file name.

#include <string_view>

namespace herald::base {

/// The media type for a file name's ending (IANA's names; text types with charset=utf-8), in any case of
/// letters, else application/octet-stream. feed.xml, feed.json, *.schema.json and _redirects are known by
/// their whole names.
std::string_view media_type_of(std::string_view path);

}  // namespace herald::base
