"""Slow motion without a screen: frames, sentences with their numbers, bars, deciding lines."""

from __future__ import annotations

import math

import pytest

from engine.study.parts import PARTS, CodeLine, PartDone, TakenApart, Watched
from lessons.catalog import load_catalog
from tui.lab.lab_lines import deciding_lines, experiment_line
from tui.lab.slow_motion import Frame, bar, change, frames, norms, sentence
from tui.lab.slow_numbers import NumbersLook, rows

NAME = "linear1.weight[0, 3]"


def done(update: int, part: str, **more: object) -> PartDone:
    """What a part left behind."""
    value, gradient = more.pop("value", 0.5), more.pop("gradient", None)
    given: dict[str, object] = {"loss": None, "output": (), "grad_norm": 0.0, "lr": (0.1,)}
    return PartDone(
        update=update,
        part=part,  # type: ignore[arg-type]
        watched=(Watched(NAME, value, gradient),),  # type: ignore[arg-type]
        **{**given, **more},  # type: ignore[arg-type]
    )


def taken(*parts: PartDone) -> TakenApart:
    """Updates from the beginning of a run."""
    lines = tuple(CodeLine(part=part, text=f"{part}()", present=True) for part in PARTS)
    return TakenApart(
        before=0,
        setting_up=("optimizer = SGD()",),
        head="for x, y in batches:",
        lines=lines,
        done=parts,
    )


def line(part: str, *, present: bool = True) -> CodeLine:
    """The line of a part."""
    return CodeLine(part=part, text=f"{part}()", present=present)  # type: ignore[arg-type]


def said(before: PartDone | None, after: PartDone, *, present: bool = True) -> str:
    """The sentence about a part."""
    frame = Frame(update=1, part=after.part, before=before, done=(after,))
    return sentence(frame, line(after.part, present=present), 0)


def test_every_part_says_what_it_did_with_its_numbers() -> None:
    start = done(1, "zero_grad")
    assert said(None, start) == (
        f"zero_grad: .grad of {NAME} is empty already; there is nothing to clear."
    )
    full = done(1, "schedule", gradient=0.25)
    assert said(full, start).endswith("went from 0.25 to nothing.")
    forward = done(1, "forward", output=(0.1, -0.2))
    assert said(start, forward) == (
        "forward: for its first example the model answers 0.1, -0.2; no weight has moved."
    )
    loss = done(1, "loss", loss=2.3026)
    assert "make 2.303, the mean over the batch" in said(forward, loss)
    assert said(forward, loss, present=False) == "loss: it is known already: 2.303."
    backward = done(1, "backward", gradient=0.31, grad_norm=2.0)
    assert said(loss, backward) == f"backward: .grad of {NAME} was empty and is 0.31 now."
    clipped = done(1, "clip", gradient=0.155, grad_norm=1.0)
    assert said(backward, clipped) == (
        f"clip: the gradient's norm went from 2 to 1, .grad of {NAME} from 0.31 to 0.155."
    )
    assert "within the limit" in said(backward, done(1, "clip", gradient=0.31, grad_norm=2.0))
    assert "there is none here" in said(backward, backward_clip := done(1, "clip"), present=False)
    assert backward_clip.grad_norm == 0.0
    moved = done(1, "optimizer", gradient=0.155, value=0.5 - 0.1 * 0.155)
    assert said(clipped, moved) == (
        f"optimizer: {NAME} moved by -0.0155, to 0.4845: minus rate times gradient, −0.1 · 0.155."
    )
    further = done(1, "optimizer", gradient=0.155, value=0.4)
    assert "alone would be -0.0155" in said(clipped, further)
    slower = done(1, "schedule", lr=(0.05,))
    assert said(moved, slower) == "schedule: the rate goes from 0.1 to 0.05 for the next update."
    assert said(moved, done(1, "schedule")) == "schedule: the rate stays 0.1."
    assert "there is none here" in said(moved, done(1, "schedule"), present=False)


def test_what_is_added_is_said_to_be_added() -> None:
    before, after = done(2, "loss", gradient=0.1), done(2, "backward", gradient=0.31)
    assert said(before, after) == (
        f"backward: .grad of {NAME} went from 0.1 to 0.31: it was added, not replaced."
    )


def test_what_is_left_out_says_what_it_leaves() -> None:
    kept = done(1, "schedule", gradient=0.25)
    frame = Frame(update=2, part="zero_grad", before=kept, done=())
    assert sentence(frame, line("zero_grad"), 0) == (
        f"zero_grad is left out: .grad of {NAME} stays 0.25, and backward is going to add to it."
    )
    still = Frame(update=2, part="optimizer", before=kept, done=())
    assert sentence(still, line("optimizer"), 0) == f"optimizer is left out: {NAME} stays 0.5."
    first = Frame(update=1, part="zero_grad", before=None, done=())
    assert "nothing has happened yet" in sentence(first, line("zero_grad"), 0)


def test_numbers_that_are_none_are_said_as_they_are() -> None:
    before = done(1, "loss", loss=math.nan)
    after = done(1, "backward", gradient=math.nan, grad_norm=math.inf, loss=math.nan)
    assert "is nan now" in said(before, after)
    assert change(math.nan, math.nan) == "nan"
    assert change(None, 0.5) == "– → 0.5 *"
    assert bar(math.inf, 1.0, 10, "#") == ""
    assert bar(0.5, 1.0, 10, "#") == "#####"


def test_frames_hold_a_place_for_what_is_left_out() -> None:
    apart = taken(
        done(1, "forward"),
        done(1, "backward", grad_norm=1.0),
        done(1, "backward", grad_norm=2.0),
        done(2, "forward"),
        done(2, "backward", grad_norm=3.0),
    )
    found = frames(apart)
    assert [frame.part for frame in found] == [*PARTS] * 2
    assert len(found[3].done) == 2
    assert found[0].done == ()
    assert found[0].now is None
    assert found[4].now is found[3].done[-1]
    assert norms(apart, 1) == (2.0,)
    assert norms(apart, 2) == (2.0, 3.0)


@pytest.mark.parametrize(("width", "height"), [(34, 16), (34, 9), (72, 30), (100, 40), (20, 4)])
def test_the_numbers_fit_into_their_room(width: int, height: int) -> None:
    apart = taken(
        *(
            done(update, "backward", gradient=0.1 * update, grad_norm=1.0 * update, loss=2.0)
            for update in range(1, 25)
        )
    )
    look = NumbersLook(width=width, height=height, pointer=">", bar="#", chosen=0)
    for frame in frames(apart):
        found = rows(apart, frame, look)
        assert len(found) <= height
        assert all(row.cell_length <= width for row in found)
    last = "\n".join(row.plain for row in rows(apart, frames(apart)[-1], look))
    assert ("24 #" in last) == (height > 10)


# The lines of a lab that decide


LAB = '''
def made(rate, kind):
    """Words."""
    rule = chosen(rate)
    return shaped(rule, kind)

def chosen(rate):
    """Words about the rule."""
    return SGD(lr=rate)

def shaped(rule, kind):
    return Experiment(
        model=lambda: net(3),
        loss=cross_entropy,
        optimizer=rule,
        clip=ByNorm(1.0),
    )

def net(width):
    return Linear(width, 1)
'''


def test_the_lines_that_decide_are_followed_through_the_file() -> None:
    assert deciding_lines(LAB, "forward", landscape=False) == (13, 19, 20)
    assert deciding_lines(LAB, "loss", landscape=False) == (14,)
    assert deciding_lines(LAB, "clip", landscape=False) == (16,)
    # The rule: the argument, what was given, where it was set, and what made it.
    assert deciding_lines(LAB, "optimizer", landscape=False) == (4, 5, 7, 9, 15)
    assert deciding_lines(LAB, "backward", landscape=False) == ()
    assert experiment_line(LAB, landscape=False) == 12


@pytest.mark.parametrize("source", ["", "def broken(", "x = 1\n", "\x00"])
def test_code_that_says_nothing_has_no_such_lines(source: str) -> None:
    assert deciding_lines(source, "loss", landscape=True) == ()
    assert experiment_line(source, landscape=True) == 1


def test_every_lab_of_the_curriculum_shows_its_model_and_its_optimizer() -> None:
    for unit in load_catalog().units:
        for lesson in unit.lessons:
            source = (lesson.folder / "lab.py").read_text(encoding="utf-8")
            for part in ("forward", "optimizer"):
                assert deciding_lines(source, part, landscape=False), lesson.id
