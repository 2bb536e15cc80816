"""Claims on takeovers: a full disk lets nothing be heard twice, a wrong claim keeps nobody silent for long."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
from playout.stand_ins import AT
from playout.takeover_samples import order_takeover

from broadcaster.records import claims
from broadcaster.records.claims import Claim


def full(path: Path, text: str) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def test_what_was_heard_while_the_disk_was_full_is_played_by_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = order_takeover(tmp_path, AT)
    one, other = (Claim(tmp_path / "orders", order, "soundcard:") for _ in range(2))
    assert one.take()
    with monkeypatch.context() as no_room:
        no_room.setattr(claims, "write_text", full)
        one.tell(AT + timedelta(seconds=2), over=False)
        one.let_go()
        assert other.take()  # whoever took it may have died
        other.tell(AT, over=True)
        other.let_go()
    assert not one.take()
    assert one.taken()


def test_a_claim_that_ends_never_counts_no_longer_than_the_takeover_can_sound(tmp_path: Path) -> None:
    order = order_takeover(tmp_path, AT, seconds=4.0)
    claim = Claim(tmp_path / "orders", order, "soundcard:")
    claim.tell(AT + timedelta(days=365), over=False)
    progress = claim.progress()
    assert progress is not None
    assert progress.ends < AT + timedelta(minutes=5)


def test_a_folder_that_cannot_be_looked_into_says_nothing(tmp_path: Path) -> None:
    claim = Claim(tmp_path / ("x" * 300), order_takeover(tmp_path, AT), "a")
    assert claim.progress() is None
