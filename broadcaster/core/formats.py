"""
Versions of the files that must be readable for ever, and what is said of one from the future.

A file that carries a version is read by what stands beside its writer. Nothing has ever been rewritten: all are at
version 1. Should one change, its number is raised where it is written, the reader learns to take the old form for the
new one as it reads (a ledger can never be rewritten, for its hashes would not fit), and the files of the old version
under ``tests/formats`` stay as they are and must still be read.
"""

from __future__ import annotations


def is_later(found: object, known: int) -> bool:
    """Return whether a file that calls its version *found* comes from a later program than one that knows *known*."""
    return isinstance(found, int) and not isinstance(found, bool) and found > known


def refusal(found: object, known: int) -> str:
    """Return what to say of such a file, to go after its name."""
    return f"theo định dạng {found}, chương trình này chỉ biết đến {known}; dùng bản mới hơn của chương trình"
