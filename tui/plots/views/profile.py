"""Where the time and the memory of one step go: stacked bars with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.observations import StepProfile
from tui.names import shorten
from tui.plots.canvas import Canvas
from tui.plots.palette import OKABE_ITO, OKABE_ITO_ON_LIGHT, Look, style
from tui.plots.ticks import reading
from tui.plots.view_spec import ViewSpec
from tui.plots.views.each_run import separate, write_fitting
from tui.plots.views.panels import Box, blank, panels

NARROWEST = 30
NUMBER, SHARE = 10, 6
PREFIXES = ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""))
ORDER = (0, 2, 1, 3)
"""Hues of the four parts: neighbours differ in lightness too."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole."""

    letter: str
    name: str
    size: float
    words: str


@dataclass(frozen=True, slots=True)
class Whole:
    """What is cut into parts."""

    title: Sequence[str]
    """The fullest form first."""
    parts: tuple[Part, ...]
    longest: float
    """Of all runs: what fills the whole width."""


def draw_profile(spec: ViewSpec) -> Canvas | None:
    """Time above, memory below; the bars of all runs have one scale."""
    seen = spec.all_seen(StepProfile)
    if not seen:
        return None
    canvas = blank(spec)
    plain = spec.look.symbols == "ascii"
    slowest = max(_held(one.seconds) for one in seen.values())
    largest = max(_held(_memory(one)) for one in seen.values())
    for run, box in panels(canvas, spec, list(seen), NARROWEST):
        separate(canvas, spec.look, box.left)
        time, memory = _time(seen[run], slowest, plain=plain), _bytes(seen[run], largest)
        y = box.top
        for whole in (time, memory):
            left = box.top + box.height - y
            y += _draw(canvas, spec.look, whole, Box(box.left, y, box.width, left)) + 1
    return canvas


def _draw(canvas: Canvas, look: Look, whole: Whole, box: Box) -> int:
    """Title, bar, then a row for each part; returns the rows that were used."""
    bold = style(look, look.colours.text, bold=True)
    write_fitting(canvas, (box.left, box.top), box.width, whole.title, bold)
    if box.height > 1:
        _draw_bar(canvas, look, whole, Box(box.left, box.top + 1, box.width, 1))
    total = sum(_held(part.size) for part in whole.parts)
    rows = list(zip(whole.parts, _colours(look), strict=True))[: max(0, box.height - 2)]
    for y, (part, colour) in enumerate(rows, start=box.top + 2):
        share = f"{100 * _held(part.size) / total:.0f} %" if total else "–"
        x = canvas.text(box.left, y, part.letter, style(look, colour, bold=True)) + 1
        numbers = part.words.rjust(NUMBER) + share.rjust(SHARE)
        right = box.left + min(box.width, 20 + len(numbers))
        name = shorten(part.name, max(0, right - x - len(numbers)))
        canvas.text(x, y, name, style(look, look.colours.muted))
        if right - len(numbers) > x:
            canvas.text(right - len(numbers), y, numbers, style(look, look.colours.text))
    return min(2, box.height) + len(rows)


def _draw_bar(canvas: Canvas, look: Look, whole: Whole, box: Box) -> None:
    """The parts in their order, each in its colour and, where it has room, with its letter."""
    sizes = np.array([_held(part.size) for part in whole.parts])
    ends = np.rint(np.cumsum(sizes) / (whole.longest or 1.0) * box.width).astype(int).tolist()
    begin = 0
    for part, colour, end in zip(whole.parts, _colours(look), ends, strict=True):
        ground = style(look, look.colours.background, colour, bold=True)
        for x in range(begin, min(end, box.width)):
            plain = look.no_color or x == (begin + end - 1) // 2
            canvas.put(box.left + x, box.top, part.letter if plain else " ", ground)
        begin = end


def _colours(look: Look) -> list[str]:
    hues = OKABE_ITO if look.dark else OKABE_ITO_ON_LIGHT
    return [hues[place] for place in ORDER]


def _time(seen: StepProfile, longest: float, *, plain: bool) -> Whole:
    parts = tuple(
        Part(letter, name, size, duration(size, plain=plain))
        for letter, name, size in (
            ("D", "data", seen.data),
            ("F", "forward", seen.forward),
            ("B", "backward", seen.backward),
            ("O", "optimiser", seen.optimizer),
        )
    )
    title = f"one step takes {duration(seen.seconds, plain=plain)}"
    forms = [title]
    if seen.samples:
        speed = f"{scaled(seen.samples_per_second)} examples/s"
        forms = [f"{title} for {seen.samples} examples: {speed}", f"{title}: {speed}", title]
    return Whole(forms, parts, longest)


def _bytes(seen: StepProfile, longest: float) -> Whole:
    parts = tuple(
        Part(letter, name, size, f"{scaled(size)}B")
        for letter, name, size in (
            ("P", "parameters", seen.parameters),
            ("G", "gradients", seen.gradients),
            ("O", "optimiser state", seen.optimizer_state),
            ("A", "activations", seen.activations),
        )
    )
    return Whole((f"and holds {scaled(_memory(seen))}B",), parts, longest)


def _memory(seen: StepProfile) -> float:
    return float(seen.parameters + seen.gradients + seen.optimizer_state + seen.activations)


def _held(size: float) -> float:
    """What can be drawn of a size."""
    return float(np.clip(np.nan_to_num(size, nan=0.0), 0.0, 1e300))


def scaled(value: float) -> str:
    """A number with three digits and a prefix: 812, 25.8 k, 1.30 M; the unit is to follow it."""
    for size, prefix in PREFIXES:
        if abs(value) >= size:
            return f"{value / size:.3g} {prefix}"
    return f"{reading(value)} "


def duration(seconds: float, *, plain: bool = False) -> str:
    """Seconds in a unit that suits them; `us` for micro where only ASCII can be written."""
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us" if plain else "µs")):
        if abs(seconds) >= size:
            return f"{reading(seconds / size)} {unit}"
    return f"{reading(seconds * 1e9)} ns"
