#pragma once
// What an output says of itself to machines: schema.org as JSON-LD. Private to the module.

#include "render/context.h"
#include "value/value.h"

namespace herald::render {

struct Trail;  // workspace.h

/// The JSON-LD of the context's output, which templates print in a <script>: who publishes, the site, the
/// page and its place, and what the page is about by its kind. Only facts that the page states. A map for
/// templates, which is written as JSON from the start (tmpl/json.h); an empty text for 404.html, which has no
/// address.
value::Value json_ld(const Context& context);

/// What all outputs of the site say alike. `shared` has its site.
Shared::SiteNodes make_site_nodes(const Shared& shared);

/// The steps to the context's output: [{name, url}]; made by root.cc for templates too.
value::Value breadcrumb(const Context& context);
/// Whether the steps of breadcrumb(context) but for the last one are shared_steps(context): of a page, unless
/// a step may be seen otherwise from the page that it leads to.
bool has_shared_steps(const Context& context);
/// The steps to a page without itself, up to date. What they were made from is recorded.
Trail& shared_steps(const Context& context);

}  // namespace herald::render
