#pragma once
// The picture of a short QR code, from tables that are made when the program is compiled: a page's address
// becomes modules in a few microseconds. Texts that need other means (digits or capitals alone, over 57
// modules a side) are left to the library; see qr.cc.

#include <array>
#include <cstdint>
#include <string_view>

namespace herald::render {

/// Readers take any of the eight masks. To try them all for the most even picture takes 20 times as long as
/// the rest of a page.
inline constexpr int kQrMask = 4;

/// The modules of a code, dark ones as 1: bit x of row y. With what they were made from, so that the next
/// code can be made out of this one.
struct QrModules {
  int size = 0;  ///< a side, 21 to 57
  std::array<uint64_t, 57> rows = {};
  int version = 0, level = 0;          ///< 0 before the first code; M, Q, H
  std::array<uint8_t, 346> data = {};  ///< its codewords without error correction
};

/// Makes the code of `text` as bytes (ISO/IEC 18004, the smallest version that holds it with error correction
/// M, with Q or H where these fit too, mask 4). False for a text that needs a version above 10, and for one
/// of digits or of digits, capitals and `$%*+-./: ` alone, which has a shorter form: `code` is then left
/// alone.
///
/// Where `code` holds the code of another text of the same version and level, only what differs is made:
/// error correction is linear, and where modules lie does not depend on the text. The result is the same.
bool make_qr_modules(std::string_view text, QrModules& code);

}  // namespace herald::render
