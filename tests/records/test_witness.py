"""What a digest says of the ledgers and of the other digests, and what it must not say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from records_samples import FIRST, day_of, write_days

from broadcaster.core.errors import Severity
from broadcaster.records.archive import Archive
from broadcaster.records.chain import follows, link
from broadcaster.records.ledger import Ledger
from broadcaster.records.seal import Seal, fingerprint


def test_a_digest_under_the_name_of_another_day_is_told(tmp_path: Path) -> None:
    archive = write_days(tmp_path, 2)
    renamed = archive.files()[-1].rename(archive.digests / "2025-12-31.json")
    (problem,) = Archive(archive.folder).verify()
    assert problem.file == str(renamed)
    assert "mang tên khác" in problem.what


def test_a_forged_digest_accuses_itself_and_not_the_ledger(tmp_path: Path) -> None:
    archive = write_days(tmp_path, 2)
    path = archive.files()[-1]
    data = json.loads(path.read_text("utf-8"))
    data["ledgers"]["asrun"]["hash"] = "0" * 64
    path.write_text(json.dumps(data), "utf-8")
    (problem,) = Archive(archive.folder).verify()
    assert problem.file == str(path)
    assert "chữ ký không khớp" in problem.what


def test_a_station_that_lost_its_key_goes_on_with_another_and_that_is_told_as_a_warning(tmp_path: Path) -> None:
    archive = write_days(tmp_path, 2)
    (tmp_path / "station.key").unlink()
    at = FIRST + timedelta(days=2)
    Ledger(archive.folder / "asrun", "asrun").append("started", at, {})
    seal = Seal.open(tmp_path / "station.key")
    path = archive.close(day_of(2), at, "Đài thử", seal)
    (problem,) = Archive(archive.folder).verify()
    assert (problem.file, problem.severity) == (str(path), Severity.WARNING)
    assert fingerprint(seal.public) in problem.what


def test_a_line_that_leaves_out_a_number_does_not_follow() -> None:
    first = link("asrun", None, FIRST, "released", {})
    second = link("asrun", first, FIRST, "started", {})
    assert follows(second, first, "asrun")
    assert not follows(replace(second, seq=3), first, "asrun")


def test_an_instant_is_rounded_to_the_nearest_millisecond() -> None:
    line = link("asrun", None, FIRST.replace(microsecond=1_500), "started", {})
    assert line.at == FIRST.replace(microsecond=2_000)
    assert link("asrun", None, FIRST.replace(microsecond=1_499), "started", {}).at == FIRST.replace(microsecond=1_000)
