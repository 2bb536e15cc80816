"""Pieces of patterns that several detectors share. All are bounded, so that matching takes linear time."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property


class Pattern:
    """A regular expression that is compiled when first used: importing all of reading stays quick."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source = source
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``."""
        return self._compiled.finditer(text)

    def findall(self, text: str) -> list[str]:
        """As ``re.Pattern.findall``, for patterns without groups."""
        return self._compiled.findall(text)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        return self._compiled.search(text, start, end)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As ``re.Pattern.match``."""
        return self._compiled.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern.fullmatch``."""
        return self._compiled.fullmatch(text)

    def split(self, text: str) -> list[str]:
        """As ``re.Pattern.split``, for patterns without groups."""
        return self._compiled.split(text)

    def sub(self, replacement: str, text: str, count: int = 0) -> str:
        """As ``re.Pattern.sub``."""
        return self._compiled.sub(replacement, text, count=count)


DIGIT = r"[0-9](?<!\w[0-9])(?<![0-9][.,][0-9])"
"""The first digit of a number: not within a word, nor after a dot or comma that follows a digit."""

NUMBER = (
    DIGIT
    + r"(?:[0-9]{0,2}(?:\.[0-9]{3}){1,8}(?![0-9])(?:,[0-9]{1,9})?"
    + r"|(?<!0)[0-9]{0,2}(?:[ \u00a0][0-9]{3}){1,5}(?![0-9.,/:-]|[ \u00a0][0-9])"
    + r"|[0-9]{0,40}(?:[.,][0-9]{1,9}){0,4})(?![0-9])"
)
"""A number in Vietnamese writing: thousands dots, decimal comma."""

PLAIN_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{3}){1,8}(?![0-9])(?:,[0-9]{1,9})?|[0-9]{1,40}(?:[.,][0-9]{1,9}){0,2}"
"""The same where what stands before is known."""

DASH = r"[ \u00a0]?[-–—−][ \u00a0]?"
"""Between the ends of a range."""

BLANK = r"[ \u00a0]"
"""One space, breaking or not."""

CAPITAL = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""Vietnamese capitals, for use inside brackets."""
