#!/usr/bin/env python3
"""Measures from the save of a file to the new page in the browser: `herald serve`, and Debian's `hugo server` on the same pages.

    serve.py --herald PROGRAM [--runs 11] [--hugo PROGRAM] N…     prints medians in milliseconds for sites of N pages

A browser (Chromium, driven as the tests of tests/e2e drive it) has the page open. One text is saved again and again, with a number in
it; the page tells when that number stands in its document. The two take turns, and while one is measured the other stands still.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

import bench  # noqa: E402
import generate  # noqa: E402
from devtools import Chromium  # noqa: E402

WATCHER = """(() => {
  let last = '';
  const look = () => {
    const found = document.body && /REV-(\\d+)-END/.exec(document.body.textContent);
    if (found && found[1] !== last) { last = found[1]; seen(JSON.stringify([+last, performance.timeOrigin + performance.now()])); }
  };
  new MutationObserver(look).observe(document, {subtree: true, childList: true, characterData: true});
  addEventListener('DOMContentLoaded', look);
})()"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Server:
    """One of the two, with a page open in a browser."""

    def __init__(self, command, address, folder):
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.address = address
        end = time.monotonic() + 300
        while b"<main" not in self.get():
            if time.monotonic() > end:
                sys.exit("no answer: " + " ".join(command))
            time.sleep(0.1)
        self.browser = Chromium(folder)
        self.browser.call("Runtime.addBinding", name="seen")
        self.browser.call("Page.addScriptToEvaluateOnNewDocument", source=WATCHER)
        self.browser.open(address)
        time.sleep(1)

    def get(self):
        try:
            with urllib.request.urlopen(self.address, timeout=60) as answer:
                return answer.read()
        except OSError:
            return b""

    def seen(self, number):
        """When the page had the number in it, in seconds since 1970."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            for event in self.browser.events:
                if event["method"] == "Runtime.bindingCalled":
                    found, moment = json.loads(event["params"]["payload"])
                    if found == number:
                        self.browser.events.clear()
                        return moment / 1000
            event = self.browser._next()
            if "method" in event:
                self.browser.events.append(event)
        sys.exit(f"{self.address} was not seen to change")

    def memory(self):
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024

    def end(self):
        self.browser.__exit__()
        self.process.terminate()
        self.process.wait(60)


def save(path, number):
    """Puts the number into the text, by a temporary file as editors do; the moment when it is there."""
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"\n\nREV-\d+-END\n$", "", file.read().rstrip("\n") + "\n").rstrip("\n")
    temporary = os.path.join(os.path.dirname(path), ".saving.tmp")
    with open(temporary, "w", encoding="utf-8") as file:
        file.write(f"{text}\n\nREV-{number}-END\n")
    os.rename(temporary, path)
    return time.time()


def measure(options, count, folder):
    work = bench.Bench(options, count, folder)
    name = os.path.basename(work.page_to_edit()).replace(".md", ".html")
    out = work.fresh()
    subprocess.run([options.herald, "build", work.site, "-o", out, "--as-of", bench.AS_OF], check=True, stderr=subprocess.DEVNULL)
    work.make_shape(out)
    shutil.rmtree(out)
    servers = {}
    port = free_port()
    servers["herald"] = Server([options.herald, "serve", work.site, "--port", str(port), "--as-of", bench.AS_OF],
                               f"http://127.0.0.1:{port}/2026/notices/{name}", os.path.join(folder, "profile1"))
    if options.hugo:
        work.make_hugo_site()
        port = free_port()
        servers["hugo"] = Server([options.hugo, "server", "--quiet", "--source", os.path.join(folder, "hugo"), "--port", str(port), "--bind", "127.0.0.1"],
                                 f"http://127.0.0.1:{port}/2026/notices/{name}", os.path.join(folder, "profile2"))
    # Both would work at once for one save: while one is measured the other stands still.
    times = {what: [] for what in servers}
    for run in range(1, options.runs + 2):
        for number, (what, server) in enumerate(servers.items()):
            others = [other for other in servers.values() if other is not server]
            for other in others:
                other.process.send_signal(signal.SIGSTOP)
            saved = save(work.page_to_edit(), 2 * run + number)
            times[what].append((server.seen(2 * run + number) - saved) * 1000)
            for other in others:
                other.process.send_signal(signal.SIGCONT)
                other.seen(2 * run + number)
            time.sleep(options.pause)
    print(f"{count} pages, {os.cpu_count()} processors, medians of {options.runs}, ms from the save to the page in the browser (least … most); memory MiB")
    for what, server in servers.items():
        rows = sorted(times[what][1:])
        print(f"  {what:8} {statistics.median(rows):9.1f} ({rows[0]:.1f} … {rows[-1]:.1f})   {server.memory():.0f}")
        server.end()
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, metavar="N")
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between two saves")
    parser.add_argument("--where")
    parser.add_argument("--hugo", default=shutil.which("hugo") or "")
    parser.add_argument("--herald", required=True)
    options = parser.parse_args()
    for count in options.counts or [1000, 10000]:
        folder = tempfile.mkdtemp(prefix="herald-serve-", dir=bench.memory_folder(options.where, count))
        try:
            measure(options, count, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
