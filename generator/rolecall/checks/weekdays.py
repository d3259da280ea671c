"""Days that a text names with the wrong day of the week: Wednesday 3 December, in a year in which it is a Thursday."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from rolecall import days
from rolecall.places import Path, Problem
from rolecall.yamltext import YamlFields, YamlList, YamlNode, YamlText

_FIRST, _LAST = ("from", "starts"), ("until", "ends")
"""Fields that say when what stands beside them is."""


def wrong_weekdays(
    node: YamlNode, today: date, path: Path = (), beside: tuple[date, date] | None = None
) -> Iterator[Problem]:
    """Each text of a file that names a day which is another of the week. `beside` are the days between which it counts.

    Without a year, the one is meant that is nearest to these. Without these too, any near year may be.
    """
    if isinstance(node, YamlFields):
        beside = _days_in(node, today) or beside
        for name, value in node.entries.items():
            yield from wrong_weekdays(value, today, (*path, name), beside)
    elif isinstance(node, YamlList):
        for at, item in enumerate(node.items):
            yield from wrong_weekdays(item, today, (*path, at), beside)
    else:
        for named in days.with_weekday(node.value):
            if odd := _odd(named, today, beside):
                yield Problem(replace(node.place, path=path), odd.sentence, odd.fix, kind="unusual")


def _days_in(node: YamlFields, today: date) -> tuple[date, date] | None:
    """The first and the last day that fields say. What has begun before anybody wrote when is there today."""
    first, last = ([day for name in names if (day := _day(node.entries.get(name)))] for names in (_FIRST, _LAST))
    if not (first or last):
        return None
    end = max(last or first)
    return min([*first, end] if first else [today, end]), end


def _day(node: YamlNode | None) -> date | None:
    found = days.read(node.value) if isinstance(node, YamlText) else None
    return found if isinstance(found, date) else None


def _odd(named: str, today: date, beside: tuple[date, date] | None) -> days.Odd | None:
    """What is wrong with a day that a text names, if it is wrong in each year that may be meant."""
    whole = days.read(named)
    if isinstance(whole, date) or days.has_year(named):
        return None if isinstance(whole, date) else whole
    first, last = beside or (today, today)
    bare = days.without_weekday(named)
    found = {year: days.read(f"{bare} {year}") for year in range(first.year - 1, last.year + 2)}
    known = {year: day for year, day in found.items() if isinstance(day, date)}
    nearest = sorted(known, key=lambda year: max(first - known[year], known[year] - last, timedelta()))
    results = [days.read(f"{named} {year}") for year in (nearest[:1] if beside else nearest)]
    odd = [result for result in results if isinstance(result, days.Odd)]
    return odd[0] if odd and len(odd) == len(results) else None
