"""`tutor export`, `import`, `profiles`, `reports`, `place`, and learning as someone else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import MakeApp
from typer.testing import CliRunner

from lessons import paths
from lessons.progress.records import PredictionGiven
from lessons.progress.store import ProgressStore
from tui.headless import launch
from tui.screens.choice import ChoiceScreen
from tui.screens.settings import SettingsScreen
from tui.typer_app import app as command

MOMENTUM = "optimizers/momentum"
runner = CliRunner()


@pytest.fixture(autouse=True)
def nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_PROFILE", "")


def learn(folder: Path) -> None:
    store = ProgressStore.open(folder)
    store.record(MOMENTUM, "p", PredictionGiven(choice="a", confidence=2))
    store.close()


def test_progress_goes_to_another_learner_and_back(tmp_path: Path) -> None:
    learn(tmp_path)
    (tmp_path / "workspace" / "a").mkdir(parents=True)
    (tmp_path / "workspace" / "a" / "b.py").write_text("mine\n")
    file = tmp_path / "out" / "progress.json"
    said = runner.invoke(command, ["export", str(file), "--workspace"])
    assert (said.exit_code, said.stdout) == (0, f"{file}: 1 entry and 1 file\n")
    tried = runner.invoke(command, ["--profile", "Ada", "import", str(file), "--dry-run"])
    assert (tried.exit_code, "Would take in 1 entry" in tried.stdout) == (0, True)
    ada = tmp_path / "profiles" / "Ada"
    assert not (ada / "workspace").exists()
    done = runner.invoke(command, ["--profile", "Ada", "import", str(file)])
    assert f"  {MOMENTUM}: 1\n" in done.stdout
    assert "progress.before-import.db" in done.stdout
    assert (ada / "workspace" / "a" / "b.py").read_text() == "mine\n"
    again = runner.invoke(command, ["--profile", "ada", "import", str(file)])
    assert again.stdout == "Nothing new: all of it is here already.\n"
    back = runner.invoke(command, ["--profile", "Ada", "export", "-", "--workspace"])
    assert back.stdout_bytes == file.read_bytes()
    kept = ProgressStore.open(ada)
    assert kept.lesson(MOMENTUM).prediction("p") is not None
    kept.close()


def test_a_stream_is_taken_in(tmp_path: Path) -> None:
    learn(tmp_path)
    data = runner.invoke(command, ["export", "-"]).stdout_bytes
    said = runner.invoke(command, ["--profile", "Bea", "import", "-"], input=data)
    assert said.exit_code == 0
    assert "Took in 1 entry; 0 were here already." in said.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "nowhere.json"], "cannot be read"),
        (["--profile", "../x", "list"], "cannot be the name of a learner"),
        (["reports", "nowhere"], "There is no table to make"),
        (["reports", ".", "--format", "pdf"], "markdown"),
    ],
)
def test_misuse_says_what_to_do(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(command, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_hostile_names_reach_no_terminal(tmp_path: Path) -> None:
    entry = {
        "at": "2026-01-01T00:00:00+00:00",
        "lesson": "\x1b[2Jevil",
        "block": "",
        "kind": "done",
        "content": "",
    }
    told = {"format": "tutor-progress", "version": 1, "entries": [entry], "places": []}
    (tmp_path / "in.json").write_text(json.dumps(told))
    said = runner.invoke(command, ["import", str(tmp_path / "in.json")])
    assert said.exit_code == 0
    assert "\x1b" not in said.stdout
    assert "evil: 1" in said.stdout


def test_learners_are_listed(tmp_path: Path) -> None:
    learn(tmp_path / "profiles" / "Ada")
    said = runner.invoke(command, ["--profile", "Ada", "profiles"])
    default, ada = said.stdout.splitlines()[:2]
    assert default.startswith("  default  not used yet")
    assert ada.startswith("> Ada")
    listed = json.loads(runner.invoke(command, ["profiles", "--json"]).stdout)["profiles"]
    assert " ".join(listed[0]) == "name current last_used lessons_done folder"
    assert [one["name"] for one in listed] == ["default", "Ada"]


def test_a_report_goes_into_a_table(tmp_path: Path) -> None:
    learn(tmp_path)
    folder = tmp_path / "class"
    for name in ("ada", "bea"):
        to = str(folder / f"{name}.json")
        assert runner.invoke(command, ["report", "--format", "json", "--to", to]).exit_code == 0
    (folder / "notes.json").write_text("{")
    said = runner.invoke(command, ["reports", str(folder), "--format", "csv"])
    assert [line.split(",")[0] for line in said.stdout.splitlines()] == ["name", "ada", "bea"]
    assert "notes.json was skipped" in said.stderr


def test_the_app_comes_back_as_whoever_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    class Left:
        return_code = 0
        next_profile: str | None = None

    def show() -> Left:
        opened.append(paths.current_profile())
        left = Left()
        left.next_profile = "Ada" if len(opened) == 1 else None
        return left

    monkeypatch.setattr(launch, "_open", show)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert launch.launch() == 0
    assert opened == ["default", "Ada"]
    monkeypatch.setenv("TUTOR_PROFILE", "../x")
    assert launch.launch() == 2
    assert len(opened) == 2


def test_a_place_is_found_in_lines_of_text() -> None:
    said = runner.invoke(command, ["place"], input="s\ns\ns\ns\n")
    assert said.exit_code == 0
    assert "Start with" in said.stdout


async def test_somebody_else_may_learn_next(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn(tmp_path / "profiles" / "Ada")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma", "L")
        assert isinstance(app.screen, ChoiceScreen)
        assert [row.text for row in app.screen.rows.rows] == ["default", "Ada"]
        await pilot.press("enter")
        assert isinstance(app.screen, SettingsScreen)
        await pilot.press("L", "down", "enter")
    assert app.next_profile == "Ada"
    monkeypatch.setenv("TUTOR_PROFILE", "Ada")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "tutor · Ada" in app.screen.query_one("TopLine").render().plain  # type: ignore[union-attr]
        await pilot.press("comma")
        assert "learner: Ada" in app.screen.query_one("TopLine").render().plain  # type: ignore[union-attr]
