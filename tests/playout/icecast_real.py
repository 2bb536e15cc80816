"""A real Icecast on loopback, and a listener that keeps what it hears and when."""

import contextlib
import html
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

FRAME = 288
"""Bytes of an MP3 frame at 96 kb/s and 48 kHz."""
PASSWORD = "horn-practice"  # noqa: S105 - of a server that lives for one test

_CONFIG = """
<icecast>
  <hostname>127.0.0.1</hostname>
  <limits><clients>50</clients><sources>20</sources><burst-size>0</burst-size><queue-size>524288</queue-size></limits>
  <authentication><source-password>{password}</source-password>
    <admin-user>admin</admin-user><admin-password>{password}-admin</admin-password></authentication>
  <listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <paths><logdir>{folder}</logdir><webroot>/usr/share/icecast2/web</webroot>
    <adminroot>/usr/share/icecast2/admin</adminroot><basedir>{folder}</basedir></paths>
  <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>4</loglevel></logging>
  <security><chroot>0</chroot>{owner}</security>
</icecast>
"""
_OWNER = "<changeowner><user>nobody</user><group>nogroup</group></changeowner>"


@dataclass
class Icecast:
    """A running server."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def url(self, mount: str = "/xa.mp3") -> str:
        return f"icecast://source@127.0.0.1:{self.port}{mount}"

    def title(self) -> str:
        """Return what listeners are shown; empty while nothing plays. Icecast 2.4's JSON is not always JSON."""
        found = re.search(r'"title":("[^"]*")', self._status())
        return html.unescape(json.loads(found[1])) if found else ""

    def plays(self, mount: str = "/xa.mp3") -> bool:
        """Return whether a source feeds *mount*."""
        return mount in self._status()

    def _status(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/status-json.xsl", timeout=5) as answer:
            return str(answer.read().decode("utf-8"))


@dataclass
class Listener:
    """Hears one mount from when it is there until it ends."""

    server: Icecast
    mount: str = "/xa.mp3"
    pieces: list[tuple[float, bytes]] = field(default_factory=list)
    """When each piece came, and the piece."""

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._listen)
        self._over = False
        self._connections: list[socket.socket] = []
        self._thread.start()

    @property
    def stream(self) -> bytes:
        """What was heard, from the first whole MP3 frame on: a listener comes in the middle of one."""
        return self.whole[self.begin :]

    @property
    def whole(self) -> bytes:
        return b"".join(piece for _, piece in self.pieces)

    @property
    def begin(self) -> int:
        """Where in all that came the first whole frame begins, bytes."""
        whole = self.whole
        heads = (at for at in range(len(whole) - FRAME - 1) if whole[at] == 0xFF and whole[at + 1] & 0xE0 == 0xE0)
        return next(at for at in heads if whole[at : at + 2] == whole[at + FRAME : at + FRAME + 2])

    def close(self) -> None:
        """End; what is still on the way gets half a second."""
        self._over = True
        self._thread.join(0.5)
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def _listen(self) -> None:
        while not self._over and not self.pieces:
            with contextlib.suppress(OSError), self._connected() as connection:
                head = b""
                while b"\r\n\r\n" not in head:
                    if not (piece := connection.recv(1)):
                        break
                    head += piece
                if b" 200 " not in head.split(b"\r\n")[0]:
                    time.sleep(0.05)  # noqa: TID251 - a real server
                    continue
                while piece := connection.recv(1 << 16):
                    self.pieces.append((time.time(), piece))  # noqa: TID251 - of a real stream

    def _connected(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.server.port), 5)
        self._connections.append(connection)
        connection.sendall(f"GET {self.mount} HTTP/1.0\r\n\r\n".encode())
        return connection


@contextlib.contextmanager
def real_icecast(folder: Path) -> Iterator[Icecast]:
    """Run a server that keeps all it needs in *folder*."""
    require_icecast()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    for each in (folder, *folder.parents):
        if str(each).startswith("/tmp/"):
            each.chmod(0o755)
    folder.chmod(0o777)
    owner = _OWNER if os.geteuid() == 0 else ""
    config = folder / "icecast.xml"
    config.write_text(_CONFIG.format(password=PASSWORD, port=port, folder=folder, owner=owner))
    command = [shutil.which("icecast2") or shutil.which("icecast") or "icecast2", "-c", str(config)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            assert process.poll() is None, "icecast ended at once"
            time.sleep(0.05)  # noqa: TID251 - a real process
        yield Icecast(port, folder, process)
    finally:
        process.terminate()
        process.wait(10)


def require_icecast() -> None:
    """Skip the test where there is no Icecast; in CI that is a failure."""
    if shutil.which("icecast2") is None and shutil.which("icecast") is None:
        if os.environ.get("CI"):
            pytest.fail("icecast2 is not installed")
        pytest.skip("icecast2 is not installed")
