// Any bytes as a template: lexer to machine must end, within their limits, without a fault.

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/utf8.h"
#include "tmpl/tmpl.h"
#include "value/json.h"

namespace {

constexpr std::string_view kData =
    R"({"page": {"title": "<安全>", "tags": ["a", "b"], "n": 3}, "items": [{"name": "x", "kids": [{"name": "y"}]}], "x": 1})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 4096) return 0;
  std::string text(reinterpret_cast<const char*>(data), size);
  herald::base::normalise_newlines(text);
  herald::tmpl::Environment environment;
  environment.add_template("main.html", {"main.html", text});
  environment.add_template("base.html",
                           {"base.html", "<p title=\"{% block a %}{{ page.title }}{% endblock %}\">"});
  environment.add_template("m.html",
                           {"m.html", "{% macro f(x, y=1) %}{{ x }}{{ caller(y) if caller }}{% endmacro %}"});
  herald::base::Diagnostics diagnostics;
  environment.compile(diagnostics);
  // One listing a run: each reads the template again, and all three were half of the time.
  environment.dump("main.html", static_cast<herald::tmpl::Environment::Stage>(size % 3));
  herald::value::Arena data_arena, arena;
  herald::base::Source source{"data.json", std::string(kData)};
  herald::tmpl::RenderInput input;
  input.root = herald::value::parse_json(source, {0, static_cast<uint32_t>(source.text.size())}, data_arena,
                                         diagnostics);
  input.steps_max = 20'000;
  input.output_max = 1 << 20;
  input.depth_max = 20;
  std::string out;
  herald::tmpl::render(environment, *environment.find("main.html"), input, arena, out, diagnostics);
  // Whatever was told can be shown.
  for (const herald::base::Diagnostic& diagnostic : diagnostics.all())
    herald::base::format_text(diagnostic, herald::base::Language::Chinese, herald::base::Colour::No);
  return 0;
}
