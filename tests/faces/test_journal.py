"""How a line of the as-run log is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broadcaster.faces.cli.journal import said_already, told
from broadcaster.records.chain import Line

AT = datetime(2025, 10, 1, 5, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def line(event: str, **facts: Any) -> Line:
    return Line(1, AT, event, facts, "", "")


def test_what_concerns_no_slot_leaves_no_gap() -> None:
    assert told("fault", AT, {"reason": "đĩa đầy"}) == "05:30:00 sự cố: đĩa đầy"
    assert told("missed", AT, {"slot": "a", "reason": "trễ"}) == "05:30:00 không phát a: trễ"


@pytest.mark.parametrize("event", ["fault", "missed", "unready"])
def test_what_the_station_says_itself_is_not_printed_from_the_log_too(event: str) -> None:
    assert said_already(line(event, reason="đĩa đầy"))
    assert not said_already(line(event, reason="đĩa đầy", output="soundcard:"))
    assert not said_already(line("released", slot="a"))
