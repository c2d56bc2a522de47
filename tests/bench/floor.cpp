// The floor under a build: what it costs to read N Markdown files, have cmark-gfm make them HTML, put each
// into a fixed page, and write it. No templates, no lists, no feeds, no checks, nothing remembered. herald is
// measured against it, on the same pages.
//
//   floor NOTICES_FOLDER OUTPUT_FOLDER SHAPE [THREADS]
//
// SHAPE is a page with @title@, @date@, @source@ and @body@ where those go (bench.py cuts it out of a page of
// herald's own, so that both write pages of one size). Prints the number of pages and the bytes read and
// written.

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

[[noreturn]] void fail(const std::string& what) {
  std::perror(what.c_str());
  std::exit(1);
}

/// Memory for one document at a time: handed out in a row, forgotten together. Blocks are kept.
class Arena {
 public:
  void* take(size_t size) {
    size = (size + kHeader + 15) & ~size_t{15};
    while (block_ < blocks_.size() && used_ + size > blocks_[block_].second) {
      ++block_;
      used_ = 0;
    }
    if (block_ == blocks_.size()) {
      const size_t capacity = std::max(size, size_t{1} << 20);
      blocks_.emplace_back(std::make_unique<char[]>(capacity), capacity);
      used_ = 0;
    }
    char* begin = blocks_[block_].first.get() + used_;
    used_ += size;
    const size_t payload = size - kHeader;
    std::memcpy(begin, &payload, sizeof payload);
    return begin + kHeader;
  }

  void* take_again(void* old, size_t size) {
    void* fresh = take(size);
    if (old != nullptr) {
      size_t payload = 0;
      std::memcpy(&payload, static_cast<char*>(old) - kHeader, sizeof payload);
      std::memcpy(fresh, old, std::min(size, payload));
    }
    return fresh;
  }

  void forget() { block_ = used_ = 0; }

 private:
  static constexpr size_t kHeader = 16;
  std::vector<std::pair<std::unique_ptr<char[]>, size_t>> blocks_;
  size_t block_ = 0;
  size_t used_ = 0;
};

thread_local Arena arena;

cmark_mem arena_memory = {
    [](size_t count, size_t size) { return std::memset(arena.take(count * size), 0, count * size); },
    [](void* old, size_t size) { return arena.take_again(old, size); },
    [](void*) {},
};

void read_into(int folder, const char* name, std::string& text) {
  const int file = openat(folder, name, O_RDONLY | O_CLOEXEC);
  if (file < 0) fail(name);
  struct stat info {};
  if (fstat(file, &info) != 0) fail(name);
  text.resize(static_cast<size_t>(info.st_size));
  if (read(file, text.data(), text.size()) != info.st_size) fail(name);
  close(file);
}

void write_whole(int folder, const std::string& name, std::string_view text) {
  const int file = openat(folder, name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) fail(name);
  if (write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size())) fail(name);
  close(file);
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
}

struct Head {
  std::string_view title, date, source;
};

/// Reads the three lines of the head that the page shows; returns the body.
std::string_view split(std::string_view text, Head& head) {
  if (!text.starts_with("---\n")) return text;
  const size_t end = text.find("\n---\n");
  if (end == std::string_view::npos) return text;
  std::string_view lines = text.substr(4, end + 1 - 4);
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(line.size() + 1);
    const auto value = [&](std::string_view key, std::string_view& out) {
      if (!line.starts_with(key)) return;
      out = line.substr(key.size());
      if (out.size() > 1 && out.front() == '"') out = out.substr(1, out.size() - 2);
    };
    value("title: ", head.title);
    value("published: ", head.date);
    value("source: ", head.source);
  }
  return text.substr(end + 5);
}

/// A page cut at its places: text, then the place that follows it.
struct Shape {
  enum class Place { End, Title, Date, Source, Body };
  std::vector<std::pair<std::string, Place>> parts;
};

Shape read_shape(const char* path) {
  std::string text;
  read_into(AT_FDCWD, path, text);
  constexpr std::pair<std::string_view, Shape::Place> kPlaces[] = {{"@title@", Shape::Place::Title},
                                                                   {"@date@", Shape::Place::Date},
                                                                   {"@source@", Shape::Place::Source},
                                                                   {"@body@", Shape::Place::Body}};
  Shape shape;
  std::string_view rest = text;
  for (;;) {
    size_t first = std::string_view::npos;
    size_t length = 0;
    Shape::Place next = Shape::Place::End;
    for (const auto& [mark, place] : kPlaces) {
      const size_t at = rest.find(mark);
      if (at < first) {
        first = at;
        length = mark.size();
        next = place;
      }
    }
    shape.parts.emplace_back(rest.substr(0, first), next);
    if (next == Shape::Place::End) return shape;
    rest.remove_prefix(first + length);
  }
}

void make_page(const Shape& shape, const Head& head, std::string_view body, std::string& out) {
  out.clear();
  for (const auto& [text, place] : shape.parts) {
    out += text;
    switch (place) {
      case Shape::Place::Title:
        append_escaped(out, head.title);
        break;
      case Shape::Place::Date:
        append_escaped(out, head.date);
        break;
      case Shape::Place::Source:
        append_escaped(out, head.source);
        break;
      case Shape::Place::Body:
        out += body;
        break;
      case Shape::Place::End:
        break;
    }
  }
}

std::vector<std::string> list_pages(const char* folder) {
  DIR* open = opendir(folder);
  if (open == nullptr) fail(folder);
  std::vector<std::string> names;
  while (const dirent* entry = readdir(open)) {
    const std::string_view name = entry->d_name;
    if (name.ends_with(".md")) names.emplace_back(name);
  }
  closedir(open);
  std::sort(names.begin(), names.end());
  return names;
}

struct Totals {
  std::atomic<size_t> next{0}, read{0}, written{0};
};

void work(const std::vector<std::string>& names, int source, int target, const Shape& shape, Totals& totals) {
  cmark_syntax_extension* table = cmark_find_syntax_extension("table");
  cmark_syntax_extension* tasks = cmark_find_syntax_extension("tasklist");
  std::string text, page, name;
  for (size_t i = totals.next++; i < names.size(); i = totals.next++) {
    read_into(source, names[i].c_str(), text);
    Head head;
    const std::string_view body = split(text, head);
    cmark_parser* parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &arena_memory);
    cmark_parser_attach_syntax_extension(parser, table);
    cmark_parser_attach_syntax_extension(parser, tasks);
    cmark_parser_feed(parser, body.data(), body.size());
    cmark_node* document = cmark_parser_finish(parser);
    cmark_llist* extensions = cmark_parser_get_syntax_extensions(parser);
    const char* html = cmark_render_html_with_mem(document, CMARK_OPT_DEFAULT, extensions, &arena_memory);
    make_page(shape, head, html, page);
    name.assign(names[i], 0, names[i].size() - 3);
    write_whole(target, name + ".html", page);
    totals.read += text.size();
    totals.written += page.size();
    arena.forget();
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: floor NOTICES_FOLDER OUTPUT_FOLDER SHAPE [THREADS]\n");
    return 2;
  }
  const unsigned threads =
      argc > 4 ? static_cast<unsigned>(std::atoi(argv[4])) : std::thread::hardware_concurrency();
  cmark_gfm_core_extensions_ensure_registered();
  const Shape shape = read_shape(argv[3]);
  const std::vector<std::string> names = list_pages(argv[1]);
  if (mkdir(argv[2], 0755) != 0 && errno != EEXIST) fail(argv[2]);
  const int source = open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int target = open(argv[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (source < 0 || target < 0) fail(argv[1]);
  Totals totals;
  std::vector<std::thread> workers;
  for (unsigned i = 1; i < threads; ++i)
    workers.emplace_back([&] { work(names, source, target, shape, totals); });
  work(names, source, target, shape, totals);
  for (std::thread& worker : workers) worker.join();
  std::printf("%zu pages, %zu bytes read, %zu bytes written\n", names.size(), totals.read.load(),
              totals.written.load());
  return 0;
}
