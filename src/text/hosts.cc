#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <memory>

#include "base/utf8.h"
#include "text/text.h"

namespace herald::text {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Marks that UTS #46 takes for a point or for letters, and a reader for what they are.
bool has_wide_form(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const char32_t c = base::next_code_point(text, at);
    if (c == U'。' || c == U'、' || (c >= 0xFF00 && c <= 0xFFEF)) return true;
  }
  return false;
}

/// RFC 1123 §2.1: letters, digits and hyphens, and neither end of a label is a hyphen.
bool is_host(std::string_view name) {
  constexpr size_t kNameMax = 253, kLabelMax = 63;
  if (name.empty() || name.size() > kNameMax) return false;
  for (const std::string_view label : base::split(name, '.')) {
    if (label.empty() || label.size() > kLabelMax || label.front() == '-' || label.back() == '-')
      return false;
    const bool good = std::all_of(label.begin(), label.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    });
    if (!good) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> ascii_host(std::string_view name) {
  if (has_wide_form(name)) return std::nullopt;
  const bool coded = base::lower_ascii(name).find("xn--") != std::string::npos;
  if (is_ascii(name) && !coded) return is_host(name) ? std::optional(base::lower_ascii(name)) : std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  constexpr uint32_t kRules =
      UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII;
  const std::unique_ptr<icu::IDNA> rules(icu::IDNA::createUTS46Instance(kRules, status));
  if (U_FAILURE(status)) return std::nullopt;
  std::string made;
  icu::StringByteSink<std::string> sink(&made);
  icu::IDNAInfo info;
  rules->nameToASCII_UTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())), sink, info,
                          status);
  if (U_FAILURE(status) || info.hasErrors() || !is_host(made)) return std::nullopt;
  return made;
}

}  // namespace herald::text
