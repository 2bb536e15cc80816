"""
The station's own readings: ``scripts_content/lexicon.yaml``, and ``reading:`` in one item's front matter.

In: a table written → spoken. Out: spans that win over everything else, or an InputError with all problems.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from broadcaster.core import yamlfile
from broadcaster.core.errors import InputError, Problem
from broadcaster.reading.letters import VIETNAMESE, untoned
from broadcaster.reading.page import Page
from broadcaster.reading.span import Kind, Span

_LONGEST = 200
"""Characters of the longest written form or reading."""

_CAPITAL_RUN = re.compile(r"[^\W\d_a-zà-ỹ]{2,}")


@dataclass(frozen=True)
class Lexicon:
    """Readings that an editor has settled; the longest written form wins."""

    readings: Mapping[str, str] = field(default_factory=dict)
    """Written form, case as written → words to be said."""

    @classmethod
    def load(cls, path: Path, file: str | None = None) -> Lexicon:
        """
        Return the lexicon in the file at *path*.

        Args:
            path: A YAML file whose lines are ``written: spoken``.
            file: Name for messages; the path by default.

        Raises:
            InputError: As :meth:`parse` says, or the file cannot be read.
        """
        name = file or str(path)
        return cls._from_table(yamlfile.load(path, name), name)

    @classmethod
    def parse(cls, text: str, file: str = "lexicon.yaml") -> Lexicon:
        """
        Return the lexicon that *text* holds.

        Raises:
            InputError: Not YAML, or readings that cannot be said; all of them at once, with line and column.
        """
        return cls._from_table(yamlfile.parse(text, file), file)

    @classmethod
    def _from_table(cls, table: yamlfile.Table, file: str) -> Lexicon:
        problems: list[Problem] = []
        readings: dict[str, str] = {}
        for name, node in table.entries:
            if not isinstance(node, yamlfile.Text):
                what = f"cách đọc của “{name.value}” phải là chữ"
                problems.append(Problem(file, what, "viết trên một dòng: “chữ viết: lời đọc”", node.line, node.column))
                continue
            if fault := check(name.value, node.value):
                hint = "viết lời đọc bằng chữ, như người đọc sẽ nói"
                problems.append(Problem(file, fault, hint, node.line, node.column))
                continue
            readings[_clean(name.value)] = _clean(node.value).lower()
        if problems:
            raise InputError(problems)
        return cls(readings)

    def with_readings(self, readings: Mapping[str, str]) -> Lexicon:
        """Return a lexicon in which *readings*, those of one item, win over this one's."""
        own = {_clean(written): _clean(spoken).lower() for written, spoken in readings.items()}
        return Lexicon({**self.readings, **own})

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
    strange = [sign for sign in spoken.lower() if not sign.isspace() and untoned(sign) not in VIETNAMESE]
    if strange:
        return f"{of} có ký tự không đọc được “{strange[0]}”"
    return None


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
