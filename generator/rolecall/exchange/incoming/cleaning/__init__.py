"""What somebody else typed, as our files have it: text without dirt, and what was done to it on the way.

Each function takes a text and where it stood, and gives a `Cleaned`: the value, and a finding for each thing done.
"""

from rolecall.exchange.incoming.cleaning.clock import ages, clock_time, day
from rolecall.exchange.incoming.cleaning.contact import emails, phones, web_address
from rolecall.exchange.incoming.cleaning.markup import prose
from rolecall.exchange.incoming.cleaning.people import (
    is_desk,
    is_for_anybody,
    is_person,
    is_personal,
    without_names,
    without_people,
)
from rolecall.exchange.incoming.cleaning.postal import coordinates, postcode
from rolecall.exchange.incoming.cleaning.text import Cleaned, cut, line, name, says_nothing, words

__all__ = [
    "Cleaned",
    "ages",
    "clock_time",
    "coordinates",
    "cut",
    "day",
    "emails",
    "is_desk",
    "is_for_anybody",
    "is_person",
    "is_personal",
    "line",
    "name",
    "phones",
    "postcode",
    "prose",
    "says_nothing",
    "web_address",
    "without_names",
    "without_people",
    "words",
]
