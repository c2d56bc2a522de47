#include "publish/lock.h"

#include <fmt/format.h>
#include <charconv>

#include "base/diagnostics.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "value/arena.h"
#include "value/json.h"

namespace herald::publish {
namespace {

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

Lock::Note Lock::read_note() const {
  Note note;
  const auto text = disk_.read(path_);  // "TOKEN PROCESS"
  const size_t blank = text ? text->find(' ') : std::string::npos;
  if (blank == std::string::npos) return note;
  note.token = text->substr(0, blank);
  std::from_chars(text->data() + blank + 1, text->data() + text->size(), note.process);
  return note;
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

Outcome Lock::take(const Owner& owner, bool (*is_alive)(int64_t), Owner& held_by) {
  const Note before = read_note();
  const auto note = [&](const Note& text) -> Outcome {
    if (auto kept = disk_.write(path_, fmt::format("{} {}\n", text.token, text.process)); !kept)
      return {Trouble::Changed, base::message_of(kept.error(), base::Language::English)};
    return {};
  };
  if (Outcome noted = note({owner.token, owner.process}); !noted) return noted;
  Outcome made = host_.make_folder(std::string(kLockFolder));
  if (made.trouble == Trouble::Exists) {
    std::string text;
    const Outcome read = host_.read(owner_path(), text);
    if (!read && read.trouble != Trouble::Missing) return read;
    held_by = parse_owner(text);
    // A lock that names nobody is that of a run killed between making it and signing it: ours, if we were
    // one.
    const bool is_ours = !before.token.empty() && !is_alive(before.process) &&
                         (held_by.token == before.token || held_by.token.empty());
    if (!is_ours) {
      if (before.token.empty()) {
        drop_note();
      } else {
        (void)note(before);
      }
      if (held_by.name.empty()) held_by.name = "?";
      return made;
    }
    made = {};
  }
  if (!made) return made;
  return write_owner(owner);
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

void Lock::clear_leftover(bool (*is_alive)(int64_t)) {
  const Note note = read_note();
  if (note.token.empty() || is_alive(note.process)) return;
  std::string text;
  const Outcome read = host_.read(owner_path(), text);
  if (!read && read.trouble != Trouble::Missing) return;
  const std::string token = parse_owner(text).token;
  if (token.empty() || token == note.token) {
    (void)release();
  } else {
    drop_note();
  }
}

}  // namespace herald::publish
