#include "io/manifest.h"

namespace herald::io {

std::string_view name_of(FileClass file_class) {
  switch (file_class) {
    case FileClass::Asset:
      return "asset";
    case FileClass::Attachment:
      return "attachment";
    case FileClass::Page:
      return "page";
    case FileClass::Index:
      return "index";
    case FileClass::Feed:
      return "feed";
    case FileClass::Data:
      return "data";
  }
  return "";
}

}  // namespace herald::io
