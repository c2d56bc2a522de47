#include "campaign/shares.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/utf8.h"
#include "campaign/reading.h"
#include "campaign/times.h"
#include "campaign/words.h"
#include "text/text.h"

namespace herald::campaign {
namespace {

/// A host of shares, and whether its shares are locked.
struct Netdisk {
  std::string_view host;
  std::string_view name;
  bool locked;
};
constexpr std::array<Netdisk, 12> kNetdisks = {{
    {"pan.baidu.com", "百度网盘", true},
    {"yun.baidu.com", "百度网盘", true},
    {"cloud.189.cn", "天翼云盘", false},
    {"yun.139.com", "和彩云", false},
    {"caiyun.139.com", "和彩云", false},
    {"www.aliyundrive.com", "阿里云盘", false},
    {"www.alipan.com", "阿里云盘", false},
    {"pan.quark.cn", "夸克网盘", false},
    {"share.weiyun.com", "微云", false},
    {"pan.xunlei.com", "迅雷云盘", false},
    {"www.123pan.com", "123云盘", false},
    {"115.com", "115网盘", false},
}};

/// How far from its link a code is looked for, in bytes: the name of a file and a line break may lie between.
constexpr size_t kReach = 160;
/// A longer address is cut off: browsers take about as much.
constexpr size_t kAddressMax = 2048;
constexpr size_t kCodeMin = 4, kCodeMax = 8;
/// Of a date whose size alone is asked: a leap year, for 2月29日.
constexpr int kAnyYear = 2000;

/// What a share's text calls `field`, in the order of the table.
std::vector<std::string_view> names_of(std::string_view field) {
  std::vector<std::string_view> names;
  for (const Word& word : words()) {
    if (word.use != WordUse::Share || word.field != field) continue;
    for (const std::string_view name : base::split(word.names, '|')) names.push_back(name);
  }
  return names;
}

bool is_code_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string_view host_of(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  return url.substr(0, std::min(url.find_first_of("/?#:"), url.size()));
}

const Netdisk* find_netdisk(std::string_view url) {
  const std::string host = base::lower_ascii(host_of(url));
  for (const Netdisk& netdisk : kNetdisks) {
    if (netdisk.host == host) return &netdisk;
  }
  return nullptr;
}

/// Without blanks of any sort, colons and marks of emphasis at its beginning.
std::string_view skip_to_code(std::string_view text) {
  constexpr std::array<std::string_view, 10> kSkipped = {" ",  "\t", "\n", "　", " ",
                                                         "：", ":",  "*",  "`",  "为"};
  bool again = true;
  while (again) {
    again = false;
    for (const std::string_view skipped : kSkipped) {
      if (!text.starts_with(skipped)) continue;
      text.remove_prefix(skipped.size());
      again = true;
    }
  }
  return text;
}

std::string_view read_code(std::string_view text) {
  size_t size = 0;
  while (size < text.size() && is_code_character(text[size])) size++;
  return size >= kCodeMin && size <= kCodeMax ? text.substr(0, size) : std::string_view();
}

bool begins_with_code_label(std::string_view text) {
  size_t size = 0;
  const Word* word = find_prefix(WordUse::Share, base::trim(text), size);
  return word != nullptr && word->field == "access_code";
}

/// What is behind the link and belongs to it: up to the next link or the end of the paragraph; Word's
/// paragraphs leave an empty line before the code.
std::string_view following(std::string_view text, size_t begin) {
  const std::string_view rest = text.substr(begin, kReach);
  size_t paragraph = rest.find("\n\n");
  if (paragraph != std::string_view::npos && begins_with_code_label(rest.substr(paragraph)))
    paragraph = rest.find("\n\n", paragraph + 2);
  return rest.substr(0, std::min({rest.find("http"), paragraph, rest.find("\n|"), rest.size()}));
}

/// Where the line of an address begins, asked in rising order: each byte is looked at once, however long
/// lines are.
class LineBegin {
 public:
  explicit LineBegin(std::string_view text) : text_(text) {}

  size_t before(size_t at) {
    const size_t newline = text_.substr(seen_, at - seen_).rfind('\n');
    if (newline != std::string_view::npos) begin_ = seen_ + newline + 1;
    seen_ = at;
    return begin_;
  }

 private:
  std::string_view text_;
  size_t seen_ = 0;
  size_t begin_ = 0;
};

/// What the apps of netdisks say around a link, up to the next mark: the beginnings of their phrases.
constexpr std::array<std::string_view, 14> kAppPhrases = {
    "复制这段内容", "复制本段内容", "或者复制", "操作更方便", "点击链接保存", "点击链接即可保存", "打开「",
    "打开百度网盘", "打开网盘",     "无需下载", "视频原画",   "畅享原画",     "支持电视投屏",     "支持倍速"};
/// Words that say nothing more beside a link.
constexpr std::array<std::string_view, 20> kFillers = {
    "百度云", "网盘", "下载", "点击", "点此", "分享", "打开", "扫码", "前", "永久有效",
    "到期",   "有效", "失效", "止",   "和",   "或",   "及",   "与",   "至", "为"};

/// Whether `phrase`, which has no marks in it, is what stands beside any link.
bool is_usual(std::string_view phrase) {
  static const std::vector<std::string_view> usual = [] {
    std::vector<std::string_view> all(kFillers.begin(), kFillers.end());
    for (const std::string_view field : {"url", "access_code", "expires"}) {
      for (const std::string_view name : names_of(field)) all.push_back(name);
    }
    for (const Netdisk& netdisk : kNetdisks) all.push_back(netdisk.name);
    return all;
  }();
  const auto begins = [&](std::string_view words) { return phrase.starts_with(words); };
  if (std::any_of(kAppPhrases.begin(), kAppPhrases.end(), begins)) return true;
  if (begins("来自") && phrase.ends_with("的分享")) return true;
  for (auto found = usual.begin(); !phrase.empty() && found != usual.end();) {
    found = std::find_if(usual.begin(), usual.end(), begins);
    if (found != usual.end()) phrase.remove_prefix(found->size());
  }
  return phrase.empty();
}

constexpr std::array<std::string_view, 30> kMarks = {
    " ",  "\t", "　", "\\", "，", "。", "；", "！", "、", "：", ":", ",", ";", ".", "（",
    "）", "(",  ")",  "【", "】", "[",  "]",  "<",  ">",  "|",  "*", "`", "-", "—", "?"};

/// Whether every phrase of `part` is usual beside a link.
bool is_usual_part(std::string_view part) {
  while (!part.empty()) {
    const std::string_view near = part.substr(0, kReach);  // no phrase of an app is as long
    size_t end = near.size(), skip = 0;
    for (const std::string_view mark : kMarks) {
      const size_t at = near.find(mark);
      if (at >= end) continue;
      end = at;
      skip = mark.size();
    }
    if (!is_usual(part.substr(0, end))) return false;
    part.remove_prefix(end + skip);
  }
  return true;
}

/// `part` without marks at its ends and without brackets that open or close nothing in it.
std::string_view trim_part(std::string_view part) {
  constexpr std::pair<std::string_view, std::string_view> kBrackets[] = {
      {"（", "）"}, {"(", ")"}, {"[", "]"}};
  for (std::string_view before; before != part;) {
    before = part;
    part = trim_marks(part);
    for (const auto& [open, close] : kBrackets) {
      const bool opens = part.find(open) != std::string_view::npos;
      const bool closes = part.find(close) != std::string_view::npos;
      if (part.starts_with(open) && (!closes || part.ends_with(close))) {
        part.remove_prefix(open.size());
        if (closes) part.remove_suffix(close.size());
      } else if (part.starts_with(close)) {
        part.remove_prefix(close.size());
      } else if (part.ends_with(open) || (part.ends_with(close) && !opens)) {
        part.remove_suffix(open.size());
      }
    }
  }
  return part;
}

/// `text` with a line break in the place of each `name` for which `size_of` reads something behind it, and of
/// that.
template <class SizeOf>
std::string without_labelled(std::string_view text, std::string_view name, SizeOf size_of) {
  std::string left;
  size_t begin = 0;
  for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    if (at < begin) continue;
    const std::string_view behind = skip_to_code(text.substr(at + name.size()));
    const size_t size = size_of(behind);
    if (size == 0) continue;
    left.append(text.substr(begin, at - begin)).append("\n");
    begin = static_cast<size_t>(behind.begin() - text.begin()) + size;
  }
  return left.append(text.substr(begin));
}

/// Whether `text` holds a code, or an address of a netdisk.
bool has_share(std::string_view text) {
  if (!code_in_text(text).empty()) return true;
  for (size_t at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 4)) {
    if (find_netdisk(find_address(text.substr(at, kAddressMax))) != nullptr) return true;
  }
  return false;
}

}  // namespace

std::string_view netdisk_of(std::string_view url) {
  const Netdisk* netdisk = find_netdisk(url);
  return netdisk == nullptr ? std::string_view() : netdisk->name;
}

std::string meant_address(std::string_view text) {
  const std::string narrow = narrowed(text);
  std::string address(find_address(narrow));
  const auto begin_at = [&](std::string_view host) {
    const size_t at = narrow.find(host);
    if (address.empty() && at != std::string::npos) address = find_address("https://" + narrow.substr(at));
  };
  for (const Netdisk& netdisk : kNetdisks) begin_at(netdisk.host);
  begin_at("www.");
  return address;
}

bool wants_code(std::string_view url) {
  const Netdisk* netdisk = find_netdisk(url);
  return netdisk != nullptr && netdisk->locked && code_in_url(url).empty() &&
         url.find("/s/") != std::string_view::npos;
}

std::string_view code_in_url(std::string_view url) {
  for (const std::string_view key : {"?pwd=", "&pwd=", "?code=", "&code=", "?password="}) {
    const size_t at = url.find(key);
    if (at != std::string_view::npos) return read_code(url.substr(at + key.size()));
  }
  return {};
}

std::string_view code_in_text(std::string_view text) {
  static const std::vector<std::string_view> names = names_of("access_code");
  for (const std::string_view name : names) {
    for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
      const std::string_view code = read_code(skip_to_code(text.substr(at + name.size())));
      if (!code.empty()) return code;
    }
  }
  return {};
}

std::string_view expiry_in_text(std::string_view text) {
  static const std::vector<std::string_view> names = names_of("expires");
  for (const std::string_view name : names) {
    const size_t at = text.find(name);
    if (at == std::string_view::npos) continue;
    std::string_view rest = skip_to_code(text.substr(at + name.size()));
    for (const std::string_view to : {"至", "到"}) {
      if (rest.starts_with(to)) rest = skip_to_code(rest.substr(to.size()));
    }
    size_t end = rest.find('\n');
    for (const std::string_view stop : {"。", "，", "；", "（", "）", "、", ",", ";", "(", ")"})
      end = std::min(end, rest.find(stop));
    return base::trim(rest.substr(0, end));
  }
  return {};
}

ShareEnd read_share_end(std::string_view text, int year, value::Arena& arena) {
  static const std::vector<std::string_view> names = names_of("expires");
  text = base::trim(text);
  const auto skip = [&](std::string_view words) {
    if (text.starts_with(words)) text = skip_to_code(text.substr(words.size()));
  };
  for (const std::string_view name : names) skip(name);
  for (const std::string_view until : {"截止", "截至", "至", "到", "于"}) skip(until);
  const auto period = text::read_period(text, year);
  if (!period) return {};
  ShareEnd end{{}, !is_usual_part(text.substr(std::min(period->size, text.size())))};
  const auto first = text::read_date(text, year);
  end.day = first && first->size == period->size
                ? date_value(text, year, arena)
                : value::Value::string(arena.copy(base::iso(period->latest)));
  return end;
}

std::vector<Share> find_shares(const base::Source& source, base::Span body,
                               std::span<const base::Span> code_spans, base::Diagnostics& diagnostics) {
  std::vector<Share> shares;
  std::unordered_set<std::string_view> known;
  const std::string_view text = source.view(body);
  LineBegin lines(text);
  size_t after = 0;
  for (size_t at = text.find("http"); at != std::string_view::npos;
       at = text.find("http", std::max(after, at + 4))) {
    const std::string_view rest = text.substr(at, kAddressMax);
    if (!rest.starts_with("http://") && !rest.starts_with("https://")) continue;
    const std::string_view url = find_address(rest);
    const size_t before = after;
    after = at + url.size();
    const size_t line = lines.before(at);
    if (text[line] == '|' || markdown::lies_in(code_spans, body.begin + at)) continue;
    const size_t preceding = std::max({line, before, at - std::min(at, kReach)});
    const std::string_view platform = netdisk_of(url);
    std::string_view code = code_in_url(url);
    if (code.empty()) code = code_in_text(following(text, after));
    if (code.empty()) code = code_in_text(text.substr(preceding, at - preceding));
    if (platform.empty() && code.empty()) continue;
    const auto begin = static_cast<uint32_t>(body.begin + at);
    const base::Span span{begin, begin + static_cast<uint32_t>(url.size())};
    if (code.empty() && wants_code(url)) diagnostics.add(base::Code::ShareNoCode, source, span);
    if (!known.insert(url).second) continue;
    const std::string_view expires = expiry_in_text(following(text, after));
    shares.push_back(
        {std::string(url), std::string(code), std::string(platform), std::string(expires), span});
  }
  return shares;
}

std::string words_beside_shares(std::string_view text, std::span<const std::string> urls) {
  std::string left;
  size_t begin = 0;
  for (size_t at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 1)) {
    const std::string_view url = find_address(text.substr(at, kAddressMax));
    if (url.data() != text.data() + at || !std::binary_search(urls.begin(), urls.end(), url)) continue;
    left.append(text.substr(begin, at - begin)).append("\n");
    begin = at + url.size();
  }
  left += text.substr(begin);
  for (const std::string_view name : names_of("access_code"))
    left = without_labelled(left, name, [](std::string_view rest) { return read_code(rest).size(); });
  const auto size_of_date = [](std::string_view rest) {
    const auto date = text::read_period(rest, kAnyYear);
    return date ? date->size : 0;
  };
  for (const std::string_view name : names_of("expires")) left = without_labelled(left, name, size_of_date);
  std::string words;
  for (const std::string_view part : base::split(left, '\n')) {
    if (is_usual_part(part)) continue;
    words += (words.empty() ? "" : "\n") + std::string(trim_part(part));
  }
  return words;
}

std::string without_shares(std::string_view paragraph) {
  if (!has_share(paragraph)) return std::string(paragraph);
  constexpr std::string_view kStops[] = {"。", "！", "？", "\n"};
  std::string kept;
  while (!paragraph.empty()) {
    size_t end = paragraph.size();
    for (const std::string_view stop : kStops) {
      const size_t at = paragraph.find(stop);
      if (at != std::string_view::npos) end = std::min(end, at + stop.size());
    }
    const std::string_view sentence = base::trim(paragraph.substr(0, end));
    paragraph.remove_prefix(end);
    // What the app says around its link ends without a stop.
    const bool is_sentence = std::any_of(std::begin(kStops), std::end(kStops),
                                         [&](std::string_view stop) { return sentence.ends_with(stop); });
    if (is_sentence && !has_share(sentence)) kept += sentence;
  }
  return kept;
}

}  // namespace herald::campaign
