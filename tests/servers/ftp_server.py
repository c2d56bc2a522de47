"""An FTP server for the tests: ADDRESS PORT ROOT USER PASSWORD FULL_AFTER_BYTES."""
import errno
import logging
import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.filesystems import AbstractedFS
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer

address, port, root, user, password, full_after = sys.argv[1:]
logging.basicConfig(level=logging.INFO)


class Room:
    left = int(full_after)


class FullDisk(AbstractedFS):
    """Writes until there is no room, as a disk would."""

    def open(self, filename, mode):
        file = super().open(filename, mode)
        if not int(full_after) or "r" in mode:
            return file

        class Writer:
            name, closed = filename, False

            def write(self, data):
                Room.left -= len(data)
                if Room.left < 0:
                    raise OSError(errno.ENOSPC, "No space left on device")
                return file.write(data)

            def close(self):
                file.close()

            def __getattr__(self, name):
                return getattr(file, name)

        return Writer()


authorizer = DummyAuthorizer()
authorizer.add_user(user, password, root, perm="elradfmwMT")
FTPHandler.authorizer = authorizer
FTPHandler.abstracted_fs = FullDisk
FTPServer((address, int(port)), FTPHandler).serve_forever()
