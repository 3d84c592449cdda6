"""An experiment with some of its settings changed, each by a name and a scalar.

batch_size=64  steps=500  epochs=3  accumulate=2  precision=bf16  zero_grad=false  …
clip=1.0  clip.by=value            gradient clipping; clip=0 takes it away
ema=0.99  ema.every=5              a moving average of the weights; ema=0 takes it away
keep_best=true  keep_best.patience=5   early stopping
optimizer=adamw  optimizer.lr=0.01     another optimiser, or settings of the one there is
schedule=cosine  schedule.floor=0.1    another schedule, or settings of the one there is
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from engine.clipping import ByNorm, ByValue
from engine.errors import ConfigurationError, at_least, one_of
from engine.experiment import Experiment
from engine.optim.changes import changed as rule_changed
from engine.request import Parameters, Value
from engine.tricks import EMA, KeepBest
from engine.written import setting

if TYPE_CHECKING:
    from engine.schedules import Schedule

PLAIN = (
    "batch_size",
    "steps",
    "epochs",
    "accumulate",
    "precision",
    "zero_grad",
    "drop_last",
    "compile",
    "evaluate_every",
    "stop_when_not_finite",
    "threads",
)
"""Fields of an experiment that are scalars themselves."""
Settings = dict[str, Any]
Change = Callable[[Experiment, Value | None, Settings], Experiment]
"""(experiment, the value of the name itself where it is given, those below it) → experiment."""


def changed(experiment: Experiment, changes: Parameters) -> Experiment:
    """The experiment with these changes. Raises ConfigurationError for one that cannot be."""
    for name, (value, below) in _grouped(changes).items():
        one_of("setting", name, (*PLAIN, *PARTS))
        if name in PARTS:
            experiment = PARTS[name](experiment, value, below)
        else:
            experiment = _plain(experiment, name, value, below)
    return experiment


def _grouped(changes: Parameters) -> dict[str, tuple[Value | None, Settings]]:
    """`optimizer` and `optimizer.lr` together: the first decides what the second is a part of."""
    grouped: dict[str, tuple[Value | None, Settings]] = {}
    for name, value in changes:
        head, _, rest = ("optimizer", "", "lr") if name == "lr" else name.partition(".")
        own, below = grouped.get(head, (None, {}))
        grouped[head] = (own, {**below, rest: value}) if rest else (value, below)
    return grouped


def _plain(experiment: Experiment, name: str, value: Value | None, below: Settings) -> Experiment:
    if below or value is None:
        raise ConfigurationError(
            f"{name}.{next(iter(below), '')}", value, f"Set {name} itself: it has no parts."
        )
    made = _as_field(name, value)
    if name in ("steps", "epochs"):
        return _budget(experiment, name, made)
    try:
        return replace(experiment, **{name: made})
    except ConfigurationError:
        raise
    except (TypeError, ValueError) as error:
        raise ConfigurationError(name, value, "Choose another value.", f"{error}.") from error


def _as_field(name: str, value: Value) -> Any:
    """The value, of the type that the field has. Raises ConfigurationError for another type."""
    if name in ("zero_grad", "drop_last", "compile", "stop_when_not_finite"):
        if not isinstance(value, bool):
            raise ConfigurationError(name, value, "Give it true or false.")
        return value
    if name == "precision":
        return value
    if value in ("none", "all") and name in ("batch_size", "evaluate_every"):
        return None
    if isinstance(value, bool | str) or value % 1 != 0:  # of what is not finite, that is NaN
        raise ConfigurationError(name, value, "Give a whole number.")
    return int(value)


def _budget(experiment: Experiment, name: str, value: Any) -> Experiment:
    if name == "epochs" and experiment.data is None:
        raise ConfigurationError(
            "epochs", value, "Set steps.", "Without data there are no epochs to count."
        )
    other = "epochs" if name == "steps" else "steps"
    return replace(experiment, **{name: value, other: None})


def _clip(experiment: Experiment, value: Value | None, below: Settings) -> Experiment:
    now = experiment.clip
    limit = now.limit if value is None and now is not None else value
    by = below.pop("by", "value" if isinstance(now, ByValue) else "norm")
    _nothing_else("clip", below, ("by",))
    one_of("clip.by", by, ("norm", "value"))
    if limit in (None, 0, "none", False):
        return replace(experiment, clip=None)
    number = _number("clip", limit)
    at_least("clip", number, 0, inclusive=False)
    return replace(experiment, clip=ByNorm(number) if by == "norm" else ByValue(number))


def _average(experiment: Experiment, value: Value | None, below: Settings) -> Experiment:
    if value in (0, "none", False) and value is not None:
        return replace(experiment, average=None)
    now = experiment.average or EMA()
    _nothing_else("ema", below, ("every", "debias"))
    if value is not None and not isinstance(value, bool):
        below["decay"] = _number("ema", value)
    return replace(experiment, average=replace(now, **below))


def _keep_best(experiment: Experiment, value: Value | None, below: Settings) -> Experiment:
    if value in (False, 0, "none") and value is not None:
        return replace(experiment, keep_best=None)
    now = experiment.keep_best or KeepBest()
    _nothing_else("keep_best", below, [entry.name for entry in fields(now)])
    if below.get("patience") in (0, "none"):
        below["patience"] = None
    return replace(experiment, keep_best=replace(now, **below))


def _optimizer(experiment: Experiment, value: Value | None, below: Settings) -> Experiment:
    from engine.optim import named

    rule: Any = experiment.optimizer
    if value is not None:
        rule = named(str(value), **_keeping_source(rule, below))
    settings = {name: setting(one, getattr(rule, name, one)) for name, one in below.items()}
    return replace(experiment, optimizer=rule_changed(rule, settings, "optimizer"))


def _keeping_source(rule: object, below: Settings) -> Settings:
    source = below.get("source", getattr(rule, "source", "fast"))
    return {"source": source}


def _schedule(experiment: Experiment, value: Value | None, below: Settings) -> Experiment:
    now: Any = experiment.schedule
    if value is not None:
        schedule = schedule_named(str(value), below)
    else:
        _parts_of("schedule", now, below)
        like = {name: setting(one, getattr(now, name)) for name, one in below.items()}
        schedule = replace(now, **like)
    return replace(experiment, schedule=schedule)


def schedule_named(name: str, settings: Settings) -> Schedule:
    """A schedule of the catalogue. Raises ConfigurationError for what it cannot be."""
    from engine.schedules.catalog import schedules

    defaults = {entry.name: entry.default for entry in schedules[name].settings}
    if name == "torch":  # what the scheduler itself takes stands beside what names it
        own = {key: setting(one) for key, one in settings.items() if key not in defaults}
        settings = {key: one for key, one in settings.items() if key in defaults}
        return schedules.make(name, **settings, settings=own)
    for unknown in settings:
        one_of(f"schedule.{unknown}, setting of {name}", unknown, defaults)
    listed = {"milestones": ()}
    typed = {key: setting(one, listed.get(key, defaults[key])) for key, one in settings.items()}
    return schedules.make(name, **typed)


def _parts_of(where: str, part: object, below: Settings) -> None:
    if not is_dataclass(part) or isinstance(part, type):
        raise ConfigurationError(where, part, f"Name another {where} first.")
    for name in below:
        one_of(f"{where}, setting", name, [entry.name for entry in fields(part) if entry.init])


def _nothing_else(where: str, below: Settings, known: Any) -> None:
    for name in below:
        one_of(f"{where}, setting", name, known)


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigurationError(name, value, "Give a number.")
    return float(value)


PARTS: dict[str, Change] = {
    "clip": _clip,
    "ema": _average,
    "keep_best": _keep_best,
    "optimizer": _optimizer,
    "schedule": _schedule,
}
"""What is more than a scalar, and what sets it."""
