"""
A text while it is being read.

Detectors look for their patterns in ``page.open``, where everything already taken is blotted out, and
at the neighbourhood in ``page.text``; what they take is theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from broadcaster.reading.numerals import Numerals, numerals
from broadcaster.reading.options import ReadingOptions
from broadcaster.reading.span import Certainty, Kind, Span

BLOT = "\ue000"
"""Stands in ``Page.open`` for each character that is taken; belongs to no word."""

NEAR = 64
"""Characters of neighbourhood that a detector may look at on each side."""


class Page:
    """The text, what is still open in it, and the spans found so far."""

    def __init__(self, text: str, options: ReadingOptions) -> None:
        self.text = text
        """The whole text, NFC."""
        self.open = text
        """The same length, taken characters blotted out."""
        self.options = options
        self.say: Numerals = numerals(options)
        """Number words."""
        self.spans: list[Span] = []
        """In the order of finding."""

    def span(
        self,
        start: int,
        end: int,
        spoken: str,
        kind: Kind,
        certainty: Certainty = Certainty.SURE,
        candidates: tuple[str, ...] = (),
    ) -> Span:
        """Return a span of this text; what is sure has no other candidates."""
        if certainty is Certainty.SURE:
            candidates = ()
        others = tuple(other for other in dict.fromkeys(candidates) if other != spoken)
        return Span(start, end, self.text[start:end], spoken, kind, certainty, others)

    def take(self, found: Iterable[Span]) -> None:
        """Keep those of *found*, in order and apart from each other, that are still open; blot out their characters."""
        pieces: list[str] = []
        done = 0
        for span in found:
            if BLOT in self.open[span.start : span.end]:
                continue
            self.spans.append(span)
            pieces += (self.open[done : span.start], BLOT * (span.end - span.start))
            done = span.end
        if done:
            self.open = "".join(pieces) + self.open[done:]

    def before(self, position: int, reach: int = NEAR) -> str:
        """Return what stands before *position* on its line, small letters, at most *reach* characters."""
        return self.text[max(0, position - reach) : position].rpartition("\n")[2].lower()

    def after(self, position: int, reach: int = NEAR) -> str:
        """Return what stands from *position* to the end of its line, small letters, at most *reach* characters."""
        return self.text[position : position + reach].partition("\n")[0].lower()


Detector = Callable[[Page], Iterable[Span]]
"""Finds spans in what is still open of a page, in order, without overlaps."""
