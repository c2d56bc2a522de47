#include "render/qr.h"

#include <fmt/format.h>

#include <qrcodegen/qrcodegen.hpp>

namespace herald::render {

bool append_qr_svg(std::string_view text, std::string& out) {
  try {
    std::string copy(text);
    qrcodegen::QrCode code = qrcodegen::QrCode::encodeText(copy.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    int size = code.getSize();
    out += fmt::format(
        "<svg class=\"qr\" viewBox=\"-4 -4 {0} {0}\" role=\"img\"><rect x=\"-4\" y=\"-4\" width=\"{0}\" "
        "height=\"{0}\" fill=\"#fff\"/><path d=\"",
        size + 8);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int begin = x;
        while (x < size && code.getModule(x, y)) x++;
        if (x > begin) out += fmt::format("M{} {}h{}v1h-{}z", begin, y, x - begin, x - begin);
      }
    }
    out += "\" fill=\"#000\"/></svg>";
    return true;
  } catch (const std::exception&) {  // data_too_long: the library's only way to say it
    return false;
  }
}

}  // namespace herald::render
