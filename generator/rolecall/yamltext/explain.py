"""What the parser of YAML finds wrong, as problems that a person can fix."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from rolecall.places import Place, Problem
from rolecall.yamltext.slips import quoted, slip_in


@dataclass(frozen=True, slots=True)
class _Mistake:
    """A mistake that the YAML parser finds: the words that it uses, and what a person can do."""

    words: str
    sentence: str
    fix: str
    from_start: bool = False
    """Whether to point at where the trouble opens, not at where the parser gave up."""


_MISTAKES = (
    _Mistake("escape", "a backslash in double quotes has a special meaning", "Use single quotes, or 2 backslashes."),
    _Mistake("quoted scalar", "a quote opens here and does not close", "Add the closing quote.", from_start=True),
    _Mistake(
        "mapping values are not allowed",
        "there is a second colon in this line, or too many or too few spaces in front of it",
        'Put the text in double quotes, for example name: "Marsh Lane: main surgery"',
    ),
    _Mistake(
        "could not find expected ':'",
        "this line has no colon after the name of the field",
        "Write a colon, a space and the text after it, for example short_name: Testbury",
        from_start=True,
    ),
    _Mistake("cannot start any token", "text cannot start with this character", "Put the text in double quotes."),
    _Mistake("flow sequence", "a bracket opens here and does not close", "Add the closing bracket.", from_start=True),
    _Mistake("flow node", "a bracket opens here and does not close", "Add the closing bracket.", from_start=True),
    _Mistake("flow mapping", "a bracket opens here and does not close", "Add the closing bracket.", from_start=True),
    _Mistake(
        "block mapping",
        "this line does not fit the ones above it",
        "Give it as many spaces in front as the lines around it.",
    ),
    _Mistake(
        "block collection",
        "this line does not fit the ones above it",
        "Give it as many spaces in front as the lines around it.",
    ),
    _Mistake(
        "not allowed in this context",
        "this line does not fit the ones above it",
        "Give it as many spaces in front as the lines around it.",
    ),
    _Mistake(
        "document start", "this line does not belong to what stands above it", "Look at the spaces and brackets above."
    ),
    _Mistake("alias", "text cannot start with & or * here", "Put the text in double quotes."),
    _Mistake("anchor", "text cannot start with & or * here", "Put the text in double quotes."),
    _Mistake("tag", "text cannot start with ! here", "Put the text in double quotes."),
    _Mistake("", "this does not read as YAML", "Compare the line, and the one above it, with the examples in README."),
)


_MARK = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?\r?$", re.MULTILINE)
"""A line that git writes around what 2 people changed."""


def of_2_people(source: str, file: str) -> Problem | None:
    """What git leaves in a file that 2 people changed in one place. It may well read as YAML, within a long text."""
    if not (found := _MARK.search(source)):
        return None
    place = Place(file, source.count("\n", 0, found.start()) + 1)
    sentence = "2 people changed this part of the file, and both versions stand here, with marks between"
    fix = "Keep the lines that are right. Delete the others, and the lines of <<<<<<<, ======= and >>>>>>>."
    return Problem(place, sentence, fix, kind="unreadable")


def explained(error: yaml.MarkedYAMLError, source: str, file: str) -> Problem:
    """An error of the parser as a problem that a person can fix."""
    words = f"{error.context or ''} {error.problem or ''}"
    mistake = next(mistake for mistake in _MISTAKES if mistake.words in words)
    marks = [error.context_mark, error.problem_mark] if mistake.from_start else [error.problem_mark, error.context_mark]
    line, column = next(((mark.line, mark.column) for mark in marks if mark), (0, 0))
    last = source.rstrip("\n").count("\n")
    if line > last:  # It gave up at the end.
        line, column = last, len(source.rstrip("\n").rpartition("\n")[2])
    text = (source.split("\n")[line : line + 1] or [""])[0]
    place = Place(file, line + 1, column + 1)
    if mistake.words == "quoted scalar" and re.match(r"'\w", text[column:]):
        fix = f"Add the closing quote. If it is an apostrophe, use double quotes: {quoted(text[column:])}"
        return Problem(place, mistake.sentence, fix, kind="unreadable")
    if "\t" in text[: column + 1] and not text[:column].strip():
        return Problem(place, "this line starts with a tab", _spaces_for_tab(source, line), kind="unreadable")
    problem_mark, context_mark = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    if problem_mark and context_mark:
        slip = slip_in(source, problem_mark.line, context_mark.line, words, problem_mark.column)
        if slip:
            at = Place(file, slip.line + 1, slip.column + 1)
            return Problem(at, slip.sentence, slip.fix, kind="unreadable")
    return Problem(place, mistake.sentence, mistake.fix, kind="unreadable")


def _spaces_for_tab(source: str, at: int) -> str:
    """How many spaces to put there: as many as its neighbours that mean the same have, or 2 more than what it is in."""
    lines = source.split("\n")
    is_item = lines[at].lstrip().startswith("- ")
    above = next((line for line in reversed(lines[:at]) if line.strip() and not line.lstrip("\t ").startswith("#")), "")
    if not above or "\t" in above[: len(above) - len(above.lstrip())]:
        return "Use spaces: 2 for each step that a line stands further in."
    lead = len(above) - len(above.lstrip(" "))
    opens = above.rstrip().endswith((":", ">", "|"))
    if above.lstrip().startswith("- ") and not is_item:
        lead += 2  # beside the field behind the hyphen
    many = lead + 2 * opens
    return f"Delete it, and put {many} spaces there." if many else "Delete it: this line starts at the left edge."
