#pragma once
// "Did you mean" for links: what an editor most likely wanted to write. Private to the module.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/site.h"

namespace herald::model {

/// What to write instead.
struct Suggestion {
  std::string text;
  bool case_alone = false;  ///< Only capitals differ.
};

/// Finds suggestions in a site whose pages and files are in their places. Tables are made when first needed,
/// and the comparisons of one site are counted, so that thousands of broken links stay cheap; later ones then
/// get no suggestion.
class Suggestions {
 public:
  explicit Suggestions(const Site& site) : site_(site) {}

  /// The page that `target`, broken and written in `from`, may have meant: the same path with .md, the page
  /// of that address, a page of that name elsewhere, the nearest name in the folder.
  std::optional<Suggestion> page_for(PageId from, std::string_view target);
  /// The file that `target` may have meant, likewise.
  std::optional<Suggestion> file_for(PageId from, std::string_view target);
  /// The nearest of `candidates`.
  std::optional<Suggestion> nearest(std::string_view word, const std::vector<std::string_view>& candidates);
  /// The path of the .md file (or folder) of `target` as a link in `from` is written.
  std::string link_to(PageId from, const LinkTarget& target) const;

  /// Adds the suggestion, if there is one, as a note without a place.
  static void note(base::Diagnostic& diagnostic, const std::optional<Suggestion>& suggestion);

 private:
  enum class What : uint8_t { Pages, Files };

  std::string written_from(PageId from, std::string_view content_path) const;
  std::string content_path_of(PageId from, std::string_view target) const;
  size_t count(What what) const;
  std::string_view path_at(What what, size_t index) const;
  std::optional<Suggestion> in_folder(What what, PageId from, std::string_view path);
  std::optional<Suggestion> elsewhere(What what, PageId from, std::string_view path);
  std::optional<Suggestion> by_output(PageId from, std::string_view path);
  const std::unordered_map<std::string, uint32_t>& by_name(What what);

  const Site& site_;
  size_t comparisons_left_ = 200'000;
  std::unordered_map<std::string, uint32_t> by_name_[2];  ///< Name in lower case -> the first of that name.
  std::unordered_map<std::string_view, PageId> by_output_;
};

}  // namespace herald::model
