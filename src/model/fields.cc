#include "model/fields.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

#include "base/suggest.h"
#include "base/utf8.h"
#include "model/field_types.h"

namespace herald::model {
namespace {

using base::Code;
using value::Entry;
using value::Type;
using value::Value;

/// More fields than any kind has; the walk keeps a small table on the stack for them.
constexpr size_t kFieldsMax = 128;
/// Objects within objects; definitions are a few deep, but they are data.
constexpr int kDepthMax = 16;

/// Names that other generators use for what we have under another name.
constexpr std::array<std::array<std::string_view, 2>, 11> kForeignNames = {{
    {"type", "kind"},
    {"layout", "kind"},
    {"template", "kind"},
    {"description", "summary"},
    {"excerpt", "summary"},
    {"permalink", "slug"},
    {"lastmod", "updated"},
    {"image", "cover"},
    {"categories", "tags"},
    {"expiryDate", "expires"},
    {"时间", "start"},
}};

Value read_map(std::span<const FieldDefinition> definitions, Value raw, base::Span whole,
               const FieldReading& reading, int depth);

/// Calls `with` for each part of `text` between '|'; ends when it says true.
template <class With>
bool any_part(std::string_view text, With with) {
  while (true) {
    const size_t bar = text.find('|');
    if (with(text.substr(0, bar))) return true;
    if (bar == std::string_view::npos) return false;
    text.remove_prefix(bar + 1);
  }
}

/// The name nearest to `key` among all keys and labels, or an empty text.
std::string_view suggestion_for(std::span<const FieldDefinition> definitions, std::string_view key) {
  for (const auto& [foreign, ours] : kForeignNames) {
    const FieldDefinition* field = key == foreign ? find_field(definitions, ours) : nullptr;
    if (field == nullptr) continue;
    const bool is_english = static_cast<unsigned char>(key.front()) < 0x80;
    return is_english || field->label.empty() ? ours : field->label.substr(0, field->label.find('|'));
  }
  std::vector<std::string_view> names;
  for (const FieldDefinition& field : definitions) {
    names.push_back(field.key);
    any_part(field.label, [&](std::string_view label) {
      if (!label.empty()) names.push_back(label);
      return false;
    });
  }
  return base::nearest(key, names);
}

void add_unknown_key(std::span<const FieldDefinition> definitions, const Entry& entry,
                     const FieldReading& reading) {
  const base::Span span = span_of_key(entry.key, entry.key_position, reading.context);
  base::Diagnostic& diagnostic =
      reading.diagnostics.add(Code::UnknownKey, *reading.context.source, span, {std::string(entry.key)});
  const std::string_view meant = suggestion_for(definitions, entry.key);
  if (meant.empty()) return;
  diagnostic.notes.push_back(base::failure(Code::DidYouMean, "", {std::string(meant)}));
}

void add_missing(const FieldDefinition& field, base::Span place, const FieldReading& reading) {
  const Code code = field.need == Need::Required ? Code::MissingField : Code::MissingExpectedField;
  const std::string_view label = field.label.substr(0, field.label.find('|'));
  const FieldReading named{reading.context, reading.arena, reading.diagnostics, field.key};
  reading.diagnostics.add(
      code, *reading.context.source, place,
      {std::string(field.key), std::string(label.empty() ? field.key : label), example_line(field, named)});
}

Value read_one(const FieldDefinition& field, Value raw, const FieldReading& reading, int depth) {
  if (field.type != FieldType::Object) return read_scalar(field, raw, reading);
  if (raw.is(Type::Map) && depth < kDepthMax) {
    return read_map(field.fields, raw, span_of(raw, reading.context), reading, depth + 1)
        .at_position(raw.has_position() ? raw.position() : UINT32_MAX);
  }
  if (!is_blank(raw)) add_wrong_type(field, raw, reading);
  return {};
}

/// Whether a text reads as an enumeration: one with brackets ("各区（甲区、乙区，下同）") or an address that
/// ends in a colon is a sentence, and is kept whole.
bool is_enumeration(std::string_view text) {
  for (const std::string_view mark : {"（", "(", "，", "："}) {
    if (text.find(mark) != std::string_view::npos) return false;
  }
  return true;
}

/// Splits "企业、社区" where a list of texts or choices is wanted.
void read_enumeration(const FieldDefinition& field, Value raw, const FieldReading& reading,
                      value::ListBuilder& out) {
  constexpr std::string_view kComma = "、";
  const std::string_view text = raw.as_text();
  const bool exact =
      raw.has_position() && reading.context.source != nullptr &&
      std::string_view(reading.context.source->text).substr(raw.position(), text.size()) == text;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(kComma, begin), text.size());
    Value part = Value::string(text.substr(begin, end - begin));
    if (raw.has_position())
      part = part.at_position(raw.position() + (exact ? static_cast<uint32_t>(begin) : 0));
    const Value typed = read_scalar(field, part, reading);
    if (!typed.is_undefined()) out.add(typed);
    begin = end + kComma.size();
  }
}

Value read_list(const FieldDefinition& field, Value raw, const FieldReading& reading, int depth) {
  value::ListBuilder out;
  const bool enumerable = field.type == FieldType::Text || field.type == FieldType::Choice;
  if (raw.is(Type::List)) {
    for (const Value& item : raw.items()) {
      const Value typed = read_one(field, item, reading, depth);
      if (!typed.is_undefined()) out.add(typed);
    }
  } else if (raw.is(Type::String) && enumerable && is_enumeration(raw.as_text())) {
    read_enumeration(field, raw, reading, out);
  } else {
    const Value typed = read_one(field, raw, reading, depth);
    if (!typed.is_undefined()) out.add(typed);
  }
  if (out.size() == 0 && !raw.is(Type::List)) return {};
  const Value list = out.build(reading.arena);
  return raw.has_position() ? list.at_position(raw.position()) : list;
}

Value read_field(const FieldDefinition& field, Value raw, const FieldReading& reading, int depth) {
  if (field.type == FieldType::Any) return raw;
  return field.list ? read_list(field, raw, reading, depth) : read_one(field, raw, reading, depth);
}

/// Reads one map. Entries go straight into the arena: this runs for every page.
class MapReading {
 public:
  MapReading(std::span<const FieldDefinition> definitions, Value raw, const FieldReading& reading, int depth)
      : definitions_(definitions), reading_(reading), depth_(depth) {
    assert(definitions.size() <= kFieldsMax);
    if (raw.is(Type::Map)) raw_ = raw.entries();
    entries_ = reading.arena.array<Entry>(raw_.size());
  }

  Value read(base::Span whole) {
    for (const Entry& entry : raw_) read_entry(entry);
    if (reading_.context.ask_for_missing) ask_for_missing(whole);
    return Value::map({entries_, count_});
  }

 private:
  /// What became of a definition: absent, written but unusable (already told), or the entry that holds it.
  struct Slot {
    uint32_t entry_plus_1 = 0;
    bool told = false;
    uint32_t blank_key = 0;    ///< Key position of an entry with nothing behind it.
    std::string_view written;  ///< The name that it was written under.
  };

  void read_entry(const Entry& entry) {
    const FieldDefinition* field = find_field(definitions_, entry.key);
    if (field == nullptr) {
      add_unknown_key(definitions_, entry, reading_);
      put(entry);
      return;
    }
    Slot& slot = slots_[static_cast<size_t>(field - definitions_.data())];
    if (is_blank(entry.value)) {
      slot.blank_key = entry.key_position;
      return;
    }
    if (slot.entry_plus_1 != 0 || slot.told) add_twice(slot, entry);
    slot.written = entry.key;
    // A part without a place was not written: the editor gave it alone, under the name of the whole.
    const bool alone = entry.key_position == 0 && !reading_.written.empty();
    const FieldReading named{reading_.context, reading_.arena, reading_.diagnostics,
                             alone ? reading_.written : entry.key};
    const Value typed = read_field(*field, entry.value, named, depth_);
    if (typed.is_undefined()) {
      slot.told = true;
    } else if (slot.entry_plus_1 != 0) {
      entries_[slot.entry_plus_1 - 1] = Entry{field->key, typed, entry.key_position};
    } else {
      put(Entry{field->key, typed, entry.key_position});
      slot.entry_plus_1 = static_cast<uint32_t>(count_);
    }
  }

  void add_twice(const Slot& slot, const Entry& entry) {
    const base::Span span = span_of_key(entry.key, entry.key_position, reading_.context);
    reading_.diagnostics.add(Code::FieldTwice, *reading_.context.source, span,
                             {std::string(slot.written), std::string(entry.key)});
  }

  void ask_for_missing(base::Span whole) {
    for (size_t i = 0; i < definitions_.size(); ++i) {
      const Slot& slot = slots_[i];
      if (definitions_[i].need == Need::Optional || slot.entry_plus_1 != 0 || slot.told) continue;
      if (!definitions_[i].key.empty() && definitions_[i].key == reading_.context.supplied) continue;
      const base::Span place =
          slot.blank_key == 0 ? whole : span_of_key(definitions_[i].key, slot.blank_key, reading_.context);
      add_missing(definitions_[i], place, reading_);
    }
  }

  void put(const Entry& entry) { entries_[count_++] = entry; }

  std::span<const FieldDefinition> definitions_;
  const FieldReading& reading_;
  int depth_;
  std::span<const Entry> raw_;
  Entry* entries_ = nullptr;
  size_t count_ = 0;
  std::array<Slot, kFieldsMax> slots_ = {};
};

Value read_map(std::span<const FieldDefinition> definitions, Value raw, base::Span whole,
               const FieldReading& reading, int depth) {
  return MapReading(definitions, raw, reading, depth).read(whole);
}

}  // namespace

const FieldDefinition* find_field(std::span<const FieldDefinition> definitions, std::string_view key) {
  if (key.empty()) return nullptr;
  for (const FieldDefinition& field : definitions) {
    if (field.key == key) return &field;
  }
  for (const FieldDefinition& field : definitions) {
    if (any_part(field.label, [&](std::string_view label) { return label == key; })) return &field;
  }
  return nullptr;
}

Value read_fields(std::span<const FieldDefinition> definitions, Value raw, const FieldContext& context,
                  value::Arena& arena, base::Diagnostics& diagnostics) {
  assert(context.source != nullptr);
  const FieldReading reading{context, arena, diagnostics};
  const Value fields = read_map(definitions, raw, context.whole, reading, 0);
  return raw.has_position() ? fields.at_position(raw.position()) : fields;
}

}  // namespace herald::model
