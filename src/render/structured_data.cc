// JSON-LD (https://www.w3.org/TR/json-ld11/) in the words of schema.org. One @graph an output; its nodes name
// each other by @id, which is an address of the site with a fragment: absolute where the site has one, else
// relative to the page, as JSON-LD allows.

#include "render/structured_data.h"

#include <fmt/format.h>

#include "base/media_type.h"
#include "base/utf8.h"
#include "render/data_files.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"
#include "render/structured_events.h"

namespace herald::render {
namespace {

using campaign::EventView;
using model::kNone;
using model::OutputKind;
using value::Type;
using value::Value;

constexpr std::string_view kOrganisation = "organization", kWebSite = "website", kBreadcrumb = "breadcrumb",
                           kMain = "main";

/// Makes the nodes of one output. `context` is one whose addresses are absolute.
class Graph : private StructuredNodes {
 public:
  explicit Graph(const Context& context) : StructuredNodes(context), nodes_(arena_) {}

  Value make() {
    add_site();
    add_page();
    if (context_.page != kNone) add_main();
    const OutputKind kind = context_.output->kind;
    if (kind == OutputKind::EditionHome || kind == OutputKind::RootHome) add_campaign_node();
    MapMaker root(arena_);
    root.set("@context", text_value("https://schema.org"));
    root.set("@graph", nodes_.build());
    return root.build();
  }

 private:
  bool has_sponsor() const { return !site().config.sponsor.empty(); }

  void add_site() {
    const Value site = site_value(context_);
    if (has_sponsor()) {
      MapMaker office = node("GovernmentOrganization", root_id(kOrganisation));
      office.set("name", attribute(site, "sponsor"));
      office.set("url", url_value(context_, "index.html"));
      add_contact(office, attribute(site, "contact"));
      nodes_.add(office.build());
    }
    MapMaker web = node("WebSite", root_id(kWebSite));
    set(web, "name", attribute(site, "name"));
    web.set("url", url_value(context_, "index.html"));
    set(web, "inLanguage", attribute(site, "language"));
    if (has_sponsor()) web.set("publisher", reference(root_id(kOrganisation)));
    nodes_.add(web.build());
  }

  void add_contact(MapMaker& office, Value contact) const {
    if (!contact.is(Type::Map)) return;
    set(office, "address", contact.get("address"));
    MapMaker point = node("ContactPoint");
    set(point, "telephone", contact.get("tel"));
    set(point, "email", contact.get("email"));
    if (!is_empty(contact.get("tel")) || !is_empty(contact.get("email")))
      office.set("contactPoint", point.build());
  }

  std::string_view page_type() const {
    const OutputKind kind = context_.output->kind;
    if (kind == OutputKind::SectionList || kind == OutputKind::Term || kind == OutputKind::TermList ||
        kind == OutputKind::Years)
      return "CollectionPage";
    if (context_.page != kNone && context_.metadata_of(context_.page).kind == model::Kind::Contact)
      return "ContactPage";
    if (!is_empty(record("questions"))) return "FAQPage";
    return "WebPage";
  }

  /// A record of the page that the output is of, if it is of one that holds.
  Value record(std::string_view key) const {
    if (context_.page == kNone || site().pages[context_.page].withdrawn) return {};
    const Value records = of_page("records");
    return records.is(Type::Map) ? records.get(key) : Value();
  }

  /// Questions with their answers are what such a page is about.
  Value questions() const {
    ListMaker list(arena_);
    const Value found = record("questions");
    for (const Value& item : found.is(Type::List) ? found.items() : std::span<const Value>()) {
      const Value answer = node("Answer").set("text", item.get("answer")).build();
      list.add(node("Question").set("name", item.get("question")).set("acceptedAnswer", answer).build());
    }
    return list.build();
  }

  void add_steps() {
    const Value steps = record("steps");
    if (!steps.is(Type::Map)) return;
    ListMaker list(arena_);
    for (const Value& text : steps.get("items").items()) {
      MapMaker step = node("HowToStep");
      step.set("position", Value::integer(static_cast<int64_t>(list.size()) + 1)).set("text", text);
      list.add(step.build());
    }
    MapMaker guide = node("HowTo", page_id("steps"));
    const Value title = steps.get("title");
    set(guide, "name", is_empty(title) ? of_page("title") : title);
    guide.set("step", list.build());
    nodes_.add(guide.build());
  }

  void add_page() {
    MapMaker web = node(page_type(), url_value(context_, place()));
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
      MapMaker list = node("BreadcrumbList", page_id(kBreadcrumb));
      list.set("itemListElement", trail);
      nodes_.add(list.build());
    }
    if (context_.page != kNone && has_main()) web.set("mainEntity", reference(page_id(kMain)));
    const Value asked = questions();
    if (!asked.items().empty()) web.set("mainEntity", asked);
    nodes_.add(web.build());
    add_steps();
  }

  Value trail_of() const {
    ListMaker steps(arena_);
    const Value trail = breadcrumb(context_);
    for (const Value& step : trail.items()) {
      MapMaker item = node("ListItem");
      item.set("position", Value::integer(static_cast<int64_t>(steps.size()) + 1));
      set(item, "name", step.get("name"));
      set(item, "item", step.get("url"));
      steps.add(item.build());
    }
    return steps.build();
  }

  Value moment(Value text) const {
    const auto read = base::parse_iso_date_time(text.text_or_empty());
    if (!read) return {};
    return read->has_time() ? made(base::rfc3339(*read, site().time.utc_offset_minutes)) : text;
  }

  void set_dates(MapMaker& node) const {
    set(node, "datePublished", moment(of_page("published")));
    set(node, "dateModified", moment(of_page("updated")));
  }

  bool has_main() const {
    if (site().pages[context_.page].withdrawn) return false;  // what it was about holds no longer
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
        MapMaker event = event_node(*event_of_page(context_, context_.page), page_id(kMain));
        add_programme(event);
        add_result();
        nodes_.add(event.build());
        return;
      }
      case model::Kind::Schedule:
        return add_schedule();
      default:
        return add_service();
    }
  }

  void add_document() {
    MapMaker document = node("TextDigitalDocument", page_id(kMain));
    set(document, "name", of_page("title"));
    ListMaker identifiers(arena_);
    const std::pair<std::string_view, std::string_view> kinds[] = {{"doc_number", "发文字号"},
                                                                   {"index_number", "索引号"}};
    for (const auto& [field, label] : kinds) {
      const Value value = of_page(field);
      if (!value.is_text() || is_empty(value)) continue;
      identifiers.add(node("PropertyValue").set("propertyID", text_value(label)).set("value", value).build());
    }
    set(document, "identifier", identifiers.build());
    set_dates(document);
    Value dated = of_page("dated");
    if (dated.is_text()) set(document, "dateCreated", dated);
    const Value issuer = of_page("issuer");
    set(document, "publisher",
        issuer.is_text() && !is_empty(issuer) ? named("GovernmentOrganization", issuer) : publisher());
    set(document, "isBasedOn", basis());
    set(document, "encoding", encodings());
    nodes_.add(document.build());
  }

  Value publisher() const { return has_sponsor() ? reference(root_id(kOrganisation)) : Value(); }

  Value basis() const {
    ListMaker list(arena_);
    const Value stated = of_page("basis");
    for (const Value& item : stated.is(Type::List) ? stated.items() : std::span<const Value>()) {
      const Value title = item.is(Type::Map) ? item.get("title") : item;
      if (!title.is_text() || is_empty(title)) continue;
      MapMaker work = node("CreativeWork");
      work.set("name", title);
      if (item.is(Type::Map)) {
        set(work, "identifier", item.get("number"));
        // A path beside the page is no address elsewhere.
        if (item.get("url").text_or_empty().starts_with("http")) work.set("url", item.get("url"));
      }
      list.add(work.build());
    }
    return list.build();
  }

  /// The attachments that the page lists.
  Value encodings() const {
    ListMaker list(arena_);
    const Value attachments = of_page("attachments");
    for (const Value& item : attachments.is(Type::List) ? attachments.items() : std::span<const Value>()) {
      const Value file = item.get("file");
      if (!file.is(Type::Object)) continue;
      MapMaker media = node("MediaObject");
      set(media, "name", item.get("title"));
      set_file(media, file);
      list.add(media.build());
    }
    return list.build();
  }

  void set_file(MapMaker& media, Value file) const {
    set(media, "contentUrl", attribute(file, "url"));
    set(media, "encodingFormat", attribute(file, "media_type"));
    set(media, "contentSize", attribute(file, "size_text"));
    set(media, "sha256", attribute(file, "sha256"));
  }

  void add_article() {
    MapMaker article = node("NewsArticle", page_id(kMain));
    set(article, "headline", of_page("title"));
    set_dates(article);
    set(article, "author", named("Organization", of_page("source")));
    set(article, "publisher", publisher());
    set(article, "mainEntityOfPage", url_value(context_, place()));
    nodes_.add(article.build());
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
    MapMaker material = node(type, page_id(kMain));
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
        MapMaker encoding = node("MediaObject");
        set_file(encoding, file);
        material.set("encoding", encoding.build());
      }
    }
    nodes_.add(material.build());
  }

  // Events.

  /// What came of an event: figures, and where all of them are to be had.
  void add_result() {
    const Value result = of_page("result");
    if (!result.is(Type::Map)) return;
    ListMaker figures(arena_);
    constexpr std::pair<std::string_view, std::string_view> kFigures[] = {
        {"attendance", "参加人次"}, {"consultations", "接待咨询人次"}, {"leaflets", "发放资料份数"}};
    for (const auto& [key, label] : kFigures) {
      const Value number = result.get(key);
      if (!number.is(Type::Int)) continue;
      figures.add(node("PropertyValue").set("name", text_value(label)).set("value", number).build());
    }
    if (figures.size() == 0) return;
    MapMaker data = node("Dataset", page_id("result"));
    set(data, "name", of_page("title"));
    set(data, "description", of_page("summary"));
    set(data, "about", reference(page_id(kMain)));
    set(data, "variableMeasured", figures.build());
    set(data, "creator", publisher());
    set(data, "distribution", downloads(model::DataList::Events));
    nodes_.add(data.build());
  }

  /// The files of one of the edition's lists.
  Value downloads(model::DataList list) const {
    const Value links = data_links(context_, context_.edition, list);
    if (!links.is(Type::Map)) return {};
    ListMaker files(arena_);
    for (const auto& [key, type] :
         {std::pair("json_url", "application/json"), std::pair("csv_url", "text/csv")}) {
      MapMaker file = node("DataDownload");
      set(file, "contentUrl", links.get(key));
      file.set("encodingFormat", text_value(type));
      files.add(file.build());
    }
    return files.build();
  }

  void add_programme(MapMaker& event) const {
    const Value description = of_page("summary");
    if (of_page("summary_stated").is(Type::Bool) && of_page("summary_stated").as_bool())
      set(event, "description", description);
  }

  void add_schedule() {
    MapMaker series = campaign_node(page_id(kMain));
    set(series, "name", of_page("title"));
    ListMaker events(arena_);
    if (const campaign::EditionView* view = context_.edition_view(context_.edition)) {
      context_.read(graph::Aspect::Members, list_subject(ListName::Events, context_.edition));
      for (const EventView& event : view->events) {
        MapMaker node = event_node(event, {});
        events.add(node.build());
      }
    }
    set(series, "subEvent", events.build());
    nodes_.add(series.build());
  }

  // The campaign.

  MapMaker campaign_node(Value id) const {
    MapMaker series = node("EventSeries", id);
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
    MapMaker series = campaign_node(campaign_id());
    set(series, "name", attribute(campaign, "title"));
    set(series, "description", attribute(campaign, "summary"));
    set(series, "about", named("Thing", attribute(campaign, "theme")));
    nodes_.add(series.build());
  }

  // Reporting a hazard.

  void add_service() {
    MapMaker service = node("GovernmentService", page_id(kMain));
    set(service, "name", of_page("title"));
    set(service, "description", of_page("summary"));
    set(service, "provider", publisher());
    ListMaker channels(arena_);
    const Value rows = of_page("contact_rows");
    for (const Value& row : rows.is(Type::List) ? rows.items() : std::span<const Value>()) {
      MapMaker point = node("ContactPoint");
      set(point, "name", attribute(row, "name"));
      set(point, "telephone", attribute(row, "number"));
      set(point, "email", attribute(row, "email"));
      if (is_empty(attribute(row, "number")) && is_empty(attribute(row, "email"))) continue;
      channels.add(node("ServiceChannel").set("servicePhone", point.build()).build());
    }
    set(service, "availableChannel", channels.build());
    nodes_.add(service.build());
  }

  MapMaker event_node(const EventView& event, Value id) const {
    return EventNodes(context_).event(event, id);
  }

  ListMaker nodes_;
};

}  // namespace

Value json_ld(const Context& context) {
  if (context.output->kind == OutputKind::NotFound) return empty_text();
  Context away = context;  // What is said of a page is said wherever it is quoted.
  away.absolute = true;
  return Graph(away).make();
}

}  // namespace herald::render
