"""Every case is what it says: its run is sick, the healthy one is not, its trials come out so."""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import Any

import msgspec
import pytest
import torch

from engine import references, wire
from lessons.clinics.case import Case, filled
from lessons.clinics.case_file import CASE_FILE
from lessons.clinics.diagnosis import confirms
from lessons.clinics.shown import Figure
from lessons.clinics.symptoms import Symptom, symptom
from lessons.clinics.trial_names import TRIALS
from lessons.clinics.trials import DOES, perform
from lessons.clinics.ward import CASES, load_ward, names
from lessons.exercises.folder import read_solutions, read_starter, read_wrong
from lessons.lint import cases as lint

WARD = load_ward()
SLOW = ("perfect_memory", "star_pupil", "moody_examiner", "too_thin", "cold_start", "avalanche")
"""Made with one seed here; `tutor lint` makes them with three."""


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@cache
def made(case: str, seed: int) -> Symptom:
    """Both runs of a case, made once."""
    return symptom(case, seed)


def here(reference: str, *arguments: object) -> Any:
    """What a worker would send back, worked out in this process."""
    result = references.resolve(reference)(*arguments)
    return msgspec.json.decode(msgspec.json.encode(wire.plain(msgspec.to_builtins(result))))


def test_all_cases_can_be_read() -> None:
    assert WARD.problems == ()
    assert len(WARD.cases) == len(names()) >= 21
    assert len({case.title for case in WARD.cases}) == len(WARD.cases)
    assert len({case.fault for case in WARD.cases}) == len(WARD.cases)


@pytest.mark.parametrize("case", WARD.cases, ids=lambda case: case.id)
def test_a_case_shows_its_symptom_and_the_mended_run_does_not(case: Case) -> None:
    for seed in (0,) if case.id in SLOW else (0, 1, 2):
        found = made(case.id, seed)
        assert found.broken, f"seed {seed}"
        assert not found.healthy, f"seed {seed}"
        assert found.ends == case.ends


@pytest.mark.parametrize("case", WARD.cases, ids=lambda case: case.id)
def test_a_case_gives_nothing_away_and_names_what_there_is(case: Case) -> None:
    assert list(lint.check_text(case)) == []
    program = read_starter(case.exercise).casefold()
    assert not re.search(r"\b(broken|bug|fault|mend|fix|todo)\b", program)


@pytest.mark.parametrize("case", WARD.cases, ids=lambda case: case.id)
def test_one_trial_tells_the_fault_from_all_other_suspects(case: Case) -> None:
    telling = [trial for trial in case.trials if trial.leaves == (case.fault,)]
    shown = perform(str(case.folder), telling[0].key, case.seed)
    assert shown.outcome == telling[0].sees
    assert filled(telling[0].says, shown.figures)
    assert confirms(case, (telling[0].key,))
    others = [trial.key for trial in case.trials if trial not in telling]
    assert others
    assert not any(confirms(case, (key,)) for key in others)


@pytest.mark.parametrize("case", WARD.cases, ids=lambda case: case.id)
def test_every_suspect_has_its_own_reason(case: Case) -> None:
    figures = [Figure(name, name, value) for name, value in made(case.id, case.seed).figures]
    assert all(filled(suspect.here, figures) for suspect in case.suspects)
    reasons = [suspect.why(figures) for suspect in case.suspects]
    assert len(set(reasons)) == len(case.suspects)
    assert not any("{" in reason for reason in reasons)


@pytest.mark.parametrize("case", WARD.cases, ids=lambda case: case.id)
def test_the_code_to_mend_has_right_answers_and_wrong_ones(case: Case) -> None:
    right, wrong = read_solutions(case.exercise), read_wrong(case.exercise)
    assert len(right) >= 2
    assert len(wrong) >= 3
    assert all(answer.idea for answer in (*right, *wrong))
    starter = read_starter(case.exercise)
    assert starter not in [answer.source for answer in (*right, *wrong)]


def test_a_reason_without_figures_says_what_the_fault_looks_like() -> None:
    suspect = WARD.case("restless").suspect("momentum")
    assert suspect.why(()) == suspect.shows


def test_a_trial_is_known_by_its_name() -> None:
    assert set(TRIALS) == set(DOES)


def test_lint_finds_a_case_whose_run_is_not_sick(monkeypatch: pytest.MonkeyPatch) -> None:
    case = WARD.case("wild_swings")
    lab = importlib.import_module("lessons.clinics.cases.wild_swings.lab")
    monkeypatch.setattr(lab, "run", lab.healthy)
    found = [finding.message for finding in lint.check_runs(case, here, seeds=1)]
    assert "with seed 0 the broken run is not sick" in found
    assert any("comes out as" in message for message in found)


def test_cases_lie_where_the_package_looks_for_them() -> None:
    assert {path.parent.name for path in CASES.glob(f"*/{CASE_FILE}")} == set(names())
