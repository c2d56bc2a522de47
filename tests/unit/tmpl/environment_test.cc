#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

#include "cases.h"

namespace herald::tmpl::testing {
namespace {

using value::Value;

/// A record that makes its parts when asked, and counts the questions.
class Page final : public value::Object {
 public:
  Value attribute(std::string_view name, value::Arena& arena) const override {
    ++asked;
    if (name == "title") return Value::string("<T>");
    if (name == "body") return Value::html("<p>B</p>");
    if (name == "made") return Value::string(arena.copy("made of parts"));
    return {};
  }
  void names(std::vector<std::string_view>& out) const override {
    out.insert(out.end(), {"title", "body", "made"});
  }
  std::string_view type_name() const override { return "page"; }

  mutable int asked = 0;
};

/// A list whose items are made when asked.
class Squares final : public value::Object {
 public:
  Value attribute(std::string_view, value::Arena&) const override { return {}; }
  int64_t size() const override { return 1'000'000; }
  Value item(size_t index, value::Arena&) const override {
    ++asked;
    return Value::integer(static_cast<int64_t>(index * index));
  }

  mutable int asked = 0;
};

Value shout(Call& call, std::span<const Value> arguments) {
  std::string text(arguments[0].text_or_empty());
  int64_t count = arguments[1].as_int();
  if (count > 3) {
    call.error("count must be at most 3");
    return {};
  }
  for (int64_t i = 0; i < count; ++i) text += '!';
  if (arguments[2].is_text()) text += arguments[2].as_text();
  if (call.context() != nullptr) *static_cast<int*>(call.context()) += 1;
  return Value::string(call.arena().copy(text));
}

Callable shout_callable() {
  Callable callable;
  callable.name = "shout";
  callable.function = shout;
  Parameter count, end;
  count.name = "count";
  count.fallback = Value::integer(1);
  end.name = "end";
  callable.parameters = {count, end};
  return callable;
}

struct Run {
  bool good = false;
  std::string out, told;
};

Run run(Environment& environment, std::string_view name, RenderInput& input) {
  Run result;
  base::Diagnostics diagnostics;
  value::Arena arena;
  result.good = environment.compile(diagnostics) &&
                render(environment, *environment.find(name), input, arena, result.out, diagnostics);
  for (const base::Diagnostic& diagnostic : diagnostics.all())
    result.told += base::format_text(diagnostic, base::Language::English, base::Colour::No);
  return result;
}

Run run(const std::string& text, RenderInput& input) {
  Environment environment;
  environment.add_filter(shout_callable());
  environment.add_template("t.html", {"themes/x/t.html", text});
  return run(environment, "t.html", input);
}

Value map_of(value::Arena& arena, std::string_view key, Value item) {
  return value::MapBuilder().set(key, item).build(arena);
}

}  // namespace

TEST_CASE("lazy objects are asked for no more than what is used, and their html is not escaped") {
  Page page;
  value::Arena arena;
  RenderInput input;
  input.root = map_of(arena, "page", Value::object(&page));
  Run result = run("{{ page.title }}{{ page.body }}{% if false %}{{ page.made }}{% endif %}", input);
  CHECK(result.out == "&lt;T&gt;<p>B</p>");
  CHECK(page.asked == 2);
}

TEST_CASE("a lazy root is asked once for each name") {
  Page page;
  RenderInput input;
  input.root = Value::object(&page);
  CHECK(run("{{ title }}{{ title }}{{ made }}", input).out == "&lt;T&gt;&lt;T&gt;made of parts");
  CHECK(page.asked == 2);
}

TEST_CASE("lazy lists are read one by one") {
  Squares squares;
  value::Arena arena;
  RenderInput input;
  input.root = map_of(arena, "squares", Value::object(&squares));
  Run result = run("{{ squares|length }} {{ squares[3] }} {{ squares[-1] }} {{ squares|first }}", input);
  CHECK(result.out == "1000000 9 999998000001 0");
  CHECK(squares.asked == 3);
}

TEST_CASE("records have items and keys, and loops go over their names") {
  Page page;
  value::Arena arena;
  RenderInput input;
  input.root = map_of(arena, "page", Value::object(&page));
  Run result =
      run("{% for k, v in page.items() %}{{ k }}={{ v }};{% endfor %}{% for k in page %}{{ k }} {% endfor "
          "%}{{ page is mapping }}",
          input);
  CHECK(result.out == "title=&lt;T&gt;;body=<p>B</p>;made=made of parts;title body made True");
}

TEST_CASE("an undefined part of a record says what it might be, and what was being rendered") {
  Page page;
  value::Arena arena;
  RenderInput input;
  input.root = map_of(arena, "page", Value::object(&page));
  input.subject = "content/2026/notices/a.md";
  Run result = run("a{{ page.titel }}b", input);
  CHECK_FALSE(result.good);
  CHECK(result.out == "a");
  CHECK(result.told ==
        "themes/x/t.html:1:5: error: `page.titel` is not defined [template-undefined]\n"
        "a{{ page.titel }}b\n"
        "    ^~~~~~~~~~\n"
        "  hint: for a value that may be absent use `|default('')`, `is defined` or `?.`\n"
        "  note: did you mean `title`? [did-you-mean]\n"
        "  note: while rendering `content/2026/notices/a.md` [template-subject]\n");
}

TEST_CASE("a record cannot be printed as a whole") {
  Page page;
  value::Arena arena;
  RenderInput input;
  input.root = map_of(arena, "page", Value::object(&page));
  CHECK(run("{{ page }}", input).told.find("page cannot be printed [template-not-printable]") !=
        std::string::npos);
}

TEST_CASE("callables of others get their parameters in order, and their context") {
  int calls = 0;
  RenderInput input;
  input.context = &calls;
  CHECK(run("{{ 'a'|shout }} {{ 'a'|shout(2) }} {{ 'a'|shout(end='?') }} {{ 'a'|shout(count=3, end='.') }}",
            input)
            .out == "a! a!! a!? a!!!.");
  CHECK(calls == 4);
  CHECK(run("{{ ['a', 'b']|map('shout', 2)|join }}", input).out == "a!!b!!");
}

TEST_CASE("an error of a callable stands at its place") {
  RenderInput input;
  CHECK(run("{{ 'a'|shout(9) }}", input).told ==
        "themes/x/t.html:1:8: error: count must be at most 3 [template-argument]\n"
        "{{ 'a'|shout(9) }}\n"
        "       ^~~~~\n");
}

TEST_CASE("functions and tests can be added and replaced") {
  Environment environment;
  environment.add_function(
      {"answer", [](Call&, std::span<const Value>) { return Value::integer(42); }, {}, "", ""});
  environment.add_test(
      {"odd", [](Call&, std::span<const Value>) { return Value::boolean(true); }, {}, "", ""});
  environment.add_template("t.txt", {"t.txt", "{{ answer() }} {{ 2 is odd }}"});
  RenderInput input;
  CHECK(run(environment, "t.txt", input).out == "42 True");
}

TEST_CASE("every callable has a name of its own and help in two languages") {
  Environment environment;
  for (auto list : {environment.filters(), environment.tests(), environment.functions()}) {
    CHECK(list.size() >= 5);
    std::string_view before;
    for (const Callable& callable : list) {
      CAPTURE(callable.name);
      CHECK(before < callable.name);
      before = callable.name;
      CHECK_FALSE(callable.help_zh.empty());
      CHECK_FALSE(callable.help_en.empty());
    }
  }
}

TEST_CASE("each template that takes part is told once, in order") {
  Case test;
  test.text =
      "{% extends 'base.html' %}{% block a %}{% for i in [1, 2] %}{% include 'p.html' %}{% endfor %}{% "
      "endblock %}";
  test.templates = {{"base.html", "{% import 'm.html' as m %}{% block a %}{% endblock %}{{ m.f() }}"},
                    {"p.html", "p"},
                    {"m.html", "{% macro f() %}f{% endmacro %}"},
                    {"unused.html", ""}};
  Outcome outcome = outcome_of(test);
  CHECK(outcome.out == "ppf");
  CHECK(outcome.used == std::vector<std::string>{"main.html", "base.html", "m.html", "p.html"});
}

TEST_CASE("an environment knows its templates and keeps the good ones when others are bad") {
  Environment environment;
  environment.add_template("b.html", {"b.html", "{{ 1 +"});
  environment.add_template("a.html", {"a.html", "fine"});
  base::Diagnostics diagnostics;
  CHECK(environment.find("a.html") == nullptr);
  CHECK_FALSE(environment.compile(diagnostics));
  CHECK(environment.template_names() == std::vector<std::string_view>{"a.html", "b.html"});
  CHECK(environment.find("none") == nullptr);
  RenderInput input;
  value::Arena arena;
  std::string out = "kept ";
  CHECK(render(environment, *environment.find("a.html"), input, arena, out, diagnostics));
  CHECK(out == "kept fine");
}

TEST_CASE("a template can be replaced and compiled anew") {
  Environment environment;
  environment.add_template("a.html", {"a.html", "old"});
  RenderInput input;
  CHECK(run(environment, "a.html", input).out == "old");
  environment.add_template("a.html", {"a.html", "new"});
  Environment moved = std::move(environment);
  CHECK(run(moved, "a.html", input).out == "new");
}

TEST_CASE("threads render from one environment") {
  Environment environment;
  environment.add_template("base.html",
                           {"base.html", "{% macro m(x) %}{{ x }}{% endmacro %}{% block a %}{% endblock %}"});
  environment.add_template("t.html", {"t.html",
                                      "{% extends 'base.html' %}{% block a %}{% for i in range(n) %}{{ i ~ "
                                      "'<' }}{% endfor %}{% endblock %}"});
  base::Diagnostics diagnostics;
  REQUIRE(environment.compile(diagnostics));
  std::vector<std::string> outs(4);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < outs.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int round = 0; round < 50; ++round) {
        value::Arena arena;
        base::Diagnostics own;
        RenderInput input;
        input.root = map_of(arena, "n", Value::integer(static_cast<int64_t>(t)));
        outs[t].clear();
        render(environment, *environment.find("t.html"), input, arena, outs[t], own);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(outs == std::vector<std::string>{"", "0&lt;", "0&lt;1&lt;", "0&lt;1&lt;2&lt;"});
}

}  // namespace herald::tmpl::testing
