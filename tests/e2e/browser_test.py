"""Pages in a real browser, with and without scripts, from file://."""
import shutil
import subprocess
import unittest

from support import OwnSiteCase

CHROMIUM = shutil.which("chromium") or "chromium"
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"]


class Browser(OwnSiteCase):
    def dom(self, path, *more):
        """The page as the browser has it after its scripts ran."""
        command = [CHROMIUM, *FLAGS, f"--user-data-dir={self.folder}/profile", "--virtual-time-budget=3000", *more, "--dump-dom", f"file://{self.out}/{path}"]
        done = subprocess.run(command, capture_output=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr[-500:])
        return done.stdout.decode()

    def test_copy_buttons_exist_only_with_scripts(self):
        page = "2026/slogans/general.html"
        self.assertGreaterEqual(self.dom(page).count("<button"), 16)
        self.assertEqual(self.dom(page, "--blink-settings=scriptEnabled=false").count("<button"), 0)


    def test_the_home_page_works_from_a_folder(self):
        dom = self.dom("index.html")
        self.assertIn("多看一眼", dom)
        self.assertIn("12350", dom)


if __name__ == "__main__":
    unittest.main()
