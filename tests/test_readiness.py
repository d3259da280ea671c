"""Whether a site is ready, what stops it, and how its figures moved since the last report."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from conftest import ROOT, Ran
from rolecall.exchange.readiness import MOST_DAYS, Row, last, read, remembered, table
from rolecall.reports.checked import FIGURES

Rolecall = Callable[..., Ran]
PCN = "content/pcns/testbury/pcn.yml"
UNCHECKED = "Facts that nobody has checked"
READY = """
checked: {date: 2026-10-01, by: Link worker team}
next_check: 2027-10-01
urgent_help_checked: {date: 2026-10-01, by: Practice manager}
privacy_url: https://www.testbury.nhs.uk/privacy
accessibility: {tested: {date: 2026-10-01, by: Patient group}, how: 3 people used it.}
sign_off:
  clinical_safety: {date: 2026-10-01, by: Clinical safety officer}
  data_protection: {date: 2026-10-01, by: Data protection officer}
  content: {date: 2026-10-01, by: Clinical lead}
"""


def report(rolecall: Rolecall, workspace: Path, day: str, *pcns: str) -> str:
    ran = rolecall(workspace, "check", *pcns, "--format", "html", "--today", day)
    assert ran.code in (0, 1), ran.err
    return " ".join(html.document_fromstring(ran.out).find("body").text_content().split())


def moved(workspace: Path, rolecall: Rolecall, day: str) -> dict[str, tuple[str, str]]:
    """The table of what moved since the last report."""
    page = html.document_fromstring(rolecall(workspace, "check", "--format", "html", "--today", day).out)
    rows = page.get_element_by_id("pcn-1-moved").getparent().findall(".//tbody/tr")
    return {row[0].text_content(): (row[1].text_content(), row[2].text_content()) for row in rows}


def test_a_report_says_what_stops_a_site_and_what_moved_since_the_last(workspace: Path, rolecall: Rolecall) -> None:
    first = report(rolecall, workspace, "2026-11-22")
    assert "Not ready to go live. 4 things stop it." in first
    assert "nobody has signed off this site" in first
    assert "What moved" not in first
    assert "What moved" not in report(rolecall, workspace, "2026-11-22"), "the same day is no other"
    pcn = workspace / PCN
    pcn.write_text(pcn.read_text().rstrip() + READY)
    second = report(rolecall, workspace, "2026-11-29")
    assert "Ready to go live. Nothing stops it." in second
    assert "What moved since 22 November 2026" in second
    assert moved(workspace, rolecall, "2026-11-29") == {"Stops it from going live": ("4", "0"), UNCHECKED: ("1", "0")}
    assert "No figure moved since 29 November 2026." in report(rolecall, workspace, "2026-12-06")


def test_a_problem_stops_it_too(workspace: Path, rolecall: Rolecall) -> None:
    pcn = workspace / PCN
    pcn.write_text(pcn.read_text().replace("U12345", "U1234"))
    assert "Not ready to go live. 1 thing stops it." in report(rolecall, workspace, "2026-11-22")


def test_a_report_on_a_part_is_compared_with_none_and_remembered_by_none(workspace: Path, rolecall: Rolecall) -> None:
    report(rolecall, workspace, "2026-11-22")
    for words in (["--only", "words"], ["--data"]):
        ran = rolecall(workspace, "check", "--format", "html", "--today", "2026-11-29", *words)
        assert "moved since" not in ran.out
    assert "No figure moved since 22 November 2026." in report(rolecall, workspace, "2026-12-06")


def test_what_nobody_looked_at_is_no_0_in_the_table(workspace: Path, rolecall: Rolecall) -> None:
    ran = rolecall(workspace, "check", "--format", "csv", "--only", "words")
    [row] = csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff")))
    assert (row["Look at: words"], row["Look at: facts"]) == ("0", "")
    pcn = workspace / PCN
    pcn.write_text(pcn.read_text().replace("U12345", "U1234"))
    [row] = csv.DictReader(io.StringIO(rolecall(workspace, "check", "--format", "csv").out.removeprefix("\ufeff")))
    assert (row["Problems to fix"], row["Look at: words"], row["Services that run now"]) == ("1", "", "")


def test_a_report_comes_where_nothing_can_be_remembered(workspace: Path, rolecall: Rolecall) -> None:
    shutil.rmtree(workspace / ".rolecall")
    (workspace / ".rolecall").write_text("This is a file.")
    assert "Not ready to go live." in report(rolecall, workspace, "2026-11-22")


def test_the_table_has_a_row_for_each_pcn(workspace: Path, rolecall: Rolecall) -> None:
    ran = rolecall(ROOT, "check", "--format", "csv", "--today", "2026-11-22")
    rows = [*csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff")))]
    assert sorted(row["PCN"] for row in rows) == ["harbour", "hillside", "riverside"]
    assert {row["Ready"] for row in rows} == {"no"}, "an example never goes live"
    assert rolecall(workspace, "check", "--format", "csv", "--to", "readiness.csv").code == 0
    assert (workspace / "readiness.csv").read_bytes().startswith(b"\xef\xbb\xbfDay,PCN,Name,Ready,")


@pytest.mark.parametrize("wrong", [b"", b"\xff\xfe\x00", b"Day,PCN\r\n2026-13-45,x\r\n", b"\x00" * 99])
def test_a_damaged_memory_is_none(wrong: bytes, workspace: Path, rolecall: Rolecall) -> None:
    (workspace / ".rolecall").mkdir(exist_ok=True)
    (workspace / ".rolecall/readiness.csv").write_bytes(wrong)
    assert "Not ready to go live." in report(rolecall, workspace, "2026-11-22")


ROWS = st.lists(
    st.builds(
        Row,
        st.dates(date(2026, 1, 1), date(2026, 3, 1)),
        st.sampled_from(["riverside", "harbour"]),
        st.text(st.characters(exclude_characters="\r\n\x00", exclude_categories=["Cs"]), max_size=12),
        st.fixed_dictionaries(dict.fromkeys(FIGURES[:9], st.integers(0, 99))),
    ),
    max_size=40,
)


@given(ROWS, ROWS)
def test_what_is_written_is_read_again_and_the_newest_days_stay(before: list[Row], new: list[Row]) -> None:
    rows = remembered(before, new)
    assert read(table(rows)) == rows
    for pcn in {row.pcn for row in (*before, *new)}:
        days = {row.day for row in (*before, *new) if row.pcn == pcn}
        assert [row.day for row in rows if row.pcn == pcn] == sorted(days)[-MOST_DAYS:]
    assert all(row.day < date(2026, 2, 1) for row in last(rows, date(2026, 2, 1)).values())
