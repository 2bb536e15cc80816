"""Figures in rows, each beside the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.hearing.scores import Hearing, difference, rate, standard_error


@dataclass(frozen=True)
class Counts:
    """What was heard, as counts, utterance by utterance."""

    letters: list[int]
    wrong: list[int]
    toneless: list[int]
    doubt: list[float]
    """Bits, of the whole utterance."""

    @staticmethod
    def of(hearings: Sequence[Hearing]) -> Counts:
        return Counts(
            [len(hearing.said) for hearing in hearings],
            [hearing.wrong for hearing in hearings],
            [hearing.wrong_toneless for hearing in hearings],
            [hearing.doubt * len(hearing.said) for hearing in hearings],
        )


class Table:
    """Prints a head, then one row for each way of speaking; the first is what the others are held against."""

    def __init__(self, title: str) -> None:
        self._first: Counts | None = None
        print(
            f"  {title:26s} {'CER':>13s} {'toneless':>9s} {'doubt, bits':>13s}   less the first: CER, doubt", flush=True
        )

    def add(self, name: str, hearings: Sequence[Hearing]) -> None:
        """Print one row."""
        counts = Counts.of(hearings)
        tone = rate(counts.toneless, counts.letters)
        row = f"  {name:26s} {_plain(counts.wrong, counts)} {tone:9.3f} {_plain(counts.doubt, counts)}"
        if self._first is None:
            self._first = counts
        else:
            row += f"   {_apart(counts.wrong, self._first.wrong, counts)}, "
            row += _apart(counts.doubt, self._first.doubt, counts)
        print(row, flush=True)


def _plain(values: Sequence[float], counts: Counts) -> str:
    return f"{rate(values, counts.letters):.3f} ± {standard_error(values, counts.letters):.3f}"


def _apart(values: Sequence[float], first: Sequence[float], counts: Counts) -> str:
    return "{:+.3f} ± {:.3f}".format(*difference(values, first, counts.letters))
