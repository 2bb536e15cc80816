"""Every way to change what was recorded shows, with file and line, against the digests that were sent away."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from records_samples import FIRST, months, write_days

from broadcaster.core.errors import Problem, RecordError, Severity
from broadcaster.records.archive import Archive
from broadcaster.records.chain import Line, decode, encode, link
from broadcaster.records.digest import Digest
from broadcaster.records.seal import Seal

DAYS = 6
"""From 28 September to 3 October: two month files in each ledger."""

Change = Callable[[list[bytes], int], None]


def edit(lines: list[bytes], at: int) -> None:
    lines[at] = lines[at].replace(b"2025", b"2024", 1)


def delete(lines: list[bytes], at: int) -> None:
    del lines[at]


def insert(lines: list[bytes], at: int) -> None:
    lines.insert(at, encode(Line(at + 1, FIRST, "started", {}, "0" * 64, "0" * 64)) + b"\n")


def repeat(lines: list[bytes], at: int) -> None:
    lines.insert(at, lines[at])


def swap(lines: list[bytes], at: int) -> None:
    other = at - 1 if at else 1
    lines[at], lines[other] = lines[other], lines[at]


def truncate(lines: list[bytes], at: int) -> None:
    del lines[at:]


def tear(lines: list[bytes], at: int) -> None:
    lines[at:] = [lines[at][:-3]]


def blank(lines: list[bytes], at: int) -> None:
    lines.insert(at, b"\n")


def end_differently(lines: list[bytes], at: int) -> None:
    lines[at] = lines[at][:-1] + b"\r\n"


LINE_CHANGES: tuple[Change, ...] = (edit, delete, insert, repeat, swap, truncate, tear, blank, end_differently)
POSITIONS = [
    (ledger, month, number)
    for ledger, counts in (("asrun", (9, 9)), ("approvals", (3, 3)))
    for month, count in enumerate(counts)
    for number in range(count)
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("goc")
    write_days(root, DAYS)
    assert Archive(root / "records").verify() == ()
    return root


@pytest.fixture
def station(written: Path, tmp_path: Path) -> Path:
    shutil.copytree(written, tmp_path / "dai")
    return tmp_path / "dai"


def found(station: Path, *, kept: Path | None = None) -> list[Problem]:
    digests = sorted((kept / "records" / "digests").glob("*.json")) if kept else ()
    return [
        problem
        for problem in Archive(station / "records").verify(digests)
        if problem.severity is Severity.ERROR and problem.file
    ]


@pytest.mark.parametrize("change", LINE_CHANGES, ids=lambda change: change.__name__)
def test_every_change_of_a_line_shows_where_it_was_made(station: Path, change: Change) -> None:
    for ledger, month, number in POSITIONS:
        paths = months(station / "records" / ledger)
        whole = paths[month].read_bytes()
        lines = whole.splitlines(keepends=True)
        change(lines, number)
        paths[month].write_bytes(b"".join(lines))
        first = next(problem for problem in found(station) if ledger in problem.file)
        assert (Path(first.file), first.line) in near(paths, month, number, len(lines)), (ledger, month, number)
        paths[month].write_bytes(whole)
    assert found(station) == []


def near(paths: list[Path], month: int, number: int, left: int) -> set[tuple[Path, int]]:
    """Return where a change of line *number* may show: there, beside it, or where the months no longer meet."""
    places = {(paths[month], line) for line in range(max(1, number), number + 3)}
    if number >= left - 1 and month + 1 < len(paths):
        places.add((paths[month + 1], 1))
    if number == 0 and month:
        places.add((paths[month - 1], paths[month - 1].read_bytes().count(b"\n")))
    return places


def test_a_line_forged_at_the_end_shows(station: Path) -> None:
    for ledger in ("asrun", "approvals"):
        path = months(station / "records" / ledger)[-1]
        whole = path.read_bytes()
        last = decode(whole.splitlines()[-1])
        assert last is not None
        for line in (replace(last, seq=last.seq + 1), replace(last, seq=last.seq + 1, prev=last.hash), last):
            path.write_bytes(whole + encode(line) + b"\n")
            (problem,) = found(station)
            assert (Path(problem.file), problem.line) == (path, whole.count(b"\n") + 1)
        path.write_bytes(whole)


def rechained(lines: list[Line], name: str) -> list[Line]:
    """Return *lines* with every hash made anew, as somebody does who knows how the chain is made."""
    made: list[Line] = []
    for line in lines:
        made.append(link(name, made[-1] if made else None, line.at, line.event, line.facts))
    return made


@pytest.mark.parametrize("number", range(18))
def test_a_chain_written_anew_does_not_fit_the_digests(station: Path, number: int) -> None:
    paths = months(station / "records" / "asrun")
    stored = [(path, decode(raw)) for path in paths for raw in path.read_bytes().splitlines()]
    lines = [line for _, line in stored if line is not None]
    lines[number] = replace(lines[number], facts={"slot": "2025-10-01/0000-dem"})
    made = rechained(lines, "asrun")
    for path in paths:
        rows = [encode(line) for (home, _), line in zip(stored, made, strict=True) if home == path]
        path.write_bytes(b"".join(row + b"\n" for row in rows))
    problems = found(station)
    witnessed = number // 3 * 3 + 3  # the digest of that day saw its third line
    assert f"dòng số {witnessed} " in problems[0].what
    assert (Path(problems[0].file), problems[0].line) == (paths[(witnessed - 1) // 9], (witnessed - 1) % 9 + 1)


@pytest.mark.parametrize("days", range(1, DAYS))
def test_an_older_copy_of_everything_does_not_fit_the_digest_kept_elsewhere(
    written: Path, tmp_path: Path, days: int
) -> None:
    write_days(tmp_path, days)
    shutil.copy(written / "station.key", tmp_path / "station.key")
    assert found(tmp_path) == []
    problems = found(tmp_path, kept=written)
    assert any(f"dừng ở dòng số {days * 3}" in problem.what and problem.line for problem in problems)


def test_an_older_copy_of_the_ledgers_does_not_fit_the_digests_beside_them(station: Path, tmp_path: Path) -> None:
    write_days(tmp_path / "cu", 2)
    shutil.rmtree(station / "records" / "asrun")
    shutil.copytree(tmp_path / "cu" / "records" / "asrun", station / "records" / "asrun")
    assert any("bản cũ" in problem.what or "viết lại" in problem.what for problem in found(station))


@pytest.mark.parametrize("ledger", ["asrun", "approvals"])
@pytest.mark.parametrize("month", [0, 1])
@pytest.mark.parametrize("name", ["2025-08.jsonl", "2025-11.jsonl", "2026-13.jsonl", "2025-10.jsonl.bak", "cu.txt", ""])
def test_a_month_file_renamed_or_removed_shows(station: Path, ledger: str, month: int, name: str) -> None:
    path = months(station / "records" / ledger)[month]
    if name:
        path.rename(path.with_name(name))
    else:
        path.unlink()
    assert any(problem.line or "tệp lạ" in problem.what for problem in found(station))


def test_a_renamed_month_shows_without_any_digest(station: Path) -> None:
    shutil.rmtree(station / "records" / "digests")
    path = months(station / "records" / "asrun")[1]
    path.rename(path.with_name("2025-12.jsonl"))
    assert [problem.line for problem in found(station)][:1] == [1]


def test_swapped_ledgers_show_at_their_first_lines(station: Path) -> None:
    records = station / "records"
    (records / "asrun").rename(records / "x")
    (records / "approvals").rename(records / "asrun")
    (records / "x").rename(records / "approvals")
    lines = {(Path(problem.file).parent.name, problem.line) for problem in found(station)}
    assert {("asrun", 1), ("approvals", 1)} <= lines


def test_a_ledger_removed_whole_shows(station: Path) -> None:
    shutil.rmtree(station / "records" / "approvals")
    assert "sổ approvals không còn" in found(station)[0].what


def test_a_file_of_another_station_shows(station: Path, tmp_path: Path) -> None:
    write_days(tmp_path / "khac", DAYS, note=" khác")
    for number in (0, 1):
        path = months(station / "records" / "asrun")[number]
        whole = path.read_bytes()
        shutil.copy(months(tmp_path / "khac" / "records" / "asrun")[number], path)
        assert found(station), number
        path.write_bytes(whole)


@pytest.mark.parametrize("number", range(DAYS))
@pytest.mark.parametrize("key", ["number", "day", "at", "station", "previous", "public", "signature", "seq", "hash"])
def test_an_edited_digest_shows(station: Path, written: Path, number: int, key: str) -> None:
    path = sorted((station / "records" / "digests").glob("*.json"))[number]
    data = json.loads(path.read_text("utf-8"))
    place = data["ledgers"]["asrun"] if key in ("seq", "hash") else data
    value = place[key]
    place[key] = value + 1 if isinstance(value, int) else _other(key, value)
    path.write_text(json.dumps(data), "utf-8")
    assert str(path) in {problem.file for problem in found(station)}
    assert found(station, kept=written)


def _other(key: str, value: str) -> str:
    if key in ("day", "at"):
        return value.replace("2025", "2024")
    return value.replace(value[:1], "A" if value[:1] != "A" else "B", 1) if value else "A"


@pytest.mark.parametrize("number", range(DAYS))
def test_a_removed_digest_shows(station: Path, written: Path, number: int) -> None:
    sorted((station / "records" / "digests").glob("*.json"))[number].unlink()
    assert found(station, kept=written)
    assert (found(station) == []) == (number == DAYS - 1), "the last one is missed only by who kept a copy"


def test_a_whole_history_invented_with_a_new_key_does_not_fit_what_was_kept(tmp_path: Path, written: Path) -> None:
    write_days(tmp_path, DAYS + 2, note=" bịa")
    assert found(tmp_path) == []
    problems = Archive(tmp_path / "records").verify(sorted((written / "records" / "digests").glob("*.json")))
    assert any(problem.line and "viết lại" in problem.what for problem in problems)
    assert any("khóa khác" in problem.what for problem in problems)


def test_what_is_added_in_the_ordinary_way_is_no_tampering(station: Path, written: Path) -> None:
    write_days(station, 3, start=FIRST + timedelta(days=DAYS))
    assert found(station, kept=written) == []


def test_a_digest_says_nothing_where_nothing_was_added(station: Path) -> None:
    archive, seal = Archive(station / "records"), Seal.open(station / "station.key")
    later = FIRST + timedelta(days=30)
    assert archive.close(later.date(), later, "Đài thử", seal) is None
    assert archive.close(FIRST.date(), later, "Đài thử", seal) is None


def test_a_clock_once_set_ahead_does_not_end_the_digests(station: Path, written: Path) -> None:
    write_days(station, 1, start=FIRST + timedelta(days=900))
    write_days(station, 2, start=FIRST + timedelta(days=DAYS))
    assert len(Archive(station / "records").files()) == DAYS + 3
    assert found(station, kept=written) == []


def test_a_digest_comes_back_from_the_disk_whole(station: Path) -> None:
    digest = Archive(station / "records").latest()
    assert digest is not None
    assert digest.genuine
    digest.write(station / "again.json")
    assert Digest.read(station / "again.json") == digest


def test_the_key_is_for_this_user_alone_and_is_made_once(tmp_path: Path) -> None:
    made = Seal.open(tmp_path / "station.key")
    assert (tmp_path / "station.key").stat().st_mode & 0o777 == 0o600
    (tmp_path / "station.key").chmod(0o644)
    assert Seal.open(tmp_path / "station.key").public == made.public
    assert (tmp_path / "station.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_file_that_is_no_key_is_refused_and_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "station.key"
    path.write_text(text, "utf-8")
    with pytest.raises(RecordError, match=r"station\.key"):
        Seal.open(path)
    assert path.read_text("utf-8") == text
