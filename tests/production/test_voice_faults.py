"""Whatever happens to voices and their cache, the cart is right or absent, and nothing else is left behind."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import trustme

from broadcaster.core import storage
from broadcaster.core.clock import FakeClock
from broadcaster.core.disk import Disk
from broadcaster.core.errors import AudioError
from broadcaster.core.storage import file_hash
from broadcaster.production.cart import Cart, CartFiles
from broadcaster.production.order import Order
from broadcaster.station.desk.casting import improvable
from broadcaster.station.making.cook import Ticket, cook
from broadcaster.station.wiring import Station, open_station

sys.path.append(str(Path(__file__).parents[1] / "voice"))
from speech_stand_in import StandIn, google, serving

if TYPE_CHECKING:
    from tests.conftest import SmallStation

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
EVE = datetime(2025, 9, 30, 12, tzinfo=HANOI)


class FullDisk(Disk):
    """A disk that takes no new file in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, path: Path, suffix: str) -> Path:
        if path.parent == self.folder:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return super().create(path, suffix)


def opened(small: SmallStation, chain: str = '["tone:beep"]') -> Station:
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace('chain: ["tone:beep"]', f"chain: {chain}"), "utf-8")
    station = open_station(small.root, clock=FakeClock(EVE))
    for script in station.newsroom.news().scripts:
        if script.blocked:
            station.newsroom.approve(script, by="Người duyệt thử", at=EVE)
    return station


def orders(station: Station) -> list[Order]:
    news = station.newsroom.news()
    return [station.studio.order(slot, news) for slot in station.plan(date(2025, 10, 1), news).slots]


def is_right(station: Station, cart: Cart) -> bool:
    """Return whether the cart on the disk is *cart*, and nobody left anything half done."""
    files = CartFiles.of(station.programmes, cart.slot)
    whole = (file_hash(files.flac), file_hash(files.mp3)) == (cart.flac_hash, cart.mp3_hash)
    return whole and Cart.read(files.cue_sheet) == cart and not left_behind(station)


def left_behind(station: Station) -> list[Path]:
    return [path for path in (station.folder.root / "audio").rglob(".*") if not path.name.endswith(".lock")]


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Google Translate as the machine's network shows it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with serving(google, certificate=authority.issue_cert("translate.google.com")) as stand_in:
        monkeypatch.setenv("https_proxy", stand_in.url)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
        yield stand_in


@pytest.mark.parametrize("fault", ["drop", "429", "503", "html", "cut", "frame"])
def test_the_network_fails_in_the_middle_of_a_render(small: SmallStation, network: StandIn, fault: str) -> None:
    station = opened(small, '["gtts:vi", "tone:beep"]')
    order = orders(station)[0]
    network.plan = ["ok"] * 5 + [fault]
    cart = station.studio.render(order)
    assert is_right(station, cart)
    assert (set(cart.voices), cart.substitutes) == ({"gtts:vi", "tone:beep"}, ("tone:beep",))
    assert all(", " not in part.voice for part in cart.parts), "no text is split between two voices"
    assert cart.reason.startswith("Giọng đọc gtts: ")
    asked = len(network.requests)
    assert asked <= 5 + 2 * 3, "given up at once, and no longer asked"
    network.plan = ["ok"]
    better = improvable(cart, order, station.studio.casting)
    made = station.studio.improve(order, better, online=None)
    assert made is not None
    assert is_right(station, made)
    assert made.voices == ("gtts:vi",)


def test_without_any_network_the_cart_is_made_by_who_is_here(small: SmallStation, network: StandIn) -> None:
    network.plan = ["drop"]
    station = opened(small, '["gtts:vi", "tone:beep"]')
    cart = station.studio.render(orders(station)[0])
    assert is_right(station, cart)
    assert cart.voices == ("tone:beep",)


def test_nobody_can_speak_and_no_cart_is_left(small: SmallStation, network: StandIn) -> None:
    network.plan = ["drop"]
    station = opened(small, '["gtts:vi"]')
    with pytest.raises(Exception, match="Giọng đọc gtts: kết nối tới dịch vụ bị đứt"):
        station.studio.render(orders(station)[0])
    assert not [path for path in station.programmes.rglob("*") if path.is_file()]
    assert not left_behind(station)


@pytest.mark.parametrize("damage", [b"", b"fLaC", b"\0" * 5_000])
def test_damaged_sentences_are_said_again_and_the_cart_is_the_same(small: SmallStation, damage: bytes) -> None:
    station = opened(small)
    order = orders(station)[0]
    first = station.studio.render(order)
    shutil.rmtree(station.folder.parts)
    entries = sorted(station.folder.cache.glob("*.flac"))
    for entry in entries[::2]:
        entry.write_bytes(damage)
    assert station.studio.render(order) == first
    assert is_right(station, first)
    assert all(entry.stat().st_size > 5_000 for entry in entries), "the damaged ones were replaced"


def test_two_processes_share_one_cache(small: SmallStation) -> None:
    station = opened(small)
    wanted = [orders(station)[index] for index in (0, 1, 0)]
    tickets = [Ticket(small.root, HANOI, station.engines, order, 0.0) for order in wanted]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        carts = list(pool.map(cook, tickets))
    assert carts[0] == carts[2]
    for cart in carts:
        assert cart is not None
        assert is_right(station, cart)
    shutil.rmtree(station.folder.cache)
    assert [station.studio.render(order) for order in wanted] == carts, "alone it makes the same"


def test_two_threads_render_the_same_cart(small: SmallStation) -> None:
    station = opened(small)
    order = orders(station)[0]
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(station.studio.render, [order, order])
    assert one == two
    assert is_right(station, one)


def test_a_full_disk_in_the_cache_costs_the_entries_and_not_the_cart(
    small: SmallStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = opened(small)
    order = orders(station)[0]
    monkeypatch.setattr(storage, "disk", FullDisk(station.folder.cache))
    speech = station.studio.speech()
    cart = station.studio.render(order, speech=speech)
    assert is_right(station, cart)
    assert speech.cache.stats.unkept == speech.cache.stats.made > 5
    assert not list(station.folder.cache.glob("*.flac"))


@pytest.mark.parametrize("where", ["parts", "programmes"])
def test_a_full_disk_elsewhere_leaves_no_cart_and_says_so(
    small: SmallStation, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    station = opened(small)
    order = orders(station)[0]
    folder = station.folder.parts if where == "parts" else station.programmes / order.slot.split("/")[0]
    with monkeypatch.context() as patch:
        patch.setattr(storage, "disk", FullDisk(folder))
        with pytest.raises((AudioError, OSError)) as caught:
            station.studio.render(order)
    assert "đĩa đầy" in str(caught.value) or caught.value.errno == errno.ENOSPC
    assert not [path for path in station.programmes.rglob("*") if path.is_file()]
    assert not left_behind(station)
    assert is_right(station, station.studio.render(order)), "with room again it is made"
