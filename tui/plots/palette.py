"""Colours, line styles and marker shapes: everything by which series are told apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rich.color import Color, ColorParseError, ColorType, blend_rgb
from rich.style import Style

LineStyle = Literal["solid", "dashed", "dotted", "sparse"]
"""How a line is inked: every dot, four of six, every second, every fourth."""
SymbolName = Literal["braille", "block", "ascii"]

OKABE_ITO = (
    *("#56b4e9", "#e69f00", "#009e73", "#cc79a7"),
    *("#f0e442", "#d55e00", "#4f86f7", "#c4c7cd"),
)
"""Colours that people with any common colour-vision deficiency can tell apart.

Their darker blue is lighter here, or it could not be read on a dark background.
"""
OKABE_ITO_ON_LIGHT = (
    *("#1068ca", "#a55d0e", "#037259", "#905388"),
    *("#7e7245", "#953f00", "#263196", "#4b4f59"),
)
"""The same hues, darkened to be read on a light background, and still told apart there."""
MARKERS = ("▽", "○", "□", "◇", "△", "●", "■", "◆")
MARKERS_ASCII = ("v", "o", "#", "x", "^", "*", "+", "@")
LINES: tuple[LineStyle, ...] = ("solid", "dashed", "dotted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Colours of everything that is not a series, usually taken from the app's theme."""

    text: str = "#d9dbe0"
    """Titles and numbers."""
    muted: str = "#8d95a3"
    """Axes, ticks, names."""
    background: str = "#15181d"
    """What faint lines fade into."""
    cursor: str = "#343c48"
    """Background of the column that the cursor reads."""
    alert: str = "#e5735a"
    """Mark of a value that is no longer a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the terminal may be drawn on."""

    symbols: SymbolName = "braille"
    """`braille` and `block` need a font that has them; `ascii` needs nothing."""
    no_color: bool = False
    """Draw without any colour; shapes and shades of characters carry everything."""
    dark: bool = True
    """Whether the background is dark."""
    colours: Colours = Colours()


DEFAULT_LOOK = Look()


@dataclass(frozen=True, slots=True)
class Identity:
    """By what one of several series or runs is known."""

    colour: str
    line: LineStyle
    marker: str
    letter: str
    """Names the run at the head of its path."""


def identity(index: int, look: Look) -> Identity:
    """Colour, line and marker of the series with that index; they repeat after eight."""
    colours = OKABE_ITO if look.dark else OKABE_ITO_ON_LIGHT
    markers = MARKERS_ASCII if look.symbols == "ascii" else MARKERS
    return Identity(
        colours[index % len(colours)],
        LINES[index % len(LINES)],
        markers[index % len(markers)],
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[index % 26],
    )


def anew(known: Identity, look: Look) -> Identity:
    """The same series in another look."""
    markers = MARKERS_ASCII if known.marker in MARKERS_ASCII else MARKERS
    there = identity(markers.index(known.marker), look)
    return replace(known, colour=there.colour, marker=there.marker)


@lru_cache(maxsize=4096)
def style(
    look: Look, colour: str | None = None, on: str | None = None, *, bold: bool = False
) -> Style:
    """One style object for each combination, without colour where the look forbids it."""
    if look.no_color:
        return Style(bold=bold or None)
    return Style(color=_rich(colour), bgcolor=_rich(on), bold=bold or None)


def _rich(colour: str | None) -> str | None:
    """Rich's name of a colour: Textual calls those of the terminal `ansi_red`, Rich `red`."""
    return colour.removeprefix("ansi_") if colour else None


@lru_cache(maxsize=256)
def faint(look: Look, colour: str, share: float = 0.45) -> Style:
    """A colour faded into the background; `dim` where colours cannot be mixed."""
    if look.no_color:
        return Style(dim=True)
    mixed = mix(colour, look.colours.background, share)
    return Style(color=mixed) if mixed else Style(color=_rich(colour), dim=True)


def mix(colour: str, other: str, share: float) -> str | None:
    """`share` of a colour and the rest of another; None for colours only the terminal knows."""
    try:
        front, back = Color.parse(colour), Color.parse(other)
    except ColorParseError:
        return None
    if ColorType.TRUECOLOR not in (front.type, back.type) or front.type != back.type:
        return None
    blended = blend_rgb(back.get_truecolor(), front.get_truecolor(), share)
    return str(Color.from_triplet(blended).name)
