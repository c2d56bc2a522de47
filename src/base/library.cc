#include "base/library.h"

#include <dlfcn.h>

namespace herald::base {

void* find_function(const char* name, const char* symbol, std::string& reason) {
  void* const library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
  void* const found = library == nullptr ? nullptr : ::dlsym(library, symbol);
  if (found != nullptr) return found;
  const char* const words = ::dlerror();
  reason = words == nullptr ? name : words;
  return nullptr;
}

}  // namespace herald::base
