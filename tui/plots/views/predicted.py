"""What a classifier says about a few examples, with how sure it is of each class."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from engine.observations import Predicted
from tui.names import shorten
from tui.plots.canvas import Canvas, write_centred
from tui.plots.palette import Look, style
from tui.plots.pixels import draw_pixels, enlarged, reduced
from tui.plots.view_spec import ViewSpec
from tui.plots.views.bars import bad, bar, good
from tui.plots.views.beside import Grid, Wanted, lay_beside
from tui.plots.views.each_run import for_each_run, sheet, write_fitting

NARROWEST = 30
CLASSES = 3
"""Bars below the answer at most."""
ENOUGH = 9
"""Examples for which images are made smaller."""
NARROWEST_BARS = 15
WIDEST_BARS = 34
NARROWEST_WITH_TEXT = 30
WIDEST_TEXT = 64
LONGEST_NAME = 10
PERCENT = 5
RIGHT, WRONG = "✓", "✗"


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """What is drawn, and where."""

    canvas: Canvas
    look: Look
    seen: Predicted
    images: NDArray[np.float64] | None
    """(n, 1 or 3, height, width), 0 … 1; None without images."""
    grid: Grid


def draw_predicted(spec: ViewSpec) -> Canvas | None:
    """Examples with the surest classes as bars, for each run; the true class is among them."""
    return for_each_run(spec, Predicted, NARROWEST, _panel)


@lru_cache(maxsize=16)
def _panel(seen: Predicted, look: Look, width: int, height: int) -> Canvas:
    canvas = sheet(look, width, height)
    shares = np.nan_to_num(seen.probabilities.numpy().astype(np.float64))
    if shares.ndim != 2 or 0 in shares.shape or not seen.truth:
        muted = style(look, look.colours.muted)
        write_centred(canvas, "There are no examples.", (0, 0, width, height), muted)
        return canvas
    shares = shares[: len(seen.truth)]
    said = shares.argmax(axis=1)
    right = int((said == np.array(seen.truth[: len(said)])).sum())
    grid = _grid(seen, shares, width, height - 1)
    counted = f"{right} of {len(shares)} right"
    some = f"{counted}, {grid.shown} shown" if grid.shown < len(shares) else counted
    write_fitting(canvas, (0, 0), width, (some, counted), style(look, look.colours.text))
    page = _Page(canvas, look, seen, _images(seen) if grid.image[0] else None, grid)
    for index, x, y in grid.places():
        _draw_image(page, index, (x, y + 1))
        _write_answer(page, index, shares[index], (x + grid.indent, y + 1))
    return canvas


def _grid(seen: Predicted, shares: NDArray[np.float64], width: int, height: int) -> Grid:
    texts = bool(seen.texts)
    shape = seen.images.shape if seen.images is not None else ()
    wanted = Wanted(
        count=len(shares),
        image=(shape[2], shape[3]) if len(shape) == 4 and 0 not in shape else None,
        narrowest=NARROWEST_WITH_TEXT if texts else NARROWEST_BARS,
        widest=WIDEST_TEXT if texts else WIDEST_BARS,
        rows=1 + texts + min(CLASSES, shares.shape[1]),
        enough=ENOUGH,
    )
    return lay_beside(wanted, width, height)


def _images(seen: Predicted) -> NDArray[np.float64] | None:
    """Inputs may be standardised: the darkest and the brightest value become black and white."""
    if seen.images is None:
        return None
    images = seen.images.numpy().astype(np.float64)
    images = images if images.shape[1] in (1, 3) else images[:, :1]
    finite = images[np.isfinite(images)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    scaled: NDArray[np.float64] = (images - low) / ((high - low) or 1.0)
    return scaled


def _draw_image(page: _Page, index: int, at: tuple[int, int]) -> None:
    if page.images is None or index >= len(page.images):
        return
    image, grid = page.images[index], page.grid
    if grid.reduction > 1:
        image = reduced(image, grid.reduction, grid.reduction)
    draw_pixels(page.canvas, enlarged(image, grid.scale), (0.0, 1.0), page.look, at)


def _write_answer(
    page: _Page, index: int, shares: NDArray[np.float64], at: tuple[int, int]
) -> None:
    """Right or wrong, the text, and a bar for each of the surest classes."""
    canvas, look, seen = page.canvas, page.look, page.seen
    x, y = at
    room = page.grid.words
    truth, said = seen.truth[index], int(shares.argmax())
    fine = truth == said
    ink = style(look, good(look) if fine else bad(look), bold=True)
    text, muted = style(look, look.colours.text), style(look, look.colours.muted)
    canvas.put(x, y, RIGHT if fine else WRONG, ink)
    name, wrong = _name(seen, truth), _name(seen, said)
    forms = (name,) if fine else (f"{name} taken for {wrong}", f"{name} as {wrong}", name)
    write_fitting(canvas, (x + 2, y), room - 2, forms, text)
    if seen.texts:
        y += 1
        words = " ".join(seen.texts[index].split()) if index < len(seen.texts) else ""
        canvas.text(x, y, shorten(f"“{words}”", room), muted)
    _write_bars(page, shares, truth, (x, y + 1))


def _write_bars(page: _Page, shares: NDArray[np.float64], truth: int, at: tuple[int, int]) -> None:
    """A row for each of the surest classes; that of the true one is bright."""
    canvas, look, seen = page.canvas, page.look, page.seen
    text, muted = style(look, look.colours.text), style(look, look.colours.muted)
    x, room, said = at[0], page.grid.words, int(shares.argmax())
    longest = max(cell_len(_name(seen, number)) for number in range(len(shares)))
    label = min(longest, LONGEST_NAME, max(1, room // 3))
    bars = min(CLASSES, page.grid.rows - 1 - bool(seen.texts))
    inks = {said: style(look, bad(look)), truth: style(look, good(look))}
    for y, number in enumerate(_surest(shares, truth, bars), start=at[1]):
        ink = text if number == truth else muted
        canvas.text(x, y, shorten(_name(seen, number), label), ink)
        share = float(shares[number])
        filled = bar(share, room - label - 2 - PERCENT, look)
        canvas.text(x + label + 1, y, filled, inks.get(number, muted))
        canvas.text(x + room - PERCENT, y, f"{100 * share:.0f} %".rjust(PERCENT), ink)


def _surest(shares: NDArray[np.float64], truth: int, count: int) -> list[int]:
    """Numbers of the surest classes, and of the true one in any case."""
    order = [int(number) for number in np.argsort(-shares, kind="stable")[:count]]
    if order and truth not in order and 0 <= truth < len(shares):
        order[-1] = truth
    return order


def _name(seen: Predicted, number: int) -> str:
    return seen.classes[number] if 0 <= number < len(seen.classes) else f"class {number}"
