"""Lines to put in order: shuffled the same way each time, arranged, kept as source."""

from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st
from sample_exercises import sample

from lessons.exercises.folder import read_reference
from lessons.exercises.order import (
    DEEPEST,
    Arrangement,
    Placed,
    arrangement,
    assembled,
    beginning,
    puzzle,
    row_at,
)
from lessons.exercises.same_code import same_code
from lessons.exercises.starter import puzzle_of, starter_text

ORDER = sample("order")
REFERENCE = read_reference(ORDER).source
PUZZLE = puzzle_of(ORDER)
HEAD = 'def descend(place: float, rounds: int) -> float:\n    """Walk down the valley x²."""'
RIGHT = (
    (HEAD, 0),
    ("for _ in range(rounds):", 1),
    ("slope = 2 * place", 2),
    ("place = math.fsum((place, -0.25 * slope))", 2),
    ("return place", 1),
)


def right() -> Arrangement:
    placed = tuple(Placed(PUZZLE.pieces.index(text), indent) for text, indent in RIGHT)
    used = {each.piece for each in placed}
    left = (Placed(piece) for piece in range(len(PUZZLE.pieces)) if piece not in used)
    return Arrangement(placed, tuple(left))


def test_pieces_are_the_lines_of_the_reference_and_the_distractors() -> None:
    assert sorted(PUZZLE.pieces) == sorted([text for text, _ in RIGHT] + ["slope = place"])
    assert PUZZLE.given == "import math\n\n\n" == starter_text(ORDER)


def test_the_shuffle_is_the_learners_own_and_stays() -> None:
    shuffles = {puzzle_of(ORDER, f"learner {number}").pieces for number in range(8)}
    assert len(shuffles) > 4
    assert puzzle_of(ORDER, "ada") == puzzle_of(ORDER, "ada")
    in_order = tuple(text for text, _ in RIGHT)
    assert all(pieces[: len(in_order)] != in_order for pieces in shuffles)


def test_the_right_order_is_the_reference() -> None:
    source = assembled(PUZZLE, right())
    assert same_code(source, REFERENCE)
    assert arrangement(PUZZLE, source) == right()


def test_nothing_is_placed_at_the_beginning() -> None:
    assert assembled(PUZZLE, beginning(PUZZLE)) == PUZZLE.given
    assert arrangement(PUZZLE, PUZZLE.given) == beginning(PUZZLE)


def test_lines_of_an_error_lead_to_their_piece() -> None:
    source = assembled(PUZZLE, right()).split("\n")
    for number, line in enumerate(source, start=1):
        row = row_at(PUZZLE, right(), number)
        if row is None:
            assert line in ("import math", "")
        else:
            assert line.strip() in PUZZLE.pieces[right().rows[row].piece]


MOVES = st.lists(
    st.tuples(st.booleans(), st.integers(0, len(PUZZLE.pieces) - 1), st.sampled_from((-1, 1))),
    max_size=40,
)


def moved(moves: list[tuple[bool, int, int]]) -> Arrangement:
    held = beginning(PUZZLE)
    for sideways, row, by in moves:
        piece = held.rows[row].piece
        if sideways:
            held = held.indented(row, by)
        else:
            to = held.row_of(row, by)
            held = held.moved(row, by)
            assert held.rows[to].piece == piece
    return held


@given(MOVES)
def test_no_move_loses_a_piece(moves: list[tuple[bool, int, int]]) -> None:
    held = moved(moves)
    assert sorted(each.piece for each in held.rows) == list(range(len(PUZZLE.pieces)))
    assert all(0 <= each.indent <= DEEPEST for each in held.rows)


@given(MOVES)
def test_an_arrangement_is_read_back_from_its_source(moves: list[tuple[bool, int, int]]) -> None:
    held = moved(moves)
    read = arrangement(PUZZLE, assembled(PUZZLE, held))
    assert read.placed == held.placed
    assert {each.piece for each in read.left} == {each.piece for each in held.left}


def test_a_piece_crosses_the_border_in_one_step() -> None:
    start = beginning(PUZZLE)
    taken = start.moved(0, -1)
    assert [each.piece for each in taken.placed] == [0]
    assert taken.moved(0, 1) == start
    assert start.moved(0, 1).placed == ()
    last = len(PUZZLE.pieces) - 1
    assert start.moved(last, 1) == start


def test_lines_that_somebody_else_wrote_are_passed_over() -> None:
    source = assembled(PUZZLE, right()).replace("    return place", "    # mine\n    return place")
    assert arrangement(PUZZLE, source) == right()


def test_pieces_of_several_lines_stay_together() -> None:
    many = puzzle("x = [\n    1,\n]\ny = (2,\n     3)\n", ["z = 1"])
    assert set(many.pieces) == {"x = [\n    1,\n]", "y = (2,\n     3)", "z = 1"}
    deep = Arrangement(tuple(Placed(piece, 0) for piece in range(3)), ())
    ast.parse(assembled(many, deep))
    assert arrangement(many, assembled(many, deep)) == deep
