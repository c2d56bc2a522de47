#include "render/qr_modules.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>

namespace herald::render {
namespace {

constexpr int kVersionMax = 10;
constexpr int kSizeMax = 57;
constexpr int kCodewordsMax = 346;  ///< of version 10, data and error correction together

constexpr int size_of(int version) { return 17 + 4 * version; }

// ---- error correction ----

/// How the codewords of a version are divided, at one level.
struct Level {
  uint8_t correction;  ///< codewords of error correction a block
  uint8_t blocks;
};

/// By level (M, Q, H) and version from 1: table 9 of the standard.
constexpr Level kLevels[3][kVersionMax] = {
    {{10, 1}, {16, 1}, {26, 1}, {18, 2}, {24, 2}, {16, 4}, {18, 4}, {22, 4}, {22, 5}, {26, 5}},
    {{13, 1}, {22, 1}, {18, 2}, {26, 2}, {18, 4}, {24, 4}, {18, 6}, {22, 6}, {20, 8}, {24, 8}},
    {{17, 1}, {28, 1}, {22, 2}, {16, 4}, {22, 4}, {28, 4}, {26, 5}, {26, 6}, {24, 8}, {28, 8}},
};
/// The levels in the bits of the format.
constexpr int kLevelBits[3] = {0, 3, 2};

constexpr int kCodewords[kVersionMax] = {26, 44, 70, 100, 134, 172, 196, 242, 292, kCodewordsMax};

constexpr int data_codewords(int version, int level) {
  const Level& parts = kLevels[level][version - 1];
  return kCodewords[version - 1] - parts.correction * parts.blocks;
}

/// The product in GF(256) over x^8 + x^4 + x^3 + x^2 + 1.
constexpr uint8_t multiply(uint8_t a, uint8_t b) {
  int product = 0;
  for (int i = 7; i >= 0; i--) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((b >> i) & 1) * a);
  return static_cast<uint8_t>(product);
}

/// Up to 32 bytes as words, the first byte lowest.
using Words = std::array<uint64_t, 4>;

/// The generator of a degree, multiplied by every low and every high half of a byte.
struct Generator {
  Words low[16] = {};
  Words high[16] = {};
};

constexpr Generator make_generator(int degree) {
  uint8_t coefficients[32] = {};
  coefficients[degree - 1] = 1;
  uint8_t root = 1;
  for (int i = 0; i < degree; i++) {
    for (int j = 0; j < degree; j++) {
      coefficients[j] = multiply(coefficients[j], root);
      if (j + 1 < degree) coefficients[j] ^= coefficients[j + 1];
    }
    root = multiply(root, 2);
  }
  Generator made;
  for (int half = 0; half < 16; half++) {
    for (int j = 0; j < degree; j++) {
      const int word = j / 8, shift = j % 8 * 8;
      made.low[half][word] |= uint64_t{multiply(coefficients[j], static_cast<uint8_t>(half))} << shift;
      made.high[half][word] |= uint64_t{multiply(coefficients[j], static_cast<uint8_t>(half << 4))} << shift;
    }
  }
  return made;
}

template <int degree>
constexpr Generator kGenerator = make_generator(degree);

const Generator& generator_of(int degree) {
  switch (degree) {
    case 10:
      return kGenerator<10>;
    case 13:
      return kGenerator<13>;
    case 16:
      return kGenerator<16>;
    case 17:
      return kGenerator<17>;
    case 18:
      return kGenerator<18>;
    case 20:
      return kGenerator<20>;
    case 22:
      return kGenerator<22>;
    case 24:
      return kGenerator<24>;
    case 26:
      return kGenerator<26>;
    default:
      return kGenerator<28>;
  }
}

/// The remainder of `data` divided by the generator: a block's codewords of error correction.
Words remainder_of(const uint8_t* data, int size, const Generator& generator) {
  Words rest = {};
  for (int i = 0; i < size; i++) {
    const uint8_t factor = data[i] ^ static_cast<uint8_t>(rest[0]);
    const Words& low = generator.low[factor & 15];
    const Words& high = generator.high[factor >> 4];
    rest[0] = (rest[0] >> 8 | rest[1] << 56) ^ low[0] ^ high[0];
    rest[1] = (rest[1] >> 8 | rest[2] << 56) ^ low[1] ^ high[1];
    rest[2] = (rest[2] >> 8 | rest[3] << 56) ^ low[2] ^ high[2];
    rest[3] = (rest[3] >> 8) ^ low[3] ^ high[3];
  }
  return rest;
}

// ---- where modules lie ----

/// Rows one behind the other that take bits at the same columns: two side by side, or one where a pattern has
/// the other.
struct Run {
  uint8_t y = 0;      ///< of the first row
  int8_t step = 0;    ///< to the next: up or down
  uint8_t count = 0;  ///< of rows; 0 ends the list
  uint8_t width = 0;  ///< bits a row: 1 or 2
  uint8_t shift = 0;  ///< the column of a row's last bit
};

/// The bits of a run, behind up to seven of a byte that is begun, fit in a word.
constexpr int kRunRowsMax = 28;
constexpr size_t kRunsMax = 400;

/// Where a bit lies.
struct Place {
  uint8_t x = 0, y = 0;
};

/// What does not depend on the text.
struct Layout {
  uint64_t fixed[kSizeMax] = {};  ///< the dark modules of the patterns
  uint64_t mask[kSizeMax] = {};   ///< what the mask inverts, outside of the patterns
  Run runs[kRunsMax] = {};        ///< where the bits go, in their order, and a few more than there are
  /// The same bit by bit, for codewords on their own; the lowest bit of a codeword first.
  Place places[kCodewordsMax * 8] = {};
};

struct Painter {
  Layout& layout;
  int size;
  uint64_t taken[kSizeMax] = {};  ///< by patterns

  constexpr void set(int x, int y, bool dark) {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    const uint64_t bit = uint64_t{1} << x;
    taken[y] |= bit;
    layout.fixed[y] = dark ? layout.fixed[y] | bit : layout.fixed[y] & ~bit;
  }

  /// Rings around a centre: dark, except at the distances `light` and `end`.
  constexpr void rings(int centre_x, int centre_y, int end, int light) {
    for (int dy = -end; dy <= end; dy++) {
      for (int dx = -end; dx <= end; dx++) {
        const int x = dx < 0 ? -dx : dx, y = dy < 0 ? -dy : dy;
        const int distance = x > y ? x : y;
        set(centre_x + dx, centre_y + dy, distance != light && distance != 4);
      }
    }
  }
};

constexpr void paint_patterns(Painter& painter, int version) {
  const int size = painter.size;
  for (int i = 0; i < size; i++) {
    painter.set(6, i, i % 2 == 0);
    painter.set(i, 6, i % 2 == 0);
  }
  painter.rings(3, 3, 4, 2);
  painter.rings(size - 4, 3, 4, 2);
  painter.rings(3, size - 4, 4, 2);
  // Alignment: on a grid of two lines from version 2 and of three from version 7, not in the corners.
  const int middle = version >= 7 ? (size - 1) / 2 : size - 7;
  const int lines[] = {6, middle, size - 7};
  for (int y : lines) {
    for (int x : lines) {
      const bool corner = (x == 6 && y == 6) || (x == 6 && y == size - 7) || (x == size - 7 && y == 6);
      if (version >= 2 && !corner) painter.rings(x, y, 2, 1);
    }
  }
  // The version, in two places, with 12 bits of a Golay code behind its 6.
  int rest = version;
  for (int i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const int bits = version << 12 | rest;
  for (int i = 0; i < 18 && version >= 7; i++) {
    const bool dark = ((bits >> i) & 1) != 0;
    painter.set(size - 11 + i % 3, i / 3, dark);
    painter.set(i / 3, size - 11 + i % 3, dark);
  }
}

/// Calls `set(x, y, dark)` for both copies of the format's 15 bits and for the module that is always dark.
template <class Set>
constexpr void place_format(int size, int bits, Set set) {
  auto dark = [bits](int i) { return ((bits >> i) & 1) != 0; };
  for (int i = 0; i <= 5; i++) set(8, i, dark(i));
  set(8, 7, dark(6));
  set(8, 8, dark(7));
  set(7, 8, dark(8));
  for (int i = 9; i < 15; i++) set(14 - i, 8, dark(i));
  for (int i = 0; i < 8; i++) set(size - 1 - i, 8, dark(i));
  for (int i = 8; i < 15; i++) set(8, size - 15 + i, dark(i));
  set(8, size - 8, true);
}

constexpr int format_bits(int level) {
  const int data = kLevelBits[level] << 3 | kQrMask;
  int rest = data;
  for (int i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  return (data << 10 | rest) ^ 0x5412;
}

/// Bits run up and down in pairs of columns from the right, around the patterns and the column of the timing.
constexpr void place_bits(Layout& layout, const uint64_t* taken, int version) {
  const int size = size_of(version);
  Run* next = layout.runs;
  for (int right = size - 1; right >= 1; right -= 2) {
    if (right == 6) right = 5;
    const bool up = ((right + 1) & 2) == 0;
    for (int i = 0; i < size; i++) {
      const int y = up ? size - 1 - i : i;
      const bool first = ((taken[y] >> right) & 1) == 0, second = ((taken[y] >> (right - 1)) & 1) == 0;
      if (!first && !second) continue;
      const Run row{static_cast<uint8_t>(y), static_cast<int8_t>(up ? -1 : 1), 1,
                    static_cast<uint8_t>(first && second ? 2 : 1),
                    static_cast<uint8_t>(second ? right - 1 : right)};
      Run* last = next == layout.runs ? nullptr : next - 1;
      const bool goes_on = last != nullptr && last->step == row.step && last->width == row.width &&
                           last->shift == row.shift && last->y + last->step * last->count == y &&
                           last->count < kRunRowsMax;
      if (goes_on) {
        last->count++;
      } else {
        *next++ = row;
      }
    }
  }
}

/// Fills `places` by the runs.
constexpr void list_places(Layout& layout, int version) {
  int at = 0;  // in bits, the highest of a codeword first
  for (const Run* run = layout.runs; run->count != 0; run++) {
    for (int i = 0; i < run->count * run->width && at < kCodewords[version - 1] * 8; i++, at++) {
      const int y = run->y + run->step * (i / run->width), x = run->shift + run->width - 1 - i % run->width;
      layout.places[at / 8 * 8 + 7 - at % 8] = {static_cast<uint8_t>(x), static_cast<uint8_t>(y)};
    }
  }
}
constexpr Layout make_layout(int version) {
  Layout layout;
  Painter painter{layout, size_of(version)};
  paint_patterns(painter, version);
  place_format(painter.size, 0, [&](int x, int y, bool) { painter.set(x, y, false); });
  for (int y = 0; y < painter.size; y++) {
    for (int x = 0; x < painter.size; x++) {
      const bool inverted = (x / 3 + y / 2) % 2 == 0;
      if (inverted && ((painter.taken[y] >> x) & 1) == 0) layout.mask[y] |= uint64_t{1} << x;
    }
  }
  place_bits(layout, painter.taken, version);
  list_places(layout, version);
  return layout;
}
static_assert(kQrMask == 4, "make_layout knows the pattern of this mask");

template <int version>
constexpr Layout kLayout = make_layout(version);
static_assert(kLayout<kVersionMax>.runs[kRunsMax - 1].count == 0, "the list has an end");

const Layout& layout_of(int version) {
  static constexpr const Layout* kLayouts[] = {&kLayout<1>, &kLayout<2>, &kLayout<3>, &kLayout<4>,
                                               &kLayout<5>, &kLayout<6>, &kLayout<7>, &kLayout<8>,
                                               &kLayout<9>, &kLayout<10>};
  return *kLayouts[version - 1];
}

// ---- the text ----

/// Whether `text` has a shorter form than its bytes.
bool is_alphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           std::string_view("$%*+-./: ").find(c) != std::string_view::npos;
  });
}

/// Bits in front of the bytes: the mode and their number.
constexpr int header_bits(int version) { return version <= 9 ? 12 : 20; }

bool fits(std::string_view text, int version, int level) {
  return header_bits(version) + static_cast<int>(text.size()) * 8 <= data_codewords(version, level) * 8;
}

uint64_t load_word(const void* from) {
  uint64_t word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// Mode, length, bytes, end, and what fills the rest.
void write_data(std::string_view text, int version, int count, uint8_t* out) {
  // Bytes lie four bits off, because of the mode.
  uint8_t held = 4;
  int at = 0;
  auto push = [&](uint8_t byte) {
    out[at++] = static_cast<uint8_t>(held << 4 | byte >> 4);
    held = byte & 15;
  };
  if (header_bits(version) == 20) push(static_cast<uint8_t>(text.size() >> 8));
  push(static_cast<uint8_t>(text.size()));
  for (; text.size() >= sizeof(uint64_t); text.remove_prefix(sizeof(uint64_t))) {
    static_assert(std::endian::native == std::endian::little);
    const uint64_t bytes = __builtin_bswap64(load_word(text.data()));
    const uint64_t moved = __builtin_bswap64(uint64_t{held} << 60 | bytes >> 4);
    std::memcpy(out + at, &moved, sizeof moved);
    at += sizeof moved;
    held = static_cast<uint8_t>(bytes & 15);
  }
  for (char c : text) push(static_cast<uint8_t>(c));
  out[at++] = static_cast<uint8_t>(held << 4);
  for (uint8_t filler = 0xec; at < count; filler ^= 0xec ^ 0x11) out[at++] = filler;
}

/// How data codewords are divided: blocks side by side, of which the last may be longer by one.
struct Blocks {
  Blocks(int version, int level)
      : parts(kLevels[level][version - 1]), count(data_codewords(version, level)) {}

  int least() const { return count / parts.blocks; }
  int short_blocks() const { return parts.blocks - count % parts.blocks; }
  int size_of(int block) const { return least() + (block < short_blocks() ? 0 : 1); }
  /// Where codeword `i` of a block goes: the first of each block, then the second …
  int place_of(int block, int i) const {
    return i < least() ? i * parts.blocks + block : least() * parts.blocks + block - short_blocks();
  }
  /// The same for its error correction, which follows.
  int place_of_correction(int block, int i) const { return count + i * parts.blocks + block; }

  Level parts;
  int count;
};

uint8_t byte_of(const Words& words, int i) { return static_cast<uint8_t>(words[i / 8] >> (i % 8 * 8)); }

void interleave(const uint8_t* data, const Blocks& blocks, uint8_t* out) {
  const Generator& generator = generator_of(blocks.parts.correction);
  for (int block = 0; block < blocks.parts.blocks; block++) {
    const int size = blocks.size_of(block);
    for (int i = 0; i < size; i++) out[blocks.place_of(block, i)] = data[i];
    const Words rest = remainder_of(data, size, generator);
    for (int i = 0; i < blocks.parts.correction; i++)
      out[blocks.place_of_correction(block, i)] = byte_of(rest, i);
    data += size;
  }
}

/// Draws the code of `data` from its beginning.
void draw(const uint8_t* data, QrModules& code) {
  uint8_t codewords[kCodewordsMax + 16];
  interleave(data, Blocks(code.version, code.level), codewords);
  const Layout& layout = layout_of(code.version);
  code.size = size_of(code.version);
  std::copy_n(layout.fixed, code.size, code.rows.begin());
  place_format(code.size, format_bits(code.level),
               [&](int x, int y, bool dark) { code.rows[static_cast<size_t>(y)] |= uint64_t{dark} << x; });
  // A few modules are left over, and are light before the mask.
  std::fill_n(codewords + kCodewords[code.version - 1], 16, uint8_t{0});
  size_t at = 0;  // in bits
  for (const Run* run = layout.runs; run->count != 0; run++) {
    uint64_t bits = 0;
    for (size_t i = 0; i < 8; i++) bits = bits << 8 | codewords[at / 8 + i];
    bits <<= at % 8;
    at += static_cast<size_t>(run->count) * run->width;
    auto place = [&](auto width) {
      for (int i = 0, y = run->y; i < run->count; i++, y += run->step, bits <<= width)
        code.rows[static_cast<size_t>(y)] |= bits >> (64 - width) << run->shift;
    };
    if (run->width == 2) {
      place(std::integral_constant<int, 2>());
    } else {
      place(std::integral_constant<int, 1>());
    }
  }
  for (int y = 0; y < code.size; y++) code.rows[static_cast<size_t>(y)] ^= layout.mask[y];
}

/// Inverts the modules of codeword `at` where `bits` has ones.
void invert(const Layout& layout, int at, unsigned bits, QrModules& code) {
  const Place* places = layout.places + at * 8;
  for (; bits != 0; bits &= bits - 1) {
    const Place place = places[std::countr_zero(bits)];
    code.rows[place.y] ^= uint64_t{1} << place.x;
  }
}

/// How many bytes are the same in front of both.
int count_same(const uint8_t* a, const uint8_t* b, int size) {
  int same = 0;
  while (size - same >= 8 && load_word(a + same) == load_word(b + same)) same += 8;
  while (same < size && a[same] == b[same]) same++;
  return same;
}

/// Makes the code of `data` out of that of other data.
void redraw(const uint8_t* data, QrModules& code) {
  const Layout& layout = layout_of(code.version);
  const Blocks blocks(code.version, code.level);
  const Generator& generator = generator_of(blocks.parts.correction);
  const uint8_t* before = code.data.data();
  for (int block = 0; block < blocks.parts.blocks; block++) {
    const int size = blocks.size_of(block);
    // What is the same in front has a difference of zero, which has no remainder.
    const int first = count_same(data, before, size);
    uint8_t changes[kCodewordsMax];
    for (int i = first; i < size; i++) {
      changes[i] = data[i] ^ before[i];
      invert(layout, blocks.place_of(block, i), changes[i], code);
    }
    if (first < size) {
      const Words rest = remainder_of(changes + first, size - first, generator);
      for (int i = 0; i < blocks.parts.correction; i++)
        invert(layout, blocks.place_of_correction(block, i), byte_of(rest, i), code);
    }
    data += size;
    before += size;
  }
}

}  // namespace

bool make_qr_modules(std::string_view text, QrModules& code) {
  if (is_alphanumeric(text)) return false;
  int version = 1, level = 0;
  while (version <= kVersionMax && !fits(text, version, level)) version++;
  if (version > kVersionMax) return false;
  while (level < 2 && fits(text, version, level + 1)) level++;
  const int count = data_codewords(version, level);
  std::array<uint8_t, kCodewordsMax> data;
  write_data(text, version, count, data.data());
  if (version == code.version && level == code.level) {
    redraw(data.data(), code);
  } else {
    code.version = version;
    code.level = level;
    draw(data.data(), code);
  }
  std::copy_n(data.begin(), count, code.data.begin());
  return true;
}

}  // namespace herald::render
