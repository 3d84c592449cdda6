"""What the lesson on indexing says is what its lab shows, and what PyTorch does."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
import torch
from helpers import Bench, bench

from lessons.curriculum.tensors.indexing import lab
from lessons.schema import Prose


@pytest.fixture(scope="module")
def indexing() -> Bench:
    return bench("tensors/indexing")


def test_scenarios_end_as_declared_and_each_is_run_somewhere(indexing: Bench) -> None:
    for scenario in indexing.lesson.lab.scenarios:
        assert indexing.run(scenario.name).status == scenario.ends
    assert indexing.never_run() == set()


def test_row_numbers_are_cross_entropy_and_a_colon_is_not(indexing: Bench) -> None:
    assert indexing.observed("who_reads") == "built_in_row_numbers"
    built_in, ours, colon = (indexing.run(n) for n in ("built_in", "row_numbers", "colon"))
    assert ours.loss == pytest.approx(built_in.loss, abs=1e-3)
    assert colon.loss == pytest.approx(math.log(10), abs=0.06)
    text = indexing.after("run-1")
    assert f"both end at {100 * lab.read(ours):.0f} % of the validation images" in text
    assert f"and reads {100 * lab.read(colon):.0f} %." in text


def test_accuracy_along_the_wrong_dimension(indexing: Bench) -> None:
    assert indexing.observed("measured_down") == "chance"
    right, down = indexing.run("row_numbers"), indexing.run("down")
    assert np.array_equal(right.loss, down.loss)
    assert down.curve("accuracy").values.max() < 0.2
    assert f"It says {100 * lab.read(down):.0f} %." in indexing.after("both_ways")
    assert f"shows {100 * lab.read(right):.0f} %" in indexing.predict("measured_down").ask


def test_a_colon_takes_a_square(indexing: Bench) -> None:
    logp, y = torch.zeros(32, 5), torch.randint(0, 5, (32,))
    assert logp[:, y].numel() == indexing.number("shape_of_colon")
    assert logp[torch.arange(32), y].shape == (32,)
    with pytest.raises(RuntimeError):
        _ = torch.zeros(64, 10).argmax(dim=0) == torch.zeros(64)


def test_table_of_brackets(indexing: Bench) -> None:
    z = torch.arange(12).reshape(3, 4)
    first = indexing.lesson.blocks[0]
    assert isinstance(first, Prose)
    text = first.markdown
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| `z")]
    assert len(rows) == 8
    for _, code, _, shape, _ in rows:
        for each in re.findall(r"`(.+?)`", code):
            found = eval(each, {"z": z})
            said = str(tuple(found.shape)).replace("6", "n") if ">" in each else None
            assert (said or str(tuple(found.shape))) == shape.strip()


def test_windows_and_copies() -> None:
    z = torch.arange(12).reshape(3, 4)
    z[1][0] = 99
    assert z[1, 0] == 99
    z[[2]][0, 0] = 99
    assert z[2, 0] == 8


def test_questions_by_hand() -> None:
    p = torch.tensor([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]])
    assert p[[0, 1], [0, 2]].tolist() == pytest.approx([0.1, 0.5])
    t = torch.tensor([[3, 1, 4], [1, 5, 9], [2, 6, 5]])
    assert (t.argmax(dim=0).tolist(), t.argmax(dim=1).tolist()) == ([0, 2, 1], [2, 2, 1])
    assert (t.amax(dim=0).tolist(), t.argmax().item()) == ([3, 6, 9], 5)
    z = torch.arange(20).reshape(4, 5)
    assert [z[[1, 3], [0, 2]].sum().item(), z[[1, 3]][:, [0, 2]].sum().item()] == [22, 44]
    x = torch.zeros(8, 3, 5)
    shapes = [tuple(x.mean(dim=dim).shape) for dim in (0, 1, -1, (1, 2))]
    assert shapes == [(3, 5), (8, 5), (8, 3), (8,)]
