"""The model, walked: each field has the strategy of its kind, whichever model it is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from rolecall import values
from rolecall.model import danger, plain, walk
from strategies import texts

Strategy = st.SearchStrategy[Any]

SLIP = 7
"""The number drawn that makes a value wrong: neither the first nor the last, which are drawn more often."""

YES_NO = st.sampled_from(["yes", "no", "true", "False"])


@dataclass(frozen=True)
class World:
    """What there is to name while a workspace is drawn: the day, and the ids of everything so far."""

    today: date = date(2026, 11, 22)
    slips: int = 0
    """One value in so many is wrong, as people write it. 0 where all are right."""
    ids: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By what they are ids of, in the words of `x-ids`."""

    def past(self) -> Strategy:
        """A day of a check, always before any of `ahead`."""
        days = [self.today - timedelta(days=n) for n in (30, 31, 200, 400)]
        return self.days(days, [date(1950, 1, 1)])

    def ahead(self) -> Strategy:
        """A day until which something counts: it may have passed, or be today."""
        days = [self.today + timedelta(days=n) for n in (-29, -1, 0, 1, 90, 400)]
        return self.days(days, [date(2100, 12, 31)])

    def days(self, days: Sequence[date], rare: Sequence[date]) -> Strategy:
        """One of these days, as YAML holds it."""
        shown = [f"{day:%d.%m.}{day.year:04}" for day in days[:1]]
        some = [day.isoformat() for day in (*days * 8, *rare)]
        return self.mostly(st.sampled_from(some), [*shown, *texts.NOT_DAYS])

    def mostly(self, good: Strategy, bad: Sequence[str], *, one_in: int = 1000) -> Strategy:
        """What is right, or now and then one of what is wrong: no rarer than `one_in`, where there are slips at all."""
        if not self.slips or not bad:
            return good
        odds = min(self.slips, one_in)
        return st.integers(1, odds).flatmap(lambda n: st.sampled_from(bad) if n == SLIP else good)

    def one(self, what: str) -> Strategy:
        """An id of what there is."""
        ids = self.ids.get(what, ())
        return self.mostly(st.sampled_from(sorted(ids)), ["nothing", "Link worker"]) if ids else st.nothing()

    def some(self, what: str, least: int = 0, most: int = 3) -> Strategy:
        """A few ids of what there is."""
        ids = self.ids.get(what, ())
        return st.lists(self.one(what), min_size=least, max_size=most, unique=True) if ids else st.just([])


def fields_of(model: type[BaseModel]) -> dict[str, Any]:
    """The kind of each field of a model, by its name in YAML."""
    return {name: field.kind for name, field in walk.fields_of(model).items()}


def drawn(
    model: type[BaseModel], world: World, *, always: Sequence[str] = (), never: Sequence[str] = (), **given: Strategy
) -> Strategy:
    """The fields of a model: those that it needs and `always`, and some of the others. `given` go before the walk."""
    needed, others = {}, {}
    own = {name.rstrip("_"): strategy for name, strategy in given.items()}
    if odd := {*always, *never, *own} - fields_of(model).keys():
        raise LookupError(f"{model.__name__} has no field {', '.join(sorted(odd))}")
    for name, kind in fields_of(model).items():
        if name in never:
            continue
        strategy = own[name] if name in own else of_kind(kind, world)
        if strategy.is_empty:
            continue
        is_needed = walk.fields_of(model)[name].is_needed or name in always
        (needed if is_needed else others)[name] = strategy
    return st.fixed_dictionaries(needed, optional=others)


def of_kind(kind: Any, world: World) -> Strategy:
    """The values that a field of this kind may have. LookupError for a kind that nobody has thought of."""
    for known, strategy in _kinds(world.slips):
        if kind == known:
            return strategy
    for known, what in _IDS:
        if kind == known:
            return world.one(what)
    if kind == values.Day:
        return world.past() | world.ahead()
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return drawn(kind, world)
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return of_kind(next(inner for inner in args if inner is not type(None)), world)
    if origin is Literal:
        return world.mostly(st.sampled_from(args), ["Yes please"])
    if origin is tuple:
        return st.lists(of_kind(args[0], world), max_size=3)
    if origin is dict:
        keys = of_kind(args[0], world)
        return st.dictionaries(keys, of_kind(args[1], world), max_size=2) if not keys.is_empty else st.just({})
    if origin is Annotated:
        return _narrowed(args[0], args[1:], world)
    raise LookupError(f"no strategy draws {kind}")


def _narrowed(kind: Any, limits: Sequence[Any], world: World) -> Strategy:
    """Numbers and lists, with what `Field` says of them where it does."""
    names = ("ge", "le", "min_length")
    rules = [rule for limit in limits for rule in getattr(limit, "metadata", ())]
    bounds = {name: getattr(rule, name) for rule in rules for name in names if hasattr(rule, name)}
    low, high = bounds.get("ge", 1), bounds.get("le", 5)
    if get_origin(kind) is tuple:
        return st.lists(of_kind(get_args(kind)[0], world), min_size=bounds.get("min_length", 0), max_size=3)
    if kind is int:
        return world.mostly(st.integers(low, high).map(str), [str(high + 1), "-1", "two", ""])
    if kind is Decimal:
        return world.mostly(st.sampled_from(["0", "0.00", "4", "4.50", "9999.99"]), ["£4", "-1", "NaN", "1e3"])
    if kind is float:
        return world.mostly(st.sampled_from([str(low), str(high), f"{low + 0.5}"]), ["91", "x"])
    raise LookupError(f"no strategy draws {kind} with {limits}")


@cache
def _kinds(slips: int) -> list[tuple[Any, Strategy]]:
    world = World(slips=slips)

    def pool(good: Sequence[str], bad: Sequence[str]) -> Strategy:
        return world.mostly(st.sampled_from(good), bad)

    return [
        (values.Name, world.mostly(texts.NAMES, texts.NOT_NAMES)),
        (values.Words, world.mostly(texts.WORDS, texts.NOT_WORDS)),
        (values.Prose, world.mostly(texts.PROSE, texts.NOT_PROSE, one_in=16)),
        (values.Token, world.mostly(texts.TOKENS, texts.NOT_TOKENS)),
        (values.YesNo, world.mostly(YES_NO, ["maybe", "1"])),
        (values.Slug, pool(texts.SLUGS, texts.NOT_SLUGS)),
        (values.Key, pool(["does", "x_1", "refer_when", "a"], ["A", "1"])),
        (values.ClockTime, pool(texts.CLOCK_TIMES, texts.NOT_CLOCK_TIMES)),
        (values.DayOfMonth, pool(["mon", "Tue", "sun"], ["monday", "2 mon", "6 mon"])),
        (values.Phone, world.mostly(st.sampled_from(texts.PHONES), texts.NOT_PHONES, one_in=60)),
        (values.Uprn, pool(["1", "100012345678"], ["x", "1234567890123"])),
        (values.Postcode, pool(texts.POSTCODES, texts.NOT_POSTCODES)),
        (values.WebAddress, pool(texts.WEB, texts.NOT_WEB)),
        (values.SiteAddress, pool(texts.SITES, texts.NOT_SITES)),
        (values.Email, world.mostly(st.sampled_from(texts.EMAILS), texts.NOT_EMAILS, one_in=16)),
        (values.Colour, pool(["#00566b", "#000000", "#7A1F5C"], ["#ffffff", "red", "#00566b;} body {"])),
        (values.Picture, pool(["listen", "material/phone"], ["nothing", "material/nothing", "../x"])),
        (values.Snomed, pool(["871731000000106"], ["871731000000107", "1"])),
        (values.PcnCode, pool(["U12345"], ["U1", "A12345"])),
        (values.PracticeCode, pool(["L81008"], ["L8", "L81009"])),
        (values.PageAddress, pool(["services/", "roles", "old/page/"], ["/x y/", "../up"])),
        (values.NewAddress, pool(["services/", "https://elsewhere.test/old/"], ["/x y/", "https://"])),
        (danger.Pattern, pool(texts.PATTERNS, texts.NOT_PATTERNS)),
        (danger.ListName, pool(["ME", "TOO_MUCH"], ["Me", "A"])),
        (
            plain.Form,
            pool(["help", "over {number}", "{people} in {number}", "Help", "e.g."], ["{x}{y}", "{", "a" * 61]),
        ),
        (plain.OneWord, pool(["help", "adults", "don't", "ਮਰਨਾ"], ["two words", "4", ""])),
        (plain.WordList, pool(["people", "month"], ["number", "PEOPLE"])),
        (danger.Entry, pool(["me", "kill", "ਮਰਨਾ", "999"], ["two words", "kill*", "won't"])),
        (values.FileName, pool(["logo.svg"], ["missing.png", "../logo.svg", "logo.gif"])),
    ]


_IDS = [
    (values.RoleId, "roles"),
    (values.NeedGroupId, "need-groups"),
    (values.NeedId, "needs"),
    (values.SourceId, "sources"),
    (values.HelplineId, "helplines"),
    (values.TeamId, "teams"),
    (values.RouteId, "routes"),
    (values.AccessId, "access"),
    (values.GroupId, "groups"),
    (values.LanguageId, "languages"),
    (values.AnswerId, "answers"),
    (values.QuestionId, "questions"),
]
