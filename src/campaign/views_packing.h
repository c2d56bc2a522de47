#pragma once
// Views as bytes, so that the next build need not gather them again when nothing has changed that they show.

#include "base/packing.h"
#include "campaign/views.h"

namespace herald::campaign {

/// Appends the views of a site.
void pack_views(const Views& views, base::Packer& packer);
/// Reads what pack_views appended. Damaged bytes make the Unpacker fail.
void unpack_views(base::Unpacker& bytes, Views& views);

}  // namespace herald::campaign
