"""herald serve over HTTP: what an honest browser and a hostile client get. Pages in a browser: serve_browser_test.py."""
import json
import os
import re
import signal
import socket
import time
import unittest

from preview import INJECTED, Preview
from support import SMALL, Case, herald, write_site

AS_OF = ("--as-of", "2026-06-20")
PAGE = "2026/news/a.html"


class ServeCase(Case):
    def setUp(self):
        super().setUp()
        self.site = self.folder / "site"
        write_site(self.site, SMALL)

    def serve(self, *words, **more):
        preview = Preview(self.site, *AS_OF, *words, **more)
        self.addCleanup(preview.__exit__)
        return preview

    def write(self, path, text):
        file = self.site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


class Answers(ServeCase):
    def test_pages_have_their_type_and_are_not_kept(self):
        preview = self.serve()
        preview.built(1)
        for path, kind in [(PAGE, "text/html; charset=utf-8"), ("", "text/html; charset=utf-8"), ("feed.xml", "application/atom+xml; charset=utf-8"),
                           ("robots.txt", "text/plain; charset=utf-8"),
                           ("portal.json", "application/json")]:
            with self.subTest(path):
                status, headers, _ = preview.ask("/" + path)
                self.assertEqual((status, headers["Content-Type"], headers["Cache-Control"]), (200, kind, "no-store"))

    def test_what_is_served_is_what_a_build_writes(self):
        preview = self.serve()
        preview.built(1)
        self.build(self.site, self.folder / "out", *AS_OF)
        self.assertEqual(preview.differences(self.folder / "out"), [])
        self.assertFalse((self.site / "public").exists())
        on_disk = (self.site / ".herald" / "serve" / PAGE).read_bytes()
        served = preview.ask("/" + PAGE)[2]
        self.assertNotIn(b"_herald", on_disk)
        self.assertEqual(len(INJECTED.findall(served)), 1)
        self.assertEqual(INJECTED.sub(b"", served), on_disk)

    def test_head_has_the_length_and_no_body(self):
        preview = self.serve()
        preview.built(1)
        for path in (PAGE, "robots.txt"):
            whole = preview.ask("/" + path)
            head = preview.ask("/" + path, "HEAD")
            self.assertEqual((head[0], head[2]), (200, b""))
            self.assertEqual(int(head[1]["Content-Length"]), len(whole[2]))

    def test_a_tag_says_that_nothing_changed(self):
        preview = self.serve()
        preview.built(1)
        for path in (PAGE, "robots.txt"):
            tag = preview.ask("/" + path)[1]["ETag"]
            self.assertEqual(preview.ask("/" + path, If_None_Match=tag)[::2], (304, b""))
            self.assertEqual(preview.ask("/" + path, If_None_Match='"other"')[0], 200)

    def test_ranges(self):
        preview = self.serve()
        preview.built(1)
        whole = preview.ask("/feed.xml")[2]
        status, headers, part = preview.ask("/feed.xml", Range="bytes=10-19")
        self.assertEqual((status, part, headers["Content-Range"]), (206, whole[10:20], f"bytes 10-19/{len(whole)}"))
        self.assertEqual(preview.ask("/feed.xml", Range="bytes=-5")[::2], (206, whole[-5:]))
        status, headers, _ = preview.ask("/feed.xml", Range=f"bytes={len(whole)}-")
        self.assertEqual((status, headers["Content-Range"]), (416, f"bytes */{len(whole)}"))
        self.assertEqual(preview.ask("/feed.xml", Range="bytes=0-1,4-5")[::2], (200, whole))
        self.assertEqual(preview.ask("/feed.xml", Range="bytes=0-1", If_Range='"old"')[::2], (200, whole))

    def test_folders_and_what_is_not_there(self):
        preview = self.serve()
        preview.built(1)
        self.assertEqual(preview.ask("/2026/news/")[0], 200)
        status, headers, _ = preview.ask("/2026/news")
        self.assertEqual((status, headers["Location"]), (302, "/2026/news/"))
        own = (self.site / ".herald" / "serve" / "404.html").read_bytes()
        for path in ("/nothing.html", "/2026/nothing/", "/2026/news/a.html/", "/theme/", "/%zz"):
            with self.subTest(path):
                status, headers, body = preview.ask(path)
                self.assertEqual((status, headers["Content-Type"], INJECTED.sub(b"", body)), (404, "text/html; charset=utf-8", own))

    def test_the_site_lies_where_its_address_says(self):
        self.write("site.json", '{"name": "测试站", "domain": "a.example", "url": "https://a.example/safety/", "sponsor": "某街道办事处", "edition": "2026"}')
        preview = self.serve()
        self.assertEqual(preview.base, "/safety/")
        preview.built(1)
        for path in ("/", "/safety"):
            self.assertEqual(preview.ask(path)[1].get("Location"), "/safety/")
        for path in ("/_herald", "/safety/_herald/", "/safety/_herald"):
            self.assertEqual(preview.ask(path)[1].get("Location"), "/_herald/")
        self.assertEqual(preview.ask("/safety/" + PAGE)[0], 200)
        self.assertEqual(preview.ask("/" + PAGE)[0], 404)
        self.build(self.site, self.folder / "out", *AS_OF)
        self.assertEqual(preview.differences(self.folder / "out"), [])

    def test_events_tell_what_changed_and_nothing_is_missed(self):
        preview = self.serve()
        preview.built(1)
        self.write("content/2026/news/a.md", "---\ntitle: 第一篇\npublished: 2026-06-01 09:00\n---\n改过的正文。\n")
        state = preview.built(2)
        self.assertIn(PAGE, state["changed"])
        self.assertNotIn("2026/news/b.html", state["changed"])
        self.assertEqual(state["saved"], PAGE)
        with socket.create_connection((preview.host, preview.port), timeout=20) as stream:
            stream.sendall(b"GET /_herald/events?since=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            got = b""
            while b"\n\n\r\n" not in got.split(b"data:", 1)[-1]:
                got += stream.recv(4096)
            self.assertIn(b"text/event-stream", got)
            self.assertIn(PAGE.encode(), got)
            self.write("content/2026/news/b.md", "---\ntitle: 第二篇\npublished: 2026-06-02 09:00\n---\n另一段。\n")
            got = b""
            while b"2026/news/b.html" not in got:
                got += stream.recv(4096)
            self.assertIn(b'"build":3', got)

    def test_the_inspector_names_files_reads_and_reasons(self):
        preview = self.serve()
        preview.built(1)
        self.write("content/2026/news/a.md", "---\ntitle: 第一篇\npublished: 2026-06-01 09:00\n---\n改过的正文。\n")
        preview.built(2)
        overview = preview.ask("/_herald/")[2].decode()
        self.assertIn("content/2026/news/a.md", overview)
        listing = preview.ask("/_herald/outputs?q=news")[2].decode()
        self.assertIn(PAGE, listing)
        self.assertIn("page · news", listing)
        self.assertIn("list of a section · news", listing)
        self.assertNotIn("robots.txt", listing)
        page = preview.ask("/_herald/output?path=" + PAGE)[2].decode()
        self.assertIn("news.html", page)          # a template that it read
        self.assertIn("the text of content/2026/news/a.md changed", page)
        self.assertEqual(preview.ask("/_herald/output?path=nothing")[0], 404)
        self.assertEqual(preview.ask("/_herald/nothing")[0], 404)


class Begins(ServeCase):
    def test_a_page_is_answered_while_the_site_is_built(self):
        for i in range(1500):
            self.write(f"content/2026/news/n{i}.md", f"---\ntitle: 第{i}条\npublished: 2026-05-01 09:00\n---\n" + "请做好准备。\n\n" * 40)
        preview = self.serve()
        begin = time.monotonic()
        status, _, body = preview.ask("/", Accept="text/html,*/*")
        self.assertLess(time.monotonic() - begin, 5)
        self.assertIn(status, (200, 503))
        if status == 503:
            self.assertIn(b"building", body)
            self.assertIn(preview.ask("/feed.xml")[0], (200, 503))
        preview.built(1, 120)
        self.assertEqual(preview.ask("/2026/news/n7.html")[0], 200)
        preview.stop()
        preview = self.serve("-o", str(self.folder / "another"))
        status, seconds = preview.stop()  # in the middle of the first build
        self.assertEqual(status, 130)
        self.assertLess(seconds, 5)
        self.build(self.site, self.folder / "another", *AS_OF)

    def test_a_folder_of_texts_is_a_site(self):
        texts = self.folder / "texts"
        texts.mkdir()
        (texts / "a.md").write_text("# 一篇\n\n正文。\n", encoding="utf-8")
        preview = Preview(texts, *AS_OF)
        self.addCleanup(preview.__exit__)
        preview.built(1)
        self.assertEqual(preview.ask("/a.html")[0], 200)
        (texts / "b.md").write_text("# 又一篇\n\n正文。\n", encoding="utf-8")
        preview.built(2)
        self.assertEqual(preview.ask("/b.html")[0], 200)
        self.assertNotIn("[site-nearby]", preview.said())

    def test_texts_of_a_site_are_told_where_it_is(self):
        preview = Preview(self.site / "content/2026", *AS_OF)
        self.addCleanup(preview.__exit__)
        self.assertIn("[site-nearby]", preview.said())

    def test_another_address_of_loopback(self):
        preview = self.serve("--bind", "127.0.0.2")
        preview.built(1)
        self.assertEqual(preview.host, "127.0.0.2")
        self.assertEqual(preview.ask("/")[0], 200)


class Ends(ServeCase):
    def test_interrupted_it_ends_at_once_and_leaves_nothing(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            preview = self.serve()
            preview.built(1)
            with socket.create_connection((preview.host, preview.port)) as stream:
                stream.sendall(b"GET /_herald/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                stream.recv(10)
                status, seconds = preview.stop(number)
            self.assertEqual(status, 130)
            self.assertLess(seconds, 3)
            left = [p for p in (self.site / ".herald" / "serve").rglob("*") if p.name.startswith(".")]
            self.assertEqual(left, [])
        self.build(self.site, self.site / ".herald" / "serve", *AS_OF)  # no lock is held

    def test_a_port_that_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            status, _, errors = herald("serve", self.site, "--port", port)
            self.assertEqual(status, 3)
            self.assertIn("listen-failed", errors)
        for words in (["--port", "x"], ["--port", "65536"], ["--port", ""], ["--as-of", "soon"]):
            self.assertEqual(herald("serve", self.site, *words)[0], 2)
        self.assertEqual(herald("serve", self.folder / "nothing")[0], 2)
        self.assertEqual(herald("serve", self.site, "--bind", "nobody.example")[0], 3)

    def test_the_usual_port_is_left_when_it_is_taken(self):
        # Whether the first one got 4000 or found it taken: the second has another one, and says so.
        first = Preview(self.site, *AS_OF, "--port", "4000") if self.is_free(4000) else None
        second = Preview(self.site, *AS_OF, "-o", str(self.folder / "other"), usual_port=True)
        try:
            second.built(1)
            self.assertNotEqual(second.port, 4000)
            self.assertIn(f"port 4000 is taken; using {second.port}", second.said())
        finally:
            second.__exit__()
            if first:
                first.__exit__()

    @staticmethod
    def is_free(port):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) != 0

    def test_nothing_in_the_files_ends_it(self):
        self.write("site.json", '{"name": ')
        preview = self.serve()
        state = preview.built(1)
        self.assertGreater(state["errors"], 0)
        status, _, body = preview.ask("/", Accept="text/html")
        self.assertEqual(status, 503)
        self.assertIn(b"site.json", body)
        write_site(self.site, SMALL)
        preview.built(2)
        number = preview.state()["build"]
        self.assertEqual(preview.state()["errors"], 0, preview.said())
        self.assertEqual(preview.ask("/")[0], 200)
        good = preview.file(PAGE)
        broken = [("site.json", '{"name": "x", "theme": "nothing"}'), ("content/2026/news/a.md", "---\ntitle: [\n---\n[x](nothing.md)\n"),
                  ("site.json", '{"name": "x", "theme": "t"}'), ("themes/t/theme.json", "{"), ("themes/t/theme.json", '{"name": "t", "extends": "default"}'),
                  ("themes/t/templates/news.html", "{% if %}")]
        for path, text in broken:
            self.write(path, text)
            number = preview.built(number + 1)["build"]
            self.assertIsNone(preview.process.poll())
            self.assertEqual(preview.file(PAGE), good)
        (self.site / "themes/t/templates/news.html").unlink()
        number = preview.built(number + 1)["build"]
        write_site(self.site, SMALL)
        end = time.monotonic() + 20
        while preview.state()["errors"] and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(preview.state()["errors"], 0, preview.said())
        self.build(self.site, self.folder / "out", *AS_OF)
        self.assertEqual(preview.differences(self.folder / "out"), [])

    def test_drafts_are_shown_and_reach_no_other_folder(self):
        self.write("content/2026/news/c.md", "---\ntitle: 还没写完\npublished: 2026-06-03 09:00\ndraft: true\n---\n草稿。\n")
        self.build(self.site, self.site / "public", *AS_OF)
        preview = self.serve("--drafts")
        preview.built(1)
        self.assertEqual(preview.ask("/2026/news/c.html")[0], 200)
        self.assertIn("draft", preview.ask("/_herald/mark?path=2026/news/c.html")[2].decode())
        self.assertEqual(preview.ask("/_herald/mark?path=" + PAGE)[2].decode(), "as of 2026-06-20")
        self.assertFalse((self.site / "public/2026/news/c.html").exists())

    def test_the_terminal_has_a_line_for_each_build(self):
        preview = self.serve(lang="zh")
        preview.built(1)
        self.write("content/2026/news/a.md", "---\ntitle: 第一篇\npublished: 2026-06-01 09:00\n---\n见[没有](no.md)。\n")
        preview.built(2)
        preview.stop()
        said = preview.said()
        self.assertIn("首次生成", said)
        self.assertRegex(said, r"content/2026/news/a\.md：有 1 个错误")
        self.assertIn("content/2026/news/a.md:5:", said)
        write_site(self.site, SMALL)
        quiet = self.serve("--quiet")
        quiet.built(1)
        quiet.stop()
        self.assertEqual(quiet.said(), "")


TRAVERSALS = """/../site.json /../../site.json /%2e%2e/site.json /%2e%2e%2fsite.json /..%2fsite.json /%252e%252e/site.json /.%2e/site.json /%2E./site.json
/2026/../../site.json /2026/..%2f..%2fsite.json /..%5csite.json /..\\site.json /%c0%ae%c0%ae/site.json /%e0%80%ae%e0%80%ae/site.json /....//site.json
/%00/../site.json /x%00.html //etc/passwd /%2fetc%2fpasswd /file:///etc/passwd http://127.0.0.1/../site.json /./../site.json /..;/site.json /.herald/build.log
/%2eherald/build.log /../build.log /../cache/pages /2026/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd /~root /_herald/../../site.json /_herald/%2e%2e/site.json
/_herald/output?path=../../site.json /_herald/output?path=%2Fetc%2Fpasswd""".split()


class Hostile(ServeCase):
    def setUp(self):
        super().setUp()
        self.write("site.json", json.dumps({"name": "测试站", "domain": "a.example", "sponsor": "某街道办事处", "edition": "2026", "operator": "SECRET-WORD"}))

    def check_honest(self, preview, seconds=2):
        begin = time.monotonic()
        self.assertEqual(preview.ask("/" + PAGE)[0], 200)
        self.assertLess(time.monotonic() - begin, seconds)

    def test_nothing_outside_of_the_site_is_sent(self):
        preview = self.serve()
        preview.built(1)
        for target in TRAVERSALS:
            with self.subTest(target):
                got = preview.raw(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                self.assertRegex(got, rb"^HTTP/1\.1 (400|404) ")
                for secret in (b"SECRET-WORD\"", b"root:", b"\"sponsor\""):
                    self.assertNotIn(secret, got)
        self.check_honest(preview)

    def test_links_pipes_and_hidden_files_in_the_output_are_not_sent(self):
        preview = self.serve()
        preview.built(1)
        out = self.site / ".herald" / "serve"
        (out / "link.txt").symlink_to(self.site / "site.json")
        (out / "folder").symlink_to(self.site)
        (out / ".secret").write_text("SECRET-WORD")
        os.mkfifo(out / "pipe.txt")
        for target in ("/link.txt", "/folder/site.json", "/folder/", "/.secret", "/pipe.txt"):
            with self.subTest(target):
                status, _, body = preview.ask(target)
                self.assertEqual(status, 404)
                self.assertNotIn(b"SECRET-WORD\"", body)
        self.check_honest(preview)

    def test_a_foreign_host_gets_nothing(self):
        preview = self.serve()
        preview.built(1)
        for host in ("evil.example", "evil.example:4000", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.1", "0.0.0.0", "localhost@evil.example"):
            with self.subTest(host):
                for target in ("/", "/_herald/", "/_herald/client.js", "/_herald/state", "/_herald/events"):
                    status, _, body = preview.ask(target, Host=host)
                    self.assertEqual(status, 403)
                    self.assertLess(len(body), 200)
        self.assertRegex(preview.raw(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), rb"^HTTP/1\.[01] 400 ")
        self.assertRegex(preview.raw(b"GET / HTTP/1.0\r\n\r\n"), rb"^HTTP/1\.[01] 400 ")
        self.assertRegex(preview.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"), rb"^HTTP/1\.1 400 ")

    def test_it_can_only_be_read(self):
        preview = self.serve()
        preview.built(1)
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"):
            with self.subTest(method):
                self.assertEqual(preview.ask("/" + PAGE, method)[0], 405)
        self.assertRegex(preview.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n"), rb"^HTTP/1\.1 413 ")
        self.assertRegex(preview.raw(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"), rb"^HTTP/1\.1 405 ")
        self.assertRegex(preview.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), rb"^HTTP/1\.1 413 ")

    def test_requests_that_are_too_large_or_no_http_are_refused(self):
        preview = self.serve()
        preview.built(1)
        requests = [b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /" + b"a" * 200000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200000 + b"\r\n\r\n",
                    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 50000 + b"\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"\r\n" * 1000 + b"x\r\n\r\n",
                    b"GET\r\n\r\n", b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n"]
        for request in requests:
            with self.subTest(request[:30]):
                try:
                    got = preview.raw(request, 20)
                except ConnectionError:
                    continue  # The server had enough before all was sent.
                self.assertNotRegex(got, rb"^HTTP/1\.1 200 ")
        self.check_honest(preview)

    def test_two_hundred_idle_and_slow_clients_stop_nobody(self):
        preview = self.serve()
        preview.built(1)
        peers = [socket.create_connection((preview.host, preview.port)) for _ in range(400)]
        try:
            for i, peer in enumerate(peers):
                if i % 4 == 1:
                    peer.sendall(b"GET / HT")
                if i % 4 == 2:
                    peer.sendall(b"GET /_herald/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if i % 4 == 3:
                    peer.sendall(b"GET /theme/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
            for _ in range(20):
                self.check_honest(preview)
            self.write("content/2026/news/a.md", "---\ntitle: 第一篇\npublished: 2026-06-01 09:00\n---\n改过的正文。\n")
            preview.built(2)
            self.check_honest(preview)
        finally:
            for peer in peers:
                peer.close()
        self.check_honest(preview)
        self.assertEqual(preview.stop()[0], 130)

    def test_other_machines_need_the_token(self):
        preview = self.serve("--bind", "0.0.0.0")
        token = re.search(r"token=([0-9a-f]{32})$", preview.url).group(1)
        for target in ("/", "/" + PAGE, "/_herald/", "/_herald/client.js", "/_herald/state", "/_herald/events", "/?token=", "/?token=" + "0" * 32, "/?token=" + token[:-1]):
            with self.subTest(target):
                status, _, body = preview.ask(target)
                self.assertEqual(status, 403)
                self.assertNotIn(b"content/", body)
        self.assertEqual(preview.ask("/", Cookie="herald_token=" + "0" * 32)[0], 403)
        status, headers, _ = preview.ask("/?token=" + token)
        self.assertEqual((status, headers["Location"]), (302, "/"))
        self.assertRegex(headers["Set-Cookie"], f"^herald_token={token}; Path=/; HttpOnly; SameSite=Lax$")
        cookie = "other=1; herald_token=" + token
        end = time.monotonic() + 30
        while (status := preview.ask("/", Cookie=cookie)[0]) == 503 and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(status, 200)
        self.assertEqual(preview.ask("/", Cookie=cookie, Host="evil.example")[0], 403)
        self.assertEqual(preview.ask("/", "POST", Cookie=cookie)[0], 405)


if __name__ == "__main__":
    unittest.main()
