// fmt's functions, compiled into herald. Debian has fmt as a shared library alone, and each library that is
// linked makes the program start later (src/CMakeLists.txt). The header defines them; the templates below are
// those that fmt/format.h declares as compiled elsewhere and herald calls.
#include <fmt/format-inl.h>

// global: none; the macros open and close fmt's namespace, and what stands between are functions.
FMT_BEGIN_NAMESPACE
namespace detail {

template dragonbox::decimal_fp<float> dragonbox::to_decimal(float) noexcept;
template dragonbox::decimal_fp<double> dragonbox::to_decimal(double) noexcept;
template thousands_sep_result<char> thousands_sep_impl(locale_ref);
template char decimal_point_impl(locale_ref);
template void buffer<char>::append(const char*, const char*);
template void vformat_to(buffer<char>&, string_view, basic_format_args<FMT_BUFFER_CONTEXT(char)>, locale_ref);

}  // namespace detail
FMT_END_NAMESPACE
