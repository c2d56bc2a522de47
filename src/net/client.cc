// long: the one door to libcurl; its options, its waiting and its ends are better seen together.
#include "net/client.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <optional>
#include <set>
#include <utility>

#include "base/hash.h"
#include "base/utf8.h"
#include "net/dial.h"
#include "net/greeting.h"

namespace herald::net {
namespace {

/// Files up to this size are read and hashed before the first byte is sent.
constexpr uint64_t kReadAhead = uint64_t{1} << 20;
/// For a connection that was begun early, which is mostly there when it is wanted.
constexpr std::chrono::milliseconds kDialPatience(500);
/// For the first words of a host that did not say what was expected.
constexpr std::chrono::milliseconds kGreetingPatience(1000);
constexpr long kPollMs = 200, kShortPollMs = 2;
constexpr long kNoLimitS = 604'800;  // A week: for a limit that has to be there and is none.

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListDeleter>;

List list_of(const std::vector<std::string>& lines) {
  List list;
  for (const std::string& line : lines) list.reset(curl_slist_append(list.release(), line.c_str()));
  return list;
}

/// One of the transfers that go at the same time, with libcurl's handle, which is used again and again.
struct Slot {
  CURL* easy = nullptr;
  CURLM* multi = nullptr;  // shared by all, or its own
  bool busy = false;
  size_t index = 0;
  Transfer transfer;
  Reply reply;
  std::optional<base::Sha256> received, sent;
  std::unique_ptr<std::FILE, FileCloser> file;
  uint64_t position = 0;  // in what is sent
  bool changed = false;   // the local file is another
  uint64_t heard = 0;     // bytes of all kinds that came or went, and when that changed
  std::chrono::steady_clock::time_point heard_at;
  List headers, commands, commands_after;
  std::array<char, CURL_ERROR_SIZE> words{};
};

size_t on_bytes(char* bytes, size_t one, size_t count, void* data) {
  auto& slot = *static_cast<Slot*>(data);
  const std::string_view block(bytes, one * count);
  slot.reply.size += block.size();
  if (slot.transfer.hash_only) {
    slot.received->add(block);
  } else {
    if (slot.reply.body.size() + block.size() > kBodyMax) return 0;
    slot.reply.body += block;
  }
  return block.size();
}

size_t on_read(char* buffer, size_t one, size_t count, void* data) {
  auto& slot = *static_cast<Slot*>(data);
  const size_t room = one * count;
  if (!slot.file) {
    const std::string_view rest = std::string_view(slot.transfer.body).substr(slot.position);
    const size_t size = std::min(room, rest.size());
    std::memcpy(buffer, rest.data(), size);
    slot.position += size;
    return size;
  }
  if (slot.position >= slot.transfer.size) return 0;
  const size_t size = std::fread(buffer, 1, room, slot.file.get());
  slot.sent->add({buffer, size});
  slot.position += size;
  const bool is_end = slot.position >= slot.transfer.size || size == 0;
  if (slot.position > slot.transfer.size || (is_end && slot.sent->hex() != slot.transfer.sha256)) {
    slot.changed = true;
    return CURL_READFUNC_ABORT;
  }
  return size;
}

int on_seek(void* data, curl_off_t offset, int origin) {
  auto& slot = *static_cast<Slot*>(data);
  if (origin != SEEK_SET || offset != 0) return CURL_SEEKFUNC_CANTSEEK;
  slot.position = 0;
  slot.sent.emplace();
  if (slot.file) std::rewind(slot.file.get());
  return CURL_SEEKFUNC_OK;
}

bool is_ftp(const std::string& url) { return url.starts_with("ftp"); }
bool is_sftp(const std::string& url) { return url.starts_with("sftp"); }

Trouble trouble_of(CURLcode code, long status) {
  switch (code) {
    case CURLE_OK:
      return Trouble::None;
    case CURLE_LOGIN_DENIED:
    case CURLE_AUTH_ERROR:
      return Trouble::Login;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return Trouble::Untrusted;
    case CURLE_USE_SSL_FAILED:        // FTP without TLS.
    case CURLE_UNSUPPORTED_PROTOCOL:  // No HTTP in what answers.
      return Trouble::OtherService;
    case CURLE_REMOTE_FILE_NOT_FOUND:
    case CURLE_FTP_COULDNT_RETR_FILE:
    case CURLE_QUOTE_ERROR:
    case CURLE_UPLOAD_FAILED:
    case CURLE_REMOTE_ACCESS_DENIED:
    case CURLE_FTP_COULDNT_USE_REST:
    case CURLE_FTP_COULDNT_SET_TYPE:
      return status == 0 ? Trouble::Broken : trouble_of_ftp(status);
    case CURLE_REMOTE_DISK_FULL:
      return Trouble::Full;
    case CURLE_URL_MALFORMAT:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_WRITE_ERROR:
    case CURLE_READ_ERROR:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_NOT_BUILT_IN:
      return Trouble::Refused;
    default:
      return Trouble::Broken;  // All that can happen to a connection.
  }
}

/// What libcurl's ends of SFTP mean. Its commands tell why they failed by words alone.
Trouble trouble_of_sftp(CURLcode code, std::string_view words) {
  switch (code) {
    case CURLE_REMOTE_FILE_NOT_FOUND:
      return Trouble::Missing;
    case CURLE_REMOTE_ACCESS_DENIED:
      return Trouble::Denied;
    case CURLE_REMOTE_FILE_EXISTS:
      return Trouble::Exists;
    case CURLE_PEER_FAILED_VERIFICATION:
      return Trouble::OtherKey;
    case CURLE_QUOTE_ERROR:
      return trouble_of_sftp_words(words);
    default:
      return trouble_of(code, 0);
  }
}

}  // namespace

class Client::Impl {
 public:
  explicit Impl(Settings settings)
      : settings_(std::move(settings)), dial_(settings_.early_host, settings_.early_port) {
    // The first call sets libcurl up; further ones count.
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)ready;
    const unsigned count = std::max(settings_.connections, 1U);
    const unsigned each = settings_.apart ? 1 : count;
    for (unsigned i = 0; i < count / each; i++) {
      multis_.push_back(curl_multi_init());
      curl_multi_setopt(multis_.back(), CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(each));
      curl_multi_setopt(multis_.back(), CURLMOPT_MAXCONNECTS, static_cast<long>(each));
    }
    for (unsigned i = 0; i < count; i++) {
      slots_.push_back(std::make_unique<Slot>());
      slots_.back()->easy = curl_easy_init();
      slots_.back()->multi = multis_[i / each];
    }
    for (const HostKey& key : settings_.host_keys) {
      if (key.type.empty())
        key_types_ = {"ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"};
    }
    for (const HostKey& key : settings_.host_keys) {
      if (std::find(key_types_.begin(), key_types_.end(), key.type) == key_types_.end() && !key.type.empty())
        key_types_.push_back(key.type);
    }
  }

  ~Impl() {
    for (const auto& slot : slots_) curl_easy_cleanup(slot->easy);
    for (CURLM* multi : multis_) curl_multi_cleanup(multi);
    if (known_hosts_ >= 0) ::close(known_hosts_);
  }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void run_all(size_t count, const std::function<Transfer(size_t)>& make,
               const std::function<bool(size_t, Reply&)>& done) {
    size_t next = 0, busy = 0;
    bool goes_on = true;
    // Who was asked to stop may still have to tidy up: only what is asked for while it runs ends it.
    const bool was_cancelled = is_cancelled();
    if (count != 0 && !host_key_ && key_types_.size() > 1) {
      if (Reply reply = recognise(make(0).url); !reply.outcome) {
        (void)done(0, reply);
        return;
      }
    }
    while (busy != 0 || (goes_on && next < count)) {
      for (const auto& slot : slots_) {
        while (!slot->busy && goes_on && next < count) {
          const size_t index = next++;
          if (begin(*slot, index, make(index))) {
            busy++;
          } else {
            goes_on = done(index, slot->reply) && goes_on;
          }
        }
      }
      if (busy == 0) continue;
      size_t running = 0;
      for (CURLM* multi : multis_) {
        int some = 0;
        curl_multi_perform(multi, &some);
        running += static_cast<size_t>(some);
      }
      busy -= finish_some(done, goes_on);
      if (settings_.apart || is_ssh_) busy -= break_silent(done, goes_on);
      if (is_cancelled() && !was_cancelled) goes_on = false;
      if (!goes_on) {
        busy -= cancel_all(done);
      } else if (running != 0 && running == busy) {
        wait(busy);
      }
    }
  }

  const std::optional<HostKey>& host_key() const { return host_key_; }

 private:
  bool is_cancelled() const { return settings_.cancelled && settings_.cancelled(); }

  /// False when it ended before it began; the reply says why.
  bool begin(Slot& slot, size_t index, Transfer transfer) {
    slot.index = index;
    slot.transfer = std::move(transfer);
    slot.reply = Reply();
    slot.received.emplace();
    slot.sent.emplace();
    slot.position = 0;
    slot.changed = false;
    slot.words = {};
    slot.file.reset();
    if (!open_file(slot)) {
      slot.reply.outcome = {Trouble::Changed, slot.transfer.file};
      return false;
    }
    set_options(slot);
    slot.busy = true;
    slot.heard = 0;
    slot.heard_at = std::chrono::steady_clock::now();
    curl_multi_add_handle(slot.multi, slot.easy);
    return true;
  }

  /// Opens what is sent; a small file is read whole. False when it is not what it should be.
  static bool open_file(Slot& slot) {
    const Transfer& transfer = slot.transfer;
    if (transfer.file.empty()) {
      slot.transfer.size = transfer.body.size();
      return true;
    }
    slot.file.reset(std::fopen(transfer.file.c_str(), "rb"));
    if (!slot.file) return false;
    if (transfer.size > kReadAhead) return true;
    std::string bytes(static_cast<size_t>(transfer.size) + 1, '\0');
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), slot.file.get()));
    slot.file.reset();
    if (base::sha256_hex(bytes) != transfer.sha256) return false;
    slot.transfer.body = std::move(bytes);
    return true;
  }

  void set_options(Slot& slot) {
    CURL* easy = slot.easy;
    const Transfer& transfer = slot.transfer;
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_URL, transfer.url.c_str());
    if (fresh_ > 0) {
      fresh_--;
      curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    }
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, on_socket);
    curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, this);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close_socket);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https,ftp,ftps,sftp");
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &slot);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, slot.words.data());
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, static_cast<long>(settings_.connect_timeout_s));
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings_.stall_timeout_s));
    curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(settings_.stall_timeout_s));
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!settings_.ca_file.empty()) {
      curl_easy_setopt(easy, CURLOPT_CAINFO, settings_.ca_file.c_str());
      curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    }
    if (is_sftp(transfer.url)) {
      set_ssh_options(slot);
    } else if (!settings_.user.empty() || !settings_.password.empty()) {
      curl_easy_setopt(easy, CURLOPT_USERNAME, settings_.user.c_str());
      curl_easy_setopt(easy, CURLOPT_PASSWORD, settings_.password.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &slot);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(easy, CURLOPT_READDATA, &slot);
    curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, on_seek);
    curl_easy_setopt(easy, CURLOPT_SEEKDATA, &slot);
    if (transfer.method == "PUT") {
      curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
      curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(transfer.size));
    } else if (transfer.method == "HEAD") {
      curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    }
    if (is_ftp(transfer.url)) {
      set_ftp_options(slot);
    } else if (!is_sftp(transfer.url)) {
      set_http_options(slot);
    }
  }

  /// The connection that was begun early, when that is the one that is wanted; else a new socket.
  static curl_socket_t on_open_socket(void* data, curlsocktype, curl_sockaddr* address) {
    auto& self = *static_cast<Impl*>(data);
    self.early_ = self.dial_.take(&address->addr, address->addrlen, kDialPatience);
    const int socket = self.early_ >= 0
                           ? self.early_
                           : ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (socket >= 0) self.sockets_.insert(socket);
    return socket;
  }

  static int on_close_socket(void* data, curl_socket_t socket) {
    static_cast<Impl*>(data)->sockets_.erase(socket);
    return ::close(socket);
  }

  static int on_socket(void* data, curl_socket_t socket, curlsocktype) {
    auto& self = *static_cast<Impl*>(data);
    return socket == std::exchange(self.early_, -1) ? CURL_SOCKOPT_ALREADY_CONNECTED : CURL_SOCKOPT_OK;
  }

  static void set_http_options(Slot& slot) {
    CURL* easy = slot.easy;
    const Transfer& transfer = slot.transfer;
    // HTTP/2 is slower for uploads and loses the status of an early answer with libcurl 7.88.
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "herald");
    std::vector<std::string> headers = transfer.headers;
    headers.emplace_back("Expect:");
    slot.headers = list_of(headers);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, slot.headers.get());
    if (transfer.method == "PUT" || transfer.method == "HEAD" || transfer.method == "GET") return;
    if (!transfer.body.empty()) {
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer.body.size()));
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer.body.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, transfer.method.c_str());
  }

  void set_ftp_options(Slot& slot) const {
    CURL* easy = slot.easy;
    const Transfer& transfer = slot.transfer;
    // Whole paths in every command: what is sent before and after a transfer means the same folder.
    curl_easy_setopt(easy, CURLOPT_FTP_FILEMETHOD, static_cast<long>(CURLFTPMETHOD_NOCWD));
    // libcurl remembers an address a port, and each data connection has its own: at 6,000 files a fifth of
    // our time went into looking which are too old. (With 0 libcurl 7.88 frees them while it connects to
    // them.)
    curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, -1L);
    const bool is_tls = settings_.upgrade_to_tls || transfer.url.starts_with("ftps");
    if (is_tls) {
      curl_easy_setopt(easy, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
      // A server may want the data connection to resume the session of the control connection; with TLS 1.3
      // libcurl's does not (its known bugs, 5.1.3), and vsftpd then breaks two transfers in five.
      curl_easy_setopt(
          easy, CURLOPT_SSLVERSION,
          long{CURL_SSLVERSION_TLSv1_2} | long{CURL_SSLVERSION_TLSv1_2} << 16);  // from 1.2 to 1.2
    }
    set_commands(slot);
  }

  static void set_commands(Slot& slot) {
    slot.commands = list_of(slot.transfer.commands);
    slot.commands_after = list_of(slot.transfer.commands_after);
    if (slot.commands) curl_easy_setopt(slot.easy, CURLOPT_QUOTE, slot.commands.get());
    if (slot.commands_after) curl_easy_setopt(slot.easy, CURLOPT_POSTQUOTE, slot.commands_after.get());
  }

  void set_ssh_options(Slot& slot) {
    CURL* easy = slot.easy;
    is_ssh_ = true;
    // When libcurl closes a file it waits for the answer, up to a second at a time, but never longer than the
    // transfer may still take; without any limit it takes that for no time and asks again and again.
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, kNoLimitS);
    curl_easy_setopt(easy, CURLOPT_USERNAME, settings_.user.c_str());
    if (settings_.key_file.empty()) {
      curl_easy_setopt(easy, CURLOPT_SSH_AUTH_TYPES, long{CURLSSH_AUTH_PASSWORD | CURLSSH_AUTH_KEYBOARD});
      curl_easy_setopt(easy, CURLOPT_PASSWORD, settings_.password.c_str());
    } else {
      curl_easy_setopt(easy, CURLOPT_SSH_AUTH_TYPES, long{CURLSSH_AUTH_PUBLICKEY});
      curl_easy_setopt(easy, CURLOPT_SSH_PRIVATE_KEYFILE, settings_.key_file.c_str());
      curl_easy_setopt(easy, CURLOPT_KEYPASSWD, settings_.password.c_str());
    }
    // Whether the key is the right one is decided here. The file only makes libcurl ask for a key of the kind
    // that we know: it takes the kind of the host's first line for the one to be agreed on.
    write_known_hosts(slot.transfer.url);
    const std::string file = "/proc/self/fd/" + std::to_string(known_hosts_);
    curl_easy_setopt(easy, CURLOPT_SSH_KNOWNHOSTS, file.c_str());
    curl_easy_setopt(easy, CURLOPT_SSH_HOSTKEYFUNCTION, on_host_key);
    curl_easy_setopt(easy, CURLOPT_SSH_HOSTKEYDATA, this);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_bytes);  // what commands answer
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &slot);
    set_commands(slot);
  }

  /// A known_hosts of one line, in memory: libcurl reads it for each connection. The key in it is none.
  void write_known_hosts(const std::string& url) {
    if (known_hosts_ >= 0) return;
    known_hosts_ = ::memfd_create("known_hosts", MFD_CLOEXEC);
    const auto [name, port] = host_and_port(url.substr(url.find("://") + 3));
    const std::string line = "[" + name + "]:" + std::to_string(port) + " " +
                             (key_types_.empty() ? "ssh-ed25519" : key_types_.front()) + " " +
                             std::string(64, 'A') + "\n";
    if (known_hosts_ >= 0 && ::pwrite(known_hosts_, line.data(), line.size(), 0) < 0) {
      ::close(std::exchange(known_hosts_, -1));  // Then another kind of key may be shown, and refused.
    }
  }

  static int on_host_key(void* data, int, const char* key, size_t size) {
    auto& self = *static_cast<Impl*>(data);
    self.shown_ = host_key_of({key, size});
    for (const HostKey& known : self.settings_.host_keys) {
      if (!self.shown_ || known.sha256 != self.shown_->sha256) continue;
      self.host_key_ = self.shown_;
      return CURLKHMATCH_OK;
    }
    return CURLKHMATCH_MISMATCH;
  }

  /// Before the first transfer to a host of which we know several kinds of keys, or a fingerprint that does
  /// not say of which kind it is: finds the kind, by one connection after another. Broken when the network
  /// is.
  Reply recognise(const std::string& url) {
    Reply reply;
    std::optional<Reply> wrong;  // of a key that is not the one we know
    if (!is_sftp(url)) return reply;
    const std::vector<std::string> types = key_types_;
    const std::string server = url.substr(0, url.find('/', url.find("://") + 3)) + "/";
    for (const std::string& type : types) {
      key_types_ = {type};
      if (known_hosts_ >= 0) ::close(std::exchange(known_hosts_, -1));
      shown_.reset();
      run_all(
          1, [&](size_t) { return Transfer{.method = "HEAD", .url = server}; },
          [&](size_t, Reply& got) {
            reply = std::move(got);
            return true;
          });
      if (host_key_) return reply;
      if (reply.outcome.trouble == Trouble::OtherKey && !wrong) wrong = reply;
      // "-5": the host has no key of this kind.
      const bool is_answer = reply.outcome.trouble == Trouble::OtherKey ||
                             reply.outcome.words.find(": -5,") != std::string::npos;
      if (is_answer) continue;
      wrong.reset();
      break;
    }
    if (wrong) reply = std::move(*wrong);
    key_types_ = types;
    if (known_hosts_ >= 0) ::close(std::exchange(known_hosts_, -1));
    return reply;
  }

  /// Has what came acknowledged now. sshd answers a login and the request behind it in two small packets, and
  /// keeps the second one back until the first is acknowledged (RFC 896), for which the system waits 40 ms.
  static void acknowledge(int socket) {
    const int on = 1;
    (void)::setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
  }

  /// Waits until something can go on. libcurl 7.88 forgets to say that an FTP transfer whose data connection
  /// is yet to be made can: one that waits for no socket is given another turn, and then little time.
  void wait(size_t busy) {
    std::vector<curl_waitfd> others;
    long longest = kPollMs;
    size_t sockets = 0;
    for (CURLM* multi : multis_) {
      fd_set reads, writes, errors;
      FD_ZERO(&reads);
      FD_ZERO(&writes);
      FD_ZERO(&errors);
      int last = -1;
      curl_multi_fdset(multi, &reads, &writes, &errors, &last);
      for (int at = 0; at <= last; at++) {
        short events = 0;
        if (FD_ISSET(at, &reads)) events |= CURL_WAIT_POLLIN;
        if (FD_ISSET(at, &writes)) events |= CURL_WAIT_POLLOUT;
        if (events == 0) continue;
        sockets++;
        if (is_ssh_ && !was_let_in_) acknowledge(at);
        if (multi != multis_[0]) others.push_back({at, events, 0});
      }
      long timeout = -1;
      curl_multi_timeout(multi, &timeout);
      if (timeout >= 0) longest = std::min(longest, timeout);
    }
    if (sockets < busy && std::exchange(has_hurried_, true) == false) return;
    if (sockets < busy) longest = std::min(longest, kShortPollMs);
    has_hurried_ = false;
    curl_multi_poll(multis_[0], others.data(), static_cast<unsigned>(others.size()),
                    static_cast<int>(longest), nullptr);
  }

  /// Tells of those that have ended; returns how many.
  size_t finish_some(const std::function<bool(size_t, Reply&)>& done, bool& goes_on) {
    size_t ended = 0;
    for (CURLM* multi : multis_) ended += finish_some_of(multi, done, goes_on);
    return ended;
  }

  size_t finish_some_of(CURLM* multi, const std::function<bool(size_t, Reply&)>& done, bool& goes_on) {
    size_t ended = 0;
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      char* data = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &data);
      Slot& slot = *reinterpret_cast<Slot*>(data);
      curl_multi_remove_handle(slot.multi, slot.easy);
      slot.busy = false;
      ended++;
      read_reply(slot, code);
      goes_on = done(slot.index, slot.reply) && goes_on;
    }
    return ended;
  }

  void read_reply(Slot& slot, CURLcode code) {
    Reply& reply = slot.reply;
    curl_easy_getinfo(slot.easy, CURLINFO_RESPONSE_CODE, &reply.status);
    char* url = nullptr;
    if (curl_easy_getinfo(slot.easy, CURLINFO_REDIRECT_URL, &url) == CURLE_OK && url != nullptr)
      reply.moved_to = url;
    reply.commands_failed = code == CURLE_QUOTE_ERROR;
    if (slot.transfer.hash_only) reply.sha256 = slot.received->hex();
    std::string words = slot.words[0] != '\0' ? slot.words.data() : curl_easy_strerror(code);
    Trouble trouble = slot.changed                 ? Trouble::Changed
                      : is_sftp(slot.transfer.url) ? trouble_of_sftp(code, words)
                                                   : trouble_of(code, reply.status);
    if (trouble == Trouble::OtherKey && shown_) words = shown_->type + " " + shown_->sha256;
    // What answers our first words of TLS with words of another kind.
    if (code == CURLE_SSL_CONNECT_ERROR && words.find("wrong version number") != std::string::npos)
      trouble = Trouble::OtherService;
    const bool was_reached = code != CURLE_COULDNT_RESOLVE_HOST && code != CURLE_COULDNT_CONNECT;
    if (trouble == Trouble::Broken && was_reached && !is_cancelled() &&
        is_other_service(slot.transfer.url, words))
      trouble = Trouble::OtherService;
    // Who was let in before is thrown out because too many came at once.
    if (trouble == Trouble::Login && was_let_in_) trouble = Trouble::Broken;
    was_let_in_ = was_let_in_ || code == CURLE_OK;
    if (trouble == Trouble::None) return;
    // libssh2 failed at a command without an answer of the host, and libcurl would give that session to the
    // next who comes: as many new connections as there may be push all old ones out.
    if (trouble == Trouble::Broken && code == CURLE_QUOTE_ERROR && is_sftp(slot.transfer.url))
      fresh_ = slots_.size();
    reply.outcome = {trouble, slot.changed ? slot.transfer.file : std::move(words)};
  }

  /// Whether the host is no server of the protocol at all, when the first transfer broke; `words` are then
  /// what it said.
  bool is_other_service(const std::string& url, std::string& words) {
    if (was_let_in_ || std::exchange(was_greeted_, true)) return false;
    // libssh2 read lines, and none of them was a version of SSH.
    if (is_sftp(url) && words.find("session: -2,") != std::string::npos) return true;
    const size_t colon = url.find("://");
    const std::string_view scheme = std::string_view(url).substr(0, colon);
    if (scheme != "ftp" && scheme != "sftp") return false;
    const auto [host, port] = host_and_port(std::string_view(url).substr(colon + 3), is_sftp(url) ? 22 : 21);
    const std::string greeting = greeting_of(host, port, kGreetingPatience);
    if (!is_of_other_service(greeting, scheme)) return false;
    words = greeting;
    return true;
  }

  /// For how long nothing has come over any connection.
  std::chrono::milliseconds silence() const {
    auto least = std::chrono::milliseconds::max();
    for (const int socket : sockets_) {
      tcp_info info{};
      socklen_t size = sizeof info;
      if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0)
        least = std::min(least, std::chrono::milliseconds(info.tcpi_last_data_recv));
    }
    return least;
  }

  /// Ends what has been silent for too long: libcurl 7.88 has no limit for the handshake of TLS on FTP's data
  /// connections, nor for most of what SFTP waits for, and waits for ever when nobody is there behind a
  /// firewall. Of many commands of SFTP in one transfer it tells nothing until the last is answered.
  size_t break_silent(const std::function<bool(size_t, Reply&)>& done, bool& goes_on) {
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::seconds most(settings_.connect_timeout_s + settings_.stall_timeout_s);
    size_t ended = 0;
    const bool all_silent = !is_ssh_ || silence() >= most;
    for (const auto& slot : slots_) {
      if (!slot->busy) continue;
      long headers = 0;  // what the server said to commands
      curl_easy_getinfo(slot->easy, CURLINFO_HEADER_SIZE, &headers);
      const uint64_t heard = slot->reply.size + slot->position + static_cast<uint64_t>(headers);
      if (heard != slot->heard) {
        slot->heard = heard;
        slot->heard_at = now;
      }
      if (now - slot->heard_at < most || !all_silent) continue;
      curl_multi_remove_handle(slot->multi, slot->easy);
      slot->busy = false;
      slot->reply.outcome = {Trouble::Broken, "timeout"};
      goes_on = done(slot->index, slot->reply) && goes_on;
      ended++;
    }
    return ended;
  }

  size_t cancel_all(const std::function<bool(size_t, Reply&)>& done) {
    size_t ended = 0;
    for (const auto& slot : slots_) {
      if (!slot->busy) continue;
      curl_multi_remove_handle(slot->multi, slot->easy);
      slot->busy = false;
      slot->reply.outcome = {Trouble::Cancelled, {}};
      (void)done(slot->index, slot->reply);
      ended++;
    }
    return ended;
  }

  Settings settings_;
  Dial dial_;                   // begun before the first word with libcurl, which is loaded then
  int early_ = -1;              // the socket that came from there, while libcurl asks about it
  std::vector<CURLM*> multis_;  // one for all slots, or one each
  std::vector<std::unique_ptr<Slot>> slots_;
  std::set<int> sockets_;  // that libcurl has open
  bool was_let_in_ = false, has_hurried_ = false, is_ssh_ = false;
  bool was_greeted_ = false;                 // it was looked for who else the host might be
  size_t fresh_ = 0;                         // transfers that begin on a new connection
  std::vector<std::string> key_types_;       // SFTP: that the host may show; the first is asked for
  std::optional<HostKey> host_key_, shown_;  // the right one, and the one that was shown last
  int known_hosts_ = -1;
};

Client::Client(Settings settings) : impl_(std::make_unique<Impl>(std::move(settings))) {}
Client::~Client() = default;

const std::optional<HostKey>& Client::host_key() const { return impl_->host_key(); }

void Client::run_all(size_t count, const std::function<Transfer(size_t)>& make,
                     const std::function<bool(size_t, Reply&)>& done) {
  impl_->run_all(count, make, done);
}

Reply Client::run(const Transfer& transfer) {
  Reply reply;
  reply.outcome = {Trouble::Cancelled, {}};
  impl_->run_all(
      1, [&](size_t) { return transfer; },
      [&](size_t, Reply& got) {
        reply = std::move(got);
        return true;
      });
  return reply;
}

}  // namespace herald::net
