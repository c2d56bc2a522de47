#include <doctest/doctest.h>

#include "tmpl/tmpl.h"

namespace herald::tmpl {
namespace {

void check_dump(const std::string& text, Environment::Stage stage, const std::string& expected) {
  Environment environment;
  environment.add_template("t.html", {"t.html", text});
  base::Diagnostics diagnostics;
  environment.compile(diagnostics);
  CHECK(environment.dump("t.html", stage) == expected);
}

}  // namespace

TEST_CASE("tokens are listed with their bytes") {
  check_dump("a{%- if x %}{{ 'b\\n' ~ 1.5 }}{# c #}{% raw %}{{{% endraw %}\n", Environment::Stage::Tokens,
             "0-1 text 'a'\n"
             "1-3 {%\n"
             "5-7 name if\n"
             "8-9 name x\n"
             "10-12 %}\n"
             "12-14 {{\n"
             "15-20 string 'b\\n'\n"
             "21-22 ~\n"
             "23-26 float 1.5\n"
             "27-29 }}\n"
             "45-47 text '{{'\n"
             "59-59 end\n");
}

TEST_CASE("the tree shows what belongs to what") {
  check_dump(
      "{% for a, b in xs|sort(attribute='n') if a is not odd %}{{ a.b[0]?.c + 2 * -x ** 2 }}{% else %}-{% "
      "endfor %}"
      "{% set ns.x = 1 if y else [2, (3,)] %}{% call(z) m(1, k=2, *c) %}{{ 1 < z not in d }}{% endcall %}",
      Environment::Stage::Tree,
      "for (tuple a b) in (| xs sort attribute='n') if (is-not a odd)\n"
      "  print (+ (?. ([] (. a b) 0) c) (* 2 (** (- x) 2)))\n"
      "else\n"
      "  text '-'\n"
      "set ns.x = (if y 1 (list 2 (tuple 3)))\n"
      "call z (call m 1 k=2 *c)\n"
      "  print (compare 1 < z not in d)\n");
}

TEST_CASE("all statements are shown") {
  check_dump(
      "{% extends 'b' %}{% include ['a', 'b'] ignore missing without context %}{% import 'a' as m with "
      "context %}"
      "{% from 'a' import x, y as z %}{% block a scoped %}{% endblock %}{% with p = 1 %}{% endwith %}"
      "{% macro f(a, b=2) %}{% endmacro %}{% filter upper %}{% endfilter %}{% autoescape false %}{% "
      "endautoescape %}"
      "{% set x | trim %}{% endset %}{% if a %}{% elif b %}{% endif %}{% for x in y recursive %}{% endfor "
      "%}{{ a[1:][::2] }}",
      Environment::Stage::Tree,
      "extends 'b'\n"
      "include (list 'a' 'b') ignore-missing\n"
      "import 'a' as m with-context\n"
      "from 'a' import x=x z=y\n"
      "block a scoped\n"
      "with ( p) = ( 1)\n"
      "macro f a b=2\n"
      "filter (| _ upper)\n"
      "autoescape False\n"
      "set x | (| _ trim)\n"
      "if a\n"
      "if b\n"
      "for x in y recursive\n"
      "print ([:] ([:] a (slice 1 _ _)) (slice _ _ 2))\n");
}

TEST_CASE("the code is listed function by function") {
  check_dump("<p>{{ page.title }}{% for x in xs %}{{ loop.index }}{{ x|upper }}{% endfor %}",
             Environment::Stage::Code,
             "root t.html slots=2 stack=1\n"
             "   0 Text           0 0 0 '<p>' @0-3\n"
             "   1 LoadName       0 0 0 page @6-10\n"
             "   2 Attribute      0 0 0 title @6-16\n"
             "   3 Print          1 0 0 @6-16\n"
             "   4 LoadName       0 0 1 xs @31-33\n"
             "   5 ForBegin       0 1 0 @31-33\n"
             "   6 ForNext        0 1 13 @26-27\n"
             "   7 LoopMember     0 0 0 @39-49\n"
             "   8 Print          1 0 0 @39-49\n"
             "   9 LoadSlot       0 0 1 @55-56\n"
             "  10 Filter         1 1 0 upper @57-62\n"
             "  11 Print          1 0 0 @55-62\n"
             "  12 Jump           0 0 6 @22-25\n"
             "  13 ForEnd         0 0 14 @22-25\n"
             "  14 Return         0 0 0 @0-0\n");
}

TEST_CASE("a template that is not there has no listing") {
  Environment environment;
  CHECK(environment.dump("none", Environment::Stage::Code).empty());
  environment.add_template("t", {"t", "x"});
  CHECK(environment.dump("t", Environment::Stage::Code).empty());
  CHECK(environment.dump("t", Environment::Stage::Tree) == "text 'x'\n");
}

}  // namespace herald::tmpl
