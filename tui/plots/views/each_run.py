"""One picture for each run, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.style import Style

from tui.names import shorten
from tui.plots.canvas import Canvas
from tui.plots.palette import Look, style
from tui.plots.seen import Kind
from tui.plots.view_spec import ViewSpec
from tui.plots.views.panels import GAP, blank, panels

Panel = Callable[[Kind, Look, int, int], Canvas]
"""(what was seen, look, width, height) → the picture of one run."""


def for_each_run(
    spec: ViewSpec, kind: type[Kind], narrowest: int, panel: Panel[Kind]
) -> Canvas | None:
    """Draw what was seen in each run, with a line between two; None where nothing was."""
    seen = spec.all_seen(kind)
    if not seen:
        return None
    canvas = blank(spec)
    for run, box in panels(canvas, spec, list(seen), narrowest):
        drawn = panel(seen[run], spec.look, box.width, max(0, box.height))
        canvas.paste(box.left, box.top, drawn)
        separate(canvas, spec.look, box.left)
    return canvas


def separate(canvas: Canvas, look: Look, left: int) -> None:
    """A line between the picture that begins at a column and the one before it."""
    for y in range(canvas.height if left else 0):
        canvas.put(left - GAP, y, "│", style(look, look.colours.cursor))


def sheet(look: Look, width: int, height: int) -> Canvas:
    """An empty canvas for the picture of one run."""
    return Canvas(width, height, plain=look.symbols == "ascii")


def write_fitting(
    canvas: Canvas, at: tuple[int, int], width: int, forms: Sequence[str], ink: Style
) -> int:
    """Write the first of several wordings that fits, the fullest being the first of them.

    Returns the cell after it. The last one is cut where not even that fits.
    """
    fitting = next((words for words in forms if cell_len(words) <= width), forms[-1])
    return canvas.text(*at, shorten(fitting, max(0, width)), ink)
