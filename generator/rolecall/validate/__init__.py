"""Loaded values to content that holds together, or every problem found. All rules are here.

`shapes` turns text with places into the model, `shared` holds the rules of the files that
every PCN shares, `local` those of one PCN and of PCNs among each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from rolecall.load import Loaded, YamlFile
from rolecall.model import PCN, Content, Service, ServiceWords
from rolecall.places import Problem
from rolecall.slots import filled
from rolecall.validate import local, several, shared
from rolecall.validate.categories import category_rules
from rolecall.validate.services import service_rules
from rolecall.validate.shapes import read_as

Judged = tuple[shared.Parts, list[Problem]]
"""What PCNs share as far as it can be read, and what is wrong with it."""


def judged(loaded: Loaded) -> Judged:
    """What PCNs share. It is judged once, however many PCNs are judged by it."""
    return shared.read(loaded)


def validate(
    loaded: Loaded, unread: list[Problem], *, today: date, by: Judged | None = None
) -> tuple[Content | None, list[Problem]]:
    """The content with each PCN that is sound, and every problem, those that `load` found (`unread`) included.

    No content at all where a shared file has a problem (one whose `pcn` is empty). `by` is what `judged` gave, if
    it was asked before.
    """
    parts, found = by or judged(loaded)
    problems = [*unread, *found]
    pcns: dict[str, PCN] = {}
    services: dict[str, dict[str, Service]] = {}
    for_several: dict[str, tuple[Service | None, list[Problem]]] = {}
    judge = judge_of_services(loaded, parts, today=today)
    for id, file in loaded.pcns.items():
        pcn, wrong = read_as(PCN, file, numbers=parts.numbers)
        if pcn:
            pcn = pcns[id] = _as_published(pcn, loaded.parts.get(id, {}))
            wrong += local.rules(id, pcn, file, loaded, parts, today=today)
        services[id] = {}
        files, odd = several.services_of(id, loaded)
        wrong += odd
        for name, service_file in files.items():
            shared_one = loaded.shared_services.get(name)
            if shared_one and shared_one.alone is service_file:  # judged once, in however many PCNs it stands
                service, unfit = for_several[name] = for_several.get(name) or judge(name, service_file)
            else:
                service, unfit = judge(name, service_file)
            if service and pcn:
                services[id][name] = service
            if pcn or not service:
                wrong += unfit
        if id in loaded.categories:
            wrong += category_rules(loaded.categories[id], loaded)
        problems += [replace(problem, pcn=id) for problem in wrong]
    problems += local.rules_among(pcns, loaded.pcns)
    spoilt = {problem.pcn for problem in problems}
    if "" in spoilt or not parts.is_whole:
        return None, sorted(set(problems))
    sound = {id: pcn for id, pcn in pcns.items() if id not in spoilt}
    return Content(
        **parts.values,
        roles=parts.roles,
        pages=parts.pages,
        pcns=sound,
        services={id: services[id] for id in sound},
    ), sorted(set(problems))


def _as_published(pcn: PCN, parts: Mapping[str, str]) -> PCN:
    """A PCN whose surgeries have the addresses under which they were published, by their codes, or those they give."""
    practices = tuple(
        practice.model_copy(update={"slug": parts[practice.ods_code]})
        if not practice.slug and practice.ods_code in parts
        else practice
        for practice in pcn.practices
    )
    return pcn if practices == pcn.practices else pcn.model_copy(update={"practices": practices})


Judge = Callable[[str, YamlFile], tuple[Service | None, list[Problem]]]
"""The service in a file with this name, None where it has not even the shape of one, and all that is wrong with it."""


def judge_of_services(loaded: Loaded, parts: shared.Parts, *, today: date) -> Judge:
    """What judges the file of a service, by itself: `parts` is what all PCNs share."""
    words = filled(parts.of(ServiceWords), {id: role.short_name for id, role in parts.roles.items()})

    def judged_file(name: str, file: YamlFile) -> tuple[Service | None, list[Problem]]:
        service, wrong = read_as(Service, file, numbers=parts.numbers)
        if service:
            wrong += service_rules(name, service, file, words=words, loaded=loaded, today=today)
        return service, wrong

    return judged_file
