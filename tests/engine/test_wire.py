"""Events survive the way through a line of JSON, and their keys stay what they are."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import wire
from engine.eventlog import EventReader, EventWriter
from engine.events import (
    BestKept,
    Evaluated,
    Event,
    HyperparameterRefused,
    HyperparameterSet,
    LogLine,
    Metric,
    NonFinite,
    Paused,
    Probed,
    Problem,
    RateReduced,
    Replanned,
    Resumed,
    RunEnded,
    RunStarted,
    SnapshotTaken,
    StepEnded,
    StepSkipped,
)
from engine.observations import (
    Array,
    Attention,
    Boundary,
    ClassScores,
    ComputationGraph,
    Confidence,
    Confusion,
    Detections,
    Embedded,
    Estimated,
    FittedCurve,
    FunctionCurve,
    Histograms,
    LabelStripes,
    LayerActivity,
    LayerNorms,
    LayerShapes,
    LossPlane,
    Matrix,
    Mistakes,
    NoiseScale,
    Observation,
    PathPoints,
    Pictures,
    PointCloud,
    Predicted,
    RocCurve,
    StepProfile,
    Surface,
    Texts,
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
OF_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "Array": arrays,
    "Array | None": st.none() | arrays,
    "tuple[Array, ...]": st.lists(arrays, max_size=3).map(tuple),
    "tuple[float, ...]": several,
    "tuple[float, float]": pair,
    "tuple[float, float] | None": st.none() | pair,
    "tuple[int, ...]": st.lists(steps, max_size=3).map(tuple),
    "tuple[tuple[int, ...], ...]": st.lists(st.lists(steps, max_size=3).map(tuple)).map(tuple),
    "tuple[str, ...]": names,
    "tuple[str, str]": st.tuples(words, words),
    "float": numbers,
    "int": steps,
    "str": words,
}
observations: dict[type, st.SearchStrategy[Any]] = {
    kind: st.builds(
        kind, **{field.name: OF_TYPE[str(field.type)] for field in dataclasses.fields(kind)}
    )
    for kind in get_args(Observation)
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
        first_step=steps,
    ),
    StepEnded: st.builds(StepEnded, steps, steps, numbers, several, numbers, numbers, several),
    Evaluated: st.builds(
        Evaluated,
        step=steps,
        split=words,
        loss=numbers,
        metrics=st.lists(st.builds(Metric, name=words, value=numbers), max_size=3).map(tuple),
        weights=st.sampled_from(["current", "average"]),
    ),
    StepSkipped: st.builds(StepSkipped, step=steps, scale=numbers),
    RateReduced: st.builds(RateReduced, step=steps, factor=numbers),
    BestKept: st.builds(
        BestKept, step=steps, metric=words, value=numbers, patience_used_up=st.booleans()
    ),
    SnapshotTaken: st.builds(SnapshotTaken, step=steps),
    Probed: st.builds(Probed, step=steps, probe=words, seen=st.one_of(*observations.values())),
    NonFinite: st.builds(
        NonFinite, step=steps, what=st.sampled_from(["loss", "gradient"]), layer=words
    ),
    HyperparameterSet: st.builds(HyperparameterSet, step=steps, name=words, value=numbers),
    HyperparameterRefused: st.builds(
        HyperparameterRefused, step=steps, name=words, value=numbers, problem=problems
    ),
    Replanned: st.builds(
        Replanned, step=steps, after=steps, batch_size=steps, steps=steps, steps_per_epoch=steps
    ),
    Paused: st.builds(Paused, step=steps),
    Resumed: st.builds(Resumed, step=steps),
    LogLine: st.builds(LogLine, text=words),
    RunEnded: st.builds(
        RunEnded,
        status=st.sampled_from(["finished", "stopped", "diverged", "failed"]),
        steps=steps,
        seconds=numbers,
        problem=st.none() | problems,
        first_step=steps,
    ),
}


def test_every_kind_is_tried_here() -> None:
    assert set(events) == set(get_args(Event))
    assert set(SEEN_KEYS) == set(get_args(Observation))


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
    several = [item for value in values for item in (value if type(value) is tuple else (value,))]
    return [(value.shape, value.data) for value in several if isinstance(value, Array)]


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
    "run_started": "run device parameters steps steps_per_epoch layers groups optimizer first_step",
    "step_ended": "step epoch loss lr grad_norm applied_norm layer_norms",
    "evaluated": "step split loss metrics weights",
    "step_skipped": "step scale",
    "rate_reduced": "step factor",
    "best_kept": "step metric value patience_used_up",
    "snapshot_taken": "step",
    "probed": "step probe seen",
    "non_finite": "step what layer",
    "hyperparameter_set": "step name value",
    "hyperparameter_refused": "step name value problem",
    "replanned": "step after batch_size steps steps_per_epoch",
    "paused": "step",
    "resumed": "step",
    "log_line": "text",
    "run_ended": "status steps seconds problem first_step",
}
SEEN_KEYS = {
    Surface: "x y heights minimum axes kind",
    PathPoints: "points kind",
    Boundary: "x y scores points kind",
    Confusion: "classes counts kind",
    Mistakes: "images truth predicted confidence wrong total kind",
    LossPlane: "x y heights path here axes explained kind",
    Predicted: "classes truth probabilities images texts kind",
    Estimated: "truth predicted kind",
    FittedCurve: "x y points axes kind",
    FunctionCurve: "x heights bends axes kind",
    ComputationGraph: "names operations shapes inputs values gradients kind",
    ClassScores: "classes precision recall f1 support kind",
    RocCurve: "positive points auc kind",
    Confidence: "right wrong calibration_error kind",
    LayerNorms: "names weight_norm update_ratio gradient_norm kind",
    LayerShapes: "names kinds shapes parameters norms moved unlisted kind",
    LayerActivity: "names kinds mean std zeros dead units saturated ranges counts examples kind",
    Histograms: "names ranges counts gradient_ranges gradient_counts kind",
    Attention: "layers maps tokens label kind",
    Embedded: "points labels truth explained method kind",
    Matrix: "title values rows columns kind",
    Pictures: "images captions low high columns kind",
    Texts: "texts kind",
    PointCloud: "drawn real kind",
    Detections: "images true found classes kind",
    LabelStripes: "classes labels sizes kind",
    StepProfile: (
        "data forward backward optimizer samples "
        "parameters gradients optimizer_state activations kind"
    ),
    NoiseScale: "batch_size batches signal noise scale kind",
}


@pytest.mark.parametrize("kind", events)
@settings(max_examples=30)
@given(drawn=st.data())
def test_the_keys_of_a_line_are_frozen(kind: type, drawn: st.DataObject) -> None:
    event = drawn.draw(events[kind])
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
