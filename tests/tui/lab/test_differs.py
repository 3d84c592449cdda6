"""What runs differ in, in a row of words: all of it, and never more than is true."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lab_samples import request

from engine.events import HyperparameterSet
from engine.travel import Fork
from tui.figures import written
from tui.lab.differs import Compared, differing_names, differs, own_sides, parts, shorter


def run(scenario: str = "slow", run: str = "", name: str = "", **more: Any) -> Compared:
    """A run of the lab; `device`, `first_step`, `changes` are its own, all else its request's."""
    own = {key: more.pop(key) for key in ("device", "first_step", "changes") if key in more}
    asked = request(scenario, **more)
    return Compared(run=run or repr(asked), name=name or scenario, request=asked, **own)


def turned(step: int, value: float) -> HyperparameterSet:
    return HyperparameterSet(step=step, name="lr", value=value)


def test_one_run_or_none_differs_in_nothing() -> None:
    assert differs([]) == ""
    assert differs([run()]) == ""
    assert differs([run(steps_per_second=5.0), run(start_paused=True)]) == ""


def test_only_what_differs_is_named() -> None:
    assert differs([run("slow"), run("fast")]) == "lr 0.01 / 0.1"


def test_repeated_settings_are_named_once_and_in_order() -> None:
    assert differs([run("fast"), run("slow"), run("fast")]) == "lr 0.1 / 0.01"


def test_seeds_are_listed_while_they_are_few() -> None:
    assert differs([run(seed=seed) for seed in (3, 1)]) == "seed 3 / 1"
    assert differs([run(seed=seed) for seed in range(6)]) == "6 seeds"


def test_seeds_that_repeat_are_said_to_be_those_of_each() -> None:
    runs = [run(scenario, seed=seed) for scenario in ("slow", "fast") for seed in (0, 1)]
    assert differs(runs) == "lr 0.01 / 0.1   seed 0 / 1 each"


def test_seeds_that_do_not_repeat_stand_beside_their_settings() -> None:
    runs = [run("slow", seed=0), run("slow", seed=1), run("fast", seed=0)]
    assert differs(runs) == "lr 0.01 / 0.01 / 0.1   seed 0 / 1 / 0"
    many = [run("slow", seed=seed) for seed in range(5)] + [run("fast")]
    assert differs(many) == "lr 0.01 / 0.1   5 seeds, not the same for each"


def test_settings_that_only_some_runs_have() -> None:
    extra = run("slow")
    more = run("slow", parameters=(*extra.request.parameters, ("nesterov", True)))
    assert differs([extra, more]) == "nesterov – / on"


def test_devices_differ_once_they_are_known() -> None:
    assert differs([run(device="cpu"), run(device="cuda:0")]) == "device cpu / cuda:0"
    assert differs([run(device="cpu"), run(device="")]) == ""


def test_changes_to_the_experiment_and_fewer_steps_are_differences() -> None:
    assert differs([run(), run(changes=())]) == ""
    changed = Compared(run="b", name="b", request=request(changes=(("clip", 1.0),)))
    assert differs([run(), changed]) == "clip – / 1"
    again = Compared(run="c", name="c", request=request(changes=(("lr", 0.5),)))
    assert differs([run(), again]) == "lr changed to – / 0.5"
    assert differs([run(), run(steps=50)]) == "steps at most – / 50"


def test_a_fork_says_where_it_comes_from_and_what_was_changed() -> None:
    root = run(run="r", name="A")
    fork = run("fast", run="f", fork=Fork("r", 400))
    assert differs([root, fork]) == "from step 400 of A: lr 0.01 → 0.1"
    same = run("slow", run="g", fork=Fork("r", 400))
    assert differs([root, same]) == "from step 400 of A: nothing changed"
    both = [root, fork, same]
    assert differs(both) == "from step 400 of A: lr 0.01 → 0.1 / 0.01"


def test_a_fork_is_said_to_begin_where_its_snapshot_was() -> None:
    root = run(run="r", name="A")
    fork = run("fast", run="f", fork=Fork("r", 400), first_step=392)
    assert differs([root, fork]) == "from step 392 of A: lr 0.01 → 0.1"


def test_forks_whose_parent_is_not_shown_stand_beside_the_others() -> None:
    root, other = run(run="r", name="A"), run("fast", run="o")
    fork = run("slow", run="f", fork=Fork("r", 40))
    assert differs([other, fork], [root]) == "lr 0.1 / 0.01   from the start / step 40 of A"
    assert differs([other, fork]) == "lr 0.1 / 0.01   from the start / step 40 of an earlier run"


def test_an_optimiser_that_forgets_is_a_difference() -> None:
    root = run(run="r", name="A")
    fork = run("slow", run="f", fork=Fork("r", 40, keep_optimizer=False))
    assert differs([root, fork]) == "from step 40 of A: optimiser state kept → afresh"


def test_what_was_changed_by_hand_is_said_with_its_step() -> None:
    assert differs([run(), run(changes=(turned(40, 0.2),))]) == "by hand – / lr 0.2 at 40"


def test_a_fork_has_the_changes_of_its_past_and_none_of_its_parents_future() -> None:
    root = run(run="r", name="A", changes=(turned(40, 0.2), turned(80, 0.3)))
    late = run(run="l", fork=Fork("r", 90))
    assert differs([root, late]) == "from step 90 of A: nothing changed"
    early = run(run="e", fork=Fork("r", 60))
    said = "from step 60 of A: by hand lr 0.2 at 40, lr 0.3 at 80 → lr 0.2 at 40"
    assert differs([root, early]) == said


def test_shorter_forms_say_how_much_they_leave_out() -> None:
    assert shorter(["a 1 / 2", "b 1 / 2", "c 1 / 2"]) == (
        "a 1 / 2   b 1 / 2   c 1 / 2",
        "a 1 / 2   b 1 / 2 … and 1 more",
        "a 1 / 2 … and 2 more",
    )
    assert shorter(["a 1 / 2"]) == ("a 1 / 2",)


def test_no_knob_is_taken_for_something_else() -> None:
    named = (("steps", 5), ("seed", 1), ("device", "x"), ("from", "y"))
    other = tuple((name, "z") for name, _ in named)
    said = differs([run(parameters=named, steps=9), run(parameters=other, steps=9, seed=4)])
    assert (
        said == "steps 5 / z   knob seed 1 / z   knob device x / z   knob from y / z   seed 0 / 4"
    )


def test_each_run_has_its_side_of_the_differences() -> None:
    root = run(run="r", name="A")
    fork = run("fast", run="f", fork=Fork("r", 400))
    assert own_sides([root, fork]) == ["lr 0.01", "lr 0.1   from step 400 of A"]
    assert own_sides([run(seed=1), run(seed=2)]) == ["", ""]


def test_two_runs_differ_in_named_things() -> None:
    assert differing_names(run("slow"), run("fast", seed=1)) == ["lr", "seed"]


@given(
    st.lists(
        st.tuples(st.sampled_from([0.1, 0.2]), st.sampled_from([1, 2]), st.integers(0, 2)),
        min_size=1,
        max_size=8,
    )
)
def test_what_is_said_is_what_differs(made: list[tuple[float, int, int]]) -> None:
    """Every setting with more than one value is named with all its values, and no other is."""
    runs = [
        run(run=str(number), parameters=(("lr", lr), ("depth", depth)), seed=seed)
        for number, (lr, depth, seed) in enumerate(made)
    ]
    said = parts(runs)
    for place, name in enumerate(("lr", "depth")):
        values = {f"{one[place]:g}" for one in made}
        found = [part for part in said if part.startswith(f"{name} ")]
        assert len(found) == (len(values) > 1)
        if found:
            assert set(found[0].removeprefix(f"{name} ").split(" / ")) == values
    assert any("seed" in part for part in said) == (len({seed for *_, seed in made}) > 1)


def test_what_tells_most_runs_apart_stands_first() -> None:
    made = [
        run(run=str(place), parameters=(("hidden", 64 if place == 3 else 32), ("lr", lr)))
        for place, lr in enumerate((0.1, 0.2, 0.3, 0.3))
    ]
    assert own_sides(made)[0] == "lr 0.1   hidden 32"
    evenly = [
        run(run=str(place), parameters=(("hidden", 64 if place == 3 else 32), ("lr", lr)))
        for place, lr in enumerate((0.1, 0.2, 0.1, 0.2))
    ]
    assert own_sides(evenly)[3] == "lr 0.2   hidden 64"


def test_where_only_seeds_differ_nothing_else_is_said() -> None:
    assert own_sides([run(run="a", seed=1), run(run="b", seed=2)]) == ["", ""]


def test_values_are_written_as_the_lab_writes_them() -> None:
    assert [written(value) for value in (None, True, False, 0.30000000000000004, 3, "us")] == [
        "–",
        "on",
        "off",
        "0.3",
        "3",
        "us",
    ]
