"""herald publish against servers that log system users in: SFTP (OpenSSH), FTP with and without TLS (vsftpd)."""
import base64
import concurrent.futures
import hashlib
import hmac
import os
import pathlib
import random
import shutil
import stat
import sys
import tempfile
import unittest

import login_servers as login
import servers
from publish_test import DavCase
from servers import PASSWORD, needs_root
from support import herald, tree

LOGIN = {"HERALD_OFFICE_USER": login.ACCOUNT, "HERALD_OFFICE_PASSWORD": PASSWORD}

# Stands before an SFTP server. The first that sends a packet of a type with some words takes the file `hold` away, and waits
# for another.
MKDIR, REMOVE = 14, 13  # draft-ietf-secsh-filexfer-02, section 3
GATE = """
import os, subprocess, sys, time
server = subprocess.Popen(["{server}"], stdin=subprocess.PIPE)
while data := os.read(0, 65536):
    if data[4] == {type} and b"{words}" in data:
        try:
            os.unlink("{hold}")
            while not os.path.exists("{hold}.over"):
                time.sleep(0.01)
        except FileNotFoundError:
            pass
    server.stdin.write(data)
    server.stdin.flush()
server.stdin.close()
sys.exit(server.wait())
"""


def setUpModule():
    context = login.account()
    context.__enter__()
    unittest.addModuleCleanup(context.__exit__, None, None, None)


class LoginCase(DavCase):
    """A site, a place on a host, and a server that the class knows how to start."""

    owner = login.ACCOUNT
    login = LOGIN

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.made = pathlib.Path(cls.holder.name)

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def publish(self, *words, login=LOGIN, **more):
        return super().publish(*words, login=login, **more)

    def serve(self, **more):
        """Starts the server and makes it the target."""
        port = self.enterContext(self.server(**more))
        self.aim(port)
        return port


class SftpTest(LoginCase):
    """sshd; the target has the fingerprint of its ecdsa key unless a test says otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = login.HostKeys(cls.made)
        cls.key = login.make_key(cls.made / "id_ed25519")
        cls.locked_key = login.make_key(cls.made / "id_locked", passphrase=PASSWORD)
        cls.ecdsa_key = login.make_key(cls.made / "id_ecdsa", "ecdsa")
        cls.rsa_key = login.make_key(cls.made / "id_rsa", "rsa")

    def server(self, **more):
        return login.sshd(self.work, self.root, self.keys, (self.key, self.locked_key, self.ecdsa_key), **more)

    def aim(self, port, **options):
        self.port = port
        options = {"host_key": login.fingerprint(self.keys.files["ecdsa"]), "key": str(self.key), **options}
        self.options = {name: value for name, value in options.items() if value}
        self.target(f"sftp://127.0.0.1:{port}{self.place}/", **self.options)

    def test_life_of_a_site(self):
        self.serve()
        self.check_life_of_a_site()

    def test_our_own_site(self):
        self.serve()
        self.assertNotIn("was away", self.check_our_own_site())

    def test_life_of_a_site_in_a_folder_that_is_a_link(self):
        self.serve()
        first = self.root / "first"
        first.mkdir()
        (first / "mine.txt").write_text("mine")
        (first / "里面").mkdir()
        (first / "里面/我的 \"文件\".txt").write_text("mine, too")
        login.own(first, *first.rglob("*"))  # else the system lets nobody make hard links
        self.place.symlink_to("first")
        self.publish("--take-over")
        self.assertEqual(os.readlink(self.place), "web.releases/1")
        self.assertEqual((self.place / "里面/我的 \"文件\".txt").read_text(), "mine, too")
        for path in ("mine.txt", "里面/我的 \"文件\".txt"):
            (self.place / path).unlink()
        self.check_life_of_a_site_once_more()
        self.assertEqual(sorted(tree(first)), ["mine.txt", "里面/我的 \"文件\".txt"])
        self.assertEqual(len(list((self.root / "web.releases").iterdir())), 3)
        # Without the program nothing is switched, and the lock is where the others look for it.
        now = os.readlink(self.place)
        lock = self.root / "web.releases/herald-lock"
        lock.mkdir()
        (lock / "owner.json").write_text('{"owner": "wang@desk", "since": "2026-06-16 08:00", "token": "x"}')
        login.own(lock, lock / "owner.json")
        self.edit("2026/news/a.md", "正文一", "正文二")
        bare = {**LOGIN, "PATH": "/nonexistent"}
        self.assertIn("wang@desk", self.publish(status=3, login=bare))
        self.publish("--break-lock", login=bare)
        self.assertEqual(os.readlink(self.place), now)
        self.assert_published()

    def check_life_of_a_site_once_more(self):
        shutil.rmtree(self.root / "web.releases/1")
        (self.root / "web.releases/1").mkdir()
        login.own(self.root / "web.releases/1")
        shutil.rmtree(self.site / ".herald/publish")
        self.check_life_of_a_site()

    def link_to_a_folder_of_mine(self):
        """The site's folder is a link to one that holds a foreign file."""
        first = self.root / "first"
        first.mkdir()
        (first / "mine.txt").write_text("mine")
        login.own(first, first / "mine.txt")
        self.place.symlink_to("first")

    def assert_published_beside_mine(self):
        mine = self.place / "mine.txt"
        self.assertEqual(mine.read_text(), "mine")
        mine.rename(self.root / "mine.txt")
        self.assert_published()
        (self.root / "mine.txt").rename(mine)

    def test_a_link_that_an_administrator_points_elsewhere(self):
        """However the way back is written, no publication is thrown away, and what is published is whole."""
        self.serve()
        self.link_to_a_folder_of_mine()
        self.publish()
        for number, goal in enumerate(("web.releases/1/", "current", f"{self.root}/web.releases//5", "./web.releases/7/.")):
            number = 2 * number + 1
            self.edit("2026/news/a.md", "正文一", "正文一一")
            self.publish()
            self.assertEqual(os.readlink(self.place), f"web.releases/{number + 1}")
            self.place.unlink()
            self.place.symlink_to(goal)
            if goal == "current":
                (self.root / goal).symlink_to("web.releases/3")
            self.edit("2026/news/a.md", "正文一", "正文一一")
            self.publish()
            self.assertEqual(os.readlink(self.place), f"web.releases/{number + 2}")
            self.assert_published_beside_mine()
            for old in (number, number + 1):
                self.assertTrue((self.root / f"web.releases/{old}/index.html").exists())

    def test_folders_behind_a_link_keep_their_permissions(self):
        self.serve()
        self.link_to_a_folder_of_mine()
        modes = {"": 0o775, "private": 0o700, "private/up": 0o777, "closed": 0o555, "closed/a b": 0o2770}
        for path in modes:
            folder = self.root / "first" / path
            folder.mkdir(exist_ok=True)
            (folder / "mine.txt").write_text("mine")
            login.own(folder, folder / "mine.txt")
        for path, mode in modes.items():
            (self.root / "first" / path).chmod(mode)
        for number in (1, 2):
            self.edit("2026/news/a.md", "正文一", "正文一一")
            self.publish()
            self.assertEqual(os.readlink(self.place), f"web.releases/{number}")
            for path, mode in modes.items():
                self.assertEqual(stat.S_IMODE((self.place / path).stat().st_mode), mode, path)
                self.assertEqual((self.place / path / "mine.txt").read_text(), "mine")

    def serve_with_a_gate(self, type, words):
        """Who sends such a packet waits when the file that this returns is there, until one beside it is there."""
        server = "/usr/lib/openssh/sftp-server"
        if not os.path.exists(server):
            self.skipTest("no sftp-server")
        hold, gate = self.work / "hold", self.work / "gate.py"
        gate.write_text(GATE.format(server=server, hold=hold, type=type, words=words))
        self.serve(lines=[f"ForceCommand {sys.executable} {gate}"])
        self.work.chmod(0o777)
        return hold

    def test_what_somebody_puts_there_while_a_new_release_is_made_comes_along(self):
        hold = self.serve_with_a_gate(REMOVE, "herald-manifest.sha256")
        self.link_to_a_folder_of_mine()
        self.publish()
        self.edit("2026/news/a.md", "正文一", "正文一一")
        (self.site / "content/2026/news/c.md").write_text("---\ntitle: 第三篇\n---\n\n文。\n")
        hold.write_text("")
        theirs = ("mine.txt", "new.txt", "up/loads/new.txt", "2026/news/a.html", "2026/news/c.html")
        with concurrent.futures.ThreadPoolExecutor() as pool:
            run = pool.submit(herald, "publish", "-C", self.site, env=LOGIN)
            self.wait_until(lambda: not hold.exists())
            (self.place / "up/loads").mkdir(parents=True)
            login.own(self.place / "up", self.place / "up/loads")
            for name in theirs:
                (self.place / name).unlink(missing_ok=True)
                (self.place / name).write_text("theirs")
                login.own(self.place / name)
            hold.with_suffix(".over").write_text("")
            status, _, said = run.result()
        self.assertEqual(status, 0, said)
        self.assertEqual(os.readlink(self.place), "web.releases/2")
        for name in theirs[:3]:
            self.assertEqual((self.place / name).read_text(), "theirs")
            (self.place / name).unlink()
        self.assert_published()

    def test_another_publishes_between_the_look_at_the_link_and_the_lock(self):
        hold = self.serve_with_a_gate(MKDIR, "herald-lock")
        self.link_to_a_folder_of_mine()
        self.publish()
        other = self.folder / "other"
        shutil.copytree(self.site, other)
        self.edit("2026/news/a.md", "正文一", "正文一一")
        hold.write_text("")
        with concurrent.futures.ThreadPoolExecutor() as pool:
            late = pool.submit(herald, "publish", "-C", self.site, env=LOGIN)
            self.wait_until(lambda: not hold.exists())
            late_site, self.site = self.site, other
            self.edit("2026/news/b.md", "见", "再见")
            self.publish()
            self.site = late_site
            hold.with_suffix(".over").write_text("")
            status, _, said = late.result()
        self.assertEqual(status, 0, said)
        self.assertEqual(os.readlink(self.place), "web.releases/3")
        self.assertTrue((self.root / "web.releases/2/index.html").exists())
        self.assert_published_beside_mine()

    def test_foreign_files(self):
        self.serve()
        self.check_foreign()

    def test_lock_and_two_at_once(self):
        self.serve()
        self.check_two_at_once()
        shutil.rmtree(self.place)
        self.check_lock()

    def test_without_the_program_files_are_removed_and_renamed(self):
        self.serve()
        self.publish()
        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        said = self.publish(login={**LOGIN, "PATH": "/nonexistent"})
        self.assertIn("was away for a moment", said)
        self.assert_published()

    def test_keys_and_passwords(self):
        port = self.serve()
        self.aim(port, key=str(self.ecdsa_key))
        self.publish()
        self.assert_published()
        self.aim(port, key=str(self.locked_key))
        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        self.publish()
        self.assert_published()
        self.assertIn("[host-login]", self.publish("--verify", status=3, login={**LOGIN, "HERALD_OFFICE_PASSWORD": "wrong"}))
        self.aim(port, key=str(self.rsa_key))
        said = self.publish(status=2)
        self.assertIn("[publish-key]", said)
        self.assertIn("RSA", said)
        self.aim(port, key=f"{self.key}.pub")
        self.assertIn("[publish-key]", self.publish(status=2))
        self.aim(port, key=str(self.made / "none"))
        self.assertIn("[publish-key]", self.publish(status=2))
        open_key = self.folder / "open"
        shutil.copy(self.key, open_key)
        open_key.chmod(0o644)
        self.aim(port, key=str(open_key))
        self.assertIn("[credentials-open]", self.publish(status=2))
        self.aim(port, key="")
        self.assertIn("[credentials-missing]", self.publish(status=2, login={"HERALD_OFFICE_USER": login.ACCOUNT}))

    @needs_root
    def test_life_of_a_site_by_password(self):
        self.aim(self.serve(), key="")
        self.check_life_of_a_site()

    @needs_root
    def test_wrong_password(self):
        self.aim(self.serve(), key="")
        said = self.publish(status=3, login={**LOGIN, "HERALD_OFFICE_PASSWORD": "wrong"})
        self.assertIn("[host-login]", said)
        self.assertNotIn("wrong", said)
        self.assertFalse(self.place.exists())

    def test_host_keys_that_are_known(self):
        port = self.serve()
        name = f"[127.0.0.1]:{port}"
        salt = os.urandom(20)
        hashed = "|1|" + "|".join(base64.b64encode(part).decode() for part in (salt, hmac.new(salt, name.encode(), hashlib.sha1).digest()))
        known = self.folder / "known_hosts"
        for lines in (self.keys.line("ed25519", name), self.keys.line("rsa", name) + self.keys.line("ecdsa", name),
                      self.keys.line("ed25519", f"other,{name}") + self.keys.line("ecdsa", "other"),
                      "# comment\n\n" + self.keys.line("ed25519", hashed), self.keys.line("ecdsa", "[127.0.0.?]:*")):
            known.write_text(lines)
            self.aim(port, host_key="", known_hosts=str(known))
            self.edit("2026/news/a.md", "正文一。", "正文一。。")
            self.publish()
            self.assert_published()
        for kind in ("ed25519", "ecdsa"):
            for written in (login.fingerprint(self.keys.files[kind]), self.keys.line(kind, "").strip(), self.keys.line(kind, name)):
                self.aim(port, host_key=written)
                self.edit("2026/news/a.md", "正文一。", "正文一。。")
                self.publish()
        self.assert_published()
        home = self.folder / "home"
        (home / ".ssh").mkdir(parents=True)
        (home / ".ssh/known_hosts").write_text(self.keys.line("ed25519", name))
        self.aim(port, host_key="")
        self.assertIn("nothing has changed", self.publish(login={**LOGIN, "HOME": str(home)}))

    def test_host_keys_that_are_not_known(self):
        port = self.serve()
        known, log = self.folder / "known_hosts", self.work / "sshd.log"
        name = f"[127.0.0.1]:{port}"
        for lines in ("", self.keys.line("ed25519", "127.0.0.1"), self.keys.line("rsa", name), "@revoked " + self.keys.line("ed25519", name),
                      self.keys.line("ed25519", f"{name},!{name}"), "@cert-authority " + self.keys.line("ed25519", name)):
            known.write_text(lines)
            self.aim(port, host_key="", known_hosts=str(known))
            said = self.publish(status=2)
            self.assertIn("[publish-host-key]", said)
            self.assertIn(f"ssh-keyscan -p {port}", said)
        # No connection was made: the only one is that which looked whether the server is there.
        self.assertLessEqual(log.read_text().count("\nConnection closed by"), 1)
        self.aim(port, host_key="", known_hosts=str(self.folder / "none"))
        self.assertIn("[file-missing]", self.publish(status=2))
        other = login.HostKeys(tempfile.mkdtemp(dir=self.made), ("ed25519", "ecdsa"))
        for options in ({"host_key": login.fingerprint(other.files["ed25519"])}, {"host_key": other.line("ecdsa", "").strip()}):
            self.aim(port, **options)
            said = self.publish(status=3)
            self.assertIn("[host-key-changed]", said)
            self.assertTrue(any(login.fingerprint(self.keys.files[kind]) in said for kind in ("ed25519", "ecdsa")), said)
        self.assertFalse(self.place.exists())
        for wrong in ("SHA256:abc", "MD5:00", "ssh-rsa AAAA"):
            self.aim(port, host_key=wrong)
            self.assertIn("[publish-option]", self.publish(status=2))

    def test_a_full_disk(self):
        self.check_full_disk(self.root, self.serve)

    def test_many_files_that_are_replaced(self):
        """Each is renamed over its old one by OpenSSH's sftp, which gets a few commands at a time."""
        self.serve()
        folder = self.site / "content/2026/news/a"
        folder.mkdir()
        for text in ("one", "two", "three", "four"):
            for number in range(400):
                (folder / f"{number}.txt").write_text(f"{text} {number}")
            if text == "one":
                self.edit("2026/news/a.md", "正文一。", "".join(f"[{n}](a/{n}.txt) " for n in range(400)))
            self.assertNotIn("tried again", self.publish())
        self.assert_published()

    def test_a_connection_that_falls_silent_is_given_up(self):
        """libcurl has no limit for much of what SFTP waits for."""
        self.serve()
        self.publish()
        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        silencer = self.cutter(self.port, servers.Silencer, cuts=1, seed=1, least=12_000, most=12_000)
        self.target(f"sftp://127.0.0.1:{silencer.port}{self.place}/", **self.options)
        self.publish(timeout=110)
        self.assert_published()
        self.assertGreater(silencer.done, 0)

    def test_connections_that_are_cut_while_the_site_is_read(self):
        self.serve()
        cutter = self.cutter(self.port, cuts=50, seed=7, least=2000, most=60_000)
        with servers.web(self.root) as web:
            self.check_cuts(f"http://127.0.0.1:{web}/web/", cutter, f"sftp://127.0.0.1:{cutter.port}{self.place}/", **self.options)

    def test_a_first_publication_that_is_cut_while_the_site_is_read(self):
        self.serve()
        cutter = self.cutter(self.port, cuts=25, seed=11, least=4000, most=60_000)
        self.aim(cutter.port)
        address, options = f"sftp://127.0.0.1:{cutter.port}{self.place}/", self.options
        with servers.web(self.root) as web:
            self.check_first_cuts(f"http://127.0.0.1:{web}/web/", cutter, address, **options)

    def test_a_run_that_is_killed_in_a_new_folder(self):
        self.serve()
        self.check_killed_in_a_new_folder()

    def test_folders_below_the_home_and_names_of_every_kind(self):
        port = self.serve(lines=[f"ForceCommand internal-sftp -d {self.root}"])
        (self.site / "assets").mkdir(exist_ok=True)
        for name in ("空 格.txt", "a'b.txt", "a#b%20.txt", "[x]*.txt", "-n.txt"):
            (self.site / "assets" / name).write_text(name)
        self.target(f"sftp://127.0.0.1:{port}/~/web/", host_key=login.fingerprint(self.keys.files["ed25519"]), key=str(self.key))
        self.publish()
        self.assert_published()
        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        for name in ("空 格.txt", "a'b.txt", "[x]*.txt"):
            (self.site / "assets" / name).write_text("other")
        (self.site / "assets/-n.txt").unlink()
        self.publish()
        self.assert_published()


@needs_root
class VsftpdTest(LoginCase):
    """vsftpd in the clear."""

    def server(self, **more):
        return login.vsftpd(self.work, self.root, **more)

    def aim(self, port, **options):
        self.port = port
        self.target(f"ftp://127.0.0.1:{port}/web/", **options)

    def test_life_of_a_site(self):
        self.serve()
        self.check_life_of_a_site()

    def test_life_of_a_site_by_ipv6(self):
        at = servers.ipv6()
        port = self.enterContext(self.server(at=at))
        self.target(f"ftp://{f'[{at}]' if ':' in at else at}:{port}/web/")
        self.check_life_of_a_site()

    def test_our_own_site(self):
        self.serve()
        self.check_our_own_site()

    def test_foreign_files(self):
        self.serve()
        self.check_foreign()

    def test_hidden_files(self):
        self.serve()
        self.check_hidden()

    def test_lock_and_two_at_once(self):
        self.serve()
        self.check_two_at_once()
        shutil.rmtree(self.place)
        self.check_lock()

    def test_a_run_that_is_killed_in_a_new_folder(self):
        self.serve()
        self.check_killed_in_a_new_folder()

    def test_wrong_password(self):
        self.serve()
        self.assertIn("[host-login]", self.publish(status=3, login={**LOGIN, "HERALD_OFFICE_PASSWORD": "wrong"}))

    def test_a_full_disk(self):
        self.check_full_disk(self.root, self.serve)

    def test_connections_that_are_cut_while_the_site_is_read(self):
        # The cutters stand on another address of loopback, on the ports of the control and of the data connections.
        first = random.Random().randrange(20_000, 30_000)
        port = self.serve(passive=first)
        cuts = servers.Cuts(50)
        for one in (port, *range(first, first + 40)):
            self.cutter(one, cuts=cuts, seed=one, least=200, most=8_000, at=("127.0.0.2", one))
        with servers.web(self.root) as web:
            self.check_cuts(f"http://127.0.0.1:{web}/web/", cuts, f"ftp://127.0.0.2:{port}/web/")


@needs_root
class SecureVsftpdTest(LoginCase):
    """vsftpd with TLS, and its default: data connections resume the session of their control connection."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificates = servers.Certificates(cls.made)

    def server(self, certificate=None, **more):
        return login.vsftpd(self.work, self.root, certificate or self.certificates.good, **more)

    def aim(self, port, scheme="ftpes", **options):
        self.port = port
        self.target(f"{scheme}://localhost:{port}/web/", ca=str(self.certificates.ca), **options)

    def test_life_of_a_site(self):
        self.serve()
        self.check_life_of_a_site()

    def test_our_own_site_over_four_connections(self):
        self.serve()
        said = self.check_our_own_site()
        self.assertNotIn("tried again", said)

    def test_tls_from_the_first_byte(self):
        self.aim(self.serve(implicit=True), "ftps")
        self.check_life_of_a_site()

    def test_foreign_files_and_a_lock(self):
        self.serve()
        self.check_foreign()
        self.check_lock()

    def test_two_at_once(self):
        self.serve()
        self.check_two_at_once()

    def test_wrong_password(self):
        self.serve()
        self.assertIn("[host-login]", self.publish(status=3, login={**LOGIN, "HERALD_OFFICE_PASSWORD": "wrong"}))

    def test_certificates(self):
        port = self.serve()
        self.target(f"ftpes://localhost:{port}/web/")
        self.assertIn("[host-untrusted]", self.publish(status=3))
        self.target(f"ftpes://127.0.0.2:{port}/web/", ca=str(self.certificates.ca))
        self.publish(status=3)
        self.assertFalse(self.place.exists())

    def test_an_expired_certificate(self):
        for implicit, scheme in ((False, "ftpes"), (True, "ftps")):
            with self.server(self.certificates.expired, implicit=implicit) as port:
                self.aim(port, scheme)
                self.assertIn("[host-untrusted]", self.publish(status=3))
        self.assertFalse(self.place.exists())

    def test_a_server_without_tls_is_told_nothing(self):
        with login.vsftpd(self.work, self.root) as port:
            self.aim(port)
            self.assertIn("[host-other-service]", self.publish(status=3))

    def test_a_full_disk(self):
        self.check_full_disk(self.root, self.serve)

    def test_connections_that_are_cut_while_the_site_is_read(self):
        first = random.Random().randrange(30_000, 32_000)
        port = self.serve(passive=first)
        cuts = servers.Cuts(50)
        for one in (port, *range(first, first + 40)):
            self.cutter(one, cuts=cuts, seed=one, least=1000, most=20_000, at=("127.0.0.2", one))
        with servers.web(self.root) as web:
            self.check_cuts(f"http://127.0.0.1:{web}/web/", cuts, f"ftpes://127.0.0.2:{port}/web/", ca=str(self.certificates.ca))


if __name__ == "__main__":
    servers.main()
