"""When two readings count as the same: what announcers of different regions and schools say alike."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

_SAME = (
    ("ngàn", "nghìn"), ("lẻ", "linh"), ("mươi bốn", "mươi tư"), ("nhăm", "lăm"), ("tỉ", "tỷ"), ("mồng", "mùng"),
    ("uỷ", "ủy"), ("xăng ti", "xen ti"), ("kí lô", "ki lô"), ("ka", "ca"), ("hắt", "hát"), ("đê", "dê"),
    ("en nờ", "en"), ("em mờ", "em"),
)  # fmt: skip
_TONE_ENDING = re.compile("(?:o[áàảãạéèẻẽẹ]|(?<!q)u[ýỳỷỹỵ])$")
"""Open rimes whose tone mark some put on the first letter, some on the last: khóa, khoá."""
_SHORT_FIVE = re.compile(r"\b(hai|ba|bốn|năm|sáu|bảy|tám|chín) lăm\b")
_SEPARATORS = re.compile(r"\b(?:trên|gạch chéo|gạch ngang|gạch|xuyệc|xẹt)\b")


def _tone_first(rime: re.Match[str]) -> str:
    """Return an open rime such as "oá" with its tone mark on the first letter."""
    first, (last, *tone) = rime.group()[0], unicodedata.normalize("NFD", rime.group()[1])
    return unicodedata.normalize("NFC", "".join((first, *tone, last)))


def folded(reading: str) -> str:
    """Return *reading* small, without punctuation, with equal ways of saying made one."""
    text = unicodedata.normalize("NFC", reading).lower()
    text = " ".join(re.sub(r"[^\w\s]", " ", text).split())
    text = re.sub(r"\b\w+\b", lambda word: _TONE_ENDING.sub(_tone_first, word.group()), text)
    for other, ours in _SAME:
        text = re.sub(rf"\b{other}\b", ours, text)
    return _SHORT_FIVE.sub(r"\1 mươi lăm", text)


def _codes(reading: str) -> str:
    """Return a folded document number without separators, but for one between number and year."""
    kept = re.sub(
        r"\b(?:trên|gạch chéo|xuyệc|xẹt|năm)(?= (?:một nghìn chín|hai nghìn|hai không))", "NĂM", folded(reading)
    )
    return " ".join(_SEPARATORS.sub(" ", kept).split())


def is_right(category: str, reading: str, accepted: list[str]) -> bool:
    """Return whether *reading* is one of the *accepted* ones of a row of that category."""
    fold = _codes if category == "doc_code" else folded
    return fold(reading) in {fold(one) for one in accepted}


def rows(path: Path) -> list[tuple[str, str, list[str]]]:
    """Return the rows of a table: category, written, accepted readings."""
    lines = path.read_text(encoding="utf-8").splitlines()
    parts = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [(category, written, accepted.split("|")) for category, written, accepted, *_ in parts]
