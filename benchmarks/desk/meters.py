"""Two meters that are not ours: pyloudnorm with eightfold oversampling, and ffmpeg's ebur128."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyloudnorm
import soundfile
import soxr


@dataclass(frozen=True)
class Reading:
    loudness: float
    """LUFS."""
    peak: float
    """dBTP."""

    def __str__(self) -> str:
        return f"{self.loudness:7.2f} LUFS {self.peak:6.2f} dBTP"


def pyloudnorm_and_soxr(path: Path) -> Reading:
    samples, rate = soundfile.read(path, dtype="float32")
    peak = 0.0
    for start in range(0, len(samples), 60 * rate):  # a minute at a time, overlapping where the filter reaches
        piece = samples[max(0, start - 4800) : start + 60 * rate + 4800]
        peak = max(peak, float(np.abs(soxr.resample(piece, rate, 8 * rate, "VHQ")).max(initial=0.0)))
    with np.errstate(divide="ignore"):
        return Reading(pyloudnorm.Meter(rate).integrated_loudness(samples.astype(float)), 20 * np.log10(peak))


def ebur128(path: Path) -> Reading | None:
    """Return what ffmpeg reads; None where it is not installed."""
    if shutil.which("ffmpeg") is None:
        return None
    command = ["ffmpeg", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    summary = told[told.rindex("Summary:") :]
    loudness = re.search(r"I:\s+(-?[\d.]+|-inf) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+|-inf) dBFS", summary)
    assert loudness
    assert peak
    return Reading(float(loudness[1]), float(peak[1]))
