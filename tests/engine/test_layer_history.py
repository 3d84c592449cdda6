"""Gradient norms of all layers over a run of any length, in a bounded number of columns."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.history import RunHistory
from engine.layer_history import AT_ONCE, MOST_COLUMNS, MOST_LAYERS, LayerHistory
from engine.runfile import dtype


def filled(norms: np.ndarray, *cuts: int) -> LayerHistory:
    """A history given all norms, (steps, layers), dealt out at these places."""
    history = LayerHistory()
    steps = np.arange(1, len(norms) + 1)
    for step, part in zip(np.split(steps, cuts), np.split(norms, cuts), strict=True):
        history.append(step, part)
    return history


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 1500), st.integers(0, 5), st.data())
def test_every_stretch_has_the_largest_norm_of_its_steps(
    steps: int, layers: int, data: st.DataObject
) -> None:
    rng = np.random.default_rng(steps)
    norms = rng.random((steps, layers)).astype(np.float32)
    cuts = sorted(data.draw(st.lists(st.integers(0, steps), max_size=4)))
    history = filled(norms, *cuts)
    found = history.norms()
    assert len(history) <= MOST_COLUMNS
    assert found.shape == (layers, len(history))
    for place in range(len(history)):
        part = norms[place * history.stride : (place + 1) * history.stride]
        assert np.array_equal(found[:, place], part.max(axis=0))


def test_memory_and_stretches_are_bounded_for_any_length() -> None:
    history = LayerHistory()
    for begin in range(1, 1_000_001, 100_000):
        step = np.arange(begin, begin + 100_000)
        history.append(step, np.ones((len(step), 3), dtype=np.float32))
    assert history.step == 1_000_000
    assert history.stride == 8192
    assert history.norms().nbytes <= 4 * 3 * MOST_COLUMNS
    assert MOST_COLUMNS // 2 <= len(history) <= MOST_COLUMNS


def test_one_batch_of_records_is_the_same_as_many() -> None:
    norms = np.random.default_rng(0).random((AT_ONCE + 7, 2)).astype(np.float32)
    assert np.array_equal(filled(norms).norms(), filled(norms, 100, 5000).norms())


def test_only_the_first_of_very_many_layers_are_kept() -> None:
    history = filled(np.ones((2, MOST_LAYERS + 9), dtype=np.float32))
    assert len(history.norms()) == MOST_LAYERS


def test_what_is_no_number_is_infinite_and_steps_that_are_missing_are_gaps() -> None:
    history = LayerHistory()
    history.append([1, 2, 5], np.array([[1], [np.nan], [3]], dtype=np.float32))
    assert history.norms()[0].tolist()[:2] == [1.0, np.inf]
    assert np.isnan(history.norms()[0, 2:4]).all()
    assert history.norms()[0, 4] == 3.0


def test_norms_up_to_a_step() -> None:
    history = filled(np.arange(1, 1001, dtype=np.float32)[:, None])
    assert history.stride == 8
    assert history.norms(0).shape == (1, 0)
    assert history.norms(1).tolist() == [[8.0]]
    assert history.norms(9).tolist() == [[8.0, 16.0]]
    assert history.norms(5000).shape == (1, 125)


def test_a_run_fills_it_from_its_records() -> None:
    run = RunHistory()
    rows = np.zeros(3, dtype(1, 2))
    rows["step"] = [1, 2, 3]
    rows["layers"] = [[1, 10], [2, 20], [3, 30]]
    run.append(rows)
    assert run.layer_norms.norms().tolist() == [[1, 2, 3], [10, 20, 30]]
