#pragma once
// YAML for front matter; the one door to libyaml. Nothing is guessed: every scalar stays text, and the
// field's definition says what it becomes. So `yes`, `no`, 010, 1.10 and 2026-06-01 are what the kind's field
// says they are.

#include "base/diagnostics.h"
#include "base/source.h"
#include "value/value.h"

namespace herald::value {

/// Reads one YAML mapping from `span` of `source`, the text between the `---` lines, into `arena`.
///
/// A pre-pass reads as meant, and keeps every place: `key：value` and `标题:值` (a full-width colon, or no
/// blank, after a key), a value that holds `: ` or starts with one of @ % ` * & ! or with quotes or brackets
/// that text follows
/// (`"安全"活动`, `[重要] 关于`), list items with a colon that are sentences (`- 各社区：请…`), `-甲` without
/// a blank; tabs, U+3000 and U+00A0 as blanks. A `#` behind a blank stays YAML's comment (`yaml-hash` if it
/// looks like a hashtag).
///
/// Gives a Map, empty if there is nothing to read. All scalars become String values with their positions in
/// `source`; plain `null`, `~` and nothing become Null. Keys are as written; of equal ones (`duplicate-key`)
/// the last wins. Never fails and shows every error in one run, each at the place that a person would look
/// at: `yaml-indent`, `yaml-missing-colon`, `yaml-missing-key`, `yaml-stray-item`, `yaml-unclosed-quote`,
/// `yaml-unclosed-bracket`, `yaml-extra-comma`, `yaml-missing-comma`, `yaml-wide-comma`, `yaml-escape`,
/// `yaml-control`, `yaml-anchor` (anchors and aliases are refused), `yaml-too-deep`,
/// `front-matter-not-a-mapping`, and `yaml-syntax` for the rest; the entries that could be read are returned.
Value parse_yaml(const base::Source& source, base::Span span, Arena& arena, base::Diagnostics& diagnostics);

}  // namespace herald::value
