"""Sentences that promise how long something takes, or how often there is some of it. People count on these.

English, as it is written: a measure of time or a number of meetings, and none of the words that make it a guess.
"""

from __future__ import annotations

import re

from rolecall.checks.reading import of_text

_NUMBER = r"(?:\d+|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_NUMBERS = rf"(?:{_NUMBER} (?:to|or) )?{_NUMBER}(?: an?)?[ -]"
_SPAN = r"(?:minute|hour|day|week|fortnight|month)s?"
_MEETING = r"(?:session|meeting|appointment|visit|call)s?"
_MEASURES = (
    rf"\b{_NUMBERS}(?:(?:working|full|whole) )?(?:{_SPAN}|{_MEETING})\b(?! an? {_SPAN})",
    rf"\b(?:in|within|after|for|over|lasts?|takes?) an? (?:working |whole )?{_SPAN}\b",
    r"\b(?:the|on the) (?:same|next)(?: working)? day\b",
)
_MEASURE = re.compile("|".join(_MEASURES), re.IGNORECASE)

_CAREFUL = re.compile(
    r"\b(?:usual(?:ly)?|normal(?:ly)?|general(?:ly)?|most(?:ly)?|often|sometimes|on average|about|around|roughly"
    r"|between|up to|at (?:most|least)|or (?:more|less|so)|aims?|try|may|might|could|depends|unless)\b",
    re.IGNORECASE,
)
"""Words with which nobody takes a time for a promise."""


def promise_in(text: str) -> str:
    """The first measure of time in a text that its sentence promises. Empty where there is none."""
    for sentence in of_text(text):
        found = _MEASURE.search(sentence.text)
        if found and not _CAREFUL.search(sentence.text):
            return found[0]
    return ""
