"""Starters that fade: what is left out can be put back, and the rest still parses."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_exercises import sample

from lessons.errors import LessonError, UnknownName
from lessons.exercises.fade import FadeError, faded, gaps, restored, subgoals
from lessons.exercises.folder import read_reference
from lessons.exercises.starter import faded_starter, starter_text
from lessons.exercises.statements import without_module_docstring

FADE = sample("fade")
WORKED = without_module_docstring(read_reference(FADE).source)
NAMES = tuple(part.name for part in subgoals(WORKED))

NESTED = '''def train(model, data):
    """Train."""
    # subgoal: see every example
    for example in data:
        # subgoal: guess
        guess = model(example)

        # a remark, no label
        print("""
no code: # subgoal: nothing
""")
        # subgoal: learn
        if guess:
            model.learn()
        else:
            model.wait()
    # subgoal: answer
    return model


def other():
    return 1
'''


def test_the_labels_of_a_reference_are_its_parts() -> None:
    assert NAMES == (
        "forget the old gradients",
        "guess and measure",
        "find out who is to blame",
        "take a step",
    )


def test_a_missing_part_leaves_a_gap_at_its_depth() -> None:
    starter = faded(WORKED, ["guess and measure"])
    assert "            ...  # your part: guess and measure\n\n" in starter
    assert "loss_function(\n" not in starter
    assert "# subgoal: guess and measure" not in starter
    assert '"""Train a model for some epochs."""' in starter
    assert gaps(starter) == ("guess and measure",)


def test_the_idea_of_the_reference_is_not_in_the_starter() -> None:
    assert read_reference(FADE).idea
    assert read_reference(FADE).idea not in starter_text(FADE)
    assert gaps(starter_text(FADE)) == FADE.missing


@given(st.sets(st.sampled_from(NAMES)))
def test_every_starter_parses_and_filling_its_gaps_gives_the_reference(missing: set[str]) -> None:
    starter = faded(WORKED, missing)
    ast.parse(starter)
    assert set(gaps(starter)) == missing
    assert restored(starter, WORKED) == WORKED


@given(st.sets(st.sampled_from([part.name for part in subgoals(NESTED)])))
def test_parts_within_parts(missing: set[str]) -> None:
    starter = faded(NESTED, missing)
    ast.parse(starter)
    inner = {"guess", "learn"} if "see every example" in missing else set()
    assert set(gaps(starter)) == missing - inner
    assert restored(starter, NESTED) == NESTED
    assert "def other():\n    return 1" in starter


STATEMENTS = (
    "x = 1",
    "y = [\n{i}    1,\n{i}]",
    'z = """\nflat\n"""',
    "if x:\n{i}    x = 2",
    "pass",
)


@st.composite
def references(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A function of labelled parts, in a block or not."""
    depth = draw(st.integers(1, 3))
    lines = ["def f(x):"]
    lines += ["    " * level + "while x:" for level in range(1, depth)]
    indent = "    " * depth
    names = draw(st.lists(st.text("abc ", min_size=1).map(str.strip), unique=True, max_size=4))
    names = [name for name in names if name]
    for name in names:
        lines.append(f"{indent}# subgoal: {name}")
        for _ in range(draw(st.integers(1, 3))):
            lines.append(indent + draw(st.sampled_from(STATEMENTS)).replace("{i}", indent))
            lines += [""] * draw(st.integers(0, 1))
    lines.append(f"{indent}x = 0")
    return "\n".join(lines) + "\n", names


@given(references(), st.data())
def test_any_reference_fades_and_comes_back(
    reference: tuple[str, list[str]], data: st.DataObject
) -> None:
    source, names = reference
    missing = data.draw(st.sets(st.sampled_from(names))) if names else set()
    starter = faded(source, missing)
    ast.parse(starter)
    assert set(gaps(starter)) == missing
    assert restored(starter, source) == source


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(UnknownName, match="take a step"):
        faded(WORKED, ["take a stop"])
    with pytest.raises(FadeError, match="two subgoals"):
        subgoals("# subgoal: a\nx = 1\n# subgoal: a\ny = 1\n")
    with pytest.raises(FadeError, match="no code follows") as empty:
        subgoals("x = 1\n# subgoal: a\n# subgoal: b\ny = 1\n")
    assert empty.value.line == 2
    with pytest.raises(LessonError, match="take a step"):
        faded_starter(FADE, ("take a stop",))
