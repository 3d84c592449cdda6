"""Panes of the lab, without a screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.lab.panes import KNOBS, PLOTS, VIEW, Arrangement

OFFERED = (*PLOTS, VIEW, KNOBS, "log")


def test_everything_is_there_where_there_is_room() -> None:
    assert Arrangement().displayed(OFFERED, narrow=False) == (*PLOTS, VIEW, KNOBS)
    assert Arrangement().displayed(PLOTS, narrow=False) == PLOTS


def test_a_narrow_screen_shows_the_plots_or_one_other_pane() -> None:
    assert Arrangement().displayed(OFFERED, narrow=True) == PLOTS
    assert Arrangement().showing(VIEW).displayed(OFFERED, narrow=True) == (VIEW,)
    assert Arrangement().showing(VIEW).showing("lr").displayed(OFFERED, narrow=True) == PLOTS


def test_a_pane_on_call_takes_the_place_of_the_view_and_gives_it_back() -> None:
    called = Arrangement().showing("log")
    assert called.displayed(OFFERED, narrow=False) == (*PLOTS, "log", KNOBS)
    assert called.without("log") == Arrangement()
    assert called.back() == Arrangement()


names = st.sampled_from(OFFERED)
arrangements = st.builds(
    Arrangement,
    side=st.sampled_from((VIEW, "log")),
    only=st.none() | names,
    front=st.none() | st.sampled_from((VIEW, KNOBS, "log")),
)


@given(arrangements, names, st.booleans())
def test_what_is_asked_for_is_displayed(before: Arrangement, name: str, narrow: bool) -> None:
    after = before.showing(name)
    assert name in after.displayed(OFFERED, narrow=narrow)
    assert name in after.reachable(OFFERED)
    assert (after.only is None) == (before.only is None)


@given(arrangements, st.booleans())
def test_going_back_ends_where_every_lab_begins(before: Arrangement, narrow: bool) -> None:
    assert before.back().back() == Arrangement()
    assert Arrangement().back() == Arrangement()
    assert before.displayed(OFFERED, narrow=narrow)
