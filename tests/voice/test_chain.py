from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from voice_stand_ins import ScriptedEngine, always, at

from broadcaster.core.audio import Audio
from broadcaster.core.clock import FakeClock
from broadcaster.core.errors import VoiceError
from broadcaster.voice.cache import SpeechCache
from broadcaster.voice.chain import Speaker, SpeechRun
from broadcaster.voice.engine import Delivery
from broadcaster.voice.tone import frames

TEXT = ["Kính chào bà con.", "Hôm nay là ngày hội, mời bà con đến dự.", "Xin cảm ơn."]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2025, 10, 1, 4, tzinfo=UTC))


@pytest.fixture
def cache(tmp_path: Path) -> SpeechCache:
    return SpeechCache(tmp_path)


def chain(*engines: ScriptedEngine) -> list[Speaker]:
    return [Speaker(engine, "beep") for engine in engines]


def speak(run: SpeechRun, *engines: ScriptedEngine, text: list[str] = TEXT):
    return run.speak_all(text, chain(*engines), Delivery())


def test_the_wanted_voice_speaks_and_nobody_else_is_asked(cache, clock):
    wanted, other = ScriptedEngine("wanted"), ScriptedEngine("other")
    spoken = speak(SpeechRun(cache, clock), wanted, other)
    assert [(one.engine, one.voice, one.substitute) for one in spoken] == [("wanted", "beep", False)] * 3
    assert [one.audio.frames for one in spoken] == [frames(sentence) for sentence in TEXT]
    assert {one.reason for one in spoken} == {""}
    assert other.spoken == []


def test_a_sentence_said_twice_is_spoken_once(cache, clock):
    engine = ScriptedEngine()
    spoken = speak(SpeechRun(cache, clock), engine, text=[TEXT[0], TEXT[1], TEXT[0]])
    assert sorted(engine.spoken) == sorted(TEXT[:2])
    assert [one.audio.frames for one in spoken] == [frames(TEXT[0]), frames(TEXT[1]), frames(TEXT[0])]


def test_no_text_is_split_between_two_voices(cache, clock):
    wanted = ScriptedEngine("wanted", online=True, fails=at({3}, "wanted", permanent=False))
    other = ScriptedEngine("other")
    spoken = speak(SpeechRun(cache, clock, workers=1), wanted, other)
    assert [(one.engine, one.substitute) for one in spoken] == [("other", True)] * 3


def test_an_online_engine_that_failed_is_not_asked_again_in_this_run_but_in_the_next(cache, clock):
    online = ScriptedEngine("online", online=True, fails=at({1}, "online", permanent=False))
    offline = ScriptedEngine("offline")
    run = SpeechRun(cache, clock)
    assert run.speak(TEXT[0], chain(online, offline), Delivery()).substitute
    assert run.speak(TEXT[1], chain(online, offline), Delivery()).reason == "Giọng đọc online: hỏng"
    assert online.spoken == [TEXT[0]]
    assert list(run.given_up) == ["online"]
    assert not SpeechRun(cache, clock).speak(TEXT[1], chain(online, offline), Delivery()).substitute


def test_the_sentences_beside_one_that_failed_do_not_ask_in_vain(cache, clock):
    online = ScriptedEngine("online", online=True, fails=always("online", permanent=False))
    spoken = speak(
        SpeechRun(cache, clock, workers=2), online, ScriptedEngine("offline"), text=[f"{n} xã" for n in "abcdefgh"]
    )
    assert {one.engine for one in spoken} == {"offline"}
    assert len(online.spoken) <= 2


def test_what_an_online_engine_said_before_it_failed_is_used_from_the_cache(cache, clock):
    online = ScriptedEngine("online", online=True, fails=at({2}, "online", permanent=False))
    run = SpeechRun(cache, clock)
    run.speak(TEXT[0], chain(online), Delivery())
    assert run.speak(TEXT[1], chain(online, ScriptedEngine("offline")), Delivery()).engine == "offline"
    assert run.speak(TEXT[0], chain(online, ScriptedEngine("offline")), Delivery()).engine == "online"


def test_a_damaged_entry_of_an_engine_that_was_given_up_does_not_wake_it(cache, clock):
    online = ScriptedEngine("online", online=True, fails=at({2}, "online", permanent=False))
    run = SpeechRun(cache, clock)
    run.speak(TEXT[0], chain(online), Delivery())
    run.speak(TEXT[1], chain(online, ScriptedEngine("offline")), Delivery())
    cache.path(cache.key(TEXT[0], online, "beep", Delivery())).write_bytes(b"damaged")
    assert run.speak(TEXT[0], chain(online, ScriptedEngine("offline")), Delivery()).engine == "offline"
    assert online.spoken == TEXT[:2]


def test_online_engines_are_asked_only_while_their_time_lasts(cache, clock):
    online, offline = ScriptedEngine("online", online=True), ScriptedEngine("offline")
    run = SpeechRun(cache, clock, online_seconds=60)
    clock.sleep(59)
    assert run.speak(TEXT[0], chain(online, offline), Delivery()).engine == "online"
    clock.sleep(1)
    assert run.speak(TEXT[1], chain(online, offline), Delivery()).engine == "offline"
    assert run.speak(TEXT[0], chain(online, offline), Delivery()).engine == "online"
    assert SpeechRun(cache, clock, online_seconds=0).speak(TEXT[2], chain(online, offline), Delivery()).substitute


def test_an_offline_engine_that_stumbles_is_asked_once_more(cache, clock):
    engine = ScriptedEngine(fails=at({1}, "scripted", permanent=False))
    assert not SpeechRun(cache, clock, workers=1).speak(TEXT[0], chain(engine), Delivery()).substitute
    assert engine.spoken == [TEXT[0]] * 2


def test_an_offline_engine_that_cannot_say_one_text_may_say_the_next(cache, clock):
    wanted = ScriptedEngine("wanted", fails=at({1}, "wanted", permanent=True))
    run = SpeechRun(cache, clock)
    assert run.speak(TEXT[0], chain(wanted, ScriptedEngine("other")), Delivery()).substitute
    assert not run.speak(TEXT[1], chain(wanted, ScriptedEngine("other")), Delivery()).substitute
    assert not run.given_up


def test_an_offline_engine_that_fails_at_text_after_text_is_given_up_where_others_stand_behind_it(cache, clock):
    tired, other = ScriptedEngine("tired", fails=always("tired", permanent=False)), ScriptedEngine("other")
    run = SpeechRun(cache, clock)
    for number in ("một", "hai", "ba", "bốn", "năm"):
        assert run.speak(number, chain(tired, other), Delivery()).substitute
    assert tired.spoken == ["một", "một", "hai", "hai", "ba", "ba"]
    assert list(run.given_up) == ["tired"]


def test_the_last_of_a_chain_is_never_given_up(cache, clock):
    last = ScriptedEngine(
        "last", fails=lambda call, words: always("last", permanent=False)(1, "") if call < 9 else None
    )
    run = SpeechRun(cache, clock)
    for number in ("một", "hai", "ba", "bốn"):
        with pytest.raises(VoiceError):
            run.speak(number, chain(last), Delivery())
    assert not run.speak("năm", chain(last), Delivery()).substitute


def test_an_offline_engine_that_recovers_starts_afresh(cache, clock):
    wanted = ScriptedEngine("wanted", fails=at({1, 2, 3, 4, 6, 7, 8, 9}, "wanted", permanent=False))
    run = SpeechRun(cache, clock)
    spoken = [
        run.speak(one, chain(wanted, ScriptedEngine("other")), Delivery()) for one in ("a", "b", "c", "d", "e", "f")
    ]
    assert [one.substitute for one in spoken] == [True, True, False, True, True, False]


def test_an_engine_that_is_not_installed_is_passed_over(cache, clock):
    missing = ScriptedEngine("missing", missing="chưa cài; chạy “pip install x”.")
    assert speak(SpeechRun(cache, clock), missing, ScriptedEngine("other"))[0].engine == "other"
    assert missing.spoken == []


@pytest.mark.parametrize("permanent", [True, False])
def test_when_nobody_can_speak_every_reason_is_told(cache, clock, permanent):
    one = ScriptedEngine("one", fails=always("one", permanent=True))
    two = ScriptedEngine("two", fails=always("two", permanent=permanent))
    with pytest.raises(VoiceError, match=r"one, two: không giọng nào .* one: hỏng .*two: hỏng") as caught:
        speak(SpeechRun(cache, clock), one, two)
    assert caught.value.permanent is permanent


class Odd(ScriptedEngine):
    """Answers as told."""

    def __init__(self, answer: Callable[[], Audio]) -> None:
        super().__init__("odd")
        self._answer = answer

    def speak(self, words: str, voice: str, delivery: Delivery) -> Audio:
        return self._answer()


def constant(value: float, seconds: float) -> Callable[[], Audio]:
    return lambda: Audio(np.full((round(seconds * 8000), 1), value, np.float32), 8000)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (constant(0.0, 5), "im lặng"),
        (constant(0.5, 0.5), "quá ngắn"),
        (constant(np.nan, 5), "mẫu hỏng"),
        (constant(np.inf, 5), "mẫu hỏng"),
        (lambda: Audio(np.zeros((0, 1), np.float32), 8000), "quá ngắn"),
        (lambda: Audio(np.ones((8000, 1), np.float32), 0), "ValueError"),
        (lambda: 1 // 0, "ZeroDivisionError"),
    ],
)
def test_whatever_an_engine_answers_that_is_no_speech_another_speaks(cache, clock, answer, reason):
    spoken = speak(SpeechRun(cache, clock), Odd(answer), ScriptedEngine("other"))
    assert {one.engine for one in spoken} == {"other"}
    assert spoken[0].substitute
    assert reason in spoken[0].reason


def test_a_text_without_words_blames_no_engine(cache, clock):
    online = ScriptedEngine("online", online=True)
    run = SpeechRun(cache, clock)
    with pytest.raises(VoiceError, match="không có chữ nào"):
        speak(run, online, text=["Xin chào.", "..."])
    assert online.spoken == []
    assert not run.given_up
