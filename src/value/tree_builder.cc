#include "value/tree_builder.h"

#include <algorithm>

#include "value/entries.h"

namespace herald::value {
namespace {

// A diagnostic finds its line by walking the text; a file of doubles alone must not make that quadratic.
constexpr size_t kDoublesToldMax = 50;

}  // namespace

void TreeBuilder::open(Type type, uint32_t position) {
  size_t base = type == Type::Map ? entries_.size() : items_.size();
  frames_.push_back({type, false, static_cast<uint32_t>(base), position, {}, 0});
}

void TreeBuilder::key(std::string_view key, uint32_t position) {
  Frame& frame = frames_.back();
  frame.has_key = true;
  frame.key = key;
  frame.key_position = position;
}

void TreeBuilder::add(Value value) {
  if (frames_.empty()) {
    root_ = value;
    return;
  }
  Frame& frame = frames_.back();
  if (frame.type == Type::List) {
    items_.push_back(value);
  } else if (frame.has_key) {
    frame.has_key = false;
    entries_.push_back({frame.key, value, frame.key_position + 1});
  }
}

void TreeBuilder::close() {
  if (frames_.empty()) return;
  Frame frame = frames_.back();
  frames_.pop_back();
  Value value;
  if (frame.type == Type::Map) {
    value = close_map(frame);
  } else {
    value = make_list(std::span(items_).subspan(frame.base), arena_);
    items_.resize(frame.base);
  }
  add(value.at_position(frame.position));
}

Value TreeBuilder::close_map(const Frame& frame) {
  std::span<Entry> entries = std::span(entries_).subspan(frame.base);
  std::vector<Double> doubles = find_doubles(entries);
  for (size_t i = 0; i < doubles.size() && i < kDoublesToldMax; ++i) {
    report_double(entries[doubles[i].first], entries[doubles[i].again]);
  }
  Value map = make_map(entries.first(drop_doubles(entries, doubles)), arena_);
  entries_.resize(frame.base);
  return map;
}

void TreeBuilder::report_double(const Entry& first, const Entry& again) {
  uint32_t position = again.key_position - 1;
  std::vector<std::string> name = {std::string(again.key)};
  base::Diagnostic& diagnostic =
      diagnostics_.add(base::Code::DuplicateKey, source_, key_span(source_, position, again.key), name);
  base::Diagnostic note;
  note.code = base::Code::FirstKey;
  note.place = base::place_of(source_, key_span(source_, first.key_position - 1, first.key));
  note.arguments = std::move(name);
  diagnostic.notes.push_back(std::move(note));
}

Value TreeBuilder::finish() {
  while (!frames_.empty()) close();
  return root_;
}

base::Span key_span(const base::Source& source, uint32_t position, std::string_view key) {
  size_t size = source.text.size();
  bool quoted = position < size && (source.text[position] == '"' || source.text[position] == '\'');
  size_t end = std::min(position + key.size() + (quoted ? 2 : 0), size);
  return {position, static_cast<uint32_t>(std::max<size_t>(end, position))};
}

}  // namespace herald::value
