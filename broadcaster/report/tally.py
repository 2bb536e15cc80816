"""What was heard in a period, counted by item and by kind. In: a Period. Out: tallies, each with its ledger lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from broadcaster.content.item import Kind
from broadcaster.core.units import Seconds
from broadcaster.report.period import Period
from broadcaster.report.sessions import Heard, Session

FIXED = (Kind.GREETING, Kind.IDENT, Kind.LINK, Kind.CLOSING)
"""Kinds that frame a programme and are no content of it."""

_ORDER = {kind.value: number for number, kind in enumerate(Kind)}
_FIXED = {kind.value for kind in FIXED}


@dataclass(frozen=True)
class ItemTally:
    """One item over all its airings."""

    item: str
    kind: str
    title: str
    """As last aired."""
    author: str
    """As last aired."""
    airings: int
    """Sessions in which its body was heard in full."""
    seconds: Seconds
    """Heard of it in all, headlines, repetitions and what was cut short too."""
    length: Seconds
    """Of its body, said once, as last aired."""
    days: tuple[date, ...]
    """Days of its airings, each once."""
    seqs: tuple[int, ...]
    """Ledger lines of the sessions in which anything of it was heard."""


@dataclass(frozen=True)
class KindTally:
    """All items of one kind."""

    kind: str
    items: int
    """Different ones, heard in full at least once."""
    airings: int
    seconds: Seconds
    seqs: tuple[int, ...]


def by_item(period: Period) -> tuple[ItemTally, ...]:
    """Return what was heard of each item beyond its headline, by kind, then the most often aired first."""
    found: dict[str, list[tuple[Session, Heard]]] = {}
    for session in period.all_sessions:
        for each in session.items:
            if each.kind not in _FIXED and (each.whole or each.body > 0):
                found.setdefault(each.item, []).append((session, each))
    tallies = (_item(airings) for airings in found.values())
    return tuple(sorted(tallies, key=lambda each: (_ORDER.get(each.kind, 99), -each.airings, each.item)))


def by_kind(items: Sequence[ItemTally]) -> tuple[KindTally, ...]:
    """Return *items* added up by kind, in the order of kinds."""
    kinds = dict.fromkeys(each.kind for each in items)
    return tuple(_kind(kind, [each for each in items if each.kind == kind]) for kind in kinds)


def lines_of(sessions: Iterable[Session]) -> tuple[int, ...]:
    """Return the numbers of the ledger lines that tell of *sessions*."""
    return tuple(sorted(seq for session in sessions for seq in session.seqs))


def _item(airings: Sequence[tuple[Session, Heard]]) -> ItemTally:
    last = airings[-1][1]
    whole = [session for session, each in airings if each.whole]
    return ItemTally(
        item=last.item,
        kind=last.kind,
        title=last.title,
        author=last.author,
        airings=len(whole),
        seconds=Seconds(round(sum(each.seconds for _, each in airings), 3)),
        length=last.length,
        days=tuple(dict.fromkeys(session.day for session in whole)),
        seqs=lines_of(session for session, _ in airings),
    )


def _kind(kind: str, items: Sequence[ItemTally]) -> KindTally:
    return KindTally(
        kind=kind,
        items=sum(each.airings > 0 for each in items),
        airings=sum(each.airings for each in items),
        seconds=Seconds(round(sum(each.seconds for each in items), 3)),
        seqs=tuple(sorted({seq for each in items for seq in each.seqs})),
    )
