"""
What will be heard of a takeover: an item, a sound, a finished programme, or words spoken now.

In: a wish. Out: sound, with what it is called, who speaks, and by which approvals it airs. An emergency airs on the
word of the person named; what is less urgent, only as it was approved and rendered.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcaster.content import textfile
from broadcaster.core.audio import Audio, join
from broadcaster.core.errors import InputError, NotApprovedError, Problem
from broadcaster.core.priority import Priority
from broadcaster.core.storage import file_hash
from broadcaster.mixing import wavfile
from broadcaster.production.announcer import Announcer
from broadcaster.production.cart import Cart
from broadcaster.production.recipe import Speech
from broadcaster.reading.normalise import read
from broadcaster.reading.phrasing import Sentence
from broadcaster.station.air.mistyped import refuse_name
from broadcaster.station.air.wish import Wish, short
from broadcaster.station.desk import gate
from broadcaster.station.wiring import Station
from broadcaster.voice.cache import SpeechCache

OFFLINE = ("espeak", "vi+f3")
"""Who speaks where no voice of the chain can at once."""
AT_ONCE = ("espeak", "tone")
"""Engines that are ready in the blink of an eye; others only speak what they have spoken before."""

_ITEM = re.compile(r"[a-z0-9-]+")
_SOUNDS = (".flac", ".wav", ".ogg", ".mp3")
_TEXTS = (".txt",)


@dataclass(frozen=True)
class Heard:
    """What will be heard once."""

    title: str
    sound: Audio
    voice: str = ""
    approvals: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Sentences as they are said."""
    finished: bool = False
    """Whether it was mastered already."""


def heard(station: Station, wish: Wish) -> Heard:
    """
    Return what *wish* sounds like, said once.

    Raises:
        NotApprovedError: It may not air; says why and what would help.
        NotFoundError: It is the name of an item or a file that does not exist.
        InputError: It is a file of no text.
        VoiceError: No voice can speak it.
        AudioError: The sound cannot be used.
    """
    path = Path(wish.what)
    if _ITEM.fullmatch(wish.what) and (station.folder.scripts / f"{wish.what}.md").is_file():
        return _item(station, wish)
    if path.suffix.lower() in _SOUNDS and path.is_file():
        return _sound(station, wish, path)
    written = path.suffix.lower() in _TEXTS and path.is_file()
    if not written:
        refuse_name(wish.what, station.folder.scripts)
    if wish.priority is not Priority.EMERGENCY:
        hint = "viết thành bài rồi duyệt, hoặc nêu một chương trình đã dựng; chỉ phát khẩn cấp mới phát lời chưa duyệt"
        raise NotApprovedError(short(wish.what), hint)
    text = _text(path) if written else wish.what
    reading = read(text, station.newsroom.lexicon(), station.settings.reading)
    guesses = [f"“{span.written}” → {span.spoken}" for span in reading.guesses]
    return _spoken(station, wish, short(text), reading.sentences, guesses)


def _text(path: Path) -> str:
    """
    Return the text of a file that somebody wrote.

    Raises:
        InputError: It is none; says what it is, and how to save it.
    """
    problems: list[Problem] = []
    text = textfile.read(path, path.name, problems)
    if text is None:
        raise InputError(problems)
    return text


def _item(station: Station, wish: Wish) -> Heard:
    """Return an item of the station: approved, or on the word of whoever gives an emergency."""
    news = station.newsroom.news(fresh=True)
    script = news.find(wish.what)
    approval = script.standing.approval
    withheld = news.refusal(script, station.clock.now().date())
    if not withheld:
        lines = () if approval is None else (approval.line,)
        return _spoken(station, wish, script.item.title, script.words.body, [], lines)
    if wish.priority is not Priority.EMERGENCY or script.item.form:
        raise NotApprovedError(wish.what, withheld)
    guesses = [f"“{span.written}” → {span.spoken}" for span in script.wording.guesses]
    return _spoken(station, wish, script.item.title, script.wording.body, guesses)


def _sound(station: Station, wish: Wish, path: Path) -> Heard:
    """Return a sound file; one that is no emergency must be a programme of the station, as the gate lets it through."""
    if wish.priority is Priority.EMERGENCY:
        return Heard(path.stem, wavfile.brought(path))
    sheet = path.with_suffix(".json")
    if not sheet.exists():
        raise NotApprovedError(path.name, "không phải chương trình do đài dựng từ bài đã duyệt")
    cart = Cart.read(sheet)
    sound = _as_rendered(path, cart)
    passed = gate.ask(cart, station.newsroom.news(fresh=True), station.clock.now().date())
    kept = join(sound.cut(start, stop) for start, stop in passed.keep)
    return Heard(cart.title, kept, ", ".join(cart.voices), passed.approvals, finished=True)


def _as_rendered(path: Path, cart: Cart) -> Audio:
    """Return the sound of *cart*, of bytes that nobody can change any more."""
    if path.name != cart.flac:
        raise NotApprovedError(path.name, f"chỉ phát được tệp {cart.flac} của chương trình này")
    with TemporaryDirectory(prefix="broadcaster-") as folder:
        copy = Path(folder) / cart.flac
        shutil.copyfile(path, copy)
        if file_hash(copy) != cart.flac_hash:
            raise NotApprovedError(path.name, "tệp đã khác với tệp do đài dựng; dựng lại bằng broadcaster render")
        return wavfile.read(copy)


def _spoken(
    station: Station,
    wish: Wish,
    title: str,
    sentences: Sequence[Sentence],
    guesses: Sequence[str],
    approvals: tuple[str, ...] = (),
) -> Heard:
    """Return words spoken by a voice that is ready at once."""
    if guesses and not wish.confirmed:
        hint = f"chưa chắc cách đọc {'; '.join(guesses)}. Viết hẳn ra chữ, hoặc thêm --confirm nếu đọc như vậy là đúng"
        raise NotApprovedError(title, hint)
    if not sentences:
        raise NotApprovedError(title, "không có chữ nào để đọc")
    delivery = station.settings.voices.delivery
    announcer = Announcer(station.engines, station.studio.speech(online=0.0))
    said = announcer.say(sentences, [_ready(station, sentences)], delivery)
    sound = Speech(said.sounds, said.pauses, 0.0).sound()
    words = tuple(sentence.words for sentence in sentences)
    return Heard(title, sound, said.voicing.voice, approvals, words)


def _ready(station: Station, sentences: Sequence[Sentence]) -> tuple[str, str]:
    """Return the first voice of the chain that can speak now: it has spoken all of this before, or is always ready."""
    cache = SpeechCache(station.folder.cache)
    delivery = station.settings.voices.delivery
    for name, voice in station.studio.casting.chain:
        engine = station.engines[name]
        kept = all(cache.path(cache.key(each.words, engine, voice, delivery)).exists() for each in sentences)
        if kept or name in AT_ONCE:
            return name, voice
    return OFFLINE
