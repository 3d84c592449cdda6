"""`tutor runs` and `tutor report`: what they print, write and change, and what they refuse."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from kept_runs import keep_run
from typer.testing import CliRunner

from engine.annotations import Annotations
from engine.request import RunRequest
from engine.runs import SNAPSHOTS, RunStore
from lessons.catalog import load_catalog
from lessons.errors import BadValue
from lessons.lab import request
from lessons.progress.records import PredictionGiven
from lessons.progress.store import ProgressStore
from lessons.schema import Predict, Reflect
from tui.headless import asking
from tui.headless.runs_cleaning import delete_runs
from tui.typer_app import app

MOMENTUM = "optimizers/momentum"
WARMUP = "schedules/warmup_and_decay"
runner = CliRunner()


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    """Where the app keeps its runs."""
    return RunStore(tmp_path / "runs")


@pytest.fixture
def three(store: RunStore) -> list[str]:
    """Two runs of one lesson, the second broken; one of another lesson."""
    catalog = load_catalog()
    momentum = catalog.lesson(MOMENTUM)
    return [
        keep_run(store, (2.0, 1.0), asked=request(momentum, "plain"), snapshots=2048),
        keep_run(store, (2.0, 3.0), asked=request(momentum, "ball", seed=4), status="diverged"),
        keep_run(store, (0.5,), asked=request(catalog.lesson(WARMUP)), days_old=90),
    ]


def call(*arguments: str) -> str:
    """What a command prints that succeeds."""
    result = runner.invoke(app, list(arguments))
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(*arguments: str) -> str:
    """What a command says that is misused; it prints and changes nothing."""
    result = runner.invoke(app, list(arguments))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("tutor: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def found(*arguments: str) -> list[str]:
    """Ids of the runs that are listed."""
    return [run["run"] for run in json.loads(call("runs", "--json", *arguments))["runs"]]


def test_without_runs_it_says_how_to_make_some() -> None:
    assert "tutor run LESSON" in call("runs")
    assert json.loads(call("runs", "--json")) == {"runs": [], "found": 0}
    assert "0 runs" in call("runs", "clean")


def test_runs_are_found_sorted_and_limited(three: list[str]) -> None:
    plain, ball, other = three
    assert found() == [other, ball, plain]
    assert found("--lesson", MOMENTUM) == [ball, plain]
    assert found("--status", "diverged") == [ball]
    assert found("--sort", "loss") == [other, plain, ball]
    assert found("--sort", "loss", "--reverse", "--limit", "1") == [ball]
    assert found("--find", "momentum seed:4") == [ball]
    assert json.loads(call("runs", "--json", "--limit", "1"))["found"] == 3
    text = call("runs", "--lesson", MOMENTUM)
    assert text.splitlines()[-1] == "2 of 3 runs"
    assert ball in text
    assert "diverged" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--lesson", "optimizers/momentun"), MOMENTUM),
        (("--status", "finishd"), '"finished"'),
        (("--sort", "los"), '"loss"'),
        (("show", "nothing"), "no run"),
        (("show", "2"), "begins 3 runs"),
        (("export", "2", "--format", "cvs"), '"csv"'),
        (("delete", "nothing", "--yes"), "no run"),
        (("note", "nothing", "--name", "x"), "no run"),
        (("clean", "--status", "faild"), '"failed"'),
    ],
)
def test_misuse_is_said_in_one_line(
    three: list[str], arguments: tuple[str, ...], words: str
) -> None:
    assert words in refused("runs", *arguments)


def test_one_run_is_shown_with_its_curve(three: list[str], store: RunStore) -> None:
    store.annotate(three[0], Annotations(name="mine", tags=("keep",)))
    text = call("runs", "show", three[0][-4:])
    for part in ("mine", "#keep", "settings", "status", "finished", "2.0 kB of it snapshots"):
        assert part in text
    assert "└" in text or "+-" in text
    one = json.loads(call("runs", "show", three[0], "--json"))
    assert one["curve"] == [[1, 2.0], [2, 1.0]]


def test_runs_of_another_folder(tmp_path: Path) -> None:
    run = keep_run(RunStore(tmp_path / "elsewhere"))
    assert found("--in", str(tmp_path / "elsewhere")) == [run]
    assert "a/b" in call("runs", "--in", str(tmp_path / "elsewhere"), "show", run)


def test_runs_are_written_where_one_says_or_beside_the_data(
    three: list[str], tmp_path: Path
) -> None:
    said = call("runs", "export", *three[:2], "--format", "jsonl", "--to", str(tmp_path / "out"))
    assert [Path(line).name for line in said.splitlines()] == [f"{run}.jsonl" for run in three[:2]]
    (default,) = call("runs", "export", three[0], "--format", "markdown").splitlines()
    assert Path(default).parent == tmp_path / "exports"
    assert Path(default).read_text().startswith("# Momentum")


def test_an_export_that_fails_says_so_and_goes_on(three: list[str], store: RunStore) -> None:
    (store.folder(three[0]) / "steps.bin").unlink()
    result = runner.invoke(app, ["runs", "export", three[0], three[1]])
    assert result.exit_code == 1
    assert "has no steps" in result.stderr
    assert three[1] in result.stdout


def test_names_tags_and_pins_are_kept(three: list[str], store: RunStore) -> None:
    call("runs", "note", three[0], "--name", " my  run ", "--tag", "Keep odd", "--pin")
    call("runs", "note", three[0], "--untag", "odd", "--note", "why")
    expected = Annotations(name="my run", tags=("keep",), pinned=True, note="why")
    assert store.annotations(three[0]) == expected
    assert found("--find", "#keep") == [three[0]]
    call("runs", "note", three[0], "--name", "", "--no-pin")
    assert store.annotations(three[0]).name == ""


def test_deleting_needs_a_yes_and_can_be_undone(three: list[str], store: RunStore) -> None:
    assert "--yes" in refused("runs", "delete", three[0])
    assert "1 run in the trash" in call("runs", "delete", three[0], "--yes")
    assert found() == [three[2], three[1]]
    assert "1 run brought back" in call("runs", "restore", three[0][-4:])
    call("runs", "delete", *three, "--yes")
    assert "3 runs brought back" in call("runs", "restore")
    assert len(found()) == 3


@pytest.mark.parametrize(("answer", "left"), [("y\n", 2), ("n\n", 3), ("\n", 3), ("", 3)])
def test_at_a_terminal_it_asks(
    three: list[str], monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    monkeypatch.delenv("CI", raising=False)
    agreed: list[str] = []

    class Terminal:
        """Somebody who answers."""

        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            agreed.append(answer)
            return answer

    with monkeypatch.context() as patch:
        patch.setattr(asking.sys, "stdin", Terminal())
        assert delete_runs(None, [three[0]], yes=False) == 0
    assert agreed == [answer]
    assert len(found()) == left


def test_in_ci_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(asking.sys.stdin, "isatty", lambda: True, raising=False)
    with pytest.raises(BadValue, match="--yes"):
        asking.agreed("Sure?", yes=False)
    assert asking.agreed("Sure?", yes=True)


def test_cleaning_says_what_it_frees(three: list[str], store: RunStore) -> None:
    assert "2.0 kB" in call("runs", "clean")
    assert "cleaned of 2.0 kB" in call("runs", "clean", "--snapshots", "--yes")
    assert not (store.folder(three[0]) / SNAPSHOTS).exists()
    assert "nothing to clean up" in call("runs", "clean", "--snapshots", "--yes")
    store.annotate(three[0], Annotations(pinned=True))
    assert "1 run in the trash" in call("runs", "clean", "--status", "diverged", "--yes")
    assert "--yes" in refused("runs", "clean", "--older-than", "0")
    assert "1 run in the trash" in call("runs", "clean", "--older-than", "0", "--yes")
    assert found() == [three[0]]
    assert "freed" in call("runs", "clean", "--trash", "--yes")
    assert "The trash is empty" in call("runs", "clean", "--trash", "--yes")
    assert "0 runs brought back" in call("runs", "restore")


# Reports


def test_a_report_of_what_was_done(three: list[str], tmp_path: Path) -> None:
    lesson = load_catalog().lesson(MOMENTUM)
    progress = ProgressStore.open(tmp_path)
    predict, reflect = lesson.of(Predict)[0], lesson.of(Reflect)[0]
    given = PredictionGiven(choice=predict.options[0].key, confidence=2)
    progress.record(MOMENTUM, predict.id, given)
    progress.record_reflection(MOMENTUM, reflect.id, "It remembers.")
    progress.close()
    text = call("report")
    for part in ("# What I have learned", "## Momentum", "(unsure)", "It remembers.", three[0]):
        assert part in text
    assert "## Gradient descent" not in text
    assert "## Momentum" not in call("report", "--lesson", WARMUP)
    (only,) = json.loads(call("report", "--lesson", MOMENTUM, "--format", "json"))["lessons"]
    assert only["predictions"][0]["confidence"] == 2
    assert [run["run"] for run in only["runs"]] == three[:2]
    out = tmp_path / "new" / "report.md"
    assert call("report", "--to", str(out)).strip() == str(out)
    assert out.read_text() == text


def test_a_report_of_a_lesson_that_is_gone_or_never_was(store: RunStore) -> None:
    assert "Nothing has been predicted" in call("report")
    keep_run(store, asked=RunRequest(recipe="x:y", origin="old/lesson", name="plain"))
    assert "## old/lesson" in call("report", "--lesson", "old/lesson")
    assert MOMENTUM in refused("report", "--lesson", "optimizers/momentun")
    assert '"markdown"' in refused("report", "--format", "markdwon")


def test_listing_runs_loads_nothing_heavy(three: list[str]) -> None:
    call("runs")  # the index is made
    code = (
        "import sys; from tui.headless.runs import Question, list_runs; "
        "list_runs(None, Question()); "
        "heavy = {'torch', 'textual', 'plotext', 'typer'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
