"""The playground as lessons know it: share strings, choices that lead to others, runs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.playground import RECIPE
from engine.recipes import experiment_of
from engine.request import Parameters, Value
from engine.schedules import Shaped
from lessons.catalog import Catalog, load_catalog
from lessons.errors import BadValue, UnknownName
from lessons.playground import (
    Play,
    is_playground,
    lab_of,
    parse,
    request,
    rows,
    settled,
    stopping,
    taken_from,
    with_choice,
    write,
)
from lessons.schema import Lesson

CATALOG: Catalog = load_catalog()
LESSON = CATALOG.lesson("optimizers/momentum")
CHOICES: dict[str, list[Value]] = {
    "data": ["moons", "digits", "sine", "bowl"],
    "data.noise": [0.1, 0.25],
    "model": ["mlp", "lenet", "linear_regression"],
    "model.hidden": ["16", "32,32"],
    "optimizer": ["sgd", "adam"],
    "optimizer.momentum": [0.5, 0.9],
    "lr": [0.5, 1e-05],
    "schedule": ["cosine", "shaped"],
    "schedule.warmup": [5, 50],
    "batch_size": [8, "all"],
    "clip": [0.5, "none"],
    "keep_best": [True, False],
}
chosen = st.lists(
    st.sampled_from([(name, value) for name, values in CHOICES.items() for value in values]),
    max_size=8,
)


@given(chosen, st.integers(0, 2**32 - 1))
def test_share_strings_read_back_as_what_was_written(
    pairs: list[tuple[str, Value]], seed: int
) -> None:
    play = settled(Play(parameters=tuple(dict(pairs).items()), seed=seed), CATALOG)
    text = write(play)
    assert "\n" not in text
    if not rows(play, CATALOG).strays:  # what has no place keeps the form it was typed in
        assert parse(text, CATALOG) == play
    assert write(parse(text, CATALOG)) == text


@settings(max_examples=20)
@given(chosen)
def test_what_is_chosen_one_after_another_trains_or_says_why_not(
    pairs: list[tuple[str, Value]],
) -> None:
    play = Play()
    for name, value in pairs:
        play = with_choice(play, name, value, CATALOG)
    found = rows(play, CATALOG)
    assert lab_of(play, CATALOG).lab.views
    if stopping(play, CATALOG) is None:
        assert request(play, CATALOG).recipe == RECIPE
    else:
        assert found.objections[0].instead


def test_a_share_string_holds_only_what_differs_from_what_is_proposed() -> None:
    text = "playground?data=moons&model=mlp&model.hidden=16&optimizer=adamw&lr=0.02#seed=3"
    play = parse(text, CATALOG)
    assert play == Play(parameters=(("lr", 0.02),), seed=3)
    assert write(play) == "playground?lr=0.02#seed=3"
    assert write(Play()) == "playground"
    assert is_playground("playground")
    assert is_playground("playground#seed=1")
    assert not is_playground("optimizers/momentum?lr=1")


def test_a_run_says_what_it_is_made_of_even_where_nothing_was_chosen() -> None:
    told = dict(request(Play(), CATALOG).parameters)
    assert told["data"] == "moons"
    assert told["optimizer"] == "adamw"


def test_another_model_takes_the_settings_of_the_old_one_with_it() -> None:
    play = with_choice(Play(), "model.hidden", "64,64", CATALOG)
    assert with_choice(play, "model", "logistic_regression", CATALOG).parameters == (
        ("model", "logistic_regression"),
    )


def test_another_optimizer_has_a_rate_of_its_own() -> None:
    play = with_choice(Play(), "lr", 0.5, CATALOG)
    assert rows(with_choice(play, "optimizer", "adam", CATALOG), CATALOG).value("lr") == 0.01


def test_a_choice_taken_back_is_what_is_proposed() -> None:
    play = with_choice(Play(), "data", "digits", CATALOG)
    assert with_choice(play, "data", None, CATALOG) == Play()


def test_what_cannot_be_is_kept_and_said() -> None:
    play = parse("playground?data=moons&model=lenet", CATALOG)
    objection = stopping(play, CATALOG)
    assert objection is not None
    assert objection.field == "model"
    with pytest.raises(BadValue, match="takes images"):
        request(play, CATALOG)


@pytest.mark.parametrize(
    "text", ["playground?dta=moons", "playground?lr=fast", "playground?optimizer=adm"]
)
def test_what_is_misspelt_is_said_when_it_is_to_be_trained(text: str) -> None:
    with pytest.raises(BadValue):
        request(parse(text, CATALOG), CATALOG)


@pytest.mark.parametrize(
    "text", ["playground?from=optimizers/momentm", "playground?from=optimizers/momentum&scenario=x"]
)
def test_a_lesson_that_is_not_there_is_said_at_once(text: str) -> None:
    with pytest.raises(UnknownName):
        parse(text, CATALOG)


# Based on a lesson


def test_a_lab_is_taken_along_as_it_stands() -> None:
    scenario = LESSON.lab.scenarios[1]
    play = taken_from(LESSON, scenario, (("lr", 0.002),), seed=7)
    asked = request(play, CATALOG)
    assert asked.recipe == LESSON.lab.recipe
    assert dict(asked.parameters) == {**dict(LESSON.lab.parameters(scenario)), "lr": 0.002}
    assert (asked.changes, asked.seed) == ((), 7)
    assert parse(write(play), CATALOG) == settled(play, CATALOG)


def test_the_rest_of_a_lesson_can_be_changed() -> None:
    play = taken_from(LESSON, LESSON.lab.scenarios[0])
    more: Parameters = (("optimizer", "adam"), ("schedule", "shaped"), ("schedule.warmup", 20))
    for name, value in more:
        play = with_choice(play, name, value, CATALOG)
    made = experiment_of(request(play, CATALOG))
    assert type(made.optimizer).__name__ == "Adam"
    assert made.optimizer.lr == rows(play, CATALOG).value("optimizer.lr")  # type: ignore[union-attr]
    assert made.schedule == Shaped(warmup=20)


@pytest.mark.parametrize("lesson", CATALOG.lessons, ids=lambda lesson: lesson.id)
def test_every_lesson_can_be_played_with(lesson: Lesson) -> None:
    for scenario in lesson.lab.scenarios:
        play = taken_from(lesson, scenario)
        assert rows(play, CATALOG).objections == ()
        assert request(play, CATALOG).changes == ()
        assert lab_of(play, CATALOG).lab.views == lesson.lab.views
