#include "value/edited_text.h"

#include <algorithm>

namespace herald::value {

void EditedText::apply() {
  if (edits_.empty()) return;
  // At one place: what is put in before what is replaced, and of that the longest first.
  std::stable_sort(edits_.begin(), edits_.end(), [](const Edit& a, const Edit& b) {
    if (a.begin != b.begin) return a.begin < b.begin;
    bool a_inserts = a.end == a.begin;
    bool b_inserts = b.end == b.begin;
    return a_inserts != b_inserts ? a_inserts : a.end > b.end;
  });
  edited_.reserve(original_.size() + 2 * edits_.size());
  auto begin_piece = [this](uint32_t original, bool copied) {
    pieces_.push_back({static_cast<uint32_t>(edited_.size()), original, copied});
  };
  uint32_t copied_to = 0;
  begin_piece(0, true);
  for (const Edit& edit : edits_) {
    if (edit.begin < copied_to) continue;
    edited_.append(original_, copied_to, edit.begin - copied_to);
    begin_piece(edit.begin, false);
    edited_ += edit.by;
    begin_piece(edit.end, true);
    copied_to = edit.end;
  }
  edited_.append(original_, copied_to, original_.size() - copied_to);
}

uint32_t EditedText::original_offset(uint32_t offset) const {
  if (pieces_.empty()) return offset;
  auto behind = std::upper_bound(pieces_.begin(), pieces_.end(), offset,
                                 [](uint32_t at, const Piece& piece) { return at < piece.edited; });
  const Piece& piece = *(behind - 1);
  return piece.copied ? piece.original + (offset - piece.edited) : piece.original;
}

}  // namespace herald::value
