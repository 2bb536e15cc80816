"""
Numbers as words.

In: integers, or numbers in Vietnamese writing (``1.504``, ``2,3``). Out: words.
"""

from __future__ import annotations

from dataclasses import dataclass

from broadcaster.reading.options import ReadingOptions, Region
from broadcaster.reading.patterns import Pattern

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")

_LARGEST_LENGTH = 24
"""Digits of the longest number said as one number; longer ones are said digit by digit."""

_THOUSANDS = Pattern(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_ENGLISH_THOUSANDS = Pattern(r"[0-9]{1,3}(?:,[0-9]{3}){2,}")


@dataclass(frozen=True)
class Numerals:
    """The number words of one regional style."""

    thousand: str = "nghìn"
    """For 1000."""
    odd: str = "linh"
    """For the empty tens in 105."""
    early: str = "mùng"
    """Before the days 1 to 10 of a month."""

    def cardinal(self, number: int) -> str:
        """
        Return a whole number in words.

        >>> Numerals().cardinal(2_000_105)
        'hai triệu không nghìn một trăm linh năm'
        """
        if number < 0:
            return f"âm {self.cardinal(-number)}"
        if number >= 10**_LARGEST_LENGTH:
            return " ".join(DIGITS[int(digit)] for digit in str(number)[:4000])
        if number >= 10**9:
            high, low = divmod(number, 10**9)
            rest = self._below_billion(low, padded=True) if low else ""
            return f"{self.cardinal(high)} tỷ {rest}".rstrip()
        return self._below_billion(number, padded=False) or DIGITS[0]

    def digits(self, written: str) -> str:
        """Return the digits in *written* one by one; other characters are passed over."""
        return " ".join(DIGITS[int(digit)] for digit in written if digit in "0123456789")

    def ordinal(self, number: int) -> str:
        """Return what is said after "thứ": nhất, hai, ba, tư, năm."""
        return {1: "nhất", 4: "tư"}.get(number) or self.cardinal(number)

    def month(self, number: int) -> str:
        """Return what is said after "tháng"."""
        return "tư" if number == 4 else self.cardinal(number)

    def written(self, number: str, point: str = "phẩy") -> str:
        """
        Return a number in Vietnamese writing in words.

        Args:
            number: Digits with thousands dots and a decimal comma, or with a single decimal dot.
            point: The word for a decimal dot; a comma is always "phẩy".

        >>> Numerals().written("1.504"), Numerals().written("2,35"), Numerals().written("4.0", "chấm")
        ('một nghìn năm trăm linh bốn', 'hai phẩy ba mươi lăm', 'bốn chấm không')
        """
        number = number.replace(" ", "").replace("\u00a0", "")
        if _ENGLISH_THOUSANDS.fullmatch(number):
            return self._whole(number.replace(",", ""))
        whole, comma, decimals = number.partition(",")
        if comma:
            return f"{self._whole(whole.replace('.', ''))} phẩy {self._decimals(decimals)}"
        if _THOUSANDS.fullmatch(whole):
            return self._whole(whole.replace(".", ""))
        whole, dot, decimals = whole.partition(".")
        if dot:
            return f"{self._whole(whole)} {point} {self._decimals(decimals.replace('.', ''))}"
        return self._whole(whole)

    def _whole(self, digits: str) -> str:
        if len(digits) > _LARGEST_LENGTH:
            return self.digits(digits)
        return self.cardinal(int(digits or "0"))

    def _decimals(self, digits: str) -> str:
        if len(digits) <= 2 and not digits.startswith("0"):
            return self._whole(digits)
        return self.digits(digits)

    def _below_billion(self, number: int, *, padded: bool) -> str:
        millions, rest = divmod(number, 10**6)
        thousands, ones = divmod(rest, 1000)
        words = []
        if millions:
            words += [self._below_thousand(millions, padded=padded), "triệu"]
        higher = padded or millions > 0
        if thousands:
            words += [self._below_thousand(thousands, padded=higher), self.thousand]
        elif higher and ones >= 100:
            words += [DIGITS[0], self.thousand]  # else 2.000.500 would be heard as 2.500.000
        if ones:
            words.append(self._below_thousand(ones, padded=higher or thousands > 0))
        return " ".join(words)

    def _below_thousand(self, number: int, *, padded: bool) -> str:
        hundreds, rest = divmod(number, 100)
        if not hundreds and not padded:
            return self._below_hundred(rest)
        words = f"{DIGITS[hundreds]} trăm"
        if not rest:
            return words
        return f"{words} {self.odd} {DIGITS[rest]}" if rest < 10 else f"{words} {self._below_hundred(rest)}"

    def _below_hundred(self, number: int) -> str:
        tens, ones = divmod(number, 10)
        if not tens:
            return DIGITS[ones]
        words = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
        if not ones:
            return words
        if ones == 5:
            return f"{words} lăm"
        if tens > 1:
            return f"{words} {({1: 'mốt', 4: 'tư'}).get(ones, DIGITS[ones])}"
        return f"{words} {DIGITS[ones]}"


def numerals(options: ReadingOptions) -> Numerals:
    """Return the number words of the options' region."""
    match options.region:
        case Region.NORTH:
            return Numerals()
        case Region.CENTRE:
            return Numerals("ngàn", "lẻ", "mùng")
        case Region.SOUTH:
            return Numerals("ngàn", "lẻ", "mồng")
