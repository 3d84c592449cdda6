"""What a model has written: its newest texts, and how the first of them came about."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from rich.cells import cell_len

from engine.observations import Texts
from tui.names import shorten
from tui.plots.canvas import Canvas, wrap, write_centred
from tui.plots.palette import Look, style
from tui.plots.ticks import step_label
from tui.plots.view_spec import ViewSpec
from tui.plots.views.each_run import separate, sheet, write_fitting
from tui.plots.views.panels import blank, panels

NARROWEST = 30
MOST_LINES = 6
"""Lines of one text at most, while others wait for room."""
LEAST_ROWS_WITH_PAST = 9
PAST_SHARE = 3
"""One of so many rows is for what was written before."""
ALIKE = 0.25
"""Share of words kept, below which a text counts as written anew."""
BULLET = "▸"

Written = tuple[tuple[int, Texts], ...]
"""Steps and texts, oldest first."""


def draw_texts(spec: ViewSpec) -> Canvas | None:
    """The texts of each run, and below them what stood in the place of the first one before."""
    runs = [run for run in spec.runs if spec.seen(run, Texts) is not None]
    if not runs:
        return None
    canvas = blank(spec)
    for run, box in panels(canvas, spec, runs, NARROWEST):
        written = tuple(run.looks(spec.name, Texts, spec.moment))
        drawn = _panel(written, spec.look, box.width, max(0, box.height))
        canvas.paste(box.left, box.top, drawn)
        separate(canvas, spec.look, box.left)
    return canvas


@lru_cache(maxsize=16)
def _panel(written: Written, look: Look, width: int, height: int) -> Canvas:
    canvas = sheet(look, width, height)
    step, newest = written[-1]
    texts = [_legible(text) for text in newest.texts]
    if not any(texts):
        muted = style(look, look.colours.muted)
        words = "The model has written nothing yet." if not texts else "All texts are empty."
        write_centred(canvas, words, (0, 0, width, height), muted)
        return canvas
    past = _past(written, texts[0])
    below = min(len(past) + 1, height // PAST_SHARE) if past else 0
    below = below if height >= LEAST_ROWS_WITH_PAST else 0
    before = _legible(written[-2][1].texts[0]) if past and written[-2][1].texts else None
    y, shown = _write_newest(canvas, look, texts, before, height - below)
    said = f"step {step_label(step)}, {len(texts)} texts" if len(texts) > 1 else _at(step)
    some = f"{said}, {shown} shown" if shown < len(texts) else said
    bold = f"{some}, bold: new in the first" if _alike(texts[0], before) else some
    write_fitting(canvas, (0, 0), width, (bold, some, _at(step)), style(look, look.colours.text))
    if below:
        _write_past(canvas, look, past, min(y + 1, height - below))
    return canvas


def _at(step: int) -> str:
    return f"step {step_label(step)}"


def _write_newest(
    canvas: Canvas, look: Look, texts: list[str], before: str | None, end: int
) -> tuple[int, int]:
    """Every text with a sign before it; returns the row after them, and how many there are."""
    text, muted = style(look, look.colours.text), style(look, look.colours.muted)
    bold = style(look, look.colours.text, bold=True)
    y, shown = 1, 0
    for index, one in enumerate(texts):
        if y >= end:
            break
        lines = _lines(one, max(1, canvas.width - 2))
        more = min(MOST_LINES, end - y) if index + 1 < len(texts) else end - y
        canvas.put(0, y, BULLET, muted)
        fresh = _fresh_words(one, before) if index == 0 else set()
        word = 0
        for line in lines[:more]:
            cut = len(lines) > more and line is lines[more - 1]
            said = shorten(line + " …", canvas.width - 2) if cut else line
            x = 2
            for piece in said.split():
                x = canvas.text(x, y, piece, bold if word in fresh else text) + 1
                word += 1
            y += 1
        shown += 1
    return y, shown


def _write_past(canvas: Canvas, look: Look, past: list[tuple[int, str]], top: int) -> None:
    """One row for each earlier text, the newest first, with its step."""
    muted = style(look, look.colours.muted)
    canvas.text(0, top, "the first one before", style(look, look.colours.text))
    steps = [step_label(step) for step, _ in past]
    label = max(map(len, steps)) + 1
    for y, (step, (_, text)) in enumerate(zip(steps, past, strict=True), start=top + 1):
        canvas.text(0, y, step.rjust(label), muted)
        words = " ".join(text.split()) or "(empty)"
        canvas.text(label + 1, y, shorten(words, max(0, canvas.width - label - 1)), muted)


def _past(written: Written, newest: str) -> list[tuple[int, str]]:
    """What stood in the place of the first text, the newest first; repetitions left out."""
    found: list[tuple[int, str]] = []
    later = newest
    for step, seen in reversed(written[:-1]):
        text = _legible(seen.texts[0]) if seen.texts else ""
        if text != later:
            found.append((step, text))
        elif found:
            # The same words, written earlier: the step at which they first stood counts.
            found[-1] = (step, text)
        later = text
    return found


def _alike(text: str, before: str | None) -> bool:
    """Whether enough was kept for the rest to be worth pointing at."""
    if before is None or text == before:
        return False
    return SequenceMatcher(None, before.split(), text.split(), autojunk=False).ratio() >= ALIKE


def _fresh_words(text: str, before: str | None) -> set[int]:
    """Numbers of the words that were not there before; none where nearly all are new."""
    if before is None or not _alike(text, before):
        return set()
    match = SequenceMatcher(None, before.split(), text.split(), autojunk=False)
    return {
        word
        for kind, _, _, first, last in match.get_opcodes()
        if kind != "equal"
        for word in range(first, last)
    }


def _legible(text: str) -> str:
    """Lines of printable characters: a model may write anything."""
    lines = ("".join(_sign(sign) for sign in line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _sign(sign: str) -> str:
    if sign.isspace():
        return " "
    return sign if sign.isprintable() and cell_len(sign) else "?"


def _lines(text: str, width: int) -> list[str]:
    return [line for part in text.split("\n") for line in wrap(part, width)]
