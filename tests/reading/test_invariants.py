"""Laws of reading, whatever the text."""

from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadcaster.reading.normalise import Reading, read
from broadcaster.reading.options import ReadingOptions, Region
from broadcaster.reading.span import Certainty

_WRITTEN = (Path(__file__).parent / "pieces.txt").read_text(encoding="utf-8").splitlines()
_PIECES = st.sampled_from([*_WRITTEN, "\n", "\n\n", "\u00a0", "\u200b", "\ue000", "\ufeff"])
_TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(_PIECES, max_size=14).map(" ".join),
    st.lists(_PIECES, max_size=8).map("".join),
)
_SAID = re.compile(r"[a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]+")


def _check_spans(reading: Reading) -> None:
    position = 0
    for span in reading.spans:
        assert span.start == position
        assert span.end > span.start
        assert span.written == reading.text[span.start : span.end]
        assert not span.candidates or span.certainty is not Certainty.SURE
        position = span.end
    assert position == len(reading.text)


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
@example("EÑ")
@example("NGÀY 1/1")
@example("www.\ue000")
@example("²0")
def test_every_text_becomes_words_and_nothing_else(text: str) -> None:
    reading = read(text)
    assert reading.text == unicodedata.normalize("NFC", text)
    _check_spans(reading)
    spoken = reading.spoken
    assert spoken == unicodedata.normalize("NFC", spoken)
    for word in spoken.split(" ") if spoken else []:
        assert _SAID.fullmatch(word), word
    said = " ".join(group for sentence in reading.sentences for group in sentence.groups)
    assert said == spoken
    assert sum(sentence.syllables for sentence in reading.sentences) == len(spoken.split())


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
@example("HA°HA")
@example("0 HA:HA")
@example("K H;0/KH/A")
@example("A0²")
@example("www.HA")
@example("%HA")
def test_reading_what_was_read_changes_nothing(text: str) -> None:
    spoken = read(text).spoken
    again = read(spoken)
    assert again.spoken == spoken
    assert not again.guesses


@settings(max_examples=50, deadline=None)
@given(_TEXTS, st.sampled_from(Region))
def test_every_region_reads_every_text(text: str, region: Region) -> None:
    _check_spans(read(text, options=ReadingOptions(region=region)))


_REPEATED = (
    "1.111", "9", "1,2,3,", "-", "1-2-", "a.", "A-", "(", "a@", "1/2/", "TP.", "x", "IVX", "ngày ", "\n- ", "*_",
    "0912 ", "UBND", "UBND-", "12:30-", "5kg/", "http://", "[a](b)", "\ue000", "²", "😀", "số 1/", "<a", "|--",
    "số 12/2025/", "A1.", "\n1.", "1 ", "0 9", "V.", "[", "1x", "www.", "T9/2025", "quý I", " ", "\n", "đ/c", "“",
    "é", "+84", "a", "a-", "số tài khoản công dân ",
)  # fmt: skip


def _cost(text: str) -> float:
    """Return the processor time that reading *text* takes, seconds: the better of two."""
    costs = []
    for _ in range(2):
        begun = time.process_time()  # processor time of this process: other work on the machine does not count
        reading = read(text)
        costs.append(time.process_time() - begun)
    _check_spans(reading)
    return min(costs)


@pytest.mark.parametrize("unit", _REPEATED)
def test_cost_grows_with_the_length_alone(unit: str) -> None:
    short, long = (_cost((unit * size)[:size]) for size in (1_000, 6_000))
    assert long < 3 * 6 * short + 0.01, f"{short:.4f} s → {long:.4f} s"
