"""
A speech service on this machine that can fail in every way a real one does.

It is an HTTP server and, by CONNECT, a proxy that ends the TLS itself with a certificate of its own authority: a
client that asks it for https://translate.google.com gets its answer from here, if it trusts that authority.
Nothing leaves the machine. *plan* holds one word a request, the last one repeats:

    ok          the sound                      silent    sound with nothing to hear
    cut         cut within its coding          short     whole, but only its first 0.1 s
    frame       cut within a frame             empty     an answer without sound
    none        "there is no sound for this"   html      a page instead, status 200
    429         redirect to /sorry             short-body fewer bytes than promised
    403, 500 …  that status                    drop      the connection ends without an answer
    wait        no answer until the test ends  drip      an answer that never ends
    slow        the sound, after a while
"""

from __future__ import annotations

import base64
import io
import json
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qs, quote

import lameenc
import numpy as np
import soundfile

from broadcaster.voice.engine import Delivery
from broadcaster.voice.tone import ToneEngine

MP3_FRAME = 96
"""Bytes of a frame at 24 kHz and 32 kb/s."""


@dataclass(frozen=True)
class Request:
    """What a client sent."""

    method: str
    path: str
    host: str
    headers: dict[str, str]
    body: str


@dataclass
class StandIn:
    """A running stand-in."""

    port: int
    plan: Sequence[str]
    reply: Callable[[StandIn, Request, str], tuple[str, bytes]]
    """Makes content type and body of a good answer, given the request and the word of the plan."""
    requests: list[Request] = field(default_factory=list)
    over: Event = field(default_factory=Event)
    most_at_once: int = 0
    """How many requests were ever under way together."""
    _lock: Lock = field(default_factory=Lock)
    _now: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def begin(self, request: Request) -> str:
        with self._lock:
            word = self.plan[min(len(self.requests), len(self.plan) - 1)]
            self.requests.append(request)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            return word

    def end(self) -> None:
        with self._lock:
            self._now -= 1


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stand_in: StandIn
    tls: ssl.SSLContext | None
    through = ""

    def do_CONNECT(self) -> None:
        self.send_response(200)
        self.end_headers()
        if self.tls is None:
            self.close_connection = True
            return
        try:
            self.connection = self.tls.wrap_socket(self.connection, server_side=True)
        except OSError:  # the client trusts somebody else
            self.close_connection = True
            return
        self.through = self.path.partition(":")[0]
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.close_connection = False

    def finish(self) -> None:
        super().finish()
        self.connection.close()  # not the socket that the server knows, once TLS has taken it over

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, self.through, headers, body.decode())
        word = self.stand_in.begin(request)
        try:
            self._answer(request, word)
        finally:
            self.stand_in.end()

    def _answer(self, request: Request, word: str) -> None:
        if word == "drop":
            self.close_connection = True
        elif word == "wait":
            self.stand_in.over.wait(30)
            self.close_connection = True
        elif word == "slow":
            self.stand_in.over.wait(0.3)
            self._send(200, *self.stand_in.reply(self.stand_in, request, "ok"))
        elif word == "drip":
            self._drip()
        elif word == "429":
            self._send(302, "text/html", b"", location="https://www.example.org/sorry/index")
        elif word.isdigit():
            self._send(int(word), "text/html", b"<html></html>")
        elif word == "html":
            self._send(200, "text/html", b"<html>Welcome to the hotel network</html>")
        else:
            kind, body = self.stand_in.reply(self.stand_in, request, word)
            self._send(200, kind, body, missing=20 if word == "short-body" else 0)

    def _drip(self) -> None:
        self._send(200, "application/json", b" ", missing=1_000_000)
        while not self.stand_in.over.wait(0.05):
            self.wfile.write(b" ")

    def _send(self, status: int, kind: str, body: bytes, *, location: str = "", missing: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) + missing))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.close_connection or missing > 0

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *args: Any) -> None:
        """A client that goes away is no news."""

    def shutdown_request(self, request: Any) -> None:
        self.close_request(request)


@contextmanager
def serving(
    reply: Callable[[StandIn, Request, str], tuple[str, bytes]],
    plan: Sequence[str] = ("ok",),
    certificate: Any = None,
) -> Iterator[StandIn]:
    """Run a stand-in; *certificate* is a ``trustme`` leaf."""
    tls = None
    if certificate is not None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(tls)
    handler = type("Handler", (_Handler,), {"tls": tls})
    server = _Server(("127.0.0.1", 0), handler)
    stand_in = StandIn(server.server_address[1], plan, reply)
    handler.stand_in = stand_in
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def spoken(words: str) -> tuple[np.ndarray, int]:
    """Return the tone engine's sound of *words*, float32 at 48 kHz, one dimension."""
    audio = ToneEngine().speak(words, "beep", Delivery())
    return audio.samples[:, 0], audio.rate


def mp3(words: str, word: str = "ok") -> bytes:
    """Return *words* as the MP3 that Google sends (24 kHz, mono, 32 kb/s), with the fault *word*."""
    samples, rate = spoken(words)
    if word == "silent":
        samples = np.zeros_like(samples)
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(32)
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(24_000)
    encoder.set_channels(1)
    encoder.silence()
    data = bytes(encoder.encode((samples * 32767).astype("<i2").tobytes()) + encoder.flush())
    if word == "short":
        return data[: 4 * MP3_FRAME]
    return data[: -MP3_FRAME // 2] if word == "frame" else data


def wav(words: str, word: str = "ok") -> bytes:
    """Return *words* as a WAV file, with the fault *word*."""
    samples, rate = spoken(words)
    stream = io.BytesIO()
    soundfile.write(stream, samples * (word != "silent"), rate, format="WAV", subtype="PCM_16")
    data = stream.getvalue()
    return data[: len(data) // 2] if word in {"cut", "frame", "short"} else data


def google(stand_in: StandIn, request: Request, word: str) -> tuple[str, bytes]:
    """Answer as translate.google.com answers the remote call jQ1olc."""
    assert request.path == "/_/TranslateWebserverUi/data/batchexecute"
    (call,) = json.loads(parse_qs(request.body)["f.req"][0])[0]
    name, arguments, _, generic = call
    assert (name, generic) == ("jQ1olc", "generic")
    words, language, _slow, _ = json.loads(arguments)
    assert language == "vi"
    encoded = base64.b64encode(mp3(words, word)).decode()
    payload = None if word == "none" else json.dumps([encoded[:-3] if word == "cut" else encoded])
    frame = json.dumps([["wrb.fr", "jQ1olc", payload, None, None, None, "generic"]])
    lines = [")]}'", "", *([] if word == "empty" else [str(len(frame)), frame]), "25", '[["e",4,null,null,112]]', ""]
    return "application/json; charset=utf-8", "\n".join(lines).encode()


def service(stand_in: StandIn, request: Request, word: str) -> tuple[str, bytes]:
    """
    Answer as speech services do.

    ``/raw`` takes plain text and sends a WAV, ``/json`` takes {"input": …} and sends {"data": [{"sound": base64}]},
    ``/form`` takes text=… and sends {"file": URL of an MP3}, ``/pcm`` takes ?q=… and sends bare samples.
    """
    place, _, query = request.path.partition("?")
    if place == "/raw":
        return "audio/wav", wav(request.body, word)
    if place == "/json":
        sound = base64.b64encode(wav(json.loads(request.body)["input"], word)).decode()
        return "application/json", json.dumps({"data": [{"sound": sound[:-3] if word == "cut" else sound}]}).encode()
    if place == "/form":
        words = quote(parse_qs(request.body)["text"][0])
        return "application/json", json.dumps({"file": f"{stand_in.url}/files?words={words}"}).encode()
    if place == "/files":
        return "audio/mpeg", mp3(parse_qs(query)["words"][0], word)
    assert place == "/pcm"
    samples, _ = spoken(parse_qs(query)["q"][0])
    return "audio/L16", (samples * 32767).astype("<i2").tobytes()
