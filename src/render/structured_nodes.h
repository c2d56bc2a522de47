#pragma once
// What all makers of JSON-LD nodes share: types, ids, references, attributes of lazy objects. Private to the
// module.

#include <string>
#include <string_view>

#include "render/context.h"
#include "render/json_writer.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "value/value.h"

namespace herald::render {

/// Writes parts of the graph of one output. `context` is one whose addresses are absolute. Members come in
/// the order of their keys' bytes: so they are printed, and nothing sorts them.
class StructuredNodes {
 public:
  StructuredNodes(const Context& context, JsonWriter& json)
      : context_(context), json_(json), arena_(*context.arena) {}

 protected:
  using Value = value::Value;  ///< A short name for what is read all the time.

  /// An output of the site with a fragment: what nodes are known by.
  struct Id {
    std::string_view output;
    std::string_view fragment;  ///< a word of ours, small letters; may be empty
  };

  static bool is_empty(Value value) { return JsonWriter::is_empty(value); }

  const model::Site& site() const { return *context_.shared->site; }

  /// A member that is an address of the site.
  [[gnu::always_inline]] void set_address(std::string_view key, Id id) const {
    json_.key(key);
    append_address(id);
  }

  /// Begins a node of a type of schema.org, as an item of a list or the value of a member; json_.close('}')
  /// ends it.
  [[gnu::always_inline]] void open(std::string_view type) const {
    json_.open('{');
    json_.set_word("@type", type);
  }
  /// The same for one with an address.
  [[gnu::always_inline]] void open(std::string_view type, Id id) const {
    json_.open('{');
    set_address("@id", id);
    json_.set_word("@type", type);
  }
  void close() const { json_.close('}'); }

  Id root_id(std::string_view name) const { return {kRoot, name}; }
  Id page_id(std::string_view name) const { return {place(), name}; }
  /// The campaign of the output's edition, whose node stands on the edition's home.
  Id campaign_id() const { return {site().editions[context_.edition].output, "campaign"}; }

  /// A member that names another node.
  [[gnu::always_inline]] void set_reference(std::string_view key, Id id) const {
    json_.key(key);
    json_.as_it_is("{\"@id\": ");
    append_address(id);
    json_.close('}');
  }
  /// A member that is a node with a name and nothing else; none without a name.
  [[gnu::always_inline]] void say_named(std::string_view key, std::string_view type, Value name) const {
    if (is_empty(name)) return;
    json_.key(key);
    open(type);
    json_.set("name", name);
    close();
  }

  /// The output that this one is known by: the root's home is its edition's again.
  std::string_view place() const {
    if (context_.output->kind == model::OutputKind::RootHome)
      return site().editions[context_.output->subject].output;
    return context_.output->path;
  }

  /// An attribute of a lazy object, or an entry of a map.
  Value attribute(Value object, std::string_view name) const {
    return object.is(value::Type::Object) ? object.as_object()->attribute(name, arena_) : object.get(name);
  }

  const Context& context_;
  JsonWriter& json_;
  value::Arena& arena_;

 private:
  static constexpr std::string_view kRoot = "index.html";

  void append_address(Id id) const;
  void append_whole_address(std::string_view output) const;

  /// Where in what was written an address stands that nodes are known by, without its quotes.
  struct Written {
    std::string_view output;
    size_t begin = 0, size = 0;
  };
  mutable Written written_[2];  ///< the addresses that came last
};

}  // namespace herald::render
