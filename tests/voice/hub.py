"""A store of voices on this machine, with faults."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from broadcaster.voice.catalogue import VAIS1000, Release, RemoteFile


@dataclass
class Hub:
    """Sends files as it is told, one word a request: ok, page, a status, or the bytes that come before it breaks."""

    plan: list[str]
    files: dict[str, bytes]
    ranges: bool = True
    """Whether it can send a file from the middle on."""
    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path and range of each request."""

    def release(self, published: dict[str, bytes] | None = None) -> Release:
        """Return a voice whose files lie here; *published* where they are not what its makers made."""
        files = tuple(
            RemoteFile(name, f"{self.url}/moved/{name}", len(data), hashlib.sha256(data).hexdigest())
            for name, data in (published or self.files).items()
        )
        return replace(VAIS1000, short="thu", name=files[0].name.removesuffix(".onnx"), files=files)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        name = handler.path.rpartition("/")[2]
        if handler.path.startswith("/moved/"):
            return self.send(handler, 302, {"Location": f"/files/{name}"}, b"")
        self.asked.append((name, handler.headers.get("Range", "")))
        word = self.plan.pop(0) if self.plan else "ok"
        if word in {"404", "503"}:
            return self.send(handler, int(word), {}, b"")
        if word == "page":  # of a device that filters the network
            return self.send(handler, 200, {"Content-Type": "text/html"}, b"<h1>Access denied</h1>")
        data, start = self.files[name], 0
        if self.ranges and (wanted := handler.headers.get("Range")):
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        headers = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if start else {}
        body = data[start:]
        sent = body if word == "ok" else body[: int(word)]
        return self.send(handler, 206 if start else 200, headers, sent, promised=len(body))

    def send(
        self, handler: Any, status: int, headers: dict[str, str], body: bytes, promised: int | None = None
    ) -> None:
        handler.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body) if promised is None else promised)}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def running(*plan: str, files: dict[str, bytes], ranges: bool = True) -> Iterator[Hub]:
    """Run a hub that has *files*."""
    hub = Hub(list(plan), files, ranges)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hub.answer(self)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
