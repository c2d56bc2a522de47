#!/usr/bin/env python3
"""Measures `herald publish` beside Debian's `lftp mirror -R` and `rclone sync`, on the same files, to servers on loopback, in turn.

    publish.py [--files 1000] [--runs 3] [--only ftp,dav,s3,sftp] [--peers lftp,rclone] [--where FOLDER]

    --herald PROGRAM --measure PROGRAM      where they are (CMake's target `bench-publish` says so)

The files are those of a site of notices, 18 KB each on average, built before anything is measured. A round publishes them to an
empty host with each program, each to a server of its own over a folder in memory, and then twice with nothing changed; the order
of the programs changes from round to round. Ratios are taken in each round, since the programs of a round share the machine's
mood; what is printed are medians.

Beside that stands the floor of a run with nothing changed: what `curl` takes to read one small file of the same host, with the
start of the program, the connection and the login.

herald's time is that of the whole command: it looks whether the site is still as it was built, locks the host, gives each file a
temporary name where the protocol can, confirms sizes, and keeps a copy for a rollback. Four connections for each program.
"""
import argparse
import contextlib
import getpass
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import generate

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/servers"))
import login_servers  # noqa: E402
import s3_server  # noqa: E402
import servers  # noqa: E402

FILES_A_NOTICE = 1.07  # pages, lists, feeds and the rest
CONNECTIONS = 4
NOBODYS = "nobodys.txt"
SEAL = "web/herald-manifest.sha256"  # the small file that herald reads
CURL = ["curl", "-sf", "-o", "/dev/null"]
KEYS = {"AWS_ACCESS_KEY_ID": "S3RVER", "AWS_SECRET_ACCESS_KEY": "S3RVER"}


def rclone(kind, *settings):
    """`rclone sync` with a remote that is described on the command line alone."""
    return ["rclone", "--config", "/dev/null", "-q", "--transfers", str(CONNECTIONS), "--checkers", str(CONNECTIONS), *settings,
            "sync", "SITE", f":{kind}:PLACE"]


class Ftp:
    """vsftpd, whose anonymous user may write; without it, Debian's pyftpdlib."""
    peers = ("lftp", "rclone")

    @contextlib.contextmanager
    def serve(self, folder, root):
        (root / "web").mkdir(parents=True)
        if not shutil.which("vsftpd"):
            with servers.ftp(folder, root) as port:
                yield port, servers.USER, servers.PASSWORD
            return
        root.chmod(0o755)  # Its own folder vsftpd wants to be nobody's to write in.
        (root / "web").chmod(0o777)
        port, empty = servers.free_port(), folder / "empty"
        empty.mkdir()
        (folder / "vsftpd.conf").write_text(f"""listen=YES
listen_address=127.0.0.1
listen_port={port}
background=NO
anonymous_enable=YES
no_anon_password=YES
anon_root={root}
write_enable=YES
anon_upload_enable=YES
anon_mkdir_write_enable=YES
anon_other_write_enable=YES
anon_umask=022
anon_world_readable_only=NO
ftp_username={'www-data' if os.geteuid() == 0 else os.environ.get('USER', 'nobody')}
seccomp_sandbox=NO
xferlog_enable=NO
secure_chroot_dir={empty}
""")
        with servers.process(["vsftpd", folder / "vsftpd.conf"], port, folder / "vsftpd.log"):
            yield port, "anonymous", "x"

    def target(self, port):
        return {"to": f"ftp://127.0.0.1:{port}/web/"}

    def read(self, port, user, password):
        return [*CURL, "-u", f"{user}:{password}", f"ftp://127.0.0.1:{port}/{SEAL}"]

    def lftp(self, port, user, password, site):
        words = f"set net:max-retries 2; set ftp:sync-mode off; open -u {user},{password} -p {port} 127.0.0.1; mirror -R --parallel={CONNECTIONS} {site} web"
        return ["lftp", "-c", words], {}

    def rclone(self, port, user, password, site):
        hidden = subprocess.run(["rclone", "obscure", password], check=True, capture_output=True, text=True).stdout.strip()
        words = rclone("ftp", "--ftp-host", "127.0.0.1", "--ftp-port", str(port), "--ftp-user", user, "--ftp-pass", hidden)
        return [word.replace("SITE", str(site)).replace("PLACE", "web") for word in words], {}


class Dav:
    """nginx with its WebDAV modules."""
    peers = ("rclone",)

    @contextlib.contextmanager
    def serve(self, folder, root):
        root.mkdir(parents=True)
        with servers.nginx(folder, root) as port:
            yield port, servers.USER, servers.PASSWORD

    def target(self, port):
        return {"to": f"dav://127.0.0.1:{port}/web/"}

    def read(self, port, user, password):
        return [*CURL, "-u", f"{user}:{password}", f"http://127.0.0.1:{port}/{SEAL}"]

    def rclone(self, port, user, password, site):
        hidden = subprocess.run(["rclone", "obscure", password], check=True, capture_output=True, text=True).stdout.strip()
        words = rclone("webdav", "--webdav-url", f"http://127.0.0.1:{port}/", "--webdav-vendor", "other", "--webdav-user", user,
                       "--webdav-pass", hidden)
        return [word.replace("SITE", str(site)).replace("PLACE", "web") for word in words], {}


class S3:
    """npm's s3rver, without the front that verifies signatures. It does not list a folder that holds nothing but further folders,
    so an object of nobody's stands in each that may."""
    peers = ("rclone",)

    @contextlib.contextmanager
    def serve(self, folder, root):
        root.mkdir(parents=True)
        with s3_server.s3rver(root) as port:
            store = s3_server.Store(port)
            for name in ("2026", "theme"):
                store.inner("PUT", f"/{s3_server.BUCKET}/web/{name}/{NOBODYS}", b"x")
            yield port, "S3RVER", "S3RVER"

    def target(self, port):
        return {"to": f"s3://{s3_server.BUCKET}/web/", "endpoint": f"http://127.0.0.1:{port}"}

    def read(self, port, user, password):
        return [*CURL, "--aws-sigv4", "aws:amz:us-east-1:s3", "-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD", "-u", f"{user}:{password}",
                f"http://127.0.0.1:{port}/{s3_server.BUCKET}/{SEAL}"]

    def rclone(self, port, user, password, site):
        words = rclone("s3", "--s3-provider", "Other", "--s3-endpoint", f"http://127.0.0.1:{port}", "--s3-region", "us-east-1",
                       "--s3-env-auth", "--s3-no-check-bucket", "--s3-force-path-style", "--exclude", NOBODYS)
        return [word.replace("SITE", str(site)).replace("PLACE", f"{s3_server.BUCKET}/web") for word in words], KEYS


class Sftp:
    """OpenSSH's sshd, which lets the user who measures in by a key. lftp goes through OpenSSH's `ssh` program, as it always does."""
    peers = ("lftp", "rclone")

    @contextlib.contextmanager
    def serve(self, folder, root):
        (root / "web").mkdir(parents=True)
        self.root, self.keys, self.key = root, login_servers.HostKeys(folder), login_servers.make_key(folder / "id")
        with login_servers.sshd(folder, root, self.keys, [self.key], ["PermitRootLogin prohibit-password"], ours=True) as port:
            self.known = folder / "known_hosts"
            self.known.write_text("".join(self.keys.line(kind, f"[127.0.0.1]:{port}") for kind in self.keys.files))
            yield port, getpass.getuser(), ""

    def target(self, port):
        return {"to": f"sftp://127.0.0.1:{port}{self.root}/web/", "known_hosts": str(self.known), "key": str(self.key)}

    def read(self, port, user, password):
        return [*CURL, "-k", "--key", self.key, "--pubkey", f"{self.key}.pub", "-u", f"{user}:", f"sftp://127.0.0.1:{port}{self.root}/{SEAL}"]

    def lftp(self, port, user, password, site):
        program = f"ssh -a -x -i {self.key} -o UserKnownHostsFile={self.known} -o BatchMode=yes"
        words = f"""set net:max-retries 2; set sftp:connect-program "{program}"; open -u {user},x -p {port} sftp://127.0.0.1;
mirror -R --parallel={CONNECTIONS} {site} {self.root}/web"""
        return ["lftp", "-c", words], {}

    def rclone(self, port, user, password, site):
        words = rclone("sftp", "--sftp-host", "127.0.0.1", "--sftp-port", str(port), "--sftp-user", user, "--sftp-key-file", str(self.key),
                       "--sftp-known-hosts-file", str(self.known))
        return [word.replace("SITE", str(site)).replace("PLACE", f"{self.root}/web") for word in words], {}


KINDS = {"ftp": Ftp, "sftp": Sftp, "dav": Dav, "s3": S3}


class Bench:
    """The files, and what all programs share."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.site, self.made = folder / "site", 0
        self.floors = []  # of the rounds of one kind: s
        generate.generate(max(1, round(options.files / FILES_A_NOTICE)), str(self.site))
        for page in self.site.glob("content/2026/notices/*.md"):  # `publish` shows what has its day behind it.
            page.write_text(page.read_text().replace("\npublished: 2026-", "\npublished: 2025-"))
        self.config = json.loads((self.site / "site.json").read_text())
        # A first publication writes content/history.json, and the second is made with it: now the files stay as they are.
        self.settle({})
        self.public = self.site / "public"
        files = [path for path in self.public.rglob("*") if path.is_file()]
        self.count, self.bytes = len(files), sum(path.stat().st_size for path in files)

    def run(self, command, environment):
        """(wall s, cpu s, peak MiB) of a command that must succeed."""
        result = self.folder / "result"
        done = subprocess.run([self.options.measure, result, *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", **environment})
        if done.returncode:
            sys.exit(f"status {done.returncode}: {command}\n{done.stderr.decode(errors='replace')[-3000:]}")
        wall, cpu, peak = map(float, result.read_text().split())
        return wall, cpu, peak / 1024

    def settle(self, target):
        """Publishes to a folder, so that what comes next finds the site built for the same site.json."""
        targets = {"warm": f"file://{self.folder}/warm", **({"bench": {"connections": CONNECTIONS, **target}} if target else {})}
        (self.site / "site.json").write_text(json.dumps({**self.config, "publish": targets}, ensure_ascii=False))
        for _ in range(2):
            self.run([self.options.herald, "publish", "-C", self.site, "warm"], {})
            time.sleep(2.5)  # What was written a moment ago is looked at again, since clocks of disks are coarse.

    def publish(self, login):
        return self.run([self.options.herald, "publish", "-C", self.site, "bench"], login)

    def round(self, kind, program):
        """First and third time to an empty host; two of (wall, cpu, peak). The second time settles what the first has touched:
        herald keeps its copies for a rollback by hard links, which makes the next build look at the files again."""
        self.made += 1
        work, root = self.folder / f"work{self.made}", self.folder / f"root{self.made}"
        work.mkdir()
        shutil.rmtree(self.site / ".herald/publish", ignore_errors=True)
        with kind.serve(work, root) as (port, user, password):
            if program == "herald":
                login = {"HERALD_BENCH_USER": user, "HERALD_BENCH_PASSWORD": password}
                self.settle(kind.target(port))
                runs = [self.publish(login) for _ in range(3)]
                self.floors.append(min(self.run(kind.read(port, user, password), {})[0] for _ in range(5)))
            else:
                command, environment = getattr(kind, program)(port, user, password, self.public)
                runs = [self.run(command, environment) for _ in range(3)]
            self.check(root, program)
        for path in (work, root):
            shutil.rmtree(path, ignore_errors=True)
        return runs[0], runs[2]

    def check(self, root, program):
        """All files have arrived."""
        names = {path.relative_to(self.public) for path in self.public.rglob("*") if path.is_file()}
        for top in (root / "web", root / "objects" / s3_server.BUCKET / "web"):
            there = {pathlib.Path(str(path.relative_to(top)).replace("._S3rver_object", "")) for path in top.rglob("*") if path.is_file()}
            if names <= there:
                return
        sys.exit(f"{program} did not bring all files")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("--peers", default="lftp,rclone")
    parser.add_argument("--where", default="/dev/shm" if os.path.isdir("/dev/shm") else None)
    parser.add_argument("--herald", required=True)
    parser.add_argument("--measure", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="herald-publish-", dir=options.where) as folder:
        os.chmod(folder, 0o755)
        bench = Bench(options, pathlib.Path(folder))
        print(f"{bench.count} files, {bench.bytes / bench.count / 1e3:.1f} KB on average; medians of {options.runs} rounds")
        for name in options.only.split(","):
            kind = KINDS[name]()
            programs = ["herald"] + [program for program in kind.peers if program in options.peers.split(",") and shutil.which(program)]
            results = {program: [] for program in programs}
            bench.floors.clear()
            for number in range(options.runs):
                for program in programs[number % len(programs):] + programs[:number % len(programs)]:
                    results[program].append(bench.round(kind, program))
            print_kind(name, results)
            print(f"{name:5} one read by curl: {statistics.median(bench.floors):.3f} s wall", flush=True)


def print_kind(name, results):
    for program, rounds in results.items():
        first, again = ([tuple(run[part] for run in (one[time] for one in rounds)) for part in range(3)] for time in range(2))
        median = statistics.median
        print(f"{name:5} {program:7} first {median(first[0]):8.2f} s wall {median(first[1]):7.2f} s cpu {median(first[2]):6.1f} MiB"
              f"   again {median(again[0]):7.3f} s wall {median(again[1]):7.3f} s cpu {median(again[2]):6.1f} MiB", flush=True)
    peers = [program for program in results if program != "herald"]
    if not peers:
        return
    for time, what in ((0, "first, herald / the better of them"), (1, "nothing changed, the better of them / herald")):
        ratios = []
        for number, mine in enumerate(results["herald"]):
            best = min(results[program][number][time][0] for program in peers)
            ratios.append(mine[time][0] / best if time == 0 else best / mine[time][0])
        print(f"{name:5} {what}: {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
