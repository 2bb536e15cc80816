"""A stand-in for Icecast: takes one source after another, keeps what it sends, and can hang up."""

import base64
import socket
import threading
from dataclasses import dataclass, field


@dataclass
class IcecastServer:
    """Listens on loopback in a thread of its own."""

    password: str = "horn-practice"  # noqa: S105 - of a stand-in
    hang_up_after: int = 0
    """Bytes of the first source after which it is hung up on; 0 for never."""
    answer: bytes = b"HTTP/1.1 100 Continue\r\n\r\n"
    """To a source with the right password."""
    hangs: bool = False
    """Whether it takes nothing more after that."""
    requests: list[str] = field(default_factory=list)
    streams: list[bytes] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _socket: socket.socket = field(default_factory=socket.socket)

    def __enter__(self) -> "IcecastServer":
        if self.hangs:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 14)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    @property
    def url(self) -> str:
        return f"icecast://loa@127.0.0.1:{self._socket.getsockname()[1]}/xa.mp3"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            if not (piece := connection.recv(4096)):
                return
            request += piece
        self.requests.append(request.decode())
        right = base64.b64encode(f"loa:{self.password}".encode()).decode()
        if f"Authorization: Basic {right}\r\n" not in request.decode():
            connection.sendall(b"HTTP/1.0 401 Authentication Required\r\n\r\n")
            return
        connection.sendall(self.answer)
        if self.hangs:
            self._over.wait()
        self.streams.append(b"")
        while piece := connection.recv(4096):
            self.streams[-1] += piece
            if self.hang_up_after and len(self.streams) == 1 and len(self.streams[0]) >= self.hang_up_after:
                return
