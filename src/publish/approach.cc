#include "publish/approach.h"

#include <string>
#include <system_error>
#include <utility>

#include "publish/record.h"

namespace herald::publish {

Approach::Approach(Open open) : open_(std::move(open)) {
  try {
    thread_ = std::thread([this] { go(); });
    has_gone_ = true;
  } catch (const std::system_error&) {
    // No thread is to be had: `arrive` goes itself.
  }
}

Approach::~Approach() {
  given_up_ = true;
  if (thread_.joinable()) thread_.join();
}

void Approach::go() {
  host_ = open_(given_up_);
  if (given_up_) return;  // Looking a name up takes its time, and nobody waits for the answer any more.
  glimpse_.outcome =
      host_ ? (*host_)->read(std::string(kSealPath), glimpse_.seal) : Outcome{Trouble::Refused, {}};
}

void Approach::arrive() {
  if (thread_.joinable()) thread_.join();
  if (!std::exchange(has_gone_, true)) go();
}

const base::Result<std::unique_ptr<Host>>& Approach::host() {
  arrive();
  return host_;
}

const Glimpse& Approach::glimpse() {
  arrive();
  return glimpse_;
}

}  // namespace herald::publish
