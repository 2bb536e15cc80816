"""
The gate: ten seconds before air the texts are read once more, and a release is written or refused.

In: a cart and the news of this moment. Out: the stretches of the cart that may air, and the approvals that cover
them; or the reason why nothing may.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from broadcaster.core.errors import NotApprovedError
from broadcaster.production.cart import Cart, CuePart, Role
from broadcaster.production.wording import words_hash
from broadcaster.programme.rundown import Part
from broadcaster.station.desk.newsroom import News


@dataclass(frozen=True)
class Passed:
    """What the gate lets through."""

    keep: tuple[tuple[int, int], ...]
    """Stretches of the cart, frames, [start, stop)."""
    approvals: tuple[str, ...]
    """Hashes of the approval lines that cover them."""
    items: tuple[str, ...]
    """Ids of the items whose bodies will be heard, fixed phrases too."""
    withheld: tuple[tuple[str, str], ...]
    """(item id, reason in Vietnamese) of what is cut out."""


def ask(cart: Cart, news: News, day: date) -> Passed:
    """
    Return what of *cart* may air on *day*, by the texts and approvals of this moment.

    Raises:
        NotApprovedError: No item of it may.
    """
    withheld: dict[str, str] = {}
    kept: list[int] = []
    for part in cart.parts:
        reason = _refusal(part, news, day)
        if reason:
            withheld[part.name] = reason
    for index, part in enumerate(cart.parts):
        orphaned = part.leads_to and all(name in withheld for name in part.leads_to)
        if part.name not in withheld and not orphaned:
            kept.append(index)
    if not any(cart.parts[index].role is Role.ITEM for index in kept):
        reasons = "; ".join(f"{name}: {reason}" for name, reason in withheld.items())
        raise NotApprovedError(cart.slot, reasons or "chương trình không có bài nào")
    said = (cart.parts[index] for index in kept if cart.parts[index].role in (Role.ITEM, Role.PHRASE))
    items = tuple(dict.fromkeys(part.name for part in said))
    spoken = dict.fromkeys(cart.parts[index].name for index in kept if cart.parts[index].role is not Role.JINGLE)
    covering = (news.by_id[name].approval for name in spoken)
    approvals = tuple(approval.line for approval in covering if approval is not None)
    return Passed(_stretches(cart, kept), approvals, items, tuple(withheld.items()))


def _refusal(part: CuePart, news: News, day: date) -> str:
    """Return why this part may not air; empty where it may."""
    if part.role is Role.JINGLE:
        return ""
    script = news.by_id.get(part.name)
    if script is None:
        return "bài không còn, hoặc tệp có lỗi"
    if reason := news.refusal(script, day):
        return reason
    said = Part.TITLE if part.role is Role.HEADLINE else Part.BODY
    if words_hash(script.words.part(said)) != part.words_hash:
        return "lời đã duyệt khác với lời trong chương trình đã dựng"
    return ""


def _stretches(cart: Cart, kept: list[int]) -> tuple[tuple[int, int], ...]:
    """Return the frames of the parts kept, each with the silence up to the next part, neighbours joined."""
    edges = [part.start for part in cart.parts] + [cart.frames]
    stretches: list[tuple[int, int]] = []
    for index in kept:
        start = 0 if index == 0 else edges[index]
        if stretches and stretches[-1][1] == start:
            stretches[-1] = (stretches[-1][0], edges[index + 1])
        else:
            stretches.append((start, edges[index + 1]))
    return tuple(stretches)
