#include "serve/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/hash.h"
#include "base/media_type.h"
#include "base/utf8.h"

namespace herald::serve {
namespace {

/// A page of more bytes is sent as it lies there: nobody reads it in a browser.
constexpr uint64_t kInjectedMax = 16 << 20;

/// Owns a descriptor.
class Handle {
 public:
  Handle() = default;
  explicit Handle(int descriptor) : descriptor_(descriptor) {}
  Handle(Handle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Handle() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_ = -1;
};

/// A file of the output folder that is open, or what is there instead.
struct Found {
  enum What : uint8_t { Nothing, File, Folder } what = Nothing;
  Handle handle;
  struct stat info {};
};

/// Opens `path` below `folder`, part by part, so that no link on the way is followed: what herald writes has
/// none, and others may lead anywhere.
Found open_below(const std::string& folder, std::string_view path) {
  Found found;
  Handle at(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (path.ends_with('/')) path.remove_suffix(1);
  for (const std::string_view part : base::split(path, '/')) {
    if (at.get() < 0) return found;
    if (part.empty()) continue;
    // Not blocking: a pipe would wait for its other end.
    at =
        Handle(::openat(at.get(), std::string(part).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  }
  if (at.get() < 0 || ::fstat(at.get(), &found.info) != 0) return found;
  if (S_ISREG(found.info.st_mode)) found.what = Found::File;
  if (S_ISDIR(found.info.st_mode)) found.what = Found::Folder;
  found.handle = std::move(at);
  return found;
}

/// The file's tag: another one as soon as the file is replaced or written to.
std::string tag_of(const struct stat& info) {
  const uint64_t parts[] = {
      static_cast<uint64_t>(info.st_size),         static_cast<uint64_t>(info.st_mtim.tv_sec),
      static_cast<uint64_t>(info.st_mtim.tv_nsec), static_cast<uint64_t>(info.st_ctim.tv_sec),
      static_cast<uint64_t>(info.st_ctim.tv_nsec), static_cast<uint64_t>(info.st_ino)};
  return '"' + base::hex(base::hash64({reinterpret_cast<const char*>(parts), sizeof parts})) + '"';
}

bool read_all(int descriptor, uint64_t size, std::string& out) {
  out.resize(size);
  size_t done = 0;
  while (done < size) {
    const ssize_t got = ::read(descriptor, out.data() + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<size_t>(got);
  }
  return true;
}

/// Where the page's body ends: in front of the last </body>, else at the end.
size_t end_of_body(std::string_view html) {
  constexpr std::string_view kEnd = "</body>";
  for (size_t at = html.rfind('<'); at != std::string_view::npos && at > 0; at = html.rfind('<', at - 1)) {
    if (base::lower_ascii(html.substr(at, kEnd.size())) == kEnd) return at;
  }
  return html.size();
}

void add_common(Response& response, std::string_view type) {
  response.headers.emplace_back("Content-Type", type);
  // A preview shows what was saved last, whatever the browser remembers.
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
}

/// The page with the injection.
Response respond_page(Found& found, const std::string& path, const Injection& injection,
                      const Request& request, unsigned status) {
  const std::string tag = tag_of(found.info);
  Response response;
  response.status = status;
  add_common(response, base::media_type_of(path));
  // Weak: the same page in another build differs in the number of the build alone.
  response.headers.emplace_back("ETag", "W/" + tag);
  if (status == 200 && names_tag(request.header("If-None-Match"), tag)) {
    response.status = 304;
    return response;
  }
  std::string html;
  if (!read_all(found.handle.get(), static_cast<uint64_t>(found.info.st_size), html))
    return text_response(500, "cannot read the file\n");
  std::string script = injection.before_path;
  base::append_escaped(script, path);
  script += "\" data-tag=\"";
  base::append_escaped(script, tag);
  script += injection.after_path;
  html.insert(end_of_body(html), script);
  response.body = std::move(html);
  return response;
}

/// Any other file, or a part of it.
Response respond_file(Found& found, const std::string& path, const Request& request, unsigned status) {
  const std::string tag = tag_of(found.info);
  const auto size = static_cast<uint64_t>(found.info.st_size);
  Response response;
  response.status = status;
  add_common(response, base::media_type_of(path));
  response.headers.emplace_back("ETag", tag);
  if (status == 200 && names_tag(request.header("If-None-Match"), tag)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Accept-Ranges", "bytes");
  Range range{0, size};
  const std::string_view if_range = request.header("If-Range");
  const bool is_ranged = status == 200 && (if_range.empty() || if_range == tag);
  const RangeKind kind = is_ranged ? parse_range(request.header("Range"), size, range) : RangeKind::Whole;
  if (kind == RangeKind::Outside) {
    response.status = 416;
    response.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
    return response;
  }
  if (kind == RangeKind::Part) {
    response.status = 206;
    response.headers.emplace_back(
        "Content-Range", fmt::format("bytes {}-{}/{}", range.begin, range.begin + range.size - 1, size));
  }
  if (range.size != 0) response.body = FilePart{found.handle.release(), range.begin, range.size};
  return response;
}

Response respond_found(const SiteFiles& files, Found& found, const std::string& path, const Request& request,
                       unsigned status) {
  const bool is_page = base::media_type_of(path).starts_with("text/html") &&
                       static_cast<uint64_t>(found.info.st_size) <= kInjectedMax;
  return is_page ? respond_page(found, path, files.injection, request, status)
                 : respond_file(found, path, request, status);
}

Response respond_missing(const SiteFiles& files, const Request& request) {
  const std::string page = "404.html";
  Found found = open_below(files.folder, page);
  if (found.what == Found::File) return respond_found(files, found, page, request, 404);
  return text_response(404, "404 Not Found\n");
}

}  // namespace

bool has_file(const std::string& folder, const std::string& path) {
  return open_below(folder, path).what == Found::File;
}

Response respond(const SiteFiles& files, const Request& request) {
  const std::optional<std::string> whole = site_path(request.target);
  if (!whole) return respond_missing(files, request);
  const std::string base = files.base_path.substr(1);  // "" or "b/"
  if (!base.empty() && (whole->empty() || *whole + "/" == base))
    return redirect_response(base::url_path(files.base_path));
  if (!whole->starts_with(base)) return respond_missing(files, request);
  std::string path = whole->substr(base.size());
  Found found = open_below(files.folder, path);
  if (found.what == Found::File && !path.ends_with('/'))
    return respond_found(files, found, path, request, 200);
  if (found.what == Found::Folder && (path.empty() || path.ends_with('/'))) {
    path += "index.html";
    found = open_below(files.folder, path);
    if (found.what == Found::File) return respond_found(files, found, path, request, 200);
  } else if (found.what == Found::Folder && has_file(files.folder, path + "/index.html")) {
    return redirect_response(base::url_path("/" + *whole + "/"));
  }
  return respond_missing(files, request);
}

Response html_response(unsigned status, std::string html) {
  Response response;
  response.status = status;
  add_common(response, "text/html; charset=utf-8");
  response.headers.emplace_back("Content-Security-Policy", "frame-ancestors 'none'");
  response.body = std::move(html);
  return response;
}

Response text_response(unsigned status, std::string text) {
  Response response;
  response.status = status;
  add_common(response, "text/plain; charset=utf-8");
  response.body = std::move(text);
  return response;
}

Response redirect_response(const std::string& address) {
  Response response = text_response(302, "");
  response.headers.emplace_back("Location", address);
  return response;
}

}  // namespace herald::serve
