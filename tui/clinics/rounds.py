"""The ward as rows: every case under its complaint, with how far the learner is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.clinics.case import Case
from lessons.clinics.diagnosis import Diagnosis, diagnosis
from lessons.clinics.ward import Ward
from tui.widgets.row_list import Row

if TYPE_CHECKING:
    from lessons.progress.store import ProgressStore
    from tui.symbols import Symbols

HEADING = "heading:"
"""Begins the key of a row that names a complaint."""


def standing(case: Case, progress: ProgressStore) -> Diagnosis:
    """How far the learner is; asks no run of the disk."""
    record = progress.lesson(case.origin)
    made = any(run.standard for run in record.runs)
    return diagnosis(case, record.clinic(case.id), examined=made)


def rows(ward: Ward, progress: ProgressStore, symbols: Symbols) -> tuple[Row, ...]:
    """Complaints and cases, in the order of the ward."""
    found: list[Row] = []
    for group, cases in ward.grouped():
        stands = {case.id: standing(case, progress) for case in cases}
        done = sum(at.ever_mended for at in stands.values())
        right = f"{done} of {len(cases)} mended"
        found.append(Row(key=HEADING + group, mark="", text=group, right=right, quiet=True))
        for case in cases:
            at = stands[case.id]
            begun = at.begun or at.stage != "examine"
            mark = symbols.started if begun else symbols.new
            if at.ever_mended:
                mark = symbols.done
            found.append(Row(key=case.id, mark=mark, text=case.title, right=f"{case.minutes} min"))
    return tuple(found)
