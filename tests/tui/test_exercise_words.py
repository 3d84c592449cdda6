"""What an exercise says, and what its editor does by itself: without a screen."""

from __future__ import annotations

import ast
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import get_args

import pytest
from exercise_stage import ERROR, FAILED, PASSED, REST, STOPPED, UNTOUCHED
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from lessons.checking.verdict import Difference, Explained, Judgement, Limit
from lessons.errors import TutorError
from lessons.exercises.exercise import Limits
from lessons.exercises.ideas import beside as paired
from tui.exercises.beside import beside
from tui.exercises.cursors import Cursors
from tui.exercises.editing import commented, next_indent, shifted, step_back
from tui.exercises.limits import stopped
from tui.exercises.own_editor import own_editor
from tui.exercises.telling import Telling, error_line
from tui.ink import Ink
from tui.symbols import ASCII, UNICODE
from tui.widgets.pairs_view import PairsView, Titled

CODE_LINES = st.lists(
    st.builds(
        lambda depth, text: " " * 4 * depth + text,
        st.integers(0, 4),
        st.sampled_from(["x = 1", "return y", "# said", "", "for a in b:", "#x", "pass"]),
    ),
    max_size=8,
)
PLAIN = Ink(
    **dict.fromkeys(
        ("text", "accent", "muted", "rule", "code", "keyword", "string", "number", "block"), Style()
    ),
    plain=True,
)


def rows(judgement: Judgement, width: int = 80) -> list[str]:
    telling = Telling(symbols=UNICODE, limits=Limits(), width=width)
    return list(telling.rows(judgement))


# Telling


def test_a_failed_check_says_what_why_and_where_the_values_part() -> None:
    assert rows(FAILED) == [
        "✗ Not yet: check 1 of 2 does not hold.",
        "",
        "✗ It goes downhill.",
        "  Why it matters: That is the aim.",
        "",
        "  This goes uphill.",
        "",
        "         expected  got",
        "  value  0.5       1.5",
        "  First difference: expected 0.5, got 1.5",
        "",
        "○ The rate counts. (not reached)",
        "",
        "What it printed",
        "  step 1",
    ]


def test_an_error_stands_in_plain_words_beside_the_original() -> None:
    said = rows(ERROR)
    words = said.index("  Did you mean lr?")
    assert said[words - 1] == "  Line 6: There is no lrr"
    assert said[words + 1] == "  NameError: name 'lrr' is not defined"
    assert error_line(ERROR) == 6


def test_an_error_without_words_still_says_its_line() -> None:
    unknown = Explained(original="ValueError: odd", line=3)
    said = rows(Judgement(outcome="failed", error=unknown, checks=(REST,)))
    assert said[:3] == ["✗ Not yet: the file cannot be run.", "", "Line 3: ValueError: odd"]


def test_what_passed_tells_why_each_check_is_there() -> None:
    assert rows(PASSED)[-2:] == ["✓ It goes downhill.", "  That is the aim."]


def test_not_attempted_is_calm_and_no_failure() -> None:
    assert rows(UNTOUCHED)[0] == "○ Not attempted yet."
    own = replace(UNTOUCHED, message="`step` is not written yet.")
    assert rows(own)[1] == "step is not written yet."


@pytest.mark.parametrize("over", [limit for limit in get_args(Limit) if limit])
def test_every_limit_says_which_it_was_and_what_leads_there(over: Limit) -> None:
    said = rows(replace(STOPPED, over=over))
    assert said[0] == f"✗ Stopped. {stopped(over, Limits()).what}"
    assert said[1].startswith(("Usually", "Nothing"))
    everything = {stopped(one, Limits()).what for one in get_args(Limit) if one}
    assert len(everything) == len(get_args(Limit)) - 1


def test_only_ascii_is_written_where_only_that_can_be() -> None:
    telling = Telling(symbols=ASCII, limits=Limits(), width=60)
    for judgement in (FAILED, ERROR, PASSED, STOPPED, UNTOUCHED):
        assert "\n".join(telling.rows(judgement)).isascii()


@given(
    st.integers(20, 120),
    st.lists(st.text("0123456789[], ", max_size=40), min_size=1, max_size=4),
    st.lists(st.text("0123456789[], ", max_size=40), min_size=1, max_size=4),
)
def test_values_stand_beside_each_other_only_where_they_fit(
    width: int, expected: list[str], got: list[str]
) -> None:
    difference = Difference(expected="v\n" + "\n".join(expected), got="\n".join(got))
    shown = beside(difference, width)
    if "got" in shown[0]:
        assert max(map(len, shown)) <= width
    text = "\n".join(shown)
    assert all(row.strip() in text for row in (*expected, *got))


def test_a_tensor_in_one_line_is_broken_into_its_rows() -> None:
    value = "tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])"
    shown = beside(Difference(expected=value, got="1", expected_shape="(2, 2, 2) int64"), 40)
    assert shown[2:6] == [
        "value  [[[1, 2],        1",
        "         [3, 4]],",
        "        [[5, 6],",
        "         [7, 8]]]",
    ]
    assert "(differs)" in shown[1]


def test_what_is_expected_is_not_given_away_where_it_is_not_told() -> None:
    assert beside(Difference(expected="", got="3"), 60) == ["yours", "  3"]


# Editing


@pytest.mark.parametrize(
    ("before", "column"),
    [
        ("", 0),
        ("x = 1", 0),
        ("    x = 1", 4),
        ("def f(x):", 4),
        ("    for a in b:  # each", 8),
        ("    return x", 0),
        ("        ...", 4),
        ("    returned = 1", 4),
        ("pass", 0),
    ],
)
def test_a_new_line_begins_where_code_goes_on(before: str, column: int) -> None:
    assert next_indent(before) == column


@pytest.mark.parametrize(
    ("before", "taken"), [("", 1), ("    ", 4), ("      ", 2), ("   x", 1), (" " * 8, 4), (" ", 1)]
)
def test_backspace_takes_a_level_of_indentation(before: str, taken: int) -> None:
    assert step_back(before) == taken


@given(CODE_LINES)
def test_comments_come_and_go_and_leave_the_code_as_it_was(lines: list[str]) -> None:
    written = [line for line in lines if line.strip()]
    once = commented(lines)
    if written and not all(line.lstrip().startswith("#") for line in written):
        assert all(line.lstrip().startswith("#") for line in once if line.strip())
        assert list(commented(once)) == lines
    assert len(once) == len(lines)


@given(CODE_LINES)
def test_indenting_can_be_taken_back(lines: list[str]) -> None:
    assert list(shifted(shifted(lines, 1), -1)) == lines
    assert dedent("\n".join(shifted(lines, 1))) == dedent("\n".join(lines))


# The learner's own editor


def which(*there: str) -> object:
    return lambda name: f"/bin/{name}" if name in there else None


@pytest.mark.parametrize(
    ("environment", "command", "graphical"),
    [
        ({"EDITOR": "vim"}, ("vim",), False),
        ({"VISUAL": "code --wait", "EDITOR": "vim"}, ("code", "--wait"), True),
        ({"VISUAL": " ", "EDITOR": "/usr/bin/gvim"}, ("/usr/bin/gvim",), True),
        ({"EDITOR": "emacsclient -c"}, ("emacsclient", "-c"), True),
        ({"EDITOR": "emacsclient -t"}, ("emacsclient", "-t"), False),
        ({"EDITOR": "it's"}, ("it's",), False),
        ({}, ("vi",), False),
    ],
)
def test_the_editor_is_the_one_of_the_environment(
    environment: dict[str, str], command: tuple[str, ...], graphical: bool
) -> None:
    editor = own_editor(environment, which("vi", "emacs"))  # type: ignore[arg-type]
    assert (editor.command, editor.graphical) == (command, graphical)


def test_no_editor_is_said_with_a_next_step() -> None:
    with pytest.raises(TutorError, match="Set EDITOR"):
        own_editor({}, which())  # type: ignore[arg-type]


def test_an_editor_that_is_not_there_is_said(tmp_path: Path) -> None:
    editor = own_editor({"EDITOR": str(tmp_path / "none")}, which())  # type: ignore[arg-type]
    for begin in (editor.here, editor.beside):
        with pytest.raises(TutorError, match="did not start"):
            begin(tmp_path / "file.py")


def test_an_editor_in_the_terminal_is_waited_for(tmp_path: Path) -> None:
    program = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text('written')"
    (tmp_path / "edit.py").write_text(program)
    editor = own_editor({"EDITOR": f"{sys.executable} {tmp_path / 'edit.py'}"})
    assert editor.here(tmp_path / "file.py") == 0
    assert (tmp_path / "file.py").read_text() == "written"


@pytest.mark.skipif(os.name == "nt", reason="a terminal of POSIX sends it to all")
def test_ctrl_c_belongs_to_the_editor_while_it_is_open(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    program = "import os, signal; os.kill(os.getppid(), signal.SIGINT)"
    (tmp_path / "edit.py").write_text(program)
    own_editor({"EDITOR": f"{sys.executable} {tmp_path / 'edit.py'}"}).here(tmp_path / "file.py")
    assert signal.getsignal(signal.SIGINT) is before


# Places and pairs


def test_cursors_are_remembered_and_a_damaged_file_is_no_error(tmp_path: Path) -> None:
    cursors = Cursors(tmp_path / "new")
    assert cursors.of(tmp_path / "a.py") == (0, 0)
    cursors.keep(tmp_path / "a.py", (3, 4))
    cursors.keep(tmp_path / "b.py", (1, 1))
    assert Cursors(tmp_path / "new").of(tmp_path / "a.py") == (3, 4)
    (tmp_path / "new" / ".cursors.json").write_bytes(b"{")
    assert cursors.of(tmp_path / "a.py") == (0, 0)


@pytest.mark.parametrize("width", [60, 170])
def test_code_beside_code_marks_what_differs(width: int) -> None:
    own, other = "import torch\nx = 1\n", "import torch\nx = 2\ny = 3\n"
    view = PairsView((Titled("An idea.", "yours", "this", paired(own, other)),))
    drawn = [strip.text.rstrip() for strip in view.draw(width, PLAIN)]
    assert {len(strip.text) for strip in view.draw(width, PLAIN)} == {width}
    assert any("An idea." in row for row in drawn)
    assert any("~" in row and row.endswith("x = 2") for row in drawn)
    assert any("+" in row and row.endswith("y = 3") for row in drawn)
    assert any("x = 1" in row for row in drawn) is (width > 150)
    ast.parse(other)


def test_code_that_is_too_wide_goes_on_below() -> None:
    line = "    return [nn.Linear(width, width) for _ in range(depth)] + [nn.Linear(width, 1)]"
    view = PairsView((Titled("An idea.", "yours", "this", paired("", f"def f():\n{line}\n")),))
    drawn = [strip.text.rstrip() for strip in view.draw(40, PLAIN)]
    assert not any("…" in row for row in drawn)
    begin = next(place for place, row in enumerate(drawn) if "return" in row)
    assert all(row.startswith(" " * 10) for row in drawn[begin + 1 : begin + 3])
    assert "".join("".join(drawn[begin : begin + 3]).split()) == "+" + "".join(line.split())
