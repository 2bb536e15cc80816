"""
Play by hand: one cart, or one test sound, at one instant on one output.

In: a file, an instant, the URL of an output. Out: a job that has passed the same gate as the station's own.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from broadcaster.core.errors import NotFoundError, OutputError
from broadcaster.core.hours import LatePolicy
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue
from broadcaster.playout.job import Job
from broadcaster.production.cart import Cart
from broadcaster.records.asrun import RELEASED
from broadcaster.records.release import Release
from broadcaster.station.air import outlets
from broadcaster.station.air.duty import GATE
from broadcaster.station.air.jobs import job_on
from broadcaster.station.air.released import programme_facts, stamp
from broadcaster.station.desk import gate
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import Station

_SHORT = Seconds(2.0)  # how late a sound asked for "now" may begin


def play_cart(station: Station, sheet: Path, at: datetime, output: OutputOptions) -> Job:
    """
    Return the job that plays the cart whose FLAC or cue sheet is *sheet*; waits until the gate opens.

    Raises:
        NotApprovedError: Nothing of it may air.
        AudioError: It is no cart.
    """
    station.clock.sleep((at - GATE - station.clock.now()).total_seconds())
    path = sheet.with_suffix(".json")
    if not path.exists():
        raise NotFoundError(f"Cạnh {sheet} không có tờ cue {path.name}; chỉ phát được chương trình do “render” dựng.")
    cart = Cart.read(path)
    news = station.newsroom.news(fresh=True)
    passed = gate.ask(cart, news, at.date())
    slot = f"{at:%Y-%m-%d}/{at:%H%M%S}-phat-tay"
    release = station.records / "releases" / "by-hand" / f"{at:%Y%m%d-%H%M%S}.json"
    Release(slot, cart.flac, cart.flac_hash, at, passed.keep, passed.approvals).write(release)
    facts = programme_facts(cart, passed, news) | {"planned": stamp(at), "of": cart.slot, "by_hand": True}
    station.asrun.append(RELEASED, station.clock.now(), slot=slot, **facts)
    quiet = station.settings.schedule.quiet_hours
    cue = Cue(
        slot=slot,
        at=at,
        cart=path.parent / cart.flac,
        release=release,
        late=LatePolicy.START,
        grace=_SHORT,
        longest=Seconds(facts["seconds"] + 1),
        quiet=(quiet,) if quiet is not None else (),
    )
    return job_on(output, cue, station)


def play_test(station: Station, sound: Path, at: datetime, output: OutputOptions, *, on_air: bool) -> Job:
    """
    Return the job that plays any *sound* as a test: recorded with the rehearsals, unless loudspeakers sound.

    Args:
        station: Whose output it is.
        sound: Any sound file.
        at: When its first sample is to be heard.
        output: Where to.
        on_air: Whether somebody asked for the loudspeakers, if these are what the output feeds.

    Raises:
        OutputError: The output must not be opened.
    """
    quiet = station.settings.schedule.quiet_hours
    reason = outlets.closed(output, rehearsal=True, on_air=on_air, now=at, quiet=quiet)
    if reason:
        raise OutputError(output.name, reason, permanent=True)
    hours = (quiet,) if quiet is not None and output.loudspeakers else ()
    cue = Cue(sound.name, at, sound, None, late=LatePolicy.START, grace=_SHORT, quiet=hours, test=True)
    return job_on(output, cue, station, test=not output.loudspeakers)


def find_output(station: Station, wanted: str) -> OutputOptions:
    """
    Return the output of that name or URL. A sound card that the settings do not name may be the one with the
    loudspeakers, so it counts as theirs where the station has any.

    Raises:
        NotFoundError: No output has this name, and it is no URL.
    """
    for output in station.settings.outputs:
        if wanted in ("", output.name, output.url):
            return output
    if ":" not in wanted:
        names = ", ".join(output.name for output in station.settings.outputs)
        raise NotFoundError(f"Không có ngõ ra nào tên “{wanted}”; các ngõ ra: {names}.")
    horns = any(output.loudspeakers and output.card is not None for output in station.settings.outputs)
    return OutputOptions(wanted, wanted, loudspeakers=horns and not wanted.startswith("file:"))
