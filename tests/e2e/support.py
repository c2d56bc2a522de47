"""What the end-to-end tests share: running the program, small sites in a string, looking at a folder."""
import hashlib
import os
import pathlib
import subprocess
import tempfile
import unittest

HERALD = os.environ["HERALD"]
SOURCE = pathlib.Path(os.environ["HERALD_SOURCE"])
# The day after the newest page of the repository's own site.
AS_OF = "2026-06-20"


def herald(*words, cwd=None, stdin=b"", lang="en", timeout=120, env=None):
    """Runs the program; returns (status, standard output, standard error) with texts decoded."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **(env or {})}
    command = [HERALD, *map(str, words)] + (["--lang", lang] if lang else [])
    done = subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, timeout=timeout, env=environment)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def write_site(folder, text):
    """Files in a string, each behind a line `=== path`."""
    path, lines = None, []

    def flush():
        if path is not None:
            file = pathlib.Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    for line in text.strip("\n").split("\n"):
        if line.startswith("=== "):
            flush()
            path, lines = line[4:], []
        else:
            lines.append(line)
    flush()


def tree(folder):
    """path -> SHA-256 of every file below a folder, dot files too."""
    folder = pathlib.Path(folder)
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(folder.rglob("*")) if p.is_file()}


class Case(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        # A browser that is ending may still write.
        holder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def build(self, site, out, *words, status=0, **more):
        got, printed, errors = herald("build", site, "-o", out, *words, **more)
        self.assertEqual(got, status, errors)
        self.assertEqual(printed, "")
        return errors


class OwnSiteCase(Case):
    """The repository's own site, built once for all tests of a class; `errors` is what was said."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.out = pathlib.Path(cls.holder.name) / "out"
        cls.errors = Case().build(SOURCE, cls.out, "--as-of", AS_OF)

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()


SMALL = """
=== site.json
{"name": "测试站", "domain": "a.example", "sponsor": "某街道办事处", "edition": "2026"}
=== content/2026/_index.md
---
title: 2026年活动
year: 2026
ordinal: 25
theme: 多看一眼
period: {start: 2026-06-01, end: 2026-06-30}
---
欢迎。
=== content/2026/news/a.md
---
title: 第一篇
published: 2026-06-01 09:00
---
正文一。
=== content/2026/news/b.md
---
title: 第二篇
published: 2026-06-02 09:00
---
见[第一篇](a.md)。
"""
