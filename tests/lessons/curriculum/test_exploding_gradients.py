"""What the lesson on exploding gradients says is what its lab shows."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from helpers import SEEDS, Bench, bench
from torch import Tensor, nn
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

from engine.clipping import ByNorm, ByValue
from engine.events import NonFinite, RunStarted
from lessons.curriculum.stability.exploding_gradients import lab
from lessons.lab import FinishedRun


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("stability/exploding_gradients")


def per_cent_read(run: FinishedRun) -> float:
    return 100 * lab.share_read(run)


def clipped(run: FinishedRun) -> int:
    """Steps on which the optimiser received a shorter gradient than was measured."""
    return int((run.applied_norm < run.grad_norm).sum())


def with_gradient(*components: float) -> nn.Parameter:
    parameter = nn.Parameter(torch.zeros(len(components)))
    parameter.grad = torch.tensor(components, dtype=torch.float32)
    return parameter


def gradient(parameter: nn.Parameter) -> Tensor:
    assert parameter.grad is not None
    return parameter.grad


@pytest.mark.parametrize(
    ("prediction", "answer"),
    [
        ("how_it_ends", "at_once"),
        ("steps_clipped", "nearly_all"),
        ("better_limit", "loose"),
        ("cause_or_symptom", "same"),
    ],
)
def test_every_seed_gives_the_answer_that_the_text_explains(
    lesson: Bench, prediction: str, answer: str
) -> None:
    assert [lesson.observed(prediction, seed) for seed in SEEDS] == [answer] * len(SEEDS)


def test_scenarios_end_as_declared_and_each_is_run_somewhere(lesson: Bench) -> None:
    for scenario in lesson.lesson.lab.scenarios:
        for seed in SEEDS:
            assert lesson.run(scenario.name, seed).status == scenario.ends
    assert lesson.never_run() == set()


def test_powers_of_a_factor() -> None:
    assert round(1.5**10) == 58
    assert round(0.5**10, 3) == 0.001


def test_the_tower_breaks_in_four_steps(lesson: Bench) -> None:
    for seed in SEEDS:
        run = lesson.run("unclipped", seed)
        assert run.steps == 4
        assert np.isfinite(run.loss[:3]).all()
        assert not math.isfinite(run.loss[3] + run.grad_norm[3])
        # Each step feeds the next: the factor between two gradients grows as well.
        first, second, third = run.grad_norm[:3]
        assert 5 < second / first < third / second
    default = lesson.run("unclipped").grad_norm
    assert default[0] == pytest.approx(250, rel=0.05)
    assert default[1] == pytest.approx(4000, rel=0.1)
    assert default[2] == pytest.approx(1e8, rel=0.2)
    assert math.isnan(default[3])


def test_the_run_says_that_it_found_no_number(lesson: Bench) -> None:
    found = [e for e in lesson.events("unclipped") if isinstance(e, NonFinite)]
    assert [event.step for event in found] == [4]
    budget = [e.steps for e in lesson.events("unclipped") if isinstance(e, RunStarted)]
    assert budget == [20 * 17] == [340]


def test_how_nan_behaves() -> None:
    nan, inf = torch.tensor(math.nan), torch.tensor(math.inf)
    assert not any([nan > 1, nan < 1, nan == nan])  # noqa: PLR0124 - the point
    assert (inf - inf).isnan()
    assert torch.tensor([1e38, 1.0]).mul(10).tolist()[0] == math.inf
    assert torch.finfo(torch.float32).max == pytest.approx(3.4e38, rel=0.01)
    assert torch.tensor([math.inf, 0.0]).softmax(dim=0).isnan().any()


def test_a_tight_limit_acts_on_every_step(lesson: Bench) -> None:
    for seed in SEEDS:
        run = lesson.run("tight", seed)
        assert clipped(run) == run.steps == 340
        assert run.applied_norm == pytest.approx(1, abs=1e-5)
        assert 74.5 < per_cent_read(run) < 81.5
    assert per_cent_read(lesson.run("tight")) == pytest.approx(75, abs=1.5)


def test_a_loose_limit_acts_mostly_at_the_start(lesson: Bench) -> None:
    for seed in SEEDS:
        run = lesson.run("loose", seed)
        early = int((run.applied_norm < run.grad_norm)[: 3 * 17].sum())
        assert 28 <= clipped(run) <= 52
        assert early > clipped(run) / 2
        assert 88.5 < per_cent_read(run) < 95.5
    assert per_cent_read(lesson.run("loose")) == pytest.approx(93, abs=2.5)


def test_well_drawn_weights_need_no_clip(lesson: Bench) -> None:
    for seed in SEEDS:
        run = lesson.run("well_drawn", seed)
        assert run.grad_norm.max() < 50
        assert 89.5 < per_cent_read(run) < 97
    healthy, ill = lesson.run("well_drawn"), lesson.run("unclipped")
    assert healthy.grad_norm[0] == pytest.approx(2, abs=0.3)
    assert healthy.loss[0] == pytest.approx(math.log(10), abs=0.1)
    assert ill.loss[0] == pytest.approx(50, abs=3)


def test_a_small_rate_survives_without_a_clip(lesson: Bench) -> None:
    for seed in SEEDS:
        assert lesson.run("unclipped", seed, lr=0.01).status == "finished"


def test_clipping_by_value_survives_with_a_norm_of_its_own(lesson: Bench) -> None:
    run = lesson.run("by_value")
    assert per_cent_read(run) == pytest.approx(80, abs=2)
    parameters = [e.parameters for e in lesson.events("by_value") if isinstance(e, RunStarted)]
    assert parameters == [42_250]
    assert 0.01 * math.sqrt(42_250) == pytest.approx(2.06, abs=0.005)
    assert run.applied_norm.max() < 2.06
    assert run.applied_norm.std() > 0.05


def test_by_norm_keeps_the_direction_and_by_value_turns_it() -> None:
    short, cut = with_gradient(3, 4), with_gradient(3, 4)
    assert clip_grad_norm_([short], max_norm=1.0).item() == pytest.approx(5)
    clip_grad_value_([cut], clip_value=1.0)
    assert gradient(short).tolist() == pytest.approx([0.6, 0.8], abs=1e-5)
    assert gradient(cut).tolist() == [1, 1]
    ours = [torch.tensor([3.0, 4.0])], [torch.tensor([3.0, 4.0])]
    assert ByNorm(1.0).apply(ours[0], 5.0) == pytest.approx(1)
    assert ByValue(1.0).apply(ours[1], 5.0) == pytest.approx(math.sqrt(2))
    assert ours[0][0].tolist() == pytest.approx([0.6, 0.8], abs=1e-5)
    assert ours[1][0].tolist() == [1, 1]


def test_the_norm_is_taken_over_all_parameters_together() -> None:
    parameters = [with_gradient(3), with_gradient(4)]
    assert clip_grad_norm_(parameters, max_norm=1.0).item() == pytest.approx(5)
    assert [gradient(p).item() for p in parameters] == pytest.approx([0.6, 0.8], abs=1e-5)


def test_no_clip_repairs_what_is_not_finite() -> None:
    infinite, missing = with_gradient(math.inf, 1.0), with_gradient(math.nan, 1.0)
    clip_grad_norm_([infinite], max_norm=1.0)
    clip_grad_norm_([missing], max_norm=1.0)
    assert math.isnan(gradient(infinite)[0])
    assert gradient(missing).isnan().all()
    with pytest.raises(RuntimeError, match="non-finite"):
        clip_grad_norm_([with_gradient(math.nan)], max_norm=1.0, error_if_nonfinite=True)


def test_numeric_questions(lesson: Bench) -> None:
    assert lesson.number("forty_steps_of_growth") == pytest.approx(1.1**40, abs=0.1)
    assert lesson.number("what_it_returns") == math.hypot(3, 4)


def test_a_step_under_a_limit_that_always_acts_has_one_length(lesson: Bench) -> None:
    run = lesson.run("tight")
    assert run.lr * run.applied_norm == pytest.approx(0.05, rel=1e-5)
