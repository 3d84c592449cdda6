"""What is said about runs: found, sorted, put into columns, written as reports and pictures."""

from __future__ import annotations

import json
import math
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from fixture_lessons import units
from hypothesis import given
from hypothesis import strategies as st
from kept_runs import NOW, keep_run
from rich.cells import cell_len

from engine.annotations import Annotations
from engine.cleaning import disk_use
from engine.errors import EngineError
from engine.request import RunRequest
from engine.run_entry import RunEntry
from engine.runs import RunInfo, RunStore
from engine.runs_index import RunsIndex
from engine.thumbnail import CurvePoint
from lessons.catalog import Catalog
from lessons.errors import BadValue, UnknownName
from lessons.lab import request
from lessons.playground import parse, taken_from
from lessons.playground import request as playground_request
from lessons.progress.store import ProgressStore
from lessons.report.lesson import Explained, LessonReport, Made, Predicted
from tui.figures import duration, size
from tui.headless.run_json import reports_line, run_line, runs_line
from tui.runs.cleaning_offers import cleaning_offers, use_in_words
from tui.runs.exports import FORMATS, Sources, export, format_named, write_here
from tui.runs.facts import facts
from tui.runs.finding import Wanted, arranged, matches, offers, shortened
from tui.runs.listed import COLUMNS, PLAYGROUND, ColumnName, Listed, best, listed, steps, when
from tui.runs.plotting import NamedCurve, NamedRun, curve_text, svg
from tui.runs.replay import play_of
from tui.runs.report import chapter, document
from tui.runs.tabulating import as_text, cell, fitted, row, short_ids
from tui.runs.undoing import Before, Discarded, Renoted, Undo, take_back

MOMENTUM = "optimizers/momentum"


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog(units=units(tmp_path / "curriculum"))


def entry(run: str = "20260501-120000-000000-aaaa", **more: object) -> RunEntry:
    """A run in a list; `more` replaces fields, those of the request behind `asked_`."""
    asked = {name[6:]: value for name, value in more.items() if name.startswith("asked_")}
    made = {name: value for name, value in more.items() if not name.startswith("asked_")}
    fields: dict[str, object] = {
        "recipe": "lab:valley",
        "parameters": (("lr", 0.001), ("momentum", 0.0)),
        "name": "plain",
        "origin": MOMENTUM,
    }
    wanted = RunRequest(**(fields | asked))  # type: ignore[arg-type]
    info = RunInfo(run=run, request=wanted, created="2024-03-05T09:30:00+00:00")
    return replace(RunEntry(info=info, status="finished", steps=4), **made)  # type: ignore[arg-type]


def in_list(catalog: Catalog, *entries: RunEntry) -> tuple[Listed, ...]:
    return listed(entries, catalog, UTC)


# Columns


def test_figures_are_short() -> None:
    assert [size(n) for n in (0, 812, 1024, 15_900, 2_600_000, 12_000_000, 5 << 30)] == [
        "0 B",
        "812 B",
        "1.0 kB",
        "16 kB",
        "2.5 MB",
        "11 MB",
        "5.0 GB",
    ]
    assert [duration(n) for n in (0.4, 9.97, 59.4, 185, 3753)] == [
        "0.4 s",
        "10 s",
        "59 s",
        "3:05",
        "1:02:33",
    ]


def test_words_of_a_run(catalog: Catalog) -> None:
    (one,) = in_list(catalog, entry(planned=10, steps=4))
    assert (one.lesson, one.label, one.taught) == ("Momentum", "plain descent", True)
    assert (when(one), steps(one), best(one)) == ("2024-03-05", "4/10", "–")
    (named,) = in_list(catalog, entry(notes=Annotations(name="mine", tags=("a",), pinned=True)))
    assert (named.label, named.scenario) == ("mine", "plain descent")
    assert {"name": "mine", "tags": "pinned #a"}.items() <= {
        fact.name: fact.text for fact in facts(named)
    }.items()
    (gone,) = in_list(catalog, entry(asked_origin="old/lesson"))
    assert (gone.lesson, gone.taught, gone.label) == ("old/lesson", False, "plain")
    assert "recipe" in [fact.name for fact in facts(gone)]


@given(st.integers(1, 260), st.booleans())
def test_columns_fill_the_room_and_never_more(room: int, tagged: bool) -> None:
    placed = fitted(room, tagged=tagged)
    names = [one.column.name for one in placed]
    assert {"run", "loss"} <= set(names)
    assert ("tags" in names) <= tagged
    width = sum(one.width + 1 for one in placed) - 1
    assert width <= room or set(names) == {"run", "loss"}
    assert [one for one in (c.name for c in COLUMNS) if one in names] == names


@given(st.text(max_size=40), st.integers(1, 30), st.booleans())
def test_a_cell_has_its_width(text: str, width: int, right: bool) -> None:
    assert cell_len(cell(text.replace("\n", " "), width, right=right)) == width


def test_a_row_is_as_wide_as_its_columns(catalog: Catalog) -> None:
    (one,) = in_list(catalog, entry(notes=Annotations(name="a very long name " * 4)))
    placed = fitted(74)
    assert [cell_len(text) for text in row(one, placed)] == [p.width for p in placed]
    assert all(text.isascii() for text in row(one, placed, plain=True))


def test_ids_are_shortened_to_what_tells_them_apart() -> None:
    assert short_ids(["1-12ab", "2-34cd"]) == ["12ab", "34cd"]
    assert short_ids(["1-x9999", "2-y9999"]) == ["x9999", "y9999"]
    assert short_ids([]) == []


# Finding


def test_words_find_what_they_say(catalog: Catalog) -> None:
    notes = Annotations(tags=("keep",), note="odd")
    (one,) = in_list(catalog, entry(asked_seed=3, status="diverged", notes=notes))
    found = "momentum plain desc #keep #ke tag:ke status:div lesson:optim seed:3 lr=0.001 -foo odd"
    for word in found.split():
        assert matches(one, word), word
    for word in [
        "adam",
        "#odd",
        "status:fin",
        "seed:1",
        "lr=0.002",
        "-momentum",
        "run:nesterov",
        "lesson:schedules",
    ]:
        assert not matches(one, word), word


def test_a_colon_that_is_no_field_is_looked_for_as_it_is(catalog: Catalog) -> None:
    (one,) = in_list(catalog, entry(notes=Annotations(name="a:b")))
    assert matches(one, "a:b")


@pytest.mark.parametrize("column", [column.name for column in COLUMNS])
def test_every_column_sorts_both_ways_and_keeps_what_is_missing_last(
    catalog: Catalog, column: ColumnName
) -> None:
    several = in_list(
        catalog,
        entry("1", final_loss=math.nan, steps=3, asked_seed=2),
        entry("2", final_loss=0.5, steps=1, size=7, notes=Annotations(tags=("x",), name="b")),
        entry("3", final_loss=0.1, steps=2, seconds=4.0, status="failed", asked_origin="a/b"),
    )
    there = arranged(several, Wanted(column=column))
    back = arranged(several, Wanted(column=column, turned=True))
    assert {one.run for one in there} == {one.run for one in back} == {"1", "2", "3"}
    if column == "loss":
        assert [one.run for one in there] == ["3", "2", "1"]
        assert [one.run for one in back] == ["2", "3", "1"]
    if column == "when":
        assert [one.run for one in there] == ["3", "2", "1"]
    if column == "tags":
        assert there[0].run == "2"


def test_offers_are_words_that_find_as_many_as_they_say(catalog: Catalog) -> None:
    several = in_list(
        catalog,
        entry("1", status="failed", notes=Annotations(tags=("x",))),
        entry("2", notes=Annotations(tags=("x", "y"))),
        entry("3", asked_origin="schedules/warmup"),
    )
    made = offers(several)
    assert {one.word for one in made} >= {"status:failed", "#x", "lesson:schedules/warmup"}
    for offer in made:
        assert len(arranged(several, Wanted(text=offer.word))) == offer.runs


def test_an_id_may_be_shortened_as_long_as_one_run_is_meant() -> None:
    known = ("20260501-12aa", "20260502-34bb")
    assert shortened("20260502", known) == known[1]
    assert shortened("12aa", known) == known[0]
    assert shortened(known[0], known) == known[0]
    with pytest.raises(BadValue, match="begins 2 runs"):
        shortened("2026", known)
    for wrong in ("", "20260503-99zz"):
        with pytest.raises(UnknownName):
            shortened(wrong, known)


def test_a_printed_list_has_a_line_for_every_run(catalog: Catalog) -> None:
    several = in_list(catalog, entry("1-abcd"), entry("2-bcde", status="failed"))
    wide = as_text(several).splitlines()
    assert wide[0].split()[:4] == ["id", "when", "lesson", "run"]
    assert wide[1].startswith("1-abcd ■ 2024-03-05")
    narrow = as_text(several, width=80, plain=True)
    assert narrow.isascii()
    assert all(len(line) <= 80 for line in narrow.splitlines())
    assert narrow.splitlines()[2].startswith("bcde x")


# Cleaning up, undoing


def test_a_clean_up_says_what_it_frees(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    assert cleaning_offers((), disk_use(store, ()), NOW) == ()
    keep_run(store, snapshots=2048, days_old=40)
    keep_run(store, status="failed")
    store.discard(keep_run(store))
    entries = RunsIndex(store).entries()
    use = disk_use(store, entries)
    made = {offer.key: offer for offer in cleaning_offers(entries, use, NOW)}
    assert list(made) == ["snapshots", "broken", "older-7", "older-30", "trash"]
    assert made["snapshots"].size == 2048
    assert made["trash"].size == use.trash_size
    assert [made[key].question != "" for key in made] == [True, False, False, False, True]
    assert use_in_words(use).startswith("2 runs, ")


def test_what_was_done_is_taken_back_latest_first(tmp_path: Path) -> None:
    store, undo = RunStore(tmp_path), Undo()
    run = keep_run(store)
    store.annotate(run, Annotations(name="new"))
    undo.note(Renoted((Before(run, Annotations(name="old")),)))
    store.discard(run)
    undo.note(Discarded((run,)))
    first, second = undo.pop(), undo.pop()
    assert undo.pop() is None
    assert first is not None
    assert second is not None
    assert take_back(store, first).text == "1 run brought back."
    assert take_back(store, second).problems == ()
    assert store.annotations(run).name == "old"
    assert take_back(store, first).problems != ()


# Reports


REPORT = LessonReport(
    lesson=MOMENTUM,
    title="Momentum",
    aim="Say when it helps.",
    status="started",
    predictions=(
        Predicted(
            block="first",
            ask="Which is first?",
            choice="plain",
            expected="plain | descent",
            confidence=1,
            observed="heavy ball",
            right=False,
        ),
        Predicted(
            block="second", ask="And then?", choice=None, expected="", confidence=None, observed="",
            right=None,
        ),
    ),
    runs=(
        Made(
            entry=entry("r1", notes=Annotations(note="# odd <b>")),
            label="plain",
            curve=(CurvePoint(1, 2.0), CurvePoint(2, 1.0)),
        ),
        Made(
            entry=entry("r2", asked_parameters=(("lr", 0.001), ("momentum", 0.9))),
            label="a|b",
            curve=(),
        ),
    ),
    explanations=(Explained(ask="Why?", text="# Because\n2.5 is > 1"),),
    right_answers=1,
    questions=2,
)  # fmt: skip


def test_a_report_tells_prediction_settings_curve_result_and_explanation() -> None:
    text = chapter(REPORT)
    for part in (
        "## Momentum",
        "begun, 1 of 2 questions right",
        "> Which is first?",
        "- predicted: **plain | descent** (guess)",
        "- found: **heavy ball**, not as predicted",
        "- predicted: nothing, it was skipped",
        "- found: still open",
        "Settings of all: lr 0.001.",
        "| 1 | plain | 0 | 0 | finished, 0.0 s | 4 |",
        "| 2 | a\\|b | 0 | 0.9 |",
        "loss",
        "`r1`, `r2`",
        "> Why?",
    ):
        assert part in text, part
    assert "\\# Because\n2.5 is > 1" in text
    assert "&lt;b>" in text


def test_nothing_in_a_report_breaks_its_tables() -> None:
    text = chapter(REPORT)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in rows}) == 1


def test_an_empty_report_says_how_to_fill_it() -> None:
    empty = replace(REPORT, predictions=(), runs=(), explanations=())
    assert "tutor run LESSON" in document([empty])
    assert "tutor run LESSON" not in document([REPORT, empty])


def test_curves_are_drawn_in_ascii_where_that_is_asked_for() -> None:
    curve = NamedCurve("run 1", (CurvePoint(1, 2.0), CurvePoint(50, 0.5)))
    drawn = curve_text([curve, replace(curve, name="run 2")], "ascii")
    assert all(line.isascii() and len(line) <= 76 for line in drawn)
    assert "run 2" in drawn[0]
    assert "No steps were recorded." in "\n".join(curve_text([NamedCurve("", ())]))


# JSON: the keys are a promise


RUN_KEYS = (
    "run created lesson scenario name tags pinned note recipe settings changes seed device fork "
    "status problem steps planned_steps seconds final_loss best_loss best_step best_split metrics "
    "bytes snapshot_bytes"
)


def test_the_keys_of_runs_as_json_are_frozen() -> None:
    found = json.loads(runs_line([entry(final_loss=math.inf)], 7))
    assert list(found) == ["runs", "found"]
    assert " ".join(found["runs"][0]) == RUN_KEYS
    assert found["runs"][0]["final_loss"] == "inf"
    assert found["runs"][0]["settings"] == {"lr": 0.001, "momentum": 0.0}
    one = json.loads(run_line(entry(), (CurvePoint(1, math.nan),)))
    assert " ".join(one) == f"{RUN_KEYS} curve"
    assert one["curve"] == [[1, "nan"]]


def test_the_keys_of_reports_as_json_are_frozen() -> None:
    (lesson,) = json.loads(reports_line([REPORT]))["lessons"]
    assert " ".join(lesson) == (
        "lesson title status predictions runs explanations questions answers exercises clinics"
    )
    assert " ".join(lesson["predictions"][0]) == (
        "id ask predicted predicted_text confidence observed_text right runs"
    )
    assert " ".join(lesson["runs"][0]) == f"{RUN_KEYS} label curve"
    assert lesson["explanations"] == [{"ask": "Why?", "text": "# Because\n2.5 is > 1"}]
    assert lesson["questions"] == {"answered": 2, "right": 1}


# Exports


@pytest.fixture
def sources(tmp_path: Path, catalog: Catalog) -> Sources:
    store = RunStore(tmp_path / "runs")
    lesson = catalog.lesson(MOMENTUM)
    for scenario in ("plain", "nesterov"):
        keep_run(store, (2.0, math.nan, 0.5), asked=request(lesson, scenario))
    keep_run(store, (), asked=RunRequest(recipe="x:y", origin="old lesson", name="<gone>"))
    record = ProgressStore.in_memory().lesson
    return Sources(store=store, catalog=catalog, record=record)


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "tensorboard"])
def test_every_format_writes_where_it_says(sources: Sources, tmp_path: Path, kind: str) -> None:
    entries = RunsIndex(sources.store).entries()
    chosen = format_named(kind)
    written = export(chosen, entries, tmp_path / "out", sources, write_here(sources.store))
    assert written.problems == ()
    assert sorted(written.paths) == sorted(str(path) for path in (tmp_path / "out").iterdir())
    assert len(written.paths) == (3 if kind in ("csv", "jsonl") else 2)
    assert all(Path(path).stat().st_size > 40 for path in written.paths)


def test_one_run_that_cannot_be_written_keeps_no_other_back(
    sources: Sources, tmp_path: Path
) -> None:
    entries = RunsIndex(sources.store).entries()
    sources.store.delete(entries[1].run)
    for kind, count in (("csv", 2), ("svg", 1)):
        made = export(
            format_named(kind), entries, tmp_path / kind, sources, write_here(sources.store)
        )
        assert (len(made.paths), len(made.problems)) == (count, 1)
    with pytest.raises(UnknownName, match="csv"):
        format_named("cvs")


def test_a_disk_that_refuses_is_said(sources: Sources, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    entries = RunsIndex(sources.store).entries()
    made = export("markdown", entries, tmp_path / "file", sources, write_here(sources.store))
    assert made.paths == ()
    assert "could not be written" in made.problems[0].title


def test_a_picture_is_sound_and_names_its_runs(sources: Sources) -> None:
    runs = [NamedRun(f"<{i.request.name}>", sources.store.load(i.run)) for i in sources.store]
    picture = svg("Three & more", runs[:2])
    root = ET.fromstring(picture)
    said = [element.text for element in root.iter() if element.text and element.text.strip()]
    assert any("<plain>" in text for text in said)
    assert "Three & more" in said
    assert any(text.startswith("gradient norm") for text in said)
    assert len([e for e in root.iter() if e.get("stroke-width") == "1.6"]) >= 6
    ET.fromstring(svg("Nothing", runs[2:]))


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=20), st.booleans())
def test_any_loss_can_be_pictured(
    tmp_path_factory: pytest.TempPathFactory, losses: list[float], log: bool
) -> None:
    store = RunStore(tmp_path_factory.mktemp("drawn"))
    run = store.load(keep_run(store, losses))
    ET.fromstring(svg("Any", [NamedRun("one", run)], log_loss=log))


def test_a_missing_run_raises_what_a_learner_can_read(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be read"):
        write_here(RunStore(tmp_path))("nothing", "csv", tmp_path)


# Runs of the playground


def test_a_run_of_the_playground_leads_back_to_its_choices(catalog: Catalog) -> None:
    play = parse("playground?data=circles&model=mlp&optimizer=sgd&lr=0.3#seed=7", catalog)
    asked = playground_request(play, catalog)
    assert play_of(asked, catalog) == play
    one = entry()
    (found,) = in_list(catalog, replace(one, info=replace(one.info, request=asked)))
    assert (found.lesson, found.taught) == ("Playground", True)
    assert found.label == "circles mlp sgd 0.3"
    assert asked.origin == PLAYGROUND
    assert play_of(replace(asked, origin=MOMENTUM), catalog) is None
    assert play_of(replace(asked, recipe="gone:recipe"), catalog) is None


def test_one_that_was_based_on_a_lesson_leads_back_to_it(catalog: Catalog) -> None:
    lesson = catalog.lessons[0]
    play = taken_from(lesson, lesson.lab.scenarios[0], (("momentum", 0.5),), seed=2)
    back = play_of(playground_request(play, catalog), catalog)
    assert back is not None
    assert (back.base, back.seed) == (lesson.id, 2)
    assert dict(back.parameters)["momentum"] == 0.5
