"""What the lesson on parameters and buffers says is what its lab shows."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from helpers import Bench, bench
from torch import nn

from engine import data
from engine.events import Probed
from engine.observations import Matrix
from lessons.curriculum.modules.parameters_and_buffers import lab


@pytest.fixture(scope="module")
def kept() -> Bench:
    return bench("modules/parameters_and_buffers")


def scales(lesson: Bench, scenario: str) -> torch.Tensor:
    """The scales after the last step, (8, 8)."""
    *_, last = (
        event.seen
        for event in lesson.events(scenario)
        if isinstance(event, Probed) and isinstance(event.seen, Matrix)
    )
    return torch.tensor(last.values.numpy())


def test_predictions(kept: Bench) -> None:
    assert kept.observed("same_curves") == "plain_buffer"
    assert kept.observed("drawn_anew") == "start"
    assert kept.never_run() == set()


def test_only_the_parameter_is_learned(kept: Bench) -> None:
    assert (scales(kept, "plain") == 1).all()
    assert (scales(kept, "buffer") == 1).all()
    learned, text = scales(kept, "parameter"), kept.after("three_ways")
    parameter, buffer = kept.run("parameter"), kept.run("buffer")
    ends = f"{parameter.curve().last:.2f} instead of {buffer.curve().last:.2f}"
    assert f"the validation loss ends at {ends}, and no more images are read." in text
    assert parameter.curve("accuracy").last <= buffer.curve("accuracy").last
    assert f"up to {learned.max():.2f}." in kept.after("three_ways")
    silent = (data.digits().train.inputs == 0).all(dim=0).reshape(8, 8)
    assert (learned[silent] == 1).all()
    assert silent.sum() == 3
    assert "Three pixels are 0 in every training image" in kept.after("three_ways")
    assert learned[2:6, 2:6].mean() > learned[:, [0, -1]].mean() + 0.2


def test_the_table(kept: Bench) -> None:
    models = {kind: lab.Scaled(kind, 0) for kind in ("plain tensor", "buffer", "parameter")}
    text = kept.after("three_ways")
    for kind, model in models.items():
        learned = "scale" in dict(model.named_parameters())
        saved = "scale" in model.state_dict()
        follows = model.double().scale.dtype == torch.float64
        said = " | ".join("yes" if one else "no" for one in (learned, saved, follows))
        assert f"| {kind} | {said} |" in text


def test_the_gradient_of_a_plain_tensor_piles_up() -> None:
    torch.manual_seed(0)
    model, images = lab.Scaled("plain tensor", 0), torch.rand(8, 64)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    sizes = []
    for _ in range(3):
        optimizer.zero_grad()
        model(images).logsumexp(dim=1).mean().backward()
        optimizer.step()
        assert model.scale.grad is not None
        sizes.append(model.scale.grad.norm().item())
    assert sizes == pytest.approx([sizes[0], 2 * sizes[0], 3 * sizes[0]], rel=1e-4)


def test_errors_that_are_quoted() -> None:
    with pytest.raises(ValueError, match=r"^optimizer got an empty parameter list$"):
        torch.optim.SGD(nn.ReLU().parameters(), lr=0.1)
    layer = nn.Linear(2, 2, bias=False)
    with pytest.raises(AttributeError, match=r"^'NoneType' object has no attribute 'fill_'$"):
        nn.init.constant_(layer.bias, 0.0)


def test_the_leap(kept: Bench) -> None:
    run, text = kept.run("anew"), kept.after("redraw")
    assert run.steps == 204
    assert np.diff(run.loss).argmax() == 98  # from step 99 to step 100
    assert f"leaps from {run.loss[98]:.2f} to {run.loss[99]:.2f}:" in text
    assert run.loss[-34:].mean() < 0.5
    assert (run.loss[:99] == kept.run("parameter").loss[:99]).all()
    assert scales(kept, "anew").max() > 1.5


def test_a_layer_that_is_put_in_later_is_not_moved() -> None:
    torch.manual_seed(0)
    model, images = lab.Scaled("parameter", 0), torch.rand(8, 64)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    model.layers[2] = late = nn.Linear(32, 5)
    before = late.weight.clone()
    model(images).logsumexp(dim=1).mean().backward()
    optimizer.step()
    assert late.weight.grad is not None
    assert torch.equal(late.weight, before)


def test_apply_counts_a_containers_parameters_again() -> None:
    counts: list[int] = []
    net = nn.Sequential(nn.Linear(4, 3), nn.Sequential(nn.ReLU(), nn.Linear(3, 2)))
    net.apply(lambda module: counts.append(len(list(module.parameters()))))
    assert (sum(counts), len(list(net.parameters()))) == (10, 4)
