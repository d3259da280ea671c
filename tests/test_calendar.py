"""What stands in a calendar is what the site says: the same days, and text that stays text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar
from icalendar import Event as Found

from conftest import ROOT
from rolecall import ics
from rolecall.build import made
from rolecall.load import Workspace
from rolecall.model import When
from rolecall.model.schedule import first_on, happens_on
from rolecall.opened import open_workspace
from rolecall.pages.calendars import calendar_of

TODAY = date(2026, 11, 22)
LONDON = ZoneInfo("Europe/London")


def entry(**fields: object) -> ics.Entry:
    given = {
        **{"uid": "tea-1@example.org", "stamp": TODAY, "name": "Tea", "day": TODAY, "start": "10:00", "end": "11:00"},
        **{"rule": None, "place": "Hall", "about": "Tea.", "url": "", **fields},
    }
    return ics.Entry(**given)  # type: ignore[arg-type]


def events(data: bytes) -> list[Found]:
    calendar = Calendar.from_ical(data)
    assert isinstance(calendar, Calendar)
    return [part for part in calendar.walk() if isinstance(part, Found)]


RULES = [
    {"every": "week", "days": ["tue", "thu"]},
    {"every": "week", "interval": "2", "days": ["mon", "sun"], "starts": "2026-09-01"},
    {"every": "week", "interval": "3", "days": ["sat"], "starts": "2027-01-01", "until": "2027-06-01"},
    {"every": "month", "days": ["1 thu", "3 thu"]},
    {"every": "month", "days": ["last fri", "2 sun"], "until": "2027-03-26"},
    {"every": "month", "interval": "2", "days": ["5 wed", "1 mon"], "starts": "2026-10-15"},
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: " ".join(rule["days"]))
def test_a_rule_falls_on_the_days_on_which_the_site_says_that_it_is(rule: dict[str, str]) -> None:
    when = When.model_validate({**rule, "from": "10:00", "to": "11:00"})
    first = first_on(when, TODAY)
    assert first
    repeats = ics.Rule(when.every or "week", when.interval, when.days, when.until)
    [event] = events(ics.calendar([entry(day=first, rule=repeats)]))
    start = event["dtstart"].dt
    rule_text = event["rrule"].to_ical().decode()
    found = rrulestr(rule_text, dtstart=start).between(start, start + timedelta(days=799), inc=True)
    days = (TODAY + timedelta(days=n) for n in range((first - TODAY).days + 800))
    assert [moment.date() for moment in found] == [day for day in days if happens_on(when, day)]
    assert {moment.astimezone(LONDON).strftime("%H:%M") for moment in found} == {"10:00"}, "summer time too"


def test_the_first_day_may_be_long_after_today_and_none_comes_after_the_last() -> None:
    weekly = When.model_validate({"every": "week", "days": ["mon"], "starts": "2030-01-01"})
    assert first_on(weekly, TODAY) == date(2030, 1, 7)
    over = When.model_validate({"every": "week", "days": ["mon"], "until": "2026-11-22"})
    assert first_on(over, TODAY) is None
    both = When.model_validate({"every": "week", "days": ["mon"], "dates": ["2026-11-22", "2020-01-01"]})
    assert first_on(both, TODAY) == TODAY


def test_hostile_text_stays_text() -> None:
    name = 'Tea;,"\\n\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:Free money'
    data = ics.calendar([entry(name=name, place=name, about=name)])
    [event] = events(data)
    for field in ("summary", "location", "description"):
        assert str(event[field]).replace("\r\n", "\n") == name.replace("\r\n", "\n"), field
    assert data.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_summer_time_is_told_by_the_file_itself() -> None:
    calendar = Calendar.from_ical(ics.calendar([entry()]))
    [zone] = calendar.walk("VTIMEZONE")
    made_of = zone.to_tz(lookup_tzid=False)
    for moment in (datetime(2026, 3, 29, 0, 59), datetime(2026, 3, 29, 2, 1), datetime(2027, 10, 31, 3, 0)):
        assert moment.replace(tzinfo=made_of).utcoffset() == moment.replace(tzinfo=LONDON).utcoffset()


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The site of Riverside."""
    return made(open_workspace(Workspace(ROOT, ROOT), ["riverside"], today=TODAY), "riverside").files


def test_each_service_with_days_and_hours_has_a_calendar_and_a_link_to_it(files: dict[str, bytes]) -> None:
    site = open_workspace(Workspace(ROOT, ROOT), ["riverside"], today=TODAY).site("riverside")
    with_times = {service.id for service in site.services if calendar_of(site, service)}
    there = {Path(name).parent.name for name in files if name.endswith(".ics")}
    assert there == with_times
    linked = {
        Path(name).parent.name for name, data in files.items() if b'href="calendar.ics"' in data and "services/" in name
    }
    assert linked == there
    without = {service.id for service in site.services} - there
    assert {"mill-street-craft-group", "riverside-door-to-door", "st-brannocs-work-club"} == without, (
        "closed, without hours, paused"
    )


def test_an_entry_says_where_it_is_whom_to_call_and_when_it_was_checked(files: dict[str, bytes]) -> None:
    walks = events(files["services/ferry-road-walkers/calendar.ics"])
    assert [str(event["uid"]) for event in walks] == [
        "ferry-road-walkers-1@riverside.example.org",
        "ferry-road-walkers-2@riverside.example.org",
    ]
    [cafe, *others] = events(files["services/st-brannocs-grief-cafe/calendar.ics"])
    assert [event["dtstart"].dt.date() for event in others] == [date(2027, 1, 6), date(2027, 2, 3)]
    assert "rrule" not in cafe
    [club] = events(files["services/mill-street-lunch-club/calendar.ics"])
    assert club["dtstamp"].dt.date() == date(2026, 11, 9)
    assert "5 Mill Street" in club["location"]
    address = "https://riverside.example.org/services/mill-street-lunch-club/"
    lines = str(club["description"]).splitlines()
    assert lines == [
        "Tuesdays and Thursdays, midday to 2pm",
        "There is no lunch from 24 December to 2 January.",
        "Times can change. Call or email before you go.",
        "Call 0117 496 0300",
        address,
    ]
    assert club["url"] == address


def test_the_same_day_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    again = made(open_workspace(Workspace(ROOT, ROOT), ["riverside"], today=TODAY), "riverside").files
    assert {name: data for name, data in again.items() if name.endswith(".ics")} == {
        name: data for name, data in files.items() if name.endswith(".ics")
    }
