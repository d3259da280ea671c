"""The files that every PCN shares: those that Rolecall ships with additions, or all of them drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml
from hypothesis import strategies as st

from rolecall.model import (
    SHARED_FILES,
    AgeRange,
    Answer,
    Avoid,
    BriefLine,
    Card,
    ChooseQuestion,
    Code,
    Danger,
    DangerWords,
    Distress,
    DoneByOthers,
    EasyLine,
    Group,
    Helpline,
    InShort,
    Need,
    NeedGroup,
    Outcome,
    PlainWords,
    Question,
    Reach,
    Role,
    Same,
    Section,
    ServiceWords,
    Source,
    StaffDanger,
    StaffWords,
    Team,
    Term,
    UrgentHelp,
    Way,
    WayAnswer,
)
from rolecall.model.service import FilterWord
from rolecall.slots import TEXTS
from strategies import texts
from strategies.drawn import World, drawn

ROOT = Path(__file__).parents[2]
Values = dict[str, Any]

SPECIAL = ["does", "does_not", "helps_with", "first_contact", "private", "refer_when", "not_for"]
"""Questions that pages look for by their ids."""
CHOICES = ["yes", "usually", "sometimes", "not-usually", "no", "ask"]

CORE = [
    "link-worker", "coach", "a", "b", "c", "a-or-b", "b-or-c", "2nd", "for", "404", "easy-read", "readme",
    "toc", "lunch", "reach", "x" * 60,
]  # fmt: skip
WIDER = ["gp", "urgent", "another-way", "nurse-a", "reach", "print-room", "d", "c-or-d", "all", "q", "main-nurse"]
ODD_ROLES = ["index", "main", "who-to-refer-to", "services", "print", "search", "A", "é"]

SHORT = st.sampled_from(["Several", "About 6", "Who to ask", "x" * 30])
"""Words for tables at a glance."""

TEXT_MESSAGES = [
    "{name}, {surgery}: {role} {link}",
    "{name}, from {surgery}: the {role}. {link}",
    "{name} {link} {role} {surgery} {name}",
]


@cache
def shipped(file: str) -> Values:
    """What a file says that Rolecall ships, each scalar as text."""
    value: Values = yaml.load((ROOT / file).read_text("utf-8"), yaml.CBaseLoader) or {}
    return value


def answers(questions: Mapping[str, Values], world: World, *, core: bool = False, **facts: Any) -> Any:
    """Answers to some of the questions, each of the kind that is asked. A core role answers all."""
    needed, others = {}, {}
    for id, question in questions.items():
        if question.get("from", "answers") != "answers":
            continue
        kind = question["kind"]
        always = {"list": ["list"], "steps": ["list"], "choice": ["answer"], "text": ["text"]}[kind]
        never = {"list": ["answer"], "steps": ["answer"], "choice": ["list"], "text": ["answer", "list"]}[kind]
        lines = st.lists(texts.WORDS, min_size=1, max_size=3)
        never += [name for name in ("checked", "next_check") if core]
        given = {"list": lines, "short": SHORT, **facts}
        given = {name: value for name, value in given.items() if name not in never}
        if core:
            given |= _sourced(world)
        one = drawn(Answer, world, always=[*always, *(["assumed"] if core else [])], never=never, **given)
        optional = question.get("optional", "no").lower() in ("yes", "true")
        (needed if core and not optional else others)[id] = one
    return st.fixed_dictionaries(needed, optional=others)


def _sourced(world: World) -> Values:
    """A national fact names its sources or is assumed."""
    return {"assumed": world.mostly(st.just("yes"), ["no"])}


def roles(world: World, questions: Mapping[str, Values], *, core: bool) -> Any:
    """A role's file."""
    reach = drawn(
        Reach, world, always=["text", "self_refer", "assumed"], never=["checked", "next_check"], **_sourced(world)
    )
    easy = st.lists(drawn(EasyLine, world), max_size=2)
    codes = drawn(Code, world, sources=world.some("sources"))
    others = drawn(DoneByOthers, world, always=["assumed"], **_sourced(world))
    needed = ["reach", "core", "answers"] if core else ["assumed"]
    return drawn(
        Role,
        world,
        always=needed,
        never=[] if core else ["core"],
        order=st.integers(-1, 3).map(str),
        core=st.just("yes"),
        reach=reach,
        answers=answers(questions, world, core=True) if core else answers(questions, world, core=True).map(_few),
        others=st.lists(others, max_size=2),
        easy_read=easy,
        codes=st.lists(codes, max_size=1),
        reviewed=world.past(),
        next_review=world.ahead(),
        **_sourced(world),
    )


def _few(all_of: Values) -> Values:
    return {id: answer for at, (id, answer) in enumerate(all_of.items()) if at % 3 == 0}


@st.composite
def questions_files(draw: st.DrawFn, world: World) -> Values:
    """questions.yml: any questions, in groups of any kind, all of which the page of a role shows."""
    ids = draw(st.lists(st.sampled_from([*SPECIAL, "x_1", "x_2", "ages", "reach", "names"]), min_size=1, unique=True))
    kinds = st.sampled_from(["list", "steps", "text", "choice"])
    asked = []
    for id in ids:
        origin = st.sampled_from(["answers"] * 6 + ["reach", "self_refer", "also_known_as"])
        same = drawn(Same, world, answer=st.sampled_from(CHOICES))
        asked.append(draw(drawn(Question, world, id=st.just(id), kind=kinds, from_=origin, same=same)))
    groups, cuts = [], draw(st.lists(st.integers(0, len(asked)), max_size=3).map(sorted))
    names = ["a", "is-it", "staff", "what"]
    for at, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(asked)], strict=True)):
        groups.append(draw(drawn(Group, world, id=st.just(names[at]), questions=st.just(asked[start:end]))))
    shown = [
        q["id"]
        for g in groups
        if g.get("staff", "no").lower() in ("no", "false")
        for q in g["questions"]
        if q.get("from", "answers") in ("answers", "also_known_as")
    ]
    sections = [draw(drawn(Section, world, questions=st.just([id]))) for id in shown]
    if draw(st.booleans()):
        sections = [draw(drawn(Section, world, questions=st.just(shown)))]
    choices = {c: draw(texts.WORDS) for c in CHOICES}
    patient = {q["id"] for g in groups if g.get("staff", "no").lower() in ("no", "false") for q in g["questions"]}
    rows = drawn(InShort, world, question=st.sampled_from(sorted(patient))) if patient else st.nothing()
    named = st.lists(rows, max_size=3) if patient else st.just([])
    return {
        "choices": choices, "nobody": draw(texts.WORDS), "groups": groups, "role_page": sections,
        "at_a_glance": draw(named), "role_in_short": draw(named), "staff_card": draw(named), "staff_table": draw(named),
        "handout": draw(st.lists(st.sampled_from(sorted(patient)), max_size=3)) if patient else [],
    }  # fmt: skip


def asked(file: Values) -> dict[str, Values]:
    """Every question of a questions.yml by its id."""
    return {q["id"]: q for group in file["groups"] for q in group["questions"]}


@st.composite
def choose_files(draw: st.DrawFn, world: World, core: list[str]) -> Values:
    """choose.yml: 1 or 2 questions that lead to every need and every core role."""
    ids = draw(st.lists(st.sampled_from(["what", "a", "second", "needs"]), min_size=2, max_size=2, unique=True))
    outcomes = {f"see-{id}": draw(drawn(Outcome, world, role=st.just(id))) for id in core}
    if not outcomes or draw(st.booleans()):
        outcomes["other"] = draw(drawn(Outcome, world))
    ways = [{"need": id} for id in world.ids["needs"]] + [{"outcome": id} for id in outcomes]
    ways = ways if len(ways) > 1 else ways * 2
    never = ["to", "need", "outcome"]
    answers = [{**draw(drawn(WayAnswer, world, never=never)), **way} for way in ways]
    last = {**draw(drawn(Way, world, never=never)), **ways[0]}
    first = draw(drawn(ChooseQuestion, world, answers=st.just(answers), unsure=st.just(last)))
    questions = {ids[0]: first}
    if draw(st.booleans()):
        to = {**draw(drawn(WayAnswer, world, never=never)), "to": ids[0]}
        questions[ids[1]] = draw(
            drawn(ChooseQuestion, world, answers=st.just([to, answers[0]]), unsure=st.just({"to": ids[0]}))
        )
        return {"start": ids[1], "questions": questions, "outcomes": outcomes}
    return {"start": ids[0], "questions": questions, "outcomes": outcomes}


def needs(world: World) -> Any:
    """A need: with a role to see first, or with help lines first, or neither."""
    lines = st.lists(texts.WORDS, min_size=1, max_size=2)
    urgent = texts.WORDS.map(lambda text: f"If {text}")
    own = _sourced(world)
    first = drawn(
        Need, world, always=["first_role", "why", "can", "cannot", "assumed"], never=["help_first"],
        can=lines, cannot=lines, urgent=urgent, **own,
    )  # fmt: skip
    no_role = ["first_role", "help_first"]
    neither = drawn(Need, world, always=["assumed"], never=no_role, urgent=urgent, **own)
    if not world.ids.get("helplines"):
        return first | neither
    helped = drawn(
        Need, world, always=["help_first", "helplines", "assumed"], never=["first_role"],
        help_first=st.just("yes"), helplines=world.some("helplines", 1), urgent=urgent, **own,
    )  # fmt: skip
    return first | neither | helped


ODD_IDS = ["Two Words", "é", "a/b", "../up", "A", "سوشل", "index", "a b&c", ""]
"""Ids at the top of a shared file, which nothing but the file itself gives."""


def ids(world: World, good: list[str], most: int = 3) -> Any:
    """A few ids for what a shared file holds."""
    return st.lists(world.mostly(st.sampled_from(good), ODD_IDS, one_in=24), min_size=1, max_size=most, unique=True)


@st.composite
def drawn_files(draw: st.DrawFn, world: World) -> tuple[World, dict[str, Values]]:
    """Every shared file of a workspace that takes none of those that Rolecall ships, and what there is then."""
    core = draw(st.lists(world.mostly(st.sampled_from(CORE), ODD_ROLES, one_in=16), max_size=4, unique=True))
    wider = draw(st.lists(st.sampled_from([id for id in WIDER if id not in core]), min_size=1, max_size=3, unique=True))
    known = {
        "sources": draw(ids(world, ["seed", "nhse", "a"])),
        "helplines": draw(ids(world, ["samaritans", "shout", "a"])),
        "teams": draw(ids(world, ["core", "others"])),
        "need-groups": draw(ids(world, ["a", "home"])),
        "needs": draw(ids(world, ["money", "lonely", "a", "free", "print"])),
        "roles": [*core, *wider],
        **{name: draw(st.lists(st.sampled_from(["a", "b", "drop-in", "pl"]), min_size=1, max_size=2, unique=True))
           for name in ("routes", "access", "groups", "languages")},
    }  # fmt: skip
    world = replace(world, ids=known)
    questions = draw(questions_files(world))
    every = asked(questions)
    known["answers"], known["questions"] = [*every], [*every]
    named = drawn(Helpline, world, always=["how"])
    words = {
        name: {id: draw(texts.WORDS) for id in known[name]} for name in ("routes", "access", "groups", "languages")
    }
    ages = st.sampled_from([("0", "17"), ("18", "120"), ("60", "60")]).flatmap(
        lambda pair: drawn(AgeRange, world, from_=st.just(pair[0]), to=st.just(pair[1]))
    )
    brief = []
    for number in ("999", "111"):
        with_number = texts.WORDS.map(lambda text, n=number: f"{text} {n}.")
        brief.append(draw(drawn(BriefLine, world, phone=st.just(number), text=with_number, short=with_number)))
    files: dict[str, Values] = {
        "content/sources.yml": {id: draw(drawn(Source, world)) for id in known["sources"]},
        "content/helplines.yml": {id: draw(named) for id in known["helplines"]},
        "content/teams.yml": {id: draw(drawn(Team, world)) for id in known["teams"]},
        "content/need-groups.yml": {id: draw(drawn(NeedGroup, world)) for id in known["need-groups"]},
        "content/needs.yml": {id: draw(needs(world)) for id in known["needs"]},
        "content/questions.yml": questions,
        "content/terms.yml": draw(terms(world)),
        "content/choose.yml": draw(choose_files(world, core)),
        "content/distress.yml": {
            id: draw(drawn(Distress, world, urgent=world.mostly(st.just(["999"]), [["111", "998"]]), always=["urgent"]))
            for id in draw(ids(world, ["a", "suicide"], 2))
        },
        "content/danger-words.yml": draw(
            drawn(DangerWords, world, words=st.just({"ME": ["me", "i"], "KILL": ["kill", "ME"]}))
        ),
        "content/plain-words.yml": draw(
            drawn(
                PlainWords,
                world,
                because=st.just({"hard": '"{words}" is hard to read'}),
                lists=st.just({"people": ["people", "adults"]}),
                safety=st.lists(world.mostly(st.just("hard"), ["soft"]), max_size=1),
                avoid=st.lists(
                    drawn(
                        Avoid,
                        world,
                        always=["tip"],
                        because=world.mostly(st.just("hard"), ["soft"]),
                        words=st.lists(st.sampled_from(["signpost", "over {number}", "{people} with it"]), min_size=1),
                    ),
                    max_size=3,
                ),
                always=["lists"],
            )
        ),
        "content/service-words.yml": draw(
            drawn(
                ServiceWords,
                world,
                ages=st.dictionaries(st.sampled_from(["young", "a", "18-plus"]), ages, max_size=2),
                filters=st.fixed_dictionaries(dict.fromkeys(get_args(FilterWord), texts.WORDS)),
                **{name: st.just(value) for name, value in words.items()},
            )
        ),
        "content/staff.yml": draw(
            drawn(
                StaffWords,
                world,
                texts=st.lists(st.sampled_from(TEXT_MESSAGES), min_size=1, max_size=2),
                texts_alone=st.lists(st.sampled_from(TEXT_MESSAGES), min_size=1, max_size=2),
                danger=st.fixed_dictionaries(
                    dict.fromkeys(
                        get_args(Danger), drawn(StaffDanger, world, always=["text", "assumed"], **_sourced(world))
                    )
                ),
            )
        ),
        "content/urgent-help.yml": draw(
            drawn(
                UrgentHelp,
                world,
                in_brief=st.just(brief),
                cards=st.lists(drawn(Card, world, always=["assumed"], **_sourced(world)), max_size=2),
            )
        ),
    }
    for shared in SHARED_FILES.values():
        if (path := f"content/{shared.name}.yml") not in files:
            one = drawn(shared.model, world)
            files[path] = draw(st.dictionaries(st.sampled_from(["a", "b"]), one) if shared.by_id else one)
    for id in core:
        files[f"roles/{id}.yml"] = draw(roles(world, every, core=True))
    for id in wider:
        files[f"roles/{id}.yml"] = draw(roles(world, every, core=False))
    return world, draw(with_slots(files, world))


def terms(world: World) -> Any:
    """terms.yml, or what is added to it."""
    term = drawn(Term, world, always=["assumed"], **_sourced(world))
    return ids(world, ["a", "reach", "carer", "link-worker"], 2).flatmap(
        lambda names: st.fixed_dictionaries(dict.fromkeys(names, term))
    )


@st.composite
def files_over_shipped(draw: st.DrawFn, world: World) -> tuple[World, dict[str, Values]]:
    """What a workspace adds to the shared files that Rolecall ships: roles, needs, words. Most add nothing."""
    names = {"need-groups", "needs", "sources", "helplines", "teams"}
    known: dict[str, list[str]] = {name: [*shipped(f"content/{name}.yml")] for name in names}
    words = shipped("content/service-words.yml")
    known |= {name: [*words[name]] for name in ("routes", "access", "groups", "languages")}
    known["roles"] = sorted(path.stem for path in (ROOT / "roles").glob("*.yml"))
    every = asked(shipped("content/questions.yml"))
    known["answers"] = [id for id, question in every.items() if question.get("from", "answers") == "answers"]
    world, files = replace(world, ids=known), {}
    if not draw(st.booleans()):
        return world, files
    core = draw(st.lists(world.mostly(st.sampled_from(CORE[1:]), ODD_ROLES, one_in=16), max_size=1))
    wider = draw(st.lists(st.sampled_from([id for id in WIDER if id not in (*core, "gp")]), max_size=2, unique=True))
    new = [id for id in draw(ids(world, ["a"], 1)) if id not in known["needs"]]
    known["roles"] += [*core, *wider]
    for id in core:
        files[f"roles/{id}.yml"] = draw(roles(world, every, core=True))
    for id in wider:
        files[f"roles/{id}.yml"] = draw(roles(world, every, core=False))
    added = {id: draw(needs(world)) for id in new}
    known["needs"] += new
    files["content/needs.yml"] = {**shipped("content/needs.yml"), **added}
    files["content/terms.yml"] = {**shipped("content/terms.yml"), **draw(terms(world))}
    choose = shipped("content/choose.yml")
    outcomes = {f"see-{id}": draw(drawn(Outcome, world, role=st.just(id))) for id in core}
    outcomes |= {"other": draw(drawn(Outcome, world))}
    ways: list[Values] = [{"need": id} for id in new] + [{"outcome": id} for id in outcomes]
    more = [{"text": draw(texts.WORDS), **way} for way in ways]
    first = choose["questions"][choose["start"]]
    own = {choose["start"]: {**first, "answers": [*first["answers"], *more]}}
    files["content/choose.yml"] = {
        **choose,
        "questions": {**choose["questions"], **own},
        "outcomes": {**choose["outcomes"], **outcomes},
    }
    return world, draw(with_slots(files, world))


NO_SLOTS = {"also_known_as", "words", "texts", "app_message"}
"""Fields whose texts have no slots for roles, though they are called like others, or lie beside them."""

SLOTTED = {name for names in TEXTS.values() for name in names}
"""Fields whose texts may have slots."""

WITH_SLOTS = ("needs", "choose", "terms", "staff", "service-words")
"""Shared files whose texts may have slots."""


@st.composite
def with_slots(draw: st.DrawFn, files: dict[str, Values], world: World) -> dict[str, Values]:
    """The same files, in whose texts some sentences name a role by a slot, and no bracket stands alone."""
    ids = [*world.ids["roles"]]
    every = draw(st.integers(1, 9))
    count = 0

    def text(value: str) -> str:
        nonlocal count
        count += 1
        plain = value if re.search(r"\{[a-z-]+\}", value) else value.replace("{", "(").replace("}", ")")
        return (
            f"{plain} The {{{ids[count % len(ids)]}}} knows." if plain.endswith(".") and count % every == 0 else plain
        )

    def change(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {
                name: inner if name in NO_SLOTS else change(inner, key if key == "routes" else name)
                for name, inner in value.items()
            }
        if isinstance(value, list):
            return [change(inner, key) for inner in value]
        return text(value) if isinstance(value, str) and key in SLOTTED else value

    told = [file for file in files if file.startswith("roles/") or Path(file).stem in WITH_SLOTS]
    return {**files, **{file: change(files[file]) for file in told}}
