"""The workbench in lines of text, in a lesson and as a command."""

from __future__ import annotations

import io
from typing import Any, cast

import pytest
from workbench_samples import BENCH, BenchEngine

from engine.client import Engine
from tui.headless import workbench as command
from tui.plain.talk import Left, Skipped, Talk
from tui.plain.workbench import PlainWorkbench


def said(typed: str, *, unattended: bool = False) -> str:
    """What is written until the learner goes on, leaves, or has nothing more to type."""
    target = io.StringIO()
    talk = Talk(io.StringIO(typed), target, unattended=unattended)
    try:
        PlainWorkbench(talk, BENCH, cast(Engine, BenchEngine())).take()
    except (Left, Skipped) as end:
        target.write(type(end).__name__)
    return target.getvalue()


def test_an_empty_line_makes_the_suggested_step_and_at_the_end_goes_on() -> None:
    told = said("\nx.shape\n\n\n\n")
    assert "look at its strides" in told
    assert "[x.T] >" in told
    assert "view of x, not contiguous" in told
    assert "→ torch.Size([2, 3])" in told
    assert "b is stretched along axis 1, to 3." in told
    assert "Everything is as it was before." in told
    assert told.rstrip().endswith(">")


def test_the_learner_may_leave_and_nobody_has_to_answer() -> None:
    assert said("q\n").endswith("Left")
    assert said("", unattended=True).endswith("Skipped")


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr(command, "Engine", lambda *_: BenchEngine())
    monkeypatch.setattr(command, "DEFAULT", BENCH)
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def speak(lesson: str | None, *steps: str) -> tuple[int, str]:
        status = command.workbench(lesson, steps)
        return status, "".join(capsys.readouterr())

    return speak


def test_steps_are_made_in_their_order(spoken: Any) -> None:
    status, told = spoken(None, "x.T", "x.shape")
    assert status == 0
    assert told.index("▸ x.T" if "▸" in told else "> x.T") < told.index("torch.Size")


def test_the_status_tells_of_errors_that_were_not_meant(spoken: Any) -> None:
    assert spoken(None)[0] == 0  # the suggested ones: the last is meant to raise
    assert spoken(None, "x.T.view(6)")[0] == 1
    status, told = spoken("no/such")
    assert status == 2
    assert "no/such" in told
