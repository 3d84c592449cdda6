"""No probe leaves a trace in training, whatever it does meanwhile."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable

import numpy as np
import pytest
import torch
from probe_samples import CASES, scene, step_loss, stepper
from recipes import losses, of
from torch import nn

from engine import Experiment, looking, optim, probes, train, wire
from engine.data import Dataset
from engine.events import Probed
from engine.observations import (
    LARGEST,
    Array,
    Histograms,
    LabelStripes,
    LayerNorms,
    LayerShapes,
    Observation,
    StepProfile,
)
from engine.probes import Probe, Scene
from engine.probes import __all__ as exported

Make = Callable[[], nn.Module]
Data = Callable[[], Dataset]
Told = LayerNorms | LayerShapes | Histograms | StepProfile | LabelStripes
"""What can be told of a model whose numbers are none."""
every_probe = pytest.mark.parametrize(
    ("probe", "model", "data"),
    CASES,
    ids=[f"{type(probe).__name__}-{number}" for number, (probe, *_) in enumerate(CASES)],
)


def test_every_probe_is_tried_here() -> None:
    tried = {type(probe).__name__ for probe, *_ in CASES}
    protocols = {"Observer", "Probe", "Scene"}
    followed_elsewhere = {"Path", "Tangent", "WeightPath"}
    assert tried | protocols | followed_elsewhere == set(exported)


@pytest.fixture
def looks_at_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """As often as can be, in scenes that know everything."""
    known = functools.partial(Scene, loss=step_loss, stepper=stepper, batch_size=32)
    monkeypatch.setattr(looking, "Scene", known)
    monkeypatch.setattr(looking, "INTERVAL", 0.0)
    monkeypatch.setattr(looking, "SHARE", 1.0)


@every_probe
@pytest.mark.usefixtures("looks_at_every_step")
def test_training_is_bit_identical(probe: Probe, model: Make, data: Data) -> None:
    def run(*watching: Probe) -> tuple[list[float], list[Probed]]:
        experiment = Experiment(
            model=model,
            data=data(),
            step_loss=step_loss,
            optimizer=optim.SGD(0.05, momentum=0.9),
            batch_size=32,
            steps=20,
            probes=watching,
        )
        events = list(train(experiment, seed=3, device="cpu"))
        return losses(events), of(Probed, events)

    alone, nothing = run()
    watched, seen = run(probe)
    assert len(alone) == 20
    assert watched == alone
    assert nothing == []
    assert {event.probe for event in seen} == {probe.name}
    if not isinstance(probe, probes.ImageGrid | probes.Augmented):
        assert len(seen) >= 15


def everything(model: nn.Module) -> list[object]:
    """All that a look could change."""
    tensors = [*model.parameters(), *model.buffers()]
    gradients = [parameter.grad for parameter in model.parameters()]
    return [
        [tensor.detach().numpy().tobytes() for tensor in tensors],
        [None if gradient is None else gradient.numpy().tobytes() for gradient in gradients],
        [parameter.requires_grad for parameter in model.parameters()],
        [module.training for module in model.modules()],
        [len(module._forward_hooks) + len(module._backward_hooks) for module in model.modules()],
        sorted(vars(model)),
        torch.get_rng_state().tolist(),
        random.getstate(),
        np.random.get_state(legacy=False)["state"]["key"].tolist(),
        np.random.get_state(legacy=False)["state"]["pos"],
        torch.is_grad_enabled(),
        torch.get_default_dtype(),
        torch.get_num_threads(),
    ]


@every_probe
def test_looking_changes_nothing(probe: Probe, model: Make, data: Data) -> None:
    torch.manual_seed(77)
    random.seed(77)
    np.random.seed(77)
    here = scene(model(), data())
    assert here.data is not None
    step_loss(here.model, here.data.train).backward()  # type: ignore[arg-type]
    list(here.model.children())[-1].eval()
    next(here.model.parameters()).requires_grad_(False)
    before = everything(here.model)
    observer = probe.start()
    observer.begin(here)
    observer.look(here)
    observer.after_step(here)
    observer.look(here)
    assert everything(here.model) == before


@every_probe
def test_a_model_that_fails_is_put_back(probe: Probe, model: Make, data: Data) -> None:
    here = scene(model(), data())
    observer = probe.start()
    observer.begin(here)

    def fail(*_: object) -> None:
        raise RuntimeError("no memory")

    broken = here.model.register_forward_pre_hook(fail)
    before = everything(here.model)
    try:
        observer.look(here)
    except RuntimeError as error:
        assert "no memory" in str(error)  # noqa: PT017
    assert everything(here.model) == before
    broken.remove()


def seen_by(probe: Probe, here: Scene) -> list[Observation]:
    """What it sees before training and after a few steps of it."""
    observer = probe.start()
    seen = [observer.begin(here)]
    optimizer = stepper(here.model)
    assert here.data is not None
    for _ in range(4):
        seen.append(observer.look(here))
        step_loss(here.model, here.data.train).backward()  # type: ignore[arg-type]
        optimizer.step(optimizer.base_lrs)
        here.model.zero_grad()
        observer.after_step(here)
    return [found for found in seen if found is not None]


@every_probe
def test_what_is_seen_is_small_and_survives_the_wire(probe: Probe, model: Make, data: Data) -> None:
    torch.manual_seed(0)
    seen = seen_by(probe, scene(model(), data()))
    assert seen
    for observation in seen:
        assert sum(map(len, arrays(observation))) <= LARGEST
        event = Probed(step=1, probe=probe.name, seen=observation)
        back = wire.decode(wire.encode(event))
        assert isinstance(back, Probed)
        assert type(back.seen) is type(observation)
        assert repr(back) == repr(event)
        assert arrays(back.seen) == arrays(observation)


def arrays(value: object) -> list[bytes]:
    """The bytes of all arrays, in order."""
    if isinstance(value, Array):
        return [value.data]
    if isinstance(value, tuple):
        return [data for item in value for data in arrays(item)]
    fields = getattr(type(value), "__slots__", ())
    return [data for name in fields for data in arrays(getattr(value, name))]


@every_probe
def test_a_run_that_diverged_is_looked_at_in_peace(probe: Probe, model: Make, data: Data) -> None:
    here = scene(model(), data())
    observer = probe.start()
    observer.begin(here)
    observer.look(here)
    with torch.no_grad():
        for parameter in here.model.parameters():
            parameter.fill_(float("nan"))
    observer.after_step(here)
    seen = observer.look(here)
    # Norms and counts can still be told; the time does not depend on the numbers.
    assert seen is None or isinstance(seen, Told)


@every_probe
def test_two_runs_of_one_probe_share_nothing(probe: Probe, model: Make, data: Data) -> None:
    def watch() -> list[Observation]:
        torch.manual_seed(1)
        return seen_by(probe, scene(model(), data()))

    first, second = watch(), watch()
    if not isinstance(probe, probes.Profile):
        assert [arrays(seen) for seen in first] == [arrays(seen) for seen in second]
