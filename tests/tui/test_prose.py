"""Lesson prose: drawn once, at the given width, readable in every look."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.app import App, ComposeResult

from lessons.schema import Prose
from tui.ink import Ink
from tui.markdown import draw_code, draw_markdown
from tui.screens.lesson_parts import cut, first_part, sections_of
from tui.widgets import prose
from tui.widgets.lines import Paragraph, inline, wrap
from tui.widgets.prose import Prose as ProseText

EMPTY = Style()


def ink(*, plain: bool = False) -> Ink:
    styles = dict.fromkeys(
        ("text", "accent", "muted", "rule", "code", "keyword", "string", "number", "block"), EMPTY
    )
    return Ink(**styles, plain=plain)


def drawn(markdown: str, width: int = 40, *, plain: bool = False) -> list[str]:
    return [strip.text.rstrip() for strip in draw_markdown(markdown, width, ink(plain=plain))[0]]


def test_every_row_is_exactly_as_wide_as_asked() -> None:
    text = (
        f"# A\n\nsome *words* `code` {'漢字' * 9}\n\n- item\n\n> quote\n\n```python\nx = 1\n```\n"
    )
    for width in (20, 41, 88):
        assert {strip.cell_length for strip in draw_markdown(text, width, ink())[0]} == {width}


def test_headings_lists_tables_and_quotes_are_drawn() -> None:
    rows = drawn("## Title\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| c | d |\n\n> said")
    assert rows[0] == "Title"
    assert " 1 one" in rows
    assert any(row.split() == ["c", "d"] for row in rows)
    assert "│ said" in rows


def test_formulas_keep_their_shape() -> None:
    rows = drawn("```\nv = b v\n      + g\n```")
    assert rows == ["  v = b v", "        + g"]


def test_a_link_into_the_lab_is_text_and_a_web_link_keeps_its_address() -> None:
    assert drawn("[the zigzag](#lab?step=1) is long") == ["the zigzag is long"]
    (strip,), _ = draw_markdown("[paper](https://example.org/x)", 40, ink())
    links = {segment.style.link for segment in strip if segment.style}
    assert "https://example.org/x" in links


def test_ascii_draws_nothing_else() -> None:
    rows = drawn("- item — “so”\n\n> quote\n\n| a |\n|---|\n| b |", plain=True)
    assert "\n".join(rows).isascii()


def test_code_has_line_numbers() -> None:
    rows = [strip.text.rstrip() for strip in draw_code("a = 1\n\nb = 2\n", 30, ink())]
    assert [row.split() for row in rows] == [["1", "a", "=", "1"], ["2"], ["3", "b", "=", "2"]]


async def test_prose_is_drawn_once_for_a_width(monkeypatch: pytest.MonkeyPatch) -> None:
    drawings: list[int] = []

    class Counting(ProseText):
        def draw(self, width: int, ink: Ink) -> list[prose.Strip]:
            drawings.append(width)
            return super().draw(width, ink)

    class Reader(App[None]):
        def get_theme_variable_defaults(self) -> dict[str, str]:
            return {"muted": "#888888", "rule": "#444444", "code": "#aaaaff"}

        def compose(self) -> ComposeResult:
            yield Counting("## Title\n\nText.")

    app = Reader()
    async with app.run_test(size=(40, 10)) as pilot:
        app.screen.query_one(Counting).refresh()
        await pilot.pause()
        assert len(set(drawings)) == len(drawings) == 1
        app.theme = "textual-light"
        await pilot.pause()
        assert len(drawings) == 2


def test_text_is_cut_at_headings_but_not_inside_code() -> None:
    assert cut("intro\n\n## A\ntext\n```python\n# no heading\n```\n## B\n") == [
        "intro\n",
        "## A\ntext\n```python\n# no heading\n```",
        "## B",
    ]
    parts = list(sections_of(Prose(id="p", markdown="## A\n\n## B")))
    assert [part.id for part in parts] == ["p", "p.1"]


def test_the_first_part_reaches_beyond_the_place() -> None:
    blocks = [Prose(id=str(number), markdown="x" * 100) for number in range(9)]
    assert [block.id for block in first_part(blocks, "3", 150)] == ["0", "1", "2", "3", "4"]
    assert [block.id for block in first_part(blocks, "unknown", 50)] == ["0"]
    assert first_part(blocks, "", 10_000) == blocks


def test_paragraphs_hang() -> None:
    lines = wrap(Paragraph(inline("one two three"), inline(" 1 ")), 12)
    assert [line.plain.rstrip() for line in lines] == [" 1 one two", "   three"]


@pytest.mark.parametrize("text", ["a * b * c", "2**3", "[b]not markup[/b]", "`", "**", "* *"])
def test_what_is_no_markup_stays_as_it_is(text: str) -> None:
    assert inline(text).plain == text


def test_inline_markup_is_read() -> None:
    assert inline("a `b` *c* **d**").plain == "a b c d"
    assert inline("**with `b` in it**, *or `c`*").plain == "with b in it, or c"


def test_lines_of_a_paragraph_are_joined_and_code_below_it_is_not() -> None:
    assert inline("one\ntwo").plain == "one two"
    assert inline("one\n\ntwo").plain == "one\n\ntwo"
    assert inline("so:\n    x = 1").plain == "so:\n    x = 1"
