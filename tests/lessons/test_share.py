"""Share strings read back as what was written; everything else is explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_curriculum import write_lesson

from lessons.catalog import Catalog, load_catalog
from lessons.errors import BadValue, TutorError, UnknownName
from lessons.knobs import checked, parsed, written
from lessons.share import LARGEST_SEED, Share, parse, parse_seed, write

LESSON = "optimizers/momentum"
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "lr": st.floats(1e-5, 1e-1),
        "momentum": st.floats(0.0, 0.99),
        "batch": st.integers(1, 512),
        "nesterov": st.booleans(),
        "start": st.sampled_from(["left", "right"]),
    },
)
SHARES = st.builds(
    Share,
    lesson=st.just(LESSON),
    scenario=st.none() | st.sampled_from(["plain", "heavy_ball", "nesterov"]),
    settings=SETTINGS.map(lambda settings: tuple(settings.items())),
    seed=st.none() | st.integers(0, LARGEST_SEED),
)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    root: Path = tmp_path_factory.mktemp("curriculum")
    write_lesson(root)
    return load_catalog(root)


def test_the_example_reads_as_it_looks(catalog: Catalog) -> None:
    share = parse("optimizers/momentum?scenario=heavy_ball&lr=0.1&nesterov=on#seed=3", catalog)
    assert share == Share(
        lesson=LESSON, scenario="heavy_ball", settings=(("lr", 0.1), ("nesterov", True)), seed=3
    )
    assert write(share) == "optimizers/momentum?scenario=heavy_ball&lr=0.1&nesterov=true#seed=3"


@given(share=SHARES)
def test_what_is_written_reads_back_the_same(catalog: Catalog, share: Share) -> None:
    again = parse(write(share), catalog)
    assert again == share
    assert [type(value) for _, value in again.settings] == (
        [type(value) for _, value in share.settings]
    )


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("optimizers/momentun", LESSON),
        ("optimizers/momentum?momemtum=0.5", "momentum"),
        ("optimizers/momentum?scenario=heavy-ball", "heavy_ball"),
        ("optimizers/momentum#sed=3", "seed"),
    ],
)
def test_the_nearest_name_is_offered(catalog: Catalog, text: str, nearest: str) -> None:
    with pytest.raises(UnknownName) as caught:
        parse(text, catalog)
    assert caught.value.nearest == nearest


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("?lr=1", "from 1e-05 to 0.1"),
        ("?lr=nan", "lr cannot be nan"),
        ("?lr=", '"" is none'),
        ("?batch=3.5", "whole number"),
        ("?batch=999999999999999999999999", "cannot be"),
        ("?nesterov=2", "switch"),
        ("?start=lef", '"left"'),
        ("?lr", "sets nothing"),
        ("?lr=0.1&lr=0.01", "set twice"),
        ("?scenario=plain&scenario=plain", "set twice"),
        ("#seed=-1", "no seed"),
        ("#seed=1.5", "no seed"),
        ("#seed=4294967296", "no seed"),
        ("#seed=²", "no seed"),
        ("#seed=", "no seed"),
    ],
)
def test_values_that_cannot_be_are_explained(catalog: Catalog, text: str, words: str) -> None:
    with pytest.raises(TutorError) as caught:
        parse(LESSON + text, catalog)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@given(text=st.text(max_size=30))
def test_junk_after_a_lesson_is_read_or_explained(catalog: Catalog, text: str) -> None:
    try:
        share = parse(LESSON + text, catalog)
    except TutorError as error:
        outcome: str | Share = error.reason
    else:
        outcome = parse(write(share), catalog)
        assert outcome == share
    assert outcome


@given(text=st.text(max_size=12))
def test_what_a_knob_reads_it_also_writes(catalog: Catalog, text: str) -> None:
    for knob in catalog.lesson(LESSON).lab.knobs:
        try:
            value = parsed(knob, text)
        except BadValue:
            continue
        assert checked(knob, value) == parsed(knob, written(value)) == value


def test_an_integer_is_a_number_for_a_float_knob_and_nothing_for_a_switch(catalog: Catalog) -> None:
    lab = catalog.lesson(LESSON).lab
    value = checked(lab.knob("momentum"), 0)
    assert (value, type(value)) == (0.0, float)
    with pytest.raises(BadValue):
        checked(lab.knob("nesterov"), 1)
    with pytest.raises(BadValue):
        checked(lab.knob("momentum"), True)
    with pytest.raises(BadValue):
        checked(lab.knob("lr"), "fast")


def test_seeds_are_read_strictly() -> None:
    assert parse_seed("0") == 0
    assert parse_seed(str(LARGEST_SEED)) == LARGEST_SEED
