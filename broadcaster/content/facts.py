"""
What a station knows for certain, and where a text says otherwise. It flags, never changes.

In: a text and the station's facts. Out: problems with line and column, all of them warnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from broadcaster.content import copydesk, impossible, naming, numbering, quotation
from broadcaster.content.finding import Finding, Text
from broadcaster.core.errors import Problem, Severity


@dataclass(frozen=True)
class StationFacts:
    """What texts are held against; what is empty is not checked."""

    names: tuple[str, ...] = ()
    """Names as they must be written: of the commune, of the campaign's day."""
    former_provinces: Mapping[str, str] = field(default_factory=lambda: naming.FORMER_PROVINCES)
    """Province that is no more → the one it is part of."""
    own_level: str = "xã"
    """The level that the station's own papers speak for."""
    start: date | None = None
    """First day of the campaign."""
    end: date | None = None
    """Last day of the campaign."""
    phrases: tuple[str, ...] = ()
    """Theme and slogan, word for word."""
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Term as it must be written → ways in which it must not: “băng rôn” → (“băng dôn”,)."""
    abbreviations: frozenset[str] = frozenset()
    """Abbreviations that are known."""
    longest_sentence: int = 25
    """Words of the longest sentence that a listener follows."""
    most_numbers: int = 3
    """Numbers of the most crowded sentence that a listener keeps."""


def check(text: str, file: str, facts: StationFacts) -> tuple[Problem, ...]:
    """
    Return what in *text* differs from *facts*, from itself, or from good radio copy; by line.

    Args:
        text: A script's body or a whole document.
        file: Name for messages.
        facts: Of the station.
    """
    page = Text(text)
    findings = sorted(_findings(page, facts), key=lambda finding: finding.at)
    return tuple(
        Problem(file, finding.what, finding.hint, *page.place(finding.at), severity=Severity.WARNING)
        for finding in dict.fromkeys(findings)
    )


def _findings(page: Text, facts: StationFacts) -> Iterator[Finding]:
    locked = _locked(page, facts.phrases)
    yield from (found for found in naming.names(page, facts.names) if not any(found.at in span for span in locked))
    yield from naming.provinces(page, facts.former_provinces)
    yield from naming.levels(page, facts.own_level)
    yield from quotation.misquoted(page, facts.phrases)
    yield from naming.terms(page, facts.terms)
    yield from naming.abbreviations(page, facts.abbreviations)
    yield from numbering.labels(page)
    yield from numbering.references(page)
    yield from copydesk.days(page, facts.start, facts.end)
    yield from impossible.dates(page)
    yield from impossible.hours(page)
    yield from copydesk.doubled(page)
    yield from copydesk.stray_numbers(page)
    yield from copydesk.brackets(page)
    yield from copydesk.sentences(page, facts.longest_sentence, facts.most_numbers)
    yield from copydesk.beginning(page)


def _locked(page: Text, phrases: tuple[str, ...]) -> tuple[range, ...]:
    """Return where *page* quotes a phrase word for word: what stands there is as it must be."""
    return tuple(
        range(match.start(), match.end()) for phrase in phrases for match in re.finditer(re.escape(phrase), page.text)
    )
