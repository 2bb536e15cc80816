"""
A mistyped id or file name, told from words to be spoken.

In: what somebody typed. Out: nothing, or the error that says what was meant, perhaps. An emergency sentence has spaces
or Vietnamese letters; an id spoken aloud on the street would be nonsense.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from broadcaster.core.errors import NotFoundError

_ID = re.compile(r"[A-Za-z0-9._/\\:~-]+")
_FILE = re.compile(r"\.(txt|md|docx?|pdf|json|ya?ml|wav|mp3|flac|ogg|m4a)", re.IGNORECASE)


def refuse_name(what: str, scripts: Path) -> None:
    """
    See that *what*, which is no item and no usable file, is not the name of one.

    Raises:
        NotFoundError: It is; says what may have been meant.
    """
    typed = what.strip()
    if not (_ID.fullmatch(typed) or _FILE.fullmatch(Path(typed).suffix)):
        return
    known = [path.stem for path in scripts.glob("*.md")]
    close = difflib.get_close_matches(Path(typed).stem, known, n=1)
    hint = f"có phải ý là “{close[0]}”?" if close else "xem lại tên; muốn đọc lời thì viết thành câu, có dấu."
    raise NotFoundError(f"Không có bài hay tệp âm thanh, tệp .txt nào tên “{typed}”; {hint} Chưa phát gì.")
