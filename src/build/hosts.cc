#include "build/hosts.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/utf8.h"

namespace herald::build {
namespace {

using model::Redirect;

constexpr std::string_view kNginx = "nginx.conf", kApache = "apache.htaccess", kIis = "iis.web.config";

/// The address as a host compares it: decoded, from the root of the host, a folder by its name and '/'.
std::string decoded_path(const model::Site& site, const Redirect& redirect) {
  return base::url_decoded(model::host_path(site.config, redirect.from));
}

/// `text` in double quotes, as nginx and Apache read it.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

/// `text` with every character that means something in a regular expression taken at its word.
std::string literal_pattern(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

/// Whether mod_alias encodes `byte` when it encodes a path (ap_os_escape_path), and nothing before it takes
/// it for something else: the end of the path, a quotation mark, a backslash.
bool is_encoded_by_apache(unsigned char byte) {
  const bool is_letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
  const bool is_digit = byte >= '0' && byte <= '9';
  if (byte < 0x20 || byte == 0x7f || is_letter || is_digit) return false;
  return std::string_view("$-_.+!*'(),:;@&=/~?#\"\\").find(static_cast<char>(byte)) == std::string_view::npos;
}

/// The target of a RedirectMatch, whose path mod_alias encodes once more: what it will encode is decoded. '$'
/// is kept from naming a part of the pattern. Nothing when the path holds a code that it would not make
/// again.
std::optional<std::string> match_target(std::string_view target) {
  const size_t path_end = std::min(target.find_first_of("?#"), target.size());
  std::string out;
  for (size_t at = 0; at < target.size(); at++) {
    if (target[at] == '%' && at < path_end) {
      const std::string decoded = base::url_decoded(target.substr(at, 3));
      if (decoded.size() != 1 || !is_encoded_by_apache(static_cast<unsigned char>(decoded[0])))
        return std::nullopt;
      out += decoded;
      at += 2;
      continue;
    }
    if (target[at] == '$') out += '\\';
    out += target[at];
  }
  return out;
}

/// A target in which '$' would name a part of the pattern: it is printed as its code.
std::string without_dollar(std::string_view target) { return base::replace_all(target, "$", "%24"); }

}  // namespace

std::string nginx_snippet(const model::Site& site) {
  std::string out = "# Old addresses of this site. Include these lines in the server block.\n";
  out += fmt::format("error_page 404 {};\n", in_quotes(model::host_path(site.config, "404.html")));
  for (const Redirect& redirect : site.redirects) {
    out += fmt::format("location = {} {{ return 301 {}; }}\n", in_quotes(decoded_path(site, redirect)),
                       in_quotes(without_dollar(model::redirect_target(site.config, redirect))));
  }
  return out;
}

std::string apache_snippet(const model::Site& site) {
  std::string out = "# Old addresses of this site: a .htaccess at the root of the host, or a part of one.\n";
  out += fmt::format("ErrorDocument 404 {}\n", model::host_path(site.config, "404.html"));
  for (const Redirect& redirect : site.redirects) {
    const std::string from = decoded_path(site, redirect);
    const std::string target = model::redirect_target(site.config, redirect);
    // RedirectMatch and not Redirect, which takes along everything below the address, where it can say the
    // target.
    if (const auto match = match_target(target)) {
      out += fmt::format("RedirectMatch 301 {} {}\n", in_quotes("^" + literal_pattern(from) + "$"),
                         in_quotes(*match));
    } else {
      out += fmt::format("Redirect 301 {} {}\n", in_quotes(from), in_quotes(target));
    }
  }
  return out;
}

std::string iis_snippet(const model::Site& site) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<!-- Old addresses of this site: a web.config in the folder of the site. Needs the URL Rewrite "
      "module. "
      "-->\n"
      "<configuration>\n  <system.webServer>\n    <httpErrors>\n"
      "      <remove statusCode=\"404\" />\n";
  out += fmt::format("      <error statusCode=\"404\" path=\"{}\" responseMode=\"ExecuteURL\" />\n",
                     base::escaped(model::host_path(site.config, "404.html")));
  out += "    </httpErrors>\n    <rewrite>\n      <rules>\n";
  size_t number = 0;
  for (const Redirect& redirect : site.redirects) {
    // The module compares with what stands behind the folder of the web.config, without a '/' before it.
    const size_t above = model::host_path(site.config, "").size();
    const std::string pattern =
        "^" +
        literal_pattern(
            base::url_decoded(std::string_view(model::host_path(site.config, redirect.from)).substr(above))) +
        "$";
    out += fmt::format("        <rule name=\"old address {}\" stopProcessing=\"true\">\n", ++number);
    out += fmt::format("          <match url=\"{}\" />\n", base::escaped(pattern));
    out += fmt::format("          <action type=\"Redirect\" url=\"{}\" redirectType=\"Permanent\" />\n",
                       base::escaped(model::redirect_target(site.config, redirect)));
    out += "        </rule>\n";
  }
  out += "      </rules>\n    </rewrite>\n  </system.webServer>\n</configuration>\n";
  return out;
}

std::vector<std::string> host_snippets(const std::string& site_folder) {
  std::vector<std::string> paths;
  for (const std::string_view name : {kNginx, kApache, kIis})
    paths.push_back(site_folder + "/.herald/hosts/" + std::string(name));
  return paths;
}

base::Status write_host_snippets(io::Disk& disk, const std::string& site_folder, const model::Site& site,
                                 bool always) {
  const std::vector<std::string> paths = host_snippets(site_folder);
  std::string (*const texts[])(const model::Site&) = {&nginx_snippet, &apache_snippet, &iis_snippet};
  for (size_t i = 0; i < paths.size(); i++) {
    if (!always && site.redirects.empty() && !disk.stat(paths[i])) continue;
    if (auto written = disk.write(paths[i], texts[i](site)); !written) return written.error();
  }
  return base::Done{};
}

}  // namespace herald::build
