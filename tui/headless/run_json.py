"""Runs and reports as JSON. The keys are a promise: scripts read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import msgspec

from engine import wire
from engine.run_entry import RunEntry
from engine.thumbnail import CurvePoint
from lessons.report.learner import LearnerReport
from lessons.report.lesson import LessonReport, Made, Predicted


def runs_line(entries: Sequence[RunEntry], found: int) -> bytes:
    """`{"runs": […], "found": N}`: those that are listed, and how many there are."""
    return _line({"runs": [run_fields(entry) for entry in entries], "found": found})


def run_line(entry: RunEntry, curve: Sequence[CurvePoint]) -> bytes:
    """One run, with some points of its loss."""
    return _line({**run_fields(entry), "curve": _curve(curve)})


def reports_line(reports: Sequence[LessonReport], learner: LearnerReport | None = None) -> bytes:
    """`{"lessons": […], "learner": {…}}`; the learner is left out where nothing is given."""
    lessons = {"lessons": [_report(report) for report in reports]}
    return _line(lessons if learner is None else {**lessons, "learner": asdict(learner)})


def run_fields(entry: RunEntry) -> dict[str, Any]:
    """Everything that a list says about a run."""
    asked, notes, best = entry.info.request, entry.notes, entry.best
    fork = asked.fork
    return {
        "run": entry.run,
        "created": entry.info.created,
        "lesson": asked.origin,
        "scenario": asked.name,
        "name": notes.name,
        "tags": list(notes.tags),
        "pinned": notes.pinned,
        "note": notes.note,
        "recipe": asked.recipe,
        "settings": dict(asked.parameters),
        "changes": dict(asked.changes),
        "seed": asked.seed,
        "device": asked.device,
        "fork": None if fork is None else {"run": fork.run, "step": fork.step},
        "status": entry.status,
        "problem": entry.problem or None,
        "steps": entry.steps,
        "planned_steps": entry.planned,
        "seconds": entry.seconds,
        "final_loss": entry.final_loss if entry.steps else None,
        "best_loss": best.loss if best else None,
        "best_step": best.step if best else None,
        "best_split": best.split if best else None,
        "metrics": {metric.name: metric.value for metric in entry.metrics},
        "bytes": entry.size,
        "snapshot_bytes": entry.snapshots_size,
    }


def _report(report: LessonReport) -> dict[str, Any]:
    return {
        "lesson": report.lesson,
        "title": report.title,
        "status": report.status,
        "predictions": [_prediction(one) for one in report.predictions],
        "runs": [_made(one) for one in report.runs],
        "explanations": [{"ask": one.ask, "text": one.text} for one in report.explanations],
        "questions": {"answered": report.questions, "right": report.right_answers},
        "answers": [asdict(one) for one in report.answers],
        "exercises": [asdict(one) for one in report.exercises],
        "clinics": [asdict(one) for one in report.clinics],
    }


def _prediction(one: Predicted) -> dict[str, Any]:
    return {
        "id": one.block,
        "ask": one.ask,
        "predicted": one.choice,
        "predicted_text": one.expected or None,
        "confidence": one.confidence,
        "observed_text": one.observed or None,
        "right": one.right,
        "runs": list(one.runs),
    }


def _made(made: Made) -> dict[str, Any]:
    return {**run_fields(made.entry), "label": made.label, "curve": _curve(made.curve)}


def _curve(points: Sequence[CurvePoint]) -> list[list[float]]:
    return [[point.step, point.loss] for point in points]


def _line(fields: dict[str, Any]) -> bytes:
    """Numbers that are not finite are the strings "nan", "inf" and "-inf"."""
    return msgspec.json.encode(wire.plain(fields)) + b"\n"
