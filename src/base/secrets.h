#pragma once
// Passwords where they should not be: in settings, beside something that people are told of. What is shown of
// such a line ends up in logs and on pictures of screens.

#include <string>
#include <string_view>

namespace herald::base {

/// Whether a line of settings looks as if it had a password: in an address (`ftp://user:word@host`), or
/// behind a name like `password`, `secret`, `token` or 密码. Rather once too often.
bool may_hold_secret(std::string_view line);

/// An address as it may be shown: `ftp://user:…@host` for `ftp://user:word@host`.
std::string without_password(std::string_view address);

}  // namespace herald::base
