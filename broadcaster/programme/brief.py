"""
The shortest programme that still is one: who speaks, one item, and the end.

In: a rundown. Out: a rundown for the day on which the whole one cannot be made.
"""

from __future__ import annotations

from dataclasses import replace

from broadcaster.programme.rundown import Entry, JingleEntry, Part, Rundown, SpokenEntry


def brief(rundown: Rundown) -> Rundown:
    """
    Return *rundown* with the shortest of its items alone, said once, and the phrases and music that belong to no item.

    Headlines go, for there is one item; beds go, for they take time to make. An empty rundown stays empty.
    """
    bodies = [entry for entry in rundown.entries if _is_body(entry, rundown)]
    if not bodies:
        return Rundown()
    chosen = min(bodies, key=lambda entry: entry.seconds)
    kept = [entry for entry in rundown.entries if entry is chosen or _is_frame(entry, rundown)]
    plain = (replace(entry, bed=None) if isinstance(entry, SpokenEntry) else entry for entry in kept)
    return Rundown(tuple(plain), (), (_item(chosen),))


def _is_body(entry: Entry, rundown: Rundown) -> bool:
    spoken = isinstance(entry, SpokenEntry) and entry.part is Part.BODY and not entry.repeat
    return spoken and _item(entry) in rundown.items


def _is_frame(entry: Entry, rundown: Rundown) -> bool:
    """Return whether *entry* opens or closes the programme, whatever is in between."""
    if entry.leads_to:
        return False
    return isinstance(entry, JingleEntry) or (entry.part is Part.BODY and entry.item_id not in rundown.items)


def _item(entry: Entry) -> str:
    return entry.item_id if isinstance(entry, SpokenEntry) else ""
