#include "render/qr.h"

#include <array>
#include <bit>
#include <cstring>
#include <optional>

#include <qrcodegen/qrcodegen.hpp>

#include "base/utf8.h"
#include "render/qr_modules.h"

namespace herald::render {
namespace {

constexpr int kSizeMax = 177;  ///< modules a side of the largest code

constexpr int kNumberMax = kSizeMax + 8;

/// A number up to kNumberMax in digits.
struct Digits {
  char text[3] = {};
  uint8_t size = 0;
};

constexpr std::array<Digits, kNumberMax + 1> make_digits() {
  std::array<Digits, kNumberMax + 1> all;
  for (int number = 0; number <= kNumberMax; number++) {
    Digits& digits = all[static_cast<size_t>(number)];
    for (int unit = number >= 100 ? 100 : number >= 10 ? 10 : 1; unit > 0; unit /= 10)
      digits.text[digits.size++] = static_cast<char>('0' + number / unit % 10);
  }
  return all;
}
constexpr std::array<Digits, kNumberMax + 1> kDigits = make_digits();

/// Writes up to three digits. There must be room for four bytes.
char* write_number(char* out, int number) {
  const Digits& digits = kDigits[static_cast<size_t>(number)];
  static_assert(sizeof digits == 4);
  std::memcpy(out, &digits, sizeof digits);  // what is too much is written over
  return out + digits.size;
}

/// Appends the dark modules of row `y` as strokes, each run relative to the one before: a third of the bytes
/// that rectangles would take. `end_of_run(x, dark)` is the first module from `x` on that is not so.
template <class EndOfRun>
void append_row(int size, int y, EndOfRun end_of_run, std::string& out) {
  char strokes[kSizeMax / 2 * 10 + 20];
  char* to = strokes;
  int begin = end_of_run(0, false);
  if (begin == size) return;
  *to++ = 'M';
  to = write_number(to, begin);
  *to++ = ' ';
  to = write_number(to, y);
  *to++ = '.';
  *to++ = '5';
  while (true) {
    const int end = end_of_run(begin, true);
    *to++ = 'h';
    to = write_number(to, end - begin);
    begin = end_of_run(end, false);
    if (begin == size) break;
    *to++ = 'm';
    to = write_number(to, begin - end);
    *to++ = ' ';
    *to++ = '0';
  }
  out.append(strokes, static_cast<size_t>(to - strokes));
}

/// A stroke of a path in at most seven letters: a run of dark modules, or the way over light ones.
struct Stroke {
  char text[7] = {};
  uint8_t size = 0;
};
static_assert(sizeof(Stroke) == 8);

/// By length, for the codes of which a row fits in a word.
constexpr int kRunMax = 64;

constexpr std::array<Stroke, kRunMax + 1> make_strokes(char letter, std::string_view behind) {
  std::array<Stroke, kRunMax + 1> all;
  for (size_t length = 1; length <= kRunMax; length++) {
    Stroke& stroke = all[length];
    const Digits& digits = kDigits[length];
    stroke.text[stroke.size++] = letter;
    for (uint8_t i = 0; i < digits.size; i++) stroke.text[stroke.size++] = digits.text[i];
    for (const char c : behind) stroke.text[stroke.size++] = c;
  }
  return all;
}
constexpr std::array<Stroke, kRunMax + 1> kDark = make_strokes('h', ""), kLight = make_strokes('m', " 0");

/// Writes a stroke. There must be room for eight bytes.
char* write_stroke(char* out, const Stroke& stroke) {
  std::memcpy(out, &stroke, sizeof stroke);  // what is too much is written over
  return out + stroke.size;
}

/// What begins with these eight modules of a row, the first of them dark: as many pairs of a dark run and the
/// light one behind it as surely end there, two at the most.
struct Pairs {
  char text[14] = {};
  uint8_t size = 0;
  uint8_t modules = 0;  ///< 0 when not even one pair ends
};
static_assert(sizeof(Pairs) == 16);

constexpr std::array<Pairs, 256> make_pairs() {
  std::array<Pairs, 256> all;
  for (unsigned modules = 1; modules < 256; modules += 2) {
    Pairs& pairs = all[modules];
    for (int pair = 0; pair < 2; pair++) {
      const unsigned rest = modules >> pairs.modules;
      const auto dark = static_cast<size_t>(std::countr_one(rest));
      const unsigned behind = rest >> dark;
      if (behind == 0) break;
      const auto light = static_cast<size_t>(std::countr_zero(behind));
      for (const Stroke& stroke : {kDark[dark], kLight[light]}) {
        for (size_t i = 0; i < stroke.size; i++) pairs.text[pairs.size++] = stroke.text[i];
      }
      pairs.modules = static_cast<uint8_t>(pairs.modules + dark + light);
    }
  }
  return all;
}
constexpr std::array<Pairs, 256> kPairs = make_pairs();

/// The same for rows that are words, the first module lowest, with nothing above the last.
void append_rows(const QrModules& code, std::string& out) {
  constexpr size_t kRowBytes = kRunMax / 2 * 8 + 32;
  char strokes[kRunMax * kRowBytes];
  char* to = strokes;
  for (int y = 0; y < code.size; y++) {
    uint64_t row = code.rows[static_cast<size_t>(y)];
    if (row == 0) continue;
    int light = std::countr_zero(row);
    *to++ = 'M';
    to = write_number(to, light);
    *to++ = ' ';
    to = write_number(to, y);
    *to++ = '.';
    *to++ = '5';
    row >>= light;
    while (true) {
      const Pairs& pairs = kPairs[row & 255];
      if (pairs.modules != 0) {
        std::memcpy(to, &pairs, sizeof pairs);  // what is too much is written over
        to += pairs.size;
        row >>= pairs.modules;
        continue;
      }
      const int dark = std::countr_one(row);
      to = write_stroke(to, kDark[static_cast<size_t>(dark)]);
      row >>= dark;
      if (row == 0) break;
      light = std::countr_zero(row);
      to = write_stroke(to, kLight[static_cast<size_t>(light)]);
      row >>= light;
    }
  }
  out.append(strokes, static_cast<size_t>(to - strokes));
}

void append_rows(const qrcodegen::QrCode& code, std::string& out) {
  for (int y = 0; y < code.getSize(); y++) {
    auto end_of_run = [&](int x, bool dark) {
      while (x < code.getSize() && code.getModule(x, y) == dark) x++;
      return x;
    };
    append_row(code.getSize(), y, end_of_run, out);
  }
}

/// Writes a literal, of which there is room.
[[gnu::always_inline]] inline char* write_literal(char* to, std::string_view literal) {
  std::memcpy(to, literal.data(), literal.size());
  return to + literal.size();
}

void append_picture(std::string_view text, int size, const auto& code, std::string& out) {
  char around[256];
  const int side = size + 8;
  char* to = write_literal(around, "<svg class=\"qr\" viewBox=\"-4 -4 ");
  to = write_literal(write_number(to, side), " ");
  to = write_literal(write_number(to, side), "\" role=\"img\" aria-label=\"");
  out.append(around, static_cast<size_t>(to - around));
  base::append_escaped(out, text);
  to = write_literal(around, "\"><rect x=\"-4\" y=\"-4\" width=\"");
  to = write_literal(write_number(to, side), "\" height=\"");
  to = write_literal(write_number(to, side), "\" fill=\"#fff\"/>");
  to = write_literal(to, "<path stroke=\"#000\" shape-rendering=\"crispEdges\" d=\"");
  out.append(around, static_cast<size_t>(to - around));
  append_rows(code, out);
  out += "\"/></svg>";
}

/// What the quick encoder leaves.
std::optional<qrcodegen::QrCode> encode(std::string_view text) {
  try {
    const std::string copy(text);
    return qrcodegen::QrCode::encodeSegments(qrcodegen::QrSegment::makeSegments(copy.c_str()),
                                             qrcodegen::QrCode::Ecc::MEDIUM, qrcodegen::QrCode::MIN_VERSION,
                                             qrcodegen::QrCode::MAX_VERSION, kQrMask);
  } catch (const std::exception&) {  // data_too_long: the library's only way to say it
    return std::nullopt;
  }
}

}  // namespace

bool append_qr_svg(std::string_view text, QrModules& last, std::string& out) {
  out.reserve(out.size() + 8192);
  if (make_qr_modules(text, last)) {
    append_picture(text, last.size, last, out);
    return true;
  }
  const std::optional<qrcodegen::QrCode> code = encode(text);
  if (code) append_picture(text, code->getSize(), *code, out);
  return code.has_value();
}

}  // namespace herald::render
