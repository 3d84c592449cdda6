"""From choices to examples: the data set, in the form that the chosen model takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine import surfaces
from engine.data import Dataset, Examples
from engine.data.catalog import datasets
from engine.data.changes.images import as_images, flattened, resized
from engine.data.changes.label_noise import with_label_noise
from engine.data.changes.scaled import standardised
from engine.playground.data import Data
from engine.playground.models import Model
from engine.request import Value
from engine.surfaces import Landscape
from engine.written import setting

HUGE, FEW = 200, 96
"""Images of more pixels a side than this are taken in smaller numbers: these many."""


def settings_of(
    values: Mapping[str, Value], prefix: str, defaults: Mapping[str, object]
) -> dict[str, object]:
    """The settings below a prefix, as `make` of a catalogue takes them."""
    return {
        name: setting(values[f"{prefix}.{name}"], default)
        for name, default in defaults.items()
        if f"{prefix}.{name}" in values
    }


def landscape_of(data: Data, values: Mapping[str, Value]) -> Landscape:
    """The landscape of that name."""
    if data.name == "bowl":
        return surfaces.quadratic(float(values["data.condition"]))
    return surfaces.rosenbrock() if data.name == "rosenbrock" else surfaces.beale()


def examples_of(data: Data, model: Model, values: Mapping[str, Value]) -> Dataset:
    """The data set, changed as was chosen and as the model needs it."""
    made = datasets.make(data.name, **settings_of(values, "data", dict(data.known.settings)))
    if values.get("data.label_noise"):
        made = with_label_noise(made, float(values["data.label_noise"]))
    if values.get("data.standardised"):
        made = standardised(made, targets=data.task == "values")
    if data.form == "image":
        made = _seen_by(model, as_images(made))
    return made


def _seen_by(model: Model, made: Dataset) -> Dataset:
    """Images as large and as colourful as the model insists on."""
    if model.side > HUGE:
        made = replace(
            made, train=_first(made.train), validation=_first(made.validation), test=None
        )
    if model.side and made.train.inputs.shape[-1] != model.side:
        made = resized(made, model.side, model.side)
    if model.colours and made.train.inputs.shape[1] != model.colours:
        made = replace(
            made,
            train=_coloured(made.train, model.colours),
            validation=_coloured(made.validation, model.colours),
            test=None if made.test is None else _coloured(made.test, model.colours),
        )
    return flattened(made) if model.name == "autoencoder" else made


def _first(part: Examples) -> Examples:
    return Examples(part.inputs[:FEW], part.targets[:FEW])


def _coloured(part: Examples, channels: int) -> Examples:
    """Grey three times over is grey."""
    return Examples(part.inputs[:, :1].expand(-1, channels, -1, -1), part.targets)
