#include "build/page_cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <utility>

#include "base/hash.h"
#include "base/packing.h"
#include "campaign/directives.h"
#include "model/page_packing.h"
#include "value/arena.h"

namespace herald::build {
namespace {

/// Raised with every change of the form below.
constexpr uint64_t kFormat = 3;
/// A store is not written anew for less.
constexpr uint64_t kWasteMin = 4 << 20;

/// What the entry of a file that is no page is called: a table of events is both.
std::string key_of_file(std::string_view path) { return fmt::format("\nfile {}", path); }

void pack_file(const model::ContentFile& file, base::Packer& packer) {
  packer.number(file.size);
  packer.text(file.sha256);
  packer.number(file.crc32);
  packer.number(file.width);
  packer.number(file.height);
  packer.number(file.pages);
}

bool unpack_file(std::string_view packed, model::ContentFile& file) {
  base::Unpacker bytes(packed);
  file.size = bytes.number();
  file.sha256 = bytes.text();
  file.crc32 = bytes.count(UINT32_MAX);
  file.width = bytes.count(UINT32_MAX);
  file.height = bytes.count(UINT32_MAX);
  file.pages = bytes.count(UINT32_MAX);
  return !bytes.failed() && bytes.at_end();
}

/// What parsing depends on besides the files.
uint64_t context_of(const io::Disk& disk, const Folders& folders) {
  const auto config = disk.read(folders.site + "/site.json");
  return base::hash64(config ? std::string_view(*config) : std::string_view(), folders.has_config ? 1 : 0);
}

}  // namespace

struct PageCache::State {
  /// What one thread makes, so that none waits for another.
  struct Worker {
    value::Arena arena;      ///< What pages and entries borrow.
    std::string metadata;    ///< Of the page that is unpacked; its memory is used again,
    std::string page;        ///< as is that of metadata and text on their way to the store.
    std::deque<Entry> kept;  ///< No vector: that would be copied as it grows, and be half empty at its end.
  };
  State(io::Disk& on_disk, std::string in_folder, uint64_t by_maker, uint64_t in_context,
        unsigned worker_count)
      : disk(on_disk),
        folder(std::move(in_folder)),
        maker(by_maker),
        context(in_context),
        workers(worker_count) {}

  std::string index_path() const { return folder + "/pages"; }
  std::string store_path(uint64_t number) const { return fmt::format("{}/pages-{}", folder, number); }

  ~State() {
    for (const auto& slot : lent) delete slot.load();
  }

  void read_index();
  bool read_entries(base::Unpacker& bytes);
  bool holds_all() const;
  void open_store();
  void open();
  bool unpack(const Entry& entry, value::Arena& arena, std::string& metadata, model::ParsedPage& page) const;
  void save(std::vector<Entry> all);

  io::Disk& disk;
  std::string folder;
  uint64_t maker, context;
  std::string index;           ///< The last build's, whose bytes its entries borrow.
  std::vector<Entry> entries;  ///< By path.
  uint64_t generation = 0;     ///< Of the store.
  bool is_new = false;         ///< The store is of this build; that of the index is one older.
  std::unique_ptr<io::Store> store;
  std::vector<Worker> workers;
  std::vector<const Entry*> lent_entries;                           ///< By PageId.
  mutable std::vector<std::atomic<const model::ParsedPage*>> lent;  ///< Likewise: those that were asked for.
  mutable std::atomic<size_t> metadata_read = 0;
  std::atomic<bool> changed = false;  ///< The index has to be written again.
  mutable std::atomic<bool> damaged = false;
};

void PageCache::State::read_index() {
  auto bytes = disk.read(index_path());
  if (!bytes) return;
  index = std::move(*bytes);
  base::Unpacker unpacker(base::unsealed(index));
  const bool known = unpacker.number() == kFormat && !unpacker.failed();
  generation = known ? unpacker.number() : 0;
  if (known && unpacker.fixed() == maker && unpacker.fixed() == context && read_entries(unpacker)) return;
  entries.clear();
}

bool PageCache::State::read_entries(base::Unpacker& bytes) {
  entries.resize(bytes.size());
  for (Entry& entry : entries) {
    entry.path = bytes.text();
    entry.stamp = bytes.fixed();
    entry.source_hash = bytes.fixed();
    entry.at = bytes.number();
    entry.metadata_size = bytes.count(UINT32_MAX);
    entry.text_size = bytes.count(UINT32_MAX);
    entry.measures = bytes.text();
  }
  return !bytes.failed() && bytes.at_end();
}

/// Whether all that the entries speak of is in the store: it may be lost, or cut, and what is put there then
/// would come to lie in the places of others.
bool PageCache::State::holds_all() const {
  return store != nullptr && std::all_of(entries.begin(), entries.end(), [&](const Entry& entry) {
           return entry.at + entry.metadata_size + entry.text_size <= store->size();
         });
}

void PageCache::State::open_store() {
  auto opened = disk.open_store(store_path(generation), is_new);
  store = opened ? std::move(*opened) : nullptr;
}

/// A new store gets a new name: the old index must never find other texts at its places. The old store stays
/// as long as that index.
void PageCache::State::open() {
  if (!entries.empty()) {
    open_store();
    if (holds_all()) return;
    entries.clear();
  }
  changed = is_new = true;
  generation++;
  open_store();
}

PageCache::PageCache(io::Disk& disk, const Folders& folders, uint64_t maker, unsigned workers)
    : state_(std::make_unique<State>(disk, folders.site + "/.herald/cache", maker, context_of(disk, folders),
                                     workers)) {
  state_->read_index();
  state_->open();
}

PageCache::~PageCache() = default;

std::span<const PageCache::Entry> PageCache::entries() const { return state_->entries; }

const PageCache::Entry* PageCache::find(std::string_view path) const {
  const auto at =
      std::lower_bound(state_->entries.begin(), state_->entries.end(), path,
                       [](const Entry& entry, std::string_view wanted) { return entry.path < wanted; });
  return at != state_->entries.end() && at->path == path ? &*at : nullptr;
}

const PageCache::Entry* PageCache::find_file(std::string_view path) const { return find(key_of_file(path)); }

/// Reads the metadata of a page, by way of `metadata`.
bool PageCache::State::unpack(const Entry& entry, value::Arena& arena, std::string& metadata,
                              model::ParsedPage& page) const {
  if (entry.text_size == 0 || store == nullptr) return false;
  if (entry.at + entry.metadata_size + entry.text_size > store->size()) return false;
  if (!store->read(entry.at, entry.metadata_size, metadata)) return false;
  if (!model::unpack_metadata(metadata, arena, page)) return false;
  metadata_read++;
  page.text_at = entry.at + entry.metadata_size;
  page.text_size = entry.text_size;
  return true;
}

std::unique_ptr<model::ParsedPage> PageCache::restore(const Entry& entry, uint64_t stamp, unsigned worker) {
  State::Worker& own = state_->workers[worker];
  auto page = std::make_unique<model::ParsedPage>();
  if (!state_->unpack(entry, own.arena, own.metadata, *page)) return nullptr;
  own.kept.push_back(entry);
  own.kept.back().stamp = stamp;
  if (entry.stamp != stamp) state_->changed = true;
  return page;
}

std::unique_ptr<model::ParsedPage> PageCache::keep(std::unique_ptr<model::ParsedPage> page, uint64_t stamp,
                                                   uint64_t source_hash, unsigned worker) {
  if (state_->store == nullptr) return page;
  State::Worker& own = state_->workers[worker];
  const std::string metadata = model::pack_metadata(*page);
  const size_t metadata_size = metadata.size();
  static const model::PageText kNoText;
  const std::string text = model::pack_text(page->text != nullptr ? *page->text : kNoText);
  if (metadata_size + text.size() > UINT32_MAX) return page;
  own.page.assign(metadata).append(text);
  const auto at = state_->store->append(own.page);
  auto slim = std::make_unique<model::ParsedPage>();
  if (!at || !model::unpack_metadata(metadata, own.arena, *slim)) return page;
  slim->text_at = *at + metadata_size;
  slim->text_size = static_cast<uint32_t>(text.size());
  const std::string_view path = own.arena.copy(page->path);  // It outlives the page.
  own.kept.push_back(
      {path, stamp, source_hash, *at, static_cast<uint32_t>(metadata_size), slim->text_size, {}});
  state_->changed = true;
  return slim;
}

bool PageCache::restore(const Entry& entry, uint64_t stamp, model::ContentFile& file, unsigned worker) {
  if (entry.text_size != 0 || !unpack_file(entry.measures, file)) return false;
  state_->workers[worker].kept.push_back(entry);
  state_->workers[worker].kept.back().stamp = stamp;
  if (entry.stamp != stamp) state_->changed = true;
  return true;
}

void PageCache::keep(const model::ContentFile& file, uint64_t stamp, unsigned worker) {
  State::Worker& own = state_->workers[worker];
  base::Packer packer;
  pack_file(file, packer);
  const std::string_view measures = own.arena.copy(packer.bytes());
  const std::string_view path = own.arena.copy(key_of_file(file.path));
  own.kept.push_back({path, stamp, 0, 0, 0, 0, measures});
  state_->changed = true;
}

bool PageCache::read(const model::ParsedPage& page, model::PageText& text) const {
  std::string packed;
  const bool is_read = state_->store != nullptr &&
                       state_->store->read(page.text_at, page.text_size, packed) &&
                       model::unpack_text(packed, campaign::directives(), text);
  if (!is_read) state_->damaged = true;
  return is_read;
}

void PageCache::lend(std::vector<const Entry*> pages) {
  state_->lent = std::vector<std::atomic<const model::ParsedPage*>>(pages.size());
  state_->lent_entries = std::move(pages);
}

const model::ParsedPage& PageCache::page(model::PageId id) const {
  std::atomic<const model::ParsedPage*>& slot = state_->lent[id];
  if (const model::ParsedPage* known = slot.load()) return *known;
  auto fresh = std::make_unique<model::ParsedPage>();
  std::string metadata;
  if (!state_->unpack(*state_->lent_entries[id], fresh->arena, metadata, *fresh)) {
    state_->damaged = true;
    *fresh = {};
  }
  const model::ParsedPage* first = nullptr;  // Of two threads at once.
  return slot.compare_exchange_strong(first, fresh.get()) ? *fresh.release() : *first;
}

size_t PageCache::metadata_read() const { return state_->metadata_read; }

bool PageCache::is_damaged() const { return state_->damaged; }

void PageCache::save() {
  State& state = *state_;
  if (state.damaged) (void)state.disk.remove(state.index_path(), state.folder);
  if (state.store == nullptr || state.damaged) return;
  std::vector<Entry> all;
  for (State::Worker& worker : state.workers) {
    all.insert(all.end(), worker.kept.begin(), worker.kept.end());
  }
  if (!state.changed && all.size() == state.entries.size()) return;
  std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.path < b.path; });
  state.save(std::move(all));
}

void PageCache::save_changes() {
  State& state = *state_;
  if (state.store == nullptr || state.damaged || !state.changed) return;
  std::vector<Entry> all = state.entries;
  for (const State::Worker& worker : state.workers) {
    for (const Entry& entry : worker.kept) {
      if (const Entry* known = find(entry.path))
        all[static_cast<size_t>(known - state.entries.data())] = entry;
    }
  }
  state.save(std::move(all));
}

/// Writes the index of `all`, which is sorted by path.
void PageCache::State::save(std::vector<Entry> all) {
  uint64_t live = 0;
  for (const Entry& entry : all) live += uint64_t{entry.metadata_size} + entry.text_size;
  std::unique_ptr<io::Store> smaller;
  if (store->size() > 2 * live + kWasteMin) {
    auto opened = disk.open_store(store_path(generation + 1), true);
    if (opened) smaller = std::move(*opened);
  }
  std::string page;
  for (Entry& entry : all) {
    if (smaller == nullptr || entry.text_size == 0) continue;
    const bool is_read = store->read(entry.at, size_t{entry.metadata_size} + entry.text_size, page);
    const auto at = is_read ? smaller->append(page) : base::Result<uint64_t>(base::Diagnostic{});
    if (!at) return;
    entry.at = *at;
  }
  base::Packer packer;
  packer.number(kFormat);
  packer.number(generation + (smaller != nullptr ? 1 : 0));
  packer.fixed(maker);
  packer.fixed(context);
  packer.number(all.size());
  for (const Entry& entry : all) {
    packer.text(entry.path);
    packer.fixed(entry.stamp);
    packer.fixed(entry.source_hash);
    packer.number(entry.at);
    packer.number(entry.metadata_size);
    packer.number(entry.text_size);
    packer.text(entry.measures);
  }
  if (!disk.write(index_path(), std::move(packer).sealed())) return;
  if (is_new && generation > 1) (void)disk.remove(store_path(generation - 1), folder);
  if (smaller != nullptr) (void)disk.remove(store_path(generation), folder);
}

}  // namespace herald::build
