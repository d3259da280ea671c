"""Other people's lists of services (CSV or a workbook), kept by hand, to entries.

`lists` finds headings and lines, `columns` says what each column holds, `readers` take its cells apart, and `entries`
puts the facts of a line together. `own` reads what Rolecall itself wrote.
"""

from rolecall.exchange.directory.columns import FOR_ALL, LEFT_OUT, columns_file
from rolecall.exchange.directory.reading import ListRead, can_hold, read_list

__all__ = ["FOR_ALL", "LEFT_OUT", "ListRead", "can_hold", "columns_file", "read_list"]
