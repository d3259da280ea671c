"""One PCN's own file: its roles, surgeries, people, and all else that it may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from rolecall.model import (
    PCN,
    Accessibility,
    Checked,
    LocalHelpline,
    LocalRole,
    Notice,
    Person,
    Practice,
    Reach,
    SignOff,
)
from rolecall.slugs import slug
from strategies import texts
from strategies.drawn import YES_NO, World, drawn
from strategies.shared import TEXT_MESSAGES, Values, answers

PICTURES = ["logo.svg", "sam.webp", "фото.png", "a_b-c.1.png"]
ODD_PICTURES = ["icon.svg", "icon.svg", "icon.svg", "missing.png"]
"""Names that the theme has too, or that no file has."""

NOWHERE = "nowhere"


def checks(world: World) -> Values:
    """Who checked something, and until when it counts."""
    return {"checked": drawn(Checked, world, date=world.past()), "next_check": world.ahead()}


_NOTICES = [(None, -29), (None, 0), (None, 1), (None, 60), (-2, -1), (-1, 0), (0, 0), (1, 3), (5, 60)]
"""The first and last day of a notice, counted from today."""
_ODD_NOTICES = [(3, 1), (None, 90)]


@st.composite
def notices(draw: st.DrawFn, world: World) -> Values:
    """What everybody needs to know for some days, days that have passed or are to come too."""
    first, last = draw(world.mostly(st.sampled_from(_NOTICES), _ODD_NOTICES, one_in=30))
    given = draw(drawn(Notice, world, text=texts.WORDS.filter(lambda text: len(text) <= 200), urgent=YES_NO))
    given.pop("from", None)
    begins = {} if first is None else {"from": (world.today + timedelta(days=first)).isoformat()}
    return {**given, **begins, "until": (world.today + timedelta(days=last)).isoformat()}


@st.composite
def local_roles(
    draw: st.DrawFn, world: World, questions: Mapping[str, Values], above: Mapping[str, Values], most: int = 3
) -> dict[str, Values]:
    """What a PCN or a surgery says of some roles. `above` is what the PCN says, where this is a surgery."""
    facts = checks(world)
    role = drawn(
        LocalRole,
        world,
        never=["available", "instead", "combined_with"],
        reach=drawn(Reach, world, **facts),
        answers=answers(questions, world, **facts),
        text_name=texts.PLAIN,
        **facts,
    )
    every = sorted(world.ids["roles"])
    chosen = draw(st.lists(st.sampled_from(every), max_size=most, unique=True))
    own = {id: draw(role) for id in chosen}
    how = {id: draw(st.sampled_from(["", "", "here", "absent", "instead", "combined"])) for id in chosen}
    for id in chosen:
        if how[id] in ("absent", "instead"):
            own[id]["available"] = "no"
        elif how[id] == "here":
            own[id]["available"] = "yes"
    for id in chosen:
        if how[id] not in ("instead", "combined"):
            continue
        key = "instead" if how[id] == "instead" else "combined_with"
        effective = {**above, **own}
        there = [
            other
            for other in every
            if other != id
            and effective.get(other, {}).get("available", "yes") == "yes"
            and (key == "instead" or "combined_with" not in effective.get(other, {}))
            and how.get(other) != "combined"
        ]
        if there:
            own[id][key] = draw(world.mostly(st.sampled_from(there), [id, "nothing"]))
    # A word about a role without a fact is no line at all.
    return {id: said for id, said in own.items() if said}


@st.composite
def pcns(draw: st.DrawFn, world: World, questions: Mapping[str, Values], at: int = 0) -> Values:
    """A pcn.yml. `at` tells those of one workspace apart."""
    base = {"name": draw(_with_letters(texts.NAMES)), "ods_code": f"U1234{at}"}
    if draw(st.sampled_from([False] * 7 + [True])):
        names = draw(st.lists(_with_letters(texts.NAMES), max_size=3, unique_by=slug))
        bare = [{"name": name, "ods_code": f"L8{at}00{n}"} for n, name in enumerate(names)]
        return {**base, **({"practices": bare} if bare else {})}
    facts = checks(world)
    roles = draw(local_roles(world, questions, {}))
    site_url = draw(st.none() | world.mostly(st.sampled_from(texts.SITES), texts.NOT_SITES))
    practices = draw(practices_of(world, questions, roles, at=at))
    codes = [practice["ods_code"] for practice in practices]
    said_of_roles = (roles, *(practice.get("roles", {}) for practice in practices))
    absent = {id for said in said_of_roles for id, role in said.items() if role.get("available") == "no"}
    pictures = world.mostly(st.sampled_from(PICTURES), ODD_PICTURES, one_in=8)
    person = drawn(
        Person,
        world,
        always=["photo_shows"],
        roles=world.some("roles", 1, 2).filter(lambda ids: not absent & {*ids}),
        photo=pictures,
        practices=st.lists(st.sampled_from(codes), max_size=2, unique=True) if codes else st.nothing(),
        **facts,
    )
    core = [*world.ids.get("core", ())]
    free = [word for word in ("lw", "hello-2", "x") if word not in world.ids["roles"]]
    short = world.mostly(st.sampled_from(free), ["index", "roles", "a", "L W"])
    lines = world.ids["helplines"]
    said = draw(
        drawn(
            PCN,
            world,
            always=["checked", "next_check"],
            never=["name", "ods_code", "site_url", "roles", "practices", "moved"],
            people=st.lists(person, max_size=3),
            accessibility=drawn(
                Accessibility,
                world,
                always=["tasks"],
                tested=facts["checked"],
                tasks=st.just("30"),
                found_alone=world.mostly(st.sampled_from(["0", "24", "30"]), ["31"], one_in=30),
            ),
            urgent_help_checked=facts["checked"],
            sign_off=drawn(SignOff, world, **dict.fromkeys(SignOff.model_fields, facts["checked"])),
            notice=notices(world),
            logo=pictures,
            text_message=st.sampled_from(TEXT_MESSAGES),
            short_links=st.dictionaries(short, st.sampled_from(core), max_size=2) if core else st.nothing(),
            helplines=st.dictionaries(st.sampled_from(lines), drawn(LocalHelpline, world, shown=YES_NO), max_size=2),
            **facts,
        )
    )
    if world.slips and draw(st.integers(0, 9)) == 3:
        said.pop(draw(st.sampled_from(["checked", "next_check"])), None)
    if site_url:
        said["site_url"] = site_url
        for one in [*practices, *roles.values()]:
            name = one.get("text_name") or one.get("name") or one.get("local_title") or ""
            if not (name.isascii() and name.isalnum() and len(name) < 20):
                one["text_name"] = draw(texts.PLAIN)
    return {**base, **said, **({"roles": roles} if roles else {}), **({"practices": practices} if practices else {})}


def _with_letters(names: Any) -> Any:
    return names.map(lambda name: name if slug(name) else f"{name} PCN")


@st.composite
def practices_of(
    draw: st.DrawFn, world: World, questions: Mapping[str, Values], above: Mapping[str, Values], *, at: int
) -> list[Values]:
    """Surgeries, each with an address of its own."""
    found, taken = [], set()
    for n in range(draw(st.integers(0, 3))):
        practice = drawn(
            Practice,
            world,
            never=["roles"],
            ods_code=st.just(f"L8{at}00{n}"),
            text_name=texts.PLAIN,
            address=st.lists(texts.NAMES, max_size=2),
            **checks(world),
        )
        one = draw(practice)
        own = one.get("slug") or slug(one["name"])
        if not world.slips and (not own or own in taken):
            one["slug"] = own = f"s-{n}"
        taken.add(own)
        if roles := draw(local_roles(world, questions, above, 2)):
            one["roles"] = roles
        found.append(one)
    return found


@st.composite
def moves(draw: st.DrawFn, world: World, pages: list[str]) -> Values:
    """Where pages of a PCN have moved to, which is a page that there is."""
    old = world.mostly(
        st.sampled_from(["services/old-club/", "old", "link-worker/old/", "choose/old/", "surgeries/old"]),
        ["index", "roles/", "x y", "services/"],
    )
    new = world.mostly(st.sampled_from([*pages, "https://elsewhere.test/old/"]), ["gone/", "/"])
    return draw(st.dictionaries(old, new, max_size=2))


def with_core(world: World, core: list[str]) -> World:
    """The same world, knowing which of its roles have a page."""
    return replace(world, ids={**world.ids, "core": core})
