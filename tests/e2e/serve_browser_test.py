"""Pages of `herald serve` in a browser: serve_browser.js drives Chromium through playwright-core and says what it saw."""
import os
import pathlib
import shutil
import subprocess
import unittest

from support import Case

HERE = pathlib.Path(__file__).resolve().parent
NODE = next(str(n) for n in sorted(HERE.parent.glob("node_modules/node-linux-*/bin/node")))


class Browser(Case):
    def check(self, part):
        done = subprocess.run([NODE, HERE / "serve_browser.js", part, self.folder], capture_output=True, timeout=280, check=False,
                              env={**os.environ, "CHROMIUM": shutil.which("chromium") or "chromium", "LANG": "C.UTF-8"})
        self.assertEqual(done.returncode, 0, (done.stdout + done.stderr).decode()[-6000:])

    def test_each_edit_is_seen_and_served_as_a_clean_build_writes_it(self):
        self.check("edits")

    def test_what_is_wrong_is_told_over_the_last_good_page(self):
        self.check("overlay")

    def test_many_tabs_follow(self):
        self.check("tabs")

    def test_other_days_and_drafts_are_marked(self):
        self.check("time")


if __name__ == "__main__":
    unittest.main()
