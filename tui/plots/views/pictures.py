"""Images side by side: of the data, of what augmentation makes of them, of kernels, of samples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rich.cells import cell_len

from engine.observations import Pictures
from tui.names import shorten
from tui.plots.canvas import Canvas, write_centred
from tui.plots.palette import Look, style
from tui.plots.pixels import draw_pixels, enlarged, halves, kind_of, palette, reduced
from tui.plots.ticks import reading
from tui.plots.view_spec import ViewSpec
from tui.plots.views.panels import Box, blank, panels
from tui.plots.views.tiling import GAP, Tiling, Wanted, tile

NARROWEST = 26
"""Cells of one run at least, unless three pictures of it need less room still, …"""
WIDEST_IN_PANEL = 16
"""… counting so many cells for each."""
LEAST_ROWS_WITH_CAPTIONS = 4
LEAST_ROWS_WITH_WORDS = 6
BAR = 7
"""Cells of the legend's colours."""
_NUMBERED = re.compile(r"(.*)\[(\d+)\]")


def draw_pictures(spec: ViewSpec) -> Canvas | None:
    """The images of each run; once, where all runs have the same."""
    seen = spec.all_seen(Pictures)
    if not seen:
        return None
    runs = list(seen)
    newest = seen[runs[-1]]
    if all(one == newest for one in seen.values()):
        runs = runs[-1:]
    canvas = blank(spec)
    for run, box in panels(canvas, spec, runs, _narrowest(newest)):
        drawn = _drawn(seen[run], spec.look, box.width, max(0, box.height))
        canvas.paste(box.left, box.top, drawn)
        # Grids side by side would look like one without a line between them.
        for y in range(canvas.height if box.left else 0):
            canvas.put(box.left - GAP, y, "│", style(spec.look, spec.look.colours.cursor))
    return canvas


def _narrowest(pictures: Pictures) -> int:
    width = min(pictures.images.shape[-1], WIDEST_IN_PANEL)
    return max(NARROWEST, 3 * (width + GAP) - GAP if pictures.columns else 0)


@lru_cache(maxsize=16)
def _drawn(pictures: Pictures, look: Look, width: int, height: int) -> Canvas:
    """The panel of one run. Most pictures never change, so that they are drawn once."""
    canvas = Canvas(width, height, plain=look.symbols == "ascii")
    if 0 in pictures.images.shape:
        muted = style(look, look.colours.muted)
        write_centred(canvas, "There are no images.", (0, 0, width, height), muted)
        return canvas
    words = _words(pictures, height)
    _, _, rows, columns = pictures.images.shape
    wanted = Wanted(
        count=len(pictures.images),
        height=rows,
        width=columns,
        columns=pictures.columns,
        caption=max((cell_len(text) for text in (*words.header, *words.below)), default=0),
        caption_rows=1 if words.below else 0,
        halves=halves(look),
    )
    top = 1 if words.header else 0
    tiling = tile(wanted, Box(0, top, width, height - top))
    kind = kind_of(pictures.images.shape[1], pictures.low, pictures.high, look)
    if height >= LEAST_ROWS_WITH_WORDS and (
        tiling is None or tiling.shown < wanted.count or words.layer or kind == "signed"
    ):
        tiling = tile(wanted, Box(0, top, width, height - top - 1))
        shown, below = (tiling.shown, tiling.bottom) if tiling else (0, top)
        y = min(below if words.below else below + 1, height - 1)
        _write_footer(canvas, pictures, look, words.footers(shown, wanted.count), y)
    if tiling is not None:
        _draw_all(canvas, pictures, look, words, tiling)
    return canvas


@dataclass(frozen=True, slots=True)
class _Words:
    """What is written around the pictures."""

    header: Sequence[str] = ()
    """Above each column."""
    below: Sequence[str] = ()
    """Below each picture."""
    layer: str = ""
    """Whose kernels they are: their numbers follow from their places."""

    def footers(self, shown: int, count: int) -> Sequence[str]:
        """What is said below all of them, the fullest form first."""
        counted = f"{shown} of {count}" if shown < count else ""
        if not self.layer:
            return (counted and f"{counted} shown", counted)
        named = f"layer {self.layer}"
        if not counted:
            return (named,)
        return (f"{named}, {counted} shown", f"{named}, {counted}", f"{counted} shown", counted)


def _words(pictures: Pictures, height: int) -> _Words:
    captions, columns = pictures.captions, pictures.columns
    numbered = [_NUMBERED.fullmatch(caption) for caption in captions]
    layers = {found[1] for found in numbered if found}
    if captions and all(numbered) and len(layers) == 1:
        return _Words(layer=layers.pop())
    if height < LEAST_ROWS_WITH_CAPTIONS or not any(captions):
        return _Words()
    if columns and all(caption == captions[i % columns] for i, caption in enumerate(captions)):
        return _Words(header=captions[:columns])
    return _Words(below=captions)


def _draw_all(
    canvas: Canvas, pictures: Pictures, look: Look, words: _Words, tiling: Tiling
) -> None:
    images = np.asarray(pictures.images.numpy(), dtype=np.float64)
    if images.shape[1] not in (1, 3):
        images = images[:, :1]
    text = style(look, look.colours.text)
    muted = style(look, look.colours.muted)
    for index, x, y in tiling.places():
        image = images[index]
        if tiling.reduction > 1:
            image = reduced(image, tiling.reduction, tiling.reduction)
        limits = (pictures.low, pictures.high)
        draw_pixels(canvas, enlarged(image, tiling.scale), limits, look, (x, y))
        if index < len(words.below):
            canvas.text(x, y + tiling.rows, shorten(words.below[index], tiling.cell.width), text)
    for column, header in enumerate(words.header[: tiling.across]):
        x = column * (tiling.cell.width + GAP)
        canvas.text(x, 0, shorten(header, tiling.cell.width), muted)


def _write_footer(
    canvas: Canvas, pictures: Pictures, look: Look, said: Sequence[str], y: int
) -> None:
    """What is shown, and at the right what the colours of signed values mean."""
    muted = style(look, look.colours.muted)
    end = canvas.width
    if pictures.low < 0 < pictures.high:
        low, high = f"{reading(pictures.low)} ", f" {reading(pictures.high)}"
        begin = end - len(low) - BAR - len(high)
        if begin >= 0:
            end = begin - GAP
            x = canvas.text(begin, y, low, muted)
            _draw_bar(canvas, pictures, look, (x, y))
            canvas.text(x + BAR, y, high, muted)
    fitting = next((words for words in said if cell_len(words) <= end), said[-1])
    canvas.text(0, y, shorten(fitting, max(0, end)), muted)


def _draw_bar(canvas: Canvas, pictures: Pictures, look: Look, at: tuple[int, int]) -> None:
    """All levels from the lowest to the highest. Colours mix three such scales, black to white."""
    kind = kind_of(pictures.images.shape[1], pictures.low, pictures.high, look)
    inks = palette("grey" if kind == "colour" else kind, look)
    last = len(inks.colours) - 2
    for step in range(BAR):
        level = round(step * last / (BAR - 1))
        glyph = inks.shades[level] if look.no_color else " "
        canvas.put(at[0] + step, at[1], glyph, style(look, on=inks.colours[level]))
