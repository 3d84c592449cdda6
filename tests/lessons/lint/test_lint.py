"""Lint passes what is sound and names what is not, with and without training."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from small_curriculum import LAB_PY, RUN, write_lesson
from small_curriculum import LESSON as WITHOUT_EXERCISE

from engine.errors import EngineError
from engine.events import Status
from engine.request import RunRequest
from lessons.authoring.new_exercise import TEMPLATES
from lessons.catalog import load_catalog
from lessons.checking.verdict import Checked, Judgement
from lessons.errors import UnknownName
from lessons.exercises.exercise import Exercise
from lessons.exercises.folder import read_solutions, read_wrong
from lessons.lint.curriculum import lint
from lessons.lint.findings import Finding
from lessons.lint.runs import Trained
from lessons.lint.worker import Answered
from lessons.questions.settling import AnswerError
from lessons.schema import Predict

ID = "optimizers/momentum"

EXERCISE = """
```exercise
id = "step"
title = "One step"
kind = "complete"
ask = "Write `sgd_step`."
```
"""

LESSON = WITHOUT_EXERCISE + EXERCISE


def written(root: Path, text: str = LESSON, *, name: str = "momentum") -> Path:
    """A lesson with an exercise; its folder."""
    folder = write_lesson(root, text, name=name)
    if EXERCISE in text:
        sample = TEMPLATES / "complete"
        shutil.copytree(sample, folder / "exercises" / "step", dirs_exist_ok=True)
    return folder


def findings(root: Path, text: str = LESSON, code: str | None = LAB_PY) -> list[Finding]:
    folder = written(root, text)
    if code is None:
        (folder / "lab.py").unlink()
    else:
        (folder / "lab.py").write_text(code, encoding="utf-8")
    return list(lint(load_catalog(root)))


def test_a_sound_lesson_has_no_findings(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


QUIZ = LESSON[LESSON.index('```quiz\nid = "sign"') : LESSON.index("```reflect")]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("minutes = 12", "minutes = 45", "5 to 20 minutes"),
        ('covers = ["07.2", "07.3"]', "covers = []", "covers is empty"),
        ('covers = ["07.2", "07.3"]', 'covers = ["7.2"]', '"7.2" does not exist'),
        ('sources = ["Polyak 1964"]', "", "sources is empty"),
        (QUIZ, "", "2 blocks of the type question"),
        ("view=surface", "view=surfaces", 'there is no view "surfaces"'),
        ('views = ["surface"]', 'views = ["surface", "kernel"]', 'Did you mean "kernels"?'),
        ("step=1..200", "step=200..1", "no span of steps"),
        ("#lab?view", "#plot?view", 'there is no link "#plot"'),
        ("view=surface&step", "vew=surface&step", '"vew"'),
        ("nesterov   = { label", "# nesterov = { label", 'no scenario "nesterov"'),
        ("## What you saw", RUN + "\n## What you saw", "not explained"),
    ],
)
def test_what_a_lesson_lacks_is_found(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in LESSON
    found = findings(tmp_path, LESSON.replace(old, new, 1))
    assert [words in str(finding) for finding in found] == [True]
    assert found[0].fix


def test_links_are_found_on_their_line(tmp_path: Path) -> None:
    text = LESSON.replace("view=surface", "view=nowhere")
    (finding,) = findings(tmp_path, text)
    assert "nowhere" in text.split("\n")[finding.line - 1]


def test_a_lesson_without_a_prediction_or_contrast_is_found(tmp_path: Path) -> None:
    lab_end = LESSON.index("[scenarios]")
    text = (
        LESSON[:lab_end]
        + '[scenarios]\nplain = {}\n```\n```run\nscenarios = ["plain"]\n```\nSeen.\n'
        + LESSON[LESSON.index("```quiz") :]
    )
    messages = " ".join(finding.message for finding in findings(tmp_path, text))
    assert "0 blocks of the type prediction" in messages
    assert "one scenario shows no contrast" in messages


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("def valley", "def vally", "there is no function valley"),
        ("def first_below", "def first_bellow", "there is no function first_below"),
        ("start: str", "begin: str", "the recipe takes (lr, momentum, batch, nesterov, begin)"),
        ("lr: float, momentum: float", "momentum: float, lr: float", "the recipe takes (momentum"),
        ("batch: int, ", "", "the recipe takes"),
        ("start: str)", "start: str, extra: int = 3)", "the recipe takes"),
        ("start: str)", "*start: str)", "takes anything"),
        ("batch: int", "batch: float", "the knob batch is a int"),
        ("nesterov: bool", "nesterov", 'the recipe says ""'),
        ("(runs, level: float = 0.1)", "()", "cannot be called with the runs"),
        ("(runs, level: float = 0.1)", "(runs, level)", "cannot be called with the runs"),
        ("(runs, level: float = 0.1)", "(runs, *, level)", "cannot be called with the runs"),
        ("import torch", "import torch (", "this is not Python"),
        ('"""A valley."""', "\0", "this is not Python"),
    ],
)
def test_code_that_does_not_fit_the_lesson_is_found(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in LAB_PY
    found = findings(tmp_path, code=LAB_PY.replace(old, new, 1))
    assert [words in str(finding) for finding in found] == [True]
    assert found[0].file.name == "lab.py"


def test_a_missing_lab_is_found(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, code=None)
    assert "there is no lab.py" in finding.message


def test_a_nearly_right_function_is_offered(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, code=LAB_PY.replace("def valley", "def vally"))
    assert finding.fix == 'Did you mean "vally"?'


def test_only_the_lessons_asked_for_are_looked_at(tmp_path: Path) -> None:
    written(tmp_path, LESSON.replace("minutes = 12", "minutes = 45"), name="long")
    written(tmp_path, "broken", name="broken")
    written(tmp_path)
    catalog = load_catalog(tmp_path)
    assert list(lint(catalog, [ID])) == []
    (finding,) = lint(catalog, ["optimizers/long"])
    assert "5 to 20 minutes" in finding.message
    (finding,) = lint(catalog, ["optimizers/broken"])
    assert "front matter" in finding.message
    assert len(list(lint(catalog))) == 2
    with pytest.raises(UnknownName):
        list(lint(catalog, ["optimizers/momentun"]))


def test_the_exercises_of_a_lesson_are_looked_at(tmp_path: Path) -> None:
    other = EXERCISE.replace('"step"', '"leap"')
    (finding,) = findings(tmp_path, LESSON + other)
    assert "the exercise has no folder" in str(finding)
    folder = tmp_path / ID / "exercises" / "leap"
    shutil.copytree(TEMPLATES / "complete", folder)
    assert findings(tmp_path, LESSON + other) == []
    (folder / "check.py").unlink()
    (finding,) = findings(tmp_path, LESSON + other)
    assert finding.file == folder / "check.py"


@dataclass
class FakeBench:
    """Answers by seed, and lets chosen runs end otherwise."""

    answers: dict[int, str] = field(default_factory=dict)
    ends: dict[tuple[str, int], Status] = field(default_factory=dict)
    views: dict[str, frozenset[str]] = field(default_factory=dict)
    trained: list[RunRequest] = field(default_factory=list)
    judged: list[tuple[str, ...]] = field(default_factory=list)
    files: list[tuple[str, int]] = field(default_factory=list)
    burst: str | None = None
    """A file whose judge dies."""
    at_once: int = 2

    def train(self, request: RunRequest) -> Trained:
        self.trained.append(request)
        status = self.ends.get((request.name, request.seed), "finished")
        return Trained(
            run=f"{request.name}.{request.seed}",
            status=status,
            reason="It burst.",
            views=self.views.get(request.name),
        )

    def train_all(self, requests: tuple[RunRequest, ...]) -> tuple[Trained, ...]:
        return tuple(self.train(request) for request in requests)

    def judge(self, predict: Predict, runs: tuple[str, ...]) -> str:
        self.judged.append(runs)
        answer = self.answers.get(int(runs[0].partition(".")[2]), "heavy_ball")
        if answer == "burst":
            raise EngineError("It failed", "The function burst.", "Mend it.")
        if answer == "odd":
            raise AnswerError("It failed", "m:f says 'odd'.", "Name an option.")
        return answer

    def judge_all(
        self, exercise: Exercise, asked: tuple[tuple[str, int], ...]
    ) -> tuple[Answered, ...]:
        return tuple(Answered(self.judge_code(exercise, *one)) for one in asked)

    def judge_code(self, exercise: Exercise, text: str, seed: int) -> Judgement:
        self.files.append((text, seed))
        if text == self.burst:
            raise EngineError("It failed", "The process is gone.", "Try again.")
        right = text in [answer.source for answer in read_solutions(exercise)]
        tags = {answer.source: answer.tag for answer in read_wrong(exercise)}
        tag = tags.get(text, "")
        check = Checked(tests="It works.", why="It has to.", passed=right, message="No.", tag=tag)
        return Judgement(outcome="passed" if right else "failed", checks=(check,))

    def run_program(self, exercise: Exercise, seed: int) -> Judgement:
        return Judgement(outcome="passed", output="1")

    def call(self, reference: str, *arguments: object) -> Any:
        raise AssertionError("no lesson of these tests has a clinic")


def tried(root: Path, bench: FakeBench, text: str = LESSON) -> list[Finding]:
    written(root, text)
    return list(lint(load_catalog(root), [ID], bench))


def test_every_scenario_is_trained_with_every_seed_once(tmp_path: Path) -> None:
    bench = FakeBench()
    assert tried(tmp_path, bench) == []
    made = [(request.name, request.seed) for request in bench.trained]
    names = ("plain", "heavy_ball", "nesterov")
    assert sorted(made) == sorted((name, seed) for name in names for seed in range(5))
    assert bench.judged[1] == ("plain.1", "heavy_ball.1", "nesterov.1")
    assert dict(bench.trained[1].parameters)["momentum"] == 0.9


def test_predictions_over_several_seeds_use_other_seeds_each_time(tmp_path: Path) -> None:
    bench = FakeBench()
    text = LESSON.replace('"nesterov"]\n```', '"nesterov"]\nseeds = 2\n```')
    assert tried(tmp_path, bench, text) == []
    assert bench.judged[1] == (
        "plain.2",
        "heavy_ball.2",
        "nesterov.2",
        "plain.3",
        "heavy_ball.3",
        "nesterov.3",
    )
    assert len(bench.trained) == 30


def test_an_answer_that_depends_on_the_seed_is_found(tmp_path: Path) -> None:
    (finding,) = tried(tmp_path, FakeBench(answers={3: "plain"}))
    assert "heavy_ball (seed 0), plain (seed 3)" in finding.message
    assert "chance = true" in finding.fix


def test_chance_may_be_declared(tmp_path: Path) -> None:
    text = LESSON.replace('answer = "lab:first_below"', 'answer = "lab:first_below"\nchance = true')
    assert tried(tmp_path, FakeBench(answers={3: "plain"}), text) == []


@pytest.mark.parametrize(("answer", "words"), [("burst", "The function burst"), ("odd", "m:f")])
def test_answers_that_cannot_be_had_are_found(tmp_path: Path, answer: str, words: str) -> None:
    (finding,) = tried(tmp_path, FakeBench(answers={0: answer}))
    assert words in finding.message


def test_runs_that_end_otherwise_than_declared_are_found(tmp_path: Path) -> None:
    bench = FakeBench(ends={("heavy_ball", 0): "diverged", ("plain", 2): "failed"})
    first, second = tried(tmp_path, bench)
    assert "heavy_ball with seed 0 ends as diverged, not finished: It burst" in first.message
    assert "plain with seed 2 ends as failed" in second.message


def test_a_view_for_which_no_scenario_has_anything_is_found(tmp_path: Path) -> None:
    text = LESSON.replace('views = ["surface"]', 'views = ["surface", "kernels"]')
    none, surface = frozenset[str](), frozenset({"surface"})
    bench = FakeBench(views={"plain": none, "heavy_ball": surface, "nesterov": none})
    (finding,) = tried(tmp_path, bench, text)
    assert 'no scenario has anything for the view "kernels"' in finding.message
    assert "the probe of that name" in finding.fix
    assert tried(tmp_path, FakeBench(), text) == []


def test_a_run_that_is_meant_to_diverge_has_to(tmp_path: Path) -> None:
    text = LESSON.replace("plain      = { }", 'plain = { ends = "diverged" }')
    diverging = FakeBench(ends={("plain", seed): "diverged" for seed in range(5)})
    assert tried(tmp_path, diverging, text) == []
    assert len(tried(tmp_path, FakeBench(), text)) == 5


def test_lessons_with_broken_code_are_not_trained(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "lab.py").write_text("def valley(): ...\n")
    bench = FakeBench()
    assert list(lint(load_catalog(tmp_path), [ID], bench))
    assert bench.trained == []


def test_every_file_is_judged_once_and_findings_keep_their_order(tmp_path: Path) -> None:
    bench = FakeBench()
    assert tried(tmp_path, bench) == []
    assert len(bench.files) == len(set(bench.files)) == 3 + 1 + 2 * 2 + 3
    folder = tmp_path / ID / "exercises" / "step"
    for name in ("a", "b", "c"):
        right = (folder / "solutions" / "fused.py").read_text()
        (folder / "wrong" / f"{name}.py").write_text(f'"""Not wrong at all."""\n{right}# {name}\n')
    texts = {path: path.read_text() for path in sorted(folder.glob("wrong/?.py"))}
    passing = AlwaysRight(tuple(texts.values()))
    assert [finding.file for finding in tried(tmp_path, passing)] == list(texts)


class AlwaysRight(FakeBench):
    """Lets chosen files pass."""

    def __init__(self, passing: tuple[str, ...]) -> None:
        super().__init__()
        self.passing = passing

    def judge_code(self, exercise: Exercise, text: str, seed: int) -> Judgement:
        judgement = super().judge_code(exercise, text, seed)
        return replace(judgement, outcome="passed") if text in self.passing else judgement


def test_a_judge_that_dies_is_reported_where_the_checks_are(tmp_path: Path) -> None:
    (finding,) = tried(tmp_path, FakeBench(burst=""))
    assert finding.file.name == "check.py"
    assert "The process is gone" in finding.message


def test_lessons_are_named_as_their_turn_comes(tmp_path: Path) -> None:
    written(tmp_path)
    written(tmp_path, name="other")
    begun: list[str] = []
    assert list(lint(load_catalog(tmp_path), begun=begun.append)) == []
    assert begun == ["optimizers/momentum", "optimizers/other"]
