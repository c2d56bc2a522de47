"""herald publish to a real server of FTP (pyftpdlib); and what all tests of publishing share."""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(os.environ["HERALD_SOURCE"]) / "tests/e2e"))
from support import HERALD, SMALL, SOURCE, Case, herald, tree, write_site  # noqa: E402

import servers  # noqa: E402
from reader import Reader  # noqa: E402
from servers import PASSWORD, USER  # noqa: E402

LOGIN = {"HERALD_OFFICE_USER": USER, "HERALD_OFFICE_PASSWORD": PASSWORD}


class HostCase(Case):
    """A site and a place on a host; a class a kind of host says how the place is reached."""

    def setUp(self):
        super().setUp()
        self.folder.chmod(0o755)
        self.site, self.root, self.work = self.folder / "site", self.folder / "root", self.folder / "work"
        self.work.mkdir()
        self.place = self.root / "web"
        write_site(self.site, SMALL)

    def target(self, address, **options):
        config = json.loads((self.site / "site.json").read_text())
        config["publish"] = {"office": {"to": address, **options} if options else address}
        (self.site / "site.json").write_text(json.dumps(config, ensure_ascii=False, indent=2))

    def publish(self, *words, status=0, login=LOGIN, lang="en", timeout=120):
        got, printed, said = herald("publish", "-C", self.site, *words, env=login, lang=lang, timeout=timeout)
        self.assertEqual(printed, "")
        self.assertNotIn(PASSWORD, said)
        if status is not None:
            self.assertEqual(got, status, said)
        return said

    def there(self):
        """path -> SHA-256 of all that the host holds in the site's folder."""
        return tree(self.place)

    def enterContext(self, context):
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def assert_published(self):
        """The host holds the output, bit by bit, and herald's record of it; no lock and nothing half is left."""
        # Apache leaves its own temporary files when a connection breaks.
        there = {path: sha for path, sha in self.there().items() if not pathlib.Path(path).name.startswith(".davfs.tmp")}
        record = json.loads((self.place / "herald-manifest.json").read_text())
        seal = f"{there.pop('herald-manifest.json')}  herald-manifest.json\n"
        self.assertEqual(there.pop("herald-manifest.sha256"), hashlib.sha256(seal.encode()).hexdigest())
        self.assertEqual(there, tree(self.site / "public"))
        self.assertEqual({path: one["sha256"] for path, one in record["files"].items()}, there)
        self.assertNotIn("pending", record)
        if isinstance(self.place, pathlib.Path):
            self.assertEqual([path for path in self.place.rglob("herald-*") if path.is_dir()], [])

    def write_pages(self, count):
        """`count` pages of 6 KB that name each other's assets and nothing else."""
        for i in range(count):
            (self.site / f"content/2026/news/n{i}.md").write_text(
                f"---\ntitle: 第{i}条\npublished: 2026-06-01\n---\n{'文' * 2000}\n")

    def edit(self, path, old, new):
        file = self.site / "content" / path
        text = file.read_text()
        self.assertIn(old, text)
        file.write_text(text.replace(old, new))

    def check_life_of_a_site(self):
        """First publication, no change, edit, rename, delete, foreign file, rollback, audit."""
        said = self.publish()
        self.assertIn("pages added", said)
        self.assert_published()
        self.assertIn("nothing has changed", self.publish())

        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        said = self.publish("--dry-run")
        self.assertIn("* 第一篇  2026/news/a.html", said)
        self.assertNotEqual(self.there()["2026/news/a.html"], tree(self.site / "public")["2026/news/a.html"])
        self.publish()
        self.assert_published()
        self.assertIn("nothing has changed", self.publish())

        (self.site / "content/2026/news/b.md").rename(self.site / "content/2026/news/c.md")
        said = self.publish()
        self.assertIn("+ 第二篇  2026/news/c.html", said)
        self.assertIn("- 第二篇  2026/news/b.html", said)
        self.assert_published()
        self.assertFalse((self.place / "2026/news/b.html").exists())

        before = tree(self.site / "public")
        (self.site / "content/2026/news/c.md").unlink()
        self.publish()
        self.assert_published()
        self.publish("--rollback")
        there = self.there()
        for name in ("herald-manifest.json", "herald-manifest.sha256"):
            there.pop(name)
        self.assertEqual(there, before)
        self.publish()
        self.assert_published()

        self.assertIn("as published", self.publish("--audit"))
        page = self.place / "2026/news/a.html"
        page.write_bytes(page.read_bytes().replace("改过".encode(), "篡改".encode()))
        (self.place / "2026/shell.php").write_text("<?php")
        said = self.publish("--audit", status=1)
        self.assertIn("[audit-changed]", said)
        self.assertIn("2026/news/a.html", said)
        self.assertIn("2026/shell.php" if self.lists_folders else "does not list", said)
        self.publish("--verify")
        (self.place / "2026/shell.php").unlink()
        self.assert_published()
        # The password is nowhere in the site, nor in what the program keeps.
        for path in self.site.rglob("*"):
            self.assertFalse(path.is_file() and PASSWORD.encode() in path.read_bytes(), path)

    def check_foreign(self):
        self.place.mkdir(parents=True, exist_ok=True)
        (self.place / "index.html").write_text("welcome")
        (self.place / "mine.txt").write_text("mine")
        for path in (self.place.parent, self.place):
            path.chmod(0o777)
        said = self.publish(status=2)
        self.assertIn("[publish-foreign]", said)
        self.assertEqual(sorted(self.there()), ["index.html", "mine.txt"])
        (self.place / "index.html").chmod(0o666)
        self.publish("--take-over")
        self.assertEqual((self.place / "mine.txt").read_text(), "mine")
        (self.place / "mine.txt").unlink()
        self.assert_published()

    def check_two_at_once(self):
        """One of two gets through, the other is told who publishes; afterwards the site is right."""
        with concurrent.futures.ThreadPoolExecutor() as pool:
            other = self.folder / "other"
            shutil.copytree(self.site, other)
            runs = [pool.submit(herald, "publish", "-C", folder, env=self.login) for folder in (self.site, other)]
            ends = sorted(run.result()[0] for run in runs)
        self.assertIn(ends, ([0, 0], [0, 3]), [run.result()[2] for run in runs])
        self.publish()
        self.assert_published()

    def check_lock(self):
        self.publish()
        lock = self.place / "herald-lock"
        lock.mkdir()
        (lock / "owner.json").write_text('{"owner": "wang@desk", "since": "2026-06-16 08:00", "token": "x"}')
        for path in (lock, lock / "owner.json"):
            path.chmod(0o777)
            if os.geteuid() == 0 and self.owner:
                shutil.chown(path, self.owner, self.owner)
        self.assertIn("nothing has changed", self.publish())
        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        said = self.publish(status=3)
        self.assertIn("wang@desk", said)
        self.assertIn("2026-06-16 08:00", said)
        self.publish("--break-lock")
        self.assertFalse(lock.exists())
        self.assert_published()

    def check_our_own_site(self):
        """The repository's own site, in one go, and a second time without a change; what the first time said."""
        config = json.loads((self.site / "site.json").read_text())["publish"]
        shutil.rmtree(self.site)
        shutil.copytree(SOURCE / "content", self.site / "content")
        shutil.copytree(SOURCE / "assets", self.site / "assets")
        own = json.loads((SOURCE / "site.json").read_text())
        (self.site / "site.json").write_text(json.dumps({**own, "publish": config}, ensure_ascii=False))
        said = self.publish()
        self.assert_published()
        self.assertIn("nothing has changed", self.publish())
        return said

    def check_full_disk(self, disk, serve=lambda: None):
        """The disk of the host, mounted at `disk` before `serve` starts the server, is full in the middle of a publication."""
        servers.mount_small_disk(self, disk, 600)
        serve()
        self.publish()
        before = tree(self.place)
        (self.site / "content/2026/news/big.bin").write_bytes(random.Random(1).randbytes(900_000))
        self.edit("2026/news/a.md", "正文一。", "[附件](big.bin)")
        said = self.publish(status=3)
        self.assertRegex(said, self.words_when_full)
        self.assertIn("[publish-not-sent]", said)
        there = tree(self.place)
        self.assertEqual({p: h for p, h in there.items() if p in before and p.endswith(".html")},
                         {p: h for p, h in before.items() if p.endswith(".html")})
        self.edit("2026/news/a.md", "[附件](big.bin)", "没有附件了。")
        self.publish()
        self.assert_published()

    def check_cuts(self, base, cuts, address, **options):
        """Connections break at 50 random places of edits of 60 pages, while readers at `base` see whole pages alone. `cuts.done`
        is how many were cut."""
        self.write_pages(60)
        self.publish()
        self.target(address, **{"connections": 2, **options})
        with Reader(base) as reader:
            for old, new in [("文", "字"), ("字", "文")] * 5:
                for i in range(60):
                    self.edit(f"2026/news/n{i}.md", old, new)
                self.publish_until_it_is_there()
                self.assert_published()
                if cuts.done >= 50:
                    break
        self.assertGreaterEqual(cuts.done, 50)
        self.assertEqual(reader.broken, [])
        self.assertGreater(reader.read, 50)

    def publish_until_it_is_there(self):
        for _ in range(40):
            if re.search("published;|nothing has changed", self.publish(status=None, timeout=300)):
                break

    def check_first_cuts(self, base, cutter, address, **options):
        """A first publication whose connections break: who reads meanwhile finds no page, or one with all that it loads."""
        self.write_pages(60)
        self.target(address, **{"connections": 2, **options})
        with Reader(base, may_be_missing=True) as reader:
            self.publish_until_it_is_there()
            self.wait_until(lambda: reader.whole > 10)
        self.assert_published()
        self.assertGreaterEqual(cutter.done, 10)
        self.assertEqual(reader.broken, [])

    def check_killed(self):
        """A first publication is killed five times; then one gets through."""
        self.write_pages(300)
        environment = {"PATH": os.environ["PATH"], **self.login}
        for pause in (0.05, 0.1, 0.2, 0.3, 0.4):
            run = subprocess.Popen([HERALD, "publish", "-C", self.site], env=environment, stderr=subprocess.DEVNULL)
            time.sleep(pause)
            run.send_signal(signal.SIGKILL)
            run.wait()
        self.publish()
        self.assert_published()
        self.assertFalse((self.place / "herald-lock").exists())

    def check_wrong_password(self):
        said = self.publish(status=3, login={**self.login, "HERALD_OFFICE_PASSWORD": "wrong"})
        self.assertIn("[host-login]", said)
        self.assertNotIn("wrong", said)
        self.assertFalse(self.place.exists())

    def check_killed_in_a_new_folder(self):
        """A first publication is killed while its new folders fill; then most of its pages go, and nothing of them is left."""
        self.write_pages(600)
        environment = {"PATH": os.environ["PATH"], **self.login}
        run = subprocess.Popen([HERALD, "publish", "-C", self.site], env=environment, stderr=subprocess.DEVNULL)
        self.wait_until(lambda: list(self.place.glob("herald-tmp-2026/news/n*.html")))
        run.kill()
        run.wait()
        self.assertTrue((self.place / "herald-tmp-2026").is_dir())
        self.assertFalse((self.place / "2026").exists())
        for i in range(20, 600):
            (self.site / f"content/2026/news/n{i}.md").unlink()
        self.publish("--max-deletes", "1000")
        self.assert_published()

    def wait_until(self, is_so, seconds=60):
        end = time.monotonic() + seconds
        while not is_so():
            self.assertLess(time.monotonic(), end, "it took too long")
            time.sleep(0.002)

    def check_deleted_folder(self):
        """Someone deleted a folder of ours: the next publication that puts something there brings all of it back."""
        self.publish()
        shutil.rmtree(self.place / "2026/news")
        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        self.publish()
        self.assert_published()

    def check_folder_in_place(self):
        """Somebody made a folder where a page of ours was; the page is then taken off the site."""
        self.publish()
        page = self.place / "2026/news/b.html"
        page.unlink()
        page.mkdir()
        (page / "mine.txt").write_text("mine")
        (self.site / "content/2026/news/b.md").unlink()
        self.publish()
        self.assertEqual((page / "mine.txt").read_text(), "mine")
        shutil.rmtree(page)
        self.assert_published()

    def check_hidden(self):
        """Not every host lists names that begin with a dot; what is ours of them is sent, and what is not is left alone."""
        office = json.loads((self.site / "site.json").read_text())["publish"]["office"]
        options = {"to": office} if isinstance(office, str) else office
        options = {name: value for name, value in options.items() if name != "to"} | {"address": options["to"]}
        (self.site / "content/2026/old").mkdir()
        (self.site / "content/2026/old/x.md").write_text("---\ntitle: 旧\npublished: 2026-06-01\n---\n文。\n")
        self.publish()
        rules = self.place / ".htaccess"
        rules.write_text("# whose?\n")
        self.target(**options, host="apache")
        said = self.publish(status=2)
        self.assertIn("[publish-foreign]", said)
        self.assertIn(".htaccess", said)
        self.assertEqual(rules.read_text(), "# whose?\n")
        rules.unlink()
        self.target(**options)
        for name in (".user.ini", ".well-known/x.txt"):
            (self.place / "2026/old" / name).parent.mkdir(exist_ok=True)
            (self.place / "2026/old" / name).write_text("mine")
        (self.site / "content/2026/old/x.md").unlink()
        self.publish()
        for name in (".user.ini", ".well-known/x.txt"):
            self.assertEqual((self.place / "2026/old" / name).read_text(), "mine")
            (self.place / "2026/old" / name).unlink()
        self.assert_published()

    login = LOGIN
    owner = ""
    words_when_full = r"\[host-full\]"
    lists_folders = True  # also those with an index page


class EveryHost:
    """What is the same for each host that a class sets up by itself. For classes that are a HostCase."""

    def test_life_of_a_site(self):
        self.check_life_of_a_site()

    def test_foreign_files(self):
        self.check_foreign()

    def test_lock(self):
        self.check_lock()

    def test_two_at_once(self):
        self.check_two_at_once()

    def test_our_own_site(self):
        self.check_our_own_site()

    def test_hidden_files(self):
        self.check_hidden()


class DavCase(HostCase):
    def start(self, make, *words):
        port = self.enterContext(make(self.work, self.root, *words))
        self.base = f"http://127.0.0.1:{port}"
        return port

    def check_full_disk_of(self, make, *words):
        """A server of its own, since its place is mounted before it starts."""
        self.root, self.work = self.folder / "disk", self.folder / "disk-work"
        self.place = self.root / "web"
        self.work.mkdir()
        self.check_full_disk(self.root, lambda: self.target(f"dav://127.0.0.1:{self.start(make, *words)}/web/"))

    def cutter(self, port, kind=servers.Cutter, **more):
        cutter = kind(port, **more)
        self.addCleanup(cutter.close)
        return cutter


class FtpTest(DavCase):
    def test_life_of_a_site(self):
        port = self.start(servers.ftp)
        self.target(f"ftp://127.0.0.1:{port}/web/")
        self.check_life_of_a_site()

    def test_foreign_files(self):
        port = self.start(servers.ftp)
        self.target(f"ftp://127.0.0.1:{port}/web/")
        self.check_foreign()

    def test_lock_and_two_at_once(self):
        port = self.start(servers.ftp)
        self.target(f"ftp://127.0.0.1:{port}/web/")
        self.check_two_at_once()
        shutil.rmtree(self.place)
        self.check_lock()

    def test_names_that_addresses_have_another_use_for(self):
        port = self.start(servers.ftp)
        self.target(f"ftp://127.0.0.1:{port}/web/")
        for name in ("a;type=i.txt", "b;type=d.txt", "c#d?e%20f.txt", "g [h] -> i.txt"):
            (self.site / "content/2026/news" / name).write_text(name)
        self.edit("2026/news/a.md", "正文一。", "[一](<a;type=i.txt>)、[二](<b;type=d.txt>)、[三](<c%23d%3Fe%2520f.txt>)、[四](<g [h] -> i.txt>)")
        self.publish()
        self.assert_published()
        self.publish("--verify")
        self.assert_published()

    def test_a_folder_that_someone_deleted(self):
        port = self.start(servers.ftp)
        self.target(f"ftp://127.0.0.1:{port}/web/")
        self.check_deleted_folder()

    def test_life_of_a_site_by_ipv6(self):
        """Commands and files: the server refuses PASV there, which has no words for such an address."""
        at = servers.ipv6()
        port = self.enterContext(servers.ftp(self.work, self.root, at=at))
        self.target(f"ftp://{f'[{at}]' if ':' in at else at}:{port}/web/")
        self.check_life_of_a_site()

    def test_wrong_password(self):
        port = self.start(servers.ftp)
        self.target(f"ftp://127.0.0.1:{port}/web/")
        self.check_wrong_password()

    def test_connections_that_are_cut_while_the_site_is_read(self):
        """Both connections of FTP, that of commands and those of files."""
        port = self.start(servers.ftp)
        self.target(f"ftp://127.0.0.1:{port}/web/")
        cutter = self.cutter(port, servers.FtpCutter, cuts=50, seed=7, least=100, most=4_000)
        with servers.web(self.root) as web:
            self.check_cuts(f"http://127.0.0.1:{web}/web/", cutter, f"ftp://127.0.0.1:{cutter.port}/web/")

    def test_a_first_publication_that_is_cut_while_the_site_is_read(self):
        port = self.start(servers.ftp)
        self.root.mkdir(exist_ok=True)
        cutter = self.cutter(port, servers.FtpCutter, cuts=25, seed=11, least=1_000, most=15_000)
        with servers.web(self.root) as web:
            self.check_first_cuts(f"http://127.0.0.1:{web}/web/", cutter, f"ftp://127.0.0.1:{cutter.port}/web/")

    def test_a_run_that_is_killed_in_a_new_folder(self):
        port = self.start(servers.ftp)
        self.target(f"ftp://127.0.0.1:{port}/web/")
        self.check_killed_in_a_new_folder()

    def test_our_own_site(self):
        port = self.start(servers.ftp)
        self.target(f"ftp://127.0.0.1:{port}/web/")
        self.check_our_own_site()

    def test_a_full_disk(self):
        with servers.ftp(self.work, self.root, full_after=40_000) as port:
            self.target(f"ftp://127.0.0.1:{port}/web/")
            said = self.publish(status=3)
            # pyftpdlib says no more than that it broke off; vsftpd and the others have the word for it.
            self.assertRegex(said, r"\[(host-full|host-unreachable)\]")
            self.assertIn("[publish-not-sent]", said)
        with servers.ftp(self.work, self.root) as port:
            self.target(f"ftp://127.0.0.1:{port}/web/")
            self.publish()
        self.assert_published()


if __name__ == "__main__":
    servers.main()
