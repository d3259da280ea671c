"""What a PCN is called."""

from __future__ import annotations

import re

from rolecall.model.local import PCN

_ENDING = re.compile(r"[\s,(-]*\b(PCN|Primary Care Network)\b\)?\s*$", re.IGNORECASE)


def full_name(pcn: PCN) -> str:
    """The PCN's name with Primary Care Network in words."""
    return re.sub(r"\bPCN\b", "Primary Care Network", pcn.name)


def short_name(pcn: PCN) -> str:
    """What people call the PCN: its own short name, or the name without Primary Care Network or PCN."""
    return pcn.short_name or without_ending(pcn.name)


def without_ending(name: str) -> str:
    """The name of a PCN without Primary Care Network or PCN, where something is left then."""
    return _ENDING.sub("", name) or name
