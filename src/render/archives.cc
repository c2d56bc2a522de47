#include "render/archives.h"

#include <algorithm>

#include "archive/zip.h"
#include "render/objects_internal.h"

namespace herald::render {
namespace {

using campaign::ArchivedFile;
using campaign::ArchiveView;
using value::Value;

/// A file carries the day on which its material was published: that of the disk says when somebody copied it.
archive::Entry entry_of(const model::Site& site, const ArchivedFile& file) {
  const model::ContentFile& known = site.files[file.file];
  const model::ParsedPage& page = site.parsed(file.page);
  return {file.name, known.size, known.crc32, page.updated ? page.updated : page.published};
}

std::vector<archive::Entry> entries_of(const model::Site& site, const ArchiveView& view) {
  std::vector<archive::Entry> entries;
  for (const ArchivedFile& file : view.files) entries.push_back(entry_of(site, file));
  return entries;
}

/// Records what the list of an archive was made from. Names come from heads and titles.
void read_list(const Context& context, model::EditionId edition) {
  context.read(graph::Aspect::Members, list_subject(ListName::Archives, edition));
}

std::span<const ArchiveView> archives_of(const Context& context, model::EditionId edition) {
  const campaign::EditionView* view = context.edition_view(edition);
  return view == nullptr ? std::span<const ArchiveView>() : std::span<const ArchiveView>(view->archives);
}

Value archive_value(const Context& context, model::EditionId edition, const ArchiveView& view) {
  const auto index = static_cast<size_t>(&view - archives_of(context, edition).data());
  const uint64_t bytes = context.shared->archive_bytes[edition][index];
  value::Arena& arena = *context.arena;
  value::MapBuilder map;
  map.set("name", text_value(view.name)).set("topic", text_value(view.topic));
  map.set("url", url_value(context, model::archive_path(context.site().editions[edition], view.name)));
  map.set("count", Value::integer(static_cast<int64_t>(view.files.size())));
  map.set("bytes", Value::integer(static_cast<int64_t>(bytes)));
  map.set("size_text", made_text(arena, size_text(bytes)));
  return map.build(arena);
}

}  // namespace

std::string download_name(const Context& context, model::FileId file) {
  const model::PageId owner = context.site().files[file].owner;
  context.read(graph::Aspect::File, file);
  if (owner < context.site().pages.size() && context.metadata_of(owner).kind == model::Kind::Material)
    context.read(graph::Aspect::Body, owner);  // its table says what the file is called
  return campaign::download_name(context.site(), file);
}

std::vector<std::vector<uint64_t>> sizes_of_archives(const model::Site& site, const campaign::Views& views) {
  std::vector<std::vector<uint64_t>> sizes;
  for (const campaign::EditionView& edition : views.editions) {
    std::vector<uint64_t>& own = sizes.emplace_back();
    for (const ArchiveView& view : edition.archives) own.push_back(archive::size_of(entries_of(site, view)));
  }
  return sizes;
}

void append_archive(const Context& context, model::EditionId edition, uint32_t number,
                    std::vector<Rendered::Part>& parts) {
  read_list(context, edition);
  const ArchiveView& view = archives_of(context, edition)[number];
  const model::Site& site = context.site();
  const std::vector<archive::Entry> entries = entries_of(site, view);
  for (size_t i = 0; i < entries.size(); i++) {
    context.read(graph::Aspect::File, view.files[i].file);
    parts.push_back({archive::local_header(entries[i]), {}, 0});
    parts.push_back({{}, "content/" + site.files[view.files[i].file].path, entries[i].size});
  }
  parts.push_back({archive::directory(entries), {}, 0});
}

Value archive_list(const Context& context, model::EditionId edition) {
  read_list(context, edition);
  value::ListBuilder list;
  for (const ArchiveView& view : archives_of(context, edition))
    list.add(archive_value(context, edition, view));
  return list.build(*context.arena);
}

Value archives_of_page(const Context& context, model::PageId page) {
  const model::EditionId edition = context.site().pages[page].edition;
  read_list(context, edition);
  value::ListBuilder list;
  for (const ArchiveView& view : archives_of(context, edition)) {
    const bool holds =
        !view.topic.empty() && std::any_of(view.files.begin(), view.files.end(),
                                           [&](const ArchivedFile& file) { return file.page == page; });
    if (holds) list.add(archive_value(context, edition, view));
  }
  return list.build(*context.arena);
}

}  // namespace herald::render
