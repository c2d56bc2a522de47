#include "serve/status.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "value/json.h"

namespace herald::serve {
namespace {

void append_list(std::string& out, std::string_view key, const std::set<std::string>& paths) {
  out += fmt::format(",\"{}\":[", key);
  bool is_first = true;
  for (const std::string& path : paths) {
    if (!std::exchange(is_first, false)) out += ',';
    value::append_json_string(out, path);
  }
  out += ']';
}

void append_text(std::string& out, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  out += fmt::format(",\"{}\":", key);
  value::append_json_string(out, text);
}

}  // namespace

void Status::finish(BuildNote note, BuildLine line, std::string problems, std::string base_path,
                    std::map<std::string, std::string> marks) {
  note.is_all = note.is_all || note.changed.size() + note.gone.size() > kChangedMax;
  const std::lock_guard lock(mutex_);
  has_site_ = has_site_ || note.is_good;
  note.number = notes_.empty() ? 1 : notes_.back().number + 1;
  line.number = note.number;
  notes_.push_back(std::move(note));
  lines_.push_front(std::move(line));
  if (notes_.size() > kBuildsKept) notes_.pop_front();
  if (lines_.size() > kBuildsKept) lines_.pop_back();
  problems_ = std::move(problems);
  base_path_ = std::move(base_path);
  marks_ = std::move(marks);
}

std::string Status::state_json_locked(size_t since) const {
  if (notes_.empty()) return fmt::format(R"({{"run":"{}","build":0,"from":0}})", run_);
  const BuildNote& last = notes_.back();
  // A page of another run of the preview may name a build that is yet to come.
  bool is_all = since > last.number || since + 1 < notes_.front().number;
  std::set<std::string> changed, gone;
  std::string saved, title;
  for (const BuildNote& note : notes_) {
    if (note.number <= since) continue;
    is_all = is_all || note.is_all;
    changed.insert(note.changed.begin(), note.changed.end());
    gone.insert(note.gone.begin(), note.gone.end());
  }
  std::string out = fmt::format(R"({{"run":"{}","build":{},"from":{},"errors":{},"warnings":{},"marks":{})",
                                run_, last.number, is_all ? 0 : std::min(since, last.number), last.errors,
                                last.warnings, is_marked_ || !marks_.empty());
  if (is_all || changed.size() > kChangedMax) {
    out += R"(,"changed":null)";
  } else {
    append_list(out, "changed", changed);
    append_list(out, "gone", gone);
  }
  if (since + 1 == last.number) {
    append_text(out, "saved", last.saved);
    append_text(out, "title", last.saved_title);
  }
  return out + "}";
}

std::string Status::state_json(size_t since) const {
  const std::lock_guard lock(mutex_);
  return state_json_locked(since);
}

std::string Status::event(size_t since) const {
  const std::lock_guard lock(mutex_);
  const size_t number = notes_.empty() ? 0 : notes_.back().number;
  return fmt::format("id: {}\nevent: build\ndata: {}\n\n", number, state_json_locked(since));
}

size_t Status::number() const {
  const std::lock_guard lock(mutex_);
  return notes_.empty() ? 0 : notes_.back().number;
}

bool Status::has_site() const {
  const std::lock_guard lock(mutex_);
  return has_site_;
}

size_t Status::errors() const {
  const std::lock_guard lock(mutex_);
  return notes_.empty() ? 0 : notes_.back().errors;
}

std::string Status::base_path() const {
  const std::lock_guard lock(mutex_);
  return base_path_;
}

std::string Status::problems() const {
  const std::lock_guard lock(mutex_);
  return problems_;
}

std::string Status::mark(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = marks_.find(path);
  return found == marks_.end() ? "" : found->second;
}

std::vector<BuildLine> Status::lines() const {
  const std::lock_guard lock(mutex_);
  return {lines_.begin(), lines_.end()};
}

}  // namespace herald::serve
