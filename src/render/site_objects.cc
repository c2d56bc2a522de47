// Site, columns, editions, sections, files and lists of pages as templates see them.

#include <fmt/format.h>

#include "base/media_type.h"
#include "render/archives.h"
#include "render/body.h"
#include "render/data_files.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"

namespace herald::render {
namespace {

using model::kNone;
using value::Arena;
using value::Value;

class PageList final : public value::Object {
 public:
  PageList(const Context* context, const std::vector<model::PageId>* ids, uint32_t subject)
      : context_(context), ids_(ids), subject_(subject) {}
  Value attribute(std::string_view, Arena&) const override { return {}; }
  int64_t size() const override {
    context_->read(graph::Aspect::Members, subject_);
    return static_cast<int64_t>(ids_->size());
  }
  Value item(size_t index, Arena&) const override {
    return index < ids_->size() ? page_value(*context_, (*ids_)[index]) : Value();
  }
  std::string_view type_name() const override { return "list of pages"; }

 private:
  const Context* context_;
  const std::vector<model::PageId>* ids_;
  uint32_t subject_;
};

struct FileObject final : TableObject<FileObject> {
  FileObject(const Context* c, model::FileId f) : context(c), id(f) {}
  const Context* context;
  model::FileId id;
  const model::ContentFile& file() const {
    context->read(graph::Aspect::File, id);
    return context->site().files[id];
  }
  static std::string_view name() { return "file"; }
  static AttributeView<FileObject> table();
};

std::string_view name_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

Value file_format(const FileObject& o, Arena& a) {
  std::string_view name = name_part(o.file().path);
  size_t dot = name.rfind('.');
  std::string ending(dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1));
  for (char& c : ending) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return made_text(a, ending);
}

Value file_download(const FileObject& o, Arena& a) { return made_text(a, download_name(*o.context, o.id)); }

constexpr auto kFileTable = sorted(std::array{
    Attribute<FileObject>{"name",
                          [](const FileObject& o, Arena&) { return text_value(name_part(o.file().path)); }},
    Attribute<FileObject>{"download", &file_download},
    Attribute<FileObject>{"url",
                          [](const FileObject& o, Arena&) {
                            return o.file().output.empty() ? empty_text()
                                                           : url_value(*o.context, o.file().output);
                          }},
    Attribute<FileObject>{"format", &file_format},
    Attribute<FileObject>{
        "bytes",
        [](const FileObject& o, Arena&) { return Value::integer(static_cast<int64_t>(o.file().size)); }},
    Attribute<FileObject>{
        "size_text", [](const FileObject& o, Arena& a) { return made_text(a, size_text(o.file().size)); }},
    Attribute<FileObject>{"sha256", [](const FileObject& o, Arena&) { return text_value(o.file().sha256); }},
    Attribute<FileObject>{"width",
                          [](const FileObject& o, Arena&) { return Value::integer(o.file().width); }},
    Attribute<FileObject>{"height",
                          [](const FileObject& o, Arena&) { return Value::integer(o.file().height); }},
    Attribute<FileObject>{"pages",
                          [](const FileObject& o, Arena&) { return Value::integer(o.file().pages); }},
    Attribute<FileObject>{"image",
                          [](const FileObject& o, Arena&) { return Value::boolean(o.file().width != 0); }},
    Attribute<FileObject>{
        "media_type",
        [](const FileObject& o, Arena&) { return text_value(base::media_type_of(o.file().path)); }},
});
AttributeView<FileObject> FileObject::table() { return kFileTable; }

struct SectionObject final : TableObject<SectionObject> {
  SectionObject(const Context* c, model::SectionId s) : context(c), id(s) {}
  const Context* context;
  model::SectionId id;
  const model::Section& section() const { return context->site().sections[id]; }
  /// A text of the section's _index.md, or an empty text.
  Value index_text(std::string_view key) const {
    return section().index == kNone ? empty_text() : or_empty(field_of(*context, section().index, key));
  }
  static std::string_view name() { return "section"; }
  static AttributeView<SectionObject> table();
};

/// The column of site.json that leads to this section, for its name and type; SIZE_MAX when none does.
size_t column_of_section(const Context& context, model::SectionId id) {
  const auto& columns = context.shared->columns;
  for (size_t i = 0; i < columns.size(); i++) {
    if (columns[i].target.type == model::LinkTarget::Type::Section && columns[i].target.id == id) return i;
  }
  return SIZE_MAX;
}

Value section_title(const SectionObject& o, Arena& a) {
  const model::Section& section = o.section();
  if (section.index != kNone) {
    o.context->read_metadata(section.index);
    return text_value(o.context->site().parsed(section.index).title);
  }
  size_t column = column_of_section(*o.context, o.id);
  if (column != SIZE_MAX) return text_value(o.context->site().config.columns[column].name);
  const model::KindTable& kinds = o.context->site().config.kinds;
  if (section.own_kind < kinds.own.size() && kinds.own[section.own_kind].folder == section.name) {
    o.context->read(graph::Aspect::Config, 0, "kinds");
    return text_value(kinds.own[section.own_kind].label);
  }
  Value known = string_of(*o.context, fmt::format("section.{}", section.name));
  return known.is_undefined() ? made_text(a, section.name) : known;
}

/// The list that the section shows, as data: of its edition, or none.
Value section_data(const SectionObject& o, Arena&) {
  const auto list = data_list_of(o.section().kind);
  if (!list || o.section().edition == kNone) return Value::null();
  return data_links(*o.context, o.section().edition, *list);
}

constexpr char kFeedXml[] = "feed.xml", kFeedJson[] = "feed.json";

template <const char* name>
Value section_feed(const SectionObject& o, Arena&) {
  o.context->read(graph::Aspect::Members, list_subject(ListName::SectionFeeds, o.id));
  const model::Site& site = o.context->site();
  const bool left_out = std::string_view(name) == kFeedJson && !model::has_whole_addresses(site.config);
  return model::has_feed(site, o.section()) && !left_out
             ? url_value(*o.context, model::beside_list(o.section(), name))
             : empty_text();
}
constexpr auto kSectionTable = sorted(std::array{
    Attribute<SectionObject>{"data", &section_data},
    Attribute<SectionObject>{"feed_url", &section_feed<kFeedXml>},
    Attribute<SectionObject>{"json_feed_url", &section_feed<kFeedJson>},
    Attribute<SectionObject>{"name",
                             [](const SectionObject& o, Arena&) { return text_value(o.section().name); }},
    Attribute<SectionObject>{"title", &section_title},
    Attribute<SectionObject>{"url",
                             [](const SectionObject& o, Arena&) {
                               const std::string& to = o.section().output;
                               return to.empty() ? empty_text() : known_url_value(*o.context, to);
                             }},
    Attribute<SectionObject>{"summary",
                             [](const SectionObject& o, Arena&) {
                               if (o.section().index == kNone) return empty_text();
                               o.context->read_metadata(o.section().index);
                               return text_value(o.context->site().parsed(o.section().index).summary);
                             }},
    Attribute<SectionObject>{
        "kind",
        [](const SectionObject& o, Arena&) { return text_value(o.context->site().kind_name(o.section())); }},
    Attribute<SectionObject>{
        "base_kind",
        [](const SectionObject& o, Arena&) { return text_value(model::name_of(o.section().kind)); }},
    Attribute<SectionObject>{"pages",
                             [](const SectionObject& o, Arena&) {
                               return page_list(*o.context, o.section().pages,
                                                list_subject(ListName::Section, o.id));
                             }},
    Attribute<SectionObject>{"column_type",
                             [](const SectionObject& o, Arena&) {
                               const auto& columns = o.context->site().config.columns;
                               const size_t at = column_of_section(*o.context, o.id);
                               const bool is_stated = at < columns.size() && !columns[at].column_type.empty();
                               if (!is_stated) return o.index_text("column_type");
                               return text_value(columns[at].column_type);
                             }},
    Attribute<SectionObject>{"body",
                             [](const SectionObject& o, Arena&) {
                               return o.section().index == kNone
                                          ? Value::html("")
                                          : fill(*o.context, o.section().index,
                                                 o.context->text_of(o.section().index).body);
                             }},
    Attribute<SectionObject>{
        "edition",
        [](const SectionObject& o, Arena&) { return edition_value(*o.context, o.section().edition); }},
});
AttributeView<SectionObject> SectionObject::table() { return kSectionTable; }

struct EditionObject final : TableObject<EditionObject> {
  EditionObject(const Context* c, model::EditionId e) : context(c), id(e) {}
  const Context* context;
  model::EditionId id;
  const model::Edition& edition() const { return context->site().editions[id]; }
  const campaign::EditionView& view() const { return context->shared->views->editions[id]; }
  static std::string_view name() { return "edition"; }
  static AttributeView<EditionObject> table();
};

/// The pages of one kind over the whole edition, in the order of their sections.
template <model::Kind kind, ListName list>
Value pages_of_kind(const EditionObject& o, Arena& a) {
  o.context->read(graph::Aspect::Members, list_subject(list, o.id));
  std::vector<const model::Section*> sections;
  for (model::SectionId id : o.edition().sections) {
    if (o.context->site().sections[id].kind == kind) sections.push_back(&o.context->site().sections[id]);
  }
  // One section of a kind is the rule: then nothing is copied, however many pages there are.
  if (sections.size() == 1) return page_list(*o.context, sections[0]->pages, list_subject(list, o.id));
  value::ListBuilder pages;
  for (const model::Section* section : sections) {
    for (model::PageId page : section->pages) pages.add(page_value(*o.context, page));
  }
  return pages.build(a);
}

Value edition_title(const EditionObject& o, Arena&) {
  if (o.edition().index == kNone) return text_value(o.context->site().config.name);
  o.context->read_metadata(o.edition().index);
  return text_value(o.context->site().parsed(o.edition().index).title);
}

Value hotlines_of(const Context& context, model::EditionId edition, Arena& arena) {
  context.read(graph::Aspect::Members, list_subject(ListName::Hotlines, edition));
  value::ListBuilder list;
  if (const campaign::EditionView* view = context.edition_view(edition)) {
    for (const campaign::ContactView& contact : view->contacts) {
      if (contact.kind == "hotline") list.add(contact_value(context, contact));
    }
  }
  return list.build(arena);
}

Value upcoming_events(const EditionObject& o, Arena& a) {
  value::ListBuilder list;
  o.context->read(graph::Aspect::Members, list_subject(ListName::Events, o.id));
  const auto add = [&](bool past) {
    for (const campaign::Occurrence& occurrence : o.view().occurrences) {
      const campaign::EventView& event = o.view().events[occurrence.event];
      if (past || event_state(*o.context, event, occurrence.session) != "past")
        list.add(event_value(*o.context, event, occurrence.session));
    }
  };
  add(false);
  if (list.size() == 0) add(true);
  return list.build(a);
}

template <class View, Value (*make)(const Context&, const View&)>
Value view_list(const Context& context, const std::vector<View>& views, uint32_t subject, Arena& arena) {
  context.read(graph::Aspect::Members, subject);
  value::ListBuilder list;
  for (const View& view : views) list.add(make(context, view));
  return list.build(arena);
}

Value edition_sections(const EditionObject& o, Arena& a) {
  value::ListBuilder list;
  for (model::SectionId id : o.edition().sections) list.add(section_value(*o.context, id));
  return list.build(a);
}

/// {events: {name, json_url, csv_url}, …}: the lists that hold something.
Value edition_data(const EditionObject& o, Arena& a) {
  value::MapBuilder all;
  for (size_t i = 0; i < model::kDataListCount; i++) {
    const auto list = static_cast<model::DataList>(i);
    const Value links = data_links(*o.context, o.id, list);
    if (links.is(value::Type::Map)) all.set(model::name_of(list), links);
  }
  return all.build(a);
}

/// The board of deadlines, or an empty text when there is none.
Value deadlines_url(const EditionObject& o, Arena&) {
  o.context->read(graph::Aspect::Members, list_subject(ListName::Deadlines, o.id));
  if (o.view().deadlines.empty() || !model::has_deadline_board(o.context->site())) return empty_text();
  return url_value(*o.context, model::deadline_board_path(o.edition()));
}

/// deadlines.ics, or an empty text.
Value deadlines_ics_url(const EditionObject& o, Arena&) {
  o.context->read(graph::Aspect::Members, list_subject(ListName::Deadlines, o.id));
  if (o.view().deadlines.empty()) return empty_text();
  std::string path = model::deadline_board_path(o.edition());
  path.resize(path.size() - std::string_view("html").size());
  return url_value(*o.context, path + "ics");
}

Value key_event(const EditionObject& o, Arena&) {
  o.context->read(graph::Aspect::Members, list_subject(ListName::Events, o.id));
  return o.view().key_event == SIZE_MAX ? Value::null()
                                        : event_value(*o.context, o.view().events[o.view().key_event]);
}

constexpr auto kEditionTable = sorted(std::
                                          array{
                                              Attribute<EditionObject>{"name",
                                                                       [](const EditionObject& o, Arena&) {
                                                                         return text_value(o.edition().name);
                                                                       }},
                                              Attribute<EditionObject>{"url",
                                                                       [](const EditionObject& o, Arena&) {
                                                                         return url_value(*o.context,
                                                                                          o.edition().output);
                                                                       }},
                                              Attribute<EditionObject>{"title", &edition_title},
                                              Attribute<EditionObject>{
                                                  "body",
                                                  [](const EditionObject& o, Arena&) {
                                                    return o.edition().index == kNone
                                                               ? Value::html("")
                                                               : fill(*o.context, o.edition().index,
                                                                      o.context->text_of(o.edition().index)
                                                                          .body);
                                                  }},
                                              Attribute<EditionObject>{"campaign",
                                                                       [](const EditionObject& o, Arena&) {
                                                                         return campaign_value(*o.context,
                                                                                               o.id);
                                                                       }},
                                              Attribute<EditionObject>{"sections", &edition_sections},
                                              Attribute<EditionObject>{
                                                  "notices",
                                                  &pages_of_kind<model::Kind::Notice, ListName::Notices>},
                                              Attribute<EditionObject>{
                                                  "plans",
                                                  &pages_of_kind<model::Kind::Plan, ListName::Plans>},
                                              Attribute<EditionObject>{
                                                  "news", &pages_of_kind<model::Kind::News, ListName::News>},
                                              Attribute<EditionObject>{
                                                  "slogans_pages",
                                                  &pages_of_kind<model::Kind::Slogans, ListName::Slogans>},
                                              Attribute<EditionObject>{
                                                  "forms",
                                                  &pages_of_kind<model::Kind::Form, ListName::Forms>},
                                              Attribute<EditionObject>{
                                                  "contacts_pages",
                                                  &pages_of_kind<model::Kind::Contact, ListName::Contacts>},
                                              Attribute<EditionObject>{"materials",
                                                                       [](const EditionObject& o, Arena&) {
                                                                         return page_list(
                                                                             *o.context, o.view().materials,
                                                                             list_subject(ListName::Materials,
                                                                                          o.id));
                                                                       }},
                                              Attribute<EditionObject>{"events",
                                                                       [](const EditionObject& o, Arena& a) {
                                                                         return event_list(*o.context,
                                                                                           o.view().events,
                                                                                           o.id, a);
                                                                       }},
                                              Attribute<
                                                  EditionObject>{"slogans",
                                                                 [](const EditionObject& o, Arena& a) {
                                                                   return view_list<campaign::SloganView,
                                                                                    slogan_value>(
                                                                       *o.context, o.view().slogans,
                                                                       list_subject(ListName::Slogans, o.id),
                                                                       a);
                                                                 }},
                                              Attribute<EditionObject>{"deadlines",
                                                                       [](const EditionObject& o, Arena& a) {
                                                                         return view_list<
                                                                             campaign::DeadlineView,
                                                                             deadline_value>(
                                                                             *o.context, o.view().deadlines,
                                                                             list_subject(ListName::Deadlines,
                                                                                          o.id),
                                                                             a);
                                                                       }},
                                              Attribute<
                                                  EditionObject>{"contacts",
                                                                 [](const EditionObject& o, Arena& a) {
                                                                   return view_list<campaign::ContactView,
                                                                                    contact_value>(
                                                                       *o.context, o.view().contacts,
                                                                       list_subject(ListName::Contacts, o.id),
                                                                       a);
                                                                 }},
                                              Attribute<EditionObject>{"hotlines",
                                                                       [](const EditionObject& o, Arena& a) {
                                                                         return hotlines_of(*o.context, o.id,
                                                                                            a);
                                                                       }},
                                              Attribute<EditionObject>{"taxonomies",
                                                                       [](const EditionObject& o, Arena&) {
                                                                         return taxonomies_of(*o.context,
                                                                                              o.id);
                                                                       }},
                                              Attribute<EditionObject>{"data", &edition_data},
                                              Attribute<EditionObject>{"archives",
                                                                       [](const EditionObject& o, Arena&) {
                                                                         return archive_list(*o.context,
                                                                                             o.id);
                                                                       }},
                                              Attribute<EditionObject>{"deadlines_url", &deadlines_url},
                                              Attribute<EditionObject>{"deadlines_ics_url",
                                                                       &deadlines_ics_url},
                                              Attribute<EditionObject>{"key_event", &key_event},
                                              Attribute<EditionObject>{"schedule",
                                                                       [](const EditionObject& o, Arena&) {
                                                                         return page_value(*o.context,
                                                                                           o.view().schedule);
                                                                       }},
                                              Attribute<EditionObject>{"upcoming", &upcoming_events},
                                              Attribute<EditionObject>{"pages",
                                                                       [](const EditionObject& o, Arena&) {
                                                                         return page_list(
                                                                             *o.context, o.edition().pages,
                                                                             list_subject(ListName::Pages,
                                                                                          o.id));
                                                                       }},
                                          });
AttributeView<EditionObject> EditionObject::table() { return kEditionTable; }

struct SiteObject final : TableObject<SiteObject> {
  explicit SiteObject(const Context* c) : context(c) {}
  const Context* context;
  Value config(std::string_view key) const {
    context->read(graph::Aspect::Config, 0, key);
    return context->site().config.values.get(key);
  }
  Value other(std::string_view key, Arena&) const { return config(key); }
  static std::string_view name() { return "site"; }
  static AttributeView<SiteObject> table();
};

Value site_columns(const SiteObject& o, Arena& a) {
  value::ListBuilder list;
  for (size_t i = 0; i < o.context->site().config.columns.size(); i++) list.add(column_value(*o.context, i));
  return list.build(a);
}

Value site_footer_links(const SiteObject& o, Arena& a) {
  value::ListBuilder list;
  const Context& context = *o.context;
  context.read(graph::Aspect::Config, 0, "footer_links");
  for (const model::LabelledLink& link : context.site().config.footer_links) {
    model::LinkTarget target = model::resolve_link(context.site(), kNone, link.to);
    const Value url = target_url(context, target);
    if (url.as_text().empty()) continue;
    const bool external = target.type == model::LinkTarget::Type::External;
    value::MapBuilder map;
    map.set("label", text_value(link.label)).set("external", Value::boolean(external)).set("url", url);
    list.add(map.build(a));
  }
  return list.build(a);
}

Value site_editions(const SiteObject& o, Arena& a) {
  value::ListBuilder list;
  for (model::EditionId id = 0; id < o.context->site().editions.size(); id++)
    list.add(edition_value(*o.context, id));
  return list.build(a);
}

/// The column that the output belongs to: the one whose page or section it is, else the one of its section.
Value current_column(const SiteObject& o, Arena&) {
  return o.context->column == SIZE_MAX ? Value::null() : column_value(*o.context, o.context->column);
}

Value calendar_url(const SiteObject& o, Arena&) {
  const campaign::EditionView* view = o.context->edition_view(o.context->site().current);
  if (view == nullptr || view->events.empty()) return empty_text();
  std::string_view home = o.context->site().editions[o.context->site().current].output;
  return url_value(*o.context, fmt::format("{}calendar.ics", home.substr(0, home.rfind('/') + 1)));
}

template <const char* key>
Value config_text(const SiteObject& o, Arena&) {
  return or_empty(o.config(key));
}
constexpr char kNameEn[] = "name_en", kUrl[] = "url", kDomain[] = "domain", kSponsor[] = "sponsor",
               kOperator[] = "operator", kSiteIdCode[] = "site_id_code", kIcp[] = "icp",
               kPolice[] = "police_record";

constexpr auto kSiteTable = sorted(std::array{
    Attribute<SiteObject>{"name",
                          [](const SiteObject& o, Arena&) {
                            o.config("name");
                            return text_value(o.context->site().config.name);
                          }},
    Attribute<SiteObject>{"language", [](const SiteObject& o,
                                         Arena&) { return text_value(o.context->site().config.language); }},
    Attribute<SiteObject>{"utc_offset",
                          [](const SiteObject& o, Arena&) {
                            return Value::integer(o.context->site().time.utc_offset_minutes);
                          }},
    Attribute<SiteObject>{"name_en", &config_text<kNameEn>},
    Attribute<SiteObject>{"url", &config_text<kUrl>},
    Attribute<SiteObject>{"domain", &config_text<kDomain>},
    Attribute<SiteObject>{"sponsor", &config_text<kSponsor>},
    Attribute<SiteObject>{"operator", &config_text<kOperator>},
    Attribute<SiteObject>{"site_id_code", &config_text<kSiteIdCode>},
    Attribute<SiteObject>{"icp", &config_text<kIcp>},
    Attribute<SiteObject>{"police_record", &config_text<kPolice>},
    Attribute<SiteObject>{"contact",
                          [](const SiteObject& o, Arena&) { return or_none(o.config("contact")); }},
    Attribute<SiteObject>{"tone", [](const SiteObject& o, Arena& a) { return as_list(o.config("tone"), a); }},
    Attribute<SiteObject>{"columns", &site_columns},
    Attribute<SiteObject>{"column", &current_column},
    Attribute<SiteObject>{"footer_links", &site_footer_links},
    Attribute<SiteObject>{"editions", &site_editions},
    Attribute<SiteObject>{
        "edition",
        [](const SiteObject& o, Arena&) { return edition_value(*o.context, o.context->site().current); }},
    Attribute<SiteObject>{
        "hotlines",
        [](const SiteObject& o, Arena& a) { return hotlines_of(*o.context, o.context->site().current, a); }},
    Attribute<SiteObject>{
        "report",
        [](const SiteObject& o, Arena&) { return page_value(*o.context, o.context->shared->views->report); }},
    Attribute<SiteObject>{"editions_url",
                          [](const SiteObject& o, Arena&) {
                            const std::string& years = o.context->site().years;
                            return years.empty() ? empty_text() : url_value(*o.context, years);
                          }},
    Attribute<SiteObject>{"feed_url",
                          [](const SiteObject& o, Arena&) { return url_value(*o.context, "feed.xml"); }},
    Attribute<SiteObject>{"json_feed_url",
                          [](const SiteObject& o, Arena&) {
                            const bool there = model::has_whole_addresses(o.context->site().config);
                            return there ? url_value(*o.context, "feed.json") : empty_text();
                          }},
    Attribute<SiteObject>{"calendar_url", &calendar_url},
    Attribute<SiteObject>{
        "has_config",
        [](const SiteObject& o, Arena&) { return Value::boolean(o.context->site().config.present); }},
});
AttributeView<SiteObject> SiteObject::table() { return kSiteTable; }

}  // namespace

size_t column_of_output(const Context& context) {
  const auto& columns = context.shared->columns;
  size_t by_section = SIZE_MAX;
  for (size_t i = 0; i < columns.size(); i++) {
    const model::LinkTarget& target = columns[i].target;
    if (target.type == model::LinkTarget::Type::Page && target.id == context.page && context.page != kNone)
      return i;
    if (target.type == model::LinkTarget::Type::Section && target.id == context.section &&
        context.section != kNone)
      by_section = i;
    if (target.type == model::LinkTarget::Type::Page && by_section == SIZE_MAX && context.section != kNone &&
        context.site().pages[target.id].section == context.section) {
      by_section = i;
    }
  }
  return by_section;
}

bool column_is_here(const Context& context, size_t index) {
  return index < context.shared->columns.size() &&
         context.shared->columns[index].output == context.output->path;
}

Value column_value(const Context& context, size_t index) {
  const model::Column& column = context.site().config.columns[index];
  context.read(graph::Aspect::Config, 0, "columns");
  const auto& [target, output] = context.shared->columns[index];
  value::MapBuilder map;
  map.set("name", text_value(column.name));
  map.set("url", target.type == model::LinkTarget::Type::External ? made_text(*context.arena, target.address)
                 : output.empty()                                 ? empty_text()
                                  : url_value(context, output, target.fragment));
  map.set("current", Value::boolean(context.column == index));
  map.set("here", Value::boolean(column_is_here(context, index)));
  map.set("column_type", text_value(column.column_type));
  map.set("description", text_value(column.description));
  map.set("keywords", text_value(column.keywords));
  return map.build(*context.arena);
}

Value page_list(const Context& context, const std::vector<model::PageId>& ids, uint32_t subject) {
  return Value::object(context.arena->make<PageList>(&context, &ids, subject));
}
Value file_value(const Context& context, model::FileId id) {
  return id == kNone ? Value::null() : Value::object(context.arena->make<FileObject>(&context, id));
}
Value section_value(const Context& context, model::SectionId id) {
  return id == kNone ? Value::null() : Value::object(context.arena->make<SectionObject>(&context, id));
}
Value edition_value(const Context& context, model::EditionId id) {
  return id == kNone ? Value::null() : Value::object(context.arena->make<EditionObject>(&context, id));
}
Value site_value(const Context& context) { return Value::object(context.arena->make<SiteObject>(&context)); }

}  // namespace herald::render
