"""
An Icecast mount, fed with MP3 in real time.

Source: Icecast 2.4 accepts a source as HTTP PUT with basic authentication. The stream goes out plain, never in
HTTP chunks: Icecast 2.4 would pass the chunk framing on to the listeners.
"""

from __future__ import annotations

import base64
import logging
import select
import socket
import threading
from urllib.parse import urlencode

import lameenc
import numpy as np

from broadcaster.core.clock import Clock
from broadcaster.core.errors import OutputError
from broadcaster.playout.outputs.mount import Mount
from broadcaster.playout.outputs.output import Fill, Look
from broadcaster.playout.outputs.pace import beats

_log = logging.getLogger(__name__)

_BLOCKS_A_SECOND = 10
_BIT_RATE = 96  # kb/s: a mono voice has nothing more to give
_RATES = (48_000, 44_100, 32_000)
_TAIL = 0.5  # seconds of silence after the end: what a source sent last, a server may drop with the source
_PATIENCE = 5.0  # seconds for the server to answer, or to take a block
_REPLY = 4_096  # bytes of the answer that are looked at
_SHOWN = 80  # characters of it that are shown
_STORE = 1 << 14  # bytes that the system may hold for a server: more would hide for minutes that it takes none


class IcecastOutput:
    """Plays to one mount."""

    patient = True

    def __init__(self, clock: Clock, url: str, password: str, *, delay: float = 0.0, title: str = "") -> None:
        """
        Make the output.

        Args:
            clock: Sets the pace.
            url: ``icecast://name@host:port/mount``.
            password: Of the source.
            delay: Seconds from sending a block to hearing it.
            title: Of the programme, shown to listeners; empty for none.

        Raises:
            OutputError: *url* is none.
        """
        self.url = url
        self.rate = 0
        self.channels = 0
        self._clock = clock
        self._mount = Mount.parse(url)
        self._password = password
        self._delay = delay
        self._title = title
        self._socket: socket.socket | None = None

    def open(self, rate: int, channels: int) -> None:
        self.rate = rate if rate in _RATES else _RATES[0]
        self.channels = min(channels, 2)
        try:
            self._socket = socket.create_connection((self._mount.host, self._mount.port), _PATIENCE)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _STORE)
            self._socket.sendall(self._request())
            reply = self._socket.recv(_REPLY).decode("latin-1")
        except (OSError, UnicodeError) as error:  # a host that no name can be like is none too
            self.close()
            raise self._lost("không nối được với máy chủ Icecast") from error
        self._check(reply)
        if self._title:
            threading.Thread(target=self._show_title, name="title", daemon=True).start()

    def run(self, fill: Fill, look: Look) -> None:
        if self._socket is None:
            raise OutputError(self.url, "chưa mở", permanent=True)
        encoder = self._encoder()
        size = self.rate // _BLOCKS_A_SECOND
        for sent in beats(self._clock, self.rate, size, later=self._delay):
            look()
            block = fill(size, sent)
            if block is None:
                self._send(bytes(encoder.encode(bytes(2 * self.channels * round(_TAIL * self.rate)))))
                self._send(bytes(encoder.flush()))
                self._clock.sleep(self._delay + _TAIL)
                return
            whole = np.rint(block * 32_767).astype("<i2")
            self._send(bytes(encoder.encode(whole.tobytes())))

    def close(self) -> None:
        connection, self._socket = self._socket, None
        if connection is not None:
            connection.close()

    def _show_title(self) -> None:
        """Ask the server to show the title; the sound does not wait for it, nor end where it is refused."""
        asked = {"mount": self._mount.path, "mode": "updinfo", "charset": "UTF-8", "song": self._title}
        lines = (
            f"GET /admin/metadata?{urlencode(asked)} HTTP/1.0",
            f"Host: {self._mount.host}:{self._mount.port}",
            f"Authorization: Basic {self._pair()}",
            "User-Agent: Broadcaster",
        )
        try:
            with socket.create_connection((self._mount.host, self._mount.port), _PATIENCE) as connection:
                connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
                reply = connection.recv(_REPLY).decode("latin-1")
        except (OSError, UnicodeError):
            reply = ""
        if " 200 " not in reply.partition("\r\n")[0] + " ":
            _log.warning("%s: máy chủ không nhận tên chương trình", self.url)

    def _pair(self) -> str:
        return base64.b64encode(f"{self._mount.name}:{self._password}".encode()).decode()

    def _request(self) -> bytes:
        lines = (
            f"PUT {self._mount.path} HTTP/1.1",
            f"Host: {self._mount.host}:{self._mount.port}",
            f"Authorization: Basic {self._pair()}",
            "User-Agent: Broadcaster",
            "Content-Type: audio/mpeg",
            "Ice-Public: 0",
            f"Ice-Audio-Info: samplerate={self.rate};channels={self.channels};bitrate={_BIT_RATE}",
            "Expect: 100-continue",
        )
        return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")

    def _check(self, reply: str) -> None:
        status = reply.split(" ", 2)[1] if reply.startswith("HTTP/") and " " in reply else ""
        if status in ("100", "200"):
            return
        self.close()
        if status in ("401", "403") and "in use" not in reply.lower():
            raise OutputError(self.url, "máy chủ Icecast không nhận mật khẩu; xem lại secrets.yaml", permanent=True)
        shown = "".join(letter for letter in reply.partition("\n")[0] if letter.isprintable())[:_SHOWN]
        raise self._lost(f"máy chủ Icecast từ chối ({shown or 'không trả lời'})")

    def _send(self, data: bytes) -> None:
        """Give *data* to the server, noticing when it has hung up."""
        if self._socket is None or not data:
            return
        try:
            if select.select([self._socket], [], [], 0)[0] and not self._socket.recv(_REPLY):
                raise ConnectionResetError
            self._socket.sendall(data)
        except OSError as error:
            raise self._lost("mất kết nối với máy chủ Icecast") from error

    def _encoder(self) -> lameenc.Encoder:
        encoder = lameenc.Encoder()
        encoder.set_in_sample_rate(self.rate)
        encoder.set_out_sample_rate(self.rate)
        encoder.set_channels(self.channels)
        encoder.set_bit_rate(_BIT_RATE)
        encoder.set_quality(5)
        encoder.silence()
        return encoder

    def _lost(self, what: str) -> OutputError:
        return OutputError(self.url, f"{what}; kiểm tra mạng và máy chủ", permanent=False)
