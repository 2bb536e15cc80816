"""
What a station wrote with an older version of the program is read for ever; what a later one wrote is refused.

``v1`` was written by the station itself on two days, with the first form of each file. Never change a file in it.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from broadcaster.core.errors import AudioError, BroadcasterError, InputError
from broadcaster.production.cart import Cart
from broadcaster.records.archive import Archive
from broadcaster.records.asrun import AsRun
from broadcaster.records.digest import Digest
from broadcaster.records.release import Release
from broadcaster.report.sessions import Outcome, sessions
from broadcaster.station.care.restore import restore
from broadcaster.station.desk import gate
from broadcaster.station.setup import settings
from broadcaster.station.setup.folder import Folder
from broadcaster.station.wiring import Station, open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

V1 = Path(__file__).parent / "v1"
SLOTS = [f"{day}/{slot}" for day in ("2025-09-30", "2025-10-01") for slot in ("0530-sang", "1700-chieu")]


@pytest.fixture
def station(small: SmallStation) -> Station:
    """Return a copy of the old station, with music, opened by this version."""
    shutil.copytree(V1, small.root, dirs_exist_ok=True)
    return open_station(small.root)


def test_the_ledgers_and_their_digest_are_whole() -> None:
    assert Archive(V1 / "records").verify() == ()
    assert len(Archive(V1 / "records").files()) == 1


def test_what_was_approved_is_still_approved(station: Station) -> None:
    news = station.newsroom.news()
    assert {script.item.id: script.blocked for script in news.scripts} == dict.fromkeys(
        ("bao-nuoc", "loi-xuong", "nhac-lai", "tin-a", "tin-b"), ""
    )


def test_the_log_tells_what_aired(station: Station) -> None:
    told = sessions(AsRun(V1 / "records" / "asrun").lines())
    assert [session.slot for session in told if session.outcome is Outcome.AIRED] == SLOTS
    heard = {each.item for session in told for each in session.items if each.whole}
    assert heard == {"bao-nuoc", "loi-xuong", "nhac-lai", "tin-a", "tin-b"}


@pytest.mark.parametrize("slot", SLOTS)
def test_cue_sheets_and_releases_are_read_and_pass_the_gate(station: Station, slot: str) -> None:
    cart = Cart.read(V1 / "programmes" / f"{slot}.json")
    release = Release.read(V1 / "records" / "releases" / f"{slot}.json")
    passed = gate.ask(cart, station.newsroom.news(), date.fromisoformat(slot[:10]))
    assert (cart.slot, cart.flac_hash) == (release.slot, release.cart_hash) == (slot, cart.flac_hash)
    assert passed.keep == release.keep
    assert passed.approvals == release.approvals


def test_a_backup_is_put_back(tmp_path: Path) -> None:
    manifest, problems = restore(V1 / "backup.zip", tmp_path / "dai")
    assert (manifest.station, problems) == ("Đài thử", ())
    for name in manifest.files:
        assert (tmp_path / "dai" / name).read_bytes() == (V1 / name).read_bytes()


def test_a_schedule_that_names_its_version_is_the_same(station: Station) -> None:
    before = settings.load(station.folder)
    text = station.folder.schedule.read_text("utf-8")
    station.folder.schedule.write_text(f"format: 1\n{text}", "utf-8")
    assert settings.load(station.folder).schedule.slots == before.schedule.slots


def test_files_of_a_later_version_are_refused_and_say_so(station: Station, tmp_path: Path) -> None:
    schedule = station.folder.schedule
    schedule.write_text(f"format: 2\n{schedule.read_text('utf-8')}", "utf-8")
    with pytest.raises(InputError, match="bản mới hơn") as caught:
        settings.load(Folder(station.folder.root))
    assert caught.value.problems[0].line == 1
    later = tmp_path / "later.json"
    sheet = next((V1 / "programmes").rglob("*.json")).read_text("utf-8")
    later.write_text(sheet.replace('"format": 1', '"format": 2'), "utf-8")
    with pytest.raises(AudioError, match="bản mới hơn"):
        Cart.read(later)
    digest = next((V1 / "records" / "digests").glob("*.json")).read_text("utf-8")
    later.write_text(digest.replace('"format": 1', '"format": 2'), "utf-8")
    with pytest.raises(BroadcasterError, match="bản mới hơn"):
        Digest.read(later)
