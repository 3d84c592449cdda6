"""Builds a lesson's lab from its `lab` block: recipe, knobs, scenarios."""

from __future__ import annotations

from dataclasses import replace

from engine.request import Parameters
from lessons.errors import BadValue
from lessons.knobs import checked
from lessons.names import nearest
from lessons.reading.markdown import Fence
from lessons.reading.shapes import KnobShape, LabShape, ScenarioShape
from lessons.reading.table import Table
from lessons.schema import Knob, Lab, Scenario
from lessons.views import with_those_of_every_lab

RESERVED = ("label", "ends", "scenario", "seed", "steps", "device")
"""Names with a meaning of their own in scenarios or share strings; no knob may have them."""


def build_lab(fence: Fence, code: str) -> Lab:
    """The lab of the lesson whose `lab.py` is the module `code`. Raises LessonError."""
    table = fence.table
    shape = table.shaped(LabShape)
    knobs = tuple(_knob(table, name) for name in shape.knobs)
    if not shape.scenarios:
        raise table.error("a lab needs scenarios", "Add one under [scenarios].", "scenarios")
    return Lab(
        recipe=reference(table, shape.recipe, code, "recipe"),
        views=with_those_of_every_lab(shape.views),
        knobs=knobs,
        scenarios=tuple(_scenario(table, name, entry, knobs) for name, entry in _entries(shape)),
        seed=shape.seed,
        log_loss=shape.log_loss,
        line=fence.line,
    )


def reference(table: Table, written: str, code: str, key: str) -> str:
    """`lab:function` as the function of the module `code`. Raises LessonError."""
    module, _, function = written.partition(":")
    if module != "lab" or not function.isidentifier():
        fix = 'Write "lab:name", with a function of the lab.py beside the lesson.'
        raise table.error(f'"{written}" names no function', fix, key)
    return f"{code}:{function}"


def _entries(shape: LabShape) -> list[tuple[str, object]]:
    return list(shape.scenarios.items())


def _knob(table: Table, name: str) -> Knob:
    path = ("knobs", name)
    shape = table.shaped(KnobShape, *path)
    if not name.isidentifier() or name in RESERVED:
        raise table.error("a knob cannot have this name", "Choose another name.", *path)
    if shape.kind == "choice" and len(shape.choices) < 2:
        raise table.error("a choice needs choices", 'Add choices = ["…", "…"].', *path)
    if shape.kind in ("float", "log", "int") and (shape.min is None or shape.max is None):
        raise table.error("a number needs a range", "Add min and max.", *path)
    if shape.min is not None and shape.max is not None and shape.min >= shape.max:
        raise table.error("min is not below max", "Exchange or widen them.", *path, "min")
    if shape.kind == "log" and not (shape.min or 0) > 0:
        fix = "Start above 0: a logarithmic scale has no zero."
        raise table.error("min is not above 0", fix, *path, "min")
    knob = Knob(
        name=name,
        kind=shape.kind,
        default=shape.default,
        min=shape.min,
        max=shape.max,
        choices=shape.choices,
        live=shape.live,
        help=shape.help,
    )
    try:
        return replace(knob, default=checked(knob, shape.default))
    except BadValue as error:
        raise table.error(error.reason.rstrip("."), error.next_step, *path, "default") from None


def _scenario(table: Table, name: str, entry: object, knobs: tuple[Knob, ...]) -> Scenario:
    path = ("scenarios", name)
    shape = table.shaped(ScenarioShape, *path)
    if not name.isidentifier():
        fix = "Use letters, digits and underscores; the label may say more."
        raise table.error("a scenario cannot have this name", fix, *path)
    settings = _settings(table, name, entry, knobs)
    label = shape.label or name.replace("_", " ")
    return Scenario(name=name, label=label, settings=settings, ends=shape.ends)


def _settings(table: Table, scenario: str, entry: object, knobs: tuple[Knob, ...]) -> Parameters:
    assert isinstance(entry, dict)
    by_name = {knob.name: knob for knob in knobs}
    settings = []
    for name, value in entry.items():
        if name in ScenarioShape.__struct_fields__:
            continue
        if name not in by_name:
            near = nearest(name, by_name)
            fix = f'Did you mean "{near}"?' if near else f"Knobs: {', '.join(by_name)}."
            raise table.error("there is no such knob", fix, "scenarios", scenario, name)
        try:
            settings.append((name, checked(by_name[name], value)))
        except BadValue as error:
            reason = error.reason.rstrip(".")
            raise table.error(reason, error.next_step, "scenarios", scenario, name) from None
    return tuple(settings)
