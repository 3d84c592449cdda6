"""Runs, charts and pictures that the tests of the plots draw."""

from __future__ import annotations

import math
import os
from pathlib import Path

import numpy as np
from rich.style import Style
from textual.strip import Strip

from engine.columns import Column
from engine.history import Points
from engine.observations import (
    Array,
    Boundary,
    Confusion,
    Mistakes,
    PathPoints,
    Pictures,
    Surface,
)
from engine.schedules.base import Mark
from tui.plots.palette import Look, identity
from tui.plots.seen import RunSeen
from tui.plots.spec import ChartSpec, Rule, Series

GOLDEN = Path(__file__).parent / "golden"


def column(values: object) -> Column:
    made = Column(start=1)
    made.append(np.asarray(values, dtype=np.float64))
    return made


def chart(*series: Series, **settings: object) -> ChartSpec:
    given: dict[str, object] = {
        "title": "loss",
        "series": series,
        "first": 0,
        "last": 100,
        "width": 60,
        "height": 8,
        **settings,
    }
    return ChartSpec(**given)  # type: ignore[arg-type]


def line(values: object, **settings: object) -> Series:
    given: dict[str, object] = {
        "name": "run",
        "data": column(values),
        "colour": "#56b4e9",
        **settings,
    }
    return Series(**given)  # type: ignore[arg-type]


def loss_chart(look: Look, **settings: object) -> ChartSpec:
    """Two runs with raw curves behind their averages, marks, a clip line and a cursor."""
    steps = np.arange(1, 1401)
    made: list[Series] = []
    for index, name in enumerate(("plain", "heavy ball")):
        mean = (2.5 - index) * np.exp(-steps / (400 - 150 * index)) + 0.12
        raw = mean * (1 + 0.35 * np.sin(steps * (1.7 + index)))
        who = identity(index, look)
        made.append(line(raw, name="", colour=who.colour, faint=True, read=False))
        made.append(line(mean, name=name, colour=who.colour, line=who.line, marker=who.marker))
    given: dict[str, object] = {
        "last": 2000,
        "log_y": True,
        "cursor": 742,
        "marks": (Mark(200, "W", "warm-up ends"), Mark(1000, "D", "rate drops")),
        "rules": (Rule(value=1.0, name="level", colour=look.colours.muted),),
        "look": look,
        **settings,
    }
    return chart(*made, **given)


def rate_chart(look: Look, **settings: object) -> ChartSpec:
    """A planned curve under the part of it that was run."""
    steps = np.linspace(0, 2000, 200)
    plan = Points.of(steps, 1e-3 * 0.5 * (1 + np.cos(math.pi * steps / 2000)))
    ran = [plan.at(step) for step in range(1, 801)]
    muted = look.colours.muted
    series = (
        Series(name="planned", data=plan, colour=muted, line="dotted", faint=True, read=False),
        line(ran, name="actual"),
    )
    given: dict[str, object] = {"title": "lr", "last": 2000, "look": look, **settings}
    return chart(*series, **given)


def runs(look: Look, count: int = 2) -> tuple[RunSeen, ...]:
    """Runs of which every kind of picture can be drawn."""
    return tuple(_run(index, look) for index in range(count))


def _run(index: int, look: Look) -> RunSeen:
    run = RunSeen(("plain", "heavy ball", "Nesterov")[index], identity(index, look))
    x, y = np.meshgrid(np.linspace(-2, 2, 40), np.linspace(-1, 3, 30))
    valley = Array.of((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    run.add(
        Surface(x=(-2, 2), y=(-1, 3), heights=valley, minimum=(1, 1), axes=("x", "y")), "surface"
    )
    along = np.linspace(-1.4, 0.4 + 0.4 * index, 50)
    path = np.column_stack([along, along**2 + 0.2 * index])
    run.add(PathPoints(points=Array.of(path[:30])), "surface", 30)
    run.add(PathPoints(points=Array.of(path[30:])), "surface", 60)
    scores = Array.of(1 / (1 + np.exp(-3 * (x + 0.5 * y - index * 0.2))))
    points = np.array([[-1.5, 0, 0], [-1, 2, 0], [1, 0, 1], [1.5, 2, 1]])
    run.add(Boundary(x=(-2, 2), y=(-1, 3), scores=scores, points=Array.of(points)), "boundary")
    counts = np.diag(np.arange(28, 38))
    counts[3, 8], counts[8, 1], counts[9, 7] = 4, 3, 1
    run.add(Confusion(classes=tuple("0123456789"), counts=Array.of(counts)), "confusion")
    images = np.zeros((5, 8, 8))
    for image in range(5):
        images[image, :, image : image + 3] = 1.0
    run.add(
        Mistakes(
            images=Array.of(images),
            truth=tuple("31479"),
            predicted=tuple("87915"),
            confidence=(0.92, 0.88, 0.7, 0.55, 0.51),
            wrong=14,
            total=360,
        ),
        "mistakes",
    )
    _add_pictures(run, index)
    return run


def pictures(images: object, **settings: object) -> Pictures:
    given: dict[str, object] = {
        "images": Array.of(np.asarray(images, dtype=np.float32)),
        "captions": (),
        "low": 0.0,
        "high": 1.0,
        "columns": 0,
        **settings,
    }
    return Pictures(**given)  # type: ignore[arg-type]


def _add_pictures(run: RunSeen, index: int) -> None:
    bars = np.zeros((6, 1, 8, 8))
    for image in range(6):
        bars[image, 0, :, image : image + 3] = 0.5 + 0.1 * image
    names = ("zero", "one", "two", "three", "four", "automobile")
    run.add(pictures(bars, captions=names), "images")
    moved = np.stack(
        [np.roll(bars[image], index + draw, 2) for image in range(3) for draw in (0, 1)]
    )
    run.add(pictures(moved, captions=("original", "draw 1") * 3, columns=2), "augmented")
    waves = np.sin(np.arange(40 * 9) * (0.7 + index)).reshape(40, 1, 3, 3) / 2
    numbers = tuple(f"conv1[{number}]" for number in range(40))
    run.add(pictures(waves, captions=numbers, low=-0.5, high=0.5), "kernels")
    y, x = np.mgrid[0:9, 0:9] / 8
    coloured = np.stack([np.stack([x, y, np.full((9, 9), index / 2)])] * 4)
    run.add(pictures(coloured), "samples")


def text(strips: list[Strip]) -> list[str]:
    return [strip.text for strip in strips]


def check_size(strips: list[Strip], width: int, height: int) -> None:
    assert len(strips) == height
    assert [strip.cell_length for strip in strips] == [width] * height
    for strip in strips:
        assert sum(segment.cell_length for segment in strip) == width


def golden(name: str, strips: list[Strip]) -> None:
    """Compare with a drawing kept in a file: the cells, then a letter for the style of each.

    `TUTOR_DRAW_GOLDEN=1` writes the files anew; look at what changed before keeping it.
    """
    styles: dict[Style | None, str] = {}
    painted = []
    for strip in strips:
        row = ""
        for segment in strip:
            letter = styles.setdefault(segment.style, _letter(len(styles)))
            row += letter * segment.cell_length
        painted.append(row.rstrip())
    legend = [f"{letter} {style}" for style, letter in styles.items()]
    drawn = "\n".join([*text(strips), "", *painted, "", *legend, ""])
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("TUTOR_DRAW_GOLDEN"):
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")


def _letter(index: int) -> str:
    letters = ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    return letters[index % len(letters)]
