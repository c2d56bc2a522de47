#pragma once
// QR codes as SVG; the one door to qrcodegen.

#include <string>
#include <string_view>

#include "render/qr_modules.h"

namespace herald::render {

/// Appends a QR code (ISO/IEC 18004, error correction M) of `text` as an inline <svg> with a quiet zone of
/// four modules. False, and nothing appended, when the text does not fit.
///
/// `last` holds the code that was made last, and holds this one then: codes of texts that are alike are made
/// out of each other (qr_modules.h), and are the same whatever it held.
bool append_qr_svg(std::string_view text, QrModules& last, std::string& out);

}  // namespace herald::render
