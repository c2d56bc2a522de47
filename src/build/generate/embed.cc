// Writes a C++ file that holds the files of a folder: embed FOLDER OUT.cc. Run when herald is built.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

/// Appends `bytes` as a C++ string literal, cut into lines; octal escapes need no look at what follows them.
void append_literal(std::string& out, const std::string& bytes) {
  size_t column = 0;
  out += '"';
  for (char c : bytes) {
    auto u = static_cast<unsigned char>(c);
    char text[8];
    if (u < 0x20 || u >= 0x7f || c == '"' || c == '\\' || c == '?') {
      std::snprintf(text, sizeof text, "\\%03o", u);
    } else {
      text[0] = c;
      text[1] = 0;
    }
    out += text;
    if (++column == 60) {
      out += "\"\n\"";
      column = 0;
    }
  }
  out += '"';
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  fs::path folder = argv[1];
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().filename().string().front() != '.')
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end(), [&](const fs::path& a, const fs::path& b) {
    return a.lexically_relative(folder).generic_string() < b.lexically_relative(folder).generic_string();
  });
  std::string out =
      "#include \"build/theme.h\"\n\nnamespace herald::build {\nnamespace {\nusing namespace "
      "std::string_view_literals;\nconstexpr EmbeddedFile kFiles[] = {\n";
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    out += "{";
    append_literal(out, file.lexically_relative(folder).generic_string());
    out += "sv, ";
    append_literal(out, bytes);
    out += "sv},\n";
  }
  out +=
      "};\n}  // namespace\n\nstd::span<const EmbeddedFile> embedded_theme() { return kFiles; }\n\n}  // "
      "namespace herald::build\n";
  std::ofstream result(argv[2], std::ios::binary);
  result << out;
  return result ? 0 : 1;
}
