#include "build/probe.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "base/utf8.h"

namespace herald::build {
namespace {

uint32_t byte(std::string_view b, size_t at) { return at < b.size() ? static_cast<unsigned char>(b[at]) : 0; }
uint32_t big16(std::string_view b, size_t at) { return byte(b, at) << 8 | byte(b, at + 1); }
uint32_t big32(std::string_view b, size_t at) { return big16(b, at) << 16 | big16(b, at + 2); }
uint32_t little16(std::string_view b, size_t at) { return byte(b, at) | byte(b, at + 1) << 8; }
uint32_t little24(std::string_view b, size_t at) { return little16(b, at) | byte(b, at + 2) << 16; }

/// JPEG (ITU T.81): the first start-of-frame segment holds height and width.
Probe probe_jpeg(std::string_view b) {
  for (size_t at = 2; at + 9 < b.size();) {
    if (byte(b, at) != 0xff) return {};
    uint32_t marker = byte(b, at + 1);
    bool frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (frame) return {big16(b, at + 7), big16(b, at + 5), 0};
    if (marker == 0xff) {
      at++;  // fill byte
      continue;
    }
    uint32_t length = big16(b, at + 2);
    if (length < 2) return {};
    at += 2 + length;
  }
  return {};
}

/// WebP (RFC 9649): three kinds of first chunk.
Probe probe_webp(std::string_view b) {
  std::string_view chunk = b.substr(12, 4);
  if (chunk == "VP8X") return {little24(b, 24) + 1, little24(b, 27) + 1, 0};
  if (chunk == "VP8 ") return {little16(b, 26) & 0x3fff, little16(b, 28) & 0x3fff, 0};
  if (chunk == "VP8L") {
    uint32_t bits = little16(b, 21) | little16(b, 23) << 16;
    return {(bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, 0};
  }
  return {};
}

/// The value of an attribute of the first <svg …> tag, as a number; 0 when it is missing or not plain.
double svg_number(std::string_view tag, std::string_view name) {
  for (size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    bool starts = at > 0 && (tag[at - 1] == ' ' || tag[at - 1] == '\n' || tag[at - 1] == '\t');
    size_t quote = at + name.size() + 1;
    if (!starts || quote >= tag.size() || tag[quote - 1] != '=') continue;
    std::string text(tag.substr(quote + 1, 20));
    char* end = nullptr;
    double number = std::strtod(text.c_str(), &end);
    std::string_view unit(end);
    bool plain =
        unit.starts_with('"') || unit.starts_with('\'') || unit.starts_with("px") || unit.starts_with("mm");
    return plain && number > 0 && number < 1e6 ? number : 0;
  }
  return 0;
}

Probe probe_svg(std::string_view b) {
  size_t begin = b.substr(0, 4096).find("<svg");
  if (begin == std::string_view::npos) return {};
  std::string_view tag = b.substr(begin, b.find('>', begin) - begin);
  auto rounded = [](double d) { return static_cast<uint32_t>(d + 0.5); };
  if (size_t at = tag.find("viewBox="); at != std::string_view::npos) {
    std::string text(tag.substr(at + 9, 80));
    std::replace(text.begin(), text.end(), ',', ' ');
    double parts[4] = {};
    char* from = text.data();
    int count = 0;
    for (char* end = nullptr; count < 4; from = end, count++) {
      parts[count] = std::strtod(from, &end);
      if (end == from) break;
    }
    if (count == 4 && parts[2] > 0 && parts[3] > 0 && parts[2] < 1e6 && parts[3] < 1e6)
      return {rounded(parts[2]), rounded(parts[3]), 0};
  }
  double width = svg_number(tag, "width"), height = svg_number(tag, "height");
  return width > 0 && height > 0 ? Probe{rounded(width), rounded(height), 0} : Probe{};
}

/// Pages of a PDF (ISO 32000): objects of /Type /Page, counted where they are not inside compressed streams;
/// else the largest /Count of a page tree. 0 when neither is readable.
uint32_t pdf_pages(std::string_view b) {
  uint32_t pages = 0, count = 0;
  for (size_t at = b.find("/Type"); at != std::string_view::npos; at = b.find("/Type", at + 5)) {
    size_t name = at + 5;
    while (name < b.size() && (b[name] == ' ' || b[name] == '\n' || b[name] == '\r')) name++;
    if (b.substr(name, 5) == "/Page" && byte(b, name + 5) != 's') pages++;
  }
  for (size_t at = b.find("/Count "); at != std::string_view::npos; at = b.find("/Count ", at + 7)) {
    uint32_t number = 0;
    for (size_t i = at + 7; i < b.size() && b[i] >= '0' && b[i] <= '9' && number < 100000; i++)
      number = number * 10 + byte(b, i) - '0';
    count = std::max(count, number);
  }
  return pages != 0 ? pages : count;
}

}  // namespace

Probe probe(std::string_view path, std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return {big32(bytes, 16), big32(bytes, 20), 0};
  if (bytes.starts_with("\xff\xd8\xff")) return probe_jpeg(bytes);
  if (bytes.starts_with("GIF8")) return {little16(bytes, 6), little16(bytes, 8), 0};
  if (bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return probe_webp(bytes);
  if (bytes.starts_with("%PDF-")) return {0, 0, pdf_pages(bytes)};
  if (base::lower_ascii(path).ends_with(".svg")) return probe_svg(bytes);
  return {};
}

}  // namespace herald::build
