// The functions of libcurl that client.cc calls. They stand here under their own names and hand every call on
// to the library, which is loaded by the first of them (base/library.h).
#include <curl/curl.h>

#include <cstdarg>

#include "base/library.h"

// The header has macros of these names, which see to the number of arguments.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

namespace {

/// Calls `set`, which takes its last argument by a type that the number of the option tells (curl/curl.h).
template <class Set, class Handle, class Option>
auto set_option(Set* set, Handle* handle, Option option, va_list& value) {
  const int type = static_cast<int>(option) / CURLOPTTYPE_OBJECTPOINT * CURLOPTTYPE_OBJECTPOINT;
  if (type == CURLOPTTYPE_LONG) return set(handle, option, va_arg(value, long));
  if (type == CURLOPTTYPE_OFF_T) return set(handle, option, va_arg(value, curl_off_t));
  return set(handle, option, va_arg(value, void*));
}

}  // namespace

#define HAND_ON(result, name, parameters, arguments) \
  HERALD_HAND_ON(HERALD_LIBCURL, result, name, parameters, arguments)

HAND_ON(CURLcode, curl_global_init, (long flags), (flags))
HAND_ON(CURL*, curl_easy_init, (), ())
HAND_ON(void, curl_easy_cleanup, (CURL * easy), (easy))
HAND_ON(void, curl_easy_reset, (CURL * easy), (easy))
HAND_ON(const char*, curl_easy_strerror, (CURLcode code), (code))
HAND_ON(curl_slist*, curl_slist_append, (curl_slist * list, const char* text), (list, text))
HAND_ON(void, curl_slist_free_all, (curl_slist * list), (list))
HAND_ON(CURLM*, curl_multi_init, (), ())
HAND_ON(CURLMcode, curl_multi_cleanup, (CURLM * multi), (multi))
HAND_ON(CURLMcode, curl_multi_add_handle, (CURLM * multi, CURL* easy), (multi, easy))
HAND_ON(CURLMcode, curl_multi_remove_handle, (CURLM * multi, CURL* easy), (multi, easy))
HAND_ON(CURLMcode, curl_multi_perform, (CURLM * multi, int* running), (multi, running))
HAND_ON(CURLMcode, curl_multi_timeout, (CURLM * multi, long* ms), (multi, ms))
HAND_ON(CURLMsg*, curl_multi_info_read, (CURLM * multi, int* left), (multi, left))
HAND_ON(CURLMcode, curl_multi_fdset, (CURLM * multi, fd_set* in, fd_set* out, fd_set* other, int* highest),
        (multi, in, out, other, highest))
HAND_ON(CURLMcode, curl_multi_poll,
        (CURLM * multi, curl_waitfd* more, unsigned more_count, int timeout_ms, int* ready),
        (multi, more, more_count, timeout_ms, ready))

extern "C" CURLcode curl_easy_getinfo(CURL* easy, CURLINFO info, ...) {
  static auto* const function =
      herald::base::function_of<decltype(curl_easy_getinfo)>(HERALD_LIBCURL, "curl_easy_getinfo");
  va_list value;
  va_start(value, info);
  const CURLcode code = function(easy, info, va_arg(value, void*));
  va_end(value);
  return code;
}

extern "C" CURLcode curl_easy_setopt(CURL* easy, CURLoption option, ...) {
  static auto* const function =
      herald::base::function_of<decltype(curl_easy_setopt)>(HERALD_LIBCURL, "curl_easy_setopt");
  va_list value;
  va_start(value, option);
  const CURLcode code = set_option(function, easy, option, value);
  va_end(value);
  return code;
}

extern "C" CURLMcode curl_multi_setopt(CURLM* multi, CURLMoption option, ...) {
  static auto* const function =
      herald::base::function_of<decltype(curl_multi_setopt)>(HERALD_LIBCURL, "curl_multi_setopt");
  va_list value;
  va_start(value, option);
  const CURLMcode code = set_option(function, multi, option, value);
  va_end(value);
  return code;
}
