#pragma once
// Answers the browser: the pages of the site, and what lies under /_herald/. Who may ask, and for what, is
// decided here. Called on the server's thread while another one builds.

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "build/build.h"
#include "build/session.h"
#include "serve/http_server.h"
#include "serve/request.h"
#include "serve/status.h"

namespace herald::serve {

/// Who may ask.
struct Admission {
  /// What Host may say: loopback's names and the addresses that are listened at.
  std::vector<std::string> hosts;
  /// Whether Host may be any address in digits: where all addresses of the machine are listened at. Other
  /// sites' pages come with a name.
  bool any_address = false;
  /// What other machines must show: in `?token=`, then in a cookie. Empty: nobody else reaches the preview.
  std::string token;
};

/// How a preview is shown.
struct Look {
  base::Language language = base::Language::English;
  std::string output_folder;
  std::string as_of;         ///< The day that the site is shown as of; empty: today.
  bool opens_saved = false;  ///< The browser goes to the page that was saved, until somebody says no.
  /// The reason of an output in words.
  std::function<std::string(const build::Reason&)> reason_words;
};

/// The preview of one site. What it refers to must outlive it.
class Preview {
 public:
  Preview(Look look, Admission admission, const Status& status, const build::Progress& progress,
          const build::Session& session, std::mutex& session_mutex);

  /// The answer to a request.
  Response answer(const Request& request) const;

 private:
  Response guarded(const Request& request) const;
  Response own(const Request& request, std::string_view name) const;
  Response page(const Request& request) const;
  Response waiting(const Request& request) const;

  const Look look_;
  const Admission admission_;
  const Status& status_;
  const build::Progress& progress_;
  const build::Session& session_;
  std::mutex& session_mutex_;  ///< Held by whoever builds: then the inspector says so and waits.
};

}  // namespace herald::serve
