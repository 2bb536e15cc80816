"""
One process that does one task after another.

In: functions with what they are told. Out: what they return or raise. It works by a pipe alone: the pool of the
standard library keeps semaphores in the system, of which Python complains on the screen of whoever was killed.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_ENDING = 5.0  # seconds from a process letting go of its pipe to its end
_Task = tuple[Future[Any], tuple[Any, ...]]


class Worker(Executor):
    """That process, and the thread that talks with it."""

    def __init__(self, begin: Callable[[], None]) -> None:
        """Start it; it does *begin* before the first task."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, begin), daemon=True)
        self._process.start()
        theirs.close()
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._talk, name="worker", daemon=True)
        self._thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """
        Have *fn* done after what was asked for before.

        Raises:
            BrokenProcessPool: The process has ended.
        """
        if not self._process.is_alive():
            raise BrokenProcessPool("the worker has ended")
        future: Future[T] = Future()
        self._tasks.put((future, (fn, args, kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - an executor's
        """End it after what it is at, and after what was asked for unless that is called off."""
        with suppress(Empty):
            while cancel_futures:
                if (task := self._tasks.get_nowait()) is not None:
                    task[0].cancel()
        self._tasks.put(None)
        if wait:
            self._thread.join()

    def _talk(self) -> None:
        """Hand on one task after another; of a process that has ended each of them is told."""
        while (task := self._tasks.get()) is not None:
            future, told = task
            if future.set_running_or_notify_cancel():
                self._have_done(future, told)
        with suppress(OSError):
            self._pipe.send(None)
        self._process.join()
        self._pipe.close()

    def _have_done(self, future: Future[Any], told: tuple[Any, ...]) -> None:
        try:
            self._pipe.send(told)
            well, answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            self._process.join(_ENDING)
            future.set_exception(BrokenProcessPool(f"the worker has ended: {error}"))
        except Exception as error:  # noqa: BLE001 - what cannot be sent, or read, is told to whoever asked
            future.set_exception(error)
        else:
            if well:
                future.set_result(answer)
            else:
                future.set_exception(answer)


def _serve(pipe: Connection[Any, Any], begin: Callable[[], None]) -> None:
    """Do what comes until nothing more does: in the process."""
    begin()
    with suppress(EOFError):
        while (told := pipe.recv()) is not None:
            function, args, kwargs = told
            try:
                answer = (True, function(*args, **kwargs))
            except Exception as error:  # noqa: BLE001 - the border to another process
                answer = (False, error)
            try:
                pipe.send(answer)
            except OSError:  # nobody is there any more
                return
            except Exception as error:  # noqa: BLE001 - what cannot be sent
                pipe.send((False, RuntimeError(str(error))))
