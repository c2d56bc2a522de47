#pragma once
// An assembled site as bytes: which pages there are, where they are, who follows whom, which lists hold them.
// A build leaves it to the next one, which need not look at the metadata of all pages again when only the
// text of a few has changed.

#include "base/packing.h"
#include "model/site.h"

namespace herald::model {

/// Appends a site, but for what is read anyway or lies elsewhere: its configuration, theme, history, tables,
/// assets, its moment, and the metadata of pages.
void pack_site(const Site& site, base::Packer& packer);

/// Reads what pack_site appended; the rest of `site` stays as it is. Its pages are then lent by Site::texts
/// (Texts::page), by PageId. Damaged bytes make the Unpacker fail.
void unpack_site(base::Unpacker& bytes, Site& site);

}  // namespace herald::model
