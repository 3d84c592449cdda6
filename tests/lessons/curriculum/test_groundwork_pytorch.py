"""What the lesson on PyTorch says is what its lab, and the installed torch, show."""

from __future__ import annotations

from importlib.metadata import metadata

import pytest
import torch
from helpers import Bench, bench

from engine.events import Probed
from engine.observations import Matrix
from lessons.curriculum.groundwork.pytorch import lab


@pytest.fixture(scope="module")
def pieces() -> Bench:
    return bench("groundwork/pytorch")


def test_predictions(pieces: Bench) -> None:
    assert pieces.observed("a_coin_inside") == "learns"
    assert pieces.observed("one_round_only") == "drawn"
    assert pieces.never_run() == set()


def test_each_depth_is_drawn_about_a_hundred_times(pieces: Bench) -> None:
    seen = [
        event.seen.values.numpy()[0]
        for event in pieces.events("drawn")
        if isinstance(event, Probed) and isinstance(event.seen, Matrix)
    ]
    assert seen[-1].sum() == pieces.run("drawn").steps == 400
    assert seen[-1] == pytest.approx(100, abs=20)


def test_right_on_new_points(pieces: Bench) -> None:
    four, one = pieces.after("four_rounds"), pieces.after("one_round")
    shares = {
        name: f"{100 * lab.right(pieces.run(name)):.0f}"
        for name in ("fixed", "drawn", "fixed_once", "drawn_once")
    }
    assert f"right on {shares['drawn']} of the 100 new points in the end" in four
    assert f"`always four` on {shares['fixed']} as well" in four
    assert f"`always four` is right on {shares['fixed_once']} of 100 new points now" in one
    assert f"The drawn one is right on {shares['drawn_once']}." in one


def test_training_is_the_same_however_it_is_measured(pieces: Bench) -> None:
    for depth in ("fixed", "drawn"):
        assert (pieces.run(depth).loss == pieces.run(f"{depth}_once").loss).all()


def test_the_program_in_the_text_is_complete(pieces: Bench) -> None:
    document = pieces.lesson.blocks[0].markdown
    program = document.split("```python\n")[2].split("```")[0]
    names: dict[str, object] = {}
    torch.manual_seed(0)
    exec(program, names)
    assert isinstance(names["loss"], torch.Tensor)
    assert names["loss"].item() < 0.6


def test_versions(pieces: Bench) -> None:
    package = metadata("torch")
    assert package["Version"].startswith("2.13")
    assert package["Requires-Python"] == f">=3.{pieces.number('lowest_python'):.0f}"
    assert metadata("tutor")["Requires-Python"] == ">=3.11"


def test_the_error_of_two_devices(pieces: Bench) -> None:
    with pytest.raises(RuntimeError) as error:
        torch.ones(2, device="meta") + torch.ones(2)
    assert f"RuntimeError: {error.value}" in pieces.after("twice_the_threads")
