// Stands in for libFuzzer where there is none: feeds the files of a corpus, and changed copies of them, to
// the same entry. The changes are the same on every run and every machine. Nothing is judged here: what goes
// wrong must crash, or be seen by a sanitizer. HERALD_REPLAY_KEEP=FILE keeps the input at hand in FILE, so
// that a crash leaves it there.
//
//   <name>_fuzz CORPUS_FOLDER [ROUNDS]     4,000 changed inputs, or as many as a few seconds allow; or ROUNDS
//   <name>_fuzz FILE                       one input, once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr size_t kRounds = 4000;
constexpr size_t kInputMax = 16 * 1024;
constexpr auto kTimeMax =
    std::chrono::seconds(4);  // A slow machine makes fewer rounds, unless told how many.

/// xorshift64*: small, and the same everywhere.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  /// A number below `limit`, which is not 0.
  size_t below(size_t limit) {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<size_t>((state_ * 0x2545f4914f6cdd1dULL >> 32) % limit);
  }

 private:
  uint64_t state_;
};

/// Pieces that parsers of Markdown, YAML, JSON and templates care about.
constexpr std::string_view kPieces[] = {"---\n",   "\n\n",
                                        "\t",      "    ",
                                        "\r\n",    "\xef\xbb\xbf",
                                        "\xff",    "\xe4\xb8",
                                        "：",      "（　）",
                                        "□",       "{{",
                                        "}}",      "{%",
                                        "%}",      "{#",
                                        "#}",      "- ",
                                        "> ",      "| ",
                                        "|---|",   "```",
                                        "**",      "~~",
                                        "[",       "](",
                                        ")",       "<",
                                        "&amp;",   "#",
                                        "\\",      "\"",
                                        "'",       ": ",
                                        "{",       "}",
                                        ",",       "null",
                                        "[^1]",    "[^1]:",
                                        "1. ",     "*",
                                        "_",       "\xf0\x91\x81\x8d",
                                        "!",       "@",
                                        "`",       "0",
                                        "-1",      "99999999999",
                                        "{\"a\":", "endfor",
                                        " if ",    "loop.",
                                        "super()"};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void change_once(std::string& input, const std::vector<std::string>& seeds, Random& random) {
  const size_t at = random.below(input.size() + 1);
  const size_t length = std::min(input.size() - at, 1 + random.below(24));
  switch (random.below(7)) {
    case 0:
      input.insert(at, kPieces[random.below(std::size(kPieces))]);
      break;
    case 1:
      input.erase(at, length);
      break;
    case 2:
      input.insert(at, input.substr(at, length));
      break;
    case 3:
      if (at < input.size()) input[at] = static_cast<char>(random.below(256));
      break;
    case 4:
      input.resize(at);
      break;
    case 5: {  // a piece again and again: depth
      const std::string_view piece = kPieces[random.below(std::size(kPieces))];
      std::string many;
      for (size_t n = random.below(200); n > 0; --n) many += piece;
      input.insert(at, many);
      break;
    }
    default: {  // the end of another file
      const std::string& other = seeds[random.below(seeds.size())];
      input.replace(at, std::string::npos, other.substr(random.below(other.size() + 1)));
    }
  }
  if (input.size() > kInputMax) input.resize(kInputMax);
}

void run(const std::string& input) {
  // A copy of the exact size, so that a sanitizer sees one byte too many.
  const std::vector<uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

/// Keeps the input that is about to run, so that a crash leaves it behind.
void keep(const std::string& input, const std::string& path) {
  std::ofstream(path, std::ios::binary).write(input.data(), static_cast<std::streamsize>(input.size()));
}

std::vector<std::string> read_corpus(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> seeds;
  for (const auto& path : paths) seeds.push_back(read_file(path));
  return seeds;
}

int replay(const std::filesystem::path& folder, size_t rounds, std::chrono::seconds time_max) {
  std::vector<std::string> seeds;
  if (std::filesystem::is_directory(folder)) seeds = read_corpus(folder);
  if (seeds.empty()) {
    std::fprintf(stderr, "%s: no inputs to begin with\n", folder.c_str());
    return 2;
  }
  run("");
  for (const std::string& seed : seeds) run(seed);

  const auto begin = std::chrono::steady_clock::now();
  const char* kept = std::getenv("HERALD_REPLAY_KEEP");
  Random random(20260616);
  size_t round = 0;
  for (; round < rounds && std::chrono::steady_clock::now() - begin < time_max; ++round) {
    std::string input = seeds[round % seeds.size()];
    if (input.size() > kInputMax) input.resize(kInputMax);
    for (size_t n = 1 + random.below(6); n > 0; --n) change_once(input, seeds, random);
    if (kept != nullptr) keep(input, kept);
    run(input);
  }
  std::printf("%zu files, %zu changed inputs\n", seeds.size(), round);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s CORPUS_FOLDER [ROUNDS] | FILE\n", argv[0]);
    return 2;
  }
  if (std::filesystem::is_regular_file(argv[1])) {
    run(read_file(argv[1]));
    return 0;
  }
  if (argc > 2) return replay(argv[1], std::strtoul(argv[2], nullptr, 10), std::chrono::hours(24));
  return replay(argv[1], kRounds, kTimeMax);
}
