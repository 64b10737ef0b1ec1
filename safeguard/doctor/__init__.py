"""What doctor examines of the register."""

from safeguard.doctor import clocks, imports, register

__all__ = ["clocks", "imports", "register"]
