#include "build/init.h"

#include <string>
#include <string_view>

#include "base/utf8.h"

namespace herald::build {
namespace {

struct Starter {
  std::string_view path;
  std::string_view text;
};

/// A site that an editor can fill in: every page says what to change.
constexpr Starter kStarters[] = {
    {"site.json", R"({
  "name": "××街道安全生产月",
  "domain": "anquan.example",
  "language": "zh-CN",
  "timezone": "Asia/Shanghai",
  "edition": "{year}",
  "sponsor": "××街道办事处",
  "columns": [
    {"name": "通知公告", "to": "{year}/notices/", "column_type": "公告通知"},
    {"name": "活动日程", "to": "{year}/schedule.md"},
    {"name": "宣传标语", "to": "{year}/slogans/"},
    {"name": "联系我们", "to": "{year}/contacts/"}
  ]
}
)"},
    {"content/{year}/_index.md", R"(---
title: {year}年“安全生产月”
year: {year}
series: 安全生产月
ordinal: {ordinal}
theme: 在这里写今年的主题
period: {start: {year}-06-01, end: {year}-06-30}
key_days:
  - {date: {year}-06-16, name: 安全宣传咨询日}
---
用两三句话说明今年的活动：什么时候、做什么、居民怎样参加。
)"},
    {"content/{year}/notices/huodong-tongzhi.md", R"(---
title: 关于开展{year}年“安全生产月”活动的通知
issuer: ××街道办事处
doc_number: ××办〔{year}〕1号
recipients: [各社区居委会, 各有关单位]
dated: {year}-05-20
published: {year}-05-20 09:00
---
今年6月是全国“安全生产月”。现将有关事项通知如下。

## 一、活动安排

（一）开展学习。写明谁来学、学什么、什么时候学完。

（二）办好咨询日。6月16日上午举行，安排见[活动日程](../schedule.md)。

## 二、有关要求

请各社区于7月3日前报送活动总结。
)"},
    {"content/{year}/schedule.md", R"(---
title: 活动日程
---
| 日期 | 时间 | 活动 | 地点 | 主办 |
|---|---|---|---|---|
| 6月1日 | 9:30—10:30 | 启动仪式 | 街道会议室 | 街道应急办 |
| 6月16日 | 9:00—11:30 | 安全宣传咨询日 | 文化广场 | 街道应急办 |
)"},
    {"content/{year}/slogans/biaoyu.md", R"(---
title: 宣传标语
---
1. 上楼看一眼，出门关一关
2. 通道不堆物，逃生有出路
3. 发现隐患早说话，一个电话帮大家
)"},
    {"content/{year}/contacts/dianhua.md", R"(---
title: 常用电话
---
| 名称 | 号码 | 用途 |
|---|---|---|
| 安全生产举报投诉 | 12350 | 举报事故隐患和违法行为，可以匿名 |
| 火警和救援 | 119 | 着火、被困 |
)"},
};

/// The first year of the sample's campaign, which has been held every year since: its ordinal follows.
constexpr int kBaseYear = 2001;

std::string filled(std::string_view text, int year) {
  const std::string with_year = base::replace_all(text, "{year}", std::to_string(year));
  return base::replace_all(with_year, "{ordinal}", std::to_string(year - kBaseYear));
}

}  // namespace

size_t init(io::Disk& disk, const std::string& folder, int year, base::Diagnostics& diagnostics) {
  if (auto info = disk.stat(folder)) {
    base::Diagnostics ignored;
    if (!info->directory || !disk.walk(folder, {}, ignored).files.empty()) {
      diagnostics.add(base::failure(base::Code::InitNotEmpty, folder, {folder}));
      return 0;
    }
  }
  size_t written = 0;
  for (const Starter& starter : kStarters) {
    auto done = disk.write(folder + "/" + filled(starter.path, year), filled(starter.text, year));
    if (!done) {
      diagnostics.add(done.error());
      return written;
    }
    written++;
  }
  return written;
}

}  // namespace herald::build
