"""
However a network hangs, an engine is given up on time: no test here waits for what hangs.

Each of the stand-ins holds on until the test is over, so a test that ends has not waited for it.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC
from pathlib import Path

import pytest
from speech_stand_in import google, service, serving

from broadcaster.core.clock import SystemClock
from broadcaster.core.errors import VoiceError
from broadcaster.voice.cache import SpeechCache
from broadcaster.voice.chain import Speaker, SpeechRun
from broadcaster.voice.engine import Delivery
from broadcaster.voice.http import HttpEngine
from broadcaster.voice.limit import within
from broadcaster.voice.online import GttsEngine
from broadcaster.voice.service import Service
from broadcaster.voice.template import BodyForm
from broadcaster.voice.tone import ToneEngine
from broadcaster.voice.transport import Patience

WORDS = "Xin chào bà con."
HASTY = Patience(connect=0.2, answer=0.5, tries=2)
PATIENT = Patience(connect=20.0, answer=60.0)


@contextmanager
def deaf() -> Iterator[int]:
    """A port whose host drops every new connection: the queue of its listener is full."""
    with ExitStack() as opened:
        listener = opened.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            client = opened.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


@contextmanager
def accepting(say: bytes = b"") -> Iterator[int]:
    """A port that takes every connection, says *say*, and nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as server, ExitStack() as opened:

        def accept() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                opened.enter_context(connection)
                if say:
                    connection.sendall(say)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def at(url: str, patience: Patience = HASTY) -> HttpEngine:
    options = Service("thu", f"{url}/raw", ("lan",), body="{text}", form=BodyForm.TEXT)
    return HttpEngine(options, SystemClock(UTC), secrets={}, patience=patience)


def refused(engine: HttpEngine, message: str) -> None:
    with pytest.raises(VoiceError, match=message) as caught:
        engine.speak(WORDS, "lan", Delivery())
    assert not caught.value.permanent


def test_a_host_that_drops_everything_is_given_up() -> None:
    with deaf() as port:
        refused(at(f"http://127.0.0.1:{port}"), "không nối được tới dịch vụ trong 0.2 giây")


def test_a_host_that_never_shakes_hands_is_given_up() -> None:
    with accepting() as port:
        refused(at(f"https://127.0.0.1:{port}"), "không trả lời kịp")


def test_certificates_that_are_not_there_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/khong-co.pem")
    with accepting() as port:
        refused(at(f"https://127.0.0.1:{port}"), "REQUESTS_CA_BUNDLE")


def test_a_host_that_speaks_no_tls_is_given_up() -> None:
    with accepting(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        refused(at(f"https://127.0.0.1:{port}"), "không an toàn")


def test_a_proxy_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with accepting() as port:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
        refused(at("https://example.org"), "không trả lời kịp|không nối được")


def test_a_slow_answer_within_the_limit_is_an_answer() -> None:
    with serving(service, ["slow"]) as stand_in:
        assert at(stand_in.url, PATIENT).speak(WORDS, "lan", Delivery()).frames > 0
        assert len(stand_in.requests) == 1


@pytest.mark.parametrize("fault", ["wait", "drip"])
def test_a_run_ends_when_its_time_is_over_whatever_hangs(
    fault: str, authority, ca_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, clock = SpeechCache(tmp_path / "cache"), SystemClock(UTC)
    with serving(google, [fault], authority.issue_cert("translate.google.com")) as stand_in:
        monkeypatch.setenv("https_proxy", stand_in.url)
        chain = [Speaker(GttsEngine(clock, patience=PATIENT, ca_file=ca_file), "vi"), Speaker(ToneEngine(), "beep")]
        run = SpeechRun(cache, clock, online_seconds=0.5)
        texts = [[f"{WORDS} {word}" for word in ("một", "hai", "ba")], ["bốn"], ["năm"]]
        spoken = [one for text in texts for one in run.speak_all(text, chain, Delivery())]
        assert {(one.engine, one.substitute) for one in spoken} == {("tone", True)}
        assert all("hết thời gian" in one.reason for one in spoken)
        assert not stand_in.over.is_set()
        assert 0 < len(stand_in.requests) <= 3, "given up once, nobody is asked again"
    assert len(list((tmp_path / "cache").iterdir())) == 5, "only what was really said is kept"


def test_a_call_within_its_time_gives_what_it_gives() -> None:
    assert within(60.0, lambda: 7) == 7
    with pytest.raises(KeyError):
        within(60.0, lambda: {}["x"])
    never = threading.Event()
    with pytest.raises(TimeoutError):
        within(0.01, lambda: never.wait(30))
    never.set()
