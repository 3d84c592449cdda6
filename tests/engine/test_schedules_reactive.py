"""Reduce-on-plateau does what PyTorch's does, and its listeners survive a resume."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.optim import lr_scheduler as twins

from engine.errors import ConfigurationError
from engine.schedules import (
    Chained,
    Constant,
    Cosine,
    Horizon,
    Reaction,
    ReduceOnPlateau,
    Schedule,
    Sequence,
    TorchPlateau,
    Warmup,
    reaction_of,
)

few = settings(max_examples=25, deadline=None)
RULES = st.builds(
    ReduceOnPlateau,
    mode=st.sampled_from(("min", "max")),
    gamma=st.floats(0.1, 0.9),
    patience=st.integers(0, 3),
    threshold=st.sampled_from((0.0, 1e-4, 0.1)),
    threshold_mode=st.sampled_from(("rel", "abs")),
    cooldown=st.integers(0, 3),
    min_factor=st.sampled_from((0.0, 0.05)),
)
VALUES = st.lists(
    st.sampled_from((math.nan, math.inf, -math.inf)) | st.floats(-2, 2), min_size=1, max_size=60
)


def theirs(rule: ReduceOnPlateau) -> TorchPlateau:
    return TorchPlateau(
        lambda o: twins.ReduceLROnPlateau(
            o,
            mode=rule.mode,
            factor=rule.gamma,
            patience=rule.patience,
            threshold=rule.threshold,
            threshold_mode=rule.threshold_mode,
            cooldown=rule.cooldown,
            min_lr=rule.min_factor,
            eps=0,
        )
    )


def listener(schedule: Schedule) -> Reaction:
    reaction = reaction_of(schedule)
    assert reaction is not None
    return reaction


@few
@given(rule=RULES, values=VALUES)
def test_it_is_the_reduce_on_plateau_of_pytorch(rule: ReduceOnPlateau, values: list[float]) -> None:
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    plain = twins.ReduceLROnPlateau(
        optimizer,
        rule.mode,
        rule.gamma,
        rule.patience,
        rule.threshold,
        rule.threshold_mode,
        rule.cooldown,
        0.1 * rule.min_factor,
        0,
    )
    ours, wrapped = rule.react(), theirs(rule).react()
    for value in values:
        before = ours.factor
        changed = ours.report(value)
        assert changed == (ours.factor != before)
        assert wrapped.report(value) == changed
        plain.step(value)
        assert 0.1 * ours.factor == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-12)
        assert wrapped.factor == pytest.approx(ours.factor, rel=1e-12)


@few
@given(rule=RULES, before=VALUES, after=VALUES)
def test_a_listener_that_is_put_back_goes_on_as_if_nothing_had_happened(
    rule: ReduceOnPlateau, before: list[float], after: list[float]
) -> None:
    for schedule in (rule, theirs(rule)):
        straight, resumed = listener(schedule), listener(schedule)
        for value in before:
            straight.report(value)
        resumed.load_state_dict(straight.state_dict())
        assert resumed.factor == straight.factor
        for value in after:
            assert resumed.report(value) == straight.report(value)
            assert resumed.factor == straight.factor


def test_a_value_that_is_not_a_number_is_no_improvement_and_no_best_value() -> None:
    reaction = ReduceOnPlateau(patience=1).react()
    assert [reaction.report(value) for value in (1.0, math.nan, math.nan)] == [False, False, True]
    assert reaction.factor == 0.1
    assert reaction.report(0.5) is False
    assert reaction.state_dict()["best"] == 0.5


def test_a_relative_threshold_is_the_wrong_way_round_below_zero() -> None:
    relative, absolute = (
        ReduceOnPlateau(patience=2, threshold_mode=mode).react() for mode in ("rel", "abs")
    )
    for _ in range(20):
        relative.report(-10.0)
        absolute.report(-10.0)
    assert relative.factor == 1
    assert absolute.factor < 1e-5


def test_a_tuple_is_no_measurement() -> None:
    with pytest.raises(TypeError):
        ReduceOnPlateau().react().report((0.5, 90.0))  # type: ignore[arg-type]


def test_each_run_has_a_listener_of_its_own() -> None:
    schedule = ReduceOnPlateau(patience=0, metric="accuracy", mode="max")
    first, second = schedule.react(), schedule.react()
    first.report(0.5)
    assert first.report(0.4)
    assert (first.factor, second.factor) == (0.1, 1.0)
    assert first.metric == "accuracy"
    assert schedule.factor(7, Horizon(10, 5)) == 1
    assert schedule.marks(Horizon(10, 5)) == ()


def test_compositions_pass_on_what_they_hear() -> None:
    plateau = ReduceOnPlateau(patience=0)
    composed: tuple[Schedule, ...] = (
        Warmup(5, plateau),
        Sequence((Constant(), plateau), (5,)),
        Chained((Cosine(), plateau)),
        Warmup(3, Chained((plateau, Cosine()))),
    )
    for schedule in composed:
        reaction = listener(schedule)
        reaction.report(1.0)
        assert reaction.report(1.0)
        assert reaction.factor == 0.1
    deaf: tuple[Schedule, ...] = (Constant(), Warmup(5), Chained((Cosine(),)))
    assert [reaction_of(schedule) for schedule in deaf] == [None] * 3


def test_two_listeners_in_one_schedule_are_refused() -> None:
    plateau = ReduceOnPlateau()
    with pytest.raises(ConfigurationError, match="Keep one part"):
        Chained((plateau, Warmup(3, plateau)))
    with pytest.raises(ConfigurationError, match="Keep one part"):
        Sequence((plateau, plateau), (3,))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("mode", "lowest"),
        ("threshold_mode", "relative"),
        ("gamma", 1.0),
        ("gamma", math.nan),
        ("patience", -1),
        ("cooldown", -1),
        ("threshold", -0.1),
        ("min_factor", 2.0),
        ("metric", ""),
    ],
)
def test_settings_that_cannot_be_are_refused(setting: str, value: object) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ReduceOnPlateau(**{setting: value})  # type: ignore[arg-type]
    assert caught.value.field == setting


def test_a_scheduler_that_follows_steps_is_no_plateau() -> None:
    wrong = TorchPlateau(lambda o: twins.StepLR(o, 3))  # type: ignore[arg-type, return-value]
    with pytest.raises(ConfigurationError, match="TorchSchedule"):
        wrong.react()
