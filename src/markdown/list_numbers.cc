// Ordered lists count by themselves from the number of their first item: what an editor numbered otherwise is
// shown with another number than was written.

#include <algorithm>

#include "markdown/internal.h"

namespace herald::markdown::internal {
namespace {

void look_at_list(const base::Source& source, const Document& document, const Node& list,
                  base::Diagnostics& diagnostics) {
  uint32_t shown = list.start;
  const Node* wrong = nullptr;
  uint32_t shown_of_wrong = 0;
  bool all_the_same = true;
  for (NodeId id = list.first_child; id != kNoNode; id = document.at(id).next, ++shown) {
    const Node& item = document.at(id);
    all_the_same = all_the_same && item.start == list.start;
    if (item.start == shown || wrong != nullptr) continue;
    wrong = &item;
    shown_of_wrong = shown;
  }
  if (wrong == nullptr || all_the_same) return;
  const std::string_view text = source.view(wrong->span);
  const size_t end = std::min(text.find_first_of(".)"), text.size() - 1) + 1;
  const std::string written(text.substr(0, end));
  diagnostics.add(base::Code::ListNumber, source,
                  {wrong->span.begin, wrong->span.begin + static_cast<uint32_t>(end)},
                  {written, std::to_string(shown_of_wrong) + written.back()});
}

}  // namespace

void find_list_numbers(const base::Source& source, const Document& document, base::Diagnostics& diagnostics) {
  for (const Node& node : document.nodes) {
    if (node.kind == NodeKind::List && node.list_type == ListType::Ordered)
      look_at_list(source, document, node, diagnostics);
  }
}

}  // namespace herald::markdown::internal
