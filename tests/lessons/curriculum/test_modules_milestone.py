"""What the milestone of the unit on modules says is what its lab shows."""

from __future__ import annotations

import pytest
import torch
from helpers import Bench, bench

from lessons.curriculum.modules.milestone import lab


@pytest.fixture(scope="module")
def milestone() -> Bench:
    return bench("modules/milestone")


def test_prediction_and_runs(milestone: Bench) -> None:
    assert milestone.observed("which_copies") == "listed_plain"
    assert milestone.never_run() == set()


@pytest.mark.parametrize(
    ("scenario", "row"),
    [
        ("sound", "sound"),
        ("listed", "tower in a list"),
        ("plain", "plain mean and deviation"),
        ("awake", "copy in train mode"),
    ],
)
def test_table_of_copies(milestone: Bench, scenario: str, row: str) -> None:
    run = milestone.run(scenario)
    own, copied = (f"{100 * lab.share_read(run, by):.0f}" for by in ("accuracy", "copy"))
    assert f"| {row} | {own} | {copied} |" in milestone.after("four_readers")


def test_what_training_shows_of_it(milestone: Bench) -> None:
    text = milestone.after("four_readers")
    sound, listed, plain = (milestone.run(name).loss for name in ("sound", "listed", "plain"))
    last = f"{listed[-34:].mean():.2f}, where the sound one has {sound[-34:].mean():.2f}"
    assert last in text
    assert (sound == plain).all()


def test_loading_complains_of_names_and_of_nothing_else() -> None:
    zeros, ones = torch.zeros(64), torch.ones(64)
    whole = lab.Reader("ModuleList", "buffers", zeros, ones)
    for slip in (("list", "buffers"), ("ModuleList", "plain tensors")):
        lame = lab.Reader(*slip, zeros, ones)
        lame.load_state_dict(lab.Reader(*slip, ones, ones).state_dict())
        with pytest.raises(RuntimeError, match="Unexpected key"):
            lame.load_state_dict(whole.state_dict())
