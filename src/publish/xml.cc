#include "publish/xml.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/utf8.h"

namespace herald::publish {
namespace {

/// Appends the character of "&#10;" or "&#x41;" and returns how long that was; 0 when it is none.
size_t append_numbered(std::string& out, std::string_view text) {
  if (!text.starts_with("&#")) return 0;
  const bool is_hex = text.substr(2).starts_with('x');
  const size_t begin = is_hex ? 3 : 2;
  uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(text.data() + begin, text.data() + text.size(), code, is_hex ? 16 : 10);
  const auto size = static_cast<size_t>(end - text.data());
  const bool is_character = code > 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  if (error != std::errc() || size >= text.size() || text[size] != ';' || !is_character) return 0;
  base::append_utf8(out, static_cast<char32_t>(code));
  return size + 1;
}

void append_resolved(std::string& out, std::string_view text) {
  constexpr std::pair<std::string_view, char> kEntities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  for (size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    const auto* const entity =
        rest[0] != '&' ? std::end(kEntities)
                       : std::find_if(std::begin(kEntities), std::end(kEntities),
                                      [&](const auto& one) { return rest.starts_with(one.first); });
    if (entity != std::end(kEntities)) {
      out += entity->second;
      at += entity->first.size();
    } else if (const size_t size = append_numbered(out, rest); size != 0) {
      at += size;
    } else {
      out += text[at++];
    }
  }
}

}  // namespace

XmlReader::Token XmlReader::next(std::string& text) {
  text.clear();
  if (!pending_.empty()) {
    text = std::move(pending_);
    pending_.clear();
    return Token::Close;
  }
  while (!rest_.empty()) {
    if (rest_[0] != '<') {
      const size_t end = std::min(rest_.find('<'), rest_.size());
      append_resolved(text, rest_.substr(0, end));
      rest_.remove_prefix(end);
      return Token::Text;
    }
    if (rest_.starts_with("<![CDATA[")) {
      const size_t end = rest_.find("]]>");
      text = rest_.substr(9, end == std::string_view::npos ? 0 : end - 9);
      skip_behind("]]>");
      return Token::Text;
    }
    if (rest_.starts_with("<!--")) {
      skip_behind("-->");
      continue;
    }
    std::string_view tag = rest_.substr(1, std::min(rest_.find('>'), rest_.size()) - 1);
    skip_behind(">");
    if (tag.empty() || tag[0] == '?' || tag[0] == '!') continue;
    const bool is_close = tag[0] == '/', is_empty = tag.ends_with('/');
    if (is_close) tag.remove_prefix(1);
    tag = tag.substr(0, tag.find_first_of(" \t\r\n/"));
    if (const size_t colon = tag.rfind(':'); colon != std::string_view::npos) tag.remove_prefix(colon + 1);
    text = base::lower_ascii(tag);
    if (is_close) return Token::Close;
    if (is_empty) pending_ = text;
    return Token::Open;
  }
  return Token::End;
}

void XmlReader::skip_behind(std::string_view mark) {
  const size_t at = rest_.find(mark);
  rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + mark.size());
}

}  // namespace herald::publish
