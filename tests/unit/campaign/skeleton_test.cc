#include "campaign/skeleton.h"

#include "base/utf8.h"
#include "helpers.h"

namespace herald::campaign::test {
namespace {

std::string skeleton(const KindDefinition& kind, const SkeletonInput& input) {
  return campaign::skeleton(built_in(), {kind.kind, model::kNotOwn}, input);
}

SkeletonInput input(base::Language language, std::string_view title = "关于开展自查的通知") {
  SkeletonInput input;
  input.title = title;
  input.sponsor = "青石街道办事处";
  input.today = {2026, 5, 20};
  input.language = language;
  return input;
}

std::string path_of(const KindDefinition& kind) {
  return "2026/" + (kind.folder.empty() ? "" : std::string(kind.folder) + "/") + "a.md";
}

}  // namespace

TEST_CASE("the skeleton of every kind reads without a word, in both languages") {
  for (const KindDefinition& kind : kinds()) {
    for (const base::Language language : {base::Language::Chinese, base::Language::English}) {
      SkeletonInput filled = input(language);
      filled.state_kind = kind.folder.empty();
      const std::string text = skeleton(kind, filled);
      CAPTURE(text);
      const auto page = parse(path_of(kind), text, true);
      CHECK(codes(page->diagnostics) == "");
      CHECK(page->kind == kind.kind);
      CHECK(page->title == "关于开展自查的通知");
    }
  }
}

TEST_CASE("a skeleton holds what its kind reads") {
  const auto records = [](model::Kind kind, std::string_view key) {
    SkeletonInput filled = input(base::Language::Chinese);
    filled.state_kind = true;
    const auto page = parse(path_of(definition_of(kind)), skeleton(definition_of(kind), filled), true);
    return page->records.get(key).is(value::Type::List) ? page->records.get(key).items().size() : 0;
  };
  CHECK(records(model::Kind::Slogans, "slogans") == 3);
  CHECK(records(model::Kind::Schedule, "events") == 1);
  CHECK(records(model::Kind::Event, "programme") == 1);
  CHECK(records(model::Kind::Event, "booths") == 1);
  CHECK(records(model::Kind::Contact, "contacts") == 1);
  CHECK(records(model::Kind::Form, "groups") == 1);
}

TEST_CASE("a title is kept as it is, whatever it holds") {
  for (const std::string_view title :
       {"a: b", "#1", "- x", "“引号”与\"双引号\"", "[甲]{乙}", "12", "yes", "反斜杠\\n", "? x", "' "}) {
    CAPTURE(title);
    const auto page = parse("2026/notices/a.md", skeleton(definition_of(model::Kind::Notice),
                                                          input(base::Language::English, title)));
    CHECK(page->title == base::trim(title));
  }
}

TEST_CASE("keys are in the language of the editor") {
  const KindDefinition& notice = definition_of(model::Kind::Notice);
  CHECK(skeleton(notice, input(base::Language::Chinese))
            .starts_with("---\n标题: 关于开展自查的通知\n发文机关: 青石街道办事处\n"));
  CHECK(skeleton(notice, input(base::Language::English))
            .starts_with("---\ntitle: 关于开展自查的通知\nissuer: 青石街道办事处\n"));
}

}  // namespace herald::campaign::test
