"""
What is understood at the far end of an echoing street?

Voices, pace, pauses, repetition and the stages of mastering, each heard by a judge in the studio and at two places in
a street (``hearing/street.py``). The judge is Whisper base (``hearing/judge_worker.py``), installed on the spot; what
it heard is kept in ``.venv/judge/heard.jsonl``, so a second run is quick and a stopped one goes on. It is a weak judge
of Vietnamese: its figures tell two ways of speaking apart on the same sentences, not how much a villager understands.
Differences are paired, sentence by sentence; errors are standard errors over the sentences (bootstrap).

``python -m benchmarks.intelligibility [--sentences N] [--judges N] [--only SECTION]``
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from benchmarks.hearing.bulletin import bulletin
from benchmarks.hearing.delivery import HORN, LINE, Manner
from benchmarks.hearing.judge import court
from benchmarks.hearing.scores import better
from benchmarks.hearing.street import HORN_A, HORN_B, STUDIO
from benchmarks.hearing.table import Table
from benchmarks.hearing.trial import Trial
from broadcaster.core.clock import SystemClock
from broadcaster.core.errors import VoiceError
from broadcaster.mixing.dynamics import Compressor
from broadcaster.mixing.filters import HighPass, Presence
from broadcaster.mixing.master import Chain
from broadcaster.station.setup.sections.voices import VoiceOptions
from broadcaster.voice.cache import SpeechCache
from broadcaster.voice.engine import Delivery, Engine, Voice
from broadcaster.voice.espeak import EspeakEngine
from broadcaster.voice.online import GttsEngine
from broadcaster.voice.piper import PiperEngine

MODELS = Path(__file__).parents[1] / "audio" / "voices"
HORNS = (HORN_A, HORN_B)
PLACES = (STUDIO, *HORNS)


class EveryEspeak(EspeakEngine):
    """eSpeak NG with voices that the program does not offer."""

    further = ("vi+f4", "vi+f5", "vi+m3")
    """Of some ninety, those that came nearest to the chosen one when ten were sifted."""

    def voices(self) -> tuple[Voice, ...]:
        ours = super().voices()
        return ours + tuple(replace(ours[0], name=name) for name in self.further)


def usual(engine: EspeakEngine | None = None) -> Manner:
    """Return the way that the program speaks where the settings say nothing."""
    options, engine = VoiceOptions(), engine or EspeakEngine()
    return Manner("as it is", engine, dict(options.chain)[engine.name], options.delivery, pause=options.pauses.sentence)


def voices(trial: Trial) -> None:
    """Every Vietnamese voice that is usable here, through both profiles, at every place."""
    manners = []
    for engine in (PiperEngine(MODELS), GttsEngine(SystemClock(ZoneInfo("Asia/Ho_Chi_Minh"))), EveryEspeak()):
        found = [voice for voice in engine.voices() if voice.language.startswith("vi")]
        reason = unusable(engine, found, trial.cache)
        if reason:
            print(f"  {engine.name}: not measured here ({reason})")
        else:
            manners += [Manner(f"{engine.name}:{voice.name}", engine, voice.name) for voice in found]
    manners.sort(key=lambda manner: manner.name != ":".join(VoiceOptions().chain[0]))
    offered = [manner for manner in manners if manner.voice not in EveryEspeak.further]
    for profile, chain, heard in (("horn", HORN, manners), ("line", LINE, offered)):
        for place in PLACES:
            table = Table(f"profile {profile}, {place.name}")
            for manner in heard:
                table.add(manner.name, trial.lines_at(place, replace(manner, chain=chain)))


def unusable(engine: Engine, found: list[Voice], cache: SpeechCache) -> str:
    """Return why *engine* cannot be measured here; empty if it can."""
    if reason := engine.available():
        return reason
    if not any(voice.installed for voice in found):
        return "no Vietnamese voice is installed"
    try:
        cache.make("xin chào.", engine, found[0].name, Delivery())
    except VoiceError as error:
        return str(error)
    return ""


def pace(trial: Trial) -> None:
    """How fast, how high, and whether the voice is told where to breathe."""
    manner = usual()
    manners = [manner]
    manners += [replace(manner, name=f"rate {r:g}", delivery=Delivery(rate=r)) for r in (0.8, 0.9, 1.1, 1.2)]
    manners += [replace(manner, name=f"pitch {p:+g}", delivery=Delivery(pitch=p)) for p in (-4, 4)]
    manners += [replace(manner, name="tones reach 50, not 75", engine=EspeakEngine(reach=50))]
    manners += [replace(manner, name="no breath groups", commas=False)]
    compare(trial, manners)


def stages(trial: Trial) -> None:
    """The stages of the horn profile: each left out, each stronger, and presence, which it does without."""
    manner = usual()
    low, squeeze = HighPass(), Compressor()
    chains = {
        "none but the limiter": LINE,
        "no high-pass": Chain((HighPass(20.0),), squeeze),
        "high-pass 200 Hz": Chain((HighPass(200.0),), squeeze),
        "no compression": Chain((low,)),
        "compression 6:1": Chain((low,), Compressor(ratio=6.0)),
        "presence +2 dB": Chain((low, Presence(gain=2.0)), squeeze),
        "presence +4 dB": Chain((low, Presence(gain=4.0)), squeeze),
    }
    compare(trial, [manner, *(replace(manner, name=name, chain=chain) for name, chain in chains.items())])


def compare(trial: Trial, manners: list[Manner]) -> None:
    for place in HORNS:
        table = Table(place.name)
        for manner in manners:
            table.add(manner.name, trial.lines_at(place, manner))


def pauses(trial: Trial) -> None:
    """Silence between sentences, against echoes of 0.25 and 0.5 s: whole items of three sentences."""
    manner = usual()
    for place in HORNS:
        table = Table(f"{place.name}, items")
        for pause in (manner.pause, 0.3, 0.5, 0.9, 1.2):
            table.add(f"{pause:g} s", trial.items_at(place, replace(manner, pause=pause)))


def twice(trial: Trial) -> None:
    """A notice said twice: of each sentence the copy counts that was heard better."""
    manner = usual()
    for place in HORNS:
        table = Table(place.name)
        first, second = (trial.lines_at(place, manner, copy=number) for number in (0, 1))
        table.add("said once", first)
        table.add("said twice", better(first, second))


SECTIONS: dict[str, Callable[[Trial], None]] = {
    "voices": voices, "pace": pace, "stages": stages, "pauses": pauses, "twice": twice,
}  # fmt: skip


def sections(only: str | None) -> Iterator[tuple[str, Callable[[Trial], None]]]:
    return ((name, section) for name, section in SECTIONS.items() if only in (None, name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=48, help="how many of the 48 sentences")
    parser.add_argument("--judges", type=int, default=os.cpu_count() or 1, help="judges at work at once")
    parser.add_argument("--only", choices=SECTIONS)
    options = parser.parse_args()
    with TemporaryDirectory() as folder, court(options.judges) as judges:
        trial = Trial(judges, SpeechCache(Path(folder)), bulletin(), options.sentences)
        for name, section in sections(options.only):
            print(f"\n{name}: {(section.__doc__ or '').strip()}", flush=True)
            section(trial)


if __name__ == "__main__":
    main()
