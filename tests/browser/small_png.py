"""Pictures of pages in few bytes: a page has few colours, so a table of 64 of them is enough (PNG 1.2, §4.1.2)."""

from __future__ import annotations

import zlib
from collections import Counter
from struct import pack, unpack
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_TRUE_COLOUR: Final = 2
_PALETTE: Final = 3
_BYTES: Final = 3
"""Of a pixel: red, green, blue, as a browser writes what is not transparent."""
_COLOURS: Final = 64
_PREDICTED: Final = 4
"""The filter that foretells a byte from three neighbours (Paeth)."""


def with_few_colours(picture: bytes) -> bytes:
    """Return a picture of a browser with the 64 colours that it shows most; every other becomes the nearest."""
    chunks = list(_chunks(picture))
    width, height, depth, kind = unpack(">IIBB", chunks[0][1][:10])
    assert (depth, kind) == (8, _TRUE_COLOUR), "not as browsers write pictures"
    written = zlib.decompress(b"".join(content for name, content in chunks if name == b"IDAT"))
    rows = _rows(written, width * _BYTES)
    shown = Counter(row[place : place + _BYTES] for row in rows for place in range(0, len(row), _BYTES))
    table = [colour for colour, _ in shown.most_common(_COLOURS)]
    index = {colour: table.index(min(table, key=lambda each: _apart(each, colour))) for colour in shown}
    lines = (bytes(index[row[place : place + _BYTES]] for place in range(0, len(row), _BYTES)) for row in rows)
    packed = zlib.compress(b"".join(b"\0" + line for line in lines), level=9)
    header = pack(">IIBBBBB", width, height, 8, _PALETTE, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", b"".join(table)), (b"IDAT", packed), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, content) for name, content in parts)


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while place < len(picture):
        (length,) = unpack(">I", picture[place : place + 4])
        yield picture[place + 4 : place + 8], picture[place + 8 : place + 8 + length]
        place += 12 + length


def _chunk(name: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))


def _rows(written: bytes, length: int) -> list[bytes]:
    """Return the rows as they are seen: each is written as what it adds to its neighbours (PNG 1.2, §6)."""
    rows = [bytes(length)]
    for start in range(0, len(written), length + 1):
        above, row = rows[-1], bytearray(written[start + 1 : start + 1 + length])
        _add_neighbours(row, above, written[start])
        rows.append(bytes(row))
    return rows[1:]


def _add_neighbours(row: bytearray, above: bytes, kind: int) -> None:
    for place in range(len(row) if kind else 0):
        left = row[place - _BYTES] if place >= _BYTES else 0
        up = above[place]
        corner = above[place - _BYTES] if place >= _BYTES else 0
        added = _nearest(left, up, corner) if kind == _PREDICTED else (0, left, up, (left + up) // 2)[kind]
        row[place] = (row[place] + added) % 256


def _nearest(left: int, up: int, corner: int) -> int:
    by_left, by_up, by_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    if by_left <= by_up and by_left <= by_corner:
        return left
    return up if by_up <= by_corner else corner


def _apart(one: bytes, other: bytes) -> int:
    return sum((first - second) ** 2 for first, second in zip(one, other, strict=True))
