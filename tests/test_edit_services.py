"""Services in `rolecall edit`: copied, paused, closed, and pasted from a workbook."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT, contents
from editing import Fields, Visitor, editing

SERVICES = "content/pcns/riverside/services"
LIST = (
    "Group\tWhat happens\tNeed\tWhen\tVenue\tContact\tNotes for us\n"
    'Quay Knitters\tKnitting and tea.\tLoneliness\tTues 2-4pm\t"Quay Hall, 5 Mill Street, BS1 1AE"\t'
    "0117 496 0310\tkeys\n"
    'Sea Shanties\t"Singing.\nNo notes needed."\tBlue mood\tevery Monday 7pm\tQuay Hall\tsing@quay.example\t\n'
    "Closed Club\tIt has closed.\tLoneliness\t\t\t\t\n"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Visitor, Path]]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 22 November 2026
    shutil.copytree(ROOT / "content/pcns/riverside", tmp_path / "w/content/pcns/riverside")
    with editing(tmp_path / "w", "riverside") as (visitor, _):
        visitor.enter()
        yield visitor, tmp_path / "w"


def test_a_service_is_paused_closed_and_runs_again(place: tuple[Visitor, Path]) -> None:
    visitor, root = place
    before = contents(root)
    token = Fields(visitor.ask("/-/services").text).values["csrf_token"]
    for status, shown in (("paused", "Paused"), ("closed", "Closed"), ("active", "Mill Street Lunch Club")):
        sent = {"csrf_token": token, "id": "mill-street-lunch-club", "status": status}
        answer = visitor.ask("/-/services", sent)
        assert shown in answer.text
        assert f"status: {status}" in (root / SERVICES / "mill-street-lunch-club.yml").read_text()
    for id, status in (("nothing", "paused"), ("new", "paused"), ("../pcn", "paused")):
        assert visitor.ask("/-/services", {"csrf_token": token, "id": id, "status": status}).code == 404
    assert visitor.ask("/-/services", {**sent, "status": "gone"}).code == 422
    for _ in range(3):
        visitor.ask("/-/undo", {**Fields(visitor.ask("/-/saves").text).values})
    assert contents(root) == before


def test_a_service_is_closed_only_once_somebody_has_said_yes(place: tuple[Visitor, Path]) -> None:
    page = place[0].ask("/-/services").text
    assert page.count('value="closed"') == page.count("Yes, close ")
    assert all("<details>" in part.rpartition("</form>")[2] for part in page.split('value="closed"')[:-1])


def test_a_copy_says_the_same_but_for_its_name_and_its_check(place: tuple[Visitor, Path]) -> None:
    visitor, root = place
    form = Fields(visitor.ask("/-/service/new?like=mill-street-lunch-club").text)
    assert form.values[form.named("Name")] == [""]
    assert form.values[form.named("Checked on")] == [""]
    sent = {**form.values, form.named("Name"): "Mill Street Supper Club"}
    answer = visitor.ask("/-/service/new", sent)
    assert answer.code == 200, answer.text
    copy = (root / SERVICES / "mill-street-supper-club.yml").read_text().splitlines()
    other = [line.strip() for line in (root / SERVICES / "mill-street-lunch-club.yml").read_text().splitlines()]
    assert not [line for line in copy if "checked" in line]
    assert [line for line in copy if line.startswith("needs:")] == [line for line in other if line.startswith("needs:")]


def test_a_list_is_pasted_its_words_are_named_once_and_it_is_shown_before_it_counts(
    place: tuple[Visitor, Path],
) -> None:
    visitor, root = place
    before = contents(root)
    form = Fields(visitor.ask("/-/paste").text)
    page = visitor.ask("/-/paste", {**form.values, "pasted": LIST}).text
    assert contents(root) == before
    assert "Quay Knitters" in page
    assert "Not added:" in page
    found = Fields(page)
    assert {"Group", "What happens", "Need", "When", "Venue", "Contact", "Notes for us"} <= {*found.labels}
    assert found.values[found.named("Group")] == ["Name"]
    chosen = {
        **found.values,
        found.named("Notes for us"): "Left out",
        found.named("Blue mood"): "Feeling low, stressed or anxious",
        found.named("Checked by (team)"): "Riverside team",
        found.named("Checked on"): "2026-11-20",
    }
    again = visitor.ask("/-/paste", {**chosen, "look": "yes"}).text
    assert contents(root) == before
    assert "Feeling low, stressed or anxious" in again
    answer = visitor.ask("/-/paste", {**Fields(again).values, "add": "yes"})
    assert "Saved: 2 services" in answer.text
    text = (root / SERVICES / "sea-shanties.yml").read_text()
    assert "needs: [low-mood]" in text
    assert "No notes needed." in text
    assert "days: [mon]" in text
    assert "keys" not in (root / SERVICES / "quay-knitters.yml").read_text()
    assert "2026-11-20" in text
    assert not (root / SERVICES / "closed-club.yml").exists()
    assert "Sea Shanties" in visitor.ask("/services/sea-shanties/").text
    visitor.ask("/-/undo", {**Fields(visitor.ask("/-/saves").text).values})
    assert contents(root) == before


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "just words", "a\tb\nc\td", 'Name\t"never ends', "<script>alert(1)</script>\tName\n1\t2", "\0\t\0"],
)
def test_what_is_no_list_is_told_and_changes_nothing(place: tuple[Visitor, Path], text: str) -> None:
    visitor, root = place
    before = contents(root)
    form = Fields(visitor.ask("/-/paste").text)
    answer = visitor.ask("/-/paste", {**form.values, "pasted": text})
    assert answer.code in (200, 422)
    assert "<script>alert" not in answer.text
    visitor.ask("/-/paste", {**Fields(answer.text).values, "add": "yes"})
    assert {name: data for name, data in contents(root).items() if ".rolecall" not in name} == before


def pasted(visitor: Visitor, text: str) -> str:
    return visitor.ask("/-/paste", {**Fields(visitor.ask("/-/paste").text).values, "pasted": text}).text


def test_what_a_pasted_line_would_lose_is_said_before_it_is_added_and_of_each_line(
    place: tuple[Visitor, Path],
) -> None:
    lines = [f"Club {at}\tTea.\tLoneliness\tTuesday 2-4pm\tQuay Hall\t\t0117 496 0{at}\t" for at in range(310, 325)]
    bad = "Last Club\tTea.\tLoneliness\t31/02/2027 2pm\tQuay Hall\tBS1 1AC\t0117 496 022\tme at home"
    visitor, _ = place
    page = pasted(visitor, "\n".join(["Name\tWhat\tNeed\tWhen\tVenue\tPostcode\tPhone\tEmail", *lines, bad]))
    assert "1 line has something that is left out" in page
    for part in ("31/02/2027", "BS1 1AC", "0117 496 022", "me at home"):
        (line,) = (line for line in page.splitlines() if part in line and "not a" in line)
        assert "Look at this" in line
    assert "Club 310" in page
    assert "Club 324" not in page


def test_what_somebody_pasted_is_her_own_and_is_there_already_when_it_is_pasted_again(
    place: tuple[Visitor, Path],
) -> None:
    visitor, root = place
    text = LIST.replace("Blue mood", "Loneliness")
    visitor.ask("/-/paste", {**Fields(pasted(visitor, text)).values, "add": "yes"})
    assert "comes from" not in visitor.ask("/services/sea-shanties/").text
    assert "feed" not in (root / SERVICES / "sea-shanties.yml").read_text()
    assert "0 services can be added" in pasted(visitor, text)
    other = text.splitlines()[0] + "\nRiver Choir\tSinging.\tLoneliness\tMondays\tQuay Hall\t0117 496 0399\t"
    visitor.ask("/-/paste", {**Fields(pasted(visitor, other)).values, "add": "yes"})
    assert "status" not in (root / SERVICES / "sea-shanties.yml").read_text()


def test_a_colon_within_brackets_cuts_no_heading_of_a_form(place: tuple[Visitor, Path]) -> None:
    titles = [line for line in place[0].ask("/-/pcn").text.splitlines() if line.startswith("<summary>")]
    assert titles
    assert [title for title in titles if title.count("(") != title.count(")")] == []


def test_the_number_of_things_to_do_is_that_of_now_on_the_page_after_a_save(place: tuple[Visitor, Path]) -> None:
    visitor, root = place
    number = re.compile(r"To do: (\d+)")
    visitor.ask("/-/services")
    (root / SERVICES / "mill-street-lunch-club.yml").rename(root / SERVICES / "mill-street-lunches.yml")
    seen = number.findall(visitor.ask("/-/services").text)
    assert seen == number.findall(visitor.ask("/").text)


def test_a_new_service_is_told_by_its_name_and_leads_to_its_page(place: tuple[Visitor, Path]) -> None:
    visitor, _ = place
    answer = visitor.send("/-/service/new?like=mill-street-lunch-club", {"Name": "Quay Supper Club"})
    assert re.findall(r"<li>(.*Quay Supper Club.*)</li>", answer.text.partition("edit-changes")[2])[0].startswith(
        "Added: "
    )
    assert 'href="/services/quay-supper-club/"' in answer.text
    assert "Quay Supper Club" in visitor.ask("/services/quay-supper-club/").text


def test_what_is_ticked_keeps_the_order_of_the_file_and_is_told_in_words(place: tuple[Visitor, Path]) -> None:
    visitor, root = place
    file = root / SERVICES / "mill-street-lunch-club.yml"
    ids = ["low-mood", "lonely"]
    file.write_text(re.sub(r"(?m)^needs:.*$", f"needs: [{', '.join(ids)}]", file.read_text()))
    path = "/-/service/mill-street-lunch-club"
    form = Fields(visitor.ask(path).text)
    name = form.named("Cost")
    needs = next(key for key, value in form.values.items() if {*value} == {*ids} and not key.startswith("seen:"))
    answer = visitor.ask(path, {**form.values, name: "£2", needs: ids[::-1]})
    said = answer.text.partition("edit-changes")[2].partition("</ul>")[0]
    assert "Helps with" not in said
    assert "-&gt;" not in said
    assert "needs: [low-mood, lonely]" in file.read_text()
    form = Fields(visitor.ask(path).text)
    answer = visitor.ask(path, {**form.values, needs: ["money", *ids]})
    assert "Helps with: added " in answer.text
    assert "needs: [low-mood, lonely, money]" in file.read_text()


def test_all_that_is_wrong_with_a_form_is_told_at_once(place: tuple[Visitor, Path]) -> None:
    sent = {
        "Name": "Quay Club",
        "Place 1: postcode": "BS1 1IO",
        "Email": "me at home",
        "Checked on": "24 November 2062",
    }
    answer = place[0].send(
        "/-/service/new?like=mill-street-lunch-club",
        {**sent, "Checked by (team)": "Us", "Checked on": "24 November 2062"},
    )
    wrong = answer.text.partition('id="wrong"')[2].partition("</section>")[0]
    for label in ("Place 1: postcode", "Email", "Checked on"):
        assert f">{label}</a>" in wrong
    assert "nothing under" not in wrong


def test_a_column_offers_what_is_usual_first_and_roles_have_their_titles_here(place: tuple[Visitor, Path]) -> None:
    visitor, root = place
    menu = pasted(visitor, LIST).partition('<select id="column-0"')[2].partition("</select>")[0]
    assert menu.partition("<optgroup")[0].count("<option") < 20 < menu.count("<option")
    file = root / "content/pcns/riverside/pcn.yml"
    title = re.findall(r"local_title: (.+)", file.read_text())[0].strip("\"'")
    assert f">{title} (" in visitor.ask("/-/person/new").text
    for role in ("link-worker", "care-coordinator"):
        form = visitor.ask(f"/-/role/{role}/instead").text
        assert f'value="{role}"' not in form
        assert 'value="' in form


def test_a_wrong_day_of_a_check_leaves_all_that_was_pasted_and_chosen_where_it_is(
    place: tuple[Visitor, Path],
) -> None:
    visitor, root = place
    before = contents(root)
    found = Fields(pasted(visitor, LIST.replace("Blue mood", "Loneliness")))
    chosen = {
        **found.values,
        found.named("Notes for us"): "Who it is for",
        found.named("Checked by (team)"): "Quay team",
    }
    day, team = found.named("Checked on"), found.named("Checked by (team)")
    for text, says in (
        ("31/02/2027", "is not a day in the calendar. Write a day, for example 22 November 2026."),
        ("24 November 2062", "has not come yet"),
        ("", "Write the day when they checked"),
    ):
        answer = visitor.ask("/-/paste", {**chosen, day: text, "add": "yes"})
        assert answer.code == 422
        assert says in answer.text.partition(f'id="{day}-about"')[2]
        assert "2026-10-01" not in answer.text
        kept = Fields(answer.text)
        assert kept.values[day] == [text]
        assert kept.values[team] == ["Quay team"]
        assert kept.values[kept.named("Notes for us")] == ["Who it is for"]
        assert contents(root) == before
    answer = visitor.ask("/-/paste", {**chosen, day: "20/11/2026", team: "", "add": "yes"})
    assert "Write the team" in answer.text
    assert "Saved: 2 services" in visitor.ask("/-/paste", {**chosen, day: "20/11/2026", "add": "yes"}).text
    assert "2026-11-20" in (root / SERVICES / "sea-shanties.yml").read_text()


def test_what_is_no_list_stays_in_its_box(place: tuple[Visitor, Path]) -> None:
    answer = pasted(place[0], "Knitters\tmore active")
    assert "Knitters\tmore active</textarea>" in answer
    assert "paste it again" in answer
    assert "import it again" not in answer


def test_a_word_that_nobody_knows_is_named_in_its_line_and_asked_about_before_it_is_added(
    place: tuple[Visitor, Path],
) -> None:
    visitor, root = place
    page = pasted(visitor, LIST)
    assert "Rolecall does not know &#34;Blue mood&#34;" in page
    assert "It helps with nothing yet" in page
    before = contents(root)
    answer = visitor.ask("/-/paste", {**Fields(page).values, "add": "yes"})
    assert answer.code == 422
    assert "Choose what this means" in answer.text
    assert contents(root) == before
    found = Fields(answer.text)
    left = visitor.ask("/-/paste", {**found.values, found.named("Blue mood"): "Left out", "look": "yes"})
    assert Fields(left.text).values[found.named("Blue mood")] == ["Left out"]
    assert "Rolecall does not know &#34;" not in left.text
    assert "Saved: 2 services" in visitor.ask("/-/paste", {**Fields(left.text).values, "add": "yes"}).text


def test_a_day_that_no_calendar_has_is_not_saved_as_words(place: tuple[Visitor, Path]) -> None:
    visitor, root = place
    text = "Name\tWhat\tNeed\tWhen\tPlace\tPhone\nQuay Choir\tTea.\tLoneliness\t{}\tQuay Hall\t0117 496 0310"
    page = pasted(visitor, text.format("Sat 31/02/2027 2pm"))
    assert "not a day in the calendar, so this time is left out. Your list has: Sat 31/02/2027 2pm." in page
    assert "<li>Sat 31/02" not in page
    visitor.ask("/-/paste", {**Fields(page).values, "add": "yes"})
    assert "31/02" not in (root / SERVICES / "quay-choir.yml").read_text()


def test_a_time_and_a_place_are_shown_once(place: tuple[Visitor, Path]) -> None:
    text = "Name\tWhat\tNeed\tWhen\tPostcode\tPhone\nQuay Choir\tTea.\tLoneliness\t{}\tBS1 1AE\t0117 496 0310"
    page = pasted(place[0], text.format("Thursdays 10am to 11.30am"))
    assert "<li>Thursdays 10am to 11.30am</li>" in page
    assert "<li>BS1 1AE</li>" in page


def test_what_was_left_out_of_a_pasted_list_is_to_do_until_somebody_has_looked(place: tuple[Visitor, Path]) -> None:
    visitor, _ = place
    text = (
        "Name\tWhat\tNeed\tWhen\tVenue\tPostcode\tPhone\n"
        "Quay Club\tTea.\tLoneliness\tTuesday 2-4pm\tQuay Hall\t\t0117 496 022\n"
        "Moor Club\tTea.\tLoneliness\tTuesday 2-4pm\tMoor Hall\t\t0117 496 0310\n"
        "Closed Club\tIt has closed.\tLoneliness\t31/02/2027 2pm\t\t\t\n"
    )
    assert "when you pasted a list" not in visitor.ask("/-/to-do").text
    found = Fields(pasted(visitor, text))
    assert "Saved: 2 services" in visitor.ask("/-/paste", {**found.values, "add": "yes"}).text
    page = visitor.ask("/-/to-do").text
    part = page.partition("when you pasted a list</h2>")[2].partition("<h2")[0]
    assert part.count("<li>") == 1, part
    assert "Quay Club" in part
    assert "Phone: " in part
    assert "<blockquote>0117 496 022</blockquote>" in part
    assert 'href="/-/service/quay-club?' in part
    (id,) = re.findall(r'name="only" value="([0-9a-f]+)"', part)
    visitor.ask("/-/to-do", {**Fields(page).values, "only": id})
    assert "when you pasted a list" not in visitor.ask("/-/to-do").text
    visitor.ask("/-/to-do", {**Fields(visitor.ask("/-/to-do").text).values, "show-again": "yes"})
    assert "when you pasted a list" in visitor.ask("/-/to-do").text
    visitor.ask("/-/undo", {**Fields(visitor.ask("/-/saves").text).values})
    assert "when you pasted a list" not in visitor.ask("/-/to-do").text, "nothing of the list is there any more"
