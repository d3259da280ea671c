"""Pages counted by the logs of servers: right, in little memory, and nothing of a person in what is written."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import random
import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Ran
from rolecall.exchange.visits import Visits, counted, table
from rolecall.exchange.visits.counting import MOST, OTHER, page_of
from rolecall.exchange.visits.files import LONGEST

Run = Callable[..., Ran]

BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"


def combined(
    path: str, *, day: str = "24/Nov/2026", status: int = 200, agent: str = BROWSER, method: str = "GET"
) -> str:
    return f'203.0.113.7 - - [{day}:09:14:02 +0000] "{method} {path} HTTP/1.1" {status} 5123 "-" "{agent}"'


def log(folder: Path, *lines: str, name: str = "access.log") -> Path:
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def opened(visits: Visits) -> dict[str, int]:
    """How often each page was opened, in all weeks together."""
    found: Counter[str] = Counter()
    for (_, page), number in visits.opened.items():
        found[page] += number
    return dict(found)


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]


# The forms of logs

FORMS = {
    "combined, of nginx and Apache": combined("/link-worker/"),
    "common": '203.0.113.7 - - [24/Nov/2026:09:14:02 +0000] "GET /link-worker/ HTTP/1.0" 200 5123',
    "with the name of the site": "people.example:443 " + combined("/link-worker/"),
    "with more at its end": combined("/link-worker/") + ' "203.0.113.9" 0.002 -',
    "of a person who signed in": combined("/link-worker/").replace("- - [", "- Sam Weller ["),
    "without the computer": combined("/link-worker/").replace("203.0.113.7", "-"),
    "IPv6": combined("/link-worker/").replace("203.0.113.7", "2001:db8::7"),
    "HTTP/2": combined("/link-worker/").replace("HTTP/1.1", "HTTP/2.0"),
    "answered from what the browser had": combined("/link-worker/", status=304),
    "through a proxy": combined("http://people.example/link-worker/"),
    "quotes in a name": combined("/link-worker/", agent='Mozilla \\"5\\"'),
    "IIS": "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2026-11-24 09:00:00\n"
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer)"
    " sc-status sc-substatus sc-win32-status time-taken\n"
    "2026-11-24 09:14:02 192.0.2.1 GET /link-worker/ q=debt 443 PCN\\sam 203.0.113.7 Mozilla/5.0+(iPhone) - 200 0 0 12",
    "IIS, the day in front only": "#Date: 2026-11-24 09:00:00\n#Fields: time cs-method cs-uri-stem sc-status\n"
    "09:14:02 GET /link-worker/ 200",
    "W3C with tabs": "#Fields: date\ttime\tcs-method\tcs-uri-stem\tsc-status\n"
    "2026-11-24\t09:14:02\tGET\t/link-worker/\t200",
    "IIS whose fields change": "#Fields: date time cs-method cs-uri-stem sc-status\n"
    "#Fields: sc-status cs-uri-stem cs-method date\n200 /link-worker/ GET 2026-11-24",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_page_is_counted_in_each_form_of_log(form: str, tmp_path: Path) -> None:
    visits = counted([log(tmp_path, FORMS[form])])
    assert visits.opened == {(date(2026, 11, 23), "/link-worker/"): 1}
    assert (visits.unread, visits.robots, visits.rest) == (0, 0, 0)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: data,
    "gz": gzip.compress,
    "2 gz in a row": lambda data: gzip.compress(data) + gzip.compress(data),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "with a mark": lambda data: b"\xef\xbb\xbf" + data,
    "PowerShell": lambda data: data.decode().encode("utf-16"),
    "PowerShell, packed": lambda data: gzip.compress(data.decode().encode("utf-16")),
}


@pytest.mark.parametrize("how", PACKERS)
def test_a_log_is_read_however_it_is_packed(how: str, tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(PACKERS[how]((combined("/link-worker/") + "\n\n" + combined("/") + "\n").encode()))
    visits = counted([path])
    assert {*opened(visits)} == {"/link-worker/", "/"}
    assert (visits.unread, visits.not_logs) == (0, {})


# What counts as a page

PAGES = {
    "/": "/",
    "/index.html": "/",
    "/link-worker/?from=poster#top": "/link-worker/",
    "/link-worker/index.html": "/link-worker/",
    "//link-worker//": "/link-worker/",
    "/%6Cink-worker/": "/link-worker/",
    "/link-worker": "/link-worker/",
    "/about.html": "/about.html",
    "/News_2026/": "/News_2026/",
    "/services/on/2026-11-27/": "/services/on/2026-11-27/",
    "/rolecall.css": None,
    "/data/services.json": None,
    "/favicon.ico": None,
    "/404.html": None,
    "/sam@example.org/": OTHER,
    "/943%20476%205919/": OTHER,
    "/943-476-5919/": OTHER,
    "/07700900123/": OTHER,
    "/find/sam weller/": OTHER,
    "/%1b]0;x%07/": OTHER,
    "/%0d%0a=cmd/": OTHER,
    "/=HYPERLINK(1)/": OTHER,
    "/" + "a/" * 30: OTHER,
    "*": None,
    "": None,
    "=1+1": None,
}


@pytest.mark.parametrize("address", PAGES)
def test_what_an_address_asks_for(address: str) -> None:
    assert page_of(address) == PAGES[address]


def test_below_a_folder_only_its_pages_count(tmp_path: Path, rolecall: Run) -> None:
    path = log(tmp_path, *[combined(f"/team/{page}") for page in ("", "link-worker/")] * 6, combined("/opening-times/"))
    for folder in ("/team/", "team", "/team"):
        ran = rolecall(tmp_path, "export", "visits", str(path), "--below", folder, "--to", "v.csv")
        assert ran.code == 0
        assert rows((tmp_path / "v.csv").read_bytes()) == [
            ["2026-11-23", "/", "6"],
            ["2026-11-23", "/link-worker/", "6"],
        ]
        (tmp_path / "v.csv").unlink()


ROBOTS = """
Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)|Mozilla/5.0 (compatible; bingbot/2.0)
curl/8.5.0|Wget/1.21|python-requests/2.32|Go-http-client/2.0|Pingdom.com_bot_version_1.4|UptimeRobot/2.0
facebookexternalhit/1.1|WhatsApp/2.23|Mozilla/5.0 (X11) HeadlessChrome/120|Mozilla/5.0 (compatible; AhrefsBot/7.0)
Mozilla/5.0 AppleWebKit/537.36 (KHTML; compatible; GPTBot/1.0)|Mozilla/5.0+(compatible;+YandexBot/3.0)|LinkChecker/10.6
"""
PEOPLE = f"""
{BROWSER}|Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0
Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) AppleWebKit/537.36 Chrome/96.0 Mobile Safari/537.36
Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko|Mozilla/5.0 (Android 14; Mobile; rv:132.0) Firefox/132.0
Mozilla/5.0 (iPhone) Mobile/15E148 [FBAN/FBIOS;FBAV/440.0]|Opera/9.80 (Android; Opera Mini/36) Presto/2.12
"""


@pytest.mark.parametrize("agent", [name for line in ROBOTS.strip().split("\n") for name in line.split("|")])
def test_robots_are_left_out_by_the_name_that_they_give(agent: str, tmp_path: Path) -> None:
    visits = counted([log(tmp_path, combined("/", agent=agent))])
    assert (visits.robots, visits.opened) == (1, {})


@pytest.mark.parametrize("agent", [name for line in PEOPLE.strip().split("\n") for name in line.split("|")])
def test_browsers_are_no_robots(agent: str, tmp_path: Path) -> None:
    assert opened(counted([log(tmp_path, combined("/", agent=agent))])) == {"/": 1}


def test_what_is_no_page_is_counted_apart(tmp_path: Path) -> None:
    lines = [
        combined("/rolecall.css"),
        combined("/gone/", status=404),
        combined("/link-worker", status=301),
        combined("/", method="POST"),
        combined("/", method="HEAD"),
        '203.0.113.7 - - [24/Nov/2026:09:14:02 +0000] "\\x16\\x03\\x01\\x02" 400 150 "-" "-"',
        '203.0.113.7 - - [24/Nov/2026:09:14:02 +0000] "" 400 0 "-" "-"',
        '203.0.113.7 - - [24/Nov/2026:09:14:02 +0000] "-" 408 - "-" "-"',
    ]
    visits = counted([log(tmp_path, *lines)])
    assert (visits.rest, visits.unread, visits.opened) == (len(lines), 0, {})


def test_weeks_begin_on_monday_also_over_new_year(tmp_path: Path) -> None:
    days = ["27/Dec/2026", "28/Dec/2026", "03/Jan/2027", "04/Jan/2027"]
    visits = counted([log(tmp_path, *(combined("/", day=day) for day in days))])
    assert visits.opened == {
        (date(2026, 12, 21), "/"): 1,
        (date(2026, 12, 28), "/"): 2,
        (date(2027, 1, 4), "/"): 1,
    }


# What is told

DAMAGED = """
nonsense|203.0.113.7 - -|203.0.113.7 - - [24/Nov/2026:09:14:02 +0000] "GET / HTTP/1.1|[24/Nov/2026:09:14:02 +0000]
203.0.113.7 - - [31/Nov/2026:09:14:02 +0000] "GET / HTTP/1.1" 200 1|{"status": 200, "path": "/"}
203.0.113.7 - - [24/Nov/9999:09:14:02 +0000] "GET / HTTP/1.1" 200 1
203.0.113.7 - - [24/Abc/2026:09:14:02 +0000] "GET / HTTP/1.1" 200 1
"""


def test_damaged_lines_are_counted_and_told_and_never_shown(tmp_path: Path, rolecall: Run) -> None:
    damaged = [line for row in DAMAGED.strip().split("\n") for line in row.split("|")]
    path = log(tmp_path, *[combined("/")] * 5, *damaged, "\x1b]0;owned\x07=cmd()", "x" * (3 * LONGEST), combined("/"))
    ran = rolecall(tmp_path, "export", "visits", str(path), "--to", "v.csv")
    assert ran.code == 0
    assert rows((tmp_path / "v.csv").read_bytes()) == [["2026-11-23", "/", "6"]]
    assert (
        "10 lines could not be read, for example access.log, line 6; access.log, line 7; access.log, line 8." in ran.err
    )
    for text in (*damaged, "\x1b", "owned", "cmd", "xxx"):
        assert text not in ran.out + ran.err


def test_w3c_lines_without_their_fields_or_cut_are_damaged(tmp_path: Path) -> None:
    lines = (
        """
2026-11-24 GET / 200|#Fields: date cs-method cs-uri-stem sc-status|2026-11-24 GET / 200|2026-11-24 GET /
24.11.2026 GET / 200|2026-11-24 GET / ok|#Fields: date c-ip|2026-11-24 203.0.113.7
""".strip()
        .replace("\n", "|")
        .split("|")
    )
    visits = counted([log(tmp_path, *lines)])
    assert (opened(visits), visits.unread) == ({"/": 1}, 5)


def test_few_are_not_shown(tmp_path: Path, rolecall: Run) -> None:
    lines = [
        combined(page) for page, number in (("/a/", 4), ("/b/", 5), ("/c/", 1), ("/d/", 12)) for _ in range(number)
    ]
    ran = rolecall(tmp_path, "export", "visits", str(log(tmp_path, *lines)), "--to", "v.csv")
    assert [row[1:] for row in rows((tmp_path / "v.csv").read_bytes())] == [
        ["/d/", "12"], ["/b/", "5"], ["/a/", "under 5"], ["/c/", "under 5"],
    ]  # fmt: skip
    assert "22 pages opened, from 2026-11-24 to 2026-11-24." in ran.out


def test_several_logs_are_one_table_and_one_given_twice_counts_once(tmp_path: Path, rolecall: Run) -> None:
    first = log(tmp_path, *[combined("/")] * 4)
    second = tmp_path / "access.log.1.gz"
    second.write_bytes(gzip.compress((combined("/") + "\n").encode()))
    rolecall(tmp_path, "export", "visits", "access.log", str(first), str(second), "--to", "v.csv")
    assert rows((tmp_path / "v.csv").read_bytes()) == [["2026-11-23", "/", "5"]]


def test_a_log_without_names_of_programs_says_that_robots_count(tmp_path: Path, rolecall: Run) -> None:
    path = log(tmp_path, FORMS["common"])
    assert "robots are counted too" in rolecall(tmp_path, "export", "visits", str(path), "--to", "v.csv").out


NO_LOGS = {
    "empty.log": (b"", "No request was found"),
    "letter.docx": (b"PK\x03\x04" + b"x" * 50, "this is a ZIP"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(200), "No request was found"),
    "error.log": (b"2026/11/24 09:14:02 [error] 7#7: *1 open() failed\n", "1 line could not be read"),
}


@pytest.mark.parametrize("name", NO_LOGS)
def test_what_is_no_log_is_told_and_nothing_is_written(name: str, tmp_path: Path, rolecall: Run) -> None:
    data, told = NO_LOGS[name]
    (tmp_path / name).write_bytes(data)
    ran = rolecall(tmp_path, "export", "visits", name, "--to", "v.csv")
    assert ran.code == 1
    assert told in ran.err
    assert "nothing was written" in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "v.csv").exists()


def test_a_packed_log_that_was_cut_counts_as_far_as_it_goes_and_is_told(tmp_path: Path, rolecall: Run) -> None:
    rng = random.Random(7)
    lines = "".join(combined(f"/a{rng.randrange(10**6)}/") + "\n" for _ in range(2000))
    (tmp_path / "access.log.gz").write_bytes(gzip.compress(lines.encode())[:-4000])
    ran = rolecall(tmp_path, "export", "visits", "access.log.gz", "--to", "v.csv")
    assert ran.code == 1
    assert "access.log.gz: this file ends before its end" in ran.err
    assert len(rows((tmp_path / "v.csv").read_bytes())) > 100
    (tmp_path / "bad.gz").write_bytes(gzip.compress(lines.encode())[:50] + b"\xff" * 500)
    assert rolecall(tmp_path, "export", "visits", "bad.gz", "--to", "w.csv").code == 1


def test_a_table_that_is_there_is_never_written_over(tmp_path: Path, rolecall: Run) -> None:
    path = log(tmp_path, combined("/"))
    (tmp_path / "v.csv").write_text("mine")
    ran = rolecall(tmp_path, "export", "visits", str(path), "--to", "v.csv")
    assert ran.code == 2
    assert (tmp_path / "v.csv").read_text() == "mine"


# Nothing of a person

WORD = st.text(st.sampled_from("abcdefghijkmnopqrstuvwxyzABCDEFGH0123456789"), min_size=12, max_size=20)


@given(words=st.tuples(WORD, WORD, WORD, st.ip_addresses()), page=st.sampled_from(["/", "/link-worker/", "/search/"]))
def test_nothing_of_who_asked_is_in_the_table(
    words: tuple[object, ...], page: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name, typed, came_from, computer = words
    line = (
        f'{computer} - {name} [24/Nov/2026:09:14:02 +0000] "GET {page}?q={typed} HTTP/1.1" 200 1'
        f' "https://mail.example/{came_from}" "{BROWSER}"'
    )
    path = log(tmp_path_factory.mktemp("log"), *[line] * 6)
    written = table(counted([path])).decode("utf-8-sig")
    assert written == f"Week from Monday,Page,Times opened\r\n2026-11-23,{page},6\r\n"


@given(noise=st.lists(st.one_of(st.binary(max_size=80), st.text(max_size=80).map(str.encode)), max_size=8))
def test_whatever_a_log_holds_the_table_is_pages_and_numbers(
    noise: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("log") / "access.log"
    wrapped = [b'203.0.113.7 - - [24/Nov/2026:09:14:02 +0000] "GET /' + part + b' HTTP/1.1" 200 1' for part in noise]
    path.write_bytes(b"\n".join([*noise, *wrapped, b"#Fields: " + b" ".join(noise), *noise]))
    for week, page, number in rows(table(counted([path]))):
        date.fromisoformat(week)
        assert page == OTHER or (page.startswith("/") and page.isascii() and page.isprintable())
        assert number == "under 5" or int(number) >= 5


@given(asked=st.lists(st.tuples(st.sampled_from(["/", "/a/", "/b/", "/c/d/"]), st.integers(0, 40)), max_size=60))
def test_the_numbers_are_those_of_the_log(
    asked: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = date(2026, 11, 23)
    days = [(page, first + timedelta(days=number)) for page, number in asked]
    path = log(tmp_path_factory.mktemp("log"), *(combined(page, day=f"{day:%d/%b/%Y}") for page, day in days))
    expected = Counter((day - timedelta(days=day.weekday()), page) for page, day in days)
    assert counted([path]).opened == expected


# Size


def test_a_long_log_needs_little_memory(tmp_path: Path) -> None:
    """A line of 100 MB in it too."""
    path = tmp_path / "access.log.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b"x" * 100_000_000 + b"\n")
        many = "".join(combined(f"/p{number}/") + "\n" for number in range(1000)).encode()
        for _ in range(20):
            file.write(many)
    tracemalloc.start()
    visits = counted([path])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000
    assert visits.unread == 1
    assert sum(visits.opened.values()) == 20_000


def test_made_up_pages_do_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolecall.exchange.visits.counting.MOST", 50)
    assert MOST > 10_000
    visits = counted([log(tmp_path, *(combined(f"/p{number}/") for number in range(500)))])
    assert len(visits.opened) == 51
    assert opened(visits)[OTHER] == 450


def test_who_waits_is_told_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolecall.exchange.visits.counting._EVERY", 10)
    seen: list[int] = []
    counted([log(tmp_path, *[combined("/")] * 25)], "/", seen.append)
    assert seen == [10, 20]
