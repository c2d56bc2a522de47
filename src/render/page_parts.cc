#include "render/page_parts.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "render/objects.h"
#include "render/objects_internal.h"

namespace herald::render {

using model::kNone;
using model::LinkTarget;
using value::Value;

namespace {

constexpr size_t kContentsDepth = 3;

/// Headings from `at` on that are deeper than `above`, as a list; moves `at` behind them.
Value contents_below(const Context& context, const std::vector<markdown::Heading>& headings, size_t& at,
                     int above, size_t depth) {
  ListMaker list(*context.arena);
  while (at < headings.size() && headings[at].level > above) {
    const markdown::Heading& heading = headings[at++];
    Value children = no_items();
    if (depth + 1 < kContentsDepth) {
      children = contents_below(context, headings, at, heading.level, depth + 1);
    } else {
      while (at < headings.size() && headings[at].level > heading.level) at++;
    }
    list.add(map_of(*context.arena, entry("level", Value::integer(heading.level)),
                    entry("id", text_value(heading.id)), entry("text", text_value(heading.text)),
                    entry("html", Value::html(heading.html)), entry("children", children)));
  }
  return list.build();
}

/// The file that `link`, written in `page`, leads to; kNone when it is none.
model::FileId linked_file(const Context& context, model::PageId page, std::string_view link) {
  if (link.empty()) return kNone;
  LinkTarget target = model::resolve_link(context.site(), page, link);
  return target.type == LinkTarget::Type::File ? target.id : kNone;
}

bool is_image(const model::ContentFile& file) { return file.width != 0; }

Value one_attachment(const Context& context, model::PageId page, Value item) {
  std::string_view link = item.is(value::Type::Map) ? item.get("file").text_or_empty() : item.text_or_empty();
  MapMaker map(*context.arena);
  map.set("label", item.is(value::Type::Map) ? or_empty(item.get("label")) : empty_text());
  LinkTarget target = model::resolve_link(context.site(), page, link);
  Value title = item.is(value::Type::Map) ? item.get("title") : Value();
  Value file = Value::null(), url = empty_text();
  if (target.type == LinkTarget::Type::File) {
    file = file_value(context, target.id);
    if (title.is_nothing()) title = text_value(link);
    url = url_value(context, context.site().files[target.id].output);
  } else if (target.type == LinkTarget::Type::Page) {
    context.read_address(target.id);
    if (title.is_nothing()) title = text_value(context.metadata_of(target.id).title);
    url = url_value(context, output_of_page(context.site(), target.id), target.fragment);
  } else if (target.type == LinkTarget::Type::External) {
    url = made_text(*context.arena, target.address);
  }
  map.set("title", or_empty(title)).set("file", file).set("url", url);
  return map.build();
}

}  // namespace

base::DateTime modified(const Context& context, model::PageId page) {
  const base::DateTime updated = context.metadata_of(page).updated;
  const model::History& history = context.site().history;
  if (history.entries.empty()) return updated;
  const model::Remembered* before = history.find(context.site().pages[page].id);
  return before != nullptr && before->changed > updated ? before->changed : updated;
}

base::DateTime last_change(const Context& context, model::PageId page) {
  const base::DateTime moment = modified(context, page);
  return moment ? moment : context.metadata_of(page).published;
}

const std::string& output_of_page(const model::Site& site, model::PageId page) {
  const model::Page& p = site.pages[page];
  if (!p.output.empty() || !p.section_index) return p.output;
  if (p.section != kNone) return site.sections[p.section].output;
  if (p.edition != kNone) return site.editions[p.edition].output;
  return p.output;
}

Value source_of(const Context& context, model::PageId page) {
  const Value own = field_of(context, page, "source");
  if (!own.is_nothing()) return own;
  context.read(graph::Aspect::Config, 0, "sponsor");
  return text_value(context.site().config.sponsor);
}

Value table_of_contents(const Context& context, model::PageId page) {
  size_t at = 0;
  return contents_below(context, context.text_of(page).headings, at, 0, 0);
}

Value attachments(const Context& context, model::PageId page, Value field) {
  value::ListBuilder list;
  for (Value item : as_list(field, *context.arena).items()) list.add(one_attachment(context, page, item));
  return list.build(*context.arena);
}

Value with_keys(const Context& context, Value list, std::initializer_list<std::string_view> keys) {
  ListMaker made(*context.arena);
  for (Value item : as_list(list, *context.arena).items()) {
    MapMaker map(*context.arena);
    if (item.is(value::Type::Map)) {
      for (const value::Entry& entry : item.entries()) map.set(entry.key, entry.value);
    }
    for (std::string_view key : keys) {
      if (!item.is(value::Type::Map) || item.get(key).is_undefined())
        map.set(key, key == *keys.begin() && item.is_text() ? item : empty_text());
    }
    made.add(map.build());
  }
  return made.build();
}

Value linked_page(const Context& context, model::PageId from, Value field) {
  if (field.text_or_empty().empty()) return Value::null();
  LinkTarget target = model::resolve_link(context.site(), from, field.as_text());
  return target.type == LinkTarget::Type::Page ? page_value(context, target.id) : Value::null();
}

Value linked_pages(const Context& context, model::PageId from, Value field) {
  value::ListBuilder list;
  for (Value item : as_list(field, *context.arena).items()) {
    Value page = linked_page(context, from, item);
    if (!page.is(value::Type::Null)) list.add(page);
  }
  return list.build(*context.arena);
}

Value online_parts(const Context& context, Value records, Value field) {
  value::ListBuilder list;
  for (Value source : {records, field}) {
    Value keyed = with_keys(context, source, {"kind", "text", "platform", "time", "url"});
    for (Value item : keyed.items()) list.add(item);
    if (list.size() != 0) break;
  }
  return list.build(*context.arena);
}

Value share_sources(const Context& context, Value field, Value records) {
  value::ListBuilder list;
  std::set<std::string_view> seen;
  for (Value source : {field, records.is(value::Type::Map) ? records.get("sources") : Value(),
                       records.is(value::Type::Map) ? records.get("shares") : Value()}) {
    for (Value item :
         with_keys(context, source, {"url", "access_code", "kind", "platform", "expires"}).items()) {
      std::string_view url = item.get("url").text_or_empty();
      if (!url.empty() && seen.insert(url).second) list.add(item);
    }
  }
  return list.build(*context.arena);
}

std::vector<model::FileId> files_to_take(const Context& context, model::PageId page) {
  context.read(graph::Aspect::Members, list_subject(ListName::PageFiles, page));
  const auto& all = context.shared->files_of_page[page];
  if (all.empty()) return {};
  std::vector<model::FileId> shown, linked;
  context.read(graph::Aspect::Body, page);
  for (const model::PageLink& link : context.site().parsed(page).links)
    (link.image ? shown : linked).push_back(linked_file(context, page, link.target));
  const auto has = [](const std::vector<model::FileId>& files, model::FileId file) {
    return std::find(files.begin(), files.end(), file) != files.end();
  };
  std::vector<model::FileId> files;
  for (const model::FileId file : all) {
    if (!has(shown, file) || has(linked, file)) files.push_back(file);
  }
  return files;
}

Value preview_url(const Context& context, model::PageId page) {
  const model::Site& site = context.site();
  Value cover = field_of(context, page, "cover");
  std::string_view link =
      cover.is(value::Type::Map) ? cover.get("src").text_or_empty() : cover.text_or_empty();
  model::FileId file = linked_file(context, page, link);
  context.read(graph::Aspect::Members, list_subject(ListName::PageFiles, page));
  for (model::FileId own : context.shared->files_of_page[page]) {
    if (file == kNone && is_image(site.files[own])) file = own;
  }
  if (file == kNone || site.files[file].output.empty()) return empty_text();
  context.read(graph::Aspect::File, file);
  return url_value(context, site.files[file].output);
}

Value main_file(const Context& context, model::PageId page) {
  Value files = as_list(field_of(context, page, "files"), *context.arena);
  for (Value item : files.items()) {
    std::string_view link =
        item.is(value::Type::Map) ? item.get("src").text_or_empty() : item.text_or_empty();
    model::FileId file = linked_file(context, page, link);
    if (file != kNone) return file_value(context, file);
  }
  context.read(graph::Aspect::Members, list_subject(ListName::PageFiles, page));
  const auto& own = context.shared->files_of_page[page];
  return own.empty() ? Value::null() : file_value(context, own.front());
}

}  // namespace herald::render
