"""`herald serve` as tests use it: started, asked over HTTP, ended; and its pages compared with a clean build's."""
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

from support import HERALD

INJECTED = re.compile(rb'<script async src="/_herald/client\.js"[^>]*></script>')


class Preview:
    """A running preview. Use as a context: it ends with the block."""

    def __init__(self, site, *words, lang="en", usual_port=False):
        self.site, self.words = pathlib.Path(site), words
        self.errors = tempfile.TemporaryFile("w+", encoding="utf-8")
        port = [] if usual_port or "--port" in words else ["--port", "0"]
        self.process = subprocess.Popen([HERALD, "serve", str(site), *port, *words, "--lang", lang], stdout=subprocess.PIPE, stderr=self.errors,
                                        stdin=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
        self.url = self.process.stdout.readline().decode().strip()
        if not self.url:
            self.process.wait()
            raise AssertionError(self.said())
        parts = urllib.parse.urlsplit(self.url)
        self.host, self.port, self.base, self.query = parts.hostname, parts.port, parts.path, parts.query

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        self.process.stdout.close()
        self.errors.close()

    def said(self):
        """Standard error so far."""
        self.errors.seek(0)
        return self.errors.read()

    def stop(self, number=signal.SIGINT):
        """Ends it; the status and how long it took."""
        begin = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(30), time.monotonic() - begin

    def ask(self, target, method="GET", **headers):
        """(status, headers, body) of an encoded target; header names with _ for -."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            connection.putrequest(method, target, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def raw(self, request, timeout=10):
        """What comes back for some bytes, until the server ends the connection."""
        with socket.create_connection((self.host, self.port), timeout=timeout) as peer:
            peer.sendall(request)
            got = b""
            while part := peer.recv(1 << 16):
                got += part
            return got

    def state(self, since=0):
        return json.loads(self.ask(f"/_herald/state?since={since}")[2])

    def built(self, number, seconds=30):
        """Waits until so many builds are over; what the last one says."""
        end = time.monotonic() + seconds
        while (state := self.state(max(number - 1, 0)))["build"] < number:
            if time.monotonic() > end or self.process.poll() is not None:
                raise AssertionError(f"build {number} did not come: {state}\n{self.said()}")
            time.sleep(0.02)
        return state

    def quiet(self):
        """Waits until no build has ended for a while: all that was written before is served."""
        last, since = -1, time.monotonic()
        while time.monotonic() - since < 0.6:
            now = self.state()["build"]
            if now != last:
                last, since = now, time.monotonic()
            time.sleep(0.05)

    def file(self, path):
        """The bytes of a file of the site, without what is put into pages on the way; None when it is not there."""
        status, _, body = self.ask(self.base + urllib.parse.quote(path))
        return INJECTED.sub(b"", body) if status == 200 else None

    def differences(self, out):
        """Files of a built site that are served with other bytes, or not at all."""
        self.quiet()
        out = pathlib.Path(out)
        return [str(p.relative_to(out)) for p in sorted(out.rglob("*")) if p.is_file() and self.file(str(p.relative_to(out))) != p.read_bytes()]
