"""One piece of content as the rest of the program sees it. A value: nothing here reads files or decides on air."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum

from broadcaster.core import values
from broadcaster.core.priority import Priority
from broadcaster.core.section import nearest
from broadcaster.core.values import UnreadableError

_HYPHENS = re.compile(r"\s*[-‐‑‒–—]\s*")
_BLANKS = re.compile(
    r"\[(?P<inside>[^\[\]]*)\](?P<link>\((?=[^\s()]*\))[^\s()]*[./:#@][^\s()]*\)|:[ \t]*\w+://)?"
    r"|(?P<line>_{3,}|\.{5,}|…{2,})"
)
_BRACES = re.compile(r"\{+[^{}\n]*\}*|\}+")
_FOOTNOTE = re.compile(r"\d[\d\s,;–-]*")


class Kind(Enum):
    """What an item is, by the word that an editor writes."""

    NEWS = "tin"
    ROLE_MODEL = "gương điển hình"
    NOTICE = "thông báo"
    LAW = "nghị quyết–luật"
    EXPLAINER = "tuyên truyền"
    SLOGAN = "khẩu hiệu"
    THEME = "chủ đề"
    GREETING = "lời chào"
    IDENT = "lời xướng"
    LINK = "lời dẫn"
    CLOSING = "lời kết"

    @property
    def fixed(self) -> bool:
        """Whether it is a form of words that stays: it makes no programme by itself, and is approved once."""
        return self in _FIXED

    @classmethod
    def parse(cls, written: str) -> Kind:
        """
        Return the kind of that name; any case, and a hyphen serves for the dash.

        >>> Kind.parse("Nghị quyết - luật") is Kind.LAW
        True

        Raises:
            UnreadableError: No such kind; the hint names the nearest.
        """
        wanted = _HYPHENS.sub("–", " ".join(values.text(written).lower().split()))
        names = [kind.value for kind in cls]
        if wanted not in names:
            raise UnreadableError(f"không có loại bài “{written}”", nearest(wanted, names))
        return cls(wanted)


_FIXED = (Kind.SLOGAN, Kind.THEME, Kind.GREETING, Kind.IDENT, Kind.LINK, Kind.CLOSING)


@dataclass(frozen=True)
class Item:
    """One script of the station, all text in NFC."""

    id: str
    """The file's name without its ending: small letters, digits and hyphens."""
    kind: Kind
    title: str
    body: str
    """The words to be read, Unix line ends, without blank lines around."""
    priority: Priority = Priority.NORMAL
    author: str = ""
    source: str = ""
    valid_from: date | None = None
    """First day on which it may air; None: no beginning."""
    valid_until: date | None = None
    """Last day on which it may air, that day included; None: no end."""
    repeat: int = 0
    """How many times it should air in all; 0: no target."""
    tags: tuple[str, ...] = ()
    """Small letters, digits and hyphens each, as written order has them."""
    voice: str = ""
    """Voice wanted, by its name in the settings; empty: the station's."""
    readings: tuple[tuple[str, str], ...] = ()
    """(written, spoken): how this item alone reads these words."""
    notes: str = ""
    """For colleagues; never aired."""
    sample: bool = False
    """A specimen that came with the program."""
    form: bool = False
    """A form to be copied and filled in: whatever it says, it never airs and nobody is asked to approve it."""
    file: str = ""
    """Where it stands, as the person knows it."""
    line: int = 1
    """Line of *file* at which the body begins, from 1."""

    def valid_on(self, day: date) -> bool:
        """Return whether *day* lies within the days on which this may air."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    @property
    def placeholders(self) -> tuple[str, ...]:
        """
        Blanks still to be filled in, title first, each once; an item that has any must not air.

        A phrase asked for by name is one for as long as its words have not been put in.
        """
        texts = (self.title, self.body)
        blanks = [blank for text in texts for blank in placeholders(text)]
        return tuple(dict.fromkeys((*blanks, *(brace for text in texts for brace in _BRACES.findall(text)))))

    def bound_text(self) -> str:
        """
        Return exactly what an approval binds, as canonical JSON: the same for the same words, for ever.

        Author, source, tags, notes and the place of the file are left out: they never sound.
        """
        bound = {
            "title": self.title,
            "body": self.body,
            "kind": self.kind.value,
            "priority": self.priority.value,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "repeat": self.repeat,
            "voice": self.voice,
            "readings": dict(self.readings),
        }
        return values.text(json.dumps(bound, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def placeholders(text: str) -> tuple[str, ...]:
    """
    Return the blanks in *text*: words or dots in square brackets, and lines of dots or underscores.

    A Markdown link is none, nor is a footnote's number.

    >>> placeholders("[Tên nhân vật] ở thôn ..... [1], xem [trang của xã](https://example.vn)")
    ('[Tên nhân vật]', '.....')
    """
    found: dict[str, None] = {}
    for match in _BLANKS.finditer(text):
        inside = " ".join((match["inside"] or "").split())
        if match["line"]:
            found[match["line"]] = None
        elif not (match["link"] or _FOOTNOTE.fullmatch(inside)):
            found[f"[{inside}]"] = None
    return tuple(found)


def slug(name: str) -> str:
    """
    Return *name* as a tag or file name may be: small unaccented letters, digits and hyphens; maybe empty.

    >>> slug("Hộ gia đình")
    'ho-gia-dinh'
    """
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
