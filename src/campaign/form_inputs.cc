#include "campaign/form_inputs.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace herald::campaign {
namespace {

using value::Value;

bool is_number(const FormInput& input) { return input.kind == "integer" || input.kind == "decimal"; }

bool starts_sum(std::string_view label) {
  return label.starts_with("合计") || label.starts_with("共计") || label.starts_with("总计") ||
         label.starts_with("总数") || label.starts_with("小计");
}

bool is_remark(std::string_view name) {
  return name.find("备注") != std::string_view::npos || name.find("说明") != std::string_view::npos;
}

}  // namespace

void FormInputs::begin_cell(std::string_view row_title) {
  title_ = row_title;
  clause_begin_ = inputs_.size();
  whole_.clear();
}

void FormInputs::pass(std::string_view text) {
  for (const std::string_view stop : {"。", "；", ";"}) {
    if (text.find(stop) == std::string_view::npos) continue;
    clause_begin_ = inputs_.size();
    whole_.clear();
  }
}

FormInput FormInputs::made(const FormPart& part, std::string key, std::string_view title) {
  FormInput input{.key = std::move(key), .name = std::string(title)};
  if (!part.label.empty() && part.label != title)
    input.name.append(input.name.empty() ? "" : " ").append(part.label);
  if (!part.unit.empty()) input.name += "（" + part.unit + "）";
  if (input.name.empty()) input.name = input.key;
  const std::string wanted = input.name;
  for (int n = 2; !names_.insert(input.name).second; n++) input.name = fmt::format("{} {}", wanted, n);
  if (part.type == FormPart::Type::Choice) {
    input.kind = part.options.size() == 2 ? "one" : "many";
    input.options = part.options;
  } else {
    input.kind = part.kind;
    input.unit = part.unit;
  }
  input.required = input.kind != "text";
  return input;
}

/// 参与（　）场，其中夜间演练（　）场: a part is no more than the last number of its unit.
/// 甲（　）家，乙（　）家，合计（　）家: the sum of all numbers of its unit since the last stop.
void FormInputs::relate(const FormPart& part, FormInput& input) {
  if (!is_number(input) || input.unit.empty()) return;
  const auto same_unit = [&](const FormInput& other) { return is_number(other) && other.unit == input.unit; };
  const auto begin = inputs_.begin() + static_cast<std::ptrdiff_t>(clause_begin_);
  if (starts_sum(part.label)) {
    for (auto other = begin; other != inputs_.end(); ++other) {
      if (same_unit(*other)) input.sum_of.push_back(other->key);
    }
    if (input.sum_of.size() < 2) input.sum_of.clear();
    return;
  }
  if (part.label.starts_with("其中")) {
    whole_.clear();
    for (auto other = begin; other != inputs_.end(); ++other) {
      if (same_unit(*other)) whole_ = other->key;
    }
  }
  const auto whole =
      std::find_if(begin, inputs_.end(), [&](const FormInput& other) { return other.key == whole_; });
  if (whole != inputs_.end() && same_unit(*whole)) input.part_of = whole_;
}

const FormInput& FormInputs::add(const FormPart& part, std::string_view id) {
  FormInput input = made(part, std::string(id), title_);
  relate(part, input);
  return inputs_.emplace_back(std::move(input));
}

const FormInput& FormInputs::add_column(const FormPart& part, size_t column, size_t nth) {
  std::string key = fmt::format("column-{}", column);
  if (nth != 0) key += fmt::format("-{}", nth + 1);
  const auto known =
      std::find_if(inputs_.begin(), inputs_.end(), [&](const FormInput& input) { return input.key == key; });
  if (known != inputs_.end()) return *known;
  FormInput input = made(part, std::move(key), "");
  input.required = !is_remark(input.name);
  return inputs_.emplace_back(std::move(input));
}

Value values_of(const std::vector<FormInput>& inputs, Reading& reading) {
  const auto texts = [&](const std::vector<std::string>& list) {
    value::ListBuilder made;
    for (const std::string& text : list) made.add(reading.text(text));
    return made.build(reading.arena());
  };
  value::ListBuilder list;
  for (const FormInput& input : inputs) {
    value::MapBuilder map;
    map.set("key", reading.text(input.key)).set("name", reading.text(input.name));
    map.set("kind", Value::string(input.kind)).set("unit", reading.text(input.unit));
    map.set("options", texts(input.options)).set("required", Value::boolean(input.required));
    map.set("part_of", reading.text(input.part_of)).set("sum_of", texts(input.sum_of));
    list.add(map.build(reading.arena()));
  }
  return list.build(reading.arena());
}

}  // namespace herald::campaign
