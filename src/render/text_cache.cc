#include "render/text_cache.h"

namespace herald::render {

const model::PageText& TextCache::get(const model::Site& site, model::PageId id,
                                      base::Diagnostics& diagnostics) {
  const model::ParsedPage& page = site.parsed(id);
  if (page.text != nullptr) return *page.text;
  for (const auto& [known, text] : read_) {
    if (known == id) return *text;
  }
  auto text = std::make_unique<model::PageText>();
  if (model::text_of(site, id, *text) == nullptr) {
    *text = {};
    diagnostics.add(base::failure(base::Code::FileUnreadable, page.path, {page.path, "cache", "缓存坏了"}));
  }
  return *read_.emplace_back(id, std::move(text)).second;
}

}  // namespace herald::render
