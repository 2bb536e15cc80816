"""
Numbers with what they count: 12 kg, 6,4%, 1.504, 50-80 mm, 1.000.000đ - 2.000.000đ, -3°C.

Runs after everything for which digits are something else: what is left are quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadcaster.reading import cues, tables
from broadcaster.reading.page import BLOT, Page
from broadcaster.reading.patterns import BLANK, DASH, NUMBER, PLAIN_NUMBER, Pattern
from broadcaster.reading.span import Certainty, Kind, Span

_NO_TIMES = rf"(?!{BLANK}?[x×]{BLANK}?[0-9])"
_NAME = r"(?:°C|°F|ºC|[^\W\d_.]{1,8}(?:[23](?![0-9]))?(?<!\w[²³]\w)[²³]?|[%‰℃°º$€£¥″]|đồng)"
_UNIT = rf"(?:{_NO_TIMES}{BLANK}?{_NAME})?"
_LENGTH = rf"(?:{BLANK}?[cdkm]?m(?![\w²³]))?"
_AMOUNT = Pattern(
    rf"(?P<first>{NUMBER})(?P<unit>{_UNIT})"
    rf"(?:(?P<dash>{DASH}|{BLANK}?[x×*]{BLANK}?)(?P<second>{PLAIN_NUMBER})(?P<second_unit>{_UNIT}))?"
    rf"(?P<more>(?:(?:[x×-]|{BLANK}[x×]{BLANK})[0-9]{{1,9}}(?:,[0-9]{{1,4}})?{_LENGTH}){{0,6}})"
)
_RATE = Pattern(r"[ ]?/[ ]?(?:([^\W\d_]{1,8}(?:[23](?![0-9])|[²³])?|%)|(?<=[a-z\ue000]/)(?=[0-9\ue000]))")
_LAUGHS_BEFORE = Pattern(r"(?<!\w)(?:ha|hả|há|hê)[\s,.!-]{1,5}$", re.IGNORECASE)
_LAUGHS_AFTER = Pattern(r"[\s,.!-]{1,5}(?:ha|hả|há|hê)(?!\w)", re.IGNORECASE)
_NO_SIGN = Pattern(r"(?:[\w)\]%°\ue000]|[0-9)\]%°\ue000] )$")
_INNER_UNIT = Pattern(
    r"([0-9](?<!\w[0-9])(?<![0-9][.,][0-9])[0-9]{0,3})(m(?![23](?![0-9]))|tr|kg|tỷ|triệu|tấn|tạ)([0-9]{1,2})(?![0-9]|\w)"
)
_THOUSANDS = Pattern(r"[0-9](?<!\w[0-9])(?<![0-9][.,][0-9])[0-9]{1,3}K(?!\w)")
_HECTARES = Pattern(r"(?<!\w)ha(?!\w)", re.IGNORECASE)
_MEASURED = frozenset(("lít", "mét", "gam", "giây"))
_MONEY_UNITS = frozenset(
    ("đ", "đồng", "VNĐ", "VND", "vnđ", "vnd", "USD", "usd", "$", "€", "EUR", "£", "¥", "tr", "trđ", "k", "NDT", "JPY")
)
_BEFORE_MONEY = frozenset("$€£¥")
_ORDINAL = Pattern(r"(?:^|[^\w])thứ[ \u00a0*_]*$")
_NUMBER_NEAR = Pattern(r"[0-9][^.;:!?\n]{0,40}$|(?:nghìn|ngàn|triệu|tỷ|tỉ|đồng|mỗi|đ|vnđ)[ ]?$")


def detect(page: Page) -> Iterator[Span]:
    """Find quantities and all other numbers."""
    position = 0
    while match := _AMOUNT.search(page.open, position):
        span = _amount(page, match)
        position = match.end("first") if span is None else span.end
        if span is not None:
            yield span


def detect_inner_units(page: Page) -> Iterator[Span]:
    """Find units that stand for the decimal comma: 1m65, 2tr5."""
    for match in _INNER_UNIT.finditer(page.open):
        whole, unit, rest = match.groups()
        spoken = (
            f"{page.say.cardinal(int(whole))} {tables.mapping('units').get(unit, unit)} {page.say.cardinal(int(rest))}"
        )
        yield page.span(*match.span(), spoken, Kind.MEASURE)


def detect_thousands(page: Page) -> Iterator[Span]:
    """Find sums as price boards have them, 200K; a single digit is something else: 5K, 4K."""
    for match in _THOUSANDS.finditer(page.open):
        yield page.span(*match.span(), f"{page.say.cardinal(int(match.group()[:-1]))} nghìn", Kind.MONEY)


def detect_rates(page: Page) -> Iterator[Span]:
    """Find "per": the slash in 350.000đ/tháng, 45 triệu/ha, 2 con/lứa, 90 mm/24h, with a unit after it."""
    for match in _RATE.finditer(page.open):
        before = page.before(match.start())
        if not _NUMBER_NEAR.search(before):
            continue
        unit = tables.mapping("units").get(match[1] or "")
        if unit:
            yield page.span(*match.span(), f"trên {unit}", Kind.MEASURE)
        elif match[1] is None:
            yield page.span(*match.span(), "trên", Kind.MEASURE)
        elif match[1].islower():
            word = "trên" if match[1] in _MEASURED else "một"
            yield page.span(match.start(), match.start(1), word, Kind.MEASURE)


def detect_hectares(page: Page) -> Iterator[Span]:
    """Find "ha" as a word, 2 nghìn ha, mỗi ha, unless somebody laughs."""
    for match in _HECTARES.finditer(page.open):
        before = page.open[max(0, match.start() - 8) : match.start()]
        if _LAUGHS_BEFORE.search(before) or _LAUGHS_AFTER.match(page.open, match.end()):
            yield page.span(*match.span(), "ha", Kind.WORD)
        else:
            counted = BLOT in page.open[max(0, match.start() - 2) : match.start()]
            sure = counted or cues.leads(page.before(match.start()), "before a hectare")
            yield page.span(
                *match.span(), "héc ta", Kind.MEASURE, Certainty.CONTEXT if sure else Certainty.GUESS, ("ha",)
            )


def _amount(page: Page, match: re.Match[str]) -> Span | None:
    units = tables.mapping("units")
    first, second = match["first"], match["second"]
    unit, end = _known(match, "unit", units)
    if unit is None and first.isdigit():
        return None
    unit = unit or ""
    second_unit: str | None = ""
    joint = ""
    if second and end == match.end("unit"):
        second_unit, second_end = _known(match, "second_unit", units)
        joint = _joint(match)
        if second_unit is None or (joint == "" and not match["more"]):
            second, second_unit = None, ""
        else:
            end = second_end
    else:
        second = None
    measured = unit or second_unit or cues.follows(page.after(end), "point is a comma")
    point = "phẩy" if measured else "chấm"
    repeated = unit == second_unit and joint != "nhân"
    words = [_say(page, match.start(), first, point), "" if repeated else unit]
    if second:
        words += [
            joint if not match["more"] or "x" in match["more"] else "",
            page.say.written(second, point),
            second_unit or "",
        ]
        if match["more"] and end == match.end("second_unit"):
            end = match.end()
            words += _further(page, match["more"])
    start, sign = _sign(page, match.start())
    if page.open[start - 1 : start] in _BEFORE_MONEY and not unit:
        start, words = start - 1, [*words, units[page.open[start - 1]]]
    kind = _kind(match, unit or second_unit or "")
    certainty = Certainty.GUESS if second and joint == "trừ" else Certainty.SURE
    return page.span(start, end, " ".join(filter(None, [sign, *words])), kind, certainty)


def _known(match: re.Match[str], group: str, units: dict[str, str]) -> tuple[str | None, int]:
    """Return the words of a unit, "" where none stands there, None where letters touch the digits; and the end."""
    written = match[group]
    name = written.strip(" \u00a0")
    before = match.start(group)
    if not name:
        return "", before
    touching = written == name
    following = match.string[match.end(group) : match.end(group) + 1]
    if name in units and not (following.isalnum() or following == "_"):
        return units[name], match.end(group)
    trimmed = name.rstrip("0123456789")
    if trimmed in units and trimmed != name and not touching:
        return "", before
    return (None, before) if touching and name[0].isalpha() else ("", before)


def _joint(match: re.Match[str]) -> str:
    if any(sign in match["dash"] for sign in "x×*"):
        return "nhân"
    first, second = _value(match["first"]), _value(match["second"])
    return "đến" if first < second or match["unit"].strip() else ""


def _value(written: str) -> float:
    digits = written.replace(".", "") if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?", written) else written
    try:
        return float(digits.replace(",", "."))
    except ValueError:
        return 0.0


def _say(page: Page, start: int, written: str, point: str) -> str:
    before = page.before(start)
    if _ORDINAL.search(before) and written.isdigit() and len(written) < 6:
        return page.say.ordinal(int(written))
    if written.startswith("0") and written.isdigit() and cues.leads(before, "keeps its zero"):
        return page.say.digits(written)
    return page.say.written(written, point)


def _further(page: Page, more: str) -> list[str]:
    words = []
    units = tables.mapping("units")
    for sign, number, unit in re.findall(r"([x×-])[ \u00a0]?([0-9]+(?:,[0-9]+)?)[ \u00a0]?([cdkm]?m?)", more):
        words += ["" if sign == "-" else "nhân", page.say.written(number), units.get(unit, "")]
    return words


def _sign(page: Page, start: int) -> tuple[int, str]:
    sign = page.open[start - 1 : start]
    if sign in ("-", "−", "–") and not _NO_SIGN.search(page.open, max(0, start - 3), start - 1):
        return start - 1, "âm"
    return start, ""


def _kind(match: re.Match[str], unit: str) -> Kind:
    names = {match["unit"].strip(), (match["second_unit"] or "").strip()}
    if names & _MONEY_UNITS:
        return Kind.MONEY
    return Kind.MEASURE if unit else Kind.NUMBER
