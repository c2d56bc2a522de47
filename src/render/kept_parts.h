#pragma once
// Which outputs are alike for parts of templates that read nothing of the page (tmpl/parts.h), and what such
// parts read. Outputs are alike when they lie in one folder (addresses are relative), are of one kind,
// section and edition, and belong to the same column. Private to the module.

#include <map>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "render/context.h"
#include "tmpl/parts.h"
#include "tmpl/tmpl.h"

namespace herald::render {

/// Tells the environment which of the contract's names are the same for outputs that are alike.
void add_steady_names(tmpl::Environment& environment);

/// The parts of one group of outputs.
class GroupParts final : public tmpl::KeptParts {
 public:
  /// The next render is one of this group's.
  void enter(Context& context);

  void begin_part() override;
  bool end_part(uint32_t part) override { return end_part_after(part, {}); }
  bool end_part_after(uint32_t part, std::span<const uint32_t> before) override;
  void pause_part() override;
  void resume_part() override;
  void replay_part(uint32_t part) override;
  bool has_part(uint32_t part) const override { return !kept_[part].empty(); }
  bool notes_templates() const override { return true; }
  bool noted() const override { return varied_ || !watched_.empty(); }

 private:
  graph::Reads* reads_ = nullptr;
  bool varied_ = false;
  bool varied_before_ = false;  ///< a pause
  std::vector<graph::Read> watched_;
  std::vector<std::vector<graph::Read>> kept_;  ///< by part
};

/// The groups that one worker has met. One renderer's.
class KeptGroups {
 public:
  /// The parts of the group that the context's output belongs to; null when there are too many groups.
  tmpl::KeptParts* enter(Context& context);

 private:
  using Key = std::tuple<std::string, model::OutputKind, model::SectionId, model::EditionId, size_t, bool>;
  std::map<Key, std::unique_ptr<GroupParts>> groups_;
};

}  // namespace herald::render
