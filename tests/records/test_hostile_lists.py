"""Digests and lists of backups that somebody made to trip whoever reads them: refused with a reason, never a crash."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from broadcaster.core.errors import BackupError
from broadcaster.records.archive import Archive
from broadcaster.records.ledger import Ledger
from broadcaster.records.seal import Seal
from broadcaster.station.care.manifest import Entry, Manifest


@pytest.mark.parametrize("name", ["2025-10-01", "2025-10-02"])
@pytest.mark.parametrize(
    ("key", "value"),
    [("number", float("inf")), ("public", "A"), ("public", "ạ"), ("station", "\ud800"), ("signature", "\ud800")],
)
def test_a_digest_made_to_trip_the_reader_is_told_like_a_damaged_one(
    tmp_path: Path, name: str, key: str, value: object
) -> None:
    archive = Archive(tmp_path)
    seal = Seal.open(tmp_path / "key")
    for day in (1, 2):
        at = datetime(2025, 10, day, 20, tzinfo=UTC)
        _append(tmp_path, at)
        archive.close(date(2025, 10, day), at, "Đài", seal)
    assert archive.verify() == ()
    path = archive.digests / f"{name}.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {key: value}), "utf-8")
    assert any(problem.file == str(path) for problem in Archive(tmp_path).verify())


def test_a_list_of_a_backup_with_an_endless_size_is_refused(tmp_path: Path) -> None:
    files = {"schedule.yaml": Entry(1, "0" * 64)}
    manifest = Manifest(datetime(2025, 10, 1, tzinfo=UTC), "Đài", "1", files, ())
    values = json.loads(manifest.signed_by(Seal.open(tmp_path / "key")).encode())
    values["files"]["schedule.yaml"][0] = float("inf")
    with pytest.raises(BackupError, match="không đọc được"):
        Manifest.decode(json.dumps(values).encode())


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"records/a.json": Entry(1, "0" * 64), "records/A.json": Entry(1, "0" * 64)}, "hai tệp cùng tên"),
        ({"records/a.json": Entry(-1, "0" * 64)}, "nằm ngoài"),
        ({"records/a. ": Entry(1, "0" * 64)}, "nằm ngoài"),
        ({"records/a./b": Entry(1, "0" * 64)}, "nằm ngoài"),
    ],
)
def test_a_list_that_some_system_cannot_put_back_is_refused(tmp_path: Path, files: dict[str, Entry], told: str) -> None:
    manifest = Manifest(datetime(2025, 10, 1, tzinfo=UTC), "Đài", "1", files, ())
    with pytest.raises(BackupError, match=told):
        Manifest.decode(manifest.signed_by(Seal.open(tmp_path / "key")).encode())


def _append(folder: Path, at: datetime) -> None:
    Ledger(folder / "asrun", "asrun").append("test", at, {})
