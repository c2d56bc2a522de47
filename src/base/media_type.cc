#include "base/media_type.h"

#include <array>
#include <string>
#include <utility>

#include "base/utf8.h"

namespace herald::base {
namespace {

using Type = std::pair<std::string_view, std::string_view>;

/// Whole names that say more than their endings.
constexpr std::array kNames = {
    Type{"feed.xml", "application/atom+xml; charset=utf-8"},
    Type{"feed.json", "application/feed+json"},
    Type{"_redirects", "text/plain; charset=utf-8"},
};

/// Endings, the longer before the shorter that it ends in.
constexpr std::array kEndings = {
    Type{".7z", "application/x-7z-compressed"},
    Type{".aac", "audio/aac"},
    Type{".avif", "image/avif"},
    Type{".bmp", "image/bmp"},
    Type{".css", "text/css; charset=utf-8"},
    Type{".csv", "text/csv; charset=utf-8"},
    Type{".doc", "application/msword"},
    Type{".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    Type{".epub", "application/epub+zip"},
    Type{".et", "application/vnd.ms-excel"},
    Type{".flac", "audio/flac"},
    Type{".gif", "image/gif"},
    Type{".gz", "application/gzip"},
    Type{".htm", "text/html; charset=utf-8"},
    Type{".html", "text/html; charset=utf-8"},
    Type{".ico", "image/vnd.microsoft.icon"},
    Type{".ics", "text/calendar; charset=utf-8"},
    Type{".jpeg", "image/jpeg"},
    Type{".jpg", "image/jpeg"},
    Type{".js", "text/javascript; charset=utf-8"},
    Type{".mjs", "text/javascript; charset=utf-8"},
    Type{".schema.json", "application/schema+json"},
    Type{".json", "application/json"},
    Type{".jsonld", "application/ld+json"},
    Type{".m4a", "audio/mp4"},
    Type{".m4v", "video/mp4"},
    Type{".map", "application/json"},
    Type{".md", "text/markdown; charset=utf-8"},
    Type{".mov", "video/quicktime"},
    Type{".mp3", "audio/mpeg"},
    Type{".mp4", "video/mp4"},
    Type{".odp", "application/vnd.oasis.opendocument.presentation"},
    Type{".ods", "application/vnd.oasis.opendocument.spreadsheet"},
    Type{".odt", "application/vnd.oasis.opendocument.text"},
    Type{".ofd", "application/ofd"},
    Type{".ogg", "audio/ogg"},
    Type{".otf", "font/otf"},
    Type{".pdf", "application/pdf"},
    Type{".png", "image/png"},
    Type{".ppt", "application/vnd.ms-powerpoint"},
    Type{".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    Type{".rar", "application/vnd.rar"},
    Type{".rtf", "application/rtf"},
    Type{".sha256", "text/plain; charset=utf-8"},
    Type{".svg", "image/svg+xml"},
    Type{".tar", "application/x-tar"},
    Type{".tif", "image/tiff"},
    Type{".tiff", "image/tiff"},
    Type{".tsv", "text/tab-separated-values; charset=utf-8"},
    Type{".ttf", "font/ttf"},
    Type{".txt", "text/plain; charset=utf-8"},
    Type{".vcf", "text/vcard; charset=utf-8"},
    Type{".vtt", "text/vtt; charset=utf-8"},
    Type{".wasm", "application/wasm"},
    Type{".wav", "audio/wav"},
    Type{".webm", "video/webm"},
    Type{".webmanifest", "application/manifest+json"},
    Type{".webp", "image/webp"},
    Type{".woff", "font/woff"},
    Type{".woff2", "font/woff2"},
    Type{".wps", "application/vnd.ms-works"},
    Type{".xhtml", "application/xhtml+xml; charset=utf-8"},
    Type{".xls", "application/vnd.ms-excel"},
    Type{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    Type{".xml", "application/xml; charset=utf-8"},
    Type{".zip", "application/zip"},
};

}  // namespace

std::string_view media_type_of(std::string_view path) {
  const std::string name = lower_ascii(path.substr(path.rfind('/') + 1));  // npos + 1 is 0
  for (const auto& [whole, type] : kNames) {
    if (name == whole) return type;
  }
  for (const auto& [ending, type] : kEndings) {
    if (name.size() > ending.size() && name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

}  // namespace herald::base
