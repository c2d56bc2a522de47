#pragma once
// What one worker keeps while it renders one output after the other, so that the next costs less. What is
// made with it is the same whatever it holds. Private to the module.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "graph/reads.h"
#include "model/site.h"
#include "render/fetch.h"
#include "render/field_index.h"
#include "render/qr_modules.h"
#include "value/arena.h"
#include "value/value.h"

namespace herald::render {

/// The steps to a page without the page itself: the same for all pages of a section that lie in one folder.
struct Trail {
  model::SectionId section = model::kNone;
  model::EditionId edition = model::kNone;
  std::string folder;              ///< of the outputs; empty where addresses are whole
  value::Value steps;              ///< in `arena`; Undefined when there are none yet
  std::vector<graph::Read> reads;  ///< what they were made from
  std::string json;                ///< the same as structured data says it, once it was asked for
  value::Arena arena;
};

/// The page tags that say the site and the column: the same for all pages of a section.
struct ColumnTags {
  model::SectionId section = model::kNone;
  model::EditionId edition = model::kNone;
  size_t column = SIZE_MAX;
  value::Value tags;               ///< in `arena`; Undefined when there are none yet
  std::vector<graph::Read> reads;  ///< what they were made from
  value::Arena arena;
};

/// Links as pages of one folder write them: a site leads to its own few places again and again. A slot for
/// each hash; who comes last stays.
class KnownLinks {
 public:
  struct Link {
    std::string written;
    model::LinkTarget target;
    std::string address;  ///< as it stands in an attribute, escaped; empty in a free slot
  };

  /// What follows is of pages of the folder `content`, whose output lies in `outputs`.
  void enter(std::string_view content, std::string_view outputs) {
    if (content == content_ && outputs == outputs_) return;
    content_ = content;
    outputs_ = outputs;
    for (Link& link : links_) link.address.clear();
  }
  /// The slot of `written` there. Its `address` is empty, or it holds what was found before.
  Link& slot(std::string_view written) {
    Link& link = links_[base::hash64(written) % links_.size()];
    if (link.written != written) {
      link.written = written;
      link.address.clear();
    }
    return link;
  }

 private:
  std::string content_, outputs_;
  std::array<Link, 128> links_;
};

/// Addresses of outputs as seen from one folder, likewise: each page names its section and its terms.
class KnownAddresses {
 public:
  /// The address of the output `to`, whose path outlives the render; empty when it has to be made.
  std::string& slot(std::string_view from, std::string_view to) {
    if (from != from_) {
      from_ = from;
      for (Address& address : addresses_) address = {};
    }
    Address& address =
        addresses_[reinterpret_cast<uintptr_t>(to.data()) / sizeof(std::string) % addresses_.size()];
    if (address.to.data() != to.data() || address.to.size() != to.size()) {
      address.to = to;
      address.text.clear();
    }
    return address.text;
  }

 private:
  struct Address {
    std::string_view to;
    std::string text;
  };
  std::string from_;
  std::array<Address, 128> addresses_;
};

/// Larger texts that are made for one render, in memory that the next render uses again.
class MadeTexts {
 public:
  /// An empty text, which stays where it is until clear().
  std::string& next() {
    if (used_ == texts_.size()) texts_.push_back(std::make_unique<std::string>());
    std::string& text = *texts_[used_++];
    text.clear();
    return text;
  }
  void clear() {
    used_ = 0;
    if (texts_.size() > kKept) texts_.resize(kKept);
  }

 private:
  static constexpr size_t kKept = 4;

  std::vector<std::unique_ptr<std::string>> texts_;
  size_t used_ = 0;
};

/// All of it, for one worker of one renderer.
struct Workspace {
  FieldIndex fields;  ///< of the page that is rendered
  QrModules qr;       ///< the code that was made last
  Trail trails[2];    ///< the trail that was made last: as seen from the output; with whole addresses
  ColumnTags tags;    ///< those that were made last
  MadeTexts texts;    ///< texts with their links, codes
  KnownLinks links;
  Fetcher fetcher;
  KnownAddresses addresses;
  std::string structured_memory;  ///< for structured data
  std::string_view structured;    ///< the output's, in that memory, once they were asked for
  value::Value canonical, genre;  ///< of the page that is rendered, once they were asked for

  /// Another output begins.
  void begin() {
    fields.clear();
    texts.clear();
    structured = {};
    canonical = genre = {};
  }
};

}  // namespace herald::render
