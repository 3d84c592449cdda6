"""Questions on the stage: in a lesson, in a review, and before the first lesson."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from fixture_lessons import LAB
from kept_runs import NOW, keep_run
from stage import Act, Opener, Scene, Stage, call_it, keys

from engine.request import RunRequest
from engine.thumbnail import thumbnail
from lessons.catalog import Catalog
from lessons.progress.records import PredictionGiven, RunMade, Verdict
from lessons.questions.forms import (
    Choice,
    Choices,
    Curves,
    Mark,
    Match,
    Order,
    Pair,
    Sketch,
    Slip,
    Stretch,
)
from lessons.review.clock import Clock
from lessons.review.desk import Desk
from lessons.review.item import Curve, Item, Picture
from lessons.schema import Aside, Block, Predict, Quiz, Run, Unit
from tui.messages import LessonChosen
from tui.screens.home import HomeScreen
from tui.screens.lesson import LessonScreen
from tui.screens.map import MapScreen
from tui.screens.placement import PlacementScreen
from tui.screens.review import ReviewScreen

FORMS = "forms/every"
SHAKY = tuple(1.2 + math.cos(step / 3) * math.exp(-step / 40) for step in range(120))
SMOOTH = tuple(0.2 + 2.0 * math.exp(-step / 15) for step in range(120))
SKETCH = Predict(
    id="sketch",
    ask="Draw the loss of the heavy ball.",
    options=(),
    answer="",
    scenarios=("heavy_ball",),
    sketch=Sketch(metric="loss", low=0.0, high=2.5),
)
SEVERAL = Quiz(
    id="several",
    ask="Which of these does momentum *remember*?",
    form=Choices(
        several=True,
        shuffle=False,
        choices=(
            Choice(text="the velocity of the step before", why="That is its memory.", right=True),
            Choice(text="the best loss so far", why="It never looks at the loss."),
            Choice(text="a share of all gradients", why="They fade, and add up.", right=True),
        ),
    ),
)
ORDER = Quiz(
    id="order",
    ask="Put one update in order.",
    form=Order(
        entries=("compute the gradient", "renew the velocity", "move the weights"),
        why="Each needs what the one before it has made.",
        slips=(Slip(one=3, other=1, why="The weights would move before the slope is known."),),
    ),
)
MATCH = Quiz(
    id="match",
    ask="What does which knob do?",
    form=Match(
        pairs=(
            Pair(left="`lr`", right="how far a step goes"),
            Pair(left="`momentum`", right="how long the past counts"),
        ),
        extra=("how many steps there are",),
        why="One is length, the other is memory.",
    ),
)
CURVES = Quiz(
    id="curves",
    ask="Which of your runs is which?",
    form=Curves(
        scenarios=("plain", "heavy_ball"),
        labels=("plain descent", "heavy ball"),
        why="The ball overshoots and comes back.",
    ),
)
MARK = Quiz(
    id="mark",
    ask="Mark the step where the heavy ball first turns back.",
    form=Mark(scenario="heavy_ball", answer="lab:turns", why="There the loss rises again."),
)
ASIDE = Aside(
    id="aside",
    when="step-is-sample",
    title="What one step is.",
    text="A step takes a batch, and makes one update from the mean of its gradients.",
)
RACE = Run(id="race", scenarios=("plain", "heavy_ball"))


def kept(at: Stage, scenario: str, losses: tuple[float, ...]) -> None:
    """A run of the lesson, on disk and in the record."""
    asked = RunRequest(recipe=LAB.recipe, name=scenario, origin=FORMS)
    name = f"20010101-{scenario}"
    call_it(at.engine.runs, keep_run(at.engine.runs, losses, asked=asked), name)
    made = RunMade(run=name, scenario=scenario, seed=0, standard=True)
    at.app.progress.record(FORMS, "", made)


def question(block: Block, *pressed: str) -> Opener:
    """A lesson that asks nothing else, and has runs to be made; then keys."""

    async def open_it(at: Stage) -> None:
        await at.home()
        lesson = replace(
            at.lesson, id=FORMS, title="Every form", requires=(), sources=(), blocks=(block, RACE)
        )
        others = (one for one in at.app.catalog.units if one.id != "forms")
        unit = Unit(id="forms", title="Forms", aim="", lessons=(lesson,))
        at.app.catalog = Catalog(units=(*others, unit))
        at.app.post_message(LessonChosen(FORMS))
        await at.until(lambda: isinstance(at.app.screen, LessonScreen) and at.app.screen.opened)
        await at.press("n", *pressed)

    return open_it


async def sketched(at: Stage) -> None:
    """The sketch with the run over it."""
    kept(at, "plain", SMOOTH)
    kept(at, "heavy_ball", SHAKY)
    given = PredictionGiven(
        choice=",".join(map(str, (2.2, 1.6, 0.9, 0.9, *[0.3] * 8))), confidence=3
    )
    at.app.progress.record(FORMS, "sketch", given)
    came = (2.2, 1.6, 1.2, 0.6, 0.6, 0.9, 1.6, 1.6, 1.2, 0.9, 0.9, 1.2)
    verdict = Verdict(observed=",".join(map(str, came)), right=None, runs=("one",))
    at.app.progress.record(FORMS, "sketch", verdict)
    await question(SKETCH)(at)


async def aside(at: Stage) -> None:
    """What is said about a misconception, opened."""
    await question(ASIDE)(at)
    assert isinstance(at.app.screen, LessonScreen)
    at.app.screen.column.blocks["aside"].focus()
    await at.press("enter")


async def marking(at: Stage) -> None:
    """A step of a run, marked wrong."""
    with patch("tui.screens.lesson.locate", lambda *_: Stretch(first=9, last=11)):
        await question(MARK, *["right"] * 12, "enter", "3")(at)
        await at.until(lambda: bool(at.app.progress.lesson(FORMS).quiz("mark")))


def asked_again(number: int) -> Item:
    """A question of the fixture lessons."""
    lesson = f"{('basics', 'optimizers')[number % 2]}/q{number}"
    return Item(
        id=f"question/{number}",
        lesson=lesson,
        kind="question",
        source="optimizers/momentum",
        question=SEVERAL if number else CHOICE,
        met=NOW,
        lead="Momentum · from the lesson",
    )


CHOICE = Quiz(
    id="choice",
    ask="Where do the steps of a heavy ball cancel?",
    form=Choices(
        shuffle=False,
        choices=(
            Choice(text="along the valley", why="There steps add up."),
            Choice(text="across it", why="Old and new pull apart.", right=True),
        ),
    ),
)


def own_run(at: Stage) -> Item:
    """A question about two runs."""
    asked = RunRequest(recipe="a:b")
    runs = [keep_run(at.engine.runs, losses, asked=asked) for losses in (SHAKY, SMOOTH)]
    curves = tuple(
        Curve(name=letter, points=thumbnail(at.engine.runs.folder(run)))
        for letter, run in zip("AB", runs, strict=True)
    )
    choices = tuple(
        Choice(text=f"Curve {name}", why=f"{name} had momentum {value}.", right=name == "A")
        for name, value in (("A", "0.9"), ("B", "0"))
    )
    return Item(
        id="run/which",
        lesson="optimizers/momentum",
        kind="run",
        source="optimizers/momentum",
        question=Quiz(
            id="which",
            ask="These curves are yours. Which one had momentum 0.9?",
            form=Choices(choices=choices, shuffle=False),
        ),
        met=NOW,
        lead="Momentum · your runs from last week",
        picture=Picture(title="loss", curves=curves),
    )


def review(*pressed: str, own: bool = False, items: int = 1) -> Opener:
    """A review of so many questions, then keys."""

    async def open_it(at: Stage) -> None:
        await at.home()
        asked = [own_run(at)] if own else [asked_again(number) for number in range(items)]
        tomorrow = Clock(lambda: datetime.now(UTC) + timedelta(days=1))
        screen = ReviewScreen(clock=tomorrow, seconds=lambda: 0.0)
        with patch.object(Desk, "items", lambda _: asked):
            at.app.push_screen(screen)
            await at.on(ReviewScreen)
            await at.still()
        await at.press(*pressed)

    return open_it


async def the_map(at: Stage) -> None:
    """Something done, something known, something begun, something due."""
    await at.home()
    at.predict()
    at.app.progress.mark_done("basics/slope")
    at.app.progress.record_known(["basics/chain"], "placement")
    await at.press("m")
    await at.on(MapScreen)
    await at.still()


async def place(at: Stage) -> None:
    """The first question, answered: how sure?"""
    await at.home()
    await at.press("w")
    await at.on(PlacementScreen)
    await at.press("2")


async def placed(at: Stage) -> None:
    """What the answers say."""
    await at.press("4", "d", "d")


async def first_home(at: Stage) -> None:
    """Home, before anything was done."""
    await at.on(HomeScreen)


async def learners(at: Stage) -> None:
    """Who learns from now on?"""
    await at.home()
    await at.press("comma")
    at.app.screen.top.right = "settings.json"  # type: ignore[attr-defined]
    await at.press("L")


ACTS = (
    Act(
        "beginning",
        (
            Scene("home-first", first_home, brief=True),
            Scene("placement", place, brief=True),
            Scene("placement-end", placed, brief=True),
            Scene("map", the_map),
            Scene("learners", learners, brief=True),
        ),
    ),
    Act(
        "questions",
        (
            Scene(
                "question-sketch",
                question(SKETCH, "up", "up", "right", "right", "down", "down"),
                brief=True,
            ),
            Scene("question-sketched", sketched, brief=True),
            Scene("question-several", question(SEVERAL, "3", "enter", "2"), brief=True),
            Scene("question-order", question(ORDER, "down"), brief=True),
            Scene("question-match", question(MATCH, "1", "2"), brief=True),
            Scene("question-curves", question(CURVES, "1"), brief=True),
            Scene("question-mark", marking, brief=True),
            Scene("question-aside", aside, brief=True),
        ),
    ),
    Act(
        "review",
        (
            Scene("review-nothing", review(items=0), brief=True),
            Scene("review-choice", review(), brief=True),
            Scene("review-wrong", review("1", "3"), brief=True),
            Scene("review-summary", keys("enter", "2", "enter"), brief=True),
            Scene("review-curves", review(own=True)),
        ),
    ),
)
