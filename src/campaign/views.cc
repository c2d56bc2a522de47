#include "campaign/views.h"

#include <algorithm>
#include <tuple>

#include "base/utf8.h"
#include "campaign/events.h"

namespace herald::campaign {
namespace {

using model::Kind;
using model::kNone;
using model::PageId;
using model::Site;
using value::Type;
using value::Value;

std::vector<std::string> texts_of(Value list) {
  std::vector<std::string> texts;
  if (list.is_text()) texts.emplace_back(list.as_text());
  if (!list.is(Type::List)) return texts;
  for (const Value& item : list.items()) {
    if (item.is_text()) texts.emplace_back(item.as_text());
  }
  return texts;
}

/// The items of a list of maps; nothing for all else.
std::vector<Value> maps_of(Value list) {
  std::vector<Value> maps;
  if (!list.is(Type::List)) return maps;
  for (const Value& item : list.items()) {
    if (item.is(Type::Map)) maps.push_back(item);
  }
  return maps;
}

/// The shown pages of an edition: by section in the section's order, then those in no section.
std::vector<PageId> ordered_pages(const Site& site, const model::Edition& edition) {
  std::vector<PageId> pages;
  std::vector<bool> seen(site.pages.size());
  const auto add = [&](PageId id) {
    if (seen[id] || site.pages[id].hidden) return;
    seen[id] = true;
    pages.push_back(id);
  };
  for (const model::SectionId section : edition.sections) {
    for (const PageId id : site.sections[section].pages) add(id);
  }
  for (const PageId id : edition.pages) add(id);
  return pages;
}

void add_slogans(const Site& site, PageId id, std::vector<SloganView>& out) {
  for (const Value& slogan : maps_of(site.parsed(id).records.get("slogans"))) {
    SloganView view;
    view.text = slogan.get("text").text_or_empty();
    view.group = slogan.get("group").text_or_empty();
    view.anchor = slogan.get("id").text_or_empty();
    view.kind = slogan.get("kind").text_or_empty();
    view.number = slogan.get("number").is(Type::Int) ? static_cast<int>(slogan.get("number").as_int()) : 0;
    view.characters =
        slogan.get("characters").is(Type::Int) ? static_cast<uint32_t>(slogan.get("characters").as_int()) : 0;
    view.page = id;
    out.push_back(std::move(view));
  }
}

void add_contacts(const Site& site, PageId id, std::vector<ContactView>& out) {
  for (const Value& contact : maps_of(site.parsed(id).records.get("contacts"))) {
    ContactView view;
    const auto text = [&](std::string_view key) { return std::string(contact.get(key).text_or_empty()); };
    view.name = text("name");
    view.number = text("number");
    view.tel = text("tel");
    view.email = text("email");
    view.role = text("role");
    view.purpose = text("purpose");
    view.hours = text("hours");
    view.area = text("area");
    view.address = text("address");
    view.extra = texts_of(contact.get("extra"));
    view.kind = text("kind");
    view.channel = text("channel");
    view.link = text("link");
    if (contact.get("anonymous").is(Type::Bool)) view.anonymous = contact.get("anonymous").as_bool() ? 1 : 0;
    view.page = id;
    out.push_back(std::move(view));
  }
}

/// A date field: a day, or the latest day of one in words, which the deadline keeps.
void read_due(Value due, DeadlineView& view) {
  if (due.is(Type::Map)) {
    view.due_text = due.get("text").text_or_empty();
    view.fuzzy = due.get("earliest").text_or_empty() != due.get("latest").text_or_empty();
    due = due.get("latest");
  }
  view.due = base::parse_iso_date_time(due.text_or_empty()).value_or(base::DateTime()).date;
}

bool same_deadline(const DeadlineView& a, const DeadlineView& b) {
  return a.due == b.due && a.what == b.what && a.who == b.who;
}

/// Whether one of the things to hand in is of this kind: 照片 of 活动照片, and any of 影像资料.
bool is_asked_for(std::string_view kind, const std::vector<std::string>& what) {
  return std::any_of(what.begin(), what.end(), [&](const std::string& one) {
    return one.find(kind) != std::string::npos || one.find("影像") != std::string::npos ||
           one.find("佐证") != std::string::npos;
  });
}

/// "照片 JPG 不小于1920×1080像素 3份；短片 MP4": of a plan's deliverables those that `what` asks for.
std::string deliverables_text(Value list, const std::vector<std::string>& what) {
  std::string text;
  for (const Value& item : maps_of(list)) {
    if (!is_asked_for(item.get("kind").text_or_empty(), what)) continue;
    std::string one(item.get("kind").text_or_empty());
    const auto add = [&](std::string_view before, std::string_view words, std::string_view behind) {
      if (!words.empty()) one.append(one.empty() ? "" : " ").append(before).append(words).append(behind);
    };
    add("", item.get("format").text_or_empty(), "");
    add("不小于", item.get("min_px").text_or_empty(), "像素");
    if (item.get("count").is(Type::Int)) add("", std::to_string(item.get("count").as_int()), "份");
    if (!one.empty()) text.append(text.empty() ? "" : "；").append(one);
  }
  return text;
}

void add_deadlines(const Site& site, PageId id, std::vector<DeadlineView>& out) {
  for (const Value& deadline : maps_of(site.parsed(id).fields.get("deadlines"))) {
    DeadlineView view;
    read_due(deadline.get("due"), view);
    if (!view.due) continue;
    const std::string_view written = deadline.get("due_text").text_or_empty();
    if (!written.empty()) view.due_text = written;
    view.minute = base::parse_clock(base::trim(deadline.get("time").text_or_empty())).value_or(-1);
    view.who = deadline.get("who").text_or_empty();
    view.to = deadline.get("to").text_or_empty();
    view.via = deadline.get("via").text_or_empty();
    view.spec = deadline.get("spec").text_or_empty();
    view.what = texts_of(deadline.get("what"));
    if (view.spec.empty())
      view.spec = deliverables_text(site.parsed(id).fields.get("deliverables"), view.what);
    view.page = id;
    const auto known =
        std::find_if(out.begin(), out.end(), [&](const DeadlineView& d) { return same_deadline(d, view); });
    if (known == out.end()) {
      out.push_back(std::move(view));
    } else {
      known->repeated_on.push_back(id);
      if (known->spec.empty()) known->spec = view.spec;
    }
  }
}

/// A form's own `due`, where no notice or plan asks for the form on that day; where one does, on whatever
/// day, the deadline leads to the form.
void add_form_deadline(const Site& site, PageId id, std::vector<DeadlineView>& out) {
  const model::ParsedPage& page = site.parsed(id);
  DeadlineView view;
  read_due(page.fields.get("due"), view);
  const std::string_view short_title = page.fields.get("short_title").text_or_empty();
  bool is_told = !view.due;
  for (DeadlineView& deadline : out) {
    const bool asked = std::any_of(deadline.what.begin(), deadline.what.end(), [&](const std::string& what) {
      return !what.empty() && (page.title.find(what) != std::string::npos || short_title == what);
    });
    if (!asked) continue;
    if (deadline.form == kNone) deadline.form = id;
    is_told = is_told || deadline.due == view.due;
  }
  if (is_told) return;
  view.what = {short_title.empty() ? page.title : std::string(short_title)};
  view.to = page.fields.get("to").text_or_empty();
  view.via = page.fields.get("via").text_or_empty();
  view.page = view.form = id;
  out.push_back(std::move(view));
}

EditionView gather_edition(const Site& site, const model::Edition& edition, base::Diagnostics& diagnostics) {
  EditionView view;
  const std::vector<PageId> pages = ordered_pages(site, edition);
  const auto each = [&](Kind kind, auto&& with) {
    for (const PageId id : pages) {
      if (site.parsed(id).kind == kind) with(id);
    }
  };
  each(Kind::Slogans, [&](PageId id) { add_slogans(site, id, view.slogans); });
  each(Kind::Material, [&](PageId id) {
    view.materials.push_back(id);
    check_expired_shares(site, id, diagnostics);
  });
  view.archives = gather_archives(site, view.materials, diagnostics);
  each(Kind::Contact, [&](PageId id) { add_contacts(site, id, view.contacts); });
  each(Kind::Notice, [&](PageId id) { add_deadlines(site, id, view.deadlines); });
  each(Kind::Plan, [&](PageId id) { add_deadlines(site, id, view.deadlines); });
  each(Kind::Form, [&](PageId id) {
    view.forms.push_back(id);
    add_form_deadline(site, id, view.deadlines);
  });
  each(Kind::Schedule, [&](PageId id) {
    if (view.schedule == kNone) view.schedule = id;
  });
  view.events = gather_events(site, edition, pages, diagnostics);
  for (EventView& event : view.events) {  // the schedule's page shows those of CSV files as well
    if (event.page == kNone && event.schedule == kNone) event.schedule = view.schedule;
  }
  view.occurrences = occurrences_of(view.events);
  const auto key = std::find_if(view.events.begin(), view.events.end(),
                                [](const EventView& e) { return !e.key_day.empty(); });
  if (key != view.events.end()) view.key_event = static_cast<size_t>(key - view.events.begin());
  std::stable_sort(view.deadlines.begin(), view.deadlines.end(),
                   [](const DeadlineView& a, const DeadlineView& b) {
                     return std::tie(a.due, a.fuzzy, a.minute) < std::tie(b.due, b.fuzzy, b.minute);
                   });
  return view;
}

bool is_hotline(const ContactView& contact) { return contact.kind == "hotline"; }

}  // namespace

Views gather(const Site& site, base::Diagnostics& diagnostics) {
  Views views;
  for (const model::Edition& edition : site.editions)
    views.editions.push_back(gather_edition(site, edition, diagnostics));
  for (PageId id = 0; id < site.pages.size(); id++) {
    const model::Page& page = site.pages[id];
    if (page.hidden || page.section_index) continue;
    const model::ParsedPage& parsed = *page.parsed;
    if (views.report == kNone && parsed.fields.get("purpose").text_or_empty() == "report") views.report = id;
    if (page.edition != kNone || parsed.kind != Kind::Contact) continue;
    for (EditionView& edition : views.editions)
      add_contacts(site, id, edition.contacts);  // of the whole site
  }
  for (EditionView& edition : views.editions) {
    std::stable_partition(edition.contacts.begin(), edition.contacts.end(), is_hotline);
  }
  return views;
}

model::HeldLists held_lists(const EditionView& view) {
  return {!view.events.empty(),   !view.slogans.empty(),   !view.materials.empty(),
          !view.contacts.empty(), !view.deadlines.empty(), !view.forms.empty()};
}

std::vector<model::EditionNeeds> edition_needs(const Views& views) {
  std::vector<model::EditionNeeds> all;
  for (const EditionView& view : views.editions) {
    model::EditionNeeds& needs = all.emplace_back();
    needs.held = held_lists(view);
    for (const ArchiveView& archive : view.archives) needs.archives.push_back(archive.name);
  }
  return all;
}

}  // namespace herald::campaign
