"""M23, monitoring and projects: every live experiment, made by the engine.

23.4 (text project) stands with 20.8, 23.5 (GAN) with 20.6 in test_m20_advanced. 23.6 (component
map, study plan) has no experiment.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from m16_m23 import ACCURACY, digits, measured, request, run, seen
from torch.nn import functional as F
from trained import SEEDS

from engine import Experiment, data, optim, probes, schedules
from engine import nn as models
from engine.client import Engine
from engine.exporting import summary, write_summary, write_tensorboard
from engine.exporting.tensorboard import TAGS
from engine.observations import Histograms
from engine.runs import StoredRun
from engine.tricks import KeepBest


def test_23_1_histograms_over_time() -> None:
    """23.1 Logging: histograms of weights and gradients while a model trains."""
    for seed in SEEDS:
        looks = seen(Histograms, run(digits(epochs=20, probes=(probes.WeightHistograms(),)), seed))
        first, last = looks[0], looks[-1]
        assert first.names[0] == "linear1.weight"
        widths = [np.ptp(look.ranges.numpy()[0]) for look in (first, last)]
        assert widths[1] > 2 * widths[0]  # weights spread as they learn
        assert first.counts.numpy()[0].sum() == last.counts.numpy()[0].sum() == 64 * 32
        assert first.gradient_ranges is not None
        assert last.gradient_ranges is not None
        slopes = [np.ptp(look.gradient_ranges.numpy()[0]) for look in (first, last)]  # type: ignore[union-attr]
        assert slopes[1] < slopes[0]  # and their gradients fade


@pytest.fixture(scope="module")
def stored(engine: Engine) -> StoredRun:
    """A run of a worker process, with everything that it recorded."""
    session = engine.start(request("tuned", lr=0.5))
    while session.ended is None:
        session.wait(0.05)
        session.poll()
    return engine.runs.load(session.info.run)


def test_23_1_the_tag_of_the_rate(stored: StoredRun, tmp_path: Path) -> None:
    """23.1 EX: the rate is under `learning_rate` in TensorBoard."""
    accumulators = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    assert "learning_rate" in [tag for tag, _ in TAGS]
    reader = accumulators.EventAccumulator(str(write_tensorboard(stored, tmp_path)))
    reader.Reload()
    assert {event.value for event in reader.Scalars("learning_rate")} == {0.5}


def test_23_2_a_summary_of_a_run(stored: StoredRun, tmp_path: Path) -> None:
    """23.2 Reports: export a summary. EX: the best epoch, read from the log."""
    found = summary(stored)
    validation = measured(stored.events)
    assert found.best_epoch == int(np.argmin(validation))
    assert found.best_validation_loss == min(validation)
    assert (found.status, found.steps) == ("finished", len(stored.rows))
    assert '"best_epoch"' in write_summary(stored, tmp_path / "summary.json").read_text()


def test_23_3_digits_to_97_percent_within_twenty_seconds() -> None:
    """23.3 End-to-end image project: a small residual net, one cycle of the rate, the best kept."""
    began = time.process_time()
    made = Experiment(
        model=lambda: models.resnet(((16, 1), (32, 1), (64, 1))),
        data=data.digits(flat=False),
        loss=F.cross_entropy,
        optimizer=optim.AdamW(5e-3),
        schedule=schedules.OneCycle(),
        batch_size=64,
        epochs=7,
        keep_best=KeepBest(metric="accuracy", mode="max"),
        evaluate_on=("validation", "test"),
        metrics=ACCURACY,
    )
    events = run(made)
    assert measured(events, "accuracy", split="test")[-1] > 0.97
    assert time.process_time() - began < 20
