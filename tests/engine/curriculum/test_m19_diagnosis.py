"""M19, diagnosis: faults that the engine makes visible, each by the measurement that finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from m16_m23 import CPU, digits, losses, measured, run, seen, tail
from torch import Tensor, nn
from torch.nn import functional as F
from trained import SEEDS

from engine import Experiment, data, optim, probes, schedules
from engine import nn as models
from engine.data import Dataset, Examples
from engine.errors import EngineError
from engine.events import Event, NonFinite, RunEnded, StepEnded
from engine.losses import RMSE
from engine.observations import LayerNorms, StepProfile
from engine.regularise import freeze
from engine.setup import prepare
from engine.study.operations import operations
from engine.study.waiting import waiting_for_data


class SoftenedTwice(nn.Module):
    """Gives probabilities to a loss that wants scores."""

    def __init__(self) -> None:
        super().__init__()
        self.body = models.mlp(64, 32, 10)

    def forward(self, inputs: Tensor) -> Tensor:
        return self.body(inputs).softmax(dim=1)  # type: ignore[no-any-return]


def half_frozen() -> nn.Module:
    """Its first layer does not learn."""
    return freeze(models.mlp(64, 32, 10), "linear1")


FAULTS: dict[str, dict[str, Any]] = {
    "none": {},
    "rate 0": {"optimizer": optim.SGD(0.0)},
    "labels shuffled": {"of": data.with_shuffled_labels(data.digits())},
    "softmax twice": {"model": SoftenedTwice},
    "frozen layer": {"model": half_frozen},
}


def diagnosed(events: list[Event]) -> str:
    """What the measurements say, in the order of a table of symptoms."""
    norms = seen(LayerNorms, events)[-1]
    assert norms.update_ratio is not None
    last = [event for event in events if isinstance(event, StepEnded)][-1]
    if norms.update_ratio.numpy().max() == 0:
        return "rate 0"
    if len(last.layer_norms) < 4:
        return "frozen layer"
    if last.grad_norm < 0.1:
        return "softmax twice"
    return "labels shuffled" if measured(events, "accuracy")[-1] < 0.2 else "none"


@pytest.mark.parametrize("fault", FAULTS)
def test_19_1_and_19_2_faults_look_alike_and_can_be_told_apart(fault: str) -> None:
    """19.1 The clinic: a hidden fault is found from the run. 19.2 The loss does not fall: rate 0,
    labels shuffled, softmax twice, a frozen layer; their curves are alike, their gradients not."""
    for seed in SEEDS:
        settings: dict[str, Any] = {"optimizer": optim.SGD(0.1), **FAULTS[fault]}
        made = digits(
            epochs=8,
            probes=(probes.LayerGradients(),),
            **settings,
        )
        events = run(made, seed)
        fallen = losses(events)[0] - tail(events)
        assert fallen > 1.2 if fault == "none" else fallen < 0.6
        assert diagnosed(events) == fault


def test_19_3_where_a_rising_rate_explodes() -> None:
    """19.3 A ramp of the rate: at which step does the norm of the gradient exceed 10 ×?"""
    for seed in SEEDS:
        made = digits(
            optimizer=optim.SGD(40.0), steps=120, epochs=None, schedule=schedules.Warmup(120)
        )
        steps = [event for event in run(made, seed) if isinstance(event, StepEnded)]
        first = steps[0].grad_norm
        broken = next(event.step for event in steps if event.grad_norm > 10 * first)
        lowest = min(steps, key=lambda event: event.loss).step
        assert 5 < lowest < broken < 100
        assert steps[broken - 1].lr[0] == pytest.approx(40 * broken / 120)


class Level(nn.Module):
    """Says one number, whatever it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.level = nn.Parameter(torch.tensor(1.0))

    def forward(self, inputs: Tensor) -> Tensor:
        return self.level.expand(len(inputs), 1)


def rmse(prediction: Tensor, target: Tensor) -> Tensor:
    """The root as it is often written: its slope at 0 is infinite."""
    return F.mse_loss(prediction, target).sqrt()


@pytest.mark.parametrize("loss", [rmse, RMSE()])
def test_19_4_training_goes_perfectly_and_then_turns_to_nan(
    loss: Callable[[Tensor, Tensor], Tensor],
) -> None:
    """19.4 NaN hunting: RMSE at zero error, where a quarter of the way is made at every step."""
    nothing = Examples(torch.zeros(8, 1), torch.zeros(8, 1))
    made = Experiment(
        model=Level,
        data=Dataset("nothing", nothing, nothing),
        loss=loss,
        optimizer=optim.SGD(0.25),
        steps=8,
    )
    events = run(made)
    (ended,) = [event for event in events if isinstance(event, RunEnded)]
    assert losses(events)[:5] == pytest.approx([1.0, 0.75, 0.5, 0.25, 0.0], abs=1e-3)
    found = [(e.what, e.step, e.layer) for e in events if isinstance(e, NonFinite)]
    if loss is rmse:
        assert losses(events)[4] == 0.0  # perfect, in the step whose gradient is no number
        assert (ended.status, ended.steps) == ("diverged", 5)
        assert found == [("gradient", 5, "")]  # no layer is to blame: the loss itself is
    else:
        assert (ended.status, found) == ("finished", [])


@pytest.mark.filterwarnings("ignore:Anomaly Detection has been enabled")
def test_19_4_anomaly_detection_names_the_line() -> None:
    """19.4 EX: `set_detect_anomaly` names the line of the mean square, not that of the root: the
    root's slope is infinite, and NaN is what 0 · ∞ makes of it one line further back."""
    error = torch.zeros(3, requires_grad=True)
    with (
        pytest.warns(UserWarning, match="Error detected in MseLossBackward0"),
        pytest.raises(RuntimeError, match="MseLossBackward0"),
        torch.autograd.detect_anomaly(check_nan=True),
    ):
        rmse(error, torch.zeros(3)).backward()


def checkerboard(n: int, seed: int) -> Examples:
    """Points of a 4 × 4 board, and the colour of their square."""
    points = torch.rand(n, 2, generator=torch.Generator().manual_seed(seed)) * 4 - 2
    return Examples(points, points.floor().sum(dim=1).long() % 2)


BOARD = Dataset("checkerboard", checkerboard(600, 0), checkerboard(300, 1), classes=("0", "1"))


def on_board(form: str) -> Experiment:
    """Two layers, as they are or checkpointed, and a head."""

    def model() -> nn.Module:
        body: nn.Module = nn.Sequential(models.mlp(2, 64, 64), nn.ReLU())
        if form != "plain":
            body = models.Checkpointed(body, reentrant=form == "reentrant")
        return nn.Sequential(body, nn.Linear(64, 2))

    return digits(
        of=BOARD,
        model=model,
        steps=300,
        evaluate_every=300,
        probes=(probes.LayerGradients(), probes.Profile(repeats=1)),
    )


@pytest.mark.filterwarnings("ignore:None of the inputs have requires_grad")
def test_19_5_reentrant_checkpoints_freeze_the_first_layers() -> None:
    """19.5 Gradients None or zero, and 21.2 Gradient checkpointing: the older form trains the head
    only; bars of the gradient of each layer, and the bytes that are kept."""
    for seed in SEEDS:
        runs = {form: run(on_board(form), seed) for form in ("plain", "checkpointed", "reentrant")}
        reached = {form: measured(events, "accuracy")[-1] for form, events in runs.items()}
        assert reached["checkpointed"] == reached["plain"] > reached["reentrant"] + 0.1
        assert losses(runs["checkpointed"]) == losses(runs["plain"])
        norms = seen(LayerNorms, runs["reentrant"])[-1]
        assert norms.gradient_norm is not None
        bars = dict(zip(norms.names, norms.gradient_norm.numpy().tolist(), strict=True))
        empty = {name for name, bar in bars.items() if bar == 0}
        assert empty == {name for name in bars if name.startswith("0.")}  # EX: their grad is None
        kept = {form: seen(StepProfile, runs[form])[0].activations for form in runs}
        assert kept["checkpointed"] < 0.7 * kept["plain"]


def test_19_6_where_the_time_goes() -> None:
    """19.6 Slow, out of memory: profile before you cure. 21.5: the table of operations."""
    made = digits(512, 512, batch_size=256, probes=(probes.Profile(),))
    profile = seen(StepProfile, run(made, steps=5))[-1]
    assert profile.forward + profile.backward > profile.data
    table = operations(prepare(made, seed=0, device=CPU))
    assert table[0].name in ("aten::mm", "aten::addmm")
    assert sum(row.share for row in table) == pytest.approx(1.0)
    assert [row.seconds for row in table] == sorted((row.seconds for row in table), reverse=True)
    assert waiting_for_data(prepare(made, seed=0, device=CPU)).share < 0.3


@pytest.mark.filterwarnings("ignore:Using a target size")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"model": lambda: models.mlp(63, 32, 10)}, "linear1"),
        ({"model": lambda: models.mlp(64, 32, 9)}, "9"),
        ({"loss": F.mse_loss}, "64"),
        (
            {
                "of": Dataset(
                    "doubles",
                    Examples(torch.randn(9, 64).double(), torch.arange(9)),
                    Examples(torch.randn(0, 64).double(), torch.arange(0)),
                )
            },
            "float64|Double|double",
        ),
    ],
    ids=["inputs", "classes", "loss", "dtype"],
)
def test_19_7_errors_name_what_does_not_fit(change: dict[str, Any], words: str) -> None:
    """19.7 A gallery of shape and dtype errors, in the engine's words."""
    with pytest.raises(EngineError, match=words) as caught:
        run(digits(**change))
    assert caught.value.problem.next_step
