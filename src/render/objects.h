#pragma once
// The lazy objects that templates see: site, edition, section, page, file, event, and lists of them. Each
// attribute is a row in a table (name, function); reading one records the read. Private to the module.

#include "campaign/views.h"
#include "render/context.h"
#include "value/value.h"

namespace herald::render {

value::Value page_value(const Context& context, model::PageId id);        ///< none for kNone
value::Value section_value(const Context& context, model::SectionId id);  ///< none for kNone
value::Value edition_value(const Context& context, model::EditionId id);  ///< none for kNone
value::Value file_value(const Context& context, model::FileId id);        ///< none for kNone
value::Value term_value(const Context& context, model::TermId id);        ///< none for kNone
/// The terms that a page has.
value::Value terms_of_page(const Context& context, model::PageId page);
/// {name, title, url, terms} of an edition's taxonomy; none when no page of it has a term.
value::Value taxonomy_value(const Context& context, model::EditionId edition, model::Taxonomy taxonomy);
/// Those of an edition that have terms.
value::Value taxonomies_of(const Context& context, model::EditionId edition);
/// An event, or one of its sessions: then times, place and address are the session's.
value::Value event_value(const Context& context, const campaign::EventView& event,
                         uint32_t session = model::kNone);
value::Value slogan_value(const Context& context, const campaign::SloganView& slogan);
value::Value deadline_value(const Context& context, const campaign::DeadlineView& deadline);
value::Value contact_value(const Context& context, const campaign::ContactView& contact);
value::Value column_value(const Context& context, size_t column);
value::Value site_value(const Context& context);

/// A lazy list of pages; `ids` must outlive the render.
value::Value page_list(const Context& context, const std::vector<model::PageId>& ids, uint32_t list_subject);

/// The address that the context's output is known by, with its host: the root home is a copy of its edition's
/// home. Empty for 404.html, and where the site has no address. Made once a render.
value::Value canonical_url(const Context& context);

/// What a template is rendered with: the names of the contract, for the context's output.
value::Value root_value(const Context& context);

/// The campaign (the fields of the edition's _index.md) with every promised name.
value::Value campaign_value(const Context& context, model::EditionId id);

/// The state of an event, or of one of its sessions, against the build's now: past, today, running, upcoming.
std::string_view event_state(const Context& context, const campaign::EventView& event,
                             uint32_t session = model::kNone);

}  // namespace herald::render
