"""M21, performance and memory: every live experiment, made by the engine.

21.2 (gradient checkpointing) stands with 19.5, 21.5 (the profiler) with 19.6 in
test_m19_diagnosis. Two processes that train as one (21.3) are test_distributed's, a compiled run
(21.4) is test_configuration's.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch
import torch.distributed as dist
from m16_m23 import CPU, digits, losses, measured, run, seen
from torch import Tensor, nn
from torch.nn.modules.utils import consume_prefix_in_state_dict_if_present

from engine import data, fit, optim, probes
from engine.data import Loader
from engine.deploy import race
from engine.errors import ConfigurationError
from engine.events import RunEnded
from engine.observations import StepProfile
from engine.setup import prepare
from engine.study.waiting import waiting_for_data


def test_21_1_contiguous_is_a_copy() -> None:
    """21.1 In place and contiguous: bytes and time of a view and of a copy."""
    image = torch.randn(1000, 1000)
    turned = image.t()
    assert turned.data_ptr() == image.data_ptr()
    assert turned.contiguous().data_ptr() != image.data_ptr()  # EX: it copies here
    assert image.contiguous().data_ptr() == image.data_ptr()
    view, copy = race(image.t, turned.contiguous, repeats=20)
    assert copy.median > 10 * view.median


def test_21_1_in_place_and_autograd() -> None:
    """21.1 What is needed for the way back must not be overwritten."""
    weights = torch.ones(3, requires_grad=True)
    with pytest.raises(RuntimeError, match="leaf"):
        weights.add_(1)
    squashed = weights.sigmoid()
    squashed.mul_(2)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        squashed.sum().backward()


def test_21_3_the_prefix_that_parallel_training_leaves(tmp_path: Path) -> None:
    """21.3 EX: 'module.fc.weight' without its prefix; a group of one process makes it."""
    model = nn.Sequential()
    model.add_module("fc", nn.Linear(2, 1))
    dist.init_process_group("gloo", f"file://{tmp_path / 'ranks'}", rank=0, world_size=1)
    try:
        state = dict(nn.parallel.DistributedDataParallel(model).state_dict())
    finally:
        dist.destroy_process_group()
    assert list(state) == ["module.fc.weight", "module.fc.bias"]
    consume_prefix_in_state_dict_if_present(state, "module.")
    assert list(state) == ["fc.weight", "fc.bias"]
    model.load_state_dict(state)


@pytest.mark.parametrize(
    ("rule", "copies"), [(optim.SGD(0.1), 0), (optim.SGD(0.1, momentum=0.9), 1), (optim.Adam(), 2)]
)
def test_21_6_what_a_step_keeps(rule: optim.Rule, copies: int) -> None:
    """21.6 Memory: activations, gradients, optimiser state. EX: Adam keeps 2 more copies."""
    small, large = (
        seen(
            StepProfile,
            run(
                digits(
                    256,
                    optimizer=rule,
                    steps=3,
                    batch_size=size,
                    probes=(probes.Profile(repeats=1),),
                )
            ),
        )[-1]
        for size in (64, 256)
    )
    assert small.gradients == small.parameters == 4 * (64 * 256 + 256 + 256 * 10 + 10)
    assert small.optimizer_state == pytest.approx(copies * small.parameters, rel=0.01, abs=200)
    assert large.parameters == small.parameters
    assert 3.5 < large.activations / small.activations < 4.1


def test_21_7_weights_stay_in_32_bits() -> None:
    """21.7 AMP: the same run in bf16; how fast that is depends on the processor, what it learns
    does not. EX: the weights under autocast are float32."""
    made = digits(epochs=4)
    plain, low = run(made), run(replace(made, precision="bf16"))
    assert measured(low, "accuracy")[-1] == pytest.approx(measured(plain, "accuracy")[-1], abs=0.03)
    assert losses(low) != losses(plain)
    assert {p.dtype for p in fit(replace(made, precision="bf16"), device="cpu").parameters()} == {
        torch.float32
    }
    for events in (plain, low):
        (ended,) = [event for event in events if isinstance(event, RunEnded)]
        assert ended.steps_per_second > 0


class Slow(torch.utils.data.Dataset[tuple[Tensor, Tensor]]):
    """Digits that take half a millisecond each."""

    examples = data.digits().train

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        time.sleep(0.0005)
        return self.examples[index]


def test_21_8_training_waits_for_slow_data() -> None:
    """21.8 Loader tuning: time spent waiting for a slow dataset, with workers and without."""

    def waited(loader: Loader | None) -> float:
        made = digits(512, batch_size=32, loader=loader)
        return waiting_for_data(prepare(made, seed=0, device=CPU), steps=8).data

    # Sleeping takes at least that long, on any machine and however busy it is.
    assert waited(Loader(dataset=Slow())) > 8 * 32 * 0.0005 * 0.9
    assert waited(Loader(dataset=Slow(), workers=2)) > 0
    assert waited(None) > 0


@pytest.mark.parametrize("setting", ["prefetch_factor", "persistent_workers"])
def test_21_8_arguments_that_need_workers(setting: str) -> None:
    """21.8 EX: prefetch_factor and persistent_workers want workers above 0."""
    with pytest.raises(ConfigurationError, match=rf"loader\.{setting}"):
        Loader(**{setting: 1})  # type: ignore[arg-type]
    assert getattr(Loader(**{"workers": 1, setting: 1}), setting)  # type: ignore[arg-type]
