"""What the report makes of a programme that was broken into is what the player says was heard."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playout.stand_ins import AT, RATE, Cart, Told
from playout.takeover_samples import OnAir, on_air, order_takeover

from broadcaster.core.clock import FakeClock
from broadcaster.programme.calendar import Days
from broadcaster.records.chain import Line, link
from broadcaster.records.order import Then
from broadcaster.report.period import tell

MakeCart = Callable[..., Cart]
BEGIN = 7 * RATE


@pytest.fixture
def air(tmp_path: Path, clock: FakeClock, told: Told, make_cart: MakeCart) -> OnAir:
    return on_air(tmp_path, clock, told, make_cart(4.0))


def ledger(air: OnAir) -> list[Line]:
    """Return what the as-run log holds of it: the release, then all that the player told."""
    contents = [
        {"item": name, "kind": "tin", "title": name, "parts": [["bài", start, length]]}
        for name, start, length in (("before", 0.0, 0.9), ("broken", 0.9, 0.5), ("after", 2.5, 1.0))
    ]
    facts = {"slot": air.cue.slot, "planned": AT.isoformat(), "seconds": 4.0, "contents": contents}
    lines: list[Line] = []

    def add(event: str, at: datetime, facts: dict[str, object]) -> None:
        lines.append(link("asrun", lines[-1] if lines else None, at, event, facts))

    add("released", AT, facts)
    for event in air.told.events:
        add(event.kind.value, event.actual, dict(event.to_facts()))
    return lines


@pytest.mark.parametrize(
    ("then", "whole"),
    [
        (Then.JOIN, {"before": True, "broken": False, "after": True}),
        (Then.RESUME, {"before": True, "broken": True, "after": True}),
        (Then.END, {"before": True, "broken": False, "after": False}),
    ],
)
def test_the_seconds_are_those_the_player_counted(air: OnAir, then: Then, whole: dict[str, bool]) -> None:
    air.does[BEGIN + RATE] = lambda: order_takeover(air.folder, air.clock.now(), then=then)
    last = air.play()
    period = tell(ledger(air), Days(AT.date(), AT.date()))
    (session,) = period.sessions
    assert session.seconds == pytest.approx(last.facts["heard"], abs=0.05)
    assert {each.item: each.whole for each in session.items} == whole
    (order,) = period.takeovers
    assert (order.what, order.by, order.title, order.seconds) == ("ended", "Chủ tịch xã", "Nước lên", 1.0)
