#pragma once
// What one worker keeps while it renders one output after the other, so that the next costs less. What is made
// with it is the same whatever it holds. Private to the module.

#include <string>
#include <vector>

#include "graph/reads.h"
#include "model/site.h"
#include "render/field_index.h"
#include "render/qr_modules.h"
#include "value/arena.h"
#include "value/value.h"

namespace herald::render {

/// The steps to a page without the page itself: the same for all pages of a section that lie in one folder.
struct Trail {
  model::SectionId section = model::kNone;
  model::EditionId edition = model::kNone;
  std::string folder;              ///< of the outputs; empty where addresses are whole
  value::Value steps;              ///< in `arena`; Undefined when there are none yet
  std::vector<graph::Read> reads;  ///< what they were made from
  std::string json;                ///< the same as structured data says it, once it was asked for
  value::Arena arena;
};

struct Workspace {
  FieldIndex fields;  ///< of the page that is rendered
  QrModules qr;       ///< the code that was made last
  Trail trails[2];    ///< the trail that was made last: as seen from the output; with whole addresses

  /// Another output begins.
  void begin() { fields.clear(); }
};

}  // namespace herald::render
