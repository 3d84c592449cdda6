"""An exercise on the screen: what is typed is kept, judged beside it, and explained."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import MakeApp
from exercise_stage import (
    ERROR,
    FAILED,
    LESSON,
    PASSED,
    SOLUTION,
    STARTER,
    STOPPED,
    UNTOUCHED,
    Judge,
    Writer,
    exercise,
    judge,
    writing,
)
from fixture_lessons import units

from lessons.catalog import Catalog
from lessons.exercises.text_file import digest
from tui.app import TutorApp
from tui.messages import LessonChosen
from tui.screens.exercise import ExerciseScreen
from tui.screens.exercise.studying import StudyScreen
from tui.screens.exercise.thinking import ThinkScreen
from tui.screens.home import HomeScreen
from tui.screens.lesson import LessonScreen
from tui.widgets.code_editor import CodeEditor
from tui.widgets.exercise_card import ExerciseCard
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_order import LineOrder

__all__ = ["judge"]


async def test_what_is_typed_is_checked_shown_and_recorded(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    judge.says = FAILED
    async with writing(make_app, tmp_path) as at:
        await at.press("ctrl+end")
        await at.type("x = 1")
        await at.check()
        assert judge.asked == [STARTER + "x = 1"]
        assert at.file.read_text() == STARTER + "x = 1"
        assert "Not yet: check 1 of 2 does not hold." in at.results
        assert "This goes uphill." in at.results
        assert "(not reached)" in at.results
        assert "step 1" in at.results
        (made,) = at.record.attempts_at("step")
        assert (made.outcome, made.passed, made.checks) == ("failed", 0, 2)
        assert made.digest == digest(STARTER + "x = 1")
        assert made.tags == ("sign",)
        assert at.screen.front == "code"
        await at.type("y")
        assert at.screen.head("results").detail == "of the code before your last changes"


async def test_what_is_typed_is_kept_without_a_check(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path) as at:
        file = at.file
        await at.type("# mine\n")
        await at.press("escape", "escape")
        assert isinstance(at.app.screen, HomeScreen)
        assert file.read_text() == "# mine\n" + STARTER
    assert judge.asked == []


async def test_what_is_pasted_in_does_not_steer_the_terminal(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path) as at:
        editor = at.app.screen.query_one(CodeEditor)
        editor.insert("x = '\x1b[2J\x9b'\n", (0, 0))
        await at.pilot.pause()
        assert "x = '\ufffd[2J\ufffd'" in editor.render_line(0).text


async def test_quitting_keeps_what_was_typed_last_and_the_cursor(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path) as at:
        file = at.file
        await at.press("down", "down", "down")
        await at.type("ab")
        await at.press("ctrl+q")
    assert "abdef step" in file.read_text()
    async with writing(make_app, tmp_path) as at:
        assert at.editor.cursor_location == (3, 2)
        await at.press("ctrl+z")


async def test_an_error_marks_its_line_and_a_key_goes_there(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    judge.says = ERROR
    async with writing(make_app, tmp_path) as at:
        await at.check()
        assert at.editor.meant == (6,)
        assert "Line 6: There is no lrr" in at.results
        await at.press("ctrl+home", "enter", "enter")
        assert at.editor.meant == (8,)
        await at.press("escape")
        assert at.screen.front == "results"
        await at.press("f4")
        assert at.screen.front == "code"
        assert at.editor.cursor_location == (7, 4)


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (STOPPED, "It was not done after 10 seconds."),
        (UNTOUCHED, "Not attempted yet."),
    ],
)
async def test_other_outcomes_have_words_of_their_own(
    make_app: MakeApp, tmp_path: Path, judge: Judge, says: object, words: str
) -> None:
    judge.says = says  # type: ignore[assignment]
    async with writing(make_app, tmp_path) as at:
        await at.check()
        assert words in at.results


async def test_a_check_can_be_ended_while_the_editor_stays_usable(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    judge.may_answer.clear()
    async with writing(make_app, tmp_path) as at:
        await at.press("ctrl+s")
        await at.until(lambda: len(judge.asked) == 1)
        assert at.screen.head("results").detail.startswith("checking")
        await at.type("z")
        assert at.editor.text.startswith("z")
        await at.press("escape")
        assert at.screen.under_way is None
        assert at.screen.front == "code"
        judge.may_answer.set()
        await at.pilot.pause(0.02)
        assert at.screen.judgement is None
        assert at.record.attempts == ()


async def test_a_hint_comes_after_an_attempt_and_a_thought(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    judge.says = FAILED
    async with writing(make_app, tmp_path) as at:
        await at.press("f2")
        assert at.screen.front == "code", "no question before an attempt"
        await at.type("# a try\n")
        await at.check()
        await at.press("f2")
        assert isinstance(at.app.screen, ThinkScreen)
        await at.answer("no")
        assert isinstance(at.app.screen, ThinkScreen), "that is no thought"
        await at.answer("no it points uphill")
        assert at.record.hints[0][1].thought == "no it points uphill"
        shown = "\n".join(row.plain for row in at.screen.query_one("#hints").wrapped(60))  # type: ignore[attr-defined]
        assert "It points up the hill." in shown
        assert "What does the rate do?" not in shown
        assert at.screen.front == "task"
        await at.press("h")
        assert not isinstance(at.app.screen, ThinkScreen), "the next one needs another attempt"


async def test_the_solution_is_open_after_a_sentence(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path) as at:
        await at.press("escape", "s")
        assert isinstance(at.app.screen, ThinkScreen)
        await at.answer("the sign goes wrong every time")
        assert isinstance(at.app.screen, StudyScreen)
        assert at.record.studied == ("step",)


async def test_success_opens_other_solutions_and_the_way_on(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path) as at:
        await at.check()
        assert at.record.solved("step")
        assert "Passed." in at.results
        assert at.screen.top.right == "✓ solved"
        await at.press("escape", "s")
        assert isinstance(at.app.screen, StudyScreen)
        assert at.record.studied == ()
        await at.press("escape")
        await at.press("n")
        assert isinstance(at.app.screen, HomeScreen)


async def test_beginning_again_asks_and_can_be_taken_back(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path) as at:
        await at.type("# mine\n")
        await at.press("escape", "R")
        assert at.editor.text == "# mine\n" + STARTER
        await at.press("R")
        assert at.editor.text == STARTER
        await at.press("U")
        assert at.editor.text == "# mine\n" + STARTER
        assert at.file.read_text() == "# mine\n" + STARTER


async def test_what_another_program_saves_is_read_and_checked_where_wanted(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path) as at:
        at.file.write_text(SOLUTION)
        at.screen.look_at_file()
        assert at.editor.text == SOLUTION
        assert judge.asked == []
        await at.press("f8")
        at.file.write_text(SOLUTION + "# more\n")
        at.screen.look_at_file()
        await at.until(lambda: at.screen.judgement is PASSED)
        assert judge.asked == [SOLUTION + "# more\n"]
        await at.press("ctrl+z")
        assert at.editor.text == SOLUTION, "what was read can be taken back"


@pytest.mark.parametrize(
    ("editor", "said"),
    [("no-such-editor", "did not start"), ("sh -c 'exit 3'", "ended with status 3")],
)
async def test_an_editor_that_fails_gives_the_terminal_back_and_is_said(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor: str, said: str
) -> None:
    taken_back = []

    @contextmanager
    def lent(_app: TutorApp) -> Iterator[None]:
        yield  # as Textual's own: what is raised in it skips the rest
        taken_back.append(True)

    monkeypatch.setenv("VISUAL", editor)
    monkeypatch.setattr(TutorApp, "suspend", lent)
    async with writing(make_app, tmp_path) as at:
        await at.press("f9")
        assert taken_back
        told = [f"{toast.title} {toast.message}" for toast in at.app._notifications]
        assert any(said in one for one in told), told


async def test_two_who_write_at_once_lose_nothing(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path) as at:
        await at.type("here")
        at.file.write_text("there")
        assert at.screen.save()
        assert at.file.read_text() == "here" + STARTER
        assert [copy.read_text() for copy in at.screen.file.copies()] == ["there"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
async def test_a_disk_that_refuses_is_said_and_typing_goes_on(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path) as at:
        at.file.parent.chmod(0o500)
        await at.type("x")
        assert not at.screen.save()
        assert at.screen.head("code").detail == "not saved: the disk refuses"
        at.file.parent.chmod(0o700)
        assert at.screen.save()


async def test_a_small_terminal_shows_one_pane_at_a_time(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path, size=(80, 24)) as at:

        def shown() -> list[str]:
            panes = ("task", "code", "results")
            return [pane for pane in panes if at.screen.query_one(f"#{pane}").region.height]

        assert shown() == ["task"]
        await at.press("f3")
        assert shown() == ["code"]
        assert at.screen.focused is at.editor
        await at.check()
        assert shown() == ["results"]
        await at.press("enter")
        assert shown() == ["code"]


async def test_whoever_cannot_predict_an_output_is_led_to_it(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path, "output") as at:
        (at.screen.exercise.folder / "solutions" / "reference.txt").write_text("# It adds.\n2\n")
        await at.press("escape", "s")
        assert isinstance(at.app.screen, ThinkScreen)
        await at.answer("I cannot see what the addition prints.")
        assert isinstance(at.app.screen, StudyScreen)
        assert at.record.studied


async def test_a_small_terminal_says_in_every_pane_that_a_check_is_under_way(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    judge.may_answer.clear()
    async with writing(make_app, tmp_path, size=(80, 24)) as at:
        await at.press("f3", "ctrl+s")
        heads = [at.screen.head(pane) for pane in ("task", "code", "results")]
        assert all(head.detail.startswith("checking") for head in heads)
        await at.press("escape")
        judge.may_answer.set()
        assert [head.detail for head in heads] == ["", "saved", ""]


async def test_a_file_that_was_removed_is_made_again_by_what_is_typed(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path) as at:
        at.file.unlink()
        at.screen.look_at_file()
        assert at.screen.head("code").detail == "not on disk"
        await at.type("x")
        assert at.screen.save()
        assert at.file.read_text() == "x" + STARTER


async def test_lines_are_ordered_by_keys(make_app: MakeApp, tmp_path: Path, judge: Judge) -> None:
    async with writing(make_app, tmp_path, "order") as at:
        lines = at.screen.query_one(LineOrder)
        assert at.screen.focused is lines
        pieces = lines.puzzle.pieces
        head = next(place for place, piece in enumerate(pieces) if piece.startswith("def"))
        await at.press(*["down"] * head, "space")
        assert lines.arrangement.placed[0].piece == head
        await at.press("right", "space")
        await at.check()
        indented = "\n".join(f"    {row}" for row in pieces[1 - head].split("\n"))
        assert judge.asked[-1].rstrip() == pieces[head] + "\n" + indented


async def test_the_output_is_typed_below_the_program(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path, "output") as at:
        await at.type("if:\n2")
        await at.check()
        assert judge.asked == ["if:\n2"]
        assert at.file.suffix == ".txt"


async def test_keys_in_the_last_row_work_while_one_types(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    async with writing(make_app, tmp_path) as at:
        bar = at.screen.query_one(KeyBar)
        assert "ctrl+s check" in bar.render().plain
        assert "f1 help" in bar.render().plain
        assert "s solutions" not in bar.render().plain
        await at.press("escape")
        assert "s solutions" in bar.render().plain
        assert "? help" in bar.render().plain


async def test_the_card_in_the_lesson_says_how_far_one_is() -> None:
    from lessons.progress.records import AttemptMade, LessonRecord
    from tui.exercises.attempt import state_of

    def state(*outcomes: str, studied: bool = False) -> str:
        made = tuple(
            ("step", AttemptMade(outcome=one, passed=1, checks=3, digest=""))  # type: ignore[arg-type]
            for one in outcomes
        )
        record = LessonRecord(lesson=LESSON, attempts=made, studied=("step",) if studied else ())
        return state_of("step", record)

    assert state() == ""
    assert state("failed") == "1 of 3 checks hold."
    assert state("passed", "failed") == "Solved."
    assert state(studied=True) == "You have studied its solution."
    assert state("over_limit", studied=True).endswith("You have studied its solution.")


async def test_from_the_card_into_the_code_and_back(
    make_app: MakeApp, tmp_path: Path, judge: Judge
) -> None:
    plain = Catalog(units=units(tmp_path / "curriculum"))
    lesson = replace(plain.lesson(LESSON), blocks=(exercise(tmp_path / "step"),))
    unit = replace(plain.unit(lesson.unit), lessons=(lesson,))
    app = make_app(Catalog(units=(unit,)))
    async with app.run_test(size=(120, 40)) as pilot:
        at = Writer(app, pilot)
        app.post_message(LessonChosen(LESSON))
        await at.until(lambda: isinstance(app.screen, LessonScreen) and app.screen.opened)
        await at.press("enter")
        await at.until(lambda: isinstance(app.screen, ExerciseScreen))
        await at.type("# tried\n")
        await at.check()
        await at.press("ctrl+n")
        await at.until(lambda: isinstance(app.screen, LessonScreen))
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)
        card = app.screen.column.query_one(ExerciseCard)
        assert card.state == "Solved."
        assert card.done
