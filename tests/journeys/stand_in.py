"""Servers that are none of ours, or of another age: they answer what a test says, on a loopback port."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@contextmanager
def answering(routes: dict[str, Any], *, port: int = 0) -> Iterator[str]:
    """A server whose paths answer JSON (or text); everything else is 404. Yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = routes.get(self.path)
            body = found.encode() if isinstance(found, str) else json.dumps(found).encode()
            self.send_response(404 if found is None else 200)
            self.send_header("content-type", "text/html" if isinstance(found, str) else "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.do_GET()

        def log_message(self, format: str, *args: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{made.server_port}"
        finally:
            made.shutdown()
            thread.join()


def of_another_age(lowest: int, highest: int) -> dict[str, Any]:
    """What a server says of itself that speaks only these versions."""
    return {
        "/v1/server": {
            "id": "AAAAAAAAAAAAAAAAAAAAAA",
            "name": "Another age",
            "version": "9.9",
            "api_min": lowest,
            "api_max": highest,
        }
    }
