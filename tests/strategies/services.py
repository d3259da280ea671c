"""Local services: any schedule, on any day, of every status."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from rolecall.model import Alert, HowToJoin, Service, When, WhoFor
from strategies import texts
from strategies.drawn import World, drawn
from strategies.local import checks
from strategies.shared import Values

IDS = [*texts.SLUGS, "lunch-club", "tea", "walk-2"]
ODD_IDS = ["index", "Lunch Club", "é", "for", "a.b", "A", "سوشل", "a--b", "tea "]

PAIRS = [("9:30", "12:00"), ("00:00", "23:59"), ("14:00", "14:01")]


@st.composite
def times(draw: st.DrawFn, world: World) -> Values:
    """When a service runs: in words, in each week or month, on single days, or several of these."""
    how = draw(st.sampled_from(["words", "week", "month", "dates", "all"]))
    never = ["every", "days", "dates", "from", "to", "starts", "until", "interval", "text", "at"]
    said: Values = draw(drawn(When, world, never=never))
    if how in ("words", "all") or draw(st.booleans()):
        said["text"] = draw(texts.WORDS)
    if how in ("week", "all"):
        days = world.mostly(st.sampled_from(["mon", "Tue", "wed", "sat", "sun"]), ["2 mon", "monday"])
        said |= {"every": "week", "days": draw(st.lists(days, min_size=1, max_size=3))}
    if how == "month":
        days = world.mostly(st.sampled_from(["2 mon", "last fri", "5 Sun"]), ["mon", "6 mon"])
        said |= {"every": "month", "days": draw(st.lists(days, min_size=1, max_size=2))}
    if how in ("dates", "all"):
        said["dates"] = draw(st.lists(world.past() | world.ahead(), min_size=1, max_size=2))
    start, end = draw(st.sampled_from(PAIRS))
    if draw(st.booleans()):
        said["from"] = start
    if draw(st.booleans()):
        said["to"] = draw(world.mostly(st.just(end), ["00:00", "2pm"]))
    if "every" in said and draw(st.booleans()):
        said["starts"] = draw(world.past())
        said["interval"] = draw(st.sampled_from(["1", "2", "52"]))
    if how != "dates" and draw(st.booleans()):
        said["until"] = draw(world.ahead())
    return said


@st.composite
def services(draw: st.DrawFn, world: World, id: str) -> Values:
    """A service's file, its name being `id`."""
    ages = draw(st.sampled_from([{}, {}, {"min_age": "18"}, {"max_age": "0"}, {"min_age": "55", "max_age": "55"}]))
    said: Values = draw(
        drawn(
            Service,
            world,
            never=["who_for"],
            id=world.mostly(st.just(id), ["other"]),
            needs=world.some("needs", 1),
            how_to_join=drawn(HowToJoin, world),
            when=st.lists(times(world), max_size=3),
            alert=drawn(Alert, world, until=world.past() | world.ahead()),
            **checks(world),
        )
    )
    who = draw(drawn(WhoFor, world, never=["min_age", "max_age"]))
    if who | ages:
        said["who_for"] = who | ages
    if said.get("where"):
        names = [place["name"] for place in said["where"]]
        for when in said.get("when", ()):
            if draw(st.booleans()):
                when["at"] = draw(world.mostly(st.sampled_from(names), ["Elsewhere"]))
    return said


@st.composite
def services_of(draw: st.DrawFn, world: World, *, checked: bool) -> dict[str, Values]:
    """The services of a PCN by the names of their files. Where the PCN has no check, each needs its own."""
    ids = draw(st.lists(world.mostly(st.sampled_from(IDS), ODD_IDS, one_in=16), max_size=3, unique=True))
    found: dict[str, Values] = {}
    for id in ids:
        found[id] = draw(services(world, id))
        if not checked and "checked" not in found[id]:
            found[id]["checked"] = draw(checks(world)["checked"])
    return found


@st.composite
def for_several(draw: st.DrawFn, world: World, names: dict[str, str]) -> dict[str, tuple[Values, list[str]]]:
    """Services for several PCNs by the names of their files, each with its PCNs. `names` are those of the PCNs."""
    found: dict[str, tuple[Values, list[str]]] = {}
    for id in draw(st.lists(world.mostly(st.sampled_from(IDS), ODD_IDS, one_in=16), max_size=2, unique=True)):
        service = draw(services(world, id))
        service.setdefault("checked", draw(checks(world)["checked"]))
        pcns = draw(st.lists(st.sampled_from(sorted(names)), min_size=1, unique=True))
        how = draw(world.mostly(st.sampled_from(["all", "pcns", "area"]), ["nowhere", "odd"]))
        if how == "area":
            service["area"] = [{"name": names[pcn]} for pcn in pcns]
        elif how != "nowhere":
            service["pcns"] = {"all": ["all"], "pcns": pcns, "odd": ["nobody", *pcns]}[how]
        found[id] = service, sorted(names) if how == "all" else pcns
    return found


@st.composite
def what_differs(draw: st.DrawFn, world: World) -> Values:
    """What a PCN's own file says of a service for several PCNs."""
    whole = draw(services(world, "lunch-club"))
    alone = ("status", "cost", "contact", "alert", "languages", "who_for", "checked", "bring", "referrals", "name")
    names = draw(st.lists(st.sampled_from([name for name in alone if name in whole] or ["shown"]), unique=True))
    shown = {"shown": draw(world.mostly(st.sampled_from(["yes", "yes", "no"]), ["maybe"]))}
    return {name: whole[name] for name in names if name in whole} or shown


def anything(world: World) -> Any:
    """One service by itself."""
    return services(world, "lunch-club")
