// Old addresses: read from pages and site.json, brought into one form, each with the place it leads to now.
#include <algorithm>
#include <unordered_map>

#include "base/utf8.h"
#include "model/addresses.h"
#include "model/steps.h"
#include "model/suggestions.h"

namespace herald::model {
namespace {

using base::Code;
using value::Type;
using value::Value;

/// The output that stood at an old address as written: "/old/" is "old/index.html", and so is "old", since
/// what has no ending is a folder. False for what is no address of this site.
bool read_old_address(std::string_view written, std::string& from) {
  from = base::url_decoded(base::trim(written));
  const bool of_other_site = !scheme_of(from).empty() || from.starts_with("//") || from.starts_with("\\");
  if (from.empty() || of_other_site || from.find_first_of("?#") != std::string::npos) return false;
  // A line end would break every list that the address is written into.
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(from.begin(), from.end(), is_control) || base::find_invalid_utf8(from)) return false;
  const bool folder = from.ends_with('/');
  if (!normalise(from)) return false;
  const bool has_ending = name_in(from).find('.') != std::string_view::npos;
  if (folder || !has_ending) from = joined(from, "index.html");
  return true;
}

class RedirectReader {
 public:
  RedirectReader(Site& site, base::Diagnostics& diagnostics)
      : site_(site), diagnostics_(diagnostics), suggestions_(site) {}

  void run() {
    for (PageId id = 0; id < site_.pages.size(); ++id) {
      if (!site_.pages[id].hidden) read_aliases(id);
    }
    read_config();
    for (PageId id = 0; id < site_.pages.size(); ++id) {
      if (!site_.pages[id].hidden) read_history(id);
    }
    std::sort(site_.redirects.begin(), site_.redirects.end(),
              [](const Redirect& a, const Redirect& b) { return a.from < b.from; });
  }

 private:
  void read_aliases(PageId id) {
    const Value aliases = site_.parsed(id).fields.get("aliases");
    if (!aliases.is(Type::List)) return;
    const LinkTarget target = place_of_page(id);
    if (output_of(site_, target).empty()) return;
    for (const Value& alias : aliases.items()) {
      if (alias.is_text()) add(alias, id, span_in(site_.parsed(id), alias), target);
    }
  }

  /// A page that was published at another address leads on from there, unless the address has got another
  /// use.
  void read_history(PageId id) {
    const Remembered* before = site_.history.find(site_.pages[id].id);
    if (before == nullptr || site_.pages[id].output.empty()) return;
    add_remembered(id, before->address);
    for (const std::string& address : before->earlier) add_remembered(id, address);
  }

  void add_remembered(PageId id, const std::string& address) {
    Redirect redirect;
    redirect.page = id;
    redirect.remembered = true;
    redirect.to = site_.pages[id].output;
    if (!read_old_address(address, redirect.from) || redirect.from == redirect.to) return;
    if (taken_.try_emplace(redirect.from, id).second) site_.redirects.push_back(std::move(redirect));
  }

  /// Where a page is to be read: an _index.md at its list or home.
  LinkTarget place_of_page(PageId id) const {
    const Page& page = site_.pages[id];
    LinkTarget target;
    target.type = LinkTarget::Type::Page;
    target.id = id;
    if (!page.section_index) return target;
    target.type = page.section != kNone ? LinkTarget::Type::Section : LinkTarget::Type::Edition;
    target.id = page.section != kNone ? page.section : page.edition;
    if (target.id == kNone) target.type = LinkTarget::Type::Broken;
    return target;
  }

  void read_config() {
    const Value redirects = site_.config.values.get("redirects");
    if (!redirects.is(Type::Map)) return;
    for (const value::Entry& entry : redirects.entries()) {
      const base::Span key =
          entry.key_position == 0
              ? base::Span{}
              : base::Span{entry.key_position, entry.key_position + static_cast<uint32_t>(entry.key.size())};
      const std::string to(base::trim(entry.value.text_or_empty()));
      const LinkTarget target = resolve_link(site_, kNone, to);
      if (target.type == LinkTarget::Type::Unsafe) {
        diagnostics_.add(Code::UnsafeAddress, site_.config.source, key, {to});
        continue;
      }
      if (target.type != LinkTarget::Type::External && output_of(site_, target).empty()) {
        base::Diagnostic& diagnostic =
            diagnostics_.add(Code::BrokenRedirect, site_.config.source, key, {std::string(entry.key), to});
        if (!to.empty() && target.type == LinkTarget::Type::Broken)
          Suggestions::note(diagnostic, suggestions_.page_for(kNone, to));
        continue;
      }
      add(Value::string(entry.key), kNone, key, target);
    }
  }

  void add(Value written, PageId page, base::Span span, const LinkTarget& target) {
    Redirect redirect;
    redirect.page = page;
    redirect.span = span;
    if (!read_old_address(written.as_text(), redirect.from)) {
      tell(Code::WrongRedirect, redirect, {std::string(written.as_text())});
      return;
    }
    redirect.fragment = target.fragment;
    if (target.type == LinkTarget::Type::External) {
      redirect.address = target.address;
    } else {
      redirect.to = output_of(site_, target);
    }
    const auto [first, fresh] = taken_.try_emplace(redirect.from, page);
    if (!fresh) {
      // A page that is named twice for itself does no harm.
      if (first->second != page || page == kNone)
        tell(Code::RedirectTaken, redirect, {redirect.from, name_of_owner(first->second)});
      return;
    }
    site_.redirects.push_back(std::move(redirect));
  }

  std::string name_of_owner(PageId page) const {
    return page == kNone ? "site.json" : joined("content", site_.parsed(page).path);
  }

  void tell(Code code, const Redirect& redirect, std::vector<std::string> arguments) {
    if (redirect.page == kNone) {
      diagnostics_.add(code, site_.config.source, redirect.span, std::move(arguments));
    } else {
      add_at(diagnostics_, code, site_.parsed(redirect.page), redirect.span, std::move(arguments));
    }
  }

  Site& site_;
  base::Diagnostics& diagnostics_;
  Suggestions suggestions_;
  std::unordered_map<std::string, PageId> taken_;  ///< Old address -> who named it first.
};

}  // namespace

void collect_redirects(Site& site, base::Diagnostics& diagnostics) {
  RedirectReader(site, diagnostics).run();
}

}  // namespace herald::model
