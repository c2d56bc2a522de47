#pragma once
// Site + templates -> bytes, one output at a time, with a record of what each output read. Pure: no disk, no
// clock. A Renderer is made once a build, then used by any number of threads, each with its own Scratch.

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "campaign/views.h"
#include "graph/reads.h"
#include "model/plan.h"
#include "model/site.h"
#include "render/text_cache.h"
#include "tmpl/tmpl.h"
#include "value/arena.h"

namespace herald::render {

/// What one output is: bytes, the copy of a file of the site, or parts of both sorts, one behind the other.
struct Rendered {
  /// A piece of an output that is never held in memory as a whole.
  struct Part {
    std::string bytes;    ///< Unless it is a copy.
    std::string copy_of;  ///< When not empty: as below.
    uint64_t size = 0;    ///< Of the file that it is a copy of.
  };

  std::string bytes;               ///< Kept between renders for its capacity.
  std::string copy_of;             ///< When not empty: the file below the site's folder whose bytes it is.
  std::vector<Part> parts;         ///< When there are any, the output is these.
  std::vector<graph::Read> reads;  ///< Each once; kept likewise.
  bool ok = true;                  ///< False when there was an error; `bytes` is then not to be used.
};

class KeptGroups;  // kept_parts.h
struct Workspace;  // workspace.h

/// Memory that one worker reuses from output to output. It belongs to one renderer.
struct Scratch {
  Scratch();
  ~Scratch();
  value::Arena arena;
  graph::Reads reads;
  TextCache texts;
  std::string making;  ///< See Context.
  tmpl::Profile* profile = nullptr;  ///< When given, templates tell it where the time goes.
  bool keeps_parts = true;           ///< Off for tests: what is the same on many pages is then made for each.
  std::unique_ptr<KeptGroups> groups;
  std::unique_ptr<Workspace> workspace;
};

/// The templates of a theme, compiled: good for the renderers of any number of sites that have this theme.
class Templates {
 public:
  explicit Templates(const model::Theme& theme);
  ~Templates();
  Templates(const Templates&) = delete;
  Templates& operator=(const Templates&) = delete;

 private:
  friend class Renderer;
  struct State;
  std::unique_ptr<State> state_;
};

/// All templates of a site, compiled, with what they may ask for.
class Renderer {
 public:
  /// Compiles the theme's templates. `site` and `views` must outlive the renderer.
  /// Adds what the templates' compilation adds, and `template-missing` for a kind that is shown and has none.
  Renderer(const model::Site& site, const campaign::Views& views, base::Diagnostics& diagnostics);
  /// With the templates of the site's theme as they were compiled before; adds the same.
  Renderer(const model::Site& site, const campaign::Views& views, std::shared_ptr<const Templates> templates,
           base::Diagnostics& diagnostics);
  /// The same for a site of which all of that was told before.
  Renderer(const model::Site& site, const campaign::Views& views, std::shared_ptr<const Templates> templates);
  ~Renderer();
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;

  /// The name of the template that makes a page.
  std::string template_of_page(model::PageId page) const;

  /// Makes `output`. Thread-safe with different scratch and results.
  void render(const model::Output& output, Scratch& scratch, Rendered& result,
              base::Diagnostics& diagnostics) const;

  /// For so many outputs behind the one that it renders next a worker tells which they are.
  static constexpr size_t kAhead = 5;  // the steps of fetch.cc
  /// The worker renders `output` soon, behind `ahead` others, 1 to kAhead: memory that it will look at is
  /// fetched meanwhile, a step for each of the calls as its turn comes nearer. A hint: nothing is read from a
  /// disk, and the output is the same without it. Thread-safe with different scratch.
  void expect(const model::Output& output, size_t ahead, Scratch& scratch) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Registers the filters and functions of the field on `environment` (docs: the theme manual). Called by
/// Renderer, and by who renders a template without a site: see NoSite.
void register_callables(tmpl::Environment& environment);

/// What the callables are handed (RenderInput::context) where there is no site, as in `herald template`: they
/// know the date; t() gives its key; asset() and url() are errors. One thread at a time.
class NoSite {
 public:
  explicit NoSite(base::DateTime now);
  ~NoSite();
  NoSite(const NoSite&) = delete;
  NoSite& operator=(const NoSite&) = delete;

  /// For RenderInput::context; lives as long as this.
  void* context();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace herald::render
