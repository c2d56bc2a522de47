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
  watching_ = false;
  std::fill(given_.begin(), given_.end(), 0);
}

const GroupParts::Given& GroupParts::all_given() {
  for (const Given& given : last_given_)
    if (given.numbers == given_) return given;
  Given& given = last_given_[next_given_++ % last_given_.size()];
  std::vector<graph::Read> reads;
  for (size_t i = 0; i < all_.size(); i++)
    if ((given_[i / 64] >> (i % 64) & 1) != 0) reads.push_back(all_[i]);
  given = {given_, graph::ReadGroup(std::move(reads))};
  return given;
}

void GroupParts::leave() { reads_->add_last(all_given().reads); }

uint32_t GroupParts::number_of(const graph::Read& read) {
  const auto at = std::find(all_.begin(), all_.end(), read);
  if (at == all_.end()) {
    all_.push_back(read);
    given_.resize((all_.size() + 63) / 64);
    return static_cast<uint32_t>(all_.size() - 1);
  }
  return static_cast<uint32_t>(at - all_.begin());
}

void GroupParts::begin_part() {
  varied_ = false;
  watching_ = true;
  watched_.clear();
  reads_->watch(&watched_);
}

bool GroupParts::end_part_after(uint32_t part, std::span<const uint32_t> before) {
  reads_->watch(nullptr);
  watching_ = false;
  if (varied_) return false;
  if (part >= kept_.size()) kept_.resize(part + 1);
  auto is_known = [&](const graph::Read& read) {
    return std::any_of(before.begin(), before.end(), [&](uint32_t other) {
      return other < kept_.size() && std::find(kept_[other].reads.begin(), kept_[other].reads.end(), read) !=
                                         kept_[other].reads.end();
    });
  };
  Kept& kept = kept_[part];
  kept = {};
  for (const graph::Read& read : watched_) {
    const bool twice = std::find(kept.reads.begin(), kept.reads.end(), read) != kept.reads.end();
    if (!twice && !is_known(read)) kept.reads.push_back(read);
  }
  for (const graph::Read& read : kept.reads) {
    const uint32_t number = number_of(read), word = number / 64;
    const auto at = std::find_if(kept.bits.begin(), kept.bits.end(),
                                 [word](const auto& bits) { return bits.first == word; });
    const uint64_t bit = uint64_t{1} << (number % 64);
    if (at == kept.bits.end()) {
      kept.bits.emplace_back(word, bit);
    } else {
      at->second |= bit;
    }
  }
  return true;
}

void GroupParts::pause_part() {
  reads_->watch(nullptr);
  watching_ = false;
  varied_before_ = varied_;
}

void GroupParts::resume_part() {
  reads_->watch(&watched_);
  watching_ = true;
  varied_ = varied_before_;
}

void GroupParts::replay_part(uint32_t part) {
  if (!watching_) {
    for (const auto& [word, bits] : kept_[part].bits) given_[word] |= bits;
    return;
  }
  reads_->add_all(kept_[part].reads);
}

tmpl::KeptParts* KeptGroups::enter(Context& context) {
  const model::Output& output = *context.output;
  const std::string_view path = output.path;
  const size_t slash = path.rfind('/');
  const auto key = std::make_tuple(path.substr(0, slash == std::string_view::npos ? 0 : slash), output.kind,
                                   context.section, context.edition, context.column,
                                   column_is_here(context, context.column));
  if (last_group_ == nullptr || last_ != key) {
    last_ = key;
    auto at = groups_.find(last_);
    if (at == groups_.end() && groups_.size() < kGroupsMax)
      at = groups_.emplace(last_, std::make_unique<GroupParts>()).first;
    last_group_ = at == groups_.end() ? nullptr : at->second.get();
  }
  entered_ = last_group_;
  if (entered_ == nullptr) return nullptr;
  entered_->enter(context);
  return entered_;
}

void KeptGroups::leave() {
  if (entered_ != nullptr) entered_->leave();
  entered_ = nullptr;
}

}  // namespace herald::render
