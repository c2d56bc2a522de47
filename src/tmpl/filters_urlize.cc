// The filter `urlize`: addresses in a text become links. What counts as an address is what Jinja2 3.1 takes
// for one: http(s)://, www., names that end in one of the old top-level domains, and mail addresses.

#include <algorithm>
#include <array>
#include <set>

#include "base/utf8.h"
#include "tmpl/builtins.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using value::Type;
using value::Value;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }
bool is_ascii_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

bool starts_with_any_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

/// How many bytes at the front of `text` are letters, digits, `_` or one of `others`.
size_t word_size(std::string_view text, std::string_view others) {
  size_t at = 0;
  while (at < text.size()) {
    size_t next = at;
    char32_t c = base::next_code_point(text, next);
    bool other = c < 0x80 && others.find(static_cast<char>(c)) != std::string_view::npos;
    if (!other && !is_word_character(c)) break;
    at = next;
  }
  return at;
}

/// Behind the host: nothing, a port, a path, a query, a fragment.
bool is_rest_of_address(std::string_view rest) {
  if (rest.starts_with(':')) {
    size_t end = 1;
    while (end < rest.size() && is_digit(rest[end])) ++end;
    if (end < 2 || end > 6) return false;
    rest.remove_prefix(end);
  }
  return rest.empty() || rest[0] == '/' || rest[0] == '?' || rest[0] == '#';
}

/// A last label as any top-level domain may be: letters, or xn--….
bool is_top_level(std::string_view label) {
  if (starts_with_any_case(label, "xn--")) {
    size_t size = base::count_code_points(label.substr(4));
    return size >= 2 && size <= 59 && word_size(label.substr(4), "%") == label.size() - 4;
  }
  return label.size() >= 2 && label.size() <= 63 && std::all_of(label.begin(), label.end(), is_ascii_letter);
}

bool is_old_top_level(std::string_view label) {
  static constexpr std::array<std::string_view, 8> kKnown = {"com", "net", "int",  "edu",
                                                             "gov", "org", "info", "mil"};
  return std::any_of(kKnown.begin(), kKnown.end(), [&](std::string_view known) {
    return known.size() == label.size() && starts_with_any_case(label, known);
  });
}

/// The labels of a host name; `needs_size` when each but the last has 2 to 63 characters.
bool are_labels(std::string_view labels, bool needs_size) {
  while (!labels.empty()) {
    size_t dot = labels.find('.');
    size_t size = base::count_code_points(labels.substr(0, dot));
    if (size == 0 || (needs_size && (size < 2 || size > 63))) return false;
    if (dot == std::string_view::npos) break;
    labels.remove_prefix(dot + 1);
  }
  return true;
}

bool is_ip4(std::string_view host) {
  int parts = 0;
  while (true) {
    size_t dot = std::min(host.find('.'), host.size());
    bool digits =
        dot >= 1 && dot <= 3 && std::all_of(host.begin(), host.begin() + static_cast<long>(dot), is_digit);
    if (!digits) return false;
    ++parts;
    if (dot == host.size()) return parts == 4;
    host.remove_prefix(dot + 1);
  }
}

/// [::1]: two groups that end with a colon, then up to six that may.
bool is_ip6(std::string_view text, size_t& end) {
  end = 1;
  for (int group = 0; group < 8; ++group) {
    size_t begin = end;
    while (end < text.size() && end - begin < 4 && is_hex(text[end])) ++end;
    bool colon = end < text.size() && text[end] == ':';
    if (colon) ++end;
    if (!colon && group < 2) return false;
  }
  return end < text.size() && text[end++] == ']';
}

bool is_web_address(std::string_view word) {
  bool scheme = false, www = false;
  for (std::string_view prefix : {"http://", "https://"}) {
    if (scheme || !starts_with_any_case(word, prefix)) continue;
    word.remove_prefix(prefix.size());
    scheme = true;
  }
  if (size_t end = 0; scheme && word.starts_with('['))
    return is_ip6(word, end) && is_rest_of_address(word.substr(end));
  std::string_view host = word.substr(0, word_size(word, "%-."));
  if (!is_rest_of_address(word.substr(host.size()))) return false;
  if (scheme && is_ip4(host)) return true;
  size_t dot = host.rfind('.');
  std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  std::string_view labels = dot == std::string_view::npos ? std::string_view() : host.substr(0, dot);
  www = starts_with_any_case(host, "www.");
  if ((scheme || www) && is_top_level(last) && are_labels(labels, false) && !labels.starts_with('.'))
    return scheme ? dot != 0 : true;
  return !scheme && dot != std::string_view::npos && dot > 0 && is_old_top_level(last) &&
         are_labels(labels, true);
}

bool is_mail_address(std::string_view word) {
  size_t at = word.rfind('@');
  if (at == std::string_view::npos || at == 0) return false;
  std::string_view host = word.substr(at + 1);
  size_t dot = host.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == host.size()) return false;
  return host[0] != '.' && host[0] != '-' && word_size(host, ".-") == host.size() &&
         word_size(host.substr(dot + 1), "") == host.size() - dot - 1;
}

size_t count_in(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size()))
    ++count;
  return count;
}

/// A word and the punctuation around it, each a part of the same text.
struct Word {
  std::string_view head, middle, tail;
};

/// Takes brackets off the front, and brackets, dots and commas off the end, except those that close one
/// inside.
Word split_word(std::string_view word) {
  size_t begin = 0, end = word.size();
  auto take_front = [&](std::string_view sign) {
    bool here = word.substr(begin).starts_with(sign);
    if (here) begin += sign.size();
    return here;
  };
  while (take_front("(") || take_front("<") || take_front("&lt;")) {
  }
  auto take_back = [&](std::string_view sign) {
    bool here = word.substr(begin, end - begin).ends_with(sign);
    if (here) end -= sign.size();
    return here;
  };
  while (take_back(")") || take_back(">") || take_back(".") || take_back(",") || take_back("&gt;")) {
  }
  for (auto [open, close] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}}) {
    std::string_view middle = word.substr(begin, end - begin);
    size_t opened = count_in(middle, open), closed = count_in(middle, close);
    if (opened <= closed) continue;
    for (size_t i = 0; i < opened; ++i) {
      size_t found = word.find(close, end);
      if (found == std::string_view::npos) break;
      end = found + close.size();
    }
  }
  return {word.substr(0, begin), word.substr(begin, end - begin), word.substr(end)};
}

/// What links get besides their address.
struct LinkStyle {
  std::string attributes;  ///< rel and target, escaped
  int64_t shown_max = -1;  ///< characters of a web address that are shown; -1 for all
  std::vector<std::string_view> schemes;
};

void append_link(std::string& out, std::string_view prefix, std::string_view address,
                 std::string_view attributes, std::string_view shown, bool cut) {
  out.append("<a href=\"").append(prefix).append(address).append("\"").append(attributes).append(">");
  out.append(shown).append(cut ? "...</a>" : "</a>");
}

void append_linked(std::string& out, std::string_view word, const LinkStyle& style) {
  constexpr std::string_view kMail = "mailto:";
  Word parts = split_word(word);
  std::string_view middle = parts.middle;
  out += parts.head;
  bool web = is_web_address(middle);
  auto has_scheme = [&](std::string_view scheme) { return middle != scheme && middle.starts_with(scheme); };
  if (web) {
    bool cut =
        style.shown_max >= 0 && static_cast<int64_t>(base::count_code_points(middle)) > style.shown_max;
    std::string_view shown =
        cut ? middle.substr(0, offset_of(middle, static_cast<size_t>(style.shown_max))) : middle;
    bool named = middle.starts_with("https://") || middle.starts_with("http://");
    append_link(out, named ? "" : "https://", middle, style.attributes, shown, cut);
  } else if (middle.starts_with(kMail) && is_mail_address(middle.substr(kMail.size()))) {
    append_link(out, "", middle, "", middle.substr(kMail.size()), false);
  } else if (middle.find(':') == std::string_view::npos && !middle.starts_with("www.") &&
             is_mail_address(middle)) {
    append_link(out, kMail, middle, "", middle, false);
  } else if (std::any_of(style.schemes.begin(), style.schemes.end(), has_scheme)) {
    append_link(out, "", middle, style.attributes, middle, false);
  } else {
    out += middle;
  }
  out += parts.tail;
}

/// `tel:`, `ftp://`: at least two characters, a colon, at most two slashes.
bool is_scheme(std::string_view text) {
  size_t size = word_size(text, ".+-");
  std::string_view rest = text.substr(size);
  return base::count_code_points(text.substr(0, size)) >= 2 && (rest == ":" || rest == ":/" || rest == "://");
}

void append_attribute(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out.append(" ").append(name).append("=\"");
  append_markup(out, text);
  out += '"';
}

/// The words of `rel`, sorted, with `noopener` always among them.
std::string rel_words(std::string_view rel, bool nofollow) {
  std::set<std::string_view> words = {"noopener"};
  if (nofollow) words.insert("nofollow");
  for (size_t at = 0; at < rel.size();) {
    size_t begin = std::min(rel.find_first_not_of(" \t\n", at), rel.size());
    at = std::min(rel.find_first_of(" \t\n", begin), rel.size());
    if (begin < at) words.insert(rel.substr(begin, at - begin));
  }
  std::string out;
  for (std::string_view word : words) out.append(out.empty() ? "" : " ").append(word);
  return out;
}

LinkStyle style_of(Invocation& call, std::span<const Value> arguments) {
  LinkStyle style;
  if (!arguments[1].is_nothing()) style.shown_max = call.count(arguments[1], "trim_url_limit");
  std::string_view rel = arguments[4].is_nothing() ? "" : string_of(arguments[4], call.work);
  append_attribute(style.attributes, "rel", rel_words(rel, truth(arguments[2], call.work)));
  if (!arguments[3].is_nothing())
    append_attribute(style.attributes, "target", string_of(arguments[3], call.work));
  if (arguments[5].is_nothing()) return style;
  Sequence schemes = call.items(arguments[5]);
  for (size_t i = 0; i < schemes.size && call.work.spend(1); ++i) {
    std::string_view scheme = schemes.at(i, call.work.arena).text_or_empty();
    if (!is_scheme(scheme)) call.refuse("extra_schemes", std::string(scheme));
    style.schemes.push_back(scheme);
  }
  return style;
}

Value urlize(Call& public_call, std::span<const Value> arguments) {
  Invocation& call = invocation_of(public_call);
  LinkStyle style = style_of(call, arguments);
  std::string_view text = escaped(arguments[0], call.work).text_or_empty();
  if (call.failed() || !call.work.spend(text.size())) return {};
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t begin = at;
    while (at < text.size()) {
      size_t next = at;
      if (is_blank_character(base::next_code_point(text, next))) break;
      at = next;
    }
    if (at > begin) append_linked(out, text.substr(begin, at - begin), style);
    if (at < text.size()) {
      begin = at;
      base::next_code_point(text, at);
      out += text.substr(begin, at - begin);
    }
    if (out.size() > call.work.bytes_left) return call.work.spend_bytes(out.size()), Value();
  }
  return call.escape == Escape::None ? call.work.text(out) : call.work.html(out);
}

}  // namespace

void add_link_filter(CallableTable& filters) {
  filters.add({"urlize",
               urlize,
               {optional("trim_url_limit"), optional("nofollow", Value::boolean(false)), optional("target"),
                optional("rel"), optional("extra_schemes")},
               "把文本中的网址和邮箱变成链接。",
               "Web and mail addresses in the text as links."});
}

}  // namespace herald::tmpl
