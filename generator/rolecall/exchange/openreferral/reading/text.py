"""Bytes of JSON, in whatever encoding, as text that is read piece by piece."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AS_WINDOWS = "rolecall-as-windows-1252"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8 read as Windows writes it: feeds mix both, and name the wrong encoding."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_AS_WINDOWS, _as_windows)


def encoding_of(start: bytes) -> str:
    """The encoding of a JSON text that starts so: by its mark, or by where its first letters have zeros."""
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    zeros = [byte == 0 for byte in start[:4]]
    if zeros[:2] == [True, False]:
        return "utf-16-be"
    if zeros == [False, True, False, True]:
        return "utf-16-le"
    return "utf-8"


def decoded(chunks: Iterable[bytes]) -> Iterator[str]:
    """The text of bytes that come in pieces. It never fails: what cannot be read becomes U+FFFD."""
    start, decoder = b"", None
    for chunk in chunks:
        if decoder:
            yield decoder.decode(chunk)
        elif len(start := start + chunk) >= 4:
            decoder = _decoder(start)
            yield decoder.decode(start)
    if decoder is None:
        decoder = _decoder(start)
        yield decoder.decode(start)
    yield decoder.decode(b"", final=True)


def _decoder(start: bytes) -> codecs.IncrementalDecoder:
    name = encoding_of(start)
    errors = _AS_WINDOWS if name.startswith("utf-8") else "replace"
    return codecs.getincrementaldecoder(name)(errors)


class Window:
    """A part of a long text, which moves along it: `text` from `at` on is what has not been read yet."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = iter(pieces)
        self._line, self._counted = 1, 0
        self.text = ""
        self.at = 0
        self.is_last = False
        """Whether the text ends with this window."""

    @property
    def line(self) -> int:
        """The line, from 1, on which the next part stands."""
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def more(self) -> bool:
        """Add to the window, and drop what was read. False where the text is at its end."""
        if self.is_last:
            return False
        _ = self.line  # what is dropped is counted before
        parts, wanted = [self.text[self.at :]], max(SIZE, len(self.text) - self.at)
        self.at = self._counted = 0
        while wanted > 0:
            if (piece := next(self._pieces, None)) is None:
                self.is_last = True
                break
            parts.append(piece)
            wanted -= len(piece)
        self.text = "".join(parts)
        return True

    @property
    def left(self) -> int:
        """How many letters of the window were not read yet."""
        return len(self.text) - self.at


SIZE = 1 << 18
"""Letters by which a window grows at least. It at least doubles, so that a long value is not read again and again."""
