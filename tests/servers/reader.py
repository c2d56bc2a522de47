"""A reader of a site that is being published."""
import random
import re
import threading
import urllib.error
import urllib.request

PAUSE_S = 0.01  # between two pages: the tests beside have work to do, too


class Reader:
    """Reads the site all the while: every page is whole, and everything that it loads is there. Of a site that is published for
    the first time a page may be missing."""

    def __init__(self, base, may_be_missing=False):
        self.base, self.may_be_missing = base, may_be_missing
        self.broken, self.read, self.whole, self.stop = [], 0, 0, threading.Event()
        self.thread = threading.Thread(target=self._run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()

    def get(self, path, may_be_missing=False):
        """What is there; nothing when it is not."""
        try:
            with urllib.request.urlopen(self.base + path, timeout=10) as answer:
                return answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            if error.code != 404 or not may_be_missing:
                self.broken.append(f"{path}: {error.code}")
            return None

    def _run(self):
        chance = random.Random(3)
        while not self.stop.wait(PAUSE_S):
            path = f"2026/news/n{chance.randrange(60)}.html"
            page = self.get(path, self.may_be_missing)
            self.read += 1
            if page is None:
                continue
            self.whole += 1
            if not page.rstrip().endswith("</html>"):
                self.broken.append(f"{path}: half a page")
            for asset in re.findall(r'(?:src|href)="\.\./\.\./(theme/[^"]+)"', page):
                self.get(asset)
