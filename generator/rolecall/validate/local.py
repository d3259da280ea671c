"""The rules of one PCN's facts, and of PCNs among each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from rolecall.load import Loaded, PcnPicture, YamlFile
from rolecall.meanings import titles_in
from rolecall.model import PCN, LocalRole, Questions, ServiceWords, StaffWords, availability
from rolecall.pictures import Unfit
from rolecall.places import Path, Place, Problem
from rolecall.slots import SLOT, texts_of
from rolecall.slugs import is_slug, name_to_use, slug
from rolecall.validate.answers import SURGERY, fits, not_a_question, unknown, unknown_ids
from rolecall.validate.checks import check_days, days_of_saying_yes, unchecked
from rolecall.validate.shared import Parts
from rolecall.validate.texts import text_rules

LARGEST_LOGO = 20_000
"""Bytes that a PCN's logo may have: every page of the site loads it."""

LONGEST_NOTICE = 200
"""Characters that a notice may have: it pushes all else down on each page."""

MOST_DAYS = 62
"""Days that a notice may stay. What is there for longer, people no longer read."""

LARGEST_PHOTO = 8_000
"""Bytes that a photo of a person may have: 1 page loads those of all."""

MOST_MOVED = 2_000
"""Old addresses of a site that lead on: as many as Cloudflare Pages reads."""


def rules(id: str, pcn: PCN, file: YamlFile, loaded: Loaded, parts: Parts, *, today: date) -> list[Problem]:
    """Everything wrong with the facts of one PCN."""
    found = [*_pcn_rules(id, pcn, file, loaded), *_notice_rules(pcn, file, today), *_test_rules(pcn, file)]
    found += _roles_rules(pcn.roles, (), file, loaded, pcn=pcn, parts=parts)
    found += _absent_alternatives(pcn.roles, {id: [role] for id, role in pcn.roles.items()}, (), file, loaded)
    for at, practice in enumerate(pcn.practices):
        base = ("practices", at)
        found += _roles_rules(practice.roles, base, file, loaded, pcn=pcn, parts=parts)
        levels = {
            id: [roles[id] for roles in (practice.roles, pcn.roles) if id in roles]
            for id in (*pcn.roles, *practice.roles)
        }
        found += _absent_alternatives(practice.roles, levels, base, file, loaded)
    found += _practice_rules(pcn, file)
    found += _people_rules(id, pcn, file, loaded, parts)
    found += text_rules(pcn, file, parts.roles, parts.of(StaffWords))
    found += check_days(pcn, file, today)
    found += days_of_saying_yes(pcn, file, today)
    found += unchecked(pcn, file)
    return found


def rules_among(pcns: Mapping[str, PCN], files: Mapping[str, YamlFile]) -> list[Problem]:
    """Codes that 2 PCNs claim. Each of them gets the problem, since either may be the one to fix."""
    claims: dict[str, list[tuple[str, Path]]] = {}
    for id, pcn in pcns.items():
        claims.setdefault(pcn.ods_code, []).append((id, ("ods_code",)))
        for at, practice in enumerate(pcn.practices):
            claims.setdefault(practice.ods_code, []).append((id, ("practices", at, "ods_code")))
    found = []
    for code, holders in claims.items():
        for id, path in holders:
            others = sorted({other for other, _ in holders} - {id})
            if others:
                elsewhere = [files[other].file for other in others]
                sentence = f"{code} is also in {' and '.join(elsewhere)}"
                fix = f"A surgery belongs to 1 PCN. Delete it from {' or from '.join(['this file', *elsewhere])}"
                if path == ("ods_code",):
                    fix = f"Each PCN has its own code. Correct it in {' or in '.join(['this file', *elsewhere])}"
                fix += ", wherever it does not belong."
                found.append(Problem(files[id].at(*path), sentence, fix, id, kind="repeated"))
    return found


def _pcn_rules(id: str, pcn: PCN, file: YamlFile, loaded: Loaded) -> Iterator[Problem]:
    if not is_slug(id):
        yield Problem(
            Place(file.file),
            f'the folder "{id}" cannot be part of a web address',
            name_to_use(id, loaded.pcns, example="marsh-lane"),
            kind="address",
        )
    if not any(letter.isalnum() for letter in pcn.name):
        yield Problem(file.at("name"), "this name has no letters", "Write the PCN's full name.", kind="wrong")
    for helpline in pcn.helplines:
        if helpline not in loaded.ids("helplines") and loaded.ids("helplines"):
            yield unknown(file.key("helplines", helpline), helpline, "helpline", loaded.ids("helplines"))
    if len(pcn.moved) > MOST_MOVED:
        sentence = f"{len(pcn.moved):,} old addresses lead on from here"
        fix = f"Keep those that people still use, {MOST_MOVED:,} or fewer. Some web servers read no more."
        yield Problem(file.key("moved"), sentence, fix, kind="size")
    if pcn.logo:
        fix = f"Make it {LARGEST_LOGO} bytes or fewer. A simple svg is best."
        yield from _picture_rules(pcn.logo, file.at("logo"), loaded.pictures.get(id, {}), LARGEST_LOGO, fix)


def _notice_rules(pcn: PCN, file: YamlFile, today: date) -> Iterator[Problem]:
    if not (notice := pcn.notice):
        return
    if len(notice.text) > LONGEST_NOTICE:
        sentence = f"this notice has {len(notice.text)} characters, and stands above all else on each page"
        fix = f"Say the most important in {LONGEST_NOTICE} characters or fewer. Say the rest on a page of your own."
        yield Problem(file.at("notice", "text"), sentence, fix, kind="size")
    first = notice.from_ or today
    if notice.from_ and notice.until < notice.from_:
        sentence = "the last day of this notice is before its first"
        fix = "Correct one of the two days."
        yield Problem(file.at("notice", "until"), sentence, fix, kind="conflict")
    elif (last := first + timedelta(days=MOST_DAYS)) < notice.until:
        sentence = f"this notice would stay for {(notice.until - first).days} days, and people stop reading it"
        fix = f"Write {last} or an earlier day. What is so for longer, say on a page of your own."
        yield Problem(file.at("notice", "until"), sentence, fix, kind="size")


def _test_rules(pcn: PCN, file: YamlFile) -> Iterator[Problem]:
    """What is wrong with what people found who tested the site."""
    if not (test := pcn.accessibility) or test.found_alone is None:
        return
    place = file.at("accessibility", "found_alone")
    if test.tasks is None:
        sentence, fix = "this does not say of how many tasks", "Add tasks: 30 where 5 people tried 6 tasks each."
        yield Problem(replace(place, path=("accessibility", "tasks")), sentence, fix, kind="missing")
    elif test.found_alone > test.tasks:
        sentence = f"people did {test.found_alone} tasks alone, and tried {test.tasks}"
        yield Problem(place, sentence, 'Correct one of the two: "found_alone" or "tasks".', kind="conflict")


def _picture_rules(
    name: str, place: Place, there: Mapping[str, PcnPicture], largest: int, smaller: str
) -> Iterator[Problem]:
    """What is wrong with a picture that a PCN names."""
    if name not in there:
        sentence = f'there is no file "{name}" beside this one'
        yield Problem(place, sentence, "Copy the picture into this folder.", kind="missing")
    elif there[name].size > largest:
        sentence = f"this picture has {there[name].size} bytes, which is slow on an old phone"
        yield Problem(place, sentence, smaller, kind="size")
    elif isinstance(wrong := there[name].data, Unfit):
        yield Problem(place, wrong.sentence, wrong.fix, kind="unreadable")


def _people_rules(id: str, pcn: PCN, file: YamlFile, loaded: Loaded, parts: Parts) -> Iterator[Problem]:
    """What is wrong with the people whom a PCN names."""
    pictures, titles = loaded.pictures.get(id, {}), titles_in(pcn)
    codes = {practice.ods_code: practice.name for practice in pcn.practices}
    for at, person in enumerate(pcn.people):
        path: Path = ("people", at)
        if not person.roles:
            fix = "Write roles: [link-worker]"
            yield Problem(file.lacking(*path, "roles"), "this person has no role", fix, kind="missing")
        yield from unknown_ids(file, (*path, "roles"), person.roles, "role", loaded.roles, titles=titles)
        yield from unknown_ids(file, (*path, "practices"), person.practices, SURGERY, codes)
        if words := parts.of(ServiceWords):
            yield from unknown_ids(file, (*path, "languages"), person.languages, "language", words.languages)
        yield from _not_there(pcn, file, path, titles)
        place = file.at(*path, "photo")
        if person.photo:
            fix = f"Make it {LARGEST_PHOTO} bytes or fewer: 160 by 160 pixels as webp."
            yield from _picture_rules(person.photo, place, pictures, LARGEST_PHOTO, fix)
        if person.photo and not person.photo_shows:
            fix = "Add photo_shows: for people who cannot see it, for example Sam, smiling."
            at_words = replace(place, path=(*path, "photo_shows"))
            yield Problem(at_words, "this photo has no description", fix, kind="missing")


def _not_there(pcn: PCN, file: YamlFile, path: Path, titles: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Roles that a person is named for, and that nobody has wherever this person works."""
    person = pcn.people[int(path[1])]
    works: list[tuple[Path, Mapping[str, LocalRole]]] = [
        (("practices", at, "roles"), practice.roles)
        for at, practice in enumerate(pcn.practices)
        if not person.practices or practice.ods_code in person.practices
    ]
    for at, role in enumerate(person.roles):
        absent: list[Path] = []
        for base, roles in works or [(("roles",), {})]:
            levels = [given[role] for given in (roles, pcn.roles) if role in given]
            if not levels or availability(levels).available:
                break
            says_so = role in roles and "available" in roles[role].model_fields_set
            absent.append((*base, role) if says_so else ("roles", role))
        else:
            word = next(iter(titles.get(role, ())), role)
            line = file.at(*absent[0], "available").line
            sentence = f'{person.name} is named as "{word}", and line {line} says that nobody here has this role'
            fix = "Which is right? Say that there is one, or take this role from the person."
            yield Problem(file.at(*path, "roles", at), sentence, fix, kind="conflict")


def _roles_rules(
    roles: Mapping[str, LocalRole], base: Path, file: YamlFile, loaded: Loaded, *, pcn: PCN, parts: Parts
) -> Iterator[Problem]:
    """The facts that a PCN, or the practice at `base`, gives of roles."""
    titles = titles_in(pcn)
    questions = parts.by_id()
    for id, local in roles.items():
        path = (*base, "roles", id)
        if id not in loaded.roles:
            yield unknown(file.key(*path), id, "role", loaded.roles, titles=titles)
            continue
        for key in ("instead", "combined_with"):
            other = getattr(local, key)
            place = file.at(*path, key)
            if other and other not in loaded.roles:
                yield unknown(place, other, "role", loaded.roles, titles=titles)
            elif other == id:
                yield Problem(place, f'"{key}" names the role itself', "Name another role.", kind="conflict")
        if local.instead and local.available:
            yield Problem(
                file.key(*path, "instead"),
                '"instead" is for a role that is not available here',
                'If nobody here has this role, add available: no. Otherwise delete "instead".',
                kind="conflict",
            )
        if local.combined_with and not local.available:
            yield Problem(
                file.key(*path, "combined_with"),
                "this role is not available here, and is also combined with another",
                "Does that person do this job here? Then delete available: no."
                " If nobody does it, delete combined_with.",
                kind="conflict",
            )
        for name, texts in (("reach", local.reach), ("answers", local.answers)):
            for where, text in texts_of(texts, (*path, name)):
                yield from _own_slots(text, file.at(*where), loaded)
        if local.reach:
            yield from unknown_ids(
                file, (*path, "reach", "sources"), local.reach.sources, "source", loaded.ids("sources")
            )
        for key, answer in local.answers.items():
            at = (*path, "answers", key)
            if not parts.of(Questions):
                continue
            if key not in questions or questions[key].from_ != "answers":
                yield not_a_question(file, at, questions)
                continue
            yield from fits(answer, questions[key], file, at)
            yield from unknown_ids(file, (*at, "sources"), answer.sources, "source", loaded.ids("sources"))


def _own_slots(text: str, place: Place, loaded: Loaded) -> Iterator[Problem]:
    """A slot of the national words in a PCN's own, in which people would read its brackets."""
    for slot in SLOT.finditer(text):
        if slug(slot[1]) in loaded.roles:
            sentence = f"people would read {slot[0]} as it stands here"
            fix = "In your own words, write what the role is called here, without curly brackets."
            yield Problem(place, sentence, fix, kind="wrong")


def _absent_alternatives(
    roles: Mapping[str, LocalRole],
    levels: Mapping[str, Sequence[LocalRole]],
    base: Path,
    file: YamlFile,
    loaded: Loaded,
) -> Iterator[Problem]:
    """Roles that send people to a role that is not there either. `levels` has what counts there, nearest first."""
    somebody = f"Name a role that people can see {'at this surgery' if base else 'in this PCN'}."
    for id, local in roles.items():
        for key in ("instead", "combined_with"):
            name = getattr(local, key)
            if not name or name == id or name not in levels:
                continue
            other, place = availability(levels[name]), file.at(*base, "roles", id, key)
            if not other.available:
                yield Problem(place, f'"{name}" is not available here either', somebody, kind="conflict")
            elif key == "combined_with" and other.combined_with:
                sentence = f'"{name}" is itself combined with "{other.combined_with}"'
                does_it = availability(levels.get(other.combined_with, ()))
                fix = somebody
                if other.combined_with == id:
                    fix = "Delete one of the two lines."
                elif other.combined_with in loaded.roles and does_it.available and not does_it.combined_with:
                    fix = f"Write combined_with: {other.combined_with}"
                yield Problem(place, sentence, fix, kind="conflict")


def _practice_rules(pcn: PCN, file: YamlFile) -> Iterator[Problem]:
    slugs: dict[str, str] = {}
    codes: dict[str, str] = {}
    for at, practice in enumerate(pcn.practices):
        place = file.at("practices", at, "ods_code")
        if practice.ods_code in codes:
            yield Problem(
                place,
                f"{practice.ods_code} is the code of {codes[practice.ods_code]} too",
                "List each surgery once, with its own code.",
                kind="repeated",
            )
        codes.setdefault(practice.ods_code, practice.name)
        part = practice.address_part
        place = file.at("practices", at, "slug" if practice.slug else "name")
        if part in slugs:
            yield Problem(
                place,
                f"the web address of this surgery, /surgeries/{part}/, is also that of {slugs[part]}",
                f"Write slug: {part}-{practice.ods_code.lower()} for this surgery.",
                kind="address",
            )
        slugs.setdefault(part, practice.name)
