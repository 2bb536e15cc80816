"""Changes side by side: what was approved, what it is now, the words that differ marked so that no colour is needed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import click

from broadcaster.production.changes import Change


def show_changes(changes: Iterable[Change]) -> None:
    """Print each change as two lines, indented."""
    for change in changes:
        before, after = marked(change.before, change.after)
        click.echo(f"  {change.where}:")
        for sign, colour, text in (("−", "red", before), ("+", "green", after)):
            if text:
                click.echo(f"    {click.style(f'{sign} {text}', fg=colour)}")


def change_values(change: Change) -> dict[str, str]:
    """Return a change as JSON values."""
    return {"where": change.where, "before": change.before, "after": change.after}


def marked(before: str, after: str) -> tuple[str, str]:
    """
    Return both texts with the words that differ in brackets.

    >>> marked("trời nắng to", "trời mưa to")
    ('trời [nắng] to', 'trời [mưa] to')
    >>> marked("28/11/2026", "29/11/2026")
    ('28/11/2026', '29/11/2026')
    """
    old, new = before.split(), after.split()
    if not set(old) & set(new):
        return before, after
    left: list[str] = []
    right: list[str] = []
    for tag, first, last, start, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for words, side in ((old[first:last], left), (new[start:stop], right)):
            if words:
                side.append(" ".join(words) if tag == "equal" else f"[{' '.join(words)}]")
    return " ".join(left), " ".join(right)
