"""Carts: every part on its sample, in FLAC and in MP3, at house level, and the same bytes again."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pyloudnorm
import pytest
import soundfile

from broadcaster.core.errors import AudioError, VoiceError
from broadcaster.core.storage import file_hash
from broadcaster.core.units import MP3_FRAME, Seconds
from broadcaster.faces.cli.render import describe
from broadcaster.production.cart import Cart, CartFiles, Role
from broadcaster.production.order import Order
from broadcaster.station.wiring import Station, open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def ordered(small: SmallStation) -> tuple[Station, Order]:
    station = open_station(small.root)
    for script in station.newsroom.news().scripts:
        station.newsroom.approve(script, by="Người duyệt thử", at=datetime(2025, 9, 30, tzinfo=HANOI))
    news = station.newsroom.news()
    return station, station.studio.order(station.plan(date(2025, 10, 1), news).slots[0], news)


def sound_of(path: Path) -> np.ndarray:
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == 48_000
    return samples


def onset_near(samples: np.ndarray, frame: int, height: float) -> int:
    """Return the first frame from 20 ms before *frame* on at which the sound passes *height*."""
    begin = max(0, frame - 960)
    return begin + int(np.flatnonzero(np.abs(samples[begin:]) > height)[0])


@pytest.mark.parametrize(("ending", "slack"), [("flac", 24), ("mp3", 96)])
def test_every_part_starts_on_its_sample(small: SmallStation, ending: str, slack: int) -> None:
    station, order = ordered(small)
    cart = station.studio.render(order)
    files = CartFiles.of(station.programmes, order.slot)
    samples = sound_of(getattr(files, ending))
    assert len(samples) >= cart.frames
    beds = {part.bed for part in order.parts if part.bed}
    checked = 0
    for part in cart.parts:
        if part.name in beds or part.role is Role.HEADLINE:
            continue  # a bed fades in, and sounds before the first word
        assert part.start % MP3_FRAME == 0
        assert abs(onset_near(samples, part.start, 0.02) - part.start) <= slack, part
        checked += 1
    assert checked >= 6


def test_the_cue_sheet_tells_what_is_in_the_cart(small: SmallStation) -> None:
    station, order = ordered(small)
    cart = station.studio.render(order)
    files = CartFiles.of(station.programmes, order.slot)
    assert Cart.read(files.cue_sheet) == cart
    assert cart.flac_hash == file_hash(files.flac)
    assert cart.mp3_hash == file_hash(files.mp3)
    beds = {part.bed for part in order.parts if part.bed}
    assert [part.name for part in cart.parts if part.name not in beds] == [part.name for part in order.parts]
    assert [part.role for part in cart.parts if part.name == "bao-nuoc"][-2:] == [Role.ITEM, Role.REPEAT]
    assert all(part.approval and part.words_hash for part in cart.parts if part.role is not Role.JINGLE)
    assert cart.voices == ("tone:beep",)
    assert all(before.stop <= after.start for before, after in zip(cart.parts, cart.parts[1:], strict=False))
    meter = pyloudnorm.Meter(48_000)
    for path in (files.flac, files.mp3):
        assert meter.integrated_loudness(sound_of(path)) == pytest.approx(-16, abs=0.2)


def test_the_same_order_gives_the_same_bytes_and_is_not_made_twice(small: SmallStation) -> None:
    station, order = ordered(small)
    first = station.studio.render(order)
    again = station.studio.render(order)
    assert again == first
    assert station.studio.cart(order) == first


def test_a_cart_that_was_touched_is_made_again(small: SmallStation) -> None:
    station, order = ordered(small)
    station.studio.render(order)
    files = CartFiles.of(station.programmes, order.slot)
    with files.flac.open("ab") as stream:
        stream.write(b"x")
    assert station.studio.cart(order) is None
    station.studio.render(order)
    files.cue_sheet.write_bytes(b"{")
    assert station.studio.cart(order) is None


def test_a_cart_copied_from_another_slot_is_none_of_this_one(small: SmallStation) -> None:
    station, order = ordered(small)
    cart = station.studio.render(order)
    assert station.studio.whole(order.slot) == cart
    for path in (station.programmes / "2025-10-01").glob("0530-sang.*"):
        shutil.copy(path, path.with_name(path.name.replace("0530-sang", "1700-chieu")))
    assert station.studio.whole("2025-10-01/1700-chieu") is None


def test_another_jingle_under_the_same_name_is_another_order(small: SmallStation) -> None:
    _, order = ordered(small)
    time = np.arange(48_000) / 48_000
    soundfile.write(small.root / "audio" / "jingles" / "nhac.flac", 0.2 * np.sin(2 * np.pi * 880 * time), 48_000)
    station = open_station(small.root)
    news = station.newsroom.news()
    assert station.studio.order(station.plan(date(2025, 10, 1), news).slots[0], news).key != order.key


def test_a_jingle_that_is_no_sound_leaves_no_cart(small: SmallStation) -> None:
    station, order = ordered(small)
    (small.root / "audio" / "jingles" / "nhac.flac").write_bytes(b"no sound")
    with pytest.raises(AudioError):
        station.studio.render(order)
    assert not list(station.programmes.rglob("*.*"))


def test_a_voice_that_does_not_exist_is_a_clear_error(small: SmallStation) -> None:
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace("tone:beep", "tone:nobody"), "utf-8")
    station, order = ordered(small)
    with pytest.raises(VoiceError, match="không có giọng “nobody”"):
        station.studio.render(order)
    assert not list(station.programmes.rglob("*.*"))


def test_another_silence_needs_no_new_approval_and_is_another_order(small: SmallStation) -> None:
    _, order = ordered(small)
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace("voices:\n", "voices:\n  sentence_pause: 2\n"), "utf-8")
    station = open_station(small.root)
    news = station.newsroom.news()
    again = station.studio.order(station.plan(date(2025, 10, 1), news).slots[0], news)
    assert not any(script.standing.outdated for script in news.scripts)
    pauses = [[sentence.pause for sentence in part.sentences] for part in again.parts if part.name == "tin-a"]
    assert pauses == [[1.2], [2.0, 1.2]]
    assert again.key != order.key


def test_the_cue_sheet_is_plain_json(small: SmallStation) -> None:
    station, order = ordered(small)
    station.studio.render(order)
    data = json.loads(CartFiles.of(station.programmes, order.slot).cue_sheet.read_text("utf-8"))
    assert data["parts"][0]["role"] == "nhạc"
    assert data["format"] == 1


def test_a_programme_longer_than_its_slot_is_told_before_air(small: SmallStation) -> None:
    station, order = ordered(small)
    cart = station.studio.render(order)
    assert (cart.longest, cart.beyond) == (300.0, 0.0)
    assert "dài hơn" not in describe(cart)
    long = replace(cart, longest=Seconds(cart.seconds - 75))
    assert long.beyond == pytest.approx(75)
    assert "dài hơn khung giờ 1:15" in describe(long)
