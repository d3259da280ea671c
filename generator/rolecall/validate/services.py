"""The rules of local services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from rolecall.days import DAYS
from rolecall.load import Loaded, YamlFile
from rolecall.model import Service, ServiceWords, When
from rolecall.model.schedule import happens_on, last_day
from rolecall.places import Path, Problem
from rolecall.prose import (
    broken_links,
    is_sound,
    picture_from_elsewhere,
    pictures_from_elsewhere,
    without_words,
    wrong_with,
)
from rolecall.validate.answers import item, unknown, unknown_ids
from rolecall.validate.checks import check_days

_WHICH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth"}


def service_rules(
    id: str, service: Service, file: YamlFile, *, words: ServiceWords | None, loaded: Loaded, today: date
) -> Iterator[Problem]:
    """Everything wrong with one service, beside its shape. `id` is the file's name."""
    if service.id and service.id != id:
        sentence = f'the id "{service.id}" is not the name of the file'
        fix = f"Write id: {id}, or name the file {service.id}.yml"
        yield Problem(file.at("id"), sentence, fix, kind="conflict")
    if not is_sound(service.description):
        yield from _wrong_with_text(service.description, file)
    yield from unknown_ids(file, ("needs",), service.needs, "need", loaded.ids("needs"))
    if not service.needs and not service.source:  # A directory's categories may say nothing that we know.
        sentence = "this service does not say what it helps with"
        fix = f"Write at least 1 need, for example needs: [{next(iter(loaded.ids('needs')), 'lonely')}]"
        yield Problem(file.key("needs"), sentence, fix, kind="missing")
    if words:
        lists: list[tuple[Path, tuple[str, ...], str, dict[str, str]]] = [
            (("who_for", "groups"), service.who_for.groups, "group", words.groups),
            (("how_to_join", "routes"), service.how_to_join.routes, "way to join", words.routes),
            (("languages",), service.languages, "language", words.languages),
        ]
        lists += [
            (("where", at, "access"), place.access, "kind of access", words.access)
            for at, place in enumerate(service.where)
        ]
        for path, ids, what, known in lists:
            yield from unknown_ids(file, path, ids, what, known)
    youngest, oldest = service.who_for.min_age, service.who_for.max_age
    if youngest is not None and oldest is not None and youngest > oldest:
        sentence = f"the oldest age, {oldest}, is below the youngest, {youngest}"
        fix = 'Correct one of the two: "min_age" or "max_age".'
        yield Problem(file.at("who_for", "max_age"), sentence, fix, kind="conflict")
    places = [where.name for where in service.where]
    for at, when in enumerate(service.when):
        yield from _when_rules(("when", at), when, file)
        if when.at and when.at not in places:
            yield unknown(file.at("when", at, "at"), when.at, "place", places)
    yield from check_days(service, file, today)


def _wrong_with_text(text: str, file: YamlFile) -> Iterator[Problem]:
    if wrong := wrong_with(text):
        yield Problem(file.at("description"), *wrong, kind="size")
        return
    for link in broken_links(text):
        sentence = f'no browser can follow the link "{link}"'
        yield Problem(file.at("description"), sentence, "Copy it from the browser.", kind="address")
    for picture in pictures_from_elsewhere(text):
        yield Problem(file.at("description"), *picture_from_elsewhere(picture), kind="address")
    for wordless in without_words(text):
        sentence = f"in this text, a {wordless.what}"
        yield Problem(file.at("description"), sentence, wordless.fix, kind="wrong")


def _when_rules(path: Path, when: When, file: YamlFile) -> Iterator[Problem]:
    if not (when.text or when.days or when.dates):
        place, fix = file.at(*path), "Add text: in words, or every: week and days: [mon, tue]"
        yield Problem(replace(place, path=(*path, "text")), "this has no time", fix, kind="missing")
    if when.days and not when.every:
        place, sentence = file.key(*path, "days"), "these days do not say how they repeat"
        fix = "Add every: week or every: month"
        yield Problem(replace(place, path=(*path, "every")), sentence, fix, kind="missing")
    if when.every and not when.days:
        place, sentence = file.key(*path, "every"), "this does not say on which days"
        yield Problem(replace(place, path=(*path, "days")), sentence, "Add days: [mon, tue]", kind="missing")
    for at, day in enumerate(when.days):
        if when.every == "week" and " " in day:
            sentence = f'"{day}" means the {_in_words(day)} of the month, and this is every week'
            fix = f"Write every: month, or only {day.split()[-1]}."
            yield Problem(item(file, (*path, "days"), at), sentence, fix, kind="conflict")
        if when.every == "month" and " " not in day:
            sentence = f"this does not say which {DAYS[day]} of the month"
            fix = f"Write for example 2 {day} (the second) or last {day}."
            yield Problem(item(file, (*path, "days"), at), sentence, fix, kind="wrong")
    if when.interval > 1 and not when.every:
        place, fix = file.key(*path, "interval"), "Add every: week and days: [mon]"
        yield Problem(replace(place, path=(*path, "every")), "this does not say what repeats", fix, kind="missing")
    elif when.interval > 1 and not when.starts:
        place, sentence = file.key(*path, "interval"), f"this does not say in which {when.every} it begins"
        yield Problem(replace(place, path=(*path, "starts")), sentence, "Add starts: and a day.", kind="missing")
    for name in ("starts", "until") if when.dates and not when.every else ():
        if getattr(when, name):
            sentence = f'"{name}" is for what repeats, and these are single days'
            yield Problem(file.key(*path, name), sentence, "Delete it, or write every: and days:", kind="conflict")
    if when.from_ and when.to and when.to <= when.from_:
        sentence = f"this ends at {when.to} and starts at {when.from_}"
        fix = 'Correct one of the two: "from" or "to".'
        yield Problem(file.at(*path, "to"), sentence, fix, kind="conflict")
    if when.starts and when.until and when.until < when.starts:
        sentence = "the last day is before the first"
        fix = 'Correct one of the two: "starts" or "until".'
        yield Problem(file.at(*path, "until"), sentence, fix, kind="conflict")
    elif when.days and when.starts and when.until and not _ever(when):
        sentence = f"none of these days is between {when.starts} and {when.until}"
        yield Problem(
            file.at(*path, "until"), sentence, "Change the days, or the first or the last day.", kind="conflict"
        )


def _in_words(day: str) -> str:
    """A day of a month, as people say it: `2 sun` is the second Sunday."""
    which, short = day.split()
    return f"{_WHICH.get(which, which)} {DAYS[short]}"


def _ever(when: When) -> bool:
    last = last_day(when)
    return last is not None and happens_on(when, last)
