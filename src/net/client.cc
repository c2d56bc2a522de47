#include "net/client.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <optional>

#include "base/hash.h"

namespace herald::net {
namespace {

/// Files up to this size are read and hashed before the first byte is sent.
constexpr uint64_t kReadAhead = uint64_t{1} << 20;
constexpr int kPollMs = 200;

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
  bool busy = false;
  size_t index = 0;
  Transfer transfer;
  Reply reply;
  std::optional<base::Sha256> received, sent;
  std::unique_ptr<std::FILE, FileCloser> file;
  uint64_t position = 0;  // in what is sent
  bool changed = false;   // the local file is another
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

/// What FTP's answers mean (RFC 959 §4.2).
Trouble trouble_of_ftp(long status) {
  switch (status) {
    case 452:
    case 552:
      return Trouble::Full;
    case 530:
    case 532:
    case 430:
      return Trouble::Login;
    case 550:
      return Trouble::Missing;
    case 553:
      return Trouble::Denied;
    default:
      return status >= 400 && status < 500 ? Trouble::Broken : Trouble::Refused;
  }
}

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
    case CURLE_USE_SSL_FAILED:
      return Trouble::Untrusted;
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
    case CURLE_UNSUPPORTED_PROTOCOL:
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

}  // namespace

class Client::Impl {
 public:
  explicit Impl(Settings settings) : settings_(std::move(settings)) {
    // The first call sets libcurl up; further ones count.
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)ready;
    multi_ = curl_multi_init();
    const unsigned count = std::max(settings_.connections, 1U);
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(count));
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(count));
    for (unsigned i = 0; i < count; i++) {
      slots_.push_back(std::make_unique<Slot>());
      slots_.back()->easy = curl_easy_init();
    }
  }

  ~Impl() {
    for (const auto& slot : slots_) curl_easy_cleanup(slot->easy);
    curl_multi_cleanup(multi_);
  }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void run_all(size_t count, const std::function<Transfer(size_t)>& make,
               const std::function<bool(size_t, Reply&)>& done) {
    size_t next = 0, busy = 0;
    bool goes_on = true;
    // Who was asked to stop may still have to tidy up: only what is asked for while it runs ends it.
    const bool was_cancelled = is_cancelled();
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
      int running = 0;
      curl_multi_perform(multi_, &running);
      busy -= finish_some(done, goes_on);
      if (is_cancelled() && !was_cancelled) goes_on = false;
      if (!goes_on) {
        busy -= cancel_all(done);
      } else if (running != 0 && static_cast<size_t>(running) == busy) {
        curl_multi_poll(multi_, nullptr, 0, kPollMs, nullptr);
      }
    }
  }

 private:
  bool is_cancelled() const { return settings_.cancelled != nullptr && *settings_.cancelled; }

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
    curl_multi_add_handle(multi_, slot.easy);
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
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https,ftp,ftps");
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
    if (!settings_.user.empty() || !settings_.password.empty()) {
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
    } else {
      set_http_options(slot);
    }
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
    const bool is_tls = settings_.upgrade_to_tls || transfer.url.starts_with("ftps");
    if (is_tls) {
      curl_easy_setopt(easy, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
      // A server may want the data connection to resume the session of the control connection; with TLS 1.3
      // libcurl's does not (its known bugs, 5.1.3), and vsftpd then breaks two transfers in five.
      curl_easy_setopt(
          easy, CURLOPT_SSLVERSION,
          long{CURL_SSLVERSION_TLSv1_2} | long{CURL_SSLVERSION_TLSv1_2} << 16);  // from 1.2 to 1.2
    }
    slot.commands = list_of(transfer.commands);
    slot.commands_after = list_of(transfer.commands_after);
    if (slot.commands) curl_easy_setopt(easy, CURLOPT_QUOTE, slot.commands.get());
    if (slot.commands_after) curl_easy_setopt(easy, CURLOPT_POSTQUOTE, slot.commands_after.get());
  }

  /// Tells of those that have ended; returns how many.
  size_t finish_some(const std::function<bool(size_t, Reply&)>& done, bool& goes_on) {
    size_t ended = 0;
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      char* data = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &data);
      Slot& slot = *reinterpret_cast<Slot*>(data);
      curl_multi_remove_handle(multi_, slot.easy);
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
    Trouble trouble = slot.changed ? Trouble::Changed : trouble_of(code, reply.status);
    // Who was let in before is thrown out because too many came at once.
    if (trouble == Trouble::Login && was_let_in_) trouble = Trouble::Broken;
    was_let_in_ = was_let_in_ || code == CURLE_OK;
    if (trouble == Trouble::None) return;
    const std::string_view words = slot.words[0] != '\0' ? slot.words.data() : curl_easy_strerror(code);
    reply.outcome = {trouble, slot.changed ? slot.transfer.file : std::string(words)};
  }

  size_t cancel_all(const std::function<bool(size_t, Reply&)>& done) {
    size_t ended = 0;
    for (const auto& slot : slots_) {
      if (!slot->busy) continue;
      curl_multi_remove_handle(multi_, slot->easy);
      slot->busy = false;
      slot->reply.outcome = {Trouble::Cancelled, {}};
      (void)done(slot->index, slot->reply);
      ended++;
    }
    return ended;
  }

  Settings settings_;
  CURLM* multi_ = nullptr;
  std::vector<std::unique_ptr<Slot>> slots_;
  bool was_let_in_ = false;
};

Client::Client(Settings settings) : impl_(std::make_unique<Impl>(std::move(settings))) {}
Client::~Client() = default;

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
