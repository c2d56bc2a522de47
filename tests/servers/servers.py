"""Real servers on loopback, on ports that they find free, ended by their process: WebDAV, FTP, and what breaks between.

Some tests take what only root may do: servers that ask the system for a user's password (vsftpd, and SFTP by password) need a
user of the system for that time, and a full disk is a small one that is mounted. A program that is not run as root runs itself
again by sudo where that asks for no password (`main`), as on most machines of CI. Where neither is possible, or a container may
not mount, these tests FAIL: nothing that was left out shall look like a success. To run the others alone, set
HERALD_TESTS_WITHOUT_ROOT=1; then what is skipped is: VsftpdTest and SecureVsftpdTest (FTP of a second server, FTPS), of SftpTest
the two tests of passwords, and all tests of a full disk but those of pyftpdlib and S3."""
import contextlib
import functools
import http.server
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import unittest

USER, PASSWORD = "editor", "mi-ma 1"


WITHOUT_ROOT = bool(os.environ.get("HERALD_TESTS_WITHOUT_ROOT"))


def main():
    """Runs the tests of the program that was started, as root if that can be had."""
    if os.geteuid() != 0 and not WITHOUT_ROOT:
        as_root = ["sudo", "-n", "--", "env", *(f"{name}={os.environ[name]}" for name in ("HERALD", "HERALD_SOURCE", "PATH"))]
        with contextlib.suppress(FileNotFoundError):
            if subprocess.run([*as_root, "true"], capture_output=True).returncode == 0:
                os.execvp("sudo", [*as_root, sys.executable, "-B", *sys.argv])
    unittest.main()


def leave_out(why):
    """Ends a test that cannot be run here: as a failure, unless it was said that this is known."""
    if WITHOUT_ROOT:
        raise unittest.SkipTest(why)
    raise AssertionError(f"{why}: see the beginning of tests/servers/servers.py")


def needs_root(test):
    """A test, or a class of them, that takes what only root may do."""
    if isinstance(test, type):
        for name in [name for name in vars(test) if name.startswith("test")]:
            setattr(test, name, needs_root(getattr(test, name)))
        return test

    @functools.wraps(test)
    def with_root(*arguments):
        if os.geteuid() != 0:
            leave_out("only root can have the system asked for a user's password")
        return test(*arguments)

    return with_root


def mount_small_disk(test, place, kilobytes):
    """A disk of its own at `place`, for the time of the test."""
    place.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", place], capture_output=True, text=True)
    if done.returncode != 0:
        leave_out(f"no disk can be mounted here ({done.stderr.strip()}; containers have to be started with CAP_SYS_ADMIN)")
    test.addCleanup(subprocess.run, ["umount", "-l", place], check=True)


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def free_port(at="127.0.0.1"):
    with socket.socket(family(at)) as probe:
        probe.bind((at, 0))
        return probe.getsockname()[1]


def ipv6():
    """Loopback by IPv6. A machine without it says so, and its tests do without."""
    try:
        free_port("::1")
        return "::1"
    except OSError as error:
        print(f"*** NO IPv6 ON THIS MACHINE'S LOOPBACK ({error}): what is to be tested by IPv6 is tested by IPv4 alone ***", file=sys.stderr)
        return "127.0.0.1"


def wait_for(port, process, seconds=15, at="127.0.0.1"):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"the server ended at once with {process.returncode}")
        with socket.socket(family(at)) as probe:
            probe.settimeout(1)
            if probe.connect_ex((at, port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"no server on port {port}")


def as_web_user(words):
    """The command as www-data, when we are root. It may look into every folder (and write only where www-data may): in a
    container the way to the site's folder can be closed to all but root."""
    if os.geteuid() != 0:
        return words
    look = "+dac_read_search"
    return ["setpriv", "--reuid", "www-data", "--regid", "www-data", "--clear-groups", "--inh-caps", look, "--ambient-caps", look, *words]


@contextlib.contextmanager
def process(words, port, log, at="127.0.0.1"):
    """A server that runs in the foreground until the end of the block."""
    with open(log, "wb") as out:
        server = subprocess.Popen(list(map(str, words)), stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        try:
            wait_for(port, server, at=at)
            yield server
        except RuntimeError as error:
            raise RuntimeError(f"{error}\n{pathlib.Path(log).read_text(errors='replace')}") from error
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


class Certificates:
    """An authority of our own, and certificates for localhost."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.ca = self.folder / "ca.pem"
        self._openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
                      "-subj", "/CN=herald test authority", "-addext", "basicConstraints=critical,CA:TRUE")
        self.good = self._issue("good", "-days", "2")
        self.expired = self._issue("expired", "-days", "-1")

    def _openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def _issue(self, name, *validity):
        (self.folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2\n")
        self._openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj",
                      "/CN=localhost")
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out",
                      f"{name}.pem", "-extfile", "names", *validity)
        both = self.folder / f"{name}.both.pem"
        both.write_text((self.folder / f"{name}.pem").read_text() + (self.folder / f"{name}.key").read_text())
        return both


@contextlib.contextmanager
def apache(folder, root, certificate=None):
    """Apache's mod_dav over `root`; yields the port. Anybody may read, the editor may write."""
    folder, port = pathlib.Path(folder), free_port()
    root.mkdir(parents=True, exist_ok=True)
    subprocess.run(["htpasswd", "-bc", folder / "users", USER, PASSWORD], check=True, capture_output=True)
    for path in (folder, root):
        if os.geteuid() == 0:
            shutil.chown(path, "www-data", "www-data")
    folder.chmod(0o755)
    modules = ["mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "dir", "mime", "dav",
               "dav_fs"] + (["socache_shmcb", "ssl"] if certificate else [])
    lines = [f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in modules]
    lines += [f"Listen 127.0.0.1:{port}", "ServerName localhost", f"PidFile {folder}/pid", f"ErrorLog {folder}/error.log",
              f'CustomLog {folder}/access.log "%m %U %>s"', f"DocumentRoot {root}", f"DavLockDB {folder}/DavLock", "TypesConfig /etc/mime.types", "KeepAliveTimeout 2"]
    if certificate:
        lines += ["SSLEngine on", f"SSLCertificateFile {certificate}"]
    lines += [f"<Directory {root}>", "Dav On", "AuthType Basic", 'AuthName "dav"', f"AuthUserFile {folder}/users",
              "<LimitExcept GET HEAD>", "Require valid-user", "</LimitExcept>", "<Limit GET HEAD>", "Require all granted",
              "</Limit>", "</Directory>"]
    (folder / "httpd.conf").write_text("\n".join(lines) + "\n")
    with process(as_web_user(["apache2", "-f", folder / "httpd.conf", "-DFOREGROUND"]), port, folder / "apache.log"):
        yield port


@contextlib.contextmanager
def nginx(folder, root, bodies=None):
    """nginx with its WebDAV modules over `root`; yields the port. What it receives it keeps in `bodies`, on the disk of `root` as
    its manual advises, until it is whole."""
    folder, port = pathlib.Path(folder), free_port()
    root.mkdir(parents=True, exist_ok=True)
    subprocess.run(["htpasswd", "-bcm", folder / "users", USER, PASSWORD], check=True, capture_output=True)
    folder.chmod(0o755)
    for path in (folder, root, root.parent):
        if os.geteuid() == 0:
            shutil.chown(path, "www-data", "www-data")
    (folder / "nginx.conf").write_text(f"""
load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {bodies or root.parent / "body"}; dav_ext_lock_zone zone=dl:1m;
  proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port}; root {root};
    location / {{
      dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS LOCK UNLOCK; dav_ext_lock zone=dl;
      create_full_put_path on; dav_access user:rw group:r all:r; client_max_body_size 0;
      limit_except GET HEAD {{ auth_basic dav; auth_basic_user_file {folder}/users; }}
    }}
  }}
}}
""")
    with process(as_web_user(["nginx", "-c", folder / "nginx.conf"]), port, folder / "nginx.log"):
        yield port


@contextlib.contextmanager
def ftp(folder, root, full_after=None, at="127.0.0.1"):
    """pyftpdlib over `root` in a process of its own; yields the port."""
    folder, port = pathlib.Path(folder), free_port(at)
    root.mkdir(parents=True, exist_ok=True)
    script = pathlib.Path(__file__).with_name("ftp_server.py")
    words = ["/usr/bin/python3", "-B", script, at, port, root, USER, PASSWORD, full_after or 0]
    with process(words, port, folder / "ftp.log", at):
        yield port


@contextlib.contextmanager
def web(root):
    """A web server that shows `root`, for readers of hosts that are none themselves; yields the port."""
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Cuts:
    """How many connections are still to be cut, and how many were; several Cutters may share it."""

    def __init__(self, wanted):
        self.wanted, self.done = wanted, 0


class Cutter:
    """Stands before a server and cuts connections after some bytes each, until `cuts` (a number, or Cuts) of them are cut."""

    def __init__(self, port, cuts, seed, least=400, most=30_000, at=("127.0.0.1", 0)):
        self.goal, self.cuts = port, cuts if isinstance(cuts, Cuts) else Cuts(cuts)
        self.chance, self.least, self.most = random.Random(seed), least, most
        self.listener = socket.create_server(at)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def done(self):
        return self.cuts.done

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self._connect(client, self.goal, self._budget())

    def _budget(self):
        """How many bytes a new connection lives; None: as long as it likes."""
        return None if self.cuts.done >= self.cuts.wanted else [self.chance.randint(self.least, self.most)]

    def _connect(self, client, port, budget):
        try:
            server = socket.create_connection(("127.0.0.1", port), timeout=5)
            server.settimeout(None)
        except OSError:
            client.close()
            return
        for one, other in ((client, server), (server, client)):
            threading.Thread(target=self._pump, args=(one, other, budget), daemon=True).start()

    def _seen(self, block, source):
        """What is passed on of what came; for those who must change it."""
        return block

    def _pump(self, source, goal, budget):
        try:
            while True:
                block = source.recv(4096)
                if not block:
                    break
                if budget is not None:
                    budget[0] -= len(block)
                    if budget[0] <= 0:
                        self._cut(source, goal)
                        return
                goal.sendall(self._seen(block, source))
        except OSError:
            pass
        for one in (source, goal):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _cut(self, source, goal):
        self.cuts.done += 1
        for one in (source, goal):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)  # Else a thread that waits for it keeps it open.
            one.close()


class Silencer(Cutter):
    """Lets connections fall silent instead, as a router does that forgets them: nobody hears of it."""

    def _cut(self, source, goal):
        self.cuts.done += 1
        threading.Event().wait()


class FtpCutter(Cutter):
    """A Cutter that stands before the connections of files, too: where the server names a port, it names one of its own."""

    def _seen(self, block, source):
        passive = re.search(rb"229 [^\r\n]*\(\|\|\|(\d+)\|\)", block)
        if source.getpeername()[1] != self.goal or not passive:
            return block
        listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept_file, args=(listener, int(passive.group(1))), daemon=True).start()
        return block.replace(b"|||" + passive.group(1) + b"|", b"|||%d|" % listener.getsockname()[1])

    def _accept_file(self, listener, port):
        listener.settimeout(30)
        with contextlib.suppress(OSError), listener:
            client, _ = listener.accept()
            client.settimeout(None)
            self._connect(client, port, self._budget())
