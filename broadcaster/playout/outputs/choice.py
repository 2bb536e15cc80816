"""
The table of outputs: URL → output. The only place that names them all.

A sound library is loaded when an output needs it, so that a player stays small.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from broadcaster.core.clock import Clock
from broadcaster.core.errors import OutputError
from broadcaster.playout.outputs import soundcard
from broadcaster.playout.outputs.device import Device
from broadcaster.playout.outputs.file import FileOutput
from broadcaster.playout.outputs.memory import MemoryOutput
from broadcaster.playout.outputs.output import Output


def make_output(url: str, clock: Clock, *, delay: float = 0.0) -> Output:
    """
    Return the output that *url* names, closed.

    Args:
        url: ``soundcard:[device]``, ``miniaudio:[device]``, ``file:PATH`` or ``memory:``.
        clock: The station's.
        delay: Seconds by which this output is heard later than its device says.

    Raises:
        OutputError: There is no such output, or what it needs is not on this machine.
    """
    scheme, colon, rest = url.partition(":")
    make = _TABLE.get(scheme)
    if make is None or not colon:
        known = ", ".join(f"{name}:" for name in _TABLE)
        raise OutputError(url, f"không có loại ngõ ra này; dùng một trong: {known}", permanent=True)
    return make(clock, url, rest, delay)


def playback_devices() -> tuple[Device, ...]:
    """
    Return the sound devices of this machine, by the library that ``soundcard:`` would use.

    Raises:
        OutputError: No library can tell.
    """
    try:
        return soundcard.devices(soundcard.library())
    except OutputError:
        from broadcaster.playout.outputs import miniaudio

        return miniaudio.devices()


def portaudio_missing() -> str:
    """Return what is lost without PortAudio and what to do, Vietnamese; empty where it is there."""
    try:
        soundcard.library()
    except OutputError as error:
        return f"{error}. Vẫn phát được, nhưng giờ bắt đầu kém chính xác hơn."
    return ""


def _soundcard(clock: Clock, url: str, device: str, delay: float) -> Output:
    try:
        return soundcard.SoundcardOutput(clock, url, device, delay=delay)
    except OutputError:
        return _miniaudio(clock, url, device, delay)


def _miniaudio(clock: Clock, url: str, device: str, delay: float) -> Output:
    from broadcaster.playout.outputs import miniaudio

    return miniaudio.MiniaudioOutput(clock, url, device, delay=delay)


def _file(clock: Clock, url: str, path: str, delay: float) -> Output:  # noqa: ARG001 - a file has no delay
    return FileOutput(clock, url, Path(path))


def _memory(clock: Clock, url: str, rest: str, delay: float) -> Output:  # noqa: ARG001 - nor has memory
    return MemoryOutput(clock, url, keep=False)


_TABLE: dict[str, Callable[[Clock, str, str, float], Output]] = {
    "soundcard": _soundcard,
    "miniaudio": _miniaudio,
    "file": _file,
    "memory": _memory,
}
