"""A run as an event file that TensorBoard reads."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import extras
from engine.atomic import refused
from engine.errors import at_least
from engine.events import Evaluated, HyperparameterSet
from engine.silence import quietly

if TYPE_CHECKING:
    from engine.runs import StoredRun

TAGS = (
    ("loss/train", "Loss of each step's batch, before the update"),
    ("loss/SPLIT", "Mean loss of a split that was evaluated"),
    ("METRIC/SPLIT", "Any other number that was measured on it"),
    ("learning_rate", "Rate of the update; learning_rate/group_N with several groups"),
    ("gradient_norm/before_clipping", "L2 norm of the whole gradient"),
    ("gradient_norm/applied", "L2 norm of what the optimiser was given"),
    ("layer_gradient_norm/LAYER", "L2 norm of one parameter tensor's gradient"),
    ("set/NAME", "A hyperparameter that was changed while the run was under way"),
)
"""(tag, what it shows). Evaluations with averaged weights have SPLIT `validation_average`."""


def write_tensorboard(run: StoredRun, path: Path, *, every: int = 1) -> Path:
    """Write the run below `path` in a folder named like the run; returns that folder.

    Point `tensorboard --logdir` at `path`. Tags are those of `TAGS`; recipe, settings, seed and
    device are on the HPARAMS page with the last evaluation. `every` n-th step is written, and the
    last one: a million steps make a file of hundreds of megabytes. TensorBoard marks numbers that
    are not finite with a triangle. A folder of an earlier export is replaced, or TensorBoard would
    draw every curve twice. Raises EngineError where the extra `tensorboard` is not installed, or
    where the disk refuses.
    """
    at_least("every", every, 1)
    torch_side = extras.load("torch.utils.tensorboard", extra="tensorboard")
    folder = path / run.info.run
    partial = path / f".{run.info.run}.{secrets.token_hex(4)}.partial"
    try:
        with quietly():
            writer = torch_side.SummaryWriter(str(partial))
            try:
                _write(run, writer, every)
            finally:
                writer.close()
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(partial, folder)
    except OSError as error:
        raise refused(folder, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def _write(run: StoredRun, writer: Any, every: int) -> None:
    began = datetime.fromisoformat(run.info.created).timestamp()
    seconds = {}
    last = len(run.rows) - 1
    for number, row in enumerate(run.rows):
        step, seconds[int(row["step"])] = int(row["step"]), float(row["seconds"])
        if number % every and number != last:
            continue
        for tag, value in _scalars(run, row):
            writer.add_scalar(tag, value, step, walltime=began + float(row["seconds"]))
    final: dict[str, float] = {}
    for event in run.events:
        if isinstance(event, Evaluated):
            when = began + seconds.get(event.step, 0.0)
            for tag, value in _evaluated(event):
                writer.add_scalar(tag, value, event.step, walltime=when)
                final[f"last/{tag}"] = value
        elif isinstance(event, HyperparameterSet):
            when = began + seconds.get(event.step, 0.0)
            writer.add_scalar(f"set/{event.name}", event.value, event.step, walltime=when)
    writer.add_hparams(_settings(run), final, run_name=".")


def _scalars(run: StoredRun, row: Any) -> Iterator[tuple[str, float]]:
    yield "loss/train", float(row["loss"])
    rates = row["lr"].tolist()
    for group, rate in enumerate(rates):
        yield "learning_rate" if len(rates) == 1 else f"learning_rate/group_{group}", rate
    yield "gradient_norm/before_clipping", float(row["grad_norm"])
    yield "gradient_norm/applied", float(row["applied_norm"])
    if run.started is not None:
        for layer, norm in zip(run.started.layers, row["layers"].tolist(), strict=True):
            yield f"layer_gradient_norm/{layer}", norm


def _evaluated(event: Evaluated) -> Iterator[tuple[str, float]]:
    split = event.split if event.weights == "current" else f"{event.split}_{event.weights}"
    yield f"loss/{split}", event.loss
    for metric in event.metrics:
        yield f"{metric.name}/{split}", metric.value


def _settings(run: StoredRun) -> dict[str, bool | int | float | str]:
    request = run.info.request
    return {
        **dict(request.parameters),
        "recipe": request.recipe,
        "seed": request.seed,
        "device": run.started.device if run.started is not None else request.device,
    }
