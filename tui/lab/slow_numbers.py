"""The numbers of slow motion as rows of text: a table where there is room, else one by one."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from engine.study.parts import PARTS, TakenApart
from tui.figures import number
from tui.lab.slow_motion import Frame, bar, change, norms

NARROW = 50
"""Cells below which the watched numbers stand below each other."""
NAME, VALUE, GRAD = 17, 22, 22
HALF = 30
"""Cells of the left one of two columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersLook:
    """What the rows are written with."""

    width: int
    height: int
    pointer: str
    bar: str
    chosen: int
    """The watched number that sentences are about."""


def rows(taken: TakenApart, frame: Frame, look: NumbersLook) -> list[Content]:
    """Everything on the right of the code, as many rows as there are."""
    narrow = look.width < NARROW
    head = [*_place(taken, frame, narrow=narrow), *_totals(frame, look), Content("")]
    watched = _narrow(frame, look) if narrow else _table(frame, look)
    bars = _bars(taken, frame, look)
    room = look.height - len(head) - len(watched) - 1
    found = [*head, *watched] if room < 2 else [*head, *watched, Content(""), *_latest(bars, room)]
    return [row.truncate(look.width, ellipsis=True) for row in found[: look.height]]


def _latest(bars: list[Content], room: int) -> list[Content]:
    """The title and as many of the newest as there is room for."""
    return [bars[0], *bars[1:][-(room - 1) :]]


def _place(taken: TakenApart, frame: Frame, *, narrow: bool) -> list[Content]:
    updates = max((done.update for done in taken.done), default=0)
    update = f"update {frame.update} of {updates}"
    part = f"part {PARTS.index(frame.part) + 1} of {len(PARTS)}"
    step = f"step {taken.before + frame.update}"
    if narrow:
        return [Content.styled(f"{update}  {step}", "bold"), Content.styled(part, "$muted")]
    return [Content.assemble((update, "bold"), (f"   {step}   {part}", "$muted")), Content("")]


def _totals(frame: Frame, look: NumbersLook) -> list[Content]:
    before, now = frame.before, frame.now
    narrow = look.width < NARROW
    loss = change(before.loss if before else None, now.loss if now else None)
    rate = change(*(one.lr[0] if one and one.lr else None for one in (before, now)))
    norm = change(*(one.grad_norm if one else None for one in (before, now)))
    answer = _fitting(now.output if now else (), look.width - 7 - (0 if narrow else HALF))
    pairs = [("loss", loss), ("rate", rate), ("|g|", norm), ("answer", answer)]
    if narrow:
        return [_pair(name, value, 7) for name, value in pairs]
    found = []
    for one, other in ((pairs[0], pairs[2]), (pairs[1], pairs[3])):
        left = _pair(*one, 7)
        found.append(left.pad_right(max(1, HALF - left.cell_length)) + _pair(*other, 7))
    return found


def _fitting(values: tuple[float, ...], room: int) -> str:
    """As many of the numbers as there is room for."""
    written = [number(value) for value in values]
    while written and len("  ".join(written)) > room:
        written.pop()
    return "  ".join(written) or "–"


def _pair(name: str, value: str, width: int) -> Content:
    return Content.assemble((name.ljust(width), "$muted"), _marked(value))


def _marked(value: str) -> Content:
    """What has changed stands out; its star says so without colour."""
    return Content.styled(value, "bold $accent" if value.endswith("*") else "")


def _changes(frame: Frame) -> list[tuple[str, str, str, float | None]]:
    """Name, value, gradient, and the gradient as a number, of everything that is watched."""
    now, before = frame.now, frame.before
    if now is None:
        return []
    olds = before.watched if before is not None else now.watched
    return [
        (new.name, change(old.value, new.value), change(old.gradient, new.gradient), new.gradient)
        for old, new in zip(olds, now.watched, strict=True)
    ]


def _table(frame: Frame, look: NumbersLook) -> list[Content]:
    heads = f"  {'number'.ljust(NAME)} {'value'.ljust(VALUE)} .grad"
    found = [Content.styled(heads, "$muted")]
    changed = _changes(frame)
    largest = max((abs(gradient or 0.0) for *_, gradient in changed), default=0.0)
    room = max(0, look.width - NAME - VALUE - GRAD - 5)
    for index, (name, value, grad, gradient) in enumerate(changed):
        here = index == look.chosen
        shown = name if len(name) <= NAME else "…" + name[-NAME + 1 :]
        found.append(
            Content.assemble(
                (f"{look.pointer} " if here else "  ", "bold $accent"),
                (shown.ljust(NAME), "bold" if here else ""),
                " ",
                _marked(value) + " " * max(1, VALUE + 1 - len(value)),
                _marked(grad) + " " * max(1, GRAD + 1 - len(grad)),
                (bar(gradient or 0.0, largest, room, look.bar), "$muted"),
            )
        )
    return found


def _narrow(frame: Frame, look: NumbersLook) -> list[Content]:
    changed = _changes(frame)
    if not changed:
        return []
    name, value, grad, _ = changed[look.chosen]
    which = f"  {look.chosen + 1}/{len(changed)}" if len(changed) > 1 else ""
    return [
        Content.assemble((f"{look.pointer} ", "bold $accent"), (name, "bold"), (which, "$muted")),
        _pair("  value", value, 8),
        _pair("  .grad", grad, 8),
    ]


def _bars(taken: TakenApart, frame: Frame, look: NumbersLook) -> list[Content]:
    """The norm after each backward: where nothing is cleared, they add up."""
    found = norms(taken, frame.update)
    if frame.update > len(found) or PARTS.index(frame.part) < PARTS.index("backward"):
        found = found[: frame.update - 1]
    title = (
        "|g| after backward, by update"
        if look.width < NARROW
        else ("norm of all gradients after backward, update by update")
    )
    room = max(4, look.width - 14)
    largest = max(norms(taken, max((done.update for done in taken.done), default=0)), default=0.0)
    return [
        Content.styled(title, "$muted"),
        *(
            Content.assemble(
                (f"{update:>2} ", "$muted"),
                (bar(norm, largest, room, look.bar) or "", "$accent"),
                f" {number(norm)}",
            )
            for update, norm in enumerate(found, 1)
        ),
    ]
