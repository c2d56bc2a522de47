#include "render/page_tags.h"

#include <algorithm>

#include "render/moments.h"
#include "render/objects.h"
#include "render/objects_internal.h"
#include "render/page_parts.h"
#include "render/workspace.h"

namespace herald::render {
namespace {

using model::kNone;
using model::KnownTag;
using model::OutputKind;
using model::PageTag;
using model::TagPlace;
using value::Type;
using value::Value;

TagPlace place_of(const Context& context) {
  if (context.page != kNone) return TagPlace::Article;
  switch (context.output->kind) {
    case OutputKind::RootHome:
    case OutputKind::EditionHome:
      return TagPlace::Home;
    case OutputKind::NotFound:
      return TagPlace::Other;
    default:
      return TagPlace::Column;
  }
}

/// What the tags of one output say.
class Tags {
 public:
  explicit Tags(const Context& context) : context_(context), list_(*context.arena) {}

  Value made() {
    const auto here = static_cast<uint8_t>(place_of(context_));
    const std::vector<PageTag>& stated = config().page_tags;
    std::span<const model::UsualTag> usual_tags = model::usual_page_tags();
    if (context_.page != kNone && stated.empty() && context_.workspace != nullptr)
      usual_tags = add_shared(usual_tags);
    for (const model::UsualTag& usual : usual_tags) {
      const bool is_stated = std::any_of(stated.begin(), stated.end(),
                                         [&](const PageTag& tag) { return tag.name == usual.name; });
      if (is_stated) {
        add_stated(usual.name, here, &usual);
      } else if ((usual.places & here) != 0) {
        add(usual.name, said(usual.tag));
      }
    }
    for (const PageTag& tag : stated) {
      if (!is_usual(tag.name)) add_stated(tag.name, here, nullptr);
    }
    return list_.build();
  }

 private:
  /// Adds those in front that say the same on all pages of a section, made once for them. The others.
  std::span<const model::UsualTag> add_shared(std::span<const model::UsualTag> usual_tags) {
    const auto end = std::find_if(usual_tags.begin(), usual_tags.end(), [](const model::UsualTag& usual) {
      return usual.tag >= KnownTag::ColumnType;  // which a page may state
    });
    const auto count = static_cast<size_t>(end - usual_tags.begin());
    ColumnTags& kept = context_.workspace->tags;
    if (kept.tags.is_undefined() || kept.section != context_.section || kept.edition != context_.edition ||
        kept.column != context_.column)
      make_shared_tags(usual_tags.first(count), kept);
    context_.reads->add_all(kept.reads);
    for (const Value& tag : kept.tags.items()) list_.add(tag);
    return usual_tags.subspan(count);
  }

  void make_shared_tags(std::span<const model::UsualTag> usual_tags, ColumnTags& kept) const {
    graph::Reads reads;
    Context apart = context_;
    apart.reads = &reads;
    Tags tags(apart);
    for (const model::UsualTag& usual : usual_tags) tags.add(usual.name, tags.said(usual.tag));
    kept.arena.reset();
    kept.section = context_.section;
    kept.edition = context_.edition;
    kept.column = context_.column;
    kept.tags = value::deep_copy(tags.list_.build(), kept.arena);
    kept.reads = reads.take();
  }

  static bool is_usual(std::string_view name) {
    const auto usual = model::usual_page_tags();
    return std::any_of(usual.begin(), usual.end(),
                       [&](const model::UsualTag& tag) { return tag.name == name; });
  }

  const model::Config& config() const { return context_.site().config; }
  Value attribute(Value object, std::string_view name) const {
    return object.is(Type::Object) ? object.as_object()->attribute(name, *context_.arena) : Value();
  }
  Value of_page(std::string_view name) const { return attribute(page_value(context_, context_.page), name); }
  Value of_section(std::string_view name) const {
    return attribute(section_value(context_, context_.section), name);
  }

  void add(std::string_view name, Value content) {
    if (content.text_or_empty().empty()) return;
    list_.add(map_of(*context_.arena, entry("name", text_value(name)), entry("content", content)));
  }

  /// The first entry of `name` that stands here and has something to say. A name is added once, when its
  /// first entry is met.
  void add_stated(std::string_view name, uint8_t here, const model::UsualTag* usual) {
    if (std::find(added_.begin(), added_.end(), name) != added_.end()) return;
    added_.push_back(name);
    for (const PageTag& tag : config().page_tags) {
      if (tag.name != name || (tag.places & here) == 0) continue;
      const Value content = said_by(tag, usual);
      if (content.text_or_empty().empty()) continue;
      return add(name, content);
    }
  }

  Value said_by(const PageTag& tag, const model::UsualTag* usual) const {
    if (!tag.field.empty() && context_.page != kNone) {
      const Value content = as_text(of_page(tag.field));
      if (!content.text_or_empty().empty()) return content;
    }
    if (!tag.value.empty()) return text_value(tag.value);
    return tag.field.empty() && usual != nullptr ? said(usual->tag) : Value();
  }

  /// A field's value in a line: moments as pages show them, items of a list with commas between them.
  Value as_text(Value value) const {
    value::Arena& arena = *context_.arena;
    if (value.is(Type::Int)) return made_text(arena, std::to_string(value.as_int()));
    if (value.is(Type::Bool)) return string_of(context_, value.as_bool() ? "yes" : "no");
    if (value.is(Type::Map)) return value.get("text");  // 6月中旬
    if (value.is(Type::List)) return joined(value);
    const std::string_view text = value.text_or_empty();
    const auto moment = text.size() == 16 && text[10] == 'T' ? base::parse_iso_date_time(text) : std::nullopt;
    return moment ? made_text(arena, minute_text(*moment, " ").view()) : text_value(text);
  }

  /// as_text of when the page was published.
  Value published() const {
    const base::DateTime moment = context_.metadata_of(context_.page).published;
    if (!moment) return empty_text();
    if (moment.has_time() && moment.minute >= 24 * 60) return as_text(of_page("published"));
    return made_text(*context_.arena, minute_text(moment, " ").view());
  }

  /// The items with commas between them.
  Value joined(Value list) const {
    size_t size = 0;
    for (const Value& item : list.items()) size += as_text(item).text_or_empty().size() + 1;
    char* const all = context_.arena->array<char>(size);
    char* to = all;
    for (const Value& item : list.items()) {
      const std::string_view text = as_text(item).text_or_empty();
      if (text.empty()) continue;
      if (to != all) *to++ = ',';
      to = std::copy(text.begin(), text.end(), to);
    }
    return text_value({all, static_cast<size_t>(to - all)});
  }

  /// What the tag says when site.json says nothing of it.
  Value said(KnownTag tag) const {
    switch (tag) {
      case KnownTag::SiteName:
        return text_value(config().name);
      case KnownTag::SiteDomain:
        return text_value(config().domain.empty() ? config().host : config().domain);
      case KnownTag::SiteIdCode:
        return config().values.get("site_id_code");
      case KnownTag::ColumnName:
      case KnownTag::ColumnDescription:
      case KnownTag::ColumnKeywords:
      case KnownTag::ColumnType:
        return said_of_column(tag);
      default:
        return context_.page == kNone ? Value() : said_of_article(tag);
    }
  }

  Value said_of_column(KnownTag tag) const {
    const bool is_name = tag == KnownTag::ColumnName, is_type = tag == KnownTag::ColumnType;
    if (place_of(context_) == TagPlace::Home)
      return is_name || is_type ? string_of(context_, "nav.home") : Value();
    if (context_.column != SIZE_MAX) {
      const model::Column& column = config().columns[context_.column];
      if (is_name) return text_value(column.name);
      if (is_type) return column.column_type.empty() ? own_column_type() : text_value(column.column_type);
      return text_value(tag == KnownTag::ColumnKeywords ? column.keywords : column.description);
    }
    if (context_.section != kNone) {
      if (is_type) return own_column_type();
      if (tag == KnownTag::ColumnKeywords) return keywords_of_section();
      return of_section(is_name ? "title" : "summary");
    }
    if (!is_name && !is_type) return {};
    const Value root = root_value(context_), taxonomy = attribute(root, "taxonomy");
    if (!is_name) return attribute(taxonomy, "title");
    const bool is_list = context_.term != kNone || taxonomy.is(Type::Object);
    return is_list ? attribute(root, "title") : Value();
  }

  /// As the page, or the _index.md of its section, says it.
  Value own_column_type() const {
    const Value own = context_.page == kNone ? Value() : field_of(context_, context_.page, "column_type");
    return own.is_text() ? own : of_section("column_type");
  }

  /// The tags of its _index.md.
  Value keywords_of_section() const {
    const model::PageId index = context_.site().sections[context_.section].index;
    return index == kNone ? Value() : as_text(field_of(context_, index, "tags"));
  }

  Value said_of_article(KnownTag tag) const {
    switch (tag) {
      case KnownTag::ArticleTitle:
        return text_value(context_.metadata_of(context_.page).title);
      case KnownTag::PubDate:
        return published();
      case KnownTag::ContentSource:
        return source_of(context_, context_.page);
      case KnownTag::Author:
        return field_of(context_, context_.page, "author");
      case KnownTag::Keywords:
        return as_text(field_of(context_, context_.page, "tags"));
      case KnownTag::Description:
        return attribute(root_value(context_), "description");
      case KnownTag::Image:
        return of_page("absolute_preview");
      case KnownTag::Url:
        return canonical_url(context_);
      default:
        return {};
    }
  }

  const Context& context_;
  ListMaker list_;
  std::vector<std::string_view> added_;
};

}  // namespace

Value page_tags(const Context& context) {
  context.vary();
  context.read(graph::Aspect::Config, 0, "page_tags");
  return Tags(context).made();
}

}  // namespace herald::render
