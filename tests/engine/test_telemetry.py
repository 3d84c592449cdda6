"""What is recorded of a step is what PyTorch itself would say of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import recipes
import torch
from recipes import of
from torch import Tensor, nn
from torch.nn import functional as F

from engine import clipping, data, telemetry, train
from engine.clipping import Clip
from engine.commands import Pause, Resume, SetHyperparameter
from engine.events import Event, NonFinite, Paused, RunEnded, StepEnded
from engine.live import Live
from engine.optim.torch_optimizer import TorchStepper
from engine.steering import Steering
from engine.telemetry import Deferred, Immediate

Kind = type[Immediate] | type[Deferred]
KINDS = [Immediate, Deferred]


def differentiated() -> tuple[list[nn.Parameter], Tensor]:
    """Parameters with gradients, and the loss they come from."""
    torch.manual_seed(0)
    model = recipes.classifier()
    points = data.moons().train
    loss = F.cross_entropy(model(points.inputs), points.targets)
    loss.backward()
    return list(model.parameters()), loss


def read(kind: Kind, parameters: list[nn.Parameter], loss: Tensor, clip: Clip | None) -> StepEnded:
    """What the telemetry says of one step."""
    live = Live(TorchStepper(torch.optim.SGD(parameters, lr=0.1)), clip)
    reader = kind(live, parameters)
    gradients = [p.grad for p in parameters if p.grad is not None]
    (event,) = [*reader.read(7, 2, (0.1,), loss, gradients), *reader.flush()]
    return event


@pytest.mark.parametrize("kind", KINDS)
def test_norms_are_torchs_own(kind: Kind) -> None:
    parameters, loss = differentiated()
    event = read(kind, parameters, loss, None)
    layers = [torch.linalg.vector_norm(p.grad).item() for p in parameters]  # type: ignore[arg-type]
    total = nn.utils.get_total_norm([p.grad for p in parameters])  # type: ignore[misc]
    assert (event.step, event.epoch, event.lr, event.loss) == (7, 2, (0.1,), loss.item())
    assert event.layer_norms == pytest.approx(layers, rel=1e-6)
    assert event.grad_norm == pytest.approx(total.item(), rel=1e-6)
    assert event.grad_norm == pytest.approx(math.hypot(*event.layer_norms), rel=1e-6)
    assert event.applied_norm == event.grad_norm


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("clip", "torchs"),
    [
        (clipping.ByNorm(0.05), lambda ps: nn.utils.clip_grad_norm_(ps, 0.05)),
        (clipping.ByNorm(50.0), lambda ps: nn.utils.clip_grad_norm_(ps, 50.0)),
        (clipping.ByValue(0.01), lambda ps: nn.utils.clip_grad_value_(ps, 0.01)),
        (clipping.ByValue(50.0), lambda ps: nn.utils.clip_grad_value_(ps, 50.0)),
    ],
    ids=["norm", "norm, too high", "value", "value, too high"],
)
def test_clipping_is_torchs_own_and_seen_before_and_after(
    kind: Kind, clip: Clip, torchs: Callable[[list[nn.Parameter]], object]
) -> None:
    parameters, loss = differentiated()
    expected, _ = differentiated()
    before = nn.utils.get_total_norm([p.grad for p in expected])  # type: ignore[misc]
    torchs(expected)
    after = nn.utils.get_total_norm([p.grad for p in expected])  # type: ignore[misc]
    event = read(kind, parameters, loss, clip)
    for ours, theirs in zip(parameters, expected, strict=True):
        torch.testing.assert_close(ours.grad, theirs.grad, rtol=1e-6, atol=0)
    assert event.grad_norm == pytest.approx(before.item(), rel=1e-6)
    assert event.applied_norm == pytest.approx(after.item(), rel=1e-5)
    assert (event.applied_norm < event.grad_norm * 0.99) == (clip.limit < 1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("missing", [[0], [1, 3], [0, 1, 2, 3]])
@pytest.mark.parametrize("clip", [None, clipping.ByNorm(0.05), clipping.ByValue(0.01)])
def test_a_missing_gradient_counts_as_0_in_its_place(
    kind: Kind, missing: list[int], clip: Clip | None
) -> None:
    parameters, loss = differentiated()
    complete = read(kind, *differentiated(), None)
    for index in missing:
        parameters[index].grad = None
    event = read(kind, parameters, loss, clip)
    expected = [
        0.0 if index in missing else norm for index, norm in enumerate(complete.layer_norms)
    ]
    assert event.layer_norms == pytest.approx(expected, rel=1e-6)
    assert event.grad_norm == pytest.approx(math.hypot(*expected), rel=1e-6)


def deferring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure as on an accelerator."""
    monkeypatch.setattr(
        telemetry,
        "for_device",
        lambda device, live, parameters, reduce, prompt: Deferred(live, parameters),
    )


def run(**more: Any) -> list[Event]:
    """A whole run."""
    return list(train(recipes.moons(**more), seed=1, device="cpu"))


@pytest.mark.parametrize(
    "clip", [None, clipping.ByNorm(0.2), clipping.ByValue(0.05)], ids=["off", "norm", "value"]
)
def test_numbers_fetched_together_are_those_read_at_once(
    monkeypatch: pytest.MonkeyPatch, clip: Clip | None
) -> None:
    at_once = of(StepEnded, run(steps=75, clip=clip))
    deferring(monkeypatch)
    together = of(StepEnded, run(steps=75, clip=clip))
    assert [event.step for event in together] == list(range(1, 76))
    for now, then in zip(at_once, together, strict=True):
        assert (now.step, now.epoch, now.lr) == (then.step, then.epoch, then.lr)
        assert then.loss == pytest.approx(now.loss, abs=1e-6)
        assert then.grad_norm == pytest.approx(now.grad_norm, rel=1e-4)
        assert then.applied_norm == pytest.approx(now.applied_norm, rel=1e-4)
        assert then.layer_norms == pytest.approx(now.layer_norms, rel=1e-4, abs=1e-6)


def test_deferred_numbers_are_all_there_before_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    deferring(monkeypatch)
    steering = Steering()
    steering.put(Pause())
    seen: list[int] = []
    pauses = 0
    experiment = recipes.moons(steps=40, evaluate_every=1000)
    for event in train(experiment, device="cpu", steering=steering):
        if isinstance(event, StepEnded):
            seen.append(event.step)
            if event.step == 32:  # the first fetch; the next command finds the run at step 32
                steering.put(Pause())
        if isinstance(event, Paused):
            pauses += 1
            assert seen == list(range(1, event.step + 1))
            steering.put(Resume())
    assert pauses == 2
    assert len(seen) == 40


@pytest.mark.parametrize("guarded", [True, False])
def test_deferred_trouble_is_found_and_dated_rightly(
    monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    deferring(monkeypatch)
    poisoned = {36}

    def loss(model: nn.Module, batch: data.Batch) -> Tensor:
        usual = F.cross_entropy(model(batch.inputs), batch.targets)
        if model.training:
            loss.step += 1  # type: ignore[attr-defined]
            return usual * math.nan if loss.step in poisoned else usual  # type: ignore[attr-defined]
        return usual

    loss.step = 0  # type: ignore[attr-defined]
    events = run(steps=45, step_loss=loss, stop_when_not_finite=guarded)
    assert [(event.step, event.what) for event in of(NonFinite, events)] == [(36, "loss")]
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    assert ended.status == ("diverged" if guarded else "finished")
    if guarded:
        assert ended.problem is not None
        assert ended.problem.title == "Diverged at step 36"


def test_a_clip_limit_changed_on_the_way_holds_from_the_next_step() -> None:
    steering = Steering()
    seen = []
    for event in train(recipes.moons(clip=clipping.ByNorm(1e-3)), device="cpu", steering=steering):
        if isinstance(event, StepEnded):
            seen.append(event)
            if event.step == 10:
                steering.put(SetHyperparameter("clip", 1e-4))
    assert {round(event.applied_norm, 6) for event in seen[:10]} == {1e-3}
    assert {round(event.applied_norm, 6) for event in seen[10:]} == {1e-4}
    assert min(event.grad_norm for event in seen) > 1e-3
