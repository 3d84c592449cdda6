"""Errors in TOML name the line, the key and the fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.errors import LessonError
from lessons.questions.shapes import ChoiceShape, QuizShape, WrongShape
from lessons.reading.shapes import UnitShape
from lessons.reading.table import Table

FILE = Path("unit/lesson/lesson.md")
TEXT = '''\
id = "q" # numeric = 3
ask = """Is choices = [ a list,
or not?"""

choices = [
    { text = "a { brace", why = "b", right = true },
    { text = "c", why = "d", colour = "red" },
]
'''


def test_an_unknown_key_in_a_list_is_found_where_it_stands() -> None:
    table = Table.read(FILE, 41, TEXT)
    with pytest.raises(LessonError) as caught:
        table.shaped(ChoiceShape, "choices", 1)
    assert caught.value.line == 47
    assert caught.value.key == "choices.2.colour"
    assert "text, why, right, tag" in caught.value.fix


def test_keys_inside_strings_and_comments_are_not_taken_for_keys() -> None:
    table = Table.read(FILE, 41, TEXT)
    assert table.error("", "", "choices").line == 45
    assert table.error("", "", "numeric").line == 41


def test_the_nearest_key_is_named() -> None:
    table = Table.read(FILE, 1, 'id = "q"\nask = "?"\nchoises = []\n')
    with pytest.raises(LessonError) as caught:
        table.shaped(QuizShape)
    assert (caught.value.line, caught.value.fix) == (3, 'Did you mean "choices"?')


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('title = "a"\naim = 3\norder = 1\nlessons = []', 2, "should be text in quotes"),
        ('title = "a"\naim = "b"\norder = 1.5\nlessons = []', 3, "should be a whole number"),
        ('title = "a"\naim = "b"\norder = 1\nlessons = "x"', 4, "should be a list"),
        ('title = "a"\naim = "b"\norder = 1\nlessons = ["x", 2]', 4, "should be text"),
        ('title = ""\naim = "b"\norder = 1\nlessons = []', 1, "length >= 1"),
        ('title = "a"\norder = 1\nlessons = []', 1, '"aim" is missing'),
    ],
)
def test_wrong_types_are_told_in_words(text: str, line: int, words: str) -> None:
    with pytest.raises(LessonError) as caught:
        Table.read(FILE, 1, text).shaped(UnitShape)
    assert caught.value.line == line
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a = 1\nb = "open', 11),
        ("a = 1\n\nb = { x = 1,\n y = 2 }\n", 12),
        ("= 3", 10),
        ("a = 1\na = 2", 11),
        ("a = 1\nb = [1.0, { c = nan }]", 11),
        ("[a]\nb = 1\nc = -inf", 12),
    ],
)
def test_broken_toml_is_found_on_its_line(text: str, line: int) -> None:
    with pytest.raises(LessonError) as caught:
        Table.read(FILE, 10, text)
    assert caught.value.line == line
    assert "not TOML" in str(caught.value) or "nan and inf" in str(caught.value)


def test_keys_under_headers_and_in_arrays_of_tables_are_found() -> None:
    text = '[numeric]\nanswer = 1\n[[numeric.wrong]]\nvalue = 2\n[[numeric.wrong]]\nvalue = "x"\n'
    table = Table.read(FILE, 1, text)
    assert table.error("", "", "numeric", "answer").line == 2
    assert table.error("", "", "numeric", "wrong", 1, "value").line == 6
    with pytest.raises(LessonError) as caught:
        table.shaped(WrongShape, "numeric", "wrong", 0)
    assert (caught.value.line, caught.value.fix) == (3, "Add why = …")


def test_the_message_reads_as_a_compiler_would_write_it() -> None:
    table = Table.read(FILE, 41, TEXT)
    error = table.error("it is too small.", "Make it larger.", "choices", 0, "text")
    assert str(error) == (
        "unit/lesson/lesson.md:46: choices.1.text: it is too small. Make it larger."
    )
    assert error.problem.next_step == "Make it larger."
