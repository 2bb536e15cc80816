"""A station in one file, and out of it again: the same byte for byte, or refused."""

from __future__ import annotations

import random
import shutil
import sqlite3
import stat
import threading
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from broadcaster.core import storage
from broadcaster.core.disk import Disk
from broadcaster.core.errors import BackupError
from broadcaster.records.archive import Archive
from broadcaster.records.ledger import Ledger
from broadcaster.records.seal import Seal
from broadcaster.station.care import nightly
from broadcaster.station.care.backup import back_up
from broadcaster.station.care.bundle import opened
from broadcaster.station.care.manifest import NAME, Entry, Manifest, belongs
from broadcaster.station.care.restore import restore
from broadcaster.station.setup import emergency
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.backup import BackupOptions, Wanted
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

AT = datetime(2025, 10, 1, 18, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def folder(small: SmallStation) -> Folder:
    """Return the folder of a station that has approved, aired, rehearsed and closed a day."""
    station = open_station(small.root)
    for script in station.newsroom.news().scripts:
        station.newsroom.approve(script, by="Người duyệt thử", at=AT)
    station.asrun.append("started", AT, slot="2025-10-01/1700-chieu")
    Archive(station.records).close(AT.date(), AT, "Đài thử", Seal.open(station.folder.key))
    for name in ("records/rehearsal/asrun/2025-10.jsonl", "records/players/a.json", "audio/cache/a.flac", "la.txt"):
        (small.root / name).parent.mkdir(parents=True, exist_ok=True)
        (small.root / name).write_text("không thuộc về bản sao lưu", "utf-8")
    programme = small.root / "audio" / "programmes" / "2025-10-01" / "1700-chieu.flac"
    programme.parent.mkdir(parents=True)
    programme.write_bytes(random.Random(1).randbytes(100_000))
    station.folder.secrets.write_text("icecast: bí mật\n", "utf-8")
    return station.folder


def made(folder: Folder, path: Path, wanted: Wanted = Wanted()) -> Path:  # noqa: B008 - a frozen value
    back_up(folder, path, wanted, at=AT, station="Đài thử")
    return path


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_everything_that_matters_comes_back_byte_for_byte(folder: Folder, tmp_path: Path) -> None:
    path = made(folder, tmp_path / "dai.zip")
    manifest, problems = restore(path, tmp_path / "khac" / "cho")
    back = tree(tmp_path / "khac" / "cho")
    assert problems == ()
    assert emergency.unfit(tmp_path / "khac" / "cho") == ()
    scripts = {emergency.SHELL, emergency.BATCH}
    assert {name: data for name, data in back.items() if name not in scripts} == {
        name: data for name, data in tree(folder.root).items() if name in manifest.files
    }
    kept = {"schedule.yaml", "scripts_content/tin-a.md", "audio/jingles/nhac.flac", "records/digests/2025-10-01.json"}
    assert kept <= set(back)
    parts = {part for name in back for part in name.split("/")}
    assert not parts & {"rehearsal", "players", "programmes", "cache", "la.txt", "secrets.yaml", "station.key", ".lock"}


def test_sound_and_secrets_come_if_asked_and_stay_private(folder: Folder, tmp_path: Path) -> None:
    path = made(folder, tmp_path / "dai.zip", Wanted(audio=True, secrets=True))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    restore(path, tmp_path / "khac")
    back = Folder(tmp_path / "khac")
    assert Seal.open(back.key).public == Seal.open(folder.key).public
    assert {stat.S_IMODE(each.stat().st_mode) for each in (back.key, back.secrets)} == {0o600}
    name = "audio/programmes/2025-10-01/1700-chieu.flac"
    assert (back.root / name).read_bytes() == (folder.root / name).read_bytes()


def test_nothing_is_overwritten_or_put_beside_what_is_there(folder: Folder, tmp_path: Path) -> None:
    path = made(folder, tmp_path / "dai.zip")
    with pytest.raises(BackupError, match="Đã có tệp"):
        made(folder, path)
    before = tree(folder.root)
    with pytest.raises(BackupError, match="không trống"):
        restore(path, folder.root)
    assert tree(folder.root) == before


def refused_or_same(path: Path, target: Path, whole: dict[str, bytes]) -> bool:
    """Return whether the backup was refused; where it was not, what came out is what went in."""
    try:
        restore(path, target)
    except BackupError:
        assert not target.exists() or not any(target.iterdir())
        return True
    assert tree(target) == whole
    shutil.rmtree(target)
    return False


def test_a_changed_byte_is_refused_or_changes_nothing(folder: Folder, tmp_path: Path) -> None:
    path = made(folder, tmp_path / "dai.zip")
    restore(path, tmp_path / "goc")
    whole, data = tree(tmp_path / "goc"), path.read_bytes()
    chance, refused = random.Random(65), 0
    for _ in range(150):
        place = chance.randrange(len(data))
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        refused += refused_or_same(path, tmp_path / "moi", whole)
    assert refused > 100


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.9, 0.999])
def test_a_backup_cut_short_is_refused(folder: Folder, tmp_path: Path, share: float) -> None:
    path = made(folder, tmp_path / "dai.zip")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert refused_or_same(path, tmp_path / "moi", {})


class Forger:
    """Somebody who knows how backups are made, and signs with a key of their own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seal = Seal.open(root / "forged.key")

    def forge(self, files: dict[str, bytes], sizes: dict[str, int] | None = None) -> Path:
        path = self.root / "forged.zip"
        listed = {name: Entry(len(data), "0" * 64) for name, data in files.items()}
        for name, size in (sizes or {}).items():
            listed[name] = Entry(size, "0" * 64)
        manifest = Manifest(AT, "Đài", "0", listed, ()).signed_by(self.seal)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
            archive.writestr(NAME, manifest.encode())
        return path


@pytest.mark.parametrize(
    "name",
    [
        "../ngoai.txt",
        "records/../../ngoai.txt",
        "/etc/cron.d/x",
        "C:/x",
        "records/C:/x",
        "records\\..\\x",
        "run.sh",
        "records/./x",
        "records//x",
        "records/x/",
        "records/x ",
        "records/x.",
        "records/x\n",
        "records/a:b",
        "audio/x.flac",
        "",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    assert not belongs(name)
    with pytest.raises(BackupError):
        restore(Forger(tmp_path).forge({"schedule.yaml": b"x", name or "a": b"x"}), tmp_path / "trong" / "dai")
    assert not (tmp_path / "trong" / "dai").exists()
    assert not (tmp_path / "ngoai.txt").exists()


def test_bombs_are_refused_before_they_go_off(tmp_path: Path) -> None:
    forger = Forger(tmp_path)
    with pytest.raises(BackupError, match="hỏng hoặc bị sửa"):
        restore(forger.forge({"records/a": bytes(50_000_000)}, sizes={"records/a": 10}), tmp_path / "dai")
    with pytest.raises(BackupError, match="lớn bất thường"):
        restore(forger.forge({"records/a": bytes(100_000_000)}), tmp_path / "dai")
    assert not (tmp_path / "dai").exists()


def test_a_list_that_does_not_fit_is_refused(folder: Folder, tmp_path: Path) -> None:
    path = made(folder, tmp_path / "dai.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("records/them.txt", "x")
    with pytest.raises(BackupError, match="tệp thừa"):
        restore(path, tmp_path / "moi")
    other = made(folder, tmp_path / "khac.zip")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(other, "a") as archive:
        archive.writestr("schedule.yaml", "x")
    with pytest.raises(BackupError):
        restore(other, tmp_path / "moi")
    with opened(made(folder, tmp_path / "ba.zip")) as bundle:
        edited = replace(bundle.manifest, station="Đài khác")
    with pytest.raises(BackupError, match="chữ ký"):
        Manifest.decode(edited.encode())


def test_a_backup_taken_while_the_station_writes_holds_together(folder: Folder, tmp_path: Path) -> None:
    over = threading.Event()

    def write() -> None:
        ledger = Ledger(folder.root / "records" / "asrun", "asrun")
        while not over.is_set():
            ledger.append("fault", AT, {"reason": "x" * 300})

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            path = made(folder, tmp_path / f"{number}.zip")
            assert restore(path, tmp_path / str(number))[1] == ()
    finally:
        over.set()
        writer.join()


def test_a_database_is_taken_as_it_stood_at_one_moment(folder: Folder, tmp_path: Path) -> None:
    accounts = folder.root / "records" / "accounts.sqlite3"
    with closing(sqlite3.connect(accounts)) as source:
        source.execute("PRAGMA journal_mode=WAL")
        source.execute("CREATE TABLE people (name TEXT)")
        source.execute("INSERT INTO people VALUES ('A')")
        source.commit()
        source.execute("INSERT INTO people VALUES ('chưa xong')")
        restore(made(folder, tmp_path / "dai.zip"), tmp_path / "moi")
        source.rollback()
    with closing(sqlite3.connect(tmp_path / "moi" / "records" / "accounts.sqlite3")) as back:
        assert back.execute("SELECT name FROM people").fetchall() == [("A",)]


def test_a_ledger_that_was_damaged_before_comes_back_and_is_told(folder: Folder, tmp_path: Path) -> None:
    path = folder.root / "records" / "asrun" / "2025-10.jsonl"
    path.write_bytes(path.read_bytes().replace(b"started", b"stopped"))
    _, problems = restore(made(folder, tmp_path / "dai.zip"), tmp_path / "moi")
    assert "2025-10.jsonl" in problems[0].file


def test_another_version_of_the_program_is_preceded_by_a_backup(folder: Folder) -> None:
    def look() -> Path | None:
        return nightly.before_upgrade(folder, BackupOptions(), at=AT, station="Đài thử")

    assert look() is None, "a station that never noted its version has nothing to upgrade from"
    assert look() is None
    (folder.root / "records" / "program.json").write_text('{"version": "0.0.1"}', "utf-8")
    path = look()
    assert path is not None
    with opened(path) as bundle:
        bundle.verify()
    assert look() is None


def test_no_backup_is_begun_on_a_disk_that_is_nearly_full(folder: Folder) -> None:
    with pytest.raises(BackupError, match="sắp đầy"):
        nightly.keep_night(folder, BackupOptions(), AT.date(), at=AT, station="Đài thử", room=1 << 60)
    assert nightly.latest(folder, BackupOptions()) is None


class FailingDisk(Disk):
    """A disk that gives no more names after so many."""

    def __init__(self, good: int) -> None:
        self.good = good

    def rename(self, old: Path, new: Path) -> None:
        if self.good == 0:
            raise OSError("đĩa hỏng")
        self.good -= 1
        super().rename(old, new)


def test_a_folder_is_no_station_before_everything_else_is_in_place(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(folder, tmp_path / "dai.zip")
    parts = {"schedule.yaml", "scripts_content", "audio", "records"}
    for good in range(len(parts)):
        target = tmp_path / str(good)
        monkeypatch.setattr(storage, "disk", FailingDisk(good))
        with pytest.raises(BackupError, match="Không khôi phục được"):
            restore(path, target)
        there = {each.name for each in target.iterdir()}
        assert len(there) == good
        assert there <= parts - {"schedule.yaml"}


def test_nothing_is_restored_to_a_disk_without_room(folder: Folder, tmp_path: Path) -> None:
    path = made(folder, tmp_path / "dai.zip")
    with pytest.raises(BackupError, match="không đủ chỗ"):
        restore(path, tmp_path / "moi" / "dai", spare=1 << 60)
    assert not (tmp_path / "moi").exists()


def test_a_backup_that_nobody_could_open_never_gets_its_name(folder: Folder, tmp_path: Path) -> None:
    (folder.jingles / "rong.wav").write_bytes(bytes(100_000_000))
    path = tmp_path / "cho" / "dai.zip"
    with pytest.raises(BackupError, match="lớn bất thường"):
        made(folder, path)
    assert not any(path.parent.iterdir())


def test_what_points_to_something_is_copied_before_it(folder: Folder, tmp_path: Path) -> None:
    with zipfile.ZipFile(made(folder, tmp_path / "dai.zip")) as archive:
        folders = [name.split("/")[1] for name in archive.namelist() if name.startswith("records/")]
    assert [name for name in dict.fromkeys(folders) if name in ("digests", "asrun", "approvals")] == [
        "digests",
        "asrun",
        "approvals",
    ]
