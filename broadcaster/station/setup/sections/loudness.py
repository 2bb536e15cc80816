"""``loudness``: what finished programmes have to be like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.core.values import UnreadableError
from broadcaster.mixing.bank import Filter
from broadcaster.mixing.dynamics import Compressor, Limiter
from broadcaster.mixing.filters import HighPass, Presence
from broadcaster.mixing.lame import BITRATES
from broadcaster.mixing.master import Chain, MasterOptions, Profile
from broadcaster.mixing.parts import Finish

T = TypeVar("T")


def read_loudness(section: Section | None) -> Finish:
    """Return how programmes are finished."""
    default = Finish(MasterOptions())
    if section is None:
        return default
    profiles = {"horn": Profile.HORN, "line": Profile.LINE}
    chain = section.value("profile", values.one_of(profiles), Profile.HORN).chain
    options = MasterOptions(
        target=section.value("target", values.number(-30, -10), default.mastering.target),
        ceiling=section.value("ceiling", values.number(-9, -1), default.mastering.ceiling),
        chain=_chain(section, chain),
    )
    bitrate = section.value("bitrate", _bitrate, default.bitrate)
    section.close()
    return Finish(options, bitrate)


def _chain(section: Section, usual: Chain) -> Chain:
    """Return the stages of the profile, each as the settings change it or leave it out."""
    filters: list[Filter] = []
    for key, kind, number, make in (
        ("high_pass", HighPass, values.number(20, 300), HighPass),
        ("presence", Presence, values.number(-6, 9), lambda gain: Presence(gain=gain)),
    ):
        stage = next((one for one in usual.filters if isinstance(one, kind)), None)
        if (chosen := section.value(key, _unless_off(number, make), stage)) is not None:
            filters.append(chosen)
    compressor = section.value(
        "compressor", _unless_off(values.number(1, 10), lambda ratio: Compressor(ratio=ratio)), usual.compressor
    )
    limiter = Limiter() if section.value("limiter", values.yes_no, True) else None
    return replace(usual, filters=tuple(filters), compressor=compressor, limiter=limiter)


def _unless_off(number: Callable[[str], float], make: Callable[[float], T]) -> Callable[[str], T | None]:
    """Return a parser of a number, or of a word that says no."""

    def parse(written: str) -> T | None:
        if written.lower() in values.NO:
            return None
        try:
            return make(number(written))
        except UnreadableError as error:
            raise UnreadableError(error.what, f"{error.hint}, hoặc “không” để tắt") from None

    return parse


def _bitrate(written: str) -> int:
    return values.one_of({str(rate): rate for rate in BITRATES})(written)
