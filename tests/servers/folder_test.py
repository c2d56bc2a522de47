"""herald publish to a folder of this machine; and what is told before anything goes to any host."""
import json
import os
import pty
import re
import shutil
import signal
import subprocess

import servers
from publish_test import EveryHost, HostCase
from support import HERALD, SMALL, herald, tree, write_site


class FolderTest(EveryHost, HostCase):
    def setUp(self):
        super().setUp()
        self.root.mkdir()
        self.target("file://" + str(self.place))

    def test_a_folder_in_the_place_of_a_page(self):
        self.check_folder_in_place()

    def test_a_rollback_knows_one_address_from_another(self):
        self.publish()
        self.target("file://" + str(self.root / "other"))
        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        self.publish()
        self.target("file://" + str(self.place))
        self.assertIn("[publish-no-rollback]", self.publish("--rollback", status=2))

    def test_a_link_is_switched(self):
        first = self.root / "first"
        first.mkdir()
        self.place.symlink_to("first")
        self.check_life_of_a_site()
        self.assertEqual(list(first.iterdir()), [])

    def test_a_folder_of_the_site_itself_is_refused(self):
        for folder in (self.site / "public", self.site / "content/x", self.site / ".herald/x", self.site, self.folder):
            self.target("file://" + str(folder))
            self.assertRegex(self.publish(status=2), r"site\.json:\d+:\d+: error: .*\[publish-inside\]")

    def test_the_folder_around_the_target_is_not_made(self):
        """It may be a stick or a share that is not connected."""
        before = tree(self.folder)
        for address, missing in ((f"file://{self.root}/usb/web", self.root / "usb"), ("file:///D:/web", "/D:"),
                                 (f"zip:{self.root}/usb/web.zip", self.root / "usb")):
            self.target(address)
            for words in ((), ("--dry-run",), ("--audit",)):
                said = self.publish(*words, status=2)
                self.assertRegex(said, r"site\.json:\d+:\d+: error: .*\[publish-no-folder\]")
                self.assertIn(f"`{missing}`", said)
        self.assertEqual({path for path in tree(self.folder) if path != "site/site.json"}, set(before) - {"site/site.json"})
        (self.root / "usb").mkdir()
        self.target(f"file://{self.root}/usb/web/")
        self.publish()

    def test_the_output_folder_is_none_of_those_that_the_site_is_made_of(self):
        before = tree(self.folder)
        for output in ("..", ".", "content", "../site/content/x", "sub/../themes", ".herald"):
            status, _, said = herald("publish", "-o", output, cwd=self.site)
            self.assertEqual(status, 2, said)
            self.assertIn("[output-is-input]", said)
            self.assertNotIn("[publish-inside]", said)
            self.assertEqual(tree(self.folder), before, output)

    def test_what_is_wrong_in_site_json_is_told(self):
        for publish, code in (
                ({}, "publish-no-target"),
                ({"a": "file:///x", "b": "file:///y"}, "publish-which-target"),
                ({"我们": "file:///x"}, "publish-target-name"),
                ({"office": "gopher://x/"}, "publish-address"),
                ({"office": "davs://host/a b"}, "publish-address"),
                ({"office": r"file:\\server\web"}, "publish-address"),
                ({"office": r"D:\web"}, "publish-address"),
                ({"office": r"file:///D:\web"}, "publish-address"),
                ({"office": 5}, "publish-target-form"),
                ({"office": {"to": "file:///x", "connections": 99}}, "publish-option"),
                ({"office": {"to": "file:///x", "colour": "red"}}, "publish-option"),
                ({"office": {"to": "davs://h/x", "password": "geheim"}}, "secret-in-site"),
                ({"office": "davs://editor:geheim@h/x"}, "secret-in-site")):
            config = json.loads((self.site / "site.json").read_text())
            config["publish"] = publish
            (self.site / "site.json").write_text(json.dumps(config, ensure_ascii=False, indent=2))
            said = self.publish(status=2)
            self.assertIn(f"[{code}]", said)
            self.assertNotIn("geheim", said)
        self.assertRegex(said, r"site\.json:\d+:\d+: error")
        (self.site / "site.json").write_bytes('{"name": "安全月"}'.encode("utf-16"))
        said = self.publish(status=2)
        self.assertIn("[encoding-unknown]", said)
        self.assertNotIn("[json-empty]", said)
        write_site(self.site, SMALL)
        self.target("file://" + str(self.place))
        self.assertIn("[publish-unknown-target]", self.publish("city", status=2))
        self.assertIn("did you mean `office`?", self.publish("ofice", status=2))

    def test_site_json_of_an_old_notepad_is_read_as_build_reads_it(self):
        text = (self.site / "site.json").read_text()
        (self.site / "site.json").write_bytes(text.replace("\n", "\r\n").encode("gbk"))
        self.assertEqual(self.publish().count("[encoding-converted]"), 1)
        self.assert_published()

    def test_titles_do_not_steer_the_terminal(self):
        self.edit("2026/news/a.md", "title: 第一篇", r'title: "第一\e[2J篇"')
        self.assertIn("+ 第一 [2J篇  2026/news/a.html", self.publish())

    def test_a_site_with_errors_or_too_many_deletes_is_not_sent(self):
        for i in range(25):
            (self.site / f"content/2026/news/n{i}.md").write_text(f"---\ntitle: 第{i}条\npublished: 2026-06-01\n---\n文。\n")
        self.publish()
        before = tree(self.place)
        for i in range(25):
            (self.site / f"content/2026/news/n{i}.md").unlink()
        self.assertIn("[publish-many-deletes]", self.publish(status=2))
        said = self.publish("--dry-run")
        for i in range(25):
            self.assertIn(f"- 第{i}条  2026/news/n{i}.html", said)
        self.edit("2026/news/b.md", "a.md", "missing.md")
        self.publish(status=1)
        self.assertEqual(tree(self.place), before)
        self.edit("2026/news/b.md", "missing.md", "a.md")
        self.publish("--max-deletes", "100")
        self.assert_published()

    def test_history_is_written_and_the_next_build_is_the_same(self):
        self.publish()
        history = json.loads((self.site / "content/history.json").read_text())
        self.assertEqual(history["pages"]["2026/news/a"]["address"], "2026/news/a.html")
        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        self.publish()
        published = tree(self.site / "public")
        shutil.rmtree(self.site / "public")
        shutil.rmtree(self.site / ".herald")
        self.build(self.site, self.site / "public")
        self.assertEqual(tree(self.site / "public"), published)
        history = json.loads((self.site / "content/history.json").read_text())
        self.assertIn("changed", history["pages"]["2026/news/a"])
        self.assertNotIn("changed", history["pages"]["2026/news/b"])

    def test_an_address_that_was_once_published_leads_on_for_good(self):
        news = self.site / "content/2026/news"
        self.edit("2026/news/a.md", "title: 第一篇", "title: 第一篇\nid: first")
        self.edit("2026/news/b.md", "见[第一篇](a.md)。", "见。")
        self.publish()
        (news / "a.md").rename(news / "a2.md")
        self.publish()
        (news / "a2.md").rename(news / "a3.md")
        self.publish()
        self.edit("2026/news/b.md", "见。", "见！")
        self.publish()
        for name in ("a", "a2"):
            self.assertIn("a3.html", (self.place / f"2026/news/{name}.html").read_text())

    def test_a_full_disk_is_told_and_the_old_site_stays(self):
        self.check_full_disk(self.place)

    def test_a_run_that_is_killed_is_taken_up_again(self):
        self.check_killed()

    def test_of_several_targets_each_gets_what_it_can(self):
        config = json.loads((self.site / "site.json").read_text())
        folders = {name: self.root / name for name in ("first", "second")}
        nobody = f"dav://127.0.0.1:{servers.free_port()}/web/"
        config["publish"] = {"first": f"file://{folders['first']}", "broken": nobody, "second": f"file://{folders['second']}"}
        (self.site / "site.json").write_text(json.dumps(config, ensure_ascii=False, indent=2))
        self.assertIn("[publish-which-target]", self.publish(status=2))
        self.assertIn("[publish-unknown-target]", self.publish("first", "third", status=2))
        self.assertEqual(list(self.root.iterdir()), [])
        said = self.publish("first", "broken", "second", status=3)
        self.assertIn("first: published;", said)
        self.assertIn("[host-unreachable]", said)
        self.assertIn("broken: nothing was sent", said)
        self.assertIn("second: published;", said)
        for self.place in folders.values():
            self.assert_published()
        self.assertTrue((self.site / "content/history.json").exists())
        said = self.publish("second", "first")
        self.assertEqual(said.count("nothing has changed"), 2)

    def test_what_an_editor_may_try_first(self):
        """Without a publication before: a preview, a way back and a comparison change nothing, and say what is to be done."""
        self.assertIn("2026/news/a.html", self.publish("--dry-run"))
        self.assertIn("[publish-no-rollback]", self.publish("--rollback", status=2))
        said = self.publish("--audit", status=1)
        self.assertIn("[audit-no-record]", said)
        self.assertNotIn("sent", said)
        self.assertIn("[usage-together]", self.publish("--audit", "--rollback", status=2))
        self.assertEqual(list(self.root.iterdir()), [])
        # A password file that others may read is no matter where none is needed.
        netrc = self.folder / ".netrc"
        netrc.write_text("machine a.example login a password b\n")
        netrc.chmod(0o644)
        self.publish(login={"HOME": str(self.folder)})
        self.assert_published()
        self.site = self.folder / "nowhere"
        self.assertIn("nowhere/site.json", self.publish(status=2))

    def test_who_stops_a_publication_goes_on_from_there(self):
        self.write_pages(600)
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        run = subprocess.Popen([HERALD, "publish", "-C", self.site, "--lang", "en"], env=environment, stderr=subprocess.PIPE)
        self.wait_until(lambda: len(list(self.place.glob("2026/news/n*.html"))) > 50)
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=60)[1].decode()
        self.assertEqual(run.returncode, 130, said)
        self.assertIn("run it again to go on from there", said)
        self.assertFalse((self.place / "herald-lock").exists())
        said = self.publish()
        planned, sent = (int(re.search(words, said).group(1)) for words in (r"(\d+) files to send", r"published; (\d+) files sent"))
        self.assertEqual(planned, sent)
        self.assertLess(sent, 600)
        self.assertIn("changed 0, removed 0", said)
        self.assert_published()


    def test_who_stops_it_at_the_question_is_not_asked_on(self):
        self.write_pages(25)
        self.publish()
        for i in range(25):
            (self.site / f"content/2026/news/n{i}.md").unlink()
        before = tree(self.place)
        terminal, ours = pty.openpty()
        self.addCleanup(os.close, terminal)
        run = subprocess.Popen([HERALD, "publish", "-C", self.site, "--lang", "en"], env={"PATH": os.environ["PATH"]}, stdin=ours, stderr=ours)
        os.close(ours)
        said = b""
        while b"[y/N]" not in said:
            said += os.read(terminal, 4096)
        run.send_signal(signal.SIGINT)
        self.assertEqual(run.wait(timeout=10), 130)
        said = os.read(terminal, 4096).decode()
        self.assertIn("stopped", said)
        self.assertNotIn("[publish-many-deletes]", said)
        self.assertEqual(tree(self.place), before)

    def test_who_stops_it_while_the_site_is_built_is_told_so(self):
        self.write_pages(3000)
        command = [HERALD, "publish", "-C", self.site, "--lang", "en"]
        run = subprocess.Popen(command, env={"PATH": os.environ["PATH"]}, stderr=subprocess.PIPE)
        self.wait_until(lambda: (self.site / "public/.herald-stage").exists())
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=60)[1].decode()
        self.assertEqual(run.returncode, 130, said)
        self.assertIn("stopped before it was done", said)
        self.assertFalse(self.place.exists())


if __name__ == "__main__":
    servers.main()
