"""Images that the model reads wrongly, the most confident mistake first."""

from __future__ import annotations

import numpy as np
from rich.cells import cell_len

from engine.observations import Mistakes
from tui.names import shorten
from tui.plots.canvas import Canvas, write_centred
from tui.plots.palette import Look, style
from tui.plots.pixels import Pixels, draw_pixels, enlarged
from tui.plots.view_spec import ViewSpec
from tui.plots.views.panels import Box, blank, panels

GAP = 2
WELL_MANY = 4
"""Images are drawn larger only while at least this many still have room."""


def draw_mistakes(spec: ViewSpec) -> Canvas | None:
    """As many images as have room, each with what it is, what was read, and how sure."""
    seen = spec.all_seen(Mistakes)
    if not seen:
        return None
    canvas = blank(spec)
    for run, box in panels(canvas, spec, list(seen), 2 * 12 + GAP):
        _draw_images(canvas, spec.look, seen[run], box)
    return canvas


def _draw_images(canvas: Canvas, look: Look, mistakes: Mistakes, box: Box) -> None:
    text = style(look, look.colours.text)
    if not mistakes.truth:
        words = f"No mistakes among {mistakes.total} images."
        write_centred(canvas, words, (box.left, box.top, box.width, box.height), text)
        return
    images = mistakes.images.numpy().astype(np.float64)
    words = f"{mistakes.wrong} of {mistakes.total} read wrongly, surest first"
    canvas.text(box.left, box.top, shorten(words, box.width), text)
    captions = [
        _caption(*what)
        for what in zip(mistakes.truth, mistakes.predicted, mistakes.confidence, strict=True)
    ]
    grid = _grid(images.shape[1:], captions, Box(box.left, box.top + 1, box.width, box.height - 1))
    for image, caption, place in zip(images, captions, grid.places, strict=False):
        _draw_one(canvas, look, enlarged(image[None], grid.scale), caption, place)


class _Grid:
    """Where images go, and by how much they are enlarged."""

    def __init__(self, scale: int, places: list[Box]) -> None:
        self.scale = scale
        self.places = places


def _grid(shape: tuple[int, ...], captions: list[tuple[str, str]], box: Box) -> _Grid:
    """The largest whole enlargement with which many images have room."""
    enlarged = [_tiles(shape, captions, box, scale) for scale in (3, 2)]
    return next(
        (grid for grid in enlarged if len(grid.places) >= min(WELL_MANY, len(captions))),
        _tiles(shape, captions, box, 1),
    )


def _tiles(shape: tuple[int, ...], captions: list[tuple[str, str]], box: Box, scale: int) -> _Grid:
    rows, columns = -(-shape[0] * scale // 2), shape[1] * scale
    longest = max(cell_len(part) for caption in captions for part in caption)
    width, height = max(columns, longest), rows + 2
    across = (box.width + GAP) // (width + GAP)
    down = (box.height + 1) // (height + 1)
    places = [
        Box(box.left + column * (width + GAP), box.top + row * (height + 1), columns, height)
        for row in range(down)
        for column in range(across)
    ]
    return _Grid(scale, places)


def _draw_one(
    canvas: Canvas, look: Look, image: Pixels, caption: tuple[str, str], place: Box
) -> None:
    draw_pixels(canvas, image, (0.0, 1.0), look, (place.left, place.top))
    below = place.top + place.height - 2
    canvas.text(place.left, below, caption[0], style(look, look.colours.text))
    canvas.text(place.left, below + 1, caption[1], style(look, look.colours.muted))


def _caption(truth: str, predicted: str, confidence: float) -> tuple[str, str]:
    return f"{truth} read as {predicted}", f"{100 * confidence:.0f} % sure"
