"""The recipe of the playground: an experiment from flat choices."""

from __future__ import annotations

from typing import Any

from engine import optim
from engine.changes import changed
from engine.errors import ConfigurationError
from engine.experiment import Experiment
from engine.playground.changing import changes
from engine.playground.choices import Choices
from engine.playground.data import Data, data_named
from engine.playground.looking import NAMES, views
from engine.playground.models import BY_NAME
from engine.playground.table import choices, count_of_classes, placed
from engine.request import Value


def experiment(**parameters: Value) -> Experiment:
    """What was chosen, with what is proposed for the rest.

    Raises ConfigurationError for choices that make no sense together, with what to choose instead.
    """
    chosen = choices(tuple(parameters.items()))
    for objection in chosen.objections:
        if objection.stops:
            value = dict(parameters).get(objection.field, chosen.value(objection.field))
            raise ConfigurationError(objection.field, value, objection.instead, objection.why)
    values = {row.field.name: row.value for row in chosen.rows}
    data = data_named(str(values["data"]))
    assert data is not None
    data = placed(data, values)
    plain = _descent(data, values) if data.task == "descent" else _learning(data, values)
    return changed(plain, changes(tuple(values.items())))


def _descent(data: Data, values: dict[str, Value]) -> Experiment:
    from engine.playground.examples import landscape_of
    from engine.probes import Path

    return Experiment(
        landscape=landscape_of(data, values),
        optimizer=optim.SGD(),
        steps=data.steps,
        probes=(Path(),),
    )


def _learning(data: Data, values: dict[str, Value]) -> Experiment:
    from engine.playground.building import builder, step_of
    from engine.playground.examples import examples_of
    from engine.playground.watching import metric_named, probe_named

    model = BY_NAME[str(values["model"])]
    made = examples_of(data, model, values)
    name = str(values["loss"])
    loss, step = step_of(model, made, values)
    names = shown(values, data)
    metric = values.get("metric")
    return Experiment(
        model=builder(model, made, values, name),
        data=made,
        loss=loss,
        step_loss=step,
        predict=_predict if model.learning == "translation" else None,
        optimizer=optim.SGD(),
        batch_size=32,
        steps=data.steps,
        augment=_augment(made, values),
        metrics=(metric_named(str(metric)),) if metric else (),
        probes=tuple(probe_named(one, model, made) for one in names),
    )


def _predict(model: Any, batch: Any) -> Any:
    return model(batch.inputs)


def _augment(made: Any, values: dict[str, Value]) -> tuple[Any, ...]:
    from engine.augment.catalog import augmentations
    from engine.playground.examples import settings_of

    name = str(values.get("augment", "none"))
    if name == "none":
        return ()
    defaults = {entry.name: entry.default for entry in augmentations[name].settings}
    settings = settings_of(values, "augment", defaults)
    if "classes" in defaults:
        settings["classes"] = len(made.classes)
    if name == "normalise":
        channels = made.train.inputs.shape[1]
        settings = {"mean": (0.5,) * channels, "std": (0.5,) * channels}
    return (augmentations.make(name, **settings),)


def shown(values: dict[str, Value], data: Data) -> tuple[str, ...]:
    """Names of the views of a run with these values."""
    model = BY_NAME.get(str(values.get("model", "")))
    names = views(data, model, count_of_classes(data, values))
    more = values.get("view", "none")
    return names if more == "none" else tuple(dict.fromkeys((*names, str(more))))


def views_of(chosen: Choices) -> tuple[str, ...]:
    """Names of the views that a run of these choices fills."""
    values = {row.field.name: row.value for row in chosen.rows}
    data = data_named(str(values["data"])) or data_named("moons")
    assert data is not None
    return tuple(
        dict.fromkeys(NAMES.get(name, name) for name in shown(values, placed(data, values)))
    )
