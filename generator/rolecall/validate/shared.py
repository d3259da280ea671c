"""The rules of what every PCN shares: roles, questions, needs, sources, urgent help, pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from rolecall.load import Loaded, YamlFile
from rolecall.model import (
    FIXED_ADDRESSES,
    Facts,
    MarkdownPage,
    Need,
    Question,
    Questions,
    Role,
    Source,
    UrgentHelp,
)
from rolecall.places import Place, Problem
from rolecall.validate.answers import fits, not_a_question, unknown, unknown_sources
from rolecall.validate.pages import read_page
from rolecall.validate.shapes import Path, read_as

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass
class Parts:
    """The shared content as far as it can be read."""

    roles: dict[str, Role] = field(default_factory=dict)
    questions: Questions | None = None
    needs: dict[str, Need] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    urgent_help: UrgentHelp | None = None
    pages: tuple[MarkdownPage, ...] = ()

    def by_id(self) -> dict[str, Question]:
        """Every question by its id."""
        groups = self.questions.groups if self.questions else ()
        return {question.id: question for group in groups for question in group.questions}


def read(loaded: Loaded) -> tuple[Parts, list[Problem]]:
    """The shared content, and every problem in it."""
    parts, problems = Parts(), []

    def one(model: type[_Model], name: str) -> _Model | None:
        if name not in loaded.shared:
            return None
        value, wrong = read_as(model, loaded.shared[name])
        problems.extend(wrong)
        return value

    def many(model: type[_Model], name: str) -> dict[str, _Model]:
        values = {}
        for id in loaded.shared[name].node.entries if name in loaded.shared else ():
            value, wrong = read_as(model, loaded.shared[name], (id,))
            problems.extend(wrong)
            if value:
                values[id] = value
        return values

    parts.questions, parts.urgent_help = one(Questions, "questions"), one(UrgentHelp, "urgent-help")
    parts.needs, parts.sources = many(Need, "needs"), many(Source, "sources")
    roles = {}
    for id, file in loaded.roles.items():
        role, wrong = read_as(Role, file)
        problems += wrong
        if role:
            roles[id] = role
    parts.roles = dict(sorted(roles.items(), key=lambda pair: (pair[1].order, pair[0])))
    if parts.questions:
        problems += _question_rules(parts.questions, loaded.shared["questions"])
    for id, role in parts.roles.items():
        problems += _role_rules(id, role, loaded, parts)
    for id, need in parts.needs.items():
        if need.first_role and need.first_role not in loaded.roles:
            place = loaded.shared["needs"].at(id, "first_role")
            problems.append(unknown(place, need.first_role, "role", loaded.roles))
    if parts.urgent_help:
        problems += _urgent_rules(parts.urgent_help, loaded)
    pages = []
    for slug, page_file in loaded.pages.items():
        page, wrong = read_page(slug, page_file, loaded)
        problems += wrong
        if page:
            pages.append(page)
    parts.pages = tuple(pages)
    return parts, problems


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
                )
            seen.setdefault(question.id, place)
    for choice in ("yes", "usually", "sometimes", "not-usually", "no", "ask"):
        if choice not in questions.choices:
            yield Problem(
                file.key(
                    "choices",
                ),
                f'"{choice}" has no words',
                f"Add a line {choice}: and how it is printed.",
            )


def _role_rules(id: str, role: Role, loaded: Loaded, parts: Parts) -> Iterator[Problem]:
    file, questions = loaded.roles[id], parts.by_id()
    if id in FIXED_ADDRESSES or id in loaded.pages:
        what = "every site has" if id in FIXED_ADDRESSES else "a page in content/pages has"
        yield Problem(
            Place(file.file), f"this role's web address would be /{id}/, which {what} already", "Rename the file."
        )
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
        yield Problem(
            Place(file.file),
            f'"{id}" cannot be part of a web address',
            "Name the file with small letters, numbers and single hyphens, for example link-worker.yml",
        )
    for at, need in enumerate(role.needs):
        if need not in parts.needs and "needs" in loaded.shared:
            place = file.at("needs", at)
            yield unknown(place, need, "need", loaded.shared["needs"].node.entries)
    if role.next_review <= role.reviewed:
        yield Problem(
            file.at(
                "next_review",
            ),
            "the next review is not after the last one",
            f"Write a day after {role.reviewed}.",
        )
    if not role.reach.text:
        yield Problem(
            file.key(
                "reach",
            ),
            '"reach" has no text',
            "Say what to do, for example text: Ask at your GP surgery.",
        )
    yield from unknown_sources(file, ("reach",), role.reach.sources, loaded)
    yield from _sourced(file, ("reach",), role.reach)
    for key, answer in role.answers.items():
        path = ("answers", key)
        if key not in questions or questions[key].from_ != "answers":
            if parts.questions:
                yield not_a_question(file, path, questions)
            continue
        yield from fits(answer, questions[key], file, path)
        yield from unknown_sources(file, path, answer.sources, loaded)
        yield from _sourced(file, path, answer)
    if role.core:
        missing = [
            question.id
            for question in questions.values()
            if question.from_ == "answers" and not question.optional and question.id not in role.answers
        ]
        if missing:
            what = "question is" if len(missing) == 1 else "questions are"
            yield Problem(
                file.key("answers"),
                f"{len(missing)} {what} not answered: {', '.join(missing)}",
                "A core role answers every question of questions.yml that is not optional.",
            )
        if not role.reach.self_refer:
            yield Problem(
                file.key(
                    "reach",
                ),
                '"reach" does not say whether people can refer themselves',
                "Add self_refer: and one of yes, usually, sometimes, not-usually, no, ask",
            )
    for at, code in enumerate(role.codes):
        yield from unknown_sources(file, ("codes", at), code.sources, loaded)


def _sourced(file: YamlFile, path: Path, fact: Facts) -> Iterator[Problem]:
    if not fact.sources and not fact.assumed:
        yield Problem(
            file.key(*path),
            f'"{path[-1]}" names no source',
            "Add sources: [...] with ids of sources.yml, or assumed: yes",
        )
    if fact.checked or fact.next_check:
        yield Problem(
            file.key(*path),
            f'"{path[-1]}" has a local check, and this answer is national',
            "Delete checked and next_check here. The role has reviewed and next_review.",
        )


def _urgent_rules(help: UrgentHelp, loaded: Loaded) -> Iterator[Problem]:
    file = loaded.shared["urgent-help"]
    for number in ("999", "111"):
        if number not in (line.phone for line in help.in_brief):
            yield Problem(
                file.key(
                    "in_brief",
                ),
                f"{number} is not in the help that every page carries",
                f"Add a line with phone: {number}",
            )
    for at, line in enumerate(help.in_brief):
        if line.phone not in line.text:
            yield Problem(
                file.at("in_brief", at, "text"),
                f"this sentence does not hold the number {line.phone}",
                "Write the number in it, as under phone.",
            )
    for part in ("cards", "helplines", "other_ways"):
        for at, entry in enumerate(getattr(help, part)):
            yield from unknown_sources(file, (part, at), entry.sources, loaded)
