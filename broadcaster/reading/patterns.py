"""Pieces of patterns that several detectors share. All are bounded, so that matching takes linear time."""

from __future__ import annotations

DIGIT = r"[0-9](?<!\w[0-9])(?<![0-9][.,][0-9])"
"""The first digit of a number: not within a word, nor after a dot or comma that follows a digit."""

NUMBER = (
    DIGIT
    + r"(?:[0-9]{0,2}(?:\.[0-9]{3}){1,8}(?![0-9])(?:,[0-9]{1,9})?"
    + r"|(?<!0)[0-9]{0,2}(?:[ \u00a0][0-9]{3}){1,5}(?![0-9.,/:-]|[ \u00a0][0-9])"
    + r"|[0-9]{0,40}(?:[.,][0-9]{1,9}){0,4})(?![0-9])"
)
"""A number in Vietnamese writing: thousands dots, decimal comma."""

PLAIN_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{3}){1,8}(?![0-9])(?:,[0-9]{1,9})?|[0-9]{1,40}(?:[.,][0-9]{1,9}){0,2}"
"""The same where what stands before is known."""

DASH = r"[ \u00a0]?[-–—−][ \u00a0]?"
"""Between the ends of a range."""

BLANK = r"[ \u00a0]"
"""One space, breaking or not."""

CAPITAL = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""Vietnamese capitals, for use inside brackets."""
