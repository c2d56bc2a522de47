#include "markdown/directive_header.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace herald::markdown::internal {
namespace {

constexpr std::string_view kWideColon = "：";
constexpr size_t kNameMax = 60;

bool is_blank(std::string_view text, size_t at, size_t& size) {
  size = text[at] == ' ' || text[at] == '\t' ? 1 : text.substr(at).starts_with("　") ? 3 : 0;
  return size > 0;
}

size_t behind_blanks(std::string_view text, size_t at) {
  for (size_t size = 0; at < text.size() && is_blank(text, at, size);) at += size;
  return at;
}

/// The bytes of the first of `signs` that stands at `at`, or 0.
template <size_t N>
size_t sign_at(std::string_view text, size_t at, const std::array<std::string_view, N>& signs) {
  for (const std::string_view sign : signs) {
    if (text.substr(std::min(at, text.size())).starts_with(sign)) return sign.size();
  }
  return 0;
}

constexpr std::array<std::string_view, 2> kOpenBrace = {"{", "｛"};
constexpr std::array<std::string_view, 2> kCloseBrace = {"}", "｝"};
constexpr std::array<std::string_view, 4> kEquals = {"=", "＝", ":", "："};
constexpr std::array<std::string_view, 2> kCommas = {",", "，"};

struct Quotes {
  std::string_view open, close;
};
constexpr std::array<Quotes, 4> kQuotes = {{{"\"", "\""}, {"“", "”"}, {"'", "'"}, {"＂", "＂"}}};

bool is_escape(std::string_view text, size_t at) {
  if (text[at] != '\\' || at + 1 >= text.size()) return false;
  const auto next = static_cast<unsigned char>(text[at + 1]);
  return next < 0x80 && next > 0x20 && !(next >= '0' && next <= '9') &&
         !((next | 0x20) >= 'a' && (next | 0x20) <= 'z');
}

/// Reads settings up to the closing brace.
class SettingsReader {
 public:
  SettingsReader(std::string_view text, DirectiveHeader& header) : text_(text), header_(header) {}

  /// Returns where the text goes on behind the brace, or npos when there is none.
  size_t run(size_t at) {
    for (;;) {
      at = behind_blanks(text_, at);
      if (at >= text_.size()) return std::string_view::npos;
      if (const size_t size = sign_at(text_, at, kCloseBrace); size > 0) return at + size;
      if (const size_t size = sign_at(text_, at, kCommas); size > 0) {
        at += size;
        continue;
      }
      at = setting(at);
    }
  }

 private:
  bool ends_word(size_t at) const {
    size_t size = 0;
    return is_blank(text_, at, size) || sign_at(text_, at, kCloseBrace) > 0;
  }

  /// True for a comma that another setting follows: 打印后填写，交到社区 is one value.
  bool parts_settings(size_t at) const {
    constexpr std::string_view kComma = "，";
    if (!text_.substr(at).starts_with(kComma)) return false;
    for (at = behind_blanks(text_, at + kComma.size()); at < text_.size() && !ends_word(at); ++at) {
      if (sign_at(text_, at, kEquals) > 0) return true;
      if (text_.substr(at).starts_with(kComma)) return false;
    }
    return at < text_.size() && sign_at(text_, at, kCloseBrace) > 0 && text_.substr(0, at).ends_with(kComma);
  }

  size_t setting(size_t begin) {
    DirectiveHeader::Setting setting;
    setting.begin = begin;
    size_t at = begin;
    size_t equals = 0;
    while (at < text_.size() && !ends_word(at) && (equals = sign_at(text_, at, kEquals)) == 0) ++at;
    setting.name = text_.substr(begin, at - begin);
    if (equals == 0 || setting.name.empty()) {
      at += equals;
      while (at < text_.size() && !ends_word(at)) ++at;
      wrong(begin, at);
      return at;
    }
    at = value(behind_blanks(text_, at + equals), setting);
    setting.end = at;
    header_.settings.push_back(std::move(setting));
    return at;
  }

  size_t value(size_t at, DirectiveHeader::Setting& setting) {
    const auto quotes = std::find_if(kQuotes.begin(), kQuotes.end(), [&](const Quotes& q) {
      return text_.substr(std::min(at, text_.size())).starts_with(q.open);
    });
    const bool quoted = quotes != kQuotes.end();
    if (quoted) at += quotes->open.size();
    setting.value_begin = at;
    if (quoted && text_.find(quotes->close, at) == std::string_view::npos) at = text_.size();
    while (at < text_.size()) {
      if (quoted ? text_.substr(at).starts_with(quotes->close) : ends_word(at) || parts_settings(at)) break;
      if (is_escape(text_, at)) ++at;
      setting.value += text_[at++];
    }
    setting.value_end = at;
    if (!quoted && setting.value.ends_with(',')) {  // {file=a.pdf, title=b}
      setting.value.pop_back();
      --setting.value_end;
    }
    if (!quoted) return at;
    if (at >= text_.size()) {
      wrong(setting.begin, at);
      return at;
    }
    return at + quotes->close.size();
  }

  void wrong(size_t begin, size_t end) {
    if (header_.wrong_end > 0) return;
    header_.wrong_begin = begin;
    header_.wrong_end = end;
  }

  std::string_view text_;
  DirectiveHeader& header_;
};

/// Reads "[…]" at `at`; brackets inside pair. Returns the end, or 0 when it has none.
size_t read_label(std::string_view text, size_t at, DirectiveHeader& header) {
  std::string label;
  int depth = 0;
  for (size_t i = at; i < text.size(); ++i) {
    if (is_escape(text, i)) {
      label += text[++i];
      continue;
    }
    if (text[i] == '[' && depth++ == 0) continue;
    if (text[i] == ']' && --depth == 0) {
      header.label = base::trim(label);
      header.label_begin = at + 1;
      header.label_end = i;
      return i + 1;
    }
    label += text[i];
  }
  return 0;
}

}  // namespace

std::optional<Fence> read_fence(std::string_view line) {
  Fence fence;
  size_t at = 0;
  for (;;) {
    const size_t size = line.substr(at).starts_with(':')          ? 1
                        : line.substr(at).starts_with(kWideColon) ? 3
                                                                  : 0;
    if (size == 0) break;
    at += size;
    ++fence.colons;
  }
  if (fence.colons < 3) return std::nullopt;
  size_t end = line.size();
  while (end > at &&
         (line[end - 1] == '\n' || line[end - 1] == '\r' || line[end - 1] == ' ' || line[end - 1] == '\t'))
    --end;
  at = behind_blanks(line.substr(0, end), at);
  fence.rest = line.substr(at, end - at);
  return fence;
}

size_t directive_name_size(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    if (c < 0x80 && !letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') break;
    if (c >= 0x80) {
      size_t next = at;
      if (!base::is_han(base::next_code_point(text, next))) break;
      at = next;
    } else {
      ++at;
    }
    if (at > kNameMax) return 0;
  }
  return at;
}

DirectiveHeader read_directive_header(std::string_view text) {
  DirectiveHeader header;
  text = text.substr(0, kDirectiveHeaderMax);
  size_t at = directive_name_size(text);
  header.name = text.substr(0, at);
  header.size = at;
  size_t next = behind_blanks(text, at);
  if (next < text.size() && text[next] == '[') {
    const size_t end = read_label(text, next, header);
    if (end == 0) {
      header.wrong_begin = next;
      header.wrong_end = text.size();
      return header;
    }
    header.size = at = end;
    next = behind_blanks(text, at);
  }
  const size_t brace = sign_at(text, next, kOpenBrace);
  if (brace == 0) return header;
  const size_t end = SettingsReader(text, header).run(next + brace);
  if (end == std::string_view::npos) {
    header.settings.clear();
    header.wrong_begin = next;
    header.wrong_end = text.size();
    header.size = text.size();
    return header;
  }
  header.has_braces = true;
  header.size = end;
  return header;
}

}  // namespace herald::markdown::internal
