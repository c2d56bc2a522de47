#pragma once
// What a web host must be told of the site, for whoever looks after it: redirects and the page for addresses
// that are not there, in the words of nginx, Apache and IIS. Kept in .herald/hosts/ of the site's folder,
// never in the output. Private to the module.

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "io/files.h"
#include "model/site.h"

namespace herald::build {

/// Lines for the `server` block of nginx.
std::string nginx_snippet(const model::Site& site);
/// A .htaccess of Apache (mod_alias).
std::string apache_snippet(const model::Site& site);
/// A web.config of IIS (with its URL Rewrite module) for the folder of the site.
std::string iis_snippet(const model::Site& site);

/// Where the three lie: in `site_folder`/.herald/hosts/.
std::vector<std::string> host_snippets(const std::string& site_folder);

/// Writes them when the site has redirects, or had some before, or
/// when they may be sent (`always`). Files that are as they should be are left alone.
base::Status write_host_snippets(io::Disk& disk, const std::string& site_folder, const model::Site& site,
                                 bool always = false);

}  // namespace herald::build
