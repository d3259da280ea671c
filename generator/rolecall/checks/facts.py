"""Facts that somebody ought to look at soon: assumed, run out, never checked. Nothing here stops a build."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import get_args

from rolecall import colours
from rolecall.checks.markup import html_in
from rolecall.checks.photos import not_square
from rolecall.checks.promises import promise_in
from rolecall.checks.reading import LONGEST, of_text
from rolecall.checks.soon import due_soon
from rolecall.checks.staff import lacking_for_staff, referrals_of_services
from rolecall.checks.weekdays import wrong_weekdays
from rolecall.days import DAYS
from rolecall.language import in_words
from rolecall.load import Loaded, YamlFile
from rolecall.model import (
    PCN,
    Answer,
    Content,
    Facts,
    InLanguage,
    LocalRole,
    Person,
    Question,
    Questions,
    Reach,
    Use,
    WordsInLanguage,
)
from rolecall.places import SHIPPED, Path, Place, Problem
from rolecall.site.services import SiteService, site_services
from rolecall.standing import facts_of
from rolecall.yamltext import YamlFields, YamlList, YamlNode

USUAL_PRACTICES = 35
"""No PCN was seen with more practices (NHS Digital, March 2020: 33)."""


def notes(content: Content, loaded: Loaded, *, today: date) -> list[Problem]:
    """What to look at, by place. `pcn` is set on what concerns one PCN.

    What comes with Rolecall is counted in one note, the last: a PCN can do nothing about it.
    """
    national = [*_national(content, loaded, today)]
    found = sorted(_own(content, loaded, national, today))
    if others := sum(map(_is_shipped, national)):
        sentence = f"{others} of the facts that come with Rolecall are assumed, or due to be reviewed"
        fix = "You need not do anything. A newer Rolecall may know more."
        last = [Problem(Place(SHIPPED), sentence, fix, kind="assumed")]
    else:
        last = []
    return [*found, *last]


def are_there(content: Content, pcn: str, loaded: Loaded, *, today: date) -> bool:
    """Whether there is a note on files of a PCN. Looks no further than the first."""
    return any(note.pcn == pcn for note in loaded.notes) or any(True for _ in _of_pcn(content, pcn, loaded, today))


def are_shared(content: Content, loaded: Loaded, *, today: date) -> bool:
    """Whether there is a note on a workspace's own files that all PCNs share. Looks no further than the first."""
    national = (note for note in _national(content, loaded, today) if not _is_shipped(note))
    return any(not note.pcn for note in loaded.notes) or any(True for _ in national)


def _own(content: Content, loaded: Loaded, national: Iterable[Problem], today: date) -> Iterator[Problem]:
    """The notes on a workspace's own files."""
    yield from loaded.notes
    yield from _in_no_pcn(loaded)
    for pcn in content.pcns:
        yield from _of_pcn(content, pcn, loaded, today)
    yield from (note for note in national if not _is_shipped(note))


def _in_no_pcn(loaded: Loaded) -> Iterator[Problem]:
    """Services for several PCNs that none of them shows. Nothing where not all PCNs were read."""
    if loaded.shared_services and loaded.pcns.keys() >= {*loaded.all_pcns}:
        shown = {id for pcn in loaded.pcns for id in loaded.shared_in(pcn)}
        for id, shared in loaded.shared_services.items():
            if id not in shown and not shared.reach.pcns:
                sentence = "no PCN shows this service: its areas and places name none, nor a surgery or its postcode"
                fix = f"Add pcns: and the names of their folders, for example pcns: [{loaded.all_pcns[0]}]"
                yield Problem(shared.whole.key("name"), sentence, fix, kind="unusual")


def _of_pcn(content: Content, id: str, loaded: Loaded, today: date) -> Iterator[Problem]:
    for notes in (
        _local(content.pcns[id], content.questions, loaded.pcns[id], today),
        not_square(content.pcns[id], loaded.pcns[id], loaded.pictures.get(id, {})),
        due_soon(content.pcns[id], loaded.pcns[id], today),
        lacking_for_staff(content.pcns[id], content.roles, loaded.pcns[id], today),
        _services(content, id, loaded, today),
    ):
        yield from (replace(note, pcn=id) for note in notes)


def _is_shipped(note: Problem) -> bool:
    return note.place.file.startswith(f"{SHIPPED}/")


def held_back(content: Content, pcn: str, loaded: Loaded, *, today: date) -> list[Problem]:
    """Each service whose details no longer show, as nobody has checked it for longer than its PCN allows."""
    return sorted(_held_back(content, pcn, loaded, today))


def _held_back(content: Content, pcn: str, loaded: Loaded, today: date) -> Iterator[Problem]:
    holds_back = content.pcns[pcn].services.hold_back_after is not None
    files = loaded.services_in(pcn) if holds_back else {}
    for shown in site_services(content, pcn, today=today) if holds_back else ():
        if shown.state == "held" and shown.due:
            yield Problem(
                files[shown.id].key("name"),
                f"{shown.service.name} was due to be checked by {in_words(shown.due)}, so its details are not shown",
                "Check it, and write the day under checked. If it has ended, write status: closed",
                pcn,
                kind="expired",
            )


def _services(content: Content, pcn: str, loaded: Loaded, today: date) -> Iterator[Problem]:
    files = loaded.services_in(pcn)
    for id, shared in loaded.shared_in(pcn).items():
        if id in files and files[id].file != shared.whole.file:
            sentence = f"this is shown here in place of {shared.whole.file}"
            fix = "If it is the same service, delete here what is the same. If not, rename this file."
            yield Problem(files[id].key("name"), sentence, fix, kind="unusual")
    for shown in site_services(content, pcn, today=today):
        file = files[shown.id]
        if shown.is_due and shown.due and shown.is_listed:
            sentence = f"{shown.service.name} was due to be checked by {in_words(shown.due)}, and its page says so"
            yield Problem(file.key("name"), sentence, "Check it, and write the day under checked.", kind="due")
        if shown.is_listed and not shown.checked:
            sentence = f"nobody has checked {shown.service.name} yet, and its page says so"
            fix = "Call them, then add checked: {date: 2026-10-01, by: Marsh Lane social prescribing team}"
            yield Problem(file.key("name"), sentence, fix, kind="unchecked")
        if shown.state == "ended" and shown.last_day:
            sentence = f"{shown.service.name} ended on {in_words(shown.last_day)}, so it is not in the lists any more"
            fix = "Write its new times. If it does not go on: status: closed"
            yield Problem(file.key("when"), sentence, fix, kind="expired")
        if shown.is_listed:
            yield from _only_in_words(shown, file)
            yield from _promises(file, ("how_to_join", "wait"), shown.service.how_to_join.wait)
        yield from _hard_sentences(file.node, file)
        yield from html_in(file.node, file)
        yield from wrong_weekdays(file.node, today)
    yield from referrals_of_services(content, pcn, files, today)
    yield from _held_back(content, pcn, loaded, today)


def says_free(text: str) -> bool:
    """Whether words about a cost begin with that there is none."""
    return bool(re.match(r"(it('s|\u2019s| is) )?free\b", text, re.I))


def _only_in_words(shown: SiteService, file: YamlFile) -> Iterator[Problem]:
    """Days and prices that people can read and no filter can find."""
    for at, when in enumerate(shown.service.when):
        named = {short: day for short, day in DAYS.items() if re.search(rf"\b{day}s?\b", when.text or "", re.I)}
        if named and not (when.days or when.dates):
            days = " and ".join(named.values())
            sentence = f"only the text names {days}, so people who choose a day do not find this service"
            fix = f"Add every: week and days: [{', '.join(named)}], or choose them in the workbook."
            yield Problem(file.at("when", at, "text"), sentence, fix, kind="unusual")
    cost = shown.service.cost
    if says_free(cost.text or "") and not cost.options:
        sentence = "only the text says that it is free, so people who choose Free do not find this service"
        yield Problem(
            file.at("cost", "text"),
            sentence,
            "Add options: [{label: Everybody, amount: 0}], or a price of 0 in the workbook.",
            kind="unusual",
        )


def _unused(questions: Questions, file: YamlFile) -> Iterator[Problem]:
    """Uses of answers that no question has, and those that 2 have."""
    for use in get_args(Use):
        found = [(question.id, at) for at, question in _questions(questions) if question.use == use]
        if not found:
            sentence = f"no question has the use {use}, so pages do without it"
            fix = f"Write use: {use} at the question that it fits. docs/fields.md says what it is for."
            yield Problem(file.key("groups"), sentence, fix, kind="missing")
        for id, at in found[1:]:
            sentence = f'the question "{found[0][0]}" has the use {use} too, and only that one counts'
            yield Problem(
                file.at(*at, "use"), sentence, f"Delete use: {use} at {id}, or at the other.", kind="repeated"
            )


def _questions(questions: Questions) -> Iterator[tuple[Path, Question]]:
    """Each question, with its path in questions.yml."""
    for g, group in enumerate(questions.groups):
        for q, question in enumerate(group.questions):
            yield ("groups", g, "questions", q), question


def _national(content: Content, loaded: Loaded, today: date) -> Iterator[Problem]:
    yield from _unused(content.questions, loaded.shared["questions"])
    for id, need in content.needs.items():
        if need.assumed:
            sentence = f'what the need "{id}" says is assumed, in whole or in part'
            yield Problem(loaded.shared["needs"].key(id), sentence, "Find a source for it.", kind="assumed")
    for kind, row in content.staff.danger.items():
        if row.assumed:
            sentence = f'what staff read under "{kind}" is assumed, in whole or in part'
            yield Problem(loaded.shared["staff"].key("danger", kind), sentence, "Find a source for it.", kind="assumed")
    for at, card in enumerate(content.urgent_help.cards):
        if card.assumed:
            place = loaded.shared["urgent-help"].at("cards", at, "heading")
            yield Problem(place, f'the card "{card.heading}" is assumed', "Find a source for it.", kind="assumed")
    for id, family in content.distress.items():
        for at, danger in enumerate(family.other_languages):
            if danger.assumed:
                yield _in_language(content, loaded.shared["distress"], id, at, danger)
    for id, need in content.needs.items():
        for at, words in enumerate(need.other_languages):
            if words.assumed:
                yield _in_language(content, loaded.shared["needs"], id, at, words)
    for id, thing in content.search_words.elsewhere.items():
        if thing.assumed:
            place = loaded.shared["search-words"].at("elsewhere", id, "says")
            yield Problem(place, f'what "{id}" says is assumed', "Find a source for it.", kind="assumed")
    for id, role in content.roles.items():
        file = loaded.roles[id]
        if role.assumed:
            sentence = '"in_short" is assumed, in whole or in part'
            yield Problem(file.key("in_short"), sentence, "Find a source for it.", kind="assumed")
        for path, fact in _facts(role.reach, role.answers):
            if fact.assumed:
                sentence = f'"{path[-1]}" is assumed, in whole or in part'
                yield Problem(file.key(*path), sentence, "Find a source for it.", kind="assumed")
        for at, other in enumerate(role.others):
            if other.assumed:
                sentence = f"who helps with {other.what} is assumed, in whole or in part"
                yield Problem(file.at("others", at, "what"), sentence, "Find a source for it.", kind="assumed")
        if role.next_review < today:
            yield Problem(
                file.at(
                    "next_review",
                ),
                f"the review of this role was due on {in_words(role.next_review)}",
                "Compare it with its sources.",
                kind="due",
            )


def _in_language(content: Content, file: YamlFile, id: str, at: int, words: InLanguage | WordsInLanguage) -> Problem:
    """Words in another language that nobody who speaks it has read."""
    language = content.service_words.languages[words.language]
    kind = "words of danger" if isinstance(words, InLanguage) else "words"
    sentence = f'the {kind} in {language} of "{id}" are assumed'
    fix = f"Ask somebody who speaks {language} to read them, then delete assumed: yes"
    return Problem(file.at(id, "other_languages", at, "assumed"), sentence, fix, kind="assumed")


def _local(pcn: PCN, questions: Questions, file: YamlFile, today: date) -> Iterator[Problem]:
    if not pcn.checked:
        yield Problem(
            file.lacking("checked"),
            "nobody at the PCN has checked this yet, and the site says so",
            "Add checked: with the date and the team.",
            kind="unchecked",
        )
    if not pcn.site_url:
        sentence = "this site has no web address yet, so it has no text messages and no QR codes"
        fix = "Add site_url: when you know it. In a subfolder of a website, the page for wrong addresses needs it too."
        yield Problem(file.lacking("site_url"), sentence, fix, kind="missing")
    if not pcn.practices:
        sentence = "this PCN has no surgeries"
        yield Problem(file.lacking("practices"), sentence, "List them under practices.", kind="missing")
    elif len(pcn.practices) > USUAL_PRACTICES:
        yield Problem(
            file.key(
                "practices",
            ),
            f"this PCN has {len(pcn.practices)} surgeries",
            "Is that right?",
            kind="unusual",
        )
    if pcn.colour and (ratio := colours.contrast(pcn.colour, colours.WHITE)) < colours.EASY:
        sentence = f"white words on {pcn.colour} are hard to read for some people: the contrast is {ratio:.1f} to 1"
        fix = f'"{colours.darker(pcn.colour)}" is the nearest darker colour with {colours.EASY} to 1.'
        yield Problem(file.at("colour"), sentence, fix, kind="unusual")
    if pcn.notice and pcn.notice.until < today:
        sentence = f"this notice ended on {in_words(pcn.notice.until)}, and is not shown any more"
        yield Problem(file.key("notice"), sentence, "Delete it, or write new words and days.", kind="expired")
    link_worker = pcn.roles.get("link-worker")
    if link_worker and not link_worker.available and not link_worker.instead:
        yield Problem(
            file.key("roles", "link-worker"),
            "there is no link worker here, and nobody instead",
            "Most PCNs have a way to one. Add instead: if there is one.",
            kind="unusual",
        )
    yield from _hard_sentences(file.node, file)
    yield from html_in(file.node, file)
    yield from wrong_weekdays(file.node, today)
    for fact in facts_of(pcn):
        if isinstance(fact.value, Answer | Reach):
            yield from _promises(file, (*fact.path, "text"), fact.value.text)
        if isinstance(fact.value, Answer):
            for at, item in enumerate(fact.value.list):
                yield from _promises(file, (*fact.path, "list", at), item)
    yield from _without_few_words(pcn, questions, file, today)
    yield from _run_out(pcn, file, today)


def _without_few_words(pcn: PCN, questions: Questions, file: YamlFile, today: date) -> Iterator[Problem]:
    """Answers of the whole PCN that are too long for where a page says them in a few words."""
    in_short = {row.question for row in (*questions.at_a_glance, *questions.role_in_short)}
    for fact in facts_of(pcn):
        is_long = isinstance(fact.value, Answer) and not (fact.value.answer or fact.value.few_words)
        is_shown = fact.path[0] == "roles" and fact.path[-1] in in_short and fact.standing.counts_on(today)
        if is_long and is_shown:
            sentence = f'"{fact.path[-1]}" has no short words, so people read "See below" where there is little room'
            fix = "Add short: and 1 to 4 words, for example short: Up to 8"
            yield Problem(file.key(*fact.path), sentence, fix, kind="missing")


def _promises(file: YamlFile, path: Path, text: str | None) -> Iterator[Problem]:
    """A time that people may count on, in what a PCN says of roles and of waiting."""
    if promised := promise_in(text or ""):
        sentence = f'"{promised}" reads as a promise, and people count on it'
        fix = "Write usually, about or up to in front of it, unless it is always so."
        yield Problem(file.at(*path), sentence, fix, kind="unusual")


def _hard_sentences(node: YamlNode, file: YamlFile, path: Path = ()) -> Iterator[Problem]:
    """Sentences of a PCN's own that are longer than patients read with ease."""
    if isinstance(node, YamlFields):
        for name, value in node.entries.items():
            yield from _hard_sentences(value, file, (*path, name))
    elif isinstance(node, YamlList):
        for at, item in enumerate(node.items):
            yield from _hard_sentences(item, file, (*path, at))
    elif len(node.value.split()) > LONGEST:  # a shorter text has no longer sentence
        for sentence in of_text(node.value):
            words = len(sentence.text.split())
            if words > LONGEST:
                fix = f"Split it. Up to {LONGEST} read well."
                place = replace(node.place, path=path)
                yield Problem(place, f"this sentence has {words} words", fix, kind="unusual")


def _facts(reach: Reach | None, answers: Mapping[str, Answer]) -> Iterator[tuple[Path, Facts]]:
    """Each statement of a role, with its path in the role."""
    if reach:
        yield ("reach",), reach
    for key, answer in answers.items():
        yield ("answers", key), answer


def _run_out(pcn: PCN, file: YamlFile, today: date) -> Iterator[Problem]:
    """Local facts past their day: for answers the national one is shown, and people are left out."""
    for fact in facts_of(pcn):
        until = fact.standing.until
        if until is None or fact.standing.counts_on(today):
            continue
        if isinstance(fact.value, Person):
            sentence = f"{fact.value.name} was due to be checked by {in_words(until)}, and is not shown any more"
            fix = "Ask if this person still agrees, and write the new dates."
            yield Problem(file.key(*fact.path, "name"), sentence, fix, kind="expired")
        elif isinstance(fact.value, LocalRole) and not fact.value.available:
            sentence = f"that nobody has this role was due to be checked by {in_words(until)}, and is still shown"
            fix = "Check it, and write the new dates."
            yield Problem(file.key(*fact.path, "available"), sentence, fix, kind="due")
        elif isinstance(fact.value, Facts):
            yield Problem(
                file.key(*fact.path),
                f'"{fact.path[-1]}" was due to be checked by {in_words(until)}, so the national answer is shown',
                "Check it, and write the new dates.",
                kind="expired",
            )
