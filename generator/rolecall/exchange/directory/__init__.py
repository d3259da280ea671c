"""Other people's lists of services (CSV or a workbook) to a file for each service.

`columns` says which of their columns is which of ours, `rows` turns their rows into those of our own workbook.
"""

from rolecall.exchange.directory.columns import Columns, columns_file, drafted, read_columns
from rolecall.exchange.directory.rows import Taken, taken

__all__ = ["Columns", "Taken", "columns_file", "drafted", "read_columns", "taken"]
