#pragma once
// What runs in the browser while a site is previewed: one script for all pages, and the looks of the overlay
// and of our own pages. Nothing of it is in the site's files.

#include <string_view>

namespace herald::serve {

/// /_herald/client.js.
std::string_view client_script();
/// The looks of diagnostics, in the overlay and in the inspector.
std::string_view problem_style();

}  // namespace herald::serve
