"""Events of runs as JSON lines. The keys are a promise: scripts read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from engine import wire
from engine.events import (
    BestKept,
    Evaluated,
    Event,
    LogLine,
    NonFinite,
    RateReduced,
    RunEnded,
    RunStarted,
    StepSkipped,
)

if TYPE_CHECKING:
    from engine.runfile import Rows
    from engine.runs import RunInfo


class JsonLines:
    """Writes the events of one run after another. Pictures that probes take are left out."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def rows(self, info: RunInfo, rows: Rows) -> None:
        """Steps."""
        for row in rows:
            rates = row["lr"].tolist()
            self._write(
                "step",
                run=info.run,
                step=int(row["step"]),
                epoch=int(row["epoch"]),
                loss=float(row["loss"]),
                lr=rates[0] if len(rates) == 1 else rates,
                grad_norm=float(row["grad_norm"]),
                applied_norm=float(row["applied_norm"]),
            )

    def event(self, info: RunInfo, event: Event) -> None:
        """Anything but a step."""
        match event:
            case RunStarted():
                self._write(
                    "run_started",
                    run=info.run,
                    lesson=info.request.origin,
                    scenario=info.request.name,
                    settings=dict(info.request.parameters),
                    seed=info.request.seed,
                    device=event.device,
                    parameters=event.parameters,
                    steps=event.steps,
                    steps_per_epoch=event.steps_per_epoch,
                    optimizer=event.optimizer,
                )
            case Evaluated():
                self._write(
                    "evaluated",
                    run=info.run,
                    step=event.step,
                    split=event.split,
                    loss=event.loss,
                    metrics={metric.name: metric.value for metric in event.metrics},
                    weights=event.weights,
                )
            case StepSkipped():
                self._write("step_skipped", run=info.run, step=event.step, scale=event.scale)
            case RateReduced():
                self._write("rate_reduced", run=info.run, step=event.step, factor=event.factor)
            case BestKept():
                self._write(
                    "best_kept",
                    run=info.run,
                    step=event.step,
                    metric=event.metric,
                    value=event.value,
                    patience_used_up=event.patience_used_up,
                )
            case NonFinite():
                self._write(
                    "non_finite",
                    run=info.run,
                    step=event.step,
                    what=event.what,
                    layer=event.layer,
                )
            case LogLine():
                self._write("log", run=info.run, text=event.text)
            case RunEnded():
                self._write(
                    "run_ended",
                    run=info.run,
                    status=event.status,
                    steps=event.steps,
                    seconds=event.seconds,
                    steps_per_second=event.steps_per_second,
                    problem=event.problem.title if event.problem else None,
                )

    def _write(self, kind: str, /, **fields: Any) -> None:
        self._stream.write(wire.encode_fields(kind, fields) + b"\n")
        if kind != "step":
            self._stream.flush()
