"""The rules of one role's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rolecall.load import Loaded, YamlFile, not_shipped
from rolecall.model import Question, Role
from rolecall.places import Place, Problem
from rolecall.slugs import is_slug, name_to_use
from rolecall.validate.answers import fits, national, not_a_question, sourced, unknown, unknown_ids
from rolecall.validate.drawings import picture_rules


def role_rules(
    id: str, role: Role, file: YamlFile, loaded: Loaded, questions: Mapping[str, Question]
) -> Iterator[Problem]:
    """Everything wrong with a role, beside its shape. `questions` is empty where they cannot be read."""
    if not is_slug(id):
        yield Problem(
            Place(file.file),
            f'"{id}" cannot be part of a web address',
            name_to_use(id, not_shipped(loaded.roles), ending=".yml", example="link-worker"),
            kind="address",
        )
    if id == "main":  # Ids of parts of a page hold an underscore, which no role's id has. This one does not.
        sentence = '"main" is a part of each page already'
        yield Problem(Place(file.file), sentence, "Give the file another name.", kind="address")
    yield from unknown_ids(file, ("needs",), role.needs, "need", loaded.ids("needs"))
    yield from unknown_ids(file, ("sources",), role.sources, "source", loaded.ids("sources"))
    if role.team not in loaded.ids("teams") and loaded.ids("teams"):
        yield unknown(file.at("team"), role.team, "team", loaded.ids("teams"))
    if role.next_review <= role.reviewed:
        sentence = "the next review is not after the last review"
        yield Problem(file.at("next_review"), sentence, f"Write a day after {role.reviewed}.", kind="conflict")
    for key, answer in role.answers.items():
        path = ("answers", key)
        if key in questions and questions[key].from_ == "answers":
            yield from fits(answer, questions[key], file, path)
            yield from national(file, path, answer, loaded)
        elif questions:
            yield not_a_question(file, path, questions)
    if role.reach:
        yield from national(file, ("reach",), role.reach, loaded)
        if not role.reach.text:
            sentence, fix = '"reach" has no text', "Say what to do, for example text: Ask at your GP surgery."
            yield Problem(file.lacking("reach", "text"), sentence, fix, kind="missing")
    if role.core:
        yield from _complete(role, file, questions)
    elif not role.sources and not role.assumed:
        sentence, fix = '"in_short" has no source', "Add sources: [...] to the role, or assumed: yes"
        yield Problem(replace(file.key("in_short"), path=("sources",)), sentence, fix, kind="missing")
    for at, other in enumerate(role.others):
        if other.see not in loaded.roles:
            yield unknown(file.at("others", at, "see"), other.see, "role", loaded.roles)
        yield from unknown_ids(file, ("others", at, "sources"), other.sources, "source", loaded.ids("sources"))
        yield from sourced(file, ("others", at), other)
    for at, line in enumerate(role.easy_read):
        yield from picture_rules(line.picture, file.at("easy_read", at, "picture"), loaded)
    if role.picture:
        yield from picture_rules(role.picture, file.at("picture"), loaded)
    for at, code in enumerate(role.codes):
        yield from unknown_ids(file, ("codes", at, "sources"), code.sources, "source", loaded.ids("sources"))


def _complete(role: Role, file: YamlFile, questions: Mapping[str, Question]) -> Iterator[Problem]:
    """What a core role does not answer, though it is compared by it."""
    missing = [
        question.id
        for question in questions.values()
        if question.from_ == "answers" and not question.optional and question.id not in role.answers
    ]
    if missing:
        what = "question is" if len(missing) == 1 else "questions are"
        yield Problem(
            replace(file.key("answers"), path=("answers", missing[0])),
            f"{len(missing)} {what} not answered: {', '.join(missing)}",
            "A core role answers every question of questions.yml that is not optional.",
            kind="missing",
        )
    if not role.reach:
        sentence, fix = '"reach" is missing from a core role', "Say how people get to see this role."
        yield Problem(file.lacking("reach"), sentence, fix, kind="missing")
    elif not role.reach.self_refer:
        sentence = '"reach" does not say whether people can refer themselves'
        fix = "Add self_refer: and then yes, usually, sometimes, not-usually, no or ask"
        yield Problem(file.lacking("reach", "self_refer"), sentence, fix, kind="missing")
