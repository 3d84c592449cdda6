"""What the lesson on dtypes and in-place operations says is what its lab and PyTorch show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from helpers import Bench, bench
from torch.nn.functional import cross_entropy

from lessons.curriculum.tensors.dtypes_and_in_place import lab


@pytest.fixture(scope="module")
def kinds() -> Bench:
    return bench("tensors/dtypes_and_in_place")


def test_scenarios_end_as_declared_and_each_is_run_somewhere(kinds: Bench) -> None:
    for scenario in kinds.lesson.lab.scenarios:
        assert kinds.run(scenario.name).status == scenario.ends
    assert kinds.never_run() == set()


def test_cut_targets_pull_the_line_down(kinds: Bench) -> None:
    assert kinds.observed("where_it_lies") == "low"
    exact, cut = kinds.run("exact"), kinds.run("cut")
    rounded = kinds.run(None, targets="rounded")
    low, less = (exact.curve("too wide").last - r.curve("too wide").last for r in (cut, rounded))
    text = kinds.after("run-1")
    assert f"lies {low:.2f} cm below the first one" in text
    assert f"on widths of {lab.flowers('exact').train.targets.mean():.1f} cm on average" in text
    assert f"levels off at {lab.last(cut):.3f} where the exact widths allow" in text
    assert f"{lab.last(exact):.3f}: steps" in text
    assert f"loss is {cut.curve().last:.3f} against {exact.curve().last:.3f}" in text
    assert cut.curve().last == pytest.approx(3 * exact.curve().last, rel=0.05)
    assert f"the line sinks by {less:.2f} cm only" in text
    ends = [f"{run.curve('too wide').last:.2f}".replace("-", "−") for run in (exact, cut)]
    assert f"{ends[0]} for the first, {ends[1]} for the second" in text
    assert lab.last(rounded) == pytest.approx(lab.last(cut), rel=0.05)


def test_widths_as_they_are_kept() -> None:
    exact = lab.flowers("exact").train.targets
    assert (exact.min().item(), exact.max().item(), len(exact)) == pytest.approx((0.1, 2.5, 90))
    assert lab.flowers("whole").train.targets.unique().tolist() == [0, 1, 2]
    for how in ("exact", "whole", "rounded"):
        assert lab.flowers(how).train.targets.dtype == torch.float32
    assert 0.3 < (exact < 0.5).float().mean().item() < 1 / 3


def test_an_update_into_a_new_tensor_never_arrives(kinds: Bench) -> None:
    assert kinds.observed("the_second_way") == "never"
    new, written, sgd = (kinds.run(name) for name in ("new_tensor", "in_place", "exact"))
    assert set(new.loss) == {new.loss[0]}
    assert np.array_equal(new.grad_norm, np.full(100, new.grad_norm[0]))
    assert written.loss == pytest.approx(sgd.loss, abs=1e-6)
    text = kinds.after("two_updates")
    assert f"{new.loss[0]:.2f} at the first step, {new.loss[-1]:.2f} at the last" in text
    assert f"{lab.last(written):.3f} in the end" in text


def leaf() -> None:
    torch.zeros(2, requires_grad=True).add_(1)


def overwritten() -> None:
    out = torch.zeros(2, requires_grad=True).exp()
    out.mul_(2)
    out.sum().backward()


REFUSED: tuple[Callable[[], object], ...] = (
    leaf,
    overwritten,
    lambda: cross_entropy(torch.zeros(2, 4), torch.tensor([0.0, 3.0])),
    lambda: torch.nn.Linear(3, 1)(torch.from_numpy(np.zeros((8, 3)))),
    lambda: torch.arange(3).add_(0.7),
    lambda: torch.tensor([1], requires_grad=True),
)


def test_messages_are_those_of_pytorch(kinds: Bench) -> None:
    text = kinds.after("own_step")
    said = [part for place, part in enumerate(text.split("**")) if place % 2]
    assert len(said) == len(REFUSED)
    for words, action in zip(said, REFUSED, strict=True):
        with pytest.raises(RuntimeError) as caught:
            action()
        assert words in str(caught.value)


def test_what_is_cut_and_what_is_not() -> None:
    assert torch.tensor([-1.9, 1.9, 2.7]).long().tolist() == [-1, 1, 2]
    assert torch.tensor([1.5, 2.5], dtype=torch.int64).tolist() == [1, 2]
    n = torch.zeros(3, dtype=torch.int64)
    n[0] = 1.7
    assert n[0] == 1
    assert (torch.arange(3) + 0.7).dtype == (torch.arange(3) / 2).dtype == torch.float32
    assert torch.from_numpy(np.zeros(1)).dtype == torch.float64
