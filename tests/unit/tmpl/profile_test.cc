#include "tmpl/profile.h"

#include <doctest/doctest.h>

#include "tmpl/tmpl.h"

namespace herald::tmpl {
namespace {

/// A clock that goes on by one each time it is looked at.
uint64_t tick() {
  thread_local uint64_t now = 0;
  return ++now;
}

std::string listed(const Profile& profile) {
  std::string all;
  for (const Profile::Entry& entry : profile.entries()) {
    all += std::string(entry.template_name) + " " + std::string(entry.kind) + " " + std::string(entry.name) +
           " " + std::to_string(entry.runs) + "x " + std::to_string(entry.ticks) + "\n";
  }
  return all;
}

void render_into(const Environment& environment, Profile& profile) {
  RenderInput input;
  input.root = value::Value::map({});
  input.profile = &profile;
  value::Arena arena;
  std::string out;
  base::Diagnostics diagnostics;
  CHECK(render(environment, *environment.find("p.html"), input, arena, out, diagnostics));
}

/// The profile of one render of p.html.
std::string profile_of(const std::string& text) {
  Environment environment;
  environment.add_template("p.html", {"p.html", text});
  environment.add_template("base.html", {"base.html", "{% block main %}{% endblock %}"});
  base::Diagnostics diagnostics;
  Profile profile(&tick);
  environment.compile(diagnostics);
  REQUIRE(!diagnostics.has_errors());
  render_into(environment, profile);
  return listed(profile);
}

}  // namespace

TEST_CASE("a profile tells how often each part ran and for how long, without what it called") {
  CHECK(profile_of("{% macro m() %}x{% endmacro %}{{ m() }}{{ m() }}") ==
        "p.html   1x 3\n"
        "p.html macro m 2x 2\n");
}

TEST_CASE("blocks are told of where they are written") {
  CHECK(profile_of("{% extends 'base.html' %}{% block main %}x{% endblock %}") ==
        "base.html   1x 2\n"
        "p.html   1x 1\n"
        "p.html block main 1x 1\n");
}

TEST_CASE("profiles of several threads are added up") {
  Environment environment;
  environment.add_template("p.html", {"p.html", "x"});
  base::Diagnostics diagnostics;
  environment.compile(diagnostics);
  Profile profiles[2] = {Profile(&tick), Profile(&tick)};
  for (Profile& profile : profiles) render_into(environment, profile);
  profiles[0].add(profiles[1]);
  CHECK(listed(profiles[0]) == "p.html   2x 2\n");
}

}  // namespace herald::tmpl
