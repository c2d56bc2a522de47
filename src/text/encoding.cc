#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <limits>
#include <memory>

#include "text/text.h"

namespace herald::text {
namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

}  // namespace

std::optional<std::string> from_gb18030(std::string_view bytes) {
  if (bytes.size() > std::numeric_limits<int32_t>::max() / 2) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open("gb18030", &status));
  // Without this callback the converter puts U+FFFD for what it cannot read.
  if (converter)
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  if (!converter || U_FAILURE(status)) return std::nullopt;
  const auto size = static_cast<int32_t>(bytes.size());
  icu::UnicodeString text;
  // No character has more UTF-16 units than bytes.
  char16_t* buffer = text.getBuffer(size + 1);
  if (!buffer) return std::nullopt;
  const int32_t length = ucnv_toUChars(converter.get(), buffer, size + 1, bytes.data(), size, &status);
  text.releaseBuffer(U_SUCCESS(status) ? length : 0);
  if (U_FAILURE(status)) return std::nullopt;
  std::string out;
  text.toUTF8String(out);
  return out;
}

}  // namespace herald::text
