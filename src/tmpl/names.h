#pragma once
// Numbers for names: the same text always has the same number, counted from 0.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace herald::tmpl {

class Names {
 public:
  /// The number of `text`, a new one if it was not seen yet.
  uint32_t intern(std::string_view text) {
    auto found = ids_.find(text);
    if (found != ids_.end()) return found->second;
    texts_.emplace_back(text);
    auto id = static_cast<uint32_t>(texts_.size() - 1);
    ids_.emplace(texts_.back(), id);
    return id;
  }
  /// The number of `text`, or -1 when it was never seen.
  int64_t find(std::string_view text) const {
    auto found = ids_.find(text);
    return found == ids_.end() ? -1 : static_cast<int64_t>(found->second);
  }
  std::string_view text(uint32_t id) const { return texts_[id]; }
  size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;  ///< does not move what it holds
  std::unordered_map<std::string_view, uint32_t> ids_;
};

}  // namespace herald::tmpl
