"""Errors are the same on the other side of a process."""

import pickle

import pytest

from broadcaster.core.errors import (
    AudioError,
    BroadcasterError,
    InputError,
    NotApprovedError,
    OutputError,
    Problem,
    VoiceError,
)


@pytest.mark.parametrize(
    "error",
    [
        AudioError("hỏng"),
        InputError([Problem("schedule.yaml", "sai", line=3)]),
        NotApprovedError("tin-a", "chưa duyệt"),
        OutputError("soundcard:", "mất dây", permanent=False),
        VoiceError("piper", "chưa cài", permanent=True),
    ],
)
def test_an_error_arrives_whole_from_another_process(error: BroadcasterError) -> None:
    arrived = pickle.loads(pickle.dumps(error))  # noqa: S301  our own, a moment old
    assert (type(arrived), str(arrived), vars(arrived)) == (type(error), str(error), vars(error))
