#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <memory>

#include "text/text.h"

namespace herald::text {

std::optional<int> utc_offset_minutes(const std::string& zone, int64_t unix_seconds) {
  const icu::UnicodeString id = icu::UnicodeString::fromUTF8(zone);
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString canonical;
  UBool is_known = false;
  icu::TimeZone::getCanonicalID(id, canonical, is_known, status);  // fails for what is no zone at all
  if (U_FAILURE(status) || !is_known || id == UNICODE_STRING_SIMPLE(UCAL_UNKNOWN_ZONE_ID))
    return std::nullopt;
  const std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(id));
  if (!found) return std::nullopt;
  int32_t raw = 0;
  int32_t summer = 0;
  found->getOffset(static_cast<UDate>(unix_seconds) * 1000, false, raw, summer, status);
  if (U_FAILURE(status)) return std::nullopt;
  return (raw + summer) / 60'000;
}

}  // namespace herald::text
