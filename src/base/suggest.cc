#include "base/suggest.h"

#include <algorithm>
#include <vector>

#include "base/utf8.h"

namespace herald::base {
namespace {

/// Longer texts are no names that somebody mistyped; their distance would cost the product of both lengths.
constexpr size_t kNameBytesMax = 200;

std::u32string code_points_of(std::string_view text) {
  std::u32string out;
  for (size_t at = 0; at < text.size();) out += next_code_point(text, at);
  return out;
}

/// Optimal string alignment: each character takes part in one edit at most.
size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<size_t> before(b.size() + 1);  // the row of two characters of `a` less
  std::vector<size_t> last(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    before.swap(last);
    last.swap(row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

size_t edit_distance(std::string_view a, std::string_view b) {
  return distance(code_points_of(a), code_points_of(b));
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.empty() || word.size() > kNameBytesMax) return {};
  const std::u32string wanted = code_points_of(lower_ascii(word));
  const size_t allowed = std::min(std::max<size_t>(1, wanted.size() / 3), wanted.size() - 1);
  std::string_view best;
  size_t best_distance = allowed + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kNameBytesMax) continue;
    const size_t found = distance(wanted, code_points_of(lower_ascii(candidate)));
    if (found >= best_distance) continue;
    best = candidate;
    best_distance = found;
  }
  return best;
}

}  // namespace herald::base
