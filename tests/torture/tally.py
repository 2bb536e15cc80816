"""
The table of a campaign: each kind of fault, how often it struck, and what became of the slots it struck.

In: what was tried. Out: text for people; one slot counts in the row of every kind that struck it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from torture.court import TRUE, Tried
from torture.faults import KINDS

CALM = "nothing at all"


def table(tried: Sequence[Tried]) -> str:
    """Return the table as Markdown."""
    struck = Counter(kind.name for each in tried for kind, _ in each.struck)
    rows = [
        "| fault | struck | slots | aired whole | joined or cut | missed |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name in (CALM, *(kind.name for kind in KINDS)):
        slots = [each for each in tried if (name in each.kinds if name != CALM else not each.struck)]
        counts = Counter(kind for each in slots for kind in _became(each))
        cells = (struck[name], len(slots), counts["aired"], counts["joined"], counts["missed"])
        rows.append(f"| {name} | {' | '.join(str(cell) for cell in cells)} |")
    total = Counter(kind for each in tried for kind in _became(each))
    cells = (sum(struck.values()), len(tried), total["aired"], total["joined"], total["missed"])
    rows.append(f"| **all** | {' | '.join(f'**{cell}**' for cell in cells)} |")
    return "\n".join(rows)


def reasons(tried: Sequence[Tried]) -> str:
    """Return how often each reason was given, as Markdown."""
    given = Counter(
        next((words for words, _ in TRUE if re.search(words, outcome.reason)), outcome.reason)
        for each in tried
        for outcome in each.outcomes
        if outcome.reason
    )
    rows = ["| reason in the ledger | times |", "|---|---:|"]
    rows += [f"| {words.replace('|', ' / ')} | {count} |" for words, count in given.most_common()]
    return "\n".join(rows)


def _became(each: Tried) -> Iterable[str]:
    """Return what became of the slot on each output."""
    return (outcome.kind for outcome in each.outcomes)
