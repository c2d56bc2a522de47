#pragma once
// Answers HTTP on one thread that waits for all connections at once: two hundred clients that never finish a
// request hold nobody up. The one door to libmicrohttpd. What is answered is the handler's to say; this
// knows no files of a site and no builds.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/diagnostics.h"
#include "serve/listener.h"
#include "serve/request.h"

namespace herald::serve {

/// A part of an open file. The server closes the descriptor.
struct FilePart {
  int descriptor = -1;
  uint64_t begin = 0, size = 0;
};

/// Events that keep coming (text/event-stream): whatever `HttpServer::send` is told from now on. `first` is
/// sent before; it is asked when the stream already hears what is sent, so that nothing is missed between.
struct EventStream {
  std::function<std::string()> first;
};

/// What is answered. Content-Length, Date and Connection are the server's.
struct Response {
  unsigned status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::variant<std::string, FilePart, EventStream> body;
};

/// Answers a request. Called on the server's thread, one call at a time; a slow handler holds everybody up.
using Handler = std::function<Response(const Request&)>;

/// A server that answers until it goes out of scope.
class HttpServer {
 public:
  /// Begins to answer at `listener`, which is the server's from now on. `open`: other machines may come, and
  /// none of them may take all connections. `listen-failed`.
  static base::Result<std::unique_ptr<HttpServer>> start(const Listener& listener, bool open,
                                                         Handler handler);
  /// Ends all connections and the thread, without waiting for anybody.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Sends an event to all event streams: whole lines with an empty one behind them. From any thread.
  void send(std::string_view event);
  /// How many event streams are open. From any thread.
  size_t streams() const;

  struct State;  ///< The library's side of it.

 private:
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace herald::serve
