// portal.json: the card of a site and its current campaign, which the portal above or below imports.

#include "render/data_files.h"
#include "render/feeds.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "value/json.h"

namespace herald::render {
namespace {

using value::Type;
using value::Value;

/// Sets what of `names` the object has; what is absent or empty is left out.
void set_stated(value::MapBuilder& map, Value object, std::initializer_list<std::string_view> names,
                value::Arena& arena) {
  for (const std::string_view name : names) {
    const Value value = object.as_object()->attribute(name, arena);
    const bool empty = value.is_nothing() || (value.is_text() && value.as_text().empty()) ||
                       (value.is(Type::List) && value.items().empty());
    if (!empty) map.set(name, value);
  }
}

Value site_card(const Context& context) {
  value::MapBuilder map;
  set_stated(map, site_value(context),
             {"name", "name_en", "url", "domain", "sponsor", "operator", "site_id_code", "language"},
             *context.arena);
  map.set("timezone", text_value(context.site().config.timezone));
  return map.build(*context.arena);
}

Value campaign_card(const Context& context, model::EditionId edition) {
  value::MapBuilder map;
  map.set("url", url_value(context, context.site().editions[edition].output));
  set_stated(map, campaign_value(context, edition),
             {"title", "summary", "series", "series_en", "year", "ordinal", "theme", "theme_en", "period",
              "key_days", "hashtags"},
             *context.arena);
  return map.build(*context.arena);
}

Value notice_cards(const Context& context, model::EditionId edition) {
  const model::Site& site = context.site();
  context.read(graph::Aspect::Members, list_subject(ListName::Notices, edition));
  value::ListBuilder list;
  for (const model::SectionId section : site.editions[edition].sections) {
    if (site.sections[section].kind != model::Kind::Notice) continue;
    for (const model::PageId id : site.sections[section].pages) {
      value::MapBuilder map;
      map.set("id", text_value(site.pages[id].id));
      set_stated(map, page_value(context, id),
                 {"title", "url", "doc_number", "issuer", "dated", "published", "updated", "validity"},
                 *context.arena);
      list.add(map.build(*context.arena));
    }
  }
  return list.build(*context.arena);
}

Value feed_card(const Context& context, model::EditionId edition) {
  value::MapBuilder map;
  map.set("atom", url_value(context, "feed.xml"));
  if (model::has_whole_addresses(context.site().config)) map.set("json", url_value(context, "feed.json"));
  const campaign::EditionView* view = context.edition_view(edition);
  if (view != nullptr && !view->events.empty()) {
    const std::string& home = context.site().editions[edition].output;
    map.set("calendar", url_value(context, home.substr(0, home.rfind('/') + 1) + "calendar.ics"));
  }
  return map.build(*context.arena);
}

}  // namespace

void append_portal(const Context& context, std::string& out) {
  const model::EditionId edition = context.site().current;
  Context away = context;  // The card is read on another host.
  away.absolute = true;
  value::MapBuilder card;
  card.set("version", Value::integer(1));
  card.set("site", site_card(away));
  card.set("edition", text_value(context.site().editions[edition].name));
  card.set("campaign", campaign_card(away, edition));
  card.set("feeds", feed_card(away, edition));
  card.set("events", data_rows(context, edition, model::DataList::Events));
  card.set("materials", data_rows(context, edition, model::DataList::Materials));
  card.set("notices", notice_cards(away, edition));
  value::append_json(out, card.build(*context.arena), value::JsonStyle::Pretty, *context.arena);
  out += '\n';
}

}  // namespace herald::render
