"""Steps back and forth at the bench."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.lab.curation import Curation, Given
from tui.lab.undo import MOST, Change, History, Setting, put


def setting(
    chosen: int = 0, turned: tuple[tuple[str, float], ...] = (), **curation: object
) -> Setting:
    made = Curation(**curation)  # type: ignore[arg-type]
    return Setting(chosen=chosen, turned=turned, curation=made)


def change(before: Setting, after: Setting, words: str = "", knob: str | None = None) -> Change:
    return Change(words=words, before=before, after=after, knob=knob)


def test_nothing_was_done() -> None:
    assert History().undo() is None
    assert History().redo() is None


def test_back_and_forth_and_a_new_change_ends_what_could_be_done_again() -> None:
    history, settings = History(), [setting(chosen) for chosen in range(4)]
    first, second = (change(settings[n], settings[n + 1], str(n)) for n in range(2))
    history.add(first)
    history.add(second)
    assert history.undo() is second
    assert history.undo() is first
    assert history.undo() is None
    assert history.redo() is first
    history.add(change(settings[1], settings[3]))
    assert history.redo() is None


def test_what_changes_nothing_is_not_noted() -> None:
    history = History()
    history.add(change(setting(1), setting(1)))
    assert history.undo() is None


def test_clicks_of_one_knob_are_one_change() -> None:
    history = History()
    values = [setting(turned=(("lr", value),)) for value in (0.1, 0.2, 0.3)]
    history.add(change(setting(), values[0], "a", "lr"))
    history.add(change(values[0], values[1], "b", "lr"))
    other = setting(turned=(("lr", 0.2), ("steps", 5.0)))
    history.add(change(values[1], other, "c", "steps"))
    found = history.undo()
    assert found is not None
    assert (found.before, found.after) == (values[1], other)
    found = history.undo()
    assert found is not None
    assert (found.words, found.before, found.after) == ("b", setting(), values[1])
    assert history.undo() is None


def test_only_so_many_are_kept() -> None:
    history = History()
    for chosen in range(MOST + 10):
        history.add(change(setting(chosen), setting(chosen + 1)))
    undone = 0
    while history.undo() is not None:
        undone += 1
    assert undone == MOST


def test_what_happened_meanwhile_stays() -> None:
    wrong = setting(1, hidden=frozenset("a"), given=(Given("a", "mine"),))
    right = setting(1, given=(Given("b", "yours"),))
    now = setting(2, (("lr", 0.5),), hidden=frozenset("ac"), given=(Given("a", "mine"),))
    after = put(now, wrong, right)
    assert (after.chosen, after.turned) == (2, (("lr", 0.5),))
    assert after.curation.hidden == frozenset("c")
    assert set(after.curation.given) == {Given("b", "yours")}


runs = st.sampled_from("abc")
curations = st.builds(
    Curation,
    hidden=st.frozensets(runs),
    pinned=st.frozensets(runs),
    deleted=st.frozensets(runs),
    given=st.dictionaries(runs, st.sampled_from(["x", "y"])).map(
        lambda names: tuple(Given(run, name) for run, name in sorted(names.items()))
    ),
)
settings = st.builds(
    Setting,
    chosen=st.integers(0, 3),
    turned=st.sampled_from([(), (("lr", 0.1),), (("lr", 0.2),)]),
    curation=curations,
)


def same(one: Setting, other: Setting) -> bool:
    return (one.chosen, one.turned) == (other.chosen, other.turned) and all(
        set(getattr(one.curation, name)) == set(getattr(other.curation, name))
        for name in ("hidden", "pinned", "deleted", "given")
    )


@given(settings, settings)
def test_a_change_is_taken_back_whole(before: Setting, after: Setting) -> None:
    assert same(put(after, after, before), before)
    assert same(put(before, before, after), after)
