#include "serve/http_server.h"

#include <microhttpd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "base/system_words.h"

namespace herald::serve {
namespace {

using Clock = std::chrono::steady_clock;

/// Connections that are open at once. Each costs a descriptor and, while it asks, kConnectionMemory.
constexpr unsigned kConnectionsMax = 1000;
/// Of one address, where other machines may come.
constexpr unsigned kConnectionsOfOneMax = 100;
/// The request line and the header fields together; a longer request is refused (413, 414 or 431).
constexpr size_t kConnectionMemory = 32 * 1024;
/// A connection on which nothing happens is closed after so many seconds,
constexpr unsigned kIdleSeconds = 15;
/// and one that does not come to the end of a request after so many, however busily it dawdles.
constexpr auto kRequestMax = std::chrono::seconds(30);
/// How often event streams get a comment: a browser that has gone is noticed by it.
constexpr auto kPingEvery = std::chrono::seconds(5);
/// What a browser that does not read may leave unread before its stream ends.
constexpr size_t kPendingMax = 1 << 20;
constexpr size_t kStreamsMax = 250;

/// A request on its way.
struct Exchange {
  std::string target;  ///< Path and query as they came, before the library took them apart.
  bool headers_seen = false;
};

/// A connection.
struct Peer {
  int descriptor = -1;
  bool is_answered = false;  ///< A response is on its way: a slow reader is let be.
  Clock::time_point since;   ///< When it began to ask.
};

struct Stream;

}  // namespace

struct HttpServer::State {
  Handler handler;
  MHD_Daemon* daemon = nullptr;

  std::mutex mutex;  ///< Of all below.
  std::condition_variable ended;
  bool is_over = false;
  std::set<Stream*> streams;
  std::map<MHD_Connection*, Peer> peers;
  std::thread ticker;

  /// Adds to a stream and wakes it; under the mutex.
  static void push(Stream& stream, std::string_view event);
  void tick();
  MHD_Result answer(MHD_Connection* connection, const char* method, Exchange& exchange, bool has_body);
  MHD_Response* make_response(MHD_Connection* connection, Response& response);
  void mark_answered(MHD_Connection* connection, bool is_answered);
};

namespace {

/// An event stream. While `is_waiting` its connection is suspended.
struct Stream {
  HttpServer::State* server = nullptr;
  MHD_Connection* connection = nullptr;
  std::string pending;
  bool is_waiting = false;
};

// What the library calls, on its thread. `cls` is the State, of streams the Stream.

/// Paths are decoded by us, once and strictly: the library's own way would cut them at %00.
size_t leave_escapes(void*, MHD_Connection*, char* text) { return std::strlen(text); }

void* on_target(void*, const char* target, MHD_Connection*) { return new Exchange{target, false}; }

void on_completed(void* cls, MHD_Connection* connection, void** context, MHD_RequestTerminationCode) {
  delete static_cast<Exchange*>(*context);
  *context = nullptr;
  static_cast<HttpServer::State*>(cls)->mark_answered(connection, false);
}

void on_connection(void* cls, MHD_Connection* connection, void**, MHD_ConnectionNotificationCode what) {
  auto& state = *static_cast<HttpServer::State*>(cls);
  const std::lock_guard lock(state.mutex);
  if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
    state.peers.erase(connection);
    return;
  }
  const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  if (info != nullptr) state.peers[connection] = {info->connect_fd, false, Clock::now()};
}

MHD_Result count_host(void* count, MHD_ValueKind, const char* name, const char*) {
  if (strcasecmp(name, "host") == 0) ++*static_cast<size_t*>(count);
  return MHD_YES;
}

MHD_Result on_request(void* cls, MHD_Connection* connection, const char*, const char* method, const char*,
                      const char*, size_t* upload_size, void** context) {
  auto& exchange = *static_cast<Exchange*>(*context);
  const auto of = [&](const char* name) {
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
  };
  const char* length = of("Content-Length");
  const bool has_body =
      of("Transfer-Encoding") != nullptr || (length != nullptr && std::strcmp(length, "0") != 0);
  // An answer before the body is read closes the connection: right for what brings a body, a waste for
  // others, which are answered when the library asks again.
  if (!exchange.headers_seen && !has_body) {
    exchange.headers_seen = true;
    return MHD_YES;
  }
  *upload_size = 0;
  return static_cast<HttpServer::State*>(cls)->answer(connection, method, exchange, has_body);
}

ssize_t read_stream(void* cls, uint64_t, char* buffer, size_t size) {
  auto& stream = *static_cast<Stream*>(cls);
  const std::lock_guard lock(stream.server->mutex);
  if (stream.server->is_over || stream.pending.size() > kPendingMax) return MHD_CONTENT_READER_END_OF_STREAM;
  const size_t part = std::min(size, stream.pending.size());
  if (part == 0) {
    stream.is_waiting = true;
    MHD_suspend_connection(stream.connection);
    return 0;
  }
  std::memcpy(buffer, stream.pending.data(), part);
  stream.pending.erase(0, part);
  return static_cast<ssize_t>(part);
}

void free_stream(void* cls) {
  auto* stream = static_cast<Stream*>(cls);
  {
    const std::lock_guard lock(stream->server->mutex);
    stream->server->streams.erase(stream);
  }
  delete stream;
}

/// Every connection is a descriptor, and the usual limit is just above what we allow.
void allow_descriptors() {
  rlimit limit{};
  constexpr rlim_t kWanted = 4096;
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= kWanted) return;
  limit.rlim_cur = std::min<rlim_t>(kWanted, limit.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

void HttpServer::State::push(Stream& stream, std::string_view event) {
  stream.pending += event;
  if (!stream.is_waiting) return;
  stream.is_waiting = false;
  MHD_resume_connection(stream.connection);
}

/// Pings the streams and ends the connections that take too long to ask, every few seconds.
void HttpServer::State::tick() {
  std::unique_lock lock(mutex);
  while (!ended.wait_for(lock, kPingEvery, [&] { return is_over; })) {
    for (Stream* stream : streams) push(*stream, ":\n\n");
    const auto now = Clock::now();
    for (const auto& [connection, peer] : peers) {
      // The library closes the descriptor only after on_connection was told: it is still this peer's.
      if (!peer.is_answered && now - peer.since > kRequestMax) ::shutdown(peer.descriptor, SHUT_RDWR);
    }
  }
}

void HttpServer::State::mark_answered(MHD_Connection* connection, bool is_answered) {
  const std::lock_guard lock(mutex);
  const auto found = peers.find(connection);
  if (found == peers.end()) return;
  found->second.is_answered = is_answered;
  found->second.since = Clock::now();
}

MHD_Response* HttpServer::State::make_response(MHD_Connection* connection, Response& response) {
  if (const auto* text = std::get_if<std::string>(&response.body))
    return MHD_create_response_from_buffer(text->size(), const_cast<char*>(text->data()),
                                           MHD_RESPMEM_MUST_COPY);
  if (const auto* part = std::get_if<FilePart>(&response.body))
    return MHD_create_response_from_fd_at_offset64(part->size, part->descriptor, part->begin);
  auto* stream = new Stream{this, connection, "", false};
  {
    const std::lock_guard lock(mutex);
    streams.insert(stream);
  }
  const std::string first = std::get<EventStream>(response.body).first();
  {
    const std::lock_guard lock(mutex);
    push(*stream, first);
  }
  constexpr size_t kBlock = 4096;
  return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, kBlock, read_stream, stream, free_stream);
}

MHD_Result HttpServer::State::answer(MHD_Connection* connection, const char* method, Exchange& exchange,
                                     bool has_body) {
  const std::string_view whole = exchange.target;
  const size_t mark = whole.find('?');
  Request request;
  request.method = method;
  request.target = whole.substr(0, mark);
  if (mark != std::string_view::npos) request.query = whole.substr(mark + 1);
  request.header = [&](std::string_view name) {
    const char* value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, std::string(name).c_str());
    return value == nullptr ? std::string_view() : std::string_view(value);
  };
  MHD_get_connection_values(connection, MHD_HEADER_KIND, count_host, &request.hosts);
  request.has_body = has_body;
  Response response = handler(request);
  if (std::holds_alternative<EventStream>(response.body)) {
    const std::lock_guard lock(mutex);
    if (streams.size() >= kStreamsMax) response = {503, {}, std::string()};
  }
  MHD_Response* made = make_response(connection, response);
  if (made == nullptr) return MHD_NO;
  for (const auto& [name, value] : response.headers)
    MHD_add_response_header(made, name.c_str(), value.c_str());
  mark_answered(connection, true);
  const MHD_Result queued = MHD_queue_response(connection, response.status, made);
  MHD_destroy_response(made);
  return queued;
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

base::Result<std::unique_ptr<HttpServer>> HttpServer::start(const Listener& listener, bool open,
                                                            Handler handler) {
  auto state = std::make_unique<State>();
  state->handler = std::move(handler);
  allow_descriptors();
  // Signals are the main thread's: threads begin with the mask of the one that makes them.
  sigset_t all, before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  State* raw = state.get();
  state->daemon = MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, nullptr, nullptr, on_request, raw,
      MHD_OPTION_LISTEN_SOCKET, listener.descriptor, MHD_OPTION_CONNECTION_LIMIT, kConnectionsMax,
      MHD_OPTION_PER_IP_CONNECTION_LIMIT, open ? kConnectionsOfOneMax : 0U,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, kConnectionMemory, MHD_OPTION_CONNECTION_TIMEOUT, kIdleSeconds,
      MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes, nullptr,
      MHD_OPTION_URI_LOG_CALLBACK, on_target, raw, MHD_OPTION_NOTIFY_COMPLETED, on_completed, raw,
      MHD_OPTION_NOTIFY_CONNECTION, on_connection, raw, MHD_OPTION_END);
  const int error = errno;
  if (state->daemon != nullptr) state->ticker = std::thread([raw] { raw->tick(); });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (state->daemon == nullptr) {
    ::close(listener.descriptor);
    const base::Reason reason = base::system_reason(error);
    return base::failure(base::Code::ListenFailed, "",
                         {std::to_string(listener.port), reason.english, reason.chinese});
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::~HttpServer() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->is_over = true;
    // The library does not end while a connection is suspended; woken ones see is_over and end.
    for (Stream* stream : state_->streams) State::push(*stream, "");
  }
  state_->ended.notify_all();
  state_->ticker.join();
  MHD_stop_daemon(state_->daemon);
}

void HttpServer::send(std::string_view event) {
  const std::lock_guard lock(state_->mutex);
  for (Stream* stream : state_->streams) State::push(*stream, event);
}

size_t HttpServer::streams() const {
  const std::lock_guard lock(state_->mutex);
  return state_->streams.size();
}

}  // namespace herald::serve
