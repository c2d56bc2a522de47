#pragma once
// Memory that is fetched before it is looked at. A site is larger than what the processor keeps at hand, and
// a page asks for its parts here and there, behind one pointer after the other: each would be waited for.
// What a pointer leads to is fetched while pages before it are rendered, one step of the way at a time.
// Private to the module.

#include <array>

#include "model/plan.h"
#include "model/site.h"

namespace herald::render {

/// What one worker fetches for the outputs that it makes next. A hint and no more: what was not fetched is
/// waited for.
class Fetcher {
 public:
  /// The next step for `output`, before which `ahead` others are rendered: from Renderer::kAhead, the first
  /// step, down to 0, when its turn has come.
  void fetch(const model::Site& site, const model::Output& output, size_t ahead);

 private:
  static constexpr size_t kLinksMost = 16;
  /// The pages in the same folder to which one page leads.
  struct Linked {
    model::PageId from = model::kNone;
    size_t count = 0;
    std::array<uint64_t, kLinksMost> expected{};  // see PathIndex
    std::array<model::PageId, kLinksMost> pages{};
  };
  void expect_linked(const model::Site& site, model::PageId id);
  void find_linked(const model::Site& site, model::PageId id);
  void fetch_linked(const model::Site& site, model::PageId id);

  std::array<Linked, 4> linked_;  // by the last bits of the id: outputs that follow each other have others
};

}  // namespace herald::render
