"""
The larder: spoken sentences, finished stretches and programmes that are kept, within bounds.

In: how much may be kept, and which words will be needed in which voices. Out: which sentences were thrown away.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from broadcaster.mixing.parts import PartStore
from broadcaster.production.archive import discard_before
from broadcaster.station.setup.folder import Folder
from broadcaster.voice.cache import Pruned, SpeechCache
from broadcaster.voice.engine import Delivery, Engine

_ABANDONED = timedelta(hours=1)
"""After which a half-written file belongs to nobody; writing one takes minutes at the most."""


@dataclass(frozen=True)
class Need:
    """Sentences that somebody will have to say soon."""

    sentences: tuple[str, ...]
    voices: tuple[tuple[str, str], ...]
    """(engine, voice) of everybody who may have to."""


@dataclass(frozen=True)
class Shelf:
    """All that has to be known to throw away what nobody needs; may be sent to another process."""

    root: Path
    """The station's folder."""
    limit: int
    """Bytes that may be kept; what is needed stays even if it alone is more."""
    delivery: Delivery
    engines: Mapping[str, Engine]
    needs: tuple[Need, ...]
    now: datetime
    programmes: int = 0
    """Days for which finished programmes are kept; 0: for ever."""


def tidy(shelf: Shelf) -> Pruned:
    """
    Throw away what was used longest ago until the rest fits, but no sentence that is needed; programmes of long ago;
    and what processes that were killed left half-written.

    Finished stretches may take up as much again; one that is missed is made anew from its sentences, without asking
    anybody.
    """
    folder = Folder(shelf.root)
    if shelf.programmes:
        discard_before(folder.programmes, shelf.now.date() - timedelta(days=shelf.programmes))
    PartStore(folder.parts).prune(shelf.limit)
    for place in (folder.parts, folder.programmes):
        _sweep(place, shelf.now - _ABANDONED)
    cache = SpeechCache(folder.cache)
    keep = {
        cache.key(words, shelf.engines[engine], voice, shelf.delivery)
        for need in shelf.needs
        for engine, voice in need.voices
        for words in need.sentences
    }
    return cache.prune(limit=shelf.limit, keep=keep, now=shelf.now)


def _sweep(folder: Path, before: datetime) -> None:
    """Remove the hidden files under *folder* that were last written before that instant: nobody will finish them."""
    for path in folder.rglob(".*"):
        with suppress(OSError):  # it may just have been finished
            if path.is_file() and path.stat().st_mtime < before.timestamp():
                path.unlink()
