"""Bailey's mark, a bell, drawn by arithmetic: the two pictures that a Teams package needs."""

import math
import struct
import zlib
from collections.abc import Callable

Rgba = tuple[int, int, int, int]
Inside = Callable[[float, float], bool]
INDIGO: Rgba = (74, 78, 176, 255)
WHITE: Rgba = (255, 255, 255, 255)
GLOW: Rgba = (255, 206, 107, 255)
CLEAR: Rgba = (255, 255, 255, 0)
FINE = 4  # samples across a pixel


def color_icon() -> bytes:
    """192 × 192: a white bell with a golden clapper on indigo."""
    return _png(192, ((GLOW, _clapper), (WHITE, _bell), (GLOW, _ring)), INDIGO)


def outline_icon() -> bytes:
    """32 × 32: the bell in white on nothing, as Teams wants it."""
    return _png(32, ((WHITE, lambda x, y: _bell(x, y) or _clapper(x, y)),), CLEAR, zoom=1.32)


# The bell in a square from −1 to 1, y downwards.


def _bell(x: float, y: float) -> bool:
    if math.hypot(x, y + 0.6) < 0.085:  # the crown
        return True
    if -0.52 <= y <= 0.22:  # the dome, widening towards its lip
        t = (y + 0.52) / 0.74
        return abs(x) <= 0.12 + 0.24 * math.sqrt(max(0.0, 1 - (1 - min(1.0, t * 2.2)) ** 2)) + 0.12 * t**3
    return 0.22 < y <= 0.34 and abs(x) <= 0.55 - 0.06 * (y > 0.31)


def _clapper(x: float, y: float) -> bool:
    return math.hypot(x, y - 0.44) < 0.13 and y > 0.36


def _ring(x: float, y: float) -> bool:
    """Two arcs at each side: the bell rings."""
    angle = abs(math.degrees(math.atan2(y + 0.14, abs(x))))
    distance = math.hypot(x, y + 0.14)
    return angle < 26 and (abs(distance - 0.66) < 0.033 or abs(distance - 0.8) < 0.033)


def _png(size: int, layers: tuple[tuple[Rgba, Inside], ...], ground: Rgba, zoom: float = 1.15) -> bytes:
    lines = b"".join(
        b"\0" + b"".join(bytes(_pixel(x, y, size, layers, ground, zoom)) for x in range(size)) for y in range(size)
    )
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _pixel(
    x: int, y: int, size: int, layers: tuple[tuple[Rgba, Inside], ...], ground: Rgba, zoom: float
) -> tuple[int, ...]:
    """The average of a pixel's samples, so that edges are smooth."""
    total = [0.0, 0.0, 0.0, 0.0]
    for sub in range(FINE * FINE):
        across = ((x + (sub % FINE + 0.5) / FINE) / size * 2 - 1) / zoom
        down = ((y + (sub // FINE + 0.5) / FINE) / size * 2 - 1) / zoom
        color = next((color for color, inside in layers if inside(across, down)), ground)
        total = [sum_ + part for sum_, part in zip(total, color, strict=True)]
    return tuple(round(part / FINE**2) for part in total)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
