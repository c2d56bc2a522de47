#pragma once
// Libraries that are loaded when something of them is used first, and not with the program: most commands
// need neither transfers nor a server, and starting the thirty libraries behind those two took more than half
// of the time in which a program starts.

#include <string>

namespace herald::base {

/// The function `symbol` of the library that the system knows by `name` ("libcurl.so.4"), which is loaded
/// when it was not yet. Null, and the system's words in `reason`, where one of the two is not to be had. From
/// any thread.
void* find_function(const char* name, const char* symbol, std::string& reason);

}  // namespace herald::base
