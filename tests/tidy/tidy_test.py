#!/usr/bin/env python3
"""Proves tidy's checks: small trees that must fail, each beside one that must not."""
import unittest

import codes
import cpp
import headers
import laws
import modules
import papers
import tidy
from tree import Tree

MODULES = "# floor module: imports\n0 base:\n1 io: base\n1 value: base\n2 tmpl: base value\n"
FILES = {
    "src/modules.txt": MODULES,
    "src/base/a.h": "#pragma once\n// What it is.\n",
    "src/io/a.h": "#pragma once\n// What it is.\n",
    "src/value/a.h": '#pragma once\n// What it is.\n#include "base/a.h"\n',
    "src/tmpl/a.cc": '#include "value/a.h"\n',
}


def code(name="SomethingWrong", text="something-wrong", severity="Error", **texts):
    words = {"zh": "写错了 `{0}`", "en": "`{0}` is wrong", "zh_hint": "", "en_hint": "", "zh_explain": "说明。", "en_explain": "It is wrong."}
    words.update(texts)
    return f'HERALD_CODE({name}, "{text}", {severity}, ' + ", ".join(f'"{w}"' for w in words.values()) + ")\n"


def codes_tree(*lines, used="SomethingWrong"):
    return Tree({
        "src/base/codes/all.def": '#include "base/codes/x.def"\n',
        "src/base/codes/x.def": "// The codes of x.\n" + "".join(lines),
        "src/base/x.cc": f"void f() {{ add(Code::{used}); }}\n",
    })


class TidyTest(unittest.TestCase):
    def rules(self, check, tree):
        return [finding.rule for finding in check(tree)]

    def passes(self, check, tree):
        self.assertEqual([str(f) for f in check(tree)], [])

    def fails(self, check, tree, rule, word=""):
        findings = [f for f in check(tree) if f.rule == rule]
        self.assertTrue(findings, f"nothing found for {rule}")
        self.assertTrue(any(word in str(f) for f in findings), [str(f) for f in findings])


class ModulesTest(TidyTest):
    def with_file(self, path, text):
        return Tree({**FILES, path: text})

    def test_includes_that_go_down_to_an_import_pass(self):
        tree = Tree(FILES)
        for check in modules.CHECKS:
            self.passes(check, tree)

    def test_an_include_up_a_floor_fails(self):
        tree = self.with_file("src/base/b.h", '#include "value/a.h"\n')
        self.fails(modules.check_includes, tree, "floors", "goes up a floor")

    def test_an_include_sideways_fails(self):
        tree = self.with_file("src/io/b.cc", '#include "value/a.h"\n')
        self.fails(modules.check_includes, tree, "floors", "sideways")

    def test_an_include_down_that_is_no_import_fails(self):
        tree = self.with_file("src/tmpl/b.cc", '#include "io/a.h"\n')
        self.fails(modules.check_includes, tree, "floors", "not among its imports")

    def test_an_include_of_no_module_or_no_file_fails(self):
        self.fails(modules.check_includes, self.with_file("src/tmpl/b.cc", '#include "nothing/a.h"\n'), "unknown-module")
        self.fails(modules.check_includes, self.with_file("src/tmpl/b.cc", '#include "a.h"\n'), "unknown-module")
        self.fails(modules.check_includes, self.with_file("src/tmpl/b.cc", '#include "value/b.h"\n'), "missing-include")

    def test_an_include_of_what_the_build_makes_passes(self):
        tree = Tree({**FILES, "src/base/b.cc": '#include "base/table.inc"\n', "src/base/generate/table.cc": ""})
        self.passes(modules.check_includes, tree)
        del tree.texts["src/base/generate/table.cc"]
        tree.names.discard("src/base/generate/table.cc")
        self.fails(modules.check_includes, tree, "missing-include")

    def test_a_folder_that_is_no_module_fails(self):
        self.fails(modules.check_includes, self.with_file("src/extra/b.cc", ""), "unknown-module", "extra")

    def test_an_include_in_a_comment_or_text_is_none(self):
        self.passes(modules.check_includes, self.with_file("src/base/b.h", '// #include "value/a.h"\n/*\n#include "value/a.h"\n*/\n'))

    def test_a_circle_of_headers_fails(self):
        tree = Tree({**FILES, "src/base/b.h": '#include "base/c.h"\n', "src/base/c.h": '#include "base/b.h"\n'})
        self.fails(modules.check_circles, tree, "circle", "src/base/b.h -> src/base/c.h -> src/base/b.h")

    def test_a_circle_of_modules_fails_though_no_file_is_in_one(self):
        tree = Tree({**FILES, "src/base/b.cc": '#include "value/a.h"\n'})
        self.fails(modules.check_circles, tree, "module-circle", "base -> value -> base")

    def test_the_table_itself_is_held_to_the_floors(self):
        for line, rule, word in (("0 base: io\n1 io: base\n", "floors", "up to"), ("1 io: value\n1 value:\n", "floors", "sideways"),
                                 ("0 base: nothing\n", "unknown-module", "nothing"), ("base 0\n", "modules", "FLOOR"),
                                 ("0 base:\n0 base:\n", "modules", "twice"), ("0 base:\n0 absent:\n", "modules", "no folder")):
            with self.subTest(line):
                self.fails(modules.check_table, Tree({**FILES, "src/modules.txt": line}), rule, word)
        self.fails(modules.check_table, Tree({}), "modules")


class LibrariesTest(TidyTest):
    def tree(self, **files):
        return Tree({**FILES, **{path.replace("__", "/").replace("_cc", ".cc").replace("_h", ".h"): text for path, text in files.items()}})

    def test_a_library_in_one_file_of_its_module_passes(self):
        self.passes(modules.check_libraries, self.tree(src__value__yaml_cc="#include <yaml.h>\n#include <vector>\n#include <fmt/format.h>\n"))

    def test_a_library_in_another_module_fails(self):
        self.fails(modules.check_libraries, self.tree(src__io__b_cc="#include <yaml.h>\n"), "library-door", "`value` alone")

    def test_a_library_in_two_files_fails(self):
        tree = self.tree(src__value__b_cc="#include <nlohmann/json.hpp>\n", src__value__c_cc="#include <nlohmann/json_fwd.hpp>\n")
        self.fails(modules.check_libraries, tree, "library-door", "one file is the door")

    def test_a_library_that_leaks_through_a_header_fails(self):
        tree = self.tree(src__value__b_h="#include <yaml.h>\n", src__tmpl__b_cc='#include "value/b.h"\n')
        self.fails(modules.check_libraries, tree, "library-door", "leaks into tmpl")

    def test_a_library_that_the_table_does_not_know_fails(self):
        self.fails(modules.check_libraries, self.tree(src__io__b_cc="#include <boost/asio.hpp>\n"), "unknown-library")


class CodesTest(TidyTest):
    def test_a_whole_code_passes(self):
        tree = codes_tree(code())
        for check in codes.CHECKS:
            self.passes(check, tree)

    def test_names_become_kebab_case(self):
        for name, expected in (("DidYouMean", "did-you-mean"), ("Utf8Broken", "utf8-broken"), ("HTMLLink", "html-link"), ("Loop", "loop")):
            self.assertEqual(codes.kebab(name), expected)

    def test_texts_that_are_missing_or_wrong_fail(self):
        cases = [({"zh": ""}, "zh message is empty"), ({"en": ""}, "en message is empty"), ({"zh_explain": ""}, "zh explanation is empty"),
                 ({"en_explain": ""}, "en explanation is empty"), ({"zh_hint": "看看"}, "hint in one language"),
                 ({"zh": "wrong {0}"}, "not Chinese"), ({"en": "写错 `{0}`"}, "not English"), ({"en": "it is wrong"}, "different arguments"),
                 ({"en": "`{0}` is wrong."}, "full stop"), ({"zh": "写错了 {0}。"}, "full stop"), ({"en": "The `{0}` is wrong"}, "capital")]
        for texts, word in cases:
            with self.subTest(word):
                self.fails(codes.check_texts, codes_tree(code(**texts)), "code-texts", word)

    def test_a_code_with_too_few_texts_or_no_severity_fails(self):
        self.fails(codes.check_texts, codes_tree('HERALD_CODE(A, "a", Error, "错", "wrong")\n'), "code-texts", "5 arguments")
        self.fails(codes.check_texts, codes_tree(code(severity="Fatal")), "code-texts", "Fatal")
        self.fails(codes.check_texts, codes_tree(code().replace('"说明。"', "kText")), "code-texts", "no string")

    def test_commas_brackets_and_joined_literals_are_read_as_texts(self):
        line = code(en_explain=r'A comma, a ) and a \" are text.').replace('"说明。"', '"说明，"\n  "两行。"')
        self.passes(codes.check_texts, codes_tree(line))

    def test_a_message_may_be_its_argument(self):
        self.passes(codes.check_texts, codes_tree(code(zh="{0}", en="{0}")))

    def test_a_name_that_does_not_match_or_comes_twice_fails(self):
        self.fails(codes.check_names, codes_tree(code(text="wrong")), "code-name", "something-wrong")
        self.fails(codes.check_names, codes_tree(code(), code()), "code-name", "already")

    def test_a_code_that_nothing_uses_fails(self):
        self.fails(codes.check_uses, codes_tree(code(), used="Other"), "code-unused", "SomethingWrong")

    def test_a_use_in_a_comment_is_none(self):
        tree = codes_tree(code(), used="Other")
        tree.texts["src/base/y.cc"] = "// Code::SomethingWrong\n"
        self.fails(codes.check_uses, tree, "code-unused")

    def test_a_table_that_all_def_leaves_out_fails(self):
        tree = codes_tree(code())
        tree.texts["src/base/codes/y.def"] = ""
        self.fails(codes.check_uses, tree, "code-list", "y.def")


class HeadersTest(TidyTest):
    HEAD = "#pragma once\n// What it is.\n\nnamespace herald::a {\n\n"

    def missing(self, text):
        return [line for _, line in headers.undocumented(self.HEAD + text + "\n}\n")]

    def test_a_header_begins_with_pragma_once_and_a_comment(self):
        self.passes(headers.check_beginnings, Tree({"src/a/a.h": self.HEAD}))
        self.fails(headers.check_beginnings, Tree({"src/a/a.h": "// What it is.\n#pragma once\n"}), "header-form")
        self.fails(headers.check_beginnings, Tree({"src/a/a.h": "#pragma once\n#include <string>\n"}), "header-form")
        self.fails(headers.check_beginnings, Tree({"src/a/a.h": ""}), "header-form")

    def test_declarations_without_a_comment_fail(self):
        for text in ("int f(int a);", "struct S {\n  int a;\n};", "enum class E { A, B };", "using Id = int;", "inline constexpr int kMost = 3;",
                     "template <class T>\nT f(T a);", "inline int f() {\n  return 1;\n}", "/// S.\nstruct S {\n  int a;\n\n  int f(int b);\n};",
                     "/// S.\nclass S {\n public:\n  int f();\n};", "// Not with three strokes.\nint f();"):
            with self.subTest(text):
                self.assertEqual(len(self.missing(text)), 1, self.missing(text))

    def test_all_headers_are_looked_at(self):
        self.fails(headers.check_comments, Tree({"src/a/a.h": self.HEAD + "int f();\n}\n"}), "header-comment", "src/a/a.h:6: ")

    def test_declarations_with_a_comment_pass(self):
        for text in ("/// F.\nint f(int a);", "/// F.\nint f(std::vector<int> a = {},\n      int b = 1);\nint g();", "enum class E { A, B };  ///< E.",
                     "/// S.\nstruct S {\n  int a;  // one\n  int b = 0;\n\n  // Further fields.\n  int c{3};\n  std::function<void(int)> d;\n};",
                     "/// S.\nclass S {\n public:\n  S();\n  explicit S(int a);\n  S(S&&) noexcept;\n  ~S();\n  bool operator==(const S&) const = default;\n\n"
                     "  /// F.\n  int f();\n\n  int size() const { return size_; }\n\n private:\n  int size_;\n\n  int hidden(int a);\n};",
                     "/// F.\ntemplate <class T>\nT f(T a) {\n  return a;\n}", "class Later;", "struct Later;\nenum class Soon : int;"):
            with self.subTest(text):
                self.assertEqual(self.missing(text), [])

    def test_a_member_defined_outside_its_class_is_explained_inside(self):
        self.assertEqual(self.missing("inline int S::f() const {\n  return 1;\n}\n\ntemplate <class T>\nint Box<T>::f() { return 1; }"), [])

    def test_texts_and_comments_do_not_confuse_the_reader(self):
        self.assertEqual(self.missing('/// F.\ninline const char* f() { return "}; int g();"; }  // int h();\n/// C.\ninline constexpr int kBig = 1\'000;'), [])

    def test_a_long_file_needs_a_reason(self):
        text = "int a;\n" * 601
        self.fails(headers.check_lengths, Tree({"src/a/a.cc": text}), "file-length", "601")
        self.passes(headers.check_lengths, Tree({"src/a/a.cc": text + "// long: one table.\n", "src/a/b.cc": text[:-7], "content/a.md": text}))


class LawsTest(TidyTest):
    def source(self, text, path="src/value/b.cc"):
        return Tree({path: text})

    def test_the_world_is_out_of_reach_in_the_middle(self):
        for text in ("#include <fstream>", "#include <filesystem>", "#include <unistd.h>", "int64_t t = time(nullptr);", "auto t = std::time(nullptr);",
                     "auto t = std::chrono::system_clock::now();", 'auto h = getenv("HOME");', 'auto h = std::getenv("HOME");', 'setlocale(LC_ALL, "");',
                     "std::random_device seed;", "int a = rand();", 'std::cerr << "a";', 'printf("a");', "localtime_r(&t, &tm);"):
            with self.subTest(text):
                self.fails(laws.check_purity, self.source(text + "\n"), "pure-middle")
                self.passes(laws.check_purity, self.source(text + "\n", "src/io/b.cc"))
                self.passes(laws.check_purity, self.source(text + "\n", "src/value/generate/b.cc"))

    def test_what_only_looks_like_the_world_passes(self):
        self.passes(laws.check_purity, self.source('// getenv and time(nullptr)\nauto a = event.time(); auto b = uptime(1); auto c = "std::getenv(";\n'
                                                   "auto d = page->remove(1); auto e = format_time(2); auto f = Foo::time(3);\n"))

    def test_throwing_fails(self):
        self.fails(laws.check_exceptions, self.source('void f() { throw std::runtime_error("a"); }\n'), "no-throw")
        self.passes(laws.check_exceptions, self.source("// does not throw\nvoid f() { try { g(); } catch (const E&) {} }\n"))

    def test_using_namespace_in_a_header_fails(self):
        self.fails(laws.check_exceptions, self.source("using namespace std;\n", "src/value/b.h"), "using-namespace")
        self.passes(laws.check_exceptions, self.source("using namespace std;\n"))

    def test_global_mutable_state_fails(self):
        for text in ("namespace a {\nint count = 0;\n}", "namespace {\nstd::vector<int> list;\n}", "static bool seen;", "std::atomic<int> n{0};",
                     "int f() {\n  static int n = 0;\n  return ++n;\n}", "int f() {\n  static std::mutex lock;\n  return 0;\n}", "thread_local int n;",
                     "struct S {\n  int f() { static int n; return n; }\n};"):
            with self.subTest(text):
                self.fails(laws.check_globals, self.source(text + "\n"), "global-state")

    def test_constants_and_reasons_pass(self):
        for text in ("constexpr int kA = 1;", "static const char* const kNames[] = {\"a\"};", "namespace a {\ninline constexpr std::array<int, 2> kB{1, 2};\n}",
                     "int f() {\n  static const int n = g();\n  static constexpr int m = 1;\n  return n + static_cast<int>(m);\n}", "int f();\nclass C;\nusing D = int;",
                     "// global: an arena a thread, emptied after each file.\nthread_local int n;", "struct S {\n  static int f();\n  int a = 0;\n};",
                     "int f(int a) {\n  int b = a;\n  return b;\n}", "enum class E { A };", "template <>\nint f<int>();"):
            with self.subTest(text):
                self.passes(laws.check_globals, self.source(text + "\n"))


class PapersTest(TidyTest):
    TABLE = "| floor | module | purpose | imports |\n|---|---|---|---|\n| 0 | `base` | texts | – |\n| 1 | `io` | files | base |\n"
    MODULES = "0 base:\n1 io: base\n"

    def tree(self, table, **more):
        return Tree({"src/modules.txt": self.MODULES, "docs/architecture.md": table, "docs/index.md": "[a](architecture.md)\n", **more})

    def test_the_table_of_modules_is_the_truth(self):
        self.passes(papers.check_module_table, self.tree(self.TABLE))
        for table, word in ((self.TABLE.replace("| 1 |", "| 2 |"), "floor 1"), (self.TABLE.replace("| base |", "| – |"), "imports: base"),
                            (self.TABLE.replace("| base |", "| base value |"), "imports: base"), (self.TABLE.replace("`io`", "`disk`"), "`disk`"),
                            (self.TABLE[:self.TABLE.index("| 1 |")], "`io` is missing"), ("", "missing")):
            with self.subTest(word):
                self.fails(papers.check_module_table, self.tree(table), "docs-modules", word)
        self.fails(papers.check_module_table, Tree({"src/modules.txt": self.MODULES}), "docs-modules", "no such page")

    def test_a_page_that_the_index_leaves_out_fails(self):
        tree = self.tree("", **{"docs/theme.md": ""})
        self.fails(papers.check_manual, tree, "docs-index", "theme.md")

    def test_links_that_lead_nowhere_fail(self):
        self.fails(papers.check_manual, self.tree("[a](gone.md)\n"), "docs-link", "gone.md")
        self.fails(papers.check_manual, self.tree("", **{"README.md": "see `src/gone.cc`\n"}), "docs-link", "src/gone.cc")
        self.passes(papers.check_manual, self.tree("[a](../README.md) [b](https://example.cn/x) `tests/a`\n", **{"README.md": "", "tests/a/b.py": ""}))

    def test_links_in_examples_are_none(self):
        self.passes(papers.check_manual, self.tree("`[a](b.pdf)`\n\n```\n[a](c.pdf)\n```\n\n  ~~~md\n  [a](d.pdf)\n  ~~~\n", **{"README.md": ""}))
        self.fails(papers.check_manual, self.tree("```\n[a](c.pdf)\n```\n[a](e.pdf)\n"), "docs-link", ":4: ")

    def test_places_of_one_machine_fail(self):
        names = ["/some/where/herald", "../tools"]
        for text in ("see /some/where/herald/src", "run ../tools/x", "cd /home" "/anna/site", "/Users" "/anna/site", "(/some/where/herald)"):
            with self.subTest(text):
                self.assertTrue(papers.check_workplace(Tree({"a.md": text}), names))
        for text in ("https://example.cn/some/where/herald", "../toolsmith", "/home/user/form.docx", "../../tools/x", "/home/"):
            with self.subTest(text):
                self.assertEqual(papers.check_workplace(Tree({"a.md": text}), names), [])


class CppTest(TidyTest):
    def test_blank_keeps_lines_and_drops_comments_and_texts(self):
        text = 'a /* b\nc */ "d\\"e" R"x(f\n"g)x" \'h\' 1\'000 // i\nj'
        blanked = cpp.blank(text)
        self.assertEqual(len(blanked), len(text))
        self.assertEqual(blanked.count("\n"), text.count("\n"))
        self.assertTrue(blanked.startswith("a "))
        self.assertTrue(blanked.endswith("\nj"))
        self.assertIn("1'000", blanked)
        for letter in "bcdefghi":
            self.assertNotIn(letter, blanked)

    def test_all_checks_run(self):
        names = {check.__name__ for check in tidy.CHECKS}
        for module in (modules, codes, headers, laws, papers):
            made = {name for name in vars(module) if name.startswith("check_") and name not in ("check_workplace", "check_here")}
            self.assertLessEqual(made, names)


if __name__ == "__main__":
    unittest.main()
