#include "net/ssh_keys.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/hash.h"
#include "base/utf8.h"

namespace herald::net {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kFingerprint = "SHA256:";
constexpr size_t kFingerprintDigits = 43;  // of 32 bytes, without '='

/// RFC 4648 §4, without the '=' at the end.
std::string to_base64(std::string_view bytes) {
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (count += 8; count >= 6; count -= 6) out += kDigits[bits >> (count - 6) & 63];
  }
  if (count != 0) out += kDigits[bits << (6 - count) & 63];
  return out;
}

/// The bytes of base64, up to the first character that is none of it; line ends are passed over.
std::string from_base64(std::string_view text) {
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') continue;
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) break;
    bits = bits << 6 | static_cast<uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 255);
  }
  return out;
}

/// What 64 hexadecimal digits stand for.
std::string bytes_of_hex(std::string_view digits) {
  const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string out;
  for (size_t i = 0; i + 1 < digits.size(); i += 2)
    out += static_cast<char>(value(digits[i]) << 4 | value(digits[i + 1]));
  return out;
}

/// Takes a string with its length before it (RFC 4251 §5) off `bytes`. False when it is not there.
bool take_string(std::string_view& bytes, std::string_view& string) {
  if (bytes.size() < 4) return false;
  uint32_t size = 0;
  for (size_t i = 0; i < 4; i++) size = size << 8 | static_cast<unsigned char>(bytes[i]);
  if (size > bytes.size() - 4) return false;
  string = bytes.substr(4, size);
  bytes.remove_prefix(4 + size);
  return true;
}

std::vector<std::string_view> words_of(std::string_view line) {
  constexpr std::string_view kBlank = " \t\r";
  std::vector<std::string_view> words;
  for (size_t at = line.find_first_not_of(kBlank); at != std::string_view::npos;) {
    const size_t end = std::min(line.find_first_of(kBlank, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(kBlank, end);
  }
  return words;
}

/// Whether `pattern`, with '*' and '?', is `name`.
bool matches(std::string_view pattern, std::string_view name) {
  size_t at = 0, in = 0, star = std::string_view::npos, after = 0;
  while (in < name.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      after = in;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == name[in])) {
      at++, in++;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in = ++after;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') at++;
  return at == pattern.size();
}

/// Whether the first word of a line of known_hosts means a host.
bool means(std::string_view names, const std::string& name) {
  if (names.starts_with("|1|")) {  // |1|SALT|HASH
    const size_t bar = names.find('|', 3);
    if (bar == std::string_view::npos) return false;
    return base::hmac_sha1(from_base64(names.substr(3, bar - 3)), name) == from_base64(names.substr(bar + 1));
  }
  bool is_meant = false;
  for (const std::string_view pattern : base::split(names, ',')) {
    const bool is_not = pattern.starts_with('!');
    if (!matches(base::lower_ascii(pattern.substr(is_not ? 1 : 0)), name)) continue;
    if (is_not) return false;
    is_meant = true;
  }
  return is_meant;
}

/// The key of a type and its base64, when they fit.
std::optional<HostKey> key_of(std::string_view type, std::string_view base64) {
  auto key = host_key_of(from_base64(base64));
  if (!key || key->type != type || !is_used_type(type)) return std::nullopt;
  return key;
}

/// What stands between "-----BEGIN … PRIVATE KEY-----" and the end.
std::string_view body_of(std::string_view text, size_t begin) {
  const size_t line = text.find('\n', begin);
  if (line == std::string_view::npos) return {};
  return text.substr(line + 1, text.find("-----END", line) - line - 1);
}

/// The type of the key in OpenSSH's own form (PROTOCOL.key); empty when it cannot be read.
std::string openssh_type(std::string_view body) {
  constexpr std::string_view kMagic("openssh-key-v1\0", 15);
  const std::string bytes = from_base64(body);
  std::string_view rest = bytes, ignored, type;
  if (!rest.starts_with(kMagic)) return {};
  rest.remove_prefix(kMagic.size());
  for (int i = 0; i < 3; i++) {  // cipher, derivation, its options
    if (!take_string(rest, ignored)) return {};
  }
  constexpr size_t kNumbers = 8;  // how many keys, and the length of the first one's public half
  if (rest.size() < kNumbers) return {};
  rest.remove_prefix(kNumbers);
  return take_string(rest, type) ? std::string(type) : std::string();
}

}  // namespace

bool is_used_type(std::string_view type) {
  constexpr std::array<std::string_view, 4> kUsed = {"ssh-ed25519", "ecdsa-sha2-nistp256",
                                                     "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"};
  return std::find(kUsed.begin(), kUsed.end(), type) != kUsed.end();
}

std::optional<HostKey> host_key_of(std::string_view bytes) {
  std::string_view rest = bytes, type;
  if (!take_string(rest, type) || type.empty() || rest.empty()) return std::nullopt;
  HostKey key;
  key.type = type;
  key.base64 = to_base64(bytes);
  while (key.base64.size() % 4 != 0) key.base64 += '=';
  key.sha256 = std::string(kFingerprint) + to_base64(bytes_of_hex(base::sha256_hex(bytes)));
  return key;
}

std::optional<HostKey> read_host_key(std::string_view text) {
  const std::vector<std::string_view> words = words_of(base::trim(text));
  for (size_t i = 0; i < words.size(); i++) {
    std::string_view word = words[i];
    if (word.starts_with(kFingerprint)) {
      while (word.ends_with('=')) word.remove_suffix(1);
      const std::string_view digits = word.substr(kFingerprint.size());
      const bool is_whole =
          digits.size() == kFingerprintDigits && digits.find_first_not_of(kDigits) == std::string_view::npos;
      if (!is_whole) return std::nullopt;
      HostKey key;
      key.sha256 = word;
      return key;
    }
    if (i + 1 < words.size()) {
      if (auto key = key_of(word, words[i + 1])) return key;
    }
  }
  return std::nullopt;
}

std::pair<std::string, unsigned> host_and_port(std::string_view address, unsigned otherwise) {
  address = address.substr(0, address.find('/'));
  std::string host = base::lower_ascii(address);
  unsigned port = otherwise;
  const size_t colon = address.rfind(':');
  if (colon != std::string_view::npos && address.find(']', colon) == std::string_view::npos) {
    host.resize(colon);
    std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return {std::move(host), port};
}

std::string known_host_name(std::string_view host, unsigned port) {
  std::string name = base::lower_ascii(host);
  return port == 22 ? name : "[" + name + "]:" + std::to_string(port);
}

std::vector<HostKey> read_known_hosts(std::string_view text, std::string_view host, unsigned port) {
  const std::string name = known_host_name(host, port);
  std::vector<HostKey> keys;
  std::vector<std::string> revoked;
  for (const std::string_view line : base::split(text, '\n')) {
    std::vector<std::string_view> words = words_of(line);
    if (words.empty() || words[0].starts_with('#')) continue;
    const bool is_revoked = words[0] == "@revoked";
    if (words[0].starts_with('@') && !is_revoked) continue;
    if (is_revoked) words.erase(words.begin());
    if (words.size() < 3 || !means(words[0], name)) continue;
    auto key = key_of(words[1], words[2]);
    if (!key) continue;
    if (is_revoked) {
      revoked.push_back(key->sha256);
    } else {
      keys.push_back(std::move(*key));
    }
  }
  std::erase_if(keys, [&](const HostKey& key) {
    return std::find(revoked.begin(), revoked.end(), key.sha256) != revoked.end();
  });
  return keys;
}

PrivateKey kind_of_private_key(std::string_view text) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  const size_t begin = text.find(kBegin);
  if (begin == std::string_view::npos) {
    if (text.starts_with("PuTTY-User-Key-File")) return PrivateKey::Other;
    return text.starts_with("ssh-") || text.starts_with("ecdsa-") ? PrivateKey::Public : PrivateKey::None;
  }
  const std::string_view kind = text.substr(begin + kBegin.size());
  if (kind.starts_with("PUBLIC KEY")) return PrivateKey::Public;
  if (kind.starts_with("RSA PRIVATE KEY")) return PrivateKey::Rsa;
  if (kind.starts_with("DSA PRIVATE KEY")) return PrivateKey::Other;
  if (!kind.starts_with("OPENSSH PRIVATE KEY"))
    return kind.substr(0, kind.find('\n')).find("PRIVATE KEY") == std::string_view::npos ? PrivateKey::None
                                                                                         : PrivateKey::Usable;
  const std::string type = openssh_type(body_of(text, begin));
  if (type.empty()) return PrivateKey::None;
  if (type == "ssh-rsa") return PrivateKey::Rsa;
  return is_used_type(type) ? PrivateKey::Usable : PrivateKey::Other;
}

}  // namespace herald::net
