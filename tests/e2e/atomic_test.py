"""A build that is killed at any moment, over a site that is being read: nobody sees a half file or a dead link, and the next build mends
what is left. HERALD_KILLS says how often it is killed, HERALD_SEED where; HERALD_VERBOSE tells what it did at those moments."""
import collections
import functools
import http.client
import http.server
import os
import pathlib
import posixpath
import random
import re
import shutil
import signal
import subprocess
import threading
import time
import unittest
import urllib.parse

from support import HERALD, Case, herald, write_site

KILLS = int(os.environ.get("HERALD_KILLS", "200"))
SEED = int(os.environ.get("HERALD_SEED", "6"))
PAGES = 120
NEW_PAGES = 24  # that only one of the two states has
LOOK_SECONDS = 0.0003  # between two looks at what a build does: a loop without a pause would take the processor that it needs
READER_SECONDS = 0.01  # between two visits, likewise: reading takes as much of it as building
WAY = 8  # pages that a reader goes from the home page, then begins anew
WORDS = ("--as-of", "2026-06-20", "--jobs", "2", "--quiet", "--lang", "en")

SITE = """
=== site.json
{"name": "测试站", "domain": "a.example", "url": "https://a.example/", "sponsor": "某街道办事处", "edition": "2026"}
"""
EDITION = """
=== 2026/_index.md
---
title: 2026年活动
year: 2026
ordinal: 25
theme: 多看一眼
period: {start: 2026-06-01, end: 2026-06-30}
---
欢迎。
"""


def page_text(number, state, numbers):
    """A page whose text, title and links depend on the state, for one in three; its link leads to a page of the state."""
    changed = state if number % 3 == 0 else "旧"
    target = numbers[(numbers.index(number) * 7 + 3) % len(numbers)]
    attachment = f"\n见[名单](f{number}/{'甲乙'[state == 'b']}{number}.csv)。\n" if number % 10 == 0 else ""
    return (f"---\ntitle: 第{number}篇{changed}\npublished: 2026-06-{1 + number % 18:02} 09:00\n---\n"
            f"正文{changed}，见[另一篇](n{target}.md)。\n{attachment}\n" + f"多看一眼，平安到家。{changed}\n\n" * (number % 40))


def make_content(folder, state):
    """One of the two states: some pages are in one of them alone, attachments have other names, and a folder is a page in the other."""
    numbers = [n for n in range(PAGES + NEW_PAGES) if not (n < NEW_PAGES and state == "b") and not (n >= PAGES and state == "a")]
    write_site(folder, EDITION)
    news = folder / "2026/news"
    news.mkdir(parents=True)
    for number in numbers:
        (news / f"n{number}.md").write_text(page_text(number, state, numbers), encoding="utf-8")
        if number % 10 == 0:
            (news / f"f{number}").mkdir()
            (news / f"f{number}/{'甲乙'[state == 'b']}{number}.csv").write_text(f"列\n{number}{state}\n", encoding="utf-8")


def bytes_of(folder):
    """path -> bytes of every file below a folder, dot files too."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file()}


class QuietServer(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the acknowledgement of its head

    def log_message(self, *_):
        pass


class Reader(threading.Thread):
    """Walks the site from its home page as a visitor does. `failures` is what no visitor may see."""

    def __init__(self, port, clean, generation):
        super().__init__(daemon=True)
        self.port, self.clean, self.generation = port, clean, generation
        self.random = random.Random(SEED + 1)
        self.failures, self.pages, self.files, self.stopped = [], 0, 0, False
        self.way = []  # (path, bytes) of the pages from the home page to where the reader is

    def get(self, path):
        """The bytes under a path, or None; what is neither of the old nor of the new site is a failure."""
        self.connection.request("GET", "/" + urllib.parse.quote(path))
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status != 200:
            return None
        self.files += 1
        if data not in (self.clean["a"].get(path), self.clean["b"].get(path)):
            self.failures.append(f"{path}: {len(data)} bytes of neither site")
        return data

    def run(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        path = None
        try:
            while not self.stopped:
                path = self.visit(path)
                time.sleep(READER_SECONDS)
        except Exception as error:  # a thread's own end would go unseen
            self.failures.append(f"the reader ended: {error!r}")
        finally:
            self.connection.close()

    def visit(self, path):
        """Reads a page, or the home page, and some of what it refers to; returns the page to go on with, if any."""
        if path is None or len(self.way) == WAY:
            path, self.way = "index.html", []
        page = self.get(path)
        if page is None:
            if path == "index.html":
                self.failures.append("there is no home page")
            return None
        self.pages += 1
        self.way.append((path, page))
        targets = sorted(set(references_of(path, page.decode())))
        for target in self.random.sample(targets, min(len(targets), 6)):
            if self.get(target) is None and self.is_lost(target):
                self.failures.append(f"{' > '.join(at for at, _ in self.way)} refers to {target}, which is missing")
        pages = [target for target in targets if target.endswith(".html")]
        return self.random.choice(pages) if pages else None

    def is_lost(self, target):
        """Whether a file is missing for someone who comes the reader's way now. Else it is nobody's fault: a page of the way was
        replaced meanwhile, or is itself being removed with what it refers to. A build changes a file once, so what is the same
        before and after a look was so all the time."""
        generation = self.generation[0]
        return self.is_way_there() and self.get(target) is None and self.is_way_there() and self.generation[0] == generation

    def is_way_there(self):
        return all(self.get(path) == page for path, page in self.way)


def stamp_of(path):
    """What tells a file or folder from another one in its place; None where there is none."""
    try:
        found = os.stat(path)
        return found.st_ino, found.st_ctime_ns
    except FileNotFoundError:
        return None


def references_of(path, text):
    for address in re.findall(r'\s(?:href|src)="([^"#?]+)', text):
        if ":" in address:
            continue
        if address.startswith("/"):
            yield urllib.parse.unquote(address[1:])
        else:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(path), urllib.parse.unquote(address)))


class Atomic(Case):
    def setUp(self):
        super().setUp()
        self.site, self.out = self.folder / "site", self.folder / "out"
        self.staged = self.out / ".herald-stage/new"
        write_site(self.site, SITE)
        self.clean, self.now = {}, None
        for state in "ab":
            make_content(self.folder / state, state)
        for state in "ab":
            self.turn_to(state)
            self.build(self.site, self.folder / f"clean-{state}", *WORDS)
            self.clean[state] = bytes_of(self.folder / f"clean-{state}")
            shutil.rmtree(self.site / ".herald", ignore_errors=True)

    def turn_to(self, state):
        """Makes the site's content that of the other state."""
        if self.now == state:
            return
        if self.now:
            os.rename(self.site / "content", self.folder / self.now)
        os.rename(self.folder / state, self.site / "content")
        self.now = state

    def start(self):
        return subprocess.Popen([HERALD, "build", str(self.site), "-o", str(self.out), *WORDS], stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE)

    def start_staging(self):
        """A build that was seen at work, with the other state of the content than the last."""
        while True:
            self.turn_to("a" if self.now == "b" else "b")
            running = self.start()
            while running.poll() is None:
                if (self.out / ".herald-stage").exists():
                    return running
            running.stderr.close()

    def run_killed(self, seconds, when="building"):
        """Kills a build some time after its start, or after it began to rename. Returns what it was doing, by what it left."""
        left, running = self.left_by_others(), self.start()
        while when == "renaming" and running.poll() is None and not self.is_renaming(left):
            time.sleep(LOOK_SECONDS)
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
        status = running.wait()
        self.assertIn(status, (0, -signal.SIGKILL), running.stderr.read())
        running.stderr.close()
        if status == 0:
            return "over"
        if self.is_renaming(left):
            return "renaming" if self.staged.exists() else "recording"
        return "reading" if stamp_of(self.staged) in (None, left[0]) else "rendering"

    def left_by_others(self):
        """What is staged by a build that was killed."""
        return stamp_of(self.staged), stamp_of(self.staged / "manifest.sha256")

    def is_renaming(self, left):
        """Whether a build has staged its list of files, which comes last, since `left`; or put it in place."""
        return stamp_of(self.staged / "manifest.sha256") not in (None, left[1]) or self.is_placed(self.now)

    def is_placed(self, state):
        """Whether the list of files is that of a state: it comes last."""
        checksums = self.out / "manifest.sha256"
        return checksums.exists() and checksums.read_bytes() == self.clean[state]["manifest.sha256"]

    def build_whole(self, state):
        """A build that nobody ends. Returns how long it took and how long it renamed, in seconds."""
        left, running, begin = self.left_by_others(), self.start(), time.monotonic()
        while running.poll() is None and not self.is_renaming(left):
            time.sleep(LOOK_SECONDS)
        staged = time.monotonic()
        while running.poll() is None and self.staged.exists():
            time.sleep(LOOK_SECONDS)
        renamed = time.monotonic()
        errors = running.communicate(timeout=60)[1].decode()
        end = time.monotonic()
        self.assertEqual(running.returncode, 0, errors)
        self.check_clean(state)
        return end - begin, renamed - staged

    def check_whole(self):
        """Nothing that can be reached from the home page refers to what is missing, whatever a build left."""
        waiting, seen = ["index.html"], {"index.html"}
        while waiting:
            path = waiting.pop()
            for target in references_of(path, (self.out / path).read_text(encoding="utf-8")):
                if target in seen:
                    continue
                seen.add(target)
                self.assertTrue((self.out / target).is_file(), f"{path} refers to {target}, which is missing")
                if target.endswith(".html"):
                    waiting.append(target)

    def check_clean(self, state):
        found = bytes_of(self.out)
        different = [p for p in set(found) | set(self.clean[state]) if found.get(p) != self.clean[state].get(p)]
        self.assertEqual(sorted(different), [])

    def test_a_build_is_killed_at_any_moment_over_a_site_that_is_read(self):
        dice = random.Random(SEED)
        self.turn_to("a")
        self.build_whole("a")
        self.turn_to("b")
        building, renaming = self.build_whole("b")
        generation, moments = [0], collections.Counter()
        handler = functools.partial(QuietServer, directory=str(self.out))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            reader = Reader(server.server_address[1], self.clean, generation)
            reader.start()
            for kill in range(KILLS):
                state = dice.choice("ab")
                if self.is_placed(state):  # nothing would be to do
                    state = "b" if state == "a" else "a"
                generation[0] += 1
                self.turn_to(state)
                when, seconds = ("building", building) if kill % 2 == 0 else ("renaming", renaming)
                moments[self.run_killed(1.1 * seconds * dice.random(), when)] += 1
                self.check_whole()
                if dice.random() < 0.4:
                    self.build_whole(state)
                self.assertEqual(reader.failures, [])
            for state in "ab":
                generation[0] += 1
                self.turn_to(state)
                self.build_whole(state)
            reader.stopped = True
            reader.join(30)
            server.shutdown()
        self.assertEqual(reader.failures, [])
        self.assertGreater(reader.pages, 20)
        self.assertGreater(moments["renaming"], KILLS // 20)
        if os.environ.get("HERALD_VERBOSE"):
            print(", ".join(f"{moments[moment]} {moment}" for moment in ("reading", "rendering", "renaming", "recording", "over")),
                  f"of {KILLS} moments; {reader.pages} pages and {reader.files} files read; "
                  f"a build takes {building:.3f} s, {renaming:.3f} of them to rename")

    def test_a_first_build_that_is_killed_leaves_no_page_that_refers_to_nothing(self):
        dice = random.Random(SEED)
        for _ in range(20):
            shutil.rmtree(self.out, ignore_errors=True)
            shutil.rmtree(self.site / ".herald", ignore_errors=True)
            self.run_killed(dice.random() * 0.1)
            files = {p: b for p, b in bytes_of(self.out).items() if not p.startswith(".herald-stage/")} if self.out.exists() else {}
            for path, data in files.items():
                self.assertEqual(data, self.clean[self.now].get(path), path)
            if "index.html" in files:
                for path, data in files.items():
                    if path.endswith(".html"):
                        self.assertEqual([t for t in references_of(path, data.decode()) if t not in files], [], path)
            self.build_whole(self.now)

    def test_of_two_builds_into_one_folder_the_second_is_told(self):
        self.build_whole(self.now)
        before = bytes_of(self.out)
        while True:
            first = self.start_staging()
            first.send_signal(signal.SIGSTOP)
            if first.poll() is None and (self.out / ".herald-stage").exists():
                break
            first.wait()
            first.stderr.close()
        try:
            status, _, errors = herald("build", self.site, "-o", self.out)
            self.assertEqual(status, 3, errors)
            self.assertIn("[build-running]", errors)
            self.assertEqual(errors.count("error:"), 1, errors)
            other, _, errors = herald("build", self.site, "-o", self.folder / "other", *WORDS[:2])
            self.assertEqual(other, 0, errors)
        finally:
            first.send_signal(signal.SIGCONT)
        self.assertEqual(first.wait(30), 0)
        first.stderr.close()
        self.assertNotEqual(bytes_of(self.out), before)
        self.check_clean(self.now)

    def test_a_killed_build_keeps_nobody_out(self):
        first = self.start_staging()
        first.send_signal(signal.SIGKILL)
        first.wait()
        first.stderr.close()
        self.build_whole(self.now)

    def test_files_of_somebody_else_outlive_every_build(self):
        self.build_whole(self.now)
        theirs = {"CNAME": b"a.example", "2026/mine.txt": b"mine", ".well-known/x": b"1"}
        for path, data in theirs.items():
            (self.out / path).parent.mkdir(exist_ok=True)
            (self.out / path).write_bytes(data)
        for state in "aba":
            self.turn_to(state)
            self.run_killed(0.002, "renaming")
            status, _, errors = herald("build", self.site, "-o", self.out, *WORDS[:2])
            self.assertEqual(status, 0, errors)
            found = bytes_of(self.out)
            self.assertEqual({path: found.pop(path, None) for path in theirs}, theirs)
            self.assertEqual(found, self.clean[state])


if __name__ == "__main__":
    unittest.main()
