"""What was finished once is joined into every later cart, and only what still sounds the same is."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from multiprocessing import get_context
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import soundfile
from bench import Bench

from broadcaster.core.errors import AudioError
from broadcaster.core.storage import file_hash
from broadcaster.production.cart import CartFiles, Role
from broadcaster.voice.engine import Delivery

if TYPE_CHECKING:
    from tests.conftest import SmallStation

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def bench(small: SmallStation) -> Bench:
    return Bench(small)


def test_a_stretch_said_twice_is_finished_once(bench: Bench) -> None:
    cart = bench.render(bench.order)
    jingles = [part for part in cart.parts if part.name == "nhac"]
    assert len(jingles) >= 3
    assert len({part.frames for part in jingles}) == 1
    repeated = [part for part in bench.order.parts if part.name == "bao-nuoc"]
    assert len({part.sentences for part in repeated[-2:]}) == 1
    # tune, ident, headlines, two items, notice and its repetition (their pauses differ), link
    assert len(bench.parts()) <= 8


def test_what_is_kept_is_neither_spoken_nor_made_again(bench: Bench) -> None:
    first = bench.render(bench.order)
    bench.forget_speech()
    asked, kept = len(bench.engine.asked), bench.parts()
    assert bench.render(bench.order) == first
    assert len(bench.engine.asked) == asked
    assert bench.parts() == kept


def test_one_sentence_more_makes_one_part_more(bench: Bench) -> None:
    bench.render(bench.order)
    asked, kept = list(bench.engine.asked), bench.parts()
    changed = bench.render(bench.said_otherwise("tin-a"))
    assert bench.engine.asked[len(asked) :] == ["thêm một câu."]
    assert len(bench.parts()) == len(kept) + 1
    assert changed.frames > bench.render(bench.order).frames


@pytest.mark.parametrize("change", ["rate", "bitrate", "target", "bed", "jingle"])
def test_everything_that_is_heard_is_in_the_key(bench: Bench, change: str) -> None:
    order = bench.order
    bench.render(order)
    before = len(bench.parts())
    finish = order.finish
    if change in ("bed", "jingle"):
        name = {"bed": "nen", "jingle": "nhac"}[change]
        soundfile.write(bench.jingles / f"{name}.flac", 0.2 * np.sin(np.arange(96_000) / 20), 48_000)
        hashes = {name: file_hash(bench.jingles / f"{name}.flac")}
        order = replace(order, jingles=tuple((known, hashes.get(known, hash_)) for known, hash_ in order.jingles))
    else:
        order = {
            "rate": replace(order, delivery=Delivery(rate=0.9)),
            "bitrate": replace(order, finish=replace(finish, bitrate=64)),
            "target": replace(order, finish=replace(finish, mastering=replace(finish.mastering, target=-18.0))),
        }[change]
    bench.render(order)
    made = len(bench.parts()) - before
    assert made == (1 if change in ("bed", "jingle") else before - (change == "rate"))


def test_a_jingle_replaced_meanwhile_is_a_clear_error(bench: Bench) -> None:
    soundfile.write(bench.jingles / "nhac.flac", 0.2 * np.sin(np.arange(96_000) / 20), 48_000)
    with pytest.raises(AudioError, match="vừa bị thay"):
        bench.render(bench.order)


def test_a_substitute_s_part_is_not_taken_for_the_wanted_voice(bench: Bench) -> None:
    order = replace(bench.order, chain=(("other", "beep"), ("tone", "beep")))
    bench.other.mute = True
    assert bench.render(order).substitutes == ("tone:beep",)
    again, asked = bench.render(order), len(bench.engine.asked)
    assert again.voices == ("tone:beep",)
    assert len(bench.engine.asked) == asked
    bench.other.mute = False
    back = bench.render(order)
    assert (back.substitutes, back.voices) == ((), ("other:beep",))
    assert bench.other.asked


@contextmanager
def pool(kind: str) -> Iterator[Executor | None]:
    if kind == "here":
        with nullcontext():
            yield None
    elif kind == "threads":
        with ThreadPoolExecutor(3) as threads:
            yield threads
    else:
        with ProcessPoolExecutor(2, get_context("spawn")) as processes:
            yield processes


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_one_process_or_a_pool_the_same_bytes(bench: Bench, kind: str) -> None:
    bench.render(bench.order, "alone")
    with pool(kind) as executor:
        bench.render(bench.order, kind, executor)
    assert bench.parts(kind) == bench.parts("alone")
    for ending in ("flac", "mp3", "cue_sheet"):
        one, other = (
            getattr(CartFiles.of(bench.root / folder, bench.order.slot), ending) for folder in ("alone", kind)
        )
        assert one.read_bytes() == other.read_bytes()


def test_a_damaged_part_is_made_again(bench: Bench) -> None:
    first = bench.render(bench.order)
    kept = bench.parts()
    name = sorted(kept)[0]
    (bench.root / "carts" / "parts" / name).write_bytes(kept[name][:-300])
    assert bench.render(bench.order) == first
    assert bench.parts() == kept


def test_a_bed_is_heard_before_and_after_what_lies_over_it(bench: Bench) -> None:
    cart = bench.render(bench.order)
    beds = [part for part in cart.parts if part.name == "nen"]
    headlines = [part for part in cart.parts if part.role is Role.HEADLINE]
    assert [part.leads_to for part in beds] == [("tin-a", "tin-b")] * 2
    assert beds[0].stop <= headlines[0].start
    assert beds[1].start == headlines[-1].stop
    samples, rate = soundfile.read(CartFiles.of(bench.root / "carts", cart.slot).flac)
    for bed in beds:
        assert np.abs(samples[bed.start : bed.stop]).max() > 0.005
    gap = samples[beds[1].stop : beds[1].stop + rate // 50]
    assert np.abs(gap).max() < 2e-4  # what the filters still ring with
