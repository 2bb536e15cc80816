from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from speech_stand_in import google, serving

from broadcaster.core.clock import FakeClock, SystemClock
from broadcaster.core.errors import VoiceError
from broadcaster.voice.cache import SpeechCache
from broadcaster.voice.chain import Speaker, SpeechRun
from broadcaster.voice.engine import Delivery
from broadcaster.voice.online import GttsEngine
from broadcaster.voice.tone import ToneEngine, frames
from broadcaster.voice.transport import Patience

pytest.importorskip("gtts")

SHORT = "Kính chào quý vị và bà con."
LONG = (
    "Hôm nay ủy ban nhân dân xã trân trọng kính mời quý vị và bà con về dự ngày hội chuyển đổi số, "
    "được tổ chức tại nhà văn hóa trung tâm xã, với nhiều hoạt động dành cho mọi người."
)
CALM = Patience(connect=10.0, answer=30.0)
HASTY = Patience(answer=0.3)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2025, 10, 1, tzinfo=UTC))


@pytest.fixture
def google_at(authority, monkeypatch):
    """Run a stand-in for Google with a plan, as the machine's proxy."""
    certificate = authority.issue_cert("translate.google.com")

    def start(*plan: str):
        running = serving(google, plan, certificate)

        class Proxied:
            def __enter__(self):
                stand_in = running.__enter__()
                monkeypatch.setenv("https_proxy", stand_in.url)
                return stand_in

            def __exit__(self, *reason):
                return running.__exit__(*reason)

        return Proxied()

    return start


@pytest.fixture
def engine(clock, ca_file) -> GttsEngine:
    return GttsEngine(clock, patience=CALM, ca_file=ca_file)


def speak(engine: GttsEngine, words: str = SHORT):
    return engine.speak(words, "vi", Delivery())


def refused(engine: GttsEngine, message: str) -> VoiceError:
    with pytest.raises(VoiceError, match=message) as caught:
        speak(engine)
    return caught.value


def test_a_sentence_is_one_verified_request(engine, google_at):
    with google_at("ok") as google_:
        audio = speak(engine)
    (request,) = google_.requests
    assert request.host == "translate.google.com"
    assert audio.rate == 24_000
    assert abs(audio.seconds - frames(SHORT) / 48_000) < 0.15


def test_a_long_sentence_is_asked_in_parts_and_none_is_lost(engine, google_at):
    with google_at("ok") as google_:
        audio = speak(engine, LONG)
    assert len(google_.requests) == 3
    assert abs(audio.seconds - frames(LONG) / 48_000) < 0.4


@pytest.mark.parametrize(
    "fault", ["cut", "frame", "short", "silent", "empty", "html", "drop", "short-body", "500", "503"]
)
def test_a_fault_that_may_pass_is_asked_again_three_times_at_most(engine, google_at, clock, fault):
    with google_at(fault, fault, "ok") as google_:
        assert np.array_equal(speak(engine).samples, speak(engine).samples)
    assert len(google_.requests) == 4
    assert 1.5 <= clock.monotonic() <= 3.0
    with google_at(fault) as google_:
        assert not refused(engine, "đã thử 3 lần").permanent
    assert len(google_.requests) == 3


@pytest.mark.parametrize(
    ("fault", "message", "permanent"),
    [
        ("429", "quá nhiều", False),
        ("none", "không có tiếng cho câu này", True),
        ("400", "không hiểu", True),
        ("401", "khóa", True),
        ("403", "từ chối", True),
        ("404", "địa chỉ", True),
        ("418", "mã 418", True),
    ],
)
def test_a_fault_that_asking_would_not_mend_is_asked_once(engine, google_at, fault, message, permanent):
    with google_at(fault, "ok") as google_:
        assert refused(engine, message).permanent is permanent
        assert len(google_.requests) == 1


@pytest.mark.parametrize("fault", ["wait", "drip"])
def test_an_answer_that_does_not_come_to_an_end_is_given_up(google_at, ca_file, fault):
    engine = GttsEngine(SystemClock(UTC), patience=HASTY, ca_file=ca_file)
    with google_at(fault, "ok") as google_:
        assert not refused(engine, "không trả lời kịp").permanent
    assert len(google_.requests) == 1


def test_a_certificate_of_a_stranger_is_not_trusted(clock, google_at):
    with google_at("ok") as google_:
        assert not refused(GttsEngine(clock, patience=CALM), "không an toàn").permanent
    assert google_.requests == []


def test_a_certificate_for_another_host_is_not_trusted(authority, engine, monkeypatch):
    with serving(google, certificate=authority.issue_cert("example.org")) as other:
        monkeypatch.setenv("https_proxy", other.url)
        refused(engine, "không an toàn")
    assert other.requests == []


def test_certificates_named_by_the_environment_are_trusted(clock, google_at, ca_file, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(ca_file))
    with google_at("ok"):
        assert speak(GttsEngine(clock, patience=CALM)).frames > 0


def test_where_nothing_listens_it_gives_up_at_once(engine, clock, monkeypatch):
    with serving(google) as gone:
        url = gone.url
    monkeypatch.setenv("https_proxy", url)
    assert not refused(engine, "không nối được").permanent
    assert clock.monotonic() == 0


def test_a_resolver_that_hangs_does_not_hang_us(clock, monkeypatch):
    with serving(google, ["ok"]) as stand_in:
        monkeypatch.setattr("broadcaster.voice.transport.socket.getaddrinfo", lambda *host: stand_in.over.wait(30))
        short = GttsEngine(clock, patience=Patience(connect=0.1))
        assert not refused(short, "không nối được tới dịch vụ trong 0.1 giây").permanent


def test_no_more_than_a_few_requests_are_under_way(clock, google_at, ca_file, tmp_path):
    engine = GttsEngine(clock, patience=Patience(parallel=2), ca_file=ca_file)
    run = SpeechRun(SpeechCache(tmp_path / "cache"), clock, workers=8)
    with google_at("ok") as google_:
        sentences = [f"{SHORT} {word}" for word in ("một", "hai", "ba", "bốn", "năm", "sáu")]
        assert len(run.speak_all(sentences, [Speaker(engine, "vi")], Delivery())) == 6
    assert google_.most_at_once == 2


def test_nothing_refused_stays_in_the_cache(engine, google_at, clock, tmp_path):
    cache = SpeechCache(tmp_path / "cache")
    chain = [Speaker(engine, "vi"), Speaker(ToneEngine(), "beep")]
    with google_at("cut", "cut", "cut", "ok"):
        (spoken,) = SpeechRun(cache, clock).speak_all([SHORT], chain, Delivery())
        assert (spoken.engine, spoken.substitute) == ("tone", True)
        assert len(list(Path(tmp_path / "cache").iterdir())) == 1
        (again,) = SpeechRun(cache, clock).speak_all([SHORT], chain, Delivery())
        assert (again.engine, again.substitute) == ("gtts", False)
