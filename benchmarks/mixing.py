"""
What does rendering a programme cost, how much memory does it take, and does it come out at its level?

A bulletin of real speech (eSpeak NG; the speaking is left out), stings and a bed goes through the renderer that the
station uses: cold, with nothing changed, with one sentence changed, with a third of the items new. Each round also
measures the limit, which is the MP3 encoding of the same programme at the same quality and one copy of it in memory;
the figures are medians of the rounds' ratios. Peers in the same rounds: naive pydub as tutorials have it, and the
same followed by ffmpeg-normalize, which is installed on the spot.

``python -m benchmarks.mixing [--minutes N] [--rounds N] [--only SECTION]``
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import welch

from benchmarks.desk import peers
from benchmarks.desk.meters import ebur128, pyloudnorm_and_soxr
from benchmarks.desk.programme import SENTENCES, bulletin, changed, files, render, spoken_lengths
from broadcaster.core.audio import Audio, join, silence
from broadcaster.core.units import HOUSE_RATE, frames
from broadcaster.mixing.edit import trimmed
from broadcaster.mixing.id3 import Tags
from broadcaster.mixing.master import Chain, MasterOptions, Profile, master
from broadcaster.mixing.montage import jointed
from broadcaster.mixing.parts import Finish, PartStore
from broadcaster.mixing.splice import splice
from broadcaster.mixing.wavfile import to_house
from broadcaster.production.order import Order
from broadcaster.voice.engine import Delivery
from broadcaster.voice.espeak import EspeakEngine
from tests.mixing.mixing_materials import MATERIALS, QUIET, made, own_loudness, own_true_peak

COLD, COLD_CPU = "cold, one process, one thread", "  the same, processor time"
OF_COLD = ", of cold"


def costs(minutes: float, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor(2, get_context("spawn")) as pool:
        folder, speech = Path(name), Path(name) / "speech"
        order = bulletin(minutes, spoken_lengths(speech))
        sounds, command = peers.segments(speech), peers.normalizer()
        cart, _ = render(order, folder / "first", speech, pool)
        samples, _ = soundfile.read(files(order, folder / "first").flac, dtype="int16")
        measured: dict[str, list[float]] = {}
        for number in range(rounds):
            here = folder / str(number)
            begun, used = time.perf_counter(), time.process_time()
            peers.limit(samples, order.finish.bitrate)
            least, least_cpu = time.perf_counter() - begun, time.process_time() - used
            took = rendered(order, here, speech, pool)
            took[COLD_CPU] *= least / least_cpu
            naive, finished = here / "naive.mp3", here / "peer.mp3"
            took["naive pydub, MP3 only"] = seconds(lambda to=naive: peers.naive(order, sounds, to, kind="mp3"))
            if command:
                raw = here / "raw.wav"
                mixing = seconds(lambda to=raw: peers.naive(order, sounds, to, kind="wav"))
                took["pydub, then ffmpeg-normalize, MP3 only"] = mixing + seconds(
                    lambda raw=raw, to=finished: peers.normalized(command, raw, to, order.finish.bitrate)
                )
            measured.setdefault("limit", []).append(least)
            for what, cost in took.items():
                measured.setdefault(what, []).append(cost if what.endswith(OF_COLD) else cost / least)
            if number < rounds - 1:
                shutil.rmtree(here)
        told(f"Rendering {cart.seconds / 60:.1f} min of {len(cart.parts)} stretches, {rounds} rounds", measured)
        last = folder / str(rounds - 1)
        one = files(order, last / "one")
        for path in (one.flac, one.mp3, last / "naive.mp3", last / "peer.mp3"):
            if path.exists():
                print(f"  {path.name:16s} {pyloudnorm_and_soxr(path)} | ffmpeg {ebur128(path)}")


def rendered(order: Order, here: Path, speech: Path, pool: Executor) -> dict[str, float]:
    """Return what each kind of rendering took, in seconds, the voice left out."""
    took = {COLD: 0.0, COLD_CPU: 0.0}

    def timed(what: str, order: Order, folder: str, executor: Executor | None = None) -> None:
        begun, used = time.perf_counter(), time.process_time()
        _, voice = render(order, here / folder, speech, executor)
        took[what] = time.perf_counter() - begun - voice.wall
        if what == COLD:
            took[COLD_CPU] = time.process_time() - used - voice.cpu

    timed(COLD, order, "one")
    timed("one sentence changed", changed(order, every=10_000, first=4), "one")
    timed("a third of the items new", changed(order, every=3), "one")
    timed("nothing changed", order, "one")
    timed("cold, two processes", order, "two", pool)
    with ThreadPoolExecutor(2) as threads:
        timed("cold, one process, two threads", order, "threads", threads)
    for what in ("nothing changed", "one sentence changed", "a third of the items new"):
        took[f"  {what}{OF_COLD}"] = took[what] / took[COLD]
    return took


def told(title: str, measured: dict[str, list[float]]) -> None:
    least = statistics.median(measured.pop("limit"))
    print(f"\n{title}\n  {'the limit: MP3 encoding and one copy':46s} {least:6.2f} s")
    for what, ratios in measured.items():
        middle, low, high = statistics.median(ratios), min(ratios), max(ratios)
        if what.endswith(OF_COLD):
            print(f"  {what:46s} {middle:6.3f} of it        ({low:.3f} to {high:.3f})")
        else:
            print(f"  {what:46s} {middle:6.2f} x the limit ({low:.2f} to {high:.2f})")


def seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def stages() -> None:
    """Print what each stage of the horn chain does to speech."""
    engine = EspeakEngine()
    pieces = [to_house(trimmed(engine.speak(f"{words}.", "vi+f3", Delivery()))) for words in SENTENCES]
    sound = join([part for piece in pieces for part in (piece, silence(frames(0.7)))])
    chain = Profile.HORN.chain
    steps = [("no stage", Chain())]
    steps += [
        (repr(chain.filters[count - 1]), Chain(chain.filters[:count])) for count in range(1, len(chain.filters) + 1)
    ]
    steps.append((repr(chain.compressor), chain))
    print("\nStages of the horn profile, each after those above it, all brought to the same loudness by the limiter:")
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
    """Print loudness and true peak of each kind of sound, as FLAC and MP3, by two meters that are not ours."""
    bitrates = (64, 96, 128, 192)
    print(f"\nMaterials, horn profile: FLAC, then MP3 at {', '.join(map(str, bitrates))} kbit/s")
    print("  by pyloudnorm and soxr | by ffmpeg: lowest and highest LUFS, highest dBTP")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, make in {**MATERIALS, **QUIET}.items():
            found = []
            for bitrate in bitrates:
                finish = Finish(MasterOptions(), bitrate)
                part = PartStore(folder).finish(f"{what} {bitrate}", jointed(made(make, 12.0), pause=0.7), finish)
                flac, mp3 = folder / "a.flac", folder / "a.mp3"
                splice([part], flac=flac, mp3=mp3, tags=Tags())
                paths = [mp3] if found else [flac, mp3]
                found += [(pyloudnorm_and_soxr(path), ebur128(path)) for path in paths]
            columns = []
            for meter in zip(*found, strict=True):
                readings = [reading for reading in meter if reading is not None]
                if readings:
                    loudness = [reading.loudness for reading in readings]
                    peak = max(reading.peak for reading in readings)
                    columns.append(f"{min(loudness):7.2f} to {max(loudness):7.2f} {peak:7.2f}")
            print(f"  {what:26s} {' | '.join(columns)}")


def memory() -> None:
    """Print the peak memory of programmes of several lengths, each in a fresh process."""
    print("\nPeak memory, fresh process each, one process")
    with tempfile.TemporaryDirectory() as name:
        spoken_lengths(Path(name))
        for minutes in (15, 60, 120):
            command = [sys.executable, "-m", "benchmarks.mixing", "--render-once", str(minutes), "--speech", name]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            print(f"  {done.stdout.strip()}")


def render_once(minutes: float, speech: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        cart, _ = render(bulletin(minutes, spoken_lengths(speech)), Path(name), speech)
    print(f"{cart.seconds / 60:6.1f} min: {_highest_memory():.0f} MB")


def _highest_memory() -> float:
    """Return the most that this process has held, MB; ``getrusage`` would count what its parent held before it."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=["materials", "stages", "memory", "costs"])
    parser.add_argument("--render-once", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--speech", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.render_once:
        render_once(options.render_once, options.speech)
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
