"""A PCN's facts as a workbook, and back: each cell is one field of one YAML file.

`layout` says which cells there are, `write` makes the workbook, `read` reads one that somebody filled in,
`merge` finds what differs, `apply` puts that into the YAML files.
"""

from rolecall.exchange.workbook.apply import Imported, imported, layout_of
from rolecall.exchange.workbook.due import due_sheets
from rolecall.exchange.workbook.notes import with_notes
from rolecall.exchange.workbook.write import workbook

__all__ = ["Imported", "due_sheets", "imported", "layout_of", "with_notes", "workbook"]
