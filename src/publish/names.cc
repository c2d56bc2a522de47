#include "publish/names.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "base/utf8.h"
#include "publish/lock.h"
#include "publish/record.h"

namespace herald::publish {
namespace {

/// Why a name cannot be taken, in both languages; empty when it can.
struct Reason {
  std::string zh, en;
};

bool is_device(std::string_view part) {
  constexpr std::array<std::string_view, 4> kDevices = {"con", "prn", "aux", "nul"};
  const std::string stem = base::lower_ascii(part.substr(0, part.find('.')));
  if (std::find(kDevices.begin(), kDevices.end(), stem) != kDevices.end()) return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '1' &&
         stem[3] <= '9';
}

Reason reason_against(std::string_view part, NameRules rules) {
  for (const char c : part) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return {"有控制字符", "it has control characters"};
  }
  if (part.find('\\') != std::string_view::npos)
    return {"有 `\\`，它在 Windows 上分开文件夹", "it has a `\\`, which parts folders on Windows"};
  if (part.size() > kNameBytesMax) {
    const std::string count = std::to_string(part.size()), most = std::to_string(kNameBytesMax);
    return {"有 " + count + " 个字节，最多 " + most, "it has " + count + " bytes, " + most + " at most"};
  }
  if (rules != NameRules::Windows) return {};
  const size_t bad = part.find_first_of(":*?\"<>|");
  if (bad != std::string_view::npos) {
    const std::string c(1, part[bad]);
    return {"Windows 的文件名里不能有 `" + c + "`", "Windows takes no `" + c + "` in names"};
  }
  if (part.ends_with('.') || part.ends_with(' '))
    return {"Windows 的文件名不能以句点或空格结尾", "on Windows no name ends with a point or a blank"};
  if (is_device(part)) return {"它是 Windows 的设备名称", "it is the name of a device of Windows"};
  return {};
}

bool is_ours(std::string_view path) {
  const std::string_view first = path.substr(0, path.find('/'));
  return first == kLockFolder || is_record_path(path);
}

}  // namespace

void check_names(const io::Manifest& site, NameRules rules, base::Diagnostics& diagnostics) {
  const auto add = [&](const std::string& path, Reason reason) {
    std::string shown = path;
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
    diagnostics.add(base::failure(base::Code::PublishName, {},
                                  {std::move(shown), std::move(reason.zh), std::move(reason.en)}));
  };
  std::map<std::string, std::string> taken;  // each folder and file in lower case, as it was written
  for (const io::ManifestEntry& entry : site.entries) {
    if (is_ours(entry.path)) add(entry.path, {"它是 herald 自己用的", "it is herald's own"});
    for (size_t begin = 0; begin <= entry.path.size();) {
      const size_t end = std::min(entry.path.find('/', begin), entry.path.size());
      const std::string whole = entry.path.substr(0, end);
      const auto [at, is_new] = taken.emplace(base::lower_ascii(whole), whole);
      const bool is_alike = rules == NameRules::Windows && !is_new && at->second != whole;
      Reason reason;
      if (is_alike) {
        reason = {"与 `" + at->second + "` 只是大小写不同",
                  "it differs from `" + at->second + "` in capitals alone"};
      } else if (is_new) {
        reason = reason_against(std::string_view(whole).substr(begin), rules);
      }
      if (!reason.en.empty()) {
        add(whole, std::move(reason));
        break;
      }
      begin = end + 1;
    }
  }
}

}  // namespace herald::publish
