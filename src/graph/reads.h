#pragma once
// What an output was made from. Rendering records every read in these types; the incremental build compares
// them. Has never heard of Markdown or pages: a subject is a dense id that the recorder gives a meaning.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace herald::graph {

/// What was read of a subject.
enum class Aspect : uint8_t {
  Body,      ///< the text of page `subject`
  Field,     ///< one field of page `subject`; detail says which
  Members,   ///< which entries list `subject` held, and in which order
  Template,  ///< template `subject`
  String,    ///< one entry of the string table; detail says which
  Asset,     ///< the address (and so the bytes) of asset `subject`
  Config,    ///< one key of site.json; detail says which
  File,      ///< size and hash of attachment `subject`
  Now,       ///< the build's date; subject and detail are 0
};
inline constexpr size_t kAspectCount = static_cast<size_t>(Aspect::Now) + 1;

/// One read. `detail` is detail_of(name) of a field, key or string; 0 where the aspect has none.
struct Read {
  Aspect aspect = Aspect::Body;
  uint32_t subject = 0;
  uint32_t detail = 0;

  bool operator==(const Read&) const = default;
};

/// A stable 32-bit name of a field, key or string (the low half of XXH3-64).
uint32_t detail_of(std::string_view name);

/// The reads of one output, each once, in the order of their first occurrence. One render owns one; not for
/// threads.
class Reads {
 public:
  /// Adds one read, unless it is there already.
  void add(Aspect aspect, uint32_t subject, uint32_t detail = 0) {
    // A page is asked for one thing after the other, and all of them are often one read.
    const uint64_t key = (static_cast<uint64_t>(subject) << 32 | detail) + 1;
    uint64_t& last = last_[static_cast<size_t>(aspect)];
    if (last == key && key != 0 && watcher_ == nullptr) return;
    last = key;
    insert({aspect, subject, detail});
  }
  /// Which bit of 512 stands for a read and some others.
  static uint16_t bit_of(const Read& read) {
    const uint32_t mixed =
        (read.subject * 31 + static_cast<uint32_t>(read.aspect)) * 0x9e3779b1u ^ read.detail;
    return static_cast<uint16_t>((mixed ^ mixed >> 15) % 512);
  }
  /// Adds reads behind all others, without those that are there already. Each stands once among them, `bits`
  /// are theirs by bit_of, and nothing is added behind them before the next clear(): they are not looked for
  /// again, which makes this quicker than `add`.
  void add_last(std::span<const Read> reads, std::span<const uint16_t> bits);
  /// From here on every read is also appended to `list`, those too that are there already. Null ends it.
  void watch(std::vector<Read>* list) { watcher_ = list; }
  /// All reads so far.
  const std::vector<Read>& all() const { return list_; }
  /// Forgets all reads; the memory stays.
  void clear();
  /// A copy of the list, of no more memory than it needs; this is left empty, and keeps its own.
  std::vector<Read> take();
  /// The same into a list that keeps its memory.
  void take(std::vector<Read>& taken);

 private:
  void insert(const Read& read);
  bool is_there(const Read& read) const;
  void grow();
  std::vector<Read> list_;
  std::vector<Read>* watcher_ = nullptr;
  /// By aspect: subject and detail of the read that was added last, plus 1; 0 when there is none.
  std::array<uint64_t, kAspectCount> last_ = {};
  std::array<uint64_t, 8> seen_ = {};  ///< By bit_of: a read that has none here is not in the table.
  std::vector<uint32_t> slots_;        ///< Open addressing: index into list_ + 1, 0 free. A power of two.
};

}  // namespace herald::graph
