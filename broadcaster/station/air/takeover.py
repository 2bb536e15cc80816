"""
A takeover ordered: what will be heard becomes a cart, a release and an order.

In: what somebody wants heard now, and their name. Out: the order, given, which players obey at once. Only an emergency
airs in quiet hours. While the station is stopped nothing airs, an emergency neither: whoever has taken over a station
must not be able to lift the stop without a name.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from broadcaster.core.errors import NotApprovedError, RecordError, os_reason
from broadcaster.core.priority import Priority
from broadcaster.mixing.master import Chain, MasterOptions
from broadcaster.production.announcement import Announcement, announce
from broadcaster.records.order import NO_REASON, NOBODY, Takeover, one_line
from broadcaster.records.orders import Orders, new_id
from broadcaster.records.release import Release
from broadcaster.station.air.heard import Heard, heard
from broadcaster.station.air.wish import Wish, short
from broadcaster.station.wiring import Station


def order(station: Station, wish: Wish) -> tuple[Takeover, Heard]:
    """
    Give the order for *wish*; returns once it is on the disk.

    Raises:
        NotApprovedError: It may not air; says why and what would help.
        NotFoundError: It is the name of an item or a file that does not exist.
        InputError: It is a file of no text.
        VoiceError: No voice can speak it.
        AudioError: The sound cannot be used.
    """
    refuse(station, wish)
    once = heard(station, wish)
    refuse(station, wish)  # a stop may have come while it was spoken; one that comes from now on is after the order
    now = station.clock.now()
    name = new_id(Takeover, now)
    folder = station.orders.parent / "takeovers"
    try:
        made = announce(
            folder / f"{name}.flac",
            once.sound,
            times=wish.times,
            alarm=wish.alarm,
            options=_mastering(station, once),
        )
        given = _takeover(wish, once, made, name, now)
        Release(given.slot, made.path.name, made.hash, now, ((0, made.frames),), once.approvals).write(
            folder / f"{name}.json"
        )
        Orders(station.orders).put(given)
    except OSError as error:
        raise RecordError(f"Không ghi được lệnh chen phát: {os_reason(error)}.") from error
    return given, once


def refuse(station: Station, wish: Wish) -> None:
    """
    See that *wish* may air now, as far as that can be known before anything is made.

    Raises:
        NotApprovedError: It may not.
    """
    now = station.clock.now()
    shown = short(wish.what)
    stop = Orders(station.folder.orders).blocked(now)
    if stop is not None:
        said = f"đài đang bị dừng ({stop.why})"
        raise NotApprovedError(shown, f"{said}; muốn phát, chạy “broadcaster release” trước")
    quiet = station.settings.schedule.quiet_hours
    if wish.priority is not Priority.EMERGENCY and quiet is not None and quiet.covers(now):
        raise NotApprovedError(shown, f"đang trong giờ yên tĩnh {quiet}; chỉ phát khẩn cấp được phát")


def _mastering(station: Station, once: Heard) -> MasterOptions:
    options = station.settings.finish.mastering
    return replace(options, chain=Chain()) if once.finished else options


def _takeover(wish: Wish, once: Heard, made: Announcement, name: str, now: datetime) -> Takeover:
    return Takeover(
        id=name,
        at=now,
        by=one_line(wish.by, NOBODY),
        reason=one_line(wish.reason, NO_REASON),
        priority=wish.priority,
        title=one_line(short(once.title), "chen phát"),
        cart_hash=made.hash,
        seconds=made.seconds,
        voice=once.voice,
        times=wish.times,
        then=wish.then,
    )
