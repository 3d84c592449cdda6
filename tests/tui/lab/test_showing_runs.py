"""Which runs of the bench are drawn: hidden, pinned, crowded out, seeds of one band."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lab_samples import LESSON, info, request, rows, started

from engine.annotations import Annotations
from engine.events import RunEnded
from engine.runs import StoredRun
from lessons.progress.records import RunMade
from tui.lab.bench import MOST_RUNS, MOST_SHOWN, Bench
from tui.lab.groups import groups
from tui.lab.restoring import MOST_RESTORED, to_restore
from tui.plots.palette import DEFAULT_LOOK, identity


def bench() -> Bench:
    return Bench(LESSON, None, lambda index: identity(index, DEFAULT_LOOK))


def seeds(table: Bench, count: int, scenario: str = "slow", first: int = 0) -> list[str]:
    """Finished runs of a scenario, by their ids."""
    ids = []
    for seed in range(first, first + count):
        run = table.add(info(f"{scenario}{seed}", request(scenario, seed=seed)))
        run.take(rows(1, 20, 0.01 * (1 + seed)), (started(run.info.run),))
        run.take(None, (RunEnded(status="finished", steps=20, seconds=1.0),))
        ids.append(run.info.run)
    return ids


def ids(runs: list[object]) -> list[str]:
    return [run.info.run for run in runs]  # type: ignore[attr-defined]


def test_not_more_are_drawn_than_can_be_told_apart_the_newest_first() -> None:
    table = bench()
    made = seeds(table, MOST_SHOWN + 3)
    assert ids(table.shown()) == made[3:]


def test_what_is_pinned_stays_however_many_come_after() -> None:
    table = bench()
    made = seeds(table, 2)
    table.curate(table.curation.pinning(made[0]))
    later = seeds(table, MOST_SHOWN, first=2)
    assert ids(table.shown()) == [made[0], *later[1:]]


def test_what_is_pinned_stays_where_it_was_made_again_and_in_every_overlay() -> None:
    table = bench()
    for name in ("a", "b"):
        table.add(info(name, request("slow")))
    table.add(info("c", request("fast")))
    table.curate(table.curation.pinning("a"))
    assert ids(table.shown()) == ["a", "b", "c"]
    table.overlay = "newest"
    assert ids(table.shown()) == ["a", "b"]


def test_a_pinned_run_is_not_among_those_that_make_room_on_the_bench() -> None:
    table = bench()
    (first,) = seeds(table, 1)
    table.curate(table.curation.pinning(first))
    seeds(table, MOST_RUNS + 2, first=1)
    assert len(table.runs) == MOST_RUNS
    assert table.find(first) is not None


def test_a_hidden_run_makes_room_for_the_elder_that_it_replaced() -> None:
    table = bench()
    for name in ("a", "b"):
        table.add(info(name, request("slow")))
    assert ids(table.shown()) == ["b"]
    table.curate(table.curation.showing("b", shown=False))
    assert ids(table.shown()) == ["a"]


def test_only_one_and_the_pinned_ones_then_all() -> None:
    table = bench()
    made = seeds(table, 4)
    pinned = table.curation.pinning(made[0])
    table.curate(pinned.only(made[2], frozenset(made)))
    assert ids(table.shown()) == [made[0], made[2]]
    table.curate(table.curation.showing_all())
    assert ids(table.shown()) == made


def test_a_deleted_run_is_nowhere_and_comes_back() -> None:
    table = bench()
    made = seeds(table, 2)
    kept = table.curation
    table.curate(kept.deleting(made[1]))
    assert ids(table.runs) == ids(table.shown()) == made[:1]
    assert table.newest is table.find(made[0])
    assert table.find(made[1]) is None
    table.curate(kept)
    assert ids(table.runs) == made


def test_names_are_given_and_taken_back() -> None:
    table = bench()
    (made,) = seeds(table, 1)
    run = table.find(made)
    assert run is not None
    table.curate(table.curation.naming(made, "my best"))
    assert (run.label, run.seen.name) == ("my best", "my best")
    table.curate(table.curation.naming(made, ""))
    assert (run.label, run.seen.name) == ("small steps", "small steps")


def test_notes_of_an_earlier_visit_are_taken_over() -> None:
    table = bench()
    stored = StoredRun(info=info("old"), rows=rows(1, 5), events=(started(),))
    table.restore(stored, Annotations(name="my best", pinned=True, hidden=True))
    assert table.runs[0].label == "my best"
    assert table.curation.pinned == table.curation.hidden == {"old"}
    assert table.shown() == []


def test_seeds_of_one_setting_are_a_group_and_two_are_not_enough() -> None:
    table = bench()
    seeds(table, 3)
    seeds(table, 2, "fast")
    (group,) = groups(table.runs)
    assert (group.label, group.seeds) == ("small steps", (0, 1, 2))
    assert not group.under_way
    assert group.typical in group.runs


def test_a_run_that_is_like_no_other_is_in_no_group() -> None:
    table = bench()
    made = seeds(table, 4)
    failed = table.find(made[0])
    assert failed is not None
    failed.ended = RunEnded(status="failed", steps=3, seconds=1.0)
    (group,) = groups(table.runs)
    assert group.seeds == (1, 2, 3)


def test_a_seed_that_is_made_again_counts_once() -> None:
    table = bench()
    seeds(table, 3)
    paced = replace(request("slow", seed=1), steps_per_second=5.0)
    table.add(info("again", paced))
    (group,) = groups(table.runs)
    assert [run.info.run for run in group.runs] == ["slow0", "again", "slow2"]
    assert group.under_way


def test_of_a_band_one_run_stands_for_all_and_all_are_plotted() -> None:
    table = bench()
    made = seeds(table, 5)
    (single,) = seeds(table, 1, "fast")
    table.overlay = "bands"
    shown = table.shown()
    assert len(shown) == 2
    assert shown[-1] is table.find(single)
    # Their losses fall with their rates, so the middle seed ends in the middle.
    assert shown[0].info.run == made[2]
    assert ids(table.plotted()) == [*made, single]


def test_a_pinned_seed_is_part_of_its_band_and_not_drawn_twice() -> None:
    table = bench()
    made = seeds(table, 5)
    table.curate(table.curation.pinning(made[0]))
    table.overlay = "bands"
    assert ids(table.shown()) == [made[2]]


def test_overlays_that_show_nothing_are_passed_over() -> None:
    table = bench()
    seeds(table, 2)
    assert table.next_overlay() == "newest"
    table.overlay = "newest"
    assert table.next_overlay() == "all"
    seeds(table, 1, first=2)
    assert table.next_overlay() == "bands"
    table.begin_twins()
    for name in ("x", "y"):
        table.add(info(name, request("fast" if name == "y" else "slow")))
    table.making_twins = False
    table.add(info("z"))
    assert ids(table.shown()) == ["x", "y"]
    table.overlay = "bands"
    assert table.next_overlay() == "twins"


def made(run: str, scenario: str = "slow", seed: int = 0, *, standard: bool = True) -> RunMade:
    return RunMade(run=run, scenario=scenario, seed=seed, standard=standard)


def test_the_latest_standard_runs_come_back_and_whatever_was_kept() -> None:
    runs = [
        made("hand", standard=False),
        made("kept", standard=False),
        made("old"),
        made("new"),
        made("other", "fast"),
        made("else", "long"),
        made("named"),
    ]
    notes = {"kept": Annotations(pinned=True), "old": Annotations(name="my best")}
    found = to_restore(
        runs, {"slow", "fast"}, lambda run: notes.get(run, Annotations()), asked=("new",)
    )
    assert found == ["kept", "old", "other", "named", "new"]


@pytest.mark.parametrize("pinned", [0, 3, MOST_RESTORED + 5])
def test_pinned_runs_come_back_before_all_others(pinned: int) -> None:
    runs = [made(f"r{seed}", seed=seed) for seed in range(60)]
    kept = {f"r{seed}" for seed in range(pinned)}
    found = to_restore(runs, {"slow"}, lambda run: Annotations(pinned=run in kept))
    assert len(found) == MOST_RESTORED
    assert len(kept & set(found)) == min(pinned, MOST_RESTORED)
    assert found == sorted(found, key=lambda run: int(run[1:]))
