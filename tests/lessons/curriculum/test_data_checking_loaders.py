"""What the lesson on checking a loader says is what its lab, and PyTorch, show."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from helpers import Bench, bench
from torch.nn.functional import cross_entropy

from engine import data
from engine.events import Probed
from engine.observations import Confusion
from lessons.curriculum.data.checking_loaders import lab


@pytest.fixture(scope="module")
def checking() -> Bench:
    return bench("data/checking_loaders")


def test_figures_of_the_stray_file(checking: Bench) -> None:
    clean, stray = checking.run("clean"), checking.run("stray")
    shares = [100 * run.curve("accuracy").last for run in (clean, stray)]
    text = checking.after("run-1")
    assert f"alone it reads {shares[0]:.0f} %, with the file beside them {shares[1]:.1f} %" in text
    assert f"it was {stray.loss[0]:.2f}, which is ln 11" in text
    assert f"the validation loss of {stray.curve('loss').last:.0f} in the plot" in text
    assert stray.loss[0] == pytest.approx(math.log(11), abs=0.1)
    assert clean.loss[0] == pytest.approx(math.log(10), abs=0.1)
    opening = checking.lesson.blocks[0].markdown  # type: ignore[union-attr]
    assert f"its training loss is {lab.last_epoch(stray):.3f}." in opening


def test_answers_stand_beside_the_diagonal(checking: Bench) -> None:
    *_, seen = (
        event.seen
        for event in checking.events("stray")
        if isinstance(event, Probed) and isinstance(event.seen, Confusion)
    )
    counts = seen.counts.numpy()
    assert np.trace(counts, offset=1) > 0.9 * counts.sum()


def test_folders_alone_are_numbered_where_care_is_taken(tmp_path: Path) -> None:
    two = data.subset(data.only_classes(data.digits(), ("0", "1")), 20)
    lab.write_folders(tmp_path, two.train, stray=True)
    careful, careless = (lab.ImageFolder(tmp_path, careless=careless) for careless in (False, True))
    assert careful.classes == ["0", "1"]
    assert careless.classes == [".DS_Store", "0", "1"]
    assert torch.equal(careless.labels, careful.labels + 1)
    kept = two.train.inputs[two.train.targets.argsort(stable=True)]
    assert torch.equal(careful.images, kept)
    assert sorted(["cat", ".cache", "dog"]) == [".cache", "cat", "dog"]
    assert sorted(["tulip", "iris", "README.txt", "rose"]).index("rose") == 2


def test_the_luckier_ending(checking: Bench) -> None:
    with pytest.raises(IndexError) as raised:
        cross_entropy(torch.zeros(2, 2), torch.tensor([1, 2]))
    assert f"IndexError: {raised.value}" in checking.after("run-1")


def test_figures_of_the_mixed_labels(checking: Bench) -> None:
    run = checking.run("mixed")
    text = checking.after("run-2")
    validation = run.curve("loss")
    assert f"training loss was {lab.last_epoch(run):.2f} in the mean" in text
    low, last = validation.values.min(), validation.last
    assert f"loss was {low:.2f} at its lowest, and ended at {last:.2f}." in text
    parameters = sum(weight.numel() for weight in lab.reader(10).parameters())
    assert f"{parameters} parameters" in text
    assert checking.number("guessing_among_hundred") == pytest.approx(math.log(100), abs=1e-3)


def test_every_scenario_is_run(checking: Bench) -> None:
    assert checking.never_run() == set()
