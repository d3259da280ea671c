"""Services that come from elsewhere, whatever the format: what is done with them here, and the report of it."""

from rolecall.exchange.incoming.entry import Entry, Finding

__all__ = ["Entry", "Finding"]
