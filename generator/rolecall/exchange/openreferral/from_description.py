"""What only the description of a service says: its times, its phone number. And what it says against the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rolecall.exchange.directory.time_tokens import names_days
from rolecall.exchange.incoming.cleaning import cut, line, phones
from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.openreferral.part import Part
from rolecall.exchange.openreferral.times_in_words import counted_in

_SENTENCE = re.compile(r"\n+|(?<=[.!?])\s+(?=[A-Z])")
_OF_THE_SERVICE = re.compile(
    r"(?:(?:we|it|they|the (?:group|club|caf[eé]|class|centre|service|session|drop[- ]in)|this (?:group|club|class)"
    r"|our (?:group|club|class|sessions?|meetings?)|sessions?|classes|meetings?|group|club)\s+)?"
    r"(?:(?:is|are|normally|usually|currently)\s+)*"
    r"(?:meets?|runs?|opens?|held|takes? place|every|weekly|opening (?:hours|times)"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\b",
    re.IGNORECASE,
)
"""How a sentence begins that says when a service is, and not when its phone is answered."""

_CALL = re.compile(
    r"(?i)\b(?:call|ring|phone|tele?phone|tel|text)\b"
    r"(?:\s+(?:us|on|number|no|to book|for details|for more information))*"
    r"[\s.:]*(?P<number>(?:tel[\s.:]*)?\(?(?:\+|00)?\d[\d\s().-]{8,18}\d)"
)
_OF_ALL = re.compile(r"0?[358]")
"""How numbers begin that are the same in all the country. In prose such a one is often of somebody else."""


def from_description(top: Part, fields: dict[str, Any]) -> None:
    """Add to fields what the description alone says. Where it is against them, only its words stay."""
    in_prose = _times(fields["description"])
    if against := _contradiction(fields["when"], in_prose):
        top.reading.say(against)
        fields["extra"] = {**fields.get("extra", {}), "times": _shown(fields["when"])}
        fields["when"] = [*({"text": text} for text in dict.fromkeys(time["text"] for time in in_prose))]
    elif in_prose and not fields["when"]:
        sentence = "Its times stood in its description alone."
        top.reading.say(Finding("times-from-description", "description", sentence, "", cut(_shown(in_prose))))
        fields["when"] = in_prose
    if not fields["contact"]["phones"] and (number := _number(fields["description"])):
        sentence = "Its phone number stood in its description alone."
        top.reading.say(Finding("phone-from-description", "description", sentence, "", number))
        fields["contact"]["phones"] = [{"number": number}]


def _times(description: str) -> list[dict[str, Any]]:
    """The days with hours that sentences of a description tell of the service. None where 1 of them is not certain."""
    found: list[dict[str, Any]] = []
    for sentence in _SENTENCE.split(description):
        words = line(re.sub(r"[*_|#]+", " ", sentence), "").value.strip(" -•")
        if len(words) <= 200 and _OF_THE_SERVICE.match(words):
            times = counted_in(words)
            if not times and not names_days(words):
                continue
            if not times or not all(time.get("days") and time.get("from") for time in times):
                return []
            found += [time for time in times if time not in found]
    return found


def _contradiction(when: Sequence[dict[str, Any]], in_prose: Sequence[dict[str, Any]]) -> Finding | None:
    """That the words tell of other days than the times that can be counted, where none of them is the same."""
    counted, in_words = _days(when), _days(in_prose)
    if not counted or not in_words or {*counted} & {*in_words}:
        return None
    sentence = "Its times and its words name different days. Only the words are shown. Ask who runs it."
    return Finding("times-contradict", "schedules", sentence, ", ".join(counted), ", ".join(in_words))


def _days(times: Sequence[dict[str, Any]]) -> dict[str, None]:
    """Days of the week, whatever week of a month they are in."""
    return {str(day).split()[-1]: None for time in times if time.get("every") for day in time.get("days", ())}


def _shown(times: Sequence[dict[str, Any]]) -> str:
    return "; ".join(
        time.get("text") or " ".join(filter(None, [*time.get("days", ()), time.get("from"), time.get("to")]))
        for time in times
    )


def _number(description: str) -> str:
    """The number that a description says to call. Empty where it has none, several, or one of the whole country."""
    numbers = {number.number for found in _CALL.finditer(description) for number in phones(found["number"], "").value}
    every = {number.number for number in phones(description, "").value}
    number = next(iter(numbers), "")
    is_sure = every == {number} and not _OF_ALL.match(re.sub(r"^\+44", "", number))
    return number if is_sure else ""
