"""Pictures from phones and computers, hostile and damaged ones too: a small one comes of each, or a sentence."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

import pillow_heif
import pytest
from PIL import Image

from rolecall.pictures import Unfit
from rolecall.pictures.photos import logo, photo

pillow_heif.register_heif_opener()

BLUE = Image.new("RGB", (400, 300), (30, 60, 200))
GREYS = range(0, 65536, 16)


def packed(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def greys(mode: str, form: str, scale: float = 1) -> Image.Image:
    """A picture from black to white in more than 256 steps."""
    return Image.frombytes(mode, (64, 64), b"".join(struct.pack(form, type(scale)(at * scale)) for at in GREYS))


def bomb(side: int) -> bytes:
    """A small file that says that its picture is very large."""
    parts = (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


GOOD = {
    "of a printer": packed(BLUE.convert("CMYK"), "JPEG"),
    "of a phone": packed(BLUE, "HEIF"),
    "with several pictures": packed(BLUE, "MPO", save_all=True, append_images=[BLUE]),
    "that moves": packed(BLUE.convert("P"), "GIF", save_all=True, append_images=[BLUE.convert("P")]),
    "that moves, too": packed(BLUE, "WEBP", save_all=True, append_images=[BLUE]),
    "with a palette": packed(BLUE.convert("P"), "PNG"),
    "partly see-through": packed(BLUE.convert("RGBA"), "PNG"),
}


@pytest.mark.parametrize("data", GOOD.values(), ids=GOOD)
def test_a_picture_of_any_kind_becomes_one_small_picture(data: bytes) -> None:
    for made, size in (
        (photo(data, side=160, largest=15_000), (160, 160)),
        (logo(data, width=64, height=64, largest=9_000), (64, 48)),
    ):
        assert isinstance(made, bytes)
        with Image.open(io.BytesIO(made)) as found:
            assert (found.format, found.size, getattr(found, "n_frames", 1)) == ("WEBP", size, 1)
            colour = found.convert("RGB").getpixel((20, 20))
        assert isinstance(colour, tuple)
        assert colour[2] > 150 > colour[0]


@pytest.mark.parametrize(
    "picture", [greys("I;16", "<H"), greys("I", "<i"), greys("F", "<f", 1.0), greys("F", "<f", 1 / 65536)]
)
def test_a_picture_with_more_than_256_greys_keeps_them(picture: Image.Image) -> None:
    made = photo(packed(picture, "TIFF"), side=64, largest=15_000)
    assert isinstance(made, bytes)
    with Image.open(io.BytesIO(made)) as found:
        histogram = found.convert("L").histogram()
    thirds = [sum(histogram[at : at + 86]) / 4096 for at in (0, 86, 172)]
    assert all(0.25 < third < 0.42 for third in thirds)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"PK\x03\x04", bomb(9_000)]
)
def test_what_is_no_picture_is_told(data: bytes) -> None:
    made = photo(data, side=160, largest=15_000)
    assert isinstance(made, Unfit)
    assert "JPG, PNG or HEIC" in made.fix


@pytest.mark.parametrize("side", [10_001, 20_000, 60_000])
def test_a_picture_that_would_fill_the_memory_is_not_unpacked(side: int) -> None:
    made = logo(bomb(side), width=640, height=192, largest=30_000)
    assert isinstance(made, Unfit)
    assert "points" in made.sentence
    assert "Save it smaller" in made.fix


@pytest.mark.parametrize("data", GOOD.values(), ids=GOOD)
def test_a_damaged_picture_is_told_or_shown(data: bytes) -> None:
    chance = random.Random(20)
    for _ in range(25):
        odd = bytearray(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data)
        for _ in range(chance.randint(1, 12) if odd else 0):
            odd[chance.randrange(min(len(odd), 400))] = chance.randrange(256)
        assert isinstance(photo(bytes(odd), side=40, largest=15_000), bytes | Unfit)
