#pragma once
// The pre-pass over YAML: reads as meant what clerks write, reports what cannot be meant, and hands libyaml a
// text that it understands, so that one slip of the pen does not hide the next. Inside this module only.
//
// It walks the block structure line by line with a stack of open levels, as YAML's own grammar would, and
// knows of each value only its form: nothing, plain text, quotes, brackets, a block of text. It edits a copy:
//   标题：关于…            a full-width colon (also `标题:关于`)       becomes `: `
//   title: 关于: 通知       text that YAML would read otherwise         is put into quotes
//   tab, U+3000            as indent or around a separator             become blanks
//   - 各社区：请…           an item with a colon that is no key          is put into quotes
//   mistakes               after they were reported                    are mended or left out
//
// Most heads are flat and plain. For those it also writes down what it saw, so that libyaml need not be
// asked.

#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "value/edited_text.h"

namespace herald::value {

/// One event of a simple text.
struct SimpleEvent {
  /// What happened.
  enum class Kind : uint8_t { OpenMap, OpenList, Close, Key, Plain, Quoted } kind;
  uint32_t position;   ///< Where a person sees it, in the original.
  uint32_t begin = 0;  ///< The text, in the original.
  uint32_t end = 0;
};

/// What the pre-pass hands over. All offsets count from the beginning of the span.
struct Prelinted {
  EditedText text;                  ///< For libyaml, applied.
  bool mapping = true;              ///< False when the whole is something else; reported.
  bool simple = false;              ///< `events` say it all.
  std::vector<SimpleEvent> events;  ///< Balanced, when `simple`.
};

/// Reads `span` of `source`. Linear; never fails.
Prelinted prelint(const base::Source& source, base::Span span, base::Diagnostics& diagnostics);

}  // namespace herald::value
