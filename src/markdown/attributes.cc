// Settings of a picture in braces behind it: ![图](a.png){width=50% align=right}. A short list of names;
// nothing of content becomes a class or a style of its own wording.

#include <array>

#include "base/suggest.h"
#include "base/utf8.h"
#include "markdown/internal.h"

namespace herald::markdown::internal {
namespace {

constexpr size_t npos = std::string_view::npos;
/// Bytes between the braces; longer is text.
constexpr size_t kSizeMax = 200;
constexpr uint32_t kPercentMin = 10, kPercentMax = 100;
constexpr uint32_t kPixelsMin = 16, kPixelsMax = 4000;

enum class Attribute : uint8_t { None, Width, Align };

Attribute find_attribute(std::string_view name) {
  if (name == "width" || name == "宽度" || name == "宽") return Attribute::Width;
  if (name == "align" || name == "对齐") return Attribute::Align;
  return Attribute::None;
}

bool set_width(std::string_view value, Node& image) {
  uint32_t number = 0;
  size_t at = 0;
  for (; at < value.size() && value[at] >= '0' && value[at] <= '9' && at < 5; ++at)
    number = number * 10 + static_cast<uint32_t>(value[at] - '0');
  const std::string_view unit = value.substr(at);
  const bool percent = unit == "%" || unit == "％";
  if (at == 0 || (!percent && !unit.empty() && unit != "px")) return false;
  if (percent ? number < kPercentMin || number > kPercentMax : number < kPixelsMin || number > kPixelsMax)
    return false;
  image.start = number;
  image.percent = percent;
  return true;
}

bool set_alignment(std::string_view value, Node& image) {
  Alignment found = Alignment::None;
  if (value == "left" || value == "左" || value == "居左") found = Alignment::Left;
  if (value == "center" || value == "中" || value == "居中") found = Alignment::Center;
  if (value == "right" || value == "右" || value == "居右") found = Alignment::Right;
  if (found != Alignment::None) image.alignment = found;
  return found != Alignment::None;
}

std::string_view unquoted(std::string_view value) {
  const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  return quoted ? value.substr(1, value.size() - 2) : value;
}

}  // namespace

size_t read_image_attributes(std::string_view text, Node& image, const base::Source& source, uint32_t place,
                             base::Diagnostics& diagnostics) {
  const size_t end = text.substr(0, kSizeMax).find('}');
  if (!text.starts_with('{') || text.starts_with("{{") || end == npos) return 0;
  const std::string_view inside = text.substr(1, end - 1);
  const std::string_view trimmed = base::trim(inside);
  const bool means_settings =
      trimmed.find('=') != npos || trimmed.starts_with('.') || trimmed.starts_with('#');
  if (!means_settings || inside.find('\n') != npos) return 0;  // {注} is text.
  for (size_t at = 0; at < inside.size();) {
    const size_t begin = inside.find_first_not_of(" \t", at);
    if (begin == npos) break;
    at = std::min(inside.find_first_of(" \t", begin), inside.size());
    const std::string_view setting = inside.substr(begin, at - begin);
    const size_t equals = setting.find('=');
    const std::string_view name = setting.substr(0, std::min(equals, setting.size()));
    const std::string_view value = equals == npos ? std::string_view() : unquoted(setting.substr(equals + 1));
    const uint32_t from = place + 1 + static_cast<uint32_t>(begin);
    const base::Span span{from, from + static_cast<uint32_t>(setting.size())};
    const Attribute attribute = equals == npos ? Attribute::None : find_attribute(name);
    if (attribute == Attribute::None) {
      base::Diagnostic& added =
          diagnostics.add(base::Code::UnknownAttribute, source, span, {std::string(name)});
      static constexpr std::array<std::string_view, 4> kNames = {"width", "align", "宽度", "对齐"};
      const std::string_view near = base::nearest(name, kNames);
      if (!near.empty()) added.notes.push_back({base::Code::DidYouMean, {}, {std::string(near)}, {}});
    } else if (attribute == Attribute::Width ? !set_width(value, image) : !set_alignment(value, image)) {
      diagnostics.add(base::Code::AttributeValue, source, span, {std::string(name), std::string(value)});
    }
  }
  return end + 1;
}

}  // namespace herald::markdown::internal
