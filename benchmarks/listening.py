"""
What would an ear notice in a finished programme? Told in figures, part by part.

In: a cue sheet with its FLAC beside it; by default the newest one under ``audio/programmes``. Printed: loudness of each
part and by role, the silences between sentences and what lies in them, the largest step of the wave where sound begins
or ends (a click), how long the pauses are, DC, and the spectrum of speech and of music.

``python -m benchmarks.listening [CUE-SHEET.json …]``
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import welch

from broadcaster.core.audio import Audio
from broadcaster.core.units import HOUSE_RATE, frames
from broadcaster.mixing.envelope import Span
from broadcaster.mixing.loudness import integrated
from broadcaster.production.cart import Cart, CuePart, Role

PROGRAMMES = Path(__file__).parents[1] / "audio" / "programmes"
OCTAVES = (125, 250, 500, 1000, 2000, 4000, 8000, 16000)
STEP = frames(0.01)
QUIET = -55.0
"""dBFS under which 10 ms are a pause."""
SHORTEST_PAUSE = 0.15
"""Seconds; shorter ones are the closures of p, t, k."""


def silences(wave: np.ndarray) -> Iterator[Span]:
    """Yield the pauses inside *wave*, to 10 ms."""
    rows = wave[: len(wave) // STEP * STEP].reshape(-1, STEP).astype(np.float64)
    quiet = np.concatenate([[False], decibels((rows**2).mean(1)) < QUIET, [False]])
    changes = np.flatnonzero(np.diff(quiet.astype(int))).reshape(-1, 2)
    for start, stop in changes:
        if start > 0 and stop < len(rows) and (stop - start) * 0.01 >= SHORTEST_PAUSE:
            yield Span(int(start) * STEP, int(stop) * STEP)


def decibels(power: np.ndarray | float) -> np.ndarray:
    return 10 * np.log10(np.asarray(power) + 1e-15)


def clicks(wave: np.ndarray, part: CuePart, pauses: list[Span]) -> float:
    """Return the largest step between two samples within 1 ms of where sound begins or ends in digital silence."""
    edges = {part.start, part.stop} | {part.start + at for pause in pauses for at in (pause.start, pause.stop)}
    steps = [0.0]
    for edge in edges:
        around = wave[max(0, edge - STEP) : edge + STEP]
        sounding = np.flatnonzero(around)
        if len(sounding) and not around.all():
            first, last = int(sounding[0]), int(sounding[-1])
            steps += [abs(float(around[first])) if first else 0.0]
            steps += [abs(float(around[last])) if last < len(around) - 1 else 0.0]
    return max(steps)


def spectrum(wave: np.ndarray) -> str:
    found, density = welch(wave, HOUSE_RATE, nperseg=8192)
    shares = [density[(found >= f / 2**0.5) & (found < f * 2**0.5)].sum() / density.sum() for f in OCTAVES]
    return "".join(f"{float(decibels(share)):8.1f}" for share in shares)


def listen(path: Path) -> None:
    """Print the figures of one programme."""
    cart = Cart.read(path)
    wave, _ = soundfile.read(path.with_name(cart.flac), dtype="float32")
    print(f"\n{cart.slot}: {cart.seconds / 60:.1f} min, {cart.loudness:.2f} LUFS, {cart.true_peak:.2f} dBTP, ", end="")
    print(f"DC {wave.mean():+.6f}")
    print(f"  {'part':38s} {'at':>7s} {'long':>7s} {'LUFS':>7s} {'click':>7s}  pauses, s (noise in them, dBFS)")
    levels, sounds = defaultdict(list), defaultdict(list)
    for part in cart.parts:
        sound = wave[part.start : part.stop]
        pauses = list(silences(sound))
        level = integrated(Audio(sound[:, None], HOUSE_RATE))
        levels[part.role].append(level)
        sounds["music" if part.role is Role.JINGLE else "speech"].append(sound)
        inner = [sound[pause.start + STEP : pause.stop - STEP].astype(np.float64) for pause in pauses]
        noise = max((float(decibels((stretch**2).mean())) for stretch in inner), default=-150.0)
        name, at, length = f"{part.role.value} {part.name}", part.start / HOUSE_RATE, part.frames / HOUSE_RATE
        lengths = " ".join(f"{(pause.stop - pause.start) / HOUSE_RATE:.2f}" for pause in pauses)
        row = f"  {name:38.38s} {at:7.1f} {length:7.2f} {level:7.2f} {clicks(wave, part, pauses):7.4f}"
        print(f"{row}  {lengths}" + (f" ({noise:.0f})" if pauses else ""))
    for role, values in levels.items():
        print(f"  {role.value:10s} {min(values):7.2f} to {max(values):7.2f} LUFS, median {np.median(values):.2f}")
    print(f"  {'octave, Hz':14s}" + "".join(f"{octave:8d}" for octave in OCTAVES) + "   dB of the whole")
    for what, pieces in sounds.items():
        print(f"  {what:14s}{spectrum(np.concatenate(pieces))}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cue_sheets", type=Path, nargs="*")
    newest = sorted(PROGRAMMES.glob("*/*.json"), key=lambda path: path.stat().st_mtime)[-1:]
    for path in parser.parse_args().cue_sheets or newest:
        listen(path)
    if not newest:
        print("no programme under audio/programmes; make one with “broadcaster render”")


if __name__ == "__main__":
    main()
