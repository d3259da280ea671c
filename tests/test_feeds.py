"""Feeds are read from the web: all of it, politely, and nothing that can hurt."""

from __future__ import annotations

import errno
import gzip
import json
import random
import socket
import ssl
import subprocess
import time
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed_server import (
    Asked,
    Play,
    Reply,
    bomb,
    broken_off,
    dripping,
    dripping_headers,
    endless,
    full,
    page_of,
    paged,
    serving,
    silent,
    thin,
)
from rolecall.exchange.openreferral.feed import Feed, Progress, Record
from rolecall.exchange.openreferral.reading import Limits, read_feed
from rolecall.exchange.openreferral.reading.connections import is_public

QUICK = Limits(gap=0, first_wait=0.01, silence=0.4, answer=1.5, connect=1, tries=3)


def read(address: str, limits: Limits = QUICK, **more: Any) -> tuple[Feed, list[Record]]:
    feed = read_feed(address, allow_private=True, limits=limits, **more)
    return feed, list(feed.records)


def read_from(play: Play, path: str = "/api/services", **more: Any) -> tuple[Feed, list[Record]]:
    with serving(play) as server:
        return read(server.address + path, **more)


def ids(records: list[Record]) -> list[str]:
    return [record.value["id"] for record in records]


def sentences(feed: Feed) -> str:
    return "\n".join(f"{problem}" for problem in feed.problems)


SEVEN = [thin(number) for number in range(7)]
ALL_SEVEN = [f"id-{number}" for number in range(7)]


# Paging


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/services", "/api/services/", "/api/services?page=2"])
def test_a_feed_is_read_whole_whichever_of_its_addresses_is_given(path: str) -> None:
    feed, records = read_from(paged(SEVEN), path)
    assert ids(records) == ALL_SEVEN
    assert (feed.listed, feed.repeats, feed.whole, feed.problems) == (7, 0, True, [])
    assert feed.shape == "Open Referral UK 3.0"
    assert feed.licence == ("OGL-UK-3.0" if path in ("/api", "/api/") else "")


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("size", [1, 3, 7, 50])
def test_pages_of_both_versions_may_count_from_0_or_1(old: bool, first: int, size: int) -> None:
    feed, records = read_from(paged(SEVEN, old=old, first=first, size=size))
    assert sorted(ids(records)) == ALL_SEVEN
    assert feed.whole
    assert feed.shape == f"Open Referral UK {'1.0' if old else '3.0'}"


LIES: dict[str, dict[str, Any]] = {
    "too many pages": {"total_pages": 900, "last_page": False},
    "too few pages": {"total_pages": 2},
    "nothing": {"total_pages": None, "total_items": None, "last_page": None, "page_number": None, "first_page": None},
    "as text": {"total_pages": "3", "total_items": "7", "page_number": "x", "last_page": "false"},
    "always page 0": {"page_number": 0, "first_page": True, "last_page": False},
    "always the last": {"last_page": True},
    "too few services": {"total_items": 2, "last_page": False},
}


@pytest.mark.parametrize("lies", LIES.values(), ids=LIES)
def test_what_a_list_says_of_its_pages_is_not_relied_on(lies: dict[str, Any]) -> None:
    feed, records = read_from(paged(SEVEN, lies=lies))
    assert ids(records) == ALL_SEVEN
    assert feed.whole


def test_a_list_that_has_fewer_than_it_says_is_not_whole() -> None:
    feed, records = read_from(paged(SEVEN, lies={"total_items": 30}))
    assert ids(records) == ALL_SEVEN
    assert (feed.whole, feed.missing) == (False, 23)
    assert "30 services, and lists 7" in str(feed.to_know)


def test_a_page_number_that_is_ignored_is_noticed() -> None:
    with serving(lambda asked: page_of([full(0), full(1)], 1, 9, 18) if asked.path == "/s" else None) as server:
        feed, records = read(server.address + "/s")
        assert ids(records) == ["id-0", "id-1"]
        assert server.paths().count("/s?page=2") == 1
        assert "/s?page=3" not in server.paths()
    assert not feed.whole


@pytest.mark.parametrize("after", [[], None, "same"])
def test_a_bare_array_is_a_list(after: Any) -> None:
    def play(asked: Asked) -> Any:
        return [full(0), full(1)] if "page" not in asked.query or after == "same" else after

    feed, records = read_from(play)
    assert (ids(records), feed.whole, feed.problems) == (["id-0", "id-1"], True, [])


def test_arrays_in_pages_are_read_to_the_end() -> None:
    _, records = read_from(lambda asked: SEVEN[(int(asked.query.get("page", 1)) - 1) * 3 :][:3])
    assert ids(records) == ALL_SEVEN


def test_a_list_without_an_end_ends_at_a_limit() -> None:
    def play(asked: Asked) -> Any:
        number = int(asked.query.get("page", 1))
        return page_of([full(number * 2), full(number * 2 + 1)], number, number + 1, 10**6)

    feed, records = read_from(play, limits=Limits(gap=0, pages=20))
    assert len(records) == 42
    assert not feed.whole
    assert "goes on after 21 pages" in sentences(feed)


def test_a_list_that_repeats_itself_for_ever_ends() -> None:
    def play(asked: Asked) -> Any:
        number = int(asked.query.get("page", 1))
        return page_of([full(number % 2), full(7)], number, 10**6, 10**6)

    with serving(play) as server:
        _, records = read(server.address + "/api/services")
        assert len(server.asked) < 20
    assert sorted(ids(records)) == ["id-0", "id-1", "id-7"]


def test_a_service_that_is_listed_twice_is_1_record_and_the_later_words_count() -> None:
    early = full(1) | {"name": "Old name", "last_modified": "2026-01-01T00:00:00Z"}
    late = full(1) | {"name": "New name", "last_modified": "2026-05-01T00:00:00Z"}
    feed, records = read_from(paged([full(0), late, full(2), early, full(0), full(3)], size=3))
    assert [record.value["name"] for record in records] == ["Service 0", "New name", "Service 2", "Service 3"]
    assert (feed.listed, len(records), feed.repeats, feed.differing) == (6, 4, 2, 1)
    assert "id-1" in str(feed.to_know)


def test_of_2_entries_with_an_id_the_one_changed_last_is_taken() -> None:
    early = full(1) | {"name": "Old name", "last_modified": "2026-01-01T00:00:00Z"}
    late = full(1) | {"name": "New name", "last_modified": "2026-05-01T00:00:00Z"}
    for entries in ([early, late], [late, early]):
        _, records = read_from(lambda asked, entries=entries: entries if asked.path == "/api/services" else None)
        assert [record.value["name"] for record in records] == ["New name"]


def test_entries_that_are_no_services_are_counted_and_cost_no_other() -> None:
    feed, records = read_from(lambda asked: [full(0), 7, None, [], "x", {}, full(1)])
    assert ids(records) == ["id-0", "id-1"]
    assert (feed.listed, feed.unreadable, len(feed.problems)) == (7, 5, 5)


def test_a_next_link_is_followed_on_the_same_website_only() -> None:
    seen: list[str] = []

    def play(asked: Asked) -> Any:
        if asked.path == "/api/services" and "page" not in asked.query:
            return {"contents": [full(0)], "next": "/api/more?cursor=x"}
        if asked.path == "/api/more":
            return {"contents": [full(1)], "links": {"next": {"href": f"{elsewhere.address}/steal"}}}
        return None

    with serving(lambda asked: [full(9)]) as elsewhere:
        feed, records = read_from(play)
        seen = elsewhere.paths()
    assert ids(records) == ["id-0", "id-1"]
    assert seen == []
    assert feed.whole


@pytest.mark.parametrize("rel", ['rel="next"', "rel=next", 'title="more"; REL="last next"'])
def test_a_next_page_in_a_header_is_followed_and_known_in_the_next_run(rel: str, tmp_path: Path) -> None:
    def play(asked: Asked) -> Any:
        if asked.path != "/api/services":
            return None
        if asked.headers.get("If-None-Match"):
            return Reply(status=304)
        at = int(asked.query.get("after", 0))
        links = ['</api/services>; rel="first"', *([f"</api/services?after={at + 1}>; {rel}"] if at < 3 else [])]
        return Reply([full(at)], headers={"Link": ", ".join(links), "ETag": f'"{at}"'})

    with serving(play) as server:
        for _ in range(2):
            feed, records = read(server.address + "/api/services", keep_in=tmp_path)
            assert ids(records) == ["id-0", "id-1", "id-2", "id-3"]
            assert (feed.whole, feed.problems) == (True, [])
    assert {asked.headers.get("If-None-Match") for asked in server.asked} > {'"0"', '"3"'}


def test_a_next_page_in_a_list_of_links_is_followed() -> None:
    def play(asked: Asked) -> Any:
        at = int(asked.query.get("after", 0))
        links = [None, {"rel": ["self"]}, {"rel": "self", "href": "/api/services"}]
        if at < 2:
            links.append({"rel": "next", "href": f"?after={at + 1}"})
        return {"contents": [full(at)], "links": links} if asked.path == "/api/services" else None

    assert ids(read_from(play)[1]) == ["id-0", "id-1", "id-2"]


@pytest.mark.parametrize("status", [400, 404, 410, 422])
@pytest.mark.parametrize("wrapped", [True, False])
def test_an_error_after_the_last_page_is_the_end(status: int, wrapped: bool) -> None:
    def play(asked: Asked) -> Any:
        number = int(asked.query.get("page", 1))
        if number > 3 or "id-" in asked.path:
            return Reply({}, status)
        entries = [full(number * 2), full(number * 2 + 1)]
        return {"contents": entries, "page_number": number} if wrapped else entries

    feed, records = read_from(play)
    assert (len(records), feed.whole, feed.problems) == (6, True, [])


def test_an_address_that_gives_a_later_page_by_itself_is_read_from_the_first() -> None:
    def play(asked: Asked) -> Any:
        number = int(asked.query.get("page", 1))
        return page_of(SEVEN[number * 3 :][:3], number, 3, 7) | {"first_page": number == 0, "last_page": number == 2}

    feed, records = read_from(play)
    assert sorted(ids(records)) == ALL_SEVEN
    assert feed.whole


def test_pages_that_count_from_0_and_do_not_say_so_are_all_read() -> None:
    def play(asked: Asked) -> Any:
        number = int(asked.query.get("page", 1))
        return {"contents": SEVEN[number * 3 :][:3], "total_items": 7} if asked.path == "/api/services" else None

    feed, records = read_from(play)
    assert sorted(ids(records)) == ALL_SEVEN
    assert feed.whole


def test_many_entries_that_are_no_services_are_summed_up() -> None:
    feed, records = read_from(lambda asked: [*range(40), full(1)])
    assert (len(records), feed.unreadable, len(feed.problems)) == (1, 40, 11)
    assert "30 more entries" in sentences(feed)


def test_a_feed_that_takes_too_long_goes_on_another_time(tmp_path: Path) -> None:
    with serving(paged(SEVEN)) as server:
        first, records = read(server.address + "/api", Limits(gap=0, whole=0.0), keep_in=tmp_path)
        assert len(records) < 7
        assert "was not read to its end" in sentences(first)
        again, records = read(server.address + "/api", keep_in=tmp_path)
    assert ids(records) == ALL_SEVEN
    assert again.goes_on


@pytest.mark.parametrize("path", ["/api/taxonomies", "/api/organizations/", "/api/service_at_locations?page=1"])
def test_the_list_of_other_things_leads_to_that_of_services(path: str) -> None:
    assert ids(read_from(paged(SEVEN), path)[1]) == ALL_SEVEN


@pytest.mark.parametrize("pages", [1, 3])
def test_a_list_in_files_is_read_with_the_files_of_its_services(pages: int) -> None:
    """As a site that is made of files has them, which takes no notice of `page`."""
    size = -(-7 // pages)
    names = {f"/data/services{f'-{number}' if number > 1 else ''}.json": number for number in range(1, pages + 1)}

    def play(asked: Asked) -> Any:
        if number := names.get(asked.path):
            return page_of(SEVEN[(number - 1) * size : number * size], number, pages, 7)
        id = asked.path.removeprefix("/data/services/id-").removesuffix(".json")
        return full(int(id)) if id.isdigit() else None

    for address in ("/data/services.json", "/data/"):
        feed, records = read_from(play, address)
        assert ids(records) == ALL_SEVEN
        assert all(record.value["contacts"] for record in records)
        assert feed.whole


def test_a_list_that_is_empty_is_told_and_nothing_is_gone() -> None:
    feed, records = read_from(lambda asked: page_of([], 1, 0, 0))
    assert (records, feed.whole) == ([], False)
    assert "is empty" in sentences(feed)


@pytest.mark.parametrize("around", ["<{}>", " {} ", "\ufeff{}", '"{}"'])
def test_an_address_may_be_copied_with_what_is_around_it(around: str) -> None:
    with serving(paged(SEVEN)) as server:
        _, records = read(around.format(server.address + "/api"))
    assert ids(records) == ALL_SEVEN


def has_ipv6() -> bool:
    """Whether this computer has an address of IPv6 itself."""
    try:
        with socket.socket(socket.AF_INET6) as line:
            line.bind(("::1", 0))
    except OSError as error:
        if error.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            raise
        return False
    return True


def test_an_address_of_ipv6_is_read() -> None:
    """Where a computer has none, as many containers, an address of IPv4 is asked for as one of IPv6."""
    host, shown = ("::1", "::1") if has_ipv6() else ("127.0.0.1", "::ffff:127.0.0.1")
    with serving(paged(SEVEN), host=host) as server:
        port = server.address.rpartition(":")[2]
        _, records = read(f"http://[{shown}]:{port}/api")
    assert ids(records) == ALL_SEVEN


# Details


def test_thin_lists_get_the_page_of_each_service() -> None:
    with serving(paged(SEVEN)) as server:
        feed, records = read(server.address + "/api/services")
    assert all(record.value["contacts"] and record.is_whole for record in records)
    assert records[3].place.file == f"{server.address}/api/services/id-3"
    assert feed.whole


def test_full_lists_are_not_asked_for_again_service_by_service() -> None:
    with serving(paged([full(number) for number in range(7)])) as server:
        _, records = read(server.address + "/api/services")
        assert len([path for path in server.paths() if "id-" in path]) == 3
    assert len(records) == 7


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://anyshire.example/o/ServiceDirectoryService/v2/services?page=3", "anyshire.example"),
        ("https://anyshire.example/api/services/", "anyshire.example"),
        ("https://data.example:8443/data/hsds/services.json", "data.example"),
        ("https://many.example/anyshire/services", "many.example/anyshire"),
        ("https://many.example/otherton/oruk/v1/services", "many.example/otherton"),
        ("https://many.example/feeds/anyshire.json", "many.example/anyshire"),
        ("http://[::1]:8080/services", "::1"),
        ("https://many.example/k3y5/services?apikey=hush", "many.example"),
    ],
)
def test_feeds_of_one_host_have_names_of_their_own(address: str, name: str) -> None:
    assert read_feed(address).name == name


def test_a_key_in_the_address_is_sent_on_and_never_shown() -> None:
    with serving(paged(SEVEN)) as server:
        feed, records = read(server.address + "/api/services?apikey=hush&per_page=3&page=2")
        assert {asked.query.get("apikey") for asked in server.asked} == {"hush"}
    assert ids(records) == ALL_SEVEN
    assert "hush" not in str(records) + str(feed.problems) + feed.source
    assert feed.whole


def test_a_feed_that_was_asked_for_a_part_is_not_whole() -> None:
    feed, records = read_from(paged(SEVEN), "/api/services?postcode=BS5")
    assert ids(records) == ALL_SEVEN
    assert not feed.whole


def test_all_addresses_of_a_feed_have_the_same_source() -> None:
    root = "https://Council.example/api"
    addresses = ["", "/", "/services", "/services/", "/services?page=3&postcode=BS5", "/services/id-1"]
    assert {read_feed(root + end).source for end in addresses} == {"council.example/api"}


def test_a_service_whose_page_is_not_there_is_what_the_list_says() -> None:
    def play(asked: Asked) -> Any:
        return None if asked.path.endswith("id-2") else paged(SEVEN)(asked)

    feed, records = read_from(play)
    assert [record.is_whole for record in records] == [True, True, False, True, True, True, True]
    assert records[2].value == thin(2)
    assert feed.whole  # the list has it, so it is not gone
    assert "/api/services/id-2: the feed lists this service, and has no page of it" in sentences(feed)


def test_a_feed_without_pages_of_services_is_its_list() -> None:
    with serving(lambda asked: paged(SEVEN)(asked) if "id-" not in asked.path else None) as server:
        feed, records = read(server.address + "/api/services")
        assert len([path for path in server.paths() if "id-" in path]) == QUICK.in_a_row
    assert ids(records) == ALL_SEVEN
    assert all(record.is_whole for record in records)
    assert feed.problems == []
    assert "no pages of single services" in str(feed.to_know)


def test_a_page_of_another_service_is_not_believed() -> None:
    def play(asked: Asked) -> Any:
        return full(6) if asked.path.endswith("id-2") else paged(SEVEN)(asked)

    feed, records = read_from(play)
    assert records[2].value == thin(2)
    assert not records[2].is_whole
    assert "not of the service" in sentences(feed)


def test_an_address_of_a_single_service_gives_that() -> None:
    feed, records = read_from(paged(SEVEN), "/api/services/id-4")
    assert [record.value for record in records] == [full(4)]
    assert not feed.whole


def test_ids_cannot_lead_elsewhere() -> None:
    odd = ["../../admin", "..", ".", "a/b", "x?y=1#z", "é ü", "%2e%2e", "a" * 1000, "http://127.0.0.2/"]
    entries = [{"id": id, "name": "Odd"} for id in odd]
    with serving(lambda asked: entries if asked.path == "/api/services" else None) as server:
        _, records = read(server.address + "/api/services")
        assert all(asked.path.startswith("/api/services") for asked in server.asked)
        assert all(asked.path.count("/") <= 3 for asked in server.asked)
    assert ids(records) == odd


# Trouble


@pytest.mark.parametrize("after", ["1", "date"])
def test_a_feed_that_asks_to_wait_is_waited_for(after: str) -> None:
    waited: list[float] = []

    def play(asked: Asked) -> Any:
        if asked.query.get("page") == "2" and asked.times == 1:
            when = formatdate(time.time() + 30, usegmt=True) if after == "date" else after
            return Reply({}, 429, {"Retry-After": when})
        return paged(SEVEN)(asked)

    feed, records = read_from(play, limits=Limits(gap=0, sleep=waited.append))
    assert ids(records) == ALL_SEVEN
    assert any((25 < wait < 31) if after == "date" else wait == 1 for wait in waited)
    assert feed.whole


def test_waits_grow_and_a_feed_that_recovers_is_read() -> None:
    waited: list[float] = []

    def play(asked: Asked) -> Any:
        return Reply({}, 500) if asked.query.get("page") == "2" and asked.times < 4 else paged(SEVEN)(asked)

    feed, records = read_from(play, limits=Limits(gap=0, sleep=waited.append))
    assert ids(records) == ALL_SEVEN
    assert waited == [1, 2, 4]
    assert feed.whole


def test_an_hour_is_not_waited() -> None:
    waited: list[float] = []
    feed, records = read_from(
        lambda asked: Reply({}, 503, {"Retry-After": "3600"}), limits=Limits(gap=0, sleep=waited.append)
    )
    assert (records, waited) == ([], [])
    assert "asks to wait 60 minutes" in sentences(feed)


@pytest.mark.parametrize("after", ["", "soon", "-5", "9" * 400, "Thu, 99 Nov 2026 99:99:99 GMT"])
def test_a_wait_that_makes_no_sense_is_no_wait(after: str) -> None:
    def play(asked: Asked) -> Any:
        return Reply({}, 429, {"Retry-After": after}) if asked.times == 1 else [full(0)]

    limits = Limits(gap=0, first_wait=0, sleep=lambda seconds: None)
    feed, records = read_from(play, limits=limits)
    assert len(records) == 1 or "asks to wait" in sentences(feed)


def test_it_asks_at_most_a_few_times_a_second() -> None:
    waited: list[float] = []
    assert Limits().gap == 0.25
    read_from(paged(SEVEN), limits=Limits(gap=60, sleep=waited.append))  # longer than any answer from here takes
    assert len(waited) > 8
    assert all(0 < wait <= 60 for wait in waited)


def test_a_page_in_the_middle_that_stays_away_costs_only_itself() -> None:
    def play(asked: Asked) -> Any:
        return Reply({}, 500) if asked.query.get("page") == "2" else paged(SEVEN)(asked)

    feed, records = read_from(play)
    assert ids(records) == ["id-0", "id-1", "id-2", "id-6"]
    assert (feed.whole, feed.missing) == (False, 3)
    assert "page=2: the feed is in trouble (500)" in sentences(feed)


def test_after_some_failures_in_a_row_it_stops_asking() -> None:
    entries = [thin(number) for number in range(30)]

    def play(asked: Asked) -> Any:
        return Reply({}, 500) if asked.path[-2:] in ("-5", "-6", "-7", "-8", "-9") else paged(entries)(asked)

    with serving(play) as server:
        feed, records = read(server.address + "/api/services", Limits(gap=0, tries=1))
        assert "/api/services/id-12" not in server.paths()
    assert len(records) == 30
    assert [record.is_whole for record in records] == [True] * 5 + [False] * 25
    assert "the others were not asked for" in sentences(feed)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (silent, "was silent"),
        (dripping, "had not sent its answer after 2 seconds"),
        (dripping_headers, "had not sent its answer after 2 seconds"),
        (endless, "sends more than 1 million bytes"),
        (broken_off(b'[{"id": 1}'), "broke off"),
        (lambda handler: handler.wfile.write(b"hello\r\n\r\n"), "broke off"),
        (lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n"), "broke off"),
        (lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n[]"), "is empty"),
        (lambda handler: None, "broke off"),
    ],
    ids=["silent", "drips", "headers", "endless", "cut", "no http", "many headers", "odd length", "hangs up"],
)
def test_an_answer_that_does_not_end_well_is_told(raw: Any, words: str) -> None:
    began = time.monotonic()
    limits = Limits(gap=0, first_wait=0.01, silence=0.4, answer=1.5, tries=2, answer_bytes=1_000_000)
    feed, records = read_from(lambda asked: Reply(raw=raw), limits=limits)
    assert records == []
    assert words in sentences(feed)
    assert len(feed.problems) == 1
    assert time.monotonic() - began < 8


def test_a_bomb_is_not_unpacked() -> None:
    feed, records = read_from(lambda asked: bomb(), limits=Limits(gap=0, answer_bytes=2_000_000))
    assert records == []
    assert "more than 2 million bytes" in sentences(feed)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "x-odd"])
def test_an_answer_that_is_not_packed_as_it_says_is_told(encoding: str) -> None:
    feed, records = read_from(lambda asked: Reply([full(0)], headers={"Content-Encoding": encoding}))
    assert len(records) == (encoding == "x-odd")
    assert bool(records) != bool(feed.problems)


def test_a_packed_answer_is_read() -> None:
    body = gzip.compress(json.dumps([full(0)]).encode())
    _, records = read_from(lambda asked: Reply(body, headers={"Content-Encoding": "gzip"}))
    assert ids(records) == ["id-0"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!doctype html><html>Hello</html>", "a page for people"),
        (b"<?xml version='1.0'?><services/>", "is XML"),
        (b"", "there is no list"),
        (b"Not found", "is not JSON"),
        (b'{"error": "no"}', "there is no list"),
        (b'"text"', "is not JSON"),
    ],
)
def test_what_is_no_feed_is_told(body: bytes, words: str) -> None:
    feed, records = read_from(lambda asked: Reply(body))
    assert records == []
    assert words in sentences(feed)


@pytest.mark.parametrize(
    ("status", "words"), [(304, "304"), (401, "does not let us in"), (403, "does not let us in"), (418, "418")]
)
def test_a_feed_that_refuses_is_told(status: int, words: str) -> None:
    feed, _ = read_from(lambda asked: Reply({}, status))
    assert words in sentences(feed)


WRAPS = [list, lambda entries: {"total_items": 3, "contents": entries}, lambda entries: {"data": {"services": entries}}]


@pytest.mark.parametrize("wrap", WRAPS)
def test_a_page_that_is_damaged_gives_what_stands_before_the_damage(wrap: Any) -> None:
    whole = json.dumps(wrap([full(0), full(1), full(2)]))
    feed, records = read_from(lambda asked: Reply(whole[:-40].encode()))
    assert ids(records) == ["id-0", "id-1"]
    assert not feed.whole
    assert "stops before its end" in sentences(feed)


def test_hostile_json_costs_only_its_own_entry() -> None:
    deep = '{"id": "d", "name": ' + "[" * 100_000 + "]" * 100_000 + "}"
    odd = '{"id": "n", "name": "N", "age": NaN, "big": ' + "9" * 5000 + ', "huge": 1e999, "half": "\\ud800"}'
    text = f'[{deep}, {odd}, {{"id": "k", "id": "k", "name": "first", "name": ""}}]'
    feed, records = read_from(lambda asked: Reply(text.encode()))
    assert [dict(record.value) for record in records] == [
        {"id": "n", "name": "N", "age": None, "big": "9" * 100, "huge": None, "half": "\ufffd"},
        {"id": "k", "name": "first"},
    ]
    assert "more than 40 levels" in sentences(feed)


# Where it may lead


PRIVATE = """127.0.0.1 127.8.9.1 10.0.0.1 172.16.3.4 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1 192.0.2.1 198.18.0.1
224.0.0.1 255.255.255.255 240.0.0.1 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1 ::ffff:127.0.0.1
::ffff:10.0.0.1 ::127.0.0.1 2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1 64:ff9b::a00:1 2001:db8::1 2001:0:7f00:1::1 x"""


@pytest.mark.parametrize("numbers", PRIVATE.split())
def test_addresses_that_are_not_of_the_public_internet_are_known(numbers: str) -> None:
    assert not is_public(numbers)


@pytest.mark.parametrize(
    "numbers", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_addresses_of_the_public_internet_are_known(numbers: str) -> None:
    assert is_public(numbers)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_a_private_address_is_read_only_if_that_is_asked_for(host: str) -> None:
    with serving(paged(SEVEN)) as server:
        port = server.address.rpartition(":")[2]
        feed = read_feed(f"http://{host}:{port}/api/services", limits=QUICK)
        assert list(feed.records) == []
        assert server.asked == []
    assert "private network" in sentences(feed)
    assert "--allow-private" in sentences(feed)


TARGETS = [
    "http://127.0.0.2:{port}/",
    "http://169.254.169.254/latest/",
    "http://[::1]:{port}/",
    "http://localhost:{port}/",
]


@pytest.mark.parametrize("target", TARGETS)
def test_a_redirect_to_another_private_address_is_not_followed(target: str) -> None:
    with serving(lambda asked: [full(0)], host="127.0.0.2") as hidden:
        port = hidden.address.rpartition(":")[2]
        feed, records = read_from(lambda asked: Reply({}, 302, {"Location": target.format(port=port)}))
        assert hidden.asked == []
    assert records == []
    assert "private network" in sentences(feed)


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("file:///etc/passwd", "no web address"),
        ("gopher://127.0.0.1/", "no web address"),
        ("", "in a circle"),
        ("/api/services", "in a circle"),
        ("same", "in a circle"),
        ("http://[", "no web address"),
        ("//", "in a circle"),
    ],
)
def test_redirects_that_lead_nowhere_are_told(location: str, words: str) -> None:
    feed, records = read_from(lambda asked: Reply({}, 301, {"Location": location}))
    assert records == []
    assert words in sentences(feed)


def test_redirects_within_limits_are_followed() -> None:
    def play(asked: Asked) -> Any:
        step = int(asked.query.get("step", 0)) + 1
        return Reply({}, 307, {"Location": f"/api/services?step={step}"}) if step <= steps else [full(0)]

    steps = 5
    assert len(read_from(play)[1]) == 1
    steps = 6
    feed, records = read_from(play)
    assert records == []
    assert "more than 5 times" in sentences(feed)


def test_a_name_is_looked_up_once_for_each_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when it is checked and private when it is used: there is no time between the two."""
    asked: list[str] = []

    def look_up(host: str, port: int, *words: Any, **more: Any) -> list[Any]:
        if host == "feed.example":
            asked.append(host)
            numbers = "93.184.216.34" if len(asked) % 2 == 0 else "127.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (numbers, port))]
        return real(host, port, *words, **more)

    real = socket.getaddrinfo
    connected: list[str] = []
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", lambda where, *words: connected.append(where[0]) or refuse())

    def refuse() -> Any:
        raise ConnectionRefusedError

    for _ in range(4):
        list(read_feed("http://feed.example/services", limits=Limits(gap=0, tries=1)).records)
    assert connected == ["93.184.216.34"] * 2


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://council.example/services", "https:// or http://"),
        ("file:///etc/passwd", "https:// or http://"),
        ("https://", "no web address"),
        ("http://council.example:99999/", "no web address"),
        ("https://user:pass@council.example/services", "name or a password"),
        ("http://[::1", "no web address"),
    ],
)
def test_addresses_that_are_not_read_are_told(address: str, words: str) -> None:
    feed = read_feed(address)
    assert list(feed.records) == []
    assert words in sentences(feed)


def test_it_sends_no_cookie_no_password_and_uses_no_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password hush\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    with (
        serving(lambda asked: [full(9)]) as proxy,
        serving(
            lambda asked: Reply([thin(0)], headers={"Set-Cookie": "a=b"}) if asked.path == "/s" else full(0)
        ) as server,
    ):
        monkeypatch.setenv("HTTP_PROXY", proxy.address)
        monkeypatch.setenv("http_proxy", proxy.address)
        _, records = read(server.address + "/s")
        assert proxy.asked == []
    assert len(records) == 1
    for asked in server.asked:
        assert not {"cookie", "authorization"} & {name.casefold() for name in asked.headers}
        assert asked.headers["User-Agent"].startswith("Rolecall/")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A certificate that nobody trusts."""
    folder = tmp_path_factory.mktemp("certificate")
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key -out cert -days 2"
    subprocess.run(["openssl", *words.split(), "-subj", "/CN=127.0.0.1"], cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert", folder / "key")
    return context


def test_a_certificate_that_nobody_trusts_is_told(certificate: ssl.SSLContext) -> None:
    with serving(paged(SEVEN), tls=certificate) as server:
        feed, records = read(server.address + "/api/services")
        assert server.asked == []
    assert records == []
    assert "the certificate of 127.0.0.1 was made by themselves" in sentences(feed)


def test_a_server_that_speaks_no_tls_is_told() -> None:
    with serving(paged(SEVEN)) as server:
        feed, records = read(server.address.replace("http:", "https:") + "/api/services")
    assert records == []
    assert "no safe connection" in sentences(feed)


def test_a_server_that_is_not_there_is_told() -> None:
    with serving(paged(SEVEN)) as server:
        pass
    waited: list[float] = []
    feed, records = read(server.address + "/api/services", Limits(gap=0, sleep=waited.append))
    assert (records, waited) == ([], [])
    assert "cannot be reached" in sentences(feed)


# Going on


def test_a_run_that_was_cut_off_goes_on_where_it_was(tmp_path: Path) -> None:
    with serving(paged(SEVEN)) as server:
        address = server.address + "/api/services"
        feed = read_feed(address, allow_private=True, limits=QUICK, keep_in=tmp_path)
        for _ in range(4):
            next(feed.records)
        feed.records.close()  # type: ignore[attr-defined]
        had = len(server.asked)
        again, records = read(address, keep_in=tmp_path)
        assert len(server.asked) - had == 3
    assert ids(records) == ALL_SEVEN
    assert (again.whole, again.goes_on, again.listed) == (True, True, 7)


def test_what_failed_is_asked_for_again_and_nothing_else(tmp_path: Path) -> None:
    is_well = False

    def play(asked: Asked) -> Any:
        if not is_well and (asked.query.get("page") == "2" or asked.path.endswith("id-1")):
            return Reply(raw=broken_off(b"{"))
        return paged(SEVEN)(asked)

    with serving(play) as server:
        first, _ = read(server.address + "/api/services", keep_in=tmp_path)
        is_well = True
        server.asked.clear()
        second, records = read(server.address + "/api/services", keep_in=tmp_path)
        missing = [f"/api/services/id-{number}" for number in (1, 3, 4, 5)]
        assert sorted(server.paths()) == [*missing, "/api/services?page=2"]
    assert not first.whole
    assert second.whole
    assert ids(records) == ALL_SEVEN
    assert all(record.is_whole for record in records)


def test_a_run_that_ended_well_asks_anew_and_is_not_sent_the_same_again(tmp_path: Path) -> None:
    def play(asked: Asked) -> Any:
        tag = f'"{names[-1]}"'
        if asked.headers.get("If-None-Match") == tag:
            return Reply(b"", 304)
        service = full(0) | {"name": names[-1]}
        made = [service] if asked.path == "/s" else service
        return Reply(made, headers={"ETag": tag})

    names: list[str] = []
    with serving(play) as server:
        for name in ("First", "First", "Another"):
            names.append(name)
            server.asked.clear()
            feed, records = read(server.address + "/s", keep_in=tmp_path)
            assert records[0].value["name"] == name
            assert server.asked
            assert not feed.goes_on


def test_what_a_rehearsal_had_is_what_the_next_run_takes(tmp_path: Path) -> None:
    with serving(paged(SEVEN)) as server:
        read(server.address + "/api/services", keep_in=tmp_path, is_rehearsal=True)
        server.asked.clear()
        feed, records = read(server.address + "/api/services", keep_in=tmp_path)
        assert server.asked == []
        assert ids(records) == ALL_SEVEN
        assert feed.goes_on
        read(server.address + "/api/services", keep_in=tmp_path)
        assert server.asked


def test_what_a_rehearsal_had_counts_for_an_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(paged(SEVEN)) as server:
        read(server.address + "/api/services", keep_in=tmp_path, is_rehearsal=True)
        server.asked.clear()
        later = time.time() + 3700
        monkeypatch.setattr(time, "time", lambda: later)
        feed, _ = read(server.address + "/api/services", keep_in=tmp_path)
        assert server.asked
        assert not feed.goes_on


def test_what_was_kept_may_be_damaged(tmp_path: Path) -> None:
    with serving(paged(SEVEN)) as server:
        read(server.address + "/api/services", keep_in=tmp_path, is_rehearsal=True)
        [kept] = tmp_path.iterdir()
        whole = kept.read_bytes()
        for damaged in (b"", b"nonsense", whole[: len(whole) // 2], whole[:5000] + b"\xff" * 3000 + whole[8000:]):
            kept.write_bytes(damaged)
            _, records = read(server.address + "/api/services", keep_in=tmp_path)
            assert ids(records) == ALL_SEVEN


def test_it_tells_how_far_it_is() -> None:
    seen: list[Progress] = []
    read_from(paged(SEVEN), watch=seen.append)
    assert [(step.done, step.total) for step in seen if step.of == "pages"] == [(0, None), (1, 3), (2, 3)]
    assert [step.done for step in seen if step.of == "services"] == [1, 2, 3, 4, 5, 6, 7]
    assert all(step.left is not None and step.left >= 0 for step in seen if step.of == "services" and step.done > 1)


# Whatever comes


@settings(max_examples=25)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_as_an_answer_give_records_or_problems(body: bytes) -> None:
    play_bytes.body = body  # type: ignore[attr-defined]
    feed, records = read(f"{SHARED.address}/services", Limits(gap=0, tries=1))
    assert feed.problems or feed.listed == len(records) + feed.repeats + feed.unreadable


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "name", "contents", "content", "total_items", "page_number", "next", "links", "status"]
            )
            | st.text(max_size=3),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@settings(max_examples=40)
@given(JSON)
def test_any_json_as_an_answer_gives_records_or_problems(value: Any) -> None:
    play_bytes.body = json.dumps(value).encode()  # type: ignore[attr-defined]
    feed, records = read(f"{SHARED.address}/services", Limits(gap=0, tries=1))
    assert feed.listed == len(records) + feed.repeats + feed.unreadable
    assert feed.problems or records or feed.listed == 0


@settings(max_examples=40)
@given(st.integers(0, 10**9))
def test_a_feed_of_any_behaviour_is_read_to_an_end(seed: int) -> None:
    """Each address answers in its own odd way, always the same."""

    def play(asked: Asked) -> Any:
        chance = random.Random(f"{seed} {asked.path} {sorted(asked.query.items())}")
        entries = [thin(chance.randrange(12)) | {"last_modified": f"20{chance.randrange(10, 99)}"} for _ in range(3)]
        page = page_of(entries[: chance.randrange(4)], chance.randrange(6), chance.randrange(9), chance.randrange(20))
        elsewhere = f"/services?page={chance.randrange(9)}"
        odd: list[Any] = [entries, None, {}, full(1), [None, 3], page | {"last_page": 0}, page | {"next": elsewhere}]
        odd += [Reply({}, status) for status in (403, 500)]
        odd += [Reply(b"<html>"), Reply(json.dumps(page).encode()[: chance.randrange(300)])]
        odd += [Reply({}, 302, {"Location": elsewhere})]
        return chance.choice([page, page, page, *odd])

    play_bytes.play = play  # type: ignore[attr-defined]
    try:
        feed, records = read(f"{SHARED.address}/services", Limits(gap=0, tries=1, pages=30, sleep=lambda seconds: None))
    finally:
        del play_bytes.play  # type: ignore[attr-defined]
    assert feed.listed == len(records) + feed.repeats + feed.unreadable
    assert len({record.value["id"] for record in records}) == len(records)
    assert records or feed.problems


def play_bytes(asked: Asked) -> Any:
    return play_bytes.play(asked) if hasattr(play_bytes, "play") else Reply(play_bytes.body)  # type: ignore[attr-defined]


@pytest.fixture(scope="module", autouse=True)
def shared_server() -> Any:
    """1 server for all examples of a property."""
    global SHARED
    with serving(play_bytes) as SHARED:
        yield


SHARED: Any = None
