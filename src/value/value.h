#pragma once
// The data that templates see, that front matter and site.json are read into, and that the kinds' records
// are. A Value is 16 bytes and trivially copied; what it points to lives in an Arena (or in a text) that must
// outlive it. Values never change once made: lists and maps are built with a builder and then only read.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "value/arena.h"

namespace herald::value {

class Object;
class Value;

/// What a Value holds. `Html` is text that is already safe markup (law 11 of the architecture says who may
/// make it). `Object` is a lazy record or list whose parts are made when they are asked for.
enum class Type : uint8_t { Undefined, Null, Bool, Int, Float, String, Html, List, Map, Object };

struct Entry;

class Value {
 public:
  Value() : integer_(0), size_(0), type_(0), indexed_(0), position_(0) {}  ///< Undefined.
  static Value null() { return Value(Type::Null); }
  static Value boolean(bool b) {
    Value v(Type::Bool);
    v.integer_ = b;
    return v;
  }
  static Value integer(int64_t i) {
    Value v(Type::Int);
    v.integer_ = i;
    return v;
  }
  static Value number(double d) {
    Value v(Type::Float);
    v.double_ = d;
    return v;
  }
  /// Borrows the bytes: they must outlive the value. UTF-8, under 4 GiB.
  static Value string(std::string_view s) { return text(Type::String, s); }
  /// Safe markup, borrowed likewise.
  static Value html(std::string_view s) { return text(Type::Html, s); }
  static Value list(std::span<const Value> items);
  static Value map(std::span<const Entry> entries);
  static Value object(const Object* object) {
    Value v(Type::Object);
    v.object_ = object;
    return v;
  }

  Type type() const { return static_cast<Type>(type_); }
  bool is(Type t) const { return type() == t; }
  bool is_undefined() const { return is(Type::Undefined); }
  bool is_nothing() const { return is(Type::Undefined) || is(Type::Null); }
  bool is_text() const { return is(Type::String) || is(Type::Html); }
  bool is_number() const { return is(Type::Int) || is(Type::Float); }

  bool as_bool() const { return integer_ != 0; }  ///< Only of a Bool.
  int64_t as_int() const { return integer_; }     ///< Only of an Int.
  double as_double() const { return is(Type::Int) ? static_cast<double>(integer_) : double_; }
  std::string_view as_text() const { return {chars_, size_}; }      ///< Only of String and Html.
  std::span<const Value> items() const { return {items_, size_}; }  ///< Only of a List.
  std::span<const Entry> entries() const;                           ///< Only of a Map, in the order written.
  const Object* as_object() const { return object_; }               ///< Only of an Object.

  /// The text of a String or Html, else an empty text.
  std::string_view text_or_empty() const { return is_text() ? as_text() : std::string_view(); }

  /// The value under `key` of a Map (not of an Object), or Undefined. Linear up to kLinearMax keys, then
  /// logarithmic if the map came from a MapBuilder or a parser.
  Value get(std::string_view key) const;

  /// Where the value stood in its Source: byte offset, when it was read from a text under 16 MiB. It is the
  /// beginning of a scalar, or of a list's or map's first token.
  bool has_position() const { return position_ != 0; }
  uint32_t position() const { return position_ - 1; }
  /// The same value, said to have stood at `offset`; without a position if that is too far.
  Value at_position(uint32_t offset) const {
    Value v = *this;
    v.position_ = offset < kPositionMax ? (offset + 1) & 0xffffff : 0;
    return v;
  }

 private:
  static constexpr uint32_t kPositionMax = 0xfffffe;
  friend Value make_map(std::span<const Entry> entries, Arena& arena);
  explicit Value(Type t)
      : integer_(0), size_(0), type_(static_cast<uint32_t>(t) & 0x7f), indexed_(0), position_(0) {}
  static Value text(Type t, std::string_view s) {
    Value v(t);
    v.chars_ = s.data();
    v.size_ = static_cast<uint32_t>(s.size());
    return v;
  }

  union {
    int64_t integer_;
    double double_;
    const char* chars_;
    const Value* items_;
    const Entry* entries_;
    const Object* object_;
  };
  uint32_t size_;
  uint32_t type_ : 7;
  uint32_t indexed_ : 1;    ///< A Map's entries are followed by their order by key: uint32_t a key.
  uint32_t position_ : 24;  ///< offset + 1, 0 when unknown
};
static_assert(sizeof(Value) == 16 && std::is_trivially_copyable_v<Value>);

/// A key and its value in a Map. Keys are unique; `key_position` is as Value::position, plus 1, 0 when
/// unknown.
struct Entry {
  std::string_view key;
  Value value;
  uint32_t key_position = 0;
};

inline std::span<const Entry> Value::entries() const { return {entries_, size_}; }

/// Maps with more keys than this carry an index.
inline constexpr size_t kLinearMax = 32;

/// A Map of `entries`, copied into the arena; their keys must be unique.
Value make_map(std::span<const Entry> entries, Arena& arena);

/// A List of `items`, copied into the arena.
Value make_list(std::span<const Value> items, Arena& arena);

/// A lazy record or sequence. Made per render in an arena, so it has no destructor and may keep pointers to
/// what outlives the render. Reading one may record that it was read. Methods must be safe to call at any
/// time.
class Object {
 public:
  /// The part called `name`, or Undefined. `arena` holds what must be made for the answer.
  virtual Value attribute(std::string_view name, Arena& arena) const = 0;
  /// What objects have in common whose parts have the same numbers; null for one whose parts have none.
  const void* kind() const { return kind_; }
  /// A number for the part called `name`, there or not, of all objects of this kind.
  virtual int number_of(std::string_view name) const {
    (void)name;
    return -1;
  }
  /// As attribute(name), where `number` is the number_of(name) of an object of the same kind: without a
  /// search.
  virtual Value part(int number, std::string_view name, Arena& arena) const {
    (void)number;
    return attribute(name, arena);
  }
  /// The names that exist, for "did you mean" and for loops over a record; in a stable order.
  virtual void names(std::vector<std::string_view>& out) const { (void)out; }
  /// A sequence has a size and items; a record has neither (and -1).
  virtual int64_t size() const { return -1; }
  virtual Value item(size_t index, Arena& arena) const {
    (void)index;
    (void)arena;
    return {};
  }
  /// What this is in an error message, for example "page".
  virtual std::string_view type_name() const { return "object"; }

 protected:
  explicit Object(const void* kind = nullptr) : kind_(kind) {}
  ~Object() = default;

 private:
  const void* kind_;
};

/// Collects items, then makes a List in the arena.
class ListBuilder {
 public:
  void add(Value value) { items_.push_back(value); }
  size_t size() const { return items_.size(); }
  /// The List of what was added so far.
  Value build(Arena& arena) const;

 private:
  std::vector<Value> items_;
};

/// Collects entries, then makes a Map in the arena. Keys are borrowed: literals, or copies in the same arena.
class MapBuilder {
 public:
  /// Sets `key`; a key set before is replaced in its place.
  MapBuilder& set(std::string_view key, Value value, uint32_t key_position_plus_1 = 0);
  /// The Map of what was set so far.
  Value build(Arena& arena) const;

 private:
  std::vector<Entry> entries_;
};

/// `deep_copy`, `equal` and `append_json` go this deep; what lies deeper is Undefined, unequal, null.
inline constexpr int kDepthMax = 256;

/// A deep copy of plain data into `arena`; Objects stay as they are.
Value deep_copy(Value value, Arena& arena);

/// Equality by value: 1 == 1.0, texts by bytes (String or Html), lists by their items in order, maps by their
/// entries in any order, Objects by identity. Other types are never equal: not Undefined and Null, not 1 and
/// true.
bool equal(Value a, Value b);

/// A 64-bit hash of plain data, the same on every machine: types, texts, items and entries in their order,
/// without positions. Objects count by their type alone.
uint64_t hash_of(Value value);

/// The type's name in messages: "undefined", "null", "boolean", "integer", "number", "text", "list", "map",
/// "object".
std::string_view type_name(Type type);

}  // namespace herald::value
