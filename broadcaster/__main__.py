"""``python -m broadcaster``: the command line."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    raise SystemExit("Chưa có lệnh nào.")


if __name__ == "__main__":
    main()
