#pragma once
// Builds nested lists and maps from a stream of events, as a parser gives them. Inside this module only.

#include "base/diagnostics.h"
#include "base/source.h"
#include "value/value.h"

namespace herald::value {

/// Parsers of data go this deep.
inline constexpr size_t kNestingMax = 64;

/// Takes events in document order. Never trusts them to be balanced: `finish` closes what is open.
class TreeBuilder {
 public:
  TreeBuilder(const base::Source& source, Arena& arena, base::Diagnostics& diagnostics)
      : source_(source), arena_(arena), diagnostics_(diagnostics) {}

  /// Begins a List or a Map that stands at `position` of the source.
  void open(Type type, uint32_t position);
  /// The key of the next value of the innermost map; must live as long as the arena.
  void key(std::string_view key, uint32_t position);
  /// A scalar.
  void add(Value value);
  /// Ends the innermost list or map. A key that stands twice adds `duplicate-key`; the last one wins.
  void close();

  /// How many lists and maps are open.
  size_t depth() const { return frames_.size(); }
  /// True when the next event of a map must be a key.
  bool wants_key() const {
    return !frames_.empty() && frames_.back().type == Type::Map && !frames_.back().has_key;
  }
  /// The whole, Undefined when there was none.
  Value finish();

 private:
  struct Frame {
    Type type;
    bool has_key;
    uint32_t base;  ///< Where its parts begin in items_ or entries_.
    uint32_t position;
    std::string_view key;
    uint32_t key_position;
  };

  Value close_map(const Frame& frame);
  void report_double(const Entry& first, const Entry& again);

  const base::Source& source_;
  Arena& arena_;
  base::Diagnostics& diagnostics_;
  std::vector<Frame> frames_;
  std::vector<Value> items_;
  std::vector<Entry> entries_;
  Value root_;
};

/// The span of the key that begins at `position`, with its quotes.
base::Span key_span(const base::Source& source, uint32_t position, std::string_view key);

}  // namespace herald::value
