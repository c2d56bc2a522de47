#!/usr/bin/env python3
"""Measures herald against the floor, and against Debian's hugo where it is installed, on the same pages, in turn, in memory.

    bench.py [--runs 5] [--where FOLDER] [--keep] N…     prints figures for sites of N pages (1000 and 10000)
    bench.py --smoke N                                   checks the counts of files instead; prints no time

    --herald PROGRAM --floor PROGRAM --measure PROGRAM   where they are (CMake's target `bench` says so)
    --hugo PROGRAM                                       another hugo; an empty word for none

A full build goes into a new folder each time and remembers nothing. hugo's templates are made of one of herald's pages too, with
lists of 20, feeds and a sitemap, so that the three write pages of one size. Figures are medians; ratios are taken pair by pair, since the
two of a pair share the machine's mood. Then herald alone: again with nothing changed, and with one page's text changed.
"""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import generate

BYTES_A_PAGE = 120 * 1024  # room for a page, its outputs in three folders, and caches
AS_OF = "2026-12-31"       # behind the newest notice, so that all are shown


class Bench:
    """One site, its programs, and the folder that all happens in."""

    def __init__(self, options, count, folder):
        self.options, self.count, self.folder = options, count, folder
        self.site = os.path.join(folder, "site")
        self.notices = os.path.join(self.site, "content", "2026", "notices")
        self.bytes = generate.generate(count, self.site)
        self.shape = os.path.join(folder, "shape.html")
        self.made = 0

    def fresh(self):
        """The name of an output folder that is not there yet."""
        self.made += 1
        return os.path.join(self.folder, f"out{self.made}")

    def run(self, *command):
        """Runs a command; returns (wall s, cpu s, peak MiB)."""
        result = os.path.join(self.folder, "result")
        done = subprocess.run([self.options.measure, result, *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if done.returncode:
            sys.exit(f"status {done.returncode}: {' '.join(command)}\n{done.stderr.decode(errors='replace')[-3000:]}")
        with open(result, encoding="utf-8") as file:
            wall, cpu, peak = map(float, file.read().split())
        return wall, cpu, peak / 1024

    def forget(self):
        """Takes away what herald remembers of earlier builds."""
        shutil.rmtree(os.path.join(self.site, ".herald"), ignore_errors=True)

    def herald(self, out):
        return self.run(self.options.herald, "build", self.site, "-o", out, "--as-of", AS_OF)

    def floor(self, out):
        return self.run(self.options.floor, self.notices, out, self.shape)

    def hugo(self, out):
        return self.run(self.options.hugo, "--quiet", "--source", os.path.join(self.folder, "hugo"), "--destination", out)

    def make_hugo_site(self):
        """A hugo site over the same texts, whose page is the floor's with hugo's words in its places."""
        with open(self.shape, encoding="utf-8") as file:
            shape = file.read()
        words = {"@title@": "{{ .Title }}", "@source@": "{{ .Params.source }}", "@date@": '{{ .Date.Format "2006-01-02" }}', "@body@": "{{ .Content }}"}
        for mark, word in words.items():
            shape = shape.replace(mark, word)
        listing = '{{ range (.Paginate .Pages 20).Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <time>{{ .Date.Format "2006-01-02" }}</time></li>{{ end }}'
        files = {
            "config.json": json.dumps({
                "baseURL": "https://example.cn/", "languageCode": "zh-CN", "title": "bench", "contentDir": os.path.join(self.site, "content"),
                "disableKinds": ["taxonomy", "term"], "uglyURLs": True, "frontmatter": {"date": ["published"]},
                "buildFuture": True}),
            "layouts/_default/single.html": shape,
            "layouts/_default/list.html": re.sub(r"(<main\b[^>]*>).*(</main>)", lambda m: m.group(1) + f"<h1>{{{{ .Title }}}}</h1><ul>{listing}</ul>" + m.group(2), shape, count=1, flags=re.S),
        }
        for name, text in files.items():
            path = os.path.join(self.folder, "hugo", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)

    def make_shape(self, out):
        """Cuts the floor's page out of one of herald's: all around <main> is kept, and its inside becomes title, source and text."""
        with open(os.path.join(out, "2026", "notices", "n000001.html"), encoding="utf-8") as file:
            page = file.read()
        inside = "<h1>@title@</h1>\n<p><span>@source@</span> <time>@date@</time></p>\n@body@\n"
        page = re.sub(r"<title>.*?</title>", "<title>@title@</title>", page, count=1, flags=re.S)
        page, found = re.subn(r"(<main\b[^>]*>).*(</main>)", lambda m: m.group(1) + inside + m.group(2), page, count=1, flags=re.S)
        if not found:
            sys.exit("a page of herald's has no <main>")
        with open(self.shape, "w", encoding="utf-8") as file:
            file.write(page)

    def page_to_edit(self):
        return os.path.join(self.notices, generate.name_of(self.count // 2))


def files_of(folder):
    """{path: (bytes, time of the last change)} of all files below a folder."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = (file.read(), os.stat(path).st_mtime_ns)
    return found


def differing(some, others):
    """The paths whose bytes differ between two results of files_of, or that are in one alone."""
    return sorted(path for path in set(some) | set(others) if some.get(path, (None,))[0] != others.get(path, (None,))[0])


def size_of(folder):
    """(files, bytes) below a folder."""
    sizes = [os.path.getsize(os.path.join(place, name)) for place, _, names in os.walk(folder) for name in names]
    return len(sizes), sum(sizes)


def median(rows, column):
    return statistics.median(row[column] for row in rows)


def measure(bench):
    """Prints the figures of one site."""
    runs = bench.options.runs
    out = bench.fresh()
    bench.herald(out)
    bench.make_shape(out)
    shutil.rmtree(out)
    if bench.options.hugo:
        bench.make_hugo_site()
    herald, floor, hugo = [], [], []
    for run in range(runs + 1):  # the first pair warms up
        bench.forget()
        out, other = bench.fresh(), bench.fresh()
        pair = bench.herald(out), bench.floor(other)
        if run:
            herald.append(pair[0])
            floor.append(pair[1])
        sizes = [size_of(out), size_of(other)]
        shutil.rmtree(other)
        if bench.options.hugo and (run or runs == 1):  # it is slow, and needs no second warming
            other = bench.fresh()
            hugo.append(bench.hugo(other))
            sizes.append(size_of(other))
            shutil.rmtree(other)
        if run < runs:
            shutil.rmtree(out)
    again = [bench.herald(out) for _ in range(runs)]
    changed = []
    for run in range(runs):
        generate.edit(bench.page_to_edit(), run + 1)
        changed.append(bench.herald(out))

    print(f"{bench.count} pages of {bench.bytes / bench.count / 1000:.1f} KB, {os.cpu_count()} processors, medians of {runs}")
    print("                       wall s     cpu s   pages/s  peak MiB   files  MB")
    full = [("full build, herald", herald, sizes[0]), ("full build, floor", floor, sizes[1])]
    if hugo:
        full.append(("full build, hugo", hugo, sizes[2]))
    for name, rows, (files, size) in full:
        print(f"  {name:18} {median(rows, 0):9.3f} {median(rows, 1):9.3f} {bench.count / median(rows, 0):9.0f} {median(rows, 2):9.1f} {files:7} {size / 1e6:.1f}")
    for name, rows in (("nothing changed", again), ("one text changed", changed)):
        print(f"  {name:18} {median(rows, 0):9.3f} {median(rows, 1):9.3f} {'':9} {median(rows, 2):9.1f}")
    for name, others in (("floor", floor), ("hugo", hugo)):
        if others:
            ratios = [statistics.median(h[column] / max(o[column], 1e-6) for h, o in zip(herald, others)) for column in range(3)]
            print(f"  herald / {name:9} wall {ratios[0]:.2f}  cpu {ratios[1]:.2f}  memory {ratios[2]:.2f}")
    print(flush=True)


def smoke(bench):
    """Checks what is written: how many pages, the same bytes twice, nothing when nothing changed, one page when one text did."""
    failures = []

    def expect(what, seen, wanted):
        if seen != wanted:
            some = f"{len(seen)} of them, such as {seen[:5]}" if isinstance(seen, list) else seen
            failures.append(f"{what}: {some}, not {wanted}")

    def notices(files):
        return {path for path in files if re.fullmatch(r"2026/notices/n\d{6}\.html", path)}

    first, second, floor = bench.fresh(), bench.fresh(), bench.fresh()
    bench.herald(first)
    bench.make_shape(first)
    bench.floor(floor)
    bench.forget()
    bench.herald(second)
    before, clean = files_of(first), files_of(second)
    expect("pages of the notices", len(notices(before)), bench.count)
    expect("pages of the floor", len(files_of(floor)), bench.count)
    expect("files that differ between two builds", differing(before, clean), [])

    bench.herald(second)
    again = files_of(second)
    expect("files written though nothing changed", sorted(p for p in set(clean) | set(again) if clean.get(p) != again.get(p)), [])

    generate.edit(bench.page_to_edit(), 1)
    bench.herald(second)
    changed = files_of(second)
    expect("files that came or went with one text", sorted(set(again) ^ set(changed)), [])
    page = "2026/notices/" + os.path.basename(bench.page_to_edit()).replace(".md", ".html")
    expect("notices written though one text changed", sorted(p for p in notices(changed) if changed[p] != again.get(p)), [page])
    bench.forget()
    third = bench.fresh()
    bench.herald(third)
    expect("files that differ from a clean build", differing(changed, files_of(third)), [])
    for failure in failures:
        print(failure)
    print(f"{bench.count} pages, {len(changed)} files, {len(failures)} failures")
    return 1 if failures else 0


def memory_folder(where, count):
    """A folder in memory if there is room, else one on disk."""
    if where:
        return where
    need = count * BYTES_A_PAGE
    if os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > need:
        return "/dev/shm"
    print(f"no {need // 2**20} MiB free in /dev/shm: measuring on disk", file=sys.stderr)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, metavar="N")
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--where")
    parser.add_argument("--hugo", default=shutil.which("hugo") or "")
    parser.add_argument("--keep", action="store_true")
    for program in ("herald", "floor", "measure"):
        parser.add_argument(f"--{program}", required=True)
    options = parser.parse_args()
    status = 0
    for count in options.counts or ([50] if options.smoke else [1000, 10000]):
        folder = tempfile.mkdtemp(prefix="herald-bench-", dir=memory_folder(options.where, count))
        try:
            bench = Bench(options, count, folder)
            status |= smoke(bench) if options.smoke else measure(bench) or 0
        finally:
            if options.keep:
                print(f"kept: {folder}")
            else:
                shutil.rmtree(folder, ignore_errors=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
