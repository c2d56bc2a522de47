#pragma once
// Events in the words of schema.org. Private to the module.

#include "campaign/views.h"
#include "render/structured_nodes.h"

namespace herald::render {

/// Writes the nodes of events.
class EventNodes : private StructuredNodes {
 public:
  using StructuredNodes::StructuredNodes;

  /// The node of `event`, with its sessions below it. With `name`, that is the fragment of its address on the
  /// output's page; `description` stands for the event's note when it is not empty.
  void write(const campaign::EventView& event, std::string_view name, Value description) const;

 private:
  using EventView = campaign::EventView;

  void set_time(std::string_view key, base::Date date, int minute, bool all_day) const;
  template <class View>
  void set_start(const View& view, bool all_day) const;
  template <class View>
  void set_end(const View& view, bool all_day) const;
  void say_description(std::string_view words, Value description) const;
  void say_offers(const EventView& event) const;
  void say_audience(const EventView& event) const;
  void say_sessions(const EventView& event) const;
  void say_location(const EventView& event, std::string_view venue) const;
  /// Gives how many places it wrote.
  int write_online(model::PageId page) const;
};

}  // namespace herald::render
