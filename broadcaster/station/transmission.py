"""
One slot on the air: released, played on every output, or missed for a reason.

In: a slot of the plan at the moment when it needs something. Out: a release, players, lines of the as-run log.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from broadcaster.core.errors import BroadcasterError
from broadcaster.core.hours import LatePolicy
from broadcaster.playout.cue import Cue
from broadcaster.playout.job import Job
from broadcaster.production.cart import Cart, CartFiles
from broadcaster.programme.plan import PlannedSlot
from broadcaster.records.asrun import CUT, FAULT, MISSED, RELEASED
from broadcaster.records.chain import Line
from broadcaster.records.release import Release
from broadcaster.station import gate
from broadcaster.station.duty import has_started, is_over, latest_start, may_have_started
from broadcaster.station.jobs import job_on, url_of
from broadcaster.station.newsroom import News
from broadcaster.station.notices import Notices
from broadcaster.station.players import Players
from broadcaster.station.released import programme_facts, slot_facts, stamp
from broadcaster.station.sections.outputs import OutputOptions
from broadcaster.station.studio import slot_key
from broadcaster.station.wiring import Station

ATTEMPTS = 5
"""Players started for one slot on one output before it is given up."""


class Transmission:
    """Puts programmes on the air."""

    def __init__(
        self, station: Station, outputs: Sequence[OutputOptions], players: Players, notices: Notices, shift: timedelta
    ) -> None:
        """
        Set up.

        Args:
            station: Whose carts and ledgers count.
            outputs: To play to.
            players: Who plays.
            notices: Told what people should know.
            shift: Of a rehearsal: station time less host time.
        """
        self._station = station
        self._outputs = tuple(outputs)
        self._players = players
        self._notices = notices
        self._shift = shift
        self._attempts: dict[tuple[str, str], int] = {}
        self._heard: set[tuple[str, str]] = set()

    def release(self, slot: PlannedSlot, cart: Cart, news: News, now: datetime) -> None:
        """
        Let *cart* air in *slot*, without what may not.

        Raises:
            NotApprovedError: Nothing of it may.
        """
        key = slot_key(slot)
        passed = gate.ask(cart, news, slot.start.date())
        release = Release(key, cart.flac, cart.flac_hash, slot.start, passed.keep, passed.approvals)
        release.write(self._release_path(key))
        for name, reason in passed.withheld:
            self._notices.tell(f"{key} {name}", f"cắt khỏi chương trình: {reason}.")
        facts = slot_facts(slot) | programme_facts(cart, passed, news)
        facts["left_out"] = {each.item_id: each.reason for each in slot.rundown.left_out}
        self._station.asrun.append(RELEASED, now, slot=key, **facts)

    def watch(self, slot: PlannedSlot, lines: Sequence[Line], now: datetime) -> None:
        """See that every output plays what was released, or that the log says why it does not."""
        key = slot_key(slot)
        length = next(float(line.facts["seconds"]) for line in lines if line.event == RELEASED)
        end = slot.start + timedelta(seconds=length)
        running = self._players.running()
        for output in self._outputs:
            place = (key, url_of(output, key))
            if is_over(lines, place[1]):
                continue
            if place in running:
                if now >= slot.start:
                    self._heard.add(place)
                continue
            started = place in self._heard or may_have_started(lines, place[1], slot, now)
            attempts = self._attempts.get(place, 0)
            quiet = self._quiet(output, now, end)
            if quiet:
                self._record(MISSED, slot, output, quiet, now)
            elif attempts < ATTEMPTS and (now <= (end if started else latest_start(slot)) or not (started or attempts)):
                self._play(slot, output, now, again=attempts > 0, resume=started)
            else:
                self._give_up(slot, output, now, started=started, known=has_started(lines, place[1]))

    def _play(self, slot: PlannedSlot, output: OutputOptions, now: datetime, *, again: bool, resume: bool) -> None:
        place = (slot_key(slot), url_of(output, slot_key(slot)))
        self._attempts[place] = self._attempts.get(place, 0) + 1
        if again:
            with suppress(BroadcasterError):  # a log that cannot be written must not keep the sound away
                self._record(FAULT, slot, output, "trình phát bị tắt đột ngột; mở lại", now)
        self._players.start(self._job(slot, output, resume=resume))

    def _give_up(self, slot: PlannedSlot, output: OutputOptions, now: datetime, *, started: bool, known: bool) -> None:
        if not started:
            self._record(MISSED, slot, output, "trình phát không khởi động được", now)
        elif known:
            self._record(CUT, slot, output, "bị ngắt giữa chừng, không phát tiếp được", now)
        else:
            self._record(CUT, slot, output, "bị ngắt đúng lúc bắt đầu; không rõ đã nghe được gì chưa", now)

    def _quiet(self, output: OutputOptions, now: datetime, end: datetime) -> str:
        """Return why a rehearsal must not reach the loudspeakers at the hour that it truly is; empty where it may."""
        quiet = self._station.settings.schedule.quiet_hours
        if not (self._station.rehearsal and output.loudspeakers and quiet is not None):
            return ""
        if quiet.overlaps(now - self._shift, end - self._shift):
            return f"giờ thật chạm vào giờ yên tĩnh {quiet}; chạy thử không mở loa"
        return ""

    def miss(self, slot: PlannedSlot, reason: str, now: datetime) -> None:
        """Record that *slot* does not air at all."""
        key = slot_key(slot)
        facts = {**slot_facts(slot), "reason": reason, "items": list(slot.rundown.items)}
        self._station.asrun.append(MISSED, now, slot=key, **facts)
        self._notices.tell(key, f"Không phát: {reason}.")

    def _job(self, slot: PlannedSlot, output: OutputOptions, *, resume: bool) -> Job:
        key = slot_key(slot)
        settings = self._station.settings
        quiet = settings.schedule.quiet_hours
        cue = Cue(
            slot=key,
            title=slot.name,
            at=slot.start,
            cart=CartFiles.of(self._station.programmes, key).flac,
            release=self._release_path(key),
            late=LatePolicy.JOIN if resume else slot.late,
            grace=slot.longest if resume else slot.grace,
            longest=slot.longest,
            quiet=() if quiet is None or self._station.rehearsal else (quiet,),
        )
        return job_on(output, cue, self._station, shift=self._shift)

    def _record(self, event: str, slot: PlannedSlot, output: OutputOptions, reason: str, now: datetime) -> None:
        key = slot_key(slot)
        facts = {"slot": key, "output": url_of(output, key), "planned": stamp(slot.start), "reason": reason}
        self._station.asrun.append(event, now, **facts)
        self._notices.tell(key, f"{output.name}: {reason}.")

    def _release_path(self, key: str) -> Path:
        return self._station.records / "releases" / f"{key}.json"
