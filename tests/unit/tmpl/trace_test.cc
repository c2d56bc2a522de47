// Doing again what earlier renders did gives what the machine gives.

#include "tmpl/trace.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "cases.h"
#include "tmpl/parts.h"
#include "tmpl/tmpl.h"
#include "value/value.h"

namespace herald::tmpl::testing {
namespace {

using value::Type;
using value::Value;

/// Where nothing but the templates is the same in all renders, unless names are said to be steady.
struct Host final : KeptParts {
  void begin_part() override {}
  bool end_part(uint32_t) override { return true; }
  void replay_part(uint32_t) override { replayed++; }
  int replayed = 0;
};

/// How data may differ from page to page: the same fields with other values of the same or of another truth,
/// other lengths, and a field less.
enum class Change { None, Longer, Shorter, Emptied, Swapped };

Value changed(Value value, Change change, value::Arena& arena) {
  switch (value.type()) {
    case Type::String:
      if (change == Change::Longer) return Value::string(arena.copy(std::string(value.as_text()) + "<长>"));
      return change == Change::Emptied ? Value::string("") : value;
    case Type::Int:
      if (change == Change::Longer) return Value::integer(value.as_int() + 1);
      return change == Change::Emptied ? Value::integer(0) : value;
    case Type::Bool:
      return change == Change::Swapped ? Value::boolean(!value.as_bool()) : value;
    case Type::List: {
      value::ListBuilder list;
      for (const Value& item : value.items()) list.add(changed(item, change, arena));
      if (change == Change::Longer && list.size() > 0) list.add(value.items()[0]);
      const Value made = list.build(arena);
      if (change == Change::Shorter && made.items().size() > 1) return Value::list(made.items().subspan(1));
      return change == Change::Emptied ? Value::list({}) : made;
    }
    case Type::Map: {
      value::MapBuilder map;
      size_t left = value.entries().size() - (change == Change::Shorter && !value.entries().empty() ? 1 : 0);
      for (const value::Entry& entry : value.entries())
        if (left-- > 0)
          map.set(entry.key, changed(entry.value, change, arena));
        else
          break;
      return map.build(arena);
    }
    default:
      return value;
  }
}

/// What one render gives, and what it tells.
std::string made(const Environment& environment, const Program& program, Value root, KeptParts* parts) {
  value::Arena arena;
  base::Diagnostics diagnostics;
  RenderInput input;
  input.root = root;
  input.parts = parts;
  std::string out = "before ";
  const bool good = render(environment, program, input, arena, out, diagnostics);
  if (!good) out += " fails";
  for (const base::Diagnostic& diagnostic : diagnostics.all())
    out += base::format_text(diagnostic, base::Language::English, base::Colour::No);
  return out;
}

/// Renders a case for pages that come in turn, with what is kept from one to the next and without.
void check_case(const Case& test, bool& replayed) {
  Environment environment;
  environment.add_template(test.name, {test.name, test.text});
  for (const auto& [name, text] : test.templates) environment.add_template(name, {name, text});
  base::Diagnostics diagnostics;
  value::Arena arena;
  const base::Source source{"data.json", test.data.empty() ? "{}" : test.data};
  const Value data =
      value::parse_json(source, {0, static_cast<uint32_t>(source.text.size())}, arena, diagnostics);
  if (!environment.compile(diagnostics)) return;
  Host host;
  for (int round = 0; round < 5; round++) {
    for (const Change change :
         {Change::None, Change::Longer, Change::Shorter, Change::Emptied, Change::Swapped}) {
      CAPTURE(round);
      CAPTURE(static_cast<int>(change));
      const Value root = changed(data, change, arena);
      const Program& program = *environment.find(test.name);
      CHECK(made(environment, program, root, &host) == made(environment, program, root, nullptr));
    }
  }
  replayed = replayed || host.replayed > 0;
}

}  // namespace

TEST_CASE("each case gives and tells the same for pages that differ, when renders before it are done again") {
  const std::filesystem::path folder = std::string(HERALD_SOURCE_DIR) + "/tests/unit/tmpl/cases";
  size_t cases = 0, with = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    for (const Case& test : read_cases(entry.path().filename().string())) {
      CAPTURE(entry.path().string());
      CAPTURE(test.title);
      bool replayed = false;
      check_case(test, replayed);
      cases++;
      with += replayed ? 1 : 0;
    }
  }
  CHECK(cases > 400);
  CHECK(with > cases / 2);  // the others fail, or cannot be taken down
}

namespace {

/// A page of a list of pages: its fields are asked for one by one, and counted.
struct PageObject final : value::Object {
  explicit PageObject(int n) : number(n) {}
  Value attribute(std::string_view name, value::Arena& arena) const override {
    asked++;
    if (name == "number") return Value::integer(number);
    if (name == "title") return Value::string(arena.copy("<第" + std::to_string(number) + "号>"));
    if (name == "even") return Value::boolean(number % 2 == 0);
    if (name == "rows") {
      value::ListBuilder rows;
      for (int i = 0; i < number % 4; i++) {
        value::MapBuilder row;
        row.set("text", Value::integer(i)).set("last", Value::boolean(i == 2));
        rows.add(row.build(arena));
      }
      return rows.build(arena);
    }
    if (name == "third" && number % 3 == 0) return Value::string("drei");
    return {};
  }
  int number;
  mutable int asked = 0;
};

/// Checks pages 1 to 40 of `text`; gives how often the last one was asked for something.
int check_pages(const std::string& text) {
  CAPTURE(text);
  Environment environment;
  environment.add_steady_name("site");
  environment.add_template("p.html", {"p.html", text});
  environment.add_template("m.html", {"m.html",
                                      "{% macro row(r, other='-') %}<b>{{ r.text }}{{ other }}{% if caller "
                                      "is defined %}{{ caller() }}{% endif %}</b>{% endmacro %}"
                                      "{% macro all() %}{{ varargs|length }}{% endmacro %}"});
  environment.add_template("i.html", {"i.html", "{% if page.even %}<i>{{ page.title }}</i>{% endif %}"});
  environment.add_template(
      "base.html",
      {"base.html", "{% block a %}A{% endblock %}{% block b %}B{{ page.number }}{% endblock %}"});
  base::Diagnostics diagnostics;
  environment.compile(diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  Host host;
  int asked = 0;
  for (int number = 1; number <= 40; number++) {
    CAPTURE(number);
    const PageObject page(number);
    const value::Entry root[] = {{"page", Value::object(&page), 0}, {"site", Value::string("站"), 0}};
    const Program& program = *environment.find("p.html");
    const std::string plain = made(environment, program, Value::map(root), nullptr);
    page.asked = 0;
    CHECK(made(environment, program, Value::map(root), &host) == plain);
    asked = page.asked;
  }
  return asked;
}

}  // namespace

TEST_CASE("branches, loops, functions and blocks are done again") {
  for (const char* text : {
           "{{ page.title }}{% if page.even %}even{% else %}odd{% endif %}{{ site }}",
           "{% for r in page.rows %}{{ loop.index }}/{{ loop.length }}{{ r.text }}{% if r.last %}!{% endif "
           "%}{% else %}none{% endfor %}",
           "{% for r in page.rows %}{% for s in page.rows %}{{ loop.index }}{{ r.text }}{{ s.text }}{% if "
           "not loop.last %},{% endif %}{% endfor %};{% endfor %}",
           "{% import 'm.html' as m %}{% for r in page.rows %}{{ m.row(r) }}{{ m.row(r, other=page.number) "
           "}}{% endfor %}",
           "{% import 'm.html' as m %}{% for r in page.rows %}{% call m.row(r) %}{{ page.title }}{{ r.text "
           "}}{% endcall %}{% endfor %}",
           "{% import 'm.html' as m %}{{ m.all(page.title, page.number) }}",
           "{% set x %}<u>{{ page.title }}</u>{% endset %}{{ x }}{{ x|length }}",
           "{% import 'm.html' as m %}{% set x = m.row(page.rows[0]|default({'text': 5})) %}{{ x }}{{ "
           "x|length }}",
           "{% include 'i.html' %}{{ page.third|default('-') }}{{ page.third is defined }}",
           "{% extends 'base.html' %}{% block a %}{{ super() }}{{ page.title }}{% if page.third is defined "
           "%}{{ page.third }}{% endif %}{% endblock %}",
           "{% set a = page.even and page.third is defined or 'x' %}{{ a }}{{ page.number if page.even }}",
           "{{ page.title[1:3] }}{{ page.number + 1 }}{{ -page.number }}{{ page.title ~ site }}{{ "
           "page.title.upper() }}",
           "{{ [page.number, site]|join('-') }}{{ {'a': page.number}['a'] }}{{ (page.number, 1)[0] }}",
           "{% set n = namespace(x=0) %}{% for r in page.rows %}{% set n.x = n.x + r.text %}{% endfor %}{{ "
           "n.x }}",
           "{% for r in page.rows if r.text > 0 %}{{ r.text }}{% endfor %}",
           "{% for a, b in [[page.number, 1], [2, page.even]] %}{{ a }}{{ b }}{% endfor %}",
           "{% if 0 < page.number < 20 %}small{% endif %}",
           "{% with t = page.title %}{% filter upper %}{{ t }}{% endfilter %}{% endwith %}",
           "{% macro f(n) %}{% if n > 0 %}{{ n }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(page.number % "
           "5) }}",
           "{% for r in page.rows recursive %}{{ r.text }}{% endfor %}",
           "{% for r in page.rows %}{{ loop.previtem.text if not loop.first }}{{ loop.cycle('a', 'b') }}{% "
           "endfor %}",
           "<a title=\"{{ page.title }}\" href=\"/{{ page.title }}\"><script>f({{ page.rows }})</script></a>",
           "{% set c = cycler('a', 'b') %}{% for r in page.rows %}{{ c.next() }}{% endfor %}",
           "{% set title = page.title %}{% include ['none.html', 'i.html'] %}{{ title }}",
           "{% for r in page.rows %}{{ loop['length'] }}{{ loop|string|length }}{% endfor %}",
           "{{ range(3)|list }}{% for i in range(page.number % 3) %}{{ i }}{% endfor %}",
           "{{ page.title }}{{ page.none.x if page.even else 0 }}",
           "{{ page.title == '<第4号>' }}{{ page.number == 4 }}{{ page.number == page.title }}{% if "
           "page.title "
           "== '<第8号>' %}eight{% endif %}{{ page.rows == [] }}",
           "{{ page.title is string }}{{ page.number is not string }}{{ page.rows|length }}{{ "
           "page.title|length }}{% if page.rows|length > 2 %}many{% endif %}",
           "{{ page.even|default('x') }}{{ page.even|default('x', true) }}{{ not page.rows }}{{ not "
           "page.third }}",
           "{% set x %}{% for i in range(page.number * 40) %}<p>{{ page.title }}</p>{% endfor %}{% endset %}"
           "{{ x }}<a href=\"{{ page.third }}#{{ page.third }}\" title=\"{{ x }}\"></a>{{ x }}",
       })
    check_pages(text);
}

TEST_CASE("what a page is asked for once is remembered on the way") {
  CHECK(check_pages(
            "{{ page.title }}{% if page.even %}{{ page.title }}{% else %}{{ page.title }}{% endif %}") == 2);
  // What is asked for in a function is forgotten behind it.
  CHECK(check_pages("{% macro f() %}{{ page.title }}{% endmacro %}{{ f() }}{{ page.title }}") == 2);
}

/// Renders p.html with room for 2,000 bytes: it fits, or that is told.
static void check_fits(const Environment& environment, Value root, Host& host, bool fits) {
  value::Arena arena;
  base::Diagnostics told;
  RenderInput input;
  input.root = root;
  input.parts = &host;
  input.output_max = 2000;
  std::string out;
  CHECK(render(environment, *environment.find("p.html"), input, arena, out, told) == fits);
  CHECK(told.all().size() == (fits ? 0u : 1u));
}

TEST_CASE("limits hold while a trace is done again") {
  Environment environment;
  environment.add_template("p.html", {"p.html", "{% for i in items %}{{ text }}{% endfor %}"});
  base::Diagnostics diagnostics;
  REQUIRE(environment.compile(diagnostics));
  Host host;
  for (int round = 0; round < 8; round++) {
    const std::vector<Value> items(round < 7 ? 2 : 1000, Value::integer(1));
    const value::Entry root[] = {{"items", Value::list(items), 0}, {"text", Value::string("十个字"), 0}};
    check_fits(environment, Value::map(root), host, round < 7);
  }
}

TEST_CASE("a trace that is done again asks for nothing more when the output has become too long") {
  struct Page final : value::Object {
    Value attribute(std::string_view name, value::Arena&) const override {
      asked += name;
      return name == "a" ? first : Value::string("短");
    }
    Value first;
    mutable std::string asked;
  };
  Environment environment;
  environment.add_template("p.html", {"p.html", "{{ page.a }}，{{ page.b }}"});
  base::Diagnostics diagnostics;
  REQUIRE(environment.compile(diagnostics));
  const std::string plain(3000, 'a'), markup(3000, '<');
  for (const Value& longer : {Value::string(plain), Value::string(markup), Value::html(plain)}) {
    Host host;
    for (int round = 0; round < 8; round++) {
      Page page;
      page.first = longer.is(Type::Html) ? Value::html("短") : Value::string("短");
      if (round == 7) page.first = longer;
      const value::Entry root[] = {{"page", Value::object(&page), 0}};
      check_fits(environment, Value::map(root), host, round < 7);
      CHECK((page.asked.find('b') == std::string::npos) == (round == 7));
    }
  }
}

}  // namespace herald::tmpl::testing
