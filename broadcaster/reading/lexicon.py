"""
The station's own readings: ``scripts_content/lexicon.yaml``, and ``reading:`` in one item's front matter.

In: a table written → spoken. Out: spans that win over everything else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from broadcaster.reading.letters import VIETNAMESE
from broadcaster.reading.page import Page
from broadcaster.reading.span import Kind, Span

_LONGEST = 200
"""Characters of the longest written form or reading."""

_CAPITAL_RUN = re.compile(r"[^\W\d_a-zà-ỹ]{2,}")


@dataclass(frozen=True)
class Lexicon:
    """Readings that an editor has settled; the longest written form wins."""

    readings: Mapping[str, str] = field(default_factory=dict)
    """Written form, case as written → words to be said, small letters."""

    def with_readings(self, readings: Mapping[str, str]) -> Lexicon:
        """Return a lexicon in which *readings*, those of one item, win over this one's."""
        return Lexicon(
            {**self.readings, **{clean(written): clean(spoken).lower() for written, spoken in readings.items()}}
        )

    def detect(self, page: Page) -> Iterator[Span]:
        """Find the written forms where they stand as whole words."""
        if self._pattern is not None:
            for match in self._pattern.finditer(page.open):
                yield page.span(*match.span(), self.readings[match.group()], Kind.LEXICON)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self.readings:
            return None
        longest_first = sorted(self.readings, key=lambda written: (-len(written), written))
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def check(written: str, spoken: str) -> str | None:
    """
    Return what is wrong with a reading, in Vietnamese; None if nothing is.

    >>> check("VHXH", "văn hóa xã hội")
    >>> check("QL1", "quốc lộ 1")
    'cách đọc của “QL1” còn chữ số “1”'
    """
    of = f"cách đọc của “{written[:40]}”"
    spoken = unicodedata.normalize("NFC", spoken)
    if not written.strip():
        return "có một cách đọc mà không có chữ viết"
    if len(written) > _LONGEST or len(spoken) > _LONGEST:
        return f"{of} quá dài (hơn {_LONGEST} ký tự)"
    if not spoken.strip():
        return f"{of} để trống"
    if digits := re.search(r"\d+", spoken):
        return f"{of} còn chữ số “{digits.group()}”"
    if run := _CAPITAL_RUN.search(spoken):
        return f"{of} còn chữ viết tắt “{run.group()}”"
    strange = [sign for sign in spoken.lower() if not sign.isspace() and sign not in VIETNAMESE]
    return f"{of} có ký tự không đọc được “{strange[0]}”" if strange else None


def clean(text: str) -> str:
    """Return *text* in NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())
