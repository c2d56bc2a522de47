#!/usr/bin/env python3
"""The generator of docs/reference, and docs/ as the site that it is. MANUAL and HERALD name the programs."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

MANUAL = os.environ["MANUAL"]
HERALD = os.environ["HERALD"]
DOCS = pathlib.Path(os.environ["HERALD_SOURCE"]) / "docs"


def run(*words):
    """(status, standard output, standard error) of a program."""
    done = subprocess.run([str(word) for word in words], capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class ManualTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.docs = pathlib.Path(holder.name) / "docs"

    def check(self, status, *named):
        """`manual --check` ends with `status` and names just these files."""
        got, printed, errors = run(MANUAL, self.docs, "--check")
        self.assertEqual((got, errors), (status, ""), printed)
        lines = [line for line in printed.splitlines() if line.startswith(("stale:", "not made"))]
        self.assertEqual([pathlib.Path(line).name for line in lines], list(named))

    def test_what_was_written_is_current(self):
        self.assertEqual(run(MANUAL, self.docs)[0], 0)
        self.check(0)
        self.assertEqual(run(MANUAL, self.docs)[1], "", "nothing is written twice")

    def test_a_page_that_differs_is_stale(self):
        run(MANUAL, self.docs)
        page = self.docs / "reference" / "words.md"
        page.write_text(page.read_text(encoding="utf-8") + "more\n", encoding="utf-8")
        self.check(1, "words.md")

    def test_a_page_that_is_missing_is_stale(self):
        run(MANUAL, self.docs)
        (self.docs / "reference" / "fields.md").unlink()
        self.check(1, "fields.md")

    def test_a_page_of_no_table_is_named(self):
        run(MANUAL, self.docs)
        (self.docs / "reference" / "old.md").write_text("# Old\n", encoding="utf-8")
        self.check(1, "old.md")

    def test_without_a_folder_every_page_is_stale(self):
        schemas = ["page", "notice", "plan", "slogans", "schedule", "event", "material", "form", "contact", "news", "campaign", "site"]
        self.check(1, "_index.md", "fields.md", "words.md", "directives.md", "messages.md", "templates.md", "commands.md",
                   *(f"{name}.schema.json" for name in schemas))

    def test_a_wrong_command_line_writes_nothing(self):
        for words in [(), (self.docs, "--chek"), (self.docs, "--check", "more")]:
            self.assertEqual(run(MANUAL, *words)[0], 2, words)
        self.assertFalse(self.docs.exists())

    def test_every_diagnostic_and_command_has_a_heading(self):
        run(MANUAL, self.docs)
        messages = (self.docs / "reference" / "messages.md").read_text(encoding="utf-8")
        for name in ("broken-link", "missing-field", "template-undefined", "usage-unknown-command"):
            self.assertIn(f"\n### {name}\n", messages)
        commands = (self.docs / "reference" / "commands.md").read_text(encoding="utf-8")
        for name in ("build", "init", "explain"):
            self.assertIn(f"\n## herald {name}\n", commands)


class DocsTest(unittest.TestCase):
    def test_docs_is_a_site_without_a_diagnostic(self):
        with tempfile.TemporaryDirectory() as out:
            status, printed, errors = run(HERALD, "build", DOCS, "-o", out, "--lang", "en", "--quiet")
            self.assertEqual((status, printed, errors), (0, "", ""))
            for page in ("index.html", "editors.html", "themes.html", "architecture.html", "reference/fields.html"):
                self.assertTrue((pathlib.Path(out) / page).is_file(), page)

    def test_the_examples_for_editors_are_a_site_without_a_diagnostic(self):
        """A fenced block below a line that is a path alone is a file of the example."""
        text = (DOCS / "editors.md").read_text(encoding="utf-8")
        examples = re.findall(r"^`((?:content/|site\.json)[^`]*)`\n\n```\w+\n(.*?)^```$", text, re.S | re.M)
        self.assertEqual(len(examples), 15)
        with tempfile.TemporaryDirectory() as site:
            for path, body in examples:
                file = pathlib.Path(site) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(body, encoding="utf-8")
                for target in re.findall(r"\]\(([^)#:]+)\)", body):
                    if not target.endswith((".md", "/")):
                        (file.parent / target).write_text("attachment", encoding="utf-8")
            status, printed, errors = run(HERALD, "build", site, "--as-of", "2026-06-05", "--lang", "en", "--quiet")
            self.assertEqual((status, printed, errors), (0, "", ""))


if __name__ == "__main__":
    unittest.main()
