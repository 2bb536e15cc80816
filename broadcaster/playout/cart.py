"""
A cart opened for air: the file that was released, and no other.

Its bytes are copied, hashed and decoded from that copy, which nobody else can reach: a file put in its place, cut
short or written over while it is on the air changes nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

import soundfile

from broadcaster.core.errors import AudioError, NotApprovedError, os_reason
from broadcaster.core.plainfile import open_plain
from broadcaster.core.storage import stream_hash
from broadcaster.playout.cue import Cue
from broadcaster.records.release import Release

_RATES = range(8_000, 192_001)
_CHANNELS = range(1, 9)
_BLOCK = 1 << 20  # bytes
_LARGEST = 2 << 30  # bytes; a day of house sound is 8 GB, a slot never comes near this


class Cart:
    """An open sound file, checked, with the stretches of it that may air."""

    def __init__(self, path: Path, stream: BinaryIO, release: Release | None) -> None:
        self.path = path
        self._stream = stream
        self.hash = stream_hash(stream)
        """SHA-256 of the file's bytes, 64 hex digits."""
        if release is not None and release.cart_hash != self.hash:
            raise NotApprovedError(path.name, "tệp đã khác với tệp được lệnh cho phát; dựng lại chương trình này")
        stream.seek(0)
        try:
            self.sound = soundfile.SoundFile(stream)
        except (soundfile.SoundFileError, TypeError, ValueError, OverflowError) as error:
            raise AudioError(f"Tệp {path} không phải tệp âm thanh dùng được, hoặc đã hỏng.") from error
        self.rate = int(self.sound.samplerate)
        """Hertz."""
        self.channels = int(self.sound.channels)
        frames = int(self.sound.frames)
        if self.rate not in _RATES or self.channels not in _CHANNELS or frames <= 0 or not self.sound.seekable():
            raise AudioError(f"Tệp {path} rỗng, hoặc có tần số lấy mẫu hay số kênh không dùng được.")
        self.keep = ((0, frames),) if release is None else release.keep
        """Stretches that may air, in frames of the file, [start, stop), in order."""
        if not self.keep or self.keep[-1][1] > frames:
            raise NotApprovedError(path.name, "lệnh cho phát không khớp với độ dài của tệp; dựng lại chương trình này")

    @property
    def frames(self) -> int:
        """Length of all that may air, in frames of the file."""
        return sum(stop - start for start, stop in self.keep)

    def close(self) -> None:
        """Let go of the file."""
        self.sound.close()
        self._stream.close()

    def __enter__(self) -> Cart:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _own(stream: BinaryIO) -> BinaryIO:
    """Return a nameless copy of *stream*, which is then closed; *stream* itself where there is no room for one."""
    copy: BinaryIO | None = None
    try:
        copy = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - closed with the cart
        shutil.copyfileobj(stream, copy, _BLOCK)
        copy.seek(0)
    except OSError:
        if copy is not None:
            copy.close()
        stream.seek(0)
        return stream
    stream.close()
    return copy


def open_cart(cue: Cue) -> Cart:
    """
    Return the cart of *cue*, once its release and its hash agree with it.

    Raises:
        RecordError: The release is missing or damaged.
        NotApprovedError: The release is for something else, or the file is not the one released.
        AudioError: The file is missing or cannot be used.
    """
    release = None
    if cue.release is not None:
        release = Release.read(cue.release)
        same_instant = release.at.timestamp() == cue.at.timestamp()  # "==" is never true in an hour that comes twice
        if (release.slot, release.cart) != (cue.slot, cue.cart.name) or not same_instant:
            raise NotApprovedError(cue.cart.name, "lệnh cho phát thuộc về chương trình hoặc giờ khác")
    try:
        stream = open_plain(cue.cart)
    except OSError as error:
        raise AudioError(f"Không mở được tệp {cue.cart}: {os_reason(error)}.") from error
    except ValueError as error:
        raise AudioError("Không mở được tệp của chương trình: không tệp nào có thể có tên như vậy.") from error
    try:
        if os.fstat(stream.fileno()).st_size > _LARGEST:
            raise AudioError(f"Tệp {cue.cart} quá lớn, không phải một chương trình.")
        stream = _own(stream)
        return Cart(cue.cart, stream, release)
    except BaseException as error:
        stream.close()
        if isinstance(error, OSError):
            raise AudioError(f"Không đọc được tệp {cue.cart}; kiểm tra ổ đĩa.") from error
        raise
