#include "render/qr.h"

#include <fmt/format.h>

#include <qrcodegen/qrcodegen.hpp>

#include "base/utf8.h"

namespace herald::render {
namespace {

/// Appends the dark modules of row `y` as strokes, each run relative to the one before: a third of the bytes
/// that rectangles would take.
void append_row(const qrcodegen::QrCode& code, int y, std::string& out) {
  int end = -1;
  for (int x = 0; x < code.getSize(); x++) {
    const int begin = x;
    while (x < code.getSize() && code.getModule(x, y)) x++;
    if (x == begin) continue;
    out += end < 0 ? fmt::format("M{} {}.5h{}", begin, y, x - begin)
                   : fmt::format("m{} 0h{}", begin - end, x - begin);
    end = x;
  }
}

}  // namespace

bool append_qr_svg(std::string_view text, std::string& out) {
  try {
    std::string copy(text);
    qrcodegen::QrCode code = qrcodegen::QrCode::encodeText(copy.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    int size = code.getSize();
    out += fmt::format("<svg class=\"qr\" viewBox=\"-4 -4 {0} {0}\" role=\"img\" aria-label=\"", size + 8);
    base::append_escaped(out, text);
    out += fmt::format(
        "\"><rect x=\"-4\" y=\"-4\" width=\"{0}\" height=\"{0}\" fill=\"#fff\"/><path "
        "stroke=\"#000\" shape-rendering=\"crispEdges\" d=\"",
        size + 8);
    for (int y = 0; y < size; y++) append_row(code, y, out);
    out += "\"/></svg>";
    return true;
  } catch (const std::exception&) {  // data_too_long: the library's only way to say it
    return false;
  }
}

}  // namespace herald::render
