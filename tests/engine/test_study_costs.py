"""What a step costs, measured from outside: waiting for data, and the table of operations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import recipes
import torch

from engine.errors import ConfigurationError
from engine.setup import prepare
from engine.study.operations import operations
from engine.study.waiting import waiting_for_data

CPU = torch.device("cpu")


def test_waiting_and_training_are_all_there_is() -> None:
    waited = waiting_for_data(prepare(recipes.moons(), seed=0, device=CPU), steps=5)
    assert waited.steps == 5
    assert waited.share == pytest.approx(waited.data / (waited.data + waited.training))
    assert 0 < waited.share < 1


def test_operations_are_counted_and_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    table = operations(prepare(recipes.moons(), seed=0, device=CPU), steps=4, warm_up=2)
    calls = {row.name: row.calls for row in table}
    assert calls["aten::addmm"] == 2 * 4  # two linear layers, four steps
    assert sum(row.share for row in table) == pytest.approx(1.0)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("study", [operations, waiting_for_data])
def test_no_steps_are_refused(study: Callable[..., object]) -> None:
    with pytest.raises(ConfigurationError, match="steps"):
        study(prepare(recipes.moons(), seed=0, device=CPU), steps=0)
