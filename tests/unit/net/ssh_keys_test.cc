#include "net/ssh_keys.h"

#include <doctest/doctest.h>

using namespace herald::net;

namespace {

// Made for this test by ssh-keygen; their private halves are gone.
const std::string kEd25519 =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILE8wvPDcDiix3FxnwiqhCpyyJ6Zpi4DGG4G4MLdvYEn";
const std::string kEcdsa =
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBFDwSbKzfs8U3oZAjDPbGyQ1j7v+"
    "x+J1cHUsDi9/Tb2STrGQAN0MWOIEtJE15FNuXpjkq1ltthVuJFU5xasf3ho=";
const std::string kEd25519Print = "SHA256:jU3Qv/0QVbhrER79hwOuRZq5CfHtQ9B9Uhpi0LMuiyc";
const std::string kEcdsaPrint = "SHA256:LwUGR/CgPyNy9EwVR9SXRZ6M45Cpd0niBALuyIBJ8ow";

/// The fingerprints of the keys that a known_hosts has for a host, with blanks between them.
std::string known(const std::string& text, const char* host = "ssh.example", unsigned port = 2022) {
  std::string out;
  for (const HostKey& key : read_known_hosts(text, host, port)) out += (out.empty() ? "" : " ") + key.sha256;
  return out;
}

}  // namespace

TEST_CASE("a host's key is read in every form in which it is printed") {
  for (const std::string& text :
       {kEd25519, kEd25519 + " root@host", "[ssh.example]:2022 " + kEd25519, "  " + kEd25519 + "\n",
        "256 " + kEd25519Print + " root@host (ED25519)", kEd25519Print, kEd25519Print + "="}) {
    CAPTURE(text);
    const auto key = read_host_key(text);
    REQUIRE(key);
    CHECK(key->sha256 == kEd25519Print);
    const bool is_whole = text.find("AAAA") != std::string::npos;
    CHECK(key->type == (is_whole ? "ssh-ed25519" : ""));
    CHECK((is_whole ? kEd25519.ends_with(key->base64) && !key->base64.empty() : key->base64.empty()));
  }
  const auto ecdsa = read_host_key(kEcdsa);
  REQUIRE(ecdsa);
  CHECK(ecdsa->sha256 == kEcdsaPrint);
  CHECK(kEcdsa == ecdsa->type + " " + ecdsa->base64);
}

TEST_CASE("what is no key of a host is none") {
  for (const std::string& text :
       {std::string(), std::string("SHA256:"), kEd25519Print.substr(0, 49), kEd25519Print + "A",
        std::string("SHA256:????????????????????????????????????????????"), std::string("ssh-ed25519"),
        std::string("ssh-ed25519 AAAA"), kEd25519.substr(0, 30), "ssh-rsa " + kEd25519.substr(12),
        "ecdsa-sha2-nistp256 " + kEd25519.substr(12), std::string("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQU="),
        std::string("MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48")}) {
    CAPTURE(text);
    CHECK_FALSE(read_host_key(text));
  }
  CHECK_FALSE(host_key_of(""));
  CHECK_FALSE(host_key_of(std::string("\0\0\0\x7fssh", 7)));
  CHECK_FALSE(host_key_of(std::string("\xff\xff\xff\xff", 4)));
}

TEST_CASE("known_hosts is searched as OpenSSH does") {
  CHECK(known("[ssh.example]:2022 " + kEd25519) == kEd25519Print);
  CHECK(known("[SSH.Example]:2022 " + kEd25519 + " a comment\r\n") == kEd25519Print);
  CHECK(known("ssh.example " + kEd25519, "ssh.example", 22) == kEd25519Print);
  CHECK(known("ssh.example " + kEd25519, "SSH.example", 22) == kEd25519Print);
  CHECK(known("::1,[::1]:2022 " + kEd25519, "::1") == kEd25519Print);
  CHECK(known("a,[ssh.example]:2022,b " + kEd25519 + "\n*.example " + kEcdsa) == kEd25519Print);
  CHECK(known("[*.exampl?]:2022 " + kEcdsa + "\n[ssh.example]:2022 " + kEd25519) ==
        kEcdsaPrint + " " + kEd25519Print);
  // Made by ssh-keygen -H.
  const std::string hashed = "|1|93yVGLwVs0sokLoDA4nwt9S4p/Y=|S73KMskTUTIBRaqTcie8PtezHTI= " + kEd25519;
  CHECK(known(hashed) == kEd25519Print);
  CHECK(known(hashed, "ssh.example", 22).empty());
  CHECK(known(hashed, "other.example").empty());
}

TEST_CASE("keys that do not show that it is the right host are left out") {
  const std::string line = "[ssh.example]:2022 " + kEd25519;
  for (const std::string& text :
       {std::string(), "# " + line, "@cert-authority " + line, "@revoked " + line,
        line + "\n@revoked " + line, "@revoked * " + kEd25519 + "\n" + line,
        "[ssh.example]:2022,![ssh.example]:2022 " + kEd25519, "![ssh.example]:2022,* " + kEd25519,
        "ssh.example " + kEd25519, "[ssh.example]:22 " + kEd25519, std::string("[ssh.example]:2022"),
        std::string("[ssh.example]:2022 ssh-ed25519"),
        std::string("[ssh.example]:2022 ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQU="),
        "[ssh.example]:2022 ssh-rsa " + kEd25519.substr(12), "|1|93yVGLwVs0sokLoDA4nwt9S4p/Y= " + kEd25519,
        "|1||S73KMskTUTIBRaqTcie8PtezHTI= " + kEd25519, "|2|a|b " + kEd25519}) {
    CAPTURE(text);
    CHECK(known(text).empty());
  }
}

TEST_CASE("an address's host and port are told apart") {
  using Pair = std::pair<std::string, unsigned>;
  CHECK(host_and_port("h") == Pair("h", 22));
  CHECK(host_and_port("Host:2022/x:1") == Pair("host", 2022));
  CHECK(host_and_port("[::1]") == Pair("::1", 22));
  CHECK(host_and_port("[::1]:2022/") == Pair("::1", 2022));
  CHECK(known_host_name("H", 22) == "h");
  CHECK(known_host_name("::1", 2022) == "[::1]:2022");
}

TEST_CASE("files with private keys are told apart by what they begin with") {
  const auto openssh = [](const std::string& body) {
    return kind_of_private_key("-----BEGIN OPENSSH PRIVATE KEY-----\n" + body +
                               "\n-----END OPENSSH PRIVATE KEY-----\n");
  };
  CHECK(openssh("b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n"
                "QyNTUxOQAAACCxPMLzw3A4osdxcZ8IqoQqcsiemaYuAxhuBuDC3b2BJwAAAIi0cIEvtHCB") ==
        PrivateKey::Usable);
  CHECK(openssh("b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAaAAAABNlY2RzYS\n"
                "1zaGEyLW5pc3RwMjU2AAAACG5pc3RwMjU2") == PrivateKey::Usable);
  CHECK(openssh("b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAABFwAAAAdzc2gtcn\n"
                "NhAAAAAwEAAQAAAQEA") == PrivateKey::Rsa);
  CHECK(openssh("b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9u") == PrivateKey::None);
  CHECK(openssh("?") == PrivateKey::None);
  CHECK(kind_of_private_key("-----BEGIN RSA PRIVATE KEY-----\n") == PrivateKey::Rsa);
  CHECK(kind_of_private_key("-----BEGIN DSA PRIVATE KEY-----\n") == PrivateKey::Other);
  CHECK(kind_of_private_key("-----BEGIN EC PRIVATE KEY-----\n") == PrivateKey::Usable);
  CHECK(kind_of_private_key("-----BEGIN ENCRYPTED PRIVATE KEY-----\n") == PrivateKey::Usable);
  CHECK(kind_of_private_key("-----BEGIN CERTIFICATE-----\nPRIVATE KEY") == PrivateKey::None);
  CHECK(kind_of_private_key("PuTTY-User-Key-File-3: ssh-ed25519\n") == PrivateKey::Other);
  CHECK(kind_of_private_key(kEd25519) == PrivateKey::Public);
  CHECK(kind_of_private_key("-----BEGIN PUBLIC KEY-----\n") == PrivateKey::Public);
  CHECK(kind_of_private_key("") == PrivateKey::None);
}
