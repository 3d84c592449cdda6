"""Slow motion as frames: one for each part of each update, with what it did in one sentence."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.study.parts import PARTS, CodeLine, Part, PartDone, TakenApart, Watched
from tui.figures import number

CLOSE = 1e-3
"""Relative difference up to which a move counts as rate times gradient: 32 bits round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One part of one update."""

    update: int
    """1 for the first that is shown."""
    part: Part
    before: PartDone | None
    """What the part before has left; None before anything was done."""
    done: tuple[PartDone, ...]
    """Once, as a rule; empty: the part is left out."""

    @property
    def now(self) -> PartDone | None:
        """How things stand after it."""
        return self.done[-1] if self.done else self.before


def frames(taken: TakenApart) -> tuple[Frame, ...]:
    """All parts of all updates, those that are left out among them."""
    found: list[Frame] = []
    before: PartDone | None = None
    updates = max((done.update for done in taken.done), default=0)
    for update in range(1, updates + 1):
        for part in PARTS:
            done = tuple(one for one in taken.done if (one.update, one.part) == (update, part))
            found.append(Frame(update=update, part=part, before=before, done=done))
            before = done[-1] if done else before
    return tuple(found)


def norms(taken: TakenApart, until: int) -> tuple[float, ...]:
    """The gradient's norm after the last backward of each update, up to one of them."""
    found: dict[int, float] = {}
    for done in taken.done:
        if done.part == "backward" and done.update <= until:
            found[done.update] = done.grad_norm
    return tuple(found.values())


def bar(value: float, largest: float, cells: int, sign: str) -> str:
    """A bar as long as a value is large."""
    if not (math.isfinite(value) and largest > 0 and math.isfinite(largest)):
        return ""
    return sign * round(abs(value) / largest * cells)


def change(before: float | None, after: float | None) -> str:
    """`0.1 → 0.2 *`: the star says that it changed; `–` is what there is not."""
    old, new = _shown(before), _shown(after)
    same = before == after or (_is_nan(before) and _is_nan(after))
    return new if same else f"{old} → {new} *"


def _is_nan(value: float | None) -> bool:
    return value is not None and math.isnan(value)


def _shown(value: float | None) -> str:
    return "–" if value is None else number(value)


def sentence(frame: Frame, line: CodeLine, watched: int) -> str:
    """What the part did, with its numbers. `watched`: which of the watched numbers is meant."""
    now = frame.now
    if now is None:
        return f"{line.part} is left out: nothing has happened yet."
    after = now.watched[watched]
    before = frame.before.watched[watched] if frame.before is not None else None
    if not frame.done:
        return _left_out(frame.part, after)
    said = {
        "zero_grad": _zero_grad,
        "forward": _forward,
        "loss": _loss,
        "backward": _backward,
        "clip": _clip,
        "optimizer": _optimizer,
        "schedule": _schedule,
    }[frame.part](frame, line, before, after)
    twice = " Done twice." if len(frame.done) > 1 else ""
    return f"{frame.part}: {said}{twice}"


def _left_out(part: Part, watched: Watched) -> str:
    grad = _shown(watched.gradient)
    match part:
        case "zero_grad" if watched.gradient is not None:
            return (
                f"zero_grad is left out: .grad of {watched.name} stays {grad}, "
                "and backward is going to add to it."
            )
        case "zero_grad":
            return "zero_grad is left out: this time there is nothing to clear yet."
        case "optimizer":
            return f"optimizer is left out: {watched.name} stays {number(watched.value)}."
    return f"{part} is left out: nothing happens here."


def _zero_grad(_frame: Frame, _line: CodeLine, before: Watched | None, after: Watched) -> str:
    if before is None or before.gradient is None:
        return f".grad of {after.name} is empty already; there is nothing to clear."
    return f".grad of {after.name} went from {number(before.gradient)} to nothing."


def _forward(frame: Frame, line: CodeLine, _before: Watched | None, after: Watched) -> str:
    assert frame.now is not None
    if frame.now.output:
        answer = ", ".join(number(value) for value in frame.now.output)
        return f"for its first example the model answers {answer}; no weight has moved."
    loss = "" if frame.now.loss is None else f" = {number(frame.now.loss)}"
    what = line.text.partition("=")[0].strip()
    return f"{what}{loss}; {after.name} is {number(after.value)} and has not moved."


def _loss(frame: Frame, line: CodeLine, _before: Watched | None, _after: Watched) -> str:
    assert frame.now is not None
    loss = _shown(frame.now.loss)
    if not line.present:
        return f"it is known already: {loss}."
    return f"answers against targets make {loss}, the mean over the batch."


def _backward(_frame: Frame, _line: CodeLine, before: Watched | None, after: Watched) -> str:
    new = _shown(after.gradient)
    if after.gradient is None:
        return f"{after.name} took no part in the loss: it has no gradient."
    if before is None or before.gradient is None:
        return f".grad of {after.name} was empty and is {new} now."
    old = number(before.gradient)
    return f".grad of {after.name} went from {old} to {new}: it was added, not replaced."


def _clip(frame: Frame, line: CodeLine, before: Watched | None, after: Watched) -> str:
    assert frame.now is not None
    norm = number(frame.now.grad_norm)
    if not line.present:
        return f"there is none here; the gradient's norm stays {norm}."
    was = frame.before.grad_norm if frame.before is not None else frame.now.grad_norm
    if was == frame.now.grad_norm:
        return f"the gradient's norm {norm} is within the limit; nothing changed."
    old = _shown(before.gradient if before is not None else None)
    return (
        f"the gradient's norm went from {number(was)} to {norm}, "
        f".grad of {after.name} from {old} to {_shown(after.gradient)}."
    )


def _optimizer(frame: Frame, _line: CodeLine, before: Watched | None, after: Watched) -> str:
    assert frame.now is not None
    if before is None:
        return f"{after.name} is {number(after.value)} now."
    moved, rate = after.value - before.value, frame.now.lr[0] if frame.now.lr else math.nan
    said = f"{after.name} moved by {number(moved)}, to {number(after.value)}"
    if before.gradient is None:
        return f"{said}; it has no gradient."
    plain = -rate * before.gradient
    terms = f"−{number(rate)} · {number(before.gradient)}"
    # A value of 32 bits cannot move by less than its last bit.
    tolerance = max(CLOSE * abs(plain), 2e-7 * abs(after.value))
    if len(frame.done) == 1 and abs(moved - plain) <= tolerance:
        return f"{said}: minus rate times gradient, {terms}."
    return f"{said}; minus rate times gradient alone would be {number(plain)}, {terms}."


def _schedule(frame: Frame, line: CodeLine, _before: Watched | None, _after: Watched) -> str:
    assert frame.now is not None
    new = ", ".join(number(rate) for rate in frame.now.lr)
    if not line.present:
        return f"there is none here; the rate stays {new}."
    old = ", ".join(number(rate) for rate in frame.before.lr) if frame.before else new
    return (
        f"the rate stays {new}."
        if old == new
        else f"the rate goes from {old} to {new} for the next update."
    )
