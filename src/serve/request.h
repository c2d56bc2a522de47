#pragma once
// What a browser asks, taken apart: paths, ranges, hosts, cookies. Functions of text, and strict: what is
// not plainly an address of the site is none. Knows nothing of sockets and files.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::serve {

/// A request as it came: nothing is decoded yet. Valid while it is answered.
struct Request {
  std::string_view method;
  std::string_view target;  ///< The path, percent-encoded, without the query.
  std::string_view query;   ///< What stands behind '?', encoded.
  /// The value of a header field by its name (case does not count); empty when it is not there.
  std::function<std::string_view(std::string_view name)> header;
  size_t hosts = 0;       ///< How many Host fields there are.
  bool has_body = false;  ///< It brings a body, which nobody reads.
};

/// The longest path that is looked at, in bytes as it was sent.
inline constexpr size_t kTargetMax = 4096;

/// The path below the site that an encoded path means: "/2026/a%20b.html" is "2026/a b.html", "/" is empty,
/// a folder keeps its last '/'. Decoded once, then taken apart. Nothing for what is no plain path: without a
/// '/' in front, escapes that are damaged or not UTF-8, control characters, '\', empty parts, "." and "..",
/// and names that begin with a dot, which are never part of a site.
std::optional<std::string> site_path(std::string_view target);

/// The value of `name` in a query, decoded; empty when it is not there.
std::string query_value(std::string_view query, std::string_view name);

/// The value of a cookie in the header Cookie; empty when it is not there.
std::string_view cookie_value(std::string_view header, std::string_view name);

/// Part of a file: `size` bytes from `begin`.
struct Range {
  uint64_t begin = 0, size = 0;
};
enum class RangeKind : uint8_t {
  Whole,    ///< No range, several, or one that cannot be read: the whole file is sent (RFC 9110 §14.2).
  Part,     ///< One range that lies in the file.
  Outside,  ///< 416.
};
/// What the header Range asks of a file of `size` bytes; `range` is set for Part.
RangeKind parse_range(std::string_view header, uint64_t size, Range& range);

/// Whether the header If-None-Match names `tag` (`"x"`), weak or not, or is "*" (RFC 9110 §13.1.2).
bool names_tag(std::string_view if_none_match, std::string_view tag);

/// Whether the header Host is one of `names` (without ports; "::1" without brackets), with any port or none.
/// A page of another site that a foreign name server leads here says its own name, and is told apart so.
bool is_host_of(std::string_view host, const std::vector<std::string>& names);

/// Compares secrets in a time that does not tell how much of them is right.
bool equal_secrets(std::string_view a, std::string_view b);

/// The path of an address: "/b/" of "https://host/b/", "/" of an empty text. Begins and ends with '/'.
std::string base_path_of(std::string_view url);

/// Whether the header Accept asks for a page that a person reads, not for a picture or a script.
bool wants_page(std::string_view accept);

}  // namespace herald::serve
