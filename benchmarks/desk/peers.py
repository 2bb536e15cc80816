"""The limit, and what others would do with the same sentences and music."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import lameenc
import numpy as np
from pydub import AudioSegment
from pydub.effects import normalize

from benchmarks.desk.programme import JINGLES, PAUSE, SENTENCES, VOICE
from broadcaster.core.audio import Audio
from broadcaster.core.units import HOUSE_RATE
from broadcaster.mixing.wavfile import pcm16
from broadcaster.production.cart import Role
from broadcaster.production.order import Order
from broadcaster.voice.cache import SpeechCache
from broadcaster.voice.engine import Delivery
from broadcaster.voice.espeak import EspeakEngine

ENVIRONMENT = Path(__file__).parents[2] / ".venv" / "peers-mixing"


def limit(samples: np.ndarray, bitrate: int) -> None:
    """Copy the finished programme once and encode it, at the quality that we encode at."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(HOUSE_RATE)
    encoder.set_bit_rate(bitrate)
    encoder.set_quality(5)
    encoder.encode(samples.copy().tobytes())
    encoder.flush()


def segments(speech: Path) -> dict[str, AudioSegment]:
    """Return sentences (by their words) and music (by name) as pydub has them."""
    cache, engine = SpeechCache(speech), EspeakEngine()
    spoken = {words: cache.make(f"{words}.", engine, VOICE, Delivery()) for words in SENTENCES}
    music = {path.stem: AudioSegment.from_file(path) for path in JINGLES.glob("*.flac")}
    return {words: _segment(sound) for words, sound in spoken.items()} | music


def _segment(sound: Audio) -> AudioSegment:
    return AudioSegment(pcm16(sound).tobytes(), sample_width=2, frame_rate=sound.rate, channels=1)


def naive(order: Order, sounds: dict[str, AudioSegment], path: Path, *, kind: str) -> None:
    """Do as the tutorials do: segments added up, a bed laid over, normalised by its peak, exported by ffmpeg."""
    programme = AudioSegment.empty()
    for part in order.parts:
        sound = AudioSegment.empty() if part.role is not Role.JINGLE else sounds[part.name]
        for sentence in part.sentences:
            sound += sounds[sentence.groups[0]].set_frame_rate(HOUSE_RATE)
            sound += AudioSegment.silent(round(1000 * PAUSE), HOUSE_RATE)
        programme += sound.overlay(sounds[part.bed] - 18, loop=True) if part.bed else sound
    bitrate = {"bitrate": f"{order.finish.bitrate}k"} if kind == "mp3" else {}
    normalize(programme, headroom=1.0).export(path, format=kind, **bitrate).close()


def normalizer() -> str | None:
    """Return the command of ffmpeg-normalize, installed on the spot; None where it cannot be had."""
    if shutil.which("ffmpeg") is None:
        return None
    command = ENVIRONMENT / "bin" / "ffmpeg-normalize"
    if not command.exists():
        steps = [[sys.executable, "-m", "venv", str(ENVIRONMENT)]]
        steps += [[str(ENVIRONMENT / "bin" / "pip"), "install", "--quiet", "ffmpeg-normalize"]]
        if any(subprocess.run(step, check=False, capture_output=True).returncode for step in steps):
            return None
    return str(command)


def normalized(command: str, raw: Path, path: Path, bitrate: int) -> None:
    """Bring a mixed WAV to −16 LUFS and −1 dBTP as MP3, as ffmpeg-normalize does: measured, then made."""
    options = ["-t", "-16", "-tp", "-1", "-ar", str(HOUSE_RATE), "-c:a", "libmp3lame", "-b:a", f"{bitrate}k"]
    subprocess.run([command, str(raw), *options, "-o", str(path), "-f"], check=True, capture_output=True)
