"""A step as one picture: what went in beside what came out, words, and the memory below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rich.style import Style

from lessons.workbench.seen import Seen, Step
from tui.plots.canvas import Canvas, wrap
from tui.plots.palette import Look, style
from tui.workbench import telling
from tui.workbench.grid import Paint, Shown, draw_grid, line, paint_for
from tui.workbench.memory import draw_memories

INDENT = 2
EMPTY = "Nothing lies here yet. Type something such as x = torch.arange(6).reshape(2, 3)."
AS_BEFORE = "Everything is as it was before."
MOST_PRINTED = 12
BETWEEN = 5
"""Columns between two pictures: an arrow or a sign stands in their middle."""


@dataclass(frozen=True, slots=True)
class Framed:
    """A tensor with its heading, and what stands in front of it."""

    canvas: Canvas
    lead: str
    """`→`, `+`; empty for the first."""
    head: int
    """Rows above its grid."""


def draw_step(step: Step, before: Sequence[Seen], look: Look, width: int) -> Canvas:
    """Everything about a step. `before`: the tensors with a name before it."""
    inner = max(width - INDENT, 10)
    if step.error is not None:
        return stack(_error(step, look, inner), width, look)
    if not telling.stretched(step) and not _reads_names(step):
        step = replace(step, inputs=())
    inputs, results = _pictured(step, before)
    paint = paint_for([one.seen for one in (*inputs, *results)], look)
    room = _Room(step, paint, inner)
    fresh = not step.changed and not step.same
    sign = telling.sign_between(step) if fresh else ""
    given = [
        _framed(shown, room, sign if number else "", "input") for number, shown in enumerate(inputs)
    ]
    arrow = "→" if inputs else ""
    made = [
        _framed(shown, room, "" if number else arrow, _role(shown, step, fresh))
        for number, shown in enumerate(results)
    ]
    parts = in_rows(given, made, inner, look)
    muted = style(look, look.colours.muted)
    said = [_words(text, look, inner) for text in telling.sentences(step, before)]
    if chain := telling.chain(step):
        said.append(_wrapped(chain, inner, muted, look))
    if step.printed.strip():
        rows = step.printed.rstrip().splitlines()[:MOST_PRINTED]
        said += [line(row or " ", look, inner) for row in ("It printed:", *rows)]
    memory = draw_memories(step, [one.seen for one in (*inputs, *results)], look, inner)
    groups = [group for group in (parts, said, memory) if group]
    if not groups:
        groups = [[_words("Nothing on the workbench has changed.", look, inner)]]
    spaced: list[Canvas] = []
    for group in groups:
        spaced += [Canvas(1, 1), *group] if spaced else group
    return stack(spaced, width, look)


def _role(shown: Shown, step: Step, fresh: bool) -> telling.Role:
    """Whether it was made by the step, or only shown by it."""
    there = {one.name for one in step.tensors} - set(step.made)
    return "result" if fresh and shown.seen.name not in there else "there"


def draw_made(
    step: Step, before: Sequence[Seen], look: Look, width: int, *, mended: str = ""
) -> Canvas:
    """A step below the line that was typed. `mended`: how a line that failed is mended."""
    sign = ">" if look.symbols == "ascii" else "▸"
    bold = style(look, look.colours.text, bold=True)
    rows = step.statement.splitlines() or [""]
    typed = [_verbatim(row, width - INDENT, bold, look) for row in rows]
    head = stack(typed, width, look)
    head.text(0, 0, sign, style(look, look.colours.muted))
    parts = [head, draw_step(step, before, look, width)]
    if step.error is not None:
        words = f"{AS_BEFORE} {mended}".strip()
        told = _wrapped(words, width - INDENT, style(look, look.colours.text), look)
        parts.append(stack([told], width, look))
    return stack(parts, width, look, indent=0)


def draw_laid_out(
    opened: Sequence[Step], look: Look, width: int, *, loading: bool = False
) -> Canvas:
    """What is there at the beginning, below the statements that have laid it out."""
    muted, text = style(look, look.colours.muted), style(look, look.colours.text)
    if not opened:
        words = "The tensors are being laid out …" if loading else EMPTY
        return _wrapped(words, width, muted, look)
    parts: list[Canvas] = []
    for step in opened:
        parts += [_verbatim(row, width, text, look) for row in step.statement.splitlines()]
        if step.error is not None:
            parts += _error(step, look, width)
    latest = next((step for step in reversed(opened) if step.error is None), None)
    if latest is not None:
        parts += [Canvas(1, 1), draw_tensors(latest.tensors, latest, look, width)]
    return stack(parts, width, look, indent=0)


def draw_there(latest: Step | None, look: Look, width: int) -> Canvas:
    """Everything with a name."""
    if latest is None or not latest.tensors:
        return _wrapped("Nothing yet.", width, style(look, look.colours.muted), look)
    return draw_tensors(latest.tensors, latest, look, width)


def draw_tensors(tensors: Sequence[Seen], step: Step, look: Look, width: int) -> Canvas:
    """All that has a name, as it is now."""
    room = _Room(step, paint_for(tensors, look), width)
    framed = [_framed(Shown(one), room, "", "there") for one in tensors]
    return stack(list(flow(framed, width, look)), width, look, indent=0)


def _pictured(step: Step, before: Sequence[Seen]) -> tuple[list[Shown], list[Shown]]:
    """What is drawn to the left of the arrow, and to the right of it."""
    known = {one.name: one for one in before}
    if step.changed and not step.made:
        olds = [known[name] for name in step.changed if name in known]
        news = [one for one in step.results if one.name in step.changed] or [
            one for one in step.tensors if one.name in step.changed
        ]
        others = [one for one in step.inputs if one.name not in step.changed]
        marked = [Shown(one, changed=_differences(known.get(one.name), one)) for one in news]
        return [*(Shown(one, past=True) for one in olds), *map(Shown, others)], marked
    shape = telling.stretched(step)
    inputs = [
        Shown(one, stretched=shape if one.shape and one.shape != shape else ())
        for one in step.inputs
    ]
    typed = "".join(step.statement.split())
    there = {one.name for one in step.tensors}
    repeats = not inputs and len(step.results) == 1 and step.results[0].name not in there
    return inputs, [
        Shown(one, nameless=repeats and "".join(one.name.split()) in (typed, "result"))
        for one in step.results
    ]


def _differences(old: Seen | None, new: Seen) -> frozenset[int]:
    if old is None or old.shape != new.shape:
        return frozenset()
    pairs = enumerate(zip(old.cells, new.cells, strict=False))
    return frozenset(place for place, (a, b) in pairs if a != b)


@dataclass(frozen=True, slots=True)
class _Room:
    """What all pictures of a step share."""

    step: Step
    paint: Paint
    width: int


def _framed(shown: Shown, room: _Room, lead: str, role: telling.Role) -> Framed:
    """Heading and grid."""
    seen, look, width = shown.seen, room.paint.look, room.width
    text = style(look, look.colours.text)
    muted = style(look, look.colours.muted)
    bold = style(look, look.colours.text, bold=True)
    name = (telling.name_of(seen), bold)
    rows: list[tuple[tuple[str, Style], ...]] = [
        (name, (f"  {telling.shape_of(seen.shape)}", text))
        if not shown.nameless
        else ((telling.shape_of(seen.shape), bold),),
        ((telling.about(seen), muted),),
    ]
    if shown.past:
        rows = [(name, ("  before", muted))]
    elif found := telling.tags(seen, room.step, role):
        rows += [((row, muted),) for row in wrap(found, min(width, 36))]
    grid = draw_grid(shown, room.paint, width)
    wide = max(grid.width, *(sum(len(part) for part, _ in row) for row in rows))
    canvas = Canvas(min(wide, width), len(rows) + grid.height, plain=look.symbols == "ascii")
    for y, row in enumerate(rows):
        x = 0
        for words, ink in row:
            x = canvas.text(x, y, words, ink)
    canvas.paste(0, len(rows), grid)
    return Framed(canvas, lead, len(rows))


def in_rows(
    given: Sequence[Framed], made: Sequence[Framed], width: int, look: Look
) -> list[Canvas]:
    """What went in and what came out: in one row, or the second below the first."""
    together = list(flow((*given, *made), width, look))
    if len(together) <= 1 or not given or not made:
        return together
    return [*flow(given, width, look), Canvas(1, 1), *flow(made, width, look)]


def flow(framed: Iterable[Framed], width: int, look: Look) -> Iterable[Canvas]:
    """Pictures beside each other as far as there is room, then below."""
    row: list[tuple[int, Framed]] = []
    x = 0
    for one in framed:
        begin = x + BETWEEN if row else (BETWEEN if one.lead else 0)
        if row and begin + one.canvas.width > width:
            yield _row(row, width, look)
            yield Canvas(1, 1)
            row, begin = [], BETWEEN if one.lead and one.canvas.width + BETWEEN <= width else 0
        row.append((begin, one))
        x = begin + one.canvas.width
    if row:
        yield _row(row, width, look)


def _row(row: list[tuple[int, Framed]], width: int, look: Look) -> Canvas:
    """Grids begin on one line, whatever stands above them."""
    head = max(one.head for _, one in row)
    height = max(head - one.head + one.canvas.height for _, one in row)
    canvas = Canvas(width, height, plain=look.symbols == "ascii")
    sign = style(look, look.colours.text, bold=True)
    for begin, one in row:
        canvas.paste(begin, head - one.head, one.canvas)
        if one.lead and begin >= BETWEEN:
            middle = head + (one.canvas.height - one.head - 1) // 2
            canvas.text(begin - 3, middle, one.lead, sign)
    return canvas


def _reads_names(step: Step) -> bool:
    """Whether it works on something that was there, not only on what it made on the way."""
    names = {one.name for one in step.tensors}
    words = set(re.findall(r"[A-Za-z_]\w*", " ".join(one.name for one in step.inputs)))
    return bool(words & {name.split(".")[0] for name in names})


def stack(parts: Sequence[Canvas], width: int, look: Look, indent: int = INDENT) -> Canvas:
    """One below the other."""
    canvas = Canvas(width, sum(part.height for part in parts), plain=look.symbols == "ascii")
    y = 0
    for part in parts:
        canvas.paste(indent, y, part)
        y += part.height
    return canvas


def _error(step: Step, look: Look, width: int) -> list[Canvas]:
    """Title, reason, what was really raised, and how to go on."""
    assert step.error is not None
    error = step.error
    alert = style(look, look.colours.alert, bold=True)
    text, muted = style(look, look.colours.text), style(look, look.colours.muted)
    parts = [_wrapped(_bare(error.title) or "It raised an error", width, alert, look)]
    if error.words:
        parts.append(_wrapped(_bare(error.words), width, text, look))
    if error.original:
        parts.append(_wrapped(error.original, width, muted, look))
    return parts


def _bare(text: str) -> str:
    """Without the marks of code: it is told in one ink."""
    return text.replace("`", "")


def _words(text: str, look: Look, width: int) -> Canvas:
    """A sentence with names in another ink."""
    plain, named = style(look, look.colours.text), style(look, look.colours.text, bold=True)
    rows: list[list[tuple[str, Style]]] = [[]]
    used, name = 0, False
    for piece_number, piece in enumerate(text.split("`")):
        name = piece_number % 2 == 1
        ink = named if name else plain
        tokens = [piece] if name else _tokens(piece)
        for token in tokens:
            full = bool(used) and used + len(token.rstrip()) > width
            if full:
                rows.append([])
                used = 0
            shown = token.lstrip() if full else token
            rows[-1].append((shown, ink))
            used += len(shown)
    canvas = Canvas(width, len(rows), plain=look.symbols == "ascii")
    for y, row in enumerate(rows):
        x = 0
        for token, ink in row:
            x = canvas.text(x, y, token, ink)
    return canvas


def _tokens(text: str) -> list[str]:
    """Words with the space behind them."""
    words = text.split(" ")
    return [f"{word} " for word in words[:-1]] + ([words[-1]] if words[-1] else [])


def _verbatim(text: str, width: int, ink: Style, look: Look) -> Canvas:
    """Code, its spaces kept, broken where a row ends."""
    rows = [text[at : at + width] for at in range(0, len(text), width)] or [""]
    canvas = Canvas(width, len(rows), plain=look.symbols == "ascii")
    for y, row in enumerate(rows):
        canvas.text(0, y, row, ink)
    return canvas


def _wrapped(text: str, width: int, ink: Style, look: Look) -> Canvas:
    rows = wrap(text, width) or [""]
    canvas = Canvas(width, len(rows), plain=look.symbols == "ascii")
    for y, row in enumerate(rows):
        canvas.text(0, y, row, ink)
    return canvas
