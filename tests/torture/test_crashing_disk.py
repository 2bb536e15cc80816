"""The disk that fails: what was synced stays, what was not may be lost. Else the torture would prove nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from torture.crashing_disk import CrashingDisk

from broadcaster.core import storage

SEEDS = range(40)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CrashingDisk:
    (tmp_path / "dai").mkdir()
    disk = CrashingDisk(tmp_path / "dai")
    monkeypatch.setattr(storage, "disk", disk)
    return disk


def left(disk: CrashingDisk, tmp_path: Path, change: Callable[[Path], None]) -> set[bytes | None]:
    """Return all that may be left of the file ``a`` when the power fails after *change*."""
    found: set[bytes | None] = set()
    path = tmp_path / "dai" / "a"
    for seed in SEEDS:
        path.unlink(missing_ok=True)
        storage.write_file(path, b"old old")
        disk.settle()
        change(path)
        disk.lose(seed)
        found.add(path.read_bytes() if path.exists() else None)
    return found


def test_what_storage_has_written_stays(disk: CrashingDisk, tmp_path: Path) -> None:
    assert left(disk, tmp_path, lambda path: storage.write_file(path, b"new")) == {b"new"}
    assert left(disk, tmp_path, lambda path: storage.append_line(path, b" 1")) == {b"old old 1\n"}
    assert left(disk, tmp_path, lambda path: storage.truncate(path, 3)) == {b"old"}


def test_what_nobody_synced_is_lost_or_torn(disk: CrashingDisk, tmp_path: Path) -> None:
    def append(path: Path) -> None:
        with path.open("ab", buffering=0) as stream:
            disk.write(stream, b"12345")

    found = left(disk, tmp_path, append)
    assert {b"old old", b"old old12345"} < found
    assert all(data is not None and b"old old12345".startswith(data) and data.startswith(b"old old") for data in found)
    assert {b"old old", b"new", b""} <= left(disk, tmp_path, lambda path: path.write_bytes(b"new"))


def test_a_name_that_nobody_synced_is_as_before_or_as_after(disk: CrashingDisk, tmp_path: Path) -> None:
    def rename(path: Path) -> None:
        other = path.with_name("b")
        with other.open("wb", buffering=0) as stream:
            disk.write(stream, b"new")
            disk.sync(stream)
        disk.rename(other, path)

    assert left(disk, tmp_path, rename) == {b"old old", b"new"}
    assert left(disk, tmp_path, lambda path: path.unlink()) == {b"old old", None}


@pytest.mark.parametrize("synced", [True, False])
def test_a_folder_that_nobody_synced_may_be_gone_with_all_in_it(
    disk: CrashingDisk, tmp_path: Path, synced: bool
) -> None:
    gone = 0
    for seed in SEEDS:
        folder = tmp_path / "dai" / f"folder-{seed}"
        if not synced:
            folder.mkdir()
        storage.append_line(folder / "a", b"1")
        disk.lose(seed)
        gone += not folder.exists()
    assert (gone == 0) is synced


def test_power_fails_at_the_numbered_step(disk: CrashingDisk, tmp_path: Path) -> None:
    class PowerError(Exception):
        pass

    def fail() -> None:
        raise PowerError

    storage.write_file(tmp_path / "dai" / "a", b"1")
    steps = disk.steps
    disk.on_crash = fail
    for number in range(1, steps + 1):
        disk.crash_at = disk.steps + number
        with pytest.raises(PowerError):
            storage.write_file(tmp_path / "dai" / "a", b"2")


def test_a_full_disk_takes_nothing_and_a_locked_one_changes_nothing(disk: CrashingDisk, tmp_path: Path) -> None:
    path = tmp_path / "dai" / "a"
    storage.write_file(path, b"1")
    disk.full = True
    with pytest.raises(OSError, match="No space"):
        storage.write_file(path, b"2")
    disk.full, disk.read_only = False, True
    with pytest.raises(OSError, match="Read-only"):
        storage.append_line(path, b"2")
    assert path.read_bytes() == b"1"
