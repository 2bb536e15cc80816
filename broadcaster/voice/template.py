"""
A request's text with places for words → the request, whatever the words hold.

Each form of body has its own way to put a value in, so that no word can end a string, open a tag or add a field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode
from xml.sax.saxutils import escape

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class BodyForm(Enum):
    """How the body of a request is written."""

    JSON = "application/json"
    FORM = "application/x-www-form-urlencoded"
    XML = "application/ssml+xml"
    TEXT = "text/plain; charset=utf-8"


def placeholders(*templates: str) -> frozenset[str]:
    """
    Return the names that stand in *templates*.

    >>> sorted(placeholders('{"input": "{text}", "n": {}}', "Bearer {key}"))
    ['key', 'text']
    """
    return frozenset(name for template in templates for name in _PLACE.findall(template))


def fill(template: str, values: Mapping[str, str | float], *, quoted: bool = False) -> str:
    """
    Return *template* with its places filled.

    >>> fill("https://x/{voice}?q={text}", {"voice": "a/b", "text": "bà & con"}, quoted=True)
    'https://x/a%2Fb?q=b%C3%A0%20%26%20con'
    """
    return _PLACE.sub(
        lambda match: quote(_text(values[match[1]]), safe="") if quoted else _text(values[match[1]]), template
    )


def fill_body(template: str, form: BodyForm, values: Mapping[str, str | float]) -> tuple[str, bytes]:
    r"""
    Return the content type and the bytes of a body.

    In JSON a text that is one place and nothing else takes the value as it is, so a number stays a number.

    >>> fill_body('{"t": "{text}", "speed": "{rate}"}', BodyForm.JSON, {"text": 'a"b', "rate": 0.9})
    ('application/json', b'{"t": "a\\"b", "speed": 0.9}')

    Raises:
        ValueError: *template* is not of that form.
    """
    if form is BodyForm.JSON:
        body = json.dumps(_filled(json.loads(template), values), ensure_ascii=False)
    elif form is BodyForm.FORM:
        fields = parse_qsl(template, keep_blank_values=True, strict_parsing=True)
        body = urlencode([(name, fill(value, values)) for name, value in fields])
    elif form is BodyForm.XML:
        body = fill(template, {name: escape(_text(value), {'"': "&quot;"}) for name, value in values.items()})
    else:
        body = fill(template, values)
    return form.value, body.encode("utf-8")


def _filled(node: Any, values: Mapping[str, str | float]) -> Any:
    if isinstance(node, dict):
        return {name: _filled(child, values) for name, child in node.items()}
    if isinstance(node, list):
        return [_filled(child, values) for child in node]
    if isinstance(node, str):
        whole = _PLACE.fullmatch(node)
        return values[whole[1]] if whole else fill(node, values)
    return node


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"
