"""The people who run services are asked whether their entry is still right, and what they answer becomes a check.

`letter` says what the site says, `asked` who is asked, `draft` and `form` make emails and a workbook of that, and
`reference` the code by which an answer is known. `saved` and `mail` read emails that came back, `rows` the workbook.
`answer` finds the words that somebody wrote, `verdict` whether they mean Right, `judged` what becomes of each answer,
and `taken` what the files say then. What is not clearly Right is for a person to read.
"""

from rolecall.exchange.checks.asked import Asked, asked
from rolecall.exchange.checks.draft import draft
from rolecall.exchange.checks.form import form
from rolecall.exchange.checks.judged import Judged, Outcome
from rolecall.exchange.checks.taken import Taken, taken

__all__ = ["Asked", "Judged", "Outcome", "Taken", "asked", "draft", "form", "taken"]
