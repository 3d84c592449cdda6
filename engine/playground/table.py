"""All rows of the playground, from data to what is looked at."""

from __future__ import annotations

from functools import partial

from engine.playground.changing import Base, add_all
from engine.playground.choices import Choices, Objection, Option, Table, named
from engine.playground.data import Data, all_data, data_named
from engine.playground.field import Field, Known
from engine.playground.looking import metric_names, more_views
from engine.playground.losses import INITIALISATIONS, LOSSES, OWN
from engine.playground.models import BY_NAME, MODELS, Model
from engine.playground.sense import (
    augment_sense,
    data_sense,
    fits,
    length_sense,
    loss_sense,
    model_sense,
    setting_sense,
)
from engine.request import Parameters, Value

DATA, MODEL, LOSS, LOOKING = "data", "model", "loss", "looking"
FIRST = "moons"


def choices(parameters: Parameters = ()) -> Choices:
    """What there is to choose, given these choices. Needs no torch, and never raises for them."""
    table = Table(parameters)
    data = _data(table)
    if data.task == "descent":
        base = Base(optimizer="sgd", rate=data.rate, steps=data.steps, data=False)
        add_all(table, base)
        return table.done()
    model = _model(table, data)
    classes = count_of_classes(data, table.values)
    loss = _loss(table, data, model, classes)
    add_all(table, Base(rate=data.rate, steps=data.steps))
    _regularising(table, data, model, loss)
    _looking(table, data, model, loss, classes)
    return table.done()


def check(parameters: Parameters) -> tuple[Objection, ...]:
    """What does not make sense among these choices, what stops a run first; nothing is loaded."""
    return choices(parameters).objections


def count_of_classes(data: Data, values: dict[str, Value]) -> int:
    """How many classes the data have, with their settings; 0 for a regression."""
    if data.counts:
        return int(values.get(f"data.{data.counts}", data.classes))
    return data.classes


def _data(table: Table) -> Data:
    everything = all_data()
    options = [
        Option(value=one.name, about=one.known.about, objection=data_sense(one))
        for one in everything
    ]
    name = table.add(DATA, named("data", FIRST, [one.known for one in everything]), options)
    data = data_named(str(name))
    assert data is not None
    table.settings(DATA, "data", data.known, sense=partial(length_sense, table.values))
    if data.task == "classes":
        field = Field(
            name="data.label_noise",
            kind="float",
            default=0.0,
            least=0,
            most=1,
            about="share of the training labels that are wrong",
        )
        table.add(DATA, field)
    if data.form in ("line", "plane", "features"):
        field = Field(
            name="data.standardised",
            kind="toggle",
            default=False,
            about="mean 0 and deviation 1 for every column",
        )
        table.add(DATA, field)
    return placed(data, table.values)


def placed(data: Data, values: dict[str, Value]) -> Data:
    """Parity asks for an answer at every place, where one wishes."""
    from dataclasses import replace

    if values.get("data.every_place"):
        return replace(
            data,
            task="places",
            best="recurrent_tagger",
            classes=0,
            words="sequences with a token for every place",
        )
    return data


def _model(table: Table, data: Data) -> Model:
    options = [
        Option(value=one.name, about=one.known.about, objection=model_sense(data, one))
        for one in MODELS
    ]
    field = named("model", data.best, [one.known for one in MODELS])
    chosen = BY_NAME[str(table.add(MODEL, field, options))]
    # What does not fit is objected to; the rows below are those of a model that does.
    model = chosen if fits(data, chosen) else BY_NAME[data.best]
    if model is not chosen:
        return model
    sense = partial(setting_sense, data, model, table.values)
    table.settings(MODEL, "model", model.known, sense=sense)
    if model.learning in ("supervised", "imitation", "boxes"):
        options = [Option(value=one.name, about=one.about) for one in INITIALISATIONS]
        name = table.add(MODEL, named("init", "own", INITIALISATIONS), options)
        known = next(one for one in INITIALISATIONS if one.name == name)
        table.settings(MODEL, "init", known)
    return model


def _loss(table: Table, data: Data, model: Model, classes: int) -> str:
    if model.learning in OWN:
        own = OWN[model.learning]
        known: tuple[Known, ...] = (own,)
        options = [Option(value=own.name, about=own.about)]
        default = own.name
    else:
        known = LOSSES
        default = "mse" if data.task == "values" else "cross_entropy"
        options = [
            Option(value=one.name, about=one.about, objection=loss_sense(data, classes, one.name))
            for one in LOSSES
        ]
    name = str(table.add(LOSS, named("loss", default, known), options))
    table.settings(LOSS, "loss", next(one for one in known if one.name == name))
    return name


def _regularising(table: Table, data: Data, model: Model, loss: str) -> None:
    from engine.augment.catalog import augmentations

    known = [Known(name="none", about="examples as they are")]
    for entry in augmentations:
        settings = tuple((one.name, one.default) for one in entry.settings if not one.required)
        settings = tuple(pair for pair in settings if pair[0] != "size" or pair[1] is not None)
        known.append(Known(name=entry.name, about=entry.about, settings=settings))
    options = [
        Option(
            value=one.name,
            about=one.about,
            objection=None if one.name == "none" else augment_sense(data, model, loss, one.name),
        )
        for one in known
    ]
    name = table.add("tricks", named("augment", "none", known), options)
    table.settings("tricks", "augment", next(one for one in known if one.name == name))
    for penalty, about in (
        ("l1", "λ of Σ|θ|, added to the loss"),
        ("l2", "λ of ½Σθ², added to the loss"),
    ):
        field = Field(name=penalty, kind="float", default=0.0, least=0, most=10, about=about)
        table.add("tricks", field)


def _looking(table: Table, data: Data, model: Model, loss: str, classes: int) -> None:
    metrics = metric_names(data, model, loss, classes)
    if metrics:
        field = Field(
            name="metric",
            kind="choice",
            default=metrics[0],
            choices=metrics,
            about="measured beside the loss",
        )
        table.add(LOOKING, field)
    field = Field(
        name="view",
        kind="choice",
        default="none",
        choices=("none", *more_views(data, model, classes)),
        about="one more view of the model while it trains",
    )
    table.add(LOOKING, field)
