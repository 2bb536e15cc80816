"""
Sentences and breath groups.

In: the spans of a reading. Out: sentences made of groups of words, with the silence after each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from broadcaster.core.units import Seconds
from broadcaster.reading.breath import Syllable, split, syllables
from broadcaster.reading.options import End, ReadingOptions
from broadcaster.reading.patterns import Pattern
from broadcaster.reading.span import Kind, Span

_STOP = Pattern(r"[.!?…]")
_END = Pattern(r"[!?;]")
_BREATH = Pattern(r"[,;:()\[\]|–—…/.!?]|\s-|-\s")
_SPACED_DASH = Pattern(r"\s[-–—]\s")


@dataclass(frozen=True)
class Sentence:
    """What is given to a voice at once."""

    groups: tuple[str, ...]
    """Breath groups: small-letter words only."""
    question: bool
    """Whether it ends with a question mark."""
    pause: Seconds
    """Silence after it, seconds."""
    end: End = End.SENTENCE
    """What it is the last of, which is why the silence is as long as it is."""

    @property
    def words(self) -> str:
        """The text for an engine: groups parted by commas, a full stop or question mark at the end."""
        return ", ".join(self.groups) + ("?" if self.question else ".")

    @property
    def syllables(self) -> int:
        """Number of syllables said."""
        return sum(len(group.split()) for group in self.groups)


@dataclass
class _Builder:
    """Collects words until a mark ends the group or the sentence."""

    options: ReadingOptions
    sentences: list[Sentence] = field(default_factory=list)
    groups: list[list[Syllable]] = field(default_factory=lambda: [[]])
    heading: bool = False

    def add(self, words: Iterable[Syllable]) -> None:
        self.groups[-1] += words

    def breathe(self) -> None:
        if self.groups[-1]:
            self.groups.append([])

    def stop(self, *, question: bool, paragraph: bool) -> None:
        groups = [part for group in self.groups if group for part in split(group, self.options.group_syllables)]
        end = (End.HEADING if self.heading else End.PARAGRAPH) if paragraph else End.SENTENCE
        if groups:
            words = tuple(" ".join(syllable.said for syllable in group) for group in groups)
            self.sentences.append(self._sentence(words, end, question=question))
        elif paragraph and self.sentences:
            last = self.sentences[-1]
            later = max(last.end, end, key=list(End).index)
            self.sentences[-1] = self._sentence(last.groups, later, question=last.question)
        self.groups = [[]]
        if paragraph:
            self.heading = False

    def _sentence(self, groups: tuple[str, ...], end: End, *, question: bool) -> Sentence:
        return Sentence(groups, question, self.options.pauses.after(end), end)


def phrase(text: str, spans: Sequence[Span], options: ReadingOptions) -> tuple[Sentence, ...]:
    """Return the sentences of *text*, whose *spans* cover it in order."""
    builder = _Builder(options)
    previous: Span | None = None
    for span in spans:
        if not span.spoken:
            _mark(builder, text, span)
        else:
            if span.kind == Kind.PHONE and previous is not None and previous.kind == Kind.PHONE:
                builder.breathe()
            builder.add(syllables(span, text))
            if span.kind == Kind.STRUCTURE:
                builder.heading = builder.heading or span.written[0] in "IVX"
                builder.breathe()
        previous = span
    builder.stop(question=False, paragraph=True)
    return tuple(builder.sentences)


def _mark(builder: _Builder, text: str, span: Span) -> None:
    """Let a silent span end a group, a sentence or a paragraph."""
    written = span.written
    following = text[span.end : span.end + 1]
    if span.kind == Kind.HEADING:
        builder.heading = True
    if "\n" in written:
        head = written.partition("\n")[0]
        ends = bool(_STOP.search(head)) or not following.islower() or written.count("\n") > 1
        if ends:
            builder.heading = builder.heading or _is_capitals(text, span.start)
            builder.stop(question="?" in head, paragraph=True)
            return
    parted = written[-1:].isspace() or span.end == len(text)
    if parted and (_END.search(written) or (_STOP.search(written) and not following.islower())):
        builder.stop(question="?" in written, paragraph=False)
        return
    if _SPACED_DASH.fullmatch(written) or written.strip() == "-":
        if _parts_clauses(text, span):
            builder.breathe()
    elif _BREATH.search(written):
        builder.breathe()


def _is_capitals(text: str, end: int) -> bool:
    line = text[max(0, end - 200) : end].rpartition("\n")[2]
    return line.isupper()


def _parts_clauses(text: str, span: Span) -> bool:
    """Return whether a spaced dash parts two clauses rather than the halves of “kinh tế - xã hội”."""
    if not _SPACED_DASH.fullmatch(span.written) or not text[span.end : span.end + 1].isupper():
        return False
    left = re.split(r"[.,;:()“”\"\n]", text[max(0, span.start - 60) : span.start])[-1].split()
    right = re.split(r"[.,;:()“”\"\n]", text[span.end : span.end + 60])[0].split()
    return len(left) >= 4 and len(right) >= 4
