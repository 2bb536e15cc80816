from __future__ import annotations

import os
import zipfile
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
import soundfile
from mixing_materials import MATERIALS, audio, made, own_loudness, own_true_peak, speech, tone

from broadcaster.core.audio import Audio
from broadcaster.core.errors import AudioError, PartGoneError
from broadcaster.core.units import HOUSE_RATE, MP3_FRAME
from broadcaster.mixing.id3 import Tags
from broadcaster.mixing.master import Chain, MasterOptions, Profile
from broadcaster.mixing.montage import Clip, Timeline, bed, jointed, timeline
from broadcaster.mixing.partfile import FinishedPart
from broadcaster.mixing.parts import Finish, PartStore
from broadcaster.mixing.sound import JOINT
from broadcaster.mixing.splice import Splice, splice
from broadcaster.mixing.wavfile import read

HORN = Finish(MasterOptions(chain=Profile.HORN.chain))
PLAIN = Finish(MasterOptions(chain=Chain()))
TAGS = Tags("Bản tin", "Đài", date(2025, 10, 1))


def finished(store: PartStore, name: str, sound: Audio, finish: Finish = HORN, pause: float = 0.7) -> FinishedPart:
    return store.finish(finish.key(name), jointed(sound, pause=pause), finish)


def spliced(parts: list[FinishedPart], folder: Path) -> tuple[Splice, Audio, Audio]:
    result = splice(parts, flac=folder / "a.flac", mp3=folder / "a.mp3", tags=TAGS)
    return result, read(folder / "a.flac"), read(folder / "a.mp3")


def beep(hertz: float) -> Audio:
    """Begins at its crest, so that its first sample can be found."""
    return audio(0.3 * np.cos(2 * np.pi * hertz * np.arange(24_000) / HOUSE_RATE))


def test_every_start_lands_on_its_sample_in_both_files(tmp_path: Path) -> None:
    store = PartStore(tmp_path / "parts")
    parts = [finished(store, str(hertz), beep(hertz), PLAIN) for hertz in (600.0, 1000.0, 800.0, 1200.0)]
    result, flac, mp3 = spliced(parts, tmp_path)
    assert flac.frames == mp3.frames == result.frames == sum(part.samples for part in parts)
    assert all(start % MP3_FRAME == 0 for start in result.starts)
    for start in result.starts:
        for sound, reach in ((flac, 0), (mp3, 8)):
            heights = np.abs(sound.samples[start : start + JOINT + 100, 0])
            assert abs(int(np.flatnonzero(heights > 0.1)[0]) - JOINT) <= reach


def test_a_programme_of_unlike_parts_is_at_the_target_in_both_files(tmp_path: Path) -> None:
    store = PartStore(tmp_path / "parts")
    names = ["plucked strings", "speech", "speech, quiet", "noise, white", "speech, clipped", "square wave"]
    parts = [finished(store, name, made(MATERIALS[name], 6.0)) for name in names]
    result, flac, mp3 = spliced(parts, tmp_path)
    for sound in (flac, mp3):
        assert own_loudness(sound) == pytest.approx(-16.0, abs=0.2)
        assert own_true_peak(sound) <= -1.0
    assert result.loudness == pytest.approx(own_loudness(flac), abs=0.06)
    assert result.peak == pytest.approx(own_true_peak(flac), abs=0.1)


def test_the_mp3_carries_its_tags(tmp_path: Path) -> None:
    spliced([finished(PartStore(tmp_path), "a", tone(1.0))], tmp_path)
    with soundfile.SoundFile(tmp_path / "a.mp3") as stream:
        assert (stream.title, stream.artist) == ("Bản tin", "Đài")


def test_a_part_is_found_again_as_it_was(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    part = finished(store, "a", tone(1.0))
    assert PartStore(tmp_path).find(HORN.key("a")) == part
    assert store.find(HORN.key("b")) is None


def test_a_key_knows_all_that_makes_the_sound() -> None:
    finishes = [HORN, PLAIN, Finish(HORN.mastering, 128), Finish(MasterOptions(target=-18.0))]
    keys = {finish.key(*facts) for finish in finishes for facts in (("a",), ("b",), ("a", "b"))}
    assert len(keys) == 12
    assert HORN.key("a") == Finish(MasterOptions(chain=Profile.HORN.chain)).key("a")


@pytest.mark.parametrize("harm", ["flac", "mp3", "energies", "facts", "sizes", "locked", "packed", "cut", "gone"])
def test_a_damaged_part_is_no_part(tmp_path: Path, harm: str) -> None:
    store = PartStore(tmp_path)
    part = finished(store, "a", tone(1.0))
    data = part.path.read_bytes()
    with zipfile.ZipFile(part.path) as archive:
        places = {info.filename: info.header_offset + 30 + len(info.filename) + 20 for info in archive.infolist()}
    if harm == "gone":
        part.path.unlink()
    elif harm == "cut":
        part.path.write_bytes(data[:-2000])
    elif harm in ("locked", "packed"):  # in the list at the end: the first file wants a password, or to be unpacked
        place = data.index(b"PK\x01\x02") + (8 if harm == "locked" else 10)
        part.path.write_bytes(data[:place] + bytes([1 if harm == "locked" else 8]) + data[place + 1 :])
    else:
        place = places[harm] + 5
        part.path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    assert store.find(part.key) is None
    if harm == "gone":
        with pytest.raises(PartGoneError, match="Dựng lại"):
            list(part.flac(0))
    assert finished(store, "a", tone(1.0)) == part == store.find(part.key)
    assert part.path.read_bytes() == data


def test_the_longest_unwanted_go_first(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    parts = [finished(store, name, tone(1.0)) for name in "abc"]
    for age, part in enumerate(parts):
        os.utime(part.path, (1000 + age, 1000 + age))
    assert store.find(parts[0].key)
    one = parts[0].path.stat().st_size
    store.prune(2 * one)
    assert [store.find(part.key) is not None for part in parts] == [True, False, True]
    store.prune(0)
    assert not list(tmp_path.iterdir())


def test_a_write_that_fails_leaves_no_part(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    with pytest.raises(AudioError, match="MP3"):
        store.finish("a", tone(1.0), Finish(MasterOptions(), bitrate=100))
    assert store.find("a") is None
    store.prune(0)
    assert not list(tmp_path.iterdir())


def test_no_parts_no_programme(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="không có phần nào"):
        splice([], flac=tmp_path / "a.flac", mp3=tmp_path / "a.mp3", tags=TAGS)


def sample_timeline(seed: int) -> Timeline:
    said = made(speech, 3.0 + seed)
    voice = Clip(said, JOINT + HOUSE_RATE)
    music = bed(tone(0.5, 220.0, 0.1), timeline([Clip(said, JOINT)]).clips[0].span, [voice.span])
    return jointed(timeline([voice, music]))


def test_a_pool_of_processes_gives_the_same_bytes(tmp_path: Path) -> None:
    here, there = PartStore(tmp_path / "here"), PartStore(tmp_path / "there")
    keys = [HORN.key(str(seed)) for seed in range(2)]
    for seed, key in enumerate(keys):
        here.finish(key, sample_timeline(seed), HORN)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        parts = list(pool.map(there.finish, keys, map(sample_timeline, range(2)), [HORN] * 2))
    for part in parts:
        ours = here.find(part.key)
        assert ours is not None
        assert ours.path.read_bytes() == part.path.read_bytes()


def test_what_is_joined_twice_sounds_the_same_twice(tmp_path: Path) -> None:
    part = finished(PartStore(tmp_path / "parts"), "a", made(speech, 2.0))
    _, once, _ = spliced([part], tmp_path)
    _, twice, _ = spliced([part, part], tmp_path)
    np.testing.assert_array_equal(twice.samples, np.concatenate([once.samples, once.samples]))


def test_a_sound_too_long_to_be_held_is_finished_the_same(tmp_path: Path) -> None:
    sound = jointed(made(speech, 12.0))
    held = PartStore(tmp_path / "held").finish("a", sound, HORN)
    read_again = PartStore(tmp_path / "read", held=HOUSE_RATE).finish("a", sound, HORN)
    _, first, _ = spliced([held], tmp_path)
    _, second, _ = spliced([read_again], tmp_path)
    np.testing.assert_array_equal(first.samples, second.samples)
    assert [path.name for path in (tmp_path / "read").iterdir()] == ["a.part"]
