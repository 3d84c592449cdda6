"""The playground: its tables are the catalogues', what it proposes trains, the rest it refuses."""

from __future__ import annotations

import contextlib
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import train
from engine.augment.catalog import augmentations
from engine.catalog import Catalog
from engine.data.catalog import datasets
from engine.errors import ConfigurationError
from engine.events import Probed, RunEnded, StepEnded
from engine.losses.catalog import losses
from engine.metrics.catalog import metrics
from engine.nn.catalog import models
from engine.nn.init.catalog import initialisations
from engine.optim.catalog import optimizers
from engine.playground import RECIPE, check, choices
from engine.playground.choices import Row
from engine.playground.data import SETTINGS_LEFT_OUT, all_data
from engine.playground.field import Known
from engine.playground.looking import NAMES
from engine.playground.losses import INITIALISATIONS, LEFT_OUT, LOSSES
from engine.playground.models import DERIVED, MODELS
from engine.playground.recipe import experiment, views_of
from engine.probes.catalog import probes
from engine.recipes import experiment_of
from engine.request import Parameters, RunRequest, Value
from engine.schedules.catalog import schedules

DOWNLOADS = ("mnist", "fashion_mnist", "cifar10")
SMALL: dict[str, tuple[tuple[str, Value], ...]] = {
    "reviews": (("data.sentences", 200),),
    "python_reference": (("data.stride", 4000), ("batch_size", 2)),
    "scenes": (("data.n", 60),),
    "gaussian_ring": (("data.n", 400),),
    "dates": (("data.n", 60),),
    "addition": (("data.n", 60),),
    "reversal": (("data.n", 60),),
}
"""What makes a combination cheap to try."""
DATA_FOR: dict[str, str] = {
    "linear_regression": "line",
    "detector": "scenes",
    "bag_of_words": "sentiment",
    "recurrent_classifier": "sentiment",
    "bilstm_classifier": "sentiment",
    "transformer_classifier": "sentiment",
    "recurrent_tagger": "echo",
    "tiny_gpt": "echo",
    "seq2seq": "reversal",
    "transformer": "reversal",
    "logistic_regression": "moons",
    "mlp": "moons",
    "deep_plain": "moons",
    "point_gan": "gaussian_ring",
}
"""Data for each model; digits for all others."""


VIEWS = (
    "weights",
    "profile",
    "loss_surface",
    "embeddings",
    "predictions",
    "images",
    "roc",
    "gradient_noise",
)


def trained(parameters: Parameters) -> list[object]:
    """Two steps of what was chosen."""
    request = RunRequest(recipe=RECIPE, parameters=parameters, steps=2, device="cpu")
    return list(train(experiment_of(request), device="cpu", steps=2))


def assert_trains(*chosen: tuple[str, Value]) -> None:
    """No objection, two steps, and every view that was promised."""
    assert [one for one in check(chosen) if one.stops] == []
    events = trained(chosen)
    assert len([event for event in events if isinstance(event, StepEnded)]) == 2
    (ended,) = [event for event in events if isinstance(event, RunEnded)]
    assert ended.status == "finished"
    seen = {event.probe for event in events if isinstance(event, Probed)}
    assert seen <= set(views_of(choices(chosen)))
    assert seen


@pytest.mark.parametrize("name", [d.name for d in all_data() if d.name not in DOWNLOADS])
def test_every_data_set_trains_as_it_is_proposed(name: str) -> None:
    assert_trains(("data", name), *SMALL.get(name, ()))


@pytest.mark.parametrize(
    "name", [name for name in models.names if name not in ("vgg16", "resnet18")]
)
def test_every_model_trains(name: str) -> None:
    data = DATA_FOR.get(name, "digits")
    more = (*SMALL.get(data, ()), *SMALL.get(name, ()))
    chosen = dict((("data", data), *more, ("model", name)))
    assert_trains(*chosen.items())


def test_a_model_that_wants_colour_gets_it() -> None:
    made = experiment(data="digits", model="resnet18")
    assert made.data is not None
    assert made.model is not None
    images = made.data.train.inputs[:2]
    assert images.shape[1:] == (3, 32, 32)
    assert made.model()(images).shape == (2, 10)


def test_the_largest_model_can_be_chosen_with_a_warning() -> None:
    (warning,) = check((("data", "digits"), ("model", "vgg16")))
    assert not warning.stops
    made = experiment(data="digits", model="vgg16")
    assert made.data is not None
    assert made.data.train.inputs.shape[1:] == (3, 224, 224)


@pytest.mark.parametrize("name", losses.names)
def test_every_loss_trains(name: str) -> None:
    assert_trains(("data", "moons"), ("loss", name))


@pytest.mark.parametrize("name", ["mse", "mae", "huber", "smooth_l1", "rmse"])
def test_losses_of_values_take_values(name: str) -> None:
    assert_trains(("data", "sine"), ("loss", name))


@pytest.mark.parametrize("data", ["digits", "bowl"])
@pytest.mark.parametrize("name", optimizers.names)
def test_every_optimizer_trains(name: str, data: str) -> None:
    if name == "muon" and data == "bowl":
        assert [one.field for one in check((("data", data), ("optimizer", name)))] == ["optimizer"]
        return
    deep = (("model.hidden", "16,16"),) if data == "digits" else ()
    assert_trains(("data", data), *deep, ("optimizer", name))


@pytest.mark.parametrize("source", ["torch", "scratch"])
def test_optimizers_come_from_any_source(source: str) -> None:
    assert_trains(("optimizer", "adam"), ("optimizer.source", source))
    made = experiment(**{"optimizer": "adam", "optimizer.source": source, "lr": 0.5})
    assert (made.optimizer.source, made.optimizer.lr) == (source, 0.5)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", schedules.names)
def test_every_schedule_trains(name: str) -> None:
    assert_trains(("schedule", name))


@pytest.mark.parametrize(
    "name", choices((("schedule", "torch"),)).row("schedule.scheduler").field.choices
)  # type: ignore[union-attr]
def test_schedulers_of_pytorch_need_no_more_than_their_name(name: str) -> None:
    assert_trains(("schedule", "torch"), ("schedule.scheduler", name))


@pytest.mark.parametrize("name", augmentations.names)
def test_every_augmentation_trains(name: str) -> None:
    assert_trains(("data", "digits"), ("augment", name))


@pytest.mark.parametrize("name", initialisations.names)
def test_every_initialisation_trains(name: str) -> None:
    assert_trains(("init", name), ("lr", 1e-6))


def test_every_trick_at_once_trains() -> None:
    assert_trains(
        ("clip", 1.0),
        ("clip.by", "value"),
        ("ema", 0.9),
        ("ema.every", 2),
        ("keep_best", True),
        ("keep_best.patience", 3),
        ("precision", "bf16"),
        ("accumulate", 2),
        ("l1", 0.001),
        ("l2", 0.001),
        ("model.dropout", 0.5),
        ("model.norm", "batch"),
        ("data.label_noise", 0.1),
        ("batch_size", "all"),
        ("evaluate_every", 1),
    )


def test_every_metric_but_that_of_single_boxes_can_be_measured() -> None:
    reached = set()
    for data, loss in (
        ("moons", "cross_entropy"),
        ("digits", "cross_entropy"),
        ("sine", "mse"),
        ("moons", "bce_with_logits"),
        ("echo", "token_cross_entropy"),
    ):
        row = choices((("data", data), ("loss", loss))).row("metric")
        assert row is not None
        for name in row.field.choices:
            if name not in reached:
                assert_trains(("data", data), ("loss", loss), ("metric", name))
                reached.add(name)
    assert set(metrics.names) - reached == {"mean_iou"}


def test_every_probe_can_be_looked_through() -> None:
    reached: set[str] = set()
    for data in all_data():
        if data.name in DOWNLOADS:
            continue
        for model in [m.name for m in MODELS if m.name != "vgg16"] or ["mlp"]:
            chosen = choices((("data", data.name), ("model", model)))
            if any(one.stops for one in chosen.objections):
                continue
            row = chosen.row("view")
            reached |= {*views_of(chosen), *(row.field.choices if row else ())}
    reached |= set(views_of(choices((("data", "bowl"),))))
    expected = {NAMES.get(name, name) for name in probes.names}
    assert expected - reached == {"weight_path"}, "which needs two features and a value"


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_more_is_filled(view: str) -> None:
    data = "digits" if view == "images" else "moons"
    more = (("data.n", 400),) if view == "gradient_noise" else ()
    assert_trains(("data", data), *more, ("view", view))


# Tables


def settings_of(known: Known) -> dict[str, object]:
    return dict(known.settings)


TABLES: list[tuple[Catalog, list[Known], tuple[str, ...]]] = [  # type: ignore[type-arg]
    (models, [one.known for one in MODELS], DERIVED),
    (losses, list(LOSSES), LEFT_OUT),
    (initialisations, list(INITIALISATIONS[1:]), ()),
    (datasets, [one.known for one in all_data() if one.task != "descent"], SETTINGS_LEFT_OUT),
]


@pytest.mark.parametrize(
    ("catalog", "table", "left"), TABLES, ids=lambda one: getattr(one, "kind", "")
)
def test_what_is_known_without_torch_is_what_the_catalogue_says(
    catalog: Catalog,
    table: list[Known],
    left: tuple[str, ...],  # type: ignore[type-arg]
) -> None:
    assert {one.name: one.about for one in table} == {e.name: e.about for e in catalog}
    for known in table:
        real = {one.name: one.default for one in catalog[known.name].settings}
        assert {name: real.get(name, "?") for name in settings_of(known)} == settings_of(known)
        assert set(real) - set(settings_of(known)) <= set(left), known.name


def test_choosing_loads_no_torch() -> None:
    code = (
        "import sys; from engine.playground import choices; "
        "choices((('data', 'digits'), ('model', 'lenet'))); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_row_takes_what_it_proposes() -> None:
    for data in all_data():
        for row in choices((("data", data.name),)).rows:
            assert row.field.taken(row.field.default) == row.field.default


# Sense


@pytest.mark.parametrize(
    ("chosen", "field", "instead"),
    [
        ({"data": "moons", "model": "lenet"}, "model", "mlp"),
        ({"data": "sine", "loss": "cross_entropy"}, "loss", "mse"),
        ({"data": "blobs", "loss": "bce_with_logits"}, "loss", "cross_entropy"),
        ({"data": "blobs", "data.classes": 2, "loss": "bce_with_logits"}, "", ""),
        ({"data": "moons", "augment": "rotate"}, "augment", "noise"),
        ({"data": "digits", "model": "vgg", "model.stages": "8,8,8,8"}, "model.stages", "fewer"),
        ({"data": "bowl", "schedule": "plateau"}, "schedule", "cosine"),
        ({"data": "bowl", "model": "mlp"}, "model", "Leave it out"),
        (
            {"model": "transformer_classifier", "data": "sentiment", "model.heads": 3},
            "model.heads",
            "divides",
        ),
        ({"optimizer": "sgd", "optimizer.nesterov": True}, "optimizer.nesterov", "momentum"),
        ({"data": "reversal", "data.shortest": 20}, "data.longest", "20"),
        (
            {"data": "parity", "model.from_scratch": True},
            "model.from_scratch",
            "packed",
        ),
        ({"optimizer": "adm"}, "optimizer", "'adam'"),
        ({"lr": "fast"}, "lr", "number"),
        ({"lr": -1}, "lr", "from"),
        ({"schedule": "shaped", "schedule.decay": "step"}, "schedule.end", "0.01"),
        ({"mdel": "mlp"}, "mdel", "'model'"),
    ],
)
def test_what_makes_no_sense_is_said_with_what_to_choose_instead(
    chosen: dict[str, Value], field: str, instead: str
) -> None:
    said = check(tuple(chosen.items()))
    if not field:
        assert said == ()
        assert_trains(*chosen.items())
        return
    assert [one.field for one in said if one.stops] == [field]
    assert instead in said[0].instead
    with pytest.raises(ConfigurationError) as raised:
        experiment(**chosen)
    assert raised.value.field == field


def drawn(row: Row, data: st.DataObject) -> Value:
    """Any value that this row offers."""
    field = row.field
    if field.choices and field.kind != "list":
        return data.draw(st.sampled_from(field.choices))
    if field.kind == "list":
        return data.draw(st.sampled_from((*field.choices, str(field.default))))
    if field.kind == "toggle":
        return data.draw(st.booleans())
    low, high = max(field.least, 1e-3 if field.kind == "log" else -10), min(field.most, 60)
    if field.kind == "int":
        return data.draw(st.integers(int(max(low, field.least)), int(max(high, low))))
    return data.draw(st.floats(low, max(high, low)))


LARGE = ("vgg16", "resnet18", "reviews", "python_reference", *DOWNLOADS)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_choices_are_objected_to_or_can_be_built(data: st.DataObject) -> None:
    chosen: dict[str, Value] = {}
    for _ in range(data.draw(st.integers(1, 8))):
        rows = choices(tuple(chosen.items())).rows
        row = data.draw(st.sampled_from(rows))
        chosen[row.field.name] = drawn(row, data)
    if set(map(str, chosen.values())) & set(LARGE) or any(
        one.stops for one in check(tuple(chosen.items()))
    ):
        return
    made = None
    with contextlib.suppress(ConfigurationError):  # as the plan of a run would say
        made = experiment(**chosen)
    if made is not None and made.model is not None:
        made.model()


def test_only_what_differs_from_what_is_proposed_is_kept() -> None:
    chosen = choices((("data", "moons"), ("lr", 0.02), ("model.hidden", "16"), ("steps", 500)))
    assert chosen.parameters == (("lr", 0.02),)
