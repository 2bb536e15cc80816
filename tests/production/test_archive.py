"""Programmes of long ago go, those of lately stay, and nothing else is touched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from broadcaster.production.archive import Discarded, discard_before


def test_only_programmes_of_days_before_go(tmp_path: Path) -> None:
    names = ["2025-07-31/0530-sang.flac", "2025-07-31/0530-sang.json", "2025-08-01/0530-sang.flac", "2025-13-45/a.flac"]
    names += ["nhac-rieng/a.flac", "doc.txt", "2025-07-30"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"12345")
    assert discard_before(tmp_path, date(2025, 8, 1)) == Discarded(2, 10)
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert left == sorted(names[2:])
    assert not (tmp_path / "2025-07-31").exists()
    assert discard_before(tmp_path, date(2025, 8, 1)) == Discarded(0, 0)


def test_a_station_without_programmes_has_none_to_throw_away(tmp_path: Path) -> None:
    assert discard_before(tmp_path / "none", date(2025, 8, 1)) == Discarded(0, 0)
