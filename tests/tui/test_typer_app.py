"""The options of the `tutor` command reach what carries them out, and nothing else happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import tui.headless.run
from tui.headless.asked import Asked
from tui.typer_app import app

runner = CliRunner()


def test_an_unknown_lesson_starts_nothing(tmp_path: Path) -> None:
    result = runner.invoke(app, ["run", "optimizers/momentun", "--out", str(tmp_path / "runs")])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert 'Did you mean "optimizers/momentum"?' in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "optimizers/momentum", "--set", "lr"],
        ["run", "optimizers/momentum", "--scenario", "plane"],
        ["run", "optimizers/momentum", "--steps", "0"],
        ["run", "optimizers/momentum", "--seed", "-1"],
        ["run"],
        ["lint", "--quick", "optimizers/momentun"],
        ["new", "Momentum"],
        ["lsit"],
    ],
)
def test_misuse_is_status_2(arguments: list[str], tmp_path: Path) -> None:
    result = runner.invoke(app, arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr
    assert list(tmp_path.iterdir()) == []


def test_options_of_run_arrive_as_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    arrived: list[tuple[Asked, str | None, Path | None]] = []

    def note(asked: Asked, *, jsonl: str | None, out: Path | None) -> int:
        arrived.append((asked, jsonl, out))
        return 130

    monkeypatch.setattr(tui.headless.run, "run_lesson", note)
    line = (
        "run a/b?x=1 --scenario one --scenario two --set lr=0.1 --steps 5 --seed 3 "
        "--device cpu --jsonl - --out here"
    )
    assert runner.invoke(app, line.split()).exit_code == 130
    assert arrived == [
        (
            Asked(
                text="a/b?x=1",
                scenarios=("one", "two"),
                settings=("lr=0.1",),
                steps=5,
                seed=3,
                device="cpu",
            ),
            "-",
            Path("here"),
        )
    ]
    runner.invoke(app, ["run", "a/b"])
    assert arrived[1] == (Asked(text="a/b"), None, None)


def test_without_a_terminal_the_app_says_what_works_instead() -> None:
    result = runner.invoke(app, [])
    assert result.exit_code == 2
    assert "tutor --plain" in result.stderr


def test_plain_before_a_command_is_not_ignored() -> None:
    result = runner.invoke(app, ["--plain", "run", "a/b"])
    assert result.exit_code == 2
    assert "behind the command" in " ".join(result.stderr.split())


def test_every_command_of_the_readme_exists() -> None:
    result = runner.invoke(app, ["--help"])
    assert result.exit_code == 0
    for command in ("list", "run", "lint", "new", "doctor", "report", "runs"):
        assert f" {command} " in result.stdout
