"""Runs out: whatever a run has recorded can be read back elsewhere, exactly."""

from __future__ import annotations

import csv
import io
import json
import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from engine.atomic import replacing
from engine.errors import EngineError
from engine.events import (
    Evaluated,
    Event,
    LogLine,
    Metric,
    NonFinite,
    RunEnded,
    RunStarted,
)
from engine.exporting import (
    TAGS,
    columns,
    summary,
    write_csv,
    write_jsonl,
    write_summary,
    write_tensorboard,
)
from engine.exporting.catalog import formats
from engine.request import RunRequest
from engine.runfile import dtype
from engine.runs import RunInfo, StoredRun

LAYERS = ("0.weight", "0.bias")


def stored(losses: list[float], *events: Event, groups: int = 1) -> StoredRun:
    """A run of ten steps an epoch as it would lie on disk."""
    rows = np.zeros(len(losses), dtype=dtype(groups, len(LAYERS)))
    rows["step"] = np.arange(1, len(losses) + 1)
    rows["epoch"] = (rows["step"] - 1) // 10
    rows["seconds"] = rows["step"] / 8
    rows["loss"] = losses
    rows["lr"] = 0.1 + np.arange(groups)
    rows["grad_norm"] = 1 / rows["step"]
    rows["applied_norm"] = np.minimum(rows["grad_norm"], 0.3)
    rows["layers"] = np.float32(0.1)
    started = RunStarted(
        run="r1",
        device="cpu",
        parameters=6,
        steps=len(losses),
        steps_per_epoch=10,
        layers=LAYERS,
        groups=groups,
        optimizer="SGD",
    )
    request = RunRequest(
        recipe="lab:moons", parameters=(("lr", 0.1), ("deep", True)), seed=3, name="a", origin="l"
    )
    info = RunInfo(run="r1", request=request, created="2024-05-01T12:00:00+00:00")
    return StoredRun(info=info, rows=rows, events=(started, *events))


def evaluated(step: int, loss: float, **metrics: float) -> Evaluated:
    """A look at the validation split."""
    return Evaluated(
        step=step,
        split="validation",
        loss=loss,
        metrics=tuple(Metric(name=name, value=value) for name, value in metrics.items()),
    )


def usual() -> StoredRun:
    """Twenty steps with three evaluations, the second one best, and something said on the way."""
    return stored(
        [1.0, *(0.5 + 0.01 * step for step in range(18)), math.nan],
        evaluated(5, 0.75, accuracy=0.5),
        LogLine(text="halfway"),
        evaluated(11, 0.5, accuracy=0.75),
        NonFinite(step=20, what="loss", layer=""),
        evaluated(20, 0.625, accuracy=0.625),
        RunEnded(status="diverged", steps=20, seconds=2.75),
    )


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


# CSV


def test_the_columns_of_the_table_are_a_promise() -> None:
    assert columns(usual()) == (
        *("step", "epoch", "seconds", "loss", "lr", "grad_norm", "applied_norm"),
        *("grad_norm:0.weight", "grad_norm:0.bias", "validation_loss", "validation_accuracy"),
    )
    assert columns(stored([1.0], groups=2))[4:6] == ("lr_0", "lr_1")


def test_averaged_weights_have_columns_of_their_own() -> None:
    average = replace(evaluated(1, 0.25), weights="average")
    run = stored([1.0], evaluated(1, 0.5), average)
    assert columns(run)[-2:] == ("validation_loss", "validation_average_loss")


def test_a_table_reads_back_as_it_was_recorded(tmp_path: Path) -> None:
    run = usual()
    rows = table(write_csv(run, tmp_path / "deep" / "run.csv"))
    assert len(rows) == 20
    for name in ("step", "epoch", "seconds", "loss", "grad_norm", "applied_norm"):
        read = np.array([float(row[name]) for row in rows])
        np.testing.assert_array_equal(read, run.rows[name])
    layers = [[np.float32(row[f"grad_norm:{layer}"]) for layer in LAYERS] for row in rows]
    np.testing.assert_array_equal(np.array(layers), run.rows["layers"])
    measured = {row["step"]: row["validation_accuracy"] for row in rows if row["validation_loss"]}
    assert measured == {"5": "0.5", "11": "0.75", "20": "0.625"}


@examples(max_examples=20)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=5))
def test_every_number_survives(tmp_path_factory: pytest.TempPathFactory, losses: Any) -> None:
    folder = tmp_path_factory.mktemp("numbers")
    run = stored(losses)
    read = [float(row["loss"]) for row in table(write_csv(run, folder / "run.csv"))]
    np.testing.assert_array_equal(read, losses)
    lines = write_jsonl(run, folder / "run.jsonl").read_text().splitlines()
    again = [float(line["loss"]) for line in map(json.loads, lines) if line["event"] == "step"]
    np.testing.assert_array_equal(again, losses)


def test_pandas_like_words_stand_for_what_is_not_finite(tmp_path: Path) -> None:
    rows = table(write_csv(stored([math.nan, math.inf, -math.inf]), tmp_path / "run.csv"))
    assert [row["loss"] for row in rows] == ["nan", "inf", "-inf"]


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "run.csv"
    path.write_text("before")

    def fails() -> None:
        with replacing(path) as file:
            file.write(b"half of it")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert path.read_text() == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.csv"]


def test_a_disk_that_refuses_is_an_error_with_a_next_step(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EngineError, match="could not be written") as caught:
        write_csv(usual(), tmp_path / "file" / "run.csv")
    assert "another folder" in caught.value.problem.next_step


# JSON lines


def test_lines_stand_in_the_order_of_the_run(tmp_path: Path) -> None:
    lines = write_jsonl(usual(), tmp_path / "run.jsonl").read_text().splitlines()
    kinds = [(line["event"], line.get("step")) for line in map(json.loads, lines)]
    assert kinds[0][0] == "run_started"
    assert kinds.index(("evaluated", 5)) == kinds.index(("step", 5)) + 1
    assert kinds.index(("log", None)) == kinds.index(("evaluated", 5)) + 1
    assert kinds[-1][0] == "run_ended"
    assert [step for kind, step in kinds if kind == "step"] == list(range(1, 21))


# TensorBoard


def scalars(folder: Path) -> dict[str, list[tuple[int, float]]]:
    """Every series of an event file, read by TensorBoard itself."""
    accumulators = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    reader = accumulators.EventAccumulator(str(folder), size_guidance={"scalars": 0})
    reader.Reload()
    return {
        tag: [(event.step, event.value) for event in reader.Scalars(tag)]
        for tag in reader.Tags()["scalars"]
    }


def test_tensorboard_reads_back_what_was_recorded(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    run = usual()
    folder = write_tensorboard(run, tmp_path)
    assert folder == tmp_path / "r1"
    seen = scalars(folder)
    loss = np.array(seen["loss/train"])
    np.testing.assert_array_equal(loss[:, 0], run.rows["step"])
    np.testing.assert_array_equal(loss[:, 1], run.rows["loss"].astype(np.float32))
    assert [step for step, _ in seen["learning_rate"]] == list(range(1, 21))
    assert seen["loss/validation"] == [(5, 0.75), (11, 0.5), (20, 0.625)]
    assert seen["accuracy/validation"][-1] == (20, 0.625)
    assert len(seen["layer_gradient_norm/0.weight"]) == 20
    assert seen["last/loss/validation"][0][1] == 0.625
    known = [tag.partition("/")[0] for tag, _ in TAGS]
    assert {tag.partition("/")[0] for tag in seen} <= {*known, "accuracy", "last"}


def test_a_second_export_replaces_the_first_and_may_be_thinner(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    write_tensorboard(usual(), tmp_path)
    seen = scalars(write_tensorboard(usual(), tmp_path, every=8))
    assert [step for step, _ in seen["loss/train"]] == [1, 9, 17, 20]
    assert [entry.name for entry in tmp_path.iterdir()] == ["r1"]


def test_hyperparameters_are_on_their_page(tmp_path: Path) -> None:
    accumulators = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    plugin = pytest.importorskip("tensorboard.plugins.hparams.plugin_data_pb2")
    reader = accumulators.EventAccumulator(str(write_tensorboard(usual(), tmp_path)))
    reader.Reload()
    content = reader.SummaryMetadata("_hparams_/session_start_info").plugin_data.content
    found = plugin.HParamsPluginData.FromString(content).session_start_info.hparams
    assert found["lr"].number_value == 0.1
    assert found["deep"].number_value == 1
    assert found["recipe"].string_value == "lab:moons"


def test_a_missing_extra_is_named_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "torch.utils.tensorboard", raising=False)
    monkeypatch.setitem(sys.modules, "tensorboard", None)
    with pytest.raises(EngineError, match=r'pip install "tutor\[tensorboard\]"'):
        write_tensorboard(usual(), tmp_path)
    assert list(tmp_path.iterdir()) == []


# Summary


def test_the_best_epoch_is_read_from_the_log() -> None:
    found = summary(usual())
    assert (found.best_step, found.best_epoch, found.best_validation_loss) == (11, 1, 0.5)
    assert (found.last_validation_loss, found.first_loss) == (0.625, 1.0)
    assert (found.status, found.steps, found.seconds) == ("diverged", 20, 2.75)
    assert math.isnan(found.last_loss)


def test_a_loss_that_is_not_a_number_is_never_the_best() -> None:
    run = stored([1.0] * 3, evaluated(1, math.nan), evaluated(2, 0.5), evaluated(3, math.nan))
    assert summary(run).best_step == 2
    assert summary(stored([1.0], evaluated(1, math.nan))).best_step is None


def test_a_run_that_never_began_has_a_summary(tmp_path: Path) -> None:
    run = replace(stored([]), events=())
    found = json.loads(write_summary(run, tmp_path / "s.json").read_text())
    assert (found["status"], found["steps"], found["best_step"]) == ("unfinished", 0, None)
    assert found["settings"] == {"lr": 0.1, "deep": True}
    assert found["first_loss"] == "nan"


# By name


def test_formats_are_made_by_name(tmp_path: Path) -> None:
    assert formats.names == ("csv", "jsonl", "tensorboard", "summary")
    path = formats.make("csv", run=usual(), path=tmp_path / "run.csv")
    assert len(table(path)) == 20


def test_tables_and_lines_need_no_torch() -> None:
    code = "import sys, engine.exporting; print(sorted({'torch', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
