import json
from datetime import UTC, datetime
from urllib.parse import quote

import numpy as np
import pytest
from speech_stand_in import service, serving

from broadcaster.core.clock import FakeClock
from broadcaster.core.errors import VoiceError
from broadcaster.voice.engine import Delivery
from broadcaster.voice.http import HttpEngine, _found
from broadcaster.voice.service import Service
from broadcaster.voice.template import BodyForm, fill_body
from broadcaster.voice.tone import ToneEngine
from broadcaster.voice.transport import Answer, Patience, Unsteady

pytest.importorskip("requests")

WORDS = "Kính chào quý vị và bà con."
CALM = Patience(connect=10.0, answer=30.0)
SHAPES = {
    "raw": {"body": "{text}", "form": BodyForm.TEXT},
    "json": {"body": '{"input": "{text}", "voice": {"name": "{voice}"}}', "audio": "base64:data.0.sound"},
    "form": {"body": "text={text}&speed={rate}&key={api_key}", "form": BodyForm.FORM, "audio": "url:file"},
    "pcm?q={text}": {"raw_rate": 48_000},
}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2025, 10, 1, tzinfo=UTC))


def build(url: str, clock: FakeClock, *, secrets: dict[str, str] | None = None, **options) -> HttpEngine:
    return HttpEngine(
        Service("dichvu", url, ("lan", "ba"), **options),
        clock,
        secrets={"api_key": "bí-mật"} if secrets is None else secrets,
        patience=CALM,
    )


def speak(engine: HttpEngine, words: str = WORDS, **delivery: float):
    return engine.speak(words, "lan", Delivery(**delivery))


@pytest.mark.parametrize("place", SHAPES)
def test_every_shape_of_question_and_answer_gives_the_sound(clock, place):
    with serving(service) as server:
        audio = speak(build(f"{server.url}/{place}", clock, **SHAPES[place]))
    spoken = ToneEngine().speak(WORDS, "beep", Delivery())
    assert abs(audio.seconds - spoken.seconds) < 0.15
    if audio.rate == spoken.rate:
        assert np.abs(audio.samples - spoken.samples).max() < 1e-3


def test_words_voice_speed_and_key_stand_where_the_template_says(clock):
    options = {
        "body": '{"input": "{text}", "voice": "{voice}", "speed": "{rate}", "slower": "{percent}%"}',
        "audio": "base64:data.0.sound",
        "headers": (("Authorization", "Bearer {api_key}"), ("X-Voice", "{voice}")),
    }
    with serving(service) as server:
        engine = build(f"{server.url}/json?v={{voice}}", clock, secrets={"api_key": "k-1"}, **options)
        speak(engine, rate=0.9)
    (request,) = server.requests
    assert json.loads(request.body) == {"input": WORDS, "voice": "lan", "speed": 0.9, "slower": "-10%"}
    assert request.path == "/json?v=lan"
    assert request.headers["authorization"] == "Bearer k-1"
    assert request.headers["x-voice"] == "lan"
    assert request.headers["content-type"] == "application/json"
    assert engine.follows == {"rate"}


@pytest.mark.parametrize(
    ("form", "template", "expected"),
    [
        (BodyForm.JSON, '{"t": ["x {text}"]}', b'{"t": ["x a\\"} & <b> {voice}"]}'),
        (BodyForm.FORM, "t={text}&u=1", b"t=a%22%7D+%26+%3Cb%3E+%7Bvoice%7D&u=1"),
        (BodyForm.XML, '<s n="{text}">{text}</s>', None),
        (BodyForm.TEXT, "{text}", b'a"} & <b> {voice}'),
    ],
)
def test_no_word_breaks_out_of_its_place(form, template, expected):
    _, body = fill_body(template, form, {"text": 'a"} & <b> {voice}', "voice": "WRONG"})
    if expected is None:
        expected = b'<s n="a&quot;} &amp; &lt;b&gt; {voice}">a&quot;} &amp; &lt;b&gt; {voice}</s>'
    assert body == expected


@pytest.mark.parametrize("fault", ["cut", "silent", "html", "503", "drop", "short-body"])
def test_a_fault_that_may_pass_is_asked_again(clock, fault):
    with serving(service, [fault, "ok"]) as server:
        assert speak(build(f"{server.url}/json", clock, **SHAPES["json"])).frames > 0
    assert len(server.requests) == 2


def test_an_answer_of_another_shape_names_what_is_missing(clock):
    with serving(service) as server, pytest.raises(VoiceError, match=r"“data\.0\.audio”") as caught:
        speak(build(f"{server.url}/json", clock, body='{"input": "{text}"}', audio="base64:data.0.audio"))
    assert not caught.value.permanent


def test_a_file_that_is_not_ready_is_waited_for(clock):
    with serving(service, ["ok", "404", "404", "ok"]) as server:
        assert speak(build(f"{server.url}/form", clock, **SHAPES["form"])).frames > 0
    assert [request.path.partition("?")[0] for request in server.requests] == ["/form", "/files", "/files", "/files"]
    assert clock.monotonic() >= 1.5


def test_the_key_goes_to_the_service_and_nowhere_else(clock):
    with serving(service, ["ok", "403"]) as server:
        engine = build(f"{server.url}/form?k={{api_key}}", clock, headers=(("X-Key", "{api_key}"),), **SHAPES["form"])
        with pytest.raises(VoiceError) as caught:
            speak(engine)
    asked, fetched = server.requests
    assert asked.headers["x-key"].encode("latin-1").decode() == "bí-mật"
    assert quote("bí-mật") in asked.path
    assert quote("bí-mật") in asked.body
    assert "x-key" not in fetched.headers
    for told in (fetched.path, str(caught.value), engine.version, repr(engine)):
        assert "bí-mật" not in told
        assert quote("bí-mật") not in told


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://example.org/tts", "https"),
        ("ftp://example.org/tts", "https"),
        ("https://", "https"),
        ("example.org", "https"),
        ("https://[::1", "viết sai"),
    ],
)
def test_words_and_keys_do_not_travel_openly(clock, url, said):
    engine = build(url, clock, body="{text}", form=BodyForm.TEXT)
    assert said in (engine.available() or "")
    with pytest.raises(VoiceError) as caught:
        speak(engine)
    assert caught.value.permanent


@pytest.mark.parametrize(
    ("url", "online"),
    [("http://127.0.0.1:5000/", False), ("http://192.168.1.9/", True), ("https://tts.example.org/", True)],
)
def test_it_knows_whether_it_needs_the_network(clock, url, online):
    engine = build(url, clock, body="{text}", form=BodyForm.TEXT)
    assert engine.available() is None
    assert engine.online is online


def test_a_missing_key_is_asked_for_by_name(clock):
    engine = build("https://tts.example.org/", clock, secrets={}, **SHAPES["form"])
    assert "api_key" in (engine.available() or "")
    assert "secrets.yaml" in (engine.available() or "")


def test_a_file_elsewhere_in_the_open_is_not_fetched(clock):
    def elsewhere(stand_in, request, word):
        return "application/json", b'{"file": "http://example.org/a.mp3"}'

    with serving(elsewhere) as server, pytest.raises(VoiceError, match="không an toàn"):
        speak(build(f"{server.url}/form", clock, **SHAPES["form"]))


def test_a_body_that_is_no_json_says_so(clock):
    with pytest.raises(VoiceError, match="không phải JSON") as caught:
        speak(build("http://127.0.0.1:9/", clock, body="{input: {text}}"))
    assert caught.value.permanent


def test_an_answer_without_end_is_given_up(clock):
    with serving(service) as server:
        options = Service("dichvu", f"{server.url}/raw", ("lan",), body="{text}", form=BodyForm.TEXT)
        engine = HttpEngine(options, clock, secrets={}, patience=Patience(largest=1000))
        with pytest.raises(VoiceError, match="quá 1000 byte") as caught:
            speak(engine)
    assert caught.value.permanent


def test_another_template_is_another_version(clock):
    one = build("https://x.example/", clock, body="{text}", form=BodyForm.TEXT)
    other = build("https://x.example/", clock, body="{text} ", form=BodyForm.TEXT)
    other_key = build("https://x.example/", clock, secrets={"api_key": "x"}, body="{text}", form=BodyForm.TEXT)
    assert one.version == other_key.version != other.version


def test_an_answer_nested_without_end_is_no_answer():
    with pytest.raises(Unsteady, match="không có"):
        _found(Answer("application/json", b"[" * 200_000), "data")
