#include "base/system_words.h"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <string_view>
#include <system_error>

namespace herald::base {
namespace {

struct Words {
  int error;
  std::string_view chinese;
};
constexpr Words kWords[] = {
    {EACCES, "没有权限"},
    {EPERM, "系统不允许这样做"},
    {ENOENT, "文件或文件夹不存在"},
    {ENOTDIR, "路径中间有一个文件，不是文件夹"},
    {EISDIR, "那里是一个文件夹"},
    {EEXIST, "已经存在"},
    {ENOTEMPTY, "文件夹不是空的"},
    {ENOSPC, "磁盘已满"},
    {EDQUOT, "超过了磁盘配额"},
    {EROFS, "磁盘是只读的"},
    {EFBIG, "文件太大"},
    {EIO, "磁盘读写出错"},
    {EBUSY, "正在被其他程序使用"},
    {ETXTBSY, "正在被其他程序使用"},
    {ENODEV, "设备不在"},
    {ENXIO, "设备不在"},
    {ENAMETOOLONG, "文件名太长"},
    {ELOOP, "链接绕成了圈"},
    {EINVAL, "系统不接受这个名称或操作"},
    {EXDEV, "不在同一个磁盘上"},
    {EMFILE, "打开的文件太多"},
    {ENFILE, "打开的文件太多"},
    {ENOMEM, "内存不够"},
    {ESTALE, "共享文件夹的连接已经断开"},
    {EHOSTDOWN, "主机没有开机"},
    {EHOSTUNREACH, "找不到通往主机的网络"},
    {ENETUNREACH, "网络不通"},
    {ETIMEDOUT, "等了太久没有回答"},
    {ECONNREFUSED, "连接被拒绝"},
    {ECONNRESET, "连接中断"},
    {EADDRINUSE, "端口已被占用"},
    {EADDRNOTAVAIL, "不是本机的地址"},
};

}  // namespace

Reason system_reason(int error) {
  const std::string english = std::generic_category().message(error);
  const auto* const found = std::find_if(std::begin(kWords), std::end(kWords),
                                         [&](const Words& words) { return words.error == error; });
  return {english, found == std::end(kWords) ? english : std::string(found->chinese)};
}

}  // namespace herald::base
