"""What files of a workspace leave out or say in an odd way, so that a site does without something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from rolecall.checks.subject import Subject
from rolecall.load import Loaded, YamlFile
from rolecall.model import Content, Question, Questions, Use
from rolecall.places import Path, Problem

USUAL_PRACTICES = 35
"""No PCN was seen with more practices (NHS Digital, March 2020: 33)."""


def of_pcn(subject: Subject) -> Iterator[Problem]:
    """What is left out of `pcn.yml`, or seldom so, and services that stand in the place of another."""
    pcn, file = subject.pcn, subject.file
    if not pcn.site_url:
        sentence = "this site has no web address yet, so it has no text messages and no QR codes"
        fix = "Add site_url: when you know it. In a subfolder of a website, the page for wrong addresses needs it too."
        yield Problem(file.lacking("site_url"), sentence, fix, kind="missing")
    if not pcn.practices:
        sentence = "this PCN has no surgeries"
        yield Problem(file.lacking("practices"), sentence, "List them under practices.", kind="missing")
    elif len(pcn.practices) > USUAL_PRACTICES:
        sentence = f"this PCN has {len(pcn.practices)} surgeries"
        yield Problem(file.key("practices"), sentence, "Is that right?", kind="unusual")
    link_worker = pcn.roles.get("link-worker")
    if link_worker and not link_worker.available and not link_worker.instead:
        yield Problem(
            file.key("roles", "link-worker"),
            "there is no link worker here, and nobody instead",
            "Most PCNs have a way to one. Add instead: if there is one.",
            kind="unusual",
        )
    for id, shared in subject.loaded.shared_in(subject.id).items():
        if id in subject.service_files and subject.service_files[id].file != shared.whole.file:
            sentence = f"this is shown here in place of {shared.whole.file}"
            fix = "If it is the same service, delete here what is the same. If not, rename this file."
            yield Problem(subject.service_files[id].key("name"), sentence, fix, kind="unusual")


def of_all(content: Content, loaded: Loaded) -> Iterator[Problem]:
    """What is left out of files that all PCNs share."""
    yield from _in_no_pcn(loaded)
    yield from _unused(content.questions, loaded.shared["questions"])


def _in_no_pcn(loaded: Loaded) -> Iterator[Problem]:
    """Services for several PCNs that none of them shows. Nothing where not all PCNs were read."""
    if loaded.shared_services and loaded.pcns.keys() >= {*loaded.all_pcns}:
        shown = {id for pcn in loaded.pcns for id in loaded.shared_in(pcn)}
        for id, shared in loaded.shared_services.items():
            if id not in shown and not shared.reach.pcns:
                sentence = "no PCN shows this service: its areas and places name none, nor a surgery or its postcode"
                fix = f"Add pcns: and the names of their folders, for example pcns: [{loaded.all_pcns[0]}]"
                yield Problem(shared.whole.key("name"), sentence, fix, kind="unusual")


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
