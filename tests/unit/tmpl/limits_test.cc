#include <doctest/doctest.h>

#include "cases.h"

namespace herald::tmpl::testing {
namespace {

void small(RenderInput& input) {
  input.steps_max = 20'000;
  input.output_max = 10'000;
  input.depth_max = 8;
}

/// Checks that `text` ends in the limit called `limit`.
void check_limit(const std::string& text, const std::string& limit) {
  CAPTURE(text.substr(0, 200));
  Case test;
  test.text = text;
  Outcome outcome = outcome_of(test, small);
  CHECK(outcome.told.find("the template went over a limit: " + limit + ",") != std::string::npos);
  CHECK(outcome.out.size() <= 10'200);
}

std::string repeated(const std::string& text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("loops end at the step limit") {
  check_limit("{% for i in range(1000000000) %}{% endfor %}", "steps");
  check_limit("{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}", "steps");
  check_limit("{{ range(1000000000)|list }}", "steps");
  check_limit("{{ range(1000000000)|sum }}", "steps");
  check_limit("{{ range(9000000000)|join }}", "steps");
  check_limit("{{ 5.5 in range(1000000000) }}", "steps");
  check_limit("{{ [0] * 1000000000 }}", "steps");
  check_limit(
      "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ "
      "ns.l == ns.l + [] }}{{ ns.l|tojson }}",
      "steps");
}

TEST_CASE("output ends at its limit, also within a capture") {
  check_limit("{% for i in range(10000) %}0123456789{% endfor %}", "output");
  check_limit("{% set x %}{% for i in range(10000) %}0123456789{% endfor %}{% endset %}", "output");
  check_limit(
      "{% macro m() %}{% for i in range(10000) %}0123456789{% endfor %}{% endmacro %}{{ m()|length }}",
      "output");
  check_limit("{% for i in range(10000) %}{{ 'abcdefghijklmnop' }}{{ i }}{% endfor %}", "output");
}

TEST_CASE("texts in the making end at the memory limit") {
  check_limit("{{ 'x' * 1000000000000 }}", "memory");
  check_limit(
      "{% set ns = namespace(t='xx') %}{% for i in range(100) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}",
      "memory");
  check_limit(
      "{% set ns = namespace(t='xx') %}{% for i in range(100) %}{% set ns.t = ns.t + ns.t %}{% endfor %}",
      "memory");
  check_limit(
      "{% set ns = namespace(t='xx') %}{% for i in range(100) %}{% set ns.t = ns.t|replace('x', 'xxxx') %}{% "
      "endfor %}",
      "memory");
  check_limit(
      "{% set ns = namespace(t=['xx']) %}{% for i in range(100) %}{% set ns.t = ns.t + ns.t %}{% endfor %}",
      "memory");
}

TEST_CASE("depth ends at its limit for macros, blocks, includes, imports, extends and recursive loops") {
  check_limit("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "depth");
  check_limit("{% macro m() %}{{ m()|upper }}{% endmacro %}{{ m() }}", "depth");
  check_limit("{% include 'main.html' %}", "depth");
  check_limit("{% import 'main.html' as m %}", "depth");
  check_limit("{% block a %}{{ self.a() }}{% endblock %}", "depth");
  check_limit("{% extends name|default('main.html') %}", "depth");
  check_limit("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", "depth");
}

TEST_CASE("values within values are printed and compared to a depth") {
  std::string deep =
      "{% set ns = namespace(l=[]) %}{% for i in range(300) %}{% set ns.l = [ns.l] %}{% endfor %}";
  check_limit(deep + "{{ ns.l }}", "depth of values");
  check_limit(deep + "{{ ns.l|tojson }}", "depth of values");
  check_limit(deep + "{{ ns.l == [ns.l] }}", "depth of values");
  check_limit(deep + "{{ [ns.l, ns.l]|sort }}", "depth of values");
  check_limit(deep + "{{ ns.l|pprint }}", "depth of values");
}

TEST_CASE("widths and counts that nobody means are refused") {
  for (const char* text :
       {"{{ 'a'|center(1000000000) }}", "{{ 'a'.zfill(1000000000) }}", "{{ 'a\nb'|indent(1000000000) }}",
        "{{ 'a'.ljust(1000000000) }}", "{{ [1]|batch(0) }}", "{{ [1]|batch(99999999999, 1) }}",
        "{{ [1]|tojson(1000000) }}", "{{ [1]|slice(99999999999) }}"}) {
    Case test;
    test.text = text;
    CHECK(outcome_of(test, small).told.find("cannot be") != std::string::npos);
  }
  for (const char* text :
       {"{{ '%1000000000d' % 1 }}", "{{ '{:1000000000}'.format(1) }}", "{{ '%.999999999f' % 1 }}"}) {
    Case test;
    test.text = text;
    CHECK(outcome_of(test, small).told.find("does not fit") != std::string::npos);
  }
}

TEST_CASE("templates of any nesting are read without running out of stack") {
  for (const std::string& text :
       {"{{ " + repeated("(", 100'000), "{{ " + repeated("[", 100'000),
        "{{ " + repeated("not ", 100'000) + "x }}", "{{ " + repeated("-", 100'000) + "1 }}",
        "{{ a" + repeated(".b", 100'000) + " }}", "{{ 1" + repeated(" + 1", 100'000) + " }}",
        "{{ a" + repeated("|upper", 100'000) + " }}", "{{ a" + repeated(" if b else c", 100'000) + " }}",
        repeated("{% if x %}", 10'000), repeated("{% for x in y %}", 10'000),
        "{% set " + repeated("(", 100'000), "{{ 1" + repeated(" < 1", 50'000) + " }}",
        repeated("{% elif x %}", 10'000), "{{ a" + repeated("(1)", 100'000) + " }}",
        "{{ a" + repeated("[0]", 100'000) + " }}", "{{ " + repeated("{1:", 50'000), repeated("{{", 20'000),
        repeated("{%", 20'000)}) {
    CAPTURE(text.substr(0, 40));
    Case test;
    test.text = text;
    outcome_of(test, small);
  }
}

TEST_CASE("of very many mistakes the first twenty are told") {
  for (const std::string& text :
       {repeated("{% ", 20'000), repeated("{{ a b }}", 1'000), repeated("{{ ? }}", 1'000)}) {
    CAPTURE(text.substr(0, 20));
    std::string told = outcome_of(text).told;
    int count = 0;
    for (size_t at = told.find(": error: "); at != std::string::npos; at = told.find(": error: ", at + 1))
      ++count;
    CHECK(count >= 20);
    CHECK(count <= 40);  // the lexer's and the parser's
  }
}

TEST_CASE("large flat templates are no problem") {
  Outcome outcome = outcome_of(
      "{{ [" + repeated("1, ", 70'000) + "]|length }}{{ ['" + repeated("a', x, '", 3000) + "']|length }}",
      "{\"x\": 1}");
  CHECK(outcome.out == "700006001");
}

TEST_CASE("too many names make an error and no code") {
  std::string text = "{% block a %}";
  for (int i = 0; i < 61'000; ++i) text += "{% set a" + std::to_string(i) + "=1 %}";
  CHECK(outcome_of(text + "{% endblock %}").told.find("template-too-many-names") != std::string::npos);
}

}  // namespace herald::tmpl::testing
