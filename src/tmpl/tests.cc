// The tests behind `is`.

#include "base/utf8.h"
#include "tmpl/builtins.h"
#include "tmpl/text.h"

namespace herald::tmpl {
namespace {

using value::Type;
using value::Value;

using Arguments = std::span<const Value>;

Value yes_if(bool b) { return Value::boolean(b); }

bool is_callable(Value value) {
  const Native* native = as_native(value);
  if (native == nullptr) return false;
  if (const auto* loop = as<Loop>(value)) return loop->recursion != nullptr;
  NativeKind kind = native->kind();
  return kind == NativeKind::Macro || kind == NativeKind::Builtin || kind == NativeKind::Joiner;
}

/// The same object, or the same plain value.
bool same(Value a, Value b, Work& work) {
  if (a.type() != b.type()) return false;
  if (a.is(Type::List)) return a.items().data() == b.items().data();
  if (a.is(Type::Map)) return a.entries().data() == b.entries().data();
  return equal(a, b, work);
}

/// Letters there are, and none has another form in the wanted case.
bool all_in_case(std::string_view text, char32_t (*convert)(char32_t), char32_t (*other)(char32_t)) {
  bool any = false;
  for (size_t at = 0; at < text.size();) {
    char32_t c = base::next_code_point(text, at);
    if (convert(c) != c) return false;
    any = any || other(c) != c;
  }
  return any;
}

Value defined(Call&, Arguments a) { return yes_if(!a[0].is_undefined()); }
Value not_defined(Call&, Arguments a) { return yes_if(a[0].is_undefined()); }
Value none(Call&, Arguments a) { return yes_if(a[0].is(Type::Null)); }
Value boolean(Call&, Arguments a) { return yes_if(a[0].is(Type::Bool)); }
Value is_true(Call&, Arguments a) { return yes_if(a[0].is(Type::Bool) && a[0].as_bool()); }
Value is_false(Call&, Arguments a) { return yes_if(a[0].is(Type::Bool) && !a[0].as_bool()); }
Value integer(Call&, Arguments a) { return yes_if(a[0].is(Type::Int)); }
Value floating(Call&, Arguments a) { return yes_if(a[0].is(Type::Float)); }
Value number(Call&, Arguments a) { return yes_if(a[0].is_number() || a[0].is(Type::Bool)); }
Value string(Call&, Arguments a) { return yes_if(a[0].is_text()); }
Value mapping(Call&, Arguments a) { return yes_if(is_mapping(a[0])); }
Value escaped_test(Call&, Arguments a) { return yes_if(a[0].is(Type::Html)); }
Value callable(Call&, Arguments a) { return yes_if(is_callable(a[0])); }
Value same_as(Call& call, Arguments a) { return yes_if(same(a[0], a[1], invocation_of(call).work)); }
Value sequence(Call&, Arguments a) { return yes_if(a[0].is_text() || is_sequence(a[0]) || is_mapping(a[0])); }
Value iterable(Call&, Arguments a) { return yes_if(a[0].is_text() || is_sequence(a[0]) || is_mapping(a[0])); }
Value in(Call& call, Arguments a) { return yes_if(contains(a[1], a[0], invocation_of(call).work)); }

Value lower(Call& call, Arguments a) {
  return yes_if(all_in_case(string_of(a[0], invocation_of(call).work), to_lower, to_upper));
}

Value upper(Call& call, Arguments a) {
  return yes_if(all_in_case(string_of(a[0], invocation_of(call).work), to_upper, to_lower));
}

Value filter(Call& call, Arguments a) {
  return yes_if(invocation_of(call).filters.find(a[0].text_or_empty()) != nullptr);
}

Value test(Call& call, Arguments a) {
  return yes_if(invocation_of(call).tests.find(a[0].text_or_empty()) != nullptr);
}

/// Whether the rest of a division is `rest`.
Value rest_is(Call& call, Value dividend, Value divisor, int64_t rest) {
  Work& work = invocation_of(call).work;
  if (dividend.is_text()) return work.fail_type(invocation_of(call).name, dividend);
  Value modulo = binary(Operator::Modulo, dividend, divisor, work);
  return yes_if(!work.failed && equal(modulo, Value::integer(rest), work));
}

Value odd(Call& call, Arguments a) { return rest_is(call, a[0], Value::integer(2), 1); }
Value even(Call& call, Arguments a) { return rest_is(call, a[0], Value::integer(2), 0); }
Value divisible_by(Call& call, Arguments a) { return rest_is(call, a[0], a[1], 0); }

template <Operator op>
Value compares(Call& call, Arguments a) {
  return yes_if(compare_with(op, a[0], a[1], invocation_of(call).work));
}

}  // namespace

Function string_test() { return string; }

void add_tests(CallableTable& tests) {
  auto add = [&](std::string_view name, Function function, std::vector<Parameter> parameters,
                 std::string_view zh, std::string_view en, uint8_t flags = 0) {
    tests.add({name, function, std::move(parameters), zh, en}, flags);
  };
  auto compare = [&](std::initializer_list<std::string_view> names, Function function, std::string_view zh,
                     std::string_view en) {
    for (std::string_view name : names) add(name, function, {required("other")}, zh, en);
  };
  add("defined", defined, {}, "已定义。", "It is defined.", kTakesUndefined);
  add("undefined", not_defined, {}, "未定义。", "It is undefined.", kTakesUndefined);
  add("none", none, {}, "为空值 none。", "It is none.");
  add("boolean", boolean, {}, "是真假值。", "It is true or false.");
  add("true", is_true, {}, "是 true。", "It is true itself.");
  add("false", is_false, {}, "是 false。", "It is false itself.");
  add("integer", integer, {}, "是整数。", "It is an integer.");
  add("float", floating, {}, "是小数。", "It is a number with a fraction.");
  add("number", number, {}, "是数。", "It is a number, true or false.");
  add("string", string, {}, "是文本。", "It is text.");
  add("mapping", mapping, {}, "是字典或记录。", "It has keys.");
  add("sequence", sequence, {}, "是序列。", "It has items.");
  add("iterable", iterable, {}, "可以遍历。", "A loop can go over it.");
  add("callable", callable, {}, "可以调用。", "It can be called.");
  add("escaped", escaped_test, {}, "是安全标记。", "It is safe markup.");
  add("lower", lower, {}, "全为小写。", "All letters are lower case.");
  add("upper", upper, {}, "全为大写。", "All letters are upper case.");
  add("filter", filter, {}, "是过滤器的名称。", "There is a filter of that name.");
  add("test", test, {}, "是测试的名称。", "There is a test of that name.");
  add("odd", odd, {}, "是奇数。", "It is odd.");
  add("even", even, {}, "是偶数。", "It is even.");
  add("divisibleby", divisible_by, {required("num")}, "能被整除。", "It can be divided by `num`.");
  add("sameas", same_as, {required("other")}, "是同一个值。", "It is the very same value.");
  add("in", in, {required("seq")}, "在其中。", "It is in the list, map or text.");
  compare({"eq", "equalto", "=="}, compares<Operator::Equal>, "相等。", "It is equal.");
  compare({"ne", "!="}, compares<Operator::NotEqual>, "不相等。", "It is not equal.");
  compare({"lt", "lessthan", "<"}, compares<Operator::Less>, "小于。", "It is less.");
  compare({"le", "<="}, compares<Operator::LessEqual>, "小于或等于。", "It is less or equal.");
  compare({"gt", "greaterthan", ">"}, compares<Operator::Greater>, "大于。", "It is greater.");
  compare({"ge", ">="}, compares<Operator::GreaterEqual>, "大于或等于。", "It is greater or equal.");
}

}  // namespace herald::tmpl
