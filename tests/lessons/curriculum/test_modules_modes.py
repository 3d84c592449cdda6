"""What the lesson on modes says is what its lab shows."""

from __future__ import annotations

import pytest
import torch
from helpers import Bench, bench
from torch import nn

from engine.events import Event, Probed, StepEnded
from engine.observations import Matrix
from engine.references import resolve
from engine.training import train
from engine.travel.keeping import InMemory
from lessons.curriculum.modules.modes import lab
from lessons.lab import FinishedRun, request


@pytest.fixture(scope="module")
def modes() -> Bench:
    return bench("modules/modes")


def read(run: FinishedRun) -> str:
    """Images of 100 that are read in the end."""
    return f"{100 * lab.share_read(run):.0f}"


def means(lesson: Bench, scenario: str) -> torch.Tensor:
    """What the norm takes for its means in the end, and what they are: (2, 32)."""
    *_, last = (
        event.seen
        for event in lesson.events(scenario)
        if isinstance(event, Probed) and isinstance(event.seen, Matrix)
    )
    return torch.tensor(last.values.numpy())


def test_predictions(modes: Bench) -> None:
    assert modes.observed("once_or_each") == "fools"
    assert modes.observed("measured_in_training") == "fewer"
    assert modes.observed("frozen_reader") == "still"
    assert modes.never_run() == set()


def test_losses_of_the_two_loops(modes: Bench) -> None:
    each, once, text = modes.run("each"), modes.run("once"), modes.after("two_loops")
    assert (each.loss[: lab.BATCHES] == once.loss[: lab.BATCHES]).all()
    training = f"mean training loss of {lab.last_epoch(once):.2f} in its last epoch"
    assert f"{training}, the sound one {lab.last_epoch(each):.2f}." in text
    validation = f"other way round: {once.curve().last:.2f} against {each.curve().last:.2f}."
    assert validation in text
    assert f"0.9¹⁰ = {100 * 0.9**10:.0f} per cent" in text


def test_the_diary_is_closed_after_the_first_epoch(modes: Bench) -> None:
    assert modes.run("each").steps == 10 * lab.BATCHES == 100
    right, stale = means(modes, "each"), means(modes, "once")
    assert (right[0] - right[1]).abs().mean() < 0.05
    assert (stale[0] - stale[1]).abs().mean() > 0.2


def test_one_network_measured_in_two_modes(modes: Bench) -> None:
    each, noisy, text = modes.run("each"), modes.run("noisy"), modes.after("measured_twice")
    assert (each.loss == noisy.loss).all()
    assert f"reports {read(each)} of 100, the other one {read(noisy)}." in text
    norm = nn.BatchNorm1d(2)
    with pytest.raises(ValueError, match=r"^Expected more than 1 value per channel when training"):
        norm(torch.zeros(1, 2))


def test_the_frozen_network(modes: Bench) -> None:
    undone, still, text = modes.run("undone"), modes.run("still"), modes.after("frozen")
    half = f"{100 * undone.curve('accuracy').values[4]:.0f}"
    assert f"first one read {half} of 100 when it was frozen, and {read(undone)} five" in text
    assert f"still reads {read(still)}." in text
    assert half == read(still)
    weights = modes.run(None, freeze="weights")
    assert (weights.loss == undone.loss).all()
    assert lab.share_read(weights) == lab.share_read(undone)


def test_the_diary_of_the_frozen_network(modes: Bench) -> None:
    (noted, digits), (kept, same) = means(modes, "undone"), means(modes, "still")
    assert (noted - digits).abs().mean() > 5 * (kept - same).abs().mean()


@pytest.mark.parametrize("scenario", ["once", "undone", "still"])
def test_a_run_that_goes_on_from_a_snapshot_is_the_same(modes: Bench, scenario: str) -> None:
    asked = request(modes.lesson, scenario)
    keeper = InMemory(every=35)
    made = resolve(asked.recipe)(**dict(asked.parameters))
    whole = list(train(made, device="cpu", keeper=keeper))
    for step in (35, 70):
        again = resolve(asked.recipe)(**dict(asked.parameters))
        rest = list(train(again, device="cpu", start=keeper.at(step)))
        assert losses(rest) == losses(whole)[step:]


def losses(events: list[Event]) -> list[float]:
    """The loss of every step."""
    return [event.loss for event in events if isinstance(event, StepEnded)]


def test_numbers_of_the_questions(modes: Bench) -> None:
    norm = nn.BatchNorm1d(1)
    norm(torch.tensor([[40.0], [60.0]]))
    assert norm.running_mean is not None
    assert norm.running_mean.item() == pytest.approx(modes.number("running_mean_after_one"))
    norm = nn.BatchNorm1d(1)
    for _ in range(2):
        norm(torch.tensor([[5.0], [15.0]]))
    assert norm.running_mean is not None
    assert norm.running_mean.item() == pytest.approx(modes.number("running_mean_after_two"))
    assert modes.number("batches_tracked") == 1000 / 100


def test_eval_mode_switches_dropout_off_and_no_norm() -> None:
    torch.manual_seed(0)
    x = torch.randn(50, 4) * 3 + 1
    norm, dropout = nn.BatchNorm1d(4), nn.Dropout(0.5)
    norm(x)
    assert not torch.allclose(norm.eval()(x), x, atol=0.1)
    assert torch.equal(dropout.eval()(x), x)
    frozen = nn.BatchNorm1d(4).requires_grad_(False)
    with torch.no_grad():
        frozen(x)
    assert frozen.running_mean is not None
    assert frozen.running_mean.abs().sum() > 0
