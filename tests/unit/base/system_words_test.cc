#include "base/system_words.h"

#include <doctest/doctest.h>

#include <cerrno>
#include <string>

namespace base = herald::base;

TEST_CASE("what the system refuses has a reason in both languages") {
  struct Row {
    int error;
    std::string english, chinese;
  };
  const Row rows[] = {
      {EACCES, "Permission denied", "没有权限"},
      {EROFS, "Read-only file system", "磁盘是只读的"},
      {EIO, "Input/output error", "磁盘读写出错"},
      {EADDRINUSE, "Address already in use", "端口已被占用"},
      {ENOTTY, "Inappropriate ioctl for device", "Inappropriate ioctl for device"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.error);
    CHECK(base::system_reason(row.error).english == row.english);
    CHECK(base::system_reason(row.error).chinese == row.chinese);
  }
}
