// The repository's own content is the first customer: nothing in it may be an error.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "helpers.h"

namespace herald::campaign::test {

TEST_CASE("the repository's own content has no errors and no warnings of the readers") {
  namespace fs = std::filesystem;
  const fs::path root = fs::path(HERALD_SOURCE_DIR) / "content";
  if (!fs::exists(root)) return;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  CHECK(!files.empty());
  for (const fs::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    const auto page = parse(fs::relative(file, root).generic_string(), text, true);
    for (const base::Diagnostic& diagnostic : page->diagnostics.all()) {
      INFO(format_text(diagnostic, base::Language::English, base::Colour::No));
      CHECK(diagnostic.severity() == base::Severity::Note);
    }
  }
}

}  // namespace herald::campaign::test
