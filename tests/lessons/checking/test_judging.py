"""An honest file gets an honest verdict, the same for the same seed, and only from the judge."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.client import Engine
from engine.errors import EngineError
from lessons.checking import custody
from lessons.checking.begin import begun_fresh
from lessons.checking.busy import GRACE
from lessons.checking.confine import Room
from lessons.checking.custody import Custody
from lessons.checking.judging import NotJudgedError, judge
from lessons.checking.learner import Learner
from lessons.checking.messages import Ready
from lessons.checking.reach import reach
from lessons.checking.verdict import Judgement
from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise, Limits

SAMPLE = Path(__file__).parent / "samples" / "sgd_step"
EXERCISE = Exercise(id="sgd_step", title="One step", kind="complete", ask="", folder=SAMPLE)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = Engine(tmp_path_factory.mktemp("runs"))
    yield engine
    engine.close()


def judged(engine: Engine, source: str, **more: Any) -> Judgement:
    return judge(EXERCISE, source, engine.call, **more)


def test_a_right_file_passes(engine: Engine) -> None:
    judgement = judged(engine, (SAMPLE / "solutions" / "reference.py").read_text())
    assert judgement.outcome == "passed"
    assert [check.passed for check in judgement.checks] == [True, True, True]


def test_a_known_mistake_is_recognised_and_the_rest_is_left_open(engine: Engine) -> None:
    judgement = judged(engine, (SAMPLE / "wrong" / "uphill.py").read_text())
    assert judgement.outcome == "failed"
    assert [check.passed for check in judgement.checks] == [True, False, None]
    assert judgement.tags == ("sign-of-descent",)
    difference = judgement.checks[1].difference
    assert difference is not None
    assert difference.first.startswith("[0, 0]: expected")


def test_a_seed_repeats_the_inputs_and_each_judgement_has_a_new_one(engine: Engine) -> None:
    wrong = "def sgd_step(weights, gradient, lr):\n    return weights"
    first, second = judged(engine, wrong), judged(engine, wrong)
    assert first.seed != second.seed
    again = judged(engine, wrong, seed=first.seed)
    assert again.checks == first.checks
    assert second.checks != first.checks


def test_the_starter_is_no_attempt(engine: Engine) -> None:
    judgement = judged(engine, (SAMPLE / "starter.py").read_text())
    assert judgement.outcome == "not_attempted"
    assert "sgd_step" in judgement.message


def test_an_error_has_its_line_and_only_the_learners_frames(engine: Engine) -> None:
    source = "def helper(a, b):\n    return a @ b\n\ndef sgd_step(weights, gradient, lr):\n"
    judgement = judged(engine, source + "    return helper(weights, gradient)\n")
    error = judgement.checks[0].error
    assert error is not None
    assert error.line == 2
    assert error.original.startswith("RuntimeError: mat1 and mat2")
    assert error.traceback.splitlines() == [
        "line 5, in sgd_step",
        "    return helper(weights, gradient)",
        "line 2, in helper",
        "    return a @ b",
    ]


def test_what_libraries_need_works_inside(engine: Engine) -> None:
    source = (
        "import torch, numpy, sklearn.datasets, torch.optim, torch.utils.data\n"
        "import engine.data, engine.optim, json, tempfile\n"
        "with tempfile.TemporaryFile() as file: file.write(b'x')\n"
        "torch.save(torch.ones(2), 'kept'); torch.load('kept')\n"
        "print(sklearn.datasets.load_digits().data.shape)\n"
        "p = torch.nn.Parameter(torch.ones(2)); o = torch.optim.AdamW([p])\n"
        "for x in torch.utils.data.DataLoader([1.0, 2.0]): (p * x).sum().backward(); o.step()\n"
        "torch.set_num_threads(2); torch.randn(300, 300) @ torch.randn(300, 300)\n"
        "def sgd_step(weights, gradient, lr): return weights - lr * gradient\n"
    )
    judgement = judged(engine, source)
    assert judgement.outcome == "passed", judgement
    assert judgement.output == "(1797, 64)\n"


def test_a_warning_is_printed_without_paths_of_this_machine(engine: Engine) -> None:
    source = (
        "import warnings\nimport torch\n"
        "warnings.warn('mine')\n"
        "w = torch.ones(1, requires_grad=True)\n"
        "(w * w).sum().backward(create_graph=True)\n"
        "def sgd_step(weights, gradient, lr): return weights - lr * gradient\n"
    )
    printed = judged(engine, source).output
    assert printed.startswith("solution.py:3: UserWarning: mine\nUserWarning: Using backward()")
    assert "site-packages" not in printed


def test_where_nothing_can_be_forked_a_fresh_process_does_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(custody, "begun", begun_fresh)
    monkeypatch.setenv("A_SECRET", "of-the-learner")
    room = Room(tmp_path, 30.0, 256, reach(SAMPLE), os.getpid())
    held = Custody(room)
    try:
        greeting, _ = held.channel.receive()
        held.begin()
        source = (
            "import os\ndef double(x): return 2 * x\n"
            "print('of-the-learner' in open('/proc/self/environ').read())\n"
            "try: open({!r})\nexcept OSError: print('shut')\n"
        )
        learner = Learner(held, source.format(str(SAMPLE / "check.py")))
        learner.load("")
        assert learner.call("double", 21) == 42
    finally:
        printed = held.end()
    assert isinstance(greeting, Ready)
    assert "audit hook" in greeting.layers
    assert printed == "False\nshut\n"


def test_what_keeps_the_judge_busy_in_c_ends_it() -> None:
    code = (
        "from lessons.checking.busy import not_longer_than\n"
        "with not_longer_than(0.1): sum(range(10**18))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 1


def test_a_judge_that_had_to_be_ended_is_a_limit_passed() -> None:
    def lost(*_: object) -> Any:
        raise EngineError("Gone", "It ended by itself.", "Again.")

    at_once = replace(EXERCISE, limits=Limits(seconds=-GRACE))
    judgement = judge(at_once, "x = 1", lost)
    assert (judgement.outcome, judgement.over) == ("over_limit", "time")
    with pytest.raises(EngineError):
        judge(EXERCISE, "x = 1", lost)


def test_only_the_judge_is_believed() -> None:
    passed = Judgement(outcome="passed")

    def forged(*_: object) -> Any:
        return msgspec.to_builtins({"token": "guessed", "judgement": passed})

    with pytest.raises(NotJudgedError):
        judge(EXERCISE, "x = 1", forged)
    with pytest.raises(NotJudgedError):
        judge(EXERCISE, "x = 1", lambda *_: {"outcome": "passed"})


def test_an_exercise_without_checks_is_the_authors_fault(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(TutorError, match="there are no checks"):
        judge(replace(EXERCISE, folder=tmp_path / "a" / "b"), "x = 1", engine.call)
