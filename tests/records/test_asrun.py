"""The as-run log and the releases."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcaster.core.errors import RecordError
from broadcaster.records.asrun import CLOCK, ENDED, MISSED, STARTED, AsRun, counting
from broadcaster.records.release import Release

AT = datetime(2025, 10, 1, 5, 30, tzinfo=timezone(timedelta(hours=7)))
SLOT = "2025-10-01/0530-sang"


def test_lines_of_a_future_that_was_none_do_not_count(tmp_path: Path) -> None:
    log = AsRun(tmp_path)
    log.append(STARTED, AT, slot=SLOT)
    log.append(MISSED, AT + timedelta(days=400), slot="2026-11-05/0530-sang")
    log.append(CLOCK, AT + timedelta(hours=1), by="Người trực")
    log.append(ENDED, AT + timedelta(hours=2), slot=SLOT)
    assert [line.event for line in counting(log.lines())] == [STARTED, CLOCK, ENDED]
    assert log.slots() == (SLOT,)


def test_a_rehearsal_does_not_look_at_the_one_before(tmp_path: Path) -> None:
    AsRun(tmp_path).append(STARTED, AT, slot=SLOT)
    log = AsRun(tmp_path, after=1)
    assert log.lines() == ()
    log.append(ENDED, AT, slot=SLOT)
    assert [line.event for line in log.of_day(date(2025, 10, 1))] == [ENDED]


def test_a_day_has_the_lines_of_its_slots_whenever_they_were_written(tmp_path: Path) -> None:
    log = AsRun(tmp_path)
    log.append(MISSED, AT + timedelta(days=1), slot=SLOT)
    log.append("test", AT)
    log.append("test", AT + timedelta(days=1))
    assert [line.event for line in log.of_day(date(2025, 10, 1))] == [MISSED, "test"]


RELEASE = Release(SLOT, "0530-sang.flac", "0" * 64, AT, ((0, 100), (200, 300)), ("a" * 64,))


def test_a_release_round_trips(tmp_path: Path) -> None:
    RELEASE.write(tmp_path / "deep" / "r.json")
    assert Release.read(tmp_path / "deep" / "r.json") == RELEASE


@given(st.binary(max_size=200))
def test_no_file_makes_a_release_by_accident(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("r") / "r.json"
    path.write_bytes(data)
    with pytest.raises(RecordError):
        Release.read(path)


@pytest.mark.parametrize("keep", ["[[5,3]]", "[[0,9],[5,12]]", "[[-1,3]]", "[[0,true]]", "[[0.5,3]]", "[[1]]", "3"])
def test_stretches_that_make_no_sense_are_refused(tmp_path: Path, keep: str) -> None:
    path = tmp_path / "r.json"
    RELEASE.write(path)
    text = path.read_text("utf-8")
    start = text.index('"keep"')
    end = text.index('"approvals"')
    path.write_text(text[:start] + f'"keep": {keep}, ' + text[end:], "utf-8")
    with pytest.raises(RecordError):
        Release.read(path)
