#include "campaign/views_packing.h"

#include <string>
#include <type_traits>
#include <vector>

namespace herald::campaign {
namespace {

// The members of each view, in one place for both directions. Every member is named, so that one that is
// added and not packed does not compile. Views may be constant or not.

template <class View, class Each>
requires std::is_same_v<std::remove_const_t<View>, SessionView>
void each_member(View& view, Each& each) {
  auto& [key, date, end_date, fuzzy, sure_until, start_minute, end_minute, date_text, time_text, venue, note,
         extra] = view;
  each(key, date, end_date, fuzzy, sure_until, start_minute, end_minute, date_text, time_text, venue, note,
       extra);
}

template <class View, class Each>
requires std::is_same_v<std::remove_const_t<View>, EventView>
void each_member(View& view, Each& each) {
  auto& [id, title, date, end_date, fuzzy, sure_until, start_minute, end_minute, all_day, sessions, date_text,
         time_text, mode, status, venue, address, former_venue, organiser, note, key_day, capacity,
         co_organisers, audience, extra, page, schedule, anchor, table] = view;
  each(id, title, date, end_date, fuzzy, sure_until, start_minute, end_minute, all_day, sessions, date_text,
       time_text, mode, status, venue, address, former_venue, organiser, note, key_day, capacity,
       co_organisers, audience, extra, page, schedule, anchor, table);
}

template <class View, class Each>
requires std::is_same_v<std::remove_const_t<View>, Occurrence>
void each_member(View& view, Each& each) {
  auto& [event, session] = view;
  each(event, session);
}

template <class View, class Each>
requires std::is_same_v<std::remove_const_t<View>, SloganView>
void each_member(View& view, Each& each) {
  auto& [text, group, anchor, kind, number, characters, page] = view;
  each(text, group, anchor, kind, number, characters, page);
}

template <class View, class Each>
requires std::is_same_v<std::remove_const_t<View>, DeadlineView>
void each_member(View& view, Each& each) {
  auto& [due_text, due, fuzzy, minute, who, to, via, spec, what, page, form, repeated_on] = view;
  each(due_text, due, fuzzy, minute, who, to, via, spec, what, page, form, repeated_on);
}

template <class View, class Each>
requires std::is_same_v<std::remove_const_t<View>, ContactView>
void each_member(View& view, Each& each) {
  auto& [name, number, tel, email, role, purpose, hours, area, address, kind, channel, link, anonymous, extra,
         page] = view;
  each(name, number, tel, email, role, purpose, hours, area, address, kind, channel, link, anonymous, extra,
       page);
}

template <class View, class Each>
requires std::is_same_v<std::remove_const_t<View>, ArchivedFile>
void each_member(View& view, Each& each) {
  auto& [file, page, name] = view;
  each(file, page, name);
}

template <class View, class Each>
requires std::is_same_v<std::remove_const_t<View>, ArchiveView>
void each_member(View& view, Each& each) {
  auto& [name, topic, files] = view;
  each(name, topic, files);
}

template <class View, class Each>
requires std::is_same_v<std::remove_const_t<View>, EditionView>
void each_member(View& view, Each& each) {
  auto& [events, occurrences, slogans, materials, forms, archives, deadlines, contacts, key_event, schedule] =
      view;
  each(events, occurrences, slogans, materials, forms, archives, deadlines, contacts, key_event, schedule);
}

template <class View, class Each>
requires std::is_same_v<std::remove_const_t<View>, Views>
void each_member(View& view, Each& each) {
  auto& [editions, report] = view;
  each(editions, report);
}

class Pack {
 public:
  explicit Pack(base::Packer& packer) : packer_(packer) {}

  template <class... Members>
  void operator()(const Members&... members) {
    (put(members), ...);
  }

 private:
  void put(const std::string& text) { packer_.text(text); }
  void put(base::Date date) { packer_.signed_number(date ? base::days_of(date) : INT32_MIN); }
  void put(bool is) { packer_.number(is ? 1 : 0); }
  void put(int number) { packer_.signed_number(number); }
  void put(int64_t number) { packer_.signed_number(number); }
  void put(uint32_t number) { packer_.number(number); }
  void put(uint64_t number) { packer_.number(number); }
  template <class Item>
  void put(const std::vector<Item>& list) {
    packer_.number(list.size());
    for (const Item& item : list) put(item);
  }
  template <class View>
  void put(const View& view) {
    each_member(view, *this);
  }

  base::Packer& packer_;
};

class Unpack {
 public:
  explicit Unpack(base::Unpacker& bytes) : bytes_(bytes) {}

  template <class... Members>
  void operator()(Members&... members) {
    (get(members), ...);
  }

 private:
  void get(std::string& text) { text = bytes_.text(); }
  void get(base::Date& date) {
    const int64_t days = bytes_.signed_number();
    date = days == INT32_MIN ? base::Date() : base::date_of_days(days);
  }
  void get(bool& is) { is = bytes_.number() != 0; }
  void get(int& number) { number = static_cast<int>(bytes_.signed_number()); }
  void get(int64_t& number) { number = bytes_.signed_number(); }
  void get(uint32_t& number) { number = bytes_.count(UINT32_MAX); }
  void get(uint64_t& number) { number = bytes_.number(); }
  template <class Item>
  void get(std::vector<Item>& list) {
    list.resize(bytes_.size());
    for (Item& item : list) get(item);
  }
  template <class View>
  void get(View& view) {
    each_member(view, *this);
  }

  base::Unpacker& bytes_;
};

}  // namespace

void pack_views(const Views& views, base::Packer& packer) {
  Pack pack(packer);
  each_member(views, pack);
}

void unpack_views(base::Unpacker& bytes, Views& views) {
  Unpack unpack(bytes);
  each_member(views, unpack);
}

}  // namespace herald::campaign
