"""
Locked phrases: words that others laid down, kept once and put into texts by name, letter for letter.

In: an item whose text says ``{{khẩu hiệu}}``. Out: the same item with the words themselves; a name that nobody knows
stays as it is, and keeps the item off the air.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from broadcaster.content.item import Item

THEME = "chủ đề"
SLOGAN = "khẩu hiệu"
"""By these names an item has the theme and the slogan of its own campaign."""

_REFERENCE = re.compile(r"\{\{([^{}\n]*)\}\}")


@dataclass(frozen=True)
class Phrasebook:
    """Every locked phrase of a station."""

    common: Mapping[str, str] = field(default_factory=dict)
    """Name → words, for every item."""
    of_campaigns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Campaign's id → name → words, for the items that carry the id as a tag."""

    def known_to(self, item: Item) -> dict[str, str]:
        """Return name → words for *item*; where there is but one campaign, its phrases are everybody's."""
        tagged = [self.of_campaigns[tag] for tag in item.tags if tag in self.of_campaigns]
        own = tagged or (list(self.of_campaigns.values()) if len(self.of_campaigns) == 1 else [])
        return {_key(name): words for table in (self.common, *own) for name, words in table.items()}

    def fill(self, item: Item) -> Item:
        """Return *item* with the words of every phrase that its title and body name."""
        if "{{" not in item.title + item.body:
            return item
        known = self.known_to(item)

        def words(match: re.Match[str]) -> str:
            return known.get(_key(match[1]), match[0])

        return replace(item, title=_REFERENCE.sub(words, item.title), body=_REFERENCE.sub(words, item.body))


def references(text: str) -> Iterator[tuple[int, str]]:
    """
    Yield the offset and name of each phrase that *text* asks for.

    >>> list(references("Xin nhắc: {{khẩu hiệu}}."))
    [(10, 'khẩu hiệu')]
    """
    for match in _REFERENCE.finditer(text):
        yield match.start(), " ".join(match[1].split())


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
