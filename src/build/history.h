#pragma once
// What a publication adds to the history: content/history.json as it shall be when the publication succeeds.

#include "base/date.h"
#include "build/load.h"
#include "campaign/views.h"
#include "io/files.h"
#include "model/history.h"
#include "model/site.h"

namespace herald::build {

/// The history with all shown pages and events of `site`, published at `now`. A page that is new in it has
/// the dates of its front matter; one whose text is another than before was changed now; an event at another
/// time or place, and a deadline on another day, counts one up. What is no longer there stays remembered.
/// Reads the texts of the pages.
model::History advanced_history(const io::Disk& disk, const Folders& folders, const model::Site& site,
                                const campaign::Views& views, base::DateTime now);

}  // namespace herald::build
