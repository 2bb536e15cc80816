"""
Written Vietnamese → words to be said.

Ordered detectors each take what is theirs; what none takes is a word or a mark. The order says who is
asked first: a document number before a date, a date before a fraction, a fraction before a bare number.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from broadcaster.reading import (
    abbreviations,
    addresses,
    amounts,
    dates,
    documents,
    foreign,
    identifiers,
    joined,
    markup,
    mixed,
    months,
    phones,
    quarters,
    ranges,
    ratios,
    roman,
    short_forms,
    structure,
    times,
    web,
    weekdays,
    words,
    years,
)
from broadcaster.reading.lexicon import Lexicon
from broadcaster.reading.options import ReadingOptions
from broadcaster.reading.page import BLOT, Detector, Page
from broadcaster.reading.phrasing import Sentence, phrase
from broadcaster.reading.span import Certainty, Kind, Span

DETECTORS: tuple[Detector, ...] = (
    markup.detect,
    web.detect,
    foreign.detect,
    structure.detect,
    short_forms.detect,
    documents.detect_standards,
    documents.detect,
    documents.detect_bare,
    documents.detect_unnumbered,
    ratios.detect_round_the_clock,
    identifiers.detect,
    identifiers.detect_numbered,
    phones.detect,
    addresses.detect_roads,
    addresses.detect_plots,
    times.detect,
    times.detect_southern,
    weekdays.detect,
    dates.detect_iso,
    dates.detect,
    dates.detect_ranges,
    quarters.detect_lists,
    quarters.detect,
    months.detect_lists,
    months.detect,
    months.detect_past,
    years.detect,
    dates.detect_named,
    months.detect_named,
    phones.detect_short,
    addresses.detect,
    ratios.detect_scores,
    dates.detect_days,
    ratios.detect_fractions,
    ranges.detect,
    times.detect_minutes,
    amounts.detect_inner_units,
    amounts.detect_thousands,
    roman.detect,
    amounts.detect,
    amounts.detect_rates,
    amounts.detect_hectares,
    mixed.detect,
    joined.detect,
    abbreviations.detect,
    words.detect,
)


@dataclass(frozen=True)
class Reading:
    """A text and what is said for it."""

    text: str
    """The written text, NFC."""
    spans: tuple[Span, ...]
    """In order; every character of the text belongs to exactly one."""
    sentences: tuple[Sentence, ...]
    """What the voices are given, in order."""

    @property
    def spoken(self) -> str:
        """All words said: small letters, single spaces, no punctuation."""
        return " ".join(span.spoken for span in self.spans if span.spoken)

    @property
    def guesses(self) -> tuple[Span, ...]:
        """The spans that an editor has to look at."""
        return tuple(span for span in self.spans if span.certainty is Certainty.GUESS)


def read(text: str, lexicon: Lexicon | None = None, options: ReadingOptions | None = None) -> Reading:
    """
    Return how *text* is said.

    Args:
        text: Any text, plain or with simple Markdown.
        lexicon: The station's own readings; they win.
        options: Regional style and pauses.

    >>> read("Họp lúc 9h15 ngày 30/4").spoken
    'họp lúc chín giờ mười lăm ngày ba mươi tháng tư'
    """
    options = options or ReadingOptions()
    page = Page(unicodedata.normalize("NFC", text), options)
    page.spans += [page.span(at, at + 1, "", Kind.SYMBOL) for at, sign in enumerate(page.text) if sign == BLOT]
    if lexicon is not None:
        page.take(lexicon.detect(page))
    for detect in DETECTORS:
        page.take(detect(page))
    spans = tuple(sorted(page.spans, key=lambda span: span.start))
    return Reading(page.text, spans, phrase(page.text, spans, options))
