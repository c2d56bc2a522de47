#include "model/site_packing.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace herald::model {
namespace {

using base::Packer;
using base::Unpacker;

// Every member is named where it is packed, so that one that is added and not packed does not compile.

/// Texts that begin like the one before: paths and addresses in their order.
class NearTexts {
 public:
  void pack(std::string_view text, Packer& packer) {
    size_t same = 0;
    while (same < text.size() && same < before_.size() && text[same] == before_[same]) same++;
    packer.number(same);
    packer.text(text.substr(same));
    before_ = text;
  }
  std::string unpack(Unpacker& bytes) {
    before_.resize(bytes.count(before_.size()));
    before_ += bytes.text();
    return before_;
  }

 private:
  std::string before_;
};

/// An id, or kNone.
void pack_id(uint32_t id, Packer& packer) { packer.number(static_cast<uint32_t>(id + 1)); }

/// `count`: how many things there are.
uint32_t unpack_id(Unpacker& bytes, size_t count) { return bytes.count(count) - 1; }

/// Ids in any order, neighbours mostly near each other.
void pack_ids(const std::vector<uint32_t>& ids, Packer& packer) {
  packer.number(ids.size());
  int64_t before = 0;
  for (const uint32_t id : ids) {
    packer.signed_number(id - before);
    before = id;
  }
}

void unpack_ids(Unpacker& bytes, size_t count, std::vector<uint32_t>& ids) {
  ids.resize(bytes.size());
  int64_t before = 0;
  for (uint32_t& id : ids) {
    before += bytes.signed_number();
    if (before < 0 || static_cast<uint64_t>(before) >= count) return bytes.fail();
    id = static_cast<uint32_t>(before);
  }
}

bool unpack_bool(Unpacker& bytes) { return bytes.number() != 0; }

struct PageColumns {
  NearTexts path, id, output, folder;
};

void pack_page(const Site& site, PageId page, PageColumns& columns, Packer& packer) {
  const auto& [parsed, id, edition, section, output, folder, previous, next, supersedes, superseded_by, terms,
               section_index, links_hash, hidden, withdrawn, hiding] = site.pages[page];
  (void)parsed;
  columns.path.pack(site.parsed(page).path, packer);
  columns.id.pack(id, packer);
  columns.output.pack(output, packer);
  columns.folder.pack(folder, packer);
  for (const uint32_t other : {edition, section, previous, next, supersedes, superseded_by})
    pack_id(other, packer);
  pack_ids(terms, packer);
  packer.fixed(links_hash);
  for (const bool is : {section_index, hidden, withdrawn}) packer.number(is ? 1 : 0);
  packer.number(static_cast<uint64_t>(hiding));
}

void unpack_page(Unpacker& bytes, Site& site, PageId id, PageColumns& columns) {
  Page& page = site.pages[id];
  site.page_by_path.add(columns.path.unpack(bytes));
  page.id = columns.id.unpack(bytes);
  page.output = columns.output.unpack(bytes);
  page.folder = columns.folder.unpack(bytes);
  page.edition = unpack_id(bytes, site.editions.size());
  page.section = unpack_id(bytes, site.sections.size());
  for (PageId* other : {&page.previous, &page.next, &page.supersedes, &page.superseded_by})
    *other = unpack_id(bytes, site.pages.size());
  unpack_ids(bytes, site.terms.size(), page.terms);
  page.links_hash = bytes.fixed();
  for (bool* is : {&page.section_index, &page.hidden, &page.withdrawn}) *is = unpack_bool(bytes);
  page.hiding = static_cast<Hiding>(bytes.count(static_cast<uint64_t>(Hiding::Withdrawn)));
}

void pack_section(const Section& section, Packer& packer) {
  const auto& [path, name, edition, kind, own_kind, index, pages, output] = section;
  for (const std::string* text : {&path, &name, &output}) packer.text(*text);
  pack_id(edition, packer);
  packer.number(static_cast<uint64_t>(kind));
  packer.number(own_kind);
  pack_id(index, packer);
  pack_ids(pages, packer);
}

void unpack_section(Unpacker& bytes, const Site& site, Section& section) {
  for (std::string* text : {&section.path, &section.name, &section.output}) *text = bytes.text();
  section.edition = unpack_id(bytes, site.editions.size());
  section.kind = static_cast<Kind>(bytes.count(kKindCount - 1));
  section.own_kind = bytes.count(UINT32_MAX);
  section.index = unpack_id(bytes, site.pages.size());
  unpack_ids(bytes, site.pages.size(), section.pages);
}

void pack_edition(const Edition& edition, Packer& packer) {
  const auto& [name, year, index, sections, pages, output, terms, term_lists] = edition;
  packer.text(name);
  packer.signed_number(year);
  pack_id(index, packer);
  pack_ids(sections, packer);
  pack_ids(pages, packer);
  packer.text(output);
  for (const std::vector<TermId>& some : terms) pack_ids(some, packer);
  for (const std::string& list : term_lists) packer.text(list);
}

void unpack_edition(Unpacker& bytes, const Site& site, Edition& edition) {
  edition.name = bytes.text();
  edition.year = static_cast<int>(bytes.signed_number());
  edition.index = unpack_id(bytes, site.pages.size());
  unpack_ids(bytes, site.sections.size(), edition.sections);
  unpack_ids(bytes, site.pages.size(), edition.pages);
  edition.output = bytes.text();
  for (std::vector<TermId>& some : edition.terms) unpack_ids(bytes, site.terms.size(), some);
  for (std::string& list : edition.term_lists) list = bytes.text();
}

void pack_term(const Term& term, Packer& packer) {
  const auto& [taxonomy, edition, name, output, pages] = term;
  packer.number(static_cast<uint64_t>(taxonomy));
  pack_id(edition, packer);
  packer.text(name);
  packer.text(output);
  pack_ids(pages, packer);
}

void unpack_term(Unpacker& bytes, const Site& site, Term& term) {
  term.taxonomy = static_cast<Taxonomy>(bytes.count(kTaxonomyCount - 1));
  term.edition = unpack_id(bytes, site.editions.size());
  term.name = bytes.text();
  term.output = bytes.text();
  unpack_ids(bytes, site.pages.size(), term.pages);
}

void pack_file(const ContentFile& file, Packer& packer) {
  const auto& [path, size, sha256, crc32, width, height, pages, owner, output] = file;
  for (const std::string* text : {&path, &sha256, &output}) packer.text(*text);
  packer.number(size);
  for (const uint32_t number : {crc32, width, height, pages}) packer.number(number);
  pack_id(owner, packer);
}

void unpack_file(Unpacker& bytes, const Site& site, ContentFile& file) {
  for (std::string* text : {&file.path, &file.sha256, &file.output}) *text = bytes.text();
  file.size = bytes.number();
  for (uint32_t* number : {&file.crc32, &file.width, &file.height, &file.pages})
    *number = bytes.count(UINT32_MAX);
  file.owner = unpack_id(bytes, site.pages.size());
}

void pack_redirect(const Redirect& redirect, Packer& packer) {
  const auto& [from, to, fragment, address, page, remembered, span] = redirect;
  for (const std::string* text : {&from, &to, &fragment, &address}) packer.text(*text);
  pack_id(page, packer);
  packer.number(remembered ? 1 : 0);
  packer.number(span.begin);
  packer.number(span.end);
}

void unpack_redirect(Unpacker& bytes, const Site& site, Redirect& redirect) {
  for (std::string* text : {&redirect.from, &redirect.to, &redirect.fragment, &redirect.address})
    *text = bytes.text();
  redirect.page = unpack_id(bytes, site.pages.size());
  redirect.remembered = unpack_bool(bytes);
  redirect.span.begin = bytes.count(UINT32_MAX);
  redirect.span.end = bytes.count(UINT32_MAX);
}

}  // namespace

void pack_site(const Site& site, Packer& packer) {
  const auto& [config, time, drafts, pages, sections, editions, current, terms, years, tables, files, assets,
               redirects, history, texts, theme, page_by_path, file_by_path, section_by_path] = site;
  // What is read anyway, or found out of the rest.
  (void)config, (void)time, (void)drafts, (void)tables, (void)assets, (void)history, (void)texts, (void)theme;
  (void)page_by_path, (void)file_by_path, (void)section_by_path;
  for (const size_t count :
       {pages.size(), sections.size(), editions.size(), terms.size(), files.size(), redirects.size()})
    packer.number(count);
  PageColumns columns;
  for (PageId id = 0; id < pages.size(); id++) pack_page(site, id, columns, packer);
  for (const Section& section : sections) pack_section(section, packer);
  for (const Edition& edition : editions) pack_edition(edition, packer);
  for (const Term& term : terms) pack_term(term, packer);
  for (const ContentFile& file : files) pack_file(file, packer);
  for (const Redirect& redirect : redirects) pack_redirect(redirect, packer);
  pack_id(current, packer);
  packer.text(years);
}

void unpack_site(Unpacker& bytes, Site& site) {
  site.pages.resize(bytes.size());
  site.sections.resize(bytes.size());
  site.editions.resize(bytes.size());
  site.terms.resize(bytes.size());
  site.files.resize(bytes.size());
  site.redirects.resize(bytes.size());
  site.page_by_path.reserve(site.pages.size());
  PageColumns columns;
  for (PageId id = 0; id < site.pages.size() && !bytes.failed(); id++) unpack_page(bytes, site, id, columns);
  for (Section& section : site.sections) unpack_section(bytes, site, section);
  for (Edition& edition : site.editions) unpack_edition(bytes, site, edition);
  for (Term& term : site.terms) unpack_term(bytes, site, term);
  for (ContentFile& file : site.files) unpack_file(bytes, site, file);
  for (Redirect& redirect : site.redirects) unpack_redirect(bytes, site, redirect);
  site.current = unpack_id(bytes, site.editions.size());
  site.years = bytes.text();
  for (const Section& section : site.sections) site.section_by_path.add(section.path);
  for (const ContentFile& file : site.files) site.file_by_path.add(file.path);
}

}  // namespace herald::model
