"""The experiments that confirm or refute a suspicion. Each is really made, in a worker.

A trial is given the broken experiment (and a changed one, where it compares two) and a seed. It
measures, and reads one word off its figures: a case says what that word would mean.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine import references
from lessons.clinics import trials_first_step as first
from lessons.clinics import trials_trained as after
from lessons.clinics.case_file import load_case
from lessons.clinics.patient import Patient
from lessons.clinics.shown import Shown


def perform(folder: str, trial: str, seed: int) -> Shown:
    """Make a trial of the case in that folder. Called in a worker. Raises EngineError."""
    case = load_case(Path(folder))
    asked = case.trial(trial)
    lab = f"{case.package}.lab"
    variant = references.resolve(f"{lab}:{asked.variant}")() if asked.variant else None
    patient = Patient(references.resolve(f"{lab}:run")(), variant, seed)
    return DOES[asked.does](patient)


DOES: dict[str, Callable[[Patient], Shown]] = {
    function.__name__: function
    for function in (
        after.rerun,
        after.one_batch,
        after.evaluate_twice,
        after.weights,
        after.rates,
        after.splits,
        after.step_size,
        after.shuffled_labels,
        after.zeros,
        after.outputs,
        after.neighbour_labels,
        first.gradient_twice,
        first.layer_gradients,
        first.signals,
        first.batch_sizes,
        first.batch_labels,
        first.shared_examples,
        first.shapes,
    )
}
"""Every trial by its name."""
