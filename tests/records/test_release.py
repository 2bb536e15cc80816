"""A release comes back from the disk as it was written; one that was damaged lets nothing on the air."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from broadcaster.core.errors import RecordError
from broadcaster.records.release import Release

AT = datetime(2025, 10, 1, 5, 30, tzinfo=timezone(timedelta(hours=7)))
RELEASE = Release("2025-10-01/0530-sang", "0530-sang.flac", "0" * 64, AT, ((0, 10), (10, 30), (40, 50)), ("1" * 64,))


def test_a_release_comes_back_whole(tmp_path: Path) -> None:
    RELEASE.write(tmp_path / "release.json")
    assert Release.read(tmp_path / "release.json") == RELEASE


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("keep", [[10, 10]]),
        ("keep", [[20, 10]]),
        ("keep", [[0, 20], [19, 30]]),
        ("keep", [[20, 30], [0, 10]]),
        ("keep", [[-1, 10]]),
        ("keep", [[0, 1.5]]),
        ("keep", [[False, 10]]),
        ("at", "2025-10-01T05:30:00"),
        ("at", "mai"),
        ("approvals", None),
    ],
)
def test_a_damaged_release_is_refused(tmp_path: Path, key: str, value: object) -> None:
    path = tmp_path / "release.json"
    RELEASE.write(path)
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {key: value}), "utf-8")
    with pytest.raises(RecordError, match="không phát"):
        Release.read(path)
