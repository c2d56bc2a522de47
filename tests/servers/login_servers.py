"""Servers that log system users in, on loopback: OpenSSH's sshd and vsftpd. As root they get a user of their own for the
time of the tests; sshd, as anybody else, lets that same user in by a key."""
import contextlib
import fcntl
import getpass
import os
import pathlib
import shutil
import subprocess
import tempfile

from servers import PASSWORD, free_port, process

ACCOUNT = "herald-tests" if os.geteuid() == 0 else getpass.getuser()
MARK = "made by the tests of herald"
PAM = pathlib.Path("/etc/pam.d/herald-tests")


@contextlib.contextmanager
def account():
    """A system user ACCOUNT with PASSWORD, as long as the block runs; of two test programs the second waits. Not for root:
    nothing is made. In a container `/` can be closed to all but root, and then nobody could log in: for that time it is not."""
    if os.geteuid() != 0:
        yield
        return
    with open(pathlib.Path(tempfile.gettempdir()) / "herald-tests.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(["userdel", "--force", ACCOUNT], capture_output=True)  # of a run that was killed
        subprocess.run(["useradd", "--system", "--no-create-home", "--home-dir", "/tmp", "--shell", "/bin/sh", "--comment", MARK, ACCOUNT],
                       check=True, capture_output=True)
        subprocess.run(["chpasswd"], input=f"{ACCOUNT}:{PASSWORD}\n", text=True, check=True, capture_output=True)
        mode = os.stat("/").st_mode & 0o7777
        os.chmod("/", mode | 0o001)
        PAM.write_text("auth required pam_unix.so\naccount required pam_unix.so\nsession required pam_permit.so\n")
        try:
            yield
        finally:
            os.chmod("/", mode)
            PAM.unlink()
            # By force: the last process of a session may not be gone yet.
            subprocess.run(["userdel", "--force", ACCOUNT], check=True, capture_output=True)


def own(*paths):
    """Gives files to the account."""
    for path in paths:
        if os.geteuid() == 0:
            shutil.chown(path, ACCOUNT, ACCOUNT)


def make_key(path, kind="ed25519", passphrase=""):
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", path], check=True)
    return pathlib.Path(path)


def fingerprint(key):
    """SHA256:… of a key file."""
    return subprocess.run(["ssh-keygen", "-lf", f"{key}.pub"], check=True, capture_output=True, text=True).stdout.split()[1]


class HostKeys:
    """The keys of an SSH host, one a kind."""

    def __init__(self, folder, kinds=("ed25519", "ecdsa", "rsa")):
        self.files = {kind: make_key(pathlib.Path(folder) / f"host_{kind}", kind) for kind in kinds}

    def line(self, kind, name):
        """A line of known_hosts."""
        return " ".join([name, *pathlib.Path(f"{self.files[kind]}.pub").read_text().split()[:2]]) + "\n"


@contextlib.contextmanager
def sshd(folder, root, keys, user_keys=(), lines=(), ours=False):
    """OpenSSH's sshd; yields the port. `user_keys` may log in, and the password when we are root. `root` is given to the account
    unless it shall stay `ours`."""
    folder, port = pathlib.Path(folder), free_port()
    root.mkdir(parents=True, exist_ok=True)
    if not ours:
        own(root)
    if os.geteuid() == 0:
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
    authorized = folder / "authorized_keys"
    authorized.write_text("".join(pathlib.Path(f"{key}.pub").read_text() for key in user_keys))
    folder.chmod(0o755)
    authorized.chmod(0o644)
    config = [f"Port {port}", "ListenAddress 127.0.0.1", *(f"HostKey {key}" for key in keys.files.values()), "UsePAM no",
              "StrictModes no", "PasswordAuthentication yes", f"AuthorizedKeysFile {authorized}", f"PidFile {folder}/sshd.pid",
              "MaxStartups 100", "LoginGraceTime 20", "Subsystem sftp internal-sftp", *lines]
    (folder / "sshd_config").write_text("\n".join(config) + "\n")
    with process(["/usr/sbin/sshd", "-D", "-e", "-f", folder / "sshd_config"], port, folder / "sshd.log"):
        yield port


@contextlib.contextmanager
def vsftpd(folder, root, certificate=None, implicit=False, passive=None, lines=(), at="127.0.0.1"):
    """vsftpd over `root`; yields the port. With a certificate nothing goes in the clear, and data connections have to resume
    the session of their control connection (require_ssl_reuse). `passive` is the first of 40 ports for them."""
    folder, port = pathlib.Path(folder), free_port(at)
    root.mkdir(parents=True, exist_ok=True)
    own(root)
    (folder / "empty").mkdir(exist_ok=True)
    listen = ["listen=NO", "listen_ipv6=YES", f"listen_address6={at}"] if ":" in at else ["listen=YES", f"listen_address={at}"]
    config = [*listen, f"listen_port={port}", "background=NO", "anonymous_enable=NO", "local_enable=YES",
              "write_enable=YES", "local_umask=022", "chroot_local_user=YES", "allow_writeable_chroot=YES", f"local_root={root}", "seccomp_sandbox=NO",
              f"pam_service_name={PAM.name}", "check_shell=NO", f"secure_chroot_dir={folder}/empty", "max_per_ip=0"]
    if passive:
        config += [f"pasv_min_port={passive}", f"pasv_max_port={passive + 39}"]
    if certificate:
        config += ["ssl_enable=YES", f"rsa_cert_file={certificate}", f"rsa_private_key_file={certificate}", "require_ssl_reuse=YES",
                   "force_local_logins_ssl=YES", "force_local_data_ssl=YES", f"implicit_ssl={'YES' if implicit else 'NO'}"]
    (folder / "vsftpd.conf").write_text("\n".join([*config, *lines]) + "\n")
    with process(["/usr/sbin/vsftpd", folder / "vsftpd.conf"], port, folder / "vsftpd.log", at):
        yield port
