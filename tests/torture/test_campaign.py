"""Twelve days, 36 slots, some 300 faults: each slot airs exactly once, or is missed for a true reason."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from torture import campaign
from torture.faults import KINDS
from torture.machine import FIRST_TAKEOVER
from torture.marked import marks, stretches
from torture.tally import table


@pytest.mark.parametrize("seed", [0])
def test_twelve_days_of_bad_luck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    lived = campaign.run(seed, tmp_path / "dai", monkeypatch)
    print(table(lived.tried))  # noqa: T201 - to be read with pytest -s
    assert lived.problems == []
    assert len(lived.tried) == 36
    assert lived.faults >= 300
    assert len({kind.name for tried in lived.tried for kind, _ in tried.struck}) >= 15
    became = Counter(outcome.kind for tried in lived.tried for outcome in tried.outcomes)
    assert min(became["aired"], became["joined"], became["missed"]) > 5  # else the faults are too tame, or too wild


def test_the_same_seed_gives_the_same_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (campaign.run(3, tmp_path / name, monkeypatch, days=1) for name in ("one", "two"))
    heard = [[outcome.heard for tried in lived.tried for outcome in tried.outcomes] for lived in (first, second)]
    assert heard[0] == heard[1]
    assert [tried.struck for tried in first.tried] == [tried.struck for tried in second.tried]


def test_there_are_kinds_enough() -> None:
    assert len({kind.name for kind in KINDS}) >= 15


def test_two_carts_that_fade_into_each_other_are_no_third_one() -> None:
    first, second = (marks(serial, 0, 240) / 32_768 for serial in (FIRST_TAKEOVER, FIRST_TAKEOVER + 1))
    both = np.clip(first * np.linspace(1, 0.2, 240)[:, None] + second, -1, 1)
    heard = np.concatenate([first, both, second]).astype(np.float32)
    heard[240:480, 1] = second[:, 1]
    assert {part.serial for part in stretches(heard)} == {FIRST_TAKEOVER, -1, FIRST_TAKEOVER + 1}
