"""Lint finds what an exercise lacks: by reading, and by judging what its author kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sample_exercises import KINDS, sample

from lessons.checking.verdict import Checked, Explained, Judgement
from lessons.clinics.clinic import Clinic
from lessons.clinics.ward import load_ward
from lessons.exercises.exercise import Exercise, ExerciseKind, Hint
from lessons.exercises.folder import read_solutions, read_wrong
from lessons.exercises.output_lines import first_difference
from lessons.lint.clinics import check_case, check_named
from lessons.lint.exercises import check_exercises
from lessons.lint.findings import Finding
from lessons.lint.proof import prove
from lessons.schema import Lab, Lesson

OUTPUT = read_solutions(sample("output"))[0].source


def lesson(folder: Path, *exercises: Exercise) -> Lesson:
    return Lesson(
        id="optimizers/momentum",
        title="Momentum",
        aim="Know it.",
        minutes=10,
        requires=(),
        covers=(),
        sources=(),
        lab=Lab(recipe="lab:valley"),
        blocks=exercises,
        folder=folder,
    )


def copied(tmp_path: Path, kind: ExerciseKind) -> Exercise:
    """A copy of a sample that a test may spoil."""
    original = sample(kind)
    shutil.copytree(original.folder, tmp_path / "exercises" / original.id)
    return replace(original, folder=tmp_path / "exercises" / original.id)


def read(tmp_path: Path, exercise: Exercise) -> list[Finding]:
    return list(check_exercises(lesson(tmp_path, exercise)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_samples_are_sound(tmp_path: Path, kind: ExerciseKind) -> None:
    assert read(tmp_path, copied(tmp_path, kind)) == []


def removed(*names: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return spoil


def written(name: str, text: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / name).write_text(text, encoding="utf-8")

    return spoil


def changed(name: str, old: str, new: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return spoil


REFERENCE = "solutions/reference.py"
SPOILT: tuple[tuple[ExerciseKind, Callable[[Path], None], str, int], ...] = (
    ("complete", removed("starter.py"), "starter.py:1: it cannot be read", 1),
    ("complete", removed("check.py"), "check.py:1: it cannot be read", 1),
    ("complete", removed(REFERENCE), "there is no reference", 1),
    ("complete", removed("solutions/fused.py"), "1 solutions that differ", 1),
    ("complete", removed("wrong/uphill.py"), "2 wrong answers are kept", 1),
    ("complete", written("starter.py", "def f(:\n"), "not Python", 1),
    ("complete", written("check.py", "import torch\n\nx = (\n"), "not Python", 3),
    ("complete", written("check.py", "import torch\n"), "nothing is checked", 1),
    ("complete", written("stage.py", "x = (\n"), "not Python", 1),
    ("complete", written("wrong/more.py", "x = 1\n"), "without its misconception", 1),
    ("complete", changed(REFERENCE, '"""Written', '"""\n\nWritten'), "", 1),
    ("complete", changed("check.py", '"Descent goes downhill."', '" "'), "does not say why", 9),
    ("complete", changed("check.py", ', why="Descent goes downhill."', ""), "does not say why", 9),
    (
        "complete",
        changed("starter.py", "raise", "# return weights - lr*gradient\n    raise"),
        "gives away `return weights - lr * gradient`",
        6,
    ),
    (
        "complete",
        changed("starter.py", "raise NotImplementedError", "return weights - lr * gradient"),
        "it is the solution reference.py",
        1,
    ),
    ("fade", changed(REFERENCE, "# subgoal: take a step", "# a step"), "take a step", 1),
    (
        "fade",
        changed(
            REFERENCE,
            "            loss.backward()",
            "            if loss:\n                loss.backward()\n"
            "            # subgoal: nothing\n            else:\n                pass",
        ),
        "it is no Python",
        1,
    ),
    ("order", changed(REFERENCE, "slope = 2 * place", "slope = place"), "the distractor", 1),
    ("output", removed("starter.py"), "it cannot be read", 1),
    ("output", removed("solutions/reference.txt"), "it cannot be read", 1),
    ("output", written("solutions/reference.txt", "\n1\n"), "without its idea", 1),
    ("output", written("wrong/more.txt", "\n2\n"), "without its misconception", 1),
    ("output", removed("wrong/flat.txt"), "2 wrong answers are kept", 1),
)


@pytest.mark.parametrize(("kind", "spoil", "words", "line"), SPOILT)
def test_what_is_missing_is_found(
    tmp_path: Path, kind: ExerciseKind, spoil: Callable[[Path], None], words: str, line: int
) -> None:
    exercise = copied(tmp_path, kind)
    spoil(exercise.folder)
    found = read(tmp_path, exercise)
    if not words:
        assert found == []
        return
    assert [finding for finding in found if words in str(finding) and finding.line == line], found
    assert all(finding.fix for finding in found)


def test_the_block_and_the_folders_belong_together(tmp_path: Path) -> None:
    exercise = copied(tmp_path, "complete")
    other = replace(exercise, id="other", folder=tmp_path / "exercises" / "other")
    messages = " ".join(map(str, check_exercises(lesson(tmp_path, other))))
    assert "no block of the lesson names this folder" in messages
    assert "the exercise has no folder" in messages


@pytest.mark.parametrize(
    ("exercise", "words"),
    [
        (replace(sample("fade"), missing=()), "`missing`"),
        (replace(sample("complete"), missing=("a",)), "`missing`"),
        (replace(sample("complete"), distractors=("a",)), "`distractors`"),
        (replace(sample("complete"), hints=(Hint(ask="Why?", text=" "),)), "hint 1 is blank"),
        (replace(sample("fade"), missing=("take a stop",)), 'Did you mean "take a step"?'),
    ],
)
def test_what_a_block_says_has_to_fit(tmp_path: Path, exercise: Exercise, words: str) -> None:
    (finding,) = check_exercises(lesson(tmp_path, exercise))
    assert words in str(finding)


def test_a_case_that_is_not_there_is_found(tmp_path: Path) -> None:
    cases = load_ward().cases
    known = Clinic(id="first", case=cases[0].id, ask="What is wrong?")
    unknown = Clinic(id="second", case=cases[0].id + "x", ask="What is wrong?", line=7)
    visited = replace(lesson(tmp_path), blocks=(known, unknown))
    (finding,) = check_named(visited, load_ward())
    assert finding.line == 7
    assert f'Did you mean "{cases[0].id}"?' in str(finding)


def test_what_mends_a_case_is_looked_at_as_exercises_are(tmp_path: Path) -> None:
    case = replace(load_ward().cases[0], exercise=copied(tmp_path, "mend"))
    judge = FakeJudge()
    assert list(check_case(case, judge)) == []
    assert judge.seen
    (case.exercise.folder / "wrong" / "sum.py").unlink()
    unasked = FakeJudge()
    (finding,) = check_case(case, unasked)
    assert "2 wrong answers" in str(finding)
    assert not unasked.seen


@dataclass
class FakeJudge:
    """Judges by the files that the author kept, with mistakes of its own."""

    passing: tuple[str, ...] = ()
    """Texts that pass though they should not."""
    failing: tuple[tuple[str, int], ...] = ()
    """Texts and seeds that fail though they should not."""
    tagless: bool = False
    broken: str | None = None
    """Text that cannot even be loaded."""
    outputs: tuple[str, str] = (OUTPUT, OUTPUT)
    seen: list[tuple[str, int]] = field(default_factory=list)

    def judge_code(self, exercise: Exercise, text: str, seed: int) -> Judgement:
        self.seen.append((text, seed))
        if exercise.kind == "output":
            right = first_difference(self.outputs[0], text) is None
            return Judgement(outcome="passed" if right else "failed")
        if text == self.broken:
            return Judgement(outcome="failed", error=Explained(original="NameError: x", line=4))
        right = text in [answer.source for answer in read_solutions(exercise)]
        if (right and (text, seed) not in self.failing) or text in self.passing:
            return Judgement(outcome="passed")
        tags = {answer.source: answer.tag for answer in read_wrong(exercise)}
        tag = "" if self.tagless else tags.get(text, "")
        check = Checked(tests="It works.", why="It has to.", passed=False, message="No.", tag=tag)
        return Judgement(outcome="failed", checks=(check,))

    def run_program(self, exercise: Exercise, seed: int) -> Judgement:
        return Judgement(outcome="passed", output=self.outputs[seed])


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_exercise_is_proved(kind: ExerciseKind) -> None:
    judge = FakeJudge()
    assert list(prove(sample(kind), judge)) == []
    if kind == "output":
        return
    answers = read_solutions(sample(kind))
    seeds = [{seed for text, seed in judge.seen if text == answer.source} for answer in answers]
    assert seeds == [{0, 1}, {2, 3}][: len(answers)]
    assert {"", "def (:\n"} <= {text for text, _ in judge.seen}


def source(name: str) -> str:
    return (sample("complete").folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("judge", "words"),
    [
        (FakeJudge(passing=("",)), "an empty file passes"),
        (FakeJudge(passing=(source("starter.py"),)), "the starter passes"),
        (FakeJudge(passing=(source("wrong/uphill.py"),)), "a wrong answer passes with seed 2"),
        (FakeJudge(failing=((source("solutions/fused.py"), 2),)), "rejected with seed 2: It works"),
        (FakeJudge(tagless=True), 'it is not seen as "gradient-sign", but as no misconception'),
    ],
)
def test_a_wrong_verdict_is_found(judge: FakeJudge, words: str) -> None:
    found = list(prove(sample("complete"), judge))
    assert [finding for finding in found if words in str(finding)], found


def test_code_to_mend_has_to_run() -> None:
    starter = (sample("mend").folder / "starter.py").read_text(encoding="utf-8")
    (finding,) = prove(sample("mend"), FakeJudge(broken=starter))
    assert "does not even run: NameError: x" in finding.message
    assert finding.line == 4


@pytest.mark.parametrize(
    ("outputs", "words"),
    [
        (("1\n", "2\n"), "something else each time"),
        (("", ""), "it prints 0 lines"),
        (("1\n" * 50, "1\n" * 50), "it prints 50 lines"),
    ],
)
def test_a_program_has_to_print_the_same(outputs: tuple[str, str], words: str) -> None:
    found = list(prove(sample("output"), FakeJudge(outputs=outputs)))
    assert words in found[0].message


def test_a_wrong_output_has_to_be_wrong() -> None:
    wrong = (sample("output").folder / "wrong" / "flat.txt").read_text(encoding="utf-8")
    output = wrong.partition("\n")[2]
    wrong_answer, reference = prove(sample("output"), FakeJudge(outputs=(output, output)))
    assert wrong_answer.message == "this is what the program prints"
    assert reference.message == "this is not what the program prints"
    assert reference.file.name == "reference.txt"
    assert "torch.Size([4]) / tensor([4, 6])" in reference.fix
