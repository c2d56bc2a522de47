// Everything that pages and site.json name, resolved once: what leads nowhere is told, files that are named
// come into the output.
#include <algorithm>
#include <optional>

#include "base/hash.h"
#include "base/utf8.h"
#include "model/addresses.h"
#include "model/steps.h"
#include "model/suggestions.h"

namespace herald::model {
namespace {

using base::Code;
using base::Diagnostic;
using LinkType = LinkTarget::Type;

/// One thing that is named: by a page (`from`), or by site.json (kNone).
struct Reference {
  PageId from = kNone;
  std::string_view target;
  base::Span span;
  bool wants_file = false;      ///< An image or a field of type File.
  std::string_view label = {};  ///< Of a link of site.json.
};

/// True when `target` looks like a file that is no page: "x.pdf".
bool looks_like_file(std::string_view target) {
  const std::string_view name = name_in(target.substr(0, target.find_first_of("?#")));
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot + 1 == name.size()) return false;
  const std::string_view ending = name.substr(dot + 1);
  constexpr size_t kEndingMax = 5;
  const bool plain = ending.size() <= kEndingMax && std::all_of(ending.begin(), ending.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                     });
  return plain && ending != "md" && ending != "html" && ending != "htm";
}

/// Of "www.example.cn/a", as it is said and printed, the whole address.
std::optional<Suggestion> whole_address(std::string_view target) {
  if (!base::lower_ascii(target.substr(0, 4)).starts_with("www.")) return std::nullopt;
  return Suggestion{"https://" + std::string(target)};
}

class ReferenceCheck {
 public:
  ReferenceCheck(Site& site, base::Diagnostics& diagnostics)
      : site_(site), diagnostics_(diagnostics), suggestions_(site), named_(site.files.size(), kNone) {}

  void run() {
    for (PageId id = 0; id < site_.pages.size(); ++id) {
      if (!site_.pages[id].hidden) check_page(id);
    }
    for (const Column& column : site_.config.columns) check_column(column);
    for (const LabelledLink& link : site_.config.footer_links)
      check(Reference{kNone, link.to, link.span, false, link.label});
    for (const LabelledLink& link : site_.config.trail)
      check(Reference{kNone, link.to, link.span, false, link.label});
    give_owners(site_, named_);
  }

 private:
  void check_page(PageId id) {
    const ParsedPage& parsed = site_.parsed(id);
    for (const PageLink& link : parsed.links) check(Reference{id, link.target, link.span, link.image});
    for (const FieldReference& field : parsed.references) {
      check(Reference{id, field.target, field.span, field.type == FieldType::File});
    }
  }

  Diagnostic& add(Code code, const Reference& reference, std::vector<std::string> arguments) {
    if (reference.from == kNone) {
      return diagnostics_.add(code, site_.config.source, reference.span, std::move(arguments));
    }
    return add_at(diagnostics_, code, site_.parsed(reference.from), reference.span, std::move(arguments));
  }

  void check(const Reference& reference) {
    const LinkTarget target = resolve_link(site_, reference.from, reference.target);
    note_target(reference, target);
    switch (target.type) {
      case LinkType::External:
      case LinkType::Asset:
        break;
      case LinkType::Unsafe:
        add(Code::UnsafeAddress, reference, {std::string(reference.target)});
        break;
      case LinkType::Outside:
        add(Code::PathOutside, reference, {std::string(reference.target)});
        break;
      case LinkType::Broken:
        add_broken(reference);
        break;
      case LinkType::File:
        if (!is_withdrawn(reference.from)) name_file(target.id, reference.from);
        break;
      case LinkType::Fragment:
        if (reference.from != kNone) check_anchor(reference, reference.from, target.fragment);
        break;
      case LinkType::Page:
      case LinkType::Section:
      case LinkType::Edition:
        check_output(reference, target);
        break;
    }
  }

  /// A page that links to what has moved shows something else, though its own file is as it was.
  void note_target(const Reference& reference, const LinkTarget& target) {
    if (reference.from == kNone || target.type == LinkType::External) return;
    uint64_t& hash = site_.pages[reference.from].links_hash;
    hash = base::hash64(output_of(site_, target), hash + static_cast<uint64_t>(target.type) + 1);
  }

  /// What only a withdrawn page leads to is withdrawn with it.
  bool is_withdrawn(PageId page) const { return page != kNone && site_.pages[page].withdrawn; }

  void name_file(FileId file, PageId by) {
    if (named_[file] == kNone) named_[file] = by == kNone ? kByConfig : by;
  }

  /// A page, section or edition that exists: it must be shown, and written as its .md file.
  void check_output(const Reference& reference, const LinkTarget& target) {
    if (output_of(site_, target).empty()) {
      add(Code::LinkToHidden, reference, {std::string(reference.target)});
      return;
    }
    const std::string_view path = reference.target.substr(0, reference.target.find_first_of("?#"));
    if (path.ends_with(".html")) {
      add(Code::HtmlLink, reference,
          {std::string(reference.target), suggestions_.link_to(reference.from, target)});
    }
    if (target.type == LinkType::Page) check_anchor(reference, target.id, target.fragment);
  }

  void check_anchor(const Reference& reference, PageId page, const std::string& fragment) {
    const ParsedPage& parsed = site_.parsed(page);
    if (fragment.empty() || has_anchor(parsed, fragment)) return;
    Diagnostic& diagnostic = add(Code::BrokenAnchor, reference, {parsed.path, fragment});
    PageText read;
    const PageText* text = text_of(site_, page, read);
    std::vector<std::string_view> ids;
    for (size_t i = 0; text != nullptr && i < text->headings.size(); i++) ids.push_back(text->headings[i].id);
    Suggestions::note(diagnostic, suggestions_.nearest(fragment, ids));
  }

  void add_broken(const Reference& reference) {
    if (const auto meant = whole_address(reference.target)) {
      Suggestions::note(add(Code::BrokenLink, reference, {std::string(reference.target)}), meant);
      return;
    }
    if (reference.from == kNone && !looks_like_file(reference.target)) {
      Diagnostic& diagnostic =
          add(Code::BrokenColumn, reference, {std::string(reference.label), std::string(reference.target)});
      Suggestions::note(diagnostic, suggestions_.page_for(kNone, reference.target));
      return;
    }
    if (!reference.wants_file && !looks_like_file(reference.target)) {
      Diagnostic& diagnostic = add(Code::BrokenLink, reference, {std::string(reference.target)});
      Suggestions::note(diagnostic, suggestions_.page_for(reference.from, reference.target));
      return;
    }
    std::string folder = "content";
    if (reference.from != kNone) folder = joined(folder, folder_of(site_.parsed(reference.from).path));
    while (folder.ends_with('/')) folder.pop_back();
    Diagnostic& diagnostic =
        add(Code::MissingAttachment, reference, {std::string(reference.target), std::move(folder)});
    Suggestions::note(diagnostic, suggestions_.file_for(reference.from, reference.target));
  }

  void check_column(const Column& column) {
    const LinkTarget target = resolve_link(site_, kNone, column.to);
    const Reference reference{kNone, column.to, column.span, false};
    switch (target.type) {
      case LinkType::External:
      case LinkType::Asset:
        break;
      case LinkType::File:
        name_file(target.id, kNone);
        break;
      case LinkType::Page:
      case LinkType::Section:
      case LinkType::Edition:
        if (output_of(site_, target).empty()) add(Code::EmptyColumn, reference, {column.name, column.to});
        if (wants_page_tags(site_.config) && column.column_type.empty() && !says_column_type(target))
          add(Code::ColumnWithoutType, reference, {column.name});
        break;
      default: {
        Diagnostic& diagnostic = add(Code::BrokenColumn, reference, {column.name, column.to});
        if (target.type == LinkType::Broken)
          Suggestions::note(diagnostic, suggestions_.page_for(kNone, column.to));
      }
    }
  }

  /// Whether the page, or the section's own page, says what sort of column it is.
  bool says_column_type(const LinkTarget& target) const {
    const bool of_section = target.type == LinkType::Section;
    if (!of_section && target.type != LinkType::Page) return false;
    const PageId index = of_section ? site_.sections[target.id].index : target.id;
    return index != kNone && site_.parsed(index).fields.get("column_type").is_text();
  }

  Site& site_;
  base::Diagnostics& diagnostics_;
  Suggestions suggestions_;
  std::vector<PageId> named_;  ///< By FileId: the page that names it first.
};

}  // namespace

void check_references(Site& site, base::Diagnostics& diagnostics) { ReferenceCheck(site, diagnostics).run(); }

}  // namespace herald::model
