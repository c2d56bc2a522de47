#pragma once
// Which outputs are alike for parts of templates that read nothing of the page (tmpl/parts.h), and what such
// parts read. Outputs are alike when they lie in one folder (addresses are relative), are of one kind,
// section and edition, and belong to the same column. Private to the module.

#include <array>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <utility>
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
  /// The render is over: what the parts read is added to its reads.
  void leave();

  void begin_part() override;
  bool end_part(uint32_t part) override { return end_part_after(part, {}); }
  bool end_part_after(uint32_t part, std::span<const uint32_t> before) override;
  void pause_part() override;
  void resume_part() override;
  void replay_part(uint32_t part) override;
  bool has_part(uint32_t part) const override { return part < kept_.size() && !kept_[part].reads.empty(); }
  bool notes_templates() const override { return true; }
  bool noted() const override { return varied_ || !watched_.empty(); }

 private:
  graph::Reads* reads_ = nullptr;
  bool varied_ = false;
  bool varied_before_ = false;  ///< a pause
  std::vector<graph::Read> watched_;
  /// What a part read, and the same as bits by their number in `all_`.
  struct Kept {
    std::vector<graph::Read> reads;
    std::vector<std::pair<uint32_t, uint64_t>> bits;  ///< word and bits
  };
  /// The number of a read in `all_`.
  uint32_t number_of(const graph::Read& read);

  bool watching_ = false;
  std::vector<Kept> kept_;        ///< by part
  std::vector<graph::Read> all_;  ///< that any part of the group reads, each once
  std::vector<uint64_t> given_;   ///< those of `all_` that the running render has read by its parts
  /// Those that a render has read by them, as `given_` and as they are added: mostly the same few times
  /// again.
  struct Given {
    std::vector<uint64_t> numbers;
    graph::ReadGroup reads;
  };
  const Given& all_given();
  std::array<Given, 8> last_given_;
  size_t next_given_ = 0;  ///< the one that is made anew next
};

/// The groups that one worker has met. One renderer's.
class KeptGroups {
 public:
  /// The parts of the group that the context's output belongs to; null when there are too many groups.
  tmpl::KeptParts* enter(Context& context);
  /// That render is over.
  void leave();

 private:
  using Key = std::tuple<std::string, model::OutputKind, model::SectionId, model::EditionId, size_t, bool>;
  std::map<Key, std::unique_ptr<GroupParts>> groups_;
  Key last_;  ///< of the group that was entered last
  GroupParts* last_group_ = nullptr;
  GroupParts* entered_ = nullptr;
};

}  // namespace herald::render
