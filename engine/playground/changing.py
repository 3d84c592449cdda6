"""The rows that change how a run trains, whatever it trains: optimiser, schedule, tricks, budget.

Their names are those of `engine.changes`, so that the same rows serve a run of the playground and
one that is based on a lesson.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine.catalog import Catalog
from engine.playground.choices import Objection, Option, Table, named
from engine.playground.field import Field, Known
from engine.playground.hints import SCHEDULERS
from engine.playground.sense import rule_sense
from engine.request import Parameters, Value
from engine.written import listed

OPTIMISER, SCHEDULE, TRICKS, BUDGET = "optimiser", "schedule", "tricks", "budget"
SAME = "same"
"""As the lesson has it."""
FACTORS = {
    "gradient_descent": 10.0,
    "sgd": 10.0,
    "asgd": 10.0,
    "adagrad": 5.0,
    "muon": 2.0,
}
"""Rates over those that are right for AdamW, roughly."""
OWN_RATES = {"adadelta": 1.0, "rprop": 0.01}
DESCENT = ("gradient_descent", "sgd", "asgd")
ADAPTIVE_DESCENT = 0.05
"""A rate on landscapes for optimisers whose steps have the size of their rate."""
NOT_ROWS = ("lr", "source", "maximize", "others", "hidden", "ns_coefficients")
REQUIRED: dict[str, object] = {
    "every": 5,
    "milestones": (5, 8),
    "first": 5,
    "steps": 50,
    "scheduler": "ExponentialLR",
}
"""What a schedule insists on being told."""
NOT_SCHEDULE_ROWS = ("then", "settings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What the rows say while nobody has chosen."""

    based: bool = False
    """Whether there is a lesson whose settings stay as they are."""
    optimizer: str = "adamw"
    rate: float = 0.01
    """A rate for AdamW; where there are no data, for descent."""
    steps: int = 500
    data: bool = True
    """Whether there are data, with epochs and a validation split."""
    taken: tuple[str, ...] = ()
    """Names that are knobs of the lesson, which has the last word about them."""


def add_all(table: Table, base: Base) -> None:
    """All rows of how a run trains."""
    if "optimizer" not in base.taken:
        _optimiser(table, base)
    if "schedule" not in base.taken:
        _schedule(table, base)
    _tricks(table, base)
    _budget(table, base)


def _known(catalog: Catalog[Any]) -> tuple[Known, ...]:
    return tuple(Known(name=entry.name, about=entry.about) for entry in catalog)


def _choice(name: str, default: str, known: tuple[Known, ...], base: Base) -> Field:
    if base.based:
        known = (Known(name=SAME, about="as in the lesson"), *known)
    return named(name, SAME if base.based else default, known)


def _options(known: tuple[Known, ...], base: Base) -> list[Option]:
    first = [Option(value=SAME, about="as in the lesson")] if base.based else []
    return first + [Option(value=one.name, about=one.about) for one in known]


def rate_for(optimizer: str, base: Base) -> float:
    """A learning rate that this optimiser is likely to learn with."""
    if optimizer in OWN_RATES:
        return OWN_RATES[optimizer]
    if not base.data:
        return base.rate if optimizer in DESCENT else ADAPTIVE_DESCENT
    return float(f"{base.rate * FACTORS.get(optimizer, 1.0):g}")


def _optimiser(table: Table, base: Base) -> None:
    from engine.optim.catalog import optimizers

    known = _known(optimizers)
    field = _choice("optimizer", base.optimizer, known, base)

    def sense(value: Value) -> Objection | None:
        return muon_sense(table.values) if value == "muon" and not base.based else None

    name = str(table.add(OPTIMISER, field, _options(known, base), sense=sense))
    rate: Value = SAME if name == SAME else rate_for(name, base)
    also = (SAME,) if name == SAME else ()
    # A lesson may have a knob of that name, for the rate of its own optimiser.
    lr = "optimizer.lr" if base.based else "lr"
    table.add(OPTIMISER, Field(name=lr, kind="log", default=rate, least=1e-8, most=1e3, also=also))
    if name == SAME:
        return
    settings = tuple((one.name, one.default) for one in optimizers[name].settings)
    known_rule = Known(name=name, about="", settings=settings)
    sense_of = partial(rule_sense, table.values)
    table.settings(OPTIMISER, "optimizer", known_rule, leave=NOT_ROWS, sense=sense_of)
    table.add(
        OPTIMISER,
        Field(
            name="optimizer.source",
            kind="choice",
            default="fast",
            choices=("fast", "torch", "scratch"),
            about="the quickest exact means, torch.optim, or our own page of Python",
        ),
    )


def muon_sense(values: Mapping[str, Value]) -> Objection | None:
    """It moves whole matrices inside a network; a small one has none."""
    model = values.get("model")
    shallow = model == "mlp" and len(listed(values.get("model.hidden", ""))) < 2
    if model is None or shallow or model in ("linear_regression", "logistic_regression"):
        return Objection(
            field="optimizer",
            why="muon turns matrices between the first and the last layer, and there is none.",
            instead="Take two hidden layers, such as model.hidden=32,32, or adamw.",
        )
    return None


def _schedule(table: Table, base: Base) -> None:
    from engine.schedules.catalog import schedules

    known = _known(schedules)

    def sense(value: Value) -> Objection | None:
        if value == "plateau" and not base.data:
            return Objection(
                field="schedule",
                why="plateau listens to the validation loss, and a landscape has none.",
                instead="Take cosine or step.",
            )
        return None

    field = _choice("schedule", "constant", known, base)
    name = str(table.add(SCHEDULE, field, _options(known, base), sense=sense))
    if name == SAME:
        return
    for entry in schedules[name].settings:
        if entry.name in NOT_SCHEDULE_ROWS:
            continue
        default = REQUIRED.get(entry.name) if entry.required else entry.default
        one = Known(name=name, about="", settings=((entry.name, default),))
        if entry.name == "scheduler":
            field = Field(
                name="schedule.scheduler",
                kind="choice",
                default=str(default),
                choices=tuple(SCHEDULERS),
            )
            wanted = SCHEDULERS[str(table.add(SCHEDULE, field))]
            table.settings(SCHEDULE, "schedule", Known(name=name, about="", settings=wanted))
        else:
            table.settings(SCHEDULE, "schedule", one, sense=_schedule_sense(table))


def _schedule_sense(table: Table) -> Callable[[str, Value], Objection | None]:
    """A descent by factors never comes to 0."""

    def sense(setting: str, value: Value) -> Objection | None:
        form = table.values.get("schedule.decay", table.values.get("schedule.descent"))
        by_factors = form in ("exponential", "step")
        if setting == "end" and value == 0 and by_factors:
            return Objection(
                field="schedule.end",
                why=f"A descent by factors ({form}) never comes to 0.",
                instead="Take an end such as 0.01, or another decay.",
            )
        return None

    return sense


def _tricks(table: Table, base: Base) -> None:
    same = (SAME,) if base.based else ()
    nothing: Value = SAME if base.based else "none"

    def number(name: str, about: str, least: float, most: float, *, log: bool = False) -> Field:
        return Field(
            name=name,
            kind="log" if log else "float",
            default=nothing,
            least=least,
            most=most,
            about=about,
            also=("none", *same),
        )

    clip = number("clip", "longest gradient allowed", 1e-6, 1e6, log=True)
    if "clip" not in base.taken and table.add(TRICKS, clip) not in ("none", SAME):
        field = Field(name="clip.by", kind="choice", default="norm", choices=("norm", "value"))
        table.add(TRICKS, field)
    about = "moving average of the weights: share of the past that stays"
    ema = number("ema", about, 0, 0.99999)
    if "ema" not in base.taken and table.add(TRICKS, ema) not in ("none", SAME):
        table.add(TRICKS, Field(name="ema.every", kind="int", default=1, least=1, most=1000))
    if base.data:
        _kept(table, base)
    if "zero_grad" not in base.taken:
        _switch(table, base, "zero_grad", on=True, about="clear gradients before every step")
    if "precision" in base.taken:
        return
    field = Field(
        name="precision",
        kind="choice",
        default=SAME if base.based else "fp32",
        choices=(*same, "fp32", "bf16", "fp16"),
        about="bits of the products",
    )
    table.add(TRICKS, field, sense=lambda value: _precision_sense(table, value))


def _precision_sense(table: Table, value: Value) -> Objection | None:
    if value == "fp16" and table.values.get("zero_grad") in (False, "false"):
        return Objection(
            field="precision",
            why="What is left of older gradients would be divided by the loss scale again.",
            instead="Take fp32 or bf16.",
        )
    return None


def _kept(table: Table, base: Base) -> None:
    about = "end with the best weights"
    if "keep_best" in base.taken:
        return
    if _switch(table, base, "keep_best", on=False, about=about) is True:
        field = Field(
            name="keep_best.patience",
            kind="int",
            default="none",
            least=1,
            most=1000,
            also=("none",),
            about="evaluations without progress until the run ends early",
        )
        table.add(TRICKS, field)


def _switch(table: Table, base: Base, name: str, *, on: bool, about: str) -> Value:
    default: Value = SAME if base.based else on
    also = (SAME,) if base.based else ()
    return table.add(
        TRICKS, Field(name=name, kind="toggle", default=default, also=also, about=about)
    )


def _budget(table: Table, base: Base) -> None:
    same = (SAME,) if base.based else ()

    def whole(name: str, default: Value, most: int, about: str, *also: str) -> None:
        if name in base.taken:
            return
        start: Value = SAME if base.based else default
        field = Field(
            name=name,
            kind="int",
            default=start,
            least=1,
            most=most,
            about=about,
            also=(*also, *same),
        )
        table.add(BUDGET, field)

    if base.data:
        whole("batch_size", 32, 10_000, "examples a step; all: the whole training set", "all")
        whole("accumulate", 1, 64, "batches whose gradients make one update")
    whole("steps", base.steps, 1_000_000, "updates")
    if base.data and "epochs" not in base.taken:
        field = Field(
            name="epochs",
            kind="int",
            default="none",
            least=1,
            most=10_000,
            about="passes over the training set, in place of steps",
            also=("none",),
        )
        table.add(BUDGET, field)
        whole("evaluate_every", "none", 100_000, "updates between two evaluations", "none")


def changes(parameters: Parameters) -> Parameters:
    """Those of the parameters that `engine.changes` makes; what is the same is left out."""
    found = [(name, value) for name, value in parameters if value != SAME and _is_change(name)]
    epochs = dict(found).get("epochs", "none")
    return tuple(
        (name, value)
        for name, value in found
        if name != ("epochs" if epochs == "none" else "steps")
    )


def _is_change(name: str) -> bool:
    from engine.changes import PARTS, PLAIN

    head = name.partition(".")[0]
    return head in PARTS or head in PLAIN or head == "lr"
