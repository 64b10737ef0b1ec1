"""What doctor examines of the register."""

from safeguard.doctor import clocks, register

__all__ = ["clocks", "register"]
