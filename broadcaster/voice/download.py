"""
A voice from the network to the folder of voices: whole and verified, or not at all.

What was fetched before a line broke is kept beside the place of the file and continued, now or by the next run.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import filelock

from broadcaster.core.clock import Clock
from broadcaster.core.errors import BusyError, VoiceError, os_reason
from broadcaster.core.storage import file_hash, put_in_place
from broadcaster.voice.address import unsafe
from broadcaster.voice.catalogue import Release, RemoteFile

_ENGINE = "piper"
_CONNECT, _READ = 10.0, 30.0
"""Seconds to reach the server, and without a byte from it."""
_TRIES = 5
"""Attempts in a row that bring nothing new, before giving up."""
_PAUSE = 1.0
"""Seconds before the second such attempt; doubled for each further one."""
_HOPS = 5
"""Redirects followed: hubs answer with the address of a store."""
_BLOCK = 1 << 18
_CUT = "đường mạng bị đứt giữa chừng."
_OTHER = "máy chủ hay thiết bị lọc mạng gửi một thứ khác với tệp cần tải."

Progress = Callable[[str, int, int], None]
"""Told the file's name, the bytes there are and the bytes there will be."""


class _BrokenError(Exception):
    """The line broke, or the server stumbled; what has come may be continued."""


@dataclass(frozen=True)
class Installer:
    """Fetches voices into one folder."""

    folder: Path
    """The folder of voices; made if need be."""
    clock: Clock
    ca_file: Path | None = None
    """Certificates to trust instead of the usual ones."""

    def install(self, release: Release, on_progress: Progress | None = None) -> None:
        """
        Make sure that every file of *release* lies in the folder and is what its makers published.

        Files that are there already, fetched or brought by hand, are verified and kept.

        Raises:
            VoiceError: Not permanent where the network failed (what came is kept for the next time);
                the text says how to bring the files by hand.
            BusyError: Another process is installing.
        """
        with self._alone():
            for file in release.files:
                path = self.folder / file.name
                if not _is_good(path, file):
                    self._fetch(file, path, on_progress or _nobody, _by_hand(release, self.folder))
                (on_progress or _nobody)(file.name, file.size, file.size)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(self.folder / ".install.lock", timeout=0):
                yield
        except filelock.Timeout as error:
            message = f"đang có một lượt cài giọng khác vào “{self.folder}”; chờ xong rồi thử lại."
            raise BusyError(message) from error
        except OSError as error:
            message = f"không ghi được vào “{self.folder}” ({os_reason(error)}); xem đĩa còn chỗ và quyền ghi."
            raise VoiceError(_ENGINE, message, permanent=True) from error

    def _fetch(self, file: RemoteFile, path: Path, on_progress: Progress, by_hand: str) -> None:
        part = path.with_name(f".{path.name}.part")
        fruitless = 0
        while (have := _size(part)) < file.size:
            try:
                self._continue(file, part, have, on_progress)
            except _BrokenError as error:
                fruitless = fruitless + 1 if _size(part) <= have else 0
                if fruitless == _TRIES:
                    raise VoiceError(_ENGINE, f"{error} {by_hand}", permanent=False) from error
                self.clock.sleep(_PAUSE * 2**fruitless / 2)
        if not _is_good(part, file):
            part.unlink()
            message = f"“{file.name}” tải về không đúng bản gốc nên đã xóa; thử lại. {by_hand}"
            raise VoiceError(_ENGINE, message, permanent=False)
        put_in_place(part, path)

    def _continue(self, file: RemoteFile, part: Path, have: int, on_progress: Progress) -> None:
        """Add to *part* what the server sends from byte *have* on; what is no piece of the file leaves it as it was."""
        with import_module("requests").Session() as session, self._response(session, file, have) as response:
            place = have if response.status_code == 206 else 0
            if _promised(response, place) not in {file.size, None}:
                raise _BrokenError(_OTHER)
            with part.open("ab" if place else "wb") as stream:
                for block in _blocks(response):
                    place += len(block)
                    if place > file.size:
                        stream.truncate(0)
                        raise _BrokenError(_OTHER)
                    stream.write(block)
                    on_progress(file.name, place, file.size)
        if place < file.size:
            raise _BrokenError(_CUT)

    def _response(self, session: Any, file: RemoteFile, have: int) -> Any:
        """Return the response whose body is the file from byte *have* on, or the whole of it."""
        try:
            return self._open(session, file, have)
        except (OSError, import_module("urllib3.exceptions").HTTPError) as error:  # requests' own are OSErrors
            raise _BrokenError(_unreached(error)) from error

    def _open(self, session: Any, file: RemoteFile, have: int) -> Any:
        """Return the response whose body is the file, after redirects."""
        url = file.url
        headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={have}-"} if have else {})}
        for _ in range(_HOPS):
            if problem := unsafe(url):
                raise VoiceError(_ENGINE, f"kho giọng chỉ tới một nơi không an toàn: {problem}", permanent=True)
            trusted = str(self.ca_file) if self.ca_file else True
            response = session.get(
                url, headers=headers, stream=True, timeout=(_CONNECT, _READ), allow_redirects=False, verify=trusted
            )
            if response.status_code in {200, 206}:
                return response
            response.close()
            if not response.is_redirect:
                raise _BrokenError(f"kho giọng trả lời mã {response.status_code}.")
            url = urljoin(url, response.headers["Location"])
        raise _BrokenError("kho giọng chuyển hướng mãi không tới tệp.")


def _nobody(name: str, have: int, total: int) -> None:
    """Tell nobody."""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _is_good(path: Path, file: RemoteFile) -> bool:
    return _size(path) == file.size and path.is_file() and file_hash(path) == file.sha256


def _blocks(response: Any) -> Iterator[bytes]:
    """Yield what comes, as it comes."""
    try:
        while block := response.raw.read1(_BLOCK, decode_content=True):
            yield block
    except import_module("urllib3.exceptions").HTTPError as error:
        raise _BrokenError(_CUT) from error


def _promised(response: Any, place: int) -> int | None:
    """
    Return how long the file is of which *response* says to send all from byte *place* on.

    None: it does not say. -1: it sends from elsewhere on.
    """
    headers = response.headers
    if response.status_code == 206:
        start, _, size = str(headers.get("Content-Range", "")).partition("/")
        return int(size) if start.startswith(f"bytes {place}-") and size.isdecimal() else -1
    size = str(headers.get("Content-Length", ""))
    return int(size) if size.isdecimal() else None


def _unreached(error: Exception) -> str:
    """Return why there was no answer, in Vietnamese."""
    errors = import_module("requests.exceptions")
    if isinstance(error, errors.ProxyError | errors.InvalidProxyURL):
        return "không qua được máy chủ trung gian (proxy) tới kho giọng; xem biến HTTPS_PROXY của máy."
    no_bundle = isinstance(error, OSError) and not isinstance(error, errors.RequestException)
    if isinstance(error, errors.SSLError) or no_bundle:
        return "chứng thực của kho giọng không đúng; xem giờ máy, thiết bị lọc mạng, biến REQUESTS_CA_BUNDLE."
    return "không nối được tới kho giọng, hoặc đường mạng bị đứt."


def _by_hand(release: Release, folder: Path) -> str:
    urls = "\n  ".join(file.url for file in release.files)
    return (
        "Phần đã tải được giữ lại. Nếu máy này không vào được kho giọng: ở máy khác tải các tệp sau, "
        f"chép vào “{folder}”, rồi chạy lại lệnh này để kiểm tra:\n  {urls}"
    )
