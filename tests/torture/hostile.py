"""
Files as damage, haste and malice make them.

In: the bytes of a good file, a seed. Out: a file, link, pipe or folder in its place, the same for the same seed.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

_NUMBERS = (0, -1, 1, 2**31, 2**63, 2**70, -(2**63), 10**400, 1e308, -0.0, float("nan"), float("inf"), float("-inf"))
_TEXTS = (
    "",
    " ",
    "\0",
    "../../../../etc/passwd",
    "/dev/zero",
    "/dev/tty",
    "~/.bashrc",
    "C:\\con",
    "a" * 70_000,
    "\ud800",
    "\u202ekhông đọc được",
    "e\u0302\u0323" * 50,
    "\x1b[2J",
    "%s%n{0}${HOME}",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2025-10-01T17:00:00",
    "2025-10-01/1700-chieu/../../x",
    "NaN",
    "-" * 300,
)
_OTHERS = (None, True, False, [], {}, [[]], {"": None}, [0] * 5_000)
_ODD: tuple[Any, ...] = (*_NUMBERS, *_TEXTS, *_OTHERS)

_RAW = (
    b"",
    b"\0" * 5_000,
    b"{",
    b"[" * 200_000,
    b'{"a":' * 100_000,
    b"nul",
    b"1" * 100_000,
    b"NaN",
    b"\xff\xfe{\0}\0",
    b"\xef\xbb\xbf{}",
    b"fLaC",
    b"RIFF\xff\xff\xff\xffWAVEfmt ",
    b" " * 3_000_000,
    b"\n" * 10_000,
    "{“ok”: “không”}".encode(),
)


def damaged(good: bytes, chance: random.Random) -> bytes:
    """Return *good*, or something that somebody might have made of it."""
    makers: list[Callable[[bytes, random.Random], bytes]] = [_flipped, _cut, _spliced, _other, _rewritten, _rewritten]
    if chance.random() < 0.03:
        return good
    return chance.choice(makers)(good, chance)


def put(path: Path, good: bytes, chance: random.Random) -> str:
    """Put a damaged file, or something that is no file, at *path*, and return what it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    clear(path)
    draw = chance.random()
    if draw < 0.9:
        path.write_bytes(damaged(good, chance))
        return "file"
    if draw < 0.92:
        os.mkfifo(path)
        return "pipe"
    if draw < 0.94:
        path.mkdir()
        return "folder"
    target = chance.choice(["/dev/zero", "/dev/null", "/etc/passwd", "/", "nowhere", path.name, "/proc/self/mem"])
    path.symlink_to(target)
    return f"link to {target}"


def clear(path: Path) -> None:
    """Remove whatever is at *path*."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _flipped(good: bytes, chance: random.Random) -> bytes:
    data = bytearray(good)
    for _ in range(chance.choice([1, 1, 1, 5, 50])):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _cut(good: bytes, chance: random.Random) -> bytes:
    return good[: chance.randint(0, len(good))] + b"\0" * chance.choice([0, 0, 0, 512])


def _spliced(good: bytes, chance: random.Random) -> bytes:
    start, stop = sorted((chance.randint(0, len(good)), chance.randint(0, len(good))))
    return chance.choice([good[:start] + good[stop:], good + good[start:stop], good[:stop] + good[start:], good * 2])


def _other(good: bytes, chance: random.Random) -> bytes:
    return chance.choice([*_RAW, chance.randbytes(chance.randint(1, 2_000))])


def _rewritten(good: bytes, chance: random.Random) -> bytes:
    """Put something odd in one place or two of a JSON text; of several lines, in one of them."""
    lines = good.split(b"\n") if good.count(b"}\n") > 1 else [good]
    place = chance.randrange(len(lines))
    try:
        data = json.loads(lines[place])
    except ValueError:
        return _flipped(good, chance)
    for _ in range(chance.choice([1, 1, 2])):
        data = _with_odd(data, chance)
    lines[place] = json.dumps(data, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    return b"\n".join(lines)


def _with_odd(data: Any, chance: random.Random) -> Any:
    if isinstance(data, dict) and data and chance.random() < 0.9:
        key = chance.choice(list(data))
        match chance.randrange(8):
            case 0:
                return {name: value for name, value in data.items() if name != key}
            case 1:
                return data | {chance.choice(["", "x", "__class__", key + " "]): chance.choice(_ODD)}
            case _:
                return data | {key: _with_odd(data[key], chance)}
    if isinstance(data, list) and data and chance.random() < 0.8:
        place = chance.randrange(len(data))
        return [*data[:place], _with_odd(data[place], chance), *data[place + 1 :]]
    return chance.choice(_ODD)
