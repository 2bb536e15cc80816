"""``phrases``: words that texts quote by name, letter for letter; those of the campaigns come to them."""

from __future__ import annotations

from collections.abc import Iterable

from broadcaster.content.phrasebook import SLOGAN, THEME, Phrasebook
from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.core.values import UnreadableError
from broadcaster.programme.campaign import Campaign


def read_phrases(section: Section | None, campaigns: Iterable[Campaign]) -> Phrasebook:
    """Return the station's phrases and those of its campaigns."""
    own = {each.id: {THEME: each.theme, SLOGAN: each.slogan} for each in campaigns}
    of_campaigns = {id_: {name: words for name, words in table.items() if words} for id_, table in own.items()}
    return Phrasebook(_common(section) if section else {}, of_campaigns)


def _common(section: Section) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, node in section.pairs():
        if set(name.value) & set("{}\n"):
            section.problem(name, f"tên câu “{name.value}” không dùng được", "tên chỉ gồm chữ, số và dấu cách")
        elif words := section.value(name.value, _words, ""):
            found[name.value] = words
        else:
            section.problem(node, f"“{name.value}” chưa có lời", "viết lời đúng từng chữ, trên một dòng")
    return found


def _words(written: str) -> str:
    if set(written) & set("{}\n"):
        raise UnreadableError("lời có dấu ngoặc nhọn hoặc xuống dòng", "viết trên một dòng, không lồng câu khác vào")
    return values.text(written)
