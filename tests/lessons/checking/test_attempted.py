"""What is no attempt is said to be none, and what is missing is named."""

from __future__ import annotations

import pytest

from lessons.checking.attempted import EMPTY, STARTER, attempt

STEP = "def step(x):\n    '''One.'''\n    ...\n"
BOTH = STEP + "def stop(x):\n    raise NotImplementedError('later')\n"


@pytest.mark.parametrize("source", ["", "\n\n", "# later", '"""Later."""', "\t"])
def test_an_empty_file_is_none(source: str) -> None:
    assert attempt(source, STEP).missing == EMPTY


@pytest.mark.parametrize(
    "source",
    [STEP, STEP.replace("...", "pass"), "# new\n" + STEP, STEP.replace("    ", "  ")],
)
def test_an_empty_function_is_none_however_it_is_empty(source: str) -> None:
    assert attempt(source, STEP).missing.startswith("`step` is not written yet")


def test_a_missing_function_is_named_as_missing() -> None:
    assert attempt("def stepp(x):\n    return x\n", STEP).missing.startswith("There is no `step`")


def test_several_are_named() -> None:
    assert attempt("x = 1", BOTH).missing.startswith("`step` and `stop` are not written yet")


def test_one_of_two_is_an_attempt_at_that_one() -> None:
    looked = attempt(BOTH.replace("...", "return x"), BOTH)
    assert (looked.missing, looked.blank) == ("", frozenset({"stop"}))


@pytest.mark.parametrize(
    "source",
    [
        "def step(x):\n    return None\n",
        "step = abs\n",
        "from math import exp as step\n",
        "from math import *\n",
        "class step:\n    x = 1\n",
        "def step(:\n",
        "def step(x):\n    '''One.'''\nreturn x\n",
        "\0",
    ],
)
def test_whatever_else_stands_there_is_judged(source: str) -> None:
    assert attempt(source, STEP).missing == ""


def test_a_starter_without_gaps_is_no_attempt_unless_it_works() -> None:
    starter = "def step(x):\n    return x + 1\n"
    assert attempt("# changed?\n" + starter, starter).missing == STARTER
    assert attempt(starter, starter, works=True).missing == ""
    assert attempt(starter.replace("+", "-"), starter).missing == ""


def test_a_file_that_is_nested_deeply_is_looked_at_all_the_same() -> None:
    assert attempt("x = " + "+".join("1" * 1000) + "\ndef step(x): return x\n", STEP).missing == ""


def test_an_empty_helper_is_not_what_is_asked_for() -> None:
    assert attempt("def step(x):\n    return x\ndef hook(): pass\n", STEP).blank == frozenset()
