"""The schedule workbench: a learning rate shaped by hand, and its curve over the one there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from engine.plan import Plan, worth_drawing
from engine.playground import Choices, Row, choices
from engine.request import Parameters, Value
from engine.schedules import Horizon, Mark, Shaped
from engine.schedules.shaped import Decay
from engine.written import setting

PREFIX = "schedule."
FINE = 3
"""Digits of a share that is read off a plan."""
MOST_DROPS = 4
"""Drops of a rate that falls in steps, among which the nearest is looked for."""
NAME: Parameters = (("schedule", "shaped"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A planned learning rate."""

    steps: tuple[int, ...]
    lr: tuple[float, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """What is being shaped, for which run."""

    horizon: Horizon
    base: float
    """The rate where the schedule's factor is 1."""
    old: Curve
    """The rate as it is planned now."""
    shape: Parameters = ()
    """What differs from a plain cosine."""

    @property
    def choices(self) -> Choices:
        """The rows of the workbench, as the playground has them."""
        return choices((*NAME, *self.shape))

    @property
    def rows(self) -> tuple[Row, ...]:
        """What can be turned; a number of drops only where it falls in steps."""
        stepped = self.choices.value("schedule.decay") == "step"
        return tuple(
            row
            for row in self.choices.rows
            if row.field.name.startswith(PREFIX)
            and (stepped or not row.field.name.endswith("drops"))
        )

    @property
    def objection(self) -> str:
        """Why this shape cannot be; empty where it can."""
        return next((f"{one.why} {one.instead}" for one in self.choices.objections), "")

    @property
    def changes(self) -> Parameters:
        """The same as changes of an experiment."""
        return (*NAME, *self.shape)

    def curve(self) -> Curve | None:
        """The rate as it would be; None for a shape that cannot be."""
        if self.objection:
            return None
        values = {row.field.name.removeprefix(PREFIX): row.value for row in self.choices.rows}
        known = Shaped()
        names = [name for name in values if hasattr(known, name)]
        shaped = Shaped(**{name: setting(values[name], getattr(known, name)) for name in names})  # type: ignore[arg-type]
        marks = shaped.marks(self.horizon)
        steps = worth_drawing(self.horizon, marks)
        rates = tuple(self.base * shaped.factor(step - 1, self.horizon) for step in steps)
        return Curve(steps=steps, lr=rates, marks=marks)

    def with_value(self, name: str, value: Value | None) -> Workbench:
        """The same with a row set, or as it was; an end above 0 comes with what needs one."""
        shape = dict(self.shape)
        shape.pop(name, None)
        if name == f"{PREFIX}warmup" and isinstance(value, int):
            value = min(value, self.horizon.steps)
        if value is not None:
            shape[name] = value
        after = replace(self, shape=tuple(shape.items()))
        if name == "schedule.decay" and after.objection:
            shape["schedule.end"] = 0.01
            after = replace(self, shape=tuple(shape.items()))
        return after


def opened(plan: Plan, changes: Parameters = ()) -> Workbench:
    """The workbench for a planned run; `changes`: what was shaped before, to go on with."""
    shaped = dict(changes).get("schedule") == "shaped"
    return Workbench(
        horizon=Horizon(plan.steps, plan.steps_per_epoch),
        base=plan.base_lr or max(plan.lr, default=1.0),
        old=Curve(steps=plan.lr_steps, lr=plan.lr, marks=plan.marks),
        shape=tuple(pair for pair in changes if pair[0].startswith(PREFIX))
        if shaped
        else nearest(plan),
    )


def nearest(plan: Plan) -> Parameters:
    """The shape that comes nearest to a planned rate, as far as it differs from a plain cosine."""
    base = plan.base_lr or max(plan.lr, default=1.0)
    if not plan.lr_steps or not base:
        return ()
    horizon = Horizon(plan.steps, plan.steps_per_epoch)
    factors = [rate / base for rate in plan.lr]

    def miss(shape: Shaped) -> float:
        pairs = zip(plan.lr_steps, factors, strict=True)
        return sum((shape.factor(step - 1, horizon) - factor) ** 2 for step, factor in pairs)

    best = min(_shapes(plan, factors), key=miss)  # the plainest of those that are equally near
    return tuple(
        (f"{PREFIX}{field.name}", getattr(best, field.name))
        for field in fields(Shaped)
        if getattr(best, field.name) != field.default
    )


def _shapes(plan: Plan, factors: Sequence[float]) -> Iterator[Shaped]:
    """Shapes that a plan may have, the plainest first."""
    top = max(factors)
    risen = plan.lr_steps[factors.index(top)]
    share = min(1.0, max(0.0, factors[-1] / top)) if top else 0.0
    fallen = float(f"{round(share, FINE):.2g}")
    last = max(step for step, factor in zip(plan.lr_steps, factors, strict=True) if factor == top)
    flat = float(f"{max(0, last - risen) / max(1, plan.steps - risen):.2g}")
    cycles = 1 + sum(mark.letter == "R" for mark in plan.marks)
    for warmup in dict.fromkeys((0, risen)) if risen > 1 else (0,):
        yield Shaped(decay="none", warmup=warmup)
        if cycles > 1:
            yield Shaped(warmup=warmup, cycles=cycles)
        for decay in ("linear", "cosine", "sqrt", "exponential", "step"):
            for plateau in dict.fromkeys((0.0, flat)):
                for end in dict.fromkeys((0.0, fallen)):
                    if end or decay not in ("exponential", "step"):
                        yield from _falling(decay, warmup=warmup, plateau=plateau, end=end)


def _falling(decay: Decay, *, warmup: int, plateau: float, end: float) -> Iterator[Shaped]:
    """With as many drops as are usual, where it falls in steps."""
    for drops in range(1, MOST_DROPS + 1) if decay == "step" else (3,):
        yield Shaped(decay=decay, warmup=warmup, plateau=plateau, end=end, drops=drops)
