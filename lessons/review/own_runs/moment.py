"""“What happened at step 80?”: one thing did, and what else could have is checked and did not."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from engine.errors import EngineError
from engine.events import HyperparameterSet
from engine.thumbnail import POINTS, CurvePoint
from lessons.questions.forms import Choice, Choices
from lessons.review.clock import Clock
from lessons.review.item import Curve, Item, Picture
from lessons.review.own_runs.happenings import WHOLE, Happening, Recorded, Seen, happenings
from lessons.review.own_runs.seen import SeenRun
from lessons.schema import Quiz

OFFERED = 4
NEAR = 0.02
"""Share of a run within which two happenings cannot be told apart."""
SLIGHT = 0.05
"""A change of the rate by less is none that could be meant."""
WORDS: dict[Happening, str] = {
    "spike": "The loss jumped and came back.",
    "drop": "The learning rate was lowered.",
    "warm": "The warm-up ended.",
    "restart": "The learning rate was raised again: a restart.",
    "clip": "The gradient was clipped.",
}


def moment_id(run: SeenRun) -> str:
    """Id of the item of a run's settings."""
    return f"run/moment/{run.name}"


def moment_item(run: SeenRun, clock: Clock, lead: str) -> Item | None:
    """What happened at some step; None where nothing did that stands alone."""
    recorded = _recorded(run)
    if recorded is None:
        return None
    random = Random(f"{moment_id(run)} {run.lesson.id} {clock.today()}")
    alone = _alone(happenings(recorded), len(recorded.steps))
    if not alone:
        return None
    what = random.choice(sorted({seen.what for seen, _ in alone}))
    seen, near = random.choice([one for one in alone if one[0].what == what])
    others = [kind for kind in WORDS if kind not in near]
    random.shuffle(others)
    kinds = [what, *others[: OFFERED - 1]]
    random.shuffle(kinds)
    choices = tuple(
        Choice(text=WORDS[kind], why=_fact(kind, recorded, seen.place), right=kind == what)
        for kind in kinds
    )
    step = int(recorded.steps[seen.place])
    clip = what == "clip"
    drawn = recorded.norm if clip else recorded.loss
    return Item(
        id=moment_id(run),
        lesson=run.lesson.id,
        kind="run",
        source=run.lesson.id,
        question=Quiz(
            id=moment_id(run),
            ask=f"This curve is yours. What happened at step {step}?",
            form=Choices(choices=choices, shuffle=False),
        ),
        met=run.made,
        lead=lead,
        picture=Picture(
            title="gradient norm before clipping" if clip else "loss",
            curves=(Curve(name="", points=_points(recorded, drawn)),),
            log_y=run.log_y and not clip,
            mark=step,
        ),
    )


def _recorded(run: SeenRun) -> Recorded | None:
    """Its columns; None where they cannot be read, or where somebody turned a knob under way."""
    import numpy as np

    try:
        stored = run.store.load(run.entry.run)
    except EngineError:
        return None
    turned = any(isinstance(event, HyperparameterSet) for event in stored.events)
    if turned or len(stored.rows) < 2:
        return None
    rows = stored.rows
    return Recorded(
        steps=np.asarray(rows["step"], dtype=np.int64),
        loss=np.asarray(rows["loss"], dtype=float),
        lr=np.asarray(rows["lr"][:, 0], dtype=float),
        norm=np.asarray(rows["grad_norm"], dtype=float),
        applied=np.asarray(rows["applied_norm"], dtype=float),
    )


def _alone(found: list[Seen], steps: int) -> list[tuple[Seen, frozenset[Happening]]]:
    """Happenings with no other kind near them, each with the kinds that are near: itself."""
    reach = max(3, round(NEAR * steps))
    alone = []
    for seen in found:
        near = frozenset(one.what for one in found if abs(one.place - seen.place) <= reach)
        if near == {seen.what} and seen.place >= 3:
            alone.append((seen, near))
    return alone


def _fact(kind: Happening, run: Recorded, place: int) -> str:
    """What the record says about one kind of happening at a step."""
    step = int(run.steps[place])
    loss, lr, norm, applied = run.loss, run.lr, run.norm, run.applied
    between = f"From step {step - 1} to {step}"
    same = f"The rate was {lr[place]:.3g} at step {step}"
    match kind:
        case "spike":
            said = f"{between} the loss went from {loss[place - 1]:.3g} to {loss[place]:.3g}."
        case "drop" | "restart" if abs(lr[place] - lr[place - 1]) > SLIGHT * lr[place]:
            said = f"{between} the rate went from {lr[place - 1]:.3g} to {lr[place]:.3g}."
        case "drop" | "restart":
            said = f"{same}, and all but the same just before."
        case "warm" if lr[place - 1] < lr[place] == lr[: place + 1].max():
            said = f"Up to step {step} the rate rose to {lr[place]:.3g}, and then no further."
        case "warm":
            said = f"{same}; the highest up to there was {lr[: place + 1].max():.3g}."
        case "clip" if applied[place] < WHOLE * norm[place]:
            said = f"The gradient's norm of {norm[place]:.3g} was cut to {applied[place]:.3g}."
        case "clip":
            said = f"The gradient, with a norm of {norm[place]:.3g}, was handed on whole."
    return said


def _points(run: Recorded, values: object) -> tuple[CurvePoint, ...]:
    """Lows and highs of equal stretches, so that no spike is lost."""
    import numpy as np

    column = np.asarray(values, dtype=float)
    edges = np.linspace(0, len(column), min(POINTS // 2, len(column)) + 1).astype(int)
    kept: set[int] = set()
    for begin, end in pairwise(edges.tolist()):
        piece = np.nan_to_num(column[begin:end], nan=0.0, posinf=0.0, neginf=0.0)
        kept |= {begin + int(piece.argmin()), begin + int(piece.argmax())}
    return tuple(CurvePoint(int(run.steps[at]), float(column[at])) for at in sorted(kept))
