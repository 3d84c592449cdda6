"""What the milestone of the losses says is what its lab shows."""

from __future__ import annotations

import pytest
from helpers import Bench, bench

from engine import data
from lessons.curriculum.losses.milestone import lab


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("losses/milestone")


def test_images_and_slips() -> None:
    train = lab.with_ink(data.digits()).train
    assert (len(train), lab.SLIPS) == (1078, 54)
    ink = train.targets[lab.SLIPS :, 1]
    assert (ink.abs() < 2).float().mean() > 0.55
    assert 20 / ink.std() == pytest.approx(9, abs=0.5)


def test_who_pulls_harder(lesson: Bench) -> None:
    assert lesson.observed("which_read") == "alone_huber"
    text = lesson.after("together")
    read, off = (
        {name: lab.last(lesson.run(name), metric) for name in ("alone", "squared", "huber")}
        for metric in ("read", "off")
    )
    assert f"Digits alone, it read {100 * read['alone']:.0f} in 100." in text
    assert f"it read {100 * read['huber']:.0f} as well" in text
    assert f"was off by {off['huber']:.2f} on average for the ink" in text
    constant = lab.with_ink(data.digits()).validation.targets[:, 1].abs().mean().item()
    assert f"every image would be off by {constant:.2f}." in text
    assert off["huber"] < constant < off["squared"]
    assert read["squared"] < 0.4
    assert off["squared"] > off["huber"] + 0.1
    assert lesson.never_run() == set()


def test_a_small_share_lets_the_digits_be_heard_and_the_slips_too(lesson: Bench) -> None:
    quiet = lesson.run(None, ink_cost="squared", share=0.05)
    assert lab.last(quiet, "read") > 0.88
    assert lab.last(quiet, "off") > lab.last(lesson.run("huber"), "off") + 0.1
