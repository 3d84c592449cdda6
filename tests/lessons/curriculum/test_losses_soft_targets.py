"""What the lesson on soft targets says is what its lab, and PyTorch, show."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from helpers import Bench, bench
from torch.nn import functional as F

from engine import data, losses
from engine.events import Probed
from engine.observations import Confidence
from lessons.curriculum.losses.soft_targets import lab


@pytest.fixture(scope="module")
def reader() -> Bench:
    return bench("losses/soft_targets")


def read(bench: Bench, scenario: str) -> int:
    """Images of 100 that are read."""
    return round(100 * lab.last(bench.run(scenario), "accuracy"))


def test_smoothing_as_in_pytorch_and_as_elsewhere(reader: Bench) -> None:
    torch.manual_seed(0)
    scores, labels = torch.randn(7, 10), torch.arange(7)
    target = lab.smoothed(labels, 0.1)
    assert target.sum(1).tolist() == pytest.approx([1.0] * 7)
    assert target[3, 3].item() == pytest.approx(reader.number("what_the_truth_gets"))
    theirs = F.cross_entropy(scores, labels, label_smoothing=0.1)
    assert F.cross_entropy(scores, target).item() == pytest.approx(theirs.item(), rel=1e-5)
    guess = torch.zeros(1, 10, requires_grad=True)
    loss = losses.CrossEntropy(label_smoothing=0.1, smoothing="others")(guess, labels[3:4])
    (slope,) = torch.autograd.grad(loss, guess)
    assert slope[0, 3].item() == pytest.approx(0.1 - 0.90, abs=1e-6)
    entropy = -(target[0] * target[0].log()).sum().item()
    assert entropy == pytest.approx(0.500, abs=5e-4)
    assert math.log(0.91 / 0.01) == pytest.approx(4.5, abs=0.02)


def test_smoothing_makes_modest(reader: Bench) -> None:
    text = reader.after("smooth")
    names = ("hard", "tenth", "third")
    sure = [f"{lab.last(reader.run(name), 'sure'):.2f}" for name in names]
    assert f"was {sure[0]} on average with ε = 0, and {sure[1]} and {sure[2]} with 0.1" in text
    seen = [
        event.seen
        for event in reader.events("third")
        if isinstance(event, Probed) and isinstance(event.seen, Confidence)
    ][-1]
    right, wrong = seen.right.numpy(), seen.wrong.numpy()
    answers, centres = right + wrong, (np.arange(len(right)) + 0.5) / len(right)
    assert answers[centres > 0.9].sum() < 0.02 * answers.sum()
    assert answers[right > centres * answers].sum() > 0.9 * answers.sum()
    shares = [read(reader, name) for name in names]
    assert f"they read {shares[0]}, {shares[1]} and {shares[2]}:" in text


def test_a_teacher_helps_where_labels_are_few_and_wrong(reader: Bench) -> None:
    text = reader.after("teaching")
    few = read(reader, "taught_few"), read(reader, "alone_few")
    assert f"student read {few[0]} of 100, where the one alone read {few[1]}." in text
    every = read(reader, "taught_all"), read(reader, "alone_all")
    assert f"it read {every[0]}, and the one alone {every[1]}: no gain" in text
    right = data.subset(data.digits(), 100).train
    noisy = data.with_label_noise(data.subset(data.digits(), 100), 0.3).train.targets
    wrong = noisy != right.targets
    says = lab.soft_answers(right.inputs, 3).argmax(1)
    assert wrong.sum() == 30
    assert (says == right.targets)[wrong].all()
    assert len(data.digits().train) == 1078


def test_what_the_teacher_says(reader: Bench) -> None:
    image = data.subset(data.digits(), 100).train.inputs[:1]
    text = reader.after("what_smoothing_knows")
    for temperature, words in (
        (1, "it says {:.3f} for the 8 and {:.3f} for a 9"),
        (3, "has {:.3f} for the 8 and {:.3f} for the 9"),
    ):
        answer = lab.soft_answers(image, temperature)[0]
        assert words.format(answer[8], answer[9]) in text


def test_the_ninth_image_has_a_wrong_label(reader: Bench) -> None:
    labels = data.with_label_noise(data.subset(data.digits(), 100), 0.3).train
    digits = data.subset(data.digits(), 100).train
    assert (labels.targets[8], digits.targets[8]) == (9, 1)
    assert lab.soft_answers(labels.inputs[8:9], 3.0).topk(2).indices.tolist() == [[1, 8]]
    assert "The ninth image, for example, has the label 9" in reader.after("teaching")


def test_the_factor_gives_the_gradient_its_size_back(reader: Bench) -> None:
    text = reader.after("factor")
    bare, times = reader.run("bare"), reader.run("times")
    assert f"With T² it read {read(reader, 'times')} of 100." in text
    assert f"Without, it read {read(reader, 'bare')}, which" in text
    assert f"{bare.grad_norm[0]:.3f} long" in text
    assert f"instead of {times.grad_norm[0]:.2f}." in text
    assert times.grad_norm[0] / bare.grad_norm[0] == pytest.approx(100, rel=1e-3)


def test_without_it_the_gradient_falls_as_one_over_t_squared() -> None:
    torch.manual_seed(0)
    student, soft = torch.randn(50, 10, requires_grad=True), torch.randn(50, 10)

    def norm(temperature: float) -> float:
        loss = losses.SoftTargets(temperature)(student, soft) / temperature**2
        return float(torch.autograd.grad(loss, student)[0].norm())

    assert norm(10) / norm(1) == pytest.approx(0.01, abs=0.004)
