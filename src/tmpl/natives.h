#pragma once
// Objects of the engine itself: what templates make and call. They live in the render's arena, belong to that
// one render, and are therefore free to change inside. Known again by the address of their type's name,
// without RTTI.

#include <span>
#include <string_view>
#include <vector>

#include "value/value.h"

namespace herald::tmpl {

struct Program;
struct Context;
struct Outer;
struct Callable;

/// The engine's own objects.
enum class NativeKind : uint8_t {
  Tuple,
  Dict,
  Range,
  Macro,
  Builtin,
  Loop,
  Namespace,
  Cycler,
  Joiner,
  Module
};

/// The common head. `type_name` tells natives from the objects of others.
class Native : public value::Object {
 public:
  explicit Native(NativeKind kind) : kind_(kind) {}
  NativeKind kind() const { return kind_; }
  std::string_view type_name() const final;
  value::Value attribute(std::string_view, value::Arena&) const override { return {}; }

 protected:
  ~Native() = default;

 private:
  NativeKind kind_;
};

/// The native that `value` is, or null.
Native* as_native(value::Value value);
/// `value` as a native of type T (whose kKind it must be), or null.
template <class T>
T* as(value::Value value) {
  Native* native = as_native(value);
  return native != nullptr && native->kind() == T::kKind ? static_cast<T*>(native) : nullptr;
}

/// (a, b): a list that prints with parentheses. A group of `groupby` also has the names `grouper` and `list`.
class Tuple final : public Native {
 public:
  static constexpr NativeKind kKind = NativeKind::Tuple;
  Tuple(std::span<const value::Value> tuple_items, bool group)
      : Native(kKind), items(tuple_items), is_group(group) {}
  value::Value attribute(std::string_view name, value::Arena&) const override;
  void names(std::vector<std::string_view>& out) const override;
  int64_t size() const override { return static_cast<int64_t>(items.size()); }
  value::Value item(size_t index, value::Arena&) const override { return items[index]; }

  std::span<const value::Value> items;
  bool is_group;
};

/// An entry of a dict.
struct Pair {
  value::Value key;
  value::Value value;
};

/// {1: 'a'}: a dict with a key that is no text. Others are plain Maps.
class Dict final : public Native {
 public:
  static constexpr NativeKind kKind = NativeKind::Dict;
  explicit Dict(std::span<const Pair> dict_pairs) : Native(kKind), pairs(dict_pairs) {}
  value::Value attribute(std::string_view name, value::Arena&) const override;
  void names(std::vector<std::string_view>& out) const override;

  std::span<const Pair> pairs;
};

/// range(…): numbers that are made when asked for.
class Range final : public Native {
 public:
  static constexpr NativeKind kKind = NativeKind::Range;
  Range(int64_t b, int64_t e, int64_t s);
  int64_t size() const override { return count; }
  value::Value item(size_t index, value::Arena&) const override {
    return value::Value::integer(begin + static_cast<int64_t>(index) * step);
  }

  int64_t begin, end, step, count;
};

/// The blocks of which `super` and `self` speak: a name and how far up the chain of templates we are.
struct BlockPlace {
  uint32_t name = 0;
  uint32_t level = 0;
  bool inside = false;
};

/// A macro, a caller, or the body of a recursive loop: code and what it sees from where it was made.
class Macro final : public Native {
 public:
  static constexpr NativeKind kKind = NativeKind::Macro;
  Macro(const Program* p, uint32_t f, Context* c, Outer* o, BlockPlace b)
      : Native(kKind), program(p), function(f), context(c), outer(o), block(b) {}
  value::Value attribute(std::string_view name, value::Arena& arena) const override;
  void names(std::vector<std::string_view>& out) const override;

  const Program* program;
  uint32_t function;
  Context* context;
  Outer* outer;
  BlockPlace block;
};

/// A function of the environment.
class FunctionObject final : public Native {
 public:
  static constexpr NativeKind kKind = NativeKind::Builtin;
  explicit FunctionObject(uint32_t i) : Native(kKind), index(i) {}

  uint32_t index;
};

/// Any iterable as items that are asked for one by one.
struct Sequence {
  const value::Value* items = nullptr;  ///< null when the items come from `object`
  const value::Object* object = nullptr;
  size_t size = 0;

  /// The item at `index`, which is below `size`.
  value::Value at(size_t index, value::Arena& arena) const {
    return items != nullptr ? items[index] : object->item(index, arena);
  }
};

/// The state of a running `for`, and the `loop` that its body sees.
class Loop final : public Native {
 public:
  static constexpr NativeKind kKind = NativeKind::Loop;
  Loop() : Native(kKind) {}
  value::Value attribute(std::string_view name, value::Arena& arena) const override;
  void names(std::vector<std::string_view>& out) const override;

  Sequence sequence;
  size_t next = 0;  ///< one more than index0
  uint32_t depth0 = 0;
  Loop* outer = nullptr;             ///< the loop around this one in the same frame
  const Macro* recursion = nullptr;  ///< what `loop(…)` runs
  value::Value last_changed;         ///< a list of what `changed` saw, Undefined at first
  value::Value* kept = nullptr;      ///< while the `if` filter runs: what passed it
  size_t kept_count = 0;
};

/// Members of `loop` that are read straight from the state.
enum class LoopMember : uint8_t {
  Index,
  Index0,
  Revindex,
  Revindex0,
  First,
  Last,
  Length,
  Depth,
  Depth0,
  Previtem,
  Nextitem,
  Count
};
/// Count when there is no member `name`.
LoopMember find_loop_member(std::string_view name);
value::Value loop_member(const Loop& loop, LoopMember member, value::Arena& arena);

/// namespace(…): names that `set ns.name` changes.
class Namespace final : public Native {
 public:
  static constexpr NativeKind kKind = NativeKind::Namespace;
  Namespace() : Native(kKind) {}
  value::Value attribute(std::string_view name, value::Arena&) const override;
  void names(std::vector<std::string_view>& out) const override;
  /// `name` must outlive the render or live in `arena`.
  void set(std::string_view name, value::Value value, value::Arena& arena);

  value::Entry* entries = nullptr;
  uint32_t count = 0;
  uint32_t capacity = 0;
};

/// What `cycler()` gives: its items in turn.
class Cycler final : public Native {
 public:
  static constexpr NativeKind kKind = NativeKind::Cycler;
  explicit Cycler(std::span<const value::Value> cycled) : Native(kKind), items(cycled) {}
  value::Value attribute(std::string_view name, value::Arena&) const override;
  void names(std::vector<std::string_view>& out) const override;

  std::span<const value::Value> items;
  size_t position = 0;
};

/// What `joiner()` gives: nothing at the first call, then its separator.
class Joiner final : public Native {
 public:
  static constexpr NativeKind kKind = NativeKind::Joiner;
  explicit Joiner(value::Value s) : Native(kKind), separator(s) {}

  value::Value separator;
  bool used = false;
};

/// An imported template: the names that it set.
class Module final : public Native {
 public:
  static constexpr NativeKind kKind = NativeKind::Module;
  Module(const Program* p, Context* c) : Native(kKind), program(p), context(c) {}
  value::Value attribute(std::string_view name, value::Arena&) const override;
  void names(std::vector<std::string_view>& out) const override;

  const Program* program;
  Context* context;
};

}  // namespace herald::tmpl
