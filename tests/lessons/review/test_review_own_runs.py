"""Questions about the learner's own runs: right, answerable, and the same all day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest
from kept_runs import keep_run
from review_samples import NOON, Hands

from engine.request import Parameters, RunRequest
from engine.runs import INFO, RunStore
from engine.runs_index import RunsIndex
from lessons.questions.forms import Choice, Choices
from lessons.review.clock import Clock
from lessons.review.item import Item
from lessons.review.own_runs.happenings import Recorded, happenings
from lessons.review.own_runs.items import A_LESSON, run_items
from lessons.review.own_runs.seen import apart, seen_runs
from lessons.review.own_runs.words import since
from lessons.review.rating import GOOD
from lessons.review.schedule import rated
from lessons.review.standing import NEW, Standings
from lessons.schema import Knob, Lab, Lesson

LAB = Lab(
    recipe="lab:none",
    knobs=(
        Knob(name="lr", kind="log", default=0.1, min=1e-4, max=10.0),
        Knob(name="momentum", kind="float", default=0.0, min=0.0, max=0.99),
    ),
)
LESSON = Lesson(
    id="unit/valley",
    title="The valley",
    aim="Know.",
    minutes=5,
    requires=(),
    covers=(),
    sources=(),
    lab=LAB,
    blocks=(),
    folder=Path("nowhere"),
)
STEPS = 60


def falling(speed: float) -> list[float]:
    return [math.exp(-speed * step) for step in range(STEPS)]


def keep(store: RunStore, losses: Sequence[float], *, days_old: float = 5, **knobs: float) -> str:
    """A run of the lesson that is some days old."""
    values: Parameters = tuple({"lr": 0.1, "momentum": 0.0, **knobs}.items())
    asked = RunRequest(recipe="none:none", origin=LESSON.id, name="plain", parameters=values)
    run = keep_run(store, losses, asked=asked)
    path = store.folder(run) / INFO
    info = store.info(run)
    made = NOON - timedelta(days=days_old)
    path.write_bytes(msgspec.json.encode(replace(info, created=made.isoformat())))
    return run


def items(store: RunStore, clock: Clock, standings: Standings | None = None) -> list[Item]:
    entries = RunsIndex(store).entries()
    return run_items([LESSON], entries, store, standings or Standings(), clock)


def of_kind(found: list[Item], kind: str) -> Item:
    (one,) = [item for item in found if item.id.startswith(f"run/{kind}")]
    return one


def choices(item: Item) -> tuple[Choice, ...]:
    assert isinstance(item.question.form, Choices)
    return item.question.form.choices


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def test_which_rate_was_it_offers_the_rates_of_other_runs(store: RunStore) -> None:
    keep(store, falling(0.01), lr=0.01)
    keep(store, falling(0.2), lr=0.5)
    rates = [one for one in items(store, Hands().clock) if one.id.startswith("run/rate")]
    assert len(rates) == 2
    for item in rates:
        offered = choices(item)
        (right,) = [one for one in offered if one.right]
        assert {"0.01", "0.5"} <= {one.text for one in offered}
        assert right.text in right.why
        assert [float(one.text) for one in offered] == sorted(float(one.text) for one in offered)
        assert item.picture is not None
        assert item.picture.curves[0].points


def test_a_rate_is_not_asked_where_there_is_nothing_to_compare(store: RunStore) -> None:
    keep(store, falling(0.01), lr=0.01)
    assert items(store, Hands().clock) == []
    keep(store, falling(0.0101), lr=0.0101)  # nobody could tell these two apart
    assert items(store, Hands().clock) == []


def test_which_curve_had_it(store: RunStore) -> None:
    keep(store, falling(0.01), momentum=0.0)
    keep(store, falling(0.2), momentum=0.9)
    item = of_kind(items(store, Hands().clock), "which")
    assert item.picture is not None
    for choice, curve in zip(choices(item), item.picture.curves, strict=True):
        fast = curve.points[-1].loss < 0.1
        assert choice.text == f"Curve {curve.name}"
        assert f"momentum {0.9 if fast else 0}" in choice.why
        assert choice.right == item.question.ask.endswith(f"momentum {0.9 if fast else 0}?")


def test_what_happened_at_a_step(store: RunStore) -> None:
    losses = falling(0.01)
    losses[29] = 8.0
    keep(store, losses)
    item = of_kind(items(store, Hands().clock), "moment")
    assert item.picture is not None
    assert item.picture.mark == 30
    assert "step 30" in item.question.ask
    (right,) = [one for one in choices(item) if one.right]
    assert right.text == "The loss jumped and came back."
    assert "to 8" in right.why
    assert len(choices(item)) == 4


def test_all_day_the_same_and_known_by_its_settings(store: RunStore) -> None:
    keep(store, falling(0.01), lr=0.01)
    keep(store, falling(0.2), lr=0.5)
    hands = Hands()
    morning = items(store, hands.clock)
    hands.go_on(0.2)
    assert items(store, hands.clock) == morning
    days = [
        [choices(one) for one in items(store, Hands(NOON + timedelta(days=day)).clock)]
        for day in range(12)
    ]
    assert any(day != days[0] for day in days)
    keep(store, falling(0.19), lr=0.5, days_old=2)
    again = items(store, hands.clock)
    assert {one.id for one in again} == {one.id for one in morning}
    assert again != morning


def test_runs_of_today_and_such_as_say_little_are_not_asked_about(store: RunStore) -> None:
    keep(store, falling(0.01), lr=0.01, days_old=0)
    keep(store, falling(0.2), lr=0.5, days_old=0)
    assert items(store, Hands().clock) == []
    assert items(store, Hands(NOON + timedelta(days=1)).clock)
    keep(store, falling(0.2)[:5], lr=0.3)
    entries = RunsIndex(store).entries()
    tomorrow = Hands(NOON + timedelta(days=1)).clock
    assert len(seen_runs(LESSON, entries, store, tomorrow)) == 2


def test_few_of_each_lesson_and_those_that_were_asked_stay(store: RunStore) -> None:
    for place in range(8):
        keep(store, falling(0.01 * 3**place), lr=0.001 * 3**place)
    first = items(store, Hands().clock)
    assert len(first) == A_LESSON
    for place in range(8):
        keep(store, falling(0.5 / 3**place), lr=0.1, momentum=0.1 * place)
    standings = Standings()
    for one in first:
        standings.take(one.key, rated(NEW, GOOD, NOON, answer="1", right=True))
    assert {one.id for one in items(store, Hands().clock, standings)} <= {one.id for one in first}


def test_a_run_that_was_deleted_asks_nothing(store: RunStore) -> None:
    keep(store, falling(0.01), lr=0.01)
    other = keep(store, falling(0.2), lr=0.5)
    assert items(store, Hands().clock)
    store.delete(other)
    assert items(store, Hands().clock) == []


def test_a_diverged_run_looks_like_no_other(store: RunStore) -> None:
    losses = [*falling(-0.1)[:30], math.nan]
    values: Parameters = (("lr", 9.0), ("momentum", 0.0))
    asked = RunRequest(recipe="none:none", origin=LESSON.id, name="far", parameters=values)
    keep_run(store, losses, status="diverged", asked=asked)
    keep(store, falling(0.1), lr=0.1)
    entries = RunsIndex(store).entries()
    one, other = seen_runs(LESSON, entries, store, Hands().clock)
    assert apart(one, other)
    assert not apart(one, one)


def recorded(**columns: Sequence[float]) -> Recorded:
    size = len(next(iter(columns.values())))
    base = {name: np.ones(size) for name in ("loss", "lr", "norm", "applied")}
    base |= {name: np.asarray(values, dtype=float) for name, values in columns.items()}
    return Recorded(steps=np.arange(1, size + 1), **base)


def warm(peak: int, size: int = 60) -> list[float]:
    return [min(1.0, (step + 1) / (peak + 1)) for step in range(size)]


@pytest.mark.parametrize(
    ("run", "found"),
    [
        (recorded(loss=[1.0] * 60), []),
        (recorded(loss=[*[1.0] * 30, 9.0, *[1.0] * 29]), [("spike", 30)]),
        (recorded(loss=[*[1.0] * 30, *[9.0] * 30]), []),
        (recorded(loss=[1.0 if step % 3 else 9.0 for step in range(60)]), []),
        (recorded(lr=[*[1.0] * 30, *[0.1] * 30]), [("drop", 30)]),
        (recorded(lr=warm(20)), [("warm", 20)]),
        (
            recorded(lr=[1 - step / 31 for step in range(30)] * 2),
            [("drop", 59), ("drop", 29), ("restart", 30)],
        ),
        (recorded(norm=[*[1.0] * 30, 5.0, *[1.0] * 29]), [("clip", 30)]),
        (recorded(norm=[5.0] * 60), []),
        (recorded(norm=[*[1.0] * 30, 1.1, *[1.0] * 29]), []),
        (recorded(loss=[math.nan] * 60), []),
        (recorded(loss=[1.0]), []),
    ],
)
def test_happenings_are_seen_where_they_are(run: Recorded, found: list[tuple[str, int]]) -> None:
    seen = {(one.what, one.place) for one in happenings(run)}
    assert set(found) <= seen
    assert {what for what, _ in seen} == {what for what, _ in found}


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (5, "5 days ago"), (9, "last week"), (20, "2 weeks ago")],
)
def test_how_long_ago_it_was(days: int, words: str) -> None:
    today = NOON.date()
    assert since(today - timedelta(days=days), today) == words
