#pragma once
// `herald explain PAGE`: what a page of the site is, why it is not there, what it makes, what it reads and
// what reads it. Builds in memory; writes nothing.

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "build/build.h"
#include "io/files.h"
#include "model/site.h"

namespace herald::build {

/// What there is to say of a page.
struct PageAccount {
  std::string path;  ///< From the site's folder.
  std::string id, title;
  model::Kind kind = model::Kind::Page;
  std::string kind_name;   ///< "notice", or a kind of the site's own.
  std::string kind_label;  ///< 通知: what the kind is called here.
  /// Who says the kind: the page itself, the name of its file or its folder; else it is a page like any
  /// other.
  enum class KindFrom : uint8_t { Page, File, Folder, Nobody };
  KindFrom kind_from = KindFrom::Nobody;
  std::string template_name;  ///< Empty for pages that describe a section or an edition.
  model::Hiding hiding = model::Hiding::None;
  std::string moment;  ///< When it appears or ended.
  struct Count {
    std::string name;  ///< "events", "slogans": a list that was read out of the text
    size_t size = 0;
  };
  std::vector<Count> records;
  std::vector<std::string> makes;      ///< Paths in the output: the page, its calendar, its attachments.
  std::vector<std::string> templates;  ///< Those that took part.
  std::vector<std::string> pages;      ///< Other pages whose texts or fields it shows.
  bool reads_now = false;              ///< It shows something relative to the day of the build.
  std::vector<std::string> read_by;    ///< Other outputs that show something of it.
  size_t warnings = 0, errors = 0;     ///< Diagnostics of the page's own file.
};

/// The account of the page at `path`: from the site's folder, from content/, or as the command line found it
/// (below options.site_folder). `page-unknown`, with the nearest path, when there is none.
base::Result<PageAccount> explain_page(const io::Disk& disk, const Options& options, const std::string& path);

}  // namespace herald::build
