#pragma once
// The files of a built site, as a real host would answer for them: folders, types, tags, ranges, and the
// site's own page for what is not there. Reads the disk; nothing outside of the output folder can be named,
// neither by dots nor by links.

#include <string>
#include <string_view>

#include "serve/http_server.h"
#include "serve/request.h"

namespace herald::serve {

/// What stands in front of an HTML page's end in the browser, and nowhere on the disk.
struct Injection {
  std::string before_path;  ///< `<script src="…" data-path="`
  std::string after_path;   ///< `"></script>`
};

/// What the site is served from.
struct SiteFiles {
  std::string folder;     ///< The output folder.
  std::string base_path;  ///< "/" or "/b/", decoded.
  Injection injection;    ///< Goes into each page, with the page's path below the folder between its parts.
};

/// Whether the output folder has a regular file at `path`.
bool has_file(const std::string& folder, const std::string& path);

/// The answer to GET (and HEAD) of a path of the site. Folders are led to their '/', which gives their
/// index.html; what lies outside of the base path, or is not there, gets the site's 404.html and the status
/// 404. Pages carry the injection; their ranges are not looked at, since it changes with each build.
Response respond(const SiteFiles& files, const Request& request);

/// A page of our own: HTML, never kept by the browser.
Response html_response(unsigned status, std::string html);
/// A short text.
Response text_response(unsigned status, std::string text);
/// Leads to `address`, which is encoded. Not for ever: the next build may have other pages.
Response redirect_response(const std::string& address);

}  // namespace herald::serve
