"""The playground: what was chosen, as a share string, as rows, as a run, and as a lab to train in.

    playground?data=moons&model=mlp&model.hidden=16&optimizer=adamw&lr=0.01#seed=3
    playground?from=optimizers/momentum&scenario=heavy_ball&optimizer=adamw#seed=3

The second form is based on a lesson: its data, model and loss as they are, the rest changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from engine.playground import RECIPE, Choices, Field, Objection, Row, choices
from engine.playground.based import choices_over
from engine.playground.changing import changes
from engine.playground.recipe import views_of
from engine.request import Parameters, RunRequest, Value
from lessons.catalog import Catalog
from lessons.errors import BadValue
from lessons.knobs import written
from lessons.names import unknown
from lessons.schema import Knob, Lab, Lesson, Scenario
from lessons.share import pairs_of, seed_of

NAME = "playground"
"""What its share strings begin with; also the id of its lab."""
ALWAYS = ("data", "model", "loss", "optimizer", "lr", "schedule", "batch_size", "steps")
LIVE = {
    "lr": "lr",
    "momentum": "optimizer.momentum",
    "weight_decay": "optimizer.weight_decay",
    "clip": "clip",
    "dropout": "model.dropout",
}
"""What acts on a run under way, and the row that it stands in."""
TOLD = ("optimizer.lr", "schedule.")
"""What goes with another optimiser or schedule even where it is as proposed."""
FROM, SCENARIO, PLAY = "from", "scenario", "play"


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """What was chosen; what was not is proposed."""

    parameters: Parameters = ()
    """In the order of the rows; `from` and `scenario` name a lesson it is based on."""
    seed: int = 0

    @property
    def base(self) -> str | None:
        """Id of the lesson it is based on; None where it stands by itself."""
        found = dict(self.parameters).get(FROM)
        return None if found is None else str(found)

    @property
    def chosen(self) -> Parameters:
        """Without what names the lesson."""
        return tuple(pair for pair in self.parameters if pair[0] not in (FROM, SCENARIO))


def is_playground(text: str) -> bool:
    """Whether a share string is one of the playground."""
    return text.strip().partition("?")[0].partition("#")[0] == NAME


def parse(text: str, catalog: Catalog) -> Play:
    """Read a share string. Raises UnknownName or BadValue; what makes no sense is kept, and said
    by `rows`.
    """
    rest, _, fragment = text.strip().partition("#")
    name, _, query = rest.partition("?")
    if name != NAME:
        raise unknown("playground", name, (NAME,))
    play = Play(parameters=tuple(pairs_of(query)), seed=seed_of(fragment) or 0)
    return settled(play, catalog)


def write(play: Play) -> str:
    """One line that `parse` reads back as the same: only what differs from what is proposed."""
    query = "&".join(
        f"{quote(name, safe='.')}={quote(written(value), safe=',./')}"
        for name, value in play.parameters
    )
    seed = f"#seed={play.seed}" if play.seed else ""
    return NAME + (f"?{query}" if query else "") + seed


def rows(play: Play, catalog: Catalog) -> Choices:
    """What there is to choose, given what was chosen. Raises UnknownName for a strange lesson."""
    if play.base is None:
        return choices(play.parameters)
    return choices_over(_knobs(play, catalog), play.chosen)


def settled(play: Play, catalog: Catalog) -> Play:
    """The same with every value of its own type, and without what is proposed anyway."""
    found = rows(play, catalog)
    strays = {one.field for one in found.strays}
    kept = dict(found.parameters)
    # What cannot be is kept: it is the learner's, and the row says what is wrong with it.
    kept |= {name: value for name, value in play.chosen if name in strays}
    based = [pair for pair in play.parameters if pair[0] in (FROM, SCENARIO)]
    return replace(play, parameters=(*based, *kept.items()))


def with_choice(play: Play, name: str, value: Value | None, catalog: Catalog) -> Play:
    """The same with one more choice; None takes it back.

    What belonged to the choice before, such as settings of another model, goes with it.
    """
    before = dict(rows(play, catalog).parameters) | dict(play.parameters)
    before.pop(name, None)
    if value is not None:
        before[name] = value
    for key in [key for key in before if key.startswith(f"{name}.")]:
        before.pop(key)
    if name == "optimizer":
        before.pop("lr", None)  # a rate of one is none of another
    after = replace(play, parameters=tuple(before.items()))
    strays = {one.field for one in rows(after, catalog).strays} - {name}
    kept = tuple(pair for pair in after.parameters if pair[0] not in strays)
    return settled(replace(after, parameters=kept), catalog)


def stopping(play: Play, catalog: Catalog) -> Objection | None:
    """The first reason why it cannot be trained; None where it can."""
    return next((one for one in rows(play, catalog).objections if one.stops), None)


def request(
    play: Play, catalog: Catalog, *, device: str = "auto", steps: int | None = None
) -> RunRequest:
    """The run. Raises BadValue for choices that make no sense."""
    objection = stopping(play, catalog)
    if objection is not None:
        raise BadValue(objection.field, objection.why, objection.instead)
    found = rows(play, catalog)
    asked = RunRequest(
        recipe=RECIPE,
        parameters=_told(found),
        seed=play.seed,
        device=device,
        steps=steps,
        name=PLAY,
        origin=NAME,
    )
    if play.base is None:
        return asked
    knobs = {field.name for field in _knobs(play, catalog)}
    values = tuple((row.field.name, row.value) for row in found.rows if row.field.name in knobs)
    others = tuple(
        (row.field.name, row.value)
        for row in found.rows
        if row.field.name not in knobs and (row.chosen or row.field.name.startswith(TOLD))
    )
    lab = catalog.lesson(play.base).lab
    return replace(asked, recipe=lab.recipe, parameters=values, changes=changes(others))


def _told(found: Choices) -> Parameters:
    """What was chosen, and of what is proposed what one wants to read in the record of a run."""
    return tuple(
        (row.field.name, row.value)
        for row in found.rows
        if row.field.name in ALWAYS or (row.chosen and row.value != row.field.default)
    )


def taken_from(
    lesson: Lesson, scenario: Scenario, turned: Parameters = (), *, seed: int = 0
) -> Play:
    """A lesson's lab as it stands, to play with."""
    return Play(parameters=((FROM, lesson.id), (SCENARIO, scenario.name), *turned), seed=seed)


def lab_of(play: Play, catalog: Catalog) -> Lesson:
    """A lesson without text whose lab makes this run."""
    views: tuple[str, ...]
    if play.base is None:
        views = views_of(rows(play, catalog))
        title, recipe, folder = "Playground", RECIPE, Path(__file__).parent
    else:
        lesson = catalog.lesson(play.base)
        views, recipe, folder = lesson.lab.views, lesson.lab.recipe, lesson.folder
        title = f"Playground, from {lesson.title}"
    return Lesson(
        id=NAME,
        title=title,
        aim="Train anything with anything, and see what happens.",
        minutes=0,
        requires=(),
        covers=(),
        sources=(),
        lab=Lab(
            recipe=recipe,
            views=views,
            knobs=_live(rows(play, catalog)),
            scenarios=(Scenario(name=PLAY, label="play", settings=play.parameters),),
            seed=play.seed,
        ),
        blocks=(),
        folder=folder,
    )


def live_row(found: Choices, knob: str) -> Row | None:
    """The row of a number that acts on a run under way; None where there is none."""
    places = (LIVE.get(knob, knob), knob, f"optimizer.{knob}")
    return next((row for place in places if (row := found.row(place)) is not None), None)


def _live(found: Choices) -> tuple[Knob, ...]:
    """The numbers that act on a run under way."""
    knobs = []
    for name in LIVE:
        row = live_row(found, name)
        if row is None or isinstance(row.value, str | bool):
            continue
        knob = Knob(
            name=name,
            kind="log" if row.field.kind == "log" else "float",
            default=float(row.value),
            min=row.field.least,
            max=row.field.most,
            live=True,
        )
        knobs.append(knob)
    return tuple(knobs)


def _knobs(play: Play, catalog: Catalog) -> tuple[Field, ...]:
    """The lesson's knobs, as its scenario sets them."""
    assert play.base is not None
    lesson = catalog.lesson(play.base)
    lab, named = lesson.lab, dict(play.parameters).get(SCENARIO)
    scenario = None
    if named is not None:
        names = [one.name for one in lab.scenarios]
        if named not in names:
            raise unknown("scenario", str(named), names)
        scenario = lesson.scenario(str(named))
    values = dict(lab.parameters(scenario))
    return tuple(
        Field(
            name=knob.name,
            kind=knob.kind,
            default=values[knob.name],
            least=-1e300 if knob.min is None else knob.min,
            most=1e300 if knob.max is None else knob.max,
            choices=knob.choices,
            about=knob.help,
        )
        for knob in lab.knobs
    )
