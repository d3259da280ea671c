"""The rules of what every PCN shares: roles, questions, needs, sources, urgent help, pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from rolecall.load import Loaded, YamlFile
from rolecall.model import (
    SHARED_FILES,
    Choose,
    DangerWords,
    Distress,
    Helpline,
    MarkdownPage,
    Need,
    NeedGroup,
    PlainWords,
    Question,
    Questions,
    Role,
    SearchWords,
    ServiceWords,
    SharedFile,
    StaffWords,
    Term,
    UrgentHelp,
)
from rolecall.model.national import EMERGENCY, MEDICAL_HELP
from rolecall.model.service import FilterWord
from rolecall.phones import known_forms
from rolecall.places import Place, Problem
from rolecall.slugs import is_slug, slug
from rolecall.validate.answers import sourced, unknown, unknown_ids
from rolecall.validate.danger import danger_rules
from rolecall.validate.drawings import picture_rules
from rolecall.validate.pages import read_page
from rolecall.validate.plain import plain_rules
from rolecall.validate.roles import role_rules
from rolecall.validate.search import search_rules
from rolecall.validate.several import where_rules
from rolecall.validate.shapes import read_as
from rolecall.validate.slots import slot_rules
from rolecall.validate.texts import words_rules
from rolecall.validate.ways_in import choose_rules, need_rules
from rolecall.yamltext import YamlText, node_at

_Model = TypeVar("_Model", bound=BaseModel)


ON_PAGE = ("answers", "also_known_as")
"""Where the answers stand that `role_page` orders. How to reach a role comes first on every page."""


def _file_of(model: type[BaseModel]) -> SharedFile:
    return next(file for file in SHARED_FILES.values() if file.model is model)


@dataclass
class Parts:
    """The shared content as far as it can be read."""

    roles: dict[str, Role] = field(default_factory=dict)
    pages: tuple[MarkdownPage, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    """What shared files say, by the fields of `Content` that they are."""
    numbers: dict[str, str] = field(default_factory=dict)
    """Of phone numbers that helplines.yml writes in groups, those groups, by the digits."""

    def of(self, model: type[_Model]) -> _Model | None:
        """The one value of a shared file that is this model, if it could be read."""
        value: _Model | None = self.values.get(_file_of(model).attribute)
        return value

    def each(self, model: type[_Model]) -> dict[str, _Model]:
        """The values by id of a shared file of which each is this model, as far as they could be read."""
        values: dict[str, _Model] = self.values[_file_of(model).attribute]
        return values

    @property
    def is_whole(self) -> bool:
        """Whether there is something of each shared file."""
        return all(file.attribute in self.values for file in SHARED_FILES.values())

    def by_id(self) -> dict[str, Question]:
        """Every question by its id."""
        questions = self.of(Questions)
        groups = questions.groups if questions else ()
        return {question.id: question for group in groups for question in group.questions}


def read(loaded: Loaded) -> tuple[Parts, list[Problem]]:
    """The shared content, and every problem in it."""
    parts, problems = Parts(numbers=_numbers(loaded)), []

    for shared in SHARED_FILES.values():
        file = loaded.shared.get(shared.name)
        if shared.by_id:
            values, wrong = _by_id(shared.model, file, parts) if file else ({}, [])
            parts.values[shared.attribute] = values
        else:
            value, wrong = read_as(shared.model, file, numbers=parts.numbers) if file else (None, [])
            parts.values |= {shared.attribute: value} if value else {}
        problems += [*wrong, *(slot_rules(values if shared.by_id else value, file, loaded.roles) if file else ())]
    roles = {}
    for id, file in loaded.roles.items():
        role, wrong = read_as(Role, file, numbers=parts.numbers)
        problems += wrong
        if role:
            roles[id] = role
    parts.roles = dict(sorted(roles.items(), key=lambda pair: (pair[1].order, pair[0])))
    if questions := parts.of(Questions):
        problems += _question_rules(questions, loaded.shared["questions"])
    for id, role in parts.roles.items():
        problems += role_rules(id, role, loaded.roles[id], loaded, parts.by_id())
        problems += slot_rules(role, loaded.roles[id], loaded.roles)
    problems += _reference_rules(parts, loaded)
    if words := parts.of(ServiceWords):
        problems += _service_words_rules(words, loaded.shared["service-words"])
    if staff := parts.of(StaffWords):
        problems += words_rules(staff, loaded.shared["staff"], loaded)
    problems += need_rules(parts.each(Need), loaded)
    service_words = parts.of(ServiceWords)
    languages = service_words.languages if service_words else {}
    problems += danger_rules(parts.each(Distress), parts.of(DangerWords), parts.of(UrgentHelp), languages, loaded)
    problems += search_rules(parts.of(SearchWords), parts.each(Need), languages, loaded)
    if plain_words := parts.of(PlainWords):
        problems += plain_rules(plain_words, loaded.shared["plain-words"])
    if choose := parts.of(Choose):
        problems += choose_rules(choose, parts.roles, parts.each(Need), loaded)
    if urgent_help := parts.of(UrgentHelp):
        problems += _urgent_rules(urgent_help, loaded)
    problems += where_rules(loaded)
    pages = []
    for name, page_file in loaded.pages.items():
        page, wrong = read_page(name, page_file, loaded)
        problems += wrong
        if page:
            pages.append(page)
    parts.pages = tuple(pages)
    return parts, problems


def _by_id(model: type[_Model], file: YamlFile, parts: Parts) -> tuple[dict[str, _Model], list[Problem]]:
    """The values of a file by their ids, as far as they can be read."""
    values: dict[str, _Model] = {}
    problems = []
    for id in file.node.entries:
        value, wrong = read_as(model, file, (id,), numbers=parts.numbers)
        problems += wrong
        if not is_slug(id):
            fix = f"Use small letters, numbers and single hyphens, for example {slug(id) or 'money-worries'}"
            problems.append(Problem(file.key(id), f'"{id}" cannot be an id', fix, kind="wrong"))
        if value:
            values[id] = value
    return values, problems


def _numbers(loaded: Loaded) -> dict[str, str]:
    found = [node_at(helpline, ("phone",)) for helpline in loaded.ids("helplines").values()]
    return known_forms([number.value for number in found if isinstance(number, YamlText)])


def _question_rules(questions: Questions, file: YamlFile) -> Iterator[Problem]:
    seen: dict[str, Place] = {}
    for g, group in enumerate(questions.groups):
        for q, question in enumerate(group.questions):
            place = file.at("groups", g, "questions", q, "id")
            if question.id in seen:
                yield Problem(
                    place,
                    f'there are 2 questions "{question.id}", the first on line {seen[question.id].line}',
                    "Give each its own id.",
                    kind="repeated",
                )
            seen.setdefault(question.id, place)
            if question.same and question.kind == "choice" and question.same.answer not in questions.choices:
                at_answer = file.at("groups", g, "questions", q, "same", "answer")
                yield unknown(at_answer, question.same.answer, "choice", questions.choices)
    patient = {q.id for group in questions.groups if not group.staff for q in group.questions if q.from_ in ON_PAGE}
    shown: set[str] = set()
    for at, section in enumerate(questions.role_page):
        yield from unknown_ids(file, ("role_page", at, "questions"), section.questions, "question", patient)
        shown.update(section.questions)
    if missing := sorted(patient - shown):
        sentence = f"the page of a role leaves out {', '.join(missing)}"
        yield Problem(file.key("role_page"), sentence, "Add each to a part under role_page.", kind="missing")
    patient = {q.id for group in questions.groups if not group.staff for q in group.questions}
    yield from unknown_ids(file, ("handout",), questions.handout, "question", patient)
    for name in ("at_a_glance", "role_in_short", "staff_card", "staff_table"):
        for at, row in enumerate(getattr(questions, name)):
            if row.question not in patient:
                yield unknown(file.at(name, at, "question"), row.question, "question", patient)
    for choice in ("yes", "usually", "sometimes", "not-usually", "no", "ask"):
        if choice not in questions.choices:
            sentence, fix = f'"{choice}" has no words', f"Add a line {choice}: and how it is printed."
            yield Problem(file.lacking("choices", choice), sentence, fix, kind="missing")


def _reference_rules(parts: Parts, loaded: Loaded) -> Iterator[Problem]:
    """What terms, groups of needs and helplines name and nothing has."""
    for id, term in parts.each(Term).items():
        file = loaded.shared["terms"]
        yield from unknown_ids(file, (id, "roles"), term.roles, "role", loaded.roles)
        yield from unknown_ids(file, (id, "sources"), term.sources, "source", loaded.ids("sources"))
        yield from sourced(file, (id,), term)
    for id, group in parts.each(NeedGroup).items():
        yield from picture_rules(group.picture, loaded.shared["need-groups"].at(id, "picture"), loaded)
    for id, helpline in parts.each(Helpline).items():
        file = loaded.shared["helplines"]
        yield from unknown_ids(file, (id, "sources"), helpline.sources, "source", loaded.ids("sources"))
        if not helpline.phone and not helpline.how:
            sentence = f'"{id}" does not say what to do'
            yield Problem(file.lacking(id, "how"), sentence, "Add phone: or how:", kind="missing")


def _service_words_rules(words: ServiceWords, file: YamlFile) -> Iterator[Problem]:
    for word in get_args(FilterWord):
        if word not in words.filters:
            sentence, fix = f'"{word}" has no words', f"Add a line {word}: and what it is called."
            yield Problem(file.lacking("filters", word), sentence, fix, kind="missing")
    for id, ages in words.ages.items():
        if ages.from_ > ages.to:
            sentence = "this range ends before it starts"
            yield Problem(file.key("ages", id), sentence, 'Change "from" or "to".', kind="conflict")


def _urgent_rules(help: UrgentHelp, loaded: Loaded) -> Iterator[Problem]:
    file = loaded.shared["urgent-help"]
    for number in (EMERGENCY, MEDICAL_HELP):
        if number not in (line.phone for line in help.in_brief):
            sentence = f"{number} is not in the help that every page carries"
            yield Problem(file.key("in_brief"), sentence, f"Add a line with phone: {number}", kind="missing")
    for at, line in enumerate(help.in_brief):
        known = loaded.ids("helplines")
        if line.cannot_speak and known and line.cannot_speak not in known:
            yield unknown(file.at("in_brief", at, "cannot_speak"), line.cannot_speak, "helpline", known)
        for name, text in (("text", line.text), ("short", line.short)):
            if text and line.phone not in text:
                sentence = f"this sentence leaves out the number {line.phone}"
                fix = "Write the number in it, as under phone."
                yield Problem(file.at("in_brief", at, name), sentence, fix, kind="conflict")
    for at, card in enumerate(help.cards):
        if not card.sources and not card.assumed:
            fix = "Add sources: [...] with ids of sources.yml, or assumed: yes"
            yield Problem(file.lacking("cards", at, "sources"), "this card has no source", fix, kind="missing")
        yield from unknown_ids(file, ("cards", at, "sources"), card.sources, "source", loaded.ids("sources"))
    yield from unknown_ids(file, ("helplines",), help.helplines, "helpline", loaded.ids("helplines"))
    yield from unknown_ids(file, ("other_ways",), help.other_ways, "helpline", loaded.ids("helplines"))
