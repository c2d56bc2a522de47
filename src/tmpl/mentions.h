#pragma once
// Questions about a tree that the compiler asks before it walks it.

#include <string_view>
#include <vector>

#include "tmpl/ast.h"

namespace herald::tmpl {

/// Whether the name `name` is read anywhere in the body of `statement`, or in its parameters' defaults.
bool mentions(const Statement& statement, std::string_view name);

/// Whether all templates of an include are named by literals, and so are looked at already.
bool names_templates(const Expression& e);

/// The names that `body` assigns in its own scope: not those inside of loops, macros and other inner scopes.
void collect_assigned(Body body, std::vector<std::string_view>& names);

}  // namespace herald::tmpl
