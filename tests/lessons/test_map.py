"""The map knows what rests on what, however large it is and whatever is wrong in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_curriculum import write_lesson
from wide_curriculum import wide_catalog

from lessons.catalog import Catalog, load_catalog
from lessons.map import CurriculumMap, standings
from lessons.progress.records import LessonRecord
from lessons.schema import Lesson, Unit


@pytest.fixture(scope="module")
def like(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    root = tmp_path_factory.mktemp("curriculum")
    write_lesson(root)
    return load_catalog(root).lessons[0]


def catalog(like: Lesson, needs: dict[str, tuple[str, ...]]) -> Catalog:
    lessons = tuple(replace(like, id=f"u/{name}", requires=needs[name]) for name in needs)
    return Catalog(units=(Unit(id="u", title="Unit", aim="", lessons=lessons),))


def test_layers_and_neighbours(like: Lesson) -> None:
    needs = {"d": ("u/b", "u/c"), "a": (), "b": ("u/a",), "c": ("u/a", "u/gone"), "e": ()}
    graph = CurriculumMap(catalog(like, needs))
    layers = {name: node.layer for name, node in graph.nodes.items()}
    assert layers == {"u/d": 2, "u/a": 0, "u/b": 1, "u/c": 1, "u/e": 0}
    assert graph.nodes["u/a"].leads == ("u/b", "u/c")
    assert graph.nodes["u/d"].needs == ("u/b", "u/c")
    assert graph.before("u/d") == {"u/a", "u/b", "u/c"}
    assert graph.after("u/a") == {"u/b", "u/c", "u/d"}
    assert graph.order() == ("u/a", "u/b", "u/c", "u/d", "u/e")
    assert graph.lanes() == (("u", ("u/a", "u/e", "u/b", "u/c", "u/d")),)


def test_a_circle_is_passed_over(like: Lesson) -> None:
    needs = {"a": ("u/b",), "b": ("u/a",), "c": ("u/b",), "d": ("u/d",)}
    graph = CurriculumMap(catalog(like, needs))
    assert sorted(graph.order()) == ["u/a", "u/b", "u/c", "u/d"]
    assert all(name not in graph.before(name) for name in graph.nodes)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_lesson_comes_behind_what_it_rests_on(like: Lesson, data: st.DataObject) -> None:
    names = [f"l{n}" for n in range(data.draw(st.integers(0, 9)))]
    some = st.lists(st.sampled_from(names), max_size=3, unique=True) if names else st.just([])
    needs = {name: tuple(f"u/{one}" for one in data.draw(some)) for name in names}
    graph = CurriculumMap(catalog(like, needs))
    order = graph.order()
    assert sorted(order) == sorted(graph.nodes)
    for name, node in graph.nodes.items():
        assert all(order.index(one) < order.index(name) for one in node.needs)
        assert all(graph.nodes[one].layer < node.layer for one in node.needs)
        assert {other for other in graph.nodes if name in graph.before(other)} == graph.after(name)


def test_how_lessons_stand(like: Lesson) -> None:
    needs: dict[str, tuple[str, ...]] = {"a": (), "b": ("u/a",), "c": ("u/b",), "d": ("u/a",)}
    found = catalog(like, needs)
    assert standings(found, ()) == {
        "u/a": "open",
        "u/b": "waiting",
        "u/c": "waiting",
        "u/d": "waiting",
    }
    records = [
        LessonRecord(lesson="u/a", status="done"),
        LessonRecord(lesson="u/b", status="known", known=True),
        LessonRecord(lesson="u/d", status="started", position="prose-1"),
    ]
    assert standings(found, records) == {
        "u/a": "done",
        "u/b": "known",
        "u/c": "open",
        "u/d": "started",
    }


def test_two_hundred_lessons(like: Lesson) -> None:
    graph = CurriculumMap(wide_catalog(like))
    assert len(graph.nodes) == 200
    assert graph.nodes["unit24/l7"].layer == 24 * 5 + 4
    assert len(graph.before("unit24/l0")) == 24 * 5
    assert graph.order()[:9][-1] == "unit1/l0"
