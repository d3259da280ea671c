"""The rules that national and local answers share: ids that exist, answers that fit their question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from rolecall.load import Loaded, YamlFile
from rolecall.model import Answer, Facts, Need, Question, Term
from rolecall.places import Path, Place, Problem
from rolecall.validate.shapes import did_you_mean
from rolecall.yamltext import YamlList, YamlText, node_at


def unknown(place: Place, word: str, what: str, known: Iterable[str]) -> Problem:
    """The problem of an id that does not exist."""
    return Problem(place, f'there is no {what} "{word}"', did_you_mean(word, known, called="There are"))


def item(file: YamlFile, path: Path, at: int) -> Place:
    """The place of an item of the list at `path`, where what stands in it twice counts once."""
    node = node_at(file.node, path)
    words = (
        [one.value.strip().casefold() for one in node.items if isinstance(one, YamlText)]
        if isinstance(node, YamlList)
        else []
    )
    firsts = [n for n, word in enumerate(words) if word not in words[:n]]
    return file.at(*path, firsts[at] if at < len(firsts) else at)


def unknown_ids(file: YamlFile, path: Path, ids: Iterable[str], what: str, known: Collection[str]) -> Iterator[Problem]:
    """Each of the `ids` listed at `path` that is not known. Nothing where what is known could not be read."""
    for at, id in enumerate(ids):
        if known and id not in known:
            yield unknown(item(file, path, at), id, what, known)


def sourced(file: YamlFile, path: Path, fact: Facts | Need | Term) -> Iterator[Problem]:
    """The problem of a national fact that names no source and does not say that it is assumed."""
    if not fact.sources and not fact.assumed:
        sentence = f'"{path[-1]}" names no source'
        yield Problem(file.key(*path), sentence, "Add sources: [...] with ids of sources.yml, or assumed: yes")


def national(file: YamlFile, path: Path, fact: Facts, loaded: Loaded) -> Iterator[Problem]:
    """What is wrong with where a national fact comes from."""
    yield from unknown_ids(file, (*path, "sources"), fact.sources, "source", loaded.ids("sources"))
    yield from sourced(file, path, fact)
    if fact.checked or fact.next_check:
        yield Problem(
            file.key(*path),
            f'"{path[-1]}" has a local check, and this answer is national',
            "Delete checked and next_check here. The role has reviewed and next_review.",
        )


def not_a_question(file: YamlFile, path: Path, questions: Mapping[str, Question]) -> Problem:
    """The problem of an answer at `path` to something that is not answered there, or not asked at all."""
    place, key = file.key(*path), str(path[-1])
    if key in questions:
        home = {"reach": "reach: text", "self_refer": "reach: self_refer", "also_known_as": "also_known_as"}
        return Problem(place, f'"{key}" is not answered here', f"It has its own place: {home[questions[key].from_]}")
    answered = [id for id, question in questions.items() if question.from_ == "answers"]
    return unknown(place, key, "question", answered)


def fits(answer: Answer, question: Question, file: YamlFile, path: Path) -> Iterator[Problem]:
    """What an answer lacks, or has too much, for the kind of its question."""
    place = file.key(*path)
    if question.kind in ("list", "steps"):
        if not answer.list:
            yield Problem(
                place,
                f'"{question.id}" is answered by a list',
                "Write list: and the lines below it, each after a hyphen.",
            )
        if answer.answer:
            yield Problem(
                file.key(*path, "answer"),
                f'"{question.id}" is not a yes-or-no question',
                "Delete answer, and write a list.",
            )
        return
    if answer.list:
        yield Problem(
            file.key(*path, "list"),
            f'"{question.id}" is answered in a sentence, not by a list',
            "Write text: and a sentence.",
        )
    if question.kind == "choice" and not answer.answer:
        yield Problem(
            place,
            f'"{question.id}" is a yes-or-no question, and its answer is missing',
            "Add answer: and one of yes, usually, sometimes, not-usually, no, ask",
        )
    if question.kind == "text":
        if answer.answer:
            yield Problem(
                file.key(*path, "answer"), f'"{question.id}" is not a yes-or-no question', "Write text: and a sentence."
            )
        elif not answer.text and not answer.list:
            yield Problem(place, f'"{question.id}" has no text', "Add text: and a sentence.")
