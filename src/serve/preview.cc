#include "serve/preview.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "base/utf8.h"
#include "serve/client.h"
#include "serve/files.h"
#include "serve/inspector.h"

namespace herald::serve {
namespace {

using base::Language;

constexpr std::string_view kOwn = "/_herald/";
constexpr std::string_view kCookie = "herald_token";

Response with_type(std::string_view type, std::string body) {
  Response response = text_response(200, std::move(body));
  response.headers[0].second = type;
  return response;
}

size_t number_in(std::string_view query, std::string_view name) {
  const std::string text = query_value(query, name);
  size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Digits, dots and colons: no name that a foreign name server could lead here.
bool is_address_in_digits(std::string_view host) {
  if (host.starts_with('[')) return true;
  const std::string_view name = host.substr(0, host.find(':'));
  return !name.empty() && name.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// The address without its token, which shall not stay in the browser's history.
Response first_visit(const Request& request, const std::string& token) {
  Response response = redirect_response(std::string(request.target));
  // A target of "//host" would lead to another site.
  if (request.target.starts_with("//")) response = redirect_response("/");
  response.headers.emplace_back("Set-Cookie",
                                fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax", kCookie, token));
  return response;
}

}  // namespace

Preview::Preview(Look look, Admission admission, const Status& status, const build::Progress& progress,
                 const build::Session& session, std::mutex& session_mutex)
    : look_(std::move(look)),
      admission_(std::move(admission)),
      status_(status),
      progress_(progress),
      session_(session),
      session_mutex_(session_mutex) {}

Response Preview::answer(const Request& request) const {
  Response response = guarded(request);
  // Whoever a page links to is not told of the preview.
  response.headers.emplace_back("Referrer-Policy", "same-origin");
  return response;
}

Response Preview::guarded(const Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") {
    Response response = text_response(405, "405: a preview can only be read\n");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  if (request.has_body) return text_response(413, "413: a request for a page has no body\n");
  if (request.target.size() > kTargetMax) return text_response(414, "414: this address is too long\n");
  const std::string_view host = request.header("Host");
  if (request.hosts != 1) return text_response(400, "400: one Host is needed\n");
  if (!is_host_of(host, admission_.hosts) && !(admission_.any_address && is_address_in_digits(host)))
    return text_response(403, "403: this preview has another name\n");
  if (!admission_.token.empty()) {
    const std::string shown = query_value(request.query, "token");
    if (equal_secrets(shown, admission_.token)) return first_visit(request, admission_.token);
    if (!equal_secrets(cookie_value(request.header("Cookie"), kCookie), admission_.token))
      return text_response(403, "403: open the address that `herald serve` printed, with its token\n");
  }
  if (request.target.starts_with(kOwn)) return own(request, request.target.substr(kOwn.size()));
  // Also behind the folder that the site lies in, as in http://127.0.0.1:4000/b/_herald/.
  const std::string base = status_.base_path();
  if (request.target == kOwn.substr(0, kOwn.size() - 1) || request.target == base + "_herald" ||
      request.target == base + "_herald/")
    return redirect_response(std::string(kOwn));
  return page(request);
}

Response Preview::own(const Request& request, std::string_view name) const {
  const size_t since = number_in(request.query, "since");
  if (name == "client.js") return with_type("text/javascript; charset=utf-8", std::string(client_script()));
  if (name == "client.css") return with_type("text/css; charset=utf-8", std::string(problem_style()));
  if (name == "state") return with_type("application/json", status_.state_json(since));
  if (name == "problems") return html_response(200, status_.problems());
  if (name == "mark") {
    std::string mark = status_.mark(query_value(request.query, "path"));
    if (!look_.as_of.empty()) {
      const std::string day =
          look_.language == Language::Chinese ? "按 " + look_.as_of + " 显示" : "as of " + look_.as_of;
      mark = mark.empty() ? day : mark + " · " + day;
    }
    return text_response(200, std::move(mark));
  }
  if (name == "events") {
    Response response = with_type("text/event-stream; charset=utf-8", "");
    // HEAD would wait for ever for what never begins.
    if (request.method == "GET")
      response.body = EventStream{[this, since] { return "retry: 500\n\n" + status_.event(since); }};
    return response;
  }
  const Inspector inspector{look_.language, status_, session_, session_mutex_, look_.reason_words};
  if (name.empty()) return inspector.overview();
  if (name == "outputs") return inspector.outputs(query_value(request.query, "q"));
  if (name == "output") return inspector.output(query_value(request.query, "path"));
  return text_response(404, "404: there is nothing of this name\n");
}

Response Preview::waiting(const Request& request) const {
  if (!wants_page(request.header("Accept"))) {
    Response response = text_response(503, "503: the site is being built\n");
    response.headers.emplace_back("Retry-After", "1");
    return response;
  }
  return html_response(503, waiting_page(look_.language, progress_.done, progress_.total, status_));
}

Response Preview::page(const Request& request) const {
  // Before the files are looked at: what a build changes meanwhile is told to the page when it is over.
  const size_t number = status_.number();
  SiteFiles files{look_.output_folder, status_.base_path(), {}};
  if (number == 0) return waiting(request);
  std::string data = fmt::format("<script async src=\"/_herald/client.js\" data-run=\"{}\" data-build=\"{}\"",
                                 status_.run(), number);
  data += look_.language == Language::Chinese ? " data-lang=\"zh\"" : " data-lang=\"en\"";
  if (look_.opens_saved) data += " data-follow=\"1\"";
  data += " data-base=\"" + base::escaped(base::url_path(files.base_path)) + "\" data-path=\"";
  files.injection = {data, "\"></script>"};
  Response response = respond(files, request);
  const bool is_bare = response.status == 404 && !has_file(files.folder, "404.html");
  // No site could be built yet: what keeps it from being built is the page.
  return is_bare && status_.errors() != 0 ? waiting(request) : response;
}

}  // namespace herald::serve
