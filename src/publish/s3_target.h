#pragma once
// The settings of a target that is an object store, checked and put together. Pure. For this module alone.

#include <string>
#include <string_view>
#include <vector>

#include "publish/target.h"

namespace herald::publish {

/// What site.json says of a store, besides its address.
struct StoreOptions {
  std::string endpoint;  ///< "https://store.example:9000"; without a scheme it is https.
  std::string style;     ///< "host" or "path"; empty: by the endpoint.
};

/// What is wrong with one of them, in words for a person.
struct StoreProblem {
  std::string_view option, zh, en;
};

/// The largest object that one PUT brings (5 GiB, S3's limit).
inline constexpr uint64_t kObjectMax = uint64_t{5} << 30;

/// Makes a target out of an address "s3://BUCKET/PATH", whose bucket still stands in `target.host`. When
/// something is wrong `target.bucket` stays empty.
std::vector<StoreProblem> settle_store_target(const StoreOptions& options, Target& target);

}  // namespace herald::publish
