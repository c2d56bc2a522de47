// Any bytes as a template: lexer to machine must end, within their limits, without a fault. What a template
// did for pages before must give the same when it is done again for the next (src/tmpl/trace.h).

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "tmpl/parts.h"
#include "tmpl/tmpl.h"
#include "value/json.h"

namespace {

constexpr std::string_view kData =
    R"({"page": {"title": "<安全>", "tags": ["a", "b"], "n": 3}, "items": [{"name": "x", "kids": [{"name": "y"}]}], "x": 1})";

/// A page that differs from that one in what is there, what is true, and how much there is.
constexpr std::string_view kOther =
    R"({"page": {"title": "安全生产月活动的通知", "tags": [], "n": 0}, "items": [{"name": "z"}, {"name": "x", "kids": []}]})";

/// Nothing is the same in all renders but the templates.
struct Alike final : herald::tmpl::KeptParts {
  void begin_part() override {}
  bool end_part(uint32_t) override { return true; }
  void replay_part(uint32_t) override {}
};

/// What main.html gives for `json`; nothing when it fails.
std::string made(const herald::tmpl::Environment& environment, std::string_view json,
                 herald::tmpl::KeptParts* parts, herald::base::Diagnostics& diagnostics) {
  herald::value::Arena data_arena, arena;
  herald::base::Source source{"data.json", std::string(json)};
  herald::tmpl::RenderInput input;
  input.root = herald::value::parse_json(source, {0, static_cast<uint32_t>(source.text.size())}, data_arena,
                                         diagnostics);
  input.steps_max = 20'000;
  input.output_max = 1 << 20;
  input.depth_max = 20;
  input.parts = parts;
  std::string out;
  const bool good =
      herald::tmpl::render(environment, *environment.find("main.html"), input, arena, out, diagnostics);
  return good ? "good: " + out : std::string();
}

/// What is done again for pages in turn is what the machine does. A template that fails may come further when
/// it is done again, since that takes fewer steps.
void check_alike(const herald::tmpl::Environment& environment, const std::string& first) {
  herald::base::Diagnostics diagnostics;
  const std::string other = made(environment, kOther, nullptr, diagnostics);
  Alike parts;
  for (int page = 0; page < 8; page++) {
    const std::string& expected = page % 2 == 0 ? first : other;
    const std::string again = made(environment, page % 2 == 0 ? kData : kOther, &parts, diagnostics);
    if (!expected.empty() && again != expected) std::abort();
  }
}

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
  const std::string out = made(environment, kData, nullptr, diagnostics);
  // Whatever was told can be shown.
  for (const herald::base::Diagnostic& diagnostic : diagnostics.all())
    herald::base::format_text(diagnostic, herald::base::Language::Chinese, herald::base::Colour::No);
  if (!out.empty()) check_alike(environment, out);
  return 0;
}
