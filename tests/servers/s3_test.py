"""herald publish to an object store: npm's s3rver behind a front that verifies signatures (s3_server.py)."""
import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import servers  # noqa: E402
from publish_test import LOGIN, EveryHost, HostCase  # noqa: E402
from s3_server import BUCKET, REGION, Place, s3  # noqa: E402
from servers import PASSWORD, USER  # noqa: E402


class S3Case(HostCase):
    def start(self, certificate=None):
        self.store = self.enterContext(s3(self.work, certificate))
        self.place = Place(self.store, "web")
        return self.store.port

    def there(self):
        return self.place.tree()

    def store_target(self, port, name="127.0.0.1", scheme="http", **options):
        self.target(f"s3://{BUCKET}/web/", endpoint=f"{scheme}://{name}:{port}", region=REGION, **options)


class S3Test(EveryHost, S3Case):
    def setUp(self):
        super().setUp()
        self.store_target(self.start())

    def test_no_change_is_one_read(self):
        self.publish()
        self.store.requests.clear()
        self.assertIn("nothing has changed", self.publish())
        self.assertEqual(self.store.requests, [f"GET /{BUCKET}/web/herald-manifest.sha256"])

    def test_pages_come_after_what_they_need_and_say_how_long_they_may_be_kept(self):
        self.publish()
        put = [request.split("/web/")[1] for request in self.store.requests if request.startswith("PUT")]
        files = [path for path in put if not path.startswith("herald-")]
        first_page = next(i for i, path in enumerate(files) if path.endswith(".html"))
        self.assertTrue(all(not path.startswith("theme/") for path in files[first_page:]), files)
        self.assertEqual([put[0], *put[-2:]], ["herald-lock/lock", "herald-manifest.json", "herald-manifest.sha256"])
        headers = {path.split("/web/")[1]: found for path, found in self.store.headers.items()}
        for path, found in headers.items():
            kept = "no-store" if path.startswith("herald-") else "public, max-age=60"
            if path.startswith("theme/") and len(path.split(".")) > 2:
                kept = "public, max-age=31536000, immutable"
            self.assertEqual(found["cache-control"], kept, path)
        self.assertEqual(headers["2026/news/a.html"]["content-type"], "text/html; charset=utf-8")
        self.assertTrue(any(path.startswith("theme/") and "immutable" in found["cache-control"] for path, found in headers.items()))

    def test_lists_in_many_parts(self):
        self.store.keys_a_page = 2
        self.publish()
        self.assert_published()
        self.assertIn("as published", self.publish("--audit"))

    def test_a_store_that_puts_over_a_lock_is_told_about(self):
        self.assertNotIn("same moment", self.publish())
        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        self.store.knows_conditions = False
        self.assertIn("same moment", self.publish())
        self.assert_published()

    def test_names_that_have_to_be_encoded(self):
        files = self.site / "content/2026/news/a"
        files.mkdir()
        (files / "附件 1+2=3 (定稿)&~'.txt").write_text("附件\n")
        self.edit("2026/news/a.md", "正文一。", "[附件](<a/附件 1+2=3 (定稿)&~'.txt>)")
        self.publish()
        self.assert_published()
        self.assertIn("as published", self.publish("--audit"))

    def test_keys(self):
        said = self.publish(status=3, login={**LOGIN, "HERALD_OFFICE_PASSWORD": "wrong"})
        self.assertIn("[host-login]", said)
        self.assertIn("SignatureDoesNotMatch", said)
        self.assertNotIn("wrong", said)
        self.assertIn("InvalidAccessKeyId", self.publish(status=3, login={**LOGIN, "HERALD_OFFICE_USER": "nobody"}))
        self.store.token = "a-session"
        self.assertIn("[host-login]", self.publish(status=3))
        self.publish(login={**LOGIN, "HERALD_OFFICE_TOKEN": "a-session"})
        self.assert_published()
        self.store.token = ""
        netrc = self.folder / "keys"
        netrc.write_text(f"machine 127.0.0.1 login {USER} password wrong\n")
        netrc.chmod(0o600)
        self.store_target(self.store.port, credentials=str(netrc))
        self.assertIn("SignatureDoesNotMatch", self.publish(status=3, login={"HOME": str(self.folder)}))
        self.store.token = "another-session"
        netrc.write_text(f"machine 127.0.0.1 login {USER} password {PASSWORD.replace(' ', '')}\n")
        self.store.secret = PASSWORD.replace(" ", "")
        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        self.publish(login={"HOME": str(self.folder), "HERALD_OFFICE_TOKEN": "another-session"})
        netrc.write_text(netrc.read_text().strip() + " account another-session\n")
        self.assertIn("nothing has changed", self.publish(login={"HOME": str(self.folder)}))
        self.assert_published()

    def test_no_keys_at_all(self):
        self.store.inner("PUT", f"/{BUCKET}/web/herald-manifest.json", b"{}")
        self.place.unlink()
        self.edit("2026/news/a.md", "正文一。", "正文一，改过。")
        self.assertIn("[credentials-missing]", self.publish("--take-over", status=3, login={"HOME": str(self.folder)}))

    def test_what_is_wrong_with_the_target_is_told(self):
        self.store_target(self.store.port)
        self.target(f"s3://{BUCKET}/web/", endpoint=f"http://127.0.0.1:{self.store.port}", region="elsewhere")
        self.assertIn(f"expecting '{REGION}'", self.publish(status=3))
        self.target("s3://other/web/", endpoint=f"http://127.0.0.1:{self.store.port}", region=REGION)
        said = self.publish(status=3)
        self.assertIn("NoSuchBucket", said)
        self.target(f"s3://{BUCKET}/web/")
        self.assertIn("`endpoint`", self.publish(status=2))

    def test_a_clock_that_is_wrong(self):
        self.store.minutes_off = 40
        said = self.publish(status=3)
        self.assertIn("[host-clock]", said)
        self.assertIn("too large", said)
        self.store.minutes_off = -10
        self.publish()
        self.assert_published()

    def test_the_bucket_in_the_name_of_the_host(self):
        self.store_target(self.store.port, name="localhost", style="host")
        self.publish()
        self.assert_published()

    def test_a_run_that_is_killed_is_taken_up_again(self):
        self.check_killed()

    def test_a_place_that_is_no_store_is_told(self):
        with servers.web(self.folder) as web:
            self.store_target(web)
            self.assertIn("[host-other-service]", self.publish(status=3))

    def test_a_full_bucket(self):
        self.store.room = 60_000
        said = self.publish(status=3)
        self.assertIn("[host-full]", said)
        self.assertIn("[publish-not-sent]", said)
        self.store.room = None
        self.publish()
        self.assert_published()

    def test_a_store_that_has_too_much_to_do(self):
        self.store.slow_down = 7
        said = self.publish()
        self.assertIn("tried again", said)
        self.assert_published()

    def test_connections_that_are_cut_while_the_site_is_read(self):
        cutter = servers.Cutter(self.store.port, cuts=50, seed=7)
        self.addCleanup(cutter.close)
        self.check_cuts(f"http://127.0.0.1:{self.store.port}/{BUCKET}/web/", cutter, f"s3://{BUCKET}/web/",
                        endpoint=f"http://127.0.0.1:{cutter.port}", region=REGION)


class SecureS3Test(S3Case):
    @classmethod
    def setUpClass(cls):
        import tempfile
        cls.holder = tempfile.TemporaryDirectory()
        cls.certificates = servers.Certificates(cls.holder.name)

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def test_certificates(self):
        port = self.start(self.certificates.good)
        self.store_target(port, name="localhost", scheme="https")
        self.assertIn("[host-untrusted]", self.publish(status=3))
        self.assertEqual(self.store.requests, [])
        shutil.copy(self.certificates.ca, self.site / "unit-ca.pem")
        self.store_target(port, name="localhost", scheme="https", ca="unit-ca.pem")
        self.publish()
        self.assert_published()

    def test_life_of_a_site(self):
        port = self.start(self.certificates.good)
        self.store_target(port, name="localhost", scheme="https", ca=str(self.certificates.ca))
        self.check_life_of_a_site()

    def test_an_expired_certificate(self):
        port = self.start(self.certificates.expired)
        self.store_target(port, name="localhost", scheme="https", ca=str(self.certificates.ca))
        self.assertIn("[host-untrusted]", self.publish(status=3))
        self.assertEqual(self.store.requests, [])


if __name__ == "__main__":
    unittest.main()
