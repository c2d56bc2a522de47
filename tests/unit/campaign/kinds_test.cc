#include "campaign/kinds.h"

#include <set>

#include "base/utf8.h"
#include "campaign/words.h"
#include "helpers.h"

namespace herald::campaign::test {
namespace {

/// Names are unique among the fields of a page, and every field says what it is in both languages.
void check_fields(std::span<const model::FieldDefinition> fields, int depth = 0) {
  std::set<std::string_view> names;
  for (const model::FieldDefinition& field : fields) {
    CAPTURE(field.key);
    CHECK(!field.key.empty());
    CHECK(!field.label.empty());
    CHECK(!field.help_zh.empty());
    CHECK(!field.help_en.empty());
    CHECK(names.insert(field.key).second);
    CHECK((field.type == model::FieldType::Object) == !field.fields.empty());
    // A text may have usual words.
    if (field.type != model::FieldType::Text)
      CHECK((field.type == model::FieldType::Choice) == !field.choices.empty());
    if (depth < 4) check_fields(field.fields, depth + 1);
  }
}

/// No label leads to two fields of one page.
void check_labels(std::span<const model::FieldDefinition> fields) {
  std::set<std::string_view> labels;
  for (const model::FieldDefinition& field : fields) {
    for (const std::string_view label : base::split(field.label, '|')) {
      CAPTURE(label);
      CHECK(labels.insert(label).second);
      CHECK(model::find_field(fields, label)->key == field.key);
    }
  }
}

/// What hints and the manual show can be written as it stands.
void check_example(const KindDefinition& kind, const model::FieldDefinition& field) {
  const std::string line = std::string(field.key) + ": " + model::example_of(field);
  CAPTURE(line);
  const std::string name(model::name_of(kind.kind));
  const auto page = parse("2026/x.md", "---\nkind: " + name + "\n" + line + "\n---\n");
  for (const base::Diagnostic& diagnostic : page->diagnostics.all()) {
    CHECK(diagnostic.code != base::Code::WrongType);
    CHECK(diagnostic.severity() != base::Severity::Error);
  }
  CHECK(!page->fields.get(field.key).is_nothing());
}

}  // namespace

TEST_CASE("the example of every field is right") {
  for (const KindDefinition& kind : kinds()) {
    for (const model::FieldDefinition& field : all_fields(kind.kind)) {
      if (field.key != "kind") check_example(kind, field);
    }
  }
}

TEST_CASE("kinds stand in the order of their enumeration") {
  CHECK(kinds().size() == model::kKindCount);
  for (size_t i = 0; i < model::kKindCount; i++) {
    const KindDefinition& kind = kinds()[i];
    CHECK(static_cast<size_t>(kind.kind) == i);
    CHECK(kind.name == model::name_of(kind.kind));
    CHECK(&definition_of(kind.kind) == &kind);
    CHECK(find_kind(kind.name) == &kind);
    CHECK(find_kind(kind.label) == &kind);
    if (!kind.folder.empty())
      CHECK(model::kind_of_path("2026/" + std::string(kind.folder) + "/a.md").kind == kind.kind);
  }
  CHECK(find_kind("poster") == nullptr);
  CHECK(find_kind("") == nullptr);
}

TEST_CASE("every field has its words, and no two fields of a page share a name") {
  check_fields(common_fields());
  check_fields(campaign_fields());
  for (const KindDefinition& kind : kinds()) {
    CAPTURE(kind.name);
    check_fields(kind.fields);
    check_fields(all_fields(kind.kind));
  }
}

TEST_CASE("no label of a kind means two fields") {
  for (const KindDefinition& kind : kinds()) {
    CAPTURE(kind.name);
    check_labels(all_fields(kind.kind));
  }
  check_labels(all_campaign_fields());
}

TEST_CASE("a kind's own definition wins over the common one") {
  const auto need_of_published = [](model::Kind kind) {
    return model::find_field(all_fields(kind), "published")->need;
  };
  CHECK(need_of_published(model::Kind::Notice) == model::Need::Expected);
  CHECK(need_of_published(model::Kind::News) == model::Need::Expected);
  CHECK(need_of_published(model::Kind::Page) == model::Need::Optional);
}

TEST_CASE("words are found in spite of blanks, remarks, colons and doubles") {
  const auto field_of = [](WordUse use, std::string_view text) {
    const Word* word = find_word(use, text);
    return word == nullptr ? std::string_view() : word->field;
  };
  CHECK(field_of(WordUse::Schedule, "日期") == "date");
  CHECK(field_of(WordUse::Schedule, "日　期") == "date");
  CHECK(field_of(WordUse::Schedule, "时间（北京时间）") == "time");
  CHECK(field_of(WordUse::Schedule, "主办/协办") == "organiser");
  CHECK(field_of(WordUse::Contact, "联 系 人：") == "role");
  CHECK(field_of(WordUse::Contact, "TEL") == "number");
  CHECK(field_of(WordUse::EventHeading, "**议程**") == "programme");
  CHECK(field_of(WordUse::Schedule, "天气") == "");
  CHECK(field_of(WordUse::Schedule, "") == "");
  CHECK(field_of(WordUse::Schedule, "（一）") == "");
}

TEST_CASE("the table of words is grouped, named and explained") {
  std::set<int> seen;
  int last = -1;
  for (const Word& word : words()) {
    CAPTURE(word.names);
    const int use = static_cast<int>(word.use);
    if (use != last) CHECK(seen.insert(use).second);
    last = use;
    CHECK(!word.field.empty());
    CHECK(!word.help_zh.empty());
    CHECK(!word.help_en.empty());
    CHECK(!text_of(word.use).zh.empty());
    for (const std::string_view name : base::split(word.names, '|'))
      CHECK(find_word(word.use, name) != nullptr);
  }
}

TEST_CASE("no word of one use means two things") {
  for (const Word& word : words()) {
    if (word.field == "online_item") continue;
    for (const std::string_view name : base::split(word.names, '|')) {
      CAPTURE(name);
      CHECK(find_word(word.use, name) == &word);
    }
  }
}

}  // namespace herald::campaign::test
