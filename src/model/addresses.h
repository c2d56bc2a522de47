#pragma once
// What an address as written says of itself, before anything is looked up. Private to the module.

#include <string>
#include <string_view>

namespace herald::model {

/// The scheme before the first ':' ("https"), as RFC 3986 §3.1 forms it, or an empty text. "C:\x" has the
/// scheme "C".
std::string_view scheme_of(std::string_view address);

/// True for http and https addresses that name a host and hold no blank or control character.
bool is_web_address(std::string_view address);

/// Without leading and trailing '/' and without "." and ".." parts, as far as `path` alone tells; "\" counts
/// as '/'. False when it climbs above its beginning. `path` is replaced.
bool normalise(std::string& path);

/// The part before the last '/', or an empty text.
std::string_view folder_of(std::string_view path);
/// The part behind the last '/'.
std::string_view name_in(std::string_view path);

/// `folder` + '/' + `name`, without the '/' when the folder is empty.
std::string joined(std::string_view folder, std::string_view name);

}  // namespace herald::model
