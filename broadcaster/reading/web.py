"""Web and mail addresses, hashtags: read part by part, with the marks by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import letters, tables
from broadcaster.reading.page import Page
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.respelling import respell
from broadcaster.reading.span import Certainty, Kind, Span
from broadcaster.reading.syllables import is_syllable, unmistakable

_ENDINGS = "vn|com|net|org|gov|edu|info|me|io|app|ly|asia|xyz|html|id|tv|biz|us|eu"
_HOST = rf"[a-zA-Z0-9](?<!\w.)(?:[a-zA-Z0-9-]{{0,62}}\.){{1,6}}(?:{_ENDINGS})(?![\w-])"
_PATH = r"(?::[0-9]{1,5})?(?:/[\w\-./?%&=+#~:@]{0,300}[\w/])?/?"
_ADDRESS = Pattern(
    rf"(?P<web>(?:https?|ftp)://[^\s<>\"“”()]{{1,400}}(?<![.,;:!?])|www\.[^\s<>\"“”()]{{1,400}}(?<![.,;:!?])|{_HOST}{_PATH})"
    r"|(?P<mail>[A-Za-z0-9](?<!\w.)[A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})"
    r"|(?P<tag>[#@](?<!\w.)[^\W\d]\w{1,60})"
)
_PIECES = Pattern(r"[^\W\d_]+|[0-9]+|.")
_SCHEME = Pattern(r"^(?:https?|ftp)://(?:www\.)?|^www\.")
_MARKS = {
    ".": "chấm",
    "@": "a còng",
    "/": "gạch chéo",
    "-": "gạch ngang",
    "_": "gạch dưới",
    ":": "hai chấm",
    "#": "thăng",
    "&": "và",
    "=": "bằng",
    "+": "cộng",
    "%": "phần trăm",
    "?": "chấm hỏi",
}


def detect(page: Page) -> Iterator[Span]:
    """Find addresses of the web and of mail, and hashtags."""
    for match in _ADDRESS.finditer(page.open):
        if match["tag"]:
            spoken = " ".join(
                filter(None, map(_word, re.findall(r"[A-ZĐÀ-Ỹ]?[^\W\d_A-ZĐÀ-Ỹ]+|[^\W\d_]+", match.group()[1:])))
            )
            yield page.span(*match.span(), spoken, Kind.WEB, Certainty.GUESS)
            continue
        address = _SCHEME.sub("", match.group(), count=1).rstrip("/")
        words = [_piece(page, piece) for piece in _PIECES.findall(address)]
        yield page.span(*match.span(), " ".join(filter(None, words)), Kind.WEB, Certainty.CONTEXT)


def _piece(page: Page, piece: str) -> str:
    if piece[0] in "0123456789":
        return page.say.digits(piece)
    return _word(piece) if piece[0].isalpha() else _MARKS.get(piece, "")


def _word(word: str) -> str:
    small = word.lower()
    known = tables.mapping("domains").get(small) or tables.mapping("foreign").get(small)
    if known:
        return known
    parts = _unspaced(small)
    if parts:
        return parts
    return letters.spell(small) if len(small) <= 4 else respell(small)


def _unspaced(run: str) -> str:
    """
    Return syllables written without spaces, marks and tones, parted; empty if they cannot be.

    >>> _unspaced("ngocthien")
    'ngoc thiên'
    """
    best: list[list[str] | None] = [[]] + [None] * len(run[:60])
    for end in range(2, len(best)):
        for start in range(max(0, end - 6), end - 1):
            head, syllable = best[start], _marked(run[start:end])
            if head is not None and syllable:
                current = best[end]
                if current is None or len(head) + 1 < len(current):
                    best[end] = [*head, syllable]
    return " ".join(best[-1] or [])


def _marked(syllable: str) -> str:
    """Return *syllable* with the marks that make it one, empty if none do: thien is "thiên"."""
    if is_syllable(syllable):
        return unmistakable(syllable)
    for bare, marked in _MARKED:
        if bare in syllable and is_syllable(syllable.replace(bare, marked)):
            return syllable.replace(bare, marked)
    return ""


_MARKED = (("ie", "iê"), ("uye", "uyê"), ("ye", "yê"), ("uo", "ươ"), ("uo", "uô"))
