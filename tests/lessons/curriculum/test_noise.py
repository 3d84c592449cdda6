"""What the lesson on training on noise says is what its lab shows."""

from __future__ import annotations

import math
import re

import pytest
from helpers import Bench, bench

from lessons.curriculum.training.noise.lab import share


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("training/noise")


def per_cent(lesson: Bench, scenario: str, split: str) -> float:
    return 100 * share(lesson.run(scenario), split)


def said(text: str, pattern: str) -> float:
    found = re.search(pattern, text)
    assert found, pattern
    return float(found[1].replace(" ", ""))


def test_each_scenario_is_run_somewhere(lesson: Bench) -> None:
    assert lesson.never_run() == set()


def test_what_the_large_network_knows(lesson: Bench) -> None:
    text = lesson.after("two_hats")
    known = said(text, r"knows ([\d.]+) % of it")
    assert known == pytest.approx(per_cent(lesson, "lot", "train"), abs=0.5)
    right = said(text, r"these images, too: ([\d.]+) % of them are read right")
    assert right == pytest.approx(per_cent(lesson, "lot", "validation"), abs=0.05)
    up_to = said(text, r"from ln 10 = 2.3 to (\d\.\d)\.")
    assert up_to == pytest.approx(lesson.run("lot").curve().last, abs=0.05)
    new = said(text, r"Its new images are read to ([\d.]+) %")
    assert new == pytest.approx(per_cent(lesson, "own", "validation"), abs=0.5)
    losses = lesson.run("lot").loss
    assert losses[:10].mean() == pytest.approx(2.4, abs=0.1)
    assert lesson.run("lot").curve("loss", "train").last == pytest.approx(0.2, abs=0.05)
    assert said(text, r"\((\d+ \d+) of them\)") == 64 * 256 + 256 + 256 * 10 + 10


def test_what_eight_units_know(lesson: Bench) -> None:
    text = lesson.after("two_small_hats")
    own = said(text, r"enough for ([\d.]+) % of the training images")
    assert own == pytest.approx(per_cent(lesson, "few_own", "train"), abs=0.5)
    new = said(text, r"and ([\d.]+) % of the new ones")
    assert new == pytest.approx(per_cent(lesson, "few_own", "validation"), abs=0.05)
    lot = said(text, r"as far as ([\d.]+) %")
    assert lot == pytest.approx(per_cent(lesson, "few_lot", "train"), abs=0.05)


def test_how_many_units_note_down_labels_by_lot(lesson: Bench) -> None:
    assert "bring the training loss below 0.5" in lesson.after("two_small_hats")
    # The more labels there are, the more units it takes; there are enough to be found.
    for images, too_few, enough in ((300, 64, 128), (150, 32, 64)):
        assert lesson.run("lot", hidden=too_few, images=images).loss[-10:].mean() > 0.5
        assert lesson.run("lot", hidden=enough, images=images).loss[-10:].mean() < 0.5


def test_chance_is_one_in_k(lesson: Bench) -> None:
    assert lesson.number("expected_accuracy") == 100 / 4
    assert math.log(10) == pytest.approx(2.3, abs=0.01)
