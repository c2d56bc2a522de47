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

/// One read. `detail` is detail_of(name) of a field, key or string; 0 where the aspect has none. Without
/// values of their own members make it trivial: lists of it are copied as bytes.
struct Read {
  Aspect aspect;
  uint32_t subject;
  uint32_t detail;

  bool operator==(const Read&) const = default;
};

/// A stable 32-bit name of a field, key or string (the low half of XXH3-64).
uint32_t detail_of(std::string_view name);

/// Reads that many outputs have in common, prepared to be added at one stroke.
class ReadGroup {
 public:
  ReadGroup() = default;
  /// Of reads that stand there once each.
  explicit ReadGroup(std::vector<Read> reads);

 private:
  friend class Reads;

  std::vector<Read> reads_;
  std::vector<uint64_t> places_;       ///< in `reads_`, by bit_of
  std::array<uint64_t, 8> bits_ = {};  ///< by bit_of, of all of them
  std::array<size_t, 8> ranks_ = {};   ///< of the first bit of each word among all that are set
  std::vector<uint32_t> begins_;       ///< by rank: where in `places_` those of a bit begin; then the end
};

/// The reads of one output, each once, in the order of their first occurrence. One render owns one; not for
/// threads.
class Reads {
 public:
  /// Adds one read, unless it is there already.
  void add(Aspect aspect, uint32_t subject, uint32_t detail = 0) {
    // A page is asked for one thing after the other, and many of them are the same few reads.
    const uint64_t key = (static_cast<uint64_t>(subject) << 32 | detail) + 1;
    uint64_t& last = last_[static_cast<size_t>(aspect) * kLastReads + (subject ^ detail) % kLastReads];
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
  /// The same for each of them.
  void add_all(const std::vector<Read>& reads) {
    for (const Read& read : reads) add(read.aspect, read.subject, read.detail);
  }
  /// Adds reads behind all others, without those that are there already. Nothing is added behind them before
  /// the next clear(): they are not looked for again, which makes this quicker than `add`.
  void add_last(const ReadGroup& group);
  /// From here on every read is also appended to `list`, those too that are there already. Null ends it.
  void watch(std::vector<Read>* list) { watcher_ = list; }
  /// Whether there is such a list.
  bool is_watched() const { return watcher_ != nullptr; }
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
  void add_each(const ReadGroup& group);
  bool is_there(const Read& read) const;
  void grow();
  std::vector<Read> list_;
  std::vector<Read>* watcher_ = nullptr;
  static constexpr size_t kLastReads = 8;
  /// By aspect and a number made of subject and detail: both of the read that was added last, plus 1; 0 when
  /// there is none.
  std::array<uint64_t, kAspectCount* kLastReads> last_ = {};
  std::array<uint64_t, 8> seen_ = {};  ///< By bit_of: a read that has none here is not in the table.
  std::vector<uint32_t> slots_;        ///< Open addressing: index into list_ + 1, 0 free. A power of two.
};

}  // namespace herald::graph
