// Object stores that speak S3: PUT, GET, DELETE of whole objects and ListObjectsV2.
//
// There are no folders, only names with '/' in them, and nothing is renamed: a PUT is seen when it is whole.
// Every request is signed with the hash of what it carries (s3_sign.h), so the store itself refuses bytes
// that changed on the way.

#include <fmt/format.h>

#include "base/hash.h"
#include "publish/hosts.h"
#include "publish/lock.h"
#include "publish/s3_answers.h"
#include "publish/s3_sign.h"

namespace herald::publish {
namespace {

using net::Reply;
using net::Transfer;

/// So many parts of a list are read: ten million objects in one folder are no site.
constexpr int kPagesMax = 10'000;
/// The object that is the lock; its owner stands beside it.
constexpr std::string_view kLockObject = "herald-lock/lock";

class S3Host : public Host {
 public:
  S3Host(const Target& target, S3Keys keys, net::Settings settings, std::function<int64_t()> now)
      : client_(std::move(settings)),
        now_(std::move(now)),
        keys_(std::move(keys)),
        bucket_(target.bucket),
        region_(target.region) {
    host_ = target.bucket_in_path ? target.host : target.bucket + "." + target.host;
    server_ = (target.encrypted ? "https://" : "http://") + host_;
    top_ = target.bucket_in_path ? "/" + target.bucket + "/" : "/";
    prefix_ = target.path.empty() ? "" : target.path.substr(1) + "/";
  }

  Outcome read(const std::string& path, std::string& bytes) override {
    Reply reply = run(request("GET", path));
    Outcome outcome = outcome_of(reply, "GET", path);
    if (outcome) bytes = std::move(reply.body);
    return outcome;
  }

  Outcome list(const std::string& folder, std::vector<HostEntry>& entries) override {
    const std::string prefix = prefix_ + (folder.empty() ? "" : folder + "/");
    std::string next;
    for (int part = 0; part < kPagesMax; part++) {
      S3Request wanted = request("GET", "");
      wanted.path = top_;
      wanted.query = {{"list-type", "2"}, {"delimiter", "/"}, {"prefix", prefix}};
      if (!next.empty()) wanted.query.emplace_back("continuation-token", next);
      const Reply reply = run(wanted);
      Outcome outcome = outcome_of(reply, "LIST", folder);
      // A store has a list of whatever is not there: an empty one. Who says no more than 404 is none.
      if (reply.status == 404 && read_s3_error(reply.body).code.empty())
        outcome.trouble = Trouble::OtherService;
      if (!outcome) return outcome;
      auto page = read_s3_page(reply.body, prefix);
      if (!page || (!page->next.empty() && page->next == next))
        return {Trouble::OtherService, "LIST /" + folder + ": this is no list of objects"};
      entries.insert(entries.end(), std::make_move_iterator(page->entries.begin()),
                     std::make_move_iterator(page->entries.end()));
      next = std::move(page->next);
      if (next.empty()) return {};
    }
    return {Trouble::Refused, "LIST /" + folder + ": too many objects"};
  }

  Outcome make_folder(const std::string& folder) override {
    return folder == kLockFolder ? make_lock() : Outcome();
  }

  void put(std::span<const Upload> files, const OnDone& done) override {
    client_.run_all(
        files.size(),
        [&](size_t i) {
          const Upload& file = files[i];
          S3Request wanted = request("PUT", file.path);
          wanted.headers = {{"cache-control", s3_cache_control(file.path)},
                            {"content-type", file.media_type}};
          wanted.payload_sha256 = file.sha256;
          Transfer transfer = signed_transfer(wanted);
          load(transfer, file);
          return transfer;
        },
        [&](size_t i, Reply& reply) { return done(i, outcome_of(reply, "PUT", files[i].path)); });
  }

  void hash(std::span<const std::string> paths, const OnHashed& hashed) override {
    client_.run_all(
        paths.size(),
        [&](size_t i) {
          Transfer transfer = signed_transfer(request("GET", paths[i]));
          transfer.hash_only = true;
          return transfer;
        },
        [&](size_t i, Reply& reply) {
          return hashed(i, outcome_of(reply, "GET", paths[i]), reply.size, reply.sha256);
        });
  }

  void remove(std::span<const std::string> paths, const OnDone& done) override {
    client_.run_all(
        paths.size(), [&](size_t i) { return signed_transfer(request("DELETE", paths[i])); },
        [&](size_t i, Reply& reply) {
          Outcome outcome = outcome_of(reply, "DELETE", paths[i]);
          if (outcome.trouble == Trouble::Missing) outcome = {};
          return done(i, outcome);
        });
  }

  Outcome remove_folder(const std::string& folder) override {
    if (folder != kLockFolder) return {};
    const std::string lock(kLockObject);
    Outcome outcome = outcome_of(run(request("DELETE", lock)), "DELETE", lock);
    if (outcome.trouble == Trouble::Missing) outcome = {};
    return outcome;
  }

  bool locks_surely() const override { return locks_surely_; }

 private:
  S3Request request(std::string method, const std::string& path) const {
    S3Request request;
    request.method = std::move(method);
    request.host = host_;
    request.path = top_ + prefix_ + path;
    request.payload_sha256 = kEmptySha256;
    return request;
  }

  Transfer signed_transfer(const S3Request& request) const {
    Transfer transfer{.method = request.method, .url = server_ + s3_encoded(request.path, true)};
    if (const std::string query = s3_query(request); !query.empty()) transfer.url += "?" + query;
    // Without keys it is asked as anybody: the answer says what is wrong.
    if (!keys_.secret.empty()) transfer.headers = s3_signed_headers(request, keys_, region_, now_());
    return transfer;
  }

  Reply run(const S3Request& request) { return client_.run(signed_transfer(request)); }

  /// An object that is put only where there is none (RFC 9110 §13.1.2). Stores that do not know the condition
  /// put it all the same; a second try shows which kind this is.
  Outcome make_lock() {
    std::vector<HostEntry> there;
    if (Outcome listed = list(std::string(kLockFolder), there); !listed) return listed;
    if (!there.empty()) return {Trouble::Exists, std::string(kLockFolder)};
    Outcome made = put_lock("*");
    if (made.trouble == Trouble::Refused) made = put_lock("");  // The condition is not understood.
    if (!made) return made;
    locks_surely_ = put_lock("*").trouble == Trouble::Exists;
    return made;
  }

  Outcome put_lock(const std::string& unless) {
    S3Request wanted = request("PUT", std::string(kLockObject));
    wanted.headers = {{"cache-control", "no-store"}, {"content-type", "text/plain"}};
    if (!unless.empty()) wanted.headers.emplace_back("if-none-match", unless);
    return outcome_of(run(wanted), "PUT", std::string(kLockObject));
  }

  Outcome outcome_of(const Reply& reply, std::string_view method, const std::string& path) const {
    if (!reply.outcome) {
      if (reply.outcome.trouble == Trouble::Changed) return {Trouble::Changed, path};
      return {reply.outcome.trouble, fmt::format("{} /{}: {}", method, path, reply.outcome.words)};
    }
    const S3Error error = reply.status < 300 ? S3Error() : read_s3_error(reply.body);
    Trouble trouble = s3_trouble(reply.status, error.code);
    if (trouble == Trouble::None) return {};
    if (trouble == Trouble::Denied && keys_.secret.empty()) trouble = Trouble::Login;
    std::string words = fmt::format("{} /{}: {}", method, path, reply.status);
    if (!error.code.empty()) words += " " + error.code;
    if (error.code == "NoSuchBucket") words += " " + bucket_;
    if (!error.message.empty()) words += ": " + error.message;
    if (!reply.moved_to.empty()) words += " -> " + reply.moved_to;
    return {trouble, std::move(words)};
  }

  net::Client client_;
  std::function<int64_t()> now_;  // seconds since 1970
  S3Keys keys_;
  std::string bucket_, region_;
  std::string host_, server_, top_, prefix_;
  bool locks_surely_ = true;
};

}  // namespace

std::unique_ptr<Host> s3_host(const Target& target, const Credentials& credentials, net::Settings settings,
                              std::function<int64_t()> now) {
  settings.user.clear();  // They sign; they are never sent.
  settings.password.clear();
  return std::make_unique<S3Host>(target, S3Keys{credentials.user, credentials.password, credentials.token},
                                  std::move(settings), std::move(now));
}

}  // namespace herald::publish
