// Taxonomies: what pages are found by besides their sections. One walk over the pages, one sort a term.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/suggest.h"
#include "base/utf8.h"
#include "model/addresses.h"
#include "model/steps.h"
#include "text/text.h"

namespace herald::model {
namespace {

using value::Type;
using value::Value;

constexpr std::array<std::string_view, 7> kAudiences = {"企业", "机关", "社区", "农村",
                                                        "学校", "家庭", "公众"};

bool has_template(const Theme& theme, std::string_view name) {
  return std::any_of(theme.templates.begin(), theme.templates.end(),
                     [&](const Theme::Template& entry) { return entry.name == name; });
}

/// The part of a term's address that stands for it: by `tags` of site.json, else by its sound.
std::string slug_of_term(const Config& config, std::string_view name) {
  const Value stated = config.values.get("tags").get(name);
  std::string slug = text::slug(stated.is_text() ? base::trim(stated.as_text()) : name);
  return slug.empty() ? "term" : slug;
}

/// The words that a field holds, one or several; a week may be a number.
template <class With>
void each_word(Value field, With with) {
  const auto word = [&](Value value) {
    if (value.is_text() && !base::trim(value.as_text()).empty())
      with(std::string(base::trim(value.as_text())), value);
    if (value.is(Type::Int)) with(std::to_string(value.as_int()), value);
  };
  if (!field.is(Type::List)) return word(field);
  for (const Value& item : field.items()) word(item);
}

/// "第2周", "第二周" and "2" are week 2.
std::string week_of(std::string_view word) {
  std::string_view number = word;
  if (number.starts_with("第")) number.remove_prefix(std::string_view("第").size());
  for (const std::string_view end : {"周", "星期"}) {
    if (number.ends_with(end)) number.remove_suffix(end.size());
  }
  const auto read = text::parse_number(base::trim(number));
  return read ? std::to_string(*read) : std::string(word);
}

class Terms {
 public:
  Terms(Site& site, base::Diagnostics& diagnostics)
      : site_(site), diagnostics_(diagnostics), audiences_(audiences_of(site.config)) {}

  void run() {
    const bool has_pages = has_template(site_.theme, "term.html");
    for (EditionId edition = 0; edition < site_.editions.size(); ++edition) collect(edition, has_pages);
    if (site_.editions.size() > 1 && has_template(site_.theme, "editions.html"))
      site_.years = "editions.html";
  }

 private:
  using Words = std::map<std::string, std::vector<PageId>>;

  void collect(EditionId id, bool has_pages) {
    Edition& edition = site_.editions[id];
    std::array<Words, kTaxonomyCount> found;
    for (const PageId page : edition.pages) add_words(page, found);
    for (size_t i = 0; i < kTaxonomyCount; ++i) {
      const auto taxonomy = static_cast<Taxonomy>(i);
      std::vector<Words::value_type*> order;
      for (auto& entry : found[i]) order.push_back(&entry);
      sort_words(taxonomy, order);
      const std::string folder = joined(edition.name, folder_name(edition, name_of(taxonomy)));
      std::set<std::string> slugs = {"index", "feed"};
      for (Words::value_type* entry : order) {
        add_term(id, taxonomy, *entry, has_pages ? folder : std::string(), slugs);
      }
      if (!order.empty() && has_pages && has_template(site_.theme, "terms.html"))
        edition.term_lists[i] = joined(folder, "index.html");
    }
  }

  void add_words(PageId id, std::array<Words, kTaxonomyCount>& found) {
    const Value fields = site_.parsed(id).fields;
    const auto add = [&](Taxonomy taxonomy, std::string word) {
      std::vector<PageId>& pages = found[static_cast<size_t>(taxonomy)][std::move(word)];
      if (pages.empty() || pages.back() != id) pages.push_back(id);
    };
    each_word(fields.get("audience"), [&](std::string word, Value written) {
      if (is_audience(word)) return add(Taxonomy::Audiences, std::move(word));
      tell_unknown(id, word, written);
    });
    for (const std::string_view key : {"topic", "topics"})
      each_word(fields.get(key), [&](std::string word, Value) { add(Taxonomy::Topics, std::move(word)); });
    each_word(fields.get("weeks"),
              [&](std::string_view word, Value) { add(Taxonomy::Weeks, week_of(word)); });
    each_word(fields.get("tags"), [&](std::string word, Value) { add(Taxonomy::Tags, std::move(word)); });
  }

  bool is_audience(const std::string& word) const {
    return std::find(audiences_.begin(), audiences_.end(), word) != audiences_.end();
  }

  /// A folder without site.json has no list to go by.
  void tell_unknown(PageId id, const std::string& word, Value written) {
    if (!site_.config.present) return;
    std::string all;
    std::vector<std::string_view> names;
    for (const std::string& audience : audiences_) {
      all += (all.empty() ? "" : "、") + audience;
      names.push_back(audience);
    }
    const ParsedPage& page = site_.parsed(id);
    base::Diagnostic& told =
        add_at(diagnostics_, base::Code::AudienceUnknown, page, span_in(page, written), {word, all});
    const std::string_view meant = base::nearest(word, names);
    if (!meant.empty()) told.notes.push_back(base::failure(base::Code::DidYouMean, "", {std::string(meant)}));
  }

  /// Audiences as the site lists them, weeks by number, all others by how many pages have them.
  void sort_words(Taxonomy taxonomy, std::vector<Words::value_type*>& order) const {
    const auto rank = [&](const Words::value_type& entry) -> int64_t {
      if (taxonomy == Taxonomy::Audiences)
        return std::find(audiences_.begin(), audiences_.end(), entry.first) - audiences_.begin();
      if (taxonomy == Taxonomy::Weeks) return text::parse_number(entry.first).value_or(INT64_MAX);
      return -static_cast<int64_t>(entry.second.size());
    };
    std::stable_sort(order.begin(), order.end(), [&](auto* a, auto* b) { return rank(*a) < rank(*b); });
  }

  /// "tags", or "all-tags" where the content has a section of that name.
  std::string folder_name(const Edition& edition, std::string_view name) const {
    const bool taken = std::any_of(edition.sections.begin(), edition.sections.end(), [&](SectionId id) {
      return site_.sections[id].output == joined(joined(edition.name, name), "index.html");
    });
    return taken ? "all-" + std::string(name) : std::string(name);
  }

  void add_term(EditionId edition, Taxonomy taxonomy, Words::value_type& entry, const std::string& folder,
                std::set<std::string>& slugs) {
    const auto id = static_cast<TermId>(site_.terms.size());
    Term term;
    term.taxonomy = taxonomy;
    term.edition = edition;
    term.name = entry.first;
    term.pages = std::move(entry.second);
    sort_pages(term.pages);
    if (!folder.empty()) {
      const std::string slug = slug_of_term(site_.config, term.name);
      std::string unique = slug;
      for (int n = 2; !slugs.insert(unique).second; ++n) unique = fmt::format("{}-{}", slug, n);
      term.output = joined(folder, unique + ".html");
    }
    for (const PageId page : term.pages) site_.pages[page].terms.push_back(id);
    site_.editions[edition].terms[static_cast<size_t>(taxonomy)].push_back(id);
    site_.terms.push_back(std::move(term));
  }

  void sort_pages(std::vector<PageId>& pages) const {
    std::vector<std::pair<int64_t, PageId>> order;
    order.reserve(pages.size());
    for (const PageId page : pages) order.emplace_back(newest_first(site_.parsed(page)), page);
    std::sort(order.begin(), order.end());
    for (size_t i = 0; i < pages.size(); ++i) pages[i] = order[i].second;
  }

  Site& site_;
  base::Diagnostics& diagnostics_;
  std::vector<std::string> audiences_;
};

}  // namespace

std::vector<std::string> audiences_of(const Config& config) {
  std::vector<std::string> audiences;
  each_word(config.values.get("audiences"),
            [&](std::string word, Value) { audiences.push_back(std::move(word)); });
  if (audiences.empty()) audiences.assign(kAudiences.begin(), kAudiences.end());
  return audiences;
}

void collect_terms(Site& site, base::Diagnostics& diagnostics) { Terms(site, diagnostics).run(); }

}  // namespace herald::model
