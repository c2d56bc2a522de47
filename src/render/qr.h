#pragma once
// QR codes as SVG; the one door to qrcodegen.

#include <string>
#include <string_view>

namespace herald::render {

/// Appends a QR code (ISO/IEC 18004, error correction M) of `text` as an inline <svg> with a quiet zone of
/// four modules. False, and nothing appended, when the text does not fit.
bool append_qr_svg(std::string_view text, std::string& out);

}  // namespace herald::render
