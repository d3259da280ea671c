"""Services that come from elsewhere, whatever the format: what is done with them here, and the report of it.

`updates` says what becomes of each entry beside the services that are here, `merge` of each value; `remembered` keeps
what imports brought, as digests.
"""

from rolecall.exchange.incoming.entry import Entry, Finding

__all__ = ["Entry", "Finding"]
