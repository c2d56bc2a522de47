#include "base/library.h"

#include <dlfcn.h>
#include <fmt/core.h>

#include <cstdlib>

namespace herald::base {

void* any_function_of(const char* name, const char* symbol) {
  constexpr int kNotFound = 127;  // the status of the system's own loader
  void* const library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
  void* const found = library == nullptr ? nullptr : ::dlsym(library, symbol);
  if (found != nullptr) return found;
  const char* const words = ::dlerror();
  fmt::print(stderr, "herald: {}\n", words == nullptr ? name : words);
  std::_Exit(kNotFound);
}

}  // namespace herald::base
