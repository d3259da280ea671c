"""Times as people write them: what is read, what stays words, and that our own words read back as they were."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecall.bundled import bundled
from rolecall.days import DAYS
from rolecall.exchange.directory.times_in_prose import is_read, times_in
from rolecall.model import When
from rolecall.templates import Words, environment, theme_folders
from rolecall.workspace import Workspace

TABLE: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "times.yml").read_text())


@pytest.mark.parametrize("text", TABLE)
def test_a_text_is_read_where_1_thing_can_be_meant(text: str) -> None:
    found = [*times_in(text)]
    whole = " ".join(text.split())
    if not TABLE[text]:
        assert found == [{"text": whole}]
        return
    expected = [{"text": whole, **{name: _as_text(value) for name, value in time.items()}} for time in TABLE[text]]
    assert found == [{name: value for name, value in time.items() if value is not None} for time in expected]


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) else value


@cache
def words() -> Words:
    return Words(environment(theme_folders(Workspace(bundled(), bundled()))))


@st.composite
def times(draw: st.DrawFn) -> dict[str, Any]:
    """Days and hours as our pages write them."""
    days = sorted(draw(st.sets(st.sampled_from([*DAYS]), min_size=1)), key=[*DAYS].index)
    said: dict[str, Any] = {"every": "week", "days": days}
    if draw(st.booleans()):
        which = draw(st.sampled_from(["1", "2", "3", "4", "5", "last"]))
        said = {"every": "month", "days": [f"{which} {draw(st.sampled_from([*DAYS]))}"]}
    minutes = st.sampled_from(range(60, 24 * 60, 15))  # 12am is midnight to some, and noon to others
    start, end = sorted(draw(st.tuples(minutes, minutes)))
    if draw(st.booleans()):
        said["from"] = f"{start // 60:02}:{start % 60:02}"
        if end > start and draw(st.booleans()):
            said["to"] = f"{end // 60:02}:{end % 60:02}"
    if draw(st.booleans()):
        first = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 700)))
        while [*DAYS][first.weekday()] not in {day.split()[-1] for day in said["days"]}:
            first += timedelta(days=1)
        said["starts"] = first.isoformat()
        if draw(st.booleans()):
            said["interval"] = draw(st.sampled_from(["2", "3", "4"]))
        if draw(st.booleans()):
            said["until"] = (first + timedelta(days=draw(st.integers(60, 400)))).isoformat()
    return said


@settings(max_examples=150)
@given(times())
def test_what_our_pages_say_of_times_reads_back_the_same(said: dict[str, Any]) -> None:
    printed = words().of("components/times", "in_plain_words", When.model_validate(said))
    (found,) = times_in(printed)
    assert {name: value for name, value in found.items() if name != "text"} == said, printed


PARTS = [
    "Mon", "Tues", "1st", "last", "every", "2 weeks", "10", "12", "2pm", "9:30am", "to", "-", "from", "until", "closed",
    "not August", "5 January 2027", "term time only", "fortnightly", "monthly", "of the month", "women", "or", "noon",
    "midnight", "evening", "£3", "24/7", ",", "(", ")", ".", "and", "&", "/", "\n",
]  # fmt: skip


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(PARTS), max_size=12).map(" ".join) | st.text(st.characters(max_codepoint=382), max_size=40)
)
def test_whatever_is_read_is_a_time_and_no_word_is_lost(text: str) -> None:
    found = times_in(text)
    for time in found if is_read(found) else ():
        When.model_validate(time)
        if "from" in time and "to" in time:
            assert time["from"] < time["to"]
    said = " ".join(f"{time.get('text', '')} {time.get('notes', '')}" for time in found).casefold()
    if all("text" in time for time in found):
        assert {*re.findall(r"\w+", text.casefold())} <= {*re.findall(r"\w+", said)}
