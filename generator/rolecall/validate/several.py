"""The rules of services for several PCNs: where each stands. What it says is judged in each PCN that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rolecall.load import NEEDED, Loaded, SharedServiceFile, is_whole
from rolecall.model import EVERY_PCN, ServiceHere, SharedService
from rolecall.places import Place, Problem
from rolecall.validate.answers import unknown_ids
from rolecall.validate.shapes import read_as
from rolecall.yamltext import node_at, plain

_WHERE = ("pcns", "area", "where")


def where_rules(loaded: Loaded) -> Iterator[Problem]:
    """What keeps anybody from knowing where a service stands. It touches every site, since each may lack one."""
    for shared in loaded.shared_services.values():
        wrong = [problem for problem in read_as(SharedService, shared.whole)[1] if _is_of_where(problem)]
        yield from wrong or _in_no_pcn(shared, loaded)


def _is_of_where(problem: Problem) -> bool:
    """Whether something is wrong with the fields that name PCNs, or one of them may be misspelt."""
    path = problem.place.path
    return path[:1] in {(name,) for name in _WHERE} or (problem.kind == "unknown" and len(path) == 1)


def _in_no_pcn(shared: SharedServiceFile, loaded: Loaded) -> Iterator[Problem]:
    file, reach = shared.whole, shared.reach
    if not reach.says_something:
        place = replace(file.lacking("pcns"), path=("pcns",))
        example = ", ".join(loaded.all_pcns[:2]) or EVERY_PCN
        fix = f"Add pcns: [{example}], or pcns: [{EVERY_PCN}] for all of them."
        yield Problem(place, "this does not say in which PCNs the service is", fix, kind="missing")
    written: Any = plain(node_at(file.node, ("pcns",))) or []
    yield from unknown_ids(file, ("pcns",), map(str.strip, written), "PCN", (*loaded.all_pcns, EVERY_PCN))


def rules_here(pcn: str, loaded: Loaded) -> Iterator[Problem]:
    """What is wrong with how a PCN leaves out services that several have."""
    local = loaded.services.get(pcn, {})
    for id in loaded.shared_in(pcn).keys() & local.keys():
        if "shown" in local[id].node.entries:
            wrong = read_as(ServiceHere, local[id])[1]
            yield from (problem for problem in wrong if problem.place.path[:1] == ("shown",))


def is_unknown_here(pcn: str, id: str, loaded: Loaded) -> bool:
    """Whether a PCN's own file says only what differs from a file that cannot be read, which is told already."""
    return id in loaded.unread_services and not is_whole(loaded.services[pcn][id].node)


def says_only_what_differs(pcn: str, id: str, loaded: Loaded) -> Problem | None:
    """The problem of a PCN's own file that says only what differs from a service which is not there in this PCN."""
    file = loaded.services.get(pcn, {}).get(id)
    if not file or id not in loaded.shared_services or is_whole(file.node) or id in loaded.shared_in(pcn):
        return None
    shared = loaded.shared_services[id].whole.file
    sentence = f"this says only what differs from {shared}, and that service is not in this PCN"
    fix = f"Add {pcn} under pcns in that file, or write all of the service here: {', '.join(NEEDED)}."
    return Problem(Place(file.file), sentence, fix, kind="conflict")
