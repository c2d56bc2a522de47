#pragma once
// What inspections of government sites go by, as site.json states it: the site's code, its records, its
// domain and the page tags. Reads and checks; what the tags say on a page is render's affair. Private to the
// module.
//
// The tags are those of the guide to government sites (国办发〔2017〕47号, annex, 网页标签).

#include "base/diagnostics.h"
#include "model/config.h"
#include "model/fields.h"

namespace herald::model {

/// Fills Config::domain and Config::host; page_tags has been read. Adds `wrong-domain` for a domain that is
/// none, and `missing-expected-field` where there is neither a domain nor a url and page tags are wanted.
void read_domain(Config& config, const FieldContext& context, base::Diagnostics& diagnostics);

/// Adds `wrong-record` for a site_id_code, icp or police_record of another form than such have.
void check_records(const Config& config, const FieldContext& context, base::Diagnostics& diagnostics);

/// Fills Config::page_tags. Adds `unknown-tag` for a name that no tag has.
void read_page_tags(Config& config, const FieldContext& context, base::Diagnostics& diagnostics);

}  // namespace herald::model
