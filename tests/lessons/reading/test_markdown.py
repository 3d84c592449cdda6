"""Lesson files are taken apart into text and typed blocks; nothing in them is a surprise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_curriculum import LESSON

from lessons.errors import LessonError
from lessons.reading.markdown import BLOCK_TYPES, Fence, Text, split

FILE = Path("optimizers/momentum/lesson.md")
FRONT = '+++\ntitle = "x"\n+++\n'


def test_parts_come_in_the_order_of_the_file_with_their_lines() -> None:
    lines = LESSON.split("\n")
    parts = split(LESSON, FILE).parts
    kinds = [part.kind if isinstance(part, Fence) else "text" for part in parts]
    expected = "text lab predict run text quiz quiz quiz reflect text"
    assert kinds == expected.split()
    for part in parts:
        first = lines[part.line - 1]
        if isinstance(part, Fence):
            assert first == f"```{part.kind}"
            assert lines[part.table.line - 1] == part.table.text.split("\n")[0]
        else:
            assert first == part.markdown.split("\n")[0]


def test_code_in_other_languages_stays_text() -> None:
    body = "before\n\n```python\nx = 1\n```\n\n~~~\nplain\n~~~\n\n```toml\nlab = 1\n```"
    (part,) = split(FRONT + body, FILE).parts
    assert part == Text(body, 4)


def test_formulas_and_unicode_stay_as_they_are() -> None:
    body = "vₜ₊₁ = β vₜ + ∇f(θₜ) and `a_b*c*` \\(x\\) — 速度"
    (part,) = split(FRONT + body, FILE).parts
    assert isinstance(part, Text)
    assert part.markdown == body


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    document = split("\ufeff" + LESSON.replace("\n", "\r\n"), FILE)
    assert document == split(LESSON, FILE)


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("```lab\nrecipe = 1\n", 4, "this block has no end"),
        ("```run\n", 4, "this block has no end"),
        ("text\n\n- item\n\n  ```quiz\n  ask = 1\n  ```\n", 8, "inside other text"),
        ("> ```quiz\n> ask = 1\n> ```\n", 4, "inside other text"),
        ("```quiz hard\nask = 1\n```\n", 4, "names its type only"),
        ("```predikt\nask = 1\n```\n", 4, "no such block type"),
        ("```quizz\nask = 1\n```\n", 4, "no such block type"),
        ("```run\nscenarios = [\n```\n", 5, "this is not TOML"),
    ],
)
def test_malformed_blocks_are_found(body: str, line: int, words: str) -> None:
    with pytest.raises(LessonError) as caught:
        split(FRONT + body, FILE)
    assert caught.value.line == line
    assert words in caught.value.message
    assert caught.value.fix


@pytest.mark.parametrize("text", ["", "# A title\n", "+++\ntitle = 1\n", "---\ntitle: x\n---\n"])
def test_front_matter_is_required(text: str) -> None:
    with pytest.raises(LessonError, match="front matter"):
        split(text, FILE)


marks = ["```", "~~~", "+++", "\n", " ", "> ", "- ", "<!--", "    ", "a = 1", '"""', "{"]
pieces = st.lists(st.sampled_from([*BLOCK_TYPES, *marks]) | st.text(max_size=5), max_size=40)


def lines_of(text: str) -> list[int]:
    """Lines of the parts, or of the error that explains why there are none."""
    try:
        return [part.line for part in split(text, FILE).parts]
    except LessonError as error:
        return [error.line] if error.fix else []


@given(pieces)
def test_whatever_is_written_is_either_read_or_explained(written: list[str]) -> None:
    text = FRONT + "".join(["x\n", *written])
    lines = lines_of(text)
    assert lines
    assert lines == sorted(set(lines))
    assert 1 <= lines[-1] <= text.count("\n") + 1


@given(st.text(alphabet=st.characters(blacklist_characters="`~\r", codec="utf-8")))
def test_text_without_blocks_comes_back_unchanged(body: str) -> None:
    texts = [part.markdown for part in split(FRONT + body, FILE).parts if isinstance(part, Text)]
    assert "".join(texts).split() == body.split()
