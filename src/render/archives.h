#pragma once
// The ZIPs of an edition's materials, as parts and as what pages say of them. Private to the module.

#include <string>
#include <vector>

#include "render/context.h"
#include "render/renderer.h"
#include "value/value.h"

namespace herald::render {

/// The name to save a file of the content under (campaign::download_name). What its page says of it is read.
std::string download_name(const Context& context, model::FileId file);

/// The parts of archive `number` of `edition`: headers, and the files between them.
void append_archive(const Context& context, model::EditionId edition, uint32_t number,
                    std::vector<Rendered::Part>& parts);

/// The bytes of each archive, by EditionId and in the order of EditionView::archives.
std::vector<std::vector<uint64_t>> sizes_of_archives(const model::Site& site, const campaign::Views& views);

/// [{name, topic, url, count, bytes, size_text}] of an edition's archives: the one of all, then one
/// a topic.
value::Value archive_list(const Context& context, model::EditionId edition);

/// The archives of the topics of the material `page`, likewise.
value::Value archives_of_page(const Context& context, model::PageId page);

}  // namespace herald::render
