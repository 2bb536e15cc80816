"""
The workshop: parts are made on an executor, each once, a few at a time.

In: keys and recipes. Out: finished parts. One process or a pool, the bytes are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from typing import Final, ParamSpec, TypeVar

from broadcaster.core.errors import AudioError
from broadcaster.mixing.partfile import FinishedPart
from broadcaster.mixing.parts import Finish, PartStore
from broadcaster.production.recipe import Recipe, make

P = ParamSpec("P")
T = TypeVar("T")

_WAITING: Final = 6
"""Parts handed to the executor and not finished yet: what they are made of lies in memory."""

_KILLED: Final = "Tiến trình dựng chương trình bị tắt đột ngột. → Dựng lại; những đoạn đã xong không phải làm lại."


class Inline(Executor):
    """Does at once, in this thread, what it is given."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
            future.set_exception(error)
        return future


class Workshop:
    """Makes the parts of one programme."""

    def __init__(self, store: PartStore, finish: Finish, executor: Executor) -> None:
        self._store = store
        self._finish = finish
        self._executor = executor
        self._parts: dict[str, FinishedPart] = {}
        self._making: dict[str, Future[FinishedPart]] = {}

    def has(self, key: str) -> bool:
        """Return whether the part *key* is there, or being made."""
        if key not in self._parts and key not in self._making and (found := self._store.find(key)) is not None:
            self._parts[key] = found
        return key in self._parts or key in self._making

    def make(self, key: str, recipe: Recipe) -> None:
        """Have a part made that is not there; wait while too many are being made."""
        while len(self._making) >= _WAITING:
            wait(self._making.values(), return_when=FIRST_COMPLETED)
            self._collect()
        try:
            self._making[key] = self._executor.submit(make, recipe, key, self._finish, self._store)
        except BrokenExecutor as error:
            raise AudioError(_KILLED) from error
        self._collect()

    def finished(self) -> dict[str, FinishedPart]:
        """
        Return all parts asked for, by key, once they are finished.

        Raises:
            AudioError: One could not be made.
        """
        wait(self._making.values())
        self._collect()
        return self._parts

    def abandon(self) -> None:
        """Make nothing more; return when nothing is being made."""
        for making in self._making.values():
            making.cancel()
        wait(self._making.values())

    def _collect(self) -> None:
        for key in [key for key, making in self._making.items() if making.done()]:
            try:
                self._parts[key] = self._making.pop(key).result()
            except BrokenExecutor as error:
                raise AudioError(_KILLED) from error
