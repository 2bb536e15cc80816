"""
Digests as witnesses: what each says of the ledgers, and of the digest before it.

In: digests, and ledgers as an audit found them. Out: problems with the file and, in a ledger, the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from broadcaster.core.errors import Problem, Severity
from broadcaster.records.audit import HINT, Audit
from broadcaster.records.chain import Head
from broadcaster.records.digest import Digest
from broadcaster.records.seal import fingerprint

Kept = Sequence[tuple[Path, Digest]]
"""Digests in the order in which they were made, each with its file."""

_ASK = "so với bản đã gửi đi cất"


def against_heads(path: Path, digest: Digest, audits: Mapping[str, Audit]) -> Iterator[Problem]:
    """Say where a ledger is no longer what the genuine *digest* saw."""
    if not digest.genuine:
        return
    for name, head in digest.ledgers.items():
        found = audits.get(name)
        if found is None:
            what = f"sổ {name} không còn; bản tóm tắt ngày {digest.day:%d/%m/%Y} thấy {head.seq} dòng"
            yield Problem(str(path), what, "lấy lại thư mục sổ này từ bản sao lưu")
        elif head.seq:
            yield from _against_head(head, digest, found)


def against_one_another(own: Kept, others: Kept) -> Iterator[Problem]:
    """Say which digests were changed, renamed, removed, or signed with another key than the station's."""
    for path, digest in (*own, *others):
        if not digest.genuine:
            yield Problem(str(path), "chữ ký không khớp: bản tóm tắt bị sửa", _ASK)
    before: Digest | None = None
    for path, digest in own:
        if path.stem != digest.day.isoformat():
            yield Problem(str(path), f"bản tóm tắt ngày {digest.day:%d/%m/%Y} mang tên khác", "đặt lại tên cũ")
        if digest.previous != (before.own_hash if before else ""):
            yield Problem(str(path), "không nối với bản tóm tắt trước: có bản bị bỏ, bị thay hoặc bị sửa", _ASK)
        if before is not None and before.public != digest.public:
            yield _other_key(path, digest)
        before = digest
    for path, digest in others:
        yield from _against_own(path, digest, own)


def _against_own(path: Path, digest: Digest, own: Kept) -> Iterator[Problem]:
    """Say where a digest that was kept elsewhere is not the one that the station has."""
    if own and digest.public not in {each.public for _, each in own}:
        yield _other_key(path, digest)
    elif own and digest.genuine and digest.own_hash not in {each.own_hash for _, each in own}:
        place = next((str(found) for found, each in own if each.day == digest.day), str(own[-1][0].parent))
        what = f"bản tóm tắt ngày {digest.day:%d/%m/%Y} của đài đã mất, hoặc khác bản cất ở {path}"
        yield Problem(place, what, "lấy lại bản đã cất, rồi tìm xem ai đã sửa")


def _against_head(head: Head, digest: Digest, found: Audit) -> Iterator[Problem]:
    day = f"bản tóm tắt ngày {digest.day:%d/%m/%Y}"
    place = found.places.get(head.seq)
    if place is None:
        last = found.places.get(found.length)
        file, number = (str(last.path), last.number) if last else (str(found.folder), None)
        what = f"sổ {found.name} dừng ở dòng số {found.length}, {day} thấy {head.seq} dòng: bị cắt, hoặc là bản cũ"
        yield Problem(file, what, HINT, number)
    elif place.line.hash != head.hash:
        what = f"dòng số {head.seq} không phải dòng mà {day} thấy: từ dòng này trở về trước đã bị viết lại"
        yield Problem(str(place.path), what, HINT, place.number)


def _other_key(path: Path, digest: Digest) -> Problem:
    what = f"ký bằng khóa khác (vân tay {fingerprint(digest.public)})"
    hint = "đúng nếu đài đã làm khóa mới, hoặc tệp của đài khác; không thì có người giả bản tóm tắt"
    return Problem(str(path), what, hint, severity=Severity.WARNING)
