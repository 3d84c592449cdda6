"""Events survive the way through a line of JSON, and their keys stay what they are."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import wire
from engine.eventlog import EventReader, EventWriter
from engine.events import (
    Evaluated,
    Event,
    HyperparameterSet,
    LogLine,
    Metric,
    NonFinite,
    Paused,
    Probed,
    Problem,
    Resumed,
    RunEnded,
    RunStarted,
    StepEnded,
)
from engine.observations import (
    Array,
    Boundary,
    Confusion,
    Mistakes,
    Observation,
    PathPoints,
    Surface,
)

numbers = st.floats() | st.sampled_from([math.nan, math.inf, -math.inf])
steps = st.integers(0, 2**53)
words = st.text(max_size=20)
several = st.lists(numbers, max_size=4).map(tuple)
pair = st.tuples(numbers, numbers)
problems = st.builds(Problem, title=words, reason=words, next_step=words, details=words)
arrays = st.tuples(st.integers(0, 3), st.integers(1, 3)).flatmap(
    lambda shape: st.lists(
        st.floats(width=32), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]
    ).map(lambda values: Array.of(np.array(values, dtype="f4").reshape(shape)))
)
names = st.lists(words, max_size=3).map(tuple)
observations: dict[type, st.SearchStrategy[Any]] = {
    Surface: st.builds(
        Surface,
        x=pair,
        y=pair,
        heights=arrays,
        minimum=st.none() | pair,
        axes=st.tuples(words, words),
    ),
    PathPoints: st.builds(PathPoints, points=arrays),
    Boundary: st.builds(Boundary, x=pair, y=pair, scores=arrays, points=arrays),
    Confusion: st.builds(Confusion, classes=names, counts=arrays),
    Mistakes: st.builds(
        Mistakes,
        images=arrays,
        truth=names,
        predicted=names,
        confidence=several,
        wrong=steps,
        total=steps,
    ),
}
events: dict[type, st.SearchStrategy[Any]] = {
    RunStarted: st.builds(
        RunStarted,
        run=words,
        device=words,
        parameters=steps,
        steps=steps,
        steps_per_epoch=steps,
        layers=names,
        groups=steps,
        optimizer=words,
    ),
    StepEnded: st.builds(StepEnded, steps, steps, numbers, several, numbers, numbers, several),
    Evaluated: st.builds(
        Evaluated,
        step=steps,
        split=words,
        loss=numbers,
        metrics=st.lists(st.builds(Metric, name=words, value=numbers), max_size=3).map(tuple),
    ),
    Probed: st.builds(Probed, step=steps, probe=words, seen=st.one_of(*observations.values())),
    NonFinite: st.builds(
        NonFinite, step=steps, what=st.sampled_from(["loss", "gradient"]), layer=words
    ),
    HyperparameterSet: st.builds(HyperparameterSet, step=steps, name=words, value=numbers),
    Paused: st.builds(Paused, step=steps),
    Resumed: st.builds(Resumed, step=steps),
    LogLine: st.builds(LogLine, text=words),
    RunEnded: st.builds(
        RunEnded,
        status=st.sampled_from(["finished", "stopped", "diverged", "failed"]),
        steps=steps,
        seconds=numbers,
        problem=st.none() | problems,
    ),
}


def test_every_kind_is_tried_here() -> None:
    assert set(events) == set(get_args(Event))
    assert set(observations) == set(get_args(Observation))


@given(st.one_of(*events.values()))
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    line = wire.encode(event)
    assert b"\n" not in line
    back = wire.decode(line)
    assert type(back) is type(event)
    assert repr(back) == repr(event)  # nan is equal to itself in writing only
    if isinstance(event, Probed) and isinstance(back, Probed):
        assert bits(back.seen) == bits(event.seen)


def bits(seen: Observation) -> list[tuple[tuple[int, ...], bytes]]:
    """The arrays of an observation, to the bit."""
    values = [getattr(seen, field.name) for field in dataclasses.fields(seen)]
    return [(value.shape, value.data) for value in values if isinstance(value, Array)]


@given(st.one_of(*events.values()))
def test_a_line_is_json_that_every_reader_accepts(event: Event) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    fields = json.loads(wire.encode(event), parse_constant=refuse)
    assert fields["event"] == wire.event_name(event)


def test_numbers_that_are_none_are_these_words() -> None:
    event = StepEnded(1, 0, math.nan, (math.inf,), -math.inf, 1.5, (0.0,))
    assert json.loads(wire.encode(event)) == {
        "event": "step_ended",
        "step": 1,
        "epoch": 0,
        "loss": "nan",
        "lr": ["inf"],
        "grad_norm": "-inf",
        "applied_norm": 1.5,
        "layer_norms": [0.0],
    }


KEYS = {
    "run_started": "run device parameters steps steps_per_epoch layers groups optimizer",
    "step_ended": "step epoch loss lr grad_norm applied_norm layer_norms",
    "evaluated": "step split loss metrics",
    "probed": "step probe seen",
    "non_finite": "step what layer",
    "hyperparameter_set": "step name value",
    "paused": "step",
    "resumed": "step",
    "log_line": "text",
    "run_ended": "status steps seconds problem",
}
SEEN_KEYS = {
    Surface: "x y heights minimum axes kind",
    PathPoints: "points kind",
    Boundary: "x y scores points kind",
    Confusion: "classes counts kind",
    Mistakes: "images truth predicted confidence wrong total kind",
}


@given(st.one_of(*events.values()))
def test_the_keys_of_a_line_are_frozen(event: Event) -> None:
    fields = json.loads(wire.encode(event))
    assert " ".join(fields) == "event " + KEYS[fields["event"]]
    if isinstance(event, Probed):
        assert " ".join(fields["seen"]) == SEEN_KEYS[type(event.seen)]
    if isinstance(event, RunEnded) and event.problem is not None:
        assert " ".join(fields["problem"]) == "title reason next_step details"


VALID = wire.encode(Paused(step=3))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"3",
        b"[]",
        b'["event"]',
        b"{}",
        b'{"event": 3}',
        b'{"event": []}',
        b'{"event": "party"}',
        b'{"event": "paused"}',
        b'{"event": "paused", "step": "three"}',
        b'{"event": "log_line", "text": "\xff"}',
        b'{"event": "probed", "step": 1, "probe": "x"}',
        b'{"event": "probed", "step": 1, "probe": "x", "seen": 3}',
        b'{"event": "probed", "step": 1, "probe": "x", "seen": {"kind": "dream"}}',
        b'{"event": "run_ended", "status": "bored", "steps": 1, "seconds": 1.0}',
        VALID[:-1],
        VALID * 2,
        b"[" * 100_000,
    ],
    ids=lambda line: repr(line[:40]),
)
def test_junk_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="not an event"):
        wire.decode(line)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_junk_is_an_event_or_refused(line: bytes) -> None:
    try:
        wire.decode(line)
    except ValueError:
        return
    assert json.loads(line)["event"] in KEYS


def test_half_a_character_does_not_stop_the_line() -> None:
    back = wire.decode(wire.encode(LogLine(text="file \udcff.txt")))
    assert back == LogLine(text="file ?.txt")


# The log on disk


def test_a_reader_follows_a_log_and_passes_over_damage(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    reader = EventReader(path)
    assert reader.new_events() == ()
    writer = EventWriter(path)
    writer.write(Paused(step=1))
    writer.write(LogLine(text="two\nlines\r\u2028"))
    assert reader.new_events() == (Paused(step=1), LogLine(text="two\nlines\r\u2028"))
    assert reader.new_events() == ()
    writer.write(Paused(step=2))
    whole = wire.encode(Resumed(step=2)) + b"\n"
    with path.open("ab") as file:
        file.write(b"junk\n" + whole[:9])
    assert reader.new_events() == (Paused(step=2),)
    with path.open("ab") as file:
        file.write(whole[9:])
    assert reader.new_events() == (Resumed(step=2),)
    writer.close()
