"""
The words of an item: its title and body as they will be said.

In: an item, the station's lexicon. Out: sentences; the same as JSON values for the approvals; and back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from broadcaster.content.item import Item
from broadcaster.core.errors import RecordError
from broadcaster.core.storage import text_hash
from broadcaster.programme.rundown import Part
from broadcaster.reading.lexicon import Lexicon
from broadcaster.reading.normalise import read
from broadcaster.reading.options import End, PauseOptions, ReadingOptions
from broadcaster.reading.phrasing import Sentence
from broadcaster.reading.span import Span
from broadcaster.records import approvals


@dataclass(frozen=True)
class Wording:
    """One item, ready to be said."""

    title: tuple[Sentence, ...]
    body: tuple[Sentence, ...]
    guesses: tuple[Span, ...] = ()
    """Where the reading was not sure; empty for words that come from an approval."""

    def part(self, part: Part) -> tuple[Sentence, ...]:
        """Return the sentences of one part."""
        return self.title if part is Part.TITLE else self.body

    def values(self) -> dict[str, Any]:
        """Return the words as JSON values."""
        return {"title": [_values(sentence) for sentence in self.title], "body": [_values(s) for s in self.body]}


def word(item: Item, lexicon: Lexicon, options: ReadingOptions) -> Wording:
    """Return the words of *item* as this version of the program reads them."""
    own = lexicon.with_readings(dict(item.readings))
    title, body = read(item.title, own, options), read(item.body, own, options)
    return Wording(title.sentences, body.sentences, title.guesses + body.guesses)


def approved(values: Mapping[str, Any], pauses: PauseOptions) -> Wording:
    """
    Return the words that an approval keeps, with the silences that the station wants now.

    Raises:
        RecordError: They are not in the form of :meth:`Wording.values`.
    """
    try:
        title, body = (tuple(_sentence(row, pauses) for row in values[part]) for part in ("title", "body"))
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError("Lời đọc trong sổ duyệt không đúng dạng; duyệt lại bài này.") from error
    return Wording(title, body)


def to_approve(item: Item, wording: Wording, lexicon: Lexicon) -> approvals.Text:
    """Return what somebody is asked to approve of *item*."""
    readings = json.dumps(dict(lexicon.readings), ensure_ascii=False, sort_keys=True)
    bound = item.bound_text()
    return approvals.Text(
        item=item.id,
        title=item.title,
        written=text_hash(bound),
        lexicon=text_hash(readings),
        words=wording.values(),
        kind=item.kind.value,
        author=item.author,
        bound=json.loads(bound),
    )


def words_hash(sentences: tuple[Sentence, ...]) -> str:
    """Return the hash of exactly these words, as a cue sheet gives it."""
    return text_hash("\n".join(sentence.words for sentence in sentences))


def _values(sentence: Sentence) -> dict[str, Any]:
    return {"groups": list(sentence.groups), "question": sentence.question, "end": sentence.end.value}


def _sentence(row: Mapping[str, Any], pauses: PauseOptions) -> Sentence:
    end = End(row.get("end", End.SENTENCE.value))  # the first approvals of all do not say
    return Sentence(tuple(str(group) for group in row["groups"]), bool(row["question"]), pauses.after(end), end)
