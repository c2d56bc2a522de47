#include "render/kept_parts.h"

#include <algorithm>
#include <utility>

namespace herald::render {

using model::OutputKind;

namespace {

/// A site has some groups for each section; what a page more in a new folder costs must not grow.
constexpr size_t kGroupsMax = 256;

}  // namespace

void add_steady_names(tmpl::Environment& environment) {
  for (std::string_view name : {"site", "campaign", "edition", "section", "lang", "now", "home_url",
                                "output.kind", "t", "asset", "url"})
    environment.add_steady_name(name);
}

void GroupParts::enter(Context& context) {
  reads_ = context.reads;
  context.varied = &varied_;
}

void GroupParts::begin_part() {
  varied_ = false;
  watched_.clear();
  reads_->watch(&watched_);
}

bool GroupParts::end_part_after(uint32_t part, std::span<const uint32_t> before) {
  reads_->watch(nullptr);
  if (varied_) return false;
  if (part >= kept_.size()) kept_.resize(part + 1);
  auto is_known = [&](const graph::Read& read) {
    return std::any_of(before.begin(), before.end(), [&](uint32_t other) {
      return other < kept_.size() &&
             std::find(kept_[other].begin(), kept_[other].end(), read) != kept_[other].end();
    });
  };
  graph::Reads once;
  for (const graph::Read& read : watched_)
    if (!is_known(read)) once.add(read.aspect, read.subject, read.detail);
  kept_[part] = once.take();
  return true;
}

void GroupParts::pause_part() {
  reads_->watch(nullptr);
  varied_before_ = varied_;
}

void GroupParts::resume_part() {
  reads_->watch(&watched_);
  varied_ = varied_before_;
}

void GroupParts::replay_part(uint32_t part) {
  for (const graph::Read& read : kept_[part]) reads_->add(read.aspect, read.subject, read.detail);
}

tmpl::KeptParts* KeptGroups::enter(Context& context) {
  const model::Output& output = *context.output;
  const std::string_view path = output.path;
  const size_t slash = path.rfind('/');
  const Key key(std::string(path.substr(0, slash == std::string_view::npos ? 0 : slash)), output.kind,
                context.section, context.edition, context.column, column_is_here(context, context.column));
  auto at = groups_.find(key);
  if (at == groups_.end()) {
    if (groups_.size() == kGroupsMax) return nullptr;
    at = groups_.emplace(key, std::make_unique<GroupParts>()).first;
  }
  at->second->enter(context);
  return at->second.get();
}

}  // namespace herald::render
