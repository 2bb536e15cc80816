"""
What truly aired, for whoever plans the next day: the same sessions that the report counts.

In: an as-run ledger that grows. Out: how often and when each item was heard in full. A slot is told anew only when the
ledger has more of it; of months long past only the days are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from broadcaster.programme.rotation import Airing
from broadcaster.records.asrun import AsRun
from broadcaster.records.chain import Line
from broadcaster.report.sessions import Outcome, Session, tell_session
from broadcaster.report.takeovers import breaks

FRESH = timedelta(days=62)
"""How long slots are kept whole: longer than any slot is still looked at."""


class History:
    """What one ledger tells of the air."""

    def __init__(self, asrun: AsRun) -> None:
        self._asrun = asrun
        self._known: dict[str, tuple[int, Session | None]] = {}
        self._past: dict[str, list[date]] = {}
        """Days on which an item was heard in full, of the months that are no longer kept whole."""
        self._fresh = date.min
        """The first day whose slots are kept whole."""
        self._recalls = 0

    def length(self) -> int:
        """Return how many lines the ledger has."""
        return self._asrun.length()

    def days_heard(self, before: date) -> Mapping[str, list[date]]:
        """Return for each item the days, before that one, on which it was heard in full, once an airing."""
        found: dict[str, list[date]] = {}
        for session in self._sessions():
            if session.day < before and not session.by_hand:
                for each in session.items:
                    if each.whole:
                        found.setdefault(each.item, []).append(session.day)
        for item, days in self._past.items():
            found[item] = [day for day in days if day < before] + found.get(item, [])
        return {item: days for item, days in found.items() if days}

    def condense(self, today: date) -> None:
        """Of whole months more than :data:`FRESH` before *today* keep the days alone."""
        first = (today - FRESH).replace(day=1)
        for item, days in self.days_heard(first).items():
            self._past[item] = days
        self._fresh = first
        self._asrun.forget(first)
        self._known = {slot: known for slot, known in self._known.items() if slot >= first.isoformat()}

    def settled(self, day: date) -> Mapping[str, tuple[str, ...]]:
        """
        Return the slots of *day* that were released or missed, by id, each with the items that count as aired.

        While a programme is on the air all of it counts, afterwards what was heard in full.
        """
        found = {}
        for session in self._sessions(day):
            if session.day == day and not session.by_hand:
                running = session.outcome is Outcome.UNKNOWN
                items = tuple(each.item for each in session.items if each.whole or running)
                found[session.slot.partition("/")[2].partition("-")[2]] = items
        return found

    def _sessions(self, since: date = date.min) -> Iterator[Session]:
        slots = self._asrun.by_slot(since)
        if self._recalls != self._asrun.recalls:
            self._recalls, self._past, self._fresh = self._asrun.recalls, {}, date.min
        taken = {slot: lines for slot, lines in slots.items() if "-chen-" in slot}
        for slot, lines in slots.items():
            count, session = self._known.get(slot, (0, None))
            if count != len(lines):
                session = tell_session(slot, lines, breaks(_of_day(slot.partition("/")[0], taken)))
                self._known[slot] = (len(lines), session)
            if session is not None and session.day >= self._fresh:
                yield session


def _of_day(day: str, taken: Mapping[str, Sequence[Line]]) -> Iterator[Line]:
    """Yield the lines of what was *taken* over on *day*."""
    for slot, lines in taken.items():
        if slot.startswith(f"{day}/"):
            yield from lines


def airings(histories: tuple[History, ...], before: date) -> dict[str, Airing]:
    """Return how often and when each item was aired before that day, as several ledgers tell it together."""
    days: dict[str, list[date]] = {}
    for history in histories:
        for item, found in history.days_heard(before).items():
            days.setdefault(item, []).extend(found)
    return {item: Airing(len(found), max(found), tuple(found)) for item, found in days.items()}
