"""`tutor check`: what it prints, what it returns, what it keeps."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from exercise_stage import (
    ERROR,
    FAILED,
    LESSON,
    PASSED,
    SOLUTION,
    STARTER,
    STOPPED,
    Judge,
    exercise,
)
from fixture_lessons import units

from lessons.catalog import Catalog
from lessons.exercises.text_file import digest
from lessons.exercises.workspace import Workspace
from lessons.paths import data_folder
from lessons.progress.store import ProgressStore
from tui.headless.check import EXIT, Asked, check
from tui.headless.fail import MISUSED

KEYS = {
    "lesson", "exercise", "kind", "file", "outcome", "passed", "message", "checks", "error",
    "over", "output", "tags", "seconds", "seed",
}  # fmt: skip
CHECK_KEYS = {"tests", "why", "passed", "message", "tag", "difference", "error"}
DIFFERENCE_KEYS = {"expected", "got", "expected_shape", "got_shape", "first"}
ERROR_KEYS = {"original", "title", "words", "line", "traceback"}

Exercises = Callable[..., Any]


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exercises:
    """Puts exercises into the lesson."""

    def put(*names: str) -> None:
        blocks = tuple(
            replace(exercise(tmp_path / name), id=name, title=f"To {name}") for name in names
        )
        plain = Catalog(units=units(tmp_path / "curriculum"))
        lesson = replace(plain.lesson(LESSON), blocks=blocks)
        changed = replace(plain.unit(lesson.unit), lessons=(lesson,))
        catalog = Catalog(units=(changed,))
        monkeypatch.setattr("tui.headless.check.load_catalog", lambda: catalog)

    put("step")
    return put


@pytest.fixture
def verdict(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """A judge that is told what to say."""
    stand_in = Judge(PASSED)
    monkeypatch.setattr("tui.headless.check.judge_attempt", stand_in)
    return stand_in


@pytest.mark.parametrize("says", [PASSED, FAILED, ERROR, STOPPED])
def test_the_exit_status_is_the_verdict(
    one: Exercises,
    verdict: Judge,
    tmp_path: Path,
    says: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    verdict.says = says
    (tmp_path / "mine.py").write_text(SOLUTION)
    status = check(Asked(text=LESSON, file=str(tmp_path / "mine.py")))
    assert status == EXIT[says.outcome] == {"passed": 0, "failed": 1, "over_limit": 3}[says.outcome]
    assert verdict.asked == [SOLUTION]
    assert capsys.readouterr().out.startswith(("✓ Passed.", "✗ Not yet", "✗ Stopped."))
    assert ProgressStore.open(data_folder()).lesson(LESSON).attempts == ()


def test_without_a_file_the_learners_own_is_judged_and_kept(
    one: Exercises, verdict: Judge, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(Asked(text=f"{LESSON}:step")) == 0
    assert verdict.asked == [STARTER]
    (made,) = ProgressStore.open(data_folder()).lesson(LESSON).attempts_at("step")
    assert (made.outcome, made.digest) == ("passed", digest(STARTER))
    path = Workspace().path(LESSON, exercise(data_folder() / "any"))
    assert capsys.readouterr().out.startswith(f"{path}\n")


def test_a_pipe_can_be_judged(
    one: Exercises, verdict: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x = '\xff'\n")))
    assert check(Asked(text=LESSON, file="-")) == 0
    assert verdict.asked == ["x = '\ufffd'\n"]
    assert sys.stdin.read() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no endless file")
def test_a_pipe_that_never_ends_is_not_read_to_its_end(
    one: Exercises,
    verdict: Judge,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with open("/dev/zero", "rb") as endless:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(endless))
        assert check(Asked(text=LESSON, file="-")) == MISUSED
    assert "more than 1 MB" in capsys.readouterr().err
    assert verdict.asked == []


@pytest.mark.parametrize("says", [FAILED, ERROR])
def test_the_keys_of_the_json_object_are_promises(
    one: Exercises, verdict: Judge, says: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    verdict.says = says
    assert check(Asked(text=LESSON, as_json=True)) == 1
    told = json.loads(capsys.readouterr().out)
    assert set(told) == KEYS
    first = told["checks"][0]
    assert set(first) == CHECK_KEYS
    assert first["difference"] is None or set(first["difference"]) == DIFFERENCE_KEYS
    assert first["error"] is None or set(first["error"]) == ERROR_KEYS
    assert (first["difference"] is None) == (says is ERROR)


def test_of_several_exercises_one_has_to_be_named(
    one: Exercises, verdict: Judge, capsys: pytest.CaptureFixture[str]
) -> None:
    one("step", "loop")
    assert check(Asked(text=LESSON, file="-")) == MISUSED
    said = capsys.readouterr().err
    assert f"{LESSON}:loop  To loop. Not begun." in said
    assert verdict.asked == []


@pytest.mark.parametrize(
    ("text", "file", "words"),
    [
        ("optimizers/momentun", None, 'Did you mean "optimizers/momentum"?'),
        (f"{LESSON}:stepp", None, 'Did you mean "step"?'),
        (LESSON, "nowhere.py", "There is no nowhere.py. Name the file"),
        (LESSON, ".", "it is a folder"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_is_judged(  # noqa: PLR0917
    one: Exercises,
    verdict: Judge,
    capsys: pytest.CaptureFixture[str],
    text: str,
    file: str | None,
    words: str,
) -> None:
    assert check(Asked(text=text, file=file)) == MISUSED
    assert words in capsys.readouterr().err
    assert verdict.asked == []


def test_a_lesson_without_exercises_says_so(
    one: Exercises, capsys: pytest.CaptureFixture[str]
) -> None:
    one()
    assert check(Asked(text=LESSON)) == MISUSED
    assert "has no exercise" in capsys.readouterr().err


def test_the_real_judge(one: Exercises, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.py"
    said = []
    leaving = SOLUTION.replace("return", "import sys; sys.exit(0); return")
    for source in (SOLUTION, SOLUTION.replace("-", "+"), leaving, STARTER):
        file.write_text(source)
        said.append(check(Asked(text=LESSON, file=str(file), seed=1)))
    assert said == [0, 1, 1, 2]
    told = capsys.readouterr().out
    assert "✓ Every weight moves against its gradient." in told
    assert "1.5" in told
    assert "`step`" not in told
    assert "○ Not attempted yet." in told
