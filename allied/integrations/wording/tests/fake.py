"""A server that speaks as OpenAI's does, on this machine: says what it is told to, remembers what it was sent."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Fake:
    """``says`` is the next answer, ``status`` its status, ``waits`` seconds before; ``heard`` are the requests."""

    def __init__(self):
        self.says, self.status, self.waits, self.raw = "ready", 200, 0.0, None
        self.heard, self.keys, self.paths = [], [], []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def _handler(fake):  # noqa: N805  the handler's self is another
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):  # noqa: N802  the library's name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fake.heard.append(json.loads(body))
                fake.keys.append(self.headers.get("Authorization"))
                fake.paths.append(self.path)
                time.sleep(fake.waits)
                answer = {"choices": [{"message": {"role": "assistant", "content": fake.says}}]}
                said = fake.raw if fake.raw is not None else json.dumps(answer).encode()
                self.send_response(fake.status)
                if fake.status == 302:
                    self.send_header("Location", fake.url)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_):
                pass

        return Handler
