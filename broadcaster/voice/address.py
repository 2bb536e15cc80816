"""Which addresses words, keys and models may travel to and from: openly only within the house."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def unsafe(url: str) -> str | None:
    """
    Return why *url* must not be used, in Vietnamese; None if it may be.

    >>> unsafe("https://tts.example.org/speak"), unsafe("http://192.168.1.9:5000/")
    (None, None)
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "địa chỉ viết sai."
    if not host or parts.scheme not in {"http", "https"}:
        return "địa chỉ phải bắt đầu bằng https://."
    if parts.scheme == "http" and not _is_within_house(host):
        return "địa chỉ phải bắt đầu bằng https:// (http:// chỉ dùng trong mạng nội bộ)."
    return None


def is_loopback(url: str) -> bool:
    """Return whether *url* leads to this very machine."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_within_house(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
