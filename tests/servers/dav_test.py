"""herald publish against real servers of WebDAV: Apache, with and without TLS, and nginx."""
import shutil
import tempfile

import servers
from publish_test import LOGIN, DavCase, EveryHost
from servers import USER


class ApacheTest(EveryHost, DavCase):
    owner = "www-data"
    lists_folders = False

    def setUp(self):
        super().setUp()
        self.port = self.start(servers.apache)
        self.target(f"dav://127.0.0.1:{self.port}/web/")

    def test_a_folder_in_the_place_of_a_page(self):
        self.check_folder_in_place()

    def test_no_change_is_one_read(self):
        self.publish()
        log = self.work / "access.log"
        log.write_bytes(b"")
        self.assertIn("nothing has changed", self.publish())
        self.assertEqual(log.read_text().splitlines(), ["GET /web/herald-manifest.sha256 200"])

    def test_a_run_that_is_killed_is_taken_up_again(self):
        self.check_killed()

    def test_logins(self):
        said = self.publish(status=3, login={**LOGIN, "HERALD_OFFICE_PASSWORD": "wrong"})
        self.assertIn("[host-login]", said)
        self.assertNotIn("wrong", said)
        self.assertIn("[credentials-missing]", self.publish(status=3, login={"HOME": str(self.folder)}))
        netrc = self.folder / ".netrc"
        netrc.write_text(f"machine 127.0.0.1\nlogin {USER}\npassword wrong\n")
        netrc.chmod(0o644)
        self.assertIn("[credentials-open]", self.publish(status=2, login={"HOME": str(self.folder)}))
        netrc.chmod(0o600)
        self.assertIn("[host-login]", self.publish(status=3, login={"HOME": str(self.folder)}))
        self.assertFalse(self.place.exists())

    def test_connections_that_are_cut_while_the_site_is_read(self):
        cutter = self.cutter(self.port, cuts=50, seed=7)
        self.check_cuts(self.base + "/web/", cutter, f"dav://127.0.0.1:{cutter.port}/web/")

    def test_a_full_disk(self):
        self.check_full_disk_of(servers.apache)

    def test_a_server_of_another_kind_is_told(self):
        with servers.web(self.folder) as web:
            for scheme in ("dav", "davs"):
                self.target(f"{scheme}://127.0.0.1:{web}/web/")
                said = self.publish(status=3)
                self.assertIn("[host-other-service]", said)
                self.assertNotIn("tried again", said)
        self.target(f"ftp://127.0.0.1:{self.port}/web/")
        self.publish(status=3)
        self.assertFalse(self.place.exists())

    def test_a_folder_that_someone_deleted(self):
        self.check_deleted_folder()

    def test_a_server_that_is_not_there(self):
        self.target(f"dav://127.0.0.1:{servers.free_port()}/web/")
        said = self.publish(status=3)
        self.assertIn("[host-unreachable]", said)


class SecureApacheTest(DavCase):
    owner = "www-data"
    lists_folders = False

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.certificates = servers.Certificates(cls.holder.name)

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def test_certificates(self):
        port = self.start(servers.apache, self.certificates.good)
        self.target(f"davs://localhost:{port}/web/")
        self.assertIn("[host-untrusted]", self.publish(status=3))
        self.assertFalse(self.place.exists())
        shutil.copy(self.certificates.ca, self.site / "unit-ca.pem")
        self.target(f"davs://localhost:{port}/web/", ca="unit-ca.pem")
        self.publish()
        self.assert_published()

    def serve(self):
        port = self.start(servers.apache, self.certificates.good)
        self.target(f"davs://localhost:{port}/web/", ca=str(self.certificates.ca))
        return port

    def test_life_of_a_site(self):
        self.serve()
        self.check_life_of_a_site()

    def test_wrong_password(self):
        self.serve()
        self.check_wrong_password()

    def test_a_certificate_file_that_is_not_there(self):
        port = self.serve()
        self.target(f"davs://localhost:{port}/web/", ca="none.pem")
        said = self.publish(status=2)
        self.assertIn("[file-missing]", said)
        self.assertIn("none.pem", said)

    def test_connections_that_are_cut_while_the_site_is_read(self):
        cutter = self.cutter(self.serve(), cuts=50, seed=7, least=4000, most=40_000)
        with servers.web(self.root) as web:
            self.check_cuts(f"http://127.0.0.1:{web}/web/", cutter, f"davs://localhost:{cutter.port}/web/", ca=str(self.certificates.ca))

    def test_an_expired_certificate(self):
        port = self.start(servers.apache, self.certificates.expired)
        self.target(f"davs://localhost:{port}/web/", ca=str(self.certificates.ca))
        self.assertIn("[host-untrusted]", self.publish(status=3))
        self.assertFalse(self.place.exists())


class NginxTest(EveryHost, DavCase):
    owner = "www-data"
    words_when_full = r"\[host-failing\]"  # it has no word for it and answers 500

    def setUp(self):
        super().setUp()
        self.port = self.start(servers.nginx)
        self.target(f"dav://127.0.0.1:{self.port}/web/")

    def test_wrong_password(self):
        self.check_wrong_password()

    def test_a_full_disk(self):
        self.check_full_disk_of(servers.nginx, self.folder / "disk/bodies")

    def test_connections_that_are_cut_while_the_site_is_read(self):
        cutter = self.cutter(self.port, cuts=50, seed=7)
        self.check_cuts(self.base + "/web/", cutter, f"dav://127.0.0.1:{cutter.port}/web/")

    def test_a_folder_that_someone_deleted(self):
        self.check_deleted_folder()


if __name__ == "__main__":
    servers.main()
