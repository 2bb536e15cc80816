"""Ledgers: what was recorded stays, what was changed shows."""

from __future__ import annotations

import json
import multiprocessing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from broadcaster.core.errors import RecordError, Severity
from broadcaster.records.ledger import Ledger

HANOI = timezone(timedelta(hours=7))
START = datetime(2025, 9, 29, 5, 30, tzinfo=HANOI)


def filled(folder: Path, count: int = 6) -> Ledger:
    ledger = Ledger(folder, "asrun")
    for number in range(count):
        ledger.append("started", START + timedelta(days=number), {"slot": f"khung-{number}", "chữ": "Ngọc Thiện"})
    return ledger


def test_lines_come_back_in_order_over_month_files(tmp_path: Path) -> None:
    filled(tmp_path)
    lines = Ledger(tmp_path, "asrun").lines()
    assert [line.seq for line in lines] == [1, 2, 3, 4, 5, 6]
    assert [line.facts["slot"] for line in lines] == [f"khung-{number}" for number in range(6)]
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == ["2025-09.jsonl", "2025-10.jsonl"]
    assert lines[0].at == START


def test_lines_are_readable_text(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    raw = (tmp_path / "2025-09.jsonl").read_text("utf-8")
    assert "Ngọc Thiện" in raw
    assert json.loads(raw)["at"] == "2025-09-29T05:30:00.000+07:00"


def test_another_ledgers_chain_does_not_fit(tmp_path: Path) -> None:
    filled(tmp_path)
    with pytest.raises(RecordError):
        Ledger(tmp_path, "approvals").lines()


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("fault", ["edit", "delete", "repeat", "swap", "insert"])
def test_every_tampering_shows_with_its_line(tmp_path: Path, fault: str, number: int) -> None:
    filled(tmp_path)
    path = tmp_path / "2025-10.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    if fault == "edit":
        lines[number] = lines[number].replace(b"started", b"stopped")
    elif fault == "delete":
        del lines[number]
    elif fault == "repeat":
        lines.insert(number, lines[number])
    elif fault == "swap":
        lines[number], lines[number + 1] = lines[number + 1], lines[number]
    else:
        lines.insert(number, b'{"event":"started"}\n')
    path.write_bytes(b"".join(lines))
    problems = Ledger(tmp_path, "asrun").verify()
    assert problems
    assert problems[0].file.endswith("2025-10.jsonl")
    assert problems[0].line in (number + 1, number + 2)
    with pytest.raises(RecordError, match="2025-10"):
        Ledger(tmp_path, "asrun").lines()


def test_a_removed_month_shows(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "2025-09.jsonl").unlink()
    assert [problem.line for problem in Ledger(tmp_path, "asrun").verify()] == [1]


@pytest.mark.parametrize("kept", range(1, 240, 7))
def test_a_torn_tail_is_cut_off_and_told(tmp_path: Path, kept: int) -> None:
    filled(tmp_path, 1)
    whole = filled(tmp_path / "other", 2)
    second = (tmp_path / "other" / "2025-09.jsonl").read_bytes().splitlines(keepends=True)[1]
    path = tmp_path / "2025-09.jsonl"
    with path.open("ab") as stream:
        stream.write(second[: min(kept, len(second) - 1)])
    ledger = Ledger(tmp_path, "asrun")
    assert len(ledger.lines()) == 1
    ledger.append("ended", START, {"slot": "khung-0"})
    assert [line.event for line in Ledger(tmp_path, "asrun").lines()] == ["started", "repaired", "ended"]
    assert Ledger(tmp_path, "asrun").verify() == ()
    assert len(whole.lines()) == 2


def test_a_reader_sees_what_others_add(tmp_path: Path) -> None:
    reader = Ledger(tmp_path, "asrun")
    assert reader.lines() == ()
    filled(tmp_path, 2)
    assert len(reader.lines()) == 2
    Ledger(tmp_path, "asrun").append("ended", START, {})
    assert [line.event for line in reader.lines()] == ["started", "started", "ended"]


def test_a_clock_set_back_over_a_month_keeps_the_order_of_files(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, "asrun")
    ledger.append("started", START + timedelta(days=10), {})
    ledger.append("started", START, {})
    assert Ledger(tmp_path, "asrun").verify() == ()


def _append_many(folder: str, name: str) -> None:
    ledger = Ledger(Path(folder), "asrun")
    for number in range(10):
        ledger.append("started", START, {"who": name, "number": number})


def test_many_processes_write_one_chain(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_many, args=(str(tmp_path), str(number))) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    ledger = Ledger(tmp_path, "asrun")
    assert len(ledger.lines()) == 30
    assert ledger.verify() == ()


def test_a_line_is_added_however_the_lines_long_before_look(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "2025-09.jsonl").write_bytes(b"hong\n" * 1000)
    ledger = Ledger(tmp_path, "asrun")
    assert ledger.append("started", START + timedelta(days=6), {}).seq == 7
    assert ledger.length() == 7
    with pytest.raises(RecordError, match="2025-09"):
        ledger.lines()


def test_nothing_is_added_after_a_last_line_that_was_changed(tmp_path: Path) -> None:
    filled(tmp_path)
    path = tmp_path / "2025-10.jsonl"
    path.write_bytes(path.read_bytes()[:-5] + b"0000\n")
    with pytest.raises(RecordError, match=r"2025-10.jsonl:4"):
        Ledger(tmp_path, "asrun").append("started", START, {})


@pytest.mark.parametrize("length", [10, 16_000, 16_384, 40_000])
def test_the_last_line_is_found_however_long_it_is(tmp_path: Path, length: int) -> None:
    ledger = Ledger(tmp_path, "asrun")
    for number in range(3):
        ledger.append("started", START, {"chữ": "đ" * length, "number": number})
        assert Ledger(tmp_path, "asrun").length() == number + 1
    assert ledger.verify() == ()


def test_an_empty_month_left_by_a_power_cut_hides_nothing(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "2025-11.jsonl").touch()
    assert Ledger(tmp_path, "asrun").append("started", START + timedelta(days=40), {}).seq == 7
    assert Ledger(tmp_path, "asrun").verify() == ()


def test_only_the_months_asked_for_are_read(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "2025-09.jsonl").write_bytes(b"hong\n")
    late = Ledger(tmp_path, "asrun", since=START.date() + timedelta(days=3))
    assert [line.seq for line in late.lines()] == [3, 4, 5, 6]


def test_a_line_of_a_later_version_is_refused_for_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "2025-09.jsonl").write_bytes(b'{"v":2,"what":"unknown"}\n')
    (problem,) = Ledger(tmp_path, "asrun").verify()
    assert "định dạng 2" in problem.what
    assert "bản mới hơn" in problem.what


def test_what_a_power_cut_left_is_told_and_is_no_fault(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    with (tmp_path / "2025-09.jsonl").open("ab") as stream:
        stream.write(b'{"at":')
    (problem,) = Ledger(tmp_path, "asrun").verify()
    assert (problem.severity, problem.line) == (Severity.WARNING, 2)


def test_a_snapshot_holds_whole_lines_of_every_month(tmp_path: Path) -> None:
    ledger = filled(tmp_path)
    with (tmp_path / "2025-10.jsonl").open("ab") as stream:
        stream.write(b'{"at":')
    taken = ledger.snapshot()
    assert list(taken) == ["2025-09.jsonl", "2025-10.jsonl"]
    assert sum(data.count(b"\n") for data in taken.values()) == 6
    assert all(data.endswith(b"}\n") for data in taken.values())


def test_where_nothing_was_added_nothing_is_put_together_anew(tmp_path: Path) -> None:
    ledger = filled(tmp_path, 3)
    before = ledger.lines()
    assert ledger.lines() is before
    ledger.append("ended", START + timedelta(days=9), {})
    assert ledger.lines()[:3] == before
    assert len(ledger.lines()) == 4
    ledger.forget(datetime(2025, 10, 1, tzinfo=HANOI))
    assert [line.seq for line in ledger.lines()] == [3, 4]
