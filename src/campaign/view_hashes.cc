// Hashes of views, for the incremental build: two views with the same hash show the same.
#include <utility>

#include "base/hash.h"
#include "base/packing.h"
#include "campaign/views.h"

namespace herald::campaign {
namespace {

/// Packs a view member by member.
class ViewPacker {
 public:
  explicit ViewPacker(std::span<const uint64_t> page_names) : page_names_(page_names) {}

  void add(std::string_view text) { packer_.text(text); }
  void add(base::Date date) { packer_.signed_number(date ? base::days_of(date) : INT32_MIN); }
  void add(int number) { packer_.signed_number(number); }
  void add(uint32_t number) { packer_.number(number); }
  void add(bool is) { packer_.number(is ? 1 : 0); }
  void add(const std::vector<std::string>& texts) {
    packer_.number(texts.size());
    for (const std::string& text : texts) packer_.text(text);
  }
  void add_page(model::PageId page) { packer_.fixed(page < page_names_.size() ? page_names_[page] : 0); }
  template <class... Members>
  void add_all(const Members&... members) {
    (add(members), ...);
  }
  uint64_t hash() const { return base::hash64(packer_.bytes()); }

 private:
  std::span<const uint64_t> page_names_;
  base::Packer packer_;
};

}  // namespace

// Every member is named, so that one that is added and not hashed does not compile.

uint64_t hash_of(const EventView& view, std::span<const uint64_t> page_names) {
  const auto& [id, title, date, end_date, fuzzy, sure_until, start_minute, end_minute, all_day, sessions,
               date_text, time_text, mode, status, venue, address, former_venue, organiser, note, key_day,
               capacity, co_organisers, audience, extra, page, schedule, anchor, table] = view;
  static_cast<void>(table);  // says where the event was read, not what it is
  ViewPacker packer(page_names);
  packer.add_all(id, title, date, end_date, fuzzy, sure_until, start_minute, end_minute, all_day, date_text,
                 time_text, mode, status, venue, address, former_venue, organiser, note, key_day,
                 co_organisers, audience, extra, anchor);
  packer.add(static_cast<int>(capacity));
  packer.add(static_cast<uint32_t>(sessions.size()));
  for (const SessionView& session : sessions) {
    const auto& [key, from, to, vague, sure, start, end, day_text, clock_text, place, remark, more] = session;
    packer.add_all(key, from, to, vague, sure, start, end, day_text, clock_text, place, remark, more);
  }
  packer.add_page(page);
  packer.add_page(schedule);
  return packer.hash();
}

uint64_t hash_of(const SloganView& view, std::span<const uint64_t> page_names) {
  const auto& [text, group, anchor, kind, number, characters, page] = view;
  ViewPacker packer(page_names);
  packer.add_all(text, group, anchor, kind, number, characters);
  packer.add_page(page);
  return packer.hash();
}

uint64_t hash_of(const DeadlineView& view, std::span<const uint64_t> page_names) {
  const auto& [due_text, due, fuzzy, minute, who, to, via, spec, what, page, form, repeated_on] = view;
  ViewPacker packer(page_names);
  packer.add_all(due_text, due, fuzzy, minute, who, to, via, spec, what);
  packer.add_page(page);
  packer.add_page(form);
  for (const model::PageId other : repeated_on) packer.add_page(other);
  return packer.hash();
}

uint64_t hash_of(const ContactView& view, std::span<const uint64_t> page_names) {
  const auto& [name, number, tel, email, role, purpose, hours, area, address, kind, channel, link, anonymous,
               extra, page] = view;
  ViewPacker packer(page_names);
  packer.add_all(name, number, tel, email, role, purpose, hours, area, address, kind, channel, link,
                 anonymous, extra);
  packer.add_page(page);
  return packer.hash();
}

}  // namespace herald::campaign
