"""
The seal of the station: an Ed25519 key that signs what others keep, so that they can tell it from a later invention.

In: the file of the private key, mode 600; made where it is not there. Out: signatures; the public key and its
fingerprint, which may be told to everybody.

Source: RFC 8032 (Ed25519); the file is PKCS #8 in PEM.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from broadcaster.core.errors import RecordError, os_reason
from broadcaster.core.plainfile import read_plain
from broadcaster.core.storage import write_private

_RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw


class Seal:
    """One station's key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @classmethod
    def open(cls, path: Path) -> Seal:
        """
        Return the seal whose private key lies at *path*; make one there if there is none.

        Raises:
            RecordError: The file is no such key, or cannot be read or written.
        """
        try:
            if not path.exists() and not path.is_symlink():
                write_private(path, _encoded(Ed25519PrivateKey.generate()))
            elif os.name != "nt" and path.stat().st_mode & 0o077:  # it was copied here carelessly
                path.chmod(0o600)
            key = serialization.load_pem_private_key(read_plain(path), password=None)
        except OSError as error:
            raise RecordError(f"Không mở được khóa của đài {path.name}: {os_reason(error)}.") from error
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise _unusable(path) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise _unusable(path)
        return cls(key)

    @property
    def public(self) -> str:
        """The public key: 32 bytes in base64."""
        return base64.b64encode(self._key.public_key().public_bytes(*_RAW)).decode("ascii")

    def sign(self, text: str) -> str:
        """Return the signature of *text* in UTF-8: 64 bytes in base64."""
        return base64.b64encode(self._key.sign(text.encode("utf-8"))).decode("ascii")


def fingerprint(public: str) -> str:
    """
    Return how people compare a public key over the telephone: 20 hex digits of its SHA-256, in fours.

    >>> fingerprint("AAAA")
    '709e-80c8-8487-a241-1e1e'
    """
    digits = hashlib.sha256(base64.b64decode(public)).hexdigest()[:20]
    return "-".join(digits[start : start + 4] for start in range(0, 20, 4))


def signed(text: str, public: str, signature: str) -> bool:
    """Return whether *signature* is that of *text* by the owner of the key *public*."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), text.encode("utf-8"))
    except (InvalidSignature, ValueError):
        return False
    return True


def _encoded(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _unusable(path: Path) -> RecordError:
    return RecordError(f"Tệp khóa của đài {path.name} bị hỏng; lấy lại từ bản sao lưu, hoặc xóa để làm khóa mới.")
