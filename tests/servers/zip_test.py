"""herald publish into one ZIP file, read back by Python's zipfile."""
import concurrent.futures
import hashlib
import json
import os
import random
import unittest
import zipfile

import servers
from publish_test import HostCase
from support import herald, tree


class ZipTest(HostCase):
    def setUp(self):
        super().setUp()
        self.root.mkdir()
        self.place = self.root / "anquan.zip"
        self.target(f"zip://{self.place}")

    def files(self):
        """path → SHA-256 of what the archive holds."""
        with zipfile.ZipFile(self.place) as archive:
            self.assertIsNone(archive.testzip())
            self.assertEqual(archive.namelist(), sorted(archive.namelist(), key=str.encode))
            return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}

    def assert_published(self):
        there = self.files()
        with zipfile.ZipFile(self.place) as archive:
            record = json.loads(archive.read("herald-manifest.json"))
        seal = f"{there.pop('herald-manifest.json')}  herald-manifest.json\n"
        self.assertEqual(there.pop("herald-manifest.sha256"), hashlib.sha256(seal.encode()).hexdigest())
        self.assertEqual(there, tree(self.site / "public"))
        self.assertEqual({path: one["sha256"] for path, one in record["files"].items()}, there)
        self.assertNotIn("pending", record)
        self.assertEqual(sorted(os.listdir(self.root)), ["anquan.zip"])

    def change(self, make):
        """Writes the archive anew with other files: what another program does to it."""
        with zipfile.ZipFile(self.place) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        make(files)
        with zipfile.ZipFile(self.place, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)

    def test_life_of_a_site(self):
        (self.site / "assets").mkdir(exist_ok=True)
        (self.site / "assets/消防 通知.txt").write_text("通知")
        self.assertIn("pages added", self.publish())
        self.assert_published()
        first, stamp = self.place.read_bytes(), self.place.stat()
        self.assertIn("nothing has changed", self.publish())
        self.assertEqual((self.place.stat().st_ino, self.place.stat().st_mtime_ns), (stamp.st_ino, stamp.st_mtime_ns))

        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        self.assertIn("* 第一篇  2026/news/a.html", self.publish("--dry-run"))
        self.assertEqual(self.place.read_bytes(), first)
        self.publish()
        self.assert_published()
        (self.site / "content/2026/news/b.md").unlink()
        self.publish()
        self.assert_published()
        before = self.place.read_bytes()
        self.publish("--rollback")
        self.assertNotEqual(self.place.read_bytes(), before)
        self.publish()
        self.assertEqual(self.place.read_bytes(), before)

    def test_a_page_whose_name_begins_as_the_lock_does_goes_into_the_archive(self):
        beside = self.root / "herald-lock-faq.html"
        beside.write_text("mine")
        (self.site / "content/herald-lock-faq.md").write_text("---\ntitle: 锁\n---\n\n文。\n")
        self.publish()
        self.assertEqual(beside.read_text(), "mine")
        beside.unlink()
        self.assert_published()

    def test_our_own_site(self):
        self.check_our_own_site()

    def test_the_same_site_gives_the_same_bytes(self):
        self.publish()
        first = self.place.read_bytes()
        self.place.unlink()
        self.publish()
        self.assertEqual(self.place.read_bytes(), first)

    def test_audit_after_tampering(self):
        self.publish()
        self.assertIn("as published", self.publish("--audit"))

        def tamper(files):
            files["2026/news/a.html"] = files["2026/news/a.html"].replace("正文".encode(), "篡改".encode())
            files["2026/shell.php"] = b"<?php"
            del files["robots.txt"]

        self.change(tamper)
        said = self.publish("--audit", status=1)
        for words in ("[audit-changed]", "2026/news/a.html", "[audit-foreign]", "2026/shell.php", "[audit-missing]", "robots.txt"):
            self.assertIn(words, said)
        self.publish("--verify")
        self.assertIn("2026/shell.php", self.files())
        self.change(lambda files: files.pop("2026/shell.php"))
        self.publish("--verify")
        self.assert_published()

    def test_other_files_are_not_replaced(self):
        for make in (lambda: self.place.write_text("welcome"), lambda: self.place.write_bytes(b""), self.write_another):
            make()
            before = self.place.read_bytes()
            self.assertIn("[publish-archive]", self.publish(status=2))
            self.assertEqual(self.place.read_bytes(), before)
        self.publish("--take-over")
        self.assert_published()
        self.place.write_bytes(self.place.read_bytes()[:-1])
        self.assertIn("[publish-archive]", self.publish(status=2))
        self.publish("--take-over")
        self.assert_published()

    def write_another(self):
        with zipfile.ZipFile(self.place, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("holiday.txt", "x" * 1000)

    def test_names_that_windows_does_not_take(self):
        (self.site / "assets").mkdir(exist_ok=True)
        (self.site / "assets/a:b.txt").write_text("x")
        (self.site / "assets/con.txt").write_text("x")
        said = self.publish(status=2)
        self.assertEqual(said.count("[publish-name]"), 2)
        self.assertFalse(self.place.exists())

    def test_limits(self):
        self.target(f"zip://{self.place}", bytes_max=1000)
        self.assertIn("[publish-too-big]", self.publish(status=2))
        self.target("zip:public/x.zip")
        self.assertIn("[publish-inside]", self.publish(status=2))
        self.target("zip:x.zip")
        self.publish()
        self.assertTrue((self.site / "x.zip").exists())

    def test_two_at_once(self):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            ends = sorted(run.result()[0] for run in [pool.submit(herald, "publish", "-C", self.site) for _ in range(2)])
        self.assertIn(ends[0], (0, 3))
        self.publish()
        self.assert_published()

    def test_a_lock_is_respected_and_broken(self):
        self.publish()
        (self.root / "herald-lock").mkdir()
        (self.root / "herald-lock/owner.json").write_text('{"owner": "wang@desk", "since": "2026-06-16 08:00", "token": "x"}')
        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        self.assertIn("wang@desk", self.publish(status=3))
        self.publish("--break-lock")
        self.assert_published()

    def test_a_full_disk(self):
        servers.mount_small_disk(self, self.root, 300)
        self.publish()
        before = self.place.read_bytes()
        (self.site / "content/2026/news/big.bin").write_bytes(random.Random(1).randbytes(400_000))
        self.edit("2026/news/a.md", "正文一。", "[附件](big.bin)")
        said = self.publish(status=3)
        self.assertIn("[host-full]", said)
        self.assertIn("[publish-incomplete]", said)
        self.assertIn("2026/news/a/big.bin", said)
        self.assertEqual(self.place.read_bytes(), before)
        self.assertEqual(os.listdir(self.root), ["anquan.zip"])

    def test_settings_for_a_web_server_go_along_when_asked_for(self):
        self.publish()
        for host, name in (("apache", ".htaccess"), ("iis", "web.config"), ("nginx", "herald-nginx.conf")):
            self.assertNotIn(name, self.files())
            self.target(f"zip://{self.place}", host=host)
            self.publish()
            with zipfile.ZipFile(self.place) as archive:
                self.assertIn(b"404.html", archive.read(name))
            self.assertIn("nothing has changed", self.publish())
            self.assertIn("as published", self.publish("--audit"))
        self.target(f"zip://{self.place}")
        self.publish()
        self.assert_published()


if __name__ == "__main__":
    servers.main()
