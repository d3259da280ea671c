"""The rules that national and local answers share: ids that exist, answers that fit their question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rolecall.load import Loaded, YamlFile
from rolecall.model import Answer, Question
from rolecall.places import Place, Problem
from rolecall.validate.shapes import Path, did_you_mean


def unknown(place: Place, word: str, what: str, known: Iterable[str]) -> Problem:
    """The problem of an id that does not exist."""
    return Problem(place, f'there is no {what} "{word}"', did_you_mean(word, known, called="There are"))


def unknown_sources(file: YamlFile, path: Path, sources: tuple[str, ...], loaded: Loaded) -> Iterator[Problem]:
    """Each of the `sources` below `path` that sources.yml does not have."""
    known = loaded.shared["sources"].node.entries if "sources" in loaded.shared else {}
    for at, source in enumerate(sources):
        if known and source not in known:
            yield unknown(file.at(*path, "sources", at), source, "source", known)


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
