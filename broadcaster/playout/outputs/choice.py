"""
The table of outputs: URL → output. The only place that names them all.

A sound library is loaded when an output needs it, so that a player stays small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from broadcaster.core.clock import Clock
from broadcaster.core.errors import OutputError
from broadcaster.playout.outputs import soundcard
from broadcaster.playout.outputs.device import Device
from broadcaster.playout.outputs.file import FileOutput
from broadcaster.playout.outputs.memory import MemoryOutput
from broadcaster.playout.outputs.output import Output


def make_output(url: str, clock: Clock, *, delay: float = 0.0, secret: str = "", title: str = "") -> Output:
    """
    Return the output that *url* names, closed.

    Args:
        url: ``soundcard:[device]``, ``miniaudio:[device]``, ``file:PATH``, ``memory:`` or
            ``icecast://name@host:port/mount``.
        clock: The station's.
        delay: Seconds by which this output is heard later than its device says.
        secret: Password, for an output that asks for one.
        title: Of the programme, for an output that shows one.

    Raises:
        OutputError: There is no such output, or what it needs is not on this machine.
    """
    scheme, colon, rest = url.partition(":")
    make = _TABLE.get(scheme)
    if make is None or not colon:
        known = ", ".join(f"{name}:" for name in _TABLE)
        raise OutputError(url, f"không có loại ngõ ra này; dùng một trong: {known}", permanent=True)
    return make(_Wanted(url, rest, clock, delay, secret, title))


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


@dataclass(frozen=True)
class _Wanted:
    """What one output is made of."""

    url: str
    rest: str
    """What stands behind the colon."""
    clock: Clock
    delay: float
    secret: str
    title: str


def _soundcard(wanted: _Wanted) -> Output:
    try:
        return soundcard.SoundcardOutput(wanted.clock, wanted.url, wanted.rest, delay=wanted.delay)
    except OutputError:
        return _miniaudio(wanted)


def _miniaudio(wanted: _Wanted) -> Output:
    from broadcaster.playout.outputs import miniaudio

    return miniaudio.MiniaudioOutput(wanted.clock, wanted.url, wanted.rest, delay=wanted.delay)


def _icecast(wanted: _Wanted) -> Output:
    from broadcaster.playout.outputs import icecast

    return icecast.IcecastOutput(wanted.clock, wanted.url, wanted.secret, delay=wanted.delay, title=wanted.title)


def _file(wanted: _Wanted) -> Output:
    return FileOutput(wanted.clock, wanted.url, Path(wanted.rest))


def _memory(wanted: _Wanted) -> Output:
    return MemoryOutput(wanted.clock, wanted.url, keep=False)


_TABLE: dict[str, Callable[[_Wanted], Output]] = {
    "soundcard": _soundcard,
    "miniaudio": _miniaudio,
    "icecast": _icecast,
    "file": _file,
    "memory": _memory,
}
