"""Other people's lists of services (CSV or a workbook), kept by hand, to entries.

`lists` finds headings and lines, `columns` says what each column holds, `readers` take its cells apart, and `entries`
puts the facts of a line together. `own` reads what Rolecall itself wrote.
"""

from rolecall.exchange.directory.columns import columns_file
from rolecall.exchange.directory.reading import ListRead, read_list

__all__ = ["ListRead", "columns_file", "read_list"]
