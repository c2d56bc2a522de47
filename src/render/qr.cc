#include "render/qr.h"

#include <fmt/format.h>

#include <charconv>

#include <qrcodegen/qrcodegen.hpp>

#include "base/utf8.h"

namespace herald::render {
namespace {

/// Readers take any of the eight masks. To try them all for the most even picture takes 20 times as long as
/// the rest of a page.
constexpr int kMask = 4;

void append_number(std::string& out, int number) {
  char digits[12];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

/// Appends the dark modules of row `y` as strokes, each run relative to the one before: a third of the bytes
/// that rectangles would take.
void append_row(const qrcodegen::QrCode& code, int y, std::string& out) {
  int end = -1;
  for (int x = 0; x < code.getSize(); x++) {
    const int begin = x;
    while (x < code.getSize() && code.getModule(x, y)) x++;
    if (x == begin) continue;
    out += end < 0 ? 'M' : 'm';
    append_number(out, end < 0 ? begin : begin - end);
    out += ' ';
    if (end < 0) {
      append_number(out, y);
      out += ".5h";
    } else {
      out += "0h";
    }
    append_number(out, x - begin);
    end = x;
  }
}

}  // namespace

bool append_qr_svg(std::string_view text, std::string& out) {
  try {
    std::string copy(text);
    const qrcodegen::QrCode code = qrcodegen::QrCode::encodeSegments(
        qrcodegen::QrSegment::makeSegments(copy.c_str()), qrcodegen::QrCode::Ecc::MEDIUM,
        qrcodegen::QrCode::MIN_VERSION, qrcodegen::QrCode::MAX_VERSION, kMask);
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
