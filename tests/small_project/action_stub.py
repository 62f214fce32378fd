"""An action server to break at will, in front of the product's real actions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

MALFORMED = {"responses": [], "events": "none"}


class ActionStub:
    """Listens on one port; `replace` gives what it answers instead of running the action."""

    def __init__(self, port: int) -> None:
        from actions.server import ActionServer

        self._actions = ActionServer()
        self._port = port
        self._instead: tuple[int, dict[str, Any]] | None = None
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, body = stub._instead or (200, asyncio.run(stub._actions.run(call)))
                content = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parent's name
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), Handler)
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @contextmanager
    def answering(self, status: int, body: dict[str, Any]) -> Iterator[None]:
        self._instead = (status, body)
        try:
            yield
        finally:
            self._instead = None

    @contextmanager
    def away(self) -> Iterator[None]:
        self.stop()
        try:
            yield
        finally:
            self.start()
