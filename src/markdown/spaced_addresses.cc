// Links and pictures that stayed text since their address holds a blank.

#include <algorithm>

#include "base/utf8.h"
#include "markdown/internal.h"

namespace herald::markdown::internal {
namespace {

constexpr size_t npos = std::string_view::npos;

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_alnum(char c) { return (c >= '0' && c <= '9') || is_letter(c); }

/// How far behind `](` an address is looked for, which keeps a hostile text from costing its square.
constexpr size_t kAddressMax = 300;

/// Behind `](`, the bytes before the parenthesis that closes; npos when none does.
size_t address_size(std::string_view behind) {
  int open = 0;
  for (size_t at = 0; at < behind.size(); ++at) {
    if (behind[at] == '(') ++open;
    if (behind[at] == ')' && open-- == 0) return at;
  }
  return npos;
}

/// Whether a text in parentheses means a file or a page: it ends as their names do, or begins as addresses.
bool names_file(std::string_view text) {
  constexpr size_t kExtensionMax = 5;
  if (text.starts_with("http://") || text.starts_with("https://")) return true;
  text = text.substr(0, text.find('#'));
  const size_t dot = text.rfind('.');
  if (dot == npos || dot == 0) return false;
  const std::string_view extension = text.substr(dot + 1);
  return extension.size() <= kExtensionMax && std::all_of(extension.begin(), extension.end(), is_alnum) &&
         std::any_of(extension.begin(), extension.end(), is_letter);
}

/// Whether a backslash stands before the bracket at `close`, or before the one that it closes.
bool is_escaped_link(std::string_view text, size_t close) {
  const auto escaped = [&](size_t at) { return at > 0 && text[at - 1] == '\\'; };
  const size_t near = close > kAddressMax ? close - kAddressMax : 0;
  const size_t open = text.substr(near, close - near).rfind('[');
  return escaped(close) || (open != npos && escaped(near + open));
}

/// The rest of the line at the beginning of `text`, as far as an address is looked for, where it is one of
/// the web; else nothing.
std::string_view web_address(std::string_view text) {
  if (!text.starts_with("http://") && !text.starts_with("https://")) return {};
  return text.substr(0, std::min(text.find('\n'), kAddressMax));
}

}  // namespace

bool may_have_spaced_address(std::string_view text) {
  for (size_t at = 0; (at = text.find("](", at)) != npos; at += 2) {
    std::string_view behind = text.substr(at + 2, kAddressMax);
    behind = behind.substr(0, behind.find('\n'));
    const size_t blank = behind.find(' ');
    if (blank != npos && blank < behind.rfind(')')) return true;
  }
  return false;
}

// ![图](图 片.png): what stayed text since its address holds a blank.
void Builder::tell_spaced_addresses(std::string_view run) {
  for (size_t at = 0; (at = run.find("](", at)) != npos; at += 2) {
    const uint32_t begin = span_of(at + 1, at + 2).end;
    // The run of https://… ends here: what it begins with is a link of its own.
    const bool is_at_end = at + 2 == run.size();
    const std::string_view behind = is_at_end ? web_address(std::string_view(source_.text).substr(begin))
                                              : run.substr(at + 2, kAddressMax);
    const size_t size = address_size(behind);
    if (size == npos) continue;
    std::string_view address = behind.substr(0, size);
    address = base::trim(address.substr(0, std::min(address.find(" \""), size)));
    if (address.find(' ') == npos || address[0] == '<' || !names_file(address)) continue;
    if (is_escaped_link(source_.text, span_of(at, at + 1).begin)) continue;
    const auto from = static_cast<size_t>(address.data() - behind.data());
    const base::Span span = is_at_end ? base::Span{begin, begin + static_cast<uint32_t>(address.size())}
                                      : span_of(at + 2 + from, at + 2 + from + address.size());
    diagnostics_.add(base::Code::BlankInAddress, source_, span, {std::string(address)});
  }
}

}  // namespace herald::markdown::internal
