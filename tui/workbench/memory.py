"""The memory below a step: numbers as they lie there, and in which order each tensor walks."""

from __future__ import annotations

from collections.abc import Sequence

from lessons.workbench.seen import Memory, Seen, Step
from tui.plots.canvas import Canvas
from tui.plots.palette import Look, style
from tui.workbench.cells import written
from tui.workbench.grid import paint_for
from tui.workbench.telling import name_of
from tui.workbench.walking import visits

MOST_ROWS = 3
"""Into which a memory may be broken."""
MOST_WALKERS = 4
LONGEST_LABEL = 16
NEVER = "·"


def draw_memories(step: Step, drawn: Sequence[Seen], look: Look, width: int) -> list[Canvas]:
    """Every memory that is read in more than one way, or out of its order."""
    found: list[Canvas] = []
    for number in dict.fromkeys(seen.memory for seen in drawn):
        memory = step.memory(number)
        walkers = _different([seen for seen in drawn if seen.memory == number])
        if memory is None or not (len(walkers) > 1 or any(not one.contiguous for one in walkers)):
            continue
        if any(seen.dtype != memory.dtype or not seen.whole for seen in walkers):
            continue
        if canvas := _draw(memory, walkers[:MOST_WALKERS], look, width):
            found += [Canvas(1, 1), canvas] if found else [canvas]
    return found


def _different(walkers: Sequence[Seen]) -> list[Seen]:
    """One for every way of walking; of the same tensor before and after a step, the one after."""
    named = {seen.name: seen for seen in walkers}
    ways: dict[tuple[object, ...], Seen] = {}
    for seen in named.values():
        ways.setdefault((seen.begins + seen.offset, seen.shape, seen.strides), seen)
    return list(ways.values())


def _draw(memory: Memory, walkers: Sequence[Seen], look: Look, width: int) -> Canvas | None:
    """Numbers, and below each when every tensor comes to it; None where there is no room."""
    rows: list[tuple[str, list[str]]] = [("memory", written(memory.cells))]
    for seen in walkers:
        times = visits(seen, len(memory.cells))
        rows.append((f"order of {_label(seen)}", [_visit(one) for one in times]))
    lead = max(len(label) for label, _ in rows) + 1
    cell = max(len(text) for _, texts in rows for text in texts) + 2
    a_row = (width - lead) // cell
    if a_row < 1 or -(-len(memory.cells) // a_row) > MOST_ROWS:
        return None
    chunks = range(0, len(memory.cells), a_row)
    canvas = Canvas(
        width,
        len(chunks) * (len(rows) + 1) - 1,
        plain=look.symbols == "ascii",
    )
    paint = paint_for(walkers, look)
    muted, text = style(look, look.colours.muted), style(look, look.colours.text)
    for number, first in enumerate(chunks):
        top = number * (len(rows) + 1)
        for y, (label, texts) in enumerate(rows, start=top):
            canvas.text(0, y, label, muted)
            for place, words in enumerate(texts[first : first + a_row]):
                at = lead + place * cell
                if y == top:
                    ink = paint.ink(memory.cells[first + place])
                else:
                    ink = muted if words == NEVER else text
                canvas.text(at, y, f"{words} ".rjust(cell), ink)
    return canvas


def _label(seen: Seen) -> str:
    """Its name; of a long one both ends."""
    name = name_of(seen)
    if len(name) <= LONGEST_LABEL:
        return name
    return f"{name[: LONGEST_LABEL // 2]}…{name[1 - LONGEST_LABEL // 2 :]}"


def _visit(times: Sequence[int]) -> str:
    if len(times) > 2:
        return f"{times[0]},{times[1]}…"
    return ",".join(map(str, times)) or NEVER
