#pragma once
// A netdisk's share text, as its app copies it to the clipboard: 链接：https://… 提取码：ab12. Pure.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "value/value.h"

namespace herald::campaign {

/// One shared link.
struct Share {
  std::string url;
  std::string access_code;  ///< Empty when there is none.
  std::string platform;     ///< 百度网盘 …; empty for an unknown host.
  std::string expires;  ///< What stands behind 有效期至 …, up to the end of its sentence; may be empty.
  base::Span span;      ///< Of the address.
};

/// The shares in `body` of `source`, in order: addresses of a known netdisk, and others that have a code
/// beside them. The code may be behind the link, on the next line, before it, or in the link (?pwd=); either
/// width of colon, any blanks. Rows of tables are left to the readers of tables. Adds `share-no-code` where
/// the host asks for a code and there is none.
/// What stands in `code` (rising) is passed over.
std::vector<Share> find_shares(const base::Source& source, base::Span body, std::span<const base::Span> code,
                               base::Diagnostics& diagnostics);

/// The name of the netdisk that `url` leads to, or an empty text.
std::string_view netdisk_of(std::string_view url);

/// The address that `text` means but does not begin as one: pan.baidu.com/s/1a, http：//pan.baidu.com/s/1a,
/// www.example.cn. Empty when there is none.
std::string meant_address(std::string_view text);

/// True when a share at `url` cannot be opened without a code and does not bring it along.
bool wants_code(std::string_view url);

/// The code in `url` (?pwd=ab12), or an empty text.
std::string_view code_in_url(std::string_view url);

/// What stands behind 有效期至 and its like in `text`, up to the next mark; an empty text when nothing does.
std::string_view expiry_in_text(std::string_view text);

/// When a share ends.
struct ShareEnd {
  value::Value day;  ///< As fields of type Date hold it; undefined where no day is stated: 长期有效.
  bool says_more = false;  ///< Words stand beside the day: 2026年6月30日（内网）.
};

/// Reads 2026年6月30日, 有效期至6月30日, 截至6月底, 6月30日到期; of 6月1日至30日 the last day.
ShareEnd read_share_end(std::string_view text, int year, value::Arena& arena);

/// The code behind a label such as 提取码： in `text`, or an empty text.
std::string_view code_in_text(std::string_view text);

/// What `text` says besides the addresses in `urls` (rising), their codes and ends, and the words that
/// netdisks put around them (链接：, 复制这段内容后打开…): its parts, each on a line; empty when that is all.
std::string words_beside_shares(std::string_view text, std::span<const std::string> urls);

/// `paragraph` without what a netdisk put into it: where an address of a netdisk or a code stands, only the
/// sentences that have neither are left, each with its stop. Another paragraph is left as it is.
std::string without_shares(std::string_view paragraph);

}  // namespace herald::campaign
