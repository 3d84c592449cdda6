"""What the lesson on cross-entropy says is what its lab, and PyTorch, show."""

from __future__ import annotations

import math

import pytest
import torch
from helpers import Bench, bench
from torch import Tensor
from torch.nn import functional as F

from engine.events import Probed
from engine.observations import Confidence
from lessons.curriculum.losses.cross_entropy import lab
from lessons.questions.forms import Match
from lessons.schema import Quiz


@pytest.fixture(scope="module")
def entropy() -> Bench:
    return bench("losses/cross_entropy")


def test_one_row_by_hand(entropy: Bench) -> None:
    row = torch.tensor([2.0, 1.0, 0.1])
    assert [f"{number:.2f}" for number in row.exp()] == ["7.39", "2.72", "1.11"]
    assert f"{row.exp().sum():.2f}" == "11.21"
    assert [f"{number:.3f}" for number in row.softmax(0)] == ["0.659", "0.242", "0.099"]
    loss = F.cross_entropy(row[None], torch.tensor([0])).item()
    assert f"the first is {loss:.4f}." in entropy.after("one_row")


def test_four_endings(entropy: Bench) -> None:
    text = entropy.after("which_ending")
    share = {
        name: lab.share_read(entropy.run(name)) for name in ("scores", "logs", "layer", "bare")
    }
    assert f"`scores` read {share['scores']:.0%}".replace("%", " %") in text
    assert f"very same {share['logs']:.0%}".replace("%", " %") in text
    assert (
        f"`layer` read {share['layer']:.0%}, `bare` {share['bare']:.0%}.".replace("%", " %") in text
    )
    assert entropy.run("scores").loss == pytest.approx(entropy.run("logs").loss, abs=1e-3)
    assert f"{lab.last_epoch(entropy.run('bare')):.2f}".replace("-", "−") in text
    first = entropy.run("layer").grad_norm[0] / entropy.run("scores").grad_norm[0]
    assert first == pytest.approx(0.1, abs=0.02)
    assert lab.last_epoch(entropy.run("layer")) > 2.2


def test_a_floor_under_the_loss(entropy: Bench) -> None:
    text = entropy.after("with_adam")
    pushed, adam = entropy.run("pushed"), entropy.run("adam")
    words = (
        f"network reads {lab.share_read(pushed):.0%} now, against {lab.share_read(adam):.0%} for"
    )
    assert words.replace("%", " %") in text
    losses = lab.last_epoch(pushed), lab.last_epoch(adam)
    words = "loss was {:.2f} over the last epoch, against {:.2f}."
    assert words.format(*losses) in text
    highest = math.e / (math.e + 9)
    assert f"{highest:.3f} −ln 0.232 = {-math.log(highest):.3f}" in text
    assert pushed.loss.min() > -math.log(highest)
    seen = [
        event.seen
        for event in entropy.events("pushed")
        if isinstance(event, Probed) and isinstance(event.seen, Confidence)
    ][-1]
    sure = seen.right.numpy() + seen.wrong.numpy()
    assert not sure[int(highest * len(sure)) + 1 :].any()
    of_three = -math.log(math.e / (math.e + 2))
    assert entropy.number("floor_of_three") == pytest.approx(of_three, abs=1e-3)


def test_costs_of_the_view() -> None:
    outputs = torch.full((1, 10), 0.3 / 9)
    outputs[0, 4] = 0.7
    truth, p = torch.tensor([4]), torch.tensor([0.7])
    for ending, (last_layer, loss) in lab.ENDINGS.items():
        given = outputs if isinstance(last_layer, torch.nn.Softmax) else outputs.log()
        assert torch.allclose(lab.COSTS[ending](p)[0], loss(given, truth), atol=1e-6), ending


def test_float32_ends_before_e_to_the_89() -> None:
    assert torch.tensor(88.7).exp().isfinite()
    assert torch.tensor(89.0).exp().isinf()
    scores = torch.tensor([[1000.0, 0.0, -1000.0]])
    assert scores.softmax(1).log().isinf().any()
    assert scores.log_softmax(1).tolist() == [[0, -1000, -2000]]


def test_messages_are_those_of_the_installed_torch(entropy: Bench) -> None:
    scores, targets = torch.randn(4, 3), torch.tensor([0, 1, 2, 0])
    wrong: list[Tensor] = [targets.float(), targets[:, None], targets + 1]
    block = next(found for found in entropy.lesson.blocks if found.id == "what_it_complains_of")
    assert isinstance(block, Quiz)
    assert isinstance(block.form, Match)
    for handed, pair in zip(wrong, block.form.pairs, strict=True):
        with pytest.raises((RuntimeError, IndexError)) as raised:
            F.cross_entropy(scores, handed)
        assert pair.right in str(raised.value)


def test_numbers_asked_for(entropy: Bench) -> None:
    assert entropy.number("a_fair_coin") == pytest.approx(math.log(2), abs=1e-3)
