"""The colours of runs: legible, and told apart by whoever sees colours otherwise."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from tui.plots.palette import (
    MARKERS,
    MARKERS_ASCII,
    OKABE_ITO,
    OKABE_ITO_ON_LIGHT,
    Look,
    anew,
    identity,
)
from tui.themes import DARK, LIGHT

Numbers = NDArray[np.float64]

SEEN = {
    "as most do": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB."""
TO_XYZ = np.array(
    (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
)
WHITE = np.array((0.95047, 1.0, 1.08883))
NEAR, ANY = 10.0, 8.0
"""Least ΔE2000 between neighbours and among the first four runs; between any two of eight."""
PALETTES = ((OKABE_ITO, DARK), (OKABE_ITO_ON_LIGHT, LIGHT))


def linear(colour: str) -> Numbers:
    """Linear RGB of `#rrggbb`."""
    parts = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: Numbers) -> Numbers:
    """CIELAB of linear RGB under D65."""
    part = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    root = np.where(part > 216 / 24389, np.cbrt(part), (24389 / 27 * part + 16) / 116)
    return np.array((116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])))


def delta(one: Numbers, other: Numbers) -> float:
    """CIEDE2000, as Sharma, Wu and Dalal 2005 write it."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    chroma = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    a1, a2 = (a * (1.5 - 0.5 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))) for a in (a1, a2))
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    light, grey = (l1 + l2) / 2, (c1 + c2) / 2
    hue = h1 + turn / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    by_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    by_chroma = (c2 - c1) / (1 + 0.045 * grey)
    by_hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * grey * t)
    bent = 60 * np.exp(-((((hue - 275 + 180) % 360 - 180) / 25) ** 2))
    rotation = -2 * np.sqrt(grey**7 / (grey**7 + 25.0**7)) * np.sin(np.radians(bent))
    return float(np.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue))


def test_the_distance_is_the_published_one() -> None:
    pairs = (
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    )
    for one, other, expected in pairs:
        assert delta(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("palette", PALETTES, ids=("dark", "light"))
@pytest.mark.parametrize("eyes", SEEN)
def test_runs_are_told_apart(palette: tuple[tuple[str, ...], object], eyes: str) -> None:
    seen = [lab(np.array(SEEN[eyes]) @ linear(colour)) for colour in palette[0]]
    for one, other in combinations(range(8), 2):
        near = other == one + 1 or other < 4
        found = delta(seen[one], seen[other])
        assert found >= (NEAR if near else ANY), (palette[0][one], palette[0][other], found)


@pytest.mark.parametrize("palette", PALETTES, ids=("dark", "light"))
def test_the_name_of_a_run_can_be_read_in_its_colour(
    palette: tuple[tuple[str, ...], object],
) -> None:
    weights = np.array((0.2126, 0.7152, 0.0722))
    ground = float(weights @ linear(str(palette[1].background)))  # type: ignore[attr-defined]
    for colour in palette[0]:
        bright, dim = sorted((float(weights @ linear(colour)), ground), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, colour


def test_a_run_keeps_its_place_in_another_look() -> None:
    dark, light = Look(), Look(dark=False, symbols="ascii")
    assert len(set(MARKERS) | set(MARKERS_ASCII)) == 16
    for index in range(20):
        assert anew(identity(index, dark), light) == identity(index, light)
        assert anew(identity(index, light), dark) == identity(index, dark)
