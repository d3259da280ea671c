"""A PCN's facts as a workbook, and back: each cell is one field of one YAML file.

`editing` says which cells there are and what a change of them means. `write` makes the workbook, `read` reads one that
somebody filled in, `apply` gives the YAML files that it changes, `notes` puts problems into a copy of it.
`plain` makes workbooks of one sheet for other programs.
"""

from rolecall.exchange.workbook.apply import Imported, imported
from rolecall.exchange.workbook.notes import with_notes
from rolecall.exchange.workbook.plain import plain_workbook
from rolecall.exchange.workbook.write import workbook

__all__ = ["Imported", "imported", "plain_workbook", "with_notes", "workbook"]
