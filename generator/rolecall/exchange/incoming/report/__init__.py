"""What an import did, as one value, and that in the forms in which people and programs read it.

`values` holds what is counted, `in_words` prints it, `page` makes a page of it, `data` JSON. None of them counts anew.
"""

from rolecall.exchange.incoming.report.data import as_json
from rolecall.exchange.incoming.report.in_words import changes, lines
from rolecall.exchange.incoming.report.page import as_page
from rolecall.exchange.incoming.report.values import Report, Source

__all__ = ["Report", "Source", "as_json", "as_page", "changes", "lines"]
