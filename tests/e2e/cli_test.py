"""The program as an editor meets it: commands, exit status, messages, what is left alone."""
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "oracle"))
import jinja_test
from support import HERALD, SMALL, SOURCE, Case, herald, tree, write_site


class Usage(Case):
    def test_help_lists_every_command_in_both_languages(self):
        for lang, word in (("en", "usage"), ("zh", "用法")):
            status, out, _ = herald("--help", lang=lang)
            self.assertEqual(status, 0)
            self.assertIn(word, out)
            for command in ("build", "new", "init", "explain", "markdown", "template"):
                self.assertIn(command, out)

    def test_wrong_command_lines_are_refused_with_status_2(self):
        for words, code in ((["biuld"], "usage-unknown-command"), (["build", "--draft"], "usage-unknown-flag"), ([], "usage-no-command"),
                            (["init"], "usage-too-few"), (["build", "a", "b"], "usage-too-many"), (["build", "-o"], "usage-unknown-flag"),
                            (["build", "--as-of", "someday"], "usage-wrong-value"), (["build", "--jobs", "0"], "usage-wrong-value")):
            if words == ["build", "-o"]:
                done = subprocess.run([HERALD, "build", "-o"], capture_output=True)
                self.assertEqual(done.returncode, 2)
                self.assertIn(b"usage-missing-value", done.stderr)
                continue
            status, _, errors = herald(*words)
            self.assertEqual(status, 2, words)
            self.assertIn(f"[{code}]", errors)

    def test_a_near_word_is_suggested(self):
        self.assertIn("build", herald("biuld")[2].split("\n", 1)[1])

    def test_the_language_follows_the_environment(self):
        for variables, expected in (({"LC_ALL": "zh_CN.UTF-8"}, "没有"), ({"LANG": "zh_CN.UTF-8"}, "没有"),
                                    ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "there is no")):
            self.assertIn(expected, herald("biuld", lang=None, env=variables)[2])

    def test_every_code_is_explained_in_both_languages(self):
        codes = set()
        for file in (SOURCE / "src/base/codes").glob("*.def"):
            codes |= set(re.findall(r'^HERALD_CODE\(\w+, "([a-z0-9-]+)"', file.read_text(encoding="utf-8"), re.M))
        self.assertGreater(len(codes), 40)
        for code in sorted(codes):
            for lang in ("zh", "en"):
                status, out, _ = herald("explain", code, lang=lang)
                self.assertEqual(status, 0, code)
                self.assertGreater(len(out), len(code) + 20, code)
        status, _, errors = herald("explain", "broken-lnik")
        self.assertEqual(status, 2)
        self.assertIn("broken-link", errors)


class Build(Case):
    def test_one_markdown_file_and_nothing_else_becomes_a_site(self):
        (self.folder / "in").mkdir()
        (self.folder / "in" / "用电安全.md").write_text("# 用电安全\n\n插座不超载。\n", encoding="utf-8")
        errors = self.build(self.folder / "in", self.folder / "out")
        self.assertNotIn("warning", errors)
        self.assertIn("用电安全", (self.folder / "out/index.html").read_text(encoding="utf-8"))
        self.assertIn("插座不超载", (self.folder / "out/yong-dian-an-quan.html").read_text(encoding="utf-8"))

    def test_an_empty_and_a_missing_folder_are_told_apart(self):
        (self.folder / "empty").mkdir()
        self.assertIn("[nothing-to-build]", self.build(self.folder / "empty", self.folder / "out", status=1))
        self.assertIn("[folder-missing]", self.build(self.folder / "none", self.folder / "out", status=2))
        self.assertFalse((self.folder / "out").exists())

    def test_errors_leave_the_output_as_it_was_and_are_all_told_in_one_run(self):
        write_site(self.folder / "in", SMALL)
        self.build(self.folder / "in", self.folder / "out")
        before = tree(self.folder / "out")
        write_site(self.folder / "in", """
=== content/2026/news/a.md
---
title: "没有收尾
published: 2026-06-31
---
改过的正文，见[没有的页](none.md)。
=== content/2026/news/c.md
---
title: 第三篇
published: 2026-06-31 09:00
---
见[别处](../../../../etc/passwd)。
""")
        errors = self.build(self.folder / "in", self.folder / "out", status=1)
        for code in ("yaml-unclosed-quote", "wrong-date", "broken-link", "path-outside"):
            self.assertIn(f"[{code}]", errors)
        self.assertEqual(tree(self.folder / "out"), before)

    def test_a_missing_theme_is_a_matter_of_configuration(self):
        write_site(self.folder / "in", SMALL)
        text = (self.folder / "in/site.json").read_text(encoding="utf-8")
        (self.folder / "in/site.json").write_text(text.replace('"edition"', '"theme": "defualt", "edition"'), encoding="utf-8")
        errors = self.build(self.folder / "in", self.folder / "out", status=2)
        self.assertRegex(errors, r"site\.json:1:\d+: error: .* \[theme-missing\]")
        self.assertIn("default", errors)

    def test_a_slip_in_the_settings_of_a_theme_is_the_one_thing_told(self):
        write_site(self.folder / "in", SMALL + """
=== themes/default/theme.json
{"extends": "default"
""")
        errors = self.build(self.folder / "in", self.folder / "out", status=1)
        self.assertEqual(re.findall(r"error: .*\[([a-z-]+)\]", errors), ["json-unclosed"])

    def test_links_on_the_disk_that_leave_or_loop_are_left_out_with_a_message(self):
        write_site(self.folder / "in", SMALL)
        os.symlink("..", self.folder / "in/content/2026/news/loop")
        (self.folder / "secret.md").write_text("# 秘密\n", encoding="utf-8")
        os.symlink(self.folder / "secret.md", self.folder / "in/content/2026/news/secret.md")
        errors = self.build(self.folder / "in", self.folder / "out", status=1)
        self.assertIn("[symlink-loop]", errors)
        self.assertIn("[symlink-outside]", errors)

    def test_a_second_build_writes_nothing(self):
        write_site(self.folder / "in", SMALL)
        self.build(self.folder / "in", self.folder / "out")
        times = {p: p.stat().st_mtime_ns for p in (self.folder / "out").rglob("*") if p.is_file()}
        self.assertIn("(0 written, 0 removed)", self.build(self.folder / "in", self.folder / "out"))
        self.assertEqual(times, {p: p.stat().st_mtime_ns for p in (self.folder / "out").rglob("*") if p.is_file()})

    def test_only_files_that_herald_wrote_are_removed(self):
        write_site(self.folder / "in", SMALL)
        self.build(self.folder / "in", self.folder / "out")
        (self.folder / "out/2026/news/foreign.html").write_text("mine")
        (self.folder / "in/content/2026/news/b.md").unlink()
        self.build(self.folder / "in", self.folder / "out")
        self.assertFalse((self.folder / "out/2026/news/b.html").exists())
        self.assertTrue((self.folder / "out/2026/news/foreign.html").exists())

    def test_the_checksums_are_those_of_sha256sum(self):
        write_site(self.folder / "in", SMALL)
        self.build(self.folder / "in", self.folder / "out")
        done = subprocess.run(["sha256sum", "-c", "--quiet", "manifest.sha256"], cwd=self.folder / "out", capture_output=True)
        self.assertEqual(done.returncode, 0, done.stdout)
        listed = len((self.folder / "out/manifest.sha256").read_text().splitlines())
        self.assertEqual(listed, len(tree(self.folder / "out")) - 1)

    def test_a_read_only_output_is_a_disk_error(self):
        write_site(self.folder / "in", SMALL)
        (self.folder / "out").write_text("a file where the folder should be")
        self.assertIn("[file-unwritable]", self.build(self.folder / "in", self.folder / "out", status=3))

    def test_ctrl_c_ends_with_130_and_changes_nothing(self):
        write_site(self.folder / "in", SMALL)
        for i in range(3000):
            path = self.folder / f"in/content/2026/news/n{i}.md"
            path.write_text(f"---\ntitle: 第{i}篇\npublished: 2026-06-01 09:00\n---\n" + "一段正文。" * 400, encoding="utf-8")
        running = subprocess.Popen([HERALD, "build", str(self.folder / "in"), "-o", str(self.folder / "out"), "--jobs", "1"], stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        stage = self.folder / "out/.herald-stage"
        while running.poll() is None and not stage.exists() and time.monotonic() < deadline:
            time.sleep(0.002)
        running.send_signal(signal.SIGINT)
        self.assertEqual(running.wait(timeout=20), 130)
        self.assertEqual(tree(self.folder / "out") if (self.folder / "out").exists() else {}, {})


    def test_who_is_in_the_wrong_folder_is_told_where_the_site_is(self):
        write_site(self.folder / "a site", SMALL)
        site, inner = (self.folder / "a site").resolve(), self.folder / "a site/content/2026"

        def note(*words, cwd):
            return subprocess.run([HERALD, *words], cwd=cwd, capture_output=True, text=True).stderr

        for cwd, folder in ((inner, str(site)), (self.folder, "a site")):
            for words in (["publish"], ["build", "-o", self.folder / "out"], ["new", "news", "x"], ["explain", "content/2026/none.md"]):
                said = note(*words, cwd=cwd)
                self.assertIn("[site-nearby]", said)
                self.assertIn(f'-C "{folder}"', said)
        self.assertIn("\nsite.json: error: ", "\n" + note("publish", cwd=inner))
        self.assertNotIn("[site-nearby]", note("build", "-o", self.folder / "out2", cwd=site))
        (self.folder / "b").mkdir()
        self.assertNotIn("[site-nearby]", note("build", cwd=self.folder / "b"))

    def test_the_output_folder_is_none_of_those_that_the_site_is_made_of(self):
        write_site(self.folder / "up/s", SMALL)
        site = self.folder / "up/s"
        before = tree(self.folder / "up")
        for words in (["-o", ".."], ["-o", "."], ["-o", "content"], ["-o", "content/2026/x"], ["-o", "assets/out"], ["-o", "themes"],
                      ["-o", ".herald"], ["-o", ".herald/x"], ["-o", "/"], ["-o", str(self.folder / "up/../up")], ["-o", "public/../content/x"]):
            done = subprocess.run([HERALD, "build", *words], cwd=site, capture_output=True, text=True)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn("[output-is-input]", done.stderr, words)
            self.assertEqual(tree(self.folder / "up"), before, words)
        for words in (["-o", "public"], ["-o", "web/2026"], ["-o", "content2"], ["-o", "../out"]):
            done = subprocess.run([HERALD, "build", *words], cwd=site, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)


class Tools(Case):
    def test_init_quotes_the_name_of_its_folder_where_a_shell_needs_it(self):
        for name, word in (("我的网站", "我的网站"), ("我的 网站", '"我的 网站"'), ("a&b", '"a&b"'), ("it's", '"it\'s"'), ("$x y", "'$x y'")):
            done = subprocess.run([HERALD, "init", name], cwd=self.folder, capture_output=True, text=True)
            command = done.stderr.splitlines()[1].strip()
            self.assertEqual(command, f"herald build {word}")
            built = subprocess.run(["sh", "-c", command.replace("herald", HERALD, 1)], cwd=self.folder, capture_output=True, text=True)
            self.assertEqual(built.returncode, 0, built.stderr)

    def test_init_makes_a_site_that_builds_without_a_complaint(self):
        status, _, errors = herald("init", self.folder / "site", lang="zh")
        self.assertEqual(status, 0, errors)
        errors = self.build(self.folder / "site", self.folder / "out", "--as-of", "2026-06-10")
        self.assertNotIn("warning", errors)
        self.assertTrue((self.folder / "out/2026/schedule.html").exists())
        status, _, errors = herald("init", self.folder / "site")
        self.assertEqual(status, 2)
        self.assertIn("[init-not-empty]", errors)

    def test_markdown_reads_standard_input_or_a_file(self):
        status, out, _ = herald("markdown", stdin="这是**重点。**后文".encode())
        self.assertEqual((status, out), (0, "<p>这是<strong>重点。</strong>后文</p>\n"))
        (self.folder / "a.md").write_text("<b>x</b>\n", encoding="utf-8")
        self.assertIn("&lt;b&gt;", herald("markdown", self.folder / "a.md")[1])
        self.assertIn("<b>x</b>", herald("markdown", "--strict", self.folder / "a.md")[1])

    def test_pages_that_are_not_shown_are_listed_with_the_reason(self):
        write_site(self.folder / "s", """
=== content/2026/news/a.md
---
title: 甲
---
文。
=== content/2026/news/b.md
---
title: 乙
draft: true
---
=== content/2026/news/c.md
---
title: 丙
published: 2026-07-01 09:00
---
=== content/2026/news/d.md
---
title: 丁
expires: 2026-06-01
---
=== content/2026/news/e.md
---
title: 戊
status: review
---
""")
        lines = {}
        for lang in ("zh", "en"):
            status, _, errors = herald("build", self.folder / "s", "-o", self.folder / "out", "--as-of", "2026-06-20", lang=lang)
            self.assertEqual(status, 0, errors)
            lines[lang] = [line.split("news/")[1] for line in errors.splitlines() if line.startswith("  content/")]
        self.assertEqual(lines["zh"], ["b.md  草稿", "c.md  2026-07-01 09:00 起显示", "d.md  2026-06-01 已过期", "e.md  审核中"])
        self.assertEqual(lines["en"], ["b.md  a draft", "c.md  appears 2026-07-01 09:00", "d.md  ended 2026-06-01", "e.md  in review"])

    def test_explain_tells_of_a_page(self):
        write_site(self.folder / "s", """
=== site.json
{"name": "站", "sponsor": "办"}
=== content/2026/news/a.md
---
title: 甲
published: 2026-06-01
---
见[乙](b.md)。
=== content/2026/news/b.md
---
title: 乙
published: 2026-07-01
kind: news
---
文。
=== content/2026/schedule.md
| 日期 | 活动 |
|---|---|
| 6月1日 | 启动 |
=== content/2026/x.md
文。
""")
        for path in ("content/2026/news/b.md", "2026/news/b", "news/../2026/news/b.md"):
            status, out, errors = herald("-C", self.folder / "s", "explain", path, "--as-of", "2026-06-20")
            self.assertEqual((status, errors), (0, ""), path)
            lines = dict(line.split(None, 1) for line in out.splitlines() if line[0] != " ")
            self.assertEqual(lines["page"], "content/2026/news/b.md")
            self.assertEqual(lines["kind"], "news (as the page says)")
            self.assertEqual(lines["shown"], "no: appears 2026-07-01")
            self.assertNotIn("makes", lines)
        for path, kind in (("news/b", "动态 news（页面里写明）"), ("news/a", "动态 news（由文件夹决定）"), ("schedule", "日程 schedule（由文件名决定）"), ("x", "页面 page")):
            out = herald("-C", self.folder / "s", "explain", f"2026/{path}.md", "--as-of", "2026-06-20", lang="zh")[1]
            self.assertIn(f"种类        {kind}\n", out)
        out = herald("-C", self.folder / "s", "explain", "content/2026/news/b.md", "--as-of", "2026-07-02")[1]
        self.assertIn("makes       2026/news/b.html\n", out)
        self.assertIn("2026/news/a.html\n", out.split("used in")[1])
        status, _, errors = herald("-C", self.folder / "s", "explain", "content/2026/news/c.md")
        self.assertEqual(status, 2)
        self.assertIn("[page-unknown]", errors)
        self.assertIn("did you mean `content/2026/news/a.md`?", errors)
        self.assertFalse((self.folder / "s" / "public").exists())

    def test_new_writes_a_page_and_never_over_one(self):
        self.assertEqual(herald("init", self.folder / "s")[0], 0)
        status, _, errors = herald("-C", self.folder / "s", "new", "通知", "关于自查的通知", lang="zh")
        self.assertEqual(status, 0, errors)
        made = next((self.folder / "s").rglob("guan-yu-zi-cha-de-tong-zhi.md"))
        made.write_text("mine", encoding="utf-8")
        status, _, errors = herald("-C", self.folder / "s", "new", "notice", "关于自查的通知")
        self.assertEqual((status, made.read_text(encoding="utf-8")), (2, "mine"))
        self.assertIn("[page-exists]", errors)
        for words in (["notise", "x"], ["notice", " "], ["notice", "x", "--edition", "next"], ["notice"]):
            with self.subTest(words):
                self.assertEqual(herald("-C", self.folder / "s", "new", *words)[0], 2)

    def test_template_counts_days_from_the_day_given(self):
        (self.folder / "t.txt").write_text("{{ '2026-06-16'|days_until }} {{ '2026-06-16'|relative_day }} {{ t('x') }}")
        status, out, errors = herald("template", self.folder / "t.txt", "--as-of", "2026-06-13")
        self.assertEqual((status, out, errors), (0, "3 3天后 x", ""))
        status, _, errors = herald("template", self.folder / "t.txt", "--as-of", "tomorrow")
        self.assertEqual(status, 2)
        self.assertIn("[usage-wrong-value]", errors)

    def test_template_knows_addresses_elsewhere_and_no_pages(self):
        (self.folder / "t.txt").write_text("{{ url('https://a.example/x') }}")
        self.assertEqual(herald("template", self.folder / "t.txt"), (0, "https://a.example/x", ""))
        (self.folder / "t.txt").write_text("{{ url('about.md') }}{{ asset('x.css') }}")
        status, _, errors = herald("template", self.folder / "t.txt")
        self.assertEqual(status, 1)
        self.assertIn("[template-argument]", errors)

    def test_template_tells_what_is_wrong_in_what_it_uses_alone(self):
        (self.folder / "used.html").write_text("{{ 1|uper }}")
        (self.folder / "other.html").write_text("{% if %}")
        (self.folder / "page.html").write_text("{% include 'used.html' %}")
        status, _, errors = herald("template", self.folder / "page.html")
        self.assertEqual(status, 1)
        self.assertIn("used.html:1:6: error: ", errors)
        self.assertNotIn("other.html", errors)

    def test_profile_names_stages_kinds_and_templates(self):
        write_site(self.folder / "site", "\n=== a.md\n# 甲\n\n文。\n")
        status, _, errors = herald("build", self.folder / "site", "-o", self.folder / "out", "--profile")
        self.assertEqual(status, 0)
        for word in ("load+parse", "peak memory", "page page", "base.html"):
            self.assertIn(word, errors)

    def test_template_renders_with_data_and_finds_its_parents_beside_it(self):
        write_site(self.folder, """
=== base.html
<h1>{% block title %}{% endblock %}</h1>
=== page.html
{% extends "base.html" %}{% block title %}{{ name }} {{ day|date }}{% endblock %}
=== data.json
{"name": "<安全>", "day": "2026-06-16"}
""")
        status, out, errors = herald("template", self.folder / "page.html", "--data", self.folder / "data.json")
        self.assertEqual((status, out.strip()), (0, "<h1>&lt;安全&gt; 2026年6月16日</h1>"), errors)
        status, out, errors = herald("template", self.folder / "page.html")
        self.assertEqual((status, out), (1, ""))
        self.assertRegex(errors, r"page\.html:1:\d+: error")
        (self.folder / "data.json").write_text("[1]")
        status, out, errors = herald("template", self.folder / "page.html", "--data", self.folder / "data.json")
        self.assertEqual((status, out), (1, ""))
        self.assertIn("[usage-wrong-value]", errors)

    def test_template_gives_what_the_engine_gives_and_escapes_by_the_name(self):
        """Cases of the engine's own tests, each as a folder of files."""
        judged = 0
        for case in jinja_test.read_cases((jinja_test.CASES / "escaping.txt").read_text(encoding="utf-8")) + \
                jinja_test.read_cases((jinja_test.CASES / "includes.txt").read_text(encoding="utf-8")):
            folder = self.folder / str(judged)
            for name, text in case["templates"].items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(text, encoding="utf-8")
            (folder / "data.json").write_text(case["data"] or "{}", encoding="utf-8")
            status, out, errors = herald("template", folder / case["name"], "--data", folder / "data.json")
            self.assertEqual((status, out), (0, case["gives"]), f"{case['title']}\n{errors}")
            judged += 1
        self.assertGreater(judged, 30)
        (self.folder / "data.json").write_text('{"x": "<&>"}', encoding="utf-8")
        for name, expected in (("a.html", "&lt;&amp;&gt;"), ("a.xml", "&lt;&amp;&gt;"), ("a.txt", "<&>")):
            (self.folder / name).write_text("{{ x }}", encoding="utf-8")
            status, out, errors = herald("template", self.folder / name, "--data", self.folder / "data.json")
            self.assertEqual((status, out), (0, expected), errors)

    def test_template_minds_no_file_beside_it_that_it_does_not_use(self):
        write_site(self.folder, """
=== page.html
{% include "used.html" %}
=== used.html
{% include part ~ ".txt" %}!
=== note.txt
fine
=== broken.html
{% if %}{{
=== notes.txt
50% off {% of {{ everything
""")
        (self.folder / "data.json").write_text('{"part": "note"}', encoding="utf-8")
        status, out, errors = herald("template", self.folder / "page.html", "--data", self.folder / "data.json")
        self.assertEqual((status, out, errors), (0, "fine!", ""))
        (self.folder / "used.html").write_text("{% include 'broken.html' %}", encoding="utf-8")
        status, out, errors = herald("template", self.folder / "page.html")
        self.assertEqual((status, out), (1, ""))
        self.assertIn("broken.html:1:", errors)
        self.assertNotIn("notes.txt", errors)


if __name__ == "__main__":
    unittest.main()
