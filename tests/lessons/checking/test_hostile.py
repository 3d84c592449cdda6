"""No file passes without being right, and none does harm."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hostile import Attempt, Hostile, on_top, trying
from hostile_more import ATTEMPTS, GROUPS
from trial import Court, Trial, refusals, temporary_in

from engine.client import Engine
from engine.errors import EngineError

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the kernel shuts processes in on Linux only"
)
CASES = [pytest.param(case, id=case.name) for cases in GROUPS.values() for case in cases]


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    folder = tmp_path_factory.mktemp("court")
    engine = Engine(folder / "runs")
    engine.call("engine.device:available")  # what belongs to the server is not made in there
    with temporary_in(folder):
        yield Court(folder, engine.call)
    engine.close()


@pytest.mark.parametrize("case", CASES)
def test_it_is_seen_through(case: Hostile, court: Court) -> None:
    trial = court.tried(case)
    assert trial.judgement.outcome == case.outcome, trial
    assert not case.over or trial.judgement.over == case.over, trial
    assert case.says in trial.told, trial
    assert not trial.steers, trial
    assert not trial.left
    assert not trial.changed
    assert not trial.leaked


@pytest.fixture(scope="module")
def tried(court: Court) -> Trial:
    return court.tried(Hostile("tries it all", trying(ATTEMPTS)))


@pytest.mark.parametrize("attempt", [pytest.param(one, id=one.name) for one in ATTEMPTS])
def test_it_is_refused(attempt: Attempt, tried: Trial) -> None:
    assert attempt.says in refusals(tried.judgement.output)[attempt.name]


def test_attempts_that_are_refused_do_no_harm(tried: Trial) -> None:
    assert tried.judgement.outcome == "passed", tried
    assert not tried.left
    assert not tried.changed
    assert not tried.leaked


def test_a_judgement_that_is_cancelled_takes_the_learners_process_with_it(
    tmp_path: Path,
) -> None:
    engine = Engine(tmp_path / "runs")
    engine.call("engine.device:available")
    with temporary_in(tmp_path), ThreadPoolExecutor(1) as pool:
        court = Court(tmp_path, engine.call)
        endless = pool.submit(court.tried, Hostile("endless", on_top("while True: pass")))
        assert reached(lambda: court.left() != ())
        engine.close()
        with pytest.raises(EngineError):
            endless.result()
        assert reached(lambda: court.left() == ())


def reached(state: Callable[[], bool], patience: float = 10.0) -> bool:
    until = time.monotonic() + patience
    while not state():
        if time.monotonic() > until:
            return False
    return True


def test_nothing_is_left_on_disk(court: Court, tmp_path: Path) -> None:
    with temporary_in(tmp_path):
        court.tried(Hostile("fills its folder", "open('a', 'w').write('b')"))
    assert list(tmp_path.iterdir()) == []


def test_names_are_names_of_their_own() -> None:
    names = [case.name for cases in GROUPS.values() for case in cases]
    assert len(names) == len(set(names))
