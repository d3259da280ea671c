"""`rolecall edit`: forms for what a site says, on the computer of whoever looks after it.

A form is some cells of the workbook's lines, so what may be edited, how it is understood and what is wrong with it are
the same there (`editing/`). `forms` says which forms there are, `controls` what a cell looks like in one and what was
sent, `desk` what the files say now and how they change, `pencils` where pages lead to forms, `guard` who is let in.
"""
