"""Facts without a source, and local facts that nobody has checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rolecall.checks.subject import Subject
from rolecall.load import Loaded, YamlFile
from rolecall.model import Answer, Content, Facts, InLanguage, Reach, WordsInLanguage
from rolecall.places import Path, Problem
from rolecall.standing import facts_of


def of_pcn(subject: Subject) -> Iterator[Problem]:
    """What nobody has checked: the PCN's facts as a whole, and services that its lists show."""
    if not subject.pcn.checked:
        yield Problem(
            subject.file.lacking("checked"),
            "nobody at the PCN has checked this yet, and the site says so",
            "Add checked: with the date and the team.",
            kind="unchecked",
        )
    for shown, file in subject.services:
        if shown.is_listed and not shown.checked:
            sentence = f"nobody has checked {shown.service.name} yet, and its page says so"
            fix = "Call them, then add checked: {date: 2026-10-01, by: Marsh Lane social prescribing team}"
            yield Problem(file.key("name"), sentence, fix, kind="unchecked")
    yield from _contradictions(subject)


def _contradictions(subject: Subject) -> Iterator[Problem]:
    """Answers of yes where the answer of all England is no, or the other way round, without a word on why."""
    for fact in facts_of(subject.pcn):
        match fact.value, fact.path:
            case Answer(answer=answer, text=None), (*_, "roles", str(role), "answers", str(question)):
                national = subject.content.roles[role].answers.get(question)
                if national and {answer, national.answer} == {"yes", "no"} and fact.standing.counts_on(subject.today):
                    sentence = f'"{question}" says {answer}, and the national answer is {national.answer}'
                    fix = "Make sure that it is so, and say in text: what is different with you."
                    yield Problem(subject.file.key(*fact.path), sentence, fix, kind="conflict")


def of_all(content: Content, loaded: Loaded) -> Iterator[Problem]:
    """What is assumed of what all PCNs share."""
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


def _in_language(content: Content, file: YamlFile, id: str, at: int, words: InLanguage | WordsInLanguage) -> Problem:
    """Words in another language that nobody who speaks it has read."""
    language = content.service_words.languages[words.language]
    kind = "words of danger" if isinstance(words, InLanguage) else "words"
    sentence = f'the {kind} in {language} of "{id}" are assumed'
    fix = f"Ask somebody who speaks {language} to read them, then delete assumed: yes"
    return Problem(file.at(id, "other_languages", at, "assumed"), sentence, fix, kind="assumed")


def _facts(reach: Reach | None, answers: Mapping[str, Answer]) -> Iterator[tuple[Path, Facts]]:
    """Each statement of a role, with its path in the role."""
    if reach:
        yield ("reach",), reach
    for key, answer in answers.items():
        yield ("answers", key), answer
