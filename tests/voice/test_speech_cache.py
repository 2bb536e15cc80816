import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile
from voice_stand_ins import ScriptedEngine, always

from broadcaster.core.errors import VoiceError
from broadcaster.voice.cache import CacheStats, Pruned, SpeechCache
from broadcaster.voice.engine import Delivery

WORDS = "Kính chào bà con."


@pytest.fixture
def cache(tmp_path: Path) -> SpeechCache:
    return SpeechCache(tmp_path / "cache")


def get(cache: SpeechCache, engine: ScriptedEngine, words: str = WORDS, **delivery: float):
    """Ask as a run of speaking does: what is not kept is made."""
    asked = words, engine, "beep", Delivery(**delivery)
    found = cache.get(*asked)
    return cache.make(*asked) if found is None else found


def entry(cache: SpeechCache, engine: ScriptedEngine) -> Path:
    return cache.path(cache.key(WORDS, engine, "beep", Delivery()))


def test_a_sentence_is_spoken_once_and_is_the_same_from_disk(cache):
    engine = ScriptedEngine()
    fresh, kept = get(cache, engine), get(cache, engine)
    assert engine.spoken == [WORDS]
    assert fresh.rate == kept.rate == 48_000
    assert np.array_equal(fresh.samples, kept.samples)
    assert cache.stats == CacheStats(hits=1, misses=1, made=1)


def test_an_entry_is_a_flac_that_anybody_can_play(cache):
    engine = ScriptedEngine()
    spoken = get(cache, engine)
    samples, rate = soundfile.read(entry(cache, engine), dtype="float32", always_2d=True)
    assert (rate, samples.shape) == (spoken.rate, spoken.samples.shape)
    assert np.array_equal(samples, spoken.samples)


def test_everything_that_changes_the_sound_changes_the_key(cache):
    class Newer(ScriptedEngine):
        version = "2"

    class Retrained(ScriptedEngine):
        def fingerprint(self, voice: str) -> str:
            return "other weights"

    engine = ScriptedEngine()
    keys = {
        cache.key(WORDS, engine, "beep", Delivery()),
        cache.key(WORDS + " ", engine, "beep", Delivery()),
        cache.key(WORDS, ScriptedEngine("other"), "beep", Delivery()),
        cache.key(WORDS, Newer(), "beep", Delivery()),
        cache.key(WORDS, Retrained(), "beep", Delivery()),
        cache.key(WORDS, engine, "boop", Delivery()),
        cache.key(WORDS, engine, "beep", Delivery(rate=0.9)),
        cache.key(WORDS, engine, "beep", Delivery(pitch=1.0)),
    }
    assert len(keys) == 8


def test_the_key_does_not_change_from_one_day_to_the_next(cache):
    key = cache.key(WORDS, ScriptedEngine(), "beep", Delivery())
    assert key == "de8b197956bbf8ef3503fa407629f789cbe6a26b01be82d2b8d4265659fe4dfc"


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "text", "unsigned"])
def test_a_damaged_entry_is_made_again(cache, damage):
    engine = ScriptedEngine()
    whole = get(cache, engine)
    path = entry(cache, engine)
    data = path.read_bytes()
    if damage == "unsigned":
        soundfile.write(path, whole.samples[:100], whole.rate, format="FLAC")
    else:
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 0x10]) + data[middle + 1 :]
        path.write_bytes({"empty": b"", "cut": data[:-200], "flipped": flipped, "text": b"<html>"}[damage])
    assert np.array_equal(get(cache, engine).samples, whole.samples)
    assert cache.stats == CacheStats(misses=2, made=2, mended=1)
    assert path.read_bytes() == data


def test_a_failure_leaves_nothing(cache, tmp_path):
    with pytest.raises(VoiceError):
        get(cache, ScriptedEngine(fails=always("scripted", permanent=False)))
    assert not list(tmp_path.rglob("*.*"))


def test_a_folder_that_takes_nothing_costs_the_entry_and_not_the_sound(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    cache, engine = SpeechCache(tmp_path / "cache"), ScriptedEngine()
    assert get(cache, engine).frames == get(cache, engine).frames > 0
    assert cache.stats == CacheStats(misses=2, made=2, unkept=2)


def test_several_writers_of_one_entry_leave_one_whole_file(cache, tmp_path):
    engine = ScriptedEngine()
    with ThreadPoolExecutor(8) as pool:
        sounds = list(pool.map(lambda _: get(SpeechCache(tmp_path / "cache"), engine), range(24)))
    assert all(np.array_equal(sound.samples, sounds[0].samples) for sound in sounds)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [entry(cache, engine).name]
    assert np.array_equal(get(cache, engine).samples, sounds[0].samples)
    assert cache.stats.hits == 1


NOW = datetime(2025, 10, 1, 12, tzinfo=UTC)
SENTENCES = ["Câu một.", "Câu hai.", "Câu ba.", "Câu bốn."]


def age(path: Path, old: timedelta) -> None:
    os.utime(path, ((NOW - old).timestamp(), (NOW - old).timestamp()))


@pytest.fixture
def aged(cache):
    """The cache with SENTENCES, the first one used longest ago, an hour apart; and their paths."""
    engine = ScriptedEngine()
    paths = []
    for hours, words in zip((4, 3, 2, 1), SENTENCES, strict=True):
        get(cache, engine, words)
        paths.append(cache.path(cache.key(words, engine, "beep", Delivery())))
        age(paths[-1], timedelta(hours=hours))
    return paths


def size(paths: list[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


def left(paths: list[Path]) -> list[bool]:
    return [path.exists() for path in paths]


def test_what_was_used_longest_ago_goes_first(cache, aged):
    limit, freed = size(aged[2:]), size(aged[:2])
    assert cache.prune(limit=limit, keep=(), now=NOW) == Pruned(files=2, freed=freed, left=limit)
    assert left(aged) == [False, False, True, True]


def test_what_fits_stays(cache, aged):
    assert cache.prune(limit=size(aged), keep=(), now=NOW).files == 0
    assert left(aged) == [True] * 4


def test_use_makes_young_again(cache, aged):
    get(cache, ScriptedEngine(), SENTENCES[0])
    cache.prune(limit=size(aged[:1]), keep=(), now=NOW)
    assert left(aged) == [True, False, False, False]


def test_what_is_needed_soon_stays_whatever_the_limit(cache, aged):
    needed = [aged[0].stem, aged[3].stem]
    pruned = cache.prune(limit=0, keep=needed, now=NOW)
    assert left(aged) == [True, False, False, True]
    assert pruned.left == size([aged[0], aged[3]])


def test_what_a_killed_process_left_goes_and_what_is_being_written_stays(cache, aged):
    old, young = (aged[0].with_name(f".{name}.flac.x.tmp") for name in ("old", "young"))
    for path, minutes in ((old, 61), (young, 1)):
        path.write_bytes(b"half")
        age(path, timedelta(minutes=minutes))
    assert cache.prune(limit=10**9, keep=(), now=NOW).files == 1
    assert left([old, young, *aged]) == [False, True, True, True, True, True]


def test_pruning_where_nothing_is_yet_does_nothing(tmp_path):
    assert SpeechCache(tmp_path / "none").prune(limit=0, keep=(), now=NOW) == Pruned(0, 0, 0)
