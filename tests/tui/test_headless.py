"""The commands that need no screen: what they print, what they return, what they never touch."""

from __future__ import annotations

import json
import re
import sqlite3
import tomllib
from pathlib import Path

import pytest

from engine.errors import EngineError
from engine.events import Evaluated, Event, Metric, Problem, RunEnded, StepEnded
from engine.request import RunRequest
from engine.runfile import RunWriter
from engine.runs import EVENTS, STEPS, RunStore
from lessons.catalog import Catalog, load_catalog
from lessons.checking.verdict import Judgement
from lessons.errors import BadValue, TutorError, UnknownName
from lessons.exercises.exercise import Exercise
from lessons.lint.worker import Answered
from lessons.progress.records import PredictionGiven
from lessons.progress.store import ProgressStore
from lessons.reading.sources import FOLDERS_VARIABLE
from lessons.schema import Aside, Predict, Prose
from lessons.topics import load_topics
from tui.describe import Describer, describe
from tui.headless import doctor as doctors
from tui.headless import lint as lints
from tui.headless import listing as listings
from tui.headless import new as news
from tui.headless import preview as previews
from tui.headless.asked import Asked
from tui.headless.coverage import print_coverage
from tui.headless.fail import MISUSED, fail
from tui.headless.lint_bench import EngineBench
from tui.headless.lint_progress import Progress
from tui.headless.preview import preview
from tui.headless.schema import print_schema

MOMENTUM = "optimizers/momentum"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def broken(tmp_path: Path) -> Catalog:
    """A curriculum whose only unit cannot be read."""
    (tmp_path / "curriculum" / "unit").mkdir(parents=True)
    return load_catalog(tmp_path / "curriculum")


# Asked


def test_without_scenarios_all_of_the_lab_are_asked_for(catalog: Catalog) -> None:
    lesson, requests = Asked(text=MOMENTUM).requests(catalog)
    assert [one.name for one in requests] == [one.name for one in lesson.lab.scenarios]
    assert {one.origin for one in requests} == {MOMENTUM}
    assert {one.seed for one in requests} == {lesson.lab.seed}


def test_what_is_typed_wins_over_the_share_string(catalog: Catalog) -> None:
    asked = Asked(
        text=f"{MOMENTUM}?scenario=plain&lr=0.002&momentum=0.5#seed=3",
        settings=("lr=0.01",),
        steps=7,
        device="cpu",
    )
    (one,) = asked.requests(catalog)[1]
    assert (one.name, one.seed, one.steps, one.device) == ("plain", 3, 7, "cpu")
    assert dict(one.parameters)["lr"] == 0.01
    assert dict(one.parameters)["momentum"] == 0.5
    again = Asked(text=f"{MOMENTUM}#seed=3", scenarios=("ball", "plain"), seed=4)
    assert [(one.name, one.seed) for one in again.requests(catalog)[1]] == [
        ("ball", 4),
        ("plain", 4),
    ]


@pytest.mark.parametrize(
    ("asked", "kind", "words"),
    [
        (Asked(text="optimizers/momentun"), UnknownName, '"optimizers/momentum"'),
        (Asked(text=MOMENTUM, scenarios=("plane",)), UnknownName, '"plain"'),
        (Asked(text=MOMENTUM, settings=("momentun=0.9",)), UnknownName, '"momentum"'),
        (Asked(text=MOMENTUM, settings=("lr",)), BadValue, "knob=value"),
        (Asked(text=MOMENTUM, settings=("lr=fast",)), BadValue, "fast"),
        (Asked(text=f"{MOMENTUM}#seed=x"), BadValue, "seed"),
    ],
)
def test_what_cannot_be_asked_for_says_what_can(
    catalog: Catalog, asked: Asked, kind: type[TutorError], words: str
) -> None:
    with pytest.raises(kind) as caught:
        asked.requests(catalog)
    assert words in f"{caught.value.reason} {caught.value.next_step}"


# List

LESSON_KEYS = [
    "id",
    "title",
    "minutes",
    "requires",
    "covers",
    "scenarios",
    "knobs",
    "predictions",
    "questions",
    "exercises",
    "clinics",
    "status",
    "from",
]


def test_keys_of_the_listing_are_a_promise(
    catalog: Catalog, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert listings.listing(as_json=True) == 0
    (line,) = capsysbinary.readouterr().out.splitlines()
    said = json.loads(line)
    assert list(said) == ["units"]
    for unit in said["units"]:
        assert list(unit) == ["id", "title", "lessons"]
        for lesson in unit["lessons"]:
            assert list(lesson) == LESSON_KEYS
    listed = [lesson["id"] for unit in said["units"] for lesson in unit["lessons"]]
    assert listed == [lesson.id for lesson in catalog.lessons]


def test_the_listing_counts_what_is_in_a_lesson_and_what_is_done(
    catalog: Catalog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = catalog.lesson(MOMENTUM)
    predict = lesson.of(Predict)[0]
    progress = ProgressStore.open(tmp_path)
    progress.record(MOMENTUM, predict.id, PredictionGiven(choice=None, confidence=None))
    progress.close()
    assert listings.listing(as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    (entry,) = (one for unit in said["units"] for one in unit["lessons"] if one["id"] == MOMENTUM)
    assert entry["status"] == "started"
    assert entry["predictions"] == len(lesson.of(Predict))
    assert entry["scenarios"][0] == lesson.lab.scenarios[0].name
    assert listings.listing(as_json=False) == 0
    (row,) = (line for line in capsys.readouterr().out.splitlines() if MOMENTUM in line)
    assert row.split()[0] in (listings.SIGNS["started"], listings.PLAIN["started"])
    assert f"{lesson.minutes} min" in row
    asking = sum(not isinstance(block, Prose | Aside) for block in lesson.blocks)
    assert f" 1/{asking} " in row


def test_a_broken_lesson_is_told_of_apart_from_the_listing(
    broken: Catalog, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(listings, "load_catalog", lambda: broken)
    assert listings.listing(as_json=True) == 1
    said = capsys.readouterr()
    assert json.loads(said.out) == {"units": []}
    assert said.err.startswith("tutor: ")
    assert "unit.toml" in said.err


# Lint


def test_lint_returns_what_it_found(
    broken: Catalog, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lints.lint_lessons(lints.Asked(lessons=(MOMENTUM,), quick=True)) == 0
    assert "0 problems" in capsys.readouterr().out
    assert lints.lint_lessons(lints.Asked(lessons=("optimizers/momentun",), quick=True)) == MISUSED
    assert '"optimizers/momentum"' in capsys.readouterr().err
    monkeypatch.setattr(lints, "load_catalog", lambda: broken)
    assert lints.lint_lessons(lints.Asked(quick=True)) == 1
    assert "unit.toml" in capsys.readouterr().out


def test_keys_of_a_finding_are_a_promise(
    broken: Catalog, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lints, "load_catalog", lambda: broken)
    assert lints.lint_lessons(lints.Asked(quick=True, as_json=True)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines
    for line in lines:
        assert list(json.loads(line)) == ["file", "line", "message", "fix"]


def test_lint_says_why_nothing_can_be_trained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(bench: EngineBench, request: RunRequest) -> None:
        raise EngineError("The run could not be stored", "No room.", "Free some space.")

    def judged(
        bench: EngineBench, exercise: Exercise, asked: tuple[tuple[str, int], ...]
    ) -> tuple[Answered, ...]:
        return tuple(Answered(Judgement(outcome="failed")) for _ in asked)

    monkeypatch.setattr(EngineBench, "train", refuse)
    monkeypatch.setattr(EngineBench, "judge_all", judged)
    assert lints.lint_lessons(lints.Asked(lessons=(MOMENTUM,))) == MISUSED
    assert "Free some space." in capsys.readouterr().err


def test_progress_is_told_on_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(None) as progress:
        progress.begin(MOMENTUM)
        progress.clear()
    assert capsys.readouterr().err == ""
    assert progress.text().startswith(f"{MOMENTUM}: 0 runs made, 0 files judged, ")


COVERAGE_KEYS = [
    "topic",
    "title",
    "module",
    "lessons",
    "clinics",
    "prose",
    "lab",
    "questions",
    "exercises",
]


def test_coverage_names_every_topic_with_what_teaches_it(
    catalog: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    assert print_coverage(as_json=True) == 0
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(list(entry) == COVERAGE_KEYS for entry in entries)
    assert [entry["topic"] for entry in entries] == [topic.id for topic in load_topics()]
    covered = {entry["topic"]: entry for entry in entries}
    lesson = catalog.lesson(MOMENTUM)
    for topic in lesson.covers:
        assert MOMENTUM in covered[topic]["lessons"]
        assert covered[topic]["prose"]
        assert covered[topic]["lab"]
        assert covered[topic]["exercises"] >= len(lesson.of(Exercise))
    taught = sum(bool(entry["lessons"] or entry["clinics"]) for entry in entries)
    assert print_coverage(as_json=False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith(f"All: {taught} of {len(entries)} topics taught")
    assert any(MOMENTUM in line and lesson.covers[0] in line for line in lines)


# New


def asked_new(lesson: str, into: Path | None = None, **more: str) -> news.Asked:
    return news.Asked(lesson=lesson, into=into, **more)


def test_a_new_lesson_is_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert news.new(asked_new("unit/lesson", tmp_path)) == 0
    folder = tmp_path / "unit" / "lesson"
    assert (folder / "lesson.md").exists()
    assert f"tutor lint {folder}" in capsys.readouterr().out
    assert news.new(asked_new("unit/lesson", tmp_path)) == MISUSED
    assert "exists already" in capsys.readouterr().err
    assert news.new(asked_new("Unit", tmp_path)) == MISUSED


def test_an_exercise_is_added_by_id_or_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FOLDERS_VARIABLE, "")
    news.new(asked_new("unit/lesson", tmp_path))
    folder = tmp_path / "unit" / "lesson"
    assert news.new(asked_new("unit/lesson", tmp_path, exercise="by_id", kind="mend")) == 0
    assert news.new(asked_new(str(folder), exercise="by_folder", kind="order")) == 0
    assert f"tutor preview {folder}#by_folder" in capsys.readouterr().out
    assert lints.lint_lessons(lints.Asked(lessons=(str(folder),), quick=True)) == 0
    assert news.new(asked_new("unit/other", tmp_path, exercise="again")) == MISUSED
    assert "`tutor new unit/other` makes one" in capsys.readouterr().err
    assert news.new(asked_new(str(folder), exercise="third", kind="mended")) == MISUSED
    assert 'Did you mean "mend"' in capsys.readouterr().err


# Schema and preview


def test_schemas_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_schema("quiz") == 0
    assert json.loads(capsys.readouterr().out)["$ref"] == "#/$defs/Quiz"
    assert print_schema(None) == 0
    assert "exercise" in json.loads(capsys.readouterr().out)
    assert print_schema("quizz") == MISUSED
    assert 'Did you mean "quiz"' in capsys.readouterr().err


def test_a_preview_needs_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert preview(MOMENTUM) == MISUSED
    assert "needs a terminal" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("optimizers/momentun", '"optimizers/momentum"'),
        (f"{MOMENTUM}#terminal_velocty", '"terminal_velocity"'),
        ("./nowhere", "There is no lesson.md"),
    ],
)
def test_what_cannot_be_previewed_is_told_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], asked: str, words: str
) -> None:
    monkeypatch.setattr(previews, "without_terminal", lambda: None)
    assert preview(asked) == MISUSED
    assert words in capsys.readouterr().err


# Doctor


@pytest.fixture
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor does not wait for torch to be loaded."""
    monkeypatch.setattr(doctors, "_engine", lambda: doctors.Check("devices", "cpu"))


@pytest.mark.usefixtures("no_worker")
def test_the_doctor_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctors, "LEAST_SPACE", 0)
    assert doctors.doctor() == 0
    said = capsys.readouterr().out
    for name in ("Python", *doctors.PACKAGES, "terminal", "data", "progress", "lessons", "devices"):
        assert f" {name} " in said, name
    assert str(tmp_path) in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("no_worker")
def test_the_doctor_knows_the_extras() -> None:
    """Those of pyproject.toml, and what each brings."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    brought = {
        name: tuple(re.split(r"[><=\[]", package)[0] for package in packages)
        for name, packages in extras.items()
        if name != "dev"
    }
    assert brought == doctors.EXTRAS


def test_the_doctor_sees_damaged_progress(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "progress.db").write_bytes(b"not a database, " * 100)
    assert doctors.doctor() == 1
    assert "sets it aside" in capsys.readouterr().out
    (tmp_path / "progress.db").unlink()
    sqlite3.connect(tmp_path / "progress.db").execute("CREATE TABLE one (x)").connection.close()
    sound = [check for check in doctors.checks() if check.name == "progress"]
    assert [check.advice for check in sound] == [""]


@pytest.mark.usefixtures("no_worker")
def test_the_doctor_names_a_folder_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "file" / "below"))
    (data,) = (check for check in doctors.checks() if check.name == "data")
    assert "TUTOR_HOME" in data.advice


# Failing, describing


def test_a_misuse_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    problem = Problem(title="No such thing.", reason="It is not there.", next_step="Look again.")
    assert fail(problem) == MISUSED == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "tutor: No such thing: It is not there. Look again.\n"


def stored(store: RunStore, losses: tuple[float, ...], *events: Event) -> str:
    """A run on disk, without training."""
    info = store.create(RunRequest(recipe="none:none"))
    with RunWriter(store.folder(info.run) / STEPS, groups=1, layers=1) as writer:
        for step, loss in enumerate(losses, 1):
            writer.write(StepEnded(step, 0, loss, (0.1,), 1.0, 1.0, (1.0,)), 0.001 * step)
    from engine.eventlog import EventWriter

    log = EventWriter(store.folder(info.run) / EVENTS)
    for event in events:
        log.write(event)
    log.close()
    return info.run


def test_a_run_in_one_line(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    accuracy = (Metric(name="accuracy", value=0.75),)
    measured = Evaluated(step=2, split="validation", loss=0.5, metrics=accuracy)
    line = describe(store.load(stored(store, (2.0, 0.125), measured)))
    assert line == "loss 0.125 after 2 steps   validation 0.5   accuracy 0.75"
    lost = RunEnded(status="diverged", steps=1, seconds=1.0)
    assert describe(store.load(stored(store, (3.0,), lost))) == "diverged at step 1: loss 3"
    assert describe(store.load(stored(store, (float("nan"),)))) == "diverged at step 1: loss nan"
    assert describe(store.load(stored(store, ()))) == "no steps"


def test_a_run_is_looked_up_once_and_may_be_gone(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    run, gone = stored(store, (0.5,)), stored(store, (0.5,))
    describer = Describer(store)
    store.delete(gone)
    assert describer([gone]) == ""
    assert describer([run]) == "loss 0.5 after 1 steps"
    store.delete(run)
    assert describer([run]) == "loss 0.5 after 1 steps"


def test_runs_with_several_seeds_are_told_from_the_lowest_to_the_highest(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    describer = Describer(store)
    runs = [stored(store, (1.0, loss)) for loss in (0.5, 0.25, 0.75)]
    assert describer(runs) == "3 seeds: loss 0.25 to 0.75"
    assert describer([runs[0], runs[0]]) == "2 seeds: loss 0.5"
    lost = stored(store, (3.0,), RunEnded(status="diverged", steps=1, seconds=1.0))
    assert describer([*runs, lost]) == "4 seeds: 1 of them diverged   loss 0.25 to 0.75"
    store.delete(runs[0])
    assert Describer(store)(runs) == "2 seeds: loss 0.25 to 0.75"
