"""
Order files that players pass over, because they are damaged or of a later version of the program.

In: the folder of orders. Out: what people must know of them. A stop among them silenced nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from broadcaster.records.order import Stop
from broadcaster.records.orders import Orders
from broadcaster.station.setup.folder import Folder


@dataclass(frozen=True)
class Stray:
    """One such file."""

    stop: bool
    """Whether it was to silence the station, by its name."""
    found: str
    """Which file, and what is wrong with it, Vietnamese."""
    advice: str
    """What to do, Vietnamese."""


def strays(folder: Folder) -> Iterator[Stray]:
    """Yield every order of the station in *folder* that cannot be read as one; first that none of them can."""
    orders = Orders(folder.orders)
    refused = orders.refused()
    if (deaf := orders.deaf()) is not None:
        yield Stray(True, f"{folder.shown(folder.orders)}: {deaf.what}", deaf.hint)
    for problem in refused:
        path = Path(problem.file)
        shown = f"{folder.shown(path)}: {problem.what}"
        if f"-{Stop.kind}-" in path.name:
            advice = "nếu đài phải im lặng, gõ “broadcaster stop” ngay; xong thì xóa tệp này"
            yield Stray(True, f"LỆNH DỪNG KHÔNG CÓ HIỆU LỰC: {shown}", advice)
        else:
            yield Stray(False, f"lệnh bị bỏ qua: {shown}", "nếu vẫn cần thì ra lệnh lại; xong thì xóa tệp này")
