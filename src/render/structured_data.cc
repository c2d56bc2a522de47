// JSON-LD (https://www.w3.org/TR/json-ld11/) in the words of schema.org. One @graph an output; its nodes name
// each other by @id, which is an address of the site with a fragment: absolute where the site has one, else
// relative to the page, as JSON-LD allows.

#include "render/structured_data.h"

#include <fmt/format.h>

#include "base/media_type.h"
#include "base/utf8.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"

namespace herald::render {
namespace {

using campaign::EventView;
using model::kNone;
using model::OutputKind;
using value::Arena;
using value::MapBuilder;
using value::Type;
using value::Value;

constexpr std::string_view kOrganisation = "organization", kWebSite = "website", kBreadcrumb = "breadcrumb",
                           kCampaign = "campaign", kMain = "main";

bool is_empty(Value value) {
  return value.is_nothing() || (value.is_text() && value.as_text().empty()) ||
         (value.is(Type::List) && value.items().empty());
}

/// Makes the nodes of one output. `context` is one whose addresses are absolute.
class Graph {
 public:
  explicit Graph(const Context& context) : context_(context), arena_(*context.arena) {}

  Value make() {
    add_site();
    add_page();
    if (context_.page != kNone) add_main();
    if (context_.page == kNone && context_.section == kNone) add_campaign_node();
    MapBuilder root;
    root.set("@context", text_value("https://schema.org"));
    root.set("@graph", nodes_.build(arena_));
    return root.build(arena_);
  }

 private:
  const model::Site& site() const { return *context_.shared->site; }
  Value made(std::string_view text) const { return made_text(arena_, text); }

  /// Sets `key` unless there is nothing to say.
  static void set(MapBuilder& node, std::string_view key, Value value) {
    if (!is_empty(value)) node.set(key, value);
  }

  MapBuilder node(std::string_view type, Value id = {}) const {
    MapBuilder made;
    made.set("@type", text_value(type));
    if (!id.is_undefined()) made.set("@id", id);
    return made;
  }

  Value root_id(std::string_view name) const { return url_value(context_, "index.html", name); }
  Value page_id(std::string_view name) const { return url_value(context_, place(), name); }
  Value reference(Value id) const { return MapBuilder().set("@id", id).build(arena_); }
  Value named(std::string_view type, Value name) const {
    if (is_empty(name)) return {};
    return node(type).set("name", name).build(arena_);
  }

  /// The output that this one is known by: the root's home is its edition's again.
  std::string_view place() const {
    if (context_.output->kind == OutputKind::RootHome)
      return site().editions[context_.output->subject].output;
    return context_.output->path;
  }

  Value attribute(Value object, std::string_view name) const {
    return object.is(Type::Object) ? object.as_object()->attribute(name, arena_) : object.get(name);
  }
  Value of_page(std::string_view name) const { return attribute(page_value(context_, context_.page), name); }

  bool has_sponsor() const { return !site().config.sponsor.empty(); }

  void add_site() {
    const Value site = site_value(context_);
    if (has_sponsor()) {
      MapBuilder office = node("GovernmentOrganization", root_id(kOrganisation));
      office.set("name", attribute(site, "sponsor"));
      office.set("url", url_value(context_, "index.html"));
      add_contact(office, attribute(site, "contact"));
      nodes_.add(office.build(arena_));
    }
    MapBuilder web = node("WebSite", root_id(kWebSite));
    set(web, "name", attribute(site, "name"));
    web.set("url", url_value(context_, "index.html"));
    set(web, "inLanguage", attribute(site, "language"));
    if (has_sponsor()) web.set("publisher", reference(root_id(kOrganisation)));
    nodes_.add(web.build(arena_));
  }

  void add_contact(MapBuilder& office, Value contact) const {
    if (!contact.is(Type::Map)) return;
    set(office, "address", contact.get("address"));
    MapBuilder point = node("ContactPoint");
    set(point, "telephone", contact.get("tel"));
    set(point, "email", contact.get("email"));
    if (!is_empty(contact.get("tel")) || !is_empty(contact.get("email")))
      office.set("contactPoint", point.build(arena_));
  }

  std::string_view page_type() const {
    if (context_.output->kind == OutputKind::SectionList) return "CollectionPage";
    if (context_.page != kNone && context_.metadata_of(context_.page).kind == model::Kind::Contact)
      return "ContactPage";
    return "WebPage";
  }

  void add_page() {
    MapBuilder web = node(page_type(), url_value(context_, place()));
    web.set("url", url_value(context_, place()));
    const Value root = root_value(context_);
    set(web, "name", attribute(root, "title"));
    set(web, "description", attribute(root, "description"));
    set(web, "inLanguage", attribute(root, "lang"));
    web.set("isPartOf", reference(root_id(kWebSite)));
    if (context_.page != kNone) set_dates(web);
    const Value trail = trail_of();
    if (trail.items().size() > 1) {
      web.set("breadcrumb", reference(page_id(kBreadcrumb)));
      MapBuilder list = node("BreadcrumbList", page_id(kBreadcrumb));
      list.set("itemListElement", trail);
      nodes_.add(list.build(arena_));
    }
    if (context_.page != kNone && has_main()) web.set("mainEntity", reference(page_id(kMain)));
    nodes_.add(web.build(arena_));
  }

  Value trail_of() const {
    value::ListBuilder steps;
    const Value trail = breadcrumb(context_);
    for (const Value& step : trail.items()) {
      MapBuilder item = node("ListItem");
      item.set("position", Value::integer(static_cast<int64_t>(steps.size()) + 1));
      set(item, "name", step.get("name"));
      set(item, "item", step.get("url"));
      steps.add(item.build(arena_));
    }
    return steps.build(arena_);
  }

  Value moment(Value text) const {
    const auto read = base::parse_iso_date_time(text.text_or_empty());
    if (!read) return {};
    return read->has_time() ? made(base::rfc3339(*read, site().time.utc_offset_minutes)) : text;
  }

  void set_dates(MapBuilder& node) const {
    set(node, "datePublished", moment(of_page("published")));
    set(node, "dateModified", moment(of_page("updated")));
  }

  bool has_main() const {
    switch (context_.metadata_of(context_.page).kind) {
      case model::Kind::Notice:
      case model::Kind::Plan:
      case model::Kind::Form:
      case model::Kind::News:
      case model::Kind::Material:
        return true;
      case model::Kind::Event:
        return event_of_page(context_, context_.page) != nullptr;
      case model::Kind::Schedule:
        return true;
      default:
        return context_.page == context_.shared->views->report;
    }
  }

  void add_main() {
    if (!has_main()) return;
    switch (context_.metadata_of(context_.page).kind) {
      case model::Kind::Notice:
      case model::Kind::Plan:
      case model::Kind::Form:
        return add_document();
      case model::Kind::News:
        return add_article();
      case model::Kind::Material:
        return add_material();
      case model::Kind::Event: {
        MapBuilder event = event_node(*event_of_page(context_, context_.page), page_id(kMain));
        add_programme(event);
        nodes_.add(event.build(arena_));
        return;
      }
      case model::Kind::Schedule:
        return add_schedule();
      default:
        return add_service();
    }
  }

  void add_document() {
    MapBuilder document = node("TextDigitalDocument", page_id(kMain));
    set(document, "name", of_page("title"));
    value::ListBuilder identifiers;
    const std::pair<std::string_view, std::string_view> kinds[] = {{"doc_number", "发文字号"},
                                                                   {"index_number", "索引号"}};
    for (const auto& [field, label] : kinds) {
      const Value value = of_page(field);
      if (!value.is_text() || is_empty(value)) continue;
      identifiers.add(
          node("PropertyValue").set("propertyID", text_value(label)).set("value", value).build(arena_));
    }
    set(document, "identifier", identifiers.build(arena_));
    set_dates(document);
    Value dated = of_page("dated");
    if (dated.is_text()) set(document, "dateCreated", dated);
    const Value issuer = of_page("issuer");
    set(document, "publisher",
        issuer.is_text() && !is_empty(issuer) ? named("GovernmentOrganization", issuer) : publisher());
    set(document, "isBasedOn", basis());
    set(document, "encoding", encodings());
    nodes_.add(document.build(arena_));
  }

  Value publisher() const { return has_sponsor() ? reference(root_id(kOrganisation)) : Value(); }

  Value basis() const {
    value::ListBuilder list;
    const Value stated = of_page("basis");
    for (const Value& item : stated.is(Type::List) ? stated.items() : std::span<const Value>()) {
      const Value title = item.is(Type::Map) ? item.get("title") : item;
      if (!title.is_text() || is_empty(title)) continue;
      MapBuilder work = node("CreativeWork");
      work.set("name", title);
      if (item.is(Type::Map)) {
        set(work, "identifier", item.get("number"));
        // A path beside the page is no address elsewhere.
        if (item.get("url").text_or_empty().starts_with("http")) work.set("url", item.get("url"));
      }
      list.add(work.build(arena_));
    }
    return list.build(arena_);
  }

  /// The attachments that the page lists.
  Value encodings() const {
    value::ListBuilder list;
    const Value attachments = of_page("attachments");
    for (const Value& item : attachments.is(Type::List) ? attachments.items() : std::span<const Value>()) {
      const Value file = item.get("file");
      if (!file.is(Type::Object)) continue;
      MapBuilder media = node("MediaObject");
      set(media, "name", item.get("title"));
      set_file(media, file);
      list.add(media.build(arena_));
    }
    return list.build(arena_);
  }

  void set_file(MapBuilder& media, Value file) const {
    set(media, "contentUrl", attribute(file, "url"));
    set(media, "encodingFormat", attribute(file, "media_type"));
    set(media, "contentSize", attribute(file, "size_text"));
    set(media, "sha256", attribute(file, "sha256"));
  }

  void add_article() {
    MapBuilder article = node("NewsArticle", page_id(kMain));
    set(article, "headline", of_page("title"));
    set_dates(article);
    set(article, "author", named("Organization", of_page("source")));
    set(article, "publisher", publisher());
    set(article, "mainEntityOfPage", url_value(context_, place()));
    nodes_.add(article.build(arena_));
  }

  static std::string_view material_type(std::string_view type, Value media_type) {
    const std::string_view media = media_type.text_or_empty();
    if (type == "film" || media.starts_with("video/")) return "VideoObject";
    if (type == "audio" || media.starts_with("audio/")) return "AudioObject";
    if (type == "slides") return "PresentationDigitalDocument";
    if (media.starts_with("image/")) return "ImageObject";
    return "DigitalDocument";
  }

  void add_material() {
    const Value file = of_page("main_file");
    const Value media_type = file.is(Type::Object) ? attribute(file, "media_type") : Value();
    const std::string_view type = material_type(of_page("material_type").text_or_empty(), media_type);
    MapBuilder material = node(type, page_id(kMain));
    set(material, "name", of_page("title"));
    set(material, "description", of_page("summary"));
    set_dates(material);
    // VideoObject wants the day it went up under a name of its own.
    if (type == "VideoObject") set(material, "uploadDate", moment(of_page("published")));
    const Value preview = of_page("preview");
    if (type == "VideoObject" || type == "ImageObject") set(material, "thumbnailUrl", preview);
    set(material, "license", named("CreativeWork", of_page("licence")));
    set(material, "creditText", of_page("credit"));
    const Value issued_by = of_page("issued_by");
    set(material, "publisher", is_empty(issued_by) ? publisher() : named("Organization", issued_by));
    if (file.is(Type::Object)) {
      const bool media = type != "DigitalDocument" && type != "PresentationDigitalDocument";
      if (media) {
        set_file(material, file);
        const Value width = attribute(file, "width"), height = attribute(file, "height");
        if (type == "ImageObject" && width.is(Type::Int) && width.as_int() != 0)
          material.set("width", width).set("height", height);
      } else {
        MapBuilder encoding = node("MediaObject");
        set_file(encoding, file);
        material.set("encoding", encoding.build(arena_));
      }
    }
    nodes_.add(material.build(arena_));
  }

  // Events.

  Value time_of(base::Date date, int minute, bool all_day) const {
    if (all_day || minute < 0) return made(base::iso(date));
    base::DateTime moment{minute >= 1440 ? base::add_days(date, 1) : date,
                          static_cast<int16_t>(minute % 1440)};
    return made(base::rfc3339(moment, site().time.utc_offset_minutes));
  }

  MapBuilder event_node(const EventView& event, Value id) const {
    MapBuilder node = this->node("Event", id);
    set(node, "name", text_value(event.title));
    node.set("startDate", time_of(event.date, event.start_minute, event.all_day));
    if (event.end_minute >= 0 || event.end_date != event.date)
      node.set("endDate", time_of(event.end_date, event.end_minute, event.all_day));
    node.set("eventAttendanceMode", text_value(attendance(event)));
    node.set("eventStatus", text_value(status(event)));
    set(node, "location", location(event));
    set(node, "organizer", named("Organization", text_value(event.organiser)));
    set(node, "description", text_value(event.note));
    const bool own = event.page != kNone && !site().pages[event.page].output.empty();
    if (own) node.set("url", url_value(context_, site().pages[event.page].output));
    if (context_.edition != kNone) node.set("superEvent", reference(campaign_id()));
    return node;
  }

  static std::string_view attendance(const EventView& event) {
    if (event.mode == "online" || event.status == "moved-online")
      return "https://schema.org/OnlineEventAttendanceMode";
    return event.mode == "mixed" ? "https://schema.org/MixedEventAttendanceMode"
                                 : "https://schema.org/OfflineEventAttendanceMode";
  }

  static std::string_view status(const EventView& event) {
    if (event.status == "cancelled") return "https://schema.org/EventCancelled";
    if (event.status == "postponed") return "https://schema.org/EventPostponed";
    if (event.status == "moved-online") return "https://schema.org/EventMovedOnline";
    return "https://schema.org/EventScheduled";
  }

  Value location(const EventView& event) const {
    value::ListBuilder places;
    const bool online_alone = event.mode == "online" || event.status == "moved-online";
    if (!online_alone && (!event.venue.empty() || !event.address.empty())) {
      MapBuilder place = node("Place");
      set(place, "name", text_value(event.venue));
      set(place, "address", text_value(event.address));
      places.add(place.build(arena_));
    }
    if (event.page != kNone && (online_alone || event.mode == "mixed")) add_online(event.page, places);
    if (places.size() == 0) return {};
    const Value list = places.build(arena_);
    return list.items().size() == 1 ? list.items()[0] : list;
  }

  /// The online parts that say where they are held.
  void add_online(model::PageId page, value::ListBuilder& places) const {
    const Value parts = attribute(page_value(context_, page), "online");
    for (const Value& part : parts.is(Type::List) ? parts.items() : std::span<const Value>()) {
      if (is_empty(part.get("url")) && is_empty(part.get("platform"))) continue;
      MapBuilder place = node("VirtualLocation");
      set(place, "name", part.get("platform"));
      set(place, "url", part.get("url"));
      places.add(place.build(arena_));
    }
  }

  void add_programme(MapBuilder& event) const {
    const Value description = of_page("summary");
    if (of_page("summary_stated").is(Type::Bool) && of_page("summary_stated").as_bool())
      set(event, "description", description);
  }

  void add_schedule() {
    MapBuilder series = campaign_node(page_id(kMain));
    set(series, "name", of_page("title"));
    value::ListBuilder events;
    if (const campaign::EditionView* view = context_.edition_view(context_.edition)) {
      context_.read(graph::Aspect::Members, list_subject(ListName::Events, context_.edition));
      for (const EventView& event : view->events) {
        MapBuilder node = event_node(event, {});
        events.add(node.build(arena_));
      }
    }
    set(series, "subEvent", events.build(arena_));
    nodes_.add(series.build(arena_));
  }

  // The campaign.

  Value campaign_id() const {
    return url_value(context_, site().editions[context_.edition].output, kCampaign);
  }

  MapBuilder campaign_node(Value id) const {
    MapBuilder series = node("EventSeries", id);
    const Value period = attribute(campaign_value(context_, context_.edition), "period");
    if (period.is(Type::Map)) {
      for (const auto& [key, name] : {std::pair("start", "startDate"), std::pair("end", "endDate")}) {
        const Value day = period.get(key);
        if (day.is_text()) set(series, name, day);
      }
    }
    set(series, "organizer", publisher());
    return series;
  }

  /// On the home page, which states the campaign.
  void add_campaign_node() {
    if (context_.edition == kNone || site().editions[context_.edition].index == kNone) return;
    const Value campaign = campaign_value(context_, context_.edition);
    MapBuilder series = campaign_node(campaign_id());
    set(series, "name", attribute(campaign, "title"));
    set(series, "description", attribute(campaign, "summary"));
    set(series, "about", named("Thing", attribute(campaign, "theme")));
    nodes_.add(series.build(arena_));
  }

  // Reporting a hazard.

  void add_service() {
    MapBuilder service = node("GovernmentService", page_id(kMain));
    set(service, "name", of_page("title"));
    set(service, "description", of_page("summary"));
    set(service, "provider", publisher());
    value::ListBuilder channels;
    const Value rows = of_page("contact_rows");
    for (const Value& row : rows.is(Type::List) ? rows.items() : std::span<const Value>()) {
      MapBuilder point = node("ContactPoint");
      set(point, "name", attribute(row, "name"));
      set(point, "telephone", attribute(row, "number"));
      set(point, "email", attribute(row, "email"));
      if (is_empty(attribute(row, "number")) && is_empty(attribute(row, "email"))) continue;
      channels.add(node("ServiceChannel").set("servicePhone", point.build(arena_)).build(arena_));
    }
    set(service, "availableChannel", channels.build(arena_));
    nodes_.add(service.build(arena_));
  }

  const Context& context_;
  Arena& arena_;
  value::ListBuilder nodes_;
};

}  // namespace

Value json_ld(const Context& context) {
  if (context.output->kind == OutputKind::NotFound) return empty_text();
  Context away = context;  // What is said of a page is said wherever it is quoted.
  away.absolute = true;
  return Graph(away).make();
}

}  // namespace herald::render
