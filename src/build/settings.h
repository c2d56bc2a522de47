#pragma once
// What the outputs of a build depend on as a whole, beside the facts that each of them reads: hashes that are
// compared with those of the last build. Private to the module.

#include <cstdint>
#include <span>
#include <vector>

#include "build/load.h"
#include "campaign/views.h"
#include "model/plan.h"
#include "model/site.h"

namespace herald::build {

/// The hash of each Setting, in their order.
std::vector<uint64_t> settings_of(const model::Site& site, const campaign::Views& views,
                                  std::span<const model::EditionNeeds> needs);

/// How an output is made, apart from what it reads: a hash of its kind, its subject, and what goes into such
/// outputs unseen (the bytes of a file, the history for calendars).
class Recipes {
 public:
  /// `asset_stamps`: of the files below assets/, by index. Everything must outlive it.
  Recipes(const model::Site& site, std::span<const uint64_t> asset_stamps);
  uint64_t of(const model::Output& output) const;

 private:
  const model::Site& site_;
  std::span<const uint64_t> asset_stamps_;
  uint64_t history_ = 0;
  uint64_t redirects_ = 0;
};

}  // namespace herald::build
