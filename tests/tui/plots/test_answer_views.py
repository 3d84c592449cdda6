"""Views of what a model answers and makes: drawings kept in files, figures, hostile values."""

from __future__ import annotations

import numpy as np
import pytest
from answer_samples import (
    SEEN,
    SIZES,
    cloud,
    confidence,
    curve,
    detections,
    estimated,
    predicted,
    roc,
    run,
    scores,
    words,
    written,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from samples import check_size, golden, pictures, text

from engine.observations import (
    Array,
    ClassScores,
    Confidence,
    Detections,
    Estimated,
    FittedCurve,
    Observation,
    PointCloud,
    Predicted,
    RocCurve,
)
from tui.plots.palette import Look
from tui.plots.view_spec import ViewSpec
from tui.plots.views.draw import draw_view
from tui.plots.views.overlap import BoxSeen, match

PLAIN = Look(symbols="ascii", no_color=True)
LOOKS = (Look(), Look(dark=False), Look(no_color=True), Look(symbols="block"), PLAIN)


def drawn(name: str, look: Look, width: int, height: int, count: int = 1) -> list[str]:
    view, seen = SEEN[name]
    shown = tuple(run(*seen, view=view, look=look, index=index) for index in range(count))
    strips = draw_view(ViewSpec(name=view, runs=shown, width=width, height=height, look=look))
    check_size(strips, width, height)
    return text(strips)


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize(
    ("kind", "look", "width", "height"),
    [("", Look(), 36, 14), ("", Look(), 78, 18), ("-ascii", PLAIN, 36, 14)],
)
def test_drawings(name: str, kind: str, look: Look, width: int, height: int) -> None:
    view, seen = SEEN[name]
    shown = (run(*seen, view=view, look=look),)
    strips = draw_view(ViewSpec(name=view, runs=shown, width=width, height=height, look=look))
    check_size(strips, width, height)
    golden(f"{name}{kind}-{width}x{height}", strips)


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize("look", LOOKS)
def test_every_size_is_kept_for_one_run_and_for_three(name: str, look: Look) -> None:
    for width, height in SIZES:
        for count in (1, 3):
            rows = drawn(name, look, width, height, count)
            assert look.symbols != "ascii" or all(row.isascii() for row in rows)


@pytest.mark.parametrize("name", SEEN)
def test_at_the_smallest_a_view_still_says_something(name: str) -> None:
    rows = drawn(name, Look(), 40, 10)
    assert sum(bool(row.strip()) for row in rows) >= 5


# Predictions


def test_right_and_wrong_answers_are_told_apart_by_sign_and_word() -> None:
    said = words(predicted(), "predictions")
    assert "4 of 6 right" in said
    assert "✓ cat" in said
    assert "✗ dog taken for horse" in said


def test_a_true_class_that_got_little_has_a_bar_too() -> None:
    shares = np.array([[0.4, 0.3, 0.2, 0.08, 0.02]])
    one = Predicted(
        classes=tuple("abcde"), truth=(4,), probabilities=Array.of(shares), images=None, texts=()
    )
    rows = words(one, "predictions").splitlines()
    assert [row.split()[0] for row in rows[2:5]] == ["a", "b", "e"]
    assert rows[4].endswith("2 %")


def test_a_bar_is_as_long_as_its_probability() -> None:
    halves = Predicted(
        classes=("no", "yes"),
        truth=(0,),
        probabilities=Array.of([[0.25, 0.75]]),
        images=None,
        texts=(),
    )
    longer, shorter = (row.count("━") for row in words(halves, "predictions").splitlines()[2:4])
    assert longer == pytest.approx(3 * shorter, abs=2)


def test_those_without_room_are_counted() -> None:
    assert ", 2 shown" in words(predicted(12), "predictions", 40, 10)
    assert "shown" not in words(predicted(6), "predictions")


# Values


def test_fit_and_error_are_words() -> None:
    truth = np.array([0.0, 1.0, 2.0, 3.0])
    off = Estimated(truth=Array.of(truth), predicted=Array.of(truth + 1))
    assert "R² 0.200, off by 1.00 on average, 4 examples" in words(off, "predictions")
    flat = Estimated(truth=Array.of([2.0, 2.0]), predicted=Array.of([2.0, 3.0]))
    assert "R² –, off by 0.500" in words(flat, "predictions")


def test_wild_answers_do_not_squeeze_the_others() -> None:
    truth = np.linspace(0, 1, 20)
    wild = Estimated(truth=Array.of(truth), predicted=Array.of([1e6, *truth[1:]]))
    said = words(wild, "predictions")
    assert "1 beyond the edge" in said
    assert said.count("○") >= 12


def test_right_answers_lie_on_the_diagonal() -> None:
    truth = np.linspace(0, 1, 8)
    said = words(Estimated(truth=Array.of(truth), predicted=Array.of(truth)), "predictions")
    columns = [row.index("○") for row in said.splitlines() if "○" in row]
    assert columns == sorted(columns, reverse=True)
    assert len(columns) == 8


# Curves


def test_curves_of_all_runs_share_a_plane_and_are_named() -> None:
    shown = tuple(run(curve(1 - 0.4 * i), view="fit_curve", index=i) for i in range(2))
    rows = text(draw_view(ViewSpec(name="fit_curve", runs=shown, width=78, height=18)))
    assert "▽ plain" in rows[0]
    assert "○ heavy ball" in rows[0]
    assert "training points" in rows[0]
    assert "▽" in "".join(rows[1:])
    assert "○" in "".join(rows[1:])
    assert rows[-1].startswith("→ angle   ↑ y")


def test_a_curve_that_runs_away_leaves_its_points_readable() -> None:
    wild = curve(1e9)
    rows = words(wild, "fit_curve").splitlines()
    assert sum("+" in row for row in rows[1:]) >= 6
    assert rows[1].split("┤")[0].strip() in {"1", "2"}


def test_examples_of_every_run_stand_on_its_curve_of_costs() -> None:
    x = np.linspace(-4, 4, 81)
    shown = [
        run(
            FittedCurve(
                x=Array.of(x),
                y=Array.of(cost(x)),
                points=Array.of(np.column_stack([at, cost(at)])),
                axes=("error", "loss"),
            ),
            view="loss_curve",
            index=index,
        )
        for index, (cost, at) in enumerate(
            [(np.square, np.array([-3.0, 3.0])), (np.abs, np.array([-2.0, 0.0, 2.0]))]
        )
    ]
    rows = text(draw_view(ViewSpec(name="loss_curve", runs=tuple(shown), width=78, height=18)))
    assert "markers: training examples" in rows[0]
    drawn = "".join(rows[1:])
    assert (drawn.count("▽"), drawn.count("○")) == (2, 3)
    assert rows[-1].startswith("→ error   ↑ loss")
    assert rows[1].split("┤")[0].strip() == "10"


def test_the_area_under_the_curve_is_said_for_every_run() -> None:
    shown = tuple(run(roc(power), view="roc", index=i) for i, power in enumerate((0.25, 1.0)))
    rows = text(draw_view(ViewSpec(name="roc", runs=shown, width=78, height=18)))
    assert "AUC 0.800" in rows[0]
    assert "AUC 0.500" in rows[0]
    assert rows[-1].startswith("→ others taken for ill   ↑ ill found")


def test_many_runs_leave_the_legend_inside_its_row() -> None:
    shown = tuple(run(roc(0.2 + i / 10), view="roc", index=i % 3) for i in range(8))
    strips = draw_view(ViewSpec(name="roc", runs=shown, width=60, height=12))
    check_size(strips, 60, 12)
    assert "AUC 0.526" in text(strips)[0]


# Scores


def test_a_class_never_found_has_no_scores_and_no_bar() -> None:
    rows = words(scores(), "per_class").splitlines()
    last = next(row for row in rows if row.startswith("kind 3"))
    assert last.split()[2] == "–"
    assert last.split()[-1] == "23"
    assert rows[5] == "mean F1 0.75; hardest: kind 2, kind 1; never predicted: kind 3"


def test_of_many_classes_the_hardest_are_shown() -> None:
    said = words(scores(30), "per_class", 78, 12)
    assert "10 of 30 shown, hardest first" in said
    assert "kind 28" in said.splitlines()[1]
    assert "kind 0 " not in said


def test_narrow_tables_keep_the_numbers_and_then_f1_alone() -> None:
    assert "prec rec  F1" in words(scores(), "per_class", 28, 8)
    only = words(scores(), "per_class", 20, 8).splitlines()
    assert "F1" in only[0]
    assert "0.95" in only[1]


# Confidence


@pytest.mark.parametrize(
    ("shift", "verdict"),
    [
        (0.2, "surer than right"),
        (-0.2, "more often right than sure"),
        (0.0, "about as often right as sure"),
    ],
)
def test_a_verdict_is_told_in_words(shift: float, verdict: str) -> None:
    said = words(confidence(shift), "confidence")
    assert f"calibration error {abs(shift):.3f}: {verdict}" in said


def test_bins_with_few_answers_have_another_sign() -> None:
    right, wrong = np.zeros(10), np.zeros(10)
    right[9], wrong[9], right[4] = 900, 90, 1
    few = Confidence(right=Array.of(right), wrong=Array.of(wrong), calibration_error=0.04)
    plot = "\n".join(words(few, "confidence").splitlines()[1:14])
    assert plot.count("●") == plot.count("○") == 1


# Texts


def test_newest_texts_come_first_and_then_those_before() -> None:
    rows = drawn("texts", Look(), 60, 14)
    assert rows[0].startswith("step 200, 2 texts")
    assert rows[1].startswith("▸ the cat sat on the mat and slept")
    at = next(y for y, row in enumerate(rows) if row.startswith("the first one before"))
    assert rows[at + 1].split() == ["100", "the", "cat", "sat", "on", "a", "mat"]
    assert rows[at + 2].split()[:3] == ["0", "xq", "zw"]


def test_words_that_are_new_are_bold() -> None:
    view, seen = SEEN["texts"]
    spec = ViewSpec(name=view, runs=(run(*seen, view=view),), width=60, height=14)
    bold = [
        segment.text.strip()
        for strip in draw_view(spec)[1:2]
        for segment in strip
        if segment.style and segment.style.bold
    ]
    assert " ".join(bold) == "the and slept"


def test_an_earlier_moment_shows_what_was_written_then() -> None:
    view, seen = SEEN["texts"]
    shown = (run(*seen, view=view),)
    rows = text(draw_view(ViewSpec(name=view, runs=shown, width=60, height=14, moment=150)))
    assert rows[1].startswith("▸ the cat sat on a mat")
    assert "slept" not in "".join(rows)


def test_texts_that_stay_the_same_have_no_past() -> None:
    same = run(written("steady"), written("steady"), view="samples")
    rows = text(draw_view(ViewSpec(name="samples", runs=(same,), width=40, height=12)))
    assert "before" not in "".join(rows)


def test_control_characters_are_made_visible_and_harmless() -> None:
    said = words(written("a\x1b[31mred\x07\tb\u202ec\u200d", ""), "samples")
    assert "a?[31mred? b?c?" in said
    assert words(written("", " \n"), "samples").strip() == "All texts are empty."
    assert "nothing yet" in words(written(), "samples")


# Points


def test_drawn_and_real_points_have_signs_of_their_own() -> None:
    said = words(cloud(), "samples")
    assert "▲ 20 drawn   ○ 40 real" in said
    plot = "\n".join(said.splitlines()[1:-1])
    assert plot.count("▲") > 10
    assert plot.count("○") > 20


def test_points_far_away_are_counted_and_do_not_move_the_axes() -> None:
    near, far = (words(cloud(shift), "samples").splitlines() for shift in (0.0, 1e4))
    assert "20 beyond the edge" in far[0]
    assert near[-2:] == far[-2:]


def test_the_picture_of_a_probe_follows_what_it_saw() -> None:
    assert "texts" in words(written("one", "two"), "samples")
    assert "drawn" in words(cloud(), "samples")
    images = words(pictures(np.ones((2, 1, 4, 4)), captions=("first", "second")), "samples")
    assert "first" in images
    assert "R²" in words(estimated(), "predictions")
    assert "right" in words(predicted(), "predictions")


# Boxes


def test_boxes_are_matched_and_explained() -> None:
    said = words(detections(), "boxes", 120, 40)
    assert "1 of 2 found, 1 false" in said
    assert "1 ✓ circle 93 %, overlap 0.90" in said
    assert "2 ✗ circle 60 %, is square" in said
    assert "3 ○ square, missed" in said
    assert "┌" in said
    assert "╔" in said


def test_false_alarms_say_why_they_are_false() -> None:
    there = BoxSeen(0, 0.5, 0.5, 0.4, 0.4)
    found = [
        BoxSeen(0, 0.5, 0.5, 0.4, 0.4, 0.9),
        BoxSeen(0, 0.5, 0.55, 0.4, 0.4, 0.8),
        BoxSeen(0, 0.7, 0.5, 0.4, 0.4, 0.7),
        BoxSeen(1, 0.1, 0.1, 0.1, 0.1, 0.6),
    ]
    matches = match([there], found)
    assert [one.true is there for one in matches] == [True, False, False, False]
    assert [round(one.overlap, 2) for one in matches] == [1.0, 0.78, 0.33, 0.0]
    rows = [[box.label, box.x, box.y, box.width, box.height, box.score] for box in found]
    seen = Detections(
        images=Array.of(np.zeros((1, 1, 16, 16))),
        true=(Array.of([[0, 0.5, 0.5, 0.4, 0.4]]),),
        found=(Array.of(rows),),
        classes=("circle", "square"),
    )
    said = words(seen, "boxes")
    for why in ("overlap 1.00", "80 %, found twice", "70 %, overlap 0.33", "60 %, nothing there"):
        assert why in said


def test_more_boxes_than_rows_are_counted() -> None:
    rows = np.column_stack([np.zeros(30), np.random.default_rng(0).uniform(0.2, 0.8, (30, 5))])
    many = Detections(
        images=Array.of(np.zeros((1, 1, 16, 16))),
        true=(Array.of(np.zeros((0, 5))),),
        found=(Array.of(rows),),
        classes=(),
    )
    said = words(many, "boxes")
    assert "0 of 0 found, 30 false" in said
    assert "class 0" in said
    assert " more" in said


# Whatever comes


NOTHING: dict[str, Observation] = {
    "predictions": Predicted(
        classes=(), truth=(), probabilities=Array((0, 0), b""), images=None, texts=()
    ),
    "fit_curve": FittedCurve(
        x=Array((0,), b""), y=Array((0,), b""), points=Array((0, 2), b""), axes=("", "")
    ),
    "loss_curve": FittedCurve(
        x=Array((0,), b""), y=Array((0,), b""), points=Array((0, 2), b""), axes=("", "")
    ),
    "per_class": ClassScores(
        classes=(),
        precision=Array((0,), b""),
        recall=Array((0,), b""),
        f1=Array((0,), b""),
        support=Array((0,), b""),
    ),
    "roc": RocCurve(positive="", points=Array((0, 2), b""), auc=float("nan")),
    "confidence": Confidence(
        right=Array((0,), b""), wrong=Array((0,), b""), calibration_error=float("nan")
    ),
    "samples": PointCloud(drawn=Array((0, 2), b""), real=Array((0, 2), b"")),
    "boxes": Detections(images=Array((0, 1, 4, 4), b""), true=(), found=(), classes=()),
}


@pytest.mark.parametrize("view", NOTHING)
def test_observations_without_anything_in_them(view: str) -> None:
    for width, height in SIZES:
        spec = ViewSpec(
            name=view, runs=(run(NOTHING[view], view=view),), width=width, height=height
        )
        check_size(draw_view(spec), width, height)


numbers = st.floats(width=32, allow_nan=True, allow_infinity=True)
names = st.lists(st.text(max_size=30), min_size=1, max_size=30)
room = st.tuples(st.integers(1, 90), st.integers(1, 24), st.sampled_from(LOOKS))


def fits(seen: Observation, view: str, where: tuple[int, int, Look]) -> None:
    width, height, look = where
    shown = (run(seen, view=view, look=look),)
    spec = ViewSpec(name=view, runs=shown, width=width, height=height, look=look)
    check_size(draw_view(spec), width, height)


def rows(columns: int, most: int = 12) -> st.SearchStrategy[np.ndarray]:
    shape = st.tuples(st.integers(0, most), st.just(columns))
    return arrays(np.float32, shape, elements=numbers, fill=numbers)


@settings(deadline=None, max_examples=40)
@given(rows(5), names, room, st.booleans())
def test_no_answer_breaks_a_view(
    values: np.ndarray, classes: list[str], where: tuple[int, int, Look], images: bool
) -> None:
    count, known = len(values), tuple(classes)
    column = [Array.of(values[:, index]) for index in range(5)]
    texts = () if images else known * count
    shown = Array.of(np.tile(values.T[None, None], (count, 1, 1, 1))) if images else None
    truth = tuple(range(count))
    shares = Array.of(values)
    fits(
        Predicted(classes=known, truth=truth, probabilities=shares, images=shown, texts=texts),
        "predictions",
        where,
    )
    fits(Estimated(truth=column[0], predicted=column[1]), "predictions", where)
    learned = FittedCurve(
        x=column[0], y=column[1], points=Array.of(values[:, 2:4]), axes=(known[0], known[-1])
    )
    fits(learned, "fit_curve", where)
    fits(learned, "loss_curve", where)
    fits(
        ClassScores(
            classes=known, precision=column[0], recall=column[1], f1=column[2], support=column[3]
        ),
        "per_class",
        where,
    )


@settings(deadline=None, max_examples=40)
@given(rows(2), rows(2, 30), rows(6), names, room)
def test_nothing_made_breaks_a_view(
    some: np.ndarray,
    others: np.ndarray,
    boxes: np.ndarray,
    texts: list[str],
    where: tuple[int, int, Look],
) -> None:
    fits(PointCloud(drawn=Array.of(some), real=Array.of(others)), "samples", where)
    fits(RocCurve(positive=texts[0], points=Array.of(some), auc=float("nan")), "roc", where)
    seen = Confidence(
        right=Array.of(others[:, 0]), wrong=Array.of(others[:, 1]), calibration_error=float("inf")
    )
    fits(seen, "confidence", where)
    fits(written(*texts), "samples", where)
    with np.errstate(all="ignore"):
        found = Detections(
            images=Array.of(np.zeros((1, 1, 5, 5))),
            true=(Array.of(boxes[:, :5]),),
            found=(Array.of(boxes),),
            classes=tuple(texts),
        )
    fits(found, "boxes", where)
