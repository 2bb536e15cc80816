"""
What a villager hears of a programme: horns on poles, the air between, the noise around.

In: a finished programme. Out: the sound at the listener's ear, at the rate of the judge. A model of our own, not a
measurement of any site: it serves to compare ways of speaking with one another. The amplifier's gain and the noise are
fixed, so that the loudness and the compression of a programme pay off as they do outdoors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import soxr
from scipy.signal import butter, sosfilt

from broadcaster.core.audio import Audio

Wave = npt.NDArray[np.float64]
"""One channel, shape (frames,)."""

RATE: Final = 16_000
"""Hertz: what the judge listens at."""

LOUDEST: Final = 120.0
"""dB SPL at 1 m of a sine that the amplifier just does not clip: 15 W into a horn of 108 dB at 1 W (data sheets of
small reflex horns give 105 to 113 dB)."""

BAND: Final = (300.0, 6000.0)
"""Hertz between which a reflex horn of 15 to 30 W speaks (data sheets: from 250–350 Hz to 5–8 kHz)."""

SOUND_SPEED: Final = 349.0
"""Metres a second in air of 30 °C (331.3 + 0.606 T)."""

AIR: Final = ((63, 125, 250, 500, 1000, 2000, 4000, 8000), (0.1, 0.3, 1.0, 3.1, 7.4, 12.7, 23.1, 59.3))
"""Hertz, and what the air takes, dB a kilometre, at 30 °C and 70 % humidity (ISO 9613-2, table 2)."""

TRAFFIC: Final = (-20, -20, -18, -16, -15, -14, -13, -12, -11, -9, -8, -9, -10, -11, -13, -15, -16, -18)
"""A-weighted spectrum of a road in thirds of an octave from 100 Hz to 5 kHz, dB (EN 1793-3)."""


class Place(Protocol):
    """Where somebody listens."""

    @property
    def name(self) -> str: ...

    def heard(self, programme: Audio, seed: int) -> Wave:
        """Return what comes to the ear, highest sample 0.8; *seed* chooses the noise."""
        ...


@dataclass(frozen=True)
class Studio:
    """The programme itself, nothing between."""

    name: str = "clean"

    def heard(self, programme: Audio, seed: int) -> Wave:  # noqa: ARG002  no noise
        return _full(_at_rate(programme))


@dataclass(frozen=True)
class Street:
    """A place in the open, with horns on poles."""

    name: str
    horns: tuple[tuple[float, float], ...]
    """Metres to each horn, the nearest first, and decibels that it gives less towards the listener than ahead (data
    sheets of small horns: 3 dB at 30° to 45°, 10 dB at the side). All say the same at the same time."""
    noise: float
    """dB(A) around the listener; it swells and sinks by 4 dB as vehicles pass."""
    drive: float = 6.0
    """dB by which the full scale of the programme lies above the amplifier's clipping."""

    def heard(self, programme: Audio, seed: int) -> Wave:
        """Return what comes to the ear, from the first wave on to the last echo."""
        driven = _driven(_at_rate(programme), self.drive)
        nearest, _ = self.horns[0]
        ear = sum(_arrived(driven, *horn, horn[0] - nearest, self._tail) for horn in self.horns)
        return _full(ear + _noise(len(driven) + self._tail, self.noise, np.random.default_rng(seed)))

    @property
    def _tail(self) -> int:
        return round((self.horns[-1][0] - self.horns[0][0]) / SOUND_SPEED * RATE)


STUDIO: Final = Studio()

HORN_A: Final = Street("horn A", horns=((100.0, 0.0), (187.0, 3.0)), noise=50.0)
"""In the second row of houses: one echo, 0.25 s later and 8 dB softer."""

HORN_B: Final = Street("horn B", horns=((150.0, 0.0), (237.0, 3.0), (324.0, 3.0)), noise=55.0)
"""At the far end: echoes 0.25 and 0.5 s later, 7 and 10 dB softer, in more noise."""


def _at_rate(programme: Audio) -> Wave:
    """Return *programme* at the judge's rate, with a quarter of a second before and after."""
    wave = soxr.resample(programme.samples[:, 0].astype(np.float64), programme.rate, RATE)
    return np.pad(wave, RATE // 4)


def _full(wave: Wave) -> Wave:
    return np.asarray(wave * 0.8 / np.abs(wave).max())


def _driven(wave: Wave, drive: float) -> Wave:
    """Return what leaves the horns, in units in which a sine of 1.0 is ``LOUDEST``: soft clipping, then the band."""
    sections = butter(2, BAND, "bandpass", fs=RATE, output="sos")
    return np.asarray(sosfilt(sections, np.tanh(wave * 10 ** (drive / 20))))


def _arrived(driven: Wave, metres: float, aside: float, behind: float, tail: int) -> Wave:
    """Return what has come *metres* far, *behind* metres later than the first wave, with *tail* frames for echoes."""
    spectrum = np.fft.rfft(np.pad(driven, (0, tail)))
    frequencies = np.fft.rfftfreq(len(driven) + tail, 1 / RATE)
    lost = np.interp(frequencies, *AIR) * metres / 1000 + 20 * np.log10(metres) + aside
    turned = np.exp(-2j * np.pi * frequencies * behind / SOUND_SPEED)
    return np.asarray(np.fft.irfft(spectrum * 10 ** (-lost / 20) * turned, len(driven) + tail))


def _noise(frames: int, level: float, random: np.random.Generator) -> Wave:
    """Return traffic at *level* dB(A), in the units of ``_driven``."""
    frequencies: Wave = np.fft.rfftfreq(frames, 1 / RATE)[1:].astype(np.float64)
    thirds = 1000 * 2 ** (np.arange(-10, 8) / 3)
    density = np.interp(np.log(frequencies), np.log(thirds), TRAFFIC) - 10 * np.log10(frequencies)
    weighted = random.standard_normal(len(frequencies)) + 1j * random.standard_normal(len(frequencies))
    weighted *= 10 ** (density / 20)
    weighted[(frequencies < thirds[0]) | (frequencies > thirds[-1])] = 0
    power = 2 * np.sum(np.abs(weighted) ** 2) / frames**2
    reference = 10 ** ((level - LOUDEST) / 20) / np.sqrt(2)
    unweighted = weighted * reference / np.sqrt(power) / 10 ** (_a_weighting(frequencies) / 20)
    noise = np.fft.irfft(np.concatenate([[0], unweighted]), frames)
    swell = 2 * np.sin(2 * np.pi * (np.arange(frames) / RATE / 5 + random.uniform()))
    return np.asarray(noise * 10 ** (swell / 20))


def _a_weighting(f: Wave) -> Wave:
    """Return the A-weighting at *f* hertz, dB (IEC 61672-1, annex E)."""
    square = f**2
    ratio = (12194**2 * square**2) / (
        (square + 20.6**2) * np.sqrt((square + 107.7**2) * (square + 737.9**2)) * (square + 12194**2)
    )
    return np.asarray(20 * np.log10(ratio) + 2.0)
