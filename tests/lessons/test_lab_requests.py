"""A scenario of a lesson becomes the request for a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_curriculum import write_lesson

from engine.request import RunRequest
from lessons.errors import BadValue, UnknownName
from lessons.lab import request
from lessons.reading.lesson_file import load_lesson
from lessons.schema import Lesson

ID = "optimizers/momentum"


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    return load_lesson(write_lesson(tmp_path), ID)


def test_a_scenario_is_the_defaults_with_its_own_settings(lesson: Lesson) -> None:
    assert request(lesson, "heavy_ball") == RunRequest(
        recipe="lessons.curriculum.optimizers.momentum.lab:valley",
        parameters=(
            ("lr", 1e-3),
            ("momentum", 0.9),
            ("batch", 32),
            ("nesterov", False),
            ("start", "left"),
        ),
        seed=0,
        name="heavy_ball",
        origin=ID,
    )


def test_what_is_turned_by_hand_wins(lesson: Lesson) -> None:
    turned = request(
        lesson, "heavy_ball", (("momentum", 0.5), ("lr", 0.1)), seed=3, device="cpu", steps=7
    )
    values = dict(turned.parameters)
    assert (values["momentum"], values["lr"]) == (0.5, 0.1)
    assert list(values) == ["lr", "momentum", "batch", "nesterov", "start"]
    assert (turned.seed, turned.device, turned.steps) == (3, "cpu", 7)


def test_without_a_scenario_the_defaults_run(lesson: Lesson) -> None:
    asked = request(lesson)
    assert (dict(asked.parameters)["momentum"], asked.name) == (0.0, "")


def test_strange_names_and_values_are_refused(lesson: Lesson) -> None:
    with pytest.raises(UnknownName, match='"heavy_ball"'):
        request(lesson, "heavyball")
    with pytest.raises(UnknownName, match='"momentum"'):
        request(lesson, turned=(("momentun", 0.5),))
    with pytest.raises(BadValue, match=r"1e-05 to 0\.1"):
        request(lesson, turned=(("lr", 7.0),))


def test_whole_numbers_become_what_the_knob_is(lesson: Lesson) -> None:
    value = dict(request(lesson, turned=(("momentum", 0),)).parameters)["momentum"]
    assert (value, type(value)) == (0.0, float)
