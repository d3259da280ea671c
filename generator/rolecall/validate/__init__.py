"""Loaded values to content that holds together, or every problem found. All rules are here.

`shapes` turns text with places into the model, `shared` holds the rules of the files that
every PCN shares, `local` those of one PCN and of PCNs among each other.
"""

from __future__ import annotations

from datetime import date

from rolecall.load import Loaded
from rolecall.model import PCN, Content
from rolecall.places import Problem
from rolecall.validate import local, shared
from rolecall.validate.shapes import read_as


def validate(loaded: Loaded, unread: list[Problem], *, today: date) -> tuple[Content | None, list[Problem]]:
    """The content with each PCN that is sound, and every problem, those that `load` found (`unread`) included.

    No content at all where a shared file has a problem (one whose `pcn` is empty).
    """
    parts, found = shared.read(loaded)
    problems = [*unread, *found]
    pcns: dict[str, PCN] = {}
    for id, file in loaded.pcns.items():
        pcn, wrong = read_as(PCN, file)
        if pcn:
            pcns[id] = pcn
            wrong += local.rules(id, pcn, file, loaded, parts, today=today)
        problems += [Problem(p.place, p.sentence, p.fix, id) for p in wrong]
    problems += local.rules_among(pcns, loaded.pcns)
    spoilt = {problem.pcn for problem in problems}
    if "" in spoilt or parts.questions is None or parts.urgent_help is None:
        return None, sorted(set(problems))
    return Content(
        roles=parts.roles,
        questions=parts.questions,
        needs=parts.needs,
        teams=parts.teams,
        terms=parts.terms,
        helplines=parts.helplines,
        sources=parts.sources,
        urgent_help=parts.urgent_help,
        pages=parts.pages,
        pcns={id: pcn for id, pcn in pcns.items() if id not in spoilt},
    ), sorted(set(problems))
