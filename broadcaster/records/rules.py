"""
What makes an approval count: who may give it, to whose text, for how long, and what needs none.

In: the station's rules, a text, who approves. Out: why that does not count, or the last day on which it does.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
"""Grave, acute, tilde, hook, dot below."""


class Signed(Protocol):
    """What the rules ask of a text."""

    @property
    def kind(self) -> str:
        """The item's kind."""
        ...

    @property
    def author(self) -> str:
        """Who wrote it; empty where nobody says."""
        ...


@dataclass(frozen=True)
class Rules:
    """The station's own rules; the defaults are what holds where it sets none."""

    approvers: tuple[str, ...] = ()
    """Names of those who may approve; empty: anybody."""
    own: bool = False
    """Whether an author may approve a text of their own."""
    days: int = 0
    """Days for which an approval holds, the day after it was given the first; 0: without end."""
    exempt: frozenset[str] = frozenset()
    """Kinds of items that air without an approval; none by default: the words of a commune are its leaders'."""
    lasting: frozenset[str] = frozenset()
    """Kinds whose approval never ends: greetings, idents and the like are approved once."""

    def refusal(self, text: Signed, by: str, *also_by: str) -> str:
        """
        Return why an approval of *text* by *by* does not count, in Vietnamese; empty where it does.

        Args:
            text: As it is now.
            by: Who approves, or approved.
            *also_by: Who else is known to have written it.
        """
        if self.approvers and not any(_same(by, name) for name in self.approvers):
            return f"“{by}” không có trong danh sách người được duyệt (mục approval của schedule.yaml)"
        if not self.own and any(name and _same(by, name) for name in (text.author, *also_by)):
            return f"“{by}” là người viết; người viết không tự duyệt bài của mình"
        return ""

    def last_day(self, text: Signed, given: date) -> date | None:
        """Return the last day on which an approval of *text*, given on a day, holds; None: it has no end."""
        if not self.days or text.kind in self.lasting:
            return None
        return given + timedelta(days=self.days)


def _same(one: str, other: str) -> bool:
    """
    Return whether two names are the same person's, however they were typed.

    >>> _same("Nguyễn  Văn A", "nguyễn văn a"), _same("cán bộ văn hóa", "Cán bộ văn hoá"), _same("Hòa", "Hóa")
    (True, True, False)
    """
    return _folded(one) == _folded(other)


def _folded(name: str) -> tuple[tuple[str, str], ...]:
    """Return each syllable of *name* without its tone, and the tone: two schools write it over different letters."""
    syllables = unicodedata.normalize("NFD", name.casefold()).split()
    return tuple((_TONE.sub("", syllable), "".join(_TONE.findall(syllable))) for syllable in syllables)
