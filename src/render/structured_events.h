#pragma once
// Events in the words of schema.org. Private to the module.

#include "campaign/views.h"
#include "render/structured_nodes.h"

namespace herald::render {

/// Makes the nodes of events.
class EventNodes : private StructuredNodes {
 public:
  explicit EventNodes(const Context& context) : StructuredNodes(context) {}

  /// The node of `event`, with its sessions below it; `id` may be Undefined.
  MapMaker event(const campaign::EventView& event, value::Value id) const;

 private:
  using EventView = campaign::EventView;

  Value time_of(base::Date date, int minute, bool all_day) const;
  Value offers(const EventView& event) const;
  Value audience(const EventView& event) const;
  Value sessions(const EventView& event) const;
  Value location(const EventView& event, std::string_view venue) const;
  void add_online(model::PageId page, ListMaker& places) const;
};

}  // namespace herald::render
