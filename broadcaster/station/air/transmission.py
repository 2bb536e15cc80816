"""
Programmes on the air: released, played on every output, or missed for a reason.

In: a slot of the plan at the moment when it needs something. Out: a release, players, lines of the as-run log.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from broadcaster.core.errors import BroadcasterError, reason_of
from broadcaster.core.hours import LatePolicy
from broadcaster.playout.cue import Cue
from broadcaster.playout.job import Job
from broadcaster.playout.lease import Lease
from broadcaster.production.cart import Cart, CartFiles
from broadcaster.programme.plan import PlannedSlot
from broadcaster.records.asrun import FAULT, MISSED, RELEASED
from broadcaster.records.course import released, unfinished
from broadcaster.records.orders import Orders
from broadcaster.records.release import Release
from broadcaster.station.air import stopping
from broadcaster.station.air.jobs import job_on, url_of
from broadcaster.station.air.leg import Leg, Need
from broadcaster.station.air.legs import Legs
from broadcaster.station.air.players import Players
from broadcaster.station.air.released import absence_facts, programme_facts, slot_facts, stamp
from broadcaster.station.air.showing import Showing, airing_facts
from broadcaster.station.air.standin import StandIn
from broadcaster.station.desk import gate
from broadcaster.station.desk.newsroom import News
from broadcaster.station.live import Live
from broadcaster.station.making.studio import slot_key
from broadcaster.station.notices import STATION, Notices
from broadcaster.station.setup.sections.outputs import OutputOptions

RECENT = timedelta(days=2)
"""How far back a programme on the air may have begun; what is older was seen to its end when the station started."""


class Transmission:
    """Puts programmes on the air."""

    def __init__(self, live: Live, players: Players, notices: Notices, shift: timedelta) -> None:
        """
        Set up.

        Args:
            live: The station whose carts and ledgers count, and the outputs to play to.
            players: Who plays.
            notices: Told what people should know.
            shift: Of a rehearsal: station time less host time.
        """
        self._live = live
        self._players = players
        self._notices = notices
        self._shift = shift
        self._legs = Legs()
        self._since = date.min

    def release(
        self,
        slot: PlannedSlot,
        cart: Cart,
        news: News,
        now: datetime,
        until: datetime | None,
        instead: StandIn | None = None,
    ) -> None:
        """
        Let *cart* air in *slot*, without what may not, and not beyond *until*; *instead* tells what it stands in for.

        Raises:
            NotApprovedError: Nothing of it may.
        """
        key, station = slot_key(slot), self._live.station
        passed = gate.ask(cart, news, slot.start.date())
        release = Release(key, cart.flac, cart.flac_hash, slot.start, passed.keep, passed.approvals)
        release.write(self._release_path(key))
        for name, reason in passed.withheld:
            self._notices.tell(f"{key} {name}", f"cắt khỏi chương trình: {reason}.")
        outputs = self._live.outputs
        facts = slot_facts(slot) | programme_facts(cart, passed, news) | airing_facts(slot, outputs, until)
        facts |= absence_facts(slot, passed, news)
        if instead is not None:
            facts |= {"of": cart.slot, "instead": {"kind": instead.kind.value, "reason": instead.reason}}
        station.asrun.append(RELEASED, now, slot=key, **facts)
        self._legs.released(key, outputs)
        self.watch(key, now)

    def miss(self, slot: PlannedSlot, reason: str, now: datetime) -> None:
        """Record that *slot* does not air at all."""
        key = slot_key(slot)
        facts = {**slot_facts(slot), "reason": reason, "items": list(slot.rundown.items)}
        self._live.station.asrun.append(MISSED, now, slot=key, **facts)
        self._notices.tell(key, f"Không phát: {reason}.")

    def stopped(self, now: datetime) -> str:
        """Return why nothing may air at *now*, somebody having stopped the station, in Vietnamese; empty: it may."""
        station = self._live.station
        if station.programmes != station.folder.programmes:  # of a dry run, which nobody hears
            return ""
        stop = Orders(station.folder.orders).blocked(now - self._shift)
        return "" if stop is None else stop.why

    def keep_stopped(self, before: datetime, now: datetime) -> None:
        """See that a clock that was set from *before* to *now* lifts no stop."""
        folder = self._live.station.folder
        if kept := stopping.keep(folder, before - self._shift, now - self._shift):
            self._notices.tell(STATION, f"Đồng hồ đổi ngày, vẫn còn {kept.why}. Muốn phát: broadcaster release.")

    def on_air(self) -> tuple[str, ...]:
        """Return the slots that were released and are not over on every output."""
        asrun = self._live.station.asrun
        found = tuple(slot for slot in asrun.slots(self._since) if unfinished(asrun.of_slot(slot)))
        self._since = self._live.station.clock.now().date() - RECENT
        self._legs.keep(found)
        return found

    def watch(self, slot: str, now: datetime) -> None:
        """See that every output plays the released *slot*, or that the log says why it does not."""
        station = self._live.station
        lines = station.asrun.of_slot(slot)
        line = released(lines)
        if line is None:
            return
        showing = Showing.of(line, station.settings.zone)
        known = self._legs.outputs(slot, self._live.outputs)
        running = self._players.running()
        for name, url in showing.outputs.items():
            leg = self._legs.leg(showing, url, lines, now)
            if leg.place not in running and (leg.over or not self._found(leg)):
                self._attend(leg, known.get(name), now)
            else:
                self._legs.seen(leg, now)

    def _found(self, leg: Leg) -> bool:
        """Return whether a player of an earlier run is at it; this run watches it, and ends it with its own."""
        found = self._players.find(leg.place)
        if found:
            what = "chương trình do lần chạy trước mở vẫn đang phát hoặc chờ phát; tắt đài (Ctrl-C) là dừng cả nó"
            self._notices.tell(leg.showing.slot, f"{leg.url}: {what}.")
        return found

    def _attend(self, leg: Leg, output: OutputOptions | None, now: datetime) -> None:
        """Do what *leg* needs, no player being at work on it."""
        need = leg.need(now)
        event, reason = leg.failure
        if need is Need.NOTHING:
            return
        if stop := self.stopped(now):
            if now > leg.last_chance:  # until then somebody may let it air again
                self._record(event, leg, stop, now)
            return
        if output is None or url_of(output, leg.showing.slot) != leg.url:
            self._record(event, leg, "ngõ ra này không còn trong cài đặt", now)
        elif quiet := self._quiet(output, now, leg.end):
            self._record(MISSED, leg, quiet, now)
        elif need is Need.PLAY:
            self._play(leg, output, now)
        elif not Lease(self._live.station.records / "players", *leg.place).taken():  # who holds it will tell itself
            self._record(event, leg, reason, now)

    def _play(self, leg: Leg, output: OutputOptions, now: datetime) -> None:
        if leg.attempts:
            with suppress(BroadcasterError):  # a log that cannot be written must not keep the sound away
                self._record(FAULT, leg, "trình phát bị tắt đột ngột; mở lại", now)
        try:
            self._players.start(self._job(leg, output))
        except (BroadcasterError, OSError) as error:
            obstacle = f"không mở được trình phát: {reason_of(error)}"
            self._legs.hindered(leg, obstacle)
            self._notices.tell(leg.showing.slot, f"{leg.url}: {obstacle}")
            return
        self._legs.tried(leg)

    def _quiet(self, output: OutputOptions, now: datetime, end: datetime) -> str:
        """Return why a rehearsal must not reach the loudspeakers at the hour that it truly is; empty where it may."""
        station = self._live.station
        quiet = station.settings.schedule.quiet_hours
        if not (station.rehearsal and output.loudspeakers and quiet is not None):
            return ""
        if quiet.overlaps(now - self._shift, end - self._shift):
            return f"giờ thật chạm vào giờ yên tĩnh {quiet}; chạy thử không mở loa"
        return ""

    def _job(self, leg: Leg, output: OutputOptions) -> Job:
        station, showing = self._live.station, leg.showing
        quiet = station.settings.schedule.quiet_hours
        cue = Cue(
            slot=showing.slot,
            title=showing.title,
            at=showing.start,
            cart=CartFiles.of(station.programmes, showing.cart).flac,
            release=self._release_path(showing.slot),
            late=LatePolicy.JOIN if leg.started else showing.late,
            grace=showing.longest if leg.started else showing.grace,
            longest=showing.longest,
            quiet=() if quiet is None or station.rehearsal else (quiet,),
            until=showing.until,
            begun=leg.begun_late,
        )
        return job_on(output, cue, station, shift=self._shift)

    def _record(self, event: str, leg: Leg, reason: str, now: datetime) -> None:
        facts = {"slot": leg.showing.slot, "output": leg.url, "planned": stamp(leg.showing.start), "reason": reason}
        self._live.station.asrun.append(event, now, **facts)
        self._notices.tell(leg.showing.slot, f"{leg.url}: {reason}.")

    def _release_path(self, slot: str) -> Path:
        return self._live.station.records / "releases" / f"{slot}.json"
