#pragma once
// What a new page of a kind begins with: the head that it needs and the headings that such a document has.

#include <string>
#include <string_view>

#include "base/date.h"
#include "base/diagnostics.h"
#include "campaign/kinds.h"

namespace herald::campaign {

/// What a skeleton is filled with.
struct SkeletonInput {
  std::string_view title;
  std::string_view sponsor;  ///< Who issues and organises, as site.json says; may be empty.
  base::Date today;
  bool state_kind = false;  ///< The folder does not say the kind.
  base::Language language =
      base::Language::Chinese;  ///< Of the keys; the text is Chinese, as the words read are.
};

/// The text of a new page of `kind`: it builds as it is, and every line says what to write there. Its keys
/// are those that are required or expected, filled with what is known, else with the field's example.
///
/// A kind of the site's own that names headings has these instead of the extended kind's text.
std::string skeleton(const Definitions& definitions, model::KindRef kind, const SkeletonInput& input);

}  // namespace herald::campaign
