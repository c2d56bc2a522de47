// What a value printed costs: no memory of its own, wherever in a page it stands.

#include <doctest/doctest.h>

#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "tmpl/tmpl.h"
#include "value/value.h"

// global: the test counts what the whole program asks for.
static size_t allocations = 0;

void* operator new(size_t size, const std::nothrow_t&) noexcept {
  allocations++;
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new(size_t size) {
  if (void* memory = operator new(size, std::nothrow)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

namespace herald::tmpl {
namespace {

using value::Value;

/// The allocations of a render that prints `item` `count` times, into memory that is there already.
size_t allocations_of(std::string_view print, Value item, size_t count) {
  Environment environment;
  environment.add_template("p.html",
                           {"p.html", "{% for x in items %}" + std::string(print) + "{% endfor %}"});
  base::Diagnostics diagnostics;
  REQUIRE(environment.compile(diagnostics));
  const std::vector<Value> items(count, item);
  const value::Entry root[] = {{"items", Value::list(items), 0}};
  RenderInput input;
  input.root = Value::map(root);
  value::Arena arena;
  std::string out;
  size_t before = 0;
  for (int round = 0; round < 2; round++) {  // the first makes room
    arena.reset();
    out.clear();
    before = allocations;
    REQUIRE(render(environment, *environment.find("p.html"), input, arena, out, diagnostics));
  }
  return allocations - before;
}

TEST_CASE("a value that is printed asks for no memory") {
  const Value values[] = {Value::string("安全生产月"),
                          Value::string("a & b <c> \"d\" 一段长一些的文字，要转义"),
                          Value::string("https://example.org/a%20b?c=d&e=中"),
                          Value::html("<b>x</b>"),
                          Value::integer(-1234567),
                          Value::number(0.25),
                          Value::boolean(true)};
  const char* places[] = {"{{ x }}",
                          "<p title=\"{{ x }}\">",
                          "<a href=\"{{ x }}\">",
                          "<a href=\"/a/{{ x }}\">",
                          "<a href=\"?q={{ x }}\">",
                          "<script>f({{ x }})</script>",
                          "<title>{{ x }}</title>",
                          "{% if x %}{{ x }}{% else %}-{% endif %}"};
  for (const char* place : places) {
    for (const Value value : values) {
      CAPTURE(place);
      CAPTURE(value.text_or_empty());
      CHECK(allocations_of(place, value, 1000) == allocations_of(place, value, 1));
    }
  }
}

}  // namespace
}  // namespace herald::tmpl
