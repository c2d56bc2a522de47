#pragma once
// Libraries that are loaded when something of them is used first, and not with the program: most commands
// need neither transfers nor a server, and starting the thirty libraries behind those two took more than half
// of the time in which a program starts.

namespace herald::base {

/// The function `symbol` of the library that the system knows by `name` ("libcurl.so.4"), which is loaded
/// when it was not yet. Where one of the two is not to be had the program says so and ends, as it would have
/// ended when it began, had the library been linked. From any thread.
void* any_function_of(const char* name, const char* symbol);

/// The same as a function of that type.
template <class Function>
Function* function_of(const char* name, const char* symbol) {
  return reinterpret_cast<Function*>(any_function_of(name, symbol));
}

}  // namespace herald::base

/// Defines the function `name`, which a library's header declares, as one that hands its calls on to the
/// library that the system knows by `library`. `parameters` and `arguments` stand in parentheses.
#define HERALD_HAND_ON(library, result, name, parameters, arguments)                         \
  extern "C" result name parameters {                                                        \
    static auto* const function = herald::base::function_of<decltype(name)>(library, #name); \
    return function arguments;                                                               \
  }
