"""
Requests to a speech service: verified, bounded in time and size, tried again only where that may help.

In: a prepared request of the library ``requests``. Out: the whole answer, or a VoiceError that says what to do.
Nothing of a request or its address beyond the host ever stands in a message: it may carry a key.
"""

from __future__ import annotations

import random
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, TypeVar
from urllib.parse import urlsplit

from broadcaster.core.clock import Clock
from broadcaster.core.errors import VoiceError
from broadcaster.voice.limit import is_left, within

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """How long to wait, how often to ask."""

    connect: float = 3.0
    """Seconds to reach the service; after that the run goes on without it."""
    answer: float = 15.0
    """Seconds for the whole answer to one request, once connected."""
    tries: int = 3
    """Requests at most where the service stumbles."""
    pause: float = 0.5
    """Seconds before the second try; doubled for each further one, plus up to as much again by chance."""
    parallel: int = 2
    """Requests under way at once."""
    largest: int = 20_000_000
    """Bytes of an answer at most; a minute of WAV at 48 kHz is 5.8 million."""


@dataclass(frozen=True)
class Answer:
    """What came back, status 200."""

    kind: str
    """Content type without parameters, small letters."""
    body: bytes


class Unsteady(Exception):  # noqa: N818  not an error yet: a reason to ask once more
    """The service stumbled; asking again may help."""


_REFUSED: Mapping[int, str] = {
    400: "dịch vụ không hiểu yêu cầu; xem lại cài đặt của giọng này.",
    401: "khóa dịch vụ sai hoặc hết hạn; xem lại secrets.yaml.",
    402: "tài khoản dịch vụ hết tiền; nạp thêm hoặc dùng giọng khác.",
    403: "dịch vụ từ chối; xem lại khóa trong secrets.yaml, hoặc dịch vụ đã đổi cách gọi.",
    404: "địa chỉ dịch vụ không còn đúng; xem lại cài đặt của giọng này.",
}
_BUSY = "dịch vụ báo gọi quá nhiều (429); tạm nghỉ, lần sau thử lại."


class Transport:
    """Sends the requests of one engine."""

    def __init__(
        self,
        engine: str,
        clock: Clock,
        *,
        patience: Patience | None = None,
        ca_file: Path | None = None,
        chance: Callable[[], float] | None = None,
    ) -> None:
        """
        Prepare to send; nothing is sent yet.

        Args:
            engine: Name for messages.
            clock: Waits between tries and measures them.
            patience: Limits.
            ca_file: Certificates to trust instead of the usual ones. Verification cannot be switched off.
            chance: Gives numbers from 0 to 1, for the pauses.
        """
        self._engine = engine
        self._clock = clock
        self._patience = patience or Patience()
        self._ca_file = ca_file
        self._chance = chance or _chance
        self._reached: set[tuple[str, int]] = set()
        self._free = BoundedSemaphore(self._patience.parallel)

    def __getstate__(self) -> dict[str, Any]:
        """Go to another process without the semaphore: it limits the requests of one process."""
        return {name: value for name, value in self.__dict__.items() if name != "_free"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._free = BoundedSemaphore(self._patience.parallel)

    def send(self, prepared: Any, read: Callable[[Answer], T], *, pending: frozenset[int] = frozenset()) -> T:
        """
        Return what *read* makes of the answer to *prepared*.

        Args:
            prepared: A ``requests.PreparedRequest``.
            read: Takes an answer of status 200; raises :class:`Unsteady` if it is not worth having.
            pending: Further statuses that mean "ask again".

        Raises:
            VoiceError: Permanent where the service refuses this very request.
        """
        with self._free:
            for attempt in range(1, self._patience.tries + 1):
                if is_left():
                    raise self._slow()
                try:
                    return read(self._once(prepared, pending))
                except Unsteady as reason:
                    if attempt == self._patience.tries:
                        raise VoiceError(self._engine, f"{reason} (đã thử {attempt} lần)", permanent=False) from reason
                    pause = self._patience.pause * 2 ** (attempt - 1)
                    self._clock.sleep(pause * (1 + self._chance()))
        raise AssertionError("tries must be at least 1")

    def _once(self, prepared: Any, pending: frozenset[int]) -> Answer:
        requests, urllib3 = import_module("requests"), import_module("urllib3")
        try:
            with requests.Session() as session:
                trusted = str(self._ca_file) if self._ca_file else True
                settings = session.merge_environment_settings(prepared.url, {}, True, trusted, None)
                self._reach(requests.utils.select_proxy(prepared.url, settings["proxies"]) or prepared.url)
                timeout = (self._patience.connect, self._patience.answer)
                with session.send(prepared, timeout=timeout, allow_redirects=False, **settings) as response:
                    self._require_good(response, pending)
                    return Answer(_kind(response), self._body(response))
        except (OSError, urllib3.exceptions.HTTPError) as error:  # those of requests are OSErrors too
            raise self._explained(error) from error

    def _explained(self, error: Exception) -> Exception:
        """Return what to raise for an error of ``requests`` (before the body) or ``urllib3`` (within it)."""
        errors, lower = import_module("requests.exceptions"), import_module("urllib3.exceptions")
        if isinstance(error, errors.SSLError):
            message = "kết nối không an toàn (chứng thực TLS không đúng) nên không dùng; xem giờ máy và mạng."
            return VoiceError(self._engine, message, permanent=False)
        if isinstance(error, errors.ConnectTimeout) or _never_connected(error):
            return self._unreachable()
        if isinstance(error, errors.ReadTimeout | lower.ReadTimeoutError):
            return self._slow()
        if isinstance(error, errors.ConnectionError | lower.HTTPError):
            return Unsteady("kết nối tới dịch vụ bị đứt; xem mạng.")
        if not isinstance(error, errors.RequestException):  # a bundle of certificates that is not there
            message = "không gửi được yêu cầu; xem biến REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE của máy."
            return VoiceError(self._engine, message, permanent=False)
        message = f"không gửi được yêu cầu ({type(error).__name__}); xem lại cài đặt của giọng này."
        return VoiceError(self._engine, message, permanent=True)

    def _reach(self, url: str) -> None:
        """
        Find the host of *url* and connect to it, waiting no longer than for a connection in all.

        With the line cut the resolver alone may wait for half a minute, which no timeout of ``requests`` covers, and
        each of several addresses would be given the whole time.
        """
        parts = urlsplit(url)
        place = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        if place in self._reached:
            return
        try:
            within(self._patience.connect, lambda: _knock(place, self._patience.connect))
        except TimeoutError as error:
            raise self._unreachable() from error
        except (OSError, UnicodeError) as error:
            message = "không nối được tới dịch vụ; xem máy có mạng không."
            raise VoiceError(self._engine, message, permanent=False) from error
        self._reached.add(place)

    def _unreachable(self) -> VoiceError:
        message = f"không nối được tới dịch vụ trong {self._patience.connect:g} giây; xem mạng."
        return VoiceError(self._engine, message, permanent=False)

    def _slow(self) -> VoiceError:
        message = "dịch vụ không trả lời kịp; mạng chậm, hoặc dịch vụ đang bận."
        return VoiceError(self._engine, message, permanent=False)

    def _require_good(self, response: Any, pending: frozenset[int]) -> None:
        status = int(response.status_code)
        if status == 200:
            return
        if status in pending:
            raise Unsteady("dịch vụ chưa làm xong âm thanh.")
        if status == 429 or "/sorry" in response.headers.get("Location", ""):
            raise VoiceError(self._engine, _BUSY, permanent=False)
        if status >= 500:
            raise Unsteady(f"dịch vụ đang hỏng (mã {status}).")
        message = _REFUSED.get(status, f"dịch vụ trả lời lạ (mã {status}); xem lại cài đặt của giọng này.")
        raise VoiceError(self._engine, message, permanent=True)

    def _body(self, response: Any) -> bytes:
        """Return all that was promised. Each read takes what is there, so that a trickle cannot outlast the limit."""
        until = self._clock.monotonic() + self._patience.answer
        body = bytearray()
        while block := response.raw.read1(1 << 16, decode_content=True):
            body += block
            if len(body) > self._patience.largest:
                message = f"dịch vụ gửi quá {self._patience.largest} byte; đã bỏ."
                raise VoiceError(self._engine, message, permanent=True)
            if self._clock.monotonic() > until or is_left():
                raise self._slow()
        promised = response.headers.get("Content-Length", "")
        encoded = response.headers.get("Content-Encoding", "identity") != "identity"
        if promised.isdigit() and not encoded and int(promised) != len(body):
            raise Unsteady("dịch vụ gửi thiếu dữ liệu.")
        return bytes(body)


def _knock(place: tuple[str, int], seconds: float) -> None:
    socket.create_connection(place, timeout=seconds).close()


def _chance() -> float:
    return random.SystemRandom().random()


def _kind(response: Any) -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _never_connected(error: BaseException) -> bool:
    """Return whether no connection came about at all, to the service or to the proxy before it."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    reason = getattr(reason, "original_error", reason)
    return isinstance(reason, import_module("urllib3.exceptions").NewConnectionError)
