#include "publish/target.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "base/hash.h"
#include "base/secrets.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "net/ssh_keys.h"
#include "publish/s3_target.h"

namespace herald::publish {
namespace {

using base::Code;
using value::Type;
using value::Value;

struct Scheme {
  std::string_view name;
  HostKind kind;
  bool encrypted;
  bool upgraded;
};
constexpr Scheme kSchemes[] = {
    {"file", HostKind::Folder, false, false}, {"dav", HostKind::Dav, false, false},
    {"davs", HostKind::Dav, true, false},     {"ftp", HostKind::Ftp, false, false},
    {"s3", HostKind::S3, true, false},        {"ftps", HostKind::Ftp, true, false},
    {"ftpes", HostKind::Ftp, false, true},    {"sftp", HostKind::Sftp, true, false},
    {"zip", HostKind::Zip, false, false},
};

constexpr std::string_view kSecrets[] = {"password",   "pass",  "passwd", "secret",
                                         "secret_key", "token", "密码",   "口令"};

constexpr std::string_view kOptions[] = {
    "to",       "endpoint", "region",      "style", "connections", "user",          "credentials", "ca",
    "host_key", "key",      "known_hosts", "host",  "files_max",   "file_size_max", "bytes_max"};

class TargetReader {
 public:
  TargetReader(const base::Source& source, base::Diagnostics& diagnostics)
      : source_(source), diagnostics_(diagnostics) {}

  /// False when the target cannot be used; an error says why.
  bool read(const value::Entry& entry, Target& target) {
    const size_t errors = diagnostics_.count(base::Severity::Error);
    target.name = entry.key;
    store_ = {};
    span_ = entry.key_position == 0
                ? base::Span{}
                : base::Span{entry.key_position - 1,
                             entry.key_position - 1 + static_cast<uint32_t>(entry.key.size())};
    if (!is_name(target.name)) add(Code::PublishTargetName, {target.name});
    if (entry.value.is_text()) {
      read_address(entry.value, target);
    } else if (entry.value.is(Type::Map) && entry.value.get("to").is_text()) {
      for (const value::Entry& option : entry.value.entries()) read_option(option, target);
    } else {
      add(Code::PublishTargetForm, {target.name});
    }
    if (diagnostics_.count(base::Severity::Error) != errors) return false;
    return target.kind == HostKind::S3 ? settle_store(target) : has_no_store(target);
  }

 private:
  static bool is_name(std::string_view name) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !name.empty() && name.size() <= 40 && is_letter(name[0]) &&
           std::all_of(name.begin(), name.end(),
                       [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
  }

  void add(Code code, std::vector<std::string> arguments) {
    diagnostics_.add(code, source_, span_, std::move(arguments));
  }

  /// Points at a value from here on.
  void look_at(Value value) {
    if (value.has_position())
      span_ = {value.position(),
               value.position() + static_cast<uint32_t>(std::max<size_t>(value.text_or_empty().size(), 1))};
  }

  void wrong(const Target& target, std::string_view option, std::string_view zh, std::string_view en) {
    add(Code::PublishOption, {target.name, std::string(option), std::string(zh), std::string(en)});
  }

  void unknown(const Target& target, std::string_view option) {
    base::Diagnostic& told =
        diagnostics_.add(Code::PublishOption, source_, span_,
                         {target.name, std::string(option), "没有这个设置", "there is no such setting"});
    told.place.excerpt.clear();  // It may be a word for a password that is not known here.
    const std::string_view meant = base::nearest(option, kOptions);
    if (!meant.empty()) told.notes.push_back(base::failure(Code::DidYouMean, "", {std::string(meant)}));
  }

  void secret(const Target& target, std::string_view what) {
    add(Code::SecretInSite, {variable_of(target.name, what)});
  }

  void read_option(const value::Entry& option, Target& target) {
    look_at(option.value);
    const std::string_view key = option.key;
    if (key == "to") return read_address(option.value, target);
    if (std::find(std::begin(kSecrets), std::end(kSecrets), base::lower_ascii(key)) != std::end(kSecrets))
      return secret(target, "PASSWORD");
    if (key == "user") return read_text(option, target, target.user);
    if (key == "credentials") return read_text(option, target, target.credentials);
    if (key == "ca") return read_text(option, target, target.ca);
    if (key == "endpoint") return read_text(option, target, store_.endpoint);
    if (key == "region") return read_text(option, target, target.region);
    if (key == "style") return read_text(option, target, store_.style);
    if (key == "known_hosts") return read_text(option, target, target.known_hosts);
    if (key == "key") return read_text(option, target, target.key);
    if (key == "host_key") return read_host_key(option, target);
    if (key == "host") return read_web_server(option, target);
    uint64_t number = 0;
    if (key == "connections") {
      if (read_number(option, target, 1, 16, number)) target.connections = static_cast<unsigned>(number);
    } else if (key == "files_max") {
      if (read_number(option, target, 1, 100'000'000, number)) target.files_max = number;
    } else if (key == "file_size_max") {
      (void)read_number(option, target, 1, int64_t{1} << 50, target.file_size_max);
    } else if (key == "bytes_max") {
      (void)read_number(option, target, 1, int64_t{1} << 50, target.bytes_max);
    } else {
      unknown(target, key);
    }
  }

  void read_text(const value::Entry& option, const Target& target, std::string& text) {
    if (!option.value.is_text() || option.value.as_text().empty())
      return wrong(target, option.key, "应该是文字", "it must be a text");
    text = option.value.as_text();
  }

  void read_host_key(const value::Entry& option, Target& target) {
    read_text(option, target, target.host_key);
    if (!target.host_key.empty() && !net::read_host_key(target.host_key))
      wrong(target, option.key, "应该是 `SHA256:…` 或 `ssh-ed25519 AAAA…`（ed25519 或 ecdsa 密钥）",
            "it must be `SHA256:…` or `ssh-ed25519 AAAA…`, of a key of the kind ed25519 or ecdsa");
  }

  void read_web_server(const value::Entry& option, Target& target) {
    constexpr std::pair<std::string_view, WebServer> kServers[] = {
        {"apache", WebServer::Apache}, {"iis", WebServer::Iis}, {"nginx", WebServer::Nginx}};
    for (const auto& [name, server] : kServers) {
      if (option.value.is_text() && option.value.as_text() == name) target.web_server = server;
    }
    if (target.web_server == WebServer::None)
      wrong(target, option.key, "应该是 apache、iis 或 nginx", "it must be apache, iis or nginx");
  }

  bool read_number(const value::Entry& option, const Target& target, int64_t least, int64_t most,
                   uint64_t& number) {
    if (option.value.is(Type::Int) && option.value.as_int() >= least && option.value.as_int() <= most) {
      number = static_cast<uint64_t>(option.value.as_int());
      return true;
    }
    const std::string range = std::to_string(least) + "…" + std::to_string(most);
    wrong(target, option.key, "应该是 " + range + " 之间的整数", "it must be a whole number, " + range);
    return false;
  }

  /// False when settings of an object store stand with another kind of target.
  bool has_no_store(const Target& target) {
    for (const auto& [option, is_set] :
         {std::pair{"endpoint", !store_.endpoint.empty()}, std::pair{"style", !store_.style.empty()},
          std::pair{"region", target.region != Target().region}}) {
      if (!is_set) continue;
      wrong(target, option, "只用于 `s3://`", "it is for `s3://` alone");
      return false;
    }
    return true;
  }

  /// Puts together what is known of an object store. False when something is missing or wrong.
  bool settle_store(Target& target) {
    for (const StoreProblem& problem : settle_store_target(store_, target))
      wrong(target, problem.option, problem.zh, problem.en);
    return !target.bucket.empty();
  }

  void read_address(Value value, Target& target) {
    look_at(value);
    const std::string_view address = value.as_text();
    target.address = address;
    const auto refuse = [&](std::string_view zh, std::string_view en) {
      add(Code::PublishAddress, {target.name, base::without_password(address), std::string(known_addresses()),
                                 std::string(zh), std::string(en)});
    };
    const size_t colon = address.find(':');
    const std::string name = base::lower_ascii(address.substr(0, std::min(colon, address.size())));
    const auto* const scheme = std::find_if(std::begin(kSchemes), std::end(kSchemes),
                                            [&](const Scheme& s) { return s.name == name; });
    if (name == "http" || name == "https")
      return refuse(
          "这是给人看的网址；要写上传用的地址，例如 `davs://` 或 `sftp://`",
          "that is where people read; what is needed is where files go, `davs://` or `sftp://` say");
    if (colon == 1)
      return refuse("盘符不能用；先挂载那个文件夹，写 `file:///` 和它的路径",
                    "drive letters are not known; mount the folder and write `file:///` and its path");
    if (colon == std::string_view::npos || scheme == std::end(kSchemes))
      return refuse("开头要写上传的方式", "it must begin with the way in which files go there");
    target.kind = scheme->kind;
    target.encrypted = scheme->encrypted;
    target.upgraded = scheme->upgraded;
    std::string_view rest = address.substr(colon + 1);
    if (target.kind == HostKind::Folder || target.kind == HostKind::Zip) {
      if (rest.starts_with("///")) rest.remove_prefix(2);
      if (rest.starts_with("//") || rest.empty())
        return refuse("冒号后面要写本机的路径，三个斜线开头：`file:///mnt/web`；别的电脑上的文件夹要先挂载",
                      "a path of this machine must follow, with three slashes: `file:///mnt/web`; mount what "
                      "lies on another machine");
      target.path = base::url_decoded(rest);
      if (target.kind == HostKind::Zip && !base::lower_ascii(target.path).ends_with(".zip"))
        return refuse("文件名要以 `.zip` 结尾", "the name of the file must end in `.zip`");
      return;
    }
    if (!rest.starts_with("//")) return refuse("冒号后面要有两个斜线", "two slashes must follow the colon");
    rest.remove_prefix(2);
    read_authority(rest, target);
    if (target.host.empty()) return refuse("没有写主机名", "it names no host");
    if (rest.find_first_of(" \t?#\\") != std::string_view::npos)
      return refuse("里面不能有空格、`?`、`#` 和反斜线", "it cannot have blanks, `?`, `#` or backslashes");
    if (find_bad_host(target.host))
      return refuse("主机名里有不能用的字符；中文域名写成 `xn--` 开头的样子",
                    "the host has characters that no host has; write other alphabets in the form of `xn--…`");
    if (target.kind != HostKind::S3 && !has_good_port(target.host))
      return refuse("端口应该是 1 到 65535 的整数", "the port must be a whole number, 1 to 65535");
  }

  /// Whether what stands behind the colon of a host, if there is one, is a port.
  static bool has_good_port(std::string_view host) {
    const size_t colon = host.find(':', host.starts_with('[') ? std::min(host.find(']'), host.size()) : 0);
    if (colon == std::string_view::npos) return true;
    const std::string_view digits = host.substr(colon + 1);
    unsigned port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    return error == std::errc() && end == digits.data() + digits.size() && port >= 1 && port <= 65535;
  }

  void read_authority(std::string_view rest, Target& target) {
    const size_t slash = std::min(rest.find('/'), rest.size());
    std::string_view authority = rest.substr(0, slash);
    target.path = base::url_decoded(rest.substr(slash));
    while (target.path.ends_with('/')) target.path.pop_back();
    if (const size_t at = authority.rfind('@'); at != std::string_view::npos) {
      const std::string_view user = authority.substr(0, at);
      if (user.find(':') != std::string_view::npos) secret(target, "PASSWORD");
      target.user = base::url_decoded(user.substr(0, user.find(':')));
      authority.remove_prefix(at + 1);
    }
    target.host = base::lower_ascii(authority);
  }

  /// Whether a host has characters that no host has.
  static bool find_bad_host(std::string_view host) {
    return !std::all_of(host.begin(), host.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
             std::string_view(".-:[]_").find(c) != std::string_view::npos;
    });
  }

  const base::Source& source_;
  base::Diagnostics& diagnostics_;
  base::Span span_{};
  StoreOptions store_;
};

}  // namespace

std::string_view known_addresses() {
  return "file:/// zip: sftp:// dav:// davs:// ftp:// ftpes:// ftps:// s3://";
}

std::string state_name_of(const Target& target) {
  return target.name + "-" +
         base::sha256_hex(target.host + "\n" + target.bucket + "\n" + target.path).substr(0, 8);
}

std::string variable_of(std::string_view target, std::string_view what) {
  std::string name = "HERALD_";
  for (const char c : target)
    name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  name += '_';
  return name.append(what);
}

std::vector<Target> read_targets(Value publish, const base::Source& source, base::Diagnostics& diagnostics) {
  std::vector<Target> targets;
  if (!publish.is(Type::Map)) return targets;
  TargetReader reader(source, diagnostics);
  for (const value::Entry& entry : publish.entries()) {
    Target target;
    if (reader.read(entry, target)) targets.push_back(std::move(target));
  }
  return targets;
}

}  // namespace herald::publish
