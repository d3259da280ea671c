"""`rolecall check` tells what reads well and is not right: a day of another week day, a photo that is cut."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from conftest import Ran
from rolecall.checks.weekdays import wrong_weekdays
from rolecall.yamltext import read

Rolecall = Callable[..., Ran]
SAYS = "{} is a {}, and this says {}"


@pytest.mark.parametrize(
    ("text", "dates", "told"),
    [
        ("Closed on Wednesday 3 December.", "until: 2026-12-03", "is a Thursday, and this says Wednesday"),
        ("Closed on Thursday 3 December.", "until: 2026-12-03", ""),
        ("Closed on Thurs, 3rd Dec.", "until: 2026-12-03", ""),
        ("Closed on Fri the 25th of December 2026", "until: 2026-12-30", ""),
        ("Closed on Fri 24th of December 2026", "until: 2026-12-30", "is a Thursday, and this says Friday"),
        ("We open again on Monday 4 January.", "until: 2026-12-31", ""),
        ("We open again on Tuesday 4 January.", "until: 2026-12-31", "4 January 2027 is a Monday"),
        ("Thursday 24 December and Tuesday 29 December", "{from: 2026-12-20, until: 2027-01-03}", ""),
        ("Monday 31 people came. Sat 3 marching bands.", "until: 2026-12-03", ""),
    ],
)  # fmt: skip
def test_a_day_of_the_week_that_does_not_fit_is_told(text: str, dates: str, told: str) -> None:
    node, _ = read(f'notice: {{text: "{text}", {dates.strip("{}")}}}\n', "pcn.yml")
    assert node
    sentences = [problem.sentence for problem in wrong_weekdays(node, date(2026, 11, 24))]
    assert len(sentences) == bool(told)
    assert told in "".join(sentences)


def test_the_notice_and_the_words_of_services_are_looked_at(workspace: Path, rolecall: Rolecall) -> None:
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(f"{pcn.read_text()}\nnotice: {{text: Closed on Wednesday 3 December., until: 2026-12-03}}\n")
    services = pcn.parent / "services"
    services.mkdir(exist_ok=True)
    words = "name: Tea\ndescription: Not on Sat 5 March 2027.\norganisation: {name: T}\nneeds: [lonely]\n"
    (services / "tea.yml").write_text(words)
    out = rolecall(workspace, "check").out
    assert SAYS.format("3 December 2026", "Thursday", "Wednesday") in out
    assert SAYS.format("5 March 2027", "Friday", "Saturday") in out


@pytest.mark.parametrize(("size", "is_told"), [((160, 160), False), ((200, 150), False), ((60, 200), True)])
def test_a_photo_that_is_very_long_is_told(
    size: tuple[int, int], is_told: bool, workspace: Path, rolecall: Rolecall
) -> None:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "WEBP")
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    (pcn.parent / "sam.webp").write_bytes(out.getvalue())
    checked = "checked: {date: 2026-10-01, by: T}, next_check: 2027-10-01"
    person = f"{{name: Sam, roles: [link-worker], photo: sam.webp, photo_shows: Sam, {checked}}}"
    pcn.write_text(f"{pcn.read_text()}\npeople: [{person}]\n")
    ran = rolecall(workspace, "check")
    assert ran.code == 0, ran.err
    assert ("by 200 points, and the page shows a square" in ran.out) == is_told
