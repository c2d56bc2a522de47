#pragma once
// A copy of a text with pieces replaced, and the way back from its offsets to those of the text. Inside this
// module only.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace herald::value {

/// Collects edits, then applies them all. Without edits nothing is copied.
class EditedText {
 public:
  explicit EditedText(std::string_view original) : original_(original) {}

  /// Puts `by` in the place of the bytes from `begin` to `end`. In any order; of edits that overlap, the one
  /// that begins first stays.
  void replace(uint32_t begin, uint32_t end, std::string by) {
    edits_.push_back({begin, end, std::move(by)});
  }
  void insert(uint32_t at, std::string text) { replace(at, at, std::move(text)); }

  /// How many edits there are, and forgetting the later ones.
  size_t count() const { return edits_.size(); }
  void rewind(size_t count) { edits_.resize(count); }

  /// Makes the text. Call it once, after the last edit.
  void apply();
  /// The text with all edits, after `apply`.
  std::string_view text() const { return edits_.empty() ? original_ : std::string_view(edited_); }
  /// Where the byte at `offset` of text() came from; for bytes that were put in, where they were put.
  uint32_t original_offset(uint32_t offset) const;

 private:
  struct Edit {
    uint32_t begin;
    uint32_t end;
    std::string by;
  };
  struct Piece {
    uint32_t edited;
    uint32_t original;
    bool copied;  ///< Else it was put in, and all of it came from `original`.
  };

  std::string_view original_;
  std::string edited_;
  std::vector<Edit> edits_;
  std::vector<Piece> pieces_;
};

}  // namespace herald::value
