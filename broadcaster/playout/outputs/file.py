"""
An output that is a file: what would have been heard, in real time, silence before it included.

What was recorded before is never written over: a programme that goes on after an interruption gets a file of its own.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from glob import escape
from itertools import chain, count
from pathlib import Path

import soundfile

from broadcaster.core.clock import Clock
from broadcaster.core.errors import OutputError
from broadcaster.core.storage import replacing
from broadcaster.playout.outputs.output import Fill, Look
from broadcaster.playout.outputs.pace import beats

_FORMATS = {".flac": "FLAC", ".wav": "WAV"}
_BLOCKS_A_SECOND = 10


class FileOutput:
    """Writes FLAC or WAV, 16 bit, by the ending of its name; the file is there once it is closed."""

    patient = True

    def __init__(self, clock: Clock, url: str, path: Path) -> None:
        self.url = url
        self.rate = 0
        self.channels = 0
        self.path = path
        """Where the file will be; another name from :meth:`open` on where this one is taken."""
        self._clock = clock
        self._opened = ExitStack()
        self._sound: soundfile.SoundFile | None = None

    def open(self, rate: int, channels: int) -> None:
        form = _FORMATS.get(self.path.suffix.lower())
        if form is None:
            raise OutputError(self.url, "chỉ ghi được tệp .flac hoặc .wav; đổi tên tệp", permanent=True)
        self.rate, self.channels = rate, channels
        try:
            self.path = _free(self.path)
            with ExitStack() as stack:
                temporary = stack.enter_context(replacing(self.path, suffix=self.path.suffix))
                sound = soundfile.SoundFile(temporary, "w", rate, channels, "PCM_16", format=form)
                self._sound = stack.enter_context(sound)
                self._opened = stack.pop_all()
        except (OSError, soundfile.SoundFileError, ValueError) as error:
            raise OutputError(self.url, "không tạo được tệp; kiểm tra thư mục và chỗ trống", permanent=True) from error

    def run(self, fill: Fill, look: Look) -> None:
        if self._sound is None:
            raise OutputError(self.url, "chưa mở", permanent=True)
        size = self.rate // _BLOCKS_A_SECOND
        for heard in beats(self._clock, self.rate, size):
            look()
            block = fill(size, heard)
            if block is None:
                return
            try:
                self._sound.write(block)
            except (OSError, soundfile.SoundFileError) as error:
                raise OutputError(self.url, "không ghi được nữa; kiểm tra chỗ trống của đĩa", permanent=True) from error

    def close(self) -> None:
        self._sound = None
        with suppress(OSError, soundfile.SoundFileError):  # a full disk: run told of it, nothing half-written stays
            self._opened.close()


def _free(path: Path) -> Path:
    """Return *path*, or ``NAME-2``, ``NAME-3`` … beside it where there is a file already, or one is being written."""
    names = chain([path], (path.with_stem(f"{path.stem}-{number}") for number in count(2)))
    return next(name for name in names if not (name.exists() or any(path.parent.glob(f".{escape(name.name)}.*"))))
