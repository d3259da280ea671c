"""Feeds are read from files, whatever they are called and however damaged.

A folder in `feeds/` has a feed in `feed/`, and in `expected.yml` what is read of it. `RECORD=1` writes that anew: read
the difference.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rolecall.exchange.openreferral.feed import Feed, Record
from rolecall.exchange.openreferral.reading import Limits, looks_like_feed, read_feed
from rolecall.exchange.openreferral.reading.tables import table_of

CASES = sorted(path for path in (Path(__file__).parent / "feeds").iterdir() if path.is_dir())


def read(path: Path, **more: Any) -> tuple[Feed, list[Record]]:
    feed = read_feed(str(path), **more)
    return feed, list(feed.records)


def shown(path: Path) -> dict[str, Any]:
    """What is read of a feed, as a person can compare it."""
    feed, records = read(path)

    def within(file: str) -> str:
        return file.removeprefix(str(path)).removeprefix("/") or path.name

    numbers = {name: getattr(feed, name) for name in ("listed", "repeats", "differing", "unreadable", "missing")}
    assert feed.listed == len(records) + feed.repeats + feed.unreadable
    return {
        "looks_like_feed": looks_like_feed(str(path)),
        "shape": feed.shape,
        "licence": feed.licence,
        "whole": feed.whole,
        **{name: number for name, number in numbers.items() if number},
        "records": [
            {"at": f"{within(record.place.file)}:{record.place.line}", "is_whole": record.is_whole, **record.value}
            for record in records
        ],
        "problems": [f"{problem.kind}: {within(str(problem.place))}: {problem.sentence}" for problem in feed.problems],
        "to_know": [f"{problem.kind}: {problem.sentence}" for problem in feed.to_know],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_folder_is_read(case: Path) -> None:
    found, expected = shown(case / "feed"), case / "expected.yml"
    if os.environ.get("RECORD"):
        expected.write_text(yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=118))
    assert found == yaml.safe_load(expected.read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_zip_is_read_as_its_folder_is(case: Path, tmp_path: Path) -> None:
    packed = tmp_path / "feed.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for path in (case / "feed").rglob("*"):
            opened.write(path, f"export/{path.relative_to(case / 'feed')}")
        opened.writestr("__MACOSX/._services.json", b"\0\1")
    of_folder, of_zip = read(case / "feed")[1], read(packed)[1]
    assert [dict(record.value) for record in of_zip] == [dict(record.value) for record in of_folder]
    assert looks_like_feed(str(packed)) == bool(of_zip)


SERVICES = [{"id": f"s{number}", "name": f"Café {number} – £5 “tea”", "status": "active"} for number in range(3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("indent", [None, 2])
def test_any_encoding_is_read(tmp_path: Path, encoding: str, indent: int | None) -> None:
    file = tmp_path / "services"
    file.write_bytes(json.dumps(SERVICES, ensure_ascii=False, indent=indent).encode(encoding))
    feed, records = read(file)
    assert [dict(record.value) for record in records] == SERVICES
    assert feed.whole
    assert looks_like_feed(str(file))


def test_what_is_utf_8_and_windows_at_once_is_read(tmp_path: Path) -> None:
    file = tmp_path / "services.json"
    file.write_bytes(b'[{"id": 1, "name": "caf\xe9"}, {"id": 2, "name": "caf\xc3\xa9"}]')
    assert [record.value["name"] for record in read(file)[1]] == ["café", "café"]


def test_a_long_file_is_read_piece_by_piece(tmp_path: Path) -> None:
    """Long enough for many windows, with letters of 1 to 4 bytes and entries of very different lengths."""
    entries = [
        {"id": number, "name": "N", "description": "aé€😀"[number % 4] * (number * 97 % 3000)} for number in range(2000)
    ]
    file = tmp_path / "services.json"
    file.write_text(json.dumps({"contents": entries, "total_items": 2000}, ensure_ascii=False))
    feed, records = read(file)
    assert [dict(record.value) for record in records] == entries
    assert feed.whole


def test_the_lines_of_records_are_right(tmp_path: Path) -> None:
    file = tmp_path / "services.json"
    file.write_text(json.dumps([{"id": n, "name": "x" * 5000} for n in range(300)], indent=1))
    lines = file.read_text().splitlines()
    for record in read(file)[1]:
        assert lines[record.place.line - 1].strip() == "{"
        assert f'"id": {record.value["id"]}' in lines[record.place.line]


@pytest.mark.parametrize("around", ["data", "result", "response"])
def test_a_list_may_be_wrapped_once_more(tmp_path: Path, around: str) -> None:
    file = tmp_path / "services.json"
    file.write_text(json.dumps({"ok": True, around: {"services": SERVICES, "total": 3}}))
    feed, records = read(file)
    assert [dict(record.value) for record in records] == SERVICES
    assert feed.whole


def test_files_that_are_packed_one_by_one_are_read(tmp_path: Path) -> None:
    (tmp_path / "services.csv.gz").write_bytes(gzip.compress(b"id,name\ns1,Choir\n"))
    (tmp_path / "phones.csv").write_text("id,service_id,number\np1,s1,0117 496 0001\n")
    assert read(tmp_path)[1][0].value["phones"][0]["id"] == "p1"
    whole = gzip.compress(
        json.dumps([SERVICES[0] | {"id": n, "x": random.Random(n).random()} for n in range(5000)]).encode()
    )
    file = tmp_path / "export.gz"
    file.write_bytes(whole)
    assert len(read(file)[1]) == 5000
    assert looks_like_feed(str(file))
    file.write_bytes(whole[: len(whole) // 2])
    feed, records = read(file)
    assert 1000 < len(records) < 5000
    assert "stops before its end" in str(feed.problems)
    file.write_bytes(whole[:1000] + b"\0" * 1000 + whole[2000:])
    assert "damaged" in str(read(file)[0].problems) or read(file)[0].problems


def test_a_zip_that_would_fill_the_disk_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("services.json", b"[" + b" " * 30_000_000 + b"]")
    feed, records = read(file)
    assert records == []
    assert "30 million bytes unpacked" in str(feed.problems)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"s.json", b""),
        (b"PK\1\2", b"PK\1\3"),
        (b"\x08\0", b"\x0e\0"),
        (b"\x14\0\0\0", b"\x14\0\1\0"),
        (b"PK\3\4", b"PK\3\5"),
    ],
    ids=["no name", "no member", "another method", "a password", "another start"],
)
def test_a_zip_that_is_damaged_is_told(tmp_path: Path, before: bytes, after: bytes) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("s.json", json.dumps(SERVICES))
    data = made.getvalue()
    at = data.rindex(b"s.json")
    if not after:
        data = data[: at - 18] + b"\0\0" + data[at - 16 : at] + data[at + 6 :]  # its length, then itself
    file = tmp_path / "feed.zip"
    file.write_bytes(data.replace(before, after) if after else data)
    feed, records = read(file)
    assert records == []
    assert feed.problems


def test_a_zip_in_a_zip_is_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as opened:
        opened.writestr("services.json", json.dumps(SERVICES))
    file = tmp_path / "outer.zip"
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("inner.zip", inner.getvalue())
    feed, records = read(file)
    assert records == []
    assert feed.problems


@pytest.mark.parametrize("name", ["../../escape.json", "/etc/escape.json", "C:\\escape.json", "a/../../escape.json"])
def test_names_in_a_zip_lead_nowhere(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "feed.zip", "w") as opened:
        opened.writestr(name, json.dumps(SERVICES))
    _, records = read(folder / "feed.zip")
    assert len(records) == 3
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "feed.zip"]


def test_a_package_names_no_file_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("id,name\ns1,Secret\n")
    folder = tmp_path / "package"
    folder.mkdir()
    resources = [
        {"name": "services", "path": path} for path in ("../secret.csv", str(tmp_path / "secret.csv"), 7, None)
    ]
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}))
    feed, records = read(folder)
    assert records == []
    assert "Secret" not in str(feed.problems)


def test_a_package_is_known_by_its_description(tmp_path: Path) -> None:
    package = next(case for case in CASES if case.name == "hsds-package") / "feed/datapackage.json"
    assert looks_like_feed(str(package))
    assert len(read(package)[1]) == 2


def test_a_row_that_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text(f'id,name\ns1,Choir\ns2,"{"x" * 200_000}"\ns3,Chess\n')
    (tmp_path / "phones.csv").write_text(f"id,service_id,number\np1,s1,{'1' * 200_000}\np2,s1,0117 496 0001\n")
    feed, records = read(tmp_path)
    assert [record.value["id"] for record in records] == ["s1", "s3"]
    assert [phone["id"] for phone in records[0].value["phones"]] == ["p2"]
    assert (feed.listed, feed.unreadable, feed.whole) == (3, 1, False)
    assert [problem.place.line for problem in feed.problems] == [2, 3]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("services.csv", "service"),
        ("Service.csv", "service"),
        ("HSDS_ServiceAtLocation.csv", "service_at_location"),
        ("services_at_location.csv", "service_at_location"),
        ("organisations.csv", "organization"),
        ("physical_addresses.csv", "physical_address"),
        ("taxonomies.csv", "taxonomy"),
        ("accessibility.csv", "accessibility"),
        ("our services 2026.csv", ""),
        ("", ""),
    ],
)
def test_tables_are_known_by_their_names(name: str, table: str) -> None:
    assert table_of(name) == table


def test_a_place_that_all_services_share_does_not_grow_without_end(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text("id,name\n" + "".join(f"s{n},S\n" for n in range(50)))
    (tmp_path / "service_at_location.csv").write_text(
        "id,service_id,location_id\n" + "".join(f"x{n},s{n},l\n" for n in range(50))
    )
    (tmp_path / "location.csv").write_text("id,name\nl,Hall\n")
    (tmp_path / "phones.csv").write_text("id,location_id,number\n" + "".join(f"p{n},l,{n}\n" for n in range(5000)))
    _, records = read(tmp_path)
    assert len(records) == 50
    assert {len(record.value["service_at_locations"][0]["location"]["phones"]) for record in records} == {500}


@pytest.mark.parametrize(
    "name",
    ["sheet.xlsx", "list.csv", "list.txt", "picture.png", "gone", "empty.json"],
)
def test_a_list_that_somebody_keeps_is_no_feed(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    if name != "gone":
        file.write_bytes(b"" if name.startswith("empty") else b"Name,Phone\nX,0117 496 0000\n")
    assert not looks_like_feed(str(file))
    feed, records = read(file)
    assert records == []
    assert feed.problems


def test_an_address_is_a_feed() -> None:
    assert looks_like_feed("https://council.example/services")
    assert looks_like_feed("ftp://council.example")  # which is then told to be none that is read
    assert not looks_like_feed("C:\\lists\\services.csv")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["json", "csv"])
def test_10_000_services_are_not_in_memory_at_once(tmp_path: Path, kind: str) -> None:
    """Measured in a process of its own, of which the system knows the most that it ever had."""
    if sys.platform != "linux":
        pytest.skip("Linux tells how much memory a process had")
    numbers = range(10_000)
    if kind == "json":
        entries = [SERVICES[0] | {"id": number, "description": "<p>Words, and more. </p>" * 200} for number in numbers]
        (tmp_path / "services.json").write_text(json.dumps({"contents": entries}))
    else:
        words = "Words, and more. " * 100
        (tmp_path / "services.csv").write_text(
            "id,organization_id,name,description\n" + "".join(f's{n},o{n % 900},S,"{words}"\n' for n in numbers)
        )
        (tmp_path / "organizations.csv").write_text("id,name\n" + "".join(f"o{n},O\n" for n in range(900)))
        (tmp_path / "phones.csv").write_text("id,service_id,number\n" + "".join(f"p{n},s{n},{n}\n" for n in numbers))
    measure = (
        "import sys; from pathlib import Path; from rolecall.exchange.openreferral.reading import read_feed\n"
        "count = sum(1 for record in read_feed(sys.argv[1]).records)\n"
        "print(count, *Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[:1])"
    )
    ran = subprocess.run([sys.executable, "-c", measure, tmp_path], capture_output=True, text=True, check=True)
    count, kilobytes = map(int, ran.stdout.split())
    assert count == 10_000
    assert kilobytes < 150_000


# Whatever comes


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return out.getvalue()


WHOLE = {
    case.name: {str(path.relative_to(case)): path.read_bytes() for path in case.rglob("feed/**/*") if path.is_file()}
    for case in CASES
}


@st.composite
def damaged_feeds(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of a real shape, or a zip, in which some bytes are others."""
    files = WHOLE[draw(st.sampled_from(sorted(WHOLE)))]
    name = draw(st.sampled_from(sorted(files)))
    data = bytearray(zipped(files) if draw(st.booleans()) else files[name])
    chance = random.Random(draw(st.integers(0, 10**6)))
    for _ in range(draw(st.integers(0, 20))):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randrange(30)]
            case 2:
                data[at:at] = chance.choice([b'"', b"[", b"}", b"\0", b"\xff", b"\\", b",", b"\xed\xa0\x80", b"\n"])
            case _:
                data[at:at] = data[: chance.randrange(50)]
    return name, bytes(data)


@settings(max_examples=150)
@given(st.one_of(damaged_feeds(), st.tuples(st.just("services.json"), st.binary(max_size=200))))
def test_any_bytes_as_a_file_give_records_or_problems(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[str, bytes]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    file = folder / Path(made[0]).name
    file.write_bytes(made[1])
    try:
        for path in (file, folder):
            looks_like_feed(str(path))
            feed, records = read(path, limits=Limits())
            assert feed.listed == len(records) + feed.repeats + feed.unreadable
            assert records or feed.problems
            json.dumps([dict(record.value) for record in records], ensure_ascii=False).encode()
    finally:
        file.unlink()
