#pragma once
// What all makers of JSON-LD nodes share: types, ids, references, attributes of lazy objects. Private to the
// module.

#include <string_view>

#include "render/context.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "value/value.h"

namespace herald::render {

/// Makes parts of the graph of one output. `context` is one whose addresses are absolute.
class StructuredNodes {
 public:
  explicit StructuredNodes(const Context& context) : context_(context), arena_(*context.arena) {}

 protected:
  using Value = value::Value;  ///< A short name for what is made all the time.

  /// Whether there is nothing to say.
  static bool is_empty(Value value) {
    return value.is_nothing() || (value.is_text() && value.as_text().empty()) ||
           (value.is(value::Type::List) && value.items().empty());
  }

  const model::Site& site() const { return *context_.shared->site; }
  Value made(std::string_view text) const { return made_text(arena_, text); }

  /// Sets `key` unless there is nothing to say.
  static void set(MapMaker& node, std::string_view key, Value value) {
    if (!is_empty(value)) node.set(key, value);
  }

  /// A node of a type of schema.org, with its address where it has one.
  MapMaker node(std::string_view type, Value id = {}) const {
    MapMaker made(arena_);
    made.set("@type", text_value(type));
    if (!id.is_undefined()) made.set("@id", id);
    return made;
  }

  Value root_id(std::string_view name) const { return url_value(context_, "index.html", name); }
  Value page_id(std::string_view name) const { return url_value(context_, place(), name); }
  Value reference(Value id) const { return MapMaker(arena_).set("@id", id).build(); }
  Value named(std::string_view type, Value name) const {
    if (is_empty(name)) return {};
    return node(type).set("name", name).build();
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
  Value of_page(std::string_view name) const { return attribute(page_value(context_, context_.page), name); }

  /// The campaign of the output's edition, whose node stands on the edition's home.
  Value campaign_id() const {
    return url_value(context_, site().editions[context_.edition].output, "campaign");
  }

  const Context& context_;
  value::Arena& arena_;
};

}  // namespace herald::render
