#include "publish/lock.h"

#include <fmt/format.h>
#include <algorithm>
#include <sstream>

#include "base/diagnostics.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "publish/attempts.h"
#include "value/arena.h"
#include "value/json.h"

namespace herald::publish {
namespace {

/// So often a lock that names nobody is waited for: whoever has just made it signs it with the next request.
/// One attempt less than there are, so that the answer to one of them may be lost.
constexpr int kUnsignedMax = kAttemptsMax - 1;

std::string owner_path() { return std::string(kLockFolder) + "/owner.json"; }

std::string owner_text(const Owner& owner) {
  std::string out = "{\"owner\": ";
  value::append_json_string(out, owner.name);
  out += ", \"since\": ";
  value::append_json_string(out, owner.since);
  out += ", \"token\": ";
  value::append_json_string(out, owner.token);
  return out + "}\n";
}

Owner parse_owner(const std::string& text) {
  Owner owner;
  if (base::find_invalid_utf8(text)) return owner;
  base::Source source;
  source.text = text;
  value::Arena arena;
  base::Diagnostics ignored;
  const value::Value file =
      value::parse_json(source, {0, static_cast<uint32_t>(source.text.size())}, arena, ignored);
  if (!file.is(value::Type::Map)) return owner;
  owner.name = file.get("owner").text_or_empty();
  owner.since = file.get("since").text_or_empty();
  owner.token = file.get("token").text_or_empty();
  return owner;
}

}  // namespace

std::vector<Lock::Claim> Lock::read_note() const {
  std::vector<Claim> claims;
  const auto text = disk_.read(path_);  // lines "TOKEN NUMBER BEGIN MACHINE"
  if (!text) return claims;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    Claim claim;
    std::istringstream words(line);
    if (words >> claim.token >> claim.process.number >> claim.process.begin >> claim.process.machine)
      claims.push_back(std::move(claim));
  }
  return claims;
}

Outcome Lock::write_note(const std::vector<Claim>& claims) {
  std::string text;
  for (const Claim& claim : claims) {
    text += fmt::format("{} {} {} {}\n", claim.token, claim.process.number, claim.process.begin,
                        claim.process.machine);
  }
  if (auto kept = disk_.write(path_, text); !kept)
    return {Trouble::Changed, base::message_of(kept.error(), base::Language::English)};
  return {};
}

void Lock::drop_note() {
  const size_t slash = path_.rfind('/');
  (void)disk_.remove(path_, slash == std::string::npos ? "" : path_.substr(0, slash));
}

Outcome Lock::write_owner(const Owner& owner) {
  Upload upload;
  upload.path = owner_path();
  upload.bytes = owner_text(owner);
  upload.size = upload.bytes.size();
  upload.sha256 = base::sha256_hex(upload.bytes);
  upload.media_type = "application/json";
  Outcome last{Trouble::Broken, {}};
  host_.put(std::span(&upload, 1), [&](size_t, const Outcome& outcome) {
    last = outcome;
    return true;
  });
  return last;
}

Outcome Lock::take(const Owner& owner, bool (*is_alive)(const Process&), Owner& held_by) {
  if (!before_) before_ = read_note();
  std::vector<Claim> claims;  // all that the lock may be signed with from here
  const Outcome made = host_.make_folder(std::string(kLockFolder));
  if (made.trouble == Trouble::Exists) {
    if (const Outcome found = find_holder(held_by); !found) return found;
    if (held_by.token == owner.token) return {};  // An attempt whose answer got lost.
    const bool is_unsigned = held_by.token.empty() && held_by.name.empty();
    for (const Claim& claim : *before_) {
      const bool may_be_it = is_unsigned || held_by.token == claim.token;
      if (may_be_it && !is_alive(claim.process)) claims.push_back(claim);
    }
    const bool is_ours = !claims.empty() || (is_unsigned && is_begun_);
    if (!is_ours && !is_unsigned) return made;
    if (!is_ours && ++unsigned_ < kUnsignedMax)
      return {Trouble::Broken, std::string(kLockFolder) + ": not signed"};
  } else if (!made) {
    return made;
  }
  is_begun_ = true;
  claims.push_back({owner.token, owner.process});
  if (Outcome noted = write_note(claims); !noted) return noted;
  return write_owner(owner);
}

Outcome Lock::find_holder(Owner& held_by) {
  std::string text;
  const Outcome read = host_.read(owner_path(), text);
  if (!read && read.trouble != Trouble::Missing) return read;
  held_by = parse_owner(text);
  return {};
}

Outcome Lock::break_it() { return release(); }

Outcome Lock::release() {
  const std::string path = owner_path();
  Outcome removed;
  host_.remove(std::span(&path, 1), [&](size_t, const Outcome& outcome) {
    removed = outcome;
    return true;
  });
  if (!removed) return removed;
  Outcome gone = host_.remove_folder(std::string(kLockFolder));
  if (gone.trouble == Trouble::Missing) gone = {};
  if (gone) drop_note();
  return gone;
}

void Lock::clear_leftover(bool (*is_alive)(const Process&)) {
  const std::vector<Claim> claims = read_note();
  const auto lives = [&](const Claim& claim) { return is_alive(claim.process); };
  if (claims.empty() || std::any_of(claims.begin(), claims.end(), lives)) return;
  Owner holder;
  if (!find_holder(holder)) return;
  const auto is_it = [&](const Claim& claim) { return claim.token == holder.token; };
  if (holder.token.empty() || std::any_of(claims.begin(), claims.end(), is_it)) {
    (void)release();
  } else {
    drop_note();
  }
}

}  // namespace herald::publish
