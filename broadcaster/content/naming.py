"""Names, provinces, slogans and terms: written as the station knows them, and everywhere alike."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from broadcaster.content.finding import Finding, Text

FORMER_PROVINCES: Mapping[str, str] = {
    "Bà Rịa - Vũng Tàu": "Thành phố Hồ Chí Minh", "Bình Dương": "Thành phố Hồ Chí Minh", "Bình Định": "Gia Lai",
    "Bình Phước": "Đồng Nai", "Bình Thuận": "Lâm Đồng", "Bạc Liêu": "Cà Mau", "Bắc Giang": "Bắc Ninh",
    "Bắc Kạn": "Thái Nguyên", "Bến Tre": "Vĩnh Long", "Đắk Nông": "Lâm Đồng", "Hà Giang": "Tuyên Quang",
    "Hà Nam": "Ninh Bình", "Hòa Bình": "Phú Thọ", "Hải Dương": "Hải Phòng", "Hậu Giang": "Cần Thơ",
    "Kiên Giang": "An Giang", "Kon Tum": "Quảng Ngãi", "Long An": "Tây Ninh", "Nam Định": "Ninh Bình",
    "Ninh Thuận": "Khánh Hòa", "Phú Yên": "Đắk Lắk", "Quảng Bình": "Quảng Trị", "Quảng Nam": "Đà Nẵng",
    "Sóc Trăng": "Cần Thơ", "Thái Bình": "Hưng Yên", "Tiền Giang": "Đồng Tháp", "Trà Vinh": "Vĩnh Long",
    "Vĩnh Phúc": "Phú Thọ", "Yên Bái": "Lào Cai",
}  # fmt: skip
"""Merged on 1 July 2025: Resolution 202/2025/QH15."""

_CAPITALISED = re.compile(r"[^\W\d_a-zà-ỹ][^\W\d_]{0,6}(?: [^\W\d_a-zà-ỹ][^\W\d_]{0,6}){1,3}")
_CAPITAL_RUN = re.compile(r"(?<!\w)[A-ZĐƯƠÂÊÔĂ]{2,12}(?!\w)")


def names(page: Text, known: Collection[str]) -> Iterator[Finding]:
    """Find names written unlike the known ones, or in two ways within the text."""
    for name in known:
        yield from _variants(page, name)
        yield from _other_endings(page, name)
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, int] = {}
    for match in _CAPITALISED.finditer(page.text):
        if not match.group().isupper():
            seen[_bare(match.group())][match.group()] += 1
            first.setdefault(match.group(), match.start())
    covered = {_bare(name) for name in known}
    for bare, spellings in seen.items():
        if len(spellings) > 1 and bare not in covered:
            usual, rare = spellings.most_common()[0][0], spellings.most_common()[-1][0]
            if usual.lower() != rare.lower():
                yield Finding(first[rare], f"tên “{rare}” ở chỗ khác viết “{usual}”", "viết thống nhất một cách")


def provinces(page: Text, former: Mapping[str, str]) -> Iterator[Finding]:
    """Find provinces that are no more."""
    for old, new in former.items():
        for match in re.finditer(rf"(?i:tỉnh) {re.escape(old)}(?!\w)", page.text):
            what = f"tỉnh {old} nay thuộc {new} (từ ngày 1/7/2025)"
            yield Finding(match.start(), what, "kiểm tra lại tên tỉnh; giữ nguyên nếu nói về việc trước ngày ấy")


def levels(page: Text, own: str) -> Iterator[Finding]:
    """Find the chair or the area of another level in a paper of our own."""
    for match in re.finditer(r"Chủ tịch (?:UBND|Ủy ban nhân dân) (tỉnh|huyện)|trên địa bàn (tỉnh|huyện)", page.text):
        level = match[1] or match[2]
        if level != own:
            what = f"“{match.group()}” trong văn bản của {own}"
            yield Finding(match.start(), what, f"kiểm tra: ý là {level}, hay là {own}?")


def terms(page: Text, right: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Find terms written as they must not be."""
    for term, wrong_ways in right.items():
        for wrong in wrong_ways:
            for match in re.finditer(rf"(?<!\w){re.escape(wrong)}(?!\w)", page.text):
                yield Finding(match.start(), f"“{wrong}”: đúng ra là “{term}”", f"sửa thành “{term}”")


def abbreviations(page: Text, known: Collection[str]) -> Iterator[Finding]:
    """Find capitals that nobody knows, outside of headings."""
    if not known:
        return
    for match in _CAPITAL_RUN.finditer(page.text):
        line = page.text[page.text.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
        if match.group() not in known and not line.isupper() and set(match.group()) - set("IVX"):
            hint = "viết đủ chữ, hoặc thêm vào lexicon.yaml"
            yield Finding(match.start(), f"không rõ chữ viết tắt “{match.group()}”", hint)


def _variants(page: Text, name: str) -> Iterator[Finding]:
    """Find what differs from *name* in its accents or its capitals only."""
    pattern = re.compile(r"(?<!\w)" + " ".join(r"\w{1,7}" for _ in name.split()) + r"(?!\w)")
    bare, position = _bare(name), 0
    while match := pattern.search(page.text, position):
        found, position = match.group(), match.start() + 1
        if _bare(found) != bare or found == name or found.isupper():
            continue
        kind = "dấu" if found.lower() != name.lower() else "chữ hoa"
        yield Finding(match.start(), f"“{found}” khác {kind} với tên đúng “{name}”", f"viết “{name}”")


def _other_endings(page: Text, name: str) -> Iterator[Finding]:
    """Find a long name whose last two words were changed: “Ngày hội … Việt Nam” for “… Quốc gia”."""
    words = name.split()
    if len(words) < 5:
        return
    head, tail = " ".join(words[:-2]), " ".join(words[-2:])
    for match in re.finditer(rf"(?i:{re.escape(head)}) ([^\W\d_a-zà-ỹ]\w* \w+)", page.text):
        if match[1].lower() != tail.lower():
            yield Finding(match.start(), f"“{match.group()}”: tên đúng là “{name}”", "kiểm tra tên gọi")


def _bare(name: str) -> str:
    marks = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(mark for mark in marks if not unicodedata.combining(mark))
