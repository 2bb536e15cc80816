"""The loopback that stand-in servers of the tests listen on."""

from __future__ import annotations

import socket
import struct
import sys
from contextlib import suppress

_SET_FLAGS = 0x8914  # SIOCSIFFLAGS, netdevice(7)
_UP = 0x1  # IFF_UP


def is_up() -> bool:
    """Return whether one process can reach another by way of 127.0.0.1."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        try:
            socket.create_connection(server.getsockname(), timeout=5).close()
        except OSError:
            return False
    return True


def bring_up() -> None:
    """Switch the loopback on where it is off, as in a fresh network namespace; only its owner may."""
    if sys.platform != "linux" or is_up():
        return
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control, suppress(OSError):
        fcntl.ioctl(control, _SET_FLAGS, struct.pack("16sh22x", b"lo", _UP))
