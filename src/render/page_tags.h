#pragma once
// The page tags of government sites: what stands in the <head> of an output as <meta name="…" content="…">.
// Which there are is the model's affair (model/config.h), what they say this file's. Private to the module.

#include "render/context.h"
#include "value/value.h"

namespace herald::render {

/// [{name, content}] of the context's output, in the order of a head; a tag that has nothing to say is left
/// out. What was read is recorded.
value::Value page_tags(const Context& context);

}  // namespace herald::render
