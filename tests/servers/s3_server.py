"""An object store on loopback: npm's s3rver keeps the objects, and a front before it does what s3rver leaves out: it checks
signatures and hashes as strictly as S3 does, lists every folder, and can be told to be full, overloaded, slow or late."""
import contextlib
import datetime
import hashlib
import hmac
import http.client
import http.server
import pathlib
import re
import ssl
import threading
import time
import urllib.parse
import xml.etree.ElementTree
from xml.sax.saxutils import escape

import servers

BUCKET, REGION = "site", "cn-test-1"
NODE = sorted(pathlib.Path(__file__).parents[1].glob("node_modules/node-linux-*/bin/node"))
S3RVER = pathlib.Path(__file__).parents[1] / "node_modules/s3rver/bin/s3rver.js"


class Refusal(Exception):
    """An answer that is an error of S3: status, code, message."""


def encoded(text, safe="-._~"):
    """As AWS encodes: everything but letters, digits and four signs (and `/` in paths), in capital digits."""
    return urllib.parse.quote(text, safe=safe)


def signature(secret, day, region, text):
    """The signature of Signature Version 4 for the service s3."""
    key = ("AWS4" + secret).encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


class Store:
    """What the front knows and how it behaves; tests change its fields while it runs."""

    def __init__(self, inner_port):
        self.inner_port = inner_port
        self.port = 0
        self.lock = threading.Lock()  # s3rver writes in place: nobody shall read an object that is half written
        self.secret = servers.PASSWORD
        self.token = ""               # of a session; keys alone are refused then
        self.room = None              # bytes that still fit
        self.slow_down = 0            # so many requests are refused with 503, every other one
        self.seen = 0                 # requests
        self.slow_s = 0               # each request waits so long
        self.minutes_off = 0          # the front's clock
        self.knows_conditions = True  # If-None-Match
        self.keys_a_page = 0
        self.requests = []            # "PUT /site/web/index.html" of all that were let through
        self.headers = {}             # by path, of what was put last

    # What is in the bucket, past the front.

    def inner(self, method, path, body=b"", headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", self.inner_port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, body if method in ("PUT", "POST") else None, dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.getheaders()

    def objects(self, prefix=""):
        """(key, size) of all whose keys begin so, sorted."""
        found, token = [], ""
        while True:
            query = f"list-type=2&prefix={encoded(prefix)}" + (f"&continuation-token={encoded(token)}" if token else "")
            page = xml.etree.ElementTree.fromstring(self.inner("GET", f"/{BUCKET}/?{query}")[1])
            strip = {"s3": page.tag[1:page.tag.index("}")]}
            found += [(one.findtext("s3:Key", "", strip), one.findtext("s3:Size", "", strip)) for one in page.findall("s3:Contents", strip)]
            token = page.findtext("s3:NextContinuationToken", "", strip)
            if not token:
                return sorted(found)

    def keys(self, prefix=""):
        return [key for key, _ in self.objects(prefix)]

    # The front.

    def list(self, query):
        """A part of a list with a delimiter. s3rver's own leaves out what holds nothing but further folders."""
        asked = dict(urllib.parse.parse_qsl(query, True, True))
        prefix, delimiter, after = asked.get("prefix", ""), asked["delimiter"], asked.get("continuation-token", "")
        found = {}
        for key, size in self.objects(prefix):
            at = key.find(delimiter, len(prefix))
            found[key if at < 0 else key[:at + 1]] = size if at < 0 else None
        names = [name for name in sorted(found) if name > after]
        here = names[:self.keys_a_page or 1000]
        is_cut = len(names) > len(here)
        parts = [f"<IsTruncated>{'true' if is_cut else 'false'}</IsTruncated><Prefix>{escape(prefix)}</Prefix>"]
        if is_cut:
            parts.append(f"<NextContinuationToken>{escape(here[-1])}</NextContinuationToken>")
        for name in here:
            parts.append(f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>" if found[name] is None else
                         f"<Contents><Key>{escape(name)}</Key><Size>{found[name]}</Size></Contents>")
        answer = f'<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{"".join(parts)}</ListBucketResult>'
        return 200, answer.encode(), [("Content-Type", "application/xml")]

    def check(self, handler, body):
        """Whether the request may pass; the path for s3rver."""
        raw_path, _, raw_query = handler.path.partition("?")
        path = urllib.parse.unquote(raw_path, errors="strict")
        if encoded(path, "-._~/") != raw_path:
            raise Refusal(400, "InvalidURI", raw_path)
        header = handler.headers.get("Authorization")
        host = handler.headers["Host"]
        inner = ("/" + BUCKET + raw_path if host.startswith(BUCKET + ".") else raw_path) + ("?" + raw_query if raw_query else "")
        if header is None:
            if handler.command == "GET" and not raw_query:
                return inner  # Anybody reads the site.
            raise Refusal(403, "AccessDenied", "Access Denied")
        self.check_signature(handler, header, path, raw_query, body)
        return inner

    def check_signature(self, handler, header, path, raw_query, body):
        match = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})", header)
        if not match:
            raise Refusal(400, "AuthorizationHeaderMalformed", header)
        user, day, region, names, given = match.groups()
        if user != servers.USER:
            raise Refusal(403, "InvalidAccessKeyId", "The key does not exist in our records.")
        if region != REGION:
            raise Refusal(400, "AuthorizationHeaderMalformed", f"the region '{region}' is wrong; expecting '{REGION}'")
        sent = {name.lower(): value for name, value in handler.headers.items()}
        must = {"host"} | {name for name in sent if name.startswith("x-amz-") or name in ("content-type", "if-none-match")}
        if names.split(";") != sorted(names.split(";")) or not must <= set(names.split(";")):
            raise Refusal(403, "AccessDenied", f"headers that are not signed: {must - set(names.split(';'))}")
        if self.token and sent.get("x-amz-security-token") != self.token:
            raise Refusal(403, "InvalidToken", "The token is not valid.")
        payload = sent.get("x-amz-content-sha256", "")
        if not re.fullmatch("[0-9a-f]{64}", payload):
            raise Refusal(400, "InvalidRequest", "Missing x-amz-content-sha256")
        when = sent.get("x-amz-date", "")
        query = sorted((encoded(name), encoded(value)) for name, value in urllib.parse.parse_qsl(raw_query, True, True))
        canonical = "\n".join([
            handler.command, encoded(path, "-._~/"), "&".join(f"{name}={value}" for name, value in query),
            *(f"{name}:{' '.join(sent[name].split())}" for name in names.split(";")), "", names, payload])
        text = "\n".join(["AWS4-HMAC-SHA256", when, f"{day}/{region}/s3/aws4_request", hashlib.sha256(canonical.encode()).hexdigest()])
        if not hmac.compare_digest(signature(self.secret, day, region, text), given):
            raise Refusal(403, "SignatureDoesNotMatch", "The signature does not match the one we calculated.")
        at = datetime.datetime.strptime(when, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=self.minutes_off)
        if when[:8] != day or abs(now - at) > datetime.timedelta(minutes=15):
            raise Refusal(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.")
        if hashlib.sha256(body).hexdigest() != payload:
            raise Refusal(400, "XAmzContentSHA256Mismatch", "The provided hash does not match what was computed.")

    def behave(self, handler, path, body):
        """Trouble that a test asked for."""
        time.sleep(self.slow_s)
        self.seen += 1
        if self.slow_down > 0 and self.seen % 2:
            self.slow_down -= 1
            raise Refusal(503, "SlowDown", "Please reduce your request rate.")
        if handler.command == "PUT" and self.room is not None:
            if self.room < len(body):
                raise Refusal(507, "QuotaExceeded", "The quota of this bucket is used up.")
            self.room -= len(body)
        if handler.command == "PUT" and handler.headers.get("If-None-Match") == "*" and self.knows_conditions:
            if self.inner("HEAD", path)[0] == 200:
                raise Refusal(412, "PreconditionFailed", "The object is there.")

    def answer(self, handler, body):
        """(status, body, headers) for a request."""
        try:
            path = self.check(handler, body)
            with self.lock:
                self.behave(handler, path, body)
                self.requests.append(f"{handler.command} {path}")
                wanted = {name: value for name, value in handler.headers.items() if name.lower() in ("content-type", "cache-control")}
                if handler.command == "PUT":
                    self.headers[path] = {name.lower(): value for name, value in wanted.items()}
                if "delimiter=" in path and self.inner("HEAD", path.split("?")[0])[0] == 200:
                    return self.list(path.partition("?")[2])
                return self.inner(handler.command, path, body, wanted.items())
        except Refusal as refusal:
            status, code, message = refusal.args
            text = f"<?xml version=\"1.0\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"
            return status, text.encode(), [("Content-Type", "application/xml")]


def handler_for(store):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def handle_any(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if len(body) < int(self.headers.get("Content-Length", 0)):
                self.close_connection = True  # Cut: as with S3, what came is thrown away.
                return
            status, answer, headers = store.answer(self, body)
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in ("connection", "keep-alive", "transfer-encoding", "content-length", "date"):
                    self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer)

        do_GET = do_PUT = do_DELETE = do_HEAD = do_POST = handle_any

        def log_message(self, *_):
            pass

        def handle(self):
            with contextlib.suppress(OSError):
                super().handle()

    return Handler


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        pass


@contextlib.contextmanager
def s3rver(folder):
    """s3rver alone, which lets anybody do anything; yields the port."""
    folder, port = pathlib.Path(folder), servers.free_port()
    (folder / "objects").mkdir(parents=True, exist_ok=True)
    # Its tokens for lists of more than 1,000 objects are of DES, which OpenSSL 3 keeps among what is out of date.
    words = [NODE[0], "--openssl-legacy-provider", S3RVER, "-d", folder / "objects", "-a", "127.0.0.1", "-p", port, "-s", "--configure-bucket", BUCKET]
    with servers.process(words, port, folder / "s3rver.log"):
        yield port


@contextlib.contextmanager
def s3(folder, certificate=None):
    """The front, and s3rver behind it; yields the Store."""
    with s3rver(folder) as inner_port:
        store = Store(inner_port)
        server = Server(("127.0.0.1", 0), handler_for(store))
        store.port = server.server_address[1]
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield store
        finally:
            server.shutdown()
            server.server_close()


class Place:
    """A folder of the bucket, with the few methods of pathlib.Path that the tests of all hosts use."""

    def __init__(self, store, key):
        self.store, self.key = store, key

    def __truediv__(self, name):
        return Place(self.store, f"{self.key}/{name}")

    @property
    def parent(self):
        return Place(self.store, self.key.rpartition("/")[0])

    def _object(self):
        return f"/{BUCKET}/{encoded(self.key, '-._~/')}"

    def exists(self):
        return self.store.inner("HEAD", self._object())[0] == 200 or bool(self.store.keys(self.key + "/"))

    def read_bytes(self):
        status, body, _ = self.store.inner("GET", self._object())
        if status != 200:
            raise FileNotFoundError(self.key)
        return body

    def read_text(self):
        return self.read_bytes().decode()

    def write_bytes(self, data):
        self.store.inner("PUT", self._object(), data, {"Content-Type": "application/octet-stream"})

    def write_text(self, text):
        self.write_bytes(text.encode())

    def unlink(self):
        self.store.inner("DELETE", self._object())

    def mkdir(self, **_):
        pass

    def chmod(self, _):
        pass

    def tree(self):
        """path -> SHA-256 of everything below."""
        start = len(self.key) + 1
        return {key[start:]: hashlib.sha256(Place(self.store, key).read_bytes()).hexdigest()
                for key in sorted(self.store.keys(self.key + "/"))}
