#include "build/probe.h"

#include <string>

#include <doctest/doctest.h>

using namespace herald::build;
using namespace std::string_literals;

namespace {

void check_size(std::string_view path, const std::string& bytes, uint32_t width, uint32_t height) {
  CAPTURE(path);
  Probe found = probe(path, bytes);
  CHECK(found.width == width);
  CHECK(found.height == height);
}

}  // namespace

TEST_CASE("pictures tell their size in their own header") {
  check_size("a.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x2c\0\0\0\xc8"s, 300, 200);
  check_size("a.gif", "GIF89a\x2c\x01\xc8\0"s, 300, 200);
  check_size("a.jpg",
             "\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x11\x08\0\xc8\x01\x2c\x03"s,
             300, 200);
  check_size("a.webp", "RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x2b\x01\0\xc7\0\0"s, 300, 200);
}

TEST_CASE("an SVG's view box comes before its width and height") {
  check_size("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 297 420\">", 297, 420);
  check_size("a.svg",
             "<?xml version=\"1.0\"?>\n<svg width=\"10mm\" height=\"20mm\" viewBox='0,0,100.4,200.6'>", 100,
             201);
  check_size("a.svg", "<svg width=\"64\" height=\"32px\">", 64, 32);
}

TEST_CASE("what is damaged or unknown has no size") {
  check_size("a.png", "\x89PNG\r\n\x1a\n"s, 0, 0);
  check_size("a.jpg", "\xff\xd8\xff"s, 0, 0);
  check_size("a.jpg", "\xff\xd8\xff\xe0\0\0"s, 0, 0);
  check_size("a.svg", "<svg viewBox=\"0 0 0 -1\" width=\"100%\" height=\"50%\">", 0, 0);
  check_size("a.webp", "RIFF\0\0\0\0WEBP"s, 0, 0);
  check_size("a.txt", "plain", 0, 0);
  check_size("a.png", "", 0, 0);
}

TEST_CASE("a PDF's pages are counted") {
  CHECK(probe("a.pdf", "%PDF-1.4\n<</Type /Pages /Count 2>> <</Type /Page>> <</Type/Page >>").pages == 2);
  CHECK(probe("a.pdf", "%PDF-1.5\n<</Count 12 >>").pages == 12);
  CHECK(probe("a.pdf", "%PDF-1.5\n").pages == 0);
}
