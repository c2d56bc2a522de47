#include "net/trouble.h"

#include <doctest/doctest.h>

#include <string>

using namespace herald::net;

TEST_CASE("a failed command of SFTP is told by libcurl's words") {
  struct Case {
    const char* words;
    Trouble trouble;
  };
  for (const Case& one : {
           Case{"rm command failed: No such file or directory", Trouble::Missing},
           Case{"mkdir command failed: No such path", Trouble::Missing},
           Case{"rename command failed: Permission denied", Trouble::Denied},
           Case{"mkdir command failed: File already exists", Trouble::Exists},
           Case{"symlink command failed: Operation failed", Trouble::Refused},
           // The connection went away under a command: the host has answered nothing.
           Case{"symlink command failed: Unknown error in libssh2", Trouble::Broken},
           Case{"rename command failed: Connection to SFTP server lost", Trouble::Broken},
           Case{"rm command failed: Not connected to SFTP server", Trouble::Broken},
       }) {
    CAPTURE(std::string(one.words));
    CHECK(trouble_of_sftp_words(one.words) == one.trouble);
  }
}

TEST_CASE("answers of FTP that pass by themselves are told from those that do not") {
  struct Case {
    long status;
    Trouble trouble;
  };
  for (const Case& one : {Case{421, Trouble::Broken}, Case{426, Trouble::Broken}, Case{452, Trouble::Full},
                          Case{552, Trouble::Full}, Case{530, Trouble::Login}, Case{550, Trouble::Missing},
                          Case{553, Trouble::Denied}, Case{500, Trouble::Refused}}) {
    CAPTURE(one.status);
    CHECK(trouble_of_ftp(one.status) == one.trouble);
  }
}
