"""Whatever breaks in the middle of a render: the cart is right or absent, the message says why, nothing is left."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from io import FileIO
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bench import Bench

from broadcaster.core import storage
from broadcaster.core.disk import Disk
from broadcaster.core.errors import AudioError, PartGoneError
from broadcaster.core.storage import file_hash
from broadcaster.production.cart import Cart, CartFiles
from broadcaster.production.order import Order

if TYPE_CHECKING:
    from tests.conftest import SmallStation


@pytest.fixture
def bench(small: SmallStation) -> Bench:
    return Bench(small)


def hidden(folder: Path) -> list[Path]:
    """Return every file that is not under a final name."""
    return [path for path in folder.rglob(".*") if path.is_file() and path.name != ".lock"]


def whole(bench: Bench, folder: str = "carts") -> Cart | None:
    """Return the cart in *folder* if its bytes are those that its cue sheet names."""
    files = CartFiles.of(bench.root / folder, bench.order.slot)
    if not files.cue_sheet.exists():
        return None
    return bench.checked(Cart.read(files.cue_sheet), files)


def on_a_full_disk(bench: Bench, order: Order, most: int) -> Cart:
    """Render *order* in a process that can write *most* bytes to a file: as on a full disk, writing stops there."""
    limit = (resource.RLIMIT_FSIZE, (most, most))
    with ProcessPoolExecutor(1, get_context("spawn"), resource.setrlimit, limit) as pool:
        assert pool.submit(resource.getrlimit, resource.RLIMIT_FSIZE).result() == limit[1]
        return pool.submit(bench.render, order).result()


def too_small(bench: Bench, order: Order) -> int:
    """Return a size that each part of *order* fits into, but not its cart."""
    bench.render(order, "alone")
    mp3 = CartFiles.of(bench.root / "alone", order.slot).mp3
    return mp3.stat().st_size - 1000


@pytest.mark.parametrize("most", [5_000, 60_000, None])
def test_a_disk_that_is_full_leaves_no_cart_and_no_half_file(bench: Bench, most: int | None) -> None:
    with pytest.raises(AudioError, match=r"Không ghi được chương trình 2025-10-01/0530-sang: .*dọn bớt ổ đĩa"):
        on_a_full_disk(bench, bench.order, most or too_small(bench, bench.order))
    assert not hidden(bench.root)
    assert whole(bench) is None
    assert bench.render(bench.order) == whole(bench)


def test_an_older_cart_outlives_a_render_that_fails(bench: Bench) -> None:
    before, changed = bench.render(bench.order), bench.said_otherwise("tin-a")
    with pytest.raises(AudioError, match="Không ghi được"):
        on_a_full_disk(bench, changed, too_small(bench, changed))
    assert whole(bench) == before
    assert not hidden(bench.root)


class LastRoom(Disk):
    """A disk on which there is room for the sound, and not for the cue sheet."""

    def write(self, stream: FileIO, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_an_older_cart_outlives_a_render_for_whose_cue_sheet_there_is_no_room(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, changed = bench.render(bench.order), bench.said_otherwise("tin-a")
    with monkeypatch.context() as patch:
        patch.setattr(storage, "disk", LastRoom())
        with pytest.raises(AudioError, match="Không ghi được"):
            bench.render(changed)
    assert whole(bench) == before
    assert not hidden(bench.root)


class Killed(BaseException):
    """What stands for ``kill -9``: nobody catches it."""


class Dying(Disk):
    """A disk that lives until so many files of carts have their names."""

    def __init__(self, left: int) -> None:
        self._left = left

    def rename(self, old: Path, new: Path) -> None:
        if new.name.startswith("0530-sang."):
            if not self._left:
                raise Killed
            self._left -= 1
        super().rename(old, new)


@pytest.mark.parametrize("named", [0, 1, 2])
def test_a_render_killed_between_its_files_leaves_the_old_cart_or_none(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, named: int
) -> None:
    before, changed = bench.render(bench.order), bench.said_otherwise("tin-a")
    with monkeypatch.context() as patch:
        patch.setattr(storage, "disk", Dying(named))
        with pytest.raises(Killed):
            bench.render(changed)
    files = CartFiles.of(bench.root / "carts", bench.order.slot)
    for_air = file_hash(files.flac) == Cart.read(files.cue_sheet).flac_hash
    assert whole(bench) == (before if for_air else None), "what may air has an MP3 of the same words beside it"
    assert for_air == (named == 0)


def test_a_worker_that_is_killed_is_told(bench: Bench) -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(os._exit, 9)
        with pytest.raises(AudioError, match="bị tắt đột ngột"):
            bench.render(bench.order, executor=pool)
    assert whole(bench) is None
    assert not hidden(bench.root)


def test_two_renders_of_one_slot_at_once_make_one_cart(bench: Bench) -> None:
    alone = bench.render(bench.order, "alone")
    with ThreadPoolExecutor(3) as pool:
        carts = list(pool.map(bench.render, [bench.order] * 3))
    assert carts == [alone] * 3
    assert whole(bench) == alone
    assert not hidden(bench.root)


class Thief(Executor):
    """Does what it is given, and steals the first part it made when the last one is done; so often."""

    def __init__(self, parts: Path, count: int, times: int) -> None:
        self._parts, self._left, self._times = parts, count, times

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        self._left -= 1
        if self._left <= 0 and self._times:
            self._times -= 1
            min(self._parts.iterdir()).unlink()
        return future


def test_a_part_that_is_thrown_away_while_it_is_joined_is_made_again(bench: Bench) -> None:
    alone = bench.render(bench.order, "alone")
    count = len(bench.parts("alone"))
    assert bench.render(bench.order, executor=Thief(bench.root / "carts" / "parts", count, 1)) == alone


def test_parts_that_go_again_and_again_are_told(bench: Bench) -> None:
    bench.render(bench.order, "alone")
    count = len(bench.parts("alone"))
    with pytest.raises(PartGoneError, match="Dựng lại"):
        bench.render(bench.order, executor=Thief(bench.root / "carts" / "parts", count, 9))
    assert whole(bench) is None
