"""Jobs for players: a cue and an output of the settings become all that one player is told."""

from __future__ import annotations

from datetime import timedelta

from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue
from broadcaster.playout.job import Job
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import Station


def job_on(
    output: OutputOptions,
    cue: Cue,
    station: Station,
    *,
    shift: timedelta = timedelta(),
    takeover: str = "",
    test: bool = False,
) -> Job:
    """
    Return the job that plays *cue* on *output*.

    Args:
        output: Its URL may say ``{slot}``: a file for each programme.
        cue: What to play.
        station: Whose records it writes to. A programme hears the orders of the real station, in rehearsals too:
            whoever stops the loudspeakers need not know what sounds on them.
        shift: Of a rehearsal: station time less host time.
        takeover: Id of the order that the cue is the takeover of; empty for a programme.
        test: Whether what happens belongs with the rehearsals.
    """
    records = station.folder.records(rehearsal=True) if test else station.records
    return Job(
        cue=cue,
        output=url_of(output, cue.slot),
        asrun=records / "asrun",
        zone=station.settings.zone,
        shift=Seconds(shift.total_seconds()),
        level=output.level,
        delay=output.delay,
        orders=station.orders if takeover else station.folder.orders,
        takeover=takeover,
        preroll=output.preroll,
    )


def url_of(output: OutputOptions, slot: str) -> str:
    """Return the URL to play *slot* to; a file is one for each programme where its path says ``{slot}``."""
    return output.url.replace("{slot}", slot.replace("/", "-"))
