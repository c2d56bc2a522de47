// Parts that are kept from one render to the next.

#include "tmpl/parts.h"

#include <doctest/doctest.h>

#include <map>

#include "tmpl/tmpl.h"
#include "value/value.h"

namespace herald::tmpl {
namespace {

using value::Value;

/// `site.name` may be kept, `site.here` says that it is different each time.
struct Host final : KeptParts {
  void begin_part() override {
    watched++;
    varied = false;
  }
  bool end_part(uint32_t) override { return !varied; }
  void replay_part(uint32_t) override { replayed++; }

  int watched = 0, replayed = 0;
  bool varied = false;
};

struct SiteObject final : value::Object {
  explicit SiteObject(Host* h) : host(h) {}
  Value attribute(std::string_view name, value::Arena&) const override {
    if (name == "here") host->varied = true;
    if (name == "here") return Value::integer(++times);
    if (name == "name") return Value::string("<站>");
    static const Value kLines[] = {Value::string("a"), Value::string("b")};
    return name == "lines" ? Value::list(kLines) : Value();
  }
  Host* host;
  mutable int times = 0;
};

/// p.html, rendered for pages called 1 and 2 with the same kept parts.
struct Twice {
  std::string bytes;
  int watched = 0, replayed = 0;
};

Twice twice(const std::map<std::string, std::string>& templates) {
  Environment environment;
  for (const char* name : {"site", "output.kind"}) environment.add_steady_name(name);
  for (const auto& [name, text] : templates) environment.add_template(name, {name, text});
  base::Diagnostics diagnostics;
  environment.compile(diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  Host host;
  SiteObject site(&host);
  Twice made;
  for (int page : {1, 2}) {
    value::Arena arena;
    value::MapBuilder output, root;
    output.set("kind", Value::string("page")).set("path", Value::integer(page));
    root.set("site", Value::object(&site)).set("page", Value::integer(page));
    root.set("output", output.build(arena));
    RenderInput input;
    input.root = root.build(arena);
    input.parts = &host;
    CHECK(render(environment, *environment.find("p.html"), input, arena, made.bytes, diagnostics));
    made.bytes += '|';
  }
  made.watched = host.watched;
  made.replayed = host.replayed;
  return made;
}

Twice twice(const std::string& text) { return twice({{"p.html", text}}); }

}  // namespace

TEST_CASE("statements that read steady names alone run once, together") {
  const Twice made =
      twice("<b>{{ site.name }}</b>{% for l in site.lines %}{{ loop.index }}{{ l }}{% endfor %}");
  CHECK(made.bytes == "<b>&lt;站&gt;</b>1a2b|<b>&lt;站&gt;</b>1a2b|");
  CHECK(made.watched == 1);
  CHECK(made.replayed == 1);
}

TEST_CASE("what reads the page runs each time, and what stands around it is kept") {
  const Twice made = twice("{{ site.name }}{{ page }}{% if page == 2 %}!{% endif %}{{ site.name }}");
  CHECK(made.bytes == "&lt;站&gt;1&lt;站&gt;|&lt;站&gt;2!&lt;站&gt;|");
  CHECK(made.watched == 2);
  CHECK(made.replayed == 2);
}

TEST_CASE("values in expressions are kept when they are scalars") {
  const Twice made = twice("{{ page ~ site.name }}{{ page ~ (site.lines|join) }}");
  CHECK(made.bytes == "1&lt;站&gt;1ab|2&lt;站&gt;2ab|");
  CHECK(made.watched == 2);
  CHECK(made.replayed == 1);
}

TEST_CASE("what the host says is different each time is not kept") {
  const Twice made = twice("{{ site.here }} {{ page ~ site.here }}");
  CHECK(made.bytes == "1 12|3 24|");
  CHECK(made.replayed == 0);
}

TEST_CASE("a part of a name is steady, the name itself is not") {
  CHECK(twice("{{ output.kind }}{{ output.path }}").bytes == "page1|page2|");
  CHECK(twice("{{ output.kind }}").replayed == 1);
  CHECK(twice("{{ output.path }}").watched == 0);
}

TEST_CASE("a name that any template uses for something of its own is not steady") {
  for (const std::string other : {"{% set site = {'name': page} %}{{ site.name }}",
                                  "{% for site in [{'name': page}] %}{{ site.name }}{% endfor %}",
                                  "{% macro m(site) %}{{ site.name }}{% endmacro %}{{ m({'name': page}) }}",
                                  "{% with site = {'name': page} %}{{ site.name }}{% endwith %}",
                                  "{% if page == 2 %}{% set site = {'name': 2} %}{% else %}{% set site = "
                                  "{'name': 1} %}{% endif %}{{ site.name }}"}) {
    CAPTURE(other);
    const Twice made = twice(other);
    CHECK(made.bytes == "1|2|");
    CHECK(made.watched == 0);
  }
  CHECK(twice({{"p.html", "{% set site = {'name': page} %}{% include 'i.html' %}"},
               {"i.html", "{{ site.name }}"}})
            .bytes == "1|2|");
}

TEST_CASE("an include is kept when nothing in it reads more than steady names") {
  const Twice made = twice({{"p.html", "{% include 'i.html' %}{{ page }}"},
                            {"i.html", "{% import 'm.html' as m %}{% set own = site.name %}{{ m.b(own) }}"},
                            {"m.html", "{% macro b(x) %}<b>{{ x }}</b>{% endmacro %}"}});
  CHECK(made.bytes == "<b>&lt;站&gt;</b>1|<b>&lt;站&gt;</b>2|");
  CHECK(made.watched == 1);
  CHECK(made.replayed == 1);
}

TEST_CASE("an include that reads the page, a variable or a local of its includer runs each time") {
  CHECK(twice({{"p.html", "{% include 'i.html' %}"}, {"i.html", "{{ page }}"}}).bytes == "1|2|");
  CHECK(twice({{"p.html", "{% set x = page %}{% include 'i.html' %}"}, {"i.html", "{{ x }}"}}).bytes ==
        "1|2|");
  CHECK(twice({{"p.html", "{% for x in [page] %}{% include 'i.html' %}{% endfor %}"}, {"i.html", "{{ x }}"}})
            .bytes == "1|2|");
  CHECK(twice({{"p.html", "{% if page == 2 %}{% set x = 5 %}{% endif %}{% include 'i.html' %}"},
               {"i.html", "{{ x|default('none') }}"}})
            .bytes == "none|5|");
  CHECK(twice({{"p.html", "{% macro m() %}{{ page }}{% endmacro %}{% include 'i.html' %}"},
               {"i.html", "{{ m() }}"}})
            .bytes == "1|2|");
  CHECK(twice({{"p.html", "{% set n = namespace(x=page) %}{% include 'i.html' %}{{ n.x }}"},
               {"i.html", "{% set n.x = n.x + 1 %}"}})
            .bytes == "2|3|");
}

TEST_CASE("a part that turns out to vary has its own parts watched from there on") {
  const Twice made =
      twice({{"p.html", "{% include 'i.html' %}"}, {"i.html", "{{ page }}<i>{{ site.name }}</i>"}});
  CHECK(made.bytes == "1<i>&lt;站&gt;</i>|2<i>&lt;站&gt;</i>|");
  CHECK(made.replayed == 1);
}

TEST_CASE("blocks and what extends keep their meaning") {
  const Twice made =
      twice({{"base.html", "{{ site.name }}{% block a %}base{% endblock %}{{ site.name }}"},
             {"p.html", "{% extends 'base.html' %}{% block a %}{{ super() }}{{ page }}{% endblock %}"}});
  CHECK(made.bytes == "&lt;站&gt;base1&lt;站&gt;|&lt;站&gt;base2&lt;站&gt;|");
}

TEST_CASE("a part with an error tells it as ever, and is not kept") {
  Environment environment;
  environment.add_steady_name("site");
  environment.add_template("p.html", {"p.html", "{{ site.nam }}"});
  base::Diagnostics diagnostics;
  environment.compile(diagnostics);
  Host host;
  SiteObject site(&host);
  for (int round = 0; round < 2; round++) {
    value::Arena arena;
    RenderInput input;
    value::MapBuilder root;
    input.root = root.set("site", Value::object(&site)).build(arena);
    input.parts = &host;
    std::string out;
    base::Diagnostics found;
    CHECK_FALSE(render(environment, *environment.find("p.html"), input, arena, out, found));
    CHECK(found.has_errors());
  }
}

}  // namespace herald::tmpl
