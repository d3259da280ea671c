"""How often each page was opened, by the log that the server keeps anyway: without cookies, and nothing of a person.

Addresses of computers, names and what people typed into a search are in such a log, and go no further than a line.
"""

from rolecall.exchange.visits.counting import Visits, counted
from rolecall.exchange.visits.files import NotALog
from rolecall.exchange.visits.table import table

__all__ = ["NotALog", "Visits", "counted", "table"]
