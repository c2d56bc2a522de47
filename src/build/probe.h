#pragma once
// What a file says of itself: the size of a picture, the pages of a PDF. Reads the format's own header, no
// library: only numbers are taken, and a file that lies harms only its own label.

#include <cstdint>
#include <string_view>

namespace herald::build {

struct Probe {
  uint32_t width = 0, height = 0;  ///< Pixels, or an SVG's units; 0 when it is no picture that is known.
  uint32_t pages = 0;              ///< Of a PDF; 0 when unknown.
};

/// Looks at the bytes of a file called `path`. Knows PNG, JPEG, GIF, WebP, SVG and PDF.
Probe probe(std::string_view path, std::string_view bytes);

}  // namespace herald::build
