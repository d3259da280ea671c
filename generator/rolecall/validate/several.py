"""The rules of services for several PCNs: where each stands, and a PCN's own files for them.

What they say is judged in each PCN that shows it, as services are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from rolecall.load import NEEDED, Loaded, Reach, SharedServiceFile, YamlFile, is_whole, without
from rolecall.model import EVERY_PCN, ServiceHere, SharedService
from rolecall.places import Place, Problem
from rolecall.validate.answers import unknown_ids
from rolecall.validate.shapes import read_as
from rolecall.yamltext import node_at, plain


def where_rules(loaded: Loaded) -> Iterator[Problem]:
    """What keeps anybody from knowing where a service stands. It touches every site, since each may lack one."""
    for shared in loaded.shared_services.values():
        yield from _where_rules(shared, loaded)


def _where_rules(shared: SharedServiceFile, loaded: Loaded) -> Iterator[Problem]:
    wrong = [problem for problem in read_as(SharedService, shared.whole)[1] if _is_of_where(problem, shared.reach)]
    yield from wrong or _in_no_pcn(shared, loaded)


def _is_of_where(problem: Problem, reach: Reach) -> bool:
    """Whether something is wrong with what names PCNs, or that may be misspelt."""
    first, *rest = problem.place.path or ("",)
    if first == "pcns" or reach.pcns:
        return first == "pcns"
    may_be_misspelt = problem.kind == "unknown" and len(rest) in (0, 2)
    return may_be_misspelt or (first in ("area", "where") and (len(rest) < 2 or rest[1] in ("name", "postcode")))


def _in_no_pcn(shared: SharedServiceFile, loaded: Loaded) -> Iterator[Problem]:
    file, reach = shared.whole, shared.reach
    if not reach.says_something:
        place = replace(file.lacking("pcns"), path=("pcns",))
        example = ", ".join(loaded.all_pcns[:2]) or EVERY_PCN
        fix = f"Add pcns: [{example}], or pcns: [{EVERY_PCN}] for all of them."
        yield Problem(place, "this does not say in which PCNs the service is", fix, kind="missing")
    written: Any = plain(node_at(file.node, ("pcns",))) or []
    yield from unknown_ids(file, ("pcns",), map(str.strip, written), "PCN", (*loaded.all_pcns, EVERY_PCN))


def services_of(pcn: str, loaded: Loaded) -> tuple[dict[str, YamlFile], list[Problem]]:
    """The services of a PCN as its site shows them, and what is wrong with its own files for those of several."""
    found, problems = {**loaded.services_in(pcn)}, [*_shown_rules(pcn, loaded)]
    shared = loaded.shared_in(pcn)
    for id, file in loaded.services.get(pcn, {}).items():
        if misplaced := dict(_misplaced(id, file)) if id in found else {}:
            found[id] = YamlFile(found[id].file, without(found[id].node, *misplaced))
            problems += misplaced.values()
        if is_whole(file.node) or id in shared:
            continue
        if id in loaded.shared_services:
            if not any(_where_rules(loaded.shared_services[id], loaded)):
                problems.append(_not_here(pcn, file, loaded.shared_services[id].whole.file))
        elif id not in loaded.unread_services:
            if not shared or not file.node.entries.keys().isdisjoint(NEEDED):
                continue  # a service of its own, and what it lacks is told
            problems.append(_of_no_other(file, id, shared))
        del found[id]
    return found, problems


def _misplaced(id: str, file: YamlFile) -> Iterator[tuple[str, Problem]]:
    """Fields of a PCN's own file, by name, that count only in another kind of file."""
    if "pcns" in file.node.entries:
        sentence = "only a file in content/services/ says in which PCNs a service is"
        fix = f"Delete this line, or move the file to content/services/{id}.yml"
        yield "pcns", Problem(file.key("pcns"), sentence, fix, kind="misplaced")
    if "shown" in file.node.entries and is_whole(file.node):
        sentence = "only services from content/services/ can be left out with this"
        fix = "Delete this line. To take the service off the site: status: closed"
        yield "shown", Problem(file.key("shown"), sentence, fix, kind="misplaced")


def _of_no_other(file: YamlFile, id: str, shared: Collection[str]) -> Problem:
    sentence = f"this says only what differs from another file, and there is no content/services/{id}.yml"
    near = next(iter(get_close_matches(id, shared, n=1)), "")
    named = f"Name this file {near}.yml, if it is about that" if near else "Give this file the name that the other has"
    fix = f"{named}, or write all of the service here: {', '.join(NEEDED)}."
    return Problem(Place(file.file), sentence, fix, kind="unknown")


def _shown_rules(pcn: str, loaded: Loaded) -> Iterator[Problem]:
    local = loaded.services.get(pcn, {})
    for id in loaded.shared_in(pcn).keys() & local.keys():
        if "shown" in local[id].node.entries:
            wrong = read_as(ServiceHere, local[id])[1]
            yield from (problem for problem in wrong if problem.place.path[:1] == ("shown",))


def _not_here(pcn: str, file: YamlFile, shared: str) -> Problem:
    sentence = f"this says only what differs from {shared}, and that service is not in this PCN"
    fix = f"Add {pcn} under pcns in that file, or write all of the service here: {', '.join(NEEDED)}."
    return Problem(Place(file.file), sentence, fix, kind="conflict")
