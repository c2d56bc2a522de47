#include <doctest/doctest.h>

#include "helpers.h"

namespace herald::campaign::test {
namespace {

void check_answers(std::string_view text, std::string_view questions, std::string_view steps) {
  CAPTURE(text);
  const auto page = parse("about.md", "---\ntitle: 页\n---\n" + std::string(text));
  const value::Value found = page->records.get("questions");
  CHECK((found.is_undefined() ? "" : rows(found, {"question", "answer"})) == questions);
  const value::Value read = page->records.get("steps");
  CHECK((read.is_undefined() ? "" : json(read)) == steps);
}

}  // namespace

TEST_CASE("headings that ask and what stands below them are questions and answers") {
  check_answers("## 一、要报名吗？\n\n不用。\n\n直接来。\n\n## 收费吗?\n\n- 不收\n\n## 别的\n\n文。\n",
                "要报名吗？|不用。\n直接来。 / 收费吗?|不收", "");
  check_answers("## 要报名吗？\n\n### 老人\n\n不用。\n\n## 收费吗？\n\n不收。\n",
                "要报名吗？|老人\n不用。 / 收费吗？|不收。", "");
}

TEST_CASE("lines that begin with 问 and 答 are questions and answers") {
  check_answers("问：要报名吗？\n答：不用。\n\n问：收费吗？\n\n答：不收。\n",
                "要报名吗？|不用。 / 收费吗？|不收。", "");
}

TEST_CASE("one question is a figure of speech, and one without an answer is none") {
  check_answers("## 怕不怕？\n\n不怕。\n", "", "");
  check_answers("## 甲？\n\n## 乙？\n\n答。\n", "", "");
}

TEST_CASE("a numbered list that is announced holds steps") {
  check_answers("## 怎么报名\n\n1. 打开网页\n2. 填表\n", "",
                "{\"title\":\"怎么报名\",\"items\":[\"打开网页\",\"填表\"]}");
  check_answers("## 报名\n\n分两步：\n\n1. 打开网页\n2. 填表\n", "",
                "{\"title\":\"分两步\",\"items\":[\"打开网页\",\"填表\"]}");
  check_answers("## 要求\n\n1. 打开网页\n2. 填表\n", "", "");
  check_answers("## 怎么报名\n\n- 打开网页\n- 填表\n", "", "");
}

}  // namespace herald::campaign::test
