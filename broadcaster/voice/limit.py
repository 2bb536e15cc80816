"""A call that is not waited for longer than told, however it hangs: in the resolver, in a handshake, in an answer."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


def within(seconds: float, call: Callable[[], T]) -> T:
    """
    Return what *call* returns, or raise what it raises.

    A call that takes longer is left alone in a thread that keeps no process alive; whatever it returns late is lost,
    so it must not write anything.

    Raises:
        TimeoutError: It took longer.
    """
    done: SimpleQueue[Callable[[], T]] = SimpleQueue()

    def run() -> None:
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
        raise TimeoutError from None


def _raising(error: Exception) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail
