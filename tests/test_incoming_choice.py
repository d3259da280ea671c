"""Categories as needs, which entries a PCN wants, and entries that may be the same service."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecall.exchange.incoming.categories import Crosswalk, added, counted, crosswalk, drafted, guessed
from rolecall.exchange.incoming.entry import Category, Entry, Finding
from rolecall.exchange.incoming.filters import distance, in_area, in_category, in_postcodes, kilometres, point, within
from rolecall.exchange.incoming.holding import held
from rolecall.exchange.incoming.near import near
from rolecall.model import Content
from rolecall.opened import open_shipped
from rolecall.places import Place
from rolecall.yamltext import YamlFields, read


@cache
def content() -> Content:
    return open_shipped(today=date(2026, 11, 26)).content


def entry(name: str = "Tea Club", *categories: str | Category, key: str = "1", **fields: Any) -> Entry:
    found = tuple(one if isinstance(one, Category) else Category(one) for one in categories)
    return Entry(Place("feed"), key, name, {"name": name, **fields}, categories=found)


def at(postcode: str = "", **point_: str) -> dict[str, Any]:
    return {"where": [{"name": "Hall", **({"postcode": postcode} if postcode else {}), **point_}]}


def read_back(text: str) -> Crosswalk:
    node, problems = read(text, "categories.yml")
    assert isinstance(node, YamlFields) and not problems
    return crosswalk(node)


# Categories


@pytest.mark.parametrize(
    ("category", "needs"),
    [
        ("Social isolation", ("lonely",)),
        ("Loneliness", ("lonely",)),
        ("Debt advice", ("money",)),
        ("Debt and benefits", ("money",)),
        ("Bereavement support", ("bereavement",)),
        ("Health & care > Carers", ("caring",)),
        ("Feeling lonely or cut off", ("lonely",)),
        ("DOMESTIC ABUSE", ("safety",)),
        ("Advice", ()),
        ("Support", ()),
        ("Things to do", ()),
        ("Debt and walking", ()),  # 2 needs
        ("Health", ()),
        ("", ()),
    ],
)
def test_a_category_is_guessed_only_where_its_words_are_those_of_1_need(category: str, needs: tuple[str, ...]) -> None:
    assert guessed(Category(category), content().needs) == needs


def test_a_draft_has_what_could_be_guessed_then_what_is_open_with_counts() -> None:
    entries = [entry("A", "Debt", "Odd things"), entry("B", "Odd things", "Rare: things"), entry("C", "Odd things")]
    text = drafted(counted(entries, content()), content().needs)
    assert all(
        f"{id} ({need.label})" in " ".join(text.replace("\n# ", " ").split()) for id, need in content().needs.items()
    )
    assert "Debt: [money]  # 1 service\n" in text
    assert (
        text.index("Debt:") < text.index("Odd things:  # 3 services\n") < text.index('"Rare: things":  # 1 service\n')
    )
    found = read_back(text)
    assert found.needs_of(Category("debt", "Anything")) == ("money",)
    assert found.needs_of(Category("Odd things")) is None and found.knows(Category("Odd things"))


def test_what_a_person_decided_counts_and_stays() -> None:
    mine = "# Ours\nDebt: []   # not us\nOdd things: [lonely]\n"
    known = read_back(mine)
    assert known.needs_of(Category("Debt")) == ()
    text = added(mine, known, counted([entry("A", "Debt", "Odd things", "New thing")], content()))
    assert text.startswith(mine) and "New thing:  # 1 service" in text
    assert text.count("Debt") == 1
    assert added(text, read_back(text), counted([entry("A", "New thing")], content())) == text


def test_a_name_in_2_vocabularies_is_decided_for_each() -> None:
    entries = [entry("A", Category("Food", "Needs")), entry("B", Category("Food", "Shops"))]
    text = drafted(counted(entries, content()), content().needs)
    assert "Food (Needs):" in text and "Food (Shops):" in text
    found = read_back("Food (Shops): []\nFood (Needs): [money]\n")
    assert found.needs_of(Category("Food", "Shops")) == () and found.needs_of(Category("Food", "Needs")) == ("money",)


def test_entries_that_do_not_come_in_are_not_counted() -> None:
    held = Entry(Place("feed"), "1", "A", {}, held_back=(Finding("closed", "", ""),), categories=(Category("Debt"),))
    assert not counted([held], content())


@given(st.dictionaries(st.text(min_size=1, max_size=30), st.integers(1, 3), max_size=5))
def test_any_names_of_categories_make_a_file_that_can_be_read(names: dict[str, int]) -> None:
    entries = [entry("A", name) for name, count in names.items() for _ in range(count) if name.split()]
    if found := counted(entries, content()):
        known = read_back(drafted(found, content().needs))
        assert known == read_back(added(drafted(found, content().needs), known, found))
        assert all(known.knows(Category(one.category)) for one in found)


# Filters


@pytest.mark.parametrize(
    ("start", "postcode", "wanted"),
    [
        ("BS", "BS5 6AA", True),
        ("B", "BS5 6AA", False),
        ("BS5", "BS5 6AA", True),
        ("bs1", "BS10 6AA", False),
        ("BS5 6", "BS5 6AA", True),
        ("BS5 6AB", "BS5 6AA", False),
    ],
)
def test_postcodes_by_area_district_and_sector(start: str, postcode: str, wanted: bool) -> None:
    assert in_postcodes(start)(entry(**at(postcode))) is wanted


@pytest.mark.parametrize("text", ["", "5", "BS5 6A", "Bristol", "BS 5"])
def test_what_starts_no_postcode_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="not the start of a postcode"):
        in_postcodes(text)


def test_what_has_no_place_passes_filters_of_places() -> None:
    helpline, online = entry(), entry(where=[{"name": "Online", "kind": "virtual"}])
    for wants in (in_postcodes("BS5"), within(point("51.45,-2.58"), 1)):
        assert wants(helpline) and wants(online) and not wants(entry(where=[{"name": "Somewhere"}]))


def test_distance_as_the_crow_flies() -> None:
    bristol, bath = point("51.4545, -2.5879"), point("51.3811 -2.3590")
    assert 17 < distance(bristol, bath) < 19
    there = entry(**at(lat="51.3811", lon="-2.3590"))
    assert within(bristol, kilometres("12 miles"))(there) and not within(bristol, kilometres("12km"))(there)


@pytest.mark.parametrize("text", ["", "here", "51.45", "0,0", "-2.58,51.45"])
def test_what_is_no_point_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="not a point"):
        point(text)


def test_areas_and_categories() -> None:
    knowle = entry("A", "Sport", area=[{"name": "Knowle West ward"}])
    assert in_area("knowle west")(knowle) and not in_area("Know")(knowle) and in_area("Easton")(entry())
    assert in_category("SPORT")(knowle) and not in_category("Spo")(knowle)
    assert in_category("Sport (LGSL)")(entry("B", Category("Sport", "LGSL")))


# Near


def test_entries_of_1_name_with_something_in_common_are_near() -> None:
    a = entry("The Grief Café", key="1", **at("BS1 1AE"))
    b = entry("Grief Cafe", key="2", contact={"phones": [{"number": "0117 496 0101"}]}, **at("BS1 1AE"))
    c = entry("Grief Cafe", key="3", contact={"phones": [{"number": "01174960101"}]})
    d = entry("Grief Cafe", key="4", **at("BS9 1AE"))
    found = near([a, b, c, d])
    assert [one.near for one in found] == [
        ("Grief Cafe",),
        ("The Grief Café", "Grief Cafe (01174960101)"),
        ("Grief Cafe (Hall, BS1 1AE)",),
        (),
    ]


def test_what_is_held_back_is_near_nothing() -> None:
    a = entry("A", **at("BS1 1AE"))
    held = Entry(Place("feed"), "2", "A", a.fields, held_back=(Finding("closed", "", ""),))
    assert not any(one.near for one in near([a, held]))


# What does not come in


def reasons(name: str, description: str, **more: Any) -> tuple[list[str], list[str]]:
    """Why a service with an address and a phone number does not come in, and what of it is left out."""
    place = {"name": "Hall", "address": "9 Hidden Lane", "postcode": "BS1 1AE"}
    phones = {"phones": [{"number": "0117 496 0101"}]}
    found = held({"name": name, "description": description, "where": [place], "contact": phones, **more})
    return [reason.kind for reason in found.reasons], [key for key in ("where",) if key not in found.fields]


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("Haven House", "Safe accommodation for women and children fleeing domestic abuse."),
        ("Women's Refuge", "For women."),
        ("Rose House", "We run a refuge for women. Domestic abuse workers are there all day."),
        ("Lime Trust", "Emergency accommodation for people escaping violence."),
    ],
)
def test_a_refuge_is_held_back(name: str, description: str) -> None:
    assert reasons(name, description) == (["refuge"], [])


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("Domestic Abuse Helpline", "Call us. Our address is confidential."),
        ("Freedom Project", "Support after domestic abuse. We can help you find a place in a refuge."),
    ],
)
def test_who_helps_after_abuse_is_listed_without_an_address(name: str, description: str) -> None:
    assert reasons(name, description) == ([], ["where"])


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("Refugee Welcome", "For refugees and people who seek asylum."),
        ("Mill Wildlife Refuge", "Volunteer with birds."),
        ("Housing Advice", "If you are homeless or flee domestic abuse, we can arrange temporary accommodation."),
        ("Warm Space", "A refuge from the cold."),
        ("Confidential Chat", "A free and confidential service."),
        ("Test Valley Walkers", "Walks."),
        ("Testbury HIV tests", "A quick test."),
        ("Test and trace support", "Help with forms."),
        ("Sample the Arts", "Try a class."),
        ("Example Street Hall", "Use our hall."),
        ("The XXL Club", "For men."),
    ],
)
def test_what_only_sounds_like_it_comes_in_whole(name: str, description: str) -> None:
    assert reasons(name, description) == ([], [])


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("TEST", "x"),
        ("Test service 2", "x"),
        ("A dummy record - please ignore", "x"),
        ("XXXX", "x"),
        ("Tea Club (do not use)", "x"),
        ("Tea Club", "Lorem ipsum dolor sit amet"),
        ("Tea Club", "test"),
    ],
)
def test_a_trial_is_held_back(name: str, description: str) -> None:
    assert reasons(name, description) == (["test-record"], [])
