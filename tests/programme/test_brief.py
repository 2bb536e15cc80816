"""The shortest programme that still is one."""

from __future__ import annotations

from broadcaster.core.units import Seconds
from broadcaster.programme.brief import brief
from broadcaster.programme.rundown import JingleEntry, Part, Rundown, SpokenEntry


def spoken(name: str, seconds: float, part: Part = Part.BODY, **more: object) -> SpokenEntry:
    return SpokenEntry(name, part, Seconds(seconds), Seconds(1), **more)  # type: ignore[arg-type]


OPEN, IDENT, CLOSE = JingleEntry("nhac-hieu", Seconds(10)), spoken("loi-xuong", 3), JingleEntry("nhac-het", Seconds(8))
FULL = Rundown(
    entries=(
        OPEN,
        IDENT,
        spoken("dan-diem-tin", 2, leads_to=("tin-a", "tin-b")),
        spoken("tin-a", 2, Part.TITLE, bed="nen"),
        JingleEntry("nhac-cat", Seconds(1), ("tin-a",)),
        spoken("tin-a", 40, bed="nen"),
        spoken("tin-b", 20, bed="nen"),
        spoken("nhac-lai", 2, leads_to=("tin-b",)),
        spoken("tin-b", 20, repeat=True),
        CLOSE,
    ),
    items=("tin-a", "tin-b"),
)


def test_the_shortest_item_stands_alone_between_opening_and_end() -> None:
    short = brief(FULL)
    assert short.entries == (OPEN, IDENT, spoken("tin-b", 20), CLOSE)
    assert short.items == ("tin-b",)
    assert short.seconds < FULL.seconds


def test_a_brief_programme_is_no_longer_made_brief() -> None:
    assert brief(brief(FULL)) == brief(FULL)


def test_silence_stays_silence() -> None:
    assert brief(Rundown()) == Rundown()
    assert brief(Rundown((OPEN, IDENT), (), ())).empty
