#pragma once
// What other pages see of a page. While that stays, a changed text needs no new look at the whole site.
// Private to the module.

#include "model/site.h"

namespace herald::build {

/// Whether assembling and gathering a site with `after` in the place of `before` gives the same but for the
/// text of this page, its title and its summary, which their facts tell of. `before` and `after` are of one
/// path.
bool same_shape(const model::ParsedPage& before, const model::ParsedPage& after);

}  // namespace herald::build
