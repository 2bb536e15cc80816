"""
What does finishing a programme cost, how much memory does it take, and does it come out at its level?

A programme of real speech (eSpeak NG; the speaking itself is not counted), stings and a bed is mixed, mastered,
packed and encoded: cold, with nothing changed, with one part changed, with a third of the parts new. Each round also
measures the limit, which is the MP3 encoding of the same programme at the same quality and one copy of it in memory;
the figures are medians of the rounds' ratios. Peers where they are installed: naive pydub as tutorials have it, and
ffmpeg-normalize.

``python -m benchmarks.mixing [--minutes N] [--rounds N] [--only SECTION]``
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import lameenc
import numpy as np
import soundfile
from pydub import AudioSegment
from pydub.effects import normalize
from scipy.signal import welch

from broadcaster.core.audio import Audio
from broadcaster.core.units import HOUSE_RATE
from broadcaster.mixing.clips import to_segment
from broadcaster.mixing.edit import trimmed
from broadcaster.mixing.envelope import Span
from broadcaster.mixing.id3 import Tags
from broadcaster.mixing.jingles import PIECES, brought
from broadcaster.mixing.loudness import integrated, to_target
from broadcaster.mixing.master import Chain, MasterOptions, Profile, master
from broadcaster.mixing.montage import Piece, Timeline, bed, end_to_end, jointed, timeline
from broadcaster.mixing.mp3 import write_mp3
from broadcaster.mixing.parts import Finish, PartStore
from broadcaster.mixing.sound import whole
from broadcaster.mixing.splice import Splice, splice
from broadcaster.mixing.wavfile import read, to_house, write_flac
from broadcaster.voice.engine import Delivery
from broadcaster.voice.espeak import EspeakEngine
from tests.mixing.mixing_materials import MATERIALS, QUIET, made, own_loudness, own_true_peak

BITRATE = 96
JINGLES = Path(__file__).parents[1] / "audio" / "jingles"
PAUSE = 0.7
FINISH = Finish(MasterOptions(), BITRATE)
SENTENCES = (
    "ủy ban nhân dân xã tổ chức các hoạt động hưởng ứng ngày hội đổi mới sáng tạo quốc gia",
    "bà con hãy cùng nhau học cách dùng dịch vụ công trực tuyến để đỡ phải đi lại nhiều lần",
    "tổ công nghệ số cộng đồng đến từng thôn giúp người cao tuổi cài đặt ứng dụng trên điện thoại",
    "hợp tác xã đưa nông sản lên sàn thương mại điện tử và ghi nhật ký sản xuất bằng điện thoại",
    "các nhà trường tổ chức cho học sinh tìm hiểu về khoa học và tham gia cuộc thi sáng tạo",
    "khi gặp khó khăn bà con liên hệ trung tâm phục vụ hành chính công của xã để được hướng dẫn",
    "ai có cách làm hay xin giới thiệu với ban tổ chức để biểu dương trước toàn thể nhân dân",
    "mong bà con theo dõi chương trình phát thanh vào buổi sáng và buổi chiều hằng ngày",
)


@dataclass(frozen=True)
class Item:
    """A part as production hands it over: what it is made of, and how to make it."""

    name: str
    sentences: tuple[int, ...] = ()
    music: str = ""


class Studio:
    """Spoken sentences and music in memory; everything after that is what is measured."""

    def __init__(self) -> None:
        engine = EspeakEngine()
        self.spoken = [engine.speak(words, "vi", Delivery()) for words in SENTENCES]
        self.music = {name: brought(JINGLES / f"{name}.flac") for name in PIECES}

    def programme(self, minutes: float) -> list[Item]:
        """Return parts of about that length: tune, headlines over a bed, items of half a minute, closing music."""
        random_ = random.Random(1)
        items = [Item("nhac-hieu", music="nhac-hieu"), Item("headlines", tuple(range(6)), music="nhac-nen")]
        length = 60.0
        while length < minutes * 60 - 14:
            said = tuple(random_.choices(range(len(SENTENCES)), k=5))
            items.append(Item(f"item {len(items)}", said))
            length += sum(self.spoken[number].seconds + PAUSE for number in said) + 1
            if len(items) % 5 == 0:
                items.append(Item("sting", music="nhac-cat"))
        return [*items, Item("closing", music="nhac-chao-het")]

    def part(self, item: Item) -> Timeline:
        """Cut, resample, level and lay one part."""
        if not item.sentences:
            return jointed(self.music[item.music], pause=PAUSE)
        house = [to_house(trimmed(self.spoken[number])) for number in item.sentences]
        laid = end_to_end([Piece(to_target(sound, measured=integrated(sound)), PAUSE) for sound in house])
        speech = [clip.span for clip in laid]
        beds = (
            [bed(self.music["nhac-nen"], Span(0, speech[-1].stop), speech, gain=-6.0)]
            if item.music == "nhac-nen"
            else []
        )
        return jointed(timeline([*laid, *beds]), pause=PAUSE)

    def render(self, items: Sequence[Item], folder: Path, pool: Executor | None = None) -> Splice:
        """Finish what is not kept, in this process or in a pool, and join all."""
        store = PartStore(folder / "parts")
        keys = {item.name: FINISH.key(repr(item)) for item in items}
        missing = [item for item in dict.fromkeys(items) if store.find(keys[item.name]) is None]
        run = pool.map if pool else map
        names = [keys[item.name] for item in missing]
        list(run(store.finish, names, map(self.part, missing), [FINISH] * len(missing)))
        parts = [part for item in items if (part := store.find(keys[item.name]))]
        return splice(parts, flac=folder / "a.flac", mp3=folder / "a.mp3", tags=Tags("Bản tin", "Đài"))

    def naive(self, items: Sequence[Item], folder: Path) -> None:
        """Do as the tutorials do: segments added up, a bed laid over, normalised by its peak, exported by ffmpeg."""
        programme = AudioSegment.empty()
        music = {name: to_segment(sound).set_sample_width(2) for name, sound in self.music.items()}
        for item in items:
            sound = AudioSegment.empty() if item.sentences else music[item.music]
            for number in item.sentences:
                sound += to_segment(self.spoken[number]).set_sample_width(2).set_frame_rate(HOUSE_RATE)
                sound += AudioSegment.silent(round(1000 * PAUSE), HOUSE_RATE)
            programme += sound.overlay(music["nhac-nen"] - 18, loop=True) if item.music == "nhac-nen" else sound
        normalize(programme, headroom=1.0).export(folder / "naive.mp3", format="mp3", bitrate=f"{BITRATE}k").close()


def limit(samples: np.ndarray) -> None:
    """Copy the finished programme once and encode it."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(HOUSE_RATE)
    encoder.set_bit_rate(BITRATE)
    encoder.set_quality(5)
    encoder.encode(samples.copy().tobytes())
    encoder.flush()


def seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def costs(minutes: float, rounds: int) -> None:
    studio = Studio()
    items = studio.programme(minutes)
    changed = [Item(item.name, item.sentences[::-1]) if item.name == "item 4" else item for item in items]
    third = [
        Item(item.name, (*item.sentences[1:], item.sentences[0])) if number % 3 == 1 and item.sentences else item
        for number, item in enumerate(items)
    ]
    measured: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor(2, get_context("spawn")) as pool:
        folder = Path(name)
        list(pool.map(abs, range(8)))
        result = studio.render(items, folder / "first", pool)
        samples, _ = soundfile.read(folder / "first" / "a.flac", dtype="int16")
        normalizer = shutil.which("ffmpeg-normalize")
        soundfile.write(folder / "raw.wav", samples, HOUSE_RATE)
        for number in range(rounds):
            here = folder / str(number)
            here.mkdir()
            least = seconds(lambda: limit(samples))
            took = {
                "cold, one process": seconds(lambda here=here: studio.render(items, here)),
                "nothing changed": seconds(lambda here=here: studio.render(items, here)),
                "one part changed": seconds(lambda here=here: studio.render(changed, here)),
                "a third of the parts new": seconds(lambda here=here: studio.render(third, here)),
                "cold, two processes": seconds(lambda here=here: studio.render(items, here / "two", pool)),
            }
            if shutil.which("ffmpeg"):
                took["naive pydub, MP3 only"] = seconds(lambda here=here: studio.naive(items, here))
            if normalizer:
                command = [normalizer, str(folder / "raw.wav"), "-t", "-16", "-tp", "-1", "-ar", str(HOUSE_RATE)]
                command += ["-c:a", "libmp3lame", "-b:a", f"{BITRATE}k", "-o", str(here / "peer.mp3"), "-f"]
                took["ffmpeg-normalize, MP3 only, of a mixed WAV"] = seconds(
                    lambda command=command: subprocess.run(command, check=True, capture_output=True)
                )
            measured.setdefault("limit", []).append(least)
            for what, cost in took.items():
                measured.setdefault(what, []).append(cost / least)
            shutil.rmtree(here) if number < rounds - 1 else None
        print(f"\nFinishing {result.frames / HOUSE_RATE / 60:.1f} min in {len(result.starts)} parts, {rounds} rounds")
        print(f"  {'the limit: MP3 encoding and one copy':46s} {statistics.median(measured.pop('limit')):6.2f} s")
        for what, ratios in measured.items():
            print(f"  {what:46s} {statistics.median(ratios):6.2f} x the limit")
        last = folder / str(rounds - 1)
        for file in ("a.flac", "a.mp3", "naive.mp3", "peer.mp3"):
            if (last / file).exists():
                sound = to_house(read(last / file))
                print(f"  {file:12s} {own_loudness(sound):7.2f} LUFS {own_true_peak(sound):6.2f} dBTP")


def stages() -> None:
    """Print what each stage of the horn chain does to speech."""
    studio = Studio()
    sound = whole(studio.part(Item("minute", tuple(range(len(SENTENCES))))))
    chain = Profile.HORN.chain
    steps = [("no stage", Chain())]
    steps += [
        (repr(chain.filters[count - 1]), Chain(chain.filters[:count])) for count in range(1, len(chain.filters) + 1)
    ]
    steps.append((repr(chain.compressor), chain))
    print("\nStages of the horn profile, each after those above it, all brought to the same loudness:")
    print(f"  {'':64s} LUFS   dBTP  <150 Hz  2-5 kHz  loud-soft syllables")
    for what, stages_so_far in steps:
        done = master(sound, MasterOptions(chain=stages_so_far)).audio()
        row = (own_loudness(done), own_true_peak(done), band(done, 20, 150), band(done, 2000, 5000), syllables(done))
        print(f"  {what:62s} {row[0]:6.2f} {row[1]:6.2f} {row[2]:8.1f} {row[3]:8.1f} {row[4]:8.1f} dB")


def band(sound: Audio, low: float, high: float) -> float:
    """Share of the power between two frequencies, dB."""
    frequencies, density = welch(sound.samples[:, 0], HOUSE_RATE, nperseg=8192)
    inside = (frequencies >= low) & (frequencies < high)
    return float(10 * np.log10(density[inside].sum() / density.sum()))


def syllables(sound: Audio) -> float:
    """How far the loud syllables (95th percentile of 50 ms levels) lie above the middling ones, dB."""
    rows = sound.samples[: sound.frames // 2400 * 2400, 0].reshape(-1, 2400)
    levels = 10 * np.log10((rows.astype(np.float64) ** 2).mean(axis=1) + 1e-12)
    loud, middling = np.percentile(levels[levels > -45], [95, 40])
    return float(loud - middling)


def materials() -> None:
    """Loudness and peak of each kind of sound, in FLAC and MP3, by the tests' own meters."""
    print("\nMaterials, horn profile: FLAC, then MP3 at 64, 96, 128, 192 kbit/s: LUFS / dBTP")
    with tempfile.TemporaryDirectory() as name:
        for what, make in {**MATERIALS, **QUIET}.items():
            finished = master(made(make, 12.0)).audio()
            row = []
            for file in _files(finished, Path(name)):
                sound = read(file)
                row.append(f"{own_loudness(sound):7.2f} /{own_true_peak(sound):6.2f}")
            print(f"  {what:26s} {'  '.join(row)}")


def _files(sound: Audio, folder: Path) -> Iterator[Path]:
    write_flac(folder / "a.flac", sound)
    yield folder / "a.flac"
    for bitrate in (64, 96, 128, 192):
        write_mp3(folder / f"{bitrate}.mp3", sound, bitrate=bitrate)
        yield folder / f"{bitrate}.mp3"


def memory() -> None:
    """Peak memory of programmes of several lengths, each in a fresh process."""
    print("\nPeak memory, fresh process each")
    for minutes in (15, 60, 120):
        command = [sys.executable, "-m", "benchmarks.mixing", "--render-once", str(minutes)]
        told = subprocess.run(command, check=True, capture_output=True, text=True)
        print(f"  {minutes:4d} min: {told.stdout.strip()}")


def render_once(minutes: float) -> None:
    import resource

    studio = Studio()
    with tempfile.TemporaryDirectory() as name:
        studio.render(studio.programme(minutes), Path(name))
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=["materials", "stages", "memory", "costs"])
    parser.add_argument("--render-once", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.render_once:
        render_once(options.render_once)
        return
    sections = {
        "materials": materials,
        "stages": stages,
        "memory": memory,
        "costs": lambda: costs(options.minutes, options.rounds),
    }
    for name, section in sections.items():
        if options.only in (None, name):
            section()


if __name__ == "__main__":
    main()
