"""Where only ASCII may be drawn, nothing else is, and nothing moves."""

from __future__ import annotations

from conftest import MakeApp
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.in_ascii import SIGNS, in_ascii
from tui.palette import Palette
from tui.plots.palette import MARKERS, MARKERS_ASCII
from tui.screens.share import ShareScreen
from tui.symbols import ASCII, spell


def test_signs_become_those_that_stand_for_them_elsewhere() -> None:
    assert in_ascii("■ finished › step … │└┬ ⠿⠀▇") == "+ finished > step ~ |++ : #"
    assert [SIGNS[one] for one in MARKERS] == list(MARKERS_ASCII)


def test_letters_lose_their_accents_or_stay() -> None:
    assert in_ascii("Éléonore x² β 漢") == "Eleonore x2 β 漢"


@given(st.text(st.characters(min_codepoint=32, categories=("S", "P", "Zs", "Nd"))))
def test_no_sign_gets_through_and_the_width_stays(text: str) -> None:
    written = in_ascii(text)
    assert written.isascii()
    assert cell_len(written) == cell_len(text)


def test_keys_with_a_modifier_are_spelled() -> None:
    assert spell("shift+←", ASCII) == "shift+left"
    assert spell("ctrl+p", ASCII) == "ctrl+p"


async def test_paging_in_a_palette_that_finds_nothing_does_nothing(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p", *"zzzz", "pageup", "pagedown")
        assert isinstance(app.screen, Palette)


async def test_what_has_been_left_is_not_left_again(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("comma", "ctrl+o")
        asking = app.screen
        assert isinstance(asking, ShareScreen)
        asking.dismiss()
        asking.dismiss()
        await pilot.pause()
        assert len(app.screen_stack) == 2
