"""Links in a lesson's text show in the lab what they speak of."""

from __future__ import annotations

from conftest import MakeApp, StandInLab
from test_lesson import make_runs, predicted, reading

from lessons.links import LabLink, parse_link
from lessons.progress.store import ProgressStore
from tui.lab.opening import AS_IT_IS, Opening, opening_of
from tui.markdown import LINK
from tui.widgets.card import Card
from tui.widgets.prose import Prose


def test_a_link_says_what_the_lab_shows_first() -> None:
    link = LabLink(view="surface", plot="grad_norm", scenario="plain", steps=(1, 200))
    assert opening_of(link) == Opening(
        view="surface", plot="gradients", scenario="plain", steps=(1, 200)
    )
    assert opening_of(LabLink()) == AS_IT_IS


def test_a_link_can_ask_for_slow_motion() -> None:
    from fixture_lessons import LAB

    assert parse_link("#lab?slow_motion=on&step=4", LAB).slow_motion
    assert not parse_link("#lab?step=4", LAB).slow_motion


async def test_tab_stops_at_links_and_enter_follows(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app) as reader:
        reader.screen.set_focus(None)
        kinds = []
        for _ in range(3):
            await reader.press("tab")
            focused = reader.screen.focused
            kinds.append("link" if isinstance(focused, Prose) else type(focused).__name__)
        assert kinds == ["PredictCard", "RunCard", "link"]
        assert "show it" in [command.title for command in reader.screen.pane_commands()]
        await reader.press("enter")
        lab = reader.app.screen
        assert isinstance(lab, StandInLab)
        assert lab.opening == Opening(view="surface", steps=(1, 200))


async def test_from_a_card_out_of_sight_tab_comes_to_what_is_in_sight(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app) as reader:
        column = reader.screen.column
        for keys, at_the_top in (("tab", True), ("shift+tab", False)):
            column.scroll_to(y=0 if at_the_top else column.max_scroll_y, animate=False)
            await reader.pilot.pause()
            far = list(column.query(Card))[-1 if at_the_top else 0]
            far.focus(scroll_visible=False)
            await reader.pilot.pause()
            assert not column.touches(far)
            before = column.scroll_offset.y
            await reader.press(keys)
            assert reader.screen.focused is not far
            assert column.touches(reader.screen.focused)
            assert abs(column.scroll_offset.y - before) < column.size.height


async def test_a_click_on_a_link_follows_it(make_app: MakeApp, store: ProgressStore) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(120, 40)) as reader:
        prose = reader.screen.column.blocks["saw"]
        assert isinstance(prose, Prose)
        prose.scroll_visible(animate=False, immediate=True)
        await reader.pilot.pause()
        assert await reader.pilot.click(prose, offset=(5, prose.links[0].row))
        await reader.pilot.pause()
        assert isinstance(reader.app.screen, StandInLab)


async def test_the_marked_link_stands_out_without_colour_too(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app) as reader:
        prose = reader.screen.column.blocks["saw"]
        assert isinstance(prose, Prose)
        row = prose.links[0].row

        def reversed_text() -> str:
            return "".join(
                segment.text for segment in prose.render_line(row) if segment.style.reverse
            )

        assert reversed_text() == ""
        prose.focus()
        await reader.pilot.pause()
        assert reversed_text() == "The long zigzag"
        assert all(
            segment.style.underline
            for segment in prose.render_line(row)
            if segment.style and LINK in segment.style.meta
        )


async def test_text_without_links_takes_no_keys(make_app: MakeApp) -> None:
    async with reading(make_app) as reader:
        ball = reader.screen.column.blocks["ball"]
        assert isinstance(ball, Prose)
        assert not ball.can_focus
        reader.screen.set_focus(None)
        await reader.press("shift+tab")
        assert isinstance(reader.screen.focused, Card)
