#pragma once
// What a form asks for as a flat list: a key for programs, a name for people, and what may be filled in. From
// it come the page's checks, the JSON Schema of a return and the header row of a table of returns. Private to
// the module.

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "campaign/form_parts.h"
#include "value/value.h"

namespace herald::campaign {

/// One field of a form, or one column of a roster.
struct FormInput {
  std::string key;                 ///< "blank-3", "choice-1"; of a roster "column-2".
  std::string name;                ///< 应急演练 参与（人次）; unique in the form.
  std::string_view kind = "text";  ///< integer, decimal, text; one, many of `options`.
  std::string unit = {};
  std::vector<std::string> options = {};
  bool required = false;
  std::string part_of = {};              ///< 其中: the key of the number that it is a part of.
  std::vector<std::string> sum_of = {};  ///< 合计: the keys of the numbers that it adds up.
};

/// Collects the fields of one form in the order of reading.
class FormInputs {
 public:
  /// A name that something else has: a field of the line above the form.
  void reserve(std::string name) { names_.insert(std::move(name)); }

  /// A cell begins: sentences about parts and sums end with it.
  void begin_cell(std::string_view row_title);

  /// Text between blanks; a 。 or ； ends what a sum or a part refers to.
  void pass(std::string_view text);

  /// A blank or choice of the cell, which the page calls `id`.
  const FormInput& add(const FormPart& part, std::string_view id);

  /// A blank or choice in a roster's `column` (from 1), the `nth` of its cell (from 0). The first row gives
  /// the columns; those below find theirs.
  const FormInput& add_column(const FormPart& part, size_t column, size_t nth);

  const std::vector<FormInput>& all() const { return inputs_; }

 private:
  FormInput made(const FormPart& part, std::string key, std::string_view title);
  void relate(const FormPart& part, FormInput& input);

  std::vector<FormInput> inputs_;
  std::unordered_set<std::string> names_;
  std::string title_;
  size_t clause_begin_ = 0;  ///< Index of the first input since the cell or its last stop.
  std::string whole_;        ///< The key that parts are of, since 其中.
};

/// The list as data: [{key, name, kind, unit, options, required, part_of, sum_of}].
value::Value values_of(const std::vector<FormInput>& inputs, Reading& reading);

}  // namespace herald::campaign
