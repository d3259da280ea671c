"""From what a manager names, an address, a file, a folder or a package, to the records of a feed."""

from rolecall.exchange.openreferral.reading.failure import shown
from rolecall.exchange.openreferral.reading.limits import LIMITS, Limits
from rolecall.exchange.openreferral.reading.source import is_address, looks_like_feed, read_feed

__all__ = ["LIMITS", "Limits", "is_address", "looks_like_feed", "read_feed", "shown"]
