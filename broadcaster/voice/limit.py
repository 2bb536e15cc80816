"""A call that is not waited for longer than told, however it hangs: in the resolver, in a handshake, in an answer."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, TypeVar

T = TypeVar("T")

_left: ContextVar[Event | None] = ContextVar("left", default=None)
"""Of the thread that makes a call: set when nobody waits for it any more."""


def within(seconds: float, call: Callable[[], T]) -> T:
    """
    Return what *call* returns, or raise what it raises.

    A call that takes longer is left alone in a thread that keeps no process alive. Whatever it returns late is lost,
    so it must not write anything; it should ask :func:`is_left` before it begins anything anew.

    Raises:
        TimeoutError: It took longer.
    """
    done: SimpleQueue[Callable[[], T]] = SimpleQueue()
    left = Event()

    def run() -> None:
        _left.set(left)
        try:
            result = call()
        except Exception as error:  # noqa: BLE001  handed over whole, to the thread that waits
            done.put(_raising(error))
        else:
            done.put(lambda: result)

    Thread(target=run, daemon=True, name="limited").start()
    try:
        return done.get(timeout=max(seconds, 0.0))()
    except Empty:
        left.set()
        raise TimeoutError from None


def is_left() -> bool:
    """Return whether this runs within a call that nobody waits for any more."""
    left = _left.get()
    return left is not None and left.is_set()


def _raising(error: Exception) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail
