"""Facts that somebody ought to look at soon: assumed, run out, never checked. Nothing here stops a build."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from rolecall.checks.reading import LONGEST, of_text
from rolecall.load import Loaded, YamlFile
from rolecall.model import PCN, Answer, Content, Facts, LocalRole, Reach
from rolecall.places import SHIPPED, Path, Place, Problem
from rolecall.site.services import SiteService, site_services
from rolecall.standing import facts_of
from rolecall.values import DAYS, in_words
from rolecall.yamltext import YamlFields, YamlList, YamlNode

USUAL_PRACTICES = 35
"""No PCN was seen with more practices (NHS Digital, March 2020: 33)."""


def notes(content: Content, loaded: Loaded, *, today: date) -> list[Problem]:
    """What to look at, by place. `pcn` is set on what concerns one PCN.

    What comes with Rolecall is counted in one note, the last: a PCN can do nothing about it.
    """
    national = list(_national(content, loaded, today))
    found = [note for note in national if not note.place.file.startswith(f"{SHIPPED}/")]
    if others := len(national) - len(found):
        sentence = f"{others} of the facts that come with Rolecall are assumed, or due to be reviewed"
        last = [Problem(Place(SHIPPED), sentence, "You need not do anything. A newer Rolecall may know more.")]
    else:
        last = []
    for id, pcn in content.pcns.items():
        found += [Problem(n.place, n.sentence, n.fix, id) for n in _local(pcn, loaded.pcns[id], today)]
        found += [Problem(n.place, n.sentence, n.fix, id) for n in _services(content, id, loaded, today)]
    return [*sorted([*found, *loaded.notes]), *last]


def held_back(content: Content, loaded: Loaded, *, today: date) -> list[Problem]:
    """Each service whose details no longer show, as nobody has checked it for longer than its PCN allows."""
    found = (_held_back(content, pcn, loaded, today) for pcn in content.pcns)
    return sorted(problem for some in found for problem in some)


def _held_back(content: Content, pcn: str, loaded: Loaded, today: date) -> Iterator[Problem]:
    for one in site_services(content, pcn, today=today):
        if one.state == "held" and one.due:
            yield Problem(
                loaded.services[pcn][one.id].key("name"),
                f"{one.service.name} was due to be checked by {in_words(one.due)}, so its details are not shown",
                "Check it, and write the day under checked. If it has ended, write status: closed",
                pcn,
            )


def _services(content: Content, pcn: str, loaded: Loaded, today: date) -> Iterator[Problem]:
    for one in site_services(content, pcn, today=today):
        file = loaded.services[pcn][one.id]
        if one.is_due and one.due and one.is_listed:
            sentence = f"{one.service.name} was due to be checked by {in_words(one.due)}, and its page says so"
            yield Problem(file.key("name"), sentence, "Check it, and write the day under checked.")
        if one.is_listed and not one.checked:
            sentence = f"nobody has checked {one.service.name} yet, and its page says so"
            fix = "Call them, then add checked: {date: 2026-10-01, by: Marsh Lane social prescribing team}"
            yield Problem(file.key("name"), sentence, fix)
        if one.state == "ended" and one.last_day:
            sentence = f"{one.service.name} ended on {in_words(one.last_day)}, so it is not in the lists any more"
            yield Problem(file.key("when"), sentence, "Write its new times. If it does not go on: status: closed")
        if one.is_listed:
            yield from _only_in_words(one, file)
        yield from _hard_sentences(file.node, file)
    yield from _held_back(content, pcn, loaded, today)


def _only_in_words(one: SiteService, file: YamlFile) -> Iterator[Problem]:
    """Days and prices that people can read and no filter can find."""
    for at, when in enumerate(one.service.when):
        named = {short: day for short, day in DAYS.items() if re.search(rf"\b{day}s?\b", when.text or "", re.I)}
        if named and not (when.days or when.dates):
            sentence = f"only its words name {' and '.join(named.values())}, so who chooses a day does not find this"
            fix = f"Add every: week and days: [{', '.join(named)}], or choose them in the workbook."
            yield Problem(file.at("when", at, "text"), sentence, fix)
    cost = one.service.cost
    if re.match(r"(it('s|\u2019s| is) )?free\b", cost.text or "", re.I) and not cost.options:
        sentence = "only its words say that it is free, so who looks for what is free does not find this"
        yield Problem(
            file.at("cost", "text"),
            sentence,
            "Add options: [{label: Everybody, amount: 0}], or a price of 0 in the workbook.",
        )


def _national(content: Content, loaded: Loaded, today: date) -> Iterator[Problem]:
    for id, need in content.needs.items():
        if need.assumed:
            sentence = f'what is said of the need "{id}" is assumed, in whole or in part'
            yield Problem(loaded.shared["needs"].key(id), sentence, "Find a source for it.")
    for id, role in content.roles.items():
        file = loaded.roles[id]
        if role.assumed:
            yield Problem(file.key("in_short"), '"in_short" is assumed, in whole or in part', "Find a source for it.")
        for path, fact in _facts(role.reach, role.answers):
            if fact.assumed:
                yield Problem(file.key(*path), f'"{path[-1]}" is assumed, in whole or in part', "Find a source for it.")
        if role.next_review < today:
            yield Problem(
                file.at(
                    "next_review",
                ),
                f"the review of this role was due on {in_words(role.next_review)}",
                "Compare it with its sources.",
            )


def _local(pcn: PCN, file: YamlFile, today: date) -> Iterator[Problem]:
    if not pcn.checked:
        yield Problem(
            Place(file.file),
            "nobody at the PCN has checked this yet, and the site says so",
            "Add checked: with the date and the team.",
        )
    if not pcn.site_url:
        sentence = "this site has no web address yet, so it has no texts and no QR codes"
        fix = "Add site_url: when you know it. In a subfolder of a website, the page for wrong addresses needs it too."
        yield Problem(Place(file.file), sentence, fix)
    if not pcn.practices:
        yield Problem(Place(file.file), "this PCN has no practices", "List them under practices.")
    elif len(pcn.practices) > USUAL_PRACTICES:
        yield Problem(
            file.key(
                "practices",
            ),
            f"this PCN has {len(pcn.practices)} practices",
            "Is that right?",
        )
    link_worker = pcn.roles.get("link-worker")
    if link_worker and not link_worker.available and not link_worker.instead:
        yield Problem(
            file.key("roles", "link-worker"),
            "there is no link worker here, and nobody instead",
            "Most PCNs have a way to one. Add instead: if there is one.",
        )
    yield from _hard_sentences(file.node, file)
    yield from _run_out(pcn, file, today)


def _hard_sentences(node: YamlNode, file: YamlFile) -> Iterator[Problem]:
    """Sentences of a PCN's own that are longer than patients read with ease."""
    if isinstance(node, YamlFields):
        for value in node.entries.values():
            yield from _hard_sentences(value, file)
    elif isinstance(node, YamlList):
        for item in node.items:
            yield from _hard_sentences(item, file)
    else:
        for sentence in of_text(node.value):
            words = len(sentence.text.split())
            if words > LONGEST:
                yield Problem(node.place, f"this sentence has {words} words", f"Split it. Up to {LONGEST} read well.")


def _facts(reach: Reach | None, answers: Mapping[str, Answer]) -> Iterator[tuple[Path, Facts]]:
    """Each statement of a role, with its path in the role."""
    if reach:
        yield ("reach",), reach
    for key, answer in answers.items():
        yield ("answers", key), answer


def _run_out(pcn: PCN, file: YamlFile, today: date) -> Iterator[Problem]:
    """Local answers past their day: the national one is shown for them."""
    for fact in facts_of(pcn):
        until = fact.standing.until
        if until is None or fact.standing.counts_on(today):
            continue
        if isinstance(fact.value, LocalRole) and not fact.value.available:
            sentence = f"that there is nobody in this role was right until {in_words(until)}, and is still shown"
            fix = "Check it, and write the new dates."
            yield Problem(file.key(*fact.path, "available"), sentence, fix, kind="due")
        elif isinstance(fact.value, Facts):
            yield Problem(
                file.key(*fact.path),
                f'"{fact.path[-1]}" counted until {in_words(until)}, so the national answer is shown',
                "Check it, and write the new dates.",
                kind="expired",
            )
