"""M02 Autograd: what the engine does for each topic."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from m00_m08 import on_digits, on_line, trained
from torch import nn

from engine import optim, probes, train
from engine.clipping import ByNorm
from engine.errors import ConfigurationError
from engine.events import StepEnded
from engine.observations import LayerNorms
from engine.study.finder import Sweep, find
from engine.study.lockstep import lockstep
from engine.study.slow_motion import SlowMotion, watch
from engine.travel.keeping import InMemory


def test_02_2_every_parameter_of_a_net_shows_its_gradient() -> None:
    """02.2 The gradient of every node, live."""
    run = trained(on_digits(steps=20, probes=(probes.LayerGradients(),)))
    last = run.seen(LayerNorms)[-1]
    assert last.names == run.started.layers
    assert last.gradient_norm is not None
    assert (last.gradient_norm.numpy() > 0).all()
    parts = watch(on_digits(), SlowMotion(updates=1, watch=run.started.layers), device="cpu")
    done = {part.part: part for part in parts}
    assert all(seen.gradient is None for seen in done["loss"].watched)
    assert all(seen.gradient is not None for seen in done["backward"].watched)


@pytest.mark.parametrize("rule", [optim.SGD(0.1), optim.SGD(0.1, momentum=0.9, weight_decay=0.1)])
def test_02_3_without_zero_grad_the_engine_does_what_a_loop_of_pytorch_does(
    rule: optim.SGD,
) -> None:
    """02.3 The curve of a loop in which the line is missing, to the last digits."""
    experiment = on_line(optimizer=rule, steps=25, zero_grad=False, clip=ByNorm(20.0))
    line = experiment.data
    assert line is not None
    model = nn.Linear(1, 1)
    first = trained(on_line(optimizer=optim.SGD(0.0), steps=1)).model.state_dict()
    model.load_state_dict({name.split(".")[1]: value for name, value in first.items()})
    torch_rule = torch.optim.SGD(
        model.parameters(), 0.1, momentum=rule.momentum, weight_decay=rule.weight_decay
    )
    expected, norms = [], []
    for _ in range(25):
        loss = nn.functional.mse_loss(model(line.train.inputs), line.train.targets)
        loss.backward()
        norms.append(float(nn.utils.clip_grad_norm_(model.parameters(), 20.0)))
        torch_rule.step()
        expected.append(loss.item())
    run = trained(experiment)
    assert run.losses == pytest.approx(expected, rel=1e-3)
    assert run.norms == pytest.approx(norms, rel=1e-3)


def test_02_3_gradients_that_are_kept_belong_to_a_snapshot() -> None:
    """02.3 Rewinding a run without zero_grad goes on bit for bit."""
    keeper = InMemory(every=5)
    experiment = on_digits(zero_grad=False, steps=20, batch_size=32)
    whole = [e for e in train(experiment, device="cpu", keeper=keeper) if isinstance(e, StepEnded)]
    again = train(experiment, device="cpu", start=keeper.at(10))
    assert [e for e in again if isinstance(e, StepEnded)] == whole[10:]


def test_02_3_slow_motion_and_the_range_test_know_of_it_and_fp16_refuses() -> None:
    """02.3 What else meets an experiment without zero_grad."""
    parts = watch(on_digits(zero_grad=False), SlowMotion(updates=2), device="cpu")
    assert "zero_grad" not in {part.part for part in parts}
    assert len(find(on_digits(zero_grad=False), Sweep(steps=10), device="cpu").rates) > 1
    with pytest.raises(ConfigurationError, match="zero_grad"):
        on_digits(zero_grad=False, precision="fp16")


def test_02_1_twins_of_one_experiment_stay_together() -> None:
    """02.1 Same gradients, same path."""
    assert {twin.distance for twin in lockstep(on_line(steps=10), on_line(steps=10))} == {0.0}
    assert np.isfinite(trained(on_line(steps=10)).norms).all()
