"""What may be edited of a PCN, how what people write is understood, and what their edits make of the YAML files.

It knows cells and lines, and no kind of file that has them: workbooks and lists are in `exchange`.
`layout` says which lines there are and `due` which of them to look at, `cells` what a cell may hold, `lines` which line
a given one is, `edits` and `merge` what differs, `files` the new texts of the files and what would be wrong with them.
"""
