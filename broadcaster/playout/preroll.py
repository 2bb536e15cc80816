"""What an output needs before its first sound and after its last: a lead-in, and the switch of its amplifiers."""

from __future__ import annotations

from dataclasses import dataclass

from broadcaster.core.units import Seconds

_NONE = Seconds(0.0)


@dataclass(frozen=True)
class Preroll:
    """Settings of one output. None of it ever moves the programme's own start."""

    lead_in: Seconds = _NONE
    """Seconds before the programme from which the output carries a signal, so that amplifiers are awake."""
    tone: bool = False
    """Whether that signal is a soft tone; silence otherwise, and always in quiet hours."""
    power_on: tuple[str, ...] = ()
    """Program and its arguments, run before the lead-in; empty for none."""
    power_off: tuple[str, ...] = ()
    """Program and its arguments, run after the last sound; empty for none."""
