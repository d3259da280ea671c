"""GIF: its pictures, and how often they move."""

from __future__ import annotations

from rolecall.pictures.parts import take

_EXTENSION, _PICTURE, _END = 0x21, 0x2C, 0x3B
_TIMING, _OF_A_PROGRAM = 0xF9, 0xFF
_REPEATS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def cleaned(data: bytes) -> bytes:
    """The picture alone, up to its end. ValueError where it is spoilt."""
    head = take(data, 0, 13)
    if head[:6] not in (b"GIF87a", b"GIF89a"):
        raise ValueError("no version of it")
    at = 13 + _colours(head[10])
    kept = [take(data, 0, at)]
    found = False
    while (kind := take(data, at, 1)[0]) != _END:
        if kind == _PICTURE:
            start, colours = at, _colours(take(data, at, 10)[9])
            blocks, at = _blocks(data, at + 11 + colours)
            kept.append(take(data, start, 11 + colours) + _joined(blocks))
            found = True
        elif kind == _EXTENSION:
            label = take(data, at, 2)[1]
            blocks, at = _blocks(data, at + 2)
            if label == _TIMING and [len(block) for block in blocks] == [4]:
                kept.append(bytes([kind, label]) + _joined(blocks))
            elif label == _OF_A_PROGRAM and blocks and blocks[0] in _REPEATS:
                counts = [block for block in blocks[1:] if len(block) == 3 and block[0] == 1][:1]
                kept.append(bytes([kind, label]) + _joined([blocks[0], *counts]))
        else:
            raise ValueError("neither a picture nor a note")
    if not found:
        raise ValueError("no picture in it")
    return b"".join(kept) + bytes([_END])


def _colours(flags: int) -> int:
    """The bytes of the table of colours that follows."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> tuple[list[bytes], int]:
    """The blocks that begin there, and where they end."""
    blocks = []
    while length := take(data, at, 1)[0]:
        blocks.append(take(data, at + 1, length))
        at += 1 + length
    return blocks, at + 1


def _joined(blocks: list[bytes]) -> bytes:
    return b"".join(bytes([len(block)]) + block for block in blocks) + b"\0"
