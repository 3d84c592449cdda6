"""What the lesson on normalising says is what its lab, and PyTorch, show."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from helpers import Bench, bench
from numpy.typing import NDArray

from engine import data, train
from engine.events import Evaluated, Probed
from engine.observations import Boundary, Pictures
from engine.request import Value
from lessons.curriculum.data.normalising import lab


@pytest.fixture(scope="module")
def normalising() -> Bench:
    return bench("data/normalising")


@pytest.fixture(scope="module")
def wines() -> data.Dataset:
    return data.wine(features=lab.MEASURED, standardise=False)


def percent(bench: Bench, scenario: str | None, **turned: Value) -> str:
    """The share that a run gets right, as the text writes it."""
    return f"{100 * lab.share_right(bench.run(scenario, 0, **turned)):.0f} %"


def test_figures_of_the_wines(normalising: Bench, wines: data.Dataset) -> None:
    text = normalising.after("run-1")
    raw, together, columns = (percent(normalising, name) for name in ("raw", "all", "feature"))
    assert f"As measured, {raw} of the wines" in text
    assert f"for everything {together}, and with a pair for each column {columns}." in text
    loss = normalising.run("raw").loss
    assert f"begins at {loss[0]:.0f} and ends at {loss[-1]:.0f}." in text
    narrow, wide = wines.train.inputs.std(0).tolist()
    assert f"was {wide / narrow:.0f} times as wide" in text
    flavonoids = lab.scaled(wines, "everything").train.inputs[:, 0]
    assert f"near −{-flavonoids.mean():.3f}, give or take {flavonoids.std():.3f}:" in text
    assert f"({len(wines.train)}, 2)" in normalising.lesson.blocks[0].markdown  # type: ignore[union-attr]


def test_the_third_grower_is_left_with_a_strip_until_each_column_has_its_scale() -> None:
    strip, own = (winners_and_scores(scale) for scale in ("everything", "per feature"))
    winners, scores = strip
    assert (winners == winners[:, :1]).all(), "the border lies flat"
    assert 0 < (winners == 2).mean() < 0.1
    assert scores[winners == 2].max() < 0.5 < scores[winners == 0].mean()
    winners, scores = own
    assert (winners == 2).mean() > 0.15
    assert scores[winners == 2].max() > 0.99


def winners_and_scores(scale: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Who is named everywhere in the plane at the end of training, and how surely."""
    maps = [
        event.seen
        for event in train(lab.growers(scale, lr=0.5))
        if isinstance(event, Probed) and isinstance(event.seen, Boundary)
    ]
    winners = maps[-1].winners
    assert winners is not None
    return winners.numpy(), maps[-1].scores.numpy()


def test_small_rates_and_another_scale(normalising: Bench) -> None:
    text = normalising.after("run-1")
    slow = normalising.run(None, lr=1e-5)
    assert f"at last, to {slow.loss[-1]:.2f}, which" in text
    assert slow.loss[-1] == pytest.approx(math.log(3), abs=0.02)
    assert f"it comes to {percent(normalising, None, scale='min-max')}," in text
    squeezed, standard = (normalising.run(None, scale=way) for way in ("min-max", "per feature"))
    last = [f"{run.loss[-1]:.2f}" for run in (squeezed, standard)]
    assert f"{last[0]} at the end, where the other was at {last[1]}." in text


def test_ways_of_scaling(wines: data.Dataset) -> None:
    known = wines.train.inputs
    squeezed = lab.scaled(wines, "min-max").train.inputs
    assert squeezed.amin(0).tolist() == [0, 0]
    assert squeezed.amax(0).tolist() == pytest.approx([1, 1])
    standard = lab.scaled(wines, "per feature")
    assert standard.train.inputs.std(0).tolist() == pytest.approx([1, 1])
    bottle = (wines.validation.inputs[0] - known.mean(0)) / known.std(0)
    assert torch.allclose(standard.validation.inputs[0], bottle)


def test_figures_of_both_splits_together_change_nothing_here(
    normalising: Bench, wines: data.Dataset
) -> None:
    known = torch.cat([wines.train.inputs, wines.validation.inputs])
    leaking = replace(
        lab.growers("none", 0.5), data=lab.moved(wines, known.mean(0), known.std(0)), probes=()
    )
    *_, last, _ = train(leaking, seed=0, device="cpu")
    assert isinstance(last, Evaluated)
    assert f"{100 * last.value('accuracy'):.0f} %" == percent(normalising, "feature") == "97 %"
    assert "no difference, 97 % either way" in normalising.after("which_dim")


def test_figures_of_the_digits(normalising: Bench) -> None:
    text = normalising.after("run-2")
    assert f"Off by a pixel, {percent(normalising, 'moved')} are read." in text
    assert f"the same {len(data.digits().train)} digits" in text
    assert f"The third run read {percent(normalising, 'shaken')} of the moved" in text
    shaken = percent(normalising, None, problem="digits", shift=True, validation="centred")
    centred = percent(normalising, "centred")
    assert f"it reads {shaken}, less than the {centred} of" in text
    assert f"It reads {centred} of the centred images." in normalising.predict("one_pixel").ask
    wavering = percent(normalising, None, problem="digits", validation="random")
    assert f"without shifts reads {wavering} and not {centred}," in text


def test_the_view_shows_draws(normalising: Bench) -> None:
    augmented, _ = (
        event.seen
        for event in normalising.events("shaken")
        if isinstance(event, Probed) and isinstance(event.seen, Pictures)
    )
    assert augmented.columns == 6
    rows = augmented.images.numpy().reshape(-1, 6, 64)
    assert len({draw.tobytes() for draw in rows[0]}) > 2


def test_every_scenario_is_run(normalising: Bench) -> None:
    assert normalising.never_run() == set()
