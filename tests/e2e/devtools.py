"""A browser that tests can drive: Chromium over its DevTools protocol, through a pipe; no port, no driver, nothing to download."""
import base64
import json
import os
import shutil
import subprocess
import time

CHROMIUM = shutil.which("chromium") or "chromium"
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"]


class Chromium:
    """One browser with one page. Use as a context: it ends with the block."""

    def __init__(self, profile, *more):
        # The browser reads commands from descriptor 3 and answers on 4; messages end in a zero byte.
        command_read, self.command = os.pipe()
        self.answer, answer_write = os.pipe()

        def take_descriptors():
            # Out of the way first: one of them may itself be 3 or 4.
            read, write = os.dup(command_read), os.dup(answer_write)
            high_read, high_write = 60, 61
            os.dup2(read, high_read)
            os.dup2(write, high_write)
            os.dup2(high_read, 3)
            os.dup2(high_write, 4)

        self.process = subprocess.Popen([CHROMIUM, *FLAGS, "--remote-debugging-pipe", f"--user-data-dir={profile}", *more, "about:blank"],
                                        close_fds=False, preexec_fn=take_descriptors, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        os.close(command_read)
        os.close(answer_write)
        self.number, self.buffer, self.events, self.session = 0, b"", [], None
        page = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Runtime.enable")
        self.call("Log.enable")
        self.call("Network.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.command)
        os.close(self.answer)
        self.process.terminate()
        self.process.wait(30)

    def _next(self):
        while b"\0" not in self.buffer:
            part = os.read(self.answer, 1 << 16)
            if not part:
                raise EOFError("the browser ended")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def _send(self, method, parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.command, json.dumps(message).encode() + b"\0")
        return self.number

    def call(self, method, **parameters):
        """Sends one command and waits for its answer; what the browser tells meanwhile is kept in `events`. Questions are answered yes."""
        number = self._send(method, parameters)
        while True:
            got = self._next()
            if got.get("id") == number:
                if "error" in got:
                    raise AssertionError(f"{method}: {got['error']}")
                return got["result"]
            if "method" in got:
                self.events.append(got)
            if got.get("method") == "Page.javascriptDialogOpening":
                self._send("Page.handleJavaScriptDialog", {"accept": True})

    def open(self, address):
        """Goes to an address and waits until its scripts have run."""
        self.call("Page.navigate", url=address)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, script):
        """The value of an expression in the page."""
        got = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in got:
            raise AssertionError(got["exceptionDetails"].get("exception", {}).get("description") or got["exceptionDetails"]["text"])
        return got["result"].get("value")

    def until(self, script, seconds=30):
        """Waits until an expression is true."""
        end = time.monotonic() + seconds
        while not self.run(script):
            if time.monotonic() > end:
                raise AssertionError("this did not come true: " + script)
            time.sleep(0.05)

    def pdf(self, **options):
        """The page on paper, by its own @page rules."""
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, **options)["data"])

    def complaints(self):
        """Errors of scripts and of the console, and addresses that were asked for beside files and data."""
        found = [e["params"]["exceptionDetails"]["text"] for e in self.events if e["method"] == "Runtime.exceptionThrown"]
        found += [e["params"]["entry"]["text"] for e in self.events if e["method"] == "Log.entryAdded" and e["params"]["entry"]["level"] == "error"]
        found += [e["params"]["request"]["url"] for e in self.events if e["method"] == "Network.requestWillBeSent"
                  and not e["params"]["request"]["url"].startswith(("file:", "data:", "blob:", "about:"))]
        return found
