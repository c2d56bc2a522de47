"""What .herald/hosts tells web servers: nginx and Apache serve a built site with the snippet and answer old addresses and those that
are not there; what IIS is told is read by a reader of XML and compared. Nothing leaves loopback."""
import contextlib
import http.client
import os
import pathlib
import re
import shutil
import sys
import unittest
import urllib.parse
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "e2e"))
from servers import as_web_user, free_port, process  # noqa: E402
from support import Case, write_site  # noqa: E402

# Old addresses and where they lead, as a browser is told. What means something in a pattern or in a configuration is among them.
REDIRECTS = {
    "zt/2025.html": "/safe/2026/",
    "zt2025.htm": "/safe/2026/notices/a.html",
    "a+b(1)[c].html": "/safe/2026/notices/a.html",
    "down load/旧.pdf": "/safe/2026/notices/a.html",
    "zt/old/": "https://b.example/",
    "money$1.html": "https://b.example/a%20b/%E8%B5%84%E6%96%99.html?x=1&y=$1%26#z",
    "slash.html": "https://b.example/a%2Fb%3F/%E8%B5%84.html?x=%20",
    "dollar.html": "https://b.example/$1/100%25",
    "place.html": "/safe/2026/notices/a.html#%E4%B8%80%E4%BB%80%E4%B9%88",
}
SITE = """
=== site.json
{"name": "测试站", "url": "https://a.example/safe/", "domain": "a.example", "sponsor": "某办", "edition": "2026",
 "redirects": {"zt/2025.html": "2026/_index.md", "zt2025.htm": "2026/notices/a.md", "a+b(1)[c].html": "2026/notices/a.md",
  "down load/旧.pdf": "2026/notices/a.md", "zt/old/": "https://b.example/",
  "money$1.html": "https://b.example/a%20b/%E8%B5%84%E6%96%99.html?x=1&y=$1%26#z", "dollar.html": "https://b.example/$1/100%25", "slash.html": "https://b.example/a%2Fb%3F/%E8%B5%84.html?x=%20",
  "place.html": "2026/notices/a.md#一什么"}}
=== content/2026/_index.md
---
title: 2026年活动
year: 2026
ordinal: 25
theme: 多看一眼
period: {start: 2026-06-01, end: 2026-06-30}
---
欢迎。
=== content/2026/notices/a.md
---
title: 通知
issuer: 某办
dated: 2026-06-01
published: 2026-06-01 09:00
---
## 一、什么

正文。
"""


class SnippetsTest(Case):
    def setUp(self):
        super().setUp()
        self.root, self.site = self.folder / "root", self.folder / "site"
        write_site(self.site, SITE)
        self.build(self.site, self.root / "safe", "--as-of", "2026-06-10")
        self.hosts = self.site / ".herald/hosts"
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            for path in (self.folder, self.root):
                shutil.chown(path, "www-data", "www-data")

    @contextlib.contextmanager
    def apache(self):
        folder, port = self.folder, free_port()
        shutil.copy(self.hosts / "apache.htaccess", self.root / ".htaccess")
        modules = ["mpm_event", "authz_core", "dir", "mime", "alias"]
        lines = [f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in modules]
        lines += [f"Listen 127.0.0.1:{port}", "ServerName localhost", f"PidFile {folder}/pid", f"ErrorLog {folder}/error.log",
                  f"DocumentRoot {self.root}", "TypesConfig /etc/mime.types", f"<Directory {self.root}>", "AllowOverride FileInfo",
                  "Require all granted", "</Directory>"]
        (folder / "httpd.conf").write_text("\n".join(lines) + "\n")
        with process(as_web_user(["apache2", "-f", folder / "httpd.conf", "-DFOREGROUND"]), port, folder / "apache.log"):
            yield port

    @contextlib.contextmanager
    def nginx(self):
        folder, port = self.folder, free_port()
        kept = " ".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(f"""
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  include /etc/nginx/mime.types; access_log off; {kept}
  server {{ listen 127.0.0.1:{port}; root {self.root}; charset utf-8;
    include {self.hosts}/nginx.conf;
  }}
}}
""")
        with process(as_web_user(["nginx", "-c", folder / "nginx.conf"]), port, folder / "nginx.log"):
            yield port

    @staticmethod
    def asked(port, path):
        """Status, headers and body of what stands at `path`, on its own: no redirect is followed."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path, headers={"Host": "a.example"})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body.decode()

    def check_answers(self, port):
        for old, target in REDIRECTS.items():
            with self.subTest(old):
                status, headers, _ = self.asked(port, "/safe/" + urllib.parse.quote(old))
                self.assertIn(status, (301, 308))
                # Hosts make it a whole address; $ may stand as its code, and codes in small letters.
                given = re.sub(r"%[0-9a-f]{2}", lambda code: code.group(0).upper(), headers["Location"]).replace("%24", "$")
                self.assertEqual(re.sub(rf"\Ahttp://a\.example(:{port})?/", "/", given), target)
        status, headers, body = self.asked(port, "/safe/2026/notices/none.html")
        self.assertEqual(status, 404)
        self.assertEqual(body, (self.root / "safe/404.html").read_text(encoding="utf-8"))
        self.assertTrue(headers["Content-Type"].startswith("text/html"), headers["Content-Type"])
        # What only looks like an old address, and what is there.
        for path in ("/safe/zt/2025xhtml", "/safe/zt2025xhtm", "/safe/zt/2025.html/x", "/zt/2025.html", "/safe/zt/old/x", "/safe/moneyxhtml", "/safe/place.htmlx"):
            self.assertEqual(self.asked(port, path)[0], 404, path)
        status, headers, body = self.asked(port, "/safe/2026/notices/a.html?x=1")
        self.assertEqual((status, body), (200, (self.root / "safe/2026/notices/a.html").read_text(encoding="utf-8")))
        self.assertTrue(headers["Content-Type"].startswith("text/html"))
        self.assertIsNone(headers["Location"])

    def test_nginx_answers_as_its_snippet_says(self):
        with self.nginx() as port:
            self.check_answers(port)

    def test_apache_answers_as_its_snippet_says(self):
        with self.apache() as port:
            self.check_answers(port)

    def test_what_iis_is_told_is_read_as_it_was_meant(self):
        text = (self.hosts / "iis.web.config").read_text(encoding="utf-8")
        root = xml.etree.ElementTree.fromstring(text)
        self.assertEqual(root.tag, "configuration")
        (error,), rules = root.findall("system.webServer/httpErrors/error"), root.findall("system.webServer/rewrite/rules/rule")
        self.assertEqual((error.get("statusCode"), error.get("path"), error.get("responseMode")), ("404", "/safe/404.html", "ExecuteURL"))
        self.assertEqual(len({rule.get("name") for rule in rules}), len(rules))
        seen = {}
        for rule in rules:
            self.assertEqual(rule.get("stopProcessing"), "true")
            match, action = rule.find("match"), rule.find("action")
            self.assertEqual((action.get("type"), action.get("redirectType")), ("Redirect", "Permanent"))
            # The module compares the decoded path below the folder of the web.config, whatever its capitals.
            old, = (old for old in REDIRECTS if re.search(match.get("url"), old))
            for other in ("x" + old, old + "x", old.replace(".", "x") if "." in old else old + "/x"):
                self.assertIsNone(re.search(match.get("url"), other), other)
            seen[old] = action.get("url")
        self.assertEqual(seen, REDIRECTS)


if __name__ == "__main__":
    unittest.main()
