// long: one graph of nodes that name each other; what stands alone is in structured_events.cc and structured_nodes.h.
// JSON-LD (https://www.w3.org/TR/json-ld11/) in the words of schema.org. One @graph an output; its nodes name
// each other by @id, which is an address of the site with a fragment: absolute where the site has one, else
// relative to the page, as JSON-LD allows.

#include "render/structured_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/media_type.h"
#include "base/utf8.h"
#include "render/data_files.h"
#include "render/moments.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"
#include "render/structured_events.h"
#include "render/workspace.h"

namespace herald::render {

using campaign::EventView;
using model::kNone;
using model::OutputKind;
using value::Type;
using value::Value;

void StructuredNodes::append_address(Id id) const {
  if (!context_.absolute || site().config.url.empty()) {
    std::string& address = *context_.making;
    address.clear();
    append_url(address, context_, id.output, id.fragment);
    return json_.text(address);
  }
  json_.begin_text();
  append_whole_address(id.output);
  if (!id.fragment.empty()) {
    json_.as_it_is("#");
    json_.as_it_is(id.fragment);
  }
  json_.end_text();
}

/// Nodes name each other by a few addresses, which are written once.
void StructuredNodes::append_whole_address(std::string_view output) const {
  const std::string& root = context_.shared->site_nodes.root;
  if (output.data() == kRoot.data() && !root.empty()) return json_.as_it_is(root);
  for (const Written& known : written_) {
    if (known.output.data() == output.data() && known.output.size() == output.size())
      return json_.repeat(known.begin, known.size);
  }
  std::string& address = *context_.making;
  address.clear();
  const bool is_here = output.data() == context_.output->path.data() && context_.workspace != nullptr;
  if (!is_here) append_url(address, context_, output, {});
  const size_t begin = json_.size();
  json_.characters(is_here ? canonical_url(context_).as_text() : address);
  written_[1] = written_[0];
  written_[0] = {output, begin, json_.size() - begin};
}

namespace {

constexpr std::string_view kOrganisation = "organization", kWebSite = "website", kBreadcrumb = "breadcrumb",
                           kMain = "main";

std::span<const Value> items_of(Value value) {
  return value.is(Type::List) ? value.items() : std::span<const Value>();
}

/// Writes the nodes of one output. `context` is one whose addresses are absolute.
class Graph : private StructuredNodes {
 public:
  using StructuredNodes::StructuredNodes;

  void write() {
    json_.open('{');
    json_.set("@context", "https://schema.org");
    json_.key("@graph");
    json_.open('[');
    add_site();
    add_page();
    if (context_.page != kNone) add_main();
    const OutputKind kind = context_.output->kind;
    if (kind == OutputKind::EditionHome || kind == OutputKind::RootHome) add_campaign();
    json_.close(']');
    json_.close('}');
  }

  /// Who publishes, and the site: the same on every output, as long as addresses are absolute.
  void write_site() {
    const Value values = site_value(context_);
    if (has_sponsor()) {
      open("GovernmentOrganization", root_id(kOrganisation));
      say_contact(attribute(values, "contact"));
      json_.set("name", attribute(values, "sponsor"));
      set_address("url", root_id({}));
      close();
    }
    open("WebSite", root_id(kWebSite));
    json_.say("inLanguage", attribute(values, "language"));
    json_.say("name", attribute(values, "name"));
    if (has_sponsor()) set_reference("publisher", root_id(kOrganisation));
    set_address("url", root_id({}));
    close();
  }

 private:
  bool has_sponsor() const { return !site().config.sponsor.empty(); }

  void add_site() {
    const Shared::SiteNodes& made = context_.shared->site_nodes;
    if (made.json.empty()) return write_site();
    context_.reads->add_all(made.reads);
    json_.again(made.json);
  }

  void say_contact(Value contact) const {
    if (!contact.is(Type::Map)) return;
    json_.say("address", contact.get("address"));
    const Value email = contact.get("email"), tel = contact.get("tel");
    if (is_empty(tel) && is_empty(email)) return;
    json_.key("contactPoint");
    open("ContactPoint");
    json_.say("email", email);
    json_.say("telephone", tel);
    close();
  }

  // The page that the output is of.

  const model::ParsedPage& parsed() const { return context_.metadata_of(context_.page); }
  /// A field as its head says it.
  Value field(std::string_view key) const { return field_of(context_, context_.page, key); }
  /// What templates see under a name of theirs.
  Value of_page(std::string_view name) const { return attribute(page_value(context_, context_.page), name); }

  /// A record of the page, if it is one that holds.
  Value record(std::string_view key) const {
    if (context_.page == kNone || site().pages[context_.page].withdrawn) return {};
    context_.read(graph::Aspect::Body, context_.page);
    const Value records = site().parsed(context_.page).records;
    return records.is(Type::Map) ? records.get(key) : Value();
  }

  std::string_view page_type() const {
    const OutputKind kind = context_.output->kind;
    if (kind == OutputKind::SectionList || kind == OutputKind::Term || kind == OutputKind::TermList ||
        kind == OutputKind::Years)
      return "CollectionPage";
    if (context_.page != kNone && parsed().kind == model::Kind::Contact) return "ContactPage";
    if (!is_empty(record("questions"))) return "FAQPage";
    return "WebPage";
  }

  /// A member that is the output's title. A page's is needed several times, and written once.
  void say_title(std::string_view key) {
    if (title_.size != 0) {
      json_.key(key);
      return json_.repeat(title_.begin, title_.size);
    }
    const Value title =
        context_.page != kNone ? text_value(parsed().title) : attribute(root_value(context_), "title");
    if (is_empty(title)) return;
    json_.key(key);
    title_.begin = json_.size();
    json_.value(title);
    title_.size = json_.size() - title_.begin;
  }

  /// Questions with their answers are what such a page is about. False when there are none.
  bool say_questions() const {
    const std::span<const Value> questions = items_of(record("questions"));
    json_.say_list("mainEntity", [&] {
      for (const Value& item : questions) {
        open("Question");
        json_.key("acceptedAnswer");
        open("Answer");
        json_.set("text", item.get("answer"));
        close();
        json_.set("name", item.get("question"));
        close();
      }
    });
    return !questions.empty();
  }

  void add_steps() {
    const Value steps = record("steps");
    if (!steps.is(Type::Map)) return;
    open("HowTo", page_id("steps"));
    const Value title = steps.get("title");
    if (is_empty(title)) {
      say_title("name");
    } else {
      json_.set("name", title);
    }
    json_.key("step");
    json_.open('[');
    int64_t position = 0;
    for (const Value& text : items_of(steps.get("items"))) {
      open("HowToStep");
      json_.set("position", Value::integer(++position));
      json_.set("text", text);
      close();
    }
    json_.close(']');
    close();
  }

  void add_page() {
    const std::string_view type = page_type();
    const bool has_trail = add_trail();
    open(type, page_id({}));
    if (has_trail) set_reference("breadcrumb", page_id(kBreadcrumb));
    if (context_.page != kNone) say_dates();
    say_description();
    json_.say("inLanguage", site().config.language);
    set_reference("isPartOf", root_id(kWebSite));
    if (!say_questions() && context_.page != kNone && has_main()) set_reference("mainEntity", page_id(kMain));
    say_title("name");
    set_address("url", page_id({}));
    close();
    add_steps();
  }

  void say_description() const {
    if (context_.page == kNone)
      return json_.say("description", attribute(root_value(context_), "description"));
    if (!site().pages[context_.page].withdrawn) json_.say("description", parsed().summary);
  }

  /// The steps to the output; false, and nothing, when it is the only one.
  bool add_trail() {
    if (has_shared_steps(context_)) {
      open_trail();
      const int64_t steps = write_shared_steps();
      open("ListItem");
      say_title("name");
      json_.set("position", Value::integer(steps + 1));
      close();
    } else {
      const Value trail = breadcrumb(context_);
      if (trail.items().size() < 2) return false;
      open_trail();
      int64_t position = 0;
      for (const Value& step : trail.items()) write_step(step, ++position);
    }
    json_.close(']');
    close();
    return true;
  }

  void open_trail() const {
    open("BreadcrumbList", page_id(kBreadcrumb));
    json_.key("itemListElement");
    json_.open('[');
  }

  /// All but the last are the same for the pages of a section: how many they are.
  int64_t write_shared_steps() const {
    Trail& trail = shared_steps(context_);
    const std::span<const Value> steps = trail.steps.items();
    if (trail.json.empty()) {
      const size_t begin = json_.size();
      int64_t position = 0;
      for (const Value& step : steps) write_step(step, ++position);
      trail.json = json_.written(begin);
    } else {
      json_.as_it_is(trail.json);
    }
    return static_cast<int64_t>(steps.size());
  }

  void write_step(const Value& step, int64_t position) const {
    open("ListItem");
    json_.say("item", step.get("url"));
    json_.say("name", step.get("name"));
    json_.set("position", Value::integer(position));
    close();
  }

  void say_moment(std::string_view key, base::DateTime moment) const {
    if (!moment) return;
    json_.set_word(key, moment.has_time() ? rfc3339_text(moment, site().time.utc_offset_minutes).view()
                                          : minute_text(moment, {}).view());
  }

  /// Of the page, and again of what it is about: behind another member.
  void say_dates() {
    if (dates_.size != 0) return json_.repeat(dates_.begin, dates_.size);
    dates_.begin = json_.size();
    say_moment("dateModified", modified(context_, context_.page));
    say_moment("datePublished", parsed().published);
    dates_.size = json_.size() - dates_.begin;
  }

  bool has_main() const {
    if (site().pages[context_.page].withdrawn) return false;  // what it was about holds no longer
    switch (parsed().kind) {
      case model::Kind::Notice:
      case model::Kind::Plan:
      case model::Kind::Form:
      case model::Kind::News:
      case model::Kind::Material:
      case model::Kind::Schedule:
        return true;
      case model::Kind::Event:
        return event_of_page(context_, context_.page) != nullptr;
      default:
        return context_.page == context_.shared->views->report;
    }
  }

  void add_main() {
    if (!has_main()) return;
    switch (parsed().kind) {
      case model::Kind::Notice:
      case model::Kind::Plan:
      case model::Kind::Form:
        return add_document();
      case model::Kind::News:
        return add_article();
      case model::Kind::Material:
        return add_material();
      case model::Kind::Event:
        return add_event();
      case model::Kind::Schedule:
        return add_schedule();
      default:
        return add_service();
    }
  }

  void add_document() {
    open("TextDigitalDocument", page_id(kMain));
    const Value dated = field("dated");
    if (dated.is_text()) json_.say("dateCreated", dated);
    say_dates();
    say_encodings();
    json_.say("genre", of_page("genre"));
    json_.say_list("identifier", [&] {
      write_identifier("发文字号", field("doc_number"));
      write_identifier("索引号", field("index_number"));
    });
    say_basis();
    say_references();
    say_title("name");
    const Value issuer = field("issuer");
    if (issuer.is_text() && !is_empty(issuer)) {
      say_named("publisher", "GovernmentOrganization", issuer);
    } else {
      say_publisher("publisher");
    }
    close();
  }

  void write_identifier(std::string_view label, Value value) const {
    if (!value.is_text() || is_empty(value)) return;
    open("PropertyValue");
    json_.set_word("propertyID", label);
    json_.set("value", value);
    close();
  }

  void say_publisher(std::string_view key) const {
    if (has_sponsor()) set_reference(key, root_id(kOrganisation));
  }

  void say_basis() const {
    if (is_empty(field("basis"))) return;
    json_.say_list("isBasedOn", [&] {
      for (const Value& item : items_of(of_page("basis"))) {
        const Value title = item.is(Type::Map) ? item.get("title") : item;
        if (!title.is_text() || is_empty(title)) continue;
        open("CreativeWork");
        if (item.is(Type::Map)) json_.say("identifier", item.get("number"));
        json_.set("name", title);
        // A path beside the page is no address elsewhere.
        if (item.is(Type::Map) && item.get("url").text_or_empty().starts_with("http"))
          json_.set("url", item.get("url"));
        close();
      }
    });
  }

  /// Documents that the text speaks of.
  void say_references() const {
    if (is_empty(field("references"))) return;
    json_.say_list("mentions", [&] {
      for (const Value& item : items_of(of_page("references"))) {
        if (is_empty(item.get("title"))) continue;
        open("CreativeWork");
        if (!is_empty(item.get("short"))) json_.set("alternateName", item.get("short"));
        if (!is_empty(item.get("number"))) json_.set("identifier", item.get("number"));
        json_.set("name", item.get("title"));
        if (item.get("url").text_or_empty().starts_with("http")) json_.set("url", item.get("url"));
        close();
      }
    });
  }

  /// The attachments that the page lists.
  void say_encodings() const {
    if (is_empty(field("attachments"))) return;
    json_.say_list("encoding", [&] {
      for (const Value& item : items_of(of_page("attachments"))) {
        const Value file = item.get("file");
        if (file.is(Type::Object)) write_file(file, item.get("title"));
      }
    });
  }

  /// A node of a file; `name` may be nothing.
  void write_file(Value file, Value name) const {
    open("MediaObject");
    say_file_begin(file);
    json_.say("name", name);
    json_.say("sha256", attribute(file, "sha256"));
    close();
  }
  /// What of a file comes before its name, by the order of keys.
  void say_file_begin(Value file) const {
    json_.say("contentSize", attribute(file, "size_text"));
    json_.say("contentUrl", attribute(file, "url"));
    json_.say("encodingFormat", attribute(file, "media_type"));
  }

  void add_article() {
    open("NewsArticle", page_id(kMain));
    say_named("author", "Organization", of_page("source"));
    say_dates();
    say_title("headline");
    set_address("mainEntityOfPage", page_id({}));
    say_publisher("publisher");
    close();
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
    const bool has_file = file.is(Type::Object);
    const Value media_type = has_file ? attribute(file, "media_type") : Value();
    const std::string_view type = material_type(of_page("material_type").text_or_empty(), media_type);
    const bool video = type == "VideoObject", image = type == "ImageObject";
    // A film, a sound or a picture is its file; a document has one.
    const bool is_file = has_file && type != "DigitalDocument" && type != "PresentationDigitalDocument";
    const Value width = has_file ? attribute(file, "width") : Value();
    const bool sized = is_file && image && width.is(Type::Int) && width.as_int() != 0;
    open(type, page_id(kMain));
    if (is_file) {
      json_.say("contentSize", attribute(file, "size_text"));
      json_.say("contentUrl", attribute(file, "url"));
    }
    json_.say("creditText", of_page("credit"));
    say_dates();
    json_.say("description", parsed().summary);
    if (has_file && !is_file) {
      json_.key("encoding");
      write_file(file, {});
    }
    if (is_file) json_.say("encodingFormat", media_type);
    if (sized) json_.set("height", attribute(file, "height"));
    say_named("license", "CreativeWork", of_page("licence"));
    say_title("name");
    const Value issued_by = of_page("issued_by");
    if (is_empty(issued_by)) {
      say_publisher("publisher");
    } else {
      say_named("publisher", "Organization", issued_by);
    }
    if (is_file) json_.say("sha256", attribute(file, "sha256"));
    if (video || image) json_.say("thumbnailUrl", of_page("preview"));
    // VideoObject wants the day it went up under a name of its own.
    if (video) say_moment("uploadDate", parsed().published);
    if (sized) json_.set("width", width);
    close();
  }

  // Events.

  void add_event() {
    add_result();
    const Value stated = of_page("summary_stated");
    const bool is_stated = stated.is(Type::Bool) && stated.as_bool();
    EventNodes(context_, json_)
        .write(*event_of_page(context_, context_.page), kMain,
               is_stated ? text_value(parsed().summary) : Value());
  }

  /// What came of an event: figures, and where all of them are to be had.
  void add_result() {
    const Value result = of_page("result");
    if (!result.is(Type::Map)) return;
    constexpr std::pair<std::string_view, std::string_view> kFigures[] = {
        {"attendance", "参加人次"}, {"consultations", "接待咨询人次"}, {"leaflets", "发放资料份数"}};
    const bool some = std::any_of(std::begin(kFigures), std::end(kFigures),
                                  [&](const auto& figure) { return result.get(figure.first).is(Type::Int); });
    if (!some) return;
    open("Dataset", page_id("result"));
    set_reference("about", page_id(kMain));
    say_publisher("creator");
    json_.say("description", parsed().summary);
    say_downloads(model::DataList::Events);
    say_title("name");
    json_.say_list("variableMeasured", [&] {
      for (const auto& [key, label] : kFigures) {
        const Value number = result.get(key);
        if (!number.is(Type::Int)) continue;
        open("PropertyValue");
        json_.set("name", label);
        json_.set("value", number);
        close();
      }
    });
    close();
  }

  /// The files of one of the edition's lists.
  void say_downloads(model::DataList list) const {
    const Value links = data_links(context_, context_.edition, list);
    if (!links.is(Type::Map)) return;
    json_.say_list("distribution", [&] {
      for (const auto& [key, type] :
           {std::pair("json_url", "application/json"), std::pair("csv_url", "text/csv")}) {
        open("DataDownload");
        json_.say("contentUrl", links.get(key));
        json_.set("encodingFormat", type);
        close();
      }
    });
  }

  void add_schedule() {
    open("EventSeries", page_id(kMain));
    say_period("endDate", "end");
    say_title("name");
    say_publisher("organizer");
    say_period("startDate", "start");
    json_.say_list("subEvent", [&] {
      const campaign::EditionView* view = context_.edition_view(context_.edition);
      if (view == nullptr) return;
      context_.read(graph::Aspect::Members, list_subject(ListName::Events, context_.edition));
      for (const EventView& event : view->events) EventNodes(context_, json_).write(event, {}, {});
    });
    close();
  }

  // The campaign.

  /// A day of the campaign's period, where it is one.
  void say_period(std::string_view key, std::string_view name) const {
    const Value period = attribute(campaign_value(context_, context_.edition), "period");
    if (!period.is(Type::Map)) return;
    const Value day = period.get(name);
    if (day.is_text()) json_.say(key, day);
  }

  /// On the home page, which states the campaign.
  void add_campaign() {
    if (context_.edition == kNone || site().editions[context_.edition].index == kNone) return;
    const Value campaign = campaign_value(context_, context_.edition);
    open("EventSeries", campaign_id());
    say_named("about", "Thing", attribute(campaign, "theme"));
    json_.say("description", attribute(campaign, "summary"));
    say_period("endDate", "end");
    json_.say("name", attribute(campaign, "title"));
    say_publisher("organizer");
    say_period("startDate", "start");
    close();
  }

  // Reporting a hazard.

  /// A telephone or mailbox by its point, another way by its name and address.
  void write_channel(Value row) const {
    const Value email = attribute(row, "email"), number = attribute(row, "number");
    open("ServiceChannel");
    if (is_empty(number) && is_empty(email)) {
      json_.say("description", attribute(row, "channel"));
      json_.say("name", attribute(row, "name"));
      json_.say("serviceUrl", attribute(row, "link"));
    } else {
      json_.key("servicePhone");
      open("ContactPoint");
      json_.say("email", email);
      json_.say("name", attribute(row, "name"));
      json_.say("telephone", number);
      close();
    }
    close();
  }

  void add_service() {
    open("GovernmentService", page_id(kMain));
    json_.say_list("availableChannel", [&] {
      for (const Value& row : items_of(of_page("contact_rows"))) {
        write_channel(row);
      }
    });
    json_.say("description", parsed().summary);
    say_title("name");
    say_publisher("provider");
    close();
  }

  /// Where in what was written something stands that comes again; of size 0 before.
  struct Stretch {
    size_t begin = 0, size = 0;
  };
  Stretch title_, dates_;
};

/// The same context for what is read elsewhere: what is said of a page is said wherever it is quoted.
Context absolute(const Context& context) {
  Context away = context;
  away.absolute = true;
  return away;
}

}  // namespace

Shared::SiteNodes make_site_nodes(const Shared& shared) {
  Shared::SiteNodes made;
  if (shared.site->config.url.empty()) return made;  // addresses are then each output's own
  const model::Output nowhere{"", OutputKind::NotFound, kNone, 0};
  graph::Reads reads;
  value::Arena arena;
  std::string making;
  Context context;
  context.shared = &shared;
  context.output = &nowhere;
  context.reads = &reads;
  context.arena = &arena;
  context.making = &making;
  context.absolute = true;
  JsonWriter json(made.json, arena);
  Graph(context, json).write_site();
  json.finish();
  made.reads = reads.take();
  std::string address;
  append_url(address, context, "index.html", {});
  JsonWriter root(made.root, arena);
  root.characters(address);
  root.finish();
  return made;
}

Value json_ld(const Context& context) {
  if (context.output->kind == OutputKind::NotFound) return empty_text();
  context.vary();
  std::string_view& made = context.workspace->structured;
  if (made.empty()) {
    const Context away = absolute(context);
    JsonWriter json(context.workspace->structured_memory, *context.arena);
    Graph(away, json).write();
    made = json.written(0);
  }
  return Value::object(context.arena->make<tmpl::PrintedMap>(made, *context.arena));
}

}  // namespace herald::render
