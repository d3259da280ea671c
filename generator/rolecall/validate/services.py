"""The rules of local services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rolecall.load import Loaded, YamlFile
from rolecall.model import Service, ServiceWords, When
from rolecall.model.schedule import happens_on, last_day
from rolecall.places import Path, Problem
from rolecall.prose import broken_links, without_words, wrong_with
from rolecall.validate.answers import item, unknown, unknown_ids
from rolecall.validate.checks import check_days


def service_rules(
    id: str, service: Service, file: YamlFile, *, words: ServiceWords | None, loaded: Loaded, today: date
) -> Iterator[Problem]:
    """Everything wrong with one service, beside its shape. `id` is the file's name."""
    if service.id and service.id != id:
        sentence = f'the id "{service.id}" is not the name of the file'
        yield Problem(file.at("id"), sentence, f"Write id: {id}, or name the file {service.id}.yml")
    if wrong := wrong_with(service.description):
        yield Problem(file.at("description"), *wrong)
    else:
        for link in broken_links(service.description):
            sentence = f'no browser can follow the link "{link}"'
            yield Problem(file.at("description"), sentence, "Copy it from the browser.")
        for what in without_words(service.description):
            yield Problem(file.at("description"), f"{what} in this text has no words", "Write them, or take it out.")
    yield from unknown_ids(file, ("needs",), service.needs, "need", loaded.ids("needs"))
    if not service.needs:
        yield Problem(file.key("needs"), "a service helps with at least 1 need", "Add ids of needs.yml.")
    if words:
        lists: list[tuple[Path, tuple[str, ...], str, dict[str, str]]] = [
            (("who_for", "groups"), service.who_for.groups, "group", words.groups),
            (("how_to_join", "routes"), service.how_to_join.routes, "way to join", words.routes),
            (("languages",), service.languages, "language", words.languages),
        ]
        lists += [
            (("where", at, "access"), w.access, "kind of access", words.access) for at, w in enumerate(service.where)
        ]
        for path, ids, what, known in lists:
            yield from unknown_ids(file, path, ids, what, known)
    youngest, oldest = service.who_for.min_age, service.who_for.max_age
    if youngest is not None and oldest is not None and youngest > oldest:
        sentence = f"the oldest age, {oldest}, is below the youngest, {youngest}"
        yield Problem(file.at("who_for", "max_age"), sentence, "Change one of them.")
    places = [where.name for where in service.where]
    for at, when in enumerate(service.when):
        yield from _when_rules(("when", at), when, file)
        if when.at and when.at not in places:
            yield unknown(file.at("when", at, "at"), when.at, "place", places)
    yield from check_days(service, file, today)


def _when_rules(path: Path, when: When, file: YamlFile) -> Iterator[Problem]:
    if not (when.text or when.days or when.dates):
        yield Problem(file.at(*path), "this says no time", "Add text: in words, or every: week and days: [mon, tue]")
    if when.days and not when.every:
        yield Problem(
            file.key(*path, "days"), "these days do not say how they repeat", "Add every: week or every: month"
        )
    if when.every and not when.days:
        yield Problem(file.key(*path, "every"), "this does not say on which days", "Add days: [mon, tue]")
    for at, day in enumerate(when.days):
        if when.every == "week" and " " in day:
            sentence = f'"{day}" is a day of a month, and this repeats each week'
            yield Problem(item(file, (*path, "days"), at), sentence, "Write every: month, or the day alone.")
        if when.every == "month" and " " not in day:
            sentence = f"this does not say which {day} of the month"
            yield Problem(item(file, (*path, "days"), at), sentence, f"For example 2 {day} or last {day}")
    if when.interval > 1 and not when.every:
        yield Problem(file.key(*path, "interval"), "this does not say what repeats", "Add every: week and days: [mon]")
    elif when.interval > 1 and not when.starts:
        sentence = f"this does not say in which {when.every} it begins"
        yield Problem(file.key(*path, "interval"), sentence, "Add starts: and a day.")
    for name in ("starts", "until") if when.dates and not when.every else ():
        if getattr(when, name):
            sentence = f'"{name}" is for what repeats, and these are single days'
            yield Problem(file.key(*path, name), sentence, "Delete it, or write every: and days:")
    if when.from_ and when.to and when.to <= when.from_:
        place = file.at(*path, "to")
        yield Problem(place, f"this ends at {when.to} and starts at {when.from_}", "Change one of them.")
    if when.starts and when.until and when.until < when.starts:
        yield Problem(file.at(*path, "until"), "the last day is before the first", "Change one of them.")
    elif when.days and when.starts and when.until and not _ever(when):
        sentence = f"none of these days is between {when.starts} and {when.until}"
        yield Problem(file.at(*path, "until"), sentence, "Change the days, or the first or last one.")


def _ever(when: When) -> bool:
    last = last_day(when)
    return last is not None and happens_on(when, last)
